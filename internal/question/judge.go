package question

import (
	"slices"
	"strings"

	"footnote/internal/analysis"
)

// judge tells the times of publication from those of what is asked about,
// and, where a question asks for nothing else, takes all that it names as the
// place to look.
func (q *Text) judge(outlets, authors []mention, dates []dated) {
	for i := range dates {
		dates[i].plain = dates[i].tied || q.published(dates[i], outlets, authors)
	}
	if len(outlets)+len(dates) == 0 || !q.asksNothing(outlets, authors, dates) {
		return
	}
	for i := range outlets {
		outlets[i].plain = true
	}
	for i := range authors {
		authors[i].plain = true
	}
	for i := range dates {
		dates[i].plain = true
	}
}

// published reports whether a time is one of publication: it stands beside
// what was published or who published it, or the question asks what somebody
// wrote at that time.
func (q *Text) published(d dated, outlets, authors []mention) bool {
	plain := slices.DeleteFunc(append(slices.Clone(outlets), authors...), func(m mention) bool { return !m.plain })
	for _, m := range plain {
		if m.to == d.from && !q.sentenceEnds(d.from) || d.to == m.from && !q.sentenceEnds(m.from) {
			return true
		}
	}
	if b := d.from - 1; b >= 0 && !q.sentenceEnds(d.from) && q.publishes(b, len(plain) > 0) {
		return true
	}
	if writings[q.low(d.to)] && !q.divided(d.to) || q.Words[d.to-1].possessive && writings[q.low(d.to+1)] {
		return true // "last week's news", "the 2019 article"
	}
	if len(plain) == 0 {
		return d.recent(q) && q.asksForWritings()
	}
	return d.recent(q) || q.asksWhatIsSaid(plain)
}

// recent reports whether a time leans on today by its words, and not because
// it lacks its year.
func (d dated) recent(q *Text) bool {
	for i := d.from; i < d.to; i++ {
		_, day := weekdays[q.low(i)]
		if day || relatives[q.low(i)] {
			return true
		}
	}
	return false
}

var relatives = analysis.Set("today tonight yesterday this last past previous ago current")

// sentenceEnds reports whether a sentence ends before a word.
func (q *Text) sentenceEnds(i int) bool {
	return i < len(q.Words) && strings.ContainsAny(q.Words[i].gap, ".?!\n;")
}

// publishes reports whether a word says that something is published: "the
// report of", "published on"; and, of somebody who writes, "said on".
func (q *Text) publishes(i int, writer bool) bool {
	switch w := q.low(i); {
	case w == "published" || w == "posted" || w == "written" || w == "printed" || w == "out":
		return true
	case w == "one" || w == "ones":
		return writer
	case w == "reported" || w == "report":
		return writer
	case writings[w]:
		return true
	case sayings[w]:
		return writer && q.asksWhat()
	}
	return false
}

// asksWhat reports whether a question begins by asking for words or works.
func (q *Text) asksWhat() bool {
	w := q.low(0)
	return w == "what" || w == "how" || w == "which" || w == "whats" || w == "anything"
}

// asksWhatIsSaid reports whether a question asks what outlets say: "what did
// The Verge write about …".
func (q *Text) asksWhatIsSaid(plain []mention) bool {
	if q.low(0) != "what" && q.low(0) != "how" {
		return false
	}
	aux := q.low(1)
	return (aux == "did" || aux == "does" || aux == "do" || aux == "has" || aux == "have") &&
		slices.ContainsFunc(plain, func(m mention) bool { return m.from <= 3 && sayings[q.low(m.to)] })
}

// asksForWritings reports whether a question asks for articles: "which
// stories came out last week", "what's new".
func (q *Text) asksForWritings() bool {
	for i := range min(len(q.Words), 6) {
		if w := q.low(i); writings[w] && w != "report" && w != "post" && w != "column" || w == "new" && q.low(i-1) == "what" {
			return true
		}
	}
	return false
}
