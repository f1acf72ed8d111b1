package store

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
)

// testStore describes what a store does, whatever it is made of. Each open
// returns a new, empty store and sees to its end.
func testStore(t *testing.T, open func(t *testing.T) *Store) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, s *Store)
	}{
		{"save", testSave},
		{"save times", testSaveTimes},
		{"save twice in a batch", testSaveTwice},
		{"save refuses", testSaveRefuses},
		{"save together", testSaveTogether},
		{"any bytes", testAnyBytes},
		{"large body", testLargeBody},
		{"dates", testDates},
		{"other day", testOtherDay},
		{"revisions", testRevisions},
		{"remove", testRemove},
		{"find article", testFindArticle},
		{"find ambiguous", testFindAmbiguous},
		{"articles", testArticles},
		{"articles in scope", testArticlesInScope},
		{"articles by page", testArticlesByPage},
		{"articles of equal date", testArticlesOfEqualDate},
		{"use in a loop", testUseInLoop},
		{"cancelled", testCancelled},
		{"changes", testChanges},
		{"entries", testEntries},
		{"entries by page", testEntriesByPage},
		{"rechunk", testRechunk},
		{"rechunk refuses", testRechunkRefuses},
		{"outdated", testOutdated},
		{"active embedder", testActiveEmbedder},
		{"trials", testTrials},
		{"vectors", testVectors},
		{"late vectors", testLateVectors},
		{"vector lengths", testVectorLengths},
		{"drop vectors", testDropVectors},
		{"events", testEvents},
		{"claim", testClaim},
		{"claim together", testClaimTogether},
		{"renew", testRenew},
		{"take over", testTakeOver},
		{"questions at", testQuestionsAt},
		{"numbers", testNumbers},
		{"rest", testRest},
		{"retract", testRetract},
		{"take over together", testTakeOverTogether},
		{"finish", testFinish},
		{"thread", testThread},
		{"answers", testAnswers},
		{"usage", testUsage},
		{"feedback", testFeedback},
		{"spends", testSpends},
		{"spends together", testSpendsTogether},
		{"recall", testRecall},
		{"reports", testReports},
		{"kinds of question", testKinds},
		{"dropped questions", testDrop},
		{"answers to a person", testAnswersTo},
		{"forget", testForget},
		{"guests", testGuests},
		{"expire", testExpire},
		{"adders", testAdders},
		{"collect", testCollect},
		{"hearings", testHearings},
		{"spots", testSpots},
		{"find article for a reader", testFindArticleFor},
		{"claim jobs", testClaimJobs},
		{"claim jobs together", testClaimJobsTogether},
		{"hasten jobs", testHasten},
		{"settle jobs", testSettleJobs},
		{"orders", testOrders},
		{"fetches", testFetches},
		{"sources", testSources},
		{"poll", testPoll},
		{"copies", testCopies},
		{"robots", testRobots},
		{"model", testModel},
		{"digests", testDigests},
		{"first digest", testFirstDigest},
		{"new articles", testNewArticles},
		{"slots", testSlots},
		{"claim a slot together", testClaimSlotTogether},
		{"told", testTold},
		{"posts", testPosts},
		{"watch", testWatch},
		{"forget watches", testForgetWatches},
		{"articles to compare", testArticlesToCompare},
		{"contradict", testContradict},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

func TestFile(t *testing.T) {
	testStore(t, func(t *testing.T) *Store { return openDir(t, t.TempDir()) })
}

func TestMemory(t *testing.T) { testStore(t, openMemory) }

func openDir(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir)
	return closing(t, s, err)
}

func openMemory(t *testing.T) *Store {
	t.Helper()
	s, err := OpenMemory(t.Context())
	return closing(t, s, err)
}

func closing(t testing.TB, s *Store, err error) *Store {
	t.Helper()
	must(t, err)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// entry returns an article about nothing much, cut into chunks of at most 10
// bytes, each with terms and, where there is an embedder, a vector.
func entry(url, body string, vectors bool) Entry {
	e := Entry{Article: article.Article{
		URL: url, Title: "On " + url, Outlet: "The Daily", Author: "A. Writer", Lang: "en", Body: body,
		Published: day("2026-04-27T23:30:00-05:30"), // the 28th in UTC
	}}
	e.Article.ID = e.Article.NewID()
	e.Chunks = cutEvery(10, body, vectors)
	return e
}

func cutEvery(size int, body string, vectors bool) []Chunk {
	var chunks []Chunk
	for start := 0; start < len(body); start += size {
		n := len(chunks)
		c := Chunk{Terms: []byte{byte(n), 0, 255}}
		c.N, c.Start, c.End = n, start, min(start+size, len(body))
		if vectors {
			c.Vector = []float32{float32(len(body)), float32(n)}
		}
		chunks = append(chunks, c)
	}
	return chunks
}

func day(s string) article.Date {
	d, err := article.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// stored returns the entry as it is read back.
func stored(e Entry, revision int) Entry {
	e.Article.Revision = revision
	e.Chunks = slices.Clone(e.Chunks)
	for i := range e.Chunks {
		c := &e.Chunks[i]
		c.ArticleID, c.Revision, c.Text = e.Article.ID, revision, e.Article.Body[c.Start:c.End]
	}
	return e
}

// save saves the entries in space "e" and returns what became of them.
func save(t testing.TB, s *Store, entries ...Entry) []Saved {
	t.Helper()
	saved, err := s.Save(t.Context(), Batch{Embedder: "e", Analysis: 1, Entries: entries})
	must(t, err)
	return saved
}

// entriesOf reads all entries in the space, without the times of saving.
func entriesOf(t testing.TB, s *Store, embedder string) []Entry {
	t.Helper()
	var all []Entry
	for e, err := range s.Entries(t.Context(), embedder) {
		must(t, err)
		all = append(all, withoutTimes(e))
	}
	return all
}

func withoutTimes(e Entry) Entry {
	e.Article.Added, e.Article.Updated = time.Time{}, time.Time{}
	return e
}

func byID(a, b Entry) int { return strings.Compare(a.Article.ID, b.Article.ID) }

func listed(t testing.TB, s *Store, f Filter) []article.Article {
	t.Helper()
	var all []article.Article
	for a, err := range s.Articles(t.Context(), f) {
		must(t, err)
		all = append(all, a)
	}
	return all
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantIs(t testing.TB, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: error %v, want %v", what, err, want)
	}
}

func wantSame[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}
