package bot

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/goldentest"
	"footnote/internal/slacksim"
	"footnote/internal/slackwire"
)

func TestManifest(t *testing.T) {
	raw, err := Manifest(ManifestOptions{})
	if err != nil {
		t.Fatal(err)
	}
	goldentest.Check(t, "manifest.json", raw)
	if _, err := Manifest(ManifestOptions{Name: strings.Repeat("x", 36)}); err == nil {
		t.Error("a name of 36 characters: no error")
	}
}

// TestManifestEvents holds that every event that is subscribed to is handled,
// and every one that is handled subscribed to.
func TestManifestEvents(t *testing.T) {
	got, want := map[string]bool{}, map[string]bool{}
	for _, name := range botEvents {
		kind, _, _ := strings.Cut(name, ".") // message.channels
		got[kind] = true
	}
	for _, kind := range slackwire.Handled {
		want[kind] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-handled +subscribed):\n%s", diff)
	}
}

func TestCheck(t *testing.T) {
	tests := []struct {
		name     string
		scopes   []string
		bot, app string // tokens; empty for the right ones
		http     bool   // without an app token
		fault    string // method that fails
		problems []string
	}{
		{name: "all well", scopes: botScopes},
		{
			name: "scopes missing", scopes: botScopes[1:],
			problems: []string{"bot token: scopes not granted: app_mentions:read; update the app with the output of footnote manifest and install it again"},
		},
		{
			name: "wrong tokens", scopes: botScopes, bot: "xoxb-wrong", app: "xapp-wrong",
			problems: []string{
				"bot token: auth.test: invalid_auth; install the app again and take its new Bot User OAuth Token",
				"app token: apps.connections.open: invalid_auth; make an app-level token with connections:write under Basic Information, and turn Socket Mode on",
			},
		},
		{
			name: "tokens of other kinds", scopes: botScopes, bot: "xoxp-1", app: "xoxb-1",
			problems: []string{
				"bot token: it does not begin with xoxb-; take the Bot User OAuth Token from OAuth & Permissions",
				"app token: it does not begin with xapp-; make an app-level token with connections:write under Basic Information",
			},
		},
		{name: "called over HTTP", scopes: botScopes, http: true},
		{
			name: "too busy", scopes: botScopes, fault: "apps.connections.open",
			problems: []string{"app token: apps.connections.open: slack rate limit exceeded, retry after 1m0s; try again in a minute"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sim := slacksim.New(slacksim.Options{Scopes: tt.scopes})
			if err := sim.Start(); err != nil {
				t.Fatal(err)
			}
			defer sim.Close()
			cfg := Config{BotToken: sim.BotToken(), AppToken: sim.AppToken(), APIURL: sim.APIURL()}
			if tt.bot != "" {
				cfg.BotToken, cfg.AppToken = tt.bot, tt.app
			}
			if tt.http {
				cfg.AppToken = ""
			}
			if tt.fault != "" {
				sim.Fault(tt.fault, slacksim.Fault{RateLimit: true, RetryAfter: 60})
			}
			if diff := cmp.Diff(tt.problems, Check(t.Context(), cfg).Problems); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
	if got := missingScopes(http.Header{}); got != nil {
		t.Errorf("missing where Slack says nothing: %q", got)
	}
}

// TestManifestOverHTTP holds that Slack is told where to call, and that what
// it cannot call is refused.
func TestManifestOverHTTP(t *testing.T) {
	raw, err := Manifest(ManifestOptions{URL: "https://footnote.example.com/"})
	if err != nil {
		t.Fatal(err)
	}
	for want, times := range map[string]int{
		`"https://footnote.example.com/slack/events"`: 1, `"https://footnote.example.com/slack/interactivity"`: 1,
		`"https://footnote.example.com/slack/commands"`: len(commands), `"socket_mode_enabled": true`: 0,
	} {
		if n := strings.Count(string(raw), want); n != times {
			t.Errorf("the manifest has %s %d times, want %d:\n%s", want, n, times, raw)
		}
	}
	for _, bad := range []string{"http://footnote.example.com", "footnote.example.com", "https://", "https://a.example/?q=1"} {
		if _, err := Manifest(ManifestOptions{URL: bad}); err == nil {
			t.Errorf("%q is taken for an address that Slack can call", bad)
		}
	}
}
