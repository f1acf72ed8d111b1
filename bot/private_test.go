package bot

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/digest"
	"footnote/internal/slacksim"
	"footnote/internal/store"
	"footnote/internal/watch"
)

// factory is an article that answers the question for a secret with a place.
func factory(place string, scope article.Scope, days int) article.Article {
	return article.Article{
		URL: "https://ledger.example/" + place, Title: "Brightmoor picks " + place, Outlet: "Ledger", Scope: scope, Lang: "en",
		Published: article.Date{Time: time.Now().UTC().AddDate(0, 0, -days)},
		Body:      "Brightmoor will build the turbine factory in " + place + ". Building begins in June.",
	}
}

// digestNow tells a channel its digest at once.
func (l *lab) digestNow(b *Bot, channel string) {
	l.t.Helper()
	log := slog.New(slog.NewTextHandler(l.t.Output(), nil))
	r := &digest.Runner{
		Ledger: l.store, Log: log, Now: time.Now, Owner: "test", Teller: l.teller(b),
		Maker: &digest.Editor{Shelf: l.store, Log: log, Readers: b.ReaderOf},
	}
	d, err := l.store.Digest(l.t.Context(), channel, store.Daily)
	if err != nil {
		l.t.Fatal(err)
	}
	if _, err := r.TellNow(l.t.Context(), d); err != nil {
		l.t.Fatal(err)
	}
}

// TestGuestStanding has a guest, who is not shown the workspace when they ask,
// watch a question, set a digest and share an answer in a channel that is
// public, and then a member set the digest that the guest reads too.
func TestGuestStanding(t *testing.T) {
	l, b, _, add := withIndex(t)
	guest := l.AddUser(slacksim.User{Name: "guest", Guest: true})
	l.Join(l.news, guest)
	add(factory(workspaceSecret, article.Workspace, 0), factory("Mine", article.UserScope(guest), 0))
	l.run(b)

	l.Slash(l.news, guest, "/watch", secretQuestion)
	l.shown(guest, l.news, "word of the watch", saying("is watched"))
	l.Slash(l.news, guest, "/watch", "history 1")
	l.shown(guest, l.news, "a history", saying(time.Now().UTC().Format("2 Jan 2006")+": "))
	l.Slash(l.news, guest, "/ask", secretQuestion)
	own := l.shown(guest, l.news, "the guest's own article", saying("Mine"))
	if err := l.Click(own, shareAction, guest); err != nil {
		t.Fatal(err)
	}
	l.shown(guest, l.news, "word of sharing", saying("hared"))
	l.Slash(l.news, guest, "/digest", "every day 9:00 UTC")
	l.shown(guest, l.news, "word of the digest", saying("is set"))
	l.digestNow(b, l.news)
	if text := l.sees(guest, l.news); strings.Contains(text, workspaceSecret) {
		t.Fatalf("a guest is shown the workspace's article:\n%s", text)
	}

	other := l.AddChannel(slacksim.Channel{Name: "other"}, l.ada, guest, l.Bot())
	l.Slash(other, l.ada, "/digest", "every day 9:00 UTC")
	l.shown(l.ada, other, "word of the digest", saying("is set"))
	l.digestNow(b, other)
	if text := l.Text(other); !strings.Contains(text, workspaceSecret) {
		t.Errorf("the digest of a member is without the workspace:\n%s", text)
	}
}

// TestDeactivated has a guest and a member set digests in two channels, and then
// deactivates both, of whom Slack does not say any more what they were: each digest goes
// on with what it had.
func TestDeactivated(t *testing.T) {
	l, b, _, add := withIndex(t)
	guest := l.AddUser(slacksim.User{Name: "guest", Guest: true})
	l.Join(l.news, guest)
	other := l.AddChannel(slacksim.Channel{Name: "other"}, l.ada, l.Bot())
	l.run(b)
	for channel, by := range map[string]string{l.news: guest, other: l.ada} {
		l.Slash(channel, by, "/digest", "every day 9:00 UTC")
		l.shown(by, channel, "word of the digest", saying("is set"))
	}
	l.idle(b)
	l.Deactivate(guest)
	l.Deactivate(l.ada)
	add(factory(workspaceSecret, article.Workspace, 0))
	after := l.bot(tell(simple()), nil) // which remembers nobody
	if err := after.introduce(t.Context()); err != nil {
		t.Fatal(err)
	}
	for channel, shown := range map[string]bool{l.news: false, other: true} {
		l.digestNow(after, channel)
		if text := l.Text(channel); strings.Contains(text, workspaceSecret) != shown {
			t.Errorf("shown the workspace's article: %v, want %v:\n%s", !shown, shown, text)
		}
	}
	unknown := l.AddUser(slacksim.User{Name: "unknown", Deleted: true})
	if r, err := after.ReaderOf(t.Context(), l.news, unknown); err != nil || !slices.Contains(r, article.Outside) {
		t.Errorf("who was never seen before they were deactivated reads as %v, %v", r, err)
	}
}

// TestDeactivatedBefore deactivates people of whom no guest was noted, as a version
// did that noted none: who did what only members can was one.
func TestDeactivatedBefore(t *testing.T) {
	for name, tt := range map[string]struct {
		did  func(l *lab, user string) error
		want bool // they read the workspace
	}{
		"nothing": {func(*lab, string) error { return nil }, false},
		"added for everyone": {func(l *lab, user string) error {
			return l.store.NoteAdder(t.Context(), user, []string{l.put(factory("all", article.Workspace, 0)).ID}, time.Now())
		}, true},
		"added in a channel": {func(l *lab, user string) error {
			return l.store.NoteAdder(t.Context(), user, []string{l.put(factory("some", article.ChannelScope(l.news), 0)).ID}, time.Now())
		}, false},
		"had links collected":             {func(l *lab, user string) error { return l.store.Collect(t.Context(), l.news, user, true, time.Now()) }, true},
		"was answered from the workspace": {func(l *lab, user string) error { return l.wasAnswered(user, article.Workspace) }, true},
		"was answered from the channel":   {func(l *lab, user string) error { return l.wasAnswered(user, article.ChannelScope(l.news)) }, false},
		"was answered in a terminal": {func(l *lab, user string) error {
			rec := store.Record{Question: "?", User: user, Asked: time.Now()}
			fill(&rec, l.citing(article.Workspace))
			_, err := l.store.SaveAnswer(t.Context(), rec)
			return err
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, slacksim.Options{})
			b := l.bot(tell(simple()), nil)
			if err := b.introduce(t.Context()); err != nil {
				t.Fatal(err)
			}
			gone := l.AddUser(slacksim.User{Name: "gone", Deleted: true})
			if err := tt.did(l, gone); err != nil {
				t.Fatal(err)
			}
			if r, err := b.ReaderOf(t.Context(), l.news, gone); err != nil || r.Sees(article.Workspace) != tt.want {
				t.Errorf("they read as %v, %v; the workspace: want %v", r, err, tt.want)
			}
		})
	}
}

// wasAnswered keeps an answer to a person from an article of a scope.
func (l *lab) wasAnswered(user string, scope article.Scope) error {
	q, _, err := l.store.ClaimQuestion(l.t.Context(), store.Question{Channel: l.news, TS: "1.1", User: user, Asked: time.Now()}, "o", time.Minute, time.Now())
	if err != nil {
		return err
	}
	var rec store.Record
	fill(&rec, l.citing(scope))
	return l.store.FinishQuestion(l.t.Context(), q.ID, rec)
}

// TestBetweenPeople gives commands in the direct message of two colleagues,
// where the bot is not: what one of them is shown there is for them alone, and
// nothing stands there that the other could read.
func TestBetweenPeople(t *testing.T) {
	l, b, c, add := withIndex(t)
	adder := &adderFake{store: l.store}
	b.cfg.Adder = adder
	bob := l.AddUser(slacksim.User{Name: "bob"})
	private := l.AddChannel(slacksim.Channel{Name: "private", Private: true}, l.ada, l.Bot())
	between := l.AddChannel(slacksim.Channel{ID: "D0ADABOB", IM: bob}, l.ada, bob)
	add(factory(channelSecret, article.ChannelScope(private), 1))
	l.run(b)
	l.Slash(between, l.ada, "/ask", secretQuestion)
	l.shown(l.ada, between, "an answer", saying(channelSecret))
	l.Slash(between, l.ada, "/articles", "add https://a.example/1")
	l.shown(l.ada, between, "word of the article", saying("Only you can ask about it"))
	refused := func(person string, commands ...[2]string) {
		t.Helper()
		for n, c := range commands {
			l.Slash(between, person, c[0], c[1])
			l.eventually(c[0]+" "+c[1]+" refused", func() bool { return strings.Count(l.As(person).Text(between), "Nothing can be told here") == n+1 })
		}
	}
	refused(l.ada, [2]string{"/watch", secretQuestion}, [2]string{"/digest", "every day 9:00 UTC"})
	if _, _, err := c.Add(t.Context(), store.Watch{Channel: between, User: l.ada, Question: secretQuestion}); err != nil { // in the time before
		t.Fatal(err)
	}
	refused(bob, [2]string{"/watch", "list"}, [2]string{"/watch", "history 1"}, [2]string{"/watch", "remove 1"}, [2]string{"/digest", "show"})
	if text := l.sees(bob, between); strings.Contains(text, channelSecret) || strings.Contains(text, "watched") {
		t.Errorf("bob reads:\n%s", text)
	}
	all, err := l.store.Watches(t.Context())
	if err != nil || len(all) != 1 {
		t.Errorf("watches %v, %v", all, err)
	}
	if _, err := l.store.Digest(t.Context(), between, store.Daily); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a digest stands between two people: %v", err)
	}
}

// TestOrganisations looks at people who share a channel with the bot, which
// Slack therefore does not call strangers, where the bot's workspace is one of
// an organisation's and where it is not.
func TestOrganisations(t *testing.T) {
	for _, ours := range []string{"", "E0OURS"} {
		l := newLab(t, slacksim.Options{EnterpriseID: ours})
		b := l.bot(tell(simple()), nil)
		if err := b.introduce(t.Context()); err != nil {
			t.Fatal(err)
		}
		for u, want := range map[slacksim.User]bool{
			{Name: "colleague"}: false,
			{Name: "of a sister workspace", Team: "T0SISTER", Enterprise: "E0OURS"}:    ours == "",
			{Name: "of another organisation", Team: "T0OTHER", Enterprise: "E0THEIRS"}: true,
			{Name: "of another workspace", Team: "T0OTHER"}:                            true,
		} {
			id := l.AddUser(u)
			l.Join(l.news, id)
			if p, err := b.person(t.Context(), id); err != nil || p.outside != want {
				t.Errorf("organisation %q, %s: outside %v, %v; want %v", ours, u.Name, p.outside, err, want)
			}
		}
	}
}

// TestMadePrivate adds to a public channel, and again as soon as it is private.
func TestMadePrivate(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	if err := b.introduce(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []article.Scope{article.Workspace, article.ChannelScope(l.news)} {
		if got, err := b.addsTo(t.Context(), l.news, l.ada); err != nil || got != want {
			t.Errorf("what is added is for %v, %v; want %v", got, err, want)
		}
		l.MakePrivate(l.news)
	}
}

// TestPlaces holds whose is what is added in a channel, and whether who reads there
// sees the workspace.
func TestPlaces(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	if err := b.introduce(t.Context()); err != nil {
		t.Fatal(err)
	}
	guest := l.AddUser(slacksim.User{Name: "guest", Guest: true})
	for name, tt := range map[string]struct {
		channel    slacksim.Channel
		user       string
		everybodys bool // what is added
		outside    bool // who reads
	}{
		"public":             {slacksim.Channel{}, l.ada, true, false},
		"public, to a guest": {slacksim.Channel{}, guest, false, true},
		"private":            {slacksim.Channel{Private: true}, l.ada, false, false},
		"shared":             {slacksim.Channel{Shared: true}, l.ada, false, true},
		"about to be shared": {slacksim.Channel{Pending: true}, l.ada, false, true},
	} {
		tt.channel.Name = strings.ReplaceAll(name, " ", "-")
		id := l.AddChannel(tt.channel, l.ada, guest, l.Bot())
		want := article.ChannelScope(id)
		if tt.everybodys {
			want = article.Workspace
		}
		if got, err := b.addsTo(t.Context(), id, tt.user); err != nil || got != want {
			t.Errorf("%s: what is added is for %v, %v; want %v", name, got, err, want)
		}
		r, err := b.ReaderOf(t.Context(), id, tt.user)
		if err != nil || !r.Sees(article.ChannelScope(id)) || r.Sees(article.Workspace) == tt.outside {
			t.Errorf("%s: read as %v, %v; want outside: %v", name, r, err, tt.outside)
		}
	}
}

// TestCache remembers what Slack says for three minutes, but not what it said while
// that changed.
func TestCache(t *testing.T) {
	var c cache[string]
	now := time.Now()
	get := func(after time.Duration, says string, meanwhile func()) string {
		got, err := c.get("U1", now.Add(after), func() (string, error) { meanwhile(); return says, nil })
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	quiet := func() {}
	for i, step := range []struct{ got, want string }{
		{get(0, "in", func() { c.drop("U1") }), "in"}, // Slack answered, and then she left
		{get(0, "out", quiet), "out"},
		{get(knownFor-time.Second, "in", quiet), "out"},
		{get(knownFor, "in", quiet), "in"},
	} {
		if step.got != step.want {
			t.Errorf("step %d: %q, want %q", i, step.got, step.want)
		}
	}
}

// TestManyChannels reads for a person in more channels than Slack tells at once.
func TestManyChannels(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	if err := b.introduce(t.Context()); err != nil {
		t.Fatal(err)
	}
	var all []string
	for i := range 401 {
		all = append(all, l.AddChannel(slacksim.Channel{Name: fmt.Sprint("many-", i), Private: true}, l.ada, l.Bot()))
	}
	r := b.alone(t.Context(), l.ada)
	for _, id := range all {
		if !r.reader.Sees(article.ChannelScope(id)) {
			t.Fatalf("channel %s of %d is not read", id, len(all))
		}
	}
}

// TestReaderOf asks whose articles what is set at a place may use: less where
// Slack will not say who reads, an error where it does not say now, and nothing
// in a direct message of which no person is known.
func TestReaderOf(t *testing.T) {
	for name, tt := range map[string]struct {
		direct bool
		person string
		fault  slacksim.Fault
		want   string
	}{
		"channel":          {person: "ada", want: "channel"},
		"nobody's channel": {want: "channel"},
		"refused":          {person: "ada", fault: slacksim.Fault{Error: "missing_scope", Count: -1}, want: "channel outside"},
		"dead token":       {person: "ada", fault: slacksim.Fault{Error: "account_inactive", Count: -1}, want: "error"},
		"proxy":            {person: "ada", fault: slacksim.Fault{Status: 403, Count: -1}, want: "error"},
		"down":             {person: "ada", fault: slacksim.Fault{Status: 503, Count: -1}, want: "error"},
		"direct":           {direct: true, person: "ada", want: "user channel"},
		"nobody's direct":  {direct: true, want: "outside"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, slacksim.Options{})
			b := l.bot(tell(simple()), nil)
			if err := b.introduce(t.Context()); err != nil {
				t.Fatal(err)
			}
			l.Fault("users.info", tt.fault)
			if tt.fault == (slacksim.Fault{}) {
				l.ClearFaults()
			}
			channel, person := l.news, ""
			if tt.direct {
				channel = l.IM(l.ada)
			}
			if tt.person != "" {
				person = l.ada
			}
			r, err := b.ReaderOf(t.Context(), channel, person)
			got := []string{}
			for _, s := range r {
				kind, _, _ := strings.Cut(string(s), ":")
				got = append(got, kind)
			}
			if err != nil {
				got = []string{"error"}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("%v, %v; want %s", r, err, tt.want)
			}
		})
	}
}

// TestToldLater finds in quiet hours that an answer changed, by an article of a
// private channel, and tells it in the morning to who has left that channel.
func TestToldLater(t *testing.T) {
	l, b, c, add := withIndex(t)
	private := l.AddChannel(slacksim.Channel{Name: "private", Private: true}, l.ada, l.Bot())
	im := l.IM(l.ada)
	add(factory(workspaceSecret, article.Workspace, 9))
	l.run(b)
	w, _, err := c.Add(t.Context(), store.Watch{Channel: im, User: l.ada, Question: secretQuestion})
	if err != nil {
		t.Fatal(err)
	}
	night := time.Now().UTC()
	quiet, err := watch.ParseQuiet(night.Add(-time.Hour).Format("15:04")+"-"+night.Add(time.Hour).Format("15:04")+" UTC", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.store.QuietWatch(t.Context(), w.ID, quiet.String()); err != nil {
		t.Fatal(err)
	}
	add(factory(channelSecret, article.ChannelScope(private), 1))
	r := &watch.Runner{Checker: c, Teller: l.teller(b), Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	r.Round(t.Context())
	if all, err := l.store.UntoldAnswers(t.Context()); err != nil || len(all) != 1 {
		t.Fatalf("%d changes are to be told, %v; so nothing is tested", len(all), err)
	}
	l.Leave(private, l.ada)
	l.eventually("that she left", func() bool {
		in, err := b.channelsOf(t.Context(), l.ada)
		return err == nil && !slices.Contains(in, private)
	})
	if err := l.store.QuietWatch(t.Context(), w.ID, ""); err != nil {
		t.Fatal(err)
	}
	r.Round(t.Context())
	if text := l.sees(l.ada, im); strings.Contains(text, channelSecret) {
		t.Errorf("who left is told:\n%s", text)
	}
	if all, err := l.store.UntoldAnswers(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%d changes are to be told for ever, %v", len(all), err)
	}
}

// TestMoreUnseen leaves a private channel before the rest of a long answer that
// cites it is shown.
func TestMoreUnseen(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	private := l.AddChannel(slacksim.Channel{Name: "private", Private: true}, l.ada, l.Bot())
	b := l.bot(tell(l.longCiting(article.ChannelScope(private))), nil)
	l.run(b)
	l.Slash(l.news, l.ada, "/ask", "tell me all")
	m := l.shown(l.ada, l.news, "an answer", saying("[Show more]"))
	l.Leave(private, l.ada)
	l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
	before := len(l.As(l.ada).Messages(l.news))
	if err := l.Click(m, moreAction, l.ada); err != nil {
		t.Fatal(err)
	}
	l.wait("a word", func(v slacksim.View) bool { return len(v.As(l.ada).Messages(l.news)) > before })
	all := l.As(l.ada).Messages(l.news)
	if text := l.Plain(all[len(all)-1]); !strings.Contains(text, "do not see any more") {
		t.Errorf("who left is shown:\n%s", text)
	}
}

// TestMoreUnsaid asks for the rest of a long answer while Slack does not say who
// reads: nothing is said of articles that would not be seen.
func TestMoreUnsaid(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(l.longCiting(article.Workspace)), nil)
	l.run(b)
	l.Slash(l.news, l.ada, "/ask", "tell me all")
	m := l.shown(l.ada, l.news, "an answer", saying("[Show more]"))
	b.people.drop(l.ada)
	l.Fault("users.info", slacksim.Fault{Error: "token_revoked", Count: -1})
	if err := l.Click(m, moreAction, l.ada); err != nil {
		t.Fatal(err)
	}
	l.shown(l.ada, l.news, "an apology", saying("something went wrong"))
}

// TestHistoryUnseen watches a question in a channel that is shared with another
// company then: neither they nor a member read there what it answered of the
// workspace.
func TestHistoryUnseen(t *testing.T) {
	l, b, _, add := withIndex(t)
	add(factory(workspaceSecret, article.Workspace, 9))
	l.run(b)
	l.Slash(l.news, l.ada, "/watch", secretQuestion)
	l.shown(l.ada, l.news, "word of the watch", saying("is watched"))
	history := func(person, want string) {
		t.Helper()
		l.Slash(l.news, person, "/watch", "history 1")
		l.shown(person, l.news, "a history", func(text string, m slacksim.Message) bool {
			return m.Ephemeral == person && strings.HasPrefix(text, time.Now().UTC().Format("2 Jan 2006")+": ") && strings.Contains(text, want)
		})
	}
	history(l.ada, workspaceSecret)
	partner := l.AddUser(slacksim.User{Name: "partner", Team: "T0OTHER"})
	l.SetChannel(slacksim.Channel{ID: l.news, Name: "news", Shared: true})
	l.Join(l.news, partner)
	b.places.drop(l.news) // three minutes later
	for _, person := range []string{partner, l.ada} {
		history(person, "cannot be seen here now")
	}
	if text := l.sees(partner, l.news); strings.Contains(text, workspaceSecret) {
		t.Errorf("the other company reads:\n%s", text)
	}
}

// TestShareCopied shares an answer from the article of a channel that another company
// is in: who else prints it, for the workspace alone, is not told there.
func TestShareCopied(t *testing.T) {
	l, b, _, add := withIndex(t)
	partner := l.AddUser(slacksim.User{Name: "partner", Team: "T0OTHER"})
	shared := l.AddChannel(slacksim.Channel{Name: "shared", Shared: true}, l.ada, partner, l.Bot())
	own, hidden := factory("Mill", article.ChannelScope(shared), 0), factory("Mill", article.Workspace, 2)
	hidden.URL, hidden.Outlet = "https://hidden.example/mill", "Hidden Gazette"
	add(own, hidden)
	l.run(b)
	l.Slash(shared, l.ada, "/ask", secretQuestion)
	m := l.shown(l.ada, shared, "the channel's article", saying("Ledger"))
	if err := l.Click(m, shareAction, l.ada); err != nil {
		t.Fatal(err)
	}
	l.shown(l.ada, shared, "word of sharing", saying("Shared with the channel"))
	if text := l.sees(partner, shared); strings.Contains(text, "Hidden") || !strings.Contains(text, "Mill") {
		t.Errorf("the other company reads:\n%s", text)
	}
}
