package digest

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/goldentest"
	"footnote/internal/llm/llmtest"
	"footnote/internal/store"
	"footnote/internal/tell"
)

// A newsroom is a store with an editor and a channel's digest.
type newsroom struct {
	*testing.T
	store  *store.Store
	editor *Editor
	digest store.Digest
	now    time.Time
	slots  int
}

// thursday is when these tests begin, a day in Berlin.
var thursday = time.Date(2026, 4, 23, 6, 30, 0, 0, time.UTC)

// members is how the channels of these tests read: as the workspace's own.
func members(_ context.Context, channel, _ string) (article.Reader, error) {
	return article.Reader{article.ChannelScope(channel)}, nil
}

func newNewsroom(t *testing.T, d store.Digest) *newsroom {
	t.Helper()
	st, err := store.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	n := &newsroom{T: t, store: st, editor: &Editor{Shelf: st, Readers: members, Log: slog.New(slog.DiscardHandler)}, now: thursday}
	d.Channel, d.Schedule = "C1", "every day at 8:30 Berlin"
	if d.Kind == "" {
		d.Kind = store.Daily
	}
	if n.digest, err = st.SetDigest(t.Context(), d, n.now); err != nil {
		t.Fatal(err)
	}
	return n
}

// add adds an article, published so long before now.
func (n *newsroom) add(outlet, title, body string, before time.Duration) article.Article {
	n.Helper()
	return n.addScoped(article.Workspace, outlet, title, body, before)
}

// guessed adds an article whose day is guessed.
func (n *newsroom) guessed(outlet, title, body string, before time.Duration) {
	n.Helper()
	n.save(article.Article{
		Scope: article.Workspace, URL: "https://guessed.example/" + outlet, Title: title, Outlet: outlet, Body: body, Lang: "en",
		Published: article.Date{Time: n.now.Add(-before), Estimated: true}, Added: n.now,
	})
}

// save adds an article.
func (n *newsroom) save(a article.Article) article.Article {
	n.Helper()
	a.ID = a.NewID()
	if _, err := n.store.Save(n.Context(), store.Batch{Entries: []store.Entry{{Article: a}}}); err != nil {
		n.Fatal(err)
	}
	return a
}

// addScoped is add for an article of a scope.
func (n *newsroom) addScoped(scope article.Scope, outlet, title, body string, before time.Duration) article.Article {
	n.Helper()
	return n.save(article.Article{
		Scope: scope,
		URL:   "https://" + strings.ToLower(strings.ReplaceAll(outlet, " ", "")) + ".example/" + strings.ReplaceAll(strings.ToLower(title), " ", "-"),
		Title: title, Outlet: outlet, Body: body, Lang: "en", Published: article.Date{Time: n.now.Add(-before)}, Added: n.now.Add(-before / 2),
	})
}

// tell makes the next edition and keeps that it was told, a day after the one
// before.
func (n *newsroom) tell() Edition {
	n.Helper()
	n.slots++
	due := []store.DueSlot{{Key: fmt.Sprint(n.slots), Due: n.now}}
	slot, ok, err := n.store.ClaimSlot(n.Context(), n.digest, due, "w", time.Minute, n.now)
	if err != nil || !ok {
		n.Fatalf("claim: %v, %v", ok, err)
	}
	e, err := n.editor.Make(n.Context(), n.digest, slot, n.now)
	if err != nil {
		n.Fatal(err)
	}
	slot.Until = e.Until
	if slot.Content, err = e.encode(); err != nil {
		n.Fatal(err)
	}
	if err := n.store.MadeSlot(n.Context(), slot, "w", e.Stories, n.now); err != nil {
		n.Fatal(err)
	}
	if err := n.store.FinishSlot(n.Context(), slot.ID, "w", store.SlotDone); err != nil {
		n.Fatal(err)
	}
	n.now = n.now.Add(24 * time.Hour)
	return e
}

// plain writes an edition as it would be read.
func plain(e Edition) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", e.Head.Plain())
	for i, m := range e.Replies {
		fmt.Fprintf(&b, "\n-- thread %d --\n%s\n", i+1, m.Plain())
	}
	return b.String()
}

// flood adds the first day of a flood, and other news.
func (n *newsroom) flood() {
	n.add("Tarnwick Ledger", "Dam breaks above Tarnwick", "The Oller dam broke above Tarnwick on Wednesday night.\nWater flooded the old town and 300 people left their homes, said mayor Ilse Brandt. Nobody was hurt.", 3*time.Hour)
	n.add("Veyra Post", "Oller dam gives way", "The Oller dam gave way on Wednesday night and flooded Tarnwick. Engineers had warned of cracks in the Oller dam in March.", 2*time.Hour)
	n.add("Daily Pellow", "Tarnwick under water", "The old town of Tarnwick is under water after the Oller dam broke. Mayor Ilse Brandt asked for help from the army.", time.Hour)
	n.add("Veyra Post", "Brightmoor sells turbines", "Brightmoor sold 40 turbines to a wind farm off Veyra. The firm will build them by autumn.", 4*time.Hour)
	n.add("Daily Pellow", "Museum shows old maps", "The museum of Pellow shows 80 maps from the age of sail. Entry is free on Sundays.", 5*time.Hour)
}

func TestEdition(t *testing.T) {
	n := newNewsroom(t, store.Digest{})
	n.flood()
	goldentest.Check(t, "first.txt", plain(n.tell()))

	n.add("Tarnwick Ledger", "Army helps in Tarnwick", "The army came to Tarnwick on Thursday after the Oller dam broke. Soldiers carried 40 people from the old town. The Oller dam broke above Tarnwick on Wednesday night.", 3*time.Hour)
	n.add("Veyra Post", "450 people left their homes", "Water flooded the old town of Tarnwick and 450 people left their homes, said mayor Ilse Brandt. The Oller dam broke on Wednesday.", time.Hour)
	goldentest.Check(t, "goes_on.txt", plain(n.tell()))

	n.add("Daily Pellow", "What we know of Tarnwick", "The Oller dam broke above Tarnwick on Wednesday night. Water flooded the old town and 450 people left their homes, said mayor Ilse Brandt.", time.Hour)
	if e := n.tell(); !e.Nothing || e.Head.Plain() != "Nothing new since the last digest." || e.Replies != nil {
		t.Errorf("what was said before is told again:\n%s", plain(e))
	}
}

// TestUnsigned tells of a file without an outlet by its title, once.
func TestUnsigned(t *testing.T) {
	n := newNewsroom(t, store.Digest{})
	n.add("", "Tram opens", "The tram line to Osby opens in May. A ticket costs 40 crowns.", time.Hour)
	for _, m := range n.tell().Replies {
		if lines := strings.Split(m.Plain(), "\n"); lines[0] != "Tram opens" || slices.Contains(lines[1:], "Tram opens") {
			t.Errorf("told:\n%s\nwant its title once", m.Plain())
		}
	}
}

// titles returns the headlines of an edition.
func titles(e Edition) (all []string) {
	for _, m := range e.Replies {
		all = append(all, m.Summary)
	}
	return all
}

func TestWanted(t *testing.T) {
	for _, test := range []struct {
		name   string
		digest store.Digest
		want   []string
	}{
		{"all", store.Digest{}, []string{"Dam breaks above Tarnwick", "Brightmoor sells turbines", "Museum shows old maps"}},
		{"most", store.Digest{Most: 1}, []string{"Dam breaks above Tarnwick"}},
		{"topic", store.Digest{Topics: []string{"wind turbines", "museums"}}, []string{"Brightmoor sells turbines", "Museum shows old maps"}},
		{"no such topic", store.Digest{Topics: []string{"football"}}, nil},
		{"outlet", store.Digest{Outlets: []string{"daily pellow"}}, []string{"Tarnwick under water", "Museum shows old maps"}},
		{"language", store.Digest{Lang: "de"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			n := newNewsroom(t, test.digest)
			n.flood()
			n.add("Archive", "Old report", "A report of 1998 about dams.", 30*24*time.Hour)
			n.guessed("Archive", "Old page", "A page of 1998 about dams.", 30*24*time.Hour)
			if diff := cmp.Diff(test.want, titles(n.tell())); diff != "" {
				t.Errorf("stories (-want +got):\n%s", diff)
			}
		})
	}
}

// storyAt returns the story at a place of the last edition.
func (n *newsroom) storyAt(place int) store.ToldStory {
	n.Helper()
	st, err := n.store.StoryTold(n.Context(), n.digest.Channel, int64(n.slots), place)
	if err != nil {
		n.Fatal(err)
	}
	return st
}

func TestMute(t *testing.T) {
	n := newNewsroom(t, store.Digest{})
	n.flood()
	n.tell()
	if err := n.store.MuteStory(t.Context(), n.storyAt(1).ID); err != nil {
		t.Fatal(err)
	}
	for range 2 { // what comes after one that was passed over is muted, too
		n.add("Tarnwick Ledger", fmt.Sprintf("Army helps in Tarnwick %d", n.slots), "The army came to Tarnwick after the Oller dam broke. Soldiers carried 40 people from the old town.", time.Hour)
		if e := n.tell(); !e.Nothing {
			t.Errorf("a muted story goes on:\n%s", plain(e))
		}
	}
}

func TestLess(t *testing.T) {
	n := newNewsroom(t, store.Digest{Most: 1})
	n.flood()
	n.tell()
	more := func() Edition {
		n.add("Tarnwick Ledger", fmt.Sprintf("Army in Tarnwick %d", n.slots), fmt.Sprintf("The army came to Tarnwick with %d trucks after the Oller dam broke.", n.slots), time.Hour)
		n.add("Daily Pellow", fmt.Sprintf("Ferry %d late", n.slots), fmt.Sprintf("The ferry number %d of Veyra was late again for want of sailors.", n.slots), 40*time.Hour)
		return n.tell()
	}
	if got := titles(more()); !slices.Equal(got, []string{"Army in Tarnwick 1"}) {
		t.Fatalf("told %q", got)
	}
	for range 2 {
		if err := n.store.LessOfStory(t.Context(), n.storyAt(1).ID); err != nil {
			t.Fatal(err)
		}
	}
	if got := titles(more()); !slices.Equal(got, []string{"Ferry 2 late"}) {
		t.Errorf("told %q though people want less of it", got)
	}
}

func TestLookBack(t *testing.T) {
	n := newNewsroom(t, store.Digest{Kind: store.Weekly})
	n.flood()
	n.now = n.now.Add(4 * 24 * time.Hour)
	n.add("Tarnwick Ledger", "Tarnwick dries", "The water has left the old town of Tarnwick after the Oller dam broke. 280 people are back in their homes, said mayor Ilse Brandt.", time.Hour)
	e := n.tell()
	goldentest.Check(t, "look_back.txt", plain(e))
	if e.Stories != nil {
		t.Error("a look back keeps a story from being told")
	}
}

// TestModelled lets a model write: what the gate holds back, and what was said
// before, is not told.
func TestModelled(t *testing.T) {
	n := newNewsroom(t, store.Digest{Most: 1})
	n.flood()
	script := llmtest.NewScripted(
		llmtest.Script{Deltas: []string{"The Oller dam gave way and flooded Tarnwick [2]. ", "It will cost 9 billion [2]. "}},
		llmtest.Script{Deltas: []string{"The Oller dam gave way and flooded Tarnwick [2]. "}},
		llmtest.Script{Err: context.DeadlineExceeded},
	)
	n.editor.Writer = &Modelled{Model: script, Log: slog.New(slog.DiscardHandler)}
	e := n.tell()
	if len(e.Replies) != 1 {
		t.Fatalf("told:\n%s", plain(e))
	}
	p := e.Replies[0].Parts[0]
	if len(p.Sentences) != 1 || !strings.Contains(p.Sentences[0].Text, "gave way") || len(p.Citations) != 1 || p.Citations[0].Quote == "" {
		t.Errorf("told:\n%s", plain(e))
	}
	if text := fmt.Sprint(script.Requests()[0].Messages); !strings.Contains(text, thursday.Format(`asked="2 Jan 2006"`)) {
		t.Errorf("the model is not told what day it is there:\n%s", text)
	}
	if text := fmt.Sprint(script.Requests()[0].Messages[0].Text); strings.Contains(text, "Tarnwick") {
		t.Error("words of an article stand in the system message")
	}
}

// TestModelDown quotes where the model does not answer.
func TestModelDown(t *testing.T) {
	n := newNewsroom(t, store.Digest{Most: 1})
	n.flood()
	n.editor.Writer = &Modelled{Model: llmtest.Down{}, Log: slog.New(slog.DiscardHandler)}
	if e := n.tell(); !strings.Contains(plain(e), "“") {
		t.Errorf("told:\n%s", plain(e))
	}
}

func TestPreview(t *testing.T) {
	n := newNewsroom(t, store.Digest{})
	n.flood()
	e, err := n.editor.Preview(t.Context(), n.digest, n.now.Add(-4*time.Hour), n.now)
	if err != nil {
		t.Fatal(err)
	}
	if got := titles(e); len(got) != 2 || e.Head.Key != "" {
		t.Errorf("preview of 4 hours: %q", got)
	}
}

// TestQuotes holds that every quote stands in its article.
func TestQuotes(t *testing.T) {
	n := newNewsroom(t, store.Digest{})
	n.flood()
	for _, m := range n.tell().Replies {
		for _, p := range m.Parts {
			for _, c := range p.Citations {
				a, err := n.store.Article(t.Context(), c.ArticleID)
				if err != nil || a.Body[c.Start:c.End] != c.Quote {
					t.Errorf("quote %q is not in its place: %v", c.Quote, err)
				}
			}
			for _, s := range p.Sentences {
				if len(s.Citations) == 0 {
					t.Errorf("without a footnote: %q", s.Text)
				}
			}
		}
	}
}

var _ tell.Poster = (*slackFake)(nil)

var _ answer.Searcher = opening(nil)

// TestHeadlineOnce holds that what the headline says is not said again under it.
func TestHeadlineOnce(t *testing.T) {
	n := newNewsroom(t, store.Digest{})
	n.add("Veyra Post", "Oller ferry sails again", "The Oller ferry sails again. It carries 200 cars an hour to Quay Island, the harbour office said.", time.Hour)
	e := n.tell()
	for i, p := range []tell.Part{e.Head.Parts[1], e.Replies[0].Parts[0]} {
		if p.Title != "Oller ferry sails again" || len(p.Sentences) != 1 || !strings.Contains(p.Sentences[0].Text, "200 cars") || len(p.Citations) != 1 {
			t.Errorf("message %d tells\n%s", i, p.Title+"\n"+fmt.Sprint(p.Sentences))
		}
	}
	n.add("Daily Pellow", "Quay Island market opens", "The Quay Island market opens.", time.Hour)
	if p := n.tell().Head.Parts[1]; len(p.Sentences) != 1 {
		t.Errorf("of an article of one sentence is told: %v", p.Sentences)
	}
}

// TestWhole holds that a story is told by sentences that are understood by themselves, and not by
// captions, titles of other articles and halves of what somebody said.
func TestWhole(t *testing.T) {
	n := newNewsroom(t, store.Digest{})
	n.add("Veyra Post", "Oller ferry sails again", "The Oller ferry at the quay.Ada Holm / Reuters file\nBut the ferry was late on Monday.\n"+
		"Read more: the Oller ferry and its sisters\nThe Oller ferry sails again after four months, the harbour office said.\n"+
		"“The ferry is sound. "+strings.Repeat("It was built to last and has been looked at by many people. ", 8)+"The ferry will sail on.”", time.Hour)
	var said []string
	for _, s := range n.tell().Replies[0].Parts[0].Sentences {
		_, text, _ := strings.Cut(s.Text, ": ")
		said = append(said, text)
	}
	if want := "“The Oller ferry sails again after four months, the harbour office said.”"; len(said) == 0 || said[0] != want {
		t.Errorf("told %q, want first %q", said, want)
	}
	for _, s := range said {
		if strings.Contains(s, "file") || strings.Contains(s, "sisters") {
			t.Errorf("told %q", s)
		}
	}
}

// TestRoundup holds that a story has its headline from an article that is about it.
func TestRoundup(t *testing.T) {
	n := newNewsroom(t, store.Digest{})
	n.add("Veyra Post", "Oller dam gives way", "The Oller dam gave way on Wednesday night and flooded Tarnwick, where 300 people left their homes. Engineers had warned of cracks in the Oller dam.", 2*time.Hour)
	n.add("Morning Brief", "Ten things to know today", "The Oller dam gave way.\nThe Oller dam flooded Tarnwick, and engineers had warned of cracks.", time.Hour)
	e := n.tell()
	if got := titles(e); len(got) != 1 || got[0] != "Oller dam gives way" {
		t.Errorf("stories %q, want one: Oller dam gives way", got)
	}
}

func TestSigned(t *testing.T) {
	day := article.Date{Time: time.Date(2026, 4, 23, 0, 0, 0, 0, time.UTC), DayOnly: true}
	for want, a := range map[string]article.Article{
		"Veyra Post, 23 Apr 2026": {Outlet: "Veyra Post", Title: "Ferry", Published: day},
		"23 Apr 2026":             {Title: "Ferry", Published: day},
		"Undated":                 {Title: "Ferry"},
	} {
		if got := signed(a); got != want {
			t.Errorf("signed = %q, want %q", got, want)
		}
	}
}
