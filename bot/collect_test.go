package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/slacksim"
	"footnote/internal/store"
)

// added returns the addresses that were added, in order.
func (a *adderFake) added() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.urls)
}

// reacted waits until the bot has put the mark under a message.
func (l *lab) reacted(channel, ts string) {
	l.t.Helper()
	l.wait("a reaction", func(v slacksim.View) bool {
		m, _ := v.Message(channel, ts)
		return slices.ContainsFunc(m.Reactions, func(r slacksim.Reaction) bool {
			return r.Name == collectedMark && slices.Equal(r.Users, []string{l.Bot()})
		})
	})
}

// idle waits until nothing is left to do for what was sent. What is acknowledged
// is counted among the work already, with what it leads to.
func (l *lab) idle(b *Bot) {
	l.t.Helper()
	l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
	l.eventually("idleness", func() bool { return isIdle(b) })
}

func isIdle(b *Bot) bool { return b.work.count.Load() == 0 }

// countStore is a store that is stuck as it counts what a person asked, which
// stands between the acknowledgement of a question and its answer.
type countStore struct {
	*store.Store
	counting, release chan struct{}
}

func (s countStore) AskedSince(ctx context.Context, person string, since time.Time, upTo int64) (int, error) {
	s.counting <- struct{}{}
	<-s.release
	return s.Store.AskedSince(ctx, person, since, upTo)
}

// TestIdle holds that a bot is not taken for idle between the acknowledgement
// of a question and its answer.
func TestIdle(t *testing.T) {
	l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Order: slacksim.MentionFirst}})
	s := countStore{l.store, make(chan struct{}), make(chan struct{})}
	b := l.bot(tell(simple()), func(c *Config) { c.Store, c.Rules.PerHour = s, 5 })
	l.run(b)
	ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
	<-s.counting
	l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
	if isIdle(b) {
		t.Error("idle before the answer is begun")
	}
	close(s.release)
	l.idle(b)
	if got := l.Replies(l.news, ts); len(got) != 1 || !isDone(got[0]) {
		t.Errorf("idle before the answer stands:\n%s", l.ThreadText(l.news, ts))
	}
}

func (l *lab) articles(r article.Reader) []string {
	l.t.Helper()
	var titles []string
	for a, err := range l.store.Articles(l.t.Context(), store.Filter{Reader: &r}) {
		if err != nil {
			l.t.Fatal(err)
		}
		titles = append(titles, a.Title)
	}
	slices.Sort(titles)
	return titles
}

// collecting is a lab whose bot adds.
func collecting(t *testing.T) (*lab, *Bot, *adderFake) {
	l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Copies: 2}})
	adder := &adderFake{store: l.store}
	b := l.bot(tell(simple()), func(c *Config) { c.Adder = adder })
	return l, b, adder
}

// TestCollect holds that links and files of a channel are added where people
// said so, without a word.
func TestCollect(t *testing.T) {
	l, b, adder := collecting(t)
	private := l.AddChannel(slacksim.Channel{Name: "private", Private: true}, l.ada, l.Bot())
	l.run(b)
	before := l.Post(l.news, l.ada, "look: <https://a.example/before>", slacksim.Say{})
	l.idle(b)
	for _, c := range []string{l.news, private} {
		l.Slash(c, l.ada, "/articles", "collect on")
		l.shown(l.ada, c, "a word", saying("now added automatically"))
	}
	notes := slacksim.File{Name: "notes.md", Mimetype: "text/markdown", Content: "# Notes"}
	in := l.Post(l.news, l.ada, "look: <https://a.example/1|this> and <https://a.example/2>", slacksim.Say{Files: []slacksim.File{notes}})
	l.reacted(l.news, in)
	l.reacted(private, l.Post(private, l.ada, "<https://a.example/secret>", slacksim.Say{}))
	asked := l.Mention(l.news, l.ada, "what of <https://a.example/3>?", slacksim.Say{})
	l.reply(l.news, asked)
	l.reacted(l.news, asked)
	broken := l.Post(l.news, l.ada, "<https://broken.example/>", slacksim.Say{})
	l.idle(b)

	if m, _ := l.Message(l.news, broken); len(m.Reactions) != 0 {
		t.Errorf("under a broken link: %v", m.Reactions)
	}
	if m, _ := l.Message(l.news, before); len(m.Reactions) != 0 {
		t.Errorf("under a link before: %v", m.Reactions)
	}
	want := []string{"https://a.example/1", "https://a.example/2", "https://a.example/3", "https://a.example/secret", "https://broken.example/"}
	got := adder.added()
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("added (-want +got):\n%s", diff)
	}
	if got := l.articles(nil); len(got) != 4 || slices.Contains(got, "Title of https://a.example/secret") {
		t.Errorf("the workspace sees %q", got)
	}
	m, _ := l.Message(l.news, in)
	if got := adder.files["slack/"+m.Files[0].ID+"/notes.md"]; got != "text/markdown: # Notes" {
		t.Errorf("files %q", adder.files)
	}
	if got := l.Replies(l.news, in); len(got) != 0 || len(l.Pings()) != 0 {
		t.Errorf("said of it:\n%s", l.ThreadText(l.news, in))
	}
	l.Slash(l.news, l.ada, "/articles", "collect off")
	l.shown(l.ada, l.news, "a word", saying("no longer added"))
	l.Post(l.news, l.ada, "<https://a.example/after>", slacksim.Say{})
	l.idle(b)
	if slices.Contains(adder.added(), "https://a.example/after") {
		t.Error("a link was added after it was said not to")
	}
}

// TestAddOutside holds that of who is a guest, or of another company, it is said to who
// fetches what they name, in each way to name it.
func TestAddOutside(t *testing.T) {
	l, b, adder := collecting(t)
	guest := l.AddUser(slacksim.User{Name: "guest", Guest: true})
	partner := l.AddUser(slacksim.User{Name: "partner", Team: "T0OTHER"})
	for _, p := range []string{guest, partner} {
		l.Join(l.news, p)
	}
	l.run(b)
	var want []string
	for n, person := range []string{l.ada, guest, partner} {
		url := fmt.Sprintf("https://a.example/%d/", n)
		l.Slash(l.news, person, "/articles", "add "+url+"command")
		l.Slash(l.IM(person), person, "/articles", "add "+url+"direct")
		l.React(l.news, l.Post(l.news, l.ada, "<"+url+"marked>", slacksim.Say{}), person, "bookmark")
		l.Mention(l.news, person, "add <"+url+"asked>", slacksim.Say{})
		l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
		l.idle(b)
		if person != l.ada {
			want = append(want, url+"asked", url+"command", url+"direct", url+"marked")
		}
	}
	if got := adder.added(); len(got) != 12 {
		t.Errorf("added %q", got)
	}
	slices.Sort(adder.guest)
	if diff := cmp.Diff(want, adder.guest); diff != "" {
		t.Errorf("named from outside (-want +got):\n%s", diff)
	}
}

// TestMark has a message added by an emoji.
func TestMark(t *testing.T) {
	l, b, adder := collecting(t)
	bob := l.AddUser(slacksim.User{Name: "bob"})
	l.run(b)
	l.Join(l.news, bob)
	ts := l.Post(l.news, l.ada, "look: <https://a.example/1>", slacksim.Say{})
	reply := l.Post(l.news, l.ada, "and <https://a.example/2>", slacksim.Say{ThreadTS: ts})
	none := l.Post(l.news, l.ada, "nothing", slacksim.Say{})
	l.React(l.news, ts, bob, "tada")
	for _, at := range []string{ts, reply} {
		l.React(l.news, at, bob, defaultMark)
		l.reacted(l.news, at)
	}
	l.React(l.news, ts, l.ada, defaultMark) // once more, by another
	l.React(l.news, none, bob, defaultMark)
	l.shown(bob, l.news, "a word", saying("Nothing could be added from this message."))
	l.idle(b)
	if diff := cmp.Diff([]string{"https://a.example/1", "https://a.example/2"}, adder.added()); diff != "" {
		t.Errorf("added (-want +got):\n%s", diff)
	}
	if has, err := l.store.HasAdded(t.Context(), bob, l.one("https://a.example/1").ID); err != nil || !has {
		t.Errorf("who added it: %v, %v", has, err)
	}
}

// TestMarkAgain holds that a mark which added nothing can be made again, by
// anybody who may, and that the same mark acts once however often it comes.
func TestMarkAgain(t *testing.T) {
	l, b, adder := collecting(t)
	b.cfg.Rules.AdminsAdd = true
	boss := l.AddUser(slacksim.User{Name: "boss", Admin: true})
	l.run(b)
	l.Join(l.news, boss)
	ts := l.Post(l.news, l.ada, "look: <https://a.example/1>", slacksim.Say{})
	l.React(l.news, ts, l.ada, defaultMark)
	l.shown(l.ada, l.news, "a refusal", saying("Only admins"))
	l.idle(b)
	l.React(l.news, ts, boss, defaultMark)
	l.reacted(l.news, ts)

	broken := l.Post(l.news, l.ada, "look: <https://broken.example/1>", slacksim.Say{})
	told := func() int { return strings.Count(l.As(boss).Text(l.news), "Not added") }
	for n := range 2 {
		l.React(l.news, broken, boss, defaultMark)
		l.eventually("a word", func() bool { return told() > n })
		l.idle(b)
		l.Unreact(l.news, broken, boss, defaultMark)
	}
	if diff := cmp.Diff([]string{"https://a.example/1", "https://broken.example/1", "https://broken.example/1"}, adder.added()); diff != "" {
		t.Errorf("added (-want +got):\n%s", diff)
	}
	if n := told(); n != 2 {
		t.Errorf("boss is told %d times that nothing was added, want 2:\n%s", n, l.As(boss).Text(l.news))
	}
}

func (l *lab) one(url string) article.Article {
	l.t.Helper()
	a, err := l.store.FindArticle(l.t.Context(), url)
	if err != nil {
		l.t.Fatal(err)
	}
	return a
}

func TestShortcuts(t *testing.T) {
	l, b, adder := collecting(t)
	bob := l.AddUser(slacksim.User{Name: "bob"})
	l.run(b)
	l.Join(l.news, bob)
	use := func(text, shortcut, want string, files ...slacksim.File) {
		t.Helper()
		m, _ := l.Message(l.news, l.Post(l.news, l.ada, text, slacksim.Say{Files: files}))
		if err := l.Shortcut(m, shortcut, bob); err != nil {
			t.Fatal(err)
		}
		if got := l.shown(bob, l.news, want, saying(want)); got.Ephemeral != bob {
			t.Errorf("%s on %q: shown to %q", shortcut, text, got.Ephemeral)
		}
	}
	use("<https://a.example/1> is worth it", addShortcut, "• Added: Title of")
	use("nothing", addShortcut, "There are no links and no files in this message.")
	use(":tada:", askShortcut, "There are no words in this message to ask about.")
	use("The exclusive deal is over, they say.", askShortcut, "[1] The deal")
	use("files", addShortcut, "• Not added: big.bin: a file may have 20 MB at most",
		slacksim.File{Name: "big.bin", Mimetype: "text/plain", URL: l.URL() + "/files/x/big.bin", Size: maxFile + 1})
	use("files", addShortcut, "this file is not kept by Slack",
		slacksim.File{Name: "evil.md", Mimetype: "text/plain", URL: "https://evil.example/evil.md"})
	l.Fault("files.download", slacksim.Fault{Status: 503})
	use("files", addShortcut, "• Added: File slack", slacksim.File{Name: "notes.md", Mimetype: "text/markdown", Content: "# Notes"})
	l.Fault("files.download", slacksim.Fault{Status: 404})
	use("files", addShortcut, "Slack does not send it", slacksim.File{Name: "gone.md", Mimetype: "text/markdown", Content: "# Notes"})
	l.idle(b)
	if q := l.questions(); len(q) != 1 || q[0].Text != "The exclusive deal is over, they say." {
		t.Errorf("asked %+v", q)
	}
	if diff := cmp.Diff([]string{"https://a.example/1"}, adder.added()); diff != "" {
		t.Errorf("added (-want +got):\n%s", diff)
	}
	if got := l.As(l.ada).Text(l.news); strings.Contains(got, "Added") {
		t.Errorf("ada sees:\n%s", got)
	}
}

// TestAskAboutInThread asks about a message in a thread, and what is suggested
// next: all of it is shown there to its asker, and is no turn of the thread.
func TestAskAboutInThread(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), suggesting)
	l.run(b)
	root := l.Post(l.news, l.ada, "a thread", slacksim.Say{})
	m, _ := l.Message(l.news, l.Post(l.news, l.ada, "Is the deal still on?", slacksim.Say{ThreadTS: root}))
	if err := l.Shortcut(m, askShortcut, l.ada); err != nil {
		t.Fatal(err)
	}
	answers := func() (out []slacksim.Message) {
		for _, m := range l.As(l.ada).Thread(l.news, root) {
			if m.Ephemeral == l.ada && strings.Contains(l.Plain(m), "[1] The deal") {
				out = append(out, m)
			}
		}
		return out
	}
	l.eventually("an answer in the thread", func() bool { return len(answers()) == 1 })
	l.choose(answers()[0], 0, l.ada)
	l.eventually("another", func() bool { return len(answers()) == 2 })
	l.idle(b)
	if got := l.As(l.ada).Messages(l.news); len(got) != 1 {
		t.Errorf("the channel shows:\n%s", l.As(l.ada).Text(l.news))
	}
	l.Mention(l.news, l.ada, "and since when?", slacksim.Say{ThreadTS: root})
	l.finished(l.news, root)
	said := func(turn answer.Turn) bool { return turn.Answer != "" || strings.Contains(turn.Question, "Dam") }
	if asked := l.questions(); len(asked) != 3 || slices.ContainsFunc(asked[2].Thread, said) {
		t.Errorf("asked %+v", asked)
	}
}

// TestAddUninvited adds in a private channel that the bot is not in, where it
// cannot be known who may see what is added.
func TestAddUninvited(t *testing.T) {
	l, b, adder := collecting(t)
	private := l.AddChannel(slacksim.Channel{Name: "private", Private: true}, l.ada)
	l.run(b)
	const want = "I am not in this channel. Please invite me"
	l.Slash(private, l.ada, "/articles", "add https://a.example/1")
	l.shown(l.ada, private, "a word", saying(want))
	m, _ := l.As(l.ada).Message(private, l.Post(private, l.ada, "look: <https://a.example/2>", slacksim.Say{}))
	if err := l.Shortcut(m, addShortcut, l.ada); err != nil {
		t.Fatal(err)
	}
	l.wait("another word", func(v slacksim.View) bool { return strings.Count(v.As(l.ada).Text(private), want) == 2 })
	if got := adder.added(); len(got) != 0 {
		t.Errorf("added %q", got)
	}
}

// TestFilesHidden is an app without the scope to read files: Slack answers
// with a page to sign in.
func TestFilesHidden(t *testing.T) {
	scopes := slices.DeleteFunc(slices.Clone(botScopes), func(s string) bool { return s == "files:read" })
	l := newLab(t, slacksim.Options{Scopes: scopes})
	adder := &adderFake{store: l.store}
	l.run(l.bot(tell(simple()), func(c *Config) { c.Adder = adder }))
	m, _ := l.Message(l.news, l.Post(l.news, l.ada, "look", slacksim.Say{Files: []slacksim.File{{Name: "a.md", Mimetype: "text/markdown", Content: "# Hi"}}}))
	if err := l.Shortcut(m, addShortcut, l.ada); err != nil {
		t.Fatal(err)
	}
	l.shown(l.ada, l.news, "a word", saying("the app may need the scope files:read"))
	if len(adder.files) != 0 {
		t.Errorf("added %q", adder.files)
	}
}

// TestCollectKilled is a process that dies while it adds.
func TestCollectKilled(t *testing.T) {
	l, b, adder := collecting(t)
	ts := l.Post(l.news, l.ada, "<https://a.example/1>", slacksim.Say{Quiet: true})
	_, _, err := l.store.ClaimQuestion(t.Context(), store.Question{
		Channel: l.news, TS: "collect." + ts, User: l.ada, Kind: store.KindAdd, Text: `{"links":["https://a.example/1"],"ts":"` + ts + `","quiet":true}`,
		Asked: b.now(),
	}, "dead", -1, b.now())
	if err != nil {
		t.Fatal(err)
	}
	l.run(b)
	l.reacted(l.news, ts)
	if got := adder.added(); len(got) != 1 {
		t.Errorf("added %q", got)
	}
}
