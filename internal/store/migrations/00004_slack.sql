-- +goose Up

-- What a question is of: '' one asked in a message, else what was asked for in
-- another way. response_url lets its answer be shown to its asker alone; it
-- opens a door for half an hour, and is emptied when the question is finished.
-- of_question is the question whose answer this one shares; 0 for none.
ALTER TABLE questions ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE questions ADD COLUMN response_url TEXT NOT NULL DEFAULT '';
ALTER TABLE questions ADD COLUMN of_question INTEGER NOT NULL DEFAULT 0;

-- The answer as it was shown, as JSON; '' where that was not kept.
ALTER TABLE answers ADD COLUMN shown TEXT NOT NULL DEFAULT '';

CREATE INDEX answers_by_person ON answers (person, asked);

ALTER TABLE feedback ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- Footnotes that a person says do not bear their sentence.
CREATE TABLE reports (
	answer_id INTEGER NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
	person    TEXT NOT NULL,
	n         INTEGER NOT NULL, -- the footnote's number
	reason    TEXT NOT NULL,
	at        TEXT NOT NULL,
	PRIMARY KEY (answer_id, person, n)
) STRICT;

-- Who added an article from Slack, so that they may remove it.
CREATE TABLE adders (
	article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
	person     TEXT NOT NULL,
	at         TEXT NOT NULL,
	PRIMARY KEY (article_id, person)
) STRICT;

-- The channels whose links are added by themselves.
CREATE TABLE collecting (
	channel TEXT PRIMARY KEY,
	person  TEXT NOT NULL, -- who said so
	at      TEXT NOT NULL
) STRICT;
