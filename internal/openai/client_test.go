package openai

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/config"
	"footnote/internal/llm"
	"footnote/internal/openai/openaitest"
)

func TestGenerate(t *testing.T) {
	tests := []struct {
		name   string
		reply  openaitest.Reply
		pieces []string
		usage  llm.Usage
		cut    bool
	}{
		{
			"words",
			openaitest.Reply{Text: "It ended in April."},
			[]string{"It ", "ended ", "in ", "April."},
			llm.Usage{Input: 3, Output: 4},
			false,
		},
		{
			"runes",
			openaitest.Reply{Text: "Zoë: 東京!", PieceRunes: 3},
			[]string{"Zoë", ": 東", "京!"},
			llm.Usage{Input: 3, Output: 3},
			false,
		},
		{
			"usage in every event counts once",
			openaitest.Reply{Text: "a b c", EachUsage: true},
			[]string{"a ", "b ", "c"},
			llm.Usage{Input: 3, Output: 3},
			false,
		},
		{
			"at its limit",
			openaitest.Reply{Text: "It ended", Finish: "length"},
			[]string{"It ", "ended"},
			llm.Usage{Input: 3, Output: 2},
			true,
		},
		{
			"kept alive",
			openaitest.Reply{Text: "ok", KeepAlives: 1000},
			[]string{"ok"},
			llm.Usage{Input: 3, Output: 1},
			false,
		},
		{
			"thoughts",
			openaitest.Reply{Text: "<reasoning>Hm. 5 < 6</reasoning>\n\nYes.", PieceRunes: 4},
			[]string{"s."},
			llm.Usage{Input: 3, Output: 11},
			false,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, openaitest.Always(tt.reply))
			h := hear(t, New(provider(s.URL()), quick(t)), ask("When?"))
			if h.err != nil {
				t.Fatal(h.err)
			}
			if tt.name == "thoughts" {
				if h.reply.Text != "Yes." {
					t.Errorf("text %q", h.reply.Text)
				}
				return
			}
			if diff := cmp.Diff(tt.pieces, h.streamed); diff != "" {
				t.Errorf("pieces (-want +got):\n%s", diff)
			}
			want := llm.Reply{Text: strings.Join(tt.pieces, ""), Model: "openai/test-model", Usage: tt.usage, Cut: tt.cut}
			if diff := cmp.Diff(want, h.reply); diff != "" {
				t.Errorf("reply (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFailures is every way to fail: which error, what was streamed, and
// whether a chain asks the next.
func TestFailures(t *testing.T) {
	const text = "one two three"
	tests := []struct {
		name     string
		reply    openaitest.Reply
		streamed string
		kind     error
		words    string
		next     string // what a chain streams in all
	}{
		{"key", openaitest.Status(401, "invalid_api_key"), "", llm.ErrUnavailable, "OPENAI_API_KEY was refused by HOST: it is wrong", text},
		{"key, Google's way", openaitest.Reply{Status: 400, Body: `[{"error":{"code":400,"message":"API key not valid. Please pass sk-x."}}]`}, "", llm.ErrUnavailable, "OPENAI_API_KEY was refused", text},
		{"forbidden", openaitest.Status(403, ""), "", llm.ErrUnavailable, "OPENAI_API_KEY was refused by HOST: it may not use model test-model", text},
		{"model", openaitest.Status(404, "model_not_found"), "", llm.ErrUnavailable, "model test-model is unknown at HOST: check OPENAI_MODEL and OPENAI_BASE_URL", text},
		{"quota", openaitest.Status(429, "insufficient_quota"), "", llm.ErrUnavailable, "the quota of OPENAI_API_KEY is used up", text},
		{"rate", openaitest.RateLimited(""), "", llm.ErrUnavailable, "rate limited by HOST", text},
		{"rate with time", openaitest.RateLimited("30"), "", llm.ErrUnavailable, "rate limited by HOST", text},
		{"too long", openaitest.Status(400, "context_length_exceeded"), "", llm.ErrUnavailable, "the prompt is too long for model test-model", text},
		{"refused", openaitest.Status(422, "Odd Code!"), "", llm.ErrUnavailable, "HOST refused the request for model test-model (HTTP 422): check OPENAI_MODEL", text},
		{"server error page", openaitest.Page(500), "", llm.ErrUnavailable, "HOST is down or overloaded (HTTP 500)", text},
		{"error page as 200", openaitest.Page(200), "", llm.ErrUnavailable, "HOST did not answer as a model does: check OPENAI_BASE_URL", text},
		{"redirect", openaitest.Reply{Status: 302, Header: http.Header{"Location": {"http://example.com/secret"}}, Body: "-"}, "", llm.ErrUnavailable, "HOST redirects to another address: check OPENAI_BASE_URL", text},
		{"error body as 200", openaitest.ErrorBody("rate_limit_exceeded"), "", llm.ErrUnavailable, "rate limited by HOST", text},
		{"error body as 200, with a status", openaitest.Reply{Body: `{"error":{"message":"secret","code":429}}`}, "", llm.ErrUnavailable, "rate limited by HOST", text},
		{"error body as 200, without a code", openaitest.Reply{Body: ` { "error" : {"message":"secret"}}`}, "", llm.ErrUnavailable, "HOST is down or overloaded", text},
		{"error event first", openaitest.Reply{Text: "x", Fault: openaitest.LateError}, "", llm.ErrUnavailable, "HOST is down or overloaded (HTTP 503)", text},
		{"billing", openaitest.Status(402, ""), "", llm.ErrUnavailable, "the quota of OPENAI_API_KEY is used up", text},
		{"broken connection", openaitest.Reply{Text: "x", Fault: openaitest.Break}, "", llm.ErrUnavailable, "cannot reach HOST: it closed the connection", text},
		{"silence", openaitest.Reply{Text: "x", Fault: openaitest.Stall}, "", llm.ErrUnavailable, "HOST sent nothing for 200ms", text},
		{"kept alive, but silent", openaitest.Reply{Text: "x", KeepAlives: 5, Fault: openaitest.Stall}, "", llm.ErrUnavailable, "HOST sent nothing for 200ms", text},
		{"end at once", openaitest.Reply{Text: "x", Fault: openaitest.EndEarly}, "", llm.ErrUnavailable, "HOST did not answer as a model does", text},
		{"empty", openaitest.Reply{}, "", llm.ErrUnavailable, "model test-model answered nothing", text},
		{"empty at its limit", openaitest.Reply{Finish: "length"}, "", llm.ErrUnavailable, "limit of tokens before the first word", text},
		{"filtered", openaitest.Reply{Finish: "content_filter"}, "", llm.ErrUnavailable, "HOST filtered what model test-model wrote", text},
		{"only thoughts", openaitest.Reply{Text: "<think>Hm."}, "", llm.ErrUnavailable, "model test-model answered nothing", text},

		{"silence later", openaitest.Reply{Text: text, Fault: openaitest.Stall, After: 1}, "one ", llm.ErrBrokenOff, "HOST fell silent for 200ms", "one "},
		{"broken connection later", openaitest.Reply{Text: text, Fault: openaitest.Break, After: 2}, "one two ", llm.ErrBrokenOff, "HOST ended in the middle", "one two "},
		{"end without a finish reason", openaitest.Reply{Text: text, Fault: openaitest.EndEarly, After: 3}, text, llm.ErrBrokenOff, "HOST ended in the middle", text},
		{"half an event", openaitest.Reply{Text: text, Fault: openaitest.CutJSON, After: 1}, "one ", llm.ErrBrokenOff, "HOST ended in the middle", "one "},
		{"error event", openaitest.Reply{Text: text, Fault: openaitest.LateError, After: 1}, "one ", llm.ErrBrokenOff, "HOST is down or overloaded (HTTP 503)", "one "},
		{"filtered later", openaitest.Reply{Text: text, Finish: "content_filter"}, text, llm.ErrBrokenOff, "HOST filtered", text},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bad, good := serve(t, openaitest.Always(tt.reply)), serve(t, openaitest.Say(text))
			o := quick(t)
			if tt.reply.Fault == openaitest.Stall {
				o = impatient(t)
			}
			client := New(provider(bad.URL()), o)
			h := hear(t, client, ask("?"))
			if !errors.Is(h.err, tt.kind) || errors.Is(h.err, llm.ErrUnavailable) == errors.Is(h.err, llm.ErrBrokenOff) {
				t.Errorf("error %v, want %v alone", h.err, tt.kind)
			}
			if words := strings.ReplaceAll(tt.words, "HOST", client.host); h.err != nil && !strings.Contains(h.err.Error(), words) {
				t.Errorf("error %q, want %q", h.err, words)
			}
			if h.reply.Text != tt.streamed {
				t.Errorf("streamed %q, want %q", h.reply.Text, tt.streamed)
			}

			h = hear(t, NewChain(logger(t), New(provider(bad.URL()), o), New(provider(good.URL()), quick(t))), ask("?"))
			if h.reply.Text != tt.next || (h.err == nil) != (tt.kind == llm.ErrUnavailable) {
				t.Errorf("a chain streams %q, %v; want %q", h.reply.Text, h.err, tt.next)
			}
			if asked := len(good.Requests()); (asked == 1) != (tt.kind == llm.ErrUnavailable) {
				t.Errorf("the next was asked %d times", asked)
			}
		})
	}
}

// TestTooMuch holds the bounds of what is read: bytes, and lines without data.
func TestTooMuch(t *testing.T) {
	for body, words := range map[string]string{
		"data: " + strings.Repeat("x", maxBody): "sent more than 16 MB",
		strings.Repeat("\n", 2*emptyLines):      "did not answer as a model does",
	} {
		s := serve(t, openaitest.Always(openaitest.Reply{Body: body}))
		h := hear(t, New(provider(s.URL()), quick(t)), ask("?"))
		if !errors.Is(h.err, llm.ErrUnavailable) || !strings.Contains(h.err.Error(), words) {
			t.Errorf("error %v, want %q", h.err, words)
		}
	}
}

func TestUnreachable(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for address, words := range map[string]string{
		"http://" + closed.Addr().String() + "/v1": "cannot reach " + closed.Addr().String() + ": connection refused",
		"http://footnote.invalid/v1":               "cannot reach footnote.invalid: ",
	} {
		h := hear(t, New(provider(address), quick(t)), ask("?"))
		if !errors.Is(h.err, llm.ErrUnavailable) || !strings.Contains(h.err.Error(), words) {
			t.Errorf("error %v, want %q", h.err, words)
		}
	}
}

func TestUnreachableWords(t *testing.T) {
	cert := &tls.CertificateVerificationError{Err: errTest}
	for _, tt := range []struct {
		err     error
		words   string
		passing bool
	}{
		{&net.DNSError{IsNotFound: true}, "cannot reach h: no such host; check OPENAI_BASE_URL", false},
		{&net.DNSError{IsTemporary: true}, "cannot reach h: its name could not be looked up", true},
		{&url.Error{Op: "Post", URL: "http://secret", Err: cert}, "cannot reach h: its certificate is not trusted; check OPENAI_BASE_URL", false},
		{&url.Error{Op: "Post", URL: "http://secret", Err: os.ErrDeadlineExceeded}, "cannot reach h: timed out", true},
		{fmt.Errorf("secret: %w", syscall.ECONNRESET), "cannot reach h: it closed the connection", true},
		{errTest, "cannot reach h: connection failed", true},
	} {
		p := place{provider("http://h/v1"), "h"}
		if f := p.unreachable(tt.err); f.words != tt.words || f.passing != tt.passing {
			t.Errorf("%v: %q, passing %v; want %q, %v", tt.err, f.words, f.passing, tt.words, tt.passing)
		}
	}
}

func TestNoKey(t *testing.T) {
	s := serve(t, openaitest.Say("ok"))
	p := provider(s.URL())
	p.Key = config.Secret{}
	if h := hear(t, New(p, quick(t)), ask("?")); h.err != nil {
		t.Errorf("a server that wants no key: %v", h.err)
	}
	if auth := s.Requests()[0].Header["Authorization"]; auth != nil {
		t.Errorf("sent Authorization %q", auth)
	}
	s.RequireKey("other")
	h := hear(t, New(p, quick(t)), ask("?"))
	if h.err == nil || !strings.Contains(h.err.Error(), "wants a key: set OPENAI_API_KEY") {
		t.Errorf("error %v", h.err)
	}
}

// TestCallerEnds holds that the caller's own errors come back as they are.
func TestCallerEnds(t *testing.T) {
	s := serve(t, openaitest.Say("one two three"))
	client := New(provider(s.URL()), quick(t))
	for _, g := range []llm.Generator{client, NewChain(logger(t), client, client)} {
		reply, err := g.Generate(t.Context(), ask("?"), func(string) error { return errTest })
		if err != errTest || reply.Text != "one " {
			t.Errorf("callback: %q, %v", reply.Text, err)
		}
		ctx, cancel := context.WithCancelCause(t.Context())
		reply, err = g.Generate(ctx, ask("?"), func(string) error { cancel(errTest); return nil })
		if err != nil && !errors.Is(err, errTest) || errors.Is(err, llm.ErrBrokenOff) {
			t.Errorf("context: %q, %v", reply.Text, err)
		}
		if _, err = g.Generate(ctx, ask("?"), nil); !errors.Is(err, errTest) {
			t.Errorf("context that ended before: %v", err)
		}
	}
}

func TestCheck(t *testing.T) {
	s := serve(t, openaitest.Always(openaitest.Reply{Finish: "length"}))
	client := New(provider(s.URL()), quick(t))
	if err := client.Check(t.Context()); err != nil {
		t.Errorf("a model that is cut while it reasons: %v", err)
	}
	s.RequireKey("other")
	err := client.Check(t.Context())
	if err == nil || !strings.Contains(err.Error(), "OPENAI_API_KEY was refused") {
		t.Errorf("error %v", err)
	}
	checkWords(t, err)
	p := provider(s.URL())
	p.Model, p.Effort = "gpt-6-luna", "minimal"
	if err := New(p, quick(t)).Check(t.Context()); err == nil || !strings.Contains(err.Error(), "check OPENAI_MODEL and FOOTNOTE_REASONING_EFFORT") {
		t.Errorf("an effort that the model does not take: %v", err)
	}
}

// TestAtOnce holds that a Client can be used by many.
func TestAtOnce(t *testing.T) {
	s := serve(t, openaitest.Answer)
	client := New(provider(s.URL()), quick(t))
	done := make(chan heard)
	for range 8 {
		go func() {
			reply, err := client.Generate(t.Context(), ask(`<passage n="1">It ended.</passage>`), func(string) error { return nil })
			done <- heard{reply: reply, err: err}
		}()
	}
	for range 8 {
		if h := <-done; h.err != nil || h.reply.Text != "It ended [1]." {
			t.Errorf("%q, %v", h.reply.Text, h.err)
		}
	}
}
