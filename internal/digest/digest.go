// Package digest tells channels what is new, each story once. A Runner watches
// the schedules and delivers what an Editor makes:
//
//	new articles → stories → ranked, in words → one message and its thread
//
// A slot, one local date and time of a channel, goes through states in the
// store: claimed, made, done. What it tells is kept, with the articles it
// tells, before anything is posted, so that whoever goes on with it after a
// kill tells the same; and a message whose fate is unsure is looked for before
// it is posted again. docs/digest.md says what is promised and how it is held.
package digest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"footnote/internal/answer"
	"footnote/internal/store"
	"footnote/internal/tell"
)

// An Edition is what one slot tells.
type Edition struct {
	Head    tell.Message   `json:"head"`    // in the channel
	Replies []tell.Message `json:"replies"` // in its thread, in order
	// Articles are all that it is made of: also those that are not cited give a
	// story its outlets.
	Articles []string `json:"articles,omitempty"`

	Stories []store.ToldStory `json:"-"` // what is told by it; none for a look back
	Until   int64             `json:"-"` // the line of the log that it looked up to
	Nothing bool              `json:"-"` // nothing is new
}

// A Maker makes editions; Editor is one.
type Maker interface {
	// Make makes what a slot of a digest tells as of now. It posts and keeps
	// nothing.
	Make(ctx context.Context, d store.Digest, slot store.Slot, now time.Time) (Edition, error)
}

// whole returns a message that cites all that an edition is made of.
func (e Edition) whole() tell.Message {
	m := tell.Message{Channel: e.Head.Channel, Person: e.Head.Person, Parts: slices.Clone(e.Head.Parts)}
	for _, r := range e.Replies {
		m.Parts = append(m.Parts, r.Parts...)
	}
	var made tell.Part
	for _, id := range e.Articles {
		made.Citations = append(made.Citations, answer.Citation{ArticleID: id})
	}
	m.Parts = append(m.Parts, made)
	return m
}

// encode returns an edition as a slot keeps it.
func (e Edition) encode() ([]byte, error) { return json.Marshal(e) }

func decode(content []byte) (e Edition, err error) {
	if err := json.Unmarshal(content, &e); err != nil {
		return Edition{}, fmt.Errorf("read edition: %w", err)
	}
	return e, nil
}
