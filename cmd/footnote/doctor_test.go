package main

import (
	"bytes"
	"testing"

	"footnote/internal/config"
	"footnote/internal/slacksim"
)

// doctor runs footnote doctor with further settings and holds that it ends with code.
func (o *office) doctor(code int, settings ...string) string {
	o.t.Helper()
	c := o.command("doctor")
	c.Env = append(c.Env, settings...)
	out, errs, got := o.output(c)
	if got != code {
		o.t.Errorf("footnote doctor with %q: exit %d, want %d; %q on stderr, and:\n%s", settings, got, code, errs, out)
	}
	return out
}

// TestDoctorHTTP holds that doctor asks for no app token where a signing
// secret is set, and for the bot token where that is set alone.
func TestDoctorHTTP(t *testing.T) {
	t.Parallel()
	o := newOffice(t, false, slacksim.Options{Scopes: neededScopes(t)})
	mustHold(t, o.doctor(exitDone, "SLACK_APP_TOKEN=", "SLACK_SIGNING_SECRET=secret"), "ok    Slack     signed in to Sim as footnote, called over HTTP at :3000")

	out := o.doctor(exitFailed, "SLACK_BOT_TOKEN=", "SLACK_APP_TOKEN=", "SLACK_SIGNING_SECRET=secret")
	mustHold(t, out, "fix   Slack     set SLACK_BOT_TOKEN (xoxb-…) in the environment or in .env")
	mustLack(t, out, "SLACK_APP_TOKEN")
}

// TestBothWays holds that a signing secret means HTTP, whether or not an app token is
// set beside it, and that doctor and serve say so.
func TestBothWays(t *testing.T) {
	t.Parallel()
	o := newOffice(t, false, slacksim.Options{Scopes: neededScopes(t)})
	mustHold(t, o.doctor(exitDone, "SLACK_SIGNING_SECRET=secret"),
		"ok    Slack     signed in to Sim as footnote, called over HTTP at :3000", "-     Slack     SLACK_APP_TOKEN is not used")
	out := o.doctor(exitDone)
	mustHold(t, out, "signed in to Sim as footnote, in Socket Mode")
	mustLack(t, out, "SLACK_APP_TOKEN")

	var log bytes.Buffer
	a := &app{cfg: config.Config{Slack: config.Slack{
		AppToken: config.NewSecret("xapp-1"), SigningSecret: config.NewSecret("secret"), Listen: "127.0.0.1:0",
	}}}
	a.log = newLogger(&log, a.cfg)
	ln, err := a.listenEvents()
	if err != nil || ln == nil {
		t.Fatalf("serve listens at %v, %v; want a port", ln, err)
	}
	defer ln.Close()
	mustHold(t, log.String(), "SLACK_APP_TOKEN is not used", "remove SLACK_SIGNING_SECRET")
}

// TestServeRefused holds that serve says what to do about a token that Slack refuses.
func TestServeRefused(t *testing.T) {
	t.Parallel()
	for method, tt := range map[string]struct{ code, want string }{
		"auth.test":             {"token_revoked", "sign in to Slack: token_revoked; bot token: auth.test: token_revoked; install the app again"},
		"apps.connections.open": {"invalid_auth", "connect to Slack: invalid_auth; app token: apps.connections.open: invalid_auth; make an app-level token"},
	} {
		o := newOffice(t, false, slacksim.Options{Scopes: neededScopes(t)})
		o.Fault(method, slacksim.Fault{Error: tt.code, Count: -1})
		_, errs, code := o.output(o.command("serve"))
		if code != exitFailed {
			t.Errorf("serve with %s refused: exit %d, want %d", method, code, exitFailed)
		}
		mustHold(t, errs, "footnote: "+tt.want)
	}
}
