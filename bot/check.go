package bot

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// A Health is what Check found.
type Health struct {
	Workspace string   // empty where the bot token is refused
	Bot       string   // the bot's name there
	Problems  []string // one line each, saying what to fix
}

// Check tries the tokens of cfg, of which it reads nothing else, and compares
// what they are granted with what the bot needs. Without an app token there is
// no Socket Mode to try: Slack calls over HTTP.
func Check(ctx context.Context, cfg Config) Health {
	a := newAPI(cfg.BotToken, cfg.APIURL)
	defer a.http.CloseIdleConnections()
	var h Health
	h.checkBot(ctx, a, cfg)
	if cfg.AppToken != "" {
		h.checkApp(ctx, newClient(a.http, "", cfg.AppToken, cfg.APIURL), a, cfg)
	}
	return h
}

func (h *Health) problem(format string, args ...any) {
	h.Problems = append(h.Problems, fmt.Sprintf(format, args...))
}

func (h *Health) checkBot(ctx context.Context, a *api, cfg Config) {
	if !strings.HasPrefix(cfg.BotToken, "xoxb-") {
		h.problem("bot token: it does not begin with xoxb-; take the Bot User OAuth Token from OAuth & Permissions")
		return
	}
	var me *slack.AuthTestResponse
	err := a.retry(ctx, func(ctx context.Context) (err error) {
		me, err = a.slack.AuthTestContext(ctx)
		return err
	})
	if err != nil {
		h.problem("bot token: auth.test: %v; %s", err, remedy(err, "install the app again and take its new Bot User OAuth Token"))
		return
	}
	h.Workspace, h.Bot = me.Team, me.User
	if missing := missingScopes(me.Header); len(missing) > 0 {
		h.problem("bot token: scopes not granted: %s; update the app with the output of footnote manifest and install it again",
			strings.Join(missing, ", "))
	}
}

// missingScopes compares what Slack says is granted with what is needed.
// Where it says nothing, nothing is missing.
func missingScopes(header http.Header) []string {
	granted := header.Get("X-OAuth-Scopes")
	if granted == "" {
		return nil
	}
	has := strings.FieldsFunc(granted, func(r rune) bool { return r == ',' || r == ' ' })
	var missing []string
	for _, s := range botScopes {
		if !slices.Contains(has, s) {
			missing = append(missing, s)
		}
	}
	return missing
}

func (h *Health) checkApp(ctx context.Context, client *slack.Client, a *api, cfg Config) {
	if !strings.HasPrefix(cfg.AppToken, "xapp-") {
		h.problem("app token: it does not begin with xapp-; make an app-level token with connections:write under Basic Information")
		return
	}
	err := a.retry(ctx, func(ctx context.Context) error {
		_, _, err := client.StartSocketModeContext(ctx)
		return err
	})
	if err != nil {
		h.problem("app token: apps.connections.open: %v; %s", err,
			remedy(err, "make an app-level token with connections:write under Basic Information, and turn Socket Mode on"))
	}
}

// remedy says what to do about a call that failed: fix, where Slack refused
// it.
func remedy(err error, fix string) string {
	switch how, _ := fateOf(err); how {
	case refused:
		return fix
	case limited:
		return "try again in a minute"
	}
	return "see that this machine reaches slack.com, and try again"
}
