package slacksim

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestWebhook has an app called over HTTP: it refuses the first two attempts
// at an event, and answers a command at once.
func TestWebhook(t *testing.T) {
	type called struct{ path, body, retry, signature string }
	calls := make(chan called, 8)
	events := 0
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		calls <- called{r.URL.Path, string(body), r.Header.Get("X-Slack-Retry-Num"), r.Header.Get("X-Slack-Signature")}
		switch {
		case r.URL.Path == "/commands":
			io.WriteString(w, `{"text":"at work"}`)
		default:
			if events++; events <= 2 {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		}
	}))
	t.Cleanup(app.Close)
	clock := NewClock(time.Date(2026, 5, 5, 9, 0, 0, 0, time.UTC))
	s := New(Options{Clock: clock})
	ada := s.AddUser(User{Name: "ada"})
	news := s.AddChannel(Channel{Name: "news"}, ada, s.Bot())
	s.SetWebhook(Webhook{URL: app.URL, Secret: "s", Events: "/events", Commands: "/commands", Interactivity: "/interactivity"})

	wait := func(cond func(View) bool) {
		t.Helper()
		if err := s.Wait(t.Context(), cond); err != nil {
			t.Fatal(err)
		}
	}

	s.Slash(news, ada, "/ask", "who & why?")
	got := <-calls
	form, err := url.ParseQuery(got.body)
	if err != nil || got.path != "/commands" || form.Get("text") != "who & why?" || !strings.HasPrefix(got.signature, "v0=") {
		t.Errorf("the command came as %+v, %v", got, err)
	}
	wait(func(v View) bool { return strings.Contains(v.Text(news), "at work") })

	s.Post(news, ada, "hello", Say{})
	for _, retry := range []string{"", "1"} { // at once
		if got := <-calls; got.path != "/events" || got.retry != retry || !strings.Contains(got.body, "hello") {
			t.Errorf("the event came as %+v, want retry %q", got, retry)
		}
	}
	for later := false; !later; { // the third attempt is due once the second has failed
		select {
		case got := <-calls:
			if later = true; got.retry != "2" {
				t.Errorf("the event came as %+v, want retry 2", got)
			}
		default:
			clock.Advance(time.Minute)
			runtime.Gosched()
		}
	}
	wait(View.Settled)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
