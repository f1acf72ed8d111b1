// Package rerank asks a reranker, a model that reads a question and a passage
// together, over the form of request that Cohere, Jina, vLLM and others share:
//
//	POST BASE_URL/rerank {"model", "query", "documents", "top_n"}
//	→ {"results": [{"index", "relevance_score"}]}
package rerank

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"

	"footnote/internal/config"
)

// maxReply bounds a reply, in bytes: some servers repeat every document.
const maxReply = 4 << 20

// A Client asks one server. It may be used from several goroutines.
type Client struct {
	cfg    config.Rerank
	client *http.Client
}

// New returns a client of the server that cfg names. How long to wait is said
// by the contexts.
func New(cfg config.Rerank) *Client {
	return &Client{cfg: cfg, client: &http.Client{CheckRedirect: refuseRedirect}}
}

// refuseRedirect keeps the key, and what people ask, at the configured server.
func refuseRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

type request struct {
	Model     string   `json:"model"`
	Query     string   `json:"query"`
	Documents []string `json:"documents"`
	TopN      int      `json:"top_n"`
}

type reply struct {
	Results []struct {
		Index int      `json:"index"`
		Score *float64 `json:"relevance_score"`
	} `json:"results"`
}

// Rerank returns how relevant each text is to a query: higher is better, on
// the model's own scale.
func (c *Client) Rerank(ctx context.Context, query string, texts []string) ([]float64, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	body, err := c.post(ctx, request{c.cfg.Model, query, texts, len(texts)})
	if err != nil {
		return nil, fmt.Errorf("rerank by %s: %w", c.cfg.Model, err)
	}
	scores, err := decode(body, len(texts))
	if err != nil {
		return nil, fmt.Errorf("rerank by %s: %w", c.cfg.Model, err)
	}
	return scores, nil
}

// Check asks for an order of two texts and returns why it gets none.
func (c *Client) Check(ctx context.Context) error {
	_, err := c.Rerank(ctx, "Which text is about a bridge?", []string{"The bridge is open.", "The library is closed."})
	return err
}

// post sends a request and returns the body of the reply. Its errors hold
// nothing that the server wrote, which may repeat the question.
func (c *Client) post(ctx context.Context, r request) ([]byte, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.cfg.BaseURL+"/rerank", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if c.cfg.Key.IsSet() {
		req.Header.Set("Authorization", "Bearer "+c.cfg.Key.Reveal())
	}
	resp, err := c.client.Do(req)
	if err != nil {
		return nil, plain(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d: check RERANK_BASE_URL, RERANK_API_KEY and RERANK_MODEL", resp.StatusCode)
	}
	got, err := io.ReadAll(io.LimitReader(resp.Body, maxReply+1))
	if err == nil && len(got) > maxReply {
		err = fmt.Errorf("reply of more than %d bytes", maxReply)
	}
	return got, err
}

// plain takes the address off an error: it may hold a key.
func plain(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// decode reads the scores of n texts.
func decode(body []byte, n int) ([]float64, error) {
	var r reply
	if json.Unmarshal(body, &r) != nil {
		return nil, errors.New("reply is not what a reranker gives")
	}
	scores := make([]float64, n)
	for i := range scores {
		scores[i] = math.NaN()
	}
	for _, one := range r.Results {
		if one.Index < 0 || one.Index >= n || one.Score == nil || !math.IsNaN(scores[one.Index]) {
			return nil, errors.New("reply has a result of no text, or without a score, or twice")
		}
		scores[one.Index] = *one.Score
	}
	if len(r.Results) != n {
		return nil, fmt.Errorf("reply has %d scores for %d texts", len(r.Results), n)
	}
	return scores, nil
}
