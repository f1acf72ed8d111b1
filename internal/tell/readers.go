package tell

import (
	"context"
	"errors"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/store"
)

// Readers says whose articles may be used for what is told in a channel, as a
// person asked for it or set it there; in a direct message, as that person
// sees. Its error is for where that is not known now. Package bot has one; the
// nil Readers knows nothing of Slack.
type Readers func(ctx context.Context, channel, person string) (article.Reader, error)

// Of asks it. Without a channel, in a terminal, the reader is the workspace;
// where nothing is known of channels, the channel's own articles alone: another
// company may be in it.
func (r Readers) Of(ctx context.Context, channel, person string) (article.Reader, error) {
	switch {
	case channel == "":
		return nil, nil
	case r == nil:
		return article.Reader{article.ChannelScope(channel), article.Outside}, nil
	}
	return r(ctx, channel, person)
}

// A Shelf holds the articles; package store has one.
type Shelf interface {
	Article(ctx context.Context, id string) (article.Article, error)
}

// AllSeen reports whether a reader sees every article that is cited, as it is
// now. What was removed meanwhile is not seen.
func AllSeen(ctx context.Context, shelf Shelf, r article.Reader, cited []answer.Citation) (bool, error) {
	for _, c := range cited {
		a, err := shelf.Article(ctx, c.ArticleID)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return false, nil
		case err != nil:
			return false, err
		case !r.Sees(a.Scope):
			return false, nil
		}
	}
	return true, nil
}
