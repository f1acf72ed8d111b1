// Package bot is Slack in and out: events become questions, answers become
// messages that grow as they are written, with footnotes under them. New
// makes a Bot and Run works until its context ends; Manifest and Check serve
// the setting up.
//
// A question is claimed in the store, by its channel and ts, before its event
// is acknowledged, and finished there after its answer stands in Slack. So
// whatever is delivered twice is answered once, and what a killed process
// leaves is taken over when its lease ends.
//
// It is the only door to slack-go, whose edges it hides: no timeouts, events
// that are never acknowledged, unlimited reconnecting, posts made twice.
//
// # The files
//
// bot.go has the Bot, what it needs, and Run.
//
// Slack is heard:
//   - sockets.go, webhook.go: envelopes come in; accept.go: what is in one is noted before it is acknowledged
//   - listen.go: what a message asks of the bot; talk.go: what asks nothing; command.go: slash commands
//   - missed.go: what was said while nobody was connected
//   - reword.go, deleted.go: a question is changed or deleted
//   - unclaimed.go, contain.go: what cannot be noted, or panics
//
// Slack is spoken to:
//   - api.go, attempt.go: calls, their limits and retries; tokens.go: tokens that are refused
//   - post.go, stream.go: messages, whole and growing; telling.go: those of digests and watches
//   - whisper.go: what one person is shown alone
//
// A question is answered:
//   - hold.go, line.go, takeover.go: held by one process, in a line for a seat, and taken over from a dead one
//   - scope.go: whose articles may be used
//   - answer.go: from the question to its end; status.go: what is said meanwhile; reply.go: the message that grows
//   - quiet.go, share.go: an answer for one person, and for the channel after all
//   - summary.go: a summary; next.go: what to ask next; feedback.go: what people think of it
//
// What is shown:
//   - render.go: an answer as blocks; text.go, escape.go, cut.go: sentences, and nothing in them that Slack would act on
//   - words.go: what the bot says itself; catalogue.go: in other languages
//
// The library, and what stands:
//   - library.go: articles are listed, added and removed; collect.go, files.go: added from messages
//   - standing.go, digests.go, digestoptions.go, stories.go, watches.go: digests and standing questions
//   - home.go, pane.go: the Home, and the pane at the side
//
// People and the app:
//   - people.go, rules.go: who somebody is, what they may do, and what is kept of them
//   - manifest.go, check.go, checkmanifest.go: the app as it is to be set up, and whether it is
package bot
