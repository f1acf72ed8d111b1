package slacksim

import (
	"maps"
	"slices"
	"time"
)

// An Order is how the two events of a mention follow each other.
type Order int

// The orders.
const (
	BySeed       Order = iota // either, picked by the seed
	MentionFirst              // app_mention, then message
	MessageFirst
)

// Delivery is how events travel from the workspace to the app.
type Delivery struct {
	Order  Order
	Copies int           // each envelope is sent so often; 0 for once
	Late   time.Duration // on the clock, before an event leaves
}

// SetDelivery changes how the events from now on travel.
func (s *Sim) SetDelivery(d Delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events.how = d
}

// emitMessage sends the events of a new message: message always, app_mention
// where the bot is mentioned outside a direct message.
func (s *Sim) emitMessage(c *conversation, m *message) {
	if m.Ephemeral != "" {
		return
	}
	event := s.wire(c, m)
	event["channel"], event["channel_type"], event["event_ts"] = c.ID, c.kind(), m.TS
	if m.broadcast {
		if root := c.find(m.ThreadTS); root != nil {
			event["root"] = s.wire(c, root)
		}
	}
	if !s.mentioned(c, m) {
		s.emitTo(c, event)
		return
	}
	send := []func(){func() { s.emitMention(event) }, func() { s.emitTo(c, event) }}
	if s.messageFirst() {
		send[0], send[1] = send[1], send[0]
	}
	send[0]()
	send[1]()
}

// mentioned reports whether the message makes an app_mention. A mention in a
// direct message makes none; one in a public channel does although the bot is
// not in it, and then the answer is refused with not_in_channel. Whether one in a
// /me message does is not documented: here it does not.
func (s *Sim) mentioned(c *conversation, m *message) bool {
	return m.BotID == "" && m.Subtype != "me_message" && c.IM == "" && mentions(m.Text, s.opts.BotUser) && (!c.Private || c.has(s.opts.BotUser))
}

// emitMention sends the app_mention of a message event.
func (s *Sim) emitMention(event obj) {
	mention := maps.Clone(event)
	mention["type"] = "app_mention"
	delete(mention, "channel_type")
	delete(mention, "subtype")
	s.emit(mention)
}

func (s *Sim) messageFirst() bool {
	if s.events.how.Order == BySeed {
		return s.rng.IntN(2) == 0
	}
	return s.events.how.Order == MessageFirst
}

// emitChanged sends message_changed with the message as it was and is.
func (s *Sim) emitChanged(c *conversation, m *message, before obj) {
	if m.Ephemeral != "" {
		return
	}
	s.emitTo(c, obj{
		"type": "message", "subtype": "message_changed", "channel": c.ID, "channel_type": c.kind(), "hidden": true,
		"message": s.wire(c, m), "previous_message": before, "ts": s.stamp(), "event_ts": s.stamp(),
	})
}

func (s *Sim) emitDeleted(c *conversation, m *message, before obj) {
	if m.Ephemeral != "" {
		return
	}
	s.emitTo(c, obj{
		"type": "message", "subtype": "message_deleted", "channel": c.ID, "channel_type": c.kind(), "hidden": true,
		"deleted_ts": m.TS, "previous_message": before, "ts": s.stamp(), "event_ts": s.stamp(),
	})
}

// emitTo sends an event of a conversation, if the bot is in it.
func (s *Sim) emitTo(c *conversation, event obj) {
	if c.has(s.opts.BotUser) {
		s.emit(event)
	}
}

// emit sends one event of the Events API, if the app subscribed to it.
func (s *Sim) emit(event obj) *delivery {
	kind, _ := event["type"].(string)
	if sub, ok := event["subtype"].(string); ok {
		kind += "." + sub
	}
	if !s.subscribed(event) {
		return nil
	}
	id := s.newID("Ev")
	return s.send(&delivery{Delivered: Delivered{Type: "events_api", Kind: kind, EventID: id}, payload: s.eventPayload(id, event)})
}

// subscribed reports whether the app hears of an event. One of a message goes
// by the kind of its conversation.
func (s *Sim) subscribed(event obj) bool {
	if s.opts.Events == nil {
		return true
	}
	name, _ := event["type"].(string)
	if kind, ok := event["channel_type"].(string); name == "message" && ok {
		name += map[string]string{"channel": ".channels", "group": ".groups", "im": ".im"}[kind]
	}
	return slices.Contains(s.opts.Events, name)
}

// eventPayload wraps an event, an obj or JSON text.
func (s *Sim) eventPayload(id string, event any) []byte {
	return mustJSON(obj{
		"token": "verification-token", "team_id": s.opts.TeamID, "context_team_id": s.opts.TeamID,
		"context_enterprise_id": nil, "api_app_id": s.opts.AppID, "event": event, "type": "event_callback",
		"event_id": id, "event_time": s.clock.Now().Unix(), "is_ext_shared_channel": false,
		"event_context": "4-" + id,
		"authorizations": []obj{{
			"enterprise_id": nil, "team_id": s.opts.TeamID, "user_id": s.opts.BotUser, "is_bot": true,
			"is_enterprise_install": false,
		}},
	})
}

// Event sends an event given as JSON: of a kind nobody knows, or one that
// makes no sense. It returns the event id.
func (s *Sim) Event(event string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.newID("Ev")
	s.send(&delivery{Delivered: Delivered{Type: "events_api", Kind: "raw", EventID: id}, payload: s.eventPayload(id, rawJSON(event))})
	return id
}

// Envelope sends an envelope of any type with any payload, given as JSON.
func (s *Sim) Envelope(typ, payload string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.send(&delivery{Delivered: Delivered{Type: typ, Kind: "raw"}, payload: []byte(payload)})
}
