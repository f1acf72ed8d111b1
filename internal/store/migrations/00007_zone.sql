-- +goose Up

-- How many minutes the clock of its outlet is ahead of UTC, where the article
-- says: its day is the one on that clock.
ALTER TABLE articles ADD COLUMN zone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE revisions ADD COLUMN zone INTEGER NOT NULL DEFAULT 0;
