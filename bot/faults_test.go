package bot

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/slacksim"
)

// passing are faults after which a call goes well, and so the result is what
// it is without them.
var passing = map[string]slacksim.Fault{
	"limited":             {RateLimit: true},
	"limited for a while": {RateLimit: true, RetryAfter: 1},
	"limited with 200":    {Error: "ratelimited"},
	"down":                {Status: 503},
	"cut":                 {Cut: true},
	"reset":               {Reset: true},
	"slow":                {Delay: 20 * time.Millisecond},
}

// refusals are faults that stay.
var refusals = []string{"missing_scope", "invalid_auth", "not_in_channel", "channel_not_found", "is_archived"}

// once are the methods that are called once, for what they show can be done
// without; a fault of theirs that passes is as one that stays.
var once = []string{"assistant.threads.setStatus", "assistant.threads.setTitle", "views.open"}

// A faulty is a lab with a bot whose log is read.
type faulty struct {
	*lab
	b     *Bot
	adder *adderFake

	mu  sync.Mutex
	log bytes.Buffer // of Warn and above
}

// Write implements io.Writer for the log.
func (f *faulty) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.t.Output().Write(p)
	return f.log.Write(p)
}

// logged returns what the log says since it was asked last.
func (f *faulty) logged() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.log.String()
	f.log.Reset()
	return s
}

func newFaulty(t *testing.T) *faulty {
	f := &faulty{lab: newLab(t, slacksim.Options{})}
	f.adder = &adderFake{store: f.store}
	f.b = f.bot(tell(f.citing(article.Workspace)), func(c *Config) {
		suggesting(c)
		c.Adder = f.adder
		c.Log = slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: slog.LevelWarn}))
	})
	f.run(f.b)
	return f
}

// A scene is a person whom the bot does not know yet in a place it does not
// know, so that it asks Slack about both.
type scene struct {
	*faulty
	person, channel string
}

func (f *faulty) scene(n int) scene {
	s := scene{faulty: f, person: f.AddUser(slacksim.User{Name: fmt.Sprintf("person%d", n)})}
	s.channel = f.AddChannel(slacksim.Channel{Name: fmt.Sprintf("place%d", n)}, f.ada, s.person, f.Bot())
	return s
}

// told counts the messages that only the person is shown and that hold some
// words. Those that say that they may come again count as none where another
// is there.
func (s scene) told(ts, words string) int {
	sure, unsure := 0, 0
	v := s.As(s.person)
	for _, m := range slices.Concat(v.Messages(s.channel), v.Thread(s.channel, ts), v.Messages(s.IM(s.person))) {
		text := v.Plain(m)
		switch alone := m.Ephemeral == s.person || m.Channel != s.channel; {
		case m.BotID == "" || !alone || !strings.Contains(text, words):
		case strings.Contains(text, "Sent once more"):
			unsure++
		default:
			sure++
		}
	}
	return max(sure, min(1, unsure))
}

// answered asks a question of ada's, so that there is an answer.
func (s scene) answered() slacksim.Message {
	return s.reply(s.channel, s.Mention(s.channel, s.ada, "still exclusive?", slacksim.Say{}))
}

func (s scene) must(err error) {
	if err != nil {
		s.t.Fatal(err)
	}
}

// answers counts the answers in a thread beside the first few.
func (s scene) answers(channel, ts string) (n int) {
	for _, m := range s.Replies(channel, ts) {
		if strings.Contains(s.Plain(m), "ended in April") {
			n++
		}
	}
	return n
}

// features are what a person does: they prepare it, and return how it is done
// and how often its result stands.
var features = map[string]func(s scene) (do func(), stands func() int){
	"home": func(s scene) (func(), func() int) {
		return func() { s.OpenHome(s.person, "home") }, func() int {
			w, _ := s.Home(s.person)
			return min(1, len(w.Blocks))
		}
	},
	"prompts": func(s scene) (func(), func() int) {
		return func() { s.OpenHome(s.person, "messages") }, func() int {
			return min(1, len(s.Status(s.IM(s.person), "").Prompts))
		}
	},
	"question in the pane": func(s scene) (func(), func() int) {
		ts := ""
		return func() { ts = s.DM(s.person, "still exclusive?", slacksim.Say{}) }, func() int { return s.answers(s.IM(s.person), ts) }
	},
	"bookmark": func(s scene) (func(), func() int) {
		page := "https://marked.example/" + s.person
		ts := s.Post(s.channel, s.ada, "see <"+page+">", slacksim.Say{})
		return func() { s.React(s.channel, ts, s.person, defaultMark) }, func() int { return s.collected(page, ts) }
	},
	"collecting": func(s scene) (func(), func() int) {
		page := "https://collected.example/" + s.person
		s.must(s.store.Collect(s.t.Context(), s.channel, s.ada, true, time.Now()))
		ts := ""
		return func() { ts = s.Post(s.channel, s.person, "see <"+page+">", slacksim.Say{}) }, func() int { return s.collected(page, ts) }
	},
	"good answer": func(s scene) (func(), func() int) {
		m := s.answered()
		return func() { s.must(s.Click(m, valueUp, s.person)) }, func() int { return s.told(m.ThreadTS, "this answer helped") }
	},
	"bad answer": func(s scene) (func(), func() int) {
		m := s.answered()
		return func() { s.must(s.Click(m, valueDown, s.person)) }, func() int {
			if _, open := s.Modal(s.person); open {
				return 1
			}
			return s.told(m.ThreadTS, "did not help")
		}
	},
	"reason": func(s scene) (func(), func() int) {
		m := s.answered()
		s.must(s.Click(m, valueDown, s.person))
		s.wait("a form", func(v slacksim.View) bool { _, open := v.Modal(s.person); return open })
		return func() { s.must(s.Submit(s.person, map[string]string{whyReason: "It says otherwise."})) }, func() int {
			return s.told(m.ThreadTS, "did not help")
		}
	},
	"suggestion": func(s scene) (func(), func() int) {
		m := s.answered()
		return func() { s.choose(m, 0, s.person) }, func() int { return s.answers(s.channel, m.ThreadTS) - 1 }
	},
}

// collected is how often a page was added, where its message has the mark.
func (s scene) collected(page, ts string) (n int) {
	m, _ := s.Message(s.channel, ts)
	if !slices.ContainsFunc(m.Reactions, func(r slacksim.Reaction) bool { return r.Name == collectedMark }) {
		return 0
	}
	for _, u := range s.adder.added() {
		if u == page {
			n++
		}
	}
	return n
}

// TestFeatureFaults does what a person does, without a fault to learn which methods
// of Slack it calls, and then with each fault at each of them. What passes
// leaves the right result, once; after what stays there is that, or a word in
// the log or to the person.
func TestFeatureFaults(t *testing.T) {
	t.Parallel()
	for name, feature := range features {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, n := newFaulty(t), 0
			try := func(what string, arm func(), passes bool) {
				s := f.scene(n)
				n++
				do, stands := feature(s)
				f.idle(f.b)
				f.logged()
				before := len(f.Calls(""))
				arm()
				do()
				log := ""
				f.eventually(what, func() bool {
					log += f.logged()
					return stands() > 0 || !passes && (log != "" || s.told("", "") > 0)
				})
				f.idle(f.b)
				f.ClearFaults()
				if got := stands(); got > 1 || passes && got != 1 {
					t.Errorf("%s: it stands %d times; calls %v, log %s", what, got, methodsOf(f.Calls("")[before:]), log)
				}
			}
			before := len(f.Calls(""))
			try("no fault", func() { before = len(f.Calls("")) }, true)
			methods := methodsOf(f.Calls("")[before:])
			if len(methods) == 0 {
				t.Fatal("no method is called")
			}
			for _, method := range methods {
				for what, fault := range passing {
					try(what+" at "+method, func() { f.Fault(method, fault) }, !slices.Contains(once, method))
				}
				for _, code := range refusals {
					try(code+" at "+method, func() { f.Fault(method, slacksim.Fault{Error: code, Count: -1}) }, false)
				}
			}
		})
	}
}

// methodsOf returns the methods of calls, each once, in order.
func methodsOf(calls []slacksim.Call) (out []string) {
	for _, c := range calls {
		if !slices.Contains(out, c.Method) {
			out = append(out, c.Method)
		}
	}
	return out
}
