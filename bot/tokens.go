package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// ErrTokens is why Run ends where Slack refuses a token, and would do so again.
var ErrTokens = errors.New("a token is refused by Slack")

// A tokenError is an ErrTokens in Slack's words.
type tokenError struct{ error }

func (e tokenError) Unwrap() error      { return e.error }
func (tokenError) Is(target error) bool { return target == ErrTokens }

// refusesToken are the words by which Slack refuses a token, whatever is called.
var refusesToken = []string{"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed"}

// isOfToken reports whether a call was refused because of the token.
func isOfToken(err error) bool { return slices.Contains(refusesToken, codeOf(err)) }

// doubt tells, once, that a call was refused because of the token, if it was.
func (a *api) doubt(err error) {
	if !isOfToken(err) || a.refused.Swap(true) {
		return
	}
	select {
	case a.doubted <- struct{}{}:
	default: // it is told already
	}
}

// A trust is whether Slack takes a token. One that it never took is refused for
// good; one that it did, once that has lasted: Slack says so in outages, too.
type trust struct {
	mu    sync.Mutex
	took  bool
	since time.Time // of the refusals, without one that was taken between them
}

func (t *trust) taken() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.took, t.since = true, time.Time{}
}

// refused notes a refusal and reports whether it is for good.
func (t *trust) refused(now time.Time, lasting time.Duration) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.since.IsZero() {
		t.since = now
	}
	return !t.took || now.Sub(t.since) >= lasting
}

// tokenEvery is how often the bot token is tried that no call was refused with:
// where the app was removed nothing is heard, and so nothing called.
const tokenEvery = 10 * time.Minute

// tokenLoop tries the bot token from time to time, and when a call was refused
// because of it. The error is that it is of no use any more.
func (b *Bot) tokenLoop(ctx context.Context) error {
	for wait := tokenEvery; ; {
		select {
		case <-b.api.doubted:
		case <-time.After(wait):
		case <-ctx.Done():
			return nil
		}
		_, err := b.signIn(ctx)
		switch {
		case err == nil:
			b.api.refused.Store(false)
			wait = tokenEvery
		case errors.Is(err, ErrTokens):
			if b.botToken.refused(b.now(), b.pace.refused) {
				return err
			}
			b.log.Error("bot token", "err", err, "hint", "Footnote ends if this lasts")
			wait = b.pace.redial
		}
	}
}

// signIn asks Slack who the bot is.
func (b *Bot) signIn(ctx context.Context) (me *slack.AuthTestResponse, err error) {
	err = b.api.retry(ctx, func(ctx context.Context) (err error) {
		me, err = b.api.slack.AuthTestContext(ctx)
		return err
	})
	if err == nil {
		b.botToken.taken()
		return me, nil
	}
	err = fmt.Errorf("sign in to Slack: %w", err)
	if refusedByName(err) {
		err = tokenError{err}
	}
	return nil, err
}

// refusedByName reports whether it is Slack that refused a call, in its words
// and for good.
func refusedByName(err error) bool {
	how, _ := fateOf(err)
	return how == refused && codeOf(err) != ""
}
