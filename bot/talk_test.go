package bot

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/slacksim"
)

func TestChat(t *testing.T) {
	for text, want := range map[string]chat{
		"": aboutBot, "?": aboutBot, "help": aboutBot, "Who are you?": aboutBot, "what can you do for me?": aboutBot, "Was kannst du?": aboutBot,
		"hi there!": greeting, "Good morning": greeting, "Hey Footnote :wave:": greeting, "Guten Morgen zusammen": greeting,
		"thanks!": courtesy, "Thank you so much, very helpful": courtesy, ":+1:": courtesy, "👍": courtesy, "hm ok": courtesy, "that's great": courtesy,
		"vielen Dank": courtesy,

		"add https://a.example/x to the library": adding, "Can you add this article: https://a.example/x please": adding, "save https://a.example/x and https://a.example/y": adding,
		"ping": greeting, "I have a question": greeting,

		"add up the costs of https://a.example/x": noChat, "Does https://a.example/x add anything?": noChat, "add this": noChat,
		"is this right": noChat, "was it": noChat,
		"help me find the deal": noChat, "Good morning, is the bridge open?": noChat, "good bids?": noChat, "good for Norwind": noChat,
		"is it?": noChat, "Thanks, and the price?": noChat, "May": noChat, "Hello Fresh": noChat, "the answer of Norwind": noChat, "Is this right?": noChat,
	} {
		if got := chatOf(text); got != want {
			t.Errorf("chatOf(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestAsks(t *testing.T) {
	for text, want := range map[string]bool{
		"And since when?": true, "and in Sweden": true, "what did they pay": true, "Norrsund?": true, "ok, and who approved it": true, "shorter please": true,
		"translate that to German": true, "no, I meant Norrsund": true, "No, the other one": true, "Can you summarise that": true, "could you tell us more": true,
		"tl;dr": true, "Thanks! When will it open": true, "in which year": true, "Und seit wann?": true, "wer hat es gekauft": true, "市長は誰ですか": true,
		"for how much": true, "what about Google": true, "the other bidder": true, "show me the earlier ones": true, "as a list": true, "as bullet points please": true,

		"I agree with ada": false, "what do you think?": false, "Should we tell the others?": false, "did you read it, Bo?": false, "we should buy some": false,
		"that is good news for us": false, "Interesting, my brother works there.": false, "see you at lunch": false, "and we told them so": false,
		"any thoughts?": false, "I'll ask legal.": false, "The board meets on Friday.": false, "Was meinst du?": false, "no way": false,
	} {
		if got := asks(text); got != want {
			t.Errorf("asks(%q) = %v, want %v", text, got, want)
		}
	}
}

// TestAddByMention asks to add what a message links to: it is added as by a mark, for
// who is there, and the message says so by a small sign, before anybody would take over
// what was begun.
func TestAddByMention(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), func(c *Config) { c.Adder = &adderFake{store: l.store} })
	b.pace.takeOver = time.Hour
	l.run(b)
	ts := l.Mention(l.news, l.ada, "can you add <https://a.example/1> to the library?", slacksim.Say{})
	l.wait("a sign", func(v slacksim.View) bool { m, _ := v.Message(l.news, ts); return len(m.Reactions) == 1 })
	l.idle(b)
	if m, _ := l.Message(l.news, ts); m.Reactions[0].Name != collectedMark || len(l.Replies(l.news, ts)) != 0 || len(l.questions()) != 0 {
		t.Errorf("reactions %+v, asked %v:\n%s", m.Reactions, l.questions(), l.ThreadText(l.news, ts))
	}
	if _, err := l.store.FindArticleFor(t.Context(), nil, "https://a.example/1"); err != nil {
		t.Error(err)
	}
}

// TestChatting has people greet, thank and talk to each other: nothing is
// searched for, and nobody is talked over.
func TestChatting(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	l.run(b)
	root := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
	l.reply(l.news, root)
	bob := l.AddUser(slacksim.User{Name: "bob"})
	l.Join(l.news, bob)
	l.Post(l.news, bob, "I agree with ada, it looks bad", slacksim.Say{ThreadTS: root})
	l.Post(l.news, l.ada, "what do you think we should do?", slacksim.Say{ThreadTS: root})
	thanks := l.Mention(l.news, l.ada, "thank you, that helps :tada:", slacksim.Say{ThreadTS: root})
	nod := l.DM(l.ada, ":eyes:", slacksim.Say{})
	hello := l.DM(l.ada, "Good morning!", slacksim.Say{})
	l.finished(l.IM(l.ada), hello)
	l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
	l.idle(b)
	if got := len(l.questions()); got != 1 {
		t.Errorf("%d questions were searched for, want 1: %+v", got, l.questions())
	}
	if got := len(l.Replies(l.news, root)); got != 1 {
		t.Errorf("%d messages of the bot in the thread, want 1:\n%s", got, l.ThreadText(l.news, root))
	}
	for channel, ts := range map[string]string{l.news: thanks, l.IM(l.ada): nod} {
		if m, _ := l.Message(channel, ts); len(m.Reactions) != 1 || m.Reactions[0].Name != nodMark {
			t.Errorf("under %q: %+v", m.Text, m.Reactions)
		}
	}
	if got := l.Replies(l.IM(l.ada), hello); len(got) != 1 || !strings.HasPrefix(got[0].Text, "Hello!") {
		t.Errorf("a greeting gets:\n%s", l.ThreadText(l.IM(l.ada), hello))
	}
}

// TestMeant says "yes" where the bot asks what was meant: that is asked then. A
// "yes" of anybody else, or once more, asks nothing.
func TestMeant(t *testing.T) {
	l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Copies: 2}})
	meant := answer.Suggestion{Text: "Who leads Tarnwick?"}
	b := l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		if q.Text == meant.Text {
			return tell(simple())(ctx, q, on)
		}
		return answer.Answer{Outcome: answer.NotFound, Text: "Not in the library; did you mean “Tarnwick”?", Suggestions: []answer.Suggestion{meant}}, nil
	}, nil)
	l.run(b)
	root := l.Mention(l.news, l.ada, "Who leads Tarnwik?", slacksim.Say{})
	m := l.reply(l.news, root)
	if got := l.Plain(m); !strings.Contains(got, "["+meant.Text+"]") {
		t.Errorf("shown:\n%s", got)
	}
	direct := l.DM(l.ada, "Who leads Tarnwik?", slacksim.Say{})
	l.finished(l.IM(l.ada), direct)
	elsewhere := l.Post(l.news, l.ada, "Shall we go?", slacksim.Say{})
	l.Post(l.news, l.ada, "yes", slacksim.Say{ThreadTS: elsewhere})
	l.Post(l.news, l.ada, "Yes, please!", slacksim.Say{ThreadTS: root})
	l.finished(l.news, root, 2)
	l.Post(l.news, l.ada, "yes", slacksim.Say{ThreadTS: root})
	yes := l.DM(l.ada, "yes", slacksim.Say{})
	l.finished(l.IM(l.ada), yes)
	l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
	l.idle(b)
	var asked []string
	for _, q := range l.questions() {
		asked = append(asked, q.Text)
	}
	slices.Sort(asked)
	if want := []string{meant.Text, meant.Text, "Who leads Tarnwik?", "Who leads Tarnwik?"}; !slices.Equal(asked, want) {
		t.Errorf("asked %q, want %q", asked, want)
	}
}
