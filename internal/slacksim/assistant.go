package slacksim

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// statusLife is how long a status stands without another word;
// https://docs.slack.dev/reference/methods/assistant.threads.setStatus
const statusLife = 2 * time.Minute

func assistantMethods() map[string]method {
	return map[string]method{
		"assistant.threads.setStatus":           {do: (*Sim).setStatus, scope: "chat:write", tier: tier4},
		"assistant.threads.setTitle":            {do: (*Sim).setTitle, scope: "assistant:write", tier: tier3},
		"assistant.threads.setSuggestedPrompts": {do: (*Sim).setPrompts, scope: "assistant:write", tier: tier3},
	}
}

// A threadKey names a thread of the workspace.
type threadKey struct{ channel, ts string }

// A Status is what the app says of a thread.
type Status struct {
	Text    string // "is searching…"; empty where it says nothing
	Loading []string
	Title   string
	Prompts []Prompt
	set     int // counts settings, so that an old one's end is known
}

// A Prompt is offered to a person to send.
type Prompt struct {
	Title   string `json:"title"`
	Message string `json:"message"`
}

// Status returns what the app says of a thread now.
func (v View) Status(channel, ts string) Status {
	v.sim.mu.Lock()
	defer v.sim.mu.Unlock()
	st := v.sim.statuses[threadKey{channel, ts}]
	if st == nil {
		return Status{}
	}
	out := *st
	out.Loading, out.Prompts = slices.Clone(st.Loading), slices.Clone(st.Prompts)
	return out
}

// assistantThread returns the status of the thread that a call is about.
func (s *Sim) assistantThread(in args) (*Status, error) {
	c, err := s.writable(in.str("channel_id"))
	if err != nil {
		return nil, err
	}
	ts := in.str("thread_ts")
	if ts != "" && c.find(ts) == nil {
		return nil, fail("invalid_thread_ts")
	}
	key := threadKey{c.ID, ts}
	if s.statuses[key] == nil {
		s.statuses[key] = &Status{}
	}
	return s.statuses[key], nil
}

func (s *Sim) setStatus(in args) (obj, error) {
	st, err := s.assistantThread(in)
	switch {
	case err != nil:
		return nil, err
	case !in.has("thread_ts"):
		return nil, fail("invalid_thread_ts")
	}
	loading, err := readList(in.str("loading_messages"))
	if err != nil || len(loading) > 10 {
		return nil, fail("invalid_arguments")
	}
	st.set++
	st.Text, st.Loading = in.str("status"), loading
	mine := st.set
	s.later(statusLife, func() {
		if st.set == mine {
			st.Text, st.Loading = "", nil
			s.notify()
		}
	})
	s.notify()
	return nil, nil
}

// clearStatus ends a thread's status when the app answers in it.
func (s *Sim) clearStatus(c *conversation, m *message) {
	if st := s.statuses[threadKey{c.ID, m.ThreadTS}]; st != nil {
		st.Text, st.Loading = "", nil
	}
}

// readList reads a JSON array or words divided by commas.
func readList(raw string) ([]string, error) {
	if raw == "" {
		return nil, nil
	}
	if !strings.HasPrefix(raw, "[") {
		return strings.Split(raw, ","), nil
	}
	var out []string
	err := json.Unmarshal([]byte(raw), &out)
	return out, err
}

func (s *Sim) setTitle(in args) (obj, error) {
	st, err := s.assistantThread(in)
	if err != nil {
		return nil, err
	}
	st.Title = in.str("title")
	s.notify()
	return nil, nil
}

// maxPrompts is how many prompts a thread can offer;
// https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts
const maxPrompts = 4

func (s *Sim) setPrompts(in args) (obj, error) {
	st, err := s.assistantThread(in)
	if err != nil {
		return nil, err
	}
	var prompts []Prompt
	if json.Unmarshal([]byte(in.str("prompts")), &prompts) != nil || len(prompts) == 0 || len(prompts) > maxPrompts {
		return nil, fail("invalid_arguments")
	}
	st.Prompts = prompts
	s.notify()
	return nil, nil
}
