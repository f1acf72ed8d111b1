// Package openai is go-openai's only door. It asks every provider that speaks
// OpenAI's interface, through package llm's interfaces: a Client generates, a
// Chain of Clients fails over, an Embedder embeds. FromConfig makes all that
// a Config sets.
//
// Errors are in our own words, one line that says what to do. They wrap
// llm.ErrUnavailable, or llm.ErrBrokenOff after the first piece of text.
package openai

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"footnote/internal/config"
	"footnote/internal/llm"
)

// The limits of a reply. Nobody waits longer in a thread for a word, and what
// comes after a silence of that length has, as a rule, been lost.
const (
	firstLimit = 20 * time.Second // until the first event, retries included
	stallLimit = 20 * time.Second // between two events
	wholeLimit = 2 * time.Minute
	// slowFirstLimit is for servers of one's own, which load a model of some
	// gigabytes from disk when it is first asked, and may read a prompt of
	// 3,000 tokens on a CPU.
	slowFirstLimit = time.Minute
	// tailLimit is for the usage, which comes after the text is whole.
	tailLimit = 2 * time.Second
)

// A provider with nobody after it is asked up to three times, as vendors' own
// clients do, and as long as it asks for less patience than a reader has.
const (
	retries   = 2
	retryWait = 5 * time.Second
)

// Options are the limits of a Client or an Embedder; the zero Options are
// the defaults.
type Options struct {
	First, Stall, Whole time.Duration // until the first event, between two, for all; 0 for the defaults
	Retries             int           // 0 for the default, less for none
	RetryWait           time.Duration // the longest wait before a retry; 0 for the default
	Transport           http.RoundTripper
}

// A Client asks one provider. It implements llm.Generator and is safe for use
// by many at once.
type Client struct {
	place
	api    *openai.Client
	limits Options
	form   atomic.Pointer[form] // that the provider took last
}

// New returns a Client for the provider.
func New(p config.Provider, o Options) *Client {
	first := firstLimit
	if p.Name == config.Compatible {
		first = slowFirstLimit
	}
	setDefault(&o.First, first)
	setDefault(&o.Stall, stallLimit)
	setDefault(&o.Whole, wholeLimit)
	setDefault(&o.RetryWait, retryWait)
	setDefault(&o.Retries, retries)
	at := placeOf(p)
	c := &Client{place: at, api: newAPI(at, o), limits: o}
	c.form.Store(&form{newTokenField: takesNewTokenField(p)})
	return c
}

func setDefault[T int | time.Duration](v *T, otherwise T) {
	if *v == 0 {
		*v = otherwise
	}
}

// emptyLines is how many lines without data go-openai passes over: comments
// that keep a connection alive. Its default, 300, ends a stream that a busy
// server holds for some minutes; the limits of time and size are ours.
const emptyLines = 100_000

func newAPI(p place, o Options) *openai.Client {
	cfg := openai.DefaultConfig(p.Key.Reveal())
	if p.APIVersion != "" {
		cfg = openai.DefaultAzureConfig(p.Key.Reveal(), p.BaseURL)
		cfg.APIVersion = p.APIVersion
		cfg.AzureModelMapperFunc = nil // the model is the deployment's name as it is
	}
	cfg.BaseURL = p.BaseURL
	cfg.HTTPClient = newDoor(p, o)
	cfg.EmptyMessagesLimit = emptyLines
	return openai.NewClientWithConfig(cfg)
}

// Name implements llm.Generator: "provider/model".
func (c *Client) Name() string { return c.place.Name + "/" + c.Model }

// Generate implements llm.Generator.
func (c *Client) Generate(ctx context.Context, req llm.Request, onText func(string) error) (llm.Reply, error) {
	reply, err := c.stream(ctx, req, onText)
	if err == nil && reply.Text == "" {
		return reply, c.silent(reply)
	}
	return reply, err
}

// silent returns the failure of a reply that ended without a word.
func (c *Client) silent(reply llm.Reply) *failure {
	f := c.fail("model %s answered nothing", c.Model)
	if reply.Cut {
		f = c.fail("model %s reached its limit of tokens before the first word: lower FOOTNOTE_REASONING_EFFORT", c.Model)
	}
	f.request = true
	return f
}

// Check asks the provider for a word and returns why it gets none.
func (c *Client) Check(ctx context.Context) error {
	// A reply that is cut while the model reasons is an answer too.
	_, err := c.stream(ctx, llm.Request{
		Messages:  []llm.Message{{Role: llm.User, Text: "Reply with the word OK."}},
		MaxTokens: 16,
	}, func(string) error { return nil })
	return err
}

// open starts the stream. Where the provider refuses the request, it is asked
// once more in a plainer form, which is kept if it is taken.
func (c *Client) open(ctx context.Context, req llm.Request) (*openai.ChatCompletionStream, error) {
	now := *c.form.Load()
	stream, err := c.api.CreateChatCompletionStream(ctx, c.request(req, now))
	if err == nil || ctx.Err() != nil {
		return stream, err
	}
	plainer, ok := now.plainer(err)
	if !ok {
		return nil, c.opened(err)
	}
	stream, again := c.api.CreateChatCompletionStream(ctx, c.request(req, plainer))
	if again != nil {
		return nil, c.opened(err)
	}
	c.form.Store(&plainer)
	return stream, nil
}

// opened returns the failure in an error of go-openai, which checks by itself
// what some models take.
func (c *Client) opened(err error) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	f = c.fail("model %s does not take this request: check %s and FOOTNOTE_REASONING_EFFORT", c.Model, c.ModelVar)
	f.request = true
	return f
}
