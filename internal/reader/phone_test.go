package reader

import (
	"fmt"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/browsertest"
	"footnote/internal/store"
)

// TestLibraryOnPhone holds, in a real browser, that the page of the library is
// read at the width of a telephone: nothing is cut, and no letter is tiny.
func TestLibraryOnPhone(t *testing.T) {
	tab := browsertest.Open(t)
	st, _ := openLibrary(t)
	for month := range 30 {
		save(t, st, article.Article{
			Scope: article.ChannelScope("C0123456789"), URL: fmt.Sprintf("https://ledger.example/%d", month), Outlet: "The Harbor Ledger",
			Title: fmt.Sprintf("The council of Port Veyra looks again at the plans of the year before, part %d", month), Body: fmt.Sprintf("Part %d.", month),
			Published: article.Date{Time: time.Date(2023, time.Month(month), 3, 0, 0, 0, 0, time.UTC), DayOnly: true},
		})
	}
	if _, _, err := st.Subscribe(t.Context(), store.Source{URL: "https://ledger.example/feed", Title: "The Harbor Ledger", Every: time.Hour}, "ledger.example", "", time.Now()); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer((&Server{Store: st, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}).Handler())
	defer server.Close()
	tab.Resize(390, 844)
	tab.Go(server.URL + "/library")
	var cut int
	tab.Eval(`[...document.querySelectorAll("td")].filter(e => e.getBoundingClientRect().right > innerWidth).length`, &cut)
	if cut > 0 {
		t.Errorf("%d cells end beyond the edge", cut)
	}
	var letters float64
	tab.Eval(`(() => { const t = document.querySelector("svg text"); return parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a })()`, &letters)
	if letters < 10 {
		t.Errorf("the labels of the chart are %.1f px high, want 10", letters)
	}
	var overlap int
	tab.Eval(`(() => { const r = [...document.querySelectorAll("svg text")].map(t => t.getBoundingClientRect()); return r.filter((a, i) => i && a.left < r[i-1].right).length })()`, &overlap)
	if overlap > 0 {
		t.Errorf("%d labels of the chart stand upon another", overlap)
	}
	var newest bool
	tab.Eval(`(() => { const r = [...document.querySelectorAll("svg rect")].pop().getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth })()`, &newest)
	if !newest {
		t.Error("the bar of the newest articles is out of sight")
	}
	var missing int
	tab.Eval(`fetch(document.querySelector("link[rel=icon]")?.href ?? "/favicon.ico").then(r => r.ok ? 0 : r.status)`, &missing)
	if missing != 0 {
		t.Errorf("the icon of the page: status %d", missing)
	}
}

// TestQuestionsOnPhone holds that the page of questions is read at that width
// too: nothing is cut, and a sentence has the width of the page.
func TestQuestionsOnPhone(t *testing.T) {
	tab := browsertest.Open(t)
	st, _ := openLibrary(t)
	const question = "When will the works department of Port Veyra open the roadway of the Sorrel Bridge again?"
	watched(t, st, "C0123456789", question, answerOf(t, "The roadway is still due to open on 30 June 2026, the works department said.", "2026-04-21"))
	for _, r := range []store.Record{
		{Question: question, Channel: "C1", Outcome: "answered", Model: "openai/a-model-with-a-long-name-2026-05-05"},
		{Question: question, Channel: "C1", Outcome: "extracted"},
	} {
		r.Asked = time.Date(2026, 5, 6, 9, 0, 0, 0, time.UTC)
		if _, err := st.SaveAnswer(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer((&Server{Store: st, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}).Handler())
	defer server.Close()
	tab.Resize(390, 844)
	tab.Go(server.URL + "/library/questions")
	var cut, narrow int
	tab.Eval(`[...document.querySelectorAll("td")].filter(e => e.getBoundingClientRect().right > innerWidth).length`, &cut)
	if cut > 0 {
		t.Errorf("%d cells end beyond the edge", cut)
	}
	tab.Eval(`[...document.querySelectorAll("td")].filter(e => e.innerText.length > 60 && e.getBoundingClientRect().width < 300).length`, &narrow)
	if narrow > 0 {
		t.Errorf("%d sentences stand in narrow columns", narrow)
	}
	tab.Go(server.URL + "/library/watches/1")
	var width, small float64
	tab.Eval(`document.querySelector(".timeline").getBoundingClientRect().width`, &width)
	tab.Eval(`document.querySelector(".timeline .day").getBoundingClientRect().height`, &small)
	if width > 390 || small < 10 {
		t.Errorf("the line of time is %.0f px wide, a day on it %.0f px high", width, small)
	}
}
