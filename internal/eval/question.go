package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"footnote/internal/article"
)

// A Question is one of a set, with what to expect of the library it is about.
type Question struct {
	ID         string
	Kind       string // what sort of question it is; each gets figures of its own
	Text       string
	AsOf       time.Time // zero for no limit
	Answerable bool
	Relevant   []Item   // what a search should find
	Answers    []string // accepted answers, one of which a quote should hold
	OldAnswer  string   // what was the answer before; empty where there was none
	Newest     []string // articles, one of which an answer must cite first; see Item
	Older      []string // articles they overtook, which it must show beside it
	// Parts are the texts that answer each thing that is asked, of which a quote should hold
	// one; "" stands for that a part may be said to be missing.
	Parts [][]string
}

// An Item is what a passage must be to be relevant: of the Article, a URL, ID,
// file or title, and with the Fact in it, each where it is set. In JSON an
// article may stand alone, as a string.
type Item struct {
	Article string `json:"article"`
	Fact    string `json:"fact"`
}

// UnmarshalJSON reads a string, or an object with the fields of Item.
func (it *Item) UnmarshalJSON(b []byte) error {
	if json.Unmarshal(b, &it.Article) == nil {
		return nil
	}
	type plain Item
	return json.Unmarshal(b, (*plain)(it))
}

// A nativeLine is a line of the native format.
type nativeLine struct {
	ID, Kind, Query string
	AsOf            string `json:"as_of"`
	Answerable      *bool
	Relevant        []Item
	Answer          string
	Answers         []string
	OldAnswer       string `json:"old_answer"`
	Newest          string
	AlsoNewest      []string `json:"also_newest"`
	Older           []string
	Parts           [][]string
}

// asOfKind is the kind of a question that names none and has an as-of date.
const asOfKind = "as of"

// parseNative reads a line of the native format.
func parseNative(line []byte) (Question, error) {
	var l nativeLine
	if err := json.Unmarshal(line, &l); err != nil {
		return Question{}, err
	}
	asOf, err := article.ParseAsOf(l.AsOf)
	if err != nil {
		return Question{}, fmt.Errorf("as_of: %w", err)
	}
	q := Question{
		ID: l.ID, Kind: l.Kind, Text: l.Query, AsOf: asOf, Answerable: l.Answerable == nil || *l.Answerable,
		Relevant: l.Relevant, Answers: present(append(l.Answers, l.Answer)), OldAnswer: l.OldAnswer,
		Newest: present(append(l.AlsoNewest, l.Newest)), Older: l.Older, Parts: l.Parts,
	}
	if q.Kind == "" && !asOf.IsZero() {
		q.Kind = asOfKind
	}
	if len(q.Relevant) == 0 {
		for _, ref := range q.Newest {
			q.Relevant = append(q.Relevant, Item{Article: ref})
		}
	}
	return q, q.check()
}

// present returns the texts that are not empty.
func present(texts []string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}

// check refuses what cannot be measured, or measures something else than who
// wrote the line meant.
func (q Question) check() error {
	for _, it := range q.Relevant {
		if it.Article == "" && squeeze(it.Fact) == "" {
			return errors.New(`"relevant" has an item with neither "article" nor "fact"`)
		}
	}
	switch {
	case squeeze(q.Text) == "":
		return errors.New("no question")
	case q.Kind == All:
		return fmt.Errorf("the kind %q stands for all questions", All)
	case q.Answerable && len(q.Relevant) == 0:
		return errors.New(`nothing "relevant"; say "answerable": false if that is meant`)
	case !q.Answerable && len(q.Relevant)+len(q.Answers)+len(q.OldAnswer)+len(q.Newest)+len(q.Older) > 0:
		return errors.New("not answerable, yet it says what answers it")
	}
	return nil
}
