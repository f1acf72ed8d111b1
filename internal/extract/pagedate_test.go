package extract

import (
	"testing"

	"footnote/internal/media"
)

// TestDeclaredDate: what a page's data declare is no guess, and of two dates it is none.
func TestDeclaredDate(t *testing.T) {
	const data = `<script type="application/ld+json">`
	for head, want := range map[string]string{
		`<meta name="pubdate" content="2026-09-14T10:00:00Z">`:                                                                                                                                                           "2026-09-14T10:00:00Z",
		`<meta name="DC.date.issued" content="2026-09-14">`:                                                                                                                                                              "2026-09-14",
		`<meta itemprop="datePublished" content="2026-09-14T12:00:00+02:00">`:                                                                                                                                            "2026-09-14T12:00:00+02:00",
		data + `{"@type":["NewsArticle","Article"],"datePublished":"2026-09-14T10:00:00-04:00"}`:                                                                                                                         "2026-09-14T10:00:00-04:00",
		data + "{\"@type\":\"ReportageNewsArticle\",\"about\":\"a\nb\",\"datePublished\":\"2026-09-14\"}":                                                                                                                "2026-09-14",
		data + `{"@type":"WebPage","mainEntity":{"@type":"Article","datePublished":"2026-09-14"}}`:                                                                                                                       "2026-09-14",
		data + `[{"@type":"Article","headline":"Ferry returns","datePublished":"2026-09-14"},{"@type":"Article","headline":"Other","datePublished":"2026-09-13"}]`:                                                       "2026-09-14",
		data + `[{"@type":"Article","headline":"One","datePublished":"2026-09-14"},{"@type":"Article","headline":"Other","datePublished":"2026-09-13"}]`:                                                                 "",
		data + `[{"@type":"Article","headline":"Other","datePublished":"2026-09-01"},{"@type":"Article","headline":"Ferry returns - Quay","datePublished":"2026-09-14"}]`:                                                "2026-09-14",
		data + `[{"@context":"https://schema.org","@type":"Article","headline":"One","datePublished":"2026-09-14"},{"@context":"https://schema.org","@type":"Article","headline":"Other","datePublished":"2026-09-13"}]`: "",
		`<meta property="article:published_time" content="04/09/2026">`:                                                                                                                                                  "", // April or September
		`<meta property="article:published_time" content="04.09.2026">`:                                                                                                                                                  "2026-09-04",
		`<meta property="article:published_time" content="1789380000000">`:                                                                                                                                               "2026-09-14T10:00:00Z",
		`<meta property="article:published_time" content="20260914120000">`:                                                                                                                                              "2026-09-14T12:00:00Z",
		`<meta property="article:published_time" content="1970-01-01T00:00:00+02:00">`:                                                                                                                                   "",
		`<meta property="article:published_time" content="1789380000">`:                                                                                                                                                  "2026-09-14T10:00:00Z",
		`<meta property="article:published_time" content="Mon Sep 14 2026 12:00:00 GMT+0200 (CEST)">`:                                                                                                                    "2026-09-14T12:00:00+02:00",
		data + `{"@type":"Article","datePublished":1789380000000}`:                                                                                                                                                       "2026-09-14T10:00:00Z",
		data + `{"@type":"Article","datePublished":["2026-09-14T10:00:00Z"]}`:                                                                                                                                            "2026-09-14T10:00:00Z",
		data + `{"@type":"Article","datePublished":{"@type":"Date","@value":"2026-09-14"}}`:                                                                                                                              "2026-09-14",
		data + `{"@type":"Article","datePublished":["2026-09-14","2026-09-13"]}`:                                                                                                                                         "",
		data + `{"@type":"Comment","datePublished":"2026-09-14"}`:                                                                                                                                                        "",
		data + `{"@type":"Article","dateModified":"2026-09-14"}`:                                                                                                                                                         "",
		`</head><body><div itemtype="https://schema.org/Comment"><time itemprop="datePublished" datetime="2026-09-14">1</time></div>`:                                                                                    "",
		`</head><body><div itemtype="https://schema.org/NewsArticle"><time itemprop="datePublished" datetime="2026-09-14">1</time></div>`:                                                                                "2026-09-14",
		`</head><body><time class="entry-date published" datetime="2026-09-14T10:00:00Z">1</time>`:                                                                                                                       "2026-09-14T10:00:00Z",
		`</head><body><abbr class="published" title="2026-09-14T12:00:00+02:00">Monday</abbr>`:                                                                                                                           "2026-09-14T12:00:00+02:00",
		`</head><body><span property="schema:datePublished" content="2026-09-14">1</span>`:                                                                                                                               "2026-09-14",
		`<meta name="date" content="2026-09-14">`:                                                                                                                                                                        "", // on some pages it is today's
	} {
		if len(head) > len(data) && head[:len(data)] == data {
			head += "</script>"
		}
		got, _ := read(t, media.Origin{URL: "https://quay.example/1"}, media.Page, "<html><head><title>Ferry returns - Quay</title>"+head+
			"<main><h1>Ferry returns</h1><p>The ferry of the islands returned to the harbour at last, its operator said.</p></main>")
		if got.Published.Estimated {
			got.Published = wantStory.Published
		}
		if got.Published.String() != want {
			t.Errorf("%s: published %q, want %q", head, got.Published, want)
		}
	}
}

// TestOwnDay: the day of an article is the one that its page prints, or that stands in its URL, where
// its data have the instant on no clock but that of UTC.
func TestOwnDay(t *testing.T) {
	const late, zoned = "2026-09-15T02:30:00Z", "2026-09-14T22:30:00-04:00"
	meta := func(at string) string { return `<meta property="article:published_time" content="` + at + `">` }
	for _, tt := range []struct{ name, head, below, url, want string }{
		{"on its clock", meta(zoned), "", "/1", "2026-09-14T22:30:00-04:00"},
		{"on either clock", meta(late) + meta(zoned), "", "/1", "2026-09-14T22:30:00-04:00"},
		{"printed", meta(late), "<p>September 14, 2026</p>", "/1", "2026-09-14T23:30:00-03:00"},
		{"printed with its hour", meta(late), "<p>September 14, 2026 10:30 PM</p>", "/1", "2026-09-14T23:30:00-03:00"},
		{"in the east", meta("2026-09-14T22:30:00Z"), "<p>15 September 2026</p>", "/1", "2026-09-15T00:30:00+02:00"},
		{"in the URL", meta(late), "", "/2026/09/14/ferry", "2026-09-14T23:30:00-03:00"},
		{"printed before its URL", meta(late), "<p>September 15, 2026</p>", "/2026/09/14/ferry", late},
		{"of an update", meta("2026-09-14T22:30:00Z"), "<p>Updated 15 September 2026</p>", "/1", "2026-09-14T22:30:00Z"},
		{"of an update, in the URL", meta(late), "<p>Updated 15 September 2026</p>", "/2026/09/14/ferry", "2026-09-14T23:30:00-03:00"},
		{"two days off", meta(late), "<p>September 12, 2026</p>", "/1", late},
		{"where no clock shows it", meta("2026-09-15T13:00:00Z"), "<p>September 14, 2026</p>", "/1", "2026-09-15T13:00:00Z"},
		{"its clock before its print", meta(zoned), "<p>September 15, 2026</p>", "/1", "2026-09-14T22:30:00-04:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := read(t, media.Origin{URL: "https://quay.example" + tt.url}, media.Page, "<html><head><title>Ferry returns - Quay</title>"+tt.head+
				"</head><body><main><h1>Ferry returns</h1>"+tt.below+"<p>The ferry of the islands returned to the harbour at last, its operator said.</p></main></body></html>")
			if got.Published.String() != tt.want || got.Published.Estimated {
				t.Errorf("published %s, want %s", got.Published, tt.want)
			}
		})
	}
}

// TestDeclaredAuthor: of several articles in a page's data, its own has its author.
func TestDeclaredAuthor(t *testing.T) {
	src := `<html><head><title>Ferry returns</title><script type="application/ld+json">[{"@context":"https://schema.org","@type":"Article","headline":"Other","author":{"name":"Ann Lee"}},` +
		`{"@context":"https://schema.org","@type":"Article","headline":"Ferry returns","author":[{"name":"Bo Li"},{"name":"Cy Ray"}]}]</script></head><body><h1>Ferry returns</h1>` +
		"<p>The ferry of the islands returned to the harbour at last, its operator said.</p></body></html>"
	if got, _ := read(t, media.Origin{URL: "https://quay.example/1"}, media.Page, src); got.Author != "Bo Li, Cy Ray" {
		t.Errorf("author is %q", got.Author)
	}
}
