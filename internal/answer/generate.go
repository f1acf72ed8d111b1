package answer

import (
	"context"
	"errors"
	"slices"
	"strings"

	"footnote/internal/article"
	"footnote/internal/llm"
	"footnote/prompts"
	"footnote/retrieval"
)

// maxReply bounds a model's reply, in tokens. Five sentences take 250; models
// that reason before they write need the rest.
const maxReply = 4000

// generate lets the model write from the best passages, newest first, and
// shows what passes the gate.
func (a *Answerer) generate(ctx context.Context, w *writing, q Question, found retrieval.Result) error {
	passages := newestFirst(found.Passages[:min(givenToRead, len(found.Passages))])
	if err := w.status("Reading " + count(len(passages), "passage")); err != nil {
		return err
	}
	return a.compose(ctx, w, passages, prompts.Answer(promptOf(q, passages)))
}

// compose has the model reply to messages and shows each sentence of the reply
// that the passages, numbered in their order, support. For the sentences that
// failed it asks once more, with the reasons.
func (a *Answerer) compose(ctx context.Context, w *writing, passages []article.Passage, messages []llm.Message) error {
	d := &draft{w: w, gate: newGate(passages)}
	whole, err := a.stream(ctx, d, messages)
	if err != nil || !whole || w.denied || len(d.failed) == 0 {
		w.ans.Withheld += len(d.failed)
		return err
	}
	return a.again(ctx, d, messages)
}

// again asks for the sentences that failed. It counts as withheld what fails
// a second time, and quotes the passage in its place. The answer stands as it is
// where the model cannot be asked.
func (a *Answerer) again(ctx context.Context, first *draft, messages []llm.Message) error {
	w := first.w
	if !w.shown() { // a status would outlive the message that is there
		if err := w.status("Checking " + count(len(first.failed), "sentence") + " again"); err != nil {
			return err
		}
	}
	second := &draft{w: w, gate: first.gate, shown: samenessOf(w.ans.Sentences), mends: mendsOf(first.failed)}
	_, err := a.stream(ctx, second, prompts.Again(messages, textsOf(w.ans.Sentences), first.failed))
	stopped := err != nil && (ctx.Err() != nil || errors.Is(err, errShowing))
	began := w.shown() // else the whole answer is quoted
	for i, m := range second.mends {
		if m.done {
			continue
		}
		w.ans.Withheld++
		if stopped || !began {
			continue
		}
		if err := w.instead(first.gate, first.failed[i].Text); err != nil {
			return err
		}
	}
	if err == nil || stopped {
		return err
	}
	a.Log.Warn("answer model again", "model", a.Model.Name(), "failed", len(first.failed), "err", err)
	return nil
}

// stream has the model reply into d and reports whether the reply is whole.
func (a *Answerer) stream(ctx context.Context, d *draft, messages []llm.Message) (whole bool, err error) {
	reply, err := a.Model.Generate(ctx, llm.Request{Messages: messages, MaxTokens: maxReply}, d.write)
	d.w.ans.Usage.Input += reply.Usage.Input
	d.w.ans.Usage.Output += reply.Usage.Output
	if reply.Model != "" {
		d.w.ans.Model = reply.Model
	}
	if err != nil || reply.Cut {
		return false, err // the sentence that did not end is not whole
	}
	return true, d.close()
}

// A draft is a model's text on its way through the gate to a reader.
type draft struct {
	w      *writing
	gate   gate
	split  splitter
	failed []prompts.Failed
	shown  map[string]bool // sameness of sentences not to be shown again
	mends  []*mend         // what a second reply is to correct; nil for a first
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

// mend reports whether a sentence is a correction that was asked for.
func (d *draft) mend(text string) bool {
	terms := newSentence(text, "").terms
	i := slices.IndexFunc(d.mends, func(m *mend) bool {
		return share(m.terms, terms) >= minMend || share(terms, m.terms) >= minMend
	})
	if i >= 0 {
		d.mends[i].done = true
	}
	return i >= 0
}

// write takes a delta of the text and shows what sentences of it are whole
// and pass.
func (d *draft) write(delta string) error { return d.admit(d.split.write(delta)) }

// close takes what is left as whole.
func (d *draft) close() error { return d.admit(d.split.close()) }

func (d *draft) admit(pieces []piece) error {
	for _, p := range pieces {
		if err := d.admitOne(p); err != nil {
			return err
		}
	}
	return nil
}

// admitOne shows a piece if the gate finds what it rests on, else notes why
// not.
func (d *draft) admitOne(p piece) error {
	w := d.w
	if _, part, ok := strings.Cut(p.text, prompts.NotFound); ok {
		w.denied = true
		w.lacks(part)
		return nil
	}
	if text := plain(p.text); d.shown[sameness(text)] || strings.Trim(text, ".") == prompts.Nothing {
		return nil
	}
	if w.shown() && d.shown != nil {
		p.lead = behind(p.lead)
	}
	if word, ok := asVerdict(p.text); ok {
		w.verdict, w.verdictLead = word, p.lead
		return nil
	}
	f := d.gate.check(p.text)
	if f.reason != "" {
		d.failed = append(d.failed, prompts.Failed{Text: strings.TrimSpace(w.verdict + " " + p.text), Reason: f.reason})
		w.verdict = ""
		return nil
	}
	if d.mends != nil && !d.mend(f.text) {
		return nil // nobody asked for it
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

func textsOf(sentences []Sentence) []string {
	var out []string
	for _, s := range sentences {
		out = append(out, s.Text)
	}
	return out
}

func samenessOf(sentences []Sentence) map[string]bool {
	set := map[string]bool{}
	for _, s := range sentences {
		set[sameness(s.Text)] = true
	}
	return set
}

// sameness returns what two texts have in common that say the same in the
// same words.
func sameness(text string) string {
	return strings.Trim(strings.ToLower(strings.Join(strings.Fields(text), " ")), ".!?;,: ")
}

// newestFirst orders passages by date, undated ones last, and otherwise keeps
// their order of rank.
func newestFirst(ps []article.Passage) []article.Passage {
	ps = slices.Clone(ps)
	slices.SortStableFunc(ps, func(a, b article.Passage) int { return byDate(b.Article.Published, a.Article.Published) })
	return ps
}

// byDate compares by what is sure: a guess counts as unknown.
func byDate(a, b article.Date) int {
	if !a.Sure() {
		a = article.Date{}
	}
	if !b.Sure() {
		b = article.Date{}
	}
	return a.Compare(b)
}

func promptOf(q Question, passages []article.Passage) prompts.Question {
	p := prompts.Question{Question: q.Text, Asked: askedOn(q), Thread: threadOf(q.Thread)}
	for i, x := range passages {
		p.Passages = append(p.Passages, prompts.Passage{
			N: i + 1, Date: x.Article.Published.Day(), Outlet: x.Article.Outlet, Title: x.Article.Name(), Text: x.Chunk.Text,
		})
	}
	return p
}

// askedOn is the day a question is answered as of.
func askedOn(q Question) string {
	t := q.Now
	if !q.AsOf.IsZero() {
		t = q.AsOf
	}
	return t.Format("2 Jan 2006")
}

// insert adds n to an ascending list once.
func insert(ns []int, n int) []int {
	i, found := slices.BinarySearch(ns, n)
	if found {
		return ns
	}
	return slices.Insert(ns, i, n)
}
