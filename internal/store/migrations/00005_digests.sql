-- +goose Up

-- When and what a channel, or a person in a direct message, is told. Slots
-- before it was set are not due.
CREATE TABLE digests (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	channel  TEXT NOT NULL,
	kind     TEXT NOT NULL, -- daily or weekly
	person   TEXT NOT NULL, -- who set it
	schedule TEXT NOT NULL, -- in words
	topics   TEXT NOT NULL, -- JSON list
	outlets  TEXT NOT NULL, -- JSON list
	most     INTEGER NOT NULL,
	lang     TEXT NOT NULL,
	silent   INTEGER NOT NULL, -- where nothing is new
	paused   INTEGER NOT NULL,
	set_at   TEXT NOT NULL,
	covered  INTEGER NOT NULL, -- what the log of changes says up to here was looked at
	UNIQUE (channel, kind)
) STRICT;

-- A slot is one local date and time of one channel's digest: there is one,
-- whatever clocks and processes do.
CREATE TABLE slots (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	digest_id INTEGER NOT NULL, -- which may be gone
	channel   TEXT NOT NULL,
	kind      TEXT NOT NULL,
	slot      TEXT NOT NULL, -- local: 2006-01-02 15:04
	due       TEXT NOT NULL,
	state     TEXT NOT NULL, -- claimed, made, done, silent, covered or failed
	owner     TEXT NOT NULL,
	lease     TEXT NOT NULL,
	attempt   INTEGER NOT NULL,
	since_seq INTEGER NOT NULL,
	until_seq INTEGER NOT NULL,
	content   TEXT NOT NULL, -- JSON; empty until it is made, and when it is done
	UNIQUE (channel, kind, slot)
) STRICT;

CREATE INDEX slots_unfinished ON slots (lease) WHERE state IN ('claimed', 'made');

-- The stories of a channel, and which articles they told.
CREATE TABLE told_stories (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	channel TEXT NOT NULL,
	title   TEXT NOT NULL,
	first   TEXT NOT NULL, -- when it was told first
	last    TEXT NOT NULL,
	muted   INTEGER NOT NULL DEFAULT 0,
	less    INTEGER NOT NULL DEFAULT 0 -- people said "less of this"
) STRICT;

CREATE INDEX told_stories_by_channel ON told_stories (channel, last);

CREATE TABLE told (
	channel    TEXT NOT NULL,
	article_id TEXT NOT NULL,
	story_id   INTEGER NOT NULL REFERENCES told_stories (id) ON DELETE CASCADE,
	slot_id    INTEGER NOT NULL,
	n          INTEGER NOT NULL, -- the story's place in its digest, from 1
	PRIMARY KEY (channel, article_id)
) STRICT;

CREATE INDEX told_by_story ON told (story_id);
CREATE INDEX told_by_slot ON told (slot_id);

-- Messages that are posted once: what was begun, and what stands in Slack.
CREATE TABLE posts (
	key   TEXT PRIMARY KEY,
	begun TEXT NOT NULL,
	ts    TEXT NOT NULL -- empty while it is not known to stand there
) STRICT;

-- Which articles the log names first after some line.
CREATE INDEX changes_by_article ON changes (article_id, seq);

-- Questions that are asked again when articles come.
CREATE TABLE watches (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	channel  TEXT NOT NULL, -- empty from a terminal
	person   TEXT NOT NULL,
	question TEXT NOT NULL,
	quiet    TEXT NOT NULL, -- hours without posts, in words; empty for none
	paused   INTEGER NOT NULL,
	created  TEXT NOT NULL,
	checked  INTEGER NOT NULL, -- the log of changes was looked at up to here
	owner    TEXT NOT NULL,
	lease    TEXT NOT NULL
) STRICT;

CREATE INDEX watches_by_channel ON watches (channel, person);

-- What a watch answered: the first answer, and each that changed.
CREATE TABLE watch_answers (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
	at       TEXT NOT NULL,
	answer   TEXT NOT NULL, -- JSON
	told     INTEGER NOT NULL -- it stands in Slack, or was not to
) STRICT;

CREATE INDEX watch_answers_by_watch ON watch_answers (watch_id, id);

-- Answers under which a note says that an article they cite changed, or that a
-- newer one contradicts them.
CREATE TABLE stale_notes (
	answer_id  INTEGER PRIMARY KEY REFERENCES answers (id) ON DELETE CASCADE,
	reason     TEXT NOT NULL,
	at         TEXT NOT NULL,
	told       INTEGER NOT NULL,
	article_id TEXT NOT NULL DEFAULT '', -- that contradicts the answer; empty where none does
	message    TEXT NOT NULL DEFAULT ''  -- JSON of what is to be posted of it; empty once it stands there
) STRICT;
