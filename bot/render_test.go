package bot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/goldentest"
	"footnote/internal/slacksim"
	"footnote/internal/store"
)

func day(s string) article.Date {
	d, err := article.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// full is an answer with all there can be to one.
func full() answer.Answer {
	return answer.Answer{
		Outcome: answer.Answered,
		Sentences: []answer.Sentence{
			{Text: "No: the deal is no longer exclusive.", Citations: []int{1}, Supported: true},
			{Lead: " ", Text: "Microsoft & OpenAI changed it in April.", Citations: []int{1, 2}, Supported: true},
			{Lead: "\n- ", Text: "It runs to 2032.", Citations: []int{2}, Supported: true},
		},
		Citations: []answer.Citation{
			{
				N: 1, ArticleID: "a", Title: "Microsoft <ends> exclusivity | update", Source: "The Verge", Published: day("2026-04-28"), URL: "https://verge.example/a",
				Quote: "the license is *non-exclusive*, it said", Link: "https://verge.example/a?x=1&y=2#:~:text=the%20license",
				Also: []string{"Wire <!channel>", "The Mercury", "Harbour Post", "Fjord Nytt", "Pressline"},
			},
			{N: 2, ArticleID: "b", Title: "A memo", Published: article.Date{}, Quote: "to 2032", URL: "javascript:alert(1)", Also: []string{"The Mercury"}},
			{
				N: 1, ArticleID: "a", Title: "Microsoft <ends> exclusivity | update", Source: "The Verge", Published: day("2026-04-28"), URL: "https://verge.example/a",
				Quote: "changed in April", Link: "https://verge.example/a?x=1&y=2#:~:text=changed%20in%20April",
			},
		},
		Earlier: []answer.Citation{{
			N: 3, Title: "The deal is exclusive", Source: "Reuters", Published: day("2025-01-21"), URL: "https://reuters.example/b", Quote: "exclusive rights", Gone: true,
		}},
		AsOf: "2026-04-28", Withheld: 2, Requoted: 1, Model: "openai/gpt-5", Notice: "The model broke off, so this ends in words quoted from the articles.", Sample: true,
		Library: answer.Library{Articles: 12, Newest: day("2026-04-28")},
	}
}

func TestRender(t *testing.T) {
	extracted := full()
	extracted.Outcome, extracted.Model, extracted.Withheld, extracted.Notice, extracted.Sample, extracted.Earlier = answer.Extracted, "", 0, "", false, nil
	newer := extracted
	newer.Earlier, newer.Newer = full().Earlier, []answer.Citation{{
		N: 4, Title: "Ten years of Azure", Source: "The Verge", Published: day("2026-05-02"), URL: "https://verge.example/c", Quote: "the exclusive years",
	}}
	undated := extracted
	undated.Citations, undated.AsOf = extracted.Citations[1:], ""
	notFound := answer.Answer{
		Outcome: answer.NotFound, Text: "Not in the library: none of its 12 articles answers this. The newest is from 28 Apr 2026.",
		Nearest: full().Citations[:1], Library: full().Library,
	}
	for name, ans := range map[string]answer.Answer{
		"answered": full(), "extracted": extracted, "newer": newer, "undated": undated, "not_found": notFound, "nothing": {Outcome: answer.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			blocks := withID(append(textBlocks(sentencesOf(ans)), tailBlocks(ans, maxBlocks, "", 7)...), "footnote.1.1")
			got := asJSON(t, map[string]any{
				"fallback": fallback(sentencesOf(ans)), "stream": (&reply{sentences: sentencesOf(ans)}).between(inMarkdown, 0, len(sentencesOf(ans))),
				"blocks": blocks,
			})
			goldentest.Check(t, "answer_"+name+".json", got)
			valid(t, slacksim.OnMessage, blocks)
		})
	}
	german := tailBlocks(full(), maxBlocks, "de", 7)
	goldentest.Check(t, "tail_german.json", asJSON(t, german))
	valid(t, slacksim.OnMessage, german)
}

// valid fails the test where Slack would refuse the blocks.
func valid(t interface {
	Helper()
	Error(...any)
}, on slacksim.Surface, blocks []slack.Block,
) {
	t.Helper()
	raw, err := json.Marshal(blocks)
	if err != nil {
		t.Error(err)
	}
	if err := slacksim.ValidateBlocks(on, raw); err != nil {
		t.Error(err)
	}
}

// TestRenderLimits holds that no answer is refused by Slack for its size, and
// that every footnote is shown or counted.
func TestRenderLimits(t *testing.T) {
	long := rapid.StringOfN(rapid.RuneFrom([]rune("ab <&>*日.")), 0, 2000, -1)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 60).Draw(t, "citations")
		ans := answer.Answer{Outcome: answer.Answered, Model: long.Draw(t, "model"), Notice: long.Draw(t, "notice")}
		for i := range n {
			c := answer.Citation{
				N: i + 1, Title: long.Draw(t, "title"), Source: long.Draw(t, "source"), Quote: long.Draw(t, "quote"),
				URL: fmt.Sprintf("https://example.org/%d", i), Published: article.Date{Time: time.Unix(0, 0)},
				Also: rapid.SliceOfN(long, 0, 20).Draw(t, "also"), Gone: true, Page: 1234,
			}
			c.Link = c.URL + "#:~:text=" + strings.Repeat("x", rapid.IntRange(0, 900).Draw(t, "link"))
			ans.Citations = append(ans.Citations, c)
			ans.Earlier = append(ans.Earlier, c)
			if i < 2 {
				ans.Newer = append(ans.Newer, c)
			}
		}
		for range 4 {
			ans.Suggestions = append(ans.Suggestions, answer.Suggestion{Text: long.Draw(t, "suggestion"), Title: long.Draw(t, "about")})
		}
		ans.Sentences = []answer.Sentence{{Text: long.Draw(t, "text"), Citations: []int{1}}, {Lead: "\n\n", Text: long.Draw(t, "text")}}
		r := &reply{sentences: ans.Sentences}
		to := r.fit(&part{})
		blocks := append(textBlocks(ans.Sentences[:to]), tailBlocks(ans, r.room(0, to), "", 7)...)
		valid(t, slacksim.OnMessage, blocks)
		if raw, _ := json.Marshal(blocks); n > 0 && !strings.Contains(string(raw), "[1] ") {
			t.Errorf("the first footnote is not shown:\n%s", raw)
		}
	})
}

// TestNoteFromLibrary holds what stands in place of a link.
func TestNoteFromLibrary(t *testing.T) {
	for _, tt := range []struct {
		c    answer.Citation
		want string
	}{
		{answer.Citation{N: 1, Title: "The toll", File: "<!channel> toll.txt", Quote: "Two euros."}, "[1] The toll · undated · from the library: &lt;!channel&gt; toll.txt — “Two euros.”"},
		{answer.Citation{N: 1, Title: "toll.txt", File: "toll.txt"}, "[1] toll.txt · undated · from the library"},
		{answer.Citation{N: 1, Title: "The toll"}, "[1] The toll · undated · from the library"},
		{answer.Citation{N: 1, Title: "The toll", URL: "https://a.example"}, "[1] <https://a.example|The toll> · undated"},
		{
			answer.Citation{N: 1, Title: "The toll", URL: "https://a.example/b.pdf", Link: "https://a.example/b.pdf#page=3", Page: 3, Quote: "Two euros."},
			"[1] <https://a.example/b.pdf#page=3|The toll> · undated · p. 3 — “Two euros.”",
		},
	} {
		if got := note(tt.c, true, false, 300, ""); got != tt.want {
			t.Errorf("note(%+v) = %q, want %q", tt.c, got, tt.want)
		}
	}
}

func TestNotes(t *testing.T) {
	var cs []answer.Citation
	for i := range 30 {
		cs = append(cs, answer.Citation{N: i + 1, Title: "Title", Quote: strings.Repeat("word ", 100), URL: "https://example.org/"})
	}
	tests := []struct {
		room, lines int
		quotes      bool
	}{
		{20000, 30, true},
		{6000, 30, true},
		{2000, 30, false},
		{500, 11, false}, // the last says how many are left
	}
	for _, tt := range tests {
		lines := notes(cs, "", true, tt.room, "")
		if lengthOf(lines) > tt.room {
			t.Errorf("notes in %d: %d characters", tt.room, lengthOf(lines))
		}
		if strings.Count(lines[0], "“") != strings.Count(lines[0], "”") {
			t.Errorf("notes in %d: a quote that is cut does not end in its mark: %q", tt.room, lines[0])
		}
		if got := strings.Contains(lines[0], "“"); got != tt.quotes {
			t.Errorf("notes in %d: %q has a quote: %v, want %v", tt.room, lines[0], got, tt.quotes)
		}
		if tt.lines != len(lines) {
			t.Errorf("notes in %d: %d lines, want %d; the last is %q", tt.room, len(lines), tt.lines, lines[len(lines)-1])
		}
	}
	for i := range cs { // of two articles
		cs[i].N, cs[i].ArticleID = 1+i/15, fmt.Sprint(i/15)
	}
	for room, want := range map[int]int{20000: 30, 2000: 2} {
		if lines := notes(cs, "", true, room, ""); len(lines) != want || !strings.HasPrefix(lines[len(lines)-1], "[2] ") {
			t.Errorf("notes of two articles in %d: %q", room, lines)
		}
	}
	if got := notes(nil, "", true, -5, ""); got != nil {
		t.Errorf("notes of nothing: %q", got)
	}
}

// TestNotesTold holds that words which a text quotes do not stand again under it, and
// that two quotes of one article are told apart.
func TestNotesTold(t *testing.T) {
	const first, second, kept = "The bridge opens in May.", "Its cables, which came from the right foundry, were replaced.", "Tolls are not fixed."
	cs := []answer.Citation{
		{N: 1, ArticleID: "a", Title: "Bridge", Quote: first}, {N: 1, ArticleID: "a", Quote: second}, {N: 2, ArticleID: "b", Title: "Tolls", Quote: kept},
	}
	got := notes(cs, answer.Quoted(first)+" [1]\n"+answer.Quoted(second)+" [1]\nNo toll is known. [2]", true, maxBlocks, "")
	want := []string{
		"[1] Bridge · undated · from the library",
		"[1] the same article — “Its cables, which came from the right…”",
		"[2] Tolls · undated · from the library — “Tolls are not fixed.”",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

// TestAboutUndated holds that it is said once that nothing is dated.
func TestAboutUndated(t *testing.T) {
	ans := answer.Answer{Outcome: answer.Extracted}
	if got, want := aboutLines(ans, "", false), []string{"None of the cited articles is dated · Quoted from the articles, without a model"}; !slices.Equal(got, want) {
		t.Errorf("without a notice: %q, want %q", got, want)
	}
	ans.Notice = "It was read. " + answer.NoticeUndated
	if got, want := aboutLines(ans, "", false), []string{"Quoted from the articles, without a model", ans.Notice}; !slices.Equal(got, want) {
		t.Errorf("with one: %q, want %q", got, want)
	}
}

func TestSafeLink(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"https://example.org/a?b=1&c=2#:~:text=x%20y", "https://example.org/a?b=1&amp;c=2#:~:text=x%20y"},
		{"http://example.org", "http://example.org"},
		{"https://example.org/a>b|c<d", "https://example.org/a%3Eb%7Cc%3Cd"},
		{"javascript:alert(1)", ""},
		{"//example.org/", ""},
		{"https:///path", ""},
		{"https://example.org/a b", ""},
		{"https://user:secret@example.org/", ""},
		{"ftp://example.org/", ""},
		{"", ""},
		{"https://example.org/" + strings.Repeat("x", maxLink), ""},
	}
	for _, tt := range tests {
		if got := safeLink(tt.raw); got != tt.want {
			t.Errorf("safeLink(%q) = %q, want %q", tt.raw, got, tt.want)
		}
	}
}

func TestWordsOfOurs(t *testing.T) {
	b := &Bot{cfg: Config{Model: "openai/gpt-5"}, me: slack.AuthTestResponse{User: "footnote", UserID: "U1", URL: "https://team.slack.com/"}}
	lib := answer.Library{Articles: 1240, Newest: day("2026-04-28")}
	at := time.Date(2026, 4, 29, 8, 0, 0, 0, time.UTC)
	h := home{
		library: &lib,
		newest:  []article.Article{{ID: "0123456789abcdef", Title: "A <memo>", URL: "https://a.example/memo", Outlet: "The Verge", Published: day("2026-04-28")}},
		feeds: []store.Source{
			{Title: "Good & well", Polled: at},
			{URL: "https://new.example/feed"},
			{Title: "Broken", Problem: "the site answers 500"},
			{Title: "Gone", Ended: true, Problem: "the site answers 410"},
		},
		asked: []store.Record{
			{Question: "Is it <!here> exclusive?", Outcome: "answered", Asked: at, Channel: "C1", ThreadTS: "1777449600.000100", ReplyTS: "1777449601.000200"},
			{Question: "Who?", Outcome: "not_found", Asked: at},
		},
		watches: []store.Watch{{Channel: "C1", Question: "Is it <still> on?"}, {Channel: "D1", Question: "Who runs it?", Paused: true}},
		digests: []store.Digest{
			{Channel: "C1", Schedule: "daily at 9", Topics: []string{"AI", "chips"}}, {Channel: "D1", Schedule: "mondays", Paused: true},
		},
		rules: &Rules{AdminsAdd: true, PerHour: 20, Keep: 90 * 24 * time.Hour},
	}
	goldentest.Check(t, "home.json", asJSON(t, b.homeBlocks(h, "")))
	empty := home{library: &answer.Library{}, rules: &Rules{}}
	goldentest.Check(t, "home_empty.json", asJSON(t, b.homeBlocks(empty, "")))
	many := h
	for range 300 {
		many.feeds = append(many.feeds, store.Source{Title: strings.Repeat("日<&", 400), Problem: strings.Repeat("x", 4000)})
		many.watches = append(many.watches, store.Watch{Channel: "C1", Question: strings.Repeat("Who? ", 900)})
		many.digests = append(many.digests, store.Digest{Channel: "C1", Schedule: strings.Repeat("x", 4000), Topics: []string{strings.Repeat("y", 4000)}})
	}
	for range 5 {
		many.newest = append(many.newest, article.Article{ID: "1", Title: strings.Repeat("*&<", 900), URL: "https://a.example/" + strings.Repeat("x", 900)})
		many.asked = append(many.asked, store.Record{Question: strings.Repeat("Who? ", 900), Asked: at})
	}
	for _, l := range []lang{"", "de"} {
		for _, show := range []home{h, empty, many, {}} {
			valid(t, slacksim.OnView, b.homeBlocks(show, l))
		}
		valid(t, slacksim.OnMessage, b.helpBlocks(l))
	}
}

func TestPrompts(t *testing.T) {
	long := article.Article{Title: strings.Repeat("forty words and more ", 20)}
	for _, newest := range [][]article.Article{nil, {long}, {long, {Title: "The deal"}, {URL: "https://a.example/"}}} {
		got := promptsFor(newest, "")
		if len(got) < 2 || len(got) > 4 {
			t.Errorf("%d prompts for %d articles", len(got), len(newest))
		}
		for _, p := range got {
			if p.Title == "" || length(p.Title) > maxPrompt || p.Message == "" {
				t.Errorf("prompt %+v", p)
			}
		}
	}
	if got := promptsFor([]article.Article{{Title: "The deal"}}, "de")[0].Message; got != "Was steht in „The deal“?" {
		t.Errorf("prompt %q", got)
	}
}
