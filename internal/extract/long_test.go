package extract

import (
	"fmt"
	"strings"
	"testing"

	"footnote/internal/media"
)

// TestLongPages: the text of a page is read whole, in its order, however its many paragraphs stand.
func TestLongPages(t *testing.T) {
	const n = longRun + 100
	for name, shape := range map[string]string{
		"paragraphs": "<p>%s</p>\n", "in boxes": `<div class="row"><p>%s</p></div>`, "items": "<li>%s</li>",
		"with times": `<p><time datetime="2026-09-14T22:30:00-04:00">14 Sep 2026</time> %s</p>`, // which trafilatura does without
	} {
		var page strings.Builder
		page.WriteString("<html><head><title>Ships of Westport</title></head><body><nav><a href=/>Home</a></nav><article><h1>Ships of Westport</h1>")
		for i := range n {
			fmt.Fprintf(&page, shape, fmt.Sprintf("Ship %d came into the harbour of Westport on Monday, with coal, the port said.", i))
		}
		page.WriteString("</article><footer><p>All rights reserved.</p></footer></body></html>")
		d, err := readDocument(media.Origin{URL: "https://quay.example/1"}, media.Page, strings.NewReader(page.String()))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(d.Body, "\n")
		if len(lines) != n {
			t.Errorf("%s: %d lines, want %d", name, len(lines), n)
		}
		for i, line := range lines {
			if !strings.Contains(line, fmt.Sprintf("Ship %d came", i)) {
				t.Errorf("%s: line %d is %q", name, i, line)
				break
			}
		}
	}
}

// TestLongPageIsPutBack: what the libraries are not shown is there for who reads the page behind them.
func TestLongPageIsPutBack(t *testing.T) {
	doc, err := parseHTML("<body><article>" + strings.Repeat("<p>Ships came.</p><!-- and went --> ", longRun+2) + "</article></body>")
	if err != nil {
		t.Fatal(err)
	}
	before := pageText(doc)
	middles := shorten(doc)
	if len(middles) != 1 || strings.Count(pageText(doc), "Ships") != 2*shownEnd {
		t.Errorf("%d middles, %d paragraphs shown", len(middles), strings.Count(pageText(doc), "Ships"))
	}
	for _, m := range middles {
		m.putBack()
	}
	if pageText(doc) != before {
		t.Error("the page has changed")
	}
}
