package slacksim

import (
	"slices"
	"strings"
	"testing"
)

func TestLists(t *testing.T) {
	s := New(Options{})
	ada, bo := s.AddUser(User{Name: "ada"}), s.AddUser(User{Name: "bo"})
	s.AddChannel(Channel{Name: "news"}, ada, bo, s.Bot())
	s.AddChannel(Channel{Name: "deals", Private: true}, ada, s.Bot())
	s.IM(bo)
	names := func(v View) (out []string) {
		for _, c := range v.Channels() {
			out = append(out, c.Name)
		}
		return out
	}
	if got, want := names(s.As(ada)), []string{"deals", "news"}; !slices.Equal(got, want) {
		t.Errorf("channels of ada: %v, want %v", got, want)
	}
	if got := names(s.As(bo)); len(got) != 2 || slices.Contains(got, "deals") {
		t.Errorf("channels of bo: %v, want news and the direct message", got)
	}
	people := s.People()
	if len(people) != 2 || people[0].Name != "ada" || people[1].Name != "bo" {
		t.Errorf("people: %v, want ada and bo", people)
	}
}

// TestPress presses the second of two buttons that share their action id.
func TestPress(t *testing.T) {
	s := New(Options{})
	ada := s.AddUser(User{Name: "ada"})
	news := s.AddChannel(Channel{Name: "news"}, ada, s.Bot())
	blocks := Block{"type": "actions", "block_id": "b", "elements": []any{
		map[string]any{"type": "button", "action_id": "go", "value": "1", "text": map[string]any{"type": "plain_text", "text": "One"}},
		map[string]any{"type": "button", "action_id": "go", "value": "2", "text": map[string]any{"type": "plain_text", "text": "Two"}},
	}}
	m := &message{Message: Message{User: s.Bot(), BotID: "B", Blocks: []Block{blocks}}}
	s.mu.Lock()
	s.put(s.channels[news], m)
	s.mu.Unlock()
	got, _ := s.Message(news, m.TS)
	if err := s.Press(got, got.Buttons()[1], ada); err != nil {
		t.Fatal(err)
	}
	sent := s.events.sent
	if len(sent) != 1 || !strings.Contains(string(sent[0].payload), `"value":"2"`) {
		t.Errorf("a press sent %d deliveries, want one with the second button's value", len(sent))
	}
	if err := s.Press(got, Button{Label: "Three"}, ada); err == nil {
		t.Error("a button that is not there could be pressed")
	}
}
