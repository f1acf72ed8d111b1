package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/digest"
	"footnote/internal/slacksim"
	"footnote/internal/store"
	telling "footnote/internal/tell"
	"footnote/internal/watch"
	"footnote/retrieval"
)

func TestReadDigest(t *testing.T) {
	daily := func(d store.Digest) store.Digest {
		d.Kind, d.Schedule = store.Daily, "weekdays at 08:30 Europe/Berlin"
		return d
	}
	isOutlet := func(name string) bool { return strings.EqualFold(name, "The Ledger") }
	for text, want := range map[string]store.Digest{
		"": daily(store.Digest{}),
		"about energy, wind power from The Ledger most 3 language DE silent": daily(store.Digest{
			Topics: []string{"energy", "wind power"}, Outlets: []string{"The Ledger"}, Most: 3, Lang: "de", Silent: true,
		}),
		"about language models":              daily(store.Digest{Topics: []string{"language models"}}),
		"about large language models, chips": daily(store.Digest{Topics: []string{"large language models", "chips"}}),
		"about the language no one speaks":   daily(store.Digest{Topics: []string{"the language no one speaks"}}),
		"about news from Ukraine":            daily(store.Digest{Topics: []string{"news from Ukraine"}}),
		"about news, from Post":              daily(store.Digest{Topics: []string{"news"}, Outlets: []string{"Post"}}),
		"about news from outlets Post, Wire": daily(store.Digest{Topics: []string{"news"}, Outlets: []string{"Post", "Wire"}}),
		"about the silent majority":          daily(store.Digest{Topics: []string{"the silent majority"}}),
		"about the most wanted, silent":      daily(store.Digest{Topics: []string{"the most wanted"}, Silent: true}),
		"from Post about trams; most 3":      daily(store.Digest{Outlets: []string{"Post"}, Topics: []string{"trams"}, Most: 3}),
		"language German":                    {},
		"language":                           {},
		"about":                              {},
		"about , ":                           {},
		"from outlets":                       {},
		"most many":                          {},
		"most 99":                            {},
		"silent please":                      {},
	} {
		got, _, err := readDigest("weekdays at 8:30 Berlin "+text, "", isOutlet)
		if (err != nil) != (want.Kind == "") {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, got); err == nil && diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestReadDigestTimes(t *testing.T) {
	for text, want := range map[string]store.Digest{
		"Mondays 9am London":              {Kind: store.Daily, Schedule: "Mondays at 09:00 Europe/London"},
		"weekly Fridays 16:00 UTC":        {Kind: store.Weekly, Schedule: "Fridays at 16:00 UTC"},
		"weekly 9:00 Berlin":              {},
		"weekly Mondays Fridays 9:00 UTC": {},
		"daily":                           {},
		"about energy":                    {},
		"weekly ȺȺȺȺȺȺȺȺȺȺ":               {}, // Ⱥ is longer in small letters
	} {
		got, _, err := readDigest(text, "", func(string) bool { return false })
		if (err != nil) != (want.Kind == "") {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, got); err == nil && diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestReadWatch(t *testing.T) {
	for text, want := range map[string]watchOrder{
		"Is it still exclusive?":        {question: true},
		"pause in rate cuts":            {question: true, verb: "pause"},
		"history of the merger 2":       {question: true, verb: "history", id: 2},
		"Brexit?":                       {question: true},
		"橋はいつ開きますか":                     {question: true},
		"list":                          {verb: "list"},
		"list all":                      {verb: "list"},
		"show":                          {verb: "list"},
		"remove #1":                     {verb: "remove", id: 1},
		"Delete 1, please":              {verb: "remove", id: 1},
		"remove question 1":             {verb: "remove", id: 1},
		"remove 1 2":                    {verb: "remove"},
		"remove all":                    {verb: "remove"},
		"pause":                         {verb: "pause"},
		"pause trams":                   {verb: "pause"},
		"show trams?":                   {question: true, verb: "list"},
		"history?":                      {verb: "history"},
		"quiet #3 22-7 Berlin":          {verb: "quiet", id: 3, tail: "22-7 Berlin"},
		"quiet 3":                       {verb: "quiet", id: 3},
		"quiet":                         {verb: "quiet"},
		"quiet hours in the parliament": {question: true, verb: "quiet"},
		"off":                           {},
		"stop 1":                        {id: 1},
		"remvoe 3":                      {id: 3},
		"3":                             {id: 3},
		":tada:":                        {},
		"":                              {},
	} {
		if got := readWatch(text); got != want {
			t.Errorf("readWatch(%q) = %+v, want %+v", text, got, want)
		}
	}
}

// checker answers every standing question with the simple answer.
func (l *lab) checker() *watch.Checker {
	ans := l.citing(article.Workspace)
	return &watch.Checker{
		Store: l.store, Now: time.Now, Owner: "test",
		Answer: func(context.Context, answer.Searcher, answer.Question) (answer.Answer, error) { return ans, nil },
	}
}

// TestStandingCommands gives the commands one after the other, in a channel.
func TestStandingCommands(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(simple()), func(c *Config) { c.Watches = l.checker() }))
	for _, c := range []struct{ command, text, want string }{
		{"/digest", "show", "No digest is set here. /digest weekdays at 8:30 sets one."},
		{"/digest", "when it rains", "I cannot read that: “when” is no day, time or city"},
		{"/digest", "weekdays at 8:30 Berlin about energy most 3", "The digest is set."},
		{"/digest", "show", "weekdays at 08:30 Europe/Berlin · topics: energy · at most 3 stories\n"},
		{"/digest", "weekdays at 8:30 Berlin silent", "The digest is set."},
		{"/digest", "show", "weekdays at 08:30 Europe/Berlin · silent where nothing is new\n"},
		{"/digest", "off", "This digest is ended."},
		{"/digest", "weekly off", "No digest is set here. /digest weekdays at 8:30 sets one."},
		{"/watch", "list", "Nothing is watched here. /watch QUESTION begins it."},
		{"/watch", "Is it still <!channel> exclusive?", "Question 1 is watched."},
		{"/watch", "list", "1 · Is it still"},
		{"/watch", "is it still exclusive", "That is watched here already: it is question 1 of /watch list."},
		{"/watch", "pause 1", "Done."},
		{"/watch", "list", "exclusive? · paused"},
		{"/watch", "quiet 1 always", "I cannot read that: quiet hours"},
		{"/watch", "quiet 1 22-7 Berlin", "Done."},
		{"/watch", "list", "exclusive? · quiet 22:00-07:00 Europe/Berlin · paused"},
		{"/watch", strings.Repeat("why ", watch.MaxQuestion/4) + "why?", "A question to watch has at most 500 characters."},
		{"/watch", "quiet 1", "I cannot read that: quiet hours are written as 22-7 Berlin, or off for none."},
		{"/watch", "quiet 1 off", "Done."},
		{"/watch", "history 1", "No: it ended in April."},
		{"/watch", "history", "Which one? Give its number, which /watch list shows, as in /watch history 3."},
		{"/watch", "stop 1", "“stop 1” is no question that can be watched."},
		{"/watch", "remove 7", "Nothing with this number is watched here. /watch list shows what is."},
		{"/watch", "remove 1", "Done."},
	} {
		n := l.whispers(c.want)
		l.Slash(l.news, l.ada, c.command, c.text)
		l.wait(c.command+" "+c.text+": "+c.want, func(slacksim.View) bool { return l.whispers(c.want) > n })
	}
	if got := l.Pings(); got != nil {
		t.Errorf("pings %v", got)
	}
}

// TestOwnZone sets times without a zone, which are those of who sets them.
func TestOwnZone(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(simple()), func(c *Config) { c.Watches = l.checker() }))
	eve := l.AddUser(slacksim.User{Name: "eve", TZ: "America/New_York"})
	l.Join(l.news, eve)
	for _, c := range []struct{ command, text, want string }{
		{"/digest", "weekdays at 8:30 silent", "weekdays at 08:30 America/New_York"},
		{"/digest", "weekly Fridays 16:00 London", "Fridays at 16:00 Europe/London"},
		{"/watch", "Is it still exclusive?", "Question 1 is watched."},
		{"/watch", "quiet 1 22-7", "Done."},
		{"/watch", "list", "quiet 22:00-07:00 America/New_York"},
	} {
		n := strings.Count(l.As(eve).Text(l.news), c.want)
		l.Slash(l.news, eve, c.command, c.text)
		l.wait(c.command+" "+c.text+": "+c.want, func(v slacksim.View) bool { return strings.Count(v.As(eve).Text(l.news), c.want) > n })
	}
}

// TestOwnToday: today is the day in the zone of who asks, held against the days that outlets printed.
func TestOwnToday(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	begun := time.Now()
	b.now = func() time.Time { return time.Date(2026, 5, 15, 2, 0, 0, 0, time.UTC).Add(time.Since(begun)) }
	l.run(b)
	eve, kei := l.AddUser(slacksim.User{Name: "eve", TZ: "America/New_York"}), l.AddUser(slacksim.User{Name: "kei", TZ: "Asia/Tokyo"})
	for title, date := range map[string]string{"Dam": "2026-05-14", "Ferry": "2026-05-14T21:30:00-04:00", "Tunnel": "2026-05-15T01:00:00+09:00", "Quay": "2026-05-13"} {
		l.put(article.Article{Title: title, Body: title, Published: day(date), Scope: article.Workspace})
	}
	for person, want := range map[string]string{eve: "Ferry Tunnel Dam", kei: "Tunnel"} {
		l.Join(l.news, person)
		l.Slash(l.news, person, "/articles", "list since today")
		var titles []string
		for line := range strings.Lines(l.Plain(l.shown(person, l.news, "a list", saying("The newest articles")))) {
			if name, _, ok := strings.Cut(strings.TrimPrefix(line, "• "), " · "); ok {
				titles = append(titles, name)
			}
		}
		if got := strings.Join(titles, " "); got != want {
			t.Errorf("%s lists %q, want %q", person, got, want)
		}
	}
	ts := l.Mention(l.news, eve, "what came out today?", slacksim.Say{})
	l.finished(l.news, ts)
	if now := l.questions()[0].Now; now.Day() != 14 {
		t.Errorf("eve asks on %s, want the 14th", now)
	}
}

// TestWatchHistoryLong shows what there is room for of many answers, the
// newest first.
func TestWatchHistoryLong(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	checker := l.checker()
	l.run(l.bot(tell(simple()), func(c *Config) { c.Watches = checker }))
	w, _, err := checker.Add(t.Context(), store.Watch{Channel: l.news, User: l.ada, Question: "Is it still exclusive?"})
	if err != nil {
		t.Fatal(err)
	}
	const answers = 90
	for i := 1; i < answers; i++ {
		raw, err := json.Marshal(answer.Answer{Text: fmt.Sprintf("%d. %s", i, strings.Repeat("because ", 60))})
		if err != nil {
			t.Fatal(err)
		}
		if ok, err := l.store.ClaimWatch(t.Context(), w.ID, "w", time.Minute, time.Now()); err != nil || !ok {
			t.Fatal(ok, err)
		}
		if err := l.store.CheckedWatch(t.Context(), w.ID, "w", 1, raw, true, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	l.Slash(l.news, l.ada, "/watch", "history 1")
	text := l.Plain(l.shown(l.ada, l.news, "a history", saying("older ones")))
	lines := strings.Split(text, "\n")
	if n := len(lines) - 1; !strings.Contains(lines[0], "89. because") || lines[n] != fmt.Sprintf("… and %d older ones", answers-n) {
		t.Errorf("of %d answers %d lines are shown, from\n%s\nto\n%s", answers, n, lines[0], lines[n])
	}
}

// TestStandingUninvited sets what is to be told where the bot is not: nothing
// is set.
func TestStandingUninvited(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(simple()), func(c *Config) { c.Watches = l.checker() }))
	for _, private := range []bool{false, true} {
		other := l.AddChannel(slacksim.Channel{Name: "other", Private: private}, l.ada)
		const want = "I am not in this channel. Please invite me"
		for command, text := range map[string]string{"/digest": "weekdays at 8:30 Berlin", "/watch": "Is it still exclusive?"} {
			n := strings.Count(l.As(l.ada).Text(other), want)
			l.Slash(other, l.ada, command, text)
			l.wait(command, func(v slacksim.View) bool { return strings.Count(v.As(l.ada).Text(other), want) > n })
		}
		if _, err := l.store.Digest(t.Context(), other, store.Daily); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("private %v: a digest is set, %v", private, err)
		}
	}
	if all, err := l.store.Watches(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("watched %+v, %v", all, err)
	}
}

// whispers counts what ada alone was shown of some words.
func (l *lab) whispers(words string) (n int) {
	for _, m := range l.As(l.ada).Messages(l.news) {
		if m.Ephemeral == l.ada && strings.Contains(l.loose(m), loose(words)) {
			n++
		}
	}
	return n
}

// madeSlot returns the ID of a slot of a daily digest of a channel that has a story.
func (l *lab) madeSlot(channel string, story store.ToldStory) int64 {
	l.t.Helper()
	now := time.Now()
	d, err := l.store.SetDigest(l.t.Context(), store.Digest{Channel: channel, Kind: store.Daily, Schedule: "every day at 9:00 UTC"}, now)
	if err != nil {
		l.t.Fatal(err)
	}
	slot, _, err := l.store.ClaimSlot(l.t.Context(), d, []store.DueSlot{{Key: "k", Due: now}}, "w", time.Minute, now)
	if err != nil {
		l.t.Fatal(err)
	}
	slot.Content = []byte("x")
	if err := l.store.MadeSlot(l.t.Context(), slot, "w", []store.ToldStory{story}, now); err != nil {
		l.t.Fatal(err)
	}
	return slot.ID
}

func (l *lab) loose(m slacksim.Message) string { return loose(l.Plain(m)) }

// loose leaves out what escaping adds, and the kind of quotation marks.
func loose(s string) string {
	return strings.NewReplacer(joiner, "", "*", "", `"`, "", "“", "", "”", "").Replace(s)
}

// TestStoryButtons clicks on what stands under a story of a digest.
func TestStoryButtons(t *testing.T) {
	l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Copies: 3}})
	b := l.bot(tell(simple()), nil)
	l.run(b)
	a := l.put(article.Article{URL: "https://ledger.example/dam", Title: "Dam breaks", Outlet: "Ledger", Body: "The dam broke."})
	slot := l.madeSlot(l.news, store.ToldStory{Title: "Dam breaks", Articles: []string{a.ID}, N: 1})
	root, err := l.teller(b).Tell(t.Context(), telling.Message{Key: "head", Channel: l.news, Summary: "s", Parts: []telling.Part{{Text: "Digest"}}})
	if err != nil {
		t.Fatal(err)
	}
	m := telling.Message{Key: "story", Channel: l.news, Thread: root, Summary: "s", Parts: []telling.Part{{Title: "Dam breaks"}}}
	for action, text := range map[string]string{
		digest.ActionAsk: "Ask about this", digest.ActionMore: "More", digest.ActionLess: "Less of this", digest.ActionMute: "Mute this story",
	} {
		m.Parts[0].Buttons = append(m.Parts[0].Buttons, telling.Button{Action: action, Text: text, Value: "1.1"})
	}
	if _, err := l.teller(b).Tell(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	shown := l.Replies(l.news, root)[0]
	for button, want := range map[string]string{
		"More": "ledger.example/dam", "Less of this": "further down", "Mute this story": "will not hear", "Ask about this": "Ask in this thread",
	} {
		if err := l.Click(shown, button, l.ada); err != nil {
			t.Fatal(err)
		}
		l.wait(button, func(v slacksim.View) bool {
			for _, m := range v.As(l.ada).Thread(l.news, root) {
				if m.Ephemeral == l.ada && strings.Contains(l.Plain(m), want) {
					return true
				}
			}
			return false
		})
	}
	l.idle(b)
	st, err := l.store.StoryTold(t.Context(), l.news, slot, 1)
	if err != nil || !st.Muted || st.Less != 1 {
		t.Errorf("the story is %+v, %v", st, err)
	}
	// Now the thread is one in which the bot listens, about the story.
	l.Post(l.news, l.ada, "How many people live there?", slacksim.Say{ThreadTS: root})
	l.finished(l.news, root, 2)
	if q := l.questions(); len(q) != 1 || len(q[0].Thread) != 1 || q[0].Thread[0].Question != "Dam breaks" {
		t.Errorf("asked %+v", q)
	}
}

// withIndex is a lab with the real way of answers, also of what is watched, and
// an index.
func withIndex(t *testing.T) (l *lab, b *Bot, c *watch.Checker, add func(...article.Article)) {
	t.Helper()
	l = newLab(t, slacksim.Options{})
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	indexer := retrieval.Indexer{Store: l.store, Embedder: retrieval.NewHashEmbedder(), Log: log}
	index, err := retrieval.Open(t.Context(), l.store, indexer.Embedder, retrieval.Options{Log: log})
	if err != nil {
		t.Fatal(err)
	}
	add = func(all ...article.Article) {
		t.Helper()
		if _, err := indexer.Add(t.Context(), all); err != nil {
			t.Fatal(err)
		}
		if err := index.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	c = &watch.Checker{
		Store: l.store, Search: index, Sync: index.Sync, Now: time.Now, Owner: "test",
		Answer: func(ctx context.Context, s answer.Searcher, q answer.Question) (answer.Answer, error) {
			return (&answer.Answerer{Search: s, Log: log}).Answer(ctx, q, nil)
		},
	}
	b = l.bot((&answer.Answerer{Search: index, Log: log}).Answer, func(cfg *Config) { cfg.Watches = c })
	c.Readers = b.ReaderOf
	return l, b, c, add
}

// TestWatchTopic has somebody watch what is new: no answer to that is another one, and
// they are told what does it.
func TestWatchTopic(t *testing.T) {
	l, b, _, _ := withIndex(t)
	l.run(b)
	l.Slash(l.news, l.ada, "/watch", "What's new about `Brightmoor`?")
	m := l.shown(l.ada, l.news, "word of digests", saying("told by a digest"))
	if text := l.As(l.ada).Plain(m); !strings.Contains(text, "/digest weekdays at 8:30 about ˋBrightmoorˋ") {
		t.Errorf("told:\n%s", text)
	}
	if all, err := l.store.Watches(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("watches %v, %v", all, err)
	}
}

// TestArchived has answers whose article was removed in channels that take no
// messages any more: the notes on them are given up after one try each.
func TestArchived(t *testing.T) {
	l, b, checker, _ := withIndex(t)
	away := l.AddChannel(slacksim.Channel{Name: "away"}, l.ada, l.Bot())
	a := l.put(article.Article{URL: "https://ledger.example/dam", Title: "Dam breaks", Body: "The dam broke."})
	cited, err := json.Marshal([]answer.Citation{{N: 1, ArticleID: a.ID, Title: a.Title, Quote: a.Body}})
	if err != nil {
		t.Fatal(err)
	}
	for _, channel := range []string{l.news, away} {
		ts := l.Post(channel, l.ada, "did it break?", slacksim.Say{Quiet: true})
		q, _, err := l.store.ClaimQuestion(t.Context(), store.Question{Channel: channel, TS: ts, ThreadTS: ts, User: l.ada, Asked: time.Now()}, "o", time.Minute, time.Now())
		if err == nil {
			err = l.store.FinishQuestion(t.Context(), q.ID, store.Record{Outcome: string(answer.Extracted), Citations: cited, ReplyTS: ts})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := l.store.Remove(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	l.SetChannel(slacksim.Channel{ID: l.news, Name: "news", Archived: true})
	l.Leave(away, l.Bot())
	clock := time.Now()
	checker.Now = func() time.Time { return clock }
	r := &watch.Runner{Checker: checker, Teller: l.teller(b), Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	for range 3 {
		r.NoteStale(t.Context())
		clock = clock.Add(time.Hour)
	}
	if tried := l.Calls("chat.postMessage"); len(tried) != 2 || tried[0].Error == "" || tried[1].Error == "" {
		t.Errorf("tried %+v, want once in each channel", tried)
	}
}

// TestWatchReinvited removes the bot from a channel in which a question is watched,
// and one that somebody paused, or archives the channel; the answer changes, and the bot
// is invited again, or the channel taken out of the archive.
func TestWatchReinvited(t *testing.T) {
	for _, way := range []struct{ archived, heard bool }{{false, true}, {false, false}, {true, true}, {true, false}} {
		archived, heard := way.archived, way.heard
		l, b, checker, add := withIndex(t)
		at := func(body string, days int) article.Article {
			return article.Article{
				URL: "https://post.example/" + body, Outlet: "Post", Title: "Bridge", Body: body, Lang: "en", Published: article.Date{Time: time.Now().UTC().AddDate(0, 0, -days)},
			}
		}
		add(at("The Sorrel Bridge has been closed to cars since January.", 9))
		r := &watch.Runner{Checker: checker, Teller: l.teller(b), Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
		stop := l.run(b)
		for _, order := range []string{"Is the Sorrel Bridge open to cars?", "Is the Sorrel Bridge closed to cars?", "pause 2"} {
			l.Slash(l.news, l.ada, "/watch", order)
			l.idle(b)
		}
		if !heard {
			stop()
		}
		if archived {
			l.SetChannel(slacksim.Channel{ID: l.news, Name: "news", Archived: true})
		} else {
			l.Leave(l.news, l.Bot())
		}
		add(at("The Sorrel Bridge is open to cars again.", 1))
		for range 2 {
			r.Round(t.Context())
		}
		if tried := l.Calls("chat.postMessage"); len(tried) != 1 || tried[0].Error == "" {
			t.Errorf("tried %+v, want once", tried)
		}
		if archived {
			l.SetChannel(slacksim.Channel{ID: l.news, Name: "news"})
		} else {
			l.Join(l.news, l.Bot())
		}
		if heard {
			l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
			l.idle(b)
		} else {
			b = l.bot(tell(simple()), nil)
			l.run(b)
			l.caughtUp(b)
		}
		r.Round(t.Context())
		if got := l.Text(l.news); strings.Count(got, "The answer changed:") != 1 || !strings.Contains(got, "open to cars again") {
			t.Errorf("%+v, shown:\n%s", way, got)
		}
		if all, err := l.store.Watches(t.Context()); err != nil || all[0].Paused || !all[1].Paused {
			t.Errorf("%+v: the watches are %+v, %v", way, all, err)
		}
	}
}

// TestContradicted asks one question in a channel and in a direct message, and
// adds what contradicts both answers: first where the person alone sees it,
// then for all.
func TestContradicted(t *testing.T) {
	l, b, checker, add := withIndex(t)
	now := time.Now().UTC()
	bridge := func(outlet, title, body string, days int, scope article.Scope) article.Article {
		at := article.Date{Time: now.AddDate(0, 0, -days)}
		return article.Article{URL: "https://" + outlet + ".example/story", Outlet: outlet, Title: title, Body: body, Published: at, Lang: "en", Scope: scope}
	}
	add(bridge("Post", "Sorrel Bridge shut", "The Sorrel Bridge has been closed to cars since January.", 9, article.Workspace))
	r := &watch.Runner{
		Checker: checker, Notes: true, Teller: l.teller(b),
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
	r.Round(t.Context())
	l.run(b)
	const question = "Is the Sorrel Bridge open to cars?"
	ts := l.Mention(l.news, l.ada, question, slacksim.Say{})
	l.reply(l.news, ts)
	add(bridge("Mail", "Tulip Bridge painted", "The Tulip Bridge was painted in red on Friday. It carries trams.", 9, article.Workspace))
	numbered := func(n int, want string) {
		t.Helper()
		l.finished(l.news, ts, n)
		all := l.ownIn(l.news, ts)
		if got := l.Plain(all[len(all)-1]); !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
	l.Mention(l.news, l.ada, "What was the Tulip Bridge painted in?", slacksim.Say{ThreadTS: ts})
	numbered(2, "[2] Tulip Bridge painted")
	im, direct := l.IM(l.ada), l.DM(l.ada, question, slacksim.Say{})
	l.reply(im, direct)
	for _, step := range []struct {
		comes           article.Article
		channel, direct int // messages of the bot
	}{
		{bridge("Ledger", "Paint", "The Sorrel Bridge, which is closed to cars, gets white paint.", 8, article.Workspace), 2, 1},
		{bridge("Note", "Bridge opens", "The Sorrel Bridge is open to cars again.", 2, article.UserScope(l.ada)), 2, 2},
		{bridge("Wire", "Bridge is open", "The Sorrel Bridge is open to cars since Monday.", 1, article.Workspace), 3, 2},
		{bridge("Herald", "Ribbon cut", "A ribbon was cut: the Sorrel Bridge is open to cars.", 0, article.Workspace), 3, 2},
	} {
		add(step.comes)
		r.Round(t.Context())
		if got := len(l.Replies(l.news, ts)); got != step.channel {
			t.Errorf("after %q %d messages stand in the channel's thread, want %d:\n%s", step.comes.Title, got, step.channel, l.ThreadText(l.news, ts))
		}
		if got := len(l.Replies(im, direct)); got != step.direct {
			t.Errorf("after %q %d messages stand in the direct thread, want %d:\n%s", step.comes.Title, got, step.direct, l.ThreadText(im, direct))
		}
	}
	note := last(l.ownIn(l.news, ts))
	for _, want := range []string{
		"A newer article says something else", "Post, " + now.AddDate(0, 0, -9).Format("2 Jan 2006"), "closed to cars since January",
		"Wire, " + now.AddDate(0, 0, -1).Format("2 Jan 2006"), "open to cars since Monday", "https://Wire.example/story#:~:text=",
		"[1] Sorrel Bridge shut", "[3] Bridge is open",
	} {
		if !strings.Contains(l.loose(note), want) {
			t.Errorf("the note lacks %q:\n%s", want, l.Plain(note))
		}
	}
	l.Mention(l.news, l.ada, question, slacksim.Say{ThreadTS: ts})
	numbered(3, "[4] Ribbon cut")
	if top := l.Messages(l.news); len(top) != 1 {
		t.Errorf("the note is not in the thread alone:\n%s", l.Text(l.news))
	}
	l.Delete(l.news, ts)
	l.idle(b)
	if got := l.ThreadText(l.news, ts); strings.Contains(got, "A newer article") || len(l.ownIn(l.news, ts)) != 2 {
		t.Errorf("after the question was deleted:\n%s", got)
	}
	if got := l.Pings(); got != nil {
		t.Errorf("pings %v", got)
	}
}
