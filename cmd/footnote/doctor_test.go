package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"footnote/internal/config"
	"footnote/internal/slacksim"
	"footnote/internal/store"
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
	mustHold(t, o.doctor(exitDone, "SLACK_SIGNING_SECRET=secret", "SLACK_APP_TOKEN=xapp-of-another-app"), "called over HTTP")
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
		"apps.connections.open": {"missing_scope", "connect to Slack: missing_scope; app token: apps.connections.open: missing_scope; make an app-level token"},
	} {
		o := newOffice(t, false, slacksim.Options{Scopes: neededScopes(t)})
		o.Fault(method, slacksim.Fault{Error: tt.code, Count: -1})
		_, errs, code := o.output(o.command("serve"))
		if code != exitSetup {
			t.Errorf("serve with %s refused: exit %d, want %d", method, code, exitSetup)
		}
		mustHold(t, errs, "footnote: "+tt.want)
	}
}

// TestDoctorServing holds that doctor says whether serve runs, and what it knows
// of another installation with the same tokens.
func TestDoctorServing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, false, slacksim.Options{Scopes: neededScopes(t)})
	st, err := store.Open(t.Context(), o.data)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	note := func(seen time.Time) {
		t.Helper()
		if err := st.NoteHearing(t.Context(), store.Hearing{Owner: "serve", Seen: seen, Heard: seen, Links: 2, Elsewhere: 2}); err != nil {
			t.Fatal(err)
		}
	}
	note(time.Now().Add(-time.Hour))
	mustHold(t, o.doctor(exitDone), "-     serve     it does not run; it heard Slack last on ")
	note(time.Now())
	mustHold(t, o.doctor(exitFailed), "ok    serve     1 running on this library, with 2 connections to Slack",
		"fix   Slack     Slack counts 2 more connections of this app: another installation uses the same tokens")
}

// TestDoctorFullDisk holds that doctor finds a disk on which hardly anything
// fits, played by a limit on the size of files.
func TestDoctorFullDisk(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell to set the limit in")
	}
	o := newOffice(t, false, slacksim.Options{})
	o.add(`{"title":"One","body":"The first article is about herons."}`)
	c := o.command()
	c.Path, c.Args = sh, []string{"sh", "-c", `ulimit -f 8192; exec "$0" doctor`, os.Args[0]} // blocks of 512 bytes
	out, _, code := o.output(c)
	if code != exitFailed {
		t.Errorf("doctor ends with %d, want %d", code, exitFailed)
	}
	mustHold(t, out, "fix   library   not even 8 MB fit into the data folder", "make room")
}

// TestDamagedLibrary holds that doctor finds damage, that the rest can be
// exported, and that both say what to do.
func TestDamagedLibrary(t *testing.T) {
	o := newOffice(t, false, slacksim.Options{})
	for _, name := range []string{"herons", "swans", "geese"} {
		o.add(`{"title":"` + name + `","body":"` + strings.Repeat("This is about "+name+". ", 1000) + `"}`)
	}
	path := filepath.Join(o.data, "footnote.db")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	at := bytes.Index(raw, []byte(strings.Repeat("This is about swans. ", 50)))
	if at < 0 {
		t.Fatal("the article is not in the file")
	}
	copy(raw[at/page*page:], "\xff\xff\xff\xff") // the number of the next page
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	mustHold(t, o.doctor(exitFailed), "fix   library   footnote.db is damaged, go back to your copy: ")
	out, errs, code := o.output(o.command("articles", "export"))
	if code != exitFailed || strings.Count(errs, "\n") != 1 {
		t.Errorf("export ends with %d and says %q, want %d and a line", code, errs, exitFailed)
	}
	mustHold(t, errs, "footnote: read article ", "footnote.db is damaged, go back to your copy")
	mustHold(t, out, `"title":"herons"`, `"title":"geese"`)
	if strings.Contains(out, `"title":"swans"`) {
		t.Error("the damaged article is exported")
	}

	if err := os.WriteFile(path, raw[:len(raw)-page], 0o600); err != nil { // cut off, it is not opened otherwise
		t.Fatal(err)
	}
	mustHold(t, o.doctor(exitFailed), "fix   library   ", "footnote.db is damaged, go back to your copy: ")
	out, errs, code = o.output(o.command("articles", "export"))
	if code != exitFailed {
		t.Errorf("export of what is cut off ends with %d, want %d", code, exitFailed)
	}
	mustHold(t, errs, "footnote: open library in ", "footnote.db is damaged, go back to your copy")
	mustHold(t, out, `"title":"herons"`)
}
