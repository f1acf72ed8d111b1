package answer

import (
	"slices"
	"strings"

	"footnote/internal/tokens"
	"footnote/prompts"
)

// A draft is a model's text on its way through the gate to a reader.
type draft struct {
	w        *writing
	gate     gate
	verifier *verifier // nil where the gate alone decides
	split    splitter
	queue    []weighedPiece // what is whole and not yet told, in order
	lacking  bool           // the last piece named a part of the question that the passages do not answer
	failed   []prompts.Failed
	shown    map[string]bool // sameness of sentences not to be shown again
	mends    []*mend         // what a second reply is to correct; nil for a first
}

// A weighedPiece is a sentence and what the gate finds of it.
type weighedPiece struct {
	piece
	finding
	open bool // the verifier is to say what it thinks of it
}

// A mend is a sentence that failed and is asked for once more.
type mend struct {
	terms map[string]bool
	done  bool // a correction was shown
}

func mendsOf(failed []prompts.Failed) []*mend {
	var out []*mend
	for _, f := range failed {
		out = append(out, &mend{terms: newSentence(plain(f.Text), "").terms})
	}
	return out
}

// minMend is the share of terms from which on a sentence counts as a correction
// of another: of those of either.
const minMend = 0.5

// mended returns the sentence that was asked for and that this one corrects, nil
// where there is none.
func (d *draft) mended(text string) *mend {
	terms := newSentence(text, "").terms
	i := slices.IndexFunc(d.mends, func(m *mend) bool {
		return share(m.terms, terms) >= minMend || share(terms, m.terms) >= minMend
	})
	if i < 0 {
		return nil
	}
	return d.mends[i]
}

// write takes a delta of the text and shows what sentences of it are whole
// and pass.
func (d *draft) write(delta string) error { return d.admit(d.split.write(delta)) }

// close takes what is left as whole, and shows all that passes.
func (d *draft) close() error {
	if err := d.admit(d.split.close()); err != nil {
		return err
	}
	return d.drain()
}

// admit weighs pieces, and shows what is decided.
func (d *draft) admit(pieces []piece) error {
	for _, p := range pieces {
		d.queue = append(d.queue, d.weigh(p))
	}
	return d.flow(false)
}

// drain shows all that passes of what is whole.
func (d *draft) drain() error { return d.flow(true) }

// weigh has the gate look at a piece that states something.
func (d *draft) weigh(p piece) weighedPiece {
	if d.lacking && !strings.Contains(p.lead, "\n") && !marker.MatchString(p.text) {
		p.text = prompts.NotFound + " " + p.text // the part goes on behind a question mark
	}
	x := weighedPiece{piece: p}
	d.lacking = strings.Contains(p.text, prompts.NotFound)
	if d.lacking || d.idle(p) {
		return x
	}
	if _, ok := asVerdict(p.text); ok {
		return x
	}
	x.finding = d.gate.check(p.text)
	x.open = d.verifier != nil && d.gate.doubtful(x.finding) && (d.mends == nil || d.mended(x.finding.text) != nil) && d.verifier.works()
	return x
}

// idle reports whether a piece was shown before, or says that there is none.
func (d *draft) idle(p piece) bool {
	text := plain(p.text)
	return d.shown[sameness(text)] || strings.Trim(text, ".") == prompts.Nothing
}

// flow tells what is decided, in order, and has the verifier look at what is
// not: at all that came while it looked at what was before, so that it is asked
// seldom and nobody waits long. With wait it goes on until nothing is left.
func (d *draft) flow(wait bool) error {
	for {
		for len(d.queue) > 0 && !d.queue[0].open {
			x := d.queue[0]
			d.queue = d.queue[1:]
			if err := d.tell(x); err != nil {
				return err
			}
		}
		if len(d.queue) == 0 {
			return nil
		}
		if !d.verifier.busy() {
			d.verifier.ask(d.gate, d.opened())
		}
		if !wait && !d.verifier.ready() {
			return nil
		}
		if err := d.waiting(); err != nil {
			return err
		}
		d.decide(d.verifier.said(&d.w.ans.Usage))
	}
}

// waiting says what a reader waits for who sees nothing yet.
func (d *draft) waiting() error {
	if d.w.shown() || d.verifier.ready() {
		return nil
	}
	return d.w.status("Checking " + count(len(d.opened()), "sentence"))
}

// opened returns what the verifier is to look at: one sentence, and as many more
// as it has room for the passages of.
func (d *draft) opened() []finding {
	var out []finding
	var read []int
	size := 0
	for _, x := range d.queue {
		if !x.open {
			continue
		}
		for _, n := range x.cited {
			if !slices.Contains(read, n) {
				read = append(read, n)
				size += passageTokens + tokens.Count(d.gate.sources[n].passage.Chunk.Text)
			}
		}
		if len(out) > 0 && size > d.verifier.room {
			break
		}
		out = append(out, x.finding)
	}
	return out
}

// decide takes the verifier's opinions of the first open sentences. Without one
// the gate's finding stands.
func (d *draft) decide(opinions []opinion) {
	next := 0
	for i := range d.queue {
		if x := &d.queue[i]; x.open && next < len(opinions) {
			x.finding, x.open = d.gate.heed(x.finding, opinions[next]), false
			next++
		}
	}
}

// tell shows a piece if it rests on something, else notes why it does not.
func (d *draft) tell(x weighedPiece) error {
	w, p, f := d.w, x.piece, x.finding
	if _, part, ok := strings.Cut(p.text, prompts.NotFound); ok {
		w.denied = true
		w.lacks(part)
		return nil
	}
	if d.idle(p) {
		return nil
	}
	if w.shown() && d.shown != nil {
		p.lead = behind(p.lead)
	}
	if word, ok := asVerdict(p.text); ok {
		w.verdict, w.verdictLead = word, p.lead
		return nil
	}
	if f.reason != "" {
		d.failed = append(d.failed, prompts.Failed{Text: strings.TrimSpace(w.verdict + " " + p.text), Reason: f.reason})
		w.verdict = ""
		return nil
	}
	if d.mends != nil {
		m := d.mended(f.text)
		if m == nil {
			return nil // nobody asked for it
		}
		m.done = true
	}
	if w.verdict != "" && agrees(w.verdict, f.text) {
		f.text, p.lead = w.verdict+" "+f.text, w.verdictLead
	}
	w.verdict = ""
	var rests []quoted
	for _, r := range f.rests {
		rests = append(rests, quoted{d.gate.sources[r.source].passage, r.quote})
	}
	return w.say(p.lead, f.text, rests)
}

// behind returns the lead of a piece that begins a text of its own, where
// other text stands before it.
func behind(lead string) string {
	switch lead {
	case "":
		return " "
	case "- ":
		return "\n- "
	}
	return lead
}
