package main

import (
	"context"
	"errors"
	"fmt"

	"footnote/internal/answer"
	"footnote/internal/budget"
	"footnote/internal/config"
	"footnote/internal/llm"
	"footnote/internal/openai"
	"footnote/internal/rerank"
	"footnote/internal/sample"
	"footnote/internal/store"
	"footnote/retrieval"
)

// A library is the store with the index of it, and the samples that stand in
// while it holds no article.
type library struct {
	store   *store.Store
	index   *retrieval.Index
	indexer *retrieval.Indexer
	search  answer.Searcher
	model   llm.Generator // nil where none is set

	samples *store.Store
}

func (l *library) Close() error { return errors.Join(l.store.Close(), l.samples.Close()) }

// openLibrary opens the data folder, which is made only if create is set;
// otherwise an empty library stands in for one that is not there.
func (a *app) openLibrary(ctx context.Context, create bool) (*library, error) {
	st, err := a.openStore(ctx, create)
	if err != nil {
		return nil, err
	}
	l, err := a.newLibrary(ctx, st)
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return l, nil
}

func (a *app) openStore(ctx context.Context, create bool) (*store.Store, error) {
	if create {
		return store.Open(ctx, a.cfg.Data)
	}
	st, err := store.OpenExisting(ctx, a.cfg.Data)
	if errors.Is(err, store.ErrNotFound) {
		return store.OpenMemory(ctx)
	}
	return st, err
}

func (a *app) newLibrary(ctx context.Context, st *store.Store) (*library, error) {
	model, embedder := a.models()
	l := &library{store: st, model: model, indexer: &retrieval.Indexer{Store: st, Embedder: embedder, Log: a.log}}
	articles, err := st.CountArticles(ctx)
	if err != nil {
		return nil, err
	}
	tighten(articles)
	paid := model
	if model != nil {
		paid = budget.New(st, a.cfg, a.log).Meter(model, "", "rerank")
	}
	// Of what another version analysed no words are found. To answer from the rest
	// would be to take what is found of it for the newest.
	if err := l.indexer.Refresh(ctx); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		a.log.Warn("index refresh", "err", err)
	}
	if l.index, err = retrieval.Open(ctx, st, embedder, retrieval.Options{Log: a.log, Reranker: a.reranker(paid)}); err != nil {
		return nil, err
	}
	if l.samples, err = store.OpenMemory(ctx); err != nil {
		return nil, err
	}
	sampleIndex, err := a.indexSamples(ctx, l.samples)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("index the sample library: %w", err), l.samples.Close())
	}
	l.search = &retrieval.Fallback{Main: l.index, Sample: sampleIndex}
	return l, nil
}

// indexSamples always uses the built-in embedder: the samples must cost
// nothing and answer without a network.
func (a *app) indexSamples(ctx context.Context, st *store.Store) (*retrieval.Index, error) {
	articles, err := sample.Articles()
	if err != nil {
		return nil, err
	}
	embedder := retrieval.NewHashEmbedder()
	indexer := retrieval.Indexer{Store: st, Embedder: embedder, Log: a.log}
	if _, err := indexer.Add(ctx, articles); err != nil {
		return nil, err
	}
	return retrieval.Open(ctx, st, embedder, retrieval.Options{Log: a.log})
}

// models returns who answers, nil where no provider is set, and who embeds:
// the configured embedder, else the built-in one.
func (a *app) models() (llm.Generator, llm.Embedder) {
	generator, embedder := openai.FromConfig(a.cfg, a.log)
	if embedder == nil {
		embedder = retrieval.NewHashEmbedder()
	}
	return generator, embedder
}

// reranker returns who orders passages anew, nil where nobody is set to; model
// is who answers.
func (a *app) reranker(model llm.Generator) retrieval.Reranker {
	switch r := a.cfg.Rerank; {
	case r.Chat:
		return rerank.Chat{Model: model}
	case r.IsSet():
		return rerank.New(r)
	}
	return nil
}

func (a *app) answerer(l *library) *answer.Answerer {
	return &answer.Answerer{
		Search: l.search, Model: l.model, Verify: a.trials(l.store), Archive: archive{l.store, l.samples},
		Purse: budget.New(l.store, a.cfg, a.log), Record: recorder{l.store}, Edition: version(),
		Context: contextOf(a.cfg.Providers), Log: a.log,
	}
}

// contextOf returns how many tokens every one of the providers reads, 0 where
// there is none.
func contextOf(providers []config.Provider) int {
	least := 0
	for _, p := range providers {
		if least == 0 || p.Context < least {
			least = p.Context
		}
	}
	return least
}
