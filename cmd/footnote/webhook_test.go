package main

import (
	"bufio"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"footnote/internal/slackhttp"
	"footnote/internal/slacksim"
)

var addressIn = regexp.MustCompile(`msg="serve (events|admin)" address=(\S+)`)

// serveHTTP starts footnote serve without Socket Mode, and returns where it
// listens for Slack and for operators.
func (o *office) serveHTTP(secret string) (events, admin string) {
	o.t.Helper()
	c := o.command("serve")
	c.Env = append(c.Env, "SLACK_SIGNING_SECRET="+secret, "SLACK_LISTEN=127.0.0.1:0", "FOOTNOTE_ADMIN_LISTEN=127.0.0.1:0", "FOOTNOTE_ADMIN_TOKEN=open")
	said, err := c.StderrPipe()
	if err != nil {
		o.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		o.t.Fatal(err)
	}
	at := o.listenTo(c, said)
	return "http://" + at["events"], "http://" + at["admin"]
}

// listenTo reads where the binary listens, and sees to its end.
func (o *office) listenTo(c *exec.Cmd, said io.Reader) map[string]string {
	at, lines := map[string]string{}, bufio.NewScanner(said)
	for len(at) < 2 && lines.Scan() {
		o.t.Log(lines.Text())
		if m := addressIn.FindStringSubmatch(lines.Text()); m != nil {
			at[m[1]] = m[2]
		}
	}
	o.t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		for lines.Scan() {
			o.t.Log(lines.Text())
		}
		if err := c.Wait(); err != nil {
			o.t.Errorf("footnote serve: %v", err)
		}
	})
	if len(at) < 2 {
		o.t.Fatal("footnote serve does not say where it listens")
	}
	return at
}

// TestServeHTTP asks the real binary over HTTP: one answer, though the event
// comes again, and nothing for who cannot sign.
func TestServeHTTP(t *testing.T) {
	t.Parallel()
	const secret = "signing-secret"
	o := newOffice(t, false, slacksim.Options{})
	o.addSamples()
	events, admin := o.serveHTTP(secret)
	o.SetWebhook(slacksim.Webhook{
		URL: events, Secret: secret, Events: slackhttp.EventsPath, Commands: slackhttp.CommandsPath, Interactivity: slackhttp.InteractivityPath,
	})
	ts := o.ask(still)
	mustHold(t, o.answer(ts), "no longer OpenAI's exclusive cloud provider", "[1]")
	for _, d := range o.Deliveries() {
		o.Redeliver(d.EventID)
	}
	o.wait("what comes again", slacksim.View.Settled)
	if n := len(o.Replies(o.news, ts)); n != 1 {
		t.Errorf("%d answers after the events came again, want 1", n)
	}
	o.SetWebhook(slacksim.Webhook{URL: events, Secret: "guess", Events: slackhttp.EventsPath})
	forged := o.ask("Who knows the secret?")
	o.wait("the refusal", func(v slacksim.View) bool {
		sent := v.Deliveries()
		return sent[len(sent)-1].Attempts >= 2
	})
	if n := len(o.Replies(o.news, forged)); n != 0 {
		t.Errorf("%d answers to a forged event", n)
	}
	mustHold(t, bodyOf(t, admin+"/healthz"), "ok")
	mustHold(t, bodyOf(t, admin+"/readyz"), "ready")
	metrics := bodyOf(t, admin+"/metrics")
	for end := time.Now().Add(time.Minute); !strings.Contains(metrics, "footnote_answers_total") && time.Now().Before(end); {
		metrics = bodyOf(t, admin+"/metrics") // an answer is recorded after it was shown
	}
	mustHold(t, metrics, "footnote_articles 23", `footnote_answers_total{outcome="extracted"} 1`)
	mustHold(t, bodyOf(t, admin+"/library"), "Admin token")
}

func bodyOf(t testing.TB, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(body))
}
