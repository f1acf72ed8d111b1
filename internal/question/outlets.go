package question

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode"

	"footnote/internal/analysis"
)

// A mention is where a question names an outlet or an author.
type mention struct {
	place
	names []string // that it may mean, as the catalogue writes them
	weak  bool     // a part of the name that is an ordinary word
	plain bool     // says where to look
}

// maxNameWords is how many words of a question one name may have.
const maxNameWords = 8

// mentions returns where names are, in order, without overlaps: the longest
// that can be meant.
func (q *Text) mentions(names []string, keys keying) []mention {
	var room [64]byte
	var name string
	found := map[place]*mention{}
	note := func(key []byte, weak bool) {
		for _, p := range q.places()[string(key)] {
			m := found[p]
			if m == nil {
				m = &mention{place: p, weak: true}
				found[p] = m
			}
			m.names = addNames(m.names, []string{name})
			m.weak = m.weak && weak
		}
	}
	for _, name = range names {
		keys(name, room[:0], note)
	}
	var all []mention
	for _, m := range found {
		if m.plain = q.cued(*m); q.meant(*m) {
			slices.Sort(m.names)
			all = append(all, *m)
		}
	}
	return q.together(longest(all))
}

// A place is a run of words: from one up to, not with, another.
type place struct{ from, to int }

// places returns the runs of words that may be names, by their key.
func (q *Text) places() map[string][]place {
	if q.runs != nil {
		return q.runs
	}
	q.runs = map[string][]place{}
	put := func(key []byte, p place) {
		if len(key) > 0 {
			q.runs[string(key)] = append(q.runs[string(key)], p)
		}
	}
	for from, w := range q.Words {
		if w.Low == "and" {
			continue
		}
		if bare := undomain(w.Low); bare != w.Low {
			put(appendKey(nil, bare), place{from, from + 1})
		}
		var key []byte
		for to := from + 1; to <= min(len(q.Words), from+maxNameWords); to++ {
			key = appendKey(key, q.Words[to-1].Low)
			if q.Words[to-1].Low != "and" {
				put(key, place{from, to})
			}
			if q.Words[to-1].possessive {
				break
			}
		}
	}
	return q.runs
}

// Keys gives the keys of all runs of words that may be names, in no order: who signs
// so is to be in the Catalog that the question is read with.
func (q *Text) Keys() iter.Seq[string] { return maps.Keys(q.places()) }

// OutletKeys returns the keys by which a question may name an outlet.
func OutletKeys(name string) []string { return keysOf(name, outletKeys) }

// AuthorKeys returns the keys by which a question may name an author.
func AuthorKeys(name string) []string { return keysOf(name, authorKeys) }

func keysOf(name string, keys keying) (all []string) {
	keys(name, nil, func(key []byte, _ bool) { all = append(all, string(key)) })
	return all
}

// longest keeps, from the left, the longest of mentions that overlap.
func longest(all []mention) []mention {
	slices.SortFunc(all, func(a, b mention) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	kept := all[:0]
	for _, m := range all {
		if len(kept) == 0 || m.from >= kept[len(kept)-1].to {
			kept = append(kept, m)
		}
	}
	return kept
}

// A keying gives the keys by which a name may be written, and whether each is
// weak. It writes them into room, one after the other.
type keying func(name string, room []byte, yield func(key []byte, weak bool))

// outletKeys gives an outlet's: its name, what stands before a subtitle of it,
// both also without "The" and without ".com".
func outletKeys(name string, room []byte, yield func(key []byte, weak bool)) {
	titleKeys(name, room, yield)
	if head := headOf(name); head != name {
		titleKeys(head, room, yield)
	}
}

func titleKeys(name string, room []byte, yield func(key []byte, weak bool)) {
	name = undomain(name)
	yield(appendKey(room, name), false)
	if rest, ok := cutThe(name); ok {
		yield(appendKey(room, rest), !strings.Contains(rest, " "))
	}
}

// headOf cuts a subtitle off: "FOX News - Health", "Wire | World News".
func headOf(name string) string {
	for _, mark := range []string{" - ", " – ", " — ", " | ", ": ", " ("} {
		if head, _, ok := strings.Cut(name, mark); ok && head != "" {
			return head
		}
	}
	return name
}

func cutThe(name string) (string, bool) {
	if len(name) > 4 && strings.EqualFold(name[:4], "the ") {
		return name[4:], true
	}
	return name, false
}

// undomain cuts the ends off a domain name: "www.wired.co.uk" is "wired".
func undomain(name string) string {
	if !strings.Contains(name, ".") || strings.Contains(name, " ") {
		return name
	}
	name = strings.TrimPrefix(name, "www.")
	for {
		at := strings.LastIndexByte(name, '.')
		if at <= 0 || !domains[strings.ToLower(name[at+1:])] {
			return name
		}
		name = name[:at]
	}
}

// authorKeys gives the whole name of each author, if it has at least two
// words.
func authorKeys(name string, room []byte, yield func(key []byte, weak bool)) {
	for part := range strings.FieldsFuncSeq(name, func(r rune) bool { return strings.ContainsRune(",;&/|", r) }) {
		for one := range strings.SplitSeq(part, " and ") {
			one = strings.TrimSpace(one)
			if strings.Contains(one, " ") {
				yield(appendKey(room, one), false)
			}
		}
	}
}

// appendKey appends the letters and digits of a name, without case, accents
// and the word "and".
func appendKey(key []byte, name string) []byte {
	name = analysis.Fold(name)
	word := len(key)
	endWord := func() {
		if string(key[word:]) == "and" {
			key = key[:word]
		}
		word = len(key)
	}
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			key = append(key, byte(r))
		case r >= 'A' && r <= 'Z':
			key = append(key, byte(r+'a'-'A'))
		case r >= 0x80 && analysis.IsWordRune(r):
			key = append(key, string(unicode.ToLower(r))...)
		default:
			endWord()
		}
	}
	endWord()
	return key
}

// authorsBeside returns the authors that are named, but for those that are
// outlets named there.
func (q *Text) authorsBeside(outlets []mention, names []string) []mention {
	authors := q.mentions(names, authorKeys)
	return slices.DeleteFunc(authors, func(a mention) bool {
		return slices.ContainsFunc(outlets, func(o mention) bool { return a.from < o.to && o.from < a.to })
	})
}

// meant reports whether a mention can be meant as a name: it is quoted, no
// ordinary word, said to have written something, or written as a name is.
func (q *Text) meant(m mention) bool {
	first := m.from
	the := q.low(first) == "the" && m.to-m.from > 1
	if the {
		first++
	}
	single := m.to-first == 1
	switch {
	case q.quoted(m.from, m.to):
		return true
	case single && slices.ContainsFunc(m.names, isCoined):
		return true
	case q.shouted || !q.capitals(first, m.to):
		return m.plain && (the || !single || q.cuedBefore(m))
	case m.plain || !single:
		return true
	case m.weak || !the && q.Opens(first) && !q.closes(m.to):
		return false
	}
	return !q.withinName(first, the)
}

// isCoined reports whether an outlet's name is one word that is no other.
func isCoined(name string) bool {
	name, _ = cutThe(headOf(name))
	return !strings.Contains(name, " ") && coined(name)
}

// capitals reports whether the words of a name begin with capitals, but for
// small ones.
func (q *Text) capitals(from, to int) bool {
	for i := from; i < to; i++ {
		if !q.Words[i].capital() && (i == from || !small[q.low(i)]) {
			return false
		}
	}
	return true
}

// withinName reports whether a word is part of a longer name or phrase:
// "Fortune 500", "Bronze Age", "Age of Empires".
func (q *Text) withinName(i int, the bool) bool {
	if next := i + 1; next < len(q.Words) && !q.divided(next) {
		w := q.Words[next]
		if w.Low == "of" || w.capital() && !small[w.Low] {
			return true
		}
	}
	if the || q.divided(i) {
		return false
	}
	before := q.Words[i-1]
	return before.capital() && !small[before.Low]
}

// cued reports whether the words around a mention say that it is where to
// look.
func (q *Text) cued(m mention) bool { return q.cuedBefore(m) || q.cuedAfter(m) }

// cuedBefore: "according to", "reported by", "an article about it from".
func (q *Text) cuedBefore(m mention) bool {
	b := m.from - 1
	for ; beforeNames[q.low(b)]; b-- {
	}
	if b < 0 || q.Opens(b+1) {
		return false
	}
	switch link := q.low(b); link {
	case "to":
		return q.low(b-1) == "according"
	case "by", "from":
		return q.speaksBefore(b)
	case "in", "of", "at":
		return !q.Words[m.to-1].possessive && q.speaksBefore(b)
	case "per", "via", "said", "says", "wrote", "writes":
		return true
	case "including", "like", "as", "namely":
		return sources[q.low(b-1)] || sources[q.low(b-2)]
	}
	return false
}

// speaksBefore reports whether an article, or something said or written,
// stands before a word in its sentence: "covered in", "the report on trams by".
func (q *Text) speaksBefore(i int) bool {
	for b := i - 1; b >= 0; b-- {
		if w := q.low(b); writings[w] || sayings[w] && strings.HasSuffix(w, "d") || w == "written" || w == "read" {
			return true
		}
		if q.Opens(b) {
			return false
		}
	}
	return false
}

// cuedAfter: "The Verge says", "TechCrunch's latest report", "Wired article".
func (q *Text) cuedAfter(m mention) bool {
	at := m.to
	if q.Words[m.to-1].possessive {
		for n := range 3 {
			if writings[q.low(at+n)] {
				return true
			}
		}
		return false
	}
	for beside[q.low(at)] || strings.HasSuffix(q.low(at), "ly") {
		at++
	}
	if at >= len(q.Words) || strings.ContainsAny(q.Words[m.to].gap, ".?!\n:;,") {
		return false
	}
	return writings[q.low(at)] || sayings[q.low(at)]
}

// together lets the mentions of one list be of one kind: "by Wired, Polygon
// and The Verge". One that is plain somewhere is plain everywhere.
func (q *Text) together(all []mention) []mention {
	share := func(a, b *mention) { a.plain, b.plain = a.plain || b.plain, a.plain || b.plain }
	joined := func(i int) bool { return q.listed(all[i].to, all[i+1].from) }
	for i := 0; i+1 < len(all); i++ {
		if joined(i) {
			share(&all[i], &all[i+1])
		}
	}
	for i := len(all) - 2; i >= 0; i-- {
		if joined(i) {
			share(&all[i], &all[i+1])
		}
	}
	for i := range all {
		for j := range all {
			if slices.Equal(all[i].names, all[j].names) {
				share(&all[i], &all[j])
			}
		}
	}
	return all
}

// listed reports whether nothing but links of a list stand between two words.
func (q *Text) listed(from, to int) bool {
	for i := from; i < to; i++ {
		if !links[q.low(i)] {
			return false
		}
	}
	return to-from <= 4
}
