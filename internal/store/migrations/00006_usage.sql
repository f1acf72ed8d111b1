-- +goose Up

-- What answers that were removed amounted to, so that what is counted of all
-- answers does not fall. It says nothing of who asked, or when.
CREATE TABLE usage_gone (
	outcome  TEXT NOT NULL,
	currency TEXT NOT NULL,
	answers  INTEGER NOT NULL,
	took     INTEGER NOT NULL, -- nanoseconds
	input    INTEGER NOT NULL, -- tokens
	output   INTEGER NOT NULL, -- tokens
	cost     INTEGER NOT NULL, -- billionths of the currency
	PRIMARY KEY (outcome, currency)
) STRICT, WITHOUT ROWID;
