package answer

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/singleflight"

	"footnote/internal/article"
	"footnote/internal/gate"
	"footnote/internal/llm"
)

// Trials keeps how models do as verifiers.
type Trials interface {
	// Trial returns how a model did when it was last tried; false where it never was.
	Trial(ctx context.Context, model string) (Trial, bool, error)
	// SaveTrial keeps how it did now.
	SaveTrial(ctx context.Context, model string, t Trial) error
}

// A Trial says how many sentences a model judged wrongly, of all of the trial; of
// none where it could not be asked.
type Trial struct {
	Wrong, Of int
	At        time.Time
}

const (
	// trialMistakes is how many sentences a model may judge wrongly that is of use
	// as a verifier: one that errs more often shows more of what is wrong than the
	// gate does alone.
	trialMistakes = 1
	// trialLasts is how long a trial counts: a model changes behind its name.
	trialLasts = 30 * 24 * time.Hour
	// trialAgain is when a model that could not be asked, or was too slow for an
	// answer, is tried again.
	trialAgain = 10 * time.Minute
	// trialWait is how long the trial may take where nobody waits for it.
	trialWait = 30 * time.Second
)

// Passed reports whether the model is good enough to verify.
func (t Trial) Passed() bool { return t.Of > 0 && t.Wrong <= trialMistakes }

// holds reports whether it says anything about this program's trial now.
func (t Trial) holds() bool {
	age := time.Since(t.At)
	return t.Of == trialSize() && age < trialLasts || t.Of == 0 && age < trialAgain
}

// tries lets a model be tried once where several answers want it.
var tries singleflight.Group

// Try has the model tried as a verifier, if it is to be one and no trial of it holds,
// so that no answer waits for that.
func (a *Answerer) Try(ctx context.Context) {
	if a.Verify != nil && a.Model != nil {
		a, _ := a.metered("", "trial")
		a.verifies(ctx)
	}
}

// verifies reports whether the model is to verify sentences: whether it did well in
// its trial, which is made where there is none that holds.
func (a *Answerer) verifies(ctx context.Context) bool {
	model := a.Model.Name()
	t, ok, err := a.Verify.Trial(ctx, model)
	if err == nil && ok && t.holds() {
		return t.Passed()
	}
	passed, err, _ := tries.Do(model, func() (any, error) {
		t, err := TryVerifier(ctx, a.Model)
		switch {
		case errors.Is(ctx.Err(), context.Canceled):
			return false, ctx.Err()
		case err != nil:
			t = Trial{At: time.Now().UTC()}
			a.Log.Warn("the verifier cannot be tried", "model", model, "err", err)
		case t.Passed():
			a.Log.Debug("the model verifies sentences", "model", model, "misjudged", t.Wrong, "of", t.Of)
		default:
			a.Log.Warn("the model is no good verifier: sentences are checked by their words alone", "model", model, "misjudged", t.Wrong, "of", t.Of)
		}
		return t.Passed(), a.Verify.SaveTrial(context.WithoutCancel(ctx), model, t)
	})
	if err != nil && ctx.Err() == nil {
		a.Log.Warn("keep how the verifier did", "model", model, "err", err)
	}
	return passed.(bool)
}

// rest lets no answer wait for the verifier for a while.
func (a *Answerer) rest(ctx context.Context) {
	if err := a.Verify.SaveTrial(context.WithoutCancel(ctx), a.Model.Name(), Trial{At: time.Now().UTC()}); err != nil {
		a.Log.Warn("keep how the verifier did", "model", a.Model.Name(), "err", err)
	}
}

// TryVerifier has a model verify sentences of which is known whether they are
// right. It is an error where it cannot.
func TryVerifier(ctx context.Context, model llm.Generator) (Trial, error) {
	t := Trial{Of: trialSize(), At: time.Now().UTC()}
	var passages []article.Passage
	var fs []gate.Finding
	for i, tr := range trials {
		published, err := article.ParseDate(tr.published)
		if err != nil {
			panic("answer: " + err.Error()) // unreachable
		}
		passages = append(passages, article.Passage{
			Article: article.Article{Title: tr.title, Published: published}, Chunk: article.Chunk{Text: tr.text, End: len(tr.text)},
		})
		for _, s := range tr.sentences {
			fs = append(fs, gate.Finding{Text: s.text, Cited: []int{i}})
		}
	}
	g := gate.New(passages)
	opinions, _, err := verify(ctx, trialWait, model, toVerify(g, fs), g, fs)
	if err != nil && !errors.Is(err, errUnread) {
		return Trial{}, err
	}
	for _, tr := range trials {
		for _, s := range tr.sentences {
			if o := opinions[0]; !o.Given || o.Supported != s.right {
				t.Wrong++
			}
			opinions = opinions[1:]
		}
	}
	return t, nil
}

func trialSize() (n int) {
	for _, tr := range trials {
		n += len(tr.sentences)
	}
	return n
}

// trials are invented passages and sentences about them: what is right says it in
// other words, what is wrong makes one of the mistakes that matter.
var trials = []struct {
	title, published, text string
	sentences              []trialSentence
}{
	{
		"Night boats to Osby end", "2026-03-12",
		`The ferry company Norrland Line will stop its night boats to Osby on 1 June, it said on Tuesday. ` +
			`The route lost 4.2 million crowns last year, up from 3.1 million in 2024. ` +
			`"We cannot go on like this," said Ida Holm, who runs the company. ` +
			`The mayor of Osby, Per Dahl, called that nonsense: the boats had been at least two thirds full. ` +
			`Holm said she might keep one boat at weekends if the county paid half of its cost. ` +
			`The county has not decided. Some of the 38 sailors are to be offered work on the day boats.`,
		[]trialSentence{
			{"The route's loss fell to 4.2 million crowns.", false},
			{"The head of Norrland Line is Ida Holm.", true},
			{"From 1 June no boat of Norrland Line sails to Osby at night.", true},
			{"Last year the night boats lost more than the year before.", true},
			{"Per Dahl said that the company could not go on like this.", false},
			{"The county will pay half of the cost of one boat at weekends.", false},
			{"The boats had been full.", false},
			{"Osby's mayor disagrees with the company.", true},
			{"All 38 sailors are to be offered work on the day boats.", false},
			{"Whether the county pays is open.", true},
			{"A part of the sailors will be offered jobs on the day boats.", true},
			{"Norrland Line keeps one boat at weekends.", false},
		},
	},
	{
		"Second lab cannot repeat battery result", "2025-11-20",
		`A battery that its inventors say keeps 90 per cent of its charge for a year has not done so in a second laboratory. ` +
			`Mira Costa of Tavel University, who led the new test, found 71 per cent after twelve months, less than the 78 per cent of an ordinary cell. ` +
			`Jonas Reed, who built the battery with Costa's former student Ana Vogt, said the cells had been stored too warm. ` +
			`She does not believe that this explains it. ` +
			`The firm Kelvane, which had bought a licence in May, is no longer sure that it will use it, a spokesman said on Monday. ` +
			`A third test, by a laboratory that neither side has worked with, is to end in 2027.`,
		[]trialSentence{
			{"The battery keeps 90 per cent of its charge for a year.", false},
			{"Ana Vogt led the new test.", false},
			{"In the new test the battery did worse than an ordinary cell.", true},
			{"An ordinary cell had 71 per cent left after twelve months.", false},
			{"Reed puts the result down to the warmth in which the cells were kept.", true},
			{"Costa is not convinced by Reed's explanation.", true},
			{"Kelvane acquired a licence for the battery in May.", true},
			{"Another test, independent of both sides, has not ended yet.", true},
			{"Kelvane has given back the licence that it bought in May.", false},
			{"Kelvane doubts that it will use the battery.", true},
			{"Kelvane doubts the battery because its cells were stored too warm.", false},
			{"The third test ended in 2027.", false},
		},
	},
}

type trialSentence struct {
	text  string
	right bool
}
