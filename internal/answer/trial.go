package answer

import (
	"context"
	"fmt"

	"footnote/internal/article"
	"footnote/internal/llm"
)

// trialText is the passage of the trial of a verifier. It is invented.
const trialText = `The ferry company Norrland Line will stop its night boats to Osby on 1 June, it said on Tuesday. ` +
	`The route lost 4.2 million crowns last year, up from 3.1 million in 2024. ` +
	`"We cannot go on like this," said Ida Holm, who runs the company. ` +
	`The mayor of Osby, Per Dahl, called that nonsense: the boats had been at least two thirds full. ` +
	`Holm said she might keep one boat at weekends if the county paid half of its cost. ` +
	`The county has not decided. Some of the 38 sailors are to be offered work on the day boats.`

// trials are sentences about it, and whether it supports them: what is wrong are
// the mistakes that matter, what is right says it in other words.
var trials = []struct {
	text  string
	right bool
}{
	{"From 1 June no boat of Norrland Line sails to Osby at night.", true},
	{"The route's loss fell to 4.2 million crowns.", false},
	{"Last year the night boats lost more than the year before.", true},
	{"Per Dahl said that the company could not go on like this.", false},
	{"The head of Norrland Line is Ida Holm.", true},
	{"The boats had been full.", false},
	{"Osby's mayor disagrees with the company.", true},
	{"Norrland Line keeps one boat at weekends.", false},
	{"Whether the county pays is open.", true},
	{"The county will pay half of the cost of one boat at weekends.", false},
	{"The company has 38 sailors, and not all of them are to be offered other work.", true},
	{"All 38 sailors are to be offered work on the day boats.", false},
}

// trialMistakes is how many of the trials a model may judge wrongly that is still
// of use as a verifier.
const trialMistakes = 1

// TryVerifier has a model verify sentences of which is known whether they are
// right, and returns an error where it cannot, or judges more than one wrongly.
func TryVerifier(ctx context.Context, model llm.Generator) error {
	published, err := article.ParseDate("2026-03-12")
	if err != nil {
		panic("answer: " + err.Error()) // unreachable
	}
	g := newGate([]article.Passage{{
		Article: article.Article{Title: "Night boats to Osby end", Outlet: "Norrland Courier", Published: published},
		Chunk:   article.Chunk{Text: trialText, End: len(trialText)},
	}})
	var fs []finding
	for _, trial := range trials {
		fs = append(fs, finding{text: trial.text, cited: []int{0}})
	}
	opinions, _, err := verify(ctx, model, g, fs)
	if err != nil {
		return err
	}
	wrong := 0
	for i, o := range opinions {
		if !o.given || o.supported != trials[i].right {
			wrong++
		}
	}
	if wrong > trialMistakes {
		return fmt.Errorf("judged %d of %d sentences wrongly: choose another model, or set FOOTNOTE_VERIFY=off", wrong, len(trials))
	}
	return nil
}
