// Package answer is a question's way: search, prompt, generate, check each
// sentence, and a dated, cited Answer, or "not in the library". Answerer.Answer
// is its one entry point. A model's sentence leaves only after the gate found
// the words it rests on; without a model, or when one fails, the answer is
// made of dated quotes of the same shape.
//
// # The files
//
// types.go has questions and answers, answer.go the way from one to the other.
//
// A question is read:
//   - understand.go: what to search for, by itself and by its thread; thread.go: what of a thread a model is shown
//   - request.go, heed.go: what a message asks for that is no plain question
//   - respell.go, tongue.go, unheld.go: misspelt words, other languages, names that no article has
//
// A model writes:
//   - generate.go: from which passages, and once more; parts.go: what fits its context
//   - tidy.go, draft.go: its text, brought into form and led through the gate sentence by sentence
//   - verify.go, asking.go, trial.go: a model looks at the sentences, and is tried before
//   - instead.go: what is quoted for a sentence that failed; verdict.go: a bare yes or no
//
// Or the answer is quoted:
//   - extract.go, headline.go: the best sentences, or else headlines; missing.go: each thing that is asked for
//   - timeline.go, sides.go: how it came about, and what each says
//   - newest.go, earlier.go, entries.go: what is newest, what is older, and pieces of one article
//
// Beside that:
//   - cite.go, archive.go: citations and their links, from whole articles
//   - summarize.go, gist.go: summaries, written and quoted
//   - suggest.go: what to ask next; record.go: answers given before
package answer
