package reader

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"footnote/internal/store"
)

// shownQuestions is how many of the newest questions the page counts.
const shownQuestions = 500

// An asking is what the page of questions shows.
type asking struct {
	Back            string
	Asked, Answered int
	Tokens          int
	Costs           []string
	Gaps, Questions []question // newest first
	Standing        []standing
}

type question struct {
	When, Question, Outcome, Model string
}

func (s *Server) questions(w http.ResponseWriter, r *http.Request) {
	records, err := s.Store.Recent(r.Context(), shownQuestions)
	if err != nil {
		s.fail(w, err)
		return
	}
	a := newAsking(s.Back, records)
	if a.Standing, err = s.standing(r.Context()); err != nil {
		s.fail(w, err)
		return
	}
	s.write(w, "questions.html", a)
}

// outcomes are what became of a question, in words.
var outcomes = map[string]string{
	"answered": "written by a model", "extracted": "quoted", "not_found": "not in the library", "failed": "failed",
}

// newAsking counts answers. The words of a direct message are shown to
// nobody: who asks there asks in private.
func newAsking(back string, records []store.Record) asking {
	a := asking{Back: back}
	costs := map[string]int64{}
	for _, r := range records {
		if outcomes[r.Outcome] == "" {
			continue // help, and what else is no answer
		}
		a.Asked++
		a.Tokens += r.Input + r.Output
		if r.Currency != "" {
			costs[r.Currency] += r.Cost
		}
		if r.Outcome == "answered" || r.Outcome == "extracted" {
			a.Answered++
		}
		if private(r.Channel) {
			continue
		}
		q := question{When: when(r.Asked), Question: r.Question, Outcome: outcomes[r.Outcome], Model: r.Model}
		a.Questions = append(a.Questions, q)
		if r.Outcome == "not_found" {
			a.Gaps = append(a.Gaps, q)
		}
	}
	for _, currency := range slices.Sorted(maps.Keys(costs)) {
		a.Costs = append(a.Costs, fmt.Sprintf("%.2f %s", float64(costs[currency])/1e9, currency))
	}
	return a
}
