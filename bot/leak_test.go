package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/slacksim"
	"footnote/internal/store"
	"footnote/retrieval"
)

// A leakArchive reads whole articles for the answerer.
type leakArchive struct{ *store.Store }

func (a leakArchive) Article(ctx context.Context, id string, r article.Reader) (article.Article, bool, error) {
	return a.Find(ctx, id, r)
}

func (a leakArchive) Find(ctx context.Context, ref string, r article.Reader) (article.Article, bool, error) {
	art, err := a.FindArticleFor(ctx, r, ref)
	if errors.Is(err, store.ErrNotFound) {
		return article.Article{}, false, nil
	}
	return art, err == nil, err
}

// A leakRecord gives answers again from the store.
type leakRecord struct{ *store.Store }

func (r leakRecord) Recall(ctx context.Context, key string, seq int64) ([]byte, time.Time, bool, error) {
	rec, err := r.Store.Recall(ctx, key, seq)
	if errors.Is(err, store.ErrNotFound) {
		return nil, time.Time{}, false, nil
	}
	return rec.Shown, rec.Asked, err == nil, err
}

// The secrets, words that stand nowhere else, and the question that they
// answer.
const (
	channelSecret   = "Quellbrunn"
	workspaceSecret = "Oberfelden"
	secretQuestion  = "Where will Brightmoor build the turbine factory?"
	nextQuestion    = "What was said of the turbine factory of Brightmoor?" // under whose answer more is suggested
)

// misspelt are questions that name the secrets almost as they are written.
var misspelt = []string{"What did the mayor of Quelbrunn sign?", "What did the chief say of Oberfeldn?"}

// leaky is a lab with the real way of answers, and a library with a secret of
// a private channel that ada is in and one of the workspace.
func leaky(t *testing.T) (l *lab, private string, b *Bot, secret article.Article) {
	t.Helper()
	l = newLab(t, slacksim.Options{})
	private = l.AddChannel(slacksim.Channel{Name: "private", Private: true}, l.ada, l.Bot())
	embedder := retrieval.NewHashEmbedder()
	indexer := retrieval.Indexer{Store: l.store, Embedder: embedder, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	published := day("2026-05-01")
	memo := func(name, title, body string) article.Article {
		return article.Article{
			URL: "https://memo.example/" + name, Title: title, Outlet: "The Memo", Scope: article.ChannelScope(private), Published: day("2026-04-20"), Body: body,
		}
	}
	articles := []article.Article{
		{
			URL: "https://a.example/secret", Title: "Brightmoor picks " + channelSecret, Scope: article.ChannelScope(private), Published: published,
			Body: "Brightmoor will build the turbine factory in " + channelSecret + ", a memo says. Building begins in June.",
		},
		{
			URL: "https://a.example/open", Title: "Brightmoor looks around " + workspaceSecret, Published: day("2026-04-01"),
			Body: "Brightmoor may build the turbine factory in " + workspaceSecret + ", its chief said. Nothing is decided.",
		},
		memo("mayor", "Mayor of "+channelSecret+" signs a lease", "The mayor signed a lease for the turbine factory of Brightmoor, behind the old brewery."),
		memo("school", channelSecret+" trains welders", "The technical school trains ninety welders for the turbine factory of Brightmoor."),
		memo("river", "Barges for "+channelSecret, "The harbour master dredges the river for barges of the turbine factory of Brightmoor."),
		memo("beds", "Beds run out in "+channelSecret, "The innkeepers rent their beds to builders of the turbine factory of Brightmoor."),
		memo("grid", channelSecret+" lays a cable", "The grid operator lays a second cable to the turbine factory of Brightmoor."),
		{
			URL: "https://a.example/union", Title: "Union fears for jobs at Brightmoor", Outlet: "The Courier", Published: day("2026-03-02"),
			Body: "The union says that the turbine factory of Brightmoor will cost three hundred jobs in the old halls by the river.",
		},
	}
	saved, err := indexer.Add(t.Context(), articles)
	if err != nil {
		t.Fatal(err)
	}
	index, err := retrieval.Open(t.Context(), l.store, embedder, retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	answerer := &answer.Answerer{Search: index, Archive: leakArchive{l.store}, Record: leakRecord{l.store}, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	b = l.bot(answerer.Answer, func(c *Config) {
		c.Summarizer, c.Suggester = answerer, answerer
		c.Find = func(ctx context.Context, r article.Reader, query string, n int) ([]article.Passage, error) {
			found, err := index.Search(ctx, retrieval.Query{Text: query, Reader: r, K: n})
			return found.Passages, err
		}
		c.Library = func(ctx context.Context, r article.Reader) (answer.Library, error) {
			found, err := index.Search(ctx, retrieval.Query{Reader: r})
			return answer.Library{Articles: found.Articles, Newest: found.Newest}, err
		}
	})
	secret = articles[0]
	secret.ID = saved[0].ID
	return l, private, b, secret
}

// buttonValues are what the buttons of a message carry.
func buttonValues(m slacksim.Message) string {
	var b strings.Builder
	for _, button := range m.Buttons() {
		b.WriteString(button.Value + "\n")
	}
	return b.String()
}

// sees is all that a person can see in Slack, in these channels and beside
// them.
func (l *lab) sees(person string, channels ...string) string {
	v := l.As(person)
	var all strings.Builder
	for _, c := range append(channels, l.IM(person)) {
		all.WriteString(v.Text(c))
		for _, m := range v.Messages(c) {
			for _, r := range append(v.Replies(c, m.TS), m) {
				all.WriteString(buttonValues(r))
			}
		}
	}
	if w, ok := l.Home(person); ok {
		all.WriteString(l.Plain(slacksim.Message{Blocks: w.Blocks}))
	}
	if w, ok := l.Modal(person); ok {
		all.WriteString(l.Plain(slacksim.Message{Blocks: w.Blocks}))
	}
	fmt.Fprint(&all, v.Status(l.IM(person), ""))
	return all.String()
}

// tryAll asks for a secret on every way that a person can read.
func (l *lab) tryAll(b *Bot, person, channel string, secret article.Article) {
	l.t.Helper()
	answered := func(ts, at string) {
		l.eventually("an answer", func() bool {
			got, err := l.store.Thread(l.t.Context(), at, ts)
			return err == nil && len(got) > 0
		})
	}
	root := l.Mention(channel, person, secretQuestion, slacksim.Say{})
	answered(root, channel)
	l.Post(channel, person, "and what does the memo say of it?", slacksim.Say{ThreadTS: root})
	l.eventually("an answer", func() bool {
		got, err := l.store.Thread(l.t.Context(), channel, root)
		return err == nil && len(got) > 1
	})
	for _, text := range misspelt { // what may have been meant is named
		answered(l.Mention(channel, person, text, slacksim.Say{}), channel)
	}
	next := l.Mention(channel, person, nextQuestion, slacksim.Say{})
	answered(next, channel)
	for _, m := range l.Replies(channel, next) { // all that is suggested
		for _, button := range m.Buttons() {
			if strings.HasPrefix(button.ActionID, nextAction) {
				if err := l.Click(m, button.ActionID, person); err != nil {
					l.t.Fatal(err)
				}
			}
		}
	}
	l.idle(b)
	answered(l.DM(person, secretQuestion, slacksim.Say{}), l.IM(person))
	for _, c := range [][2]string{
		{"/ask", misspelt[0]},
		{"/ask", misspelt[1]},
		{"/summary", "Quelbrunn"},
		{"/articles", "find Oberfeldn Quelbrunn"},
		{"/ask", secretQuestion},
		{"/summary", "Brightmoor"},
		{"/summary", secret.ID},
		{"/summary", "<" + secret.URL + ">"},
		{"/articles", "list"},
		{"/articles", "list nowhere"},
		{"/articles", "list the memo"},
		{"/articles", "find Brightmoor turbine factory"},
		{"/articles", "history " + secret.ID[:8]},
		{"/articles", "remove <" + secret.URL + ">"},
		{"/articles", "history " + secret.ID},
	} {
		before := len(l.As(person).Messages(channel))
		l.Slash(channel, person, c[0], c[1])
		l.wait("words on "+c[0]+" "+c[1], func(v slacksim.View) bool {
			now := v.As(person).Messages(channel)
			last := now[len(now)-1]
			return len(now) > before && last.Ephemeral == person && !slices.Contains([]string{"Searching the library …", "Reading …"}, last.Text)
		})
	}
	l.OpenHome(person, "home")
	l.OpenHome(person, "messages")
	l.wait("a home", func(v slacksim.View) bool { _, ok := v.Home(person); return ok })
	l.wait("prompts", func(v slacksim.View) bool { return len(v.Status(l.IM(person), "").Prompts) > 0 })
	m, _ := l.Message(channel, root)
	if err := l.Shortcut(m, askShortcut, person); err != nil {
		l.t.Fatal(err)
	}
	l.idle(b)
}

// TestLeaks plants a secret in a private channel and one in the workspace, and
// asks for them on every way, as one who may not see them: a colleague who is
// not in the channel, a guest, a channel that is shared with another company,
// and a member who has left. Before, those who may see them ask the same, so
// that there is something to give again.
func TestLeaks(t *testing.T) {
	l, private, b, secret := leaky(t)
	bob := l.AddUser(slacksim.User{Name: "bob"})
	guest := l.AddUser(slacksim.User{Name: "guest", Guest: true})
	partner := l.AddUser(slacksim.User{Name: "partner", Team: "T0OTHER"})
	l.Join(l.news, bob)
	guests := l.AddChannel(slacksim.Channel{Name: "guests"}, guest, l.Bot())
	shared := l.AddChannel(slacksim.Channel{Name: "shared", Shared: true}, l.ada, partner, l.Bot())
	l.run(b)

	l.reply(private, l.Mention(private, l.ada, secretQuestion, slacksim.Say{}))
	l.Slash(l.news, l.ada, "/ask", secretQuestion)
	own := l.shown(l.ada, l.news, "the secret, for who may see it", saying(channelSecret))
	for _, at := range []string{private, l.IM(l.ada)} {
		if at != private {
			l.reply(at, l.DM(l.ada, secretQuestion, slacksim.Say{}))
		}
		if text := l.As(l.ada).Text(at); !strings.Contains(text, channelSecret) {
			t.Fatalf("who may see the secret does not, so nothing is tested:\n%s", text)
		}
	}
	if err := l.Click(own, shareAction, l.ada); err != nil {
		t.Fatal(err)
	}
	l.shown(l.ada, l.news, "word of sharing", func(text string, _ slacksim.Message) bool {
		return strings.Contains(text, "answered anew") || strings.Contains(text, "Not shared")
	})

	l.reply(private, l.Mention(private, l.ada, nextQuestion, slacksim.Say{}))
	suggested := slices.ContainsFunc(l.Replies(private, l.Messages(private)[len(l.Messages(private))-1].TS), func(m slacksim.Message) bool {
		return strings.Contains(buttonValues(m), channelSecret)
	})
	if !suggested {
		t.Fatalf("the secret is not suggested to who may see it, so nothing is tested:\n%s", l.Text(private))
	}

	l.tryAll(b, bob, l.news, secret)
	l.tryAll(b, guest, guests, secret)
	l.reply(shared, l.Mention(shared, partner, secretQuestion, slacksim.Say{}))
	l.Slash(shared, l.ada, "/ask", secretQuestion)
	own = l.shown(l.ada, shared, "the secret, for who may see it", saying(channelSecret))
	if err := l.Click(own, shareAction, l.ada); err != nil {
		t.Fatal(err)
	}
	l.shown(l.ada, shared, "word of sharing", saying("Not shared"))
	l.idle(b)

	in := map[string][]string{bob: {l.news, guests, shared}, guest: {guests}, partner: {shared}}
	for _, who := range []string{bob, guest, partner} {
		if text := l.sees(who, in[who]...); strings.Contains(text, channelSecret) {
			t.Errorf("%s sees the channel's secret:\n%s", l.Name(who), text)
		}
	}
	for _, who := range []string{guest, partner} { // of the workspace's public channels they see nothing
		if text := l.sees(who, in[who]...); strings.Contains(text, workspaceSecret) {
			t.Errorf("%s sees the workspace's secret:\n%s", l.Name(who), text)
		}
	}
	if text := l.sees(bob, in[bob]...); !strings.Contains(text, workspaceSecret) {
		t.Errorf("bob does not see what he may:\n%s", text)
	}

	// Who has left sees what they saw, and nothing of it again.
	l.Leave(private, l.ada)
	l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
	seen := strings.Count(l.sees(l.ada, l.news), channelSecret)
	again := l.DM(l.ada, secretQuestion, slacksim.Say{})
	l.reply(l.IM(l.ada), again)
	l.Slash(l.news, l.ada, "/articles", "find Brightmoor turbine factory")
	l.shown(l.ada, l.news, "a list", saying("Found"))
	if now := strings.Count(l.sees(l.ada, l.news), channelSecret); now > seen {
		t.Errorf("who left sees the secret again:\n%s", l.As(l.ada).ThreadText(l.IM(l.ada), again))
	}
}
