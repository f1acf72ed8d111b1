package links

import (
	"context"
	"fmt"
	"html"
	"image"
	"image/color"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/browsertest"
	"footnote/internal/ingest"
	"footnote/internal/racetest"
	"footnote/internal/store"
)

// linkCases are pages of news with a quote between <!--[--> and <!--]-->, as
// its writer marked it up. In them .. stands for paragraphs before and behind.
var linkCases = []struct{ name, html string }{
	{"plain", `<p>The bridge was closed. <!--[-->The bridge opened to all traffic in March.<!--]--> It is blue.</p>`},
	{"commas and hyphens", `<p><!--[-->Low-cost, long-haul - that, said Smith-Jones, is how it began.<!--]--></p>`},
	{"ampersands and per cent signs", `<p>News: <!--[-->R&amp;D at AT&amp;T rose by 5% + 3%, i.e. 100%25 of plan; what #1 = ?<!--]--></p>`},
	{"quotation marks", `<p>He left. <!--[-->“It's the town's ‘best’ bridge,” she said, "or so they say."<!--]--> He nodded.</p>`},
	{"second of two", `<p>The toll is two euros. Nobody came.</p><p>Still: <!--[-->The toll is two euros.<!--]--> Everybody came.</p>`},
	{"third, block by block", `<p>It opened in March.</p><p>It opened in March.</p><p><!--[-->It opened in March.<!--]--></p><p>And closed.</p>`},
	{"longer one before", `<p>It opened in March, they say.</p><p><!--[-->It opened<!--]--> again.</p>`},
	{"as in the title", `<p>The town's own paper has it today. <!--[-->A page of news<!--]--> is what they call it here, said the editor.</p>`},
	{"long", `<p><!--[-->The mayor, who had spoken for an hour about the river, the road and the years of work that lay behind the town, cut the ribbon.<!--]--></p>`},
	{"long, begun twice", `<p>The mayor, who had spoken for an hour about the river, went home.</p><p><!--[-->The mayor, who had spoken for an hour about the road and the years of work that lay behind the town, cut the ribbon.<!--]--></p>`},
	{"within tags", `<p>So: <!--[-->The <a href="#x">bridge</a> op<b>en</b>ed in <em>March <i>2026</i></em>.<!--]--> It is blue.</p>`},
	{"across paragraphs", `<p>It was late. <!--[-->The bridge opened.</p><p>Then it rained, and the mayor went home.<!--]--> All slept.</p>`},
	{"list item", `<ul><li>The road is closed.</li><li><!--[-->The bridge is open at night.<!--]--></li><li>The tunnel is closed.</li></ul>`},
	{"line breaks", `<p>The road is closed.<br><!--[-->The bridge is open
		at    night.<!--]--><br>The tunnel is closed.</p>`},
	{"no-break space", `<p>Now: <!--[-->The toll is 1&nbsp;250&nbsp;euros a year.<!--]--> It is blue.</p>`},
	{"soft hyphens", `<p>Now: <!--[-->The admini&shy;stration of the bridge will not be privatised.<!--]--></p>`},
	{"accents", `<p>D’abord: <!--[-->Le café du pont a été fermé à Nîmes, où l’été est là.<!--]--> Voilà.</p>`},
	{"accents alone", `<p>Le pre fleuri est vert.</p><p>Le vieux moulin. <!--[-->Le pré fleuri est vert.<!--]--> Voilà.</p>`},
	{"German", `<p>Aber: <!--[-->Die Brücke über die Weiße Elster öffnet am 3. Oktober für Fußgänger.<!--]--></p>`},
	{"Chinese", `<p>新闻报道，<!--[-->大桥于三月正式开通，过桥费为两欧元。<!--]-->市长出席了仪式。</p>`},
	{"Japanese", `<p>市によると、<!--[-->新しい橋は三月に開通した。<!--]-->料金は二ユーロだ。</p>`},
	{"Japanese, long", `<p>市によると、<!--[-->新しい橋は三月に開通し、料金は一回につき二ユーロで、市民は無料で渡ることができるうえに、夜間も歩行者に開放され、市長は記者団に対して、橋の建設には五年の歳月と多くの人々の協力が必要だったと述べ、今後は観光客の増加にも期待していると語った。<!--]-->以上。</p>`},
	{"Korean", `<p>시에 따르면, <!--[-->새 다리는 3월에 개통되었으며 통행료는 2유로이다.<!--]--> 시장이 참석했다.</p>`},
	{"Thai", `<p>ข่าว <!--[-->สะพานใหม่เปิดใช้งานในเดือนมีนาคม ค่าผ่านทางสองยูโร<!--]--></p>`},
	{"Arabic", `<p dir="rtl">وقال: <!--[-->افتتح الجسر في مارس، ورسومه 2 يورو.<!--]--> انتهى.</p>`},
	{"Hebrew", `<p dir="rtl">לדבריו: <!--[-->הגשר נפתח במרץ, והאגרה היא 2 אירו.<!--]--> זהו.</p>`},
	{"emoji", `<p>Look: <!--[-->The bridge 🌉 opened 👩🏽‍🚒 in March!<!--]--> It is blue.</p>`},
	{"near the end", `<p>So it ended. <!--[-->The last word of the page is bridge.<!--]--></p>`},
	{"table", `<table><tr><td>Toll</td><td>2 euros a day</td></tr><tr><td><!--[-->Fine for all who do not pay<!--]--></td><td>60 euros</td></tr></table>`},
	{"row of a table", `<p>The tolls from April are these, the council said.</p><table><tr><td>Vehicle</td><td>2025</td><td>2026</td></tr><tr><td>Motor cars</td><td>£1,840</td><td>£1,931</td></tr><tr><td><!--[-->Lorries of all kinds</td><td>£2,702</td><td>£2,787<!--]--></td></tr><tr><td>Coaches</td><td>£1,995</td><td>£2,085</td></tr></table>`},
}

// linkTitle is the title of every page.
const linkTitle = "A page of news"

// linkPage writes the page of a case, whose quote is far below what shows at
// first. What a link marks has a colour that nothing else has.
func linkPage(html string, last bool) string {
	page := `<!doctype html><meta charset="utf-8"><title>` + linkTitle + `</title>
		<style>body { width: 600px; font: 16px sans-serif; color: rgb(0, 0, 0) }
		::target-text { background: rgb(255, 0, 255); color: rgb(0, 0, 0) }</style>
		<nav><a href="/">Home</a> <a href="/news">News</a></nav>
		<article><h1>` + linkTitle + `</h1><p>By A. Writer</p>` + paragraphs("Paragraph") + html
	if !last {
		page += paragraphs("Section")
	}
	return page + `</article>`
}

func paragraphs(word string) string {
	var b strings.Builder
	for i := range 24 {
		fmt.Fprintf(&b, "<p>%s %d of the story tells what happened on day %d of the works by the river, and who of the %d men was there that day.</p>\n", word, i, i+1, 17*i)
	}
	return b.String()
}

// TestLinksInBrowser opens links to quotes in a real browser, in pages that
// went through the library as pages do, and holds that the words, and no
// others, are marked and can be seen.
func TestLinksInBrowser(t *testing.T) {
	racetest.Skip(t)
	tab := browsertest.Open(t)
	pages := map[string]string{} // read by the server as soon as there is one
	for i, c := range linkCases {
		pages[fmt.Sprintf("/news/%d", i)] = linkPage(c.html, c.name == "near the end")
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, pages[r.URL.Path])
	}))
	t.Cleanup(server.Close)
	for i, c := range linkCases {
		path := fmt.Sprintf("/news/%d", i)
		page := pages[path]
		t.Run(c.name, func(t *testing.T) {
			a := added(t, page)
			start, end := quoteIn(t, a.Body, page)
			link := ToWords(server.URL+path, a.Title, a.Body, start, end)
			t.Logf("%q: %s", a.Body[start:end], strings.TrimPrefix(link, server.URL))
			checkMarked(t, tab, link)
		})
	}
}

// added returns the article that the library makes of a page.
func added(t *testing.T, page string) article.Article {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	var kept keeper
	adder := ingest.Adder{Indexer: &kept}
	if report, err := adder.Add(t.Context(), []string{file}, nil); err != nil || len(kept) != 1 {
		t.Fatalf("the page is %d articles: %v %+v", len(kept), err, report)
	}
	return kept[0]
}

// A keeper is an ingest.Indexer that keeps what it is given.
type keeper []article.Article

func (k *keeper) Add(_ context.Context, articles []article.Article) ([]store.Saved, error) {
	*k = append(*k, articles...)
	return make([]store.Saved, len(articles)), nil
}

var tags = regexp.MustCompile(`<[^>]*>`)

// quoteIn returns where in the body of an article the quote stands that the
// page has between its marks.
func quoteIn(t *testing.T, body, page string) (start, end int) {
	t.Helper()
	before, rest, _ := strings.Cut(page, "<!--[-->")
	words, _, _ := strings.Cut(rest, "<!--]-->")
	words = strings.ReplaceAll(strings.ReplaceAll(words, "</p><p>", "\n"), "</td><td>", "\t")
	pattern := regexp.MustCompile(spaced(html.UnescapeString(tags.ReplaceAllString(words, ""))))
	// The quote is the one that as many of its kind stand before as on the page.
	n := len(pattern.FindAllString(html.UnescapeString(tags.ReplaceAllString(before[strings.Index(before, "By A. Writer"):], "")), -1))
	all := pattern.FindAllStringIndex(body, -1)
	if len(all) <= n {
		t.Fatalf("%q is not in the article:\n%s", words, body)
	}
	return all[n][0], all[n][1]
}

// spaced returns a pattern of words with any white space between them.
func spaced(words string) string {
	var parts []string
	for w := range strings.FieldsSeq(words) {
		parts = append(parts, regexp.QuoteMeta(w))
	}
	return strings.Join(parts, `[\s\x{00a0}]+`)
}

// boxesOfQuote returns where the lines of the quote are shown.
const boxesOfQuote = `(() => {
	const comments = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
	const quote = document.createRange();
	while (comments.nextNode()) {
		if (comments.currentNode.data == "[") quote.setStartAfter(comments.currentNode);
		if (comments.currentNode.data == "]") { quote.setEndBefore(comments.currentNode); break; }
	}
	const boxes = [];
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) {
		const text = texts.currentNode;
		if (!quote.intersectsNode(text) || !text.data.trim()) continue;
		const part = document.createRange();
		part.selectNodeContents(text);
		if (part.compareBoundaryPoints(Range.START_TO_START, quote) < 0 || part.compareBoundaryPoints(Range.END_TO_END, quote) > 0) continue;
		for (const b of part.getClientRects()) if (b.width >= 2) boxes.push([b.left, b.top, b.right, b.bottom].map(Math.round));
	}
	return boxes;
})()`

var markColour = color.RGBA{255, 0, 255, 255}

// checkMarked opens a link and holds that the quote of the page is marked,
// that nothing else is, and that it can be seen without scrolling.
func checkMarked(t *testing.T, tab *browsertest.Tab, link string) {
	t.Helper()
	tab.Go(link)
	if !tab.Until("scrollY > 0", time.Minute/2) {
		t.Fatal("the page did not scroll to the words")
	}
	var sides [][4]int
	tab.Eval(boxesOfQuote, &sides)
	if len(sides) == 0 {
		t.Fatal("the page shows no quote")
	}
	shot := tab.Screenshot()
	var marked, missed, stray int
	inQuote := func(x, y, slack int) bool {
		for _, s := range sides {
			if image.Pt(x, y).In(image.Rect(s[0], s[1], s[2], s[3]).Inset(-slack)) {
				return true
			}
		}
		return false
	}
	for y := range browsertest.Height {
		for x := range browsertest.Width {
			switch isMark := color.RGBAModel.Convert(shot.At(x, y)) == markColour; {
			case isMark && inQuote(x, y, 3):
				marked++
			case isMark:
				stray++
			case inQuote(x, y, -1):
				missed++ // the letters, and all that is not marked
			}
		}
	}
	for _, s := range sides {
		if !image.Rect(s[0], s[1], s[2], s[3]).In(shot.Bounds()) {
			t.Errorf("a line of the quote is at %v, out of sight", s)
		}
	}
	if marked == 0 || missed > marked {
		t.Errorf("of the quote %d pixels are marked and %d not", marked, missed)
	}
	if stray > 0 {
		t.Errorf("%d pixels beside the quote are marked", stray)
	}
}
