// Package store holds all that must survive, in one SQLite file, and is the
// only package that speaks SQL. Every method is a whole operation, safe with
// other processes at work on the same file; what it reports as done is on
// disk. Its shape:
//
//	article id           → article, the current revision
//	article id, revision → the revisions before it
//	article id, n        → chunk: offsets in the body, terms
//	space, article id, n → vector
//	seq                  → change, the log that every index follows
//	channel, ts          → question, and its answer
//	kind, key            → job, to be done once or again and again
//	scope, URL           → source: a feed or sitemap, with what it showed
//
// An index is built from Entries and kept by Changes: read LastChange first,
// then Entries, then the changes after it. What changes between the two is
// told by the log.
//
// # The files
//
// store.go has the store, open.go opens it, types.go has what several files share.
//
// Articles:
//   - save.go: saved with their chunks; articles.go: found, listed and removed; entries.go: read for an index
//   - changes.go: the log; vectors.go: embeddings; copies.go: near-copies
//   - fetches.go: how they were fetched; sources.go: feeds; robots.go: robots.txt; jobs.go: the queue of all that
//
// Questions and answers:
//   - questions.go: who works on which; answers.go: what was answered
//   - feedback.go: what people think; people.go: what one asked, added and collects; guests.go: who is a guest
//   - hearings.go: up to when Slack was heard; stale.go, contradicted.go: answers that hold no longer
//
// What is told by itself:
//   - digests.go, slots.go: digests, and what was told in each; watches.go: standing questions; posts.go: messages on their way
//
// Models: spends.go and usage.go say what they cost, trials.go how one verifies.
//
// The file: check.go looks for damage, copy.go makes copies and backups; stamp.go and pages.go read and write columns.
package store
