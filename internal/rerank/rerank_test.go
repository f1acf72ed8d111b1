package rerank

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/config"
)

// serve returns a client of a server that answers with this.
func serve(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return New(config.Rerank{BaseURL: s.URL + "/v1", Key: config.NewSecret("k3y"), Model: "m"})
}

func TestRerank(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var got request
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Error(err)
		}
		if d := cmp.Diff(request{"m", "q", []string{"a", "b", "c"}, 3}, got); d != "" {
			t.Errorf("request: -want +got\n%s", d)
		}
		if r.Method != http.MethodPost || r.URL.Path != "/v1/rerank" || r.Header.Get("Authorization") != "Bearer k3y" {
			t.Errorf("%s %s, authorization %q", r.Method, r.URL.Path, r.Header.Get("Authorization"))
		}
		fmt.Fprint(w, `{"id":"x","results":[{"index":2,"relevance_score":0.9},{"index":0,"relevance_score":-1.5,"document":{"text":"a"}},{"index":1,"relevance_score":0}]}`)
	})
	got, err := c.Rerank(t.Context(), "q", []string{"a", "b", "c"})
	if d := cmp.Diff([]float64{-1.5, 0, .9}, got); err != nil || d != "" {
		t.Errorf("error %v, -want +got\n%s", err, d)
	}
	if got, err := c.Rerank(t.Context(), "q", nil); got != nil || err != nil {
		t.Errorf("Rerank of nothing = %v, %v", got, err)
	}
}

func TestRerankErrors(t *testing.T) {
	tests := []struct {
		name, body string
		status     int
		want       string
	}{
		{"status", "secret question", 401, "status 401"},
		{"redirect", "", 302, "status 302"},
		{"no JSON", "<html>secret question", 200, "not what a reranker gives"},
		{"nothing", `{}`, 200, "0 scores for 2 texts"},
		{"too few", `{"results":[{"index":0,"relevance_score":1}]}`, 200, "1 scores for 2 texts"},
		{"no such text", `{"results":[{"index":0,"relevance_score":1},{"index":2,"relevance_score":1}]}`, 200, "of no text"},
		{"twice", `{"results":[{"index":0,"relevance_score":1},{"index":0,"relevance_score":1}]}`, 200, "twice"},
		{"no score", `{"results":[{"index":0},{"index":1,"relevance_score":1}]}`, 200, "without a score"},
		{"endless", `{"results":[` + strings.Repeat(" ", maxReply), 200, "more than"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Location", "https://elsewhere.example/")
				w.WriteHeader(tt.status)
				fmt.Fprint(w, tt.body)
			})
			got, err := c.Rerank(t.Context(), "question", []string{"a", "b"})
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "secret") || got != nil {
				t.Errorf("Rerank = %v, %v; want an error with %q", got, err, tt.want)
			}
		})
	}
}

func TestRerankCanceled(t *testing.T) {
	asked := make(chan struct{})
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) // only then is a lost connection noticed
		close(asked)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if _, err := c.Rerank(ctx, "q", []string{"a"}); !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "http") {
		t.Errorf("error %v, want canceled", err)
	}
}
