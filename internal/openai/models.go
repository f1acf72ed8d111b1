package openai

import (
	"log/slog"
	"time"

	"footnote/internal/config"
	"footnote/internal/llm"
)

// nextSoon is how long a provider with others after it is retried: once, to
// pass over a connection that was lost. To fail over is quicker than to wait.
const nextSoon = time.Second

// FromConfig returns what the configuration sets: a Generator, nil where no
// provider is set, and an Embedder, nil where the built-in one is to be used.
func FromConfig(c config.Config, log *slog.Logger) (llm.Generator, llm.Embedder) {
	o := Options{Transport: newTransport()}
	var embedder llm.Embedder
	if c.Embedding.IsSet() {
		embedder = NewEmbedder(c.Embedding, o)
	}
	switch len(c.Providers) {
	case 0:
		return nil, embedder
	case 1:
		return New(c.Providers[0], o), embedder
	}
	o.Retries, o.RetryWait = 1, nextSoon
	var clients []llm.Generator
	for _, p := range c.Providers {
		clients = append(clients, New(p, o))
	}
	return NewChain(log, clients...), embedder
}
