package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
	"footnote/internal/store"
)

// A reply is the message in which an answer grows, or the messages where it
// is long. One goroutine uses it.
type reply struct {
	b         *Bot
	q         store.Question
	head      string            // stands above the answer; empty for nothing
	sentences []answer.Sentence // all that there are so far, with the head
	parts     []*part           // in order; only the last is still written to
	shownAt   time.Time         // when something was last shown
	plain     bool              // no stream was granted
	astray    bool              // there may be a message that is not among the parts
	whispered bool              // it was shown to its asker alone
}

// A part is one message of a reply: a stream while that is open, else one
// that is posted and updated.
type part struct {
	ts       string
	from, to int       // the sentences it shows
	stream   bool      // open
	opened   time.Time // of the stream; zero where it never was one
	closed   bool      // nothing says that more is to come
}

// errStopped is what ends an answer that a person wants no more of.
var errStopped = errors.New("stopped by the asker")

// mode names how the reply is shown, for the log.
func (r *reply) mode() string {
	switch {
	case r.whispered:
		return "whisper"
	case len(r.parts) == 0:
		return "none"
	case r.parts[0].opened.IsZero():
		return "post"
	}
	return "stream"
}

func (r *reply) last() *part { return r.parts[len(r.parts)-1] }

// add takes the next sentence and shows what there is, unless something was
// shown just now. An error makes it pointless to go on.
func (r *reply) add(ctx context.Context, s answer.Sentence) error {
	if len(r.sentences) == 0 {
		r.sentences = r.headed([]answer.Sentence{s})
	} else {
		r.sentences = append(r.sentences, s)
	}
	if len(r.parts) == 0 {
		return r.open(ctx)
	}
	every := r.b.pace.updates
	if r.last().stream {
		every = r.b.pace.appends
	}
	if r.b.now().Sub(r.shownAt) < every {
		return nil
	}
	return r.progress(ctx)
}

// headed returns the first sentences of an answer under the head, if there is
// one.
func (r *reply) headed(sentences []answer.Sentence) []answer.Sentence {
	if r.head == "" {
		return sentences
	}
	first := sentences[0]
	first.Lead = "\n\n"
	return append([]answer.Sentence{{Text: r.head}, first}, sentences[1:]...)
}

// answered returns the sentences so far without the head.
func (r *reply) answered() []answer.Sentence {
	if r.head == "" || len(r.sentences) == 0 {
		return r.sentences
	}
	return r.sentences[1:]
}

// open begins the first message: a stream where Slack grants one, else a post.
func (r *reply) open(ctx context.Context) error {
	p := &part{stream: true, opened: r.b.now()}
	p.to = r.fit(p)
	err := errNoStream
	if !r.plain && r.b.api.streams.Allow() {
		p.ts, err = r.b.startStream(ctx, r.q, r.between(inMarkdown, 0, p.to))
	}
	switch {
	case errors.Is(err, errNoStream):
		if r.plain = true; r.b.scarce() {
			return nil // it is posted at its end, or with the next sentence for which there is room
		}
		return r.post(ctx, 0, writing(), false)
	case errors.Is(err, errUnknownStream): // to be updated, whatever it holds
		p.stream, p.to = false, 0
	case err != nil:
		r.astray = true
		return err
	}
	r.took(ctx, p)
	return nil
}

// scarce reports whether the updates that are granted now are needed to end
// the answers that are worked on: each that is posted before it is finished
// takes one.
func (b *Bot) scarce() bool { return b.api.updates.Tokens() < float64(len(b.seats)+1) }

// took notes a part whose message is there.
func (r *reply) took(ctx context.Context, p *part) {
	if !slices.Contains(r.parts, p) {
		r.parts = append(r.parts, p)
	}
	r.shownAt = r.b.now()
	if r.parts[0] != p {
		return
	}
	if r.q.ThreadTS == "" { // what goes on, goes on in its thread
		r.q.ThreadTS = p.ts
	}
	r.b.holds(r.q.ID, p.ts)
	if err := r.b.store.SetReply(ctx, r.q.ID, p.ts); err != nil {
		r.b.log.Warn("bot set reply", "question", r.q.ID, "err", err)
	}
}

// post begins a further message with the sentences from the given one on, as
// many as it holds, and the blocks under them. It is closed where these are
// the last word.
func (r *reply) post(ctx context.Context, from int, under []slack.Block, closed bool) error {
	p := &part{from: from, closed: closed}
	p.to = r.fit(p)
	n := len(r.parts) + 1
	ts, err := r.b.post(ctx, r.q, n, r.content(n, p, under))
	if err != nil {
		how, _ := fateOf(err)
		r.astray = how != refused
		return err
	}
	p.ts = ts
	r.took(ctx, p)
	return nil
}

// writing stands under an answer that is not finished.
func writing() []slack.Block { return []slack.Block{contextBlock("_Still writing …_")} }

// continued stands under a message that is full.
func continued() []slack.Block { return []slack.Block{contextBlock("_Continued in the next message_")} }

// fit returns the end of the sentences that p has room for.
func (r *reply) fit(p *part) int {
	room, end := maxPart, p.from
	for end < len(r.sentences) {
		if p.stream {
			room -= len(inMarkdown.sentence(r.sentences[end], end == p.from))
		} else {
			room -= length(inMrkdwn.sentence(r.sentences[end], end == p.from))
		}
		if room < 0 && end > p.from {
			break
		}
		end++
	}
	return end
}

// between writes the sentences from one to another, as they stand in the
// first message.
func (r *reply) between(x syntax, from, to int) string {
	var out string
	for i := from; i < to; i++ {
		out += x.sentence(r.sentences[i], i == 0)
	}
	return out
}

// progress brings the reply up to date while more is to come.
func (r *reply) progress(ctx context.Context) error {
	for {
		p := r.last()
		to := r.fit(p)
		if p.stream && r.b.now().Sub(p.opened) > r.b.pace.streamLife {
			to = p.to
		}
		if to == len(r.sentences) {
			return r.draw(ctx, p, to)
		}
		if err := r.close(ctx, p, to, continued()); err != nil {
			return err
		}
		if err := r.post(ctx, to, writing(), false); err != nil {
			return err
		}
	}
}

// draw shows the sentences of the last part up to one, if the limits leave
// room for a call. What fails here is made good by close.
func (r *reply) draw(ctx context.Context, p *part, to int) error {
	switch {
	case p.to == to:
		return nil
	case p.stream && r.b.api.appends.Allow():
		r.shownAt = r.b.now()
		return r.grow(ctx, p, to)
	case !p.stream && !r.b.scarce() && r.b.api.updates.Allow():
		r.shownAt, p.to = r.b.now(), to
		err := r.b.tryUpdate(ctx, r.q, p.ts, r.content(len(r.parts), p, writing()))
		if how, wait := fateOf(err); err != nil && how == limited {
			r.rest(wait)
		}
	}
	return nil
}

// rest lets no more be shown until Slack takes calls again.
func (r *reply) rest(wait time.Duration) { r.shownAt = r.shownAt.Add(min(wait, maxWait)) }

// grow appends to an open stream. Where Slack takes no more of it, or may
// have taken this, the part is updated from then on.
func (r *reply) grow(ctx context.Context, p *part, to int) error {
	err := r.b.appendStream(ctx, r.q, p.ts, r.between(inMarkdown, p.to, to))
	how, wait := fateOf(err)
	switch {
	case err == nil:
		p.to = to
	case codeOf(err) == "stopped_by_user": // and nothing more is to be done to it
		p.stream, p.closed = false, true
		return errStopped
	case how == limited:
		r.rest(wait)
	default:
		p.stream = false
	}
	return nil
}

// close shows the sentences of a part up to one for good, and the blocks
// under them.
func (r *reply) close(ctx context.Context, p *part, to int, under []slack.Block) error {
	if p.closed {
		return nil
	}
	n := slices.Index(r.parts, p) + 1
	if p.stream && p.to < to {
		if err := r.grow(ctx, p, to); err != nil {
			return err
		}
	}
	if p.stream && p.to == to {
		err := r.b.endStream(ctx, r.q, p.ts, withID(under, blockID(r.q, n)))
		stopped := codeOf(err) == "stopped_by_user"
		p.stream, p.closed = false, err == nil || stopped
		switch {
		case stopped:
			return errStopped
		case p.closed:
			return nil
		}
	}
	p.stream, p.to = false, to
	err := r.b.update(ctx, r.q, p.ts, r.content(n, p, under))
	if isGone(err) {
		if p.ts, err = r.b.post(ctx, r.q, n, r.content(n, p, under)); err == nil {
			r.took(ctx, p)
		}
	}
	p.closed = err == nil
	return err
}

// content shows the sentences of the nth part, and blocks under them.
func (r *reply) content(n int, p *part, under []slack.Block) content {
	shown := r.sentences[p.from:p.to]
	return content{
		blocks:   withID(append(textBlocks(shown), under...), blockID(r.q, n)),
		fallback: fallback(shown),
	}
}

// end shows for good all the sentences there are to be, whatever was shown
// before, and under them the blocks that tail makes of the room that is left.
func (r *reply) end(ctx context.Context, sentences []answer.Sentence, tail func(room int) []slack.Block) error {
	if n := len(r.sentences); n > len(sentences) || !slices.EqualFunc(r.sentences, sentences[:n], same) {
		r.retract(ctx)
	}
	r.sentences = sentences
	for from := 0; ; {
		if len(r.parts) > 0 {
			p := r.last()
			if to := r.fit(p); !p.closed && to == len(sentences) {
				return r.close(ctx, p, to, tail(r.room(p.from, to)))
			} else if err := r.close(ctx, p, to, continued()); err != nil {
				return err
			}
			from = p.to
		}
		to := r.fit(&part{from: from})
		if to == len(sentences) {
			return r.post(ctx, from, tail(r.room(from, to)), true)
		}
		if err := r.post(ctx, from, continued(), true); err != nil {
			return err
		}
	}
}

// same reports whether two sentences are shown alike.
func same(a, b answer.Sentence) bool {
	return a.Lead == b.Lead && a.Text == b.Text && slices.Equal(a.Citations, b.Citations)
}

// room is what sentences leave of a message for the blocks under them.
func (r *reply) room(from, to int) int {
	return maxBlocks - length(r.between(inMrkdwn, from, to))
}

// retract makes the first message ready to be written anew and takes back the
// further ones.
func (r *reply) retract(ctx context.Context) {
	for i, p := range r.parts {
		if i == 0 {
			*p = part{ts: p.ts, opened: p.opened}
			continue
		}
		_ = r.b.remove(ctx, r.q, p.ts) // as is logged
	}
	r.parts = r.parts[:min(1, len(r.parts))]
}

// settle leaves the reply as it is, without a sign that more is to come.
func (r *reply) settle(ctx context.Context) error {
	if len(r.parts) == 0 {
		return nil
	}
	p := r.last()
	if !p.stream && p.to == p.from { // nothing is shown yet but what an earlier attempt left
		return nil
	}
	if err := r.close(ctx, p, p.to, nil); !errors.Is(err, errStopped) {
		return err
	}
	return nil
}

// takeBack deletes what the reply shows.
func (r *reply) takeBack(ctx context.Context) error {
	err := r.settle(ctx) // an open stream cannot be deleted
	for _, p := range r.parts {
		_ = r.b.remove(ctx, r.q, p.ts) // as is logged
	}
	r.parts = nil
	return err
}
