package tell

import (
	"context"

	"footnote/internal/article"
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
