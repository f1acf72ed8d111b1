package admin

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

const token = "a long token"

// A tower is the handler behind a server, with a browser that keeps cookies
// itself and follows nothing.
type tower struct {
	t      *testing.T
	server *httptest.Server
}

func build(t *testing.T, cfg Config) tower {
	t.Helper()
	cfg.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	if cfg.Pages == nil {
		cfg.Pages = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "the pages, "+r.URL.Path) })
	}
	if cfg.Figures == nil {
		cfg.Figures = func(context.Context) (Figures, error) { return Figures{}, nil }
	}
	if cfg.Ready == nil {
		cfg.Ready = func(context.Context) error { return nil }
	}
	server := httptest.NewServer(New(cfg))
	t.Cleanup(server.Close)
	return tower{t, server}
}

func (w tower) do(method, path string, form url.Values, header http.Header) (*http.Response, string) {
	w.t.Helper()
	req, err := http.NewRequest(method, w.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	maps.Copy(req.Header, header)
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return resp, string(body)
}

func TestHealth(t *testing.T) {
	w := build(t, Config{Ready: func(context.Context) error { return errors.New("the library cannot be read: disk is gone") }})
	if resp, body := w.do("GET", "/healthz", nil, nil); resp.StatusCode != 200 || body != "ok\n" {
		t.Errorf("healthz: %d %q", resp.StatusCode, body)
	}
	if resp, body := w.do("GET", "/readyz", nil, nil); resp.StatusCode != 503 || !strings.Contains(body, "disk is gone") {
		t.Errorf("readyz: %d %q", resp.StatusCode, body)
	}
	if resp, _ := build(t, Config{}).do("GET", "/readyz", nil, nil); resp.StatusCode != 200 {
		t.Errorf("readyz: %d", resp.StatusCode)
	}
}

func TestMetrics(t *testing.T) {
	w := build(t, Config{Figures: func(context.Context) (Figures, error) {
		return Figures{
			Articles: 12, Chunks: 80, Behind: 3, Answers: map[string]int{"answered": 5, "not_found": 2}, AnswerSeconds: 4.5,
			InputTokens: 900, OutputTokens: 100, Cost: map[string]float64{"USD": 0.25}, Sources: map[string]int{"failing": 1}, Jobs: map[string]int{"waiting": 7}, Links: 2, Sockets: true, Waiting: 9,
		}, nil
	}})
	_, body := w.do("GET", "/metrics", nil, nil)
	for _, want := range []string{
		"footnote_articles 12\n", "footnote_index_chunks 80\n", "footnote_index_behind_changes 3\n", `footnote_answers_total{outcome="answered"} 5`,
		`footnote_answers_total{outcome="not_found"} 2`, "footnote_answer_seconds_total 4.5\n", `footnote_tokens_total{direction="input"} 900`,
		`footnote_cost_total{currency="USD"} 0.25`, `footnote_sources{health="failing"} 1`, `footnote_jobs{state="waiting"} 7`, "footnote_up 1\n", "footnote_writable 0\n", "footnote_slack_connections 2\n", "footnote_questions_waiting 9\n", "go_goroutines",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the metrics do not hold %q", want)
		}
	}
	w = build(t, Config{Figures: func(context.Context) (Figures, error) { return Figures{}, errors.New("locked") }})
	if resp, body := w.do("GET", "/metrics", nil, nil); resp.StatusCode != 200 || !strings.Contains(body, "footnote_up 0\n") || strings.Contains(body, "footnote_articles") {
		t.Errorf("metrics of a library that cannot be read: %d", resp.StatusCode)
	}
}

func TestLogin(t *testing.T) {
	w := build(t, Config{Token: token})
	for _, path := range []string{"/library", "/library/questions", "/read/x"} {
		if resp, body := w.do("GET", path, nil, nil); resp.StatusCode != 303 || resp.Header.Get("Location") != "/login" || strings.Contains(body, "the pages") {
			t.Errorf("%s without a token: %d %q", path, resp.StatusCode, body)
		}
	}
	if resp, body := w.do("POST", "/login", url.Values{"token": {"guess"}}, nil); resp.StatusCode != 401 || len(resp.Cookies()) > 0 || !strings.Contains(body, "not the token") {
		t.Errorf("a wrong token: %d %q", resp.StatusCode, body)
	}
	resp, _ := w.do("POST", "/login", url.Values{"token": {token}}, nil)
	if resp.StatusCode != 303 || len(resp.Cookies()) != 1 {
		t.Fatalf("the token: %d, %d cookies", resp.StatusCode, len(resp.Cookies()))
	}
	c := resp.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || strings.Contains(c.Value, token) {
		t.Errorf("the cookie is %v", c)
	}
	if _, body := w.do("GET", "/library", nil, http.Header{"Cookie": {c.Name + "=" + c.Value}}); body != "the pages, /library" {
		t.Errorf("with the cookie: %q", body)
	}
	if resp, _ := w.do("GET", "/library", nil, http.Header{"Cookie": {c.Name + "=" + token}}); resp.StatusCode != 303 {
		t.Errorf("with the token as cookie: %d", resp.StatusCode)
	}
	if _, body := w.do("GET", "/library", nil, http.Header{"Authorization": {"Bearer " + token}}); body != "the pages, /library" {
		t.Errorf("with the token in a header: %q", body)
	}
	if resp, _ := w.do("POST", "/login", url.Values{"token": {token}}, http.Header{"Sec-Fetch-Site": {"cross-site"}}); resp.StatusCode != 403 {
		t.Errorf("from another site: %d", resp.StatusCode)
	}
}

// TestClosed holds that without a token nobody is let in, with no token least
// of all.
func TestClosed(t *testing.T) {
	w := build(t, Config{})
	for _, header := range []http.Header{nil, {"Authorization": {"Bearer "}}, {"Cookie": {cookie + "="}}} {
		if resp, _ := w.do("GET", "/library", nil, header); resp.StatusCode != 303 {
			t.Errorf("with %v: %d", header, resp.StatusCode)
		}
	}
	if resp, _ := w.do("POST", "/login", url.Values{"token": {""}}, nil); resp.StatusCode != 401 {
		t.Errorf("an empty token: %d", resp.StatusCode)
	}
	if _, body := w.do("GET", "/login", nil, nil); !strings.Contains(body, "FOOTNOTE_ADMIN_TOKEN") {
		t.Errorf("the login does not say how to open it: %q", body)
	}
}
