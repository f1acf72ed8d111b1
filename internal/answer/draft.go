package answer

import (
	"slices"
	"strings"

	"footnote/internal/gate"
	"footnote/internal/prose"
	"footnote/internal/tokens"
	"footnote/prompts"
)

// A draft is a model's text on its way through the gate to a reader.
type draft struct {
	w        *writing
	gate     gate.Gate
	verifier *verifier // nil where the gate alone decides
	split    prose.Splitter
	queue    []weighedPiece // what is whole and not yet told, in order
	lacking  bool           // the last piece named a part of the question that the passages do not answer
	failed   []prompts.Failed
	shown    map[string]bool // sameness of sentences not to be shown again
	mends    []*mend         // what a second reply is to correct; nil for a first
	told     map[string]bool // sameness of the sentences shown of this reply
	ended    bool            // what follows is a list of sources
}

// A weighedPiece is a sentence and what the gate finds of it.
type weighedPiece struct {
	prose.Piece
	gate.Finding
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
		out = append(out, &mend{terms: prose.NewSentence(prose.Plain(f.Text), "").Terms})
	}
	return out
}

// minMend is the share of terms from which on a sentence counts as a correction
// of another: of those of either.
const minMend = 0.5

// mended returns the sentence that was asked for and that this one corrects, nil
// where there is none.
func (d *draft) mended(text string) *mend {
	terms := prose.NewSentence(text, "").Terms
	i := slices.IndexFunc(d.mends, func(m *mend) bool {
		return prose.Share(m.terms, terms) >= minMend || prose.Share(terms, m.terms) >= minMend
	})
	if i < 0 {
		return nil
	}
	return d.mends[i]
}

// write takes a delta of the text and shows what sentences of it are whole
// and pass.
func (d *draft) write(delta string) error { return d.admit(d.split.Write(delta)) }

// close takes what is left as whole, and shows all that passes.
func (d *draft) close() error {
	if err := d.admit(d.split.Close()); err != nil {
		return err
	}
	return d.drain()
}

// admit weighs pieces, and shows what is decided.
func (d *draft) admit(pieces []prose.Piece) error {
	for _, p := range pieces {
		if d.ended = d.ended || listsSources.MatchString(p.Text); d.ended {
			continue
		}
		if p.Text = tidy(p.Text); !defines.MatchString(p.Text) {
			d.queue = append(d.queue, d.weigh(p))
		}
	}
	return d.flow(false)
}

// drain shows all that passes of what is whole.
func (d *draft) drain() error { return d.flow(true) }

// weigh has the gate look at a piece that states something.
func (d *draft) weigh(p prose.Piece) weighedPiece {
	if d.lacking && !strings.Contains(p.Lead, "\n") && !prose.Marker.MatchString(p.Text) {
		p.Text = prompts.NotFound + " " + p.Text // the part goes on behind a question mark
	}
	x := weighedPiece{Piece: p}
	d.lacking = strings.Contains(p.Text, prompts.NotFound)
	if d.lacking || d.idle(p) {
		return x
	}
	if _, ok := asVerdict(p.Text); ok {
		return x
	}
	x.Finding = d.gate.Check(p.Text)
	x.open = d.verifier != nil && d.gate.Doubtful(x.Finding) && (d.mends == nil || d.mended(x.Finding.Text) != nil) && d.verifier.works()
	return x
}

// idle reports whether a piece was shown before, or says that there is none.
func (d *draft) idle(p prose.Piece) bool {
	text := prose.Plain(p.Text)
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
func (d *draft) opened() []gate.Finding {
	var out []gate.Finding
	var read []int
	size := 0
	for _, x := range d.queue {
		if !x.open {
			continue
		}
		for _, n := range x.Cited {
			if !slices.Contains(read, n) {
				read = append(read, n)
				size += passageTokens + tokens.Count(d.gate.Passage(n).Chunk.Text)
			}
		}
		if len(out) > 0 && size > d.verifier.room {
			break
		}
		out = append(out, x.Finding)
	}
	return out
}

// decide takes the verifier's opinions of the first open sentences. Without one
// the gate's finding stands.
func (d *draft) decide(opinions []gate.Opinion) {
	next := 0
	for i := range d.queue {
		if x := &d.queue[i]; x.open && next < len(opinions) {
			x.Finding, x.open = d.gate.Heed(x.Finding, opinions[next]), false
			next++
		}
	}
}

// tell shows a piece if it rests on something, else notes why it does not.
func (d *draft) tell(x weighedPiece) error {
	w, p, f := d.w, x.Piece, x.Finding
	if _, part, ok := strings.Cut(p.Text, prompts.NotFound); ok {
		w.denied = true
		w.lacks(part)
		return nil
	}
	if d.idle(p) {
		return nil
	}
	if w.shown() && d.shown != nil {
		p.Lead = behind(p.Lead)
	}
	if word, ok := asVerdict(p.Text); ok {
		w.verdict, w.verdictLead = word, p.Lead
		return nil
	}
	if f.Reason != "" {
		d.fail(p, f.Reason)
		return nil
	}
	if d.mends != nil {
		m := d.mended(f.Text)
		if m == nil {
			return nil // nobody asked for it
		}
		m.done = true
	}
	if d.toldBefore(f.Text) {
		w.verdict = ""
		return nil
	}
	if d.mends == nil && len(w.ans.Sentences) >= max(mostWritten, w.most) {
		return errEnough
	}
	if w.verdict != "" && agrees(w.verdict, f.Text) {
		f.Text, p.Lead = w.verdict+" "+f.Text, w.verdictLead
	}
	w.verdict = ""
	var rests []quoted
	for _, r := range f.Rests {
		rests = append(rests, quoted{d.gate.Passage(r.Source), r.Quote})
	}
	return w.say(p.Lead, f.Text, rests)
}

// fail notes why a piece that states something is not shown.
func (d *draft) fail(p prose.Piece, reason string) {
	if isFurniture(p) {
		return
	}
	d.failed = append(d.failed, prompts.Failed{Text: strings.TrimSpace(d.w.verdict + " " + p.Text), Reason: reason})
	d.w.verdict = ""
}

// toldBefore reports whether this reply had a sentence before, and notes it.
func (d *draft) toldBefore(text string) bool {
	if d.told == nil {
		d.told = map[string]bool{}
	}
	same := sameness(text)
	before := d.told[same]
	d.told[same] = true
	return before
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
