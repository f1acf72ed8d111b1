package trypage

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"footnote/internal/blockkit"
	"footnote/internal/slacksim"
)

// A look is all that the page's templates show.
type look struct {
	At        spot
	Me        string
	App       string
	Note      string
	People    []choice
	Channels  []choice
	Direct    choice
	Home      choice
	Links     []choice
	Title     string
	Topic     string
	Private   bool
	IsDirect  bool
	Messages  []messageLook
	Thread    []messageLook
	Close     string // where the page is without the thread
	Status    string
	HomeTab   template.HTML
	Modal     *modalLook
	Prompts   []slacksim.Prompt
	Refused   []string
	Scenarios []scenarioLook
	Commands  []Command
	Shortcuts []Shortcut
}

// A choice is an entry of the sidebar.
type choice struct {
	Name, Href string
	Private    bool
	Chosen     bool
}

type scenarioLook struct {
	ID, Title, Hint, Unavailable string
}

// A messageLook is one message as the page shows it.
type messageLook struct {
	ID        string
	Channel   string
	TS        string
	Author    string
	Initial   string
	Tint      int // picks a colour of the stylesheet
	App       bool
	Clock     string
	Stamp     string
	Body      template.HTML
	Edited    bool
	Ephemeral bool
	Growing   bool // it is a stream that the viewer may stop
	Gone      string
	Reactions []reactionLook
	Files     []slacksim.File
	Replies   int
	Thread    string // where its thread is open
	Menu      []Shortcut
}

type reactionLook struct {
	Name, Emoji string
	Count       int
	Mine        bool
}

type modalLook struct {
	Title  string
	Body   template.HTML
	Submit bool
	Errors []string
}

// look gathers what a spot shows.
func (s *Server) look(at spot) look {
	view := s.cfg.Sim.As(at.As)
	l := look{At: at, App: s.cfg.App, Me: view.Name(at.As), Commands: s.cfg.Commands, Shortcuts: s.cfg.Shortcuts}
	if s.cfg.Note != nil {
		l.Note = s.cfg.Note()
	}
	s.sidebar(&l, view)
	l.Refused = s.refused()
	if w, ok := view.Modal(at.As); ok {
		l.Modal = s.modal(at, w)
	}
	if at.View == "home" {
		l.Title = s.cfg.App
		l.HomeTab = template.HTML(`<p class="muted">Opening…</p>`)
		if w, ok := view.Home(at.As); ok {
			l.HomeTab = s.showTo(at.As).Blocks(maps(w.Blocks))
		}
		return l
	}
	for _, m := range view.Messages(at.Channel) {
		l.Messages = append(l.Messages, s.message(at, view, m, false))
	}
	if at.Thread != "" {
		l.Close = at.in(at.Channel, "").query()
		for _, m := range view.Thread(at.Channel, at.Thread) {
			l.Thread = append(l.Thread, s.message(at, view, m, true))
		}
		l.Status = s.status(view.Status(at.Channel, at.Thread))
	}
	return l
}

// status is what the app says it is doing: the words that Slack shows by themselves,
// else those that it puts the app's name before.
func (s *Server) status(st slacksim.Status) string {
	switch {
	case st.Text == "":
		return ""
	case len(st.Loading) > 0:
		return st.Loading[0]
	}
	return s.cfg.App + " " + st.Text
}

func (s *Server) sidebar(l *look, view slacksim.View) {
	for _, p := range s.cfg.Sim.People() {
		l.People = append(l.People, choice{Name: p.Name, Href: spot{As: p.ID}.query(), Chosen: p.ID == l.At.As})
	}
	inChannel := l.At.View == "channel"
	for _, c := range view.Channels() {
		chosen := inChannel && c.ID == l.At.Channel
		if chosen {
			l.Title, l.Topic, l.Private, l.IsDirect = c.Name, c.Topic, c.Private, c.IM != ""
		}
		if c.IM == "" {
			l.Channels = append(l.Channels, choice{c.Name, l.At.in(c.ID, "").query(), c.Private, chosen})
		}
	}
	im := s.cfg.Sim.IM(l.At.As)
	if l.IsDirect {
		l.Title = s.cfg.App
		l.Prompts = view.Status(im, "").Prompts
	}
	l.Direct = choice{Name: "Messages", Href: l.At.in(im, "").query(), Chosen: inChannel && l.At.Channel == im}
	l.Home = choice{Name: "Home", Href: spot{As: l.At.As, View: "home"}.query(), Chosen: l.At.View == "home"}
	for _, link := range s.cfg.Links {
		l.Links = append(l.Links, choice{Name: link[0], Href: link[1]})
	}
	for _, sc := range s.cfg.Scenarios {
		x := scenarioLook{ID: sc.ID, Title: sc.Title, Hint: sc.Hint}
		if sc.Unavailable != nil {
			x.Unavailable = sc.Unavailable()
		}
		l.Scenarios = append(l.Scenarios, x)
	}
}

// shownRefusals is how many of the newest refusals the page names.
const shownRefusals = 3

// refused names the calls that Slack would have refused, newest first. What
// an app has to expect (a rate limit, a reaction that is there) is none.
func (s *Server) refused() []string {
	var out []string
	calls := s.cfg.Sim.Calls("")
	for i := len(calls) - 1; i >= 0 && len(out) < shownRefusals; i-- {
		if c := calls[i]; c.Error != "" && c.Error != "429" && c.Error != "already_reacted" {
			out = append(out, c.Method+": "+c.Error)
		}
	}
	return out
}

// message shows one message; in its thread it leads nowhere.
func (s *Server) message(at spot, view slacksim.View, m slacksim.Message, inThread bool) messageLook {
	name, kind := view.Name(m.User), "m-"
	if inThread { // what begins it may stand in the channel beside it
		kind = "t-"
	}
	x := messageLook{
		ID: kind + strings.ReplaceAll(m.TS, ".", "-"), Channel: m.Channel, TS: m.TS, Author: name, Initial: initial(name),
		Tint: tint(m.User), App: m.BotID != "", Edited: m.Edited && m.BotID == "", Ephemeral: m.Ephemeral != "",
		Growing: m.Stream == slacksim.Streaming, Files: m.Files, Body: s.body(at, m),
	}
	if at := instant(m.TS); !at.IsZero() {
		x.Clock, x.Stamp = at.Format("15:04"), at.Format(time.RFC3339)
	}
	if m.Stream == slacksim.StoppedByUser {
		x.Gone = "Stopped"
	}
	for _, r := range m.Reactions {
		look := reactionLook{Name: r.Name, Emoji: blockkit.Emoji(r.Name), Count: len(r.Users)}
		for _, u := range r.Users {
			look.Mine = look.Mine || u == at.As
		}
		x.Reactions = append(x.Reactions, look)
	}
	if m.Ephemeral == "" {
		x.Menu = s.cfg.Shortcuts
	}
	if !inThread {
		x.Replies = view.ReplyCount(m.Channel, m.TS)
		x.Thread = at.in(m.Channel, m.TS).query()
	}
	return x
}

// body shows what Slack shows of a message: its Markdown and blocks, and its
// text only where there is neither.
func (s *Server) body(at spot, m slacksim.Message) template.HTML {
	var out template.HTML
	show := s.showTo(at.As)
	if m.Markdown != "" {
		out += `<div class="block block-markdown">` + show.Markdown(m.Markdown) + `</div>`
	}
	out += show.Blocks(maps(m.Blocks))
	if out == "" {
		out = `<div class="text">` + show.Mrkdwn(m.Text) + `</div>`
	}
	return out
}

func (s *Server) modal(at spot, w slacksim.Window) *modalLook {
	m := &modalLook{Title: w.Title, Body: s.showTo(at.As).Blocks(maps(w.Blocks))}
	for _, b := range w.Blocks {
		m.Submit = m.Submit || b.Type() == "input"
	}
	for _, words := range w.Errors {
		m.Errors = append(m.Errors, words)
	}
	return m
}

func maps(blocks []slacksim.Block) []map[string]any {
	out := make([]map[string]any, len(blocks))
	for i, b := range blocks {
		out[i] = b
	}
	return out
}

// instant reads the time in a ts; the zero time where there is none.
func instant(ts string) time.Time {
	seconds, _, _ := strings.Cut(ts, ".")
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(n, 0)
}

func initial(name string) string {
	for _, r := range name {
		return strings.ToUpper(string(r))
	}
	return "?"
}

// tints is how many colours the stylesheet has for people.
const tints = 6

func tint(id string) int {
	n := 0
	for _, r := range id {
		n += int(r)
	}
	return n % tints
}

// String names a spot in logs.
func (at spot) String() string { return fmt.Sprintf("%s %s %s", at.View, at.Channel, at.Thread) }
