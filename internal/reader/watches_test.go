package reader

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/store"
)

// answerOf returns an answer of one sentence that cites an article of a day;
// without a day it cites none.
func answerOf(t *testing.T, text, day string) json.RawMessage {
	t.Helper()
	ans := answer.Answer{Outcome: answer.NotFound, Text: text}
	if day != "" {
		date, err := article.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		ans = answer.Answer{
			Outcome: answer.Extracted, Sentences: []answer.Sentence{{Text: text, Citations: []int{1}}},
			Citations: []answer.Citation{{
				N: 1, ArticleID: "a1", Title: "Title of " + text, Source: "Ledger", Published: date, Quote: "well-kept, " + text,
			}},
		}
	}
	raw, err := json.Marshal(ans)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// watched stores a watch with its answers.
func watched(t *testing.T, st *store.Store, channel, question string, answers ...json.RawMessage) store.Watch {
	t.Helper()
	at := time.Date(2026, 5, 6, 9, 0, 0, 0, time.UTC)
	w, err := st.AddWatch(t.Context(), store.Watch{Channel: channel, User: "U1", Question: question}, answers[0], 99, 99, at)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range answers[1:] {
		at = at.AddDate(0, 1, 0)
		if ok, err := st.ClaimWatch(t.Context(), w.ID, "test", time.Minute, at); !ok || err != nil {
			t.Fatalf("claim: %v, %v", ok, err)
		}
		if err := st.CheckedWatch(t.Context(), w.ID, "test", 0, a, true, at); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// TestWatchPage holds what the page of a standing question shows, that its
// picture is well formed, and that nothing in an answer acts.
func TestWatchPage(t *testing.T) {
	st, _ := openLibrary(t)
	const hostile = `</title></svg><script>alert(1)</script><img src=x onerror=alert(2)>`
	w := watched(t, st, "C1", "Is the bridge open? "+hostile,
		answerOf(t, "Nothing speaks of it.", ""), answerOf(t, "It is closed. "+hostile, "2026-05-05"), answerOf(t, "It is open.", "2026-07-01"))
	status, body := get(t, st, fmt.Sprintf("/library/watches/%d", w.ID))
	if status != 200 {
		t.Fatalf("status %d: %s", status, body)
	}
	for _, want := range []string{
		`<svg class="timeline"`, `aria-label="3 answers from `, `aria-describedby="answers"`, `class="span none"`, `class="span now"`,
		`<li value="3" aria-current="true">`, "<time>1 Jul 2026</time>", "<time>5 May 2026</time>", "<time>6 May 2026</time>",
		"Title of It is open.", `href="/read/a1?text=well%252Dkept%252C%2520It%2520is%2520open.#quote"`, "&lt;script&gt;",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not show %q in:\n%s", want, body)
		}
	}
	for _, not := range []string{"<script", "<img", "</title></svg>", " style="} {
		if strings.Contains(body, not) {
			t.Errorf("the page shows %q", not)
		}
	}
	if strings.Index(body, `<li value="3"`) > strings.Index(body, `<li value="1"`) {
		t.Error("the newest answer does not come first in the list")
	}
	_, picture, _ := strings.Cut(body, "<svg")
	picture, _, _ = strings.Cut(picture, "</svg>")
	wellFormed(t, "<svg"+picture+"</svg>")
}

func wellFormed(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		_, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v in:\n%s", err, text)
		}
	}
}

// TestNotes holds that a footnote of an answer repeats neither the words of the
// answer nor the article of the footnote above it.
func TestNotes(t *testing.T) {
	day, err := article.ParseDate("2026-04-21")
	if err != nil {
		t.Fatal(err)
	}
	cite := func(n int, id, quote string) answer.Citation {
		return answer.Citation{N: n, ArticleID: id, Title: "Title of " + id, Source: "Ledger", Published: day, Quote: quote, Link: "https://ledger.example/" + id + "#:~:text=x"}
	}
	const open, long, written = "It is open.", "The eastern footpath of the bridge was opened on 20 April.", "Words that were put otherwise."
	got := notes(answer.Answer{
		Text:      "As of 21 Apr 2026: “" + open + "” [1]\nLedger: “" + long + "” [1]\nIt was put otherwise. [2]",
		Citations: []answer.Citation{cite(1, "a", open), cite(2, "b", written), cite(1, "a", long)},
	})
	path := func(id string) string { return "/read/" + id + "?text=x#quote" }
	want := []note{
		{Title: "Title of a", Outlet: "Ledger", Day: "21 Apr 2026", Path: path("a")},
		{Title: "Title of a", Outlet: "Ledger", Day: "21 Apr 2026", Path: path("a"), Quote: "The eastern footpath of the bridge was…", Again: true},
		{Title: "Title of b", Outlet: "Ledger", Day: "21 Apr 2026", Path: path("b"), Quote: written},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestWatchPrivate holds that a standing question of a direct message is shown
// nowhere, and that those of channels are listed.
func TestWatchPrivate(t *testing.T) {
	st, _ := openLibrary(t)
	own := watched(t, st, "D1", "What is my salary?", answerOf(t, "Much.", "2026-05-05"))
	open := watched(t, st, "C1", "Is the bridge open?", answerOf(t, "No.", "2026-05-05"), answerOf(t, "Yes.", "2026-07-01"))
	if err := st.PauseWatch(t.Context(), open.ID, true); err != nil {
		t.Fatal(err)
	}
	_, list := get(t, st, "/library/questions")
	for _, want := range []string{fmt.Sprintf(`<a href="/library/watches/%d">Is the bridge open?</a>`, open.ID), "paused", "<td>well-kept, Yes.</td><td data-is=\"Answers\">2</td><td data-is=\"Where\">C1</td>"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list does not show %q in:\n%s", want, list)
		}
	}
	for _, path := range []string{fmt.Sprint(own.ID), "99", "x", "-1"} {
		if status, body := get(t, st, "/library/watches/"+path); status != 404 || strings.Contains(body, "Much.") {
			t.Errorf("watch %s: status %d:\n%s", path, status, body)
		}
	}
	if strings.Contains(list, "salary") || strings.Contains(list, "Much.") {
		t.Error("a question of a direct message is listed")
	}
}

func TestTimeline(t *testing.T) {
	on := func(day string) time.Time {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	long := strings.Repeat("long words ", 50)
	many := make([]given, 50)
	for i := range many {
		many[i] = given{N: i + 1, Gist: long, Day: "2 Jan 2026", from: on("2026-01-02").AddDate(0, 0, i)}
	}
	one := given{N: 1, Gist: "Only.", Day: "5 May 2026", from: on("2026-05-05")}
	before := given{N: 2, Gist: "An old article came late.", Day: "1 May 2026", from: on("2026-05-01")}
	for _, test := range []struct {
		name        string
		answers     []given
		now         time.Time
		spans, left int
	}{
		{"one", []given{one}, on("2026-06-05"), 1, 0},
		{"one of today", []given{one}, on("2026-05-05"), 1, 0},
		{"of a day to come", []given{one}, on("2026-01-01"), 1, 0},
		{"against time", []given{one, before}, on("2026-06-05"), 2, 0},
		{"many", many, on("2026-06-05"), mostSpans, 30},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newTimeline(test.answers, test.now)
			if len(p.Spans) != test.spans || p.Left != test.left {
				t.Errorf("%d spans and %d left, want %d and %d", len(p.Spans), p.Left, test.spans, test.left)
			}
			for i, s := range p.Spans {
				if s.X < 0 || s.X+s.W > timelineWidth+0.01 || s.W < leastBar || s.Y+barHeight > float64(p.Axis) {
					t.Errorf("a span stands outside: %+v", s)
				}
				if end := s.X + s.W; i == len(p.Spans)-1 && (end != timelineWidth || s.W < goesOn) {
					t.Errorf("the last span is from %v to %v", s.X, end)
				}
				if now := strings.Contains(s.Class, "now"); now != (i == len(p.Spans)-1) {
					t.Errorf("span %d of %d is %q", i, len(p.Spans), s.Class)
				}
			}
		})
	}
	if newTimeline(nil, time.Time{}) != nil {
		t.Error("a timeline of no answers")
	}
}

func TestClip(t *testing.T) {
	for _, test := range []struct {
		text string
		most int
		want string
	}{
		{"short", 10, "short"},
		{"two  words\nhere", 14, "two words here"},
		{"two words, here", 12, "two words…"},
		{"unbroken", 4, "unbr…"},
		{"橋は開いている", 6, "橋は開…"},
		{"", 5, ""},
		{"word", 0, "…"},
		{"word", -5, "…"},
	} {
		if got := clip(test.text, test.most); got != test.want {
			t.Errorf("clip(%q, %d) = %q, want %q", test.text, test.most, got, test.want)
		}
	}
}
