package selection

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/prose"
	"footnote/internal/question"
)

// A row of a table, a line of a list of facts ("Battery: 140 minutes") and a few words
// under a question say nothing by themselves. What they stand under says what of: the
// first row, the line above the list, the question. Both are quoted.

// A brief is such a line.
type brief struct {
	under string // what it stands under; "" for nothing that tells
	asked bool   // that is a question
}

// fewWords is how many words answer a question that stands above them, and are no
// sentence by themselves.
const fewWords = 3

var labelled = regexp.MustCompile(`^[^:\t\d][^:\t]{1,40}: \S[^:]*$`)

// briefAt returns what the i-th of some statements is under, or false where it is a
// sentence, or the row that heads a table. Where they are not the whole beginning of an
// article, a table may have begun before them.
func briefAt(texts []string, i int, whole bool) (brief, bool) {
	text := texts[i]
	if columns := strings.Count(text, "\t"); columns > 0 {
		first := i
		for first > 0 && isRow(texts[first-1]) {
			first--
		}
		heads := (whole || first > 0) && columns > 1 && heads(texts[first])
		above := strings.Count(texts[first], "\t")
		switch {
		case i == first && heads && i+1 < len(texts) && isRow(texts[i+1]):
			return brief{}, false
		case i > first && heads && (above == columns || above == columns-1 && strings.Count(texts[first+1], "\t") == columns): // its corner may be empty
			return brief{under: texts[first]}, true
		}
		return brief{under: announced(texts, first)}, true
	}
	if isLabelled(text) {
		first := i
		for first > 0 && isLabelled(texts[first-1]) {
			first--
		}
		return brief{under: announced(texts, first)}, true
	}
	if i > 0 && endsWith(texts[i-1], "?？؟") && len(strings.Fields(text)) <= fewWords && !endsWith(text, "?？؟") {
		return brief{under: texts[i-1], asked: true}, true
	}
	return brief{}, false
}

// heads reports whether a row names the columns of a table: each but the first by words or
// a year.
func heads(row string) bool {
	for _, cell := range strings.Split(row, "\t")[1:] {
		if !strings.ContainsFunc(cell, unicode.IsLetter) && !yearCell.MatchString(cell) {
			return false
		}
	}
	return true
}

var yearCell = regexp.MustCompile(`^(?:19|20)\d\d$`)

func isRow(text string) bool { return strings.Contains(text, "\t") }

func isLabelled(text string) bool {
	return labelled.MatchString(text) && len(strings.Fields(text)) <= prose.LongestHeading && !prose.Ends(text)
}

// announced returns the line above a list, if it is no sentence.
func announced(texts []string, first int) string {
	if first == 0 || prose.Ends(texts[first-1]) || len(strings.Fields(texts[first-1])) > prose.LongestHeading {
		return ""
	}
	return texts[first-1]
}

func endsWith(text, marks string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, "”\"’') "))
	return strings.ContainsRune(marks, last)
}

// answersBriefly reports whether a brief line of these terms may answer: with what it
// stands under, and the title, it holds nearly all that is asked, of which the line has
// something itself; and it adds something, of the kind that is asked for, or confirms more
// than a word: "Dogs: free".
func (r *reader) answersBriefly(b brief, text string, terms map[string]bool) bool {
	if !prose.Showable(text) || !prose.Showable(b.under) {
		return false
	}
	all := prose.BaseForms(b.under, r.lang)
	maps.Copy(all, r.title)
	maps.Copy(all, terms)
	confirms := 0
	for _, t := range r.terms {
		if r.among(terms, t) {
			confirms++
		}
	}
	adds := slices.ContainsFunc(slices.Collect(maps.Keys(terms)), func(t string) bool { return !slices.Contains(r.terms, t) })
	tells := r.kind == question.Any || (r.kind.Counts() || r.kind.Timed()) && r.answers(strings.ReplaceAll(text, "\t", " "))
	return r.heldIn(all) >= wholly && (confirms > 0 || b.asked) && (adds || confirms > 1) && tells
}

// bestBriefs returns candidates without the lines that hold less of what is asked than
// another under the same: the fare to Ardtoe is none to Skerra.
func bestBriefs(cs []Candidate) []Candidate {
	most := map[string]float64{}
	key := func(c Candidate) string { return c.ArticleID() + "\n" + c.Under }
	for _, c := range cs {
		if c.Under != "" {
			most[key(c)] = max(most[key(c)], c.own)
		}
	}
	return slices.DeleteFunc(cs, func(c Candidate) bool { return c.Under != "" && c.own < most[key(c)] })
}
