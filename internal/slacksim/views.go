package slacksim

import (
	"encoding/json"
)

func viewMethods() map[string]method {
	return map[string]method{
		"views.publish": {do: (*Sim).publishView, tier: tier4},
		"views.open":    {do: (*Sim).openView, tier: tier4},
		"views.push":    {do: (*Sim).openView, tier: tier4},
		"views.update":  {do: (*Sim).updateView, tier: tier4},
	}
}

// A Window is a modal or a Home as it stands.
type Window struct {
	ID         string
	Type       string // home or modal
	CallbackID string
	Title      string
	User       string // who sees it
	Blocks     []Block
	Metadata   string            // private_metadata
	Errors     map[string]string // what the app said of the inputs, by block id
}

type viewState struct {
	home  map[string]*Window // by user
	modal map[string]*Window // by user: the topmost
}

func newViewState() viewState {
	return viewState{home: map[string]*Window{}, modal: map[string]*Window{}}
}

// Home returns a person's App Home; false where none was published.
func (v View) Home(user string) (Window, bool) {
	v.sim.mu.Lock()
	defer v.sim.mu.Unlock()
	return copyWindow(v.sim.views.home[user])
}

// Modal returns the modal in front of a person; false where there is none.
func (v View) Modal(user string) (Window, bool) {
	v.sim.mu.Lock()
	defer v.sim.mu.Unlock()
	return copyWindow(v.sim.views.modal[user])
}

func copyWindow(w *Window) (Window, bool) {
	if w == nil {
		return Window{}, false
	}
	return *w, true
}

// maxTitle is the longest title of a modal;
// https://docs.slack.dev/reference/views/modal-views
const maxTitle = 24

// readView reads and checks the view argument.
func (s *Sim) readView(in args, typ string) (*Window, error) {
	var v struct {
		Type       string `json:"type"`
		CallbackID string `json:"callback_id"`
		Title      struct {
			Text string `json:"text"`
		} `json:"title"`
		Blocks   json.RawMessage `json:"blocks"`
		Metadata string          `json:"private_metadata"`
	}
	if json.Unmarshal([]byte(in.str("view")), &v) != nil || v.Type != typ {
		return nil, fail("invalid_arguments")
	}
	if typ == "modal" && (v.Title.Text == "" || len([]rune(v.Title.Text)) > maxTitle) {
		return nil, &BlockError{"invalid_arguments", []string{"[ERROR] must be 1 to 24 characters [json-pointer:/view/title/text]"}}
	}
	blocks, err := parseBlocks(OnView, v.Blocks)
	if err != nil {
		return nil, err
	}
	return &Window{
		ID: s.newID("V"), Type: typ, CallbackID: v.CallbackID, Title: v.Title.Text, Blocks: blocks, Metadata: v.Metadata,
	}, nil
}

func (s *Sim) wireView(w *Window) obj {
	return obj{"view": obj{
		"id": w.ID, "team_id": s.opts.TeamID, "type": w.Type, "callback_id": w.CallbackID, "blocks": w.Blocks,
		"private_metadata": w.Metadata, "hash": "1." + w.ID, "app_id": s.opts.AppID, "bot_id": s.opts.BotID,
		"title": obj{"type": "plain_text", "text": w.Title}, "state": obj{"values": obj{}},
	}}
}

func (s *Sim) publishView(in args) (obj, error) {
	user := in.str("user_id")
	if s.users[user] == nil {
		return nil, fail("user_not_found")
	}
	w, err := s.readView(in, "home")
	if err != nil {
		return nil, err
	}
	if old := s.views.home[user]; old != nil {
		w.ID = old.ID
	}
	w.User = user
	s.views.home[user] = w
	s.notify()
	return s.wireView(w), nil
}

func (s *Sim) openView(in args) (obj, error) {
	user, err := s.exchangeTrigger(in.str("trigger_id"))
	if err != nil {
		return nil, err
	}
	w, err := s.readView(in, "modal")
	if err != nil {
		return nil, err
	}
	w.User = user
	s.views.modal[user] = w
	s.notify()
	return s.wireView(w), nil
}

func (s *Sim) updateView(in args) (obj, error) {
	for _, open := range []map[string]*Window{s.views.modal, s.views.home} {
		for user, old := range open {
			if old.ID != in.str("view_id") {
				continue
			}
			w, err := s.readView(in, old.Type)
			if err != nil {
				return nil, err
			}
			w.ID, w.User = old.ID, user
			open[user] = w
			s.notify()
			return s.wireView(w), nil
		}
	}
	return nil, fail("not_found")
}

// OpenHome is a person opening a tab of the app's: "home" or "messages".
func (s *Sim) OpenHome(user, tab string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	event := obj{
		"type": "app_home_opened", "user": user, "channel": s.im(user).ID, "tab": tab, "event_ts": s.stamp(),
	}
	if w := s.views.home[user]; w != nil && tab == "home" {
		event["view"] = s.wireView(w)["view"]
	}
	s.emit(event)
}
