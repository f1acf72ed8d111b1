package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"footnote/internal/answer"
)

// A Judgement is an answer that people judged in Slack.
type Judgement struct {
	ID        int64 // of the answer
	Question  string
	Asked     time.Time
	Outcome   answer.Outcome
	Citations []answer.Citation
	Up, Down  int   // people who found it good, and bad
	Wrong     []int // footnotes that somebody reported
}

// Kinds of the questions that FromFeedback makes.
const (
	JudgedGood = "judged good"
	JudgedBad  = "judged bad"
)

// FromFeedback makes questions of what people judged, as of when they were
// asked. What is cited by an answer that more people found good than bad is
// relevant, but for footnotes that were reported; so is what is left of a bad
// answer whose reported footnotes are taken away. Of a bad answer without a
// report nobody said what would be right: it is left out, and counted.
func FromFeedback(all []Judgement) (questions []Question, left int) {
	for _, j := range all {
		q := Question{ID: fmt.Sprintf("answer-%d", j.ID), Kind: JudgedGood, Text: j.Question, AsOf: j.Asked}
		good := j.Up > j.Down
		if !good {
			q.Kind = JudgedBad
		}
		for _, c := range j.Citations {
			if !slices.Contains(j.Wrong, c.N) && (good || len(j.Wrong) > 0) {
				q.Relevant = append(q.Relevant, Item{Article: articleOf(c), Fact: c.Quote})
				q.Answers = append(q.Answers, c.Quote)
			}
		}
		q.Answers = present(q.Answers)
		q.Answerable = j.Outcome != answer.NotFound
		if q.Answerable == (len(q.Relevant) == 0) || !q.Answerable && !good {
			left++
			continue
		}
		questions = append(questions, q)
	}
	return questions, left
}

func articleOf(c answer.Citation) string {
	if c.URL != "" {
		return c.URL
	}
	return c.ArticleID
}

// Write writes questions in the native format, which Read reads.
func Write(w io.Writer, questions []Question) error {
	for _, q := range questions {
		line := map[string]any{"id": q.ID, "kind": q.Kind, "query": q.Text, "answerable": q.Answerable}
		if !q.AsOf.IsZero() {
			line["as_of"] = q.AsOf.UTC().Format(time.RFC3339)
		}
		if len(q.Relevant) > 0 {
			line["relevant"], line["answers"] = q.Relevant, q.Answers
		}
		raw, err := json.Marshal(line)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s\n", raw); err != nil {
			return err
		}
	}
	return nil
}
