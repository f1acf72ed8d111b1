package eval_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
)

// A factArticle is a line of changed_facts_corpus.jsonl: an invented article.
type factArticle struct {
	URL       string `json:"url"`
	Title     string `json:"title"`
	Source    string `json:"source"`
	Author    string `json:"author"`
	Published string `json:"published_at"` // empty where undated
	Body      string `json:"body"`
}

// A factQuestion is a line of changed_facts.jsonl. Every fact is asked twice,
// the second time with "-asof" to its ID and as of a day before its last change.
type factQuestion struct {
	ID         string   `json:"id"`
	Query      string   `json:"query"`
	Newest     string   `json:"newest"`      // must come first
	AlsoNewest []string `json:"also_newest"` // as good as Newest
	Older      []string `json:"older"`       // newest first, then undated
	Answer     string   `json:"answer"`      // words of Newest
	OldAnswer  string   `json:"old_answer"`  // words of at least one of Older; Newest may recall them
	AsOf       string   `json:"as_of"`
}

func (q factQuestion) articles() []string {
	return slices.Concat([]string{q.Newest}, q.AlsoNewest, q.Older)
}

// realOutlets are names no invented outlet may be mistaken for.
var realOutlets = regexp.MustCompile(`(?i)\b(reuters|bloomberg|associated press|bbc|cnn|guardian|financial times|` +
	`new york times|washington post|wall street journal|economist|le monde|der spiegel|die zeit|techcrunch|the verge|` +
	`wired|ars technica|forbes|fortune|politico|axios|nature|lancet|the register|hacker news|npr|telegraph|times|` +
	`independent|tribune|chronicle|globe and mail|nikkei|al jazeera|el país|sky news|espn|l'équipe|engadget|zdnet)\b`)

func TestChangedFactsCorpus(t *testing.T) {
	outlets := map[string]bool{}
	said := map[string]string{} // sentence → URL
	for url, a := range factCorpus(t) {
		outlets[a.Source] = true
		if !strings.HasPrefix(url, "https://facts.example/") || a.Title == "" || a.Source == "" {
			t.Errorf("%s: incomplete, or not at facts.example", url)
		}
		if realOutlets.MatchString(a.Source) {
			t.Errorf("%s: outlet %q may be a real one", url, a.Source)
		}
		if n := len(strings.Fields(a.Body)); n < 60 || n > 180 {
			t.Errorf("%s: %d words, want 60 to 180", url, n)
		}
		if _, err := article.ParseDate(a.Published); err != nil {
			t.Errorf("%s: %v", url, err)
		}
		for _, s := range factSentences(a.Body) {
			if other, ok := said[s]; ok {
				t.Errorf("%s and %s both say %q", url, other, s)
			}
			said[s] = url
		}
	}
	if n := len(outlets); n < 8 || n > 12 {
		t.Errorf("%d outlets, want 8 to 12", n)
	}
}

func TestChangedFactsDates(t *testing.T) {
	corpus := factCorpus(t)
	for _, q := range factQuestions(t) {
		newest := corpus[q.Newest].date(t)
		if !newest.Known() {
			t.Errorf("%s: the newest article is undated", q.ID)
		}
		last := newest.Time
		for i, url := range q.Older {
			d := corpus[url].date(t)
			switch {
			case d.Known() && !d.Time.Before(last):
				t.Errorf("%s: older article %d is not older than the one before it", q.ID, i)
			case d.Known():
				last = d.Time
			case i != len(q.Older)-1:
				t.Errorf("%s: undated article %d is not the last", q.ID, i)
			}
		}
		for _, url := range q.AlsoNewest {
			// Two outlets on one change: days apart, not weeks.
			if gap := corpus[url].date(t).Time.Sub(newest.Time).Abs(); gap > 3*24*time.Hour {
				t.Errorf("%s: %s lies %v from the newest article", q.ID, url, gap)
			}
		}
	}
}

func TestChangedFactsAnswers(t *testing.T) {
	corpus := factCorpus(t)
	for _, q := range factQuestions(t) {
		if q.Query == "" || q.Answer == "" {
			t.Errorf("%s: no query or no answer", q.ID)
		}
		for i, url := range q.articles() {
			a, ok := corpus[url]
			if !ok {
				t.Errorf("%s: %s is not in the corpus", q.ID, url)
			}
			stated := strings.Contains(a.Body, q.Answer)
			if i == 0 && !stated {
				t.Errorf("%s: newest article does not say %q", q.ID, q.Answer)
			}
			if slices.Contains(q.Older, url) && stated {
				t.Errorf("%s: older article %s says %q", q.ID, url, q.Answer)
			}
		}
		old := slices.ContainsFunc(q.Older, func(url string) bool {
			return strings.Contains(corpus[url].Body, q.OldAnswer)
		})
		if len(q.Older) > 0 && (!old || q.OldAnswer == "") {
			t.Errorf("%s: no older article says %q", q.ID, q.OldAnswer)
		}
	}
}

func TestChangedFactsAsOf(t *testing.T) {
	corpus := factCorpus(t)
	questions := factQuestions(t)
	for id, q := range questions {
		then, ok := questions[id+"-asof"]
		if strings.HasSuffix(id, "-asof") {
			continue
		}
		if !ok || q.AsOf != "" || len(q.Older) == 0 {
			t.Errorf("%s: wants older articles, no as-of date, and a second question that has one", id)
			continue
		}
		asOf, err := time.Parse(time.DateOnly, then.AsOf)
		if err != nil {
			t.Errorf("%s: %v", then.ID, err)
		}
		end := asOf.AddDate(0, 0, 1)
		if corpus[q.Newest].date(t).Time.Before(end) {
			t.Errorf("%s: the last change is not after %s", then.ID, then.AsOf)
		}
		for _, url := range then.articles() {
			if !slices.Contains(q.Older, url) {
				t.Errorf("%s: %s is not among the older articles of %s", then.ID, url, id)
			}
			if corpus[url].date(t).Time.After(end) {
				t.Errorf("%s: %s is newer than %s", then.ID, url, then.AsOf)
			}
		}
		// What was dated by then and is not named must not be newer than what is.
		for _, url := range q.articles() {
			d := corpus[url].date(t).Time
			if d.After(corpus[then.Newest].date(t).Time) && d.Before(end) && !slices.Contains(then.AlsoNewest, url) {
				t.Errorf("%s: %s is newer than the newest", then.ID, url)
			}
		}
	}
}

func TestChangedFactsSize(t *testing.T) {
	corpus, questions := factCorpus(t), factQuestions(t)
	owner := map[string]string{} // URL → the fact it tells
	facts, undated := 0, 0
	for id, q := range questions {
		if strings.HasSuffix(id, "-asof") {
			continue
		}
		facts++
		for _, url := range q.articles() {
			if other, ok := owner[url]; ok {
				t.Errorf("%s tells of %s and of %s", url, id, other)
			}
			owner[url] = id
			if corpus[url].Published == "" {
				undated++
			}
		}
		if n := len(q.articles()); n < 2 || n > 5 {
			t.Errorf("%s: told by %d articles, want 2 to 5", id, n)
		}
	}
	for url, a := range corpus {
		for id, q := range questions {
			if owner[url] == "" && strings.Contains(a.Body, q.Answer) && q.AsOf == "" {
				t.Errorf("%s is of no fact, but answers %s: %q", url, id, q.Answer)
			}
		}
	}
	if others := len(corpus) - len(owner); facts < 60 || undated < 6 || others < 55 {
		t.Errorf("%d facts, %d undated articles, %d articles of no fact; want 60, 6 and 55 at least", facts, undated, others)
	}
}

// TestNewsFacts holds that the sets of facts told as news are whole: what is newest is
// newer and has the answer, and no outlet may be taken for a real one.
func TestNewsFacts(t *testing.T) {
	for _, set := range []struct {
		name            string
		facts, articles int
	}{{"news_facts", 208, 787}, {"unseen_facts", 160, 461}} {
		corpus := map[string]factArticle{}
		for _, a := range readFactLines[factArticle](t, set.name+"_corpus.jsonl") {
			if _, ok := corpus[a.URL]; ok || a.Title == "" || a.Source == "" || realOutlets.MatchString(a.Source) {
				t.Errorf("%s stands twice, is incomplete, or of an outlet that may be real: %q", a.URL, a.Source)
			}
			corpus[a.URL] = a
		}
		asked := map[string]bool{}
		for _, q := range readFactLines[newsQuestion](t, set.name+".jsonl") {
			if asked[q.ID] || q.Query == "" || q.Kind == "" || len(q.Older) == 0 {
				t.Errorf("%s stands twice, or is incomplete", q.ID)
			}
			asked[q.ID] = true
			if a := corpus[q.Newest]; q.Answer == "" || !strings.Contains(a.Title+"\n"+a.Body, q.Answer) {
				t.Errorf("%s: newest article does not say %q", q.ID, q.Answer)
			}
			for _, url := range slices.Concat(q.AlsoNewest, q.Older) {
				if _, ok := corpus[url]; !ok {
					t.Errorf("%s: %s is not in the corpus", q.ID, url)
				}
			}
			for _, url := range q.Older {
				if !corpus[url].date(t).Time.Before(corpus[q.Newest].date(t).Time) {
					t.Errorf("%s: %s is not older than the newest", q.ID, url)
				}
			}
		}
		if len(asked) != set.facts || len(corpus) != set.articles {
			t.Errorf("%s: %d questions and %d articles, want %d and %d", set.name, len(asked), len(corpus), set.facts, set.articles)
		}
	}
}

// TestPastTense holds the same of the questions in the past tense about them.
func TestPastTense(t *testing.T) {
	corpus := map[string]factArticle{}
	for _, a := range readFactLines[factArticle](t, "news_facts_corpus.jsonl") {
		corpus[a.URL] = a
	}
	kinds := map[string]int{}
	for _, q := range readFactLines[pastQuestion](t, "past_tense.jsonl") {
		kinds[q.Kind]++
		right := slices.Concat([]string{q.Newest}, q.Relevant)
		said := func(url string) bool { return strings.Contains(corpus[url].Body, q.Answer) }
		if q.Answer == "" || !slices.ContainsFunc(right, said) {
			t.Errorf("%s: no right article says %q", q.ID, q.Answer)
		}
		for _, url := range slices.Concat(q.Relevant, q.AlsoNewest, q.Older) {
			if _, ok := corpus[url]; !ok {
				t.Errorf("%s: %s is not in the corpus", q.ID, url)
			}
		}
	}
	if kinds["outcome"] != 87 || kinds["event"] != 30 {
		t.Errorf("questions %v, want 87 of outcomes and 30 of events", kinds)
	}
}

// A pastQuestion is a line of past_tense.jsonl: of the kind "outcome", or of an
// "event" with the articles that tell it.
type pastQuestion struct {
	newsQuestion
	Relevant []string `json:"relevant"`
}

// A newsQuestion is a line of news_facts.jsonl.
type newsQuestion struct {
	factQuestion
	Kind string `json:"kind"` // what weights were fitted to, or "held out" from it
}

func (a factArticle) date(t *testing.T) article.Date {
	t.Helper()
	d, err := article.ParseDate(a.Published)
	if err != nil {
		t.Fatalf("%s: %v", a.URL, err)
	}
	return d
}

// factCorpus returns the articles by URL.
func factCorpus(t *testing.T) map[string]factArticle {
	t.Helper()
	m := map[string]factArticle{}
	for _, a := range readFactLines[factArticle](t, "changed_facts_corpus.jsonl") {
		if _, ok := m[a.URL]; ok {
			t.Errorf("%s stands twice in the corpus", a.URL)
		}
		m[a.URL] = a
	}
	return m
}

// factQuestions returns the questions by ID.
func factQuestions(t *testing.T) map[string]factQuestion {
	t.Helper()
	m := map[string]factQuestion{}
	for _, q := range readFactLines[factQuestion](t, "changed_facts.jsonl") {
		if _, ok := m[q.ID]; ok {
			t.Errorf("question %s stands twice", q.ID)
		}
		m[q.ID] = q
	}
	return m
}

func readFactLines[T any](t *testing.T, name string) []T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var all []T
	for line := range bytes.Lines(data) {
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.DisallowUnknownFields()
		var v T
		if err := dec.Decode(&v); err != nil {
			t.Fatalf("%s: line %d: %v", name, len(all)+1, err)
		}
		all = append(all, v)
	}
	return all
}

var sentenceEnd = regexp.MustCompile(`[.!?]["”)]?\s+`)

// factSentences divides a body where sentences end, roughly: an abbreviation
// divides one too, which only makes the test stricter.
func factSentences(body string) []string {
	all := sentenceEnd.Split(strings.ToLower(body), -1)
	return slices.DeleteFunc(all, func(s string) bool { return len(strings.Fields(s)) < 3 })
}
