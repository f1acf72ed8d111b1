package slacksim

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// How Slack repeats what was not acknowledged; slackapi/python-slack-events-api#93.
const (
	ackWithin  = 3 * time.Second
	maxRetries = 3
)

// Delivered is the record of one event, click or command on its way to the
// app.
type Delivered struct {
	Type     string // of the envelope: events_api, interactive, slash_commands
	Kind     string // the event's type, with its subtype after a dot
	EventID  string // empty for what is not an event
	Attempts int    // how often it was tried so far
	Sockets  []int  // which sockets it went to, one for each copy; see Socket.ID
	Acked    bool
	AckedBy  int           // the socket that acknowledged
	Response string        // JSON that came with the acknowledgement; empty without
	Lost     bool          // given up: never acknowledged
	Sent     time.Time     // when it was first tried, on the workspace's clock
	AckTook  time.Duration // from then until it was acknowledged
}

// A delivery is a Delivered with what is sent.
type delivery struct {
	Delivered
	payload []byte
	onAck   func(response []byte) // what an acknowledgement does; nil for nothing
}

// eventState is what is on its way. The Sim's mu guards it.
type eventState struct {
	how      Delivery
	holding  bool
	held     []*delivery
	sent     []*delivery
	envelope map[string]envelope // by its id, those that no socket has answered
}

// An envelope is a copy of a delivery on its way through a socket.
type envelope struct {
	*delivery
	sock *socket
}

func newEventState(how Delivery) eventState {
	return eventState{how: how, envelope: map[string]envelope{}}
}

// Hold keeps all deliveries back until Release.
func (s *Sim) Hold() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events.holding = true
}

// Release sends what Hold kept back, shuffled by the seed where asked.
func (s *Sim) Release(shuffled bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := s.events.held
	s.events.holding, s.events.held = false, nil
	if shuffled {
		s.rng.Shuffle(len(held), func(i, j int) { held[i], held[j] = held[j], held[i] })
	}
	for _, d := range held {
		s.dispatch(d)
	}
}

// Redeliver sends an event that was sent before once more, as Slack may at
// any time. It reports whether there is one.
func (s *Sim) Redeliver(eventID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.events.sent, func(d *delivery) bool { return d.EventID == eventID })
	if i < 0 {
		return false
	}
	s.firstAttempt(s.events.sent[i])
	return true
}

// send records a delivery and lets it go.
func (s *Sim) send(d *delivery) *delivery {
	s.events.sent = append(s.events.sent, d)
	if s.events.holding {
		s.events.held = append(s.events.held, d)
		return d
	}
	s.dispatch(d)
	return d
}

func (s *Sim) dispatch(d *delivery) {
	if late := s.events.how.Late; late > 0 {
		s.later(late, func() { s.firstAttempt(d) })
		return
	}
	s.firstAttempt(d)
}

func (s *Sim) firstAttempt(d *delivery) {
	s.attempt(d)
	if s.webhook != nil {
		return // which repeats by itself
	}
	s.later(ackWithin, func() { s.retry(d) })
}

// retry tries again what nobody acknowledged, and no longer waits for a word on
// further copies of what somebody did. Only events come again: a click
// or a command is lost at once, and the person sees that.
func (s *Sim) retry(d *delivery) {
	switch {
	case d.Acked:
		maps.DeleteFunc(s.events.envelope, func(_ string, e envelope) bool { return e.delivery == d })
		s.notify()
	case d.Type != "events_api" || d.Attempts > maxRetries:
		d.Lost = true
		s.notify()
	default:
		s.firstAttempt(d)
	}
}

// attempt sends the delivery's envelope to a socket, or to nobody where none
// is connected.
func (s *Sim) attempt(d *delivery) {
	if d.Attempts++; d.Attempts == 1 {
		d.Sent = s.clock.Now()
	}
	if s.webhook != nil {
		s.callWebhook(d)
		s.notify()
		return
	}
	for range max(1, s.events.how.Copies) {
		if sock := s.pickSocket(); sock != nil {
			id := s.newID("env-")
			s.events.envelope[id] = envelope{d, sock}
			d.Sockets = append(d.Sockets, sock.id)
			sock.write(s.envelopeJSON(id, d))
		}
	}
	s.notify()
}

func (s *Sim) envelopeJSON(id string, d *delivery) []byte {
	out := obj{
		"envelope_id": id, "type": d.Type, "accepts_response_payload": d.Type != "events_api",
		"payload": json.RawMessage(d.payload),
	}
	if d.Type == "events_api" {
		out["retry_attempt"], out["retry_reason"] = d.Attempts-1, ""
	}
	if d.Attempts > 1 {
		out["retry_reason"] = "timeout"
	}
	return mustJSON(out)
}

// acknowledged settles the delivery that an envelope carried.
func (s *Sim) acknowledged(sock *socket, id string, response []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.events.envelope[id].delivery
	if d == nil {
		return
	}
	delete(s.events.envelope, id)
	defer s.notify()
	if d.Acked {
		return
	}
	d.Acked, d.AckedBy, d.Response = true, sock.id, string(response)
	d.AckTook = s.clock.Now().Sub(d.Sent)
	if d.onAck != nil {
		d.onAck(response)
	}
}

// Deliveries returns the record of all that was sent to the app, oldest
// first.
func (v View) Deliveries() []Delivered {
	v.sim.mu.Lock()
	defer v.sim.mu.Unlock()
	var out []Delivered
	for _, d := range v.sim.events.sent {
		rec := d.Delivered
		rec.Sockets = slices.Clone(rec.Sockets)
		out = append(out, rec)
	}
	return out
}

// Settled reports whether everything sent to the app was acknowledged or
// given up, each copy of it that a connected socket was sent in the last 3 s.
func (v View) Settled() bool {
	v.sim.mu.Lock()
	defer v.sim.mu.Unlock()
	for _, e := range v.sim.events.envelope {
		if e.Acked && !e.sock.silent && slices.Contains(v.sim.sockets.live, e.sock) {
			return false
		}
	}
	return !slices.ContainsFunc(v.sim.events.sent, func(d *delivery) bool { return !d.Acked && !d.Lost })
}
