package question

import (
	"strings"

	"footnote/internal/analysis"
)

// The words by which questions are understood, in lower case.
var (
	// writings are what an outlet publishes.
	writings = analysis.Set(`article articles report reports reporting story stories piece pieces coverage column columns review
		reviews interview interviews headline headlines editorial editorials newsletter newsletters essay essays
		publication publications post posts blog news`)

	// sayings are what an outlet does, as questions say it.
	sayings = analysis.Set(`say says said saying report reports reported write writes wrote written publish publishes published
		claim claims claimed suggest suggests suggested describe describes described argue argues argued cover covers
		covered mention mentions mentioned note notes noted state states stated cite cites cited imply implies implied
		indicate indicates indicated portray portrays portrayed attribute attributes attributed credit credits credited
		predict predicts predicted quote quotes quoted think thinks agree agrees agreed disagree disagrees disagreed
		discuss discusses discussed detail details detailed highlight highlights highlighted explain explains explained
		conclude concludes concluded emphasize emphasizes emphasized feature features featured recommend recommends
		recommended tell tells told warn warns warned posted print prints printed`)

	// sources stand before lists of outlets.
	sources = analysis.Set(`sources outlets publications papers newspapers magazines sites media articles reports including such`)

	// beforeNames may stand between a preposition and a name.
	beforeNames = analysis.Set(`the both either a an`)

	// beside may stand between an outlet and what it does.
	beside = analysis.Set(`also then not has have had later again first ever really actually just did does even still both all`)

	// links join the names of a list or of a comparison.
	links = analysis.Set(`and or nor with versus vs than to by from in both the as well also article articles report reports
		another one an against unlike`)

	// small are words that names are not made of, even where they begin with a
	// capital: those that open questions, and those that join.
	small = analysis.Set(`a an and any are as ask at be been being but by can compare could did do does during explain find for
		from give had has have he her his how i if in is it its let list many may might more most much must my name no
		nor not now of on or our please same shall she should show since so some summarise summarize summary tell than
		that the their them then there these they this those to under until was we were what what's when where whether
		which while who whose why will with would you your after before between according considering based describe
		despite once only also both either each all still yes about update updates latest recent there's who's how's
		where's it's didn't doesn't isn't aren't wasn't hasn't haven't what're`)

	// idle are words, beside small ones, that ask for nothing in particular.
	idle = analysis.Set(`new happen happens happened happening today's there else me us anything something everything going
		published wrote newest current currently recently lately week's whats top main important get got see catch up
		read out go up roundup recap overview digest brief briefing morning evening day hi hello hey thanks cheers ok okay`)

	domains = analysis.Set(`com org net io co tv info news de fr uk au eu ch at in us ca`)
)

// asksNothing reports whether what stands beside names and dates asks for
// nothing in particular.
func (q *Text) asksNothing(outlets, authors []mention, dates []dated) bool {
	named := make([]bool, len(q.Words))
	for _, m := range outlets {
		q.cut(named, m.from, m.to)
	}
	for _, m := range authors {
		q.cut(named, m.from, m.to)
	}
	for _, d := range dates {
		q.cut(named, d.from, d.to)
	}
	for i, w := range q.Words {
		if !named[i] && !small[w.Low] && !idle[w.Low] && !writings[w.Low] && !sayings[w.Low] && strings.ContainsFunc(w.Low, analysis.IsWordRune) {
			return false
		}
	}
	return len(q.Words) < maxWords
}
