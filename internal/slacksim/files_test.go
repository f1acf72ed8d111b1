package slacksim_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"footnote/internal/slacksim"
)

func TestDownload(t *testing.T) {
	sim := slacksim.New(slacksim.Options{Scopes: []string{"files:read"}})
	if err := sim.Start(); err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	ada := sim.AddUser(slacksim.User{Name: "ada"})
	news := sim.AddChannel(slacksim.Channel{Name: "news"}, ada, sim.Bot())
	ts := sim.Post(news, ada, "look", slacksim.Say{Files: []slacksim.File{{Name: "a b.md", Mimetype: "text/markdown", Content: "# Hi"}}})
	m, _ := sim.Message(news, ts)
	f := m.Files[0]
	if f.ID == "" || f.Size != 4 || m.Subtype != "file_share" {
		t.Fatalf("posted %+v as %q", f, m.Subtype)
	}
	sim.Fault("files.download", slacksim.Fault{Status: 503})
	for _, tt := range []struct {
		token, want string
		status      int
	}{
		{sim.BotToken(), "<html>", 503}, {sim.BotToken(), "# Hi", 200}, {"xoxb-wrong", "Sign in", 200}, {"", "Sign in", 200},
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+tt.token)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != tt.status || !strings.Contains(string(body), tt.want) {
			t.Errorf("with the token %q: %d %q, %v; want %d %q", tt.token, resp.StatusCode, body, err, tt.status, tt.want)
		}
	}
}
