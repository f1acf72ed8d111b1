package answer

import (
	"context"
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
	g := gate{}
	for _, p := range passages {
		g.sources = append(g.sources, newSource(p))
	}
	if err := w.status("Reading " + count(len(passages), "passage")); err != nil {
		return err
	}
	var split splitter
	pass := func(pieces []piece) error {
		for _, p := range pieces {
			if err := w.admit(g, p); err != nil {
				return err
			}
		}
		return nil
	}
	reply, err := a.Model.Generate(ctx, llm.Request{Messages: prompts.Answer(promptOf(q, passages)), MaxTokens: maxReply},
		func(delta string) error { return pass(split.write(delta)) })
	w.ans.Model, w.ans.Usage = reply.Model, reply.Usage
	if err != nil || reply.Cut {
		return err // the sentence that did not end is not whole
	}
	return pass(split.close())
}

// admit shows a piece if the gate finds what it rests on, else counts it.
func (w *writing) admit(g gate, p piece) error {
	if strings.Contains(p.text, prompts.NotFound) {
		w.denied = true
		return nil
	}
	if word, ok := asVerdict(p.text); ok {
		w.verdict, w.verdictLead = word, p.lead
		return nil
	}
	f := g.check(p.text)
	if f.reason != "" {
		w.ans.Withheld++
		return nil
	}
	if w.verdict != "" && agrees(w.verdict, f.text) {
		f.text, p.lead = w.verdict+" "+f.text, w.verdictLead
	}
	w.verdict = ""
	var rests []quoted
	for _, r := range f.rests {
		rests = append(rests, quoted{g.sources[r.source].passage, r.quote})
	}
	return w.show(p.lead, f.text, rests)
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
	p := prompts.Question{Question: q.Text, Asked: askedOn(q)}
	for _, t := range q.Thread {
		p.Thread = append(p.Thread, prompts.Turn(t))
	}
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
