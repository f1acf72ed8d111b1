package sample

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
)

// articles returns the sample library.
func articles(t *testing.T) []article.Article {
	t.Helper()
	all, err := Articles()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestArticles(t *testing.T) {
	all := articles(t)
	if len(all) < 14 {
		t.Fatalf("%d articles, want at least 14", len(all))
	}
	ids, outlets := map[string]string{}, map[string]bool{}
	for _, a := range all {
		checkComplete(t, a)
		if other, ok := ids[a.ID]; ok {
			t.Errorf("%q and %q have one ID", a.Title, other)
		}
		ids[a.ID], outlets[a.Outlet] = a.Title, true
	}
	if len(outlets) < 4 {
		t.Errorf("%d outlets, want at least 4", len(outlets))
	}
	if !slices.IsSortedFunc(all, func(a, b article.Article) int { return a.Published.Compare(b.Published) }) {
		t.Error("articles are not sorted by date")
	}
}

// checkComplete checks what every article must have.
func checkComplete(t *testing.T, a article.Article) {
	t.Helper()
	if a.Title == "" || a.Author == "" || a.Body == "" || a.ID != a.NewID() {
		t.Errorf("%q: title, author, body or ID is missing", a.URL)
	}
	if !strings.HasSuffix(a.Outlet, " (sample)") {
		t.Errorf("%q: outlet %q does not say that it is a sample", a.Title, a.Outlet)
	}
	if !a.Published.Sure() || !a.Published.DayOnly {
		t.Errorf("%q: published %v, want a day", a.Title, a.Published)
	}
	u, err := url.Parse(a.URL)
	if err != nil || u.Scheme != "https" || u.Host != "sample.example" || !strings.Contains(u.Path, a.Published.Time.Format("/2006/")) {
		t.Errorf("%q: URL %q is not https://sample.example/OUTLET/YEAR/…", a.Title, a.URL)
	}
	if n := len(strings.Fields(a.Body)); n < 150 || n > 350 {
		t.Errorf("%q: %d words, want 150 to 350", a.Title, n)
	}
	if strings.Contains(a.Body, "  ") || strings.Contains(a.Body, "\n\n") || strings.ContainsFunc(a.Body, isOdd) {
		t.Errorf("%q: the body is not plain paragraphs divided by single newlines", a.Title)
	}
}

// TestLater holds that what comes later is made like the rest, and newer.
func TestLater(t *testing.T) {
	all := articles(t)
	later, err := Later(time.Date(2026, 11, 26, 15, 4, 5, 0, time.UTC))
	if err != nil || len(later) < 3 {
		t.Fatalf("Later() = %d articles, %v", len(later), err)
	}
	for _, a := range later {
		checkComplete(t, a)
		if a.Published.String() != "2026-11-26" || !strings.Contains(a.Body, "26 November 2026") || strings.Contains(a.Body+a.URL, "{") {
			t.Errorf("%q is not of the day", a.Title)
		}
		if newest := all[len(all)-1]; a.Published.Compare(newest.Published) <= 0 {
			t.Errorf("%q is not newer than %q", a.Title, newest.Title)
		}
	}
}

// isOdd reports whether a rune has no place in plain English prose.
func isOdd(r rune) bool { return r > unicode.MaxASCII || r != '\n' && unicode.IsControl(r) }

// realOutlets are names that a sample must not borrow, even in part.
var realOutlets = regexp.MustCompile(`(?i)\b(reuters|bloomberg|techcrunch|the verge|wired|cnbc|cnn|bbc|axios|forbes|` +
	`fortune|geekwire|the information|ars technica|associated press|new york times|wall street journal|` +
	`financial times|washington post|guardian|business insider|the economist|zdnet|venturebeat|politico|` +
	`the register|engadget|business wire|pr newswire|le monde|der spiegel|nikkei|harbor light)\b`)

func TestNoRealOutlets(t *testing.T) {
	for _, a := range articles(t) {
		if name := realOutlets.FindString(a.Outlet + "\n" + a.Title + "\n" + a.Body); name != "" {
			t.Errorf("%q names %s", a.Title, name)
		}
	}
}

// TestPartnership holds the story that the README and the first run ask
// about: what was true on each day, in words that older coverage contradicts.
func TestPartnership(t *testing.T) {
	all := articles(t)
	for _, want := range []struct{ day, sentence string }{
		{"2019-07-22", "Under the agreement, Microsoft Azure becomes OpenAI's exclusive cloud provider."},
		{"2023-01-23", "Azure remains OpenAI's exclusive cloud provider."},
		{"2025-01-21", "As of January 2025, Microsoft holds a right of first refusal on OpenAI's new computing capacity."},
		{"2025-10-28", "Microsoft holds about 27 percent of OpenAI after a restructuring announced on 28 October 2025."},
		{"2026-04-27", "Microsoft is now OpenAI's primary cloud partner, and OpenAI may also use the clouds of Amazon and Google."},
		{"2026-05-05", "Microsoft is no longer OpenAI's exclusive cloud provider."},
	} {
		if !slices.ContainsFunc(all, func(a article.Article) bool {
			return a.Published.String() == want.day && strings.Contains(a.Body, want.sentence)
		}) {
			t.Errorf("no article of %s says: %s", want.day, want.sentence)
		}
	}
	if newest := all[len(all)-1]; newest.Published.String() != "2026-05-05" {
		t.Errorf("the newest article is %q, want the one that ends the story", newest.Title)
	}
	n := 0
	for _, a := range all {
		if strings.Contains(a.Body, "OpenAI") {
			n++
		}
	}
	if n < 8 || len(all)-n < 6 {
		t.Errorf("%d articles about the partnership and %d others, want at least 8 and 6", n, len(all)-n)
	}
}

func TestParse(t *testing.T) {
	got, err := parse("---\ntitle: On: time\noutlet: Ledger\nauthor: A. B.\ndate: 2026-04-27\nurl: https://sample.example/a\nsample: true\n---\n\nOne\ntwo.\n\n\nThree.\n")
	if err != nil {
		t.Fatal(err)
	}
	date, err := article.ParseDate("2026-04-27")
	if err != nil {
		t.Fatal(err)
	}
	want := article.Article{
		URL: "https://sample.example/a", Title: "On: time", Outlet: "Ledger (sample)", Author: "A. B.",
		Published: date, Lang: "en", Body: "One two.\nThree.",
	}
	want.ID = want.NewID()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parse (-want +got):\n%s", diff)
	}
}

func TestParseRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"no front matter":       "Only text.\n",
		"front matter unclosed": "---\ntitle: A\n\nText.\n",
		"unknown key":           "---\ntitel: A\n---\nText.\n",
		"no date":               "---\ndate: May\n---\nText.\n",
	} {
		t.Run(name, func(t *testing.T) {
			if a, err := parse(text); err == nil {
				t.Errorf("parse = %+v, want an error", a)
			}
		})
	}
}
