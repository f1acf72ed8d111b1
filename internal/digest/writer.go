package digest

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/llm"
	"footnote/internal/tell"
	"footnote/retrieval"
)

// A Modelled is a Writer that lets a model write, from the beginnings of the
// articles, and shows what the gate of package answer lets pass.
type Modelled struct {
	Model  llm.Generator
	Verify answer.Trials // as answer.Answerer has it
	Log    *slog.Logger
}

// asked is what the model is asked. It names nothing of the articles, whose
// words stand where data stands only.
const asked = "What happened? Tell it in two or three sentences, what is newest first."

// Write implements Writer.
func (m *Modelled) Write(ctx context.Context, articles []article.Article, now time.Time) ([]tell.Sentence, []answer.Citation, error) {
	a := answer.Answerer{Search: opening(articles), Model: m.Model, Verify: m.Verify, Log: m.Log}
	ans, err := a.Answer(ctx, answer.Question{Text: asked, Now: now}, nil)
	if err != nil || ans.Outcome != answer.Answered || ans.Notice != "" {
		return nil, nil, err
	}
	var sentences []tell.Sentence
	for _, s := range ans.Sentences {
		sentences = append(sentences, tell.Sentence{Text: strings.TrimSpace(s.Text), Citations: s.Citations})
	}
	return sentences, ans.Citations, nil
}

// An opening is a Searcher that finds the beginnings of its articles,
// whatever is asked.
type opening []article.Article

// Search implements answer.Searcher.
func (o opening) Search(context.Context, retrieval.Query) (retrieval.Result, error) {
	r := retrieval.Result{Evidence: 1, Articles: len(o)}
	for _, a := range o {
		chunks := retrieval.Chunks(a)
		if len(chunks) == 0 {
			continue
		}
		a.Body = ""
		r.Passages = append(r.Passages, article.Passage{Chunk: chunks[0], Article: a, Score: 1})
	}
	return r, nil
}
