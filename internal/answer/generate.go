package answer

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"footnote/internal/article"
	"footnote/internal/gate"
	"footnote/internal/llm"
	"footnote/internal/selection"
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
	p := promptOf(q, passages)
	p.Reword = w.reworded
	return a.compose(ctx, w, passages, prompts.Answer(p))
}

// compose has the model reply to messages and shows each sentence of the reply
// that the passages, numbered in their order, support. For the sentences that
// failed it asks once more, with the reasons.
func (a *Answerer) compose(ctx context.Context, w *writing, passages []article.Passage, messages []llm.Message) error {
	d := &draft{w: w, gate: gate.New(passages)}
	if a.Verify != nil {
		d.verifier = a.newVerifier(ctx)
		defer d.verifier.stop()
		if w.newest != nil {
			w.newest.verifier = d.verifier
		}
	}
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
	second := &draft{w: w, gate: first.gate, verifier: first.verifier, shown: samenessOf(w.ans.Sentences), mends: mendsOf(first.failed)}
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

// mostWritten is how many sentences of a model are shown at most: twice what it is
// asked for. Of several articles it is two of each, if that is more.
const mostWritten = 16

// errEnough ends a reply that goes on beyond them.
var errEnough = errors.New("the model writes more than is shown")

// stream has the model reply into d and reports whether the reply is whole.
func (a *Answerer) stream(ctx context.Context, d *draft, messages []llm.Message) (whole bool, err error) {
	whole, err = a.streamAll(ctx, d, messages)
	if errors.Is(err, errEnough) {
		d.w.long = true
		return false, nil
	}
	return whole, err
}

func (a *Answerer) streamAll(ctx context.Context, d *draft, messages []llm.Message) (whole bool, err error) {
	reply, err := a.Model.Generate(ctx, llm.Request{Messages: messages, MaxTokens: maxReply}, d.write)
	d.w.ans.Usage.Add(reply.Usage)
	if reply.Model != "" {
		d.w.ans.Model = reply.Model
	}
	if errors.Is(err, errShowing) || ctx.Err() != nil {
		return false, cmp.Or(err, ctx.Err()) // nobody reads on
	}
	d.w.cut = d.w.cut || reply.Cut && d.mends == nil
	if err != nil || reply.Cut {
		return false, cmp.Or(d.drain(), err) // the sentence that did not end is not whole
	}
	return true, d.close()
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
	slices.SortStableFunc(ps, func(a, b article.Passage) int { return selection.ByDate(b.Article.Published, a.Article.Published) })
	return ps
}

func promptOf(q Question, passages []article.Passage) prompts.Question {
	p := prompts.Question{Question: q.Text, Asked: askedOn(q), Thread: threadOf(q.Thread)}
	for i, x := range passages {
		p.Passages = append(p.Passages, numbered(i+1, x))
	}
	return p
}

func numbered(n int, p article.Passage) prompts.Passage {
	return prompts.Passage{N: n, Date: toldOn(p), Outlet: p.Article.Outlet, Title: p.Article.Name(), Text: p.Chunk.Text}
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
