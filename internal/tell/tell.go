// Package tell says a thing in Slack once, whatever processes and Slack do:
//
//	key → begun, and the ts of the message once it is known to stand there
//
// What is to be posted is noted before it is posted. A message that was begun
// and is not known to stand there is looked for before it is posted again. It
// may have been kept for hours: it is posted only if who reads it sees now all
// that it cites.
package tell

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"footnote/internal/answer"
)

// A Message is what is to be said. It is kept as JSON until it is told.
type Message struct {
	// Key tells it from all other messages: letters, digits, dots and dashes.
	Key     string `json:"key"`
	Channel string `json:"channel"`
	Person  string `json:"person,omitempty"` // who asked for it or set it; empty for nobody in Slack
	Thread  string `json:"thread,omitempty"` // ts of the thread; empty for the channel itself
	Summary string `json:"summary"`          // what a notification shows
	Parts   []Part `json:"parts"`
}

// A Part is a piece of a message; what is empty of it is not shown.
type Part struct {
	Title     string            `json:"title,omitempty"`
	At        time.Time         `json:"at,omitzero"`    // stands behind the title, as its day
	Link      string            `json:"link,omitempty"` // where the title leads
	Text      string            `json:"text,omitempty"` // words of ours
	Sentences []Sentence        `json:"sentences,omitempty"`
	Citations []answer.Citation `json:"citations,omitempty"` // the footnotes of the sentences
	Small     string            `json:"small,omitempty"`
	Buttons   []Button          `json:"buttons,omitempty"`
}

// A Sentence is one sentence with its footnotes.
type Sentence struct {
	Text      string `json:"text"`
	Citations []int  `json:"citations"` // numbers of Part.Citations
}

// A Button is pressed by who reads the message.
type Button struct {
	Action string `json:"action"`
	Text   string `json:"text"`
	Value  string `json:"value"`
}

// ErrClosed: the place of a message takes none, however often it is asked.
var ErrClosed = errors.New("no messages can be posted there")

// A Poster posts messages; package bot has one. Its errors may be ErrClosed.
type Poster interface {
	// Post posts a message once and returns its ts. After an error the message
	// may stand there or not.
	Post(ctx context.Context, m Message) (ts string, err error)
	// Find returns the ts of the message with this key in its channel and
	// thread, or "" where it does not stand there.
	Find(ctx context.Context, m Message) (ts string, err error)
}

// A Ledger keeps what was begun, and what may be cited; package store has one.
type Ledger interface {
	Shelf
	BeginPost(ctx context.Context, key string, now time.Time) (ts string, before bool, err error)
	EndPost(ctx context.Context, key, ts string) error
	NoteNumbers(ctx context.Context, channel, threadTS string, numbers map[string]int) error
}

// timeout is how long one call of a Poster may take.
const timeout = 30 * time.Second

// A Teller tells messages. It may be used by several goroutines at once.
type Teller struct {
	Poster  Poster
	Ledger  Ledger
	Readers Readers
	Now     func() time.Time
	Limit   time.Duration // of one call of the Poster; 0 for 30 s
}

// ErrUnseen: a message cites what its reader does not see, or not any more.
var ErrUnseen = errors.New("cites what is not seen")

// Patience is how long a call may take. A worker that takes over from another
// waits as long before it looks for what the other began.
func (t *Teller) Patience() time.Duration {
	if t.Limit > 0 {
		return t.Limit
	}
	return timeout
}

// Seen reports whether who reads a message sees all that it cites.
func (t *Teller) Seen(ctx context.Context, m Message) (bool, error) {
	var cited []answer.Citation
	for _, p := range m.Parts {
		cited = append(cited, p.Citations...)
	}
	if len(cited) == 0 {
		return true, nil
	}
	r, err := t.Readers.Of(ctx, m.Channel, m.Person)
	if err != nil {
		return false, err
	}
	return AllSeen(ctx, t.Ledger, r, cited)
}

// Tell posts a message unless it stands there, and returns its ts. After an
// error it is to be told again, by anybody, until there is none; but ErrClosed and
// ErrUnseen are to be settled: as it is, it will not be told.
func (t *Teller) Tell(ctx context.Context, m Message) (ts string, err error) {
	ts, before, err := t.Ledger.BeginPost(ctx, m.Key, t.Now())
	if err != nil || ts != "" {
		return ts, err
	}
	if before {
		ts, err = t.bounded(ctx, m, t.Poster.Find)
		if err != nil {
			return "", fmt.Errorf("look for %s: %w", m.Key, err)
		}
	}
	if ts == "" {
		if ok, err := t.Seen(ctx, m); err != nil || !ok {
			return "", fmt.Errorf("post %s: %w", m.Key, cmp.Or(err, ErrUnseen))
		}
		ts, err = t.bounded(ctx, m, t.Poster.Post)
		if err != nil {
			return "", fmt.Errorf("post %s: %w", m.Key, err)
		}
	}
	if err := t.noteNumbers(ctx, m, ts); err != nil {
		return "", err
	}
	return ts, t.Ledger.EndPost(ctx, m.Key, ts)
}

// noteNumbers notes which numbers articles have by a message, for what is asked in
// its thread.
func (t *Teller) noteNumbers(ctx context.Context, m Message, ts string) error {
	numbers := m.numbers()
	if len(numbers) == 0 {
		return nil
	}
	return t.Ledger.NoteNumbers(ctx, m.Channel, cmp.Or(m.Thread, ts), numbers)
}

func (t *Teller) bounded(ctx context.Context, m Message, call func(context.Context, Message) (string, error)) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, t.Patience())
	defer cancel()
	return call(ctx, m)
}
