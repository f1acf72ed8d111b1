-- +goose Up

-- What asking models took, a row for each request. While open it is a guess,
-- made before the request; what a killed process leaves open stays so. The
-- cost is in billionths of the currency, which is '' where it is unknown. The
-- person is kept as long as their budget is looked at: for a day.
CREATE TABLE spends (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	at        TEXT NOT NULL,
	person    TEXT NOT NULL,
	purpose   TEXT NOT NULL,
	model     TEXT NOT NULL,
	input     INTEGER NOT NULL, -- tokens
	output    INTEGER NOT NULL, -- tokens
	cost      INTEGER NOT NULL,
	currency  TEXT NOT NULL,
	open      INTEGER NOT NULL,
	estimated INTEGER NOT NULL -- the model did not report its tokens
) STRICT;

CREATE INDEX spends_by_time ON spends (at);
CREATE INDEX spends_by_person ON spends (person, at) WHERE person <> '';

-- What a question and all that bore on its answer were, and the last change
-- of the library that it saw: where both are the same, so is the answer.
ALTER TABLE answers ADD COLUMN key TEXT NOT NULL DEFAULT '';
ALTER TABLE answers ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answers ADD COLUMN cost INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answers ADD COLUMN currency TEXT NOT NULL DEFAULT '';

CREATE INDEX answers_by_key ON answers (key, seq) WHERE key <> '';
