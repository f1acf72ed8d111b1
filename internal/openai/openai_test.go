package openai

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"footnote/internal/config"
	"footnote/internal/llm"
	"footnote/internal/openai/openaitest"
)

var (
	_ llm.Generator = (*Client)(nil)
	_ llm.Generator = (*Chain)(nil)
	_ llm.Embedder  = (*Embedder)(nil)
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const testKey = "sk-test-key"

var errTest = errors.New("test")

func serve(t *testing.T, b openaitest.Behaviour) *openaitest.Server {
	t.Helper()
	s, err := openaitest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	s.Chat(b)
	return s
}

// provider is a server as OpenAI's interface elsewhere.
func provider(url string) config.Provider {
	return config.Provider{
		Name: config.OpenAI, BaseURL: url, Key: config.NewSecret(testKey), Model: "test-model",
		KeyVar: "OPENAI_API_KEY", URLVar: "OPENAI_BASE_URL", ModelVar: "OPENAI_MODEL",
	}
}

// quick are limits for servers on this machine: no retries, and far more time
// than they need.
func quick(t *testing.T) Options {
	transport := newTransport()
	t.Cleanup(transport.CloseIdleConnections)
	return Options{First: 30 * time.Second, Retries: -1, Transport: transport}
}

// impatient are limits for servers that are silent on purpose.
func impatient(t *testing.T) Options {
	o := quick(t)
	o.First, o.Stall, o.Whole = 200*time.Millisecond, 200*time.Millisecond, 400*time.Millisecond
	return o
}

func ask(text string) llm.Request {
	return llm.Request{Messages: []llm.Message{{Role: llm.System, Text: "Be brief."}, {Role: llm.User, Text: text}}}
}

// A heard is what a call of Generate gave.
type heard struct {
	streamed []string
	reply    llm.Reply
	err      error
}

func hear(t *testing.T, g llm.Generator, req llm.Request) (h heard) {
	t.Helper()
	h.reply, h.err = g.Generate(t.Context(), req, func(text string) error {
		if text == "" {
			t.Error("an empty piece was passed on")
		}
		h.streamed = append(h.streamed, text)
		return nil
	})
	if got := strings.Join(h.streamed, ""); got != h.reply.Text {
		t.Errorf("streamed %q, but the reply holds %q", got, h.reply.Text)
	}
	if h.err != nil {
		checkWords(t, h.err)
	}
	return h
}

// checkWords holds an error to one line that gives nothing away.
func checkWords(t *testing.T, err error) {
	t.Helper()
	for _, bad := range []string{"\n", testKey, "secret", "sk-", "<html", "{"} {
		if strings.Contains(err.Error(), bad) {
			t.Errorf("the error holds %q: %v", bad, err)
		}
	}
}

func logger(t *testing.T) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// A roundTripper answers without a network, for tests in fake time.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
