package retrieval

import (
	"strings"

	"footnote/internal/analysis"
	"footnote/internal/lexicon"
)

// What is about the same matter as the best match is told by a linear rule over
// what has .2 of its score:
//
//	likeWeight · like + namedWeight · named + leadWeight · lead + matchWeight · match + frameWeight · frame ≥ min(1, most - nearMost)
//
// most being the most that a model has: where none is much like the others, nothing
// of the matter is.
// like is the mean of its cosines with the models, others that match the question
// about as well as the best: what goes on with a matter resembles all that was told
// of it, what shares a name resembles one article. named is the same of names alone,
// lead the share of the question that its title and first sentences tell of, match its
// share of the best score, and frame its share of the most that any tells of the kind of
// state that is asked for, in whatever words (lexicon.Frames), where some is. The
// models are held to that too: a firm's recall of fish cakes matches "who runs the
// firm" by its name, and is like nothing else that does. Where a model made the vectors, what they
// say of it is added (meant.go).
//
// The weights are rounded from a logistic regression over the facts of
// internal/eval/testdata; docs/ranking.md has the figures.
const (
	asWell   = .8
	somewhat = .2

	likeWeight  = 1.25
	namedWeight = .55
	leadWeight  = .3
	matchWeight = .25
	frameWeight = .35
	nearMost    = .03
	alone       = .6 // instead of likeness, where no other matches as well
	frameless   = .5 // instead of frame, where nothing tells of one
	leadAkin    = .7 // of a word of the lexicon for the same thing
)

// sameMatter divides hits, best first, into those about the matter of the
// best match and the rest.
func (s seeker) sameMatter(hits []hit) (about, rest []hit) {
	best := 0.0
	for _, h := range hits {
		best = max(best, s.scores[h.slot])
	}
	m := s.newMatter()
	for _, h := range hits {
		if score := s.scores[h.slot]; best > 0 && score >= somewhat*best {
			m.hear(h.slot, score/best)
		}
	}
	least := m.least()
	for _, h := range hits {
		if t := m.heard[h.slot]; t != nil && m.tells(t) >= least {
			about = append(about, h)
		} else {
			rest = append(rest, h)
		}
	}
	return about, rest
}

// A matter is told by the hits that match a question about as well as the best
// one, its models.
type matter struct {
	*speech
	asked  []askedTerm
	frames lexicon.Asked
	named  map[string]bool // stems of the names in the question
	framed float64         // the most that a hit tells of the frames
	models []*telling
	meant  *semantics      // nil where no model made the vectors
	proper map[string]bool // terms that some hit has as names
}

// An askedTerm is a term of what a question asks for.
type askedTerm struct {
	queryTerm
	akin [][]string // phrases of the lexicon for the same thing
}

func (s seeker) newMatter() *matter {
	m := &matter{speech: newSpeech(s), meant: s.newSemantics(), proper: map[string]bool{}, named: map[string]bool{}}
	m.readFrames(s.r.Text)
	for _, t := range s.terms {
		if t.asks {
			continue
		}
		a := askedTerm{queryTerm: t}
		for _, w := range t.words {
			a.akin = append(a.akin, englishWords().Topics(lexical(s.an, w))...)
		}
		m.asked = append(m.asked, a)
	}
	return m
}

// readFrames reads the frames that the question asks for. What is written as a name
// within it asks for none.
func (m *matter) readFrames(text string) {
	var stems []string
	for i, w := range analysis.Words(text) {
		if i > 0 && startsUpper(w) && w != strings.ToUpper(w) {
			m.named[lexical(m.s.an, w)] = true
		} else {
			stems = append(stems, lexical(m.s.an, w))
		}
	}
	m.frames = frames().Asked(stems)
}

// hear takes note of a hit that has this share of the best score. Those that match as
// well are models.
func (m *matter) hear(slot int32, match float64) {
	t := m.of(slot)
	t.match = match
	t.frame = m.told(t.spoken) + m.told(t.spoken[:t.lead])
	m.framed = max(m.framed, t.frame)
	for _, x := range t.terms {
		if x.proper {
			m.proper[x.term] = true
		}
	}
	if match >= asWell {
		m.models = append(m.models, t)
		m.meant.hear(t)
	}
}

func (m *matter) told(stems []string) float64 { return frames().Told(stems, m.frames, m.named) }

// least returns how much what is about the matter tells of it at least.
func (m *matter) least() float64 {
	most := 0.0
	for _, t := range m.models {
		most = max(most, m.tells(t))
	}
	return min(1, most-nearMost)
}

// tells returns how much a chunk tells of the matter, when all hits have been
// heard.
func (m *matter) tells(t *telling) float64 {
	x := leadWeight*m.lead(t) + matchWeight*t.match
	if m.framed > 0 {
		x += frameWeight * t.frame / m.framed
	} else {
		x += frameWeight * frameless
	}
	like, named, ok := m.likeness(t)
	meant, known := m.meant.of(t)
	switch {
	case ok && known:
		return x + likeWeight*like + namedWeight*named + meantWeight*(meant-meantUsual)
	case ok:
		return x + likeWeight*like + namedWeight*named
	case m.meant != nil && t.vector != nil:
		return x + aloneMeant
	}
	return x + alone
}

// likeness returns how much a chunk speaks like the models of other articles,
// and how much it names what they name; false where there are none.
func (m *matter) likeness(t *telling) (like, named float64, ok bool) {
	n := 0.0
	for _, o := range m.models {
		if o.record != t.record {
			like += t.terms.cosine(o.terms)
			named += m.namesIn(t).cosine(m.namesIn(o))
			n++
		}
	}
	return like / max(1, n), named / max(1, n), n > 0
}

// namesIn returns the names of a chunk, when all hits have been heard.
func (m *matter) namesIn(t *telling) termVector {
	if t.names == nil {
		t.names = t.terms.among(m.proper)
	}
	return t.names
}

// lead returns the share of what is asked, by idf, that the lead of a chunk
// tells of.
func (m *matter) lead(t *telling) float64 {
	held, all := 0.0, 0.0
	for _, a := range m.asked {
		all += a.idf
		switch {
		case t.leadsWith(a.forms):
			held += a.idf
		case t.opensWith(a.akin):
			held += leadAkin * a.idf
		}
	}
	if all == 0 {
		return 0
	}
	return held / all
}
