package rerank

import (
	"context"
	"errors"
	"fmt"
	"time"

	"footnote/internal/llm"
	"footnote/prompts"
)

const (
	// chatTexts is how many texts a chat model reads at most: about 4,000 tokens.
	chatTexts = 20
	// chatWait is how long a question waits for it.
	chatWait = 8 * time.Second
	// chatReply bounds its reply, in tokens; models that reason before they write
	// need the most of it.
	chatReply = 1000
)

// A Chat has a model that answers choose the texts that tell of what is asked.
// It may be used from several goroutines.
type Chat struct{ Model llm.Generator }

// Reads returns how many texts it reads, and how long that may take.
func (Chat) Reads() (texts int, wait time.Duration) { return chatTexts, chatWait }

// Rerank returns 0 for texts that the model does not choose, and for the others
// more, up to 1 for the one it names first.
func (c Chat) Rerank(ctx context.Context, query string, texts []string) ([]float64, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	reply, err := c.Model.Generate(ctx, llm.Request{Messages: prompts.Rerank(query, texts), MaxTokens: chatReply}, func(string) error { return nil })
	if err != nil {
		return nil, fmt.Errorf("rerank by %s: %w", c.Model.Name(), err)
	}
	scores, err := scored(reply.Text, len(texts))
	if err != nil {
		return nil, fmt.Errorf("rerank by %s: %w", c.Model.Name(), err)
	}
	return scores, nil
}

// Check asks for a choice of two texts and returns why it gets none.
func (c Chat) Check(ctx context.Context) error {
	scores, err := c.Rerank(ctx, "Which text is about a bridge?", []string{"The library is closed.", "The bridge is open."})
	if err == nil && (scores[0] > 0 || scores[1] == 0) {
		err = errors.New("it chose the wrong one of two texts")
	}
	return err
}

// scored reads the reply about n texts.
func scored(reply string, n int) ([]float64, error) {
	places, err := prompts.Chosen(reply, n)
	if err != nil {
		return nil, err
	}
	scores := make([]float64, n)
	for i, at := range places {
		if scores[at] == 0 {
			scores[at] = 1 - float64(i)/float64(len(places))
		}
	}
	return scores, nil
}
