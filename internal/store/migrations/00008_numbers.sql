-- +goose Up

-- The numbers that articles have in a thread by what a digest or a watch told there.
CREATE TABLE told_numbers (
	channel    TEXT NOT NULL,
	thread_ts  TEXT NOT NULL,
	article_id TEXT NOT NULL,
	n          INTEGER NOT NULL,
	PRIMARY KEY (channel, thread_ts, article_id)
) STRICT, WITHOUT ROWID;
