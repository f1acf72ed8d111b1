package trypage

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"footnote/internal/slacksim"
)

// A desk is a page with a workspace behind it and no app.
type desk struct {
	t         *testing.T
	sim       *slacksim.Sim
	server    *httptest.Server
	ada, bo   string
	news, sec string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, sim: slacksim.New(slacksim.Options{})}
	d.ada, d.bo = d.sim.AddUser(slacksim.User{Name: "ada"}), d.sim.AddUser(slacksim.User{Name: "bo"})
	d.news = d.sim.AddChannel(slacksim.Channel{Name: "news"}, d.ada, d.bo, d.sim.Bot())
	d.sec = d.sim.AddChannel(slacksim.Channel{Name: "secret", Private: true}, d.ada, d.sim.Bot())
	page, err := New(Config{
		Sim: d.sim, App: "footnote", Commands: []Command{{Name: "/ask", Hint: "QUESTION"}},
		Scenarios: []Scenario{
			{ID: "go", Title: "Go", Run: func(context.Context, string) (Place, error) { return Place{Channel: d.news, Thread: "1.0"}, nil }},
			{ID: "no", Title: "No", Unavailable: func() string { return "Not today." }},
		},
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	d.server = httptest.NewServer(page.Handler())
	t.Cleanup(d.server.Close)
	return d
}

func (d *desk) get(path string) string {
	d.t.Helper()
	resp, err := http.Get(d.server.URL + path)
	if err != nil {
		d.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		d.t.Fatalf("get %s: status %d, %v", path, resp.StatusCode, err)
	}
	return string(body)
}

// act does what a person did, as the script would send it.
func (d *desk) act(what string, a act) result {
	d.t.Helper()
	raw, err := json.Marshal(a)
	if err != nil {
		d.t.Fatal(err)
	}
	resp, err := http.Post(d.server.URL+"/do/"+what, "application/json", strings.NewReader(string(raw)))
	if err != nil {
		d.t.Fatal(err)
	}
	defer resp.Body.Close()
	var res result
	if err := json.NewDecoder(resp.Body).Decode(&res); err != nil {
		d.t.Fatalf("%s: %v", what, err)
	}
	return res
}

func TestSay(t *testing.T) {
	d := newDesk(t)
	at := "?as=" + d.ada + "&c=" + d.news
	res := d.act("say", act{At: at, Text: "hello @Footnote what <b>is</b> new?"})
	messages := d.sim.Messages(d.news)
	if len(messages) != 1 || messages[0].Text != "hello <@"+d.sim.Bot()+"> what &lt;b&gt;is&lt;/b&gt; new?" {
		t.Fatalf("what was said stands as %+v", messages)
	}
	if !strings.Contains(res.Go, "t="+messages[0].TS) {
		t.Errorf("who mentions the app is led to %q, want the thread", res.Go)
	}
	if res := d.act("say", act{At: at, Text: "just a word"}); res.Go != "" {
		t.Errorf("who says something to colleagues is led to %q", res.Go)
	}
	d.act("say", act{At: at, Text: "in the thread", Thread: messages[0].TS})
	if n := d.sim.ReplyCount(d.news, messages[0].TS); n != 1 {
		t.Errorf("%d replies, want 1", n)
	}
	page := d.get("/" + at + "&t=" + messages[0].TS)
	for _, want := range []string{`<span class="mention">@footnote</span> what &lt;b&gt;is&lt;/b&gt; new?`, "in the thread", "1 reply"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
}

func TestCommands(t *testing.T) {
	d := newDesk(t)
	at := "?as=" + d.ada + "&c=" + d.news
	if res := d.act("say", act{At: at, Text: "/nothing such"}); !strings.Contains(res.Say, "/nothing is not a valid command") {
		t.Errorf("an unknown command is answered %q", res.Say)
	}
	if res := d.act("say", act{At: at, Text: "/ask who & why?"}); res.Say != "" {
		t.Errorf("a command is answered %q", res.Say)
	}
	sent := d.sim.Deliveries()
	if len(sent) != 1 || sent[0].Type != "slash_commands" || sent[0].Kind != "/ask" {
		t.Errorf("sent to the app: %+v, want /ask alone", sent)
	}
}

func TestScenarios(t *testing.T) {
	d := newDesk(t)
	if res := d.act("scenario", act{Name: "go"}); !strings.Contains(res.Go, "t=1.0") {
		t.Errorf("a scenario leads to %q", res.Go)
	}
	for name, want := range map[string]string{"no": "Not today.", "none": "no such scenario"} {
		if res := d.act("scenario", act{Name: name}); !strings.Contains(res.Say, want) {
			t.Errorf("scenario %s says %q, want %q", name, res.Say, want)
		}
	}
}

func TestReactAndUnknown(t *testing.T) {
	d := newDesk(t)
	at := "?as=" + d.ada + "&c=" + d.news
	ts := d.sim.Post(d.news, d.bo, "look", slacksim.Say{})
	react := act{At: at, Channel: d.news, TS: ts, Name: "eyes"}
	d.act("react", react)
	if m, _ := d.sim.Message(d.news, ts); len(m.Reactions) != 1 {
		t.Errorf("reactions: %v, want one", m.Reactions)
	}
	if page := d.get("/" + at); !strings.Contains(page, "👀 1") {
		t.Error("the reaction is not shown")
	}
	d.act("react", react)
	if m, _ := d.sim.Message(d.news, ts); len(m.Reactions) != 0 {
		t.Errorf("reactions: %v, want none", m.Reactions)
	}
	if res := d.act("fly", act{At: at}); res.Say == "" {
		t.Error("an unknown act is done in silence")
	}
	if res := d.act("click", act{At: at, Channel: d.news, TS: ts, Action: "x"}); res.Say == "" {
		t.Error("a button that is not there is pressed in silence")
	}
}

// TestUpload drops a file with some words.
func TestUpload(t *testing.T) {
	d := newDesk(t)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("at", "?as="+d.ada+"&c="+d.news)
	form.WriteField("text", "look at this")
	part, err := form.CreateFormFile("file", "../notes.txt")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(part, "The bridge is open.")
	form.Close()
	resp, err := http.Post(d.server.URL+"/do/upload", form.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	messages := d.sim.Messages(d.news)
	if len(messages) != 1 || len(messages[0].Files) != 1 || messages[0].Files[0].Name != "notes.txt" || messages[0].Files[0].Content != "The bridge is open." {
		t.Fatalf("what was dropped stands as %+v", messages)
	}
	if page := d.get("/?as=" + d.ada + "&c=" + d.news); !strings.Contains(page, "📎 notes.txt") {
		t.Error("the page does not show the file")
	}
}

// TestPrivate holds that a person sees no channel that is not theirs, whatever
// the URL says.
func TestPrivate(t *testing.T) {
	d := newDesk(t)
	d.sim.Post(d.sec, d.ada, "the plan", slacksim.Say{Quiet: true})
	if page := d.get("/?as=" + d.ada + "&c=" + d.sec); !strings.Contains(page, "the plan") {
		t.Error("a member does not see what is said in a private channel")
	}
	page := d.get("/?as=" + d.bo + "&c=" + d.sec)
	if strings.Contains(page, "the plan") || strings.Contains(page, ">secret<") {
		t.Error("who is not in a private channel sees of it")
	}
	if res := d.act("say", act{At: "?as=" + d.bo + "&c=" + d.sec, Text: "let me in"}); res.Say != "" {
		t.Logf("said: %s", res.Say)
	}
	if n := len(d.sim.Messages(d.sec)); n != 1 {
		t.Errorf("%d messages in the private channel, want 1", n)
	}
}

// TestLinkToMessage holds that a link to a message of the workspace, as the app's Home
// has them, leads to its thread in the page, and that no two elements share an ID there.
func TestLinkToMessage(t *testing.T) {
	d := newDesk(t)
	root := d.sim.Post(d.news, d.ada, "a question", slacksim.Say{Quiet: true})
	reply := d.sim.Post(d.news, d.bo, "an answer", slacksim.Say{ThreadTS: root, Quiet: true})
	link := func(ts, behind string) string {
		return "<" + d.sim.URL() + "/archives/" + d.news + "/p" + strings.Replace(ts, ".", "", 1) + behind + "|look>"
	}
	d.sim.Post(d.sec, d.ada, link(reply, "?thread_ts="+root+"&amp;cid="+d.news)+" and "+link(root, ""), slacksim.Say{Quiet: true})
	at := "/?as=" + d.ada + "&c=" + d.news + "&t=" + root
	page := d.get("/?as=" + d.ada + "&c=" + d.sec)
	if want := `href="` + strings.ReplaceAll(at, "&", "&amp;") + `"`; strings.Count(page, want) != 2 {
		t.Errorf("the page has not two links %s:\n%s", want, page)
	}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(d.get(at), -1) {
		if seen[m[1]] {
			t.Errorf("two elements are called %s", m[1])
		}
		seen[m[1]] = true
	}
}

// TestEvents reads what a page hears when something is said.
func TestEvents(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.server.URL+"/events?as="+d.ada+"&c="+d.news, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	hears := func(region, want string) {
		t.Helper()
		for lines.Scan() {
			var e struct{ ID, HTML string }
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			if ok && json.Unmarshal([]byte(data), &e) == nil && e.ID == region && strings.Contains(e.HTML, want) {
				return
			}
		}
		t.Fatalf("the page never heard %q in %s: %v", want, region, lines.Err())
	}
	hears("refused", "refused")
	d.sim.Post(d.news, d.bo, "first word", slacksim.Say{Quiet: true})
	hears("messages", "first word")
	d.sim.React(d.news, d.sim.Messages(d.news)[0].TS, d.bo, "tada")
	hears("messages", "🎉 1")
}

func TestGuard(t *testing.T) {
	done := 0
	h := Guard("127.0.0.1:8642", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { done++ }))
	for _, test := range []struct {
		name, method, host string
		header             map[string]string
		status             int
	}{
		{"own page", "GET", "localhost:8642", nil, 200},
		{"by number", "GET", "127.0.0.1:8642", nil, 200},
		{"by number of version 6", "GET", "[::1]:8642", nil, 200},
		{"own act", "POST", "localhost:8642", map[string]string{"Origin": "http://localhost:8642", "Sec-Fetch-Site": "same-origin"}, 200},
		{"no browser", "POST", "localhost:8642", nil, 200},
		{"a rebound name", "GET", "evil.example:8642", nil, 421},
		{"another port", "GET", "localhost:1", nil, 421},
		{"no host", "GET", "", nil, 421},
		{"another site", "POST", "localhost:8642", map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403},
		{"another port of this machine", "POST", "localhost:8642", map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{"an old browser", "POST", "localhost:8642", map[string]string{"Origin": "https://evil.example"}, 403},
		{"from nowhere", "POST", "localhost:8642", map[string]string{"Origin": "null"}, 403},
	} {
		t.Run(test.name, func(t *testing.T) {
			done = 0
			r := httptest.NewRequest(test.method, "http://localhost/do/say", nil)
			r.Host = test.host
			for name, value := range test.header {
				r.Header.Set(name, value)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != test.status || (done == 1) != (test.status == 200) {
				t.Errorf("status %d, done %d times; want status %d", w.Code, done, test.status)
			}
			if csp := w.Header().Get("Content-Security-Policy"); test.status == 200 && !strings.Contains(csp, "script-src 'self'") {
				t.Errorf("the policy is %q", csp)
			}
		})
	}
}

// TestDrawOnce holds that pages at one spot share what is drawn, and that a
// change, or another spot, is drawn anew.
func TestDrawOnce(t *testing.T) {
	sim := slacksim.New(slacksim.Options{})
	ada, bo := sim.AddUser(slacksim.User{Name: "ada"}), sim.AddUser(slacksim.User{Name: "bo"})
	news := sim.AddChannel(slacksim.Channel{Name: "news"}, ada, bo, sim.Bot())
	for _, who := range []string{ada, bo} {
		sim.IM(who) // opened by the first look, which is a change
	}
	drawn := 0
	s, err := New(Config{Sim: sim, App: "footnote", Note: func() string { drawn++; return "" }, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	draw := func(as, thread, want string, times int) {
		t.Helper()
		for range 50 {
			html, err := s.draw(spot{As: as, View: "channel", Channel: news, Thread: thread})
			if err != nil || !strings.Contains(html["messages"], want) {
				t.Fatalf("draw: %v; %q is not in %q", err, want, html["messages"])
			}
		}
		if drawn != times {
			t.Errorf("drawn %d times, want %d", drawn, times)
		}
	}
	draw(ada, "", "Nothing is said", 1)
	sim.Post(news, bo, "hello", slacksim.Say{Quiet: true})
	draw(ada, "", "hello", 2)
	draw(bo, "", "hello", 3)
	sim.Refresh()
	draw(bo, "", "hello", 4)
	for i := range mostDrawings + 1 {
		draw(ada, fmt.Sprint(i), "hello", 5+i)
	}
	if len(s.drawings) > mostDrawings {
		t.Errorf("%d drawings are kept, want %d at most", len(s.drawings), mostDrawings)
	}
}
