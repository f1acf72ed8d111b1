package trypage

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"footnote/internal/slacksim"
)

// An act is what a person did, as the page's script sends it.
type act struct {
	At      string            `json:"at"`      // the query of the page
	Channel string            `json:"channel"` // of a message
	TS      string            `json:"ts"`
	Text    string            `json:"text"`
	Thread  string            `json:"thread"`
	Block   string            `json:"block"`
	Action  string            `json:"action"`
	Value   string            `json:"value"`
	Name    string            `json:"name"`
	Values  map[string]string `json:"values"`
}

// A result is what the script is told: where to go, or what to say.
type result struct {
	Go  string `json:"go,omitempty"`
	Say string `json:"say,omitempty"`
}

// maxAct bounds what one act may hold, in bytes; a message has at most 40,000
// characters.
const maxAct = 1 << 20

// errSay is an error whose words are for the person who acts.
type errSay string

func (e errSay) Error() string { return string(e) }

// do does what a person did.
func (s *Server) do(w http.ResponseWriter, r *http.Request) {
	var a act
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAct)).Decode(&a); err != nil {
		http.Error(w, "This is no act of the page's.", http.StatusBadRequest)
		return
	}
	q, err := url.ParseQuery(strings.TrimPrefix(a.At, "?"))
	if err != nil {
		http.Error(w, "This is no place of the page's.", http.StatusBadRequest)
		return
	}
	res, err := s.act(r.Context(), r.PathValue("what"), s.spotOf(q), a)
	s.answer(w, r.PathValue("what"), res, err)
}

// answer tells the script what came of an act.
func (s *Server) answer(w http.ResponseWriter, what string, res result, err error) {
	var say errSay
	switch {
	case errors.As(err, &say):
		res.Say = string(say)
	case err != nil:
		s.cfg.Log.Warn("trypage act", "what", what, "err", err)
		res.Say = "That did not work: " + err.Error()
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(res) // who went away needs no word
}

// maxUpload bounds the files dropped at once, in bytes.
const maxUpload = 32 << 20

// upload posts files that a person dropped, with what they wrote beside them.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
	if err := r.ParseMultipartForm(maxUpload); err != nil {
		s.answer(w, "upload", result{}, errSay("These files are too large to try; 32 MB are enough for most."))
		return
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }() // temporary files of the system
	q, err := url.ParseQuery(strings.TrimPrefix(r.PostFormValue("at"), "?"))
	if err != nil {
		http.Error(w, "This is no place of the page's.", http.StatusBadRequest)
		return
	}
	var files []slacksim.File
	for _, part := range r.MultipartForm.File["file"] {
		f, err := readFile(part)
		if err != nil {
			s.answer(w, "upload", result{}, err)
			return
		}
		files = append(files, f)
	}
	at := s.spotOf(q)
	ts := s.cfg.Sim.Post(at.Channel, at.As, s.mentioned(r.PostFormValue("text")), slacksim.Say{ThreadTS: r.PostFormValue("thread"), Files: files})
	if ts == "" {
		s.answer(w, "upload", result{}, errSay("You are not in this channel."))
		return
	}
	s.answer(w, "upload", result{}, nil)
}

func readFile(part *multipart.FileHeader) (slacksim.File, error) {
	f, err := part.Open()
	if err != nil {
		return slacksim.File{}, err
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	if err != nil {
		return slacksim.File{}, err
	}
	kind := cmp.Or(part.Header.Get("Content-Type"), "application/octet-stream")
	return slacksim.File{Name: path.Base(part.Filename), Mimetype: kind, Content: string(content)}, nil
}

func (s *Server) act(ctx context.Context, what string, at spot, a act) (result, error) {
	sim := s.cfg.Sim
	switch what {
	case "say":
		return s.say(at, a)
	case "click":
		return result{}, s.click(at, a)
	case "react":
		s.react(at, a)
	case "submit":
		return result{}, sim.Submit(at.As, a.Values)
	case "dismiss":
		sim.Dismiss(at.As)
	case "stop":
		sim.StopStream(a.Channel, a.TS, at.As)
	case "shortcut":
		m, ok := sim.As(at.As).Message(a.Channel, a.TS)
		if !ok {
			return result{}, errSay("This message is gone.")
		}
		return result{}, sim.Shortcut(m, a.Name, at.As)
	case "scenario":
		return s.scenario(ctx, at, a)
	default:
		return result{}, errSay("Nothing is known of " + what + ".")
	}
	return result{}, nil
}

// say posts what a person wrote: a command where it begins with one, else a
// message. Who mentions the app in a channel is led into the thread, where
// the answer comes.
func (s *Server) say(at spot, a act) (result, error) {
	text := strings.TrimSpace(a.Text)
	if text == "" {
		return result{}, nil
	}
	if strings.HasPrefix(text, "/") {
		return result{}, s.command(at, text)
	}
	sim := s.cfg.Sim
	wire := s.mentioned(text)
	ts := sim.Post(at.Channel, at.As, wire, slacksim.Say{ThreadTS: a.Thread})
	if ts == "" {
		return result{}, errSay("You are not in this channel.")
	}
	direct := at.Channel == sim.IM(at.As)
	if a.Thread == "" && (direct || strings.Contains(wire, "<@"+sim.Bot()+">")) {
		return result{Go: at.in(at.Channel, ts).query()}, nil
	}
	return result{}, nil
}

// mentioned writes a text as Slack's own clients send it: escaped, and with
// the app's name as a mention.
func (s *Server) mentioned(text string) string {
	escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
	at := "@" + s.cfg.Sim.Name(s.cfg.Sim.Bot())
	i := strings.Index(strings.ToLower(escaped), strings.ToLower(at))
	if i < 0 {
		return escaped
	}
	return escaped[:i] + "<@" + s.cfg.Sim.Bot() + ">" + escaped[i+len(at):]
}

// command gives a slash command, as Slack does from the message box.
func (s *Server) command(at spot, text string) error {
	name, rest, _ := strings.Cut(text, " ")
	if !slices.ContainsFunc(s.cfg.Commands, func(c Command) bool { return c.Name == name }) {
		return errSay(fmt.Sprintf("%s is not a valid command.", name))
	}
	s.cfg.Sim.Slash(at.Channel, at.As, name, html.UnescapeString(strings.TrimSpace(rest)))
	return nil
}

// click presses a button of a message, or of the modal or Home where no
// message is named.
func (s *Server) click(at spot, a act) error {
	same := func(b slacksim.Button) bool {
		return b.BlockID == a.Block && b.ActionID == a.Action && b.Value == a.Value
	}
	if a.TS != "" {
		m, ok := s.cfg.Sim.As(at.As).Message(a.Channel, a.TS)
		i := slices.IndexFunc(m.Buttons(), same)
		if !ok || i < 0 {
			return errSay("This button is gone.")
		}
		return s.cfg.Sim.Press(m, m.Buttons()[i], at.As)
	}
	w, ok := s.cfg.Sim.Modal(at.As)
	if !ok {
		w, ok = s.cfg.Sim.Home(at.As)
	}
	i := slices.IndexFunc(w.Buttons(), same)
	if !ok || i < 0 {
		return errSay("This button is gone.")
	}
	return s.cfg.Sim.PressIn(w, w.Buttons()[i])
}

// react adds a reaction, or takes the person's own away.
func (s *Server) react(at spot, a act) {
	m, ok := s.cfg.Sim.As(at.As).Message(a.Channel, a.TS)
	if !ok {
		return
	}
	for _, r := range m.Reactions {
		if r.Name == a.Name && slices.Contains(r.Users, at.As) {
			s.cfg.Sim.Unreact(a.Channel, a.TS, at.As, a.Name)
			return
		}
	}
	s.cfg.Sim.React(a.Channel, a.TS, at.As, a.Name)
}

func (s *Server) scenario(ctx context.Context, at spot, a act) (result, error) {
	i := slices.IndexFunc(s.cfg.Scenarios, func(sc Scenario) bool { return sc.ID == a.Name })
	if i < 0 {
		return result{}, errSay("There is no such scenario.")
	}
	sc := s.cfg.Scenarios[i]
	if sc.Unavailable != nil {
		if why := sc.Unavailable(); why != "" {
			return result{}, errSay(why)
		}
	}
	to, err := sc.Run(ctx, at.As)
	s.cfg.Sim.Refresh() // the note may be another, which is no change of the workspace
	if err != nil {
		return result{}, err
	}
	if to == (Place{}) {
		return result{}, nil
	}
	return result{Go: at.in(cmp.Or(to.Channel, at.Channel), to.Thread).query()}, nil
}
