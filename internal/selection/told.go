package selection

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/gate"
	"footnote/internal/prose"
	"footnote/retrieval"
)

// Two are the parties of a deed that a question asks about: "did Vardo buy Lumen?"
type two struct {
	first, verb, second string // verb is what makes both a statement: "bought"
	done                bool   // it is a deed that is done, and no state
	named               bool   // both are names
}

// asked is what is asked as a statement, turned is that the other way round.
func (t two) asked() string {
	the := t.first
	if common.MatchString(the) {
		the = strings.ToUpper(the[:1]) + the[1:]
	}
	return the + " " + t.verb + " " + t.second + "."
}
func (t two) turned() string { return two{first: t.second, verb: t.verb, second: t.first}.asked() }

var (
	// asksWhether matches how a question begins that asks whether somebody does something.
	asksWhether = regexp.MustCompile(`(?i)^(?:(?:and|so|but|hey|hi|ok|wait)[, ]+)*(did|does|do|has|have|had|is|are|was|were|will|would)\s+`)
	pastAux     = analysis.Set("did has have had was were")
	// besideDeed are words beside a deed that tell nothing of who does it.
	besideDeed = analysis.Set("ever also actually really already just still now finally recently again not")
	// shared are deeds that both do.
	shared = analysis.Set("meet met meeting marry married marrying fight fought fighting face faced facing play played playing divorce divorced border match matched equal know knew resemble date dated rival")
	// given are words for what one lends to another, in a question.
	given = analysis.Set("money cash any some funds")
	// particles are small words of a deed: "lend to", "take over".
	particles = analysis.Set("to from over out against on off by for of at up into")
	// common begins what is no name but may do something: "the insurer".
	common = regexp.MustCompile(`(?i)^(?:the|its|their|his|her) [\pL-]+`)
)

// twoIn reads a question for the one and the other, given its names. It reports false where
// it asks for no deed of one to another.
func twoIn(text string, names []string) (t two, ok bool) {
	text = prose.OneLine(text)
	m := asksWhether.FindStringSubmatchIndex(text)
	if m == nil {
		return t, false
	}
	aux, rest := strings.ToLower(text[m[2]:m[3]]), text[m[1]:]
	t.first, rest = party(rest, names)
	if t.first == "" {
		return t, false
	}
	var deed []string
	for t.second == "" {
		w, behind, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
		if w == "" || len(deed) == longestDeed || !lettersOnly(w) {
			return t, false
		}
		if !besideDeed[strings.ToLower(w)] {
			deed = append(deed, w)
		}
		t.second, _ = party(behind, names)
		rest = behind
	}
	if len(deed) == 0 || strings.EqualFold(t.first, t.second) || nameAt(t.first, names)+nameAt(t.second, names) == 0 {
		return t, false
	}
	t.done, t.named = pastAux[aux], nameAt(t.first, names) > 0 && nameAt(t.second, names) > 0
	t.verb, ok = finite(aux, deed)
	return t, ok
}

// longestDeed is how many words a deed has at most: "lend any money to".
const longestDeed = 4

func lettersOnly(w string) bool {
	return !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
}

// party returns the name that a text begins with, or two joined, or "the" and a word, and what is
// behind it; no name that something is said to be of ("Kelso's keeper").
func party(text string, names []string) (name, behind string) {
	n := nameAt(text, names)
	for _, and := range []string{" & ", " and "} {
		if other, ok := strings.CutPrefix(text[n:], and); ok && n > 0 && nameAt(other, names) > 0 {
			n += len(and) + nameAt(other, names)
		}
	}
	if n == 0 {
		n = len(common.FindString(text))
	}
	name, behind = text[:n], text[n:]
	if name == "" || behind != "" && !strings.ContainsAny(behind[:1], " ?.,!") {
		return "", text
	}
	return name, behind
}

// nameAt returns how long the name is that a text begins with, 0 for none.
func nameAt(text string, names []string) int {
	n := 0
	for _, name := range names {
		if len(name) > n && len(text) >= len(name) && strings.EqualFold(text[:len(name)], name) {
			n = len(name)
		}
	}
	return n
}

// finite makes a deed of a question one of a statement: "did", "buy" is "bought". Where it has more
// words than a particle and "money", it is none of one to another ("find a buyer for").
func finite(aux string, deed []string) (string, bool) {
	verb, last := strings.ToLower(deed[0]), strings.ToLower(deed[len(deed)-1])
	if shared[verb] || last == "with" || last == "than" || last == "as" || last == "and" || last == "or" {
		return "", false
	}
	to := ""
	for _, w := range deed[1:] {
		switch w = strings.ToLower(w); {
		case particles[w]:
			to += " " + w
		case !given[w]:
			return "", false
		}
	}
	switch aux {
	case "did":
		return prose.Past(verb) + to, true
	case "does", "do":
		return prose.Third(verb) + to, true
	case "is", "are", "was", "were":
		if !strings.HasSuffix(verb, "ing") && last != "by" {
			return "", false
		}
	}
	return aux + " " + verb + to, true
}

// Told returns the sentence that says of what a question asks that one did to another that it is
// so, or where none does, that it is the other way round: then turned is the statement that this
// makes, "Lumen bought Vardo." What a passage says of it the gate decides, and of several the
// newest. It is the verdict itself where that is of another article and has both and a word of the deed, or is
// newer and the question asks for a state and no deed, or for what one did to no other: "did
// Västerlunda lower the age?"
func Told(found retrieval.Result, verdict Candidate, cs []Candidate) (c Candidate, turned string) {
	t, ok := twoIn(ownText(found), found.Reading.Names)
	if !ok {
		return verdict, ""
	}
	here := verdict.Passage
	both := t.writtenIn(verdict.Text+"\n"+here.Article.Title).whole() && t.deedIn(verdict)
	read := map[string]bool{}
	var so, otherwise Candidate
	for _, c := range cs {
		p := c.Passage
		own := p.Article.ID == here.Article.ID
		t := t.writtenIn(p.Chunk.Text + "\n" + p.Article.Title)
		if read[p.Chunk.Text] || !t.whole() || !own && (both || !t.done && !AsFresh(c, verdict)) {
			continue
		}
		read[p.Chunk.Text] = true
		g := gate.New([]article.Passage{p})
		if x, ok := t.saying(g, t.asked(), cs); ok {
			so = newerOf(so, x)
		} else if x, ok := t.saying(g, t.turned(), cs); ok && !ofWhich.MatchString(x.Text) && newerOf(otherwise, x).Text == x.Text {
			otherwise, turned = x, t.turned()
		}
	}
	switch {
	case so.Text != "" && (t.named || so.ArticleID() == here.Article.ID):
		return so, ""
	case so.Text == "" && otherwise.Text != "":
		return otherwise, turned
	}
	return verdict, ""
}

// ofWhich begins what is told of something by who does it: "which it did still own". The gate reads the
// one before it as the doer.
var ofWhich = regexp.MustCompile(`(?i)\b(?:which|that|who|whom) (?:it|he|she|they|we|you|i)\b`)

func ownText(found retrieval.Result) string {
	_, own := ownWords(found.Reading)
	return own
}

// saying returns the candidate of a gate's passage that says a statement and names both.
func (t two) saying(g gate.Gate, statement string, cs []Candidate) (c Candidate, ok bool) {
	rests, _ := g.Support(statement, []int{0})
	for _, c := range cs {
		if len(rests) == 1 && c.ArticleID() == g.Passage(0).Article.ID && c.Text == rests[0].Quote && t.writtenIn(c.Text).whole() {
			return c, true
		}
	}
	return c, false
}

// newerOf returns the newer of two candidates, the second where the first is none.
func newerOf(a, b Candidate) Candidate {
	if a.Text == "" || ByDate(b.Published(), a.Published()) > 0 {
		return b
	}
	return a
}

// writtenIn returns the two with their names as a text writes them, and "" for one that it
// does not have.
func (t two) writtenIn(text string) two {
	as := func(name string) string {
		if common.MatchString(name) {
			name = strings.ToLower(name)
		}
		thing := strings.TrimPrefix(common.FindString(name), "the ")
		if thing != "" && strings.Contains(strings.ToLower(text), " "+thing) {
			return name
		}
		return regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(name) + `\b`).FindString(text)
	}
	t.first, t.second = as(t.first), as(t.second)
	return t
}

// deedIn reports whether a candidate has a word for the deed, or for its opposite or other side.
func (t two) deedIn(c Candidate) bool {
	for term := range prose.BaseForms(t.verb, "en") {
		if c.Terms[term] || slices.ContainsFunc(gate.English().Topics(term), func(phrase []string) bool { return holdsAll(c.Terms, phrase) }) {
			return true
		}
	}
	return false
}

// whole reports whether both are there.
func (t two) whole() bool { return t.first != "" && t.second != "" }
