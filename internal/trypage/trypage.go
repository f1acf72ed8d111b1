// Package trypage is a page that looks and feels like a small Slack, over a
// simulated workspace: channels, threads, direct messages, the app's Home,
// modals, commands and a message box. It shows the blocks and streams that
// the bot really sent, and names what Slack would have refused. New makes a
// Server, whose Handler serves the page.
//
//	GET  /                 the workspace as one person sees it
//	GET  /events           what changes on it, as server-sent events
//	POST /do/…             what a person does: write, click, react, submit, drop a file
//
// The page is written on the server. Its script, of this package, puts what
// comes by /events in place and sends what people do; there is no build step,
// and nothing is loaded from elsewhere.
package trypage

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"footnote/internal/blockkit"
	"footnote/internal/slacksim"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"composer": func(id, label, thread string) composer { return composer{id, label, thread} },
	"prefix":   func(l look) string { return map[bool]string{false: "#"}[l.IsDirect] },
}).ParseFS(templateFiles, "templates/*.html"))

// A composer is a message box.
type composer struct {
	ID, Label, Thread string
}

// A Command is a slash command that the message box completes.
type Command struct {
	Name string // with its slash
	Hint string // what may follow it
}

// A Shortcut is an entry of a message's menu.
type Shortcut struct {
	CallbackID string
	Name       string
}

// A Scenario is a button for those who only want to look.
type Scenario struct {
	ID    string
	Title string
	Hint  string
	// Unavailable says why the button cannot be pressed; empty where it can.
	Unavailable func() string
	// Run does it in the name of a person, and returns where to look then;
	// a zero Place stays where one is.
	Run func(ctx context.Context, user string) (Place, error)
}

// A Place is what the page shows: one channel and perhaps one of its threads.
type Place struct {
	Channel, Thread string
}

// Config is what a Server is made of.
type Config struct {
	Sim       *slacksim.Sim
	App       string // what the bot is called
	Commands  []Command
	Shortcuts []Shortcut
	Scenarios []Scenario
	// Note is a line above the workspace, such as who writes the answers.
	Note func() string
	// Link says where a link in a message leads; nil to leave it as it is.
	Link func(raw string) string
	// Links are further pages that the sidebar leads to, name and path.
	Links [][2]string
	Log   *slog.Logger
}

// A Server serves the page.
type Server struct {
	cfg Config

	mu       sync.Mutex
	drawings map[spot]drawing
}

// New returns a Server.
func New(cfg Config) (*Server, error) {
	if cfg.Sim == nil || cfg.Log == nil {
		return nil, errors.New("new page: no workspace or no logger")
	}
	s := &Server{cfg: cfg, drawings: map[spot]drawing{}}
	return s, nil
}

// showTo shows blocks to a person, whom links to messages lead to these in the page.
func (s *Server) showTo(person string) blockkit.Renderer {
	link := func(raw string) string {
		if channel, thread, ok := s.messageLink(raw); ok {
			return spot{As: person, View: "channel", Channel: channel, Thread: thread}.query()
		}
		if s.cfg.Link != nil {
			return s.cfg.Link(raw)
		}
		return raw
	}
	return blockkit.Renderer{User: s.cfg.Sim.Name, Channel: s.channelName, Link: link}
}

// permalink is what stands in a link to a message behind the address of its
// workspace: its channel, its ts without the dot, and its thread if it is in one.
var permalink = regexp.MustCompile(`^/archives/(\w+)/p(\d{10})(\d{6})(?:\?thread_ts=([\d.]+))?`)

// messageLink reads a link to a message of the workspace: the channel, and the thread
// that it is of or could begin.
func (s *Server) messageLink(raw string) (channel, thread string, ok bool) {
	rest, ok := strings.CutPrefix(raw, s.cfg.Sim.URL())
	m := permalink.FindStringSubmatch(rest)
	if !ok || m == nil {
		return "", "", false
	}
	return m[1], cmp.Or(m[4], m[2]+"."+m[3]), true
}

// Handler serves the page to a browser on this machine; see Guard for who
// else may ask.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	static, err := fs.Sub(staticFiles, "static")
	if err != nil {
		panic(err) // unreachable: the folder is embedded
	}
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(static)))
	mux.HandleFunc("GET /{$}", s.page)
	mux.HandleFunc("GET /events", s.events)
	mux.HandleFunc("POST /do/upload", s.upload)
	mux.HandleFunc("POST /do/{what}", s.do)
	return mux
}

func (s *Server) channelName(id string) string {
	for _, c := range s.cfg.Sim.Channels() {
		if c.ID == id {
			return c.Name
		}
	}
	return id
}

// A spot is where in the workspace a page stands, and who looks at it.
type spot struct {
	As      string // a person's id
	View    string // "channel" or "home"
	Channel string
	Thread  string // empty where none is open
}

// spotOf reads a spot from a URL; what is missing or unknown gives way to the
// first person and the first channel.
func (s *Server) spotOf(q url.Values) spot {
	at := spot{As: q.Get("as"), View: q.Get("view"), Channel: q.Get("c"), Thread: q.Get("t")}
	people := s.cfg.Sim.People()
	if !hasPerson(people, at.As) && len(people) > 0 {
		at.As = people[0].ID
	}
	if at.View != "home" {
		at.View = "channel"
	}
	channels := s.cfg.Sim.As(at.As).Channels()
	if !hasChannel(channels, at.Channel) {
		at.Channel, at.Thread = "", ""
		for _, c := range channels {
			if c.IM == "" && (at.Channel == "" || !c.Private) {
				at.Channel = c.ID
				if !c.Private {
					break
				}
			}
		}
	}
	return at
}

func hasPerson(people []slacksim.User, id string) bool {
	for _, p := range people {
		if p.ID == id {
			return true
		}
	}
	return false
}

func hasChannel(channels []slacksim.Channel, id string) bool {
	for _, c := range channels {
		if c.ID == id {
			return true
		}
	}
	return false
}

// query writes a spot as spotOf reads it.
func (at spot) query() string {
	q := url.Values{"as": {at.As}}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	if at.View == "home" {
		set("view", at.View)
	}
	set("c", at.Channel)
	set("t", at.Thread)
	return "/?" + q.Encode()
}

func (at spot) in(channel, thread string) spot {
	return spot{As: at.As, View: "channel", Channel: channel, Thread: thread}
}

// page serves the whole page.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	at := s.spotOf(r.URL.Query())
	if at.View == "home" {
		s.cfg.Sim.OpenHome(at.As, "home")
	}
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, "page.html", s.look(at)); err != nil {
		s.cfg.Log.Error("trypage page", "err", err)
		http.Error(w, "This page could not be written; the log says why.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(b.String())) // who went away needs no word
}
