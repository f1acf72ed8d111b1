package gate

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/dates"
)

// A frame is what a sentence says of the passage and not from it: when it was
// published, or how the sentence stands to the one before. "14 Nov 2024: the
// unit is short of staff" rests on words that know nothing of that day.
type frame struct {
	pattern *regexp.Regexp // its groups "rest" hold what is left
	dated   bool           // group "day" must be the day of a cited passage
	event   bool           // it may be the day on which it happened, too
	spoken  bool           // group "who" must be whose words the rest is
	hidden  bool           // it is not shown
}

const dayWords = `(?P<day>\d{1,2}(?:st|nd|rd|th)? ` + dates.MonthWord + `,? \d{4}|` + dates.MonthWord + ` \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}-\d{2}-\d{2})`

var frames = []frame{
	{pattern: regexp.MustCompile(`^(?i:(?:as of|reported on|published on|according to (?:the|a|an) [\w' -]{1,40}? (?:of|from)) )` + dayWords + `(?:, | – |: )(?P<rest>.+)$`), dated: true},
	{pattern: regexp.MustCompile(`^` + dayWords + `(?:: | – | — | - )(?P<rest>.+)$`), dated: true},
	{pattern: regexp.MustCompile(`^(?P<rest>.+?),? (?i:(?:as )?(?:reported|published) on|as of|according to (?:the|a|an) [\w' -]{1,40}? (?:of|from)) ` + dayWords + `[.!?]?$`), dated: true},
	{pattern: regexp.MustCompile(`^(?P<rest>.+?) \(` + dayWords + `\)[.!?]?$`), dated: true},
	{pattern: regexp.MustCompile(`^(?i:on|by) ` + dayWords + `,? (?P<rest>.+)$`), dated: true, event: true},
	{pattern: regexp.MustCompile(`^(?i:earlier|before that|at the time|at present|currently|for now|so far|in addition|also|however|meanwhile|in return|in particular), (?P<rest>.+)$`)},
	{pattern: regexp.MustCompile(`^(?P<rest>.+?),? (?:wrote|writes|said|says) (?P<who>\p{Lu}[\pL'’.-]*(?: \p{Lu}[\pL'’.-]*){0,3}?)[.!?]?$`), spoken: true},
	{pattern: regexp.MustCompile(`^(?P<rest>.+?), (?P<who>\p{Lu}[\pL'’.-]*(?: \p{Lu}[\pL'’.-]*){0,3}) (?:wrote|writes|said|says)[.!?]?$`), spoken: true},
	{pattern: regexp.MustCompile(`^\pL[\pL '’-]{1,30}: (?P<rest>.+)$`), hidden: true}, // a label: "Against: …"
}

// says reports whether a label is more than that: it has a verb.
func says(label string) bool {
	return slices.ContainsFunc(strings.Fields(strings.ToLower(label)), func(w string) bool { return finite[w] || speaking[stemOf(strings.Trim(w, ":"), "en")] })
}

// unframed is a sentence without its frame.
type unframed struct {
	frame
	text           string // what is left
	who            string // whose words it is to be; empty where that is not said
	before, behind string // the frame's own words, around it
}

// unframed returns a sentence without a frame, once for each that it has.
func (g Gate) unframed(text string, cited []int) []unframed {
	var out []unframed
	for _, f := range frames {
		m := f.pattern.FindStringSubmatchIndex(text)
		group := func(name string) (from, to int) {
			n := 2 * f.pattern.SubexpIndex(name)
			return m[n], m[n+1]
		}
		if m == nil {
			continue
		}
		if f.dated {
			from, to := group("day")
			if !g.publishedOn(text[from:to], cited) {
				continue
			}
		}
		from, to := group("rest")
		if f.hidden && says(text[:from]) {
			continue
		}
		u := unframed{frame: f, text: text[from:to], before: text[:from], behind: text[to:]}
		if f.spoken {
			from, to := group("who")
			u.who = text[from:to]
		}
		out = append(out, u)
	}
	return out
}

// publishedOn reports whether a cited passage was published on a day.
func (g Gate) publishedOn(day string, cited []int) bool {
	ds := dates.Find(day)
	return len(ds) == 1 && slices.ContainsFunc(cited, func(i int) bool {
		on := g.sources[i].passage.Article.Published
		return on.Sure() && ds[0].Within(dates.Of(on.Local()))
	})
}

// framed is support for a sentence in frames. It returns what is to be shown
// of the sentence, too.
func (g Gate) framed(text string, cited []int) (shown string, rests []Rest, reason string) {
	if rests, reason = g.Support(text, cited); reason == "" {
		return text, rests, ""
	}
	for _, u := range g.unframed(text, cited) {
		shown, rests, why := g.framed(u.text, cited)
		switch {
		case why != "" || u.event && g.datedOtherwise(rests) || u.spoken && !g.voiced(u.who, rests):
			continue
		case u.hidden:
			return capital(shown), rests, ""
		}
		return u.before + shown + u.behind, rests, ""
	}
	return text, nil, reason
}

// capital returns a text with a capital at its beginning.
func capital(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}

// datedOtherwise reports whether a sentence of a passage names a day.
func (g Gate) datedOtherwise(rests []Rest) bool {
	return slices.ContainsFunc(rests, func(r Rest) bool {
		s := g.statement(r)
		return s != nil && len(s.moments) > 0
	})
}
