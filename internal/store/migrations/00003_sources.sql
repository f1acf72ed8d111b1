-- +goose Up

-- When the article's page was found gone (404 or 410); empty while it is not.
ALTER TABLE articles ADD COLUMN gone TEXT NOT NULL DEFAULT '';

-- Where in the body its pages begin, as 0,1200,2450; empty where it has none.
ALTER TABLE articles ADD COLUMN pages TEXT NOT NULL DEFAULT '';
ALTER TABLE revisions ADD COLUMN pages TEXT NOT NULL DEFAULT '';

-- How an article was fetched, and when it was last looked at.
CREATE TABLE fetches (
	article_id TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
	url        TEXT NOT NULL, -- as asked for
	via        TEXT NOT NULL, -- page or feed
	text_key   TEXT NOT NULL, -- of site and words: tells an item that comes back under another URL
	etag       TEXT NOT NULL,
	modified   TEXT NOT NULL,
	checked    TEXT NOT NULL,
	problem    TEXT NOT NULL
) STRICT;

CREATE INDEX fetches_by_text ON fetches (text_key) WHERE text_key <> '';

-- Other URLs that led to an article, in their canonical form.
CREATE TABLE aliases (
	scope      TEXT NOT NULL,
	url_key    TEXT NOT NULL,
	article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
	PRIMARY KEY (scope, url_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX aliases_by_article ON aliases (article_id);

-- Feeds and sitemaps.
CREATE TABLE sources (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	scope    TEXT NOT NULL,
	url      TEXT NOT NULL,
	url_key  TEXT NOT NULL,
	title    TEXT NOT NULL,
	site     TEXT NOT NULL,
	etag     TEXT NOT NULL,
	modified TEXT NOT NULL,
	added    TEXT NOT NULL,
	polled   TEXT NOT NULL, -- empty before the first time
	moved    TEXT NOT NULL, -- when it last had something new
	every    INTEGER NOT NULL, -- nanoseconds between polls, for now
	failures INTEGER NOT NULL, -- in a row
	failing  TEXT NOT NULL, -- since when
	problem  TEXT NOT NULL, -- of the last poll
	ended    INTEGER NOT NULL, -- it is polled no more
	items    INTEGER NOT NULL, -- seen so far
	UNIQUE (scope, url_key)
) STRICT;

-- What was seen in a source: digests of ids and of URLs.
CREATE TABLE items (
	source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
	key    INTEGER NOT NULL,
	PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;

-- Work that is to be done once or, as the polling of a source, again and
-- again. A claim counts; a claim that ends without a word has killed its
-- worker, or was killed with it.
CREATE TABLE jobs (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	kind     TEXT NOT NULL,
	key      TEXT NOT NULL,
	host     TEXT NOT NULL,
	spec     TEXT NOT NULL, -- JSON
	waiter   TEXT NOT NULL, -- the order that waits for it
	due      TEXT NOT NULL,
	claims   INTEGER NOT NULL, -- since the last word
	failures INTEGER NOT NULL, -- in a row
	problem  TEXT NOT NULL, -- the last one
	aside    TEXT NOT NULL, -- since when it is set aside
	owner    TEXT NOT NULL,
	lease    TEXT NOT NULL, -- when the owner's hold ends
	UNIQUE (kind, key)
) STRICT;

CREATE INDEX jobs_by_host ON jobs (host, due) WHERE aside = '';
CREATE INDEX jobs_by_waiter ON jobs (waiter) WHERE waiter <> '';
CREATE INDEX jobs_aside ON jobs (aside) WHERE aside <> '';

-- When a host may be asked again, by any process.
CREATE TABLE hosts (
	host TEXT PRIMARY KEY,
	free TEXT NOT NULL
) STRICT;

-- What sites let programs read, as their robots.txt says.
CREATE TABLE robots (
	site   TEXT PRIMARY KEY, -- scheme://host
	status INTEGER NOT NULL, -- of HTTP
	until  TEXT NOT NULL, -- when it is to be read again
	text   BLOB NOT NULL
) STRICT;

-- Orders that somebody is waiting for, until the lease ends.
CREATE TABLE orders (
	id    TEXT PRIMARY KEY,
	lease TEXT NOT NULL
) STRICT;

-- Articles that say the same in nearly the same words are of one family,
-- 0 for none. Prints are what candidates are found by; each stands in its
-- sketch, too, so that it can be taken back.
CREATE TABLE sketches (
	n          INTEGER PRIMARY KEY AUTOINCREMENT,
	article_id TEXT NOT NULL UNIQUE, -- it may be removed by now
	family     INTEGER NOT NULL,
	prints     BLOB NOT NULL
) STRICT;

CREATE INDEX sketches_by_family ON sketches (family) WHERE family <> 0;

CREATE TABLE prints (
	print INTEGER NOT NULL,
	n     INTEGER NOT NULL,
	PRIMARY KEY (print, n)
) STRICT, WITHOUT ROWID;
