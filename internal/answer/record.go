package answer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"footnote/internal/budget"
	"footnote/internal/prose"
)

// A Record holds the answers given so far, and says whether the library is
// still as they saw it.
type Record interface {
	// LastChange returns the number of the library's newest change.
	LastChange(ctx context.Context) (int64, error)
	// Recall returns the newest answer of this Key that saw the library as it
	// is after that change, as Encode wrote it, and when it was given. It
	// reports false where there is none.
	Recall(ctx context.Context, key string, seq int64) (encoded []byte, at time.Time, ok bool, err error)
}

// Recalled says when an answer from the record was first given.
type Recalled struct {
	At   time.Time `json:"at"`
	AgeS int64     `json:"age_s"`
}

// An encoded is an Answer with what its stable JSON form leaves out.
type encoded struct {
	Answer
	Leads []string `json:"leads"`
}

// Encode returns the answer for the record.
func (a Answer) Encode() []byte {
	e := encoded{Answer: a}
	for _, s := range a.Sentences {
		e.Leads = append(e.Leads, s.Lead)
	}
	raw, err := json.Marshal(e)
	if err != nil {
		panic("answer: " + err.Error()) // unreachable: strings, numbers and dates
	}
	return raw
}

// Decode returns an answer that Encode wrote.
func Decode(raw []byte) (Answer, error) {
	var e encoded
	if err := json.Unmarshal(raw, &e); err != nil {
		return Answer{}, fmt.Errorf("read recorded answer: %v", err)
	}
	for i := range min(len(e.Leads), len(e.Sentences)) {
		e.Sentences[i].Lead = e.Leads[i]
	}
	for _, c := range e.all() { // the JSON form of a date does not tell a guess
		c.Published.Estimated = c.Undated && c.Published.Known()
	}
	return e.Answer, nil
}

// key returns what tells the question, with all that bears on its answer but
// the articles, from every other: who may see what is part of it, so no
// answer crosses scopes; so is the day, on which "last week" leans.
func (a *Answerer) key(q Question) string {
	reader := slices.Clone(q.Reader)
	slices.Sort(reader)
	model := ""
	if a.Model != nil {
		model = a.Model.Name()
	}
	raw, err := json.Marshal([]any{
		a.Edition, model, a.Verify != nil, sameWords(q.Text), q.Thread, q.Numbers, slices.Compact(reader), q.AsOf, q.StrictDates,
		q.Now.Format(time.DateOnly),
	})
	if err != nil {
		panic("answer: " + err.Error()) // unreachable: strings, numbers and dates
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// sameWords returns a question without what makes no other of it: white
// space, the case of its first letter and the marks at its end.
func sameWords(text string) string {
	text = strings.TrimRight(prose.OneLine(text), " ?!.…")
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(r)) + text[size:]
}

// recall gives the answer of the record to a question, if there is one and
// the library is as it was.
func (a *Answerer) recall(ctx context.Context, q Question, on func(Event) error) (Answer, bool, error) {
	if a.Record == nil || q.Fresh {
		return Answer{}, false, nil
	}
	ans, at, ok, err := a.recorded(ctx, a.key(q))
	if err != nil {
		if ctx.Err() != nil {
			return Answer{}, false, err
		}
		a.Log.Warn("answer recall", "err", err) // it is answered anew
	}
	if err != nil || !ok {
		return Answer{}, false, nil
	}
	for _, s := range ans.Sentences {
		if err := on(Event{Sentence: &s}); err != nil {
			return Answer{}, false, fmt.Errorf("%w: %w", errShowing, err)
		}
	}
	age := max(0, q.Now.Sub(at))
	ans.Question = q.Text
	ans.Recalled = &Recalled{At: at, AgeS: int64(age.Seconds())}
	ans.Notice = strings.TrimSpace("Answered " + ago(age) + " from the same articles. " + ans.Notice)
	return ans, true, nil
}

func (a *Answerer) recorded(ctx context.Context, key string) (ans Answer, at time.Time, ok bool, err error) {
	seq, err := a.Record.LastChange(ctx)
	if err != nil {
		return Answer{}, time.Time{}, false, err
	}
	raw, at, ok, err := a.Record.Recall(ctx, key, seq)
	if err != nil || !ok {
		return Answer{}, time.Time{}, false, err
	}
	ans, err = Decode(raw)
	ans.Usage, ans.Cost, ans.Currency = Answer{}.Usage, nil, "" // nothing was asked of a model
	ans.Suggestions = nil                                       // they are in the language of who asked then
	return ans, at, err == nil, err
}

// ago writes how long ago something was.
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return count(int(d.Minutes()), "minute") + " ago"
	}
	return count(int(d.Hours()), "hour") + " ago"
}

// metered returns the Answerer with its model paid from the purse, by one
// asker, and the meter; nil where nothing is counted.
func (a *Answerer) metered(user, purpose string) (*Answerer, *budget.Meter) {
	if a.Model == nil || a.Purse == nil {
		return a, nil
	}
	m := a.Purse.Meter(a.Model, user, purpose)
	b := *a
	b.Model = m
	return &b, m
}

// charge notes what an answer took.
func (ans *Answer) charge(m *budget.Meter) {
	if m == nil {
		return
	}
	bill := m.Bill()
	ans.Usage = bill.Usage
	if bill.Known {
		cost := bill.Cost.Float()
		ans.Cost, ans.Currency = &cost, m.Currency()
	}
}

// Billionths returns what the answer cost as package store keeps it, and its
// currency, "" where that is unknown.
func (ans Answer) Billionths() (cost int64, currency string) {
	if ans.Cost == nil {
		return 0, ""
	}
	return int64(math.Round(*ans.Cost * 1e9)), ans.Currency
}
