// Package gate says whether passages support a sentence that cites them, and which
// words of theirs it rests on: its numbers, names, dates, denials and who does what to
// whom are held against one sentence of a passage at a time. It compares words and
// order; for what these do not tell, it takes the opinion of a verifier. docs/gate.md
// has the rules, and how well they do.
//
// # The files
//
// gate.go checks a sentence; weighing.go divides it into what statements of the passages
// hold, and match.go holds a part of it against one statement: there stand the reasons, and
// the order of the checks.
//
// A sentence is taken apart, as those of the passages are:
//   - lexer.go, phrase.go, words.go: words, their stems and the phrases of the lexicon, by language
//   - names.go, gender.go: which words are names, and whose pronoun is which
//   - figures.go: numbers with their units, bounds, ranges and rates
//   - operator.go, operator_scope.go: what denies, ends, or makes possible or planned, and what it bears on
//   - utterance.go, voice.go: who speaks, in quotation marks or without
//   - claim.go: the sentence of all that
//   - source.go: a passage of its statements
//   - markers.go, frame.go: which passages a sentence cites, and what it says of them and not from them
//
// Its words are found:
//   - cover.go, find.go: each word in the statement, by itself, another of the lexicon or its opposite
//   - carry.go: a name in what stands around it, where the statement has "it" or "the company"
//   - light.go: words that need not be found
//   - gauge.go, converse.go: what is told by its measure, or from its other side
//   - excerpt.go: the statement's own words with whole phrases left out
//   - strange.go: numbers and names that stand nowhere in what is cited
//   - nearest.go: how many of the words of a text a passage has, and which statement has most
//
// What is found is checked:
//   - quantity.go, binding.go: numbers, and what they belong to
//   - when.go, past.go, sequence.go: dates, earlier times, before and after
//   - polarity.go, certainty.go, condition.go: denials, certainty, conditions and limits
//   - doers.go, roles.go, usurp.go: who does it to whom, and nobody in another's place
//   - exchange.go, moved.go: names, numbers and words in each other's place
//   - partitive.go, rank.go: some and all, first and fourth
//   - cause.go: reasons and aims
//   - speaker.go, quoting.go: who says it, and what stands in quotation marks
//
// For the verifier there are opinion.go, which holds what it allows to what it names, and
// reckon.go, which says from which numbers another follows.
package gate
