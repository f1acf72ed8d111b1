package slacksim_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/slacksim"
)

// TestSubscribed holds that the app hears of what it subscribed to, and of
// nothing else.
func TestSubscribed(t *testing.T) {
	sim := slacksim.New(slacksim.Options{Events: []string{"app_mention", "message.im", "reaction_added"}, Delivery: slacksim.Delivery{Order: slacksim.MentionFirst}})
	ada := sim.AddUser(slacksim.User{Name: "ada"})
	news := sim.AddChannel(slacksim.Channel{Name: "news"}, ada, sim.Bot())
	ts := sim.Mention(news, ada, "hi", slacksim.Say{})
	sim.DM(ada, "hi", slacksim.Say{})
	sim.React(news, ts, ada, "tada")
	sim.Unreact(news, ts, ada, "tada")
	sim.OpenHome(ada, "home")
	var got []string
	for _, d := range sim.Deliveries() {
		got = append(got, d.Kind)
	}
	if diff := cmp.Diff([]string{"app_mention", "message", "reaction_added"}, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}
