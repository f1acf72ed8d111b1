-- +goose Up

-- Every time is text of one width in UTC, so that it sorts as it is:
-- 2006-01-02T15:04:05.000000000Z; empty where unknown. Columns of text may
-- hold any bytes. The body stands last: what does not ask for it never reads
-- its pages.

CREATE TABLE articles (
	id         TEXT PRIMARY KEY,
	scope      TEXT NOT NULL,
	url        TEXT NOT NULL,
	url_key    TEXT NOT NULL, -- the canonical form of url
	file       TEXT NOT NULL,
	title      TEXT NOT NULL,
	outlet     TEXT NOT NULL,
	outlet_key TEXT NOT NULL, -- outlet in lower case
	author     TEXT NOT NULL,
	published  TEXT NOT NULL,
	day_only   INTEGER NOT NULL,
	estimated  INTEGER NOT NULL,
	lang       TEXT NOT NULL,
	revision   INTEGER NOT NULL,
	hash       TEXT NOT NULL,
	analysis   INTEGER NOT NULL, -- of its chunks
	added      TEXT NOT NULL,
	updated    TEXT NOT NULL,
	body       TEXT NOT NULL
) STRICT;

CREATE INDEX articles_by_date ON articles (published, added, id);
CREATE INDEX articles_by_url ON articles (url_key) WHERE url_key <> '';
CREATE INDEX articles_by_file ON articles (file) WHERE file <> '';
CREATE INDEX articles_by_analysis ON articles (analysis);

-- The revisions that are no longer current.
CREATE TABLE revisions (
	article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
	revision   INTEGER NOT NULL,
	url        TEXT NOT NULL,
	file       TEXT NOT NULL,
	title      TEXT NOT NULL,
	outlet     TEXT NOT NULL,
	author     TEXT NOT NULL,
	published  TEXT NOT NULL,
	day_only   INTEGER NOT NULL,
	estimated  INTEGER NOT NULL,
	lang       TEXT NOT NULL,
	updated    TEXT NOT NULL,
	body       TEXT NOT NULL,
	PRIMARY KEY (article_id, revision)
) STRICT;

-- The chunks of the current revisions; the text is body[start:stop].
CREATE TABLE chunks (
	article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
	n          INTEGER NOT NULL,
	start      INTEGER NOT NULL,
	stop       INTEGER NOT NULL,
	terms      BLOB,
	PRIMARY KEY (article_id, n)
) STRICT;

-- A vector is its numbers as float32, little-endian.
CREATE TABLE vectors (
	embedder   TEXT NOT NULL,
	article_id TEXT NOT NULL,
	n          INTEGER NOT NULL,
	vector     BLOB NOT NULL,
	PRIMARY KEY (embedder, article_id, n),
	FOREIGN KEY (article_id, n) REFERENCES chunks (article_id, n) ON DELETE CASCADE
) STRICT;

CREATE INDEX vectors_by_chunk ON vectors (article_id, n);

CREATE TABLE changes (
	seq        INTEGER PRIMARY KEY AUTOINCREMENT,
	kind       TEXT NOT NULL,
	article_id TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT;

CREATE TABLE events (
	id TEXT PRIMARY KEY,
	at TEXT NOT NULL
) STRICT;

CREATE INDEX events_by_time ON events (at);

CREATE TABLE questions (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	event_id  TEXT NOT NULL,
	team      TEXT NOT NULL,
	channel   TEXT NOT NULL,
	ts        TEXT NOT NULL,
	thread_ts TEXT NOT NULL,
	person    TEXT NOT NULL,
	text      TEXT NOT NULL,
	reply_ts  TEXT NOT NULL,
	attempt   INTEGER NOT NULL,
	asked     TEXT NOT NULL,
	owner     TEXT NOT NULL,
	lease     TEXT NOT NULL, -- when the owner's hold ends
	finished  INTEGER NOT NULL,
	UNIQUE (channel, ts)
) STRICT;

CREATE INDEX questions_by_thread ON questions (channel, thread_ts);
CREATE INDEX questions_unfinished ON questions (lease) WHERE finished = 0;

CREATE TABLE answers (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	question_id INTEGER UNIQUE REFERENCES questions (id), -- NULL from a terminal
	question    TEXT NOT NULL,
	channel     TEXT NOT NULL,
	thread_ts   TEXT NOT NULL,
	person      TEXT NOT NULL,
	text        TEXT NOT NULL,
	outcome     TEXT NOT NULL,
	citations   TEXT NOT NULL, -- JSON
	model       TEXT NOT NULL,
	input       INTEGER NOT NULL,
	output      INTEGER NOT NULL,
	took        INTEGER NOT NULL, -- nanoseconds
	asked       TEXT NOT NULL,
	reply_ts    TEXT NOT NULL
) STRICT;

CREATE INDEX answers_by_thread ON answers (channel, thread_ts);
CREATE INDEX answers_by_reply ON answers (channel, reply_ts) WHERE reply_ts <> '';

CREATE TABLE feedback (
	answer_id INTEGER NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
	person    TEXT NOT NULL,
	value     TEXT NOT NULL,
	at        TEXT NOT NULL,
	PRIMARY KEY (answer_id, person)
) STRICT;
