package openai

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"footnote/internal/llm"
)

// stream asks for a reply and passes its text on as it comes.
func (c *Client) stream(ctx context.Context, req llm.Request, onText func(string) error) (llm.Reply, error) {
	w := newWatch(ctx, c.limits)
	defer w.stop()
	r := &reader{client: c, parent: ctx, watch: w, onText: onText, reply: llm.Reply{Model: c.Name()}}
	w.expect(c.limits.First, lateFirst)
	s, err := c.open(w.ctx, req)
	if err != nil {
		return r.reply, r.broken(err)
	}
	defer s.Close()
	err = r.read(s)
	r.reply.Text = r.text.String()
	return r.reply, err
}

// A reader follows one stream.
type reader struct {
	client   *Client
	parent   context.Context // the caller's
	watch    *watch
	onText   func(string) error
	thoughts thoughts
	finish   openai.FinishReason
	text     strings.Builder
	reply    llm.Reply // all but its Text
}

// read reads to the end. Without a finish reason there was none: go-openai
// reports a stream that was cut as io.EOF, like one that is whole.
func (r *reader) read(s *openai.ChatCompletionStream) error {
	for {
		event, err := s.Recv()
		r.watch.rest()
		if err != nil {
			return r.end(err)
		}
		if err := r.take(event); err != nil {
			return err
		}
		limit, late := r.client.limits.Stall, lateStall
		if r.finish != "" {
			limit = tailLimit
		}
		r.watch.expect(limit, late)
	}
}

// take takes an event. Usage comes last, or with every event as a sum so far
// (Google): the last one counts.
func (r *reader) take(event openai.ChatCompletionStreamResponse) error {
	if event.Usage != nil {
		r.reply.Usage = llm.Usage{Input: event.Usage.PromptTokens, Output: event.Usage.CompletionTokens}
	}
	if len(event.Choices) == 0 {
		return nil
	}
	choice := event.Choices[0]
	if choice.FinishReason != openai.FinishReasonNull && choice.FinishReason != "" {
		r.finish = choice.FinishReason
	}
	return r.say(r.thoughts.drop(choice.Delta.Content))
}

func (r *reader) say(text string) error {
	if text == "" {
		return nil
	}
	r.text.WriteString(text)
	return r.onText(text)
}

// end ends the reply after err. Once there is a finish reason the text is
// whole, whatever happened since.
func (r *reader) end(err error) error {
	if r.finish == "" {
		return r.broken(err)
	}
	if err := r.say(r.thoughts.rest()); err != nil {
		return err
	}
	r.reply.Cut = r.finish == openai.FinishReasonLength
	if r.finish == openai.FinishReasonContentFilter {
		f := r.client.fail("%s filtered what model %s wrote", r.client.host, r.client.Model)
		f.request = true
		return r.kind(f)
	}
	return nil
}

// broken returns what err means for the reply: the caller's own end as it is,
// all else as a failure.
func (r *reader) broken(err error) error {
	if r.parent.Err() != nil {
		return context.Cause(r.parent)
	}
	return r.kind(r.failure(err))
}

// kind says of a failure whether it came after the first piece of text.
func (r *reader) kind(f *failure) *failure {
	if r.text.Len() > 0 {
		f.kind = llm.ErrBrokenOff
	}
	return f
}

func (r *reader) failure(err error) *failure {
	c := r.client
	var late *lateness
	var f *failure
	var vendor *openai.APIError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(context.Cause(r.watch.ctx), &late):
		return c.fail("%s %s %s", c.host, late.words, late.limit)
	case errors.As(err, &f):
		return f
	case errors.As(err, &vendor):
		return c.refused(0, vendorError{Code: vendor.Code, Message: vendor.Message})
	case errors.As(err, &tooLarge):
		return c.fail("%s sent more than %d MB", c.host, tooLarge.Limit>>20)
	case r.text.Len() == 0:
		f = c.fail("%s did not answer as a model does", c.host)
		if c.URLVar != "" {
			f.words += ": check " + c.URLVar
		}
		return f
	}
	return c.fail("%s ended in the middle", c.host)
}

// A lateness is why a watch ended a reply.
type lateness struct {
	words string
	limit time.Duration
}

// Error implements error.
func (l *lateness) Error() string { return l.words + " " + l.limit.String() }

// The words of the limits, before the limit itself.
const (
	lateFirst = "sent nothing for"
	lateStall = "fell silent for"
	lateWhole = "took longer than"
)

// A watch ends its context when what is expected does not come in time.
type watch struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	end    context.CancelFunc
	timer  *time.Timer
}

func newWatch(ctx context.Context, limits Options) *watch {
	ctx, end := context.WithTimeoutCause(ctx, limits.Whole, &lateness{lateWhole, limits.Whole})
	ctx, cancel := context.WithCancelCause(ctx)
	return &watch{ctx: ctx, cancel: cancel, end: end}
}

// expect ends the context if neither expect nor rest is called within d.
func (w *watch) expect(d time.Duration, words string) {
	w.rest()
	w.timer = time.AfterFunc(d, func() { w.cancel(&lateness{words, d}) })
}

// rest expects nothing for a while: the caller is at work.
func (w *watch) rest() {
	if w.timer != nil {
		w.timer.Stop()
	}
}

func (w *watch) stop() {
	w.rest()
	w.cancel(nil)
	w.end()
}

// thoughtTags are what models think between that put it before their answer:
// gpt-oss on Bedrock, and local models whose server leaves it in the text.
var thoughtTags = []string{"<reasoning>", "<think>", "<thinking>"}

// A thoughts drops what a model thinks aloud before it answers, and the space
// around it.
type thoughts struct {
	held    string // not yet passed on
	closing string // the tag that ends the thought; empty outside
	over    bool   // the answer has begun
}

// drop returns what of the text so far belongs to the answer.
func (t *thoughts) drop(text string) string {
	if t.over {
		return text
	}
	t.held += text
	for {
		if t.closing == "" && !t.enter() {
			return t.begin()
		}
		_, after, found := strings.Cut(t.held, t.closing)
		if !found {
			t.held = t.held[max(0, len(t.held)-len(t.closing)):]
			return ""
		}
		t.held, t.closing = after, ""
	}
}

// enter reports whether the text begins with a thought, and steps into it.
func (t *thoughts) enter() bool {
	t.held = strings.TrimLeft(t.held, " \t\r\n")
	for _, tag := range thoughtTags {
		if rest, ok := strings.CutPrefix(t.held, tag); ok {
			t.held, t.closing = rest, "</"+tag[1:]
			return true
		}
	}
	return false
}

// begin returns the text if it can no longer become a thought.
func (t *thoughts) begin() string {
	for _, tag := range thoughtTags {
		if strings.HasPrefix(tag, t.held) {
			return ""
		}
	}
	t.over = true
	return t.held
}

// rest returns what was held back in doubt, at the end.
func (t *thoughts) rest() string {
	if t.over || t.closing != "" {
		return ""
	}
	return t.held
}
