package main

import (
	"encoding/json"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"footnote/bot"
	"footnote/internal/openai/openaitest"
	"footnote/internal/slacksim"
)

// output runs a command to its end, and returns what it printed.
func (o *office) output(c *exec.Cmd) (out, errs string, code int) {
	o.t.Helper()
	var stdout, stderr strings.Builder
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	if c.ProcessState == nil {
		o.t.Fatal(err)
	}
	return stdout.String(), stderr.String(), c.ProcessState.ExitCode()
}

// embedding runs the binary with the office's server as its embedder.
func (o *office) embedding(stdin string, args ...string) (out, errs string, code int) {
	o.t.Helper()
	c := o.command(args...)
	c.Env = append(c.Env, "EMBEDDING_PROVIDER=openai", "EMBEDDING_MODEL=test-embedder")
	c.Stdin = strings.NewReader(stdin)
	return o.output(c)
}

const (
	herons = `{"url":"https://news.example/herons","title":"Herons","body":"The herons came back to the river in March."}` + "\n"
	swans  = `{"url":"https://news.example/swans","title":"Swans","body":"The swans left the river in October."}` + "\n"
)

// TestEmbedderDown adds while the embedder is down: nothing is lost, the
// articles are found by their words, and get their vectors when it is back.
func TestEmbedderDown(t *testing.T) {
	t.Parallel()
	o := newOffice(t, true, slacksim.Options{})
	o.model.Embeddings(openaitest.Always(openaitest.Status(400, "invalid_request_error")))
	out, errs, code := o.embedding(herons, "add", "-")
	if code != 0 || strings.Count(errs, "\n") != 1 {
		t.Errorf("exit %d, and on stderr:\n%s", code, errs)
	}
	mustHold(t, out, "1 added")
	mustHold(t, errs, "found by their words only")
	o.model.Embeddings(openaitest.EmbedIn(8))
	out, errs, _ = o.embedding("", "search", "--json", "herons")
	mustHold(t, out, "https://news.example/herons")
	mustLack(t, errs, "WARN")
	before := len(o.model.Requests())
	if _, _, code = o.embedding("", "search", "--json", "herons"); code != 0 {
		t.Errorf("exit %d", code)
	}
	if n := len(o.model.Requests()) - before; n != 1 {
		t.Errorf("%d requests to search a complete library, want 1 for the query", n)
	}
}

// TestEmbedderChangesLength holds that vectors of another length are one clear
// line, and lose nothing.
func TestEmbedderChangesLength(t *testing.T) {
	t.Parallel()
	o := newOffice(t, true, slacksim.Options{})
	o.model.Embeddings(openaitest.EmbedIn(8))
	if _, errs, code := o.embedding(herons, "add", "-"); code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	o.model.Embeddings(openaitest.EmbedIn(16))
	_, errs, _ := o.embedding(swans, "add", "-")
	mustHold(t, errs, "16", "8")
	if n := strings.Count(errs, "\n"); n != 1 {
		t.Errorf("%d lines on stderr, want 1:\n%s", n, errs)
	}
	out, _, code := o.embedding("", "articles", "list")
	if code != 0 {
		t.Errorf("exit %d", code)
	}
	mustHold(t, out, "Herons", "Swans")
	out, _, _ = o.embedding("", "search", "--json", "herons swans river")
	mustHold(t, out, "https://news.example/herons", "https://news.example/swans")
}

// TestEmbedderNotSet holds that a command without the settings of the embedder,
// as in another shell, leaves the vectors that were paid for, and says so; and
// that the built-in one takes their place where it is asked to.
func TestEmbedderNotSet(t *testing.T) {
	t.Parallel()
	o := newOffice(t, true, slacksim.Options{})
	o.model.Embeddings(openaitest.EmbedIn(8))
	if _, errs, code := o.embedding(herons, "add", "-"); code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	asked := len(o.model.Requests())
	out, errs, _ := o.output(o.command("search", "--json", "herons"))
	mustHold(t, out, "https://news.example/herons")
	mustHold(t, errs, "test-embedder", "which is not set here")
	out, _, code := o.output(o.command("doctor"))
	mustHold(t, out, "fix   embedder  the library was embedded by test-embedder")
	if code != 1 {
		t.Errorf("doctor ends with %d", code)
	}
	if _, errs, _ = o.embedding("", "search", "--json", "herons"); strings.Contains(errs, "WARN") {
		t.Errorf("on stderr:\n%s", errs)
	}
	asked++ // for the query
	var embedded int
	for _, r := range o.model.Requests() {
		if strings.HasSuffix(r.Path, "/embeddings") {
			embedded++
		}
	}
	if embedded != asked {
		t.Errorf("%d requests for vectors, want %d: the article is embedded once", embedded, asked)
	}
	c := o.command("search", "--json", "herons")
	c.Env = append(c.Env, "EMBEDDING_PROVIDER=builtin")
	_, errs, _ = o.output(c)
	mustHold(t, errs, "embedder changed")
}

// neededScopes are those that the manifest asks for.
func neededScopes(t *testing.T) []string {
	t.Helper()
	raw, err := bot.Manifest(bot.ManifestOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		OAuth struct {
			Scopes struct{ Bot []string }
		} `json:"oauth_config"`
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	return m.OAuth.Scopes.Bot
}

// rightInTrial tells which sentences of the trial of a verifier are right.
func rightInTrial(sentence string) bool {
	return !regexp.MustCompile(`fell to|could not go on|had been full|keeps one|will pay half|All 38|` +
		`keeps 90|Vogt led|given back|cell had 71|ended in 2027|because its cells`).MatchString(sentence)
}

// TestDoctor holds that doctor names what is to be fixed, and nothing where
// all is well.
func TestDoctor(t *testing.T) {
	t.Parallel()
	granted := neededScopes(t)
	o := newOffice(t, true, slacksim.Options{Scopes: granted})
	o.addSamples()
	o.model.Chat(openaitest.Verify(rightInTrial, openaitest.Answer))
	doctor := func() *exec.Cmd {
		c := o.command("doctor")
		c.Env = append(c.Env, "FOOTNOTE_VERIFY=on")
		return c
	}
	out, errs, code := o.output(doctor())
	if code != 0 || errs != "" {
		t.Errorf("exit %d, %q on stderr, and:\n%s", code, errs, out)
	}
	mustHold(t, out, "ok    library   23 articles", "ok    model     openai answers", "ok    verifier  openai/gpt-6-luna judged 24 of 24 sentences rightly and verifies what it writes", "ok    Slack     signed in to Sim as footnote")

	o.model.Chat(openaitest.Verify(func(string) bool { return true }, openaitest.Answer))
	out, errs, code = o.output(doctor())
	if code != 0 {
		t.Errorf("exit %d, %q on stderr", code, errs)
	}
	mustHold(t, out, "-     verifier  openai/gpt-6-luna judged 12 of 24 sentences rightly, too few to verify what it writes")

	o = newOffice(t, true, slacksim.Options{Scopes: granted[1:]})
	o.model.RequireKey("another")
	out, errs, code = o.output(o.command("doctor"))
	if code != 1 || !strings.HasPrefix(errs, "footnote: 2 to fix") {
		t.Errorf("exit %d and %q on stderr, want 1 and 2 to fix", code, errs)
	}
	mustHold(t, out, "fix   model", "OPENAI_API_KEY", "fix   Slack", "app_mentions:read")
	mustLack(t, out+errs, "sk-test", o.BotToken(), o.AppToken())
}
