package question

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/internal/analysis"
	"footnote/internal/goldentest"
)

// aboutNews is a catalogue whose names are hard to tell from other words.
var aboutNews = Catalog{
	Outlets: []string{
		"The Verge", "TechCrunch", "Wired", "The Age", "Time", "Fortune", "Nature", "People", "Reuters", "Polygon",
		"The New York Times", "FOX News - Health", "FOX News - Lifestyle", "Cnbc | World Business News Leader",
		"CBSSports.com", "The Independent - Life and Style", "Circuit & Current", "The Harbor Ledger", "El País",
	},
	Authors: []string{"Sarah Perez", "Ada Stone, Bo Lind and Cy Moor", "Reuters"},
}

// wednesday is the day on which the questions of the tests are asked.
var wednesday = time.Date(2026, 4, 29, 15, 4, 5, 0, time.UTC)

// shown writes a filter on one line.
func (f Filter) shown() string {
	day := func(t time.Time) string {
		switch {
		case t.IsZero():
			return ""
		case t.Equal(midnight(t)), t.Add(instant).Equal(midnight(t.Add(instant))):
			return t.Format(time.DateOnly)
		}
		return t.Format(time.RFC3339)
	}
	var parts []string
	if len(f.Outlets) > 0 {
		parts = append(parts, strings.Join(f.Outlets, " + "))
	}
	if len(f.Authors) > 0 {
		parts = append(parts, "by "+strings.Join(f.Authors, " + "))
	}
	if f.Dated() {
		parts = append(parts, day(f.Since)+".."+day(f.Until))
	}
	return strings.Join(parts, ", ")
}

// shown writes a reading for a golden file, without what is not set.
func (r Reading) shown(question string) string {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "    %s: %s\n", name, value)
		}
	}
	if r.Text != question {
		line("text", strings.ReplaceAll(r.Text, "\n", " / "))
	}
	line("only", r.Only.shown())
	line("prefer", r.Prefer.shown())
	for _, s := range r.Sides {
		side := s.shown()
		if s.Text != "" {
			side += ": " + s.Text
		}
		line("side", side)
	}
	line("names", strings.Join(r.Names, " | "))
	var asks []string
	for _, a := range []struct {
		word string
		set  bool
	}{
		{"nothing else", r.Bare},
		{"present", r.Present},
		{"timeline", r.Timeline},
		{"comparison", r.Compares},
		{"time", r.Timed},
		{"number", r.Counted},
		{"name", r.Named},
	} {
		if a.set {
			asks = append(asks, a.word)
		}
	}
	line("asks", strings.Join(asks, ", "))
	return b.String()
}

// TestGoldenReadings reads the questions of testdata/readings.txt, its lines
// that are not indented.
func TestGoldenReadings(t *testing.T) {
	goldenThreads(t, "readings.txt", func(questions []string) string {
		return Read(questions[0], aboutNews, wednesday).shown(questions[0])
	})
}

// TestGoldenFollowing reads the last question of each thread of
// testdata/following.txt, whose questions are divided by " / ".
func TestGoldenFollowing(t *testing.T) {
	goldenThreads(t, "following.txt", func(thread []string) string {
		last := len(thread) - 1
		r := Read(thread[last], aboutNews, wednesday)
		for _, earlier := range slices.Backward(thread[:last]) {
			r = r.Following(Read(earlier, aboutNews, wednesday))
		}
		return r.shown(r.Asked)
	})
}

// goldenThreads renews what a golden file says of its lines that are not
// indented.
func goldenThreads(t *testing.T, name string, shown func(thread []string) string) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for line := range strings.Lines(string(file)) {
		switch {
		case strings.HasPrefix(line, "#") || line == "\n":
			b.WriteString(line)
		case !strings.HasPrefix(line, " "):
			b.WriteString(line + shown(strings.Split(strings.TrimSuffix(line, "\n"), " / ")))
		}
	}
	goldentest.Check(t, name, b.String())
}

// TestReadNothingKnown: without a catalogue and a day, no outlet is read, nor
// a time that leans on the day.
func TestReadNothingKnown(t *testing.T) {
	for question, want := range map[string]string{
		"What did The Verge say last week?":       "",
		"What did The Verge say in May?":          "",
		"What was decided on Monday?":             "",
		"What did The Verge say in October 2023?": "2023-10-01..2023-10-31",
	} {
		r := Read(question, Catalog{}, time.Time{})
		if got := r.Only.shown() + r.Prefer.shown(); got != want {
			t.Errorf("Read(%q) = %q, want %q", question, got, want)
		}
	}
}

// TestReadOldLibrary: where all articles are old, a day without a year is of
// their time; where they are merely not of today, of the reader's.
func TestReadOldLibrary(t *testing.T) {
	for _, tt := range []struct {
		newest time.Time
		want   string
	}{
		{time.Time{}, "2026-04-25..2026-04-25"},
		{date(2026, 4, 20), "2026-04-25..2026-04-25"},
		{date(2023, 12, 20), "2023-04-25..2023-04-25"},
		{date(2023, 4, 20), "2022-04-25..2022-04-25"},
	} {
		r := Read("What was decided on April 25?", Catalog{Newest: tt.newest}, wednesday)
		if got := r.Prefer.shown(); got != tt.want {
			t.Errorf("newest %v: April 25 = %s, want %s", tt.newest, got, tt.want)
		}
	}
}

// TestReadZone: today is the day in the zone of now.
func TestReadZone(t *testing.T) {
	for hours, want := range map[int]string{14: "2026-04-29..2026-04-29", 0: "2026-04-28..2026-04-28", -12: "2026-04-28..2026-04-28", -16: "2026-04-27..2026-04-27"} {
		now := wednesday.In(time.FixedZone("", hours*3600))
		r := Read("what happened yesterday?", Catalog{}, now)
		if got := r.Only.shown(); got != want || r.Present {
			t.Errorf("%s: yesterday = %s, present %v; want %s", now, got, r.Present, want)
		}
		r = Read("what is the decision of the last 24 hours?", Catalog{}, now)
		if since := wednesday.Add(-24 * time.Hour); !r.Prefer.Since.Equal(since) && !r.Only.Since.Equal(since) {
			t.Errorf("%s: the last 24 hours are %v, %v", now, r.Only, r.Prefer)
		}
	}
}

// FuzzRead: whatever is read, spans are ordered, what is named is in the
// catalogue, and a question with words leaves words to search for.
func FuzzRead(f *testing.F) {
	for _, path := range []string{"testdata/readings.txt", "testdata/following.txt"} {
		file, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(file)) {
			f.Add(strings.TrimSpace(line), int64(wednesday.Unix()))
		}
	}
	f.Fuzz(func(t *testing.T, text string, now int64) {
		r := Read(text, aboutNews, time.Unix(now%(1<<36), 0))
		filters := []Filter{r.Only, r.Prefer}
		for _, s := range r.Sides {
			filters = append(filters, s.Filter)
		}
		for _, f := range filters {
			if !f.Since.IsZero() && !f.Until.IsZero() && f.Since.After(f.Until) {
				t.Errorf("span %s", f.shown())
			}
			for _, o := range f.Outlets {
				if !slices.Contains(aboutNews.Outlets, o) {
					t.Errorf("outlet %q is not in the catalogue", o)
				}
			}
		}
		if strings.ContainsFunc(text, analysis.IsWordRune) && !strings.ContainsFunc(r.Text, analysis.IsWordRune) {
			t.Errorf("nothing is left of %q", text)
		}
		if len(r.Sides) == 1 || len(r.Sides) > maxSides {
			t.Errorf("%d sides", len(r.Sides))
		}
		r.Following(r)
	})
}

// BenchmarkRead reads questions with a catalogue of 500 outlets.
func BenchmarkRead(b *testing.B) {
	about := aboutNews
	for i := len(about.Outlets); i < 500; i++ {
		about.Outlets = append(about.Outlets, fmt.Sprintf("Herald %x of %x", i, i*i))
	}
	questions := []string{
		"What did The Verge say last week?",
		"Is Norwind still Orchard's exclusive partner?",
		"Between the report by TechCrunch on 6 October 2023 and the report by Fortune on 8 October 2023, did the number of people who work on models at Norwind change?",
	}
	for i := 0; b.Loop(); i++ {
		Read(questions[i%len(questions)], about, wednesday)
	}
}

// TestFollowingAsksItself: a question that is whole takes the kind of its answer
// from none before it.
func TestFollowingAsksItself(t *testing.T) {
	earlier := Read("When will the Sorrel Bridge reopen?", Catalog{}, wednesday)
	for question, timed := range map[string]bool{
		"And what will the repair cost?": false, "So is it open to cyclists?": false, "How did it happen?": false,
		"And in Port Veyra?": true, "What about the Elm Bridge?": true, "And the footpath?": true, "And what?": true,
	} {
		if got := Read(question, Catalog{}, wednesday).Following(earlier).Timed; got != timed {
			t.Errorf("%q after %q: Timed = %v, want %v", question, earlier.Asked, got, timed)
		}
	}
}

func TestPresentTense(t *testing.T) {
	for question, want := range map[string]bool{
		"Who holds the record?": true, "What's happening in Brack?": true, "Any news on the plant?": true,
		"How often should one water it?": true, "Who founded it?": false, "Whose plant closed?": false,
		"How many packs live there?": true, "How many packs lived there?": false, "Which company bought it?": false,
		"What do two hundred cost?": true, "When will it change hands?": true, "When did it change hands?": false,
		"What happened to Orchard's plant?": true, "What happened at Orchard's plant?": false, "How many pelicans breed there?": true,
		"100 km world record - who holds it": true, "speed limit Elm bypass": true, "cost of parking at Sands beach": true,
		"opening hours of the library?": true, "layoffs at Norwind 2023": false, "Norwind sold its plant": false,
		"why no trams": false, "pourquoi le tram": false, "what about the ferry": false, "and the ferry to Orrin": false,
		"is the pass open in winter": true, "are dogs allowed in summer?": true, "dogs on Elm beach in summer": true,
	} {
		if got := Read(question, Catalog{}, time.Time{}).Present; got != want {
			t.Errorf("Read(%q).Present = %v, want %v", question, got, want)
		}
	}
}

// TestLacksYear: a question that names a part of a year may lack the year, and then the
// newest article is looked for.
func TestLacksYear(t *testing.T) {
	for question, want := range map[string]bool{
		"What was decided in May?": true, "What was decided on 3 Oct?": true, "What was sold last spring?": true,
		"How was Q1?": true, "How was the fall?": true, "What was H2 like?": true,
		"What was decided in 2019?": false, "Who runs Norwind?": false, "Is it so?": false, "What is a qubit?": false, "": false,
	} {
		if got := Parse(question).LacksYear(); got != want {
			t.Errorf("%q lacks a year: %v, want %v", question, got, want)
		}
	}
}
