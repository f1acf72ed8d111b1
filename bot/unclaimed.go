package bot

import (
	"context"
	"errors"
	"maps"
	"sync"
	"time"

	"footnote/internal/answer"
	"footnote/internal/slackwire"
)

// lastRetry is the number of the last delivery of an event, over a socket as
// over HTTP: what fails then does not come again.
const lastRetry = 3

// acceptUnclaimed lets the asker know that their question cannot be claimed,
// as on a full disk: silence looks as if it were being worked on. A store that
// is only slow is given all of Slack's deliveries first. Of the two events of
// a mention one speaks; which process has the other is not known.
func (b *Bot) acceptUnclaimed(ctx context.Context, e slackwire.Event, cause error) (act, error) {
	slow := ctx.Err() != nil && e.Retry < lastRetry
	twin := e.Type == "message" && e.ChannelType != "im" && mentions(e.Text, b.me.UserID)
	if slow || twin || errors.Is(ctx.Err(), context.Canceled) { // the last is for the next process
		return nil, cause
	}
	if !b.unclaimed.add(placeOf(e), b.now()) {
		return nil, nil
	}
	id := newID()
	b.log.Error("bot question unclaimed", "id", id, "retry", e.Retry, "err", cause)
	return func(ctx context.Context) {
		b.errand(ctx, "unclaimed", func(ctx context.Context) { b.sayUnclaimed(ctx, e, cause, id) })
	}, nil
}

// sayUnclaimed apologises in the thread of a question that is in no store. One
// that is there was claimed late, by us or by who read it back, and is answered.
func (b *Bot) sayUnclaimed(ctx context.Context, e slackwire.Event, cause error, id string) {
	q := b.questionIn(e)
	if there, err := b.store.QuestionsAt(ctx, q.Channel, q.TS, rewordMark); err == nil && len(there) > 0 {
		return
	}
	said := []answer.Sentence{{Text: b.langOf(ctx, q.User).apology(cause, id)}}
	_, err := b.post(ctx, q, 1, content{blocks: withID(textBlocks(said), blockID(q, 1)), fallback: fallback(said)})
	if err != nil {
		b.log.Error("bot say unclaimed", "id", id, "err", err)
	}
}

// placeOf names the message of an event, which all events about it share.
func placeOf(e slackwire.Event) string { return e.Channel + "/" + e.TS }

// recently is how long a recent remembers: over HTTP Slack delivers for the
// last time after some 6 minutes.
const recently = 10 * time.Minute

// A recent remembers names for a while, in this process.
type recent struct {
	mu sync.Mutex
	at map[string]time.Time
}

// add adds a name and reports whether it is new.
func (r *recent) add(name string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.at == nil {
		r.at = map[string]time.Time{}
	}
	maps.DeleteFunc(r.at, func(_ string, at time.Time) bool { return now.Sub(at) > recently })
	_, known := r.at[name]
	if !known {
		r.at[name] = now
	}
	return !known
}

func (r *recent) has(name string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, known := r.at[name]
	return known && now.Sub(at) <= recently
}
