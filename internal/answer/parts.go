package answer

import (
	"cmp"
	"context"
	"fmt"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/tokens"
	"footnote/prompts"
)

// leastContext is how many tokens a model is taken to read where nobody says.
const leastContext = 4096

// What stands in a model's context beside passages: the rules and tags of a
// prompt (the longest summary prompt has 480 tokens), what stands around each
// passage, and two fifths for the reply, in which some models reason first.
const (
	promptTokens  = 600
	passageTokens = 40
)

// room returns how many tokens of passages a model is given at once.
func (a *Answerer) room() int {
	return max(0, cmp.Or(a.Context, leastContext)*3/5-promptTokens)
}

// condense has the model summarise a matter. What is too much for it at once
// it reads in parts, and takes notes; the summary is written from the notes,
// and checked against the passages they rest on.
func (a *Answerer) condense(ctx context.Context, w *writing, m matter) error {
	readings := m.readings
	for {
		parts := batches(readings, a.room())
		if len(parts) <= 1 {
			break
		}
		notes, err := a.takeNotes(ctx, w, m, parts)
		if err != nil {
			return err
		}
		if sizeOf(notes) >= sizeOf(readings)*9/10 { // a model that copies would be asked for ever
			notes = thinned(shortened(notes), a.room())
		}
		readings = notes
	}
	if len(readings) == 0 {
		return nil
	}
	if err := w.status("Reading " + count(len(readings), "passage")); err != nil {
		return err
	}
	if m.kind == prompts.OfArticles {
		articles := map[string]bool{}
		for _, r := range readings {
			articles[r.passage.Article.ID] = true
		}
		w.most = 2 * len(articles)
	}
	return a.compose(ctx, w, passagesOf(readings), prompts.Summarize(m.prompt(readings)))
}

// takeNotes returns the notes on all parts.
func (a *Answerer) takeNotes(ctx context.Context, w *writing, m matter, parts [][]reading) ([]reading, error) {
	var notes []reading
	for i, part := range parts {
		if err := w.status(fmt.Sprintf("Reading part %d of %d", i+1, len(parts))); err != nil {
			return nil, err
		}
		on := func(Event) error { return nil } // notes are shown to nobody
		draft := &writing{on: on}
		p := m.prompt(part)
		p.Part, p.Parts = i+1, len(parts)
		err := a.compose(ctx, draft, passagesOf(part), prompts.TakeNotes(p))
		w.ans.Usage.Add(draft.ans.Usage)
		w.ans.Withheld += draft.ans.Withheld
		w.ans.Model = cmp.Or(draft.ans.Model, w.ans.Model)
		if err != nil {
			return nil, err
		}
		notes = append(notes, notesOf(draft, part)...)
	}
	return notes, nil
}

// notesOf returns the passages of a part on which notes were taken, each with
// the notes that rest on it.
func notesOf(draft *writing, part []reading) []reading {
	texts := map[string]string{}
	for i, s := range draft.ans.Sentences {
		for _, rest := range draft.rests[i] {
			key := passageKey(rest.passage)
			texts[key] += s.Text + "\n"
		}
	}
	var notes []reading
	for _, r := range part {
		if text := texts[passageKey(r.passage)]; text != "" {
			notes = append(notes, reading{r.passage, text})
		}
	}
	return notes
}

// batches divides readings, in order, into as few parts as hold at most so
// many tokens each, of about one size. A reading that is larger is a part.
func batches(readings []reading, room int) [][]reading {
	if len(readings) == 0 {
		return nil
	}
	total := sizeOf(readings)
	parts := max(1, (total+room-1)/max(1, room))
	for ; ; parts++ {
		all := divide(readings, total/parts+1)
		if parts >= len(readings) || fit(all, room) {
			return all
		}
	}
}

// divide cuts readings where a part would exceed so many tokens.
func divide(readings []reading, size int) [][]reading {
	var all [][]reading
	left := 0
	for _, r := range readings {
		n := r.size()
		if left < n || len(all) == 0 {
			all = append(all, nil)
			left = max(size, n)
		}
		all[len(all)-1] = append(all[len(all)-1], r)
		left -= n
	}
	return all
}

func fit(parts [][]reading, room int) bool {
	for _, p := range parts {
		if len(p) > 1 && sizeOf(p) > room {
			return false
		}
	}
	return true
}

func (r reading) size() int { return passageTokens + tokens.Count(r.text) }

func sizeOf(readings []reading) (n int) {
	for _, r := range readings {
		n += r.size()
	}
	return n
}

// shortened returns readings with the first sentence of each.
func shortened(readings []reading) []reading {
	var all []reading
	for _, r := range readings {
		if spans := analysis.Sentences(r.text); len(spans) > 0 {
			r.text = r.text[:spans[0].End]
		}
		all = append(all, r)
	}
	return all
}

// thinned leaves out every second reading until all fit in so many tokens.
func thinned(readings []reading, room int) []reading {
	for len(readings) > 1 && sizeOf(readings) > room {
		var rest []reading
		for i := 0; i < len(readings); i += 2 {
			rest = append(rest, readings[i])
		}
		readings = rest
	}
	return readings
}

func passagesOf(readings []reading) []article.Passage {
	var all []article.Passage
	for _, r := range readings {
		all = append(all, r.passage)
	}
	return all
}

// prompt returns what a model is told of some readings.
func (m matter) prompt(readings []reading) prompts.Summary {
	s := prompts.Summary{Kind: m.kind, Topic: m.topic, Asked: m.asked}
	for i, r := range readings {
		a := r.passage.Article
		s.Passages = append(s.Passages, prompts.Passage{N: i + 1, Date: a.Published.Day(), Outlet: a.Outlet, Title: a.Name(), Text: r.text})
	}
	return s
}
