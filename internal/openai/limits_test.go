package openai

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"footnote/internal/config"
	"footnote/internal/llm"
)

// writing answers with a stream that write writes, until the request ends.
func writing(write func(ctx context.Context, piece func(string), finish func())) roundTripper {
	return func(r *http.Request) (*http.Response, error) {
		body, w := io.Pipe()
		context.AfterFunc(r.Context(), func() { w.CloseWithError(r.Context().Err()) })
		go func() {
			write(r.Context(), func(text string) {
				fmt.Fprintf(w, "data: {\"choices\":[{\"delta\":{\"content\":%q}}]}\n\n", text)
			}, func() {
				fmt.Fprint(w, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")
			})
			w.Close()
		}()
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"text/event-stream"}}, Body: body}, nil
	}
}

// TestLimits holds the limits as they are by default, in fake time.
func TestLimits(t *testing.T) {
	hang := func(ctx context.Context, _ func(string), _ func()) { <-ctx.Done() }
	tests := []struct {
		name     string
		provider string
		write    func(context.Context, func(string), func())
		onText   func(string) error
		took     time.Duration
		text     string
		kind     error
		words    string
	}{
		{"nothing", config.OpenAI, hang, nil, 20 * time.Second, "", llm.ErrUnavailable, "sent nothing for 20s"},
		{"nothing from a server of one's own", config.Compatible, hang, nil, time.Minute, "", llm.ErrUnavailable, "sent nothing for 1m0s"},
		{"silence", config.OpenAI, func(ctx context.Context, piece func(string), _ func()) {
			time.Sleep(15 * time.Second)
			piece("a")
			<-ctx.Done()
		}, nil, 35 * time.Second, "a", llm.ErrBrokenOff, "fell silent for 20s"},
		{"without end", config.OpenAI, func(ctx context.Context, piece func(string), _ func()) {
			for {
				select {
				case <-ctx.Done():
					return
				case <-time.After(14 * time.Second):
					piece("a")
				}
			}
		}, nil, 2 * time.Minute, "aaaaaaaa", llm.ErrBrokenOff, "took longer than 2m0s"},
		{"usage that never comes", config.OpenAI, func(ctx context.Context, piece func(string), finish func()) {
			piece("a")
			finish()
			<-ctx.Done()
		}, nil, 2 * time.Second, "a", nil, ""},
		{"a slow caller", config.OpenAI, func(_ context.Context, piece func(string), finish func()) {
			piece("a")
			piece("b")
			finish()
		}, func(string) error { time.Sleep(50 * time.Second); return nil }, 100 * time.Second, "ab", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := provider("http://model.test/v1")
				p.Name = tt.provider
				onText := tt.onText
				if onText == nil {
					onText = func(string) error { return nil }
				}
				start := time.Now()
				reply, err := New(p, Options{Transport: writing(tt.write)}).Generate(t.Context(), ask("?"), onText)
				if took := time.Since(start); took != tt.took {
					t.Errorf("took %v, want %v", took, tt.took)
				}
				if reply.Text != tt.text || !errors.Is(err, tt.kind) || err != nil && !strings.Contains(err.Error(), tt.words) {
					t.Errorf("%q, %v; want %q, %q", reply.Text, err, tt.text, tt.words)
				}
			})
		})
	}
}

// TestCallerLeaves holds that a reply ends when its caller does, at once.
func TestCallerLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hang := writing(func(ctx context.Context, _ func(string), _ func()) { <-ctx.Done() })
		client := New(provider("http://model.test/v1"), Options{Transport: hang})
		ctx, cancel := context.WithTimeoutCause(t.Context(), 3*time.Second, errTest)
		defer cancel()
		start := time.Now()
		_, err := NewChain(logger(t), client, client).Generate(ctx, ask("?"), nil)
		if took := time.Since(start); !errors.Is(err, errTest) || took != 3*time.Second {
			t.Errorf("%v after %v, want the caller's cause after 3s", err, took)
		}
	})
}

// answering answers requests in turn with these statuses; 200 is a whole
// stream, and a status may be followed by "/" and a Retry-After header.
func answering(asked *int, statuses ...string) roundTripper {
	good := writing(func(_ context.Context, piece func(string), finish func()) { piece("a"); finish() })
	return func(r *http.Request) (*http.Response, error) {
		status := statuses[min(*asked, len(statuses)-1)]
		*asked++
		if status == "200" {
			return good(r)
		}
		if body, err := io.ReadAll(r.Body); err != nil || !strings.Contains(string(body), "the question") {
			return nil, fmt.Errorf("request %d has no body", *asked)
		}
		code, wait, _ := strings.Cut(status, "/")
		resp := &http.Response{Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"error":{"message":"secret"}}`))}
		fmt.Sscan(code, &resp.StatusCode)
		if wait == "quota" {
			resp.Body = io.NopCloser(strings.NewReader(`{"error":{"message":"secret","code":"insufficient_quota"}}`))
		} else if wait != "" {
			resp.Header.Set("Retry-After", wait)
		}
		return resp, nil
	}
}

func TestRetries(t *testing.T) {
	tests := []struct {
		name        string
		options     Options
		deadline    time.Duration
		statuses    []string
		asked       int
		least, most time.Duration
		words       string // of the error; empty for none
	}{
		{name: "passing", statuses: []string{"503", "200"}, asked: 2, least: 200 * time.Millisecond, most: 400 * time.Millisecond},
		{name: "twice", statuses: []string{"500", "429", "200"}, asked: 3, least: 700 * time.Millisecond, most: 1100 * time.Millisecond},
		{name: "exhausted, in the provider's words", statuses: []string{"503"}, asked: 3, most: 1100 * time.Millisecond, words: "HTTP 503"},
		{name: "told to wait", statuses: []string{"429/3", "200"}, asked: 2, least: 3 * time.Second, most: 3200 * time.Millisecond},
		{name: "told to wait too long", statuses: []string{"429/60"}, asked: 1, words: "rate limited"},
		{name: "told to wait until a date", statuses: []string{"503/Sat, 01 Jan 2000 00:00:04 GMT", "200"}, asked: 2, least: 4 * time.Second, most: 4200 * time.Millisecond},
		{name: "told nonsense", statuses: []string{"429/soon", "200"}, asked: 2, most: 400 * time.Millisecond},
		{name: "no time to wait", deadline: 2 * time.Second, statuses: []string{"429/3"}, asked: 1, words: "rate limited"},
		{name: "quota", statuses: []string{"429/quota"}, asked: 1, words: "quota"},
		{name: "key", statuses: []string{"401"}, asked: 1, words: "was refused"},
		{name: "not implemented", statuses: []string{"501"}, asked: 1, words: "HTTP 501"},
		{name: "none", options: Options{Retries: -1}, statuses: []string{"503"}, asked: 1, words: "HTTP 503"},
		{name: "longer than the first word may take", options: Options{First: 4 * time.Second, Retries: 9}, statuses: []string{"503"}, asked: 4, least: 4 * time.Second, most: 4 * time.Second, words: "sent nothing for 4s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				asked := 0
				tt.options.Transport = answering(&asked, tt.statuses...)
				ctx := t.Context()
				if tt.deadline > 0 {
					limited, cancel := context.WithTimeout(ctx, tt.deadline)
					defer cancel()
					ctx = limited
				}
				start := time.Now()
				_, err := New(provider("http://model.test/v1"), tt.options).Generate(ctx, ask("the question"), func(string) error { return nil })
				if (err == nil) != (tt.words == "") || err != nil && !strings.Contains(err.Error(), tt.words) {
					t.Errorf("error %v, want %q", err, tt.words)
				}
				if err != nil {
					checkWords(t, err)
				}
				if took := time.Since(start); took < tt.least || took > tt.most {
					t.Errorf("took %v, want %v to %v", took, tt.least, tt.most)
				}
				if asked != tt.asked {
					t.Errorf("asked %d times, want %d", asked, tt.asked)
				}
			})
		})
	}
}
