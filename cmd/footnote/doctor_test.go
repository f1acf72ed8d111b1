package main

import (
	"testing"

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
	mustHold(t, o.doctor(exitDone, "SLACK_APP_TOKEN=", "SLACK_SIGNING_SECRET=secret"), "ok    Slack     signed in to Sim as footnote")

	out := o.doctor(exitFailed, "SLACK_BOT_TOKEN=", "SLACK_APP_TOKEN=", "SLACK_SIGNING_SECRET=secret")
	mustHold(t, out, "fix   Slack     set SLACK_BOT_TOKEN (xoxb-…) in the environment or in .env")
	mustLack(t, out, "SLACK_APP_TOKEN")
}
