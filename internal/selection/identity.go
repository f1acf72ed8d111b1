package selection

import "regexp"

// asksIdentity matches a question for who somebody is, or what something.
var asksIdentity = regexp.MustCompile(`(?i)^(?:(?:and|so|hi|hey|ok)[, ]+)*(?:who|what)(?:['’]?s| is| are| was| were) `)

// roles match a word for what somebody is that stands right before a name, "chief executive Karin Wolff", and
// what does as a title.
const roles = `(?:[\p{Ll}-]+(?:ist|ian|man|woman|person|tive|dent|tor|ster|eer|ant)|actress|analyst|author|banker|baker|boss|captain|chair|chief|coach|colleague|daughter|defender|driver|farmer|father|forward|founder|goalkeeper|guard|head|` +
	`husband|judge|king|lawyer|leader|manager|mayor|midfielder|mother|owner|partner|pilot|player|producer|queen|quarterback|researcher|runner|scholar|singer|son|brother|speaker|star|striker|teacher|trader|` +
	`trainer|treasurer|wife|winger|winner|worker|writer|Capt|Captain|Chancellor|Cllr|Col|Councillor|Det Sgt|Dr|General|Judge|King|Lord|Lt|Mayor|Minister|Pope|President|Prime Minister|Prince|Princess|Prof|Professor|Queen|Rep|Sen|Senator|Sir|Sgt)\.?`

// identifies returns what matches the words that say who somebody of a name is: what stands with it, "the
// mayor, Adeline Fusco", "Jo Lind, 34," and "Jo Lind is a baker".
func identifies(name string) *regexp.Regexp {
	named := `(?:\p{Lu}[\pL.'’-]+ ){0,2}(?i:` + regexp.QuoteMeta(name) + `)`
	return regexp.MustCompile(`\b` + roles + ` ` + named + `\b|` +
		`(?:['’]s?|\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Aa]n?))(?: [\pL-]+){1,6}, ` + named + `\b|` +
		`\b` + named + `, (?:\d|an? |the |its |their |his |her |who |whose |which |one of |[\p{Ll}-]+ (?:of|at|for|in) |\pL+['’]s )|` +
		`\b` + named + `(?: \([^)]*\))? (?:is|was|are|were|became|becomes) (?:now )?(?:an? |the |one of |its |\pL+['’]s )`)
}

// described returns, where it is asked who somebody is, the newest sentence that says it.
func described(cs []Candidate) (best Candidate, ok bool) {
	for _, c := range cs {
		d := ByDate(c.Published(), best.Published())
		if c.signs.who > 0 && (!ok || d > 0 || d == 0 && c.Within() > best.Within()) {
			best, ok = c, true
		}
	}
	return best, ok
}
