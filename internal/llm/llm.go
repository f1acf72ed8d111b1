// Package llm says what we need of a language model and nothing more: an
// Embedder turns texts into vectors, a Generator turns messages into text. It
// imports nothing of ours; package openai implements it, llmtest has fakes.
package llm

import (
	"context"
	"errors"
)

// A Role is who speaks a Message.
type Role string

// The roles of a conversation.
const (
	System    Role = "system"
	User      Role = "user"
	Assistant Role = "assistant"
)

// A Message is one turn of a conversation with a model.
type Message struct {
	Role Role
	Text string
}

// An Embedder turns texts into vectors of unit length.
type Embedder interface {
	// Name identifies the vector space: vectors of one name can be compared,
	// vectors of two names cannot.
	Name() string
	// Embed returns one vector per text, in order, all of one length. A text
	// in which nothing can be embedded gets a vector of zeros.
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// A Request asks a model for one reply.
type Request struct {
	Messages  []Message
	MaxTokens int // of the reply; 0 for the model's own limit
}

// Usage counts the tokens of a reply as the provider reports them; zero where
// it does not.
type Usage struct {
	Input  int `json:"input"`
	Output int `json:"output"`
}

// Add adds the tokens of another reply.
func (u *Usage) Add(o Usage) {
	u.Input += o.Input
	u.Output += o.Output
}

// A Reply is what a model said in full.
type Reply struct {
	Text  string
	Model string // "provider/model" that answered
	Usage Usage
	Cut   bool // the limit of tokens was reached: the text may end anywhere
}

// A Generator writes replies.
type Generator interface {
	// Name says which models may answer, for logs and doctor.
	Name() string
	// Generate streams a reply: it calls onText with each piece of text as it
	// arrives and returns the whole. An error of onText ends the reply and is
	// returned as it is. If the model breaks off after the first piece, the
	// error wraps ErrBrokenOff and the Reply holds what came until then.
	Generate(ctx context.Context, req Request, onText func(string) error) (Reply, error)
}

// Errors a caller may act on.
var (
	// ErrBrokenOff: the reply began and did not end.
	ErrBrokenOff = errors.New("model broke off")
	// ErrUnavailable: no model could be asked (outage, key refused, rate limit).
	ErrUnavailable = errors.New("no model available")
)
