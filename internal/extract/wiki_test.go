package extract

import (
	"testing"

	"footnote/internal/media"
)

// TestWiki holds that an article of a wiki is as of its last edit.
func TestWiki(t *testing.T) {
	const (
		wiki = `<meta name="generator" content="MediaWiki 1.46.0">`
		data = `<script type="application/ld+json">{"@type":"Article","name":"Sorrel Bridge","headline":"Bridge of Port Veyra","datePublished":"2004-02-01T10:00:00Z",
			"dateModified":"2026-11-05T09:30:00Z","publisher":{"@type":"Organization","name":"Quay Foundation, Inc."}}</script>`
		edited = `<footer><ul><li>This page was last edited on 5 November 2026, at 09:30 (UTC).</li><li>Text is free to use.</li></ul></footer>`
	)
	for _, tt := range []struct{ name, head, foot, date, outlet string }{
		{"its data", wiki + data, "", "2026-11-05T09:30:00Z", "Quaypedia"},
		{"its last line", wiki, edited, "2026-11-05", "Quaypedia"},
		{"neither", wiki + `<meta property="article:published_time" content="2004-02-01">`, "", "", "Quaypedia"},
		{"no wiki", data, edited, "2004-02-01T10:00:00Z", "Quay Foundation, Inc."},
	} {
		got, _ := read(t, media.Origin{URL: "https://en.quaypedia.example/wiki/Sorrel_Bridge"}, media.Page, "<html><head><title>Sorrel Bridge - Quaypedia</title>"+tt.head+
			"</head><body><main><h1>Sorrel Bridge</h1><p>The Sorrel Bridge crosses the harbour of Port Veyra, and has been closed to cars since January.</p>"+
			"<p>It was built in 1931 by a firm of the town, and has been repaired three times since, at a cost of nine million.</p></main>"+tt.foot+"</body></html>")
		if got.Published.String() != tt.date || got.Outlet != tt.outlet || got.Title != "Sorrel Bridge" {
			t.Errorf("%s: %q of %q, %q; want %q, %q", tt.name, got.Title, got.Outlet, got.Published, tt.outlet, tt.date)
		}
	}
}
