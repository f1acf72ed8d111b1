package feed

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/internal/media"
	"footnote/internal/racetest"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// Three items in each form a feed may have. An item's id is its URL; its title
// is "Item 1 – Größe".
var feedForms = map[string]struct{ head, item, tail string }{
	"rss": {
		`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>The Feed</title><link>https://feed.example/</link><description>d</description>`,
		`<item><title>Item %[1]d – Größe</title><link>https://feed.example/%[1]d</link><guid>https://feed.example/%[1]d</guid><pubDate>Mon, 27 Apr 2026 10:00:00 GMT</pubDate><description>Words &lt;b&gt;of&lt;/b&gt; it</description></item>`,
		`</channel></rss>`,
	},
	"atom": {
		`<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Feed</title><link href="https://feed.example/"/><id>urn:x</id>`,
		`<entry><title>Item %[1]d – Größe</title><link rel="alternate" href="https://feed.example/%[1]d"/><id>https://feed.example/%[1]d</id><published>2026-04-27T10:00:00Z</published><summary>Words of it</summary></entry>`,
		`</feed>`,
	},
	"rdf": {
		`<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>The Feed</title><link>https://feed.example/</link></channel>`,
		`<item rdf:about="https://feed.example/%[1]d"><title>Item %[1]d – Größe</title><link>https://feed.example/%[1]d</link><dc:date>2026-04-27T10:00:00Z</dc:date></item>`,
		`</rdf:RDF>`,
	},
	"json": {
		`{"version":"https://jsonfeed.org/version/1.1","title":"The Feed","home_page_url":"https://feed.example/","items":[`,
		`{"id":"https://feed.example/%[1]d","url":"https://feed.example/%[1]d","title":"Item %[1]d – Größe","date_published":"2026-04-27T10:00:00Z","content_html":"Words of it"}`,
		`]}`,
	},
	"sitemap": {
		`<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">`,
		`<url><loc>https://feed.example/%[1]d</loc><news:news><news:publication><news:name>The Feed</news:name></news:publication><news:publication_date>2026-04-27T10:00:00Z</news:publication_date><news:title>Item %[1]d – Größe</news:title></news:news></url>`,
		`</urlset>`,
	},
}

// makeFeed returns a feed of n items.
func makeFeed(form string, n int) string {
	f := feedForms[form]
	var b strings.Builder
	b.WriteString(f.head)
	for i := 1; i <= n; i++ {
		if i > 1 && form == "json" {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, f.item, i)
	}
	b.WriteString(f.tail)
	return b.String()
}

// checkItems holds that the items are the first of a feed, and no others.
func checkItems(t *testing.T, items []Item, want int) {
	t.Helper()
	if len(items) != want {
		t.Errorf("%d items, want %d", len(items), want)
	}
	for i, it := range items {
		if it.cut {
			continue
		}
		if wantTitle := fmt.Sprintf("Item %d – Größe", i+1); it.Title != wantTitle || it.URL != fmt.Sprintf("https://feed.example/%d", i+1) {
			t.Errorf("item %d is %q at %s, want %q", i+1, it.Title, it.URL, wantTitle)
		}
		if got := it.Published.String(); got != "2026-04-27T10:00:00Z" {
			t.Errorf("item %d is of %q", i+1, got)
		}
	}
}

// TestFeedCut cuts a feed of each form at 40 places: the items before are read.
func TestFeedCut(t *testing.T) {
	for form := range feedForms {
		t.Run(form, func(t *testing.T) {
			whole := makeFeed(form, 3)
			end := map[int]int{} // item → where it ends
			for i := 1; i <= 3; i++ {
				one := fmt.Sprintf(feedForms[form].item, i)
				end[i] = strings.Index(whole, one) + len(one)
			}
			for i := range 40 {
				at := len(whole) * (i + 1) / 41
				items, err := collectFeed([]byte(whole[:at]), "")
				want := 0
				for _, e := range end {
					if e <= at {
						want++
					}
				}
				read := slices.IndexFunc(items, func(it Item) bool { return it.cut })
				if read < 0 {
					read = len(items)
				}
				if read != want {
					t.Errorf("cut at byte %d: %d whole items, want %d (%v)", at, read, want, err)
				}
				checkItems(t, items, len(items))
			}
		})
	}
}

// TestFeedEncodings reads one feed in many encodings, declared rightly,
// wrongly and not at all.
func TestFeedEncodings(t *testing.T) {
	feed := makeFeed("rss", 3)
	declare := func(name string) string { return strings.Replace(feed, "UTF-8", name, 1) }
	undeclared := strings.Replace(feed, ` encoding="UTF-8"`, "", 1)
	encode := func(s, name string) []byte {
		enc, _ := charset.Lookup(name)
		if enc == nil {
			t.Fatalf("no encoding %s", name)
		}
		b, err := enc.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	wide := func(s string, e unicode.Endianness, bom unicode.BOMPolicy) []byte {
		b, err := unicode.UTF16(e, bom).NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	wider := func(s string, e utf32.Endianness, bom utf32.BOMPolicy) []byte {
		b, err := utf32.UTF32(e, bom).NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, c := range map[string]struct {
		raw  []byte
		mime string
	}{
		"UTF-8":                              {[]byte(feed), ""},
		"UTF-8 with a mark":                  {[]byte("\ufeff" + feed), ""},
		"UTF-8, said to be Latin-1":          {[]byte(declare("ISO-8859-1")), ""},
		"UTF-8, said to be UTF-16":           {[]byte(declare("UTF-16")), ""},
		"UTF-8, said to be something":        {[]byte(declare("x-unheard-of")), "text/xml; charset=us-ascii"},
		"UTF-8, served as Latin-1":           {[]byte(feed), "application/rss+xml; charset=ISO-8859-1"},
		"Windows-1252":                       {encode(declare("windows-1252"), "windows-1252"), ""},
		"Windows-1252, said to be Latin-1":   {encode(declare("iso-8859-1"), "windows-1252"), ""},
		"Windows-1252, said to be UTF-8":     {encode(feed, "windows-1252"), ""},
		"Windows-1252, served":               {encode(undeclared, "windows-1252"), "text/xml; charset=windows-1252"},
		"Windows-1252, unsaid":               {encode(undeclared, "windows-1252"), ""},
		"Macintosh":                          {encode(declare("macintosh"), "macintosh"), ""},
		"GB 18030":                           {encode(declare("gb18030"), "gb18030"), ""},
		"UTF-16LE with a mark":               {wide(declare("UTF-16"), unicode.LittleEndian, unicode.UseBOM), ""},
		"UTF-16BE with a mark":               {wide(declare("UTF-16"), unicode.BigEndian, unicode.UseBOM), ""},
		"UTF-16LE without":                   {wide(declare("UTF-16"), unicode.LittleEndian, unicode.IgnoreBOM), ""},
		"UTF-16BE without":                   {wide(feed, unicode.BigEndian, unicode.IgnoreBOM), ""},
		"UTF-16LE, said to be UTF-8":         {wide(feed, unicode.LittleEndian, unicode.UseBOM), "text/xml; charset=utf-8"},
		"UTF-32LE with a mark":               {wider(feed, utf32.LittleEndian, utf32.UseBOM), ""},
		"UTF-32BE with a mark":               {wider(feed, utf32.BigEndian, utf32.UseBOM), ""},
		"UTF-32LE without":                   {wider(feed, utf32.LittleEndian, utf32.IgnoreBOM), ""},
		"UTF-32BE without":                   {wider(feed, utf32.BigEndian, utf32.IgnoreBOM), ""},
		"space before the declaration":       {[]byte("\n\n  " + feed), ""},
		"UTF-8 with a mark, after a comment": {[]byte("\ufeff<!-- cached -->" + undeclared), ""},
	} {
		t.Run(name, func(t *testing.T) {
			items, err := collectFeed(c.raw, c.mime)
			if err != nil {
				t.Fatal(err)
			}
			checkItems(t, items, 3)
		})
	}
	t.Run("one bad byte", func(t *testing.T) {
		items, err := collectFeed([]byte(strings.Replace(feed, "Words", "W\xffrds", 1)), "")
		if err != nil {
			t.Fatal(err)
		}
		checkItems(t, items, 3)
	})
}

// TestFeedBroken spoils one feed in many ways, of which none costs more than
// the item it is in.
func TestFeedBroken(t *testing.T) {
	feed := makeFeed("rss", 3)
	in := func(old, put string) string {
		if !strings.Contains(feed, old) {
			t.Fatalf("%q is not in the feed", old)
		}
		return strings.Replace(feed, old, put, 1)
	}
	words := "Words &lt;b&gt;of&lt;/b&gt; it"
	laughs := `<!DOCTYPE rss [<!ENTITY a "ha">` + strings.Join([]string{
		`<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">`, `<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">`, `<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">`,
		`<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">`, `<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">`, `<!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">`,
	}, "") + `]>`
	for name, c := range map[string]struct {
		feed string
		want int
	}{
		"billion laughs":              {strings.Replace(in(words, "&g;&g;&g;&g;"), "<rss", laughs+"<rss", 1), 3},
		"billion laughs in a title":   {strings.Replace(in("The Feed", "&g;"), "<rss", laughs+"<rss", 1), 3},
		"a file as an entity":         {strings.Replace(in(words, "&x;"), "<rss", `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss`, 1), 3},
		"a document type with quotes": {strings.Replace(feed, "<rss", `<!DOCTYPE rss PUBLIC "-//x//]>" "http://x/y.dtd" [<!ENTITY q ">]>">]><rss`, 1), 3},
		"unknown entities":            {in(words, "&nbsp;&eacute;&unheard;&;&#;&#x;"), 3},
		"references to no characters": {in(words, "&#0;&#x1f;&#xffff;&#xd800;&#99999999;"), 3},
		"control characters":          {in(words, "a\x00b\x01c\x0b\x1f\x7f"), 3},
		"no characters":               {in(words, "\ufffe\uffff"), 3},
		"an ampersand":                {in(words, "AT&T & co &amp"), 3},
		"a lesser sign":               {in(words, "1 < 2 <3 <"), 3},
		"open HTML":                   {in(words, "<p>One<br>Two<img src=x>"), 3},
		"HTML closed wrongly":         {in(words, "<b><i>x</b></i></p>"), 3},
		"CDATA":                       {in(words, "<![CDATA[</item><item>]]>"), 3},
		"CDATA in CDATA":              {in(words, "<![CDATA[ <![CDATA[ x ]]> y ]]>"), 3},
		"a comment with an item":      {in(words, "<!-- <item><title>no</title></item> -->"), 3},
		"a comment with dashes":       {in(words, "<!-- a -- b --- -->"), 3},
		"a comment before all":        {"<!-- " + strings.Repeat("x", 10000) + " -->" + feed, 3},
		"an unclosed attribute":       {in("<guid>", `<guid isPermaLink="true>`), 3},
		"attributes without quotes":   {in("<guid>", `<guid isPermaLink=true a b=c>`), 3},
		"an attribute twice":          {in("<guid>", `<guid a="1" a="2">`), 3},
		"a prefix of nobody":          {in(words, words+"</description><x:y z:w='1'>q</x:y><description>"), 3},
		"a missing end of the rss":    {strings.TrimSuffix(feed, "</rss>"), 3},
		"no end at all":               {strings.TrimSuffix(feed, "</channel></rss>"), 3},
		"two ends":                    {feed + "</channel></rss>", 3},
		"words after the end":         {feed + "<p>Served in 3 ms</p> & goodbye", 3},
		"words before":                {"Warning: header already sent in line 3\n" + feed, 3},
		"a page's end after it":       {feed + "</body></html>", 3},
		"upper case":                  {strings.NewReplacer("<item>", "<ITEM>", "</item>", "</ITEM>").Replace(feed), 3},
		"no channel":                  {strings.NewReplacer("<channel>", "", "</channel>", "").Replace(feed), 3},
		"items after the channel":     {strings.Replace(strings.Replace(feed, "</channel>", "", 1), "<item>", "</channel><item>", 1), 3},
		"an item without its end":     {in("</item>", ""), 3},
		"an item within an item":      {in(words, "<item><title>inner</title></item>"), 3},
		"an empty item":               {in("<item>", "<item/><item></item><item>"), 3},
		"a title twice":               {in("<link>https://feed.example/1</link>", "<link>https://feed.example/1</link><title></title>"), 3},
		"deep nesting":                {in(words, strings.Repeat("<div>", 20000)+"x"+strings.Repeat("</div>", 20000)), 3},
		"deep nesting without end":    {in(words, strings.Repeat("<div>", 20000)), 3},
		"a huge attribute":            {in("<guid>", `<guid a="`+strings.Repeat("x", 1<<20)+`">`), 3},
		"many attributes":             {in("<guid>", `<guid `+strings.Repeat(`a="b" `, 50000)+`>`), 3},
		"an item of 3 MB":             {in(words, strings.Repeat("long ", 600000)), 2},
		"a head of 1 MB":              {in("The Feed", strings.Repeat("x", 1<<20)), 3},
		"a root with 1 MB":            {in(`version="2.0"`, `version="2.0" x="`+strings.Repeat("y", 1<<20)+`"`), 3},
		"a language of nobody":        {in("<description>d", "<language>\x00\x00 tlh-Qaak</language><description>d"), 3},
		"a base":                      {in("<channel>", `<channel xml:base="javascript:alert(1)">`), 3},
		"an instruction in the midst": {in("<item>", `<?php echo "<item>"; ?><item>`), 3},
		"a stylesheet":                {in("<rss", `<?xml-stylesheet href="x.xsl"?><rss`), 3},
		"version 0.91":                {in("2.0", "0.91"), 3},
		"version none":                {in(` version="2.0"`, ""), 3},
	} {
		t.Run(name, func(t *testing.T) {
			items, err := collectFeed([]byte(c.feed), "")
			if err != nil && c.want > 0 {
				t.Fatal(err)
			}
			good := 0
			for _, it := range items {
				if n := strings.TrimPrefix(it.URL, "https://feed.example/"); strings.HasPrefix(it.Title, "Item "+n) {
					good++
				}
			}
			if good < c.want {
				t.Errorf("%d items read well, want %d: %+v", good, c.want, items)
			}
			for _, it := range items {
				if strings.Contains(it.Summary, "hahaha") || strings.Contains(it.Summary, "root:") {
					t.Errorf("an entity was unfolded: %.80q", it.Summary)
				}
			}
		})
	}
}

// TestFeedNone holds that what is no feed is said to be none, at once.
func TestFeedNone(t *testing.T) {
	for name, raw := range map[string]string{
		"nothing": "", "space": " \n\t", "a page": "<!doctype html><html><head><title>x</title></head><body><p>y</p></body></html>",
		"text": "Just words.", "other XML": `<?xml version="1.0"?><svg><item/></svg>`, "SOAP": "<soap:Envelope><item/></soap:Envelope>",
		"JSON": `{"items":3}`, "JSON list": `[{"id":1}]`, "JSON cut": `{"items":[`, "zeros": strings.Repeat("\x00", 1000), "a picture": "\x89PNG\r\n\x1a\n\x00\x00",
		"a mark": "\ufeff", "half a mark": "\xff\xfe", "lesser signs": strings.Repeat("<", 10000), "a declaration": "<?xml version='1.0'?>",
		"an open comment": "<!--" + strings.Repeat("-", 1000), "open CDATA": "<![CDATA[" + strings.Repeat("]", 1000),
	} {
		t.Run(name, func(t *testing.T) {
			if items, err := collectFeed([]byte(raw), ""); len(items) > 0 || err == nil && name != "JSON" && name != "JSON cut" {
				t.Errorf("%d items, %v, want none and an error", len(items), err)
			}
		})
	}
}

func TestOddDates(t *testing.T) {
	for in, want := range map[string]string{
		"Mon, 27 Apr 2026 10:00:00 GMT":       "2026-04-27T10:00:00Z",
		"Mon, 27 Apr 2026 10:00:00 +0200":     "2026-04-27T10:00:00+02:00",
		"Mon, 27 Apr 2026 10:00 GMT":          "2026-04-27T10:00:00Z",
		"Mon,27 Apr 2026 10:00:00 UTC":        "2026-04-27T10:00:00Z",
		"Mo, 27 Apr 2026 10:00:00 +0000":      "2026-04-27T10:00:00Z",
		"Montag, 27 Apr 2026 10:00:00":        "2026-04-27T10:00:00Z",
		"27 Apr 2026":                         "2026-04-27",
		"27 Sept. 2026":                       "2026-09-27",
		"April 27, 2026 10:00":                "2026-04-27T10:00:00Z",
		"Apr 27, 2026 3:04 PM":                "2026-04-27T15:04:00Z",
		"2026-04-27":                          "2026-04-27",
		"2026-04-27T10:00:00Z":                "2026-04-27T10:00:00Z",
		"2026-04-27T10:00:00+0200":            "2026-04-27T10:00:00+02:00",
		"2026-04-27 10:00:00 UTC":             "2026-04-27T10:00:00Z",
		"2026/04/27 10:00:00":                 "2026-04-27T10:00:00Z",
		" \n 2026-04-27T10:00:00.123Z ":       "2026-04-27T10:00:00Z",
		"<b>2026-04-27</b>":                   "2026-04-27",
		"27/04/2026":                          "", // could be read in two ways, in general
		"03/04/2026":                          "",
		"yesterday":                           "",
		"":                                    "",
		"0000-00-00T00:00:00Z":                "",
		"Thu, 01 Jan 1970 00:00:00 GMT":       "",
		"0001-01-01T00:00:00Z":                "",
		"2026-13-45":                          "",
		"99999-01-01T00:00:00Z":               "",
		"1777284000":                          "",
		strings.Repeat("2026", 10000):         "",
		"Mon, 27 Apr 2026 25:61:00 GMT":       "",
		"Wed, 29 Apr 2026 10:00:00 EST":       "2026-04-29T10:00:00-05:00",
		"\u200e2026-04-27":                    "",
		"2026-04-27T10:00:00Z; drop table":    "",
		"Mon, 27 Apr 2026 10:00:00 Z":         "2026-04-27T10:00:00Z",
		"2026-04-27T24:00:00Z":                "",
		"Sun, 29 Feb 2026 10:00:00 GMT":       "",
		"Tue, 27 Apr 2026 10:00:00 GMT":       "2026-04-27T10:00:00Z", // it was a Monday
		"27 avril 2026":                       "2026-04-27",
		"2026-W18-1":                          "",
		"20260427":                            "2026-04-27",
		"20260427T100000Z":                    "2026-04-27T10:00:00Z",
		"Mon, 27 Apr 2026 10:00:00 +9999":     "2026-04-27",
		"Mon, 27 Apr 2026 10:00:00 America/X": "",
	} {
		feed := strings.Replace(makeFeed("rss", 1), "Mon, 27 Apr 2026 10:00:00 GMT", in, 1)
		items, err := collectFeed([]byte(feed), "")
		if err != nil || len(items) != 1 {
			t.Errorf("date %.40q: %d items, %v", in, len(items), err)
			continue
		}
		if got := items[0].Published; got.String() != want {
			t.Errorf("date %.40q read as %q, want %q", in, got, want)
		}
	}
	atom := `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><title>T</title><updated>2026-04-27T10:00:00Z</updated></entry></feed>`
	if items, err := collectFeed([]byte(atom), ""); err != nil || len(items) != 1 || items[0].Published.Sure() || !items[0].Published.Known() {
		t.Errorf("the date of an update: %+v, %v; want an estimate", items, err)
	}
}

var allHuge = flag.Bool("huge", false, "TestFeedMemory reads all of its feeds, which takes half a minute")

// hugeFeeds are read in a process of their own, whose memory is measured.
var hugeFeeds = map[string]struct {
	make  func() []byte
	items int
}{
	"100,000 items":         {func() []byte { return []byte(makeFeed("rss", 100_000)) }, 100_000},
	"200,000 items":         {func() []byte { return []byte(makeFeed("sitemap", 200_000)) }, 100_000},
	"100,000 items of JSON": {func() []byte { return []byte(makeFeed("json", 100_000)) }, 100_000},
	"50 MB in items of 500 KB": {func() []byte {
		return []byte(strings.ReplaceAll(makeFeed("rss", 100), "Words", strings.Repeat("words &lt;p&gt; ", 500<<10/14)))
	}, 100},
	"50 MB of one item": {func() []byte {
		return []byte(strings.Replace(makeFeed("rss", 3), "Words", strings.Repeat("words ", 50<<20/6), 1))
	}, 2},
	"50 MB of UTF-16": {func() []byte {
		b, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(makeFeed("atom", 80_000)))
		return b
	}, 80_000},
	"50 MB of space":     {func() []byte { return bytes.Repeat([]byte(" "), 50<<20) }, 0},
	"50 MB of open tags": {func() []byte { return append([]byte("<rss><channel>"), bytes.Repeat([]byte("<a>"), 50<<20/3)...) }, 0},
	"50 MB of items of open tags": {func() []byte {
		return append([]byte("<rss><channel>"), bytes.Repeat([]byte("<item>"), 50<<20/6)...)
	}, 0},
	"50 MB of entities": {func() []byte {
		return append([]byte("<!DOCTYPE rss ["), bytes.Repeat([]byte(`<!ENTITY a "&b;&b;&b;">`), 50<<20/24)...)
	}, 0},
	"50 MB of empty items": {func() []byte { return append([]byte("<rss><channel>"), bytes.Repeat([]byte("<item/>"), 50<<20/7)...) }, 0},
}

// peakMemory returns the most memory this process has held so far, in MB, 0
// where that is not known.
func peakMemory() int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, peak, _ := strings.Cut(string(status), "VmHWM:")
	kb := 0
	if _, err := fmt.Sscan(peak, &kb); err != nil {
		return 0
	}
	return kb >> 10
}

const hugeFeed = "FOOTNOTE_TEST_HUGE_FEED"

// TestFeedMemory reads feeds of up to 50 MB and more, each in a process that
// may take 256 MB in all.
func TestFeedMemory(t *testing.T) {
	if path := os.Getenv(hugeFeed); path != "" {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		_, err = Read(raw[:min(len(raw), media.MaxFeed)], "", "https://feed.example/feed.xml", func(Feed, Item) error {
			n++
			return nil
		})
		fmt.Printf("items=%d err=%v\n%d\n", n, err, peakMemory())
		return
	}
	if racetest.On || testing.Short() {
		t.Skip("measures the memory of the process as it is built for use")
	}
	dir := t.TempDir()
	for name, huge := range hugeFeeds {
		if !*allHuge && name != "50 MB of one item" && name != "50 MB of entities" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, "feed")
			raw := huge.make()
			if err := os.WriteFile(path, raw, 0o600); err != nil {
				t.Fatal(err)
			}
			c := exec.Command(os.Args[0], "-test.run=^TestFeedMemory$")
			c.Env = append(os.Environ(), hugeFeed+"="+path)
			start := time.Now()
			out, err := c.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%.2000s", err, out)
			}
			line, rest, _ := strings.Cut(string(out), "\n")
			used := 0
			if _, err := fmt.Sscan(rest, &used); err != nil {
				t.Skip("this system does not say what memory a process took")
			}
			t.Logf("%d MB read in %v with %d MB: %s", len(raw)>>20, time.Since(start).Round(time.Millisecond), used, line)
			if want := fmt.Sprintf("items=%d ", huge.items); !strings.HasPrefix(line, want) {
				t.Errorf("%s, want %s", line, want)
			}
			if used > 256 {
				t.Errorf("%d MB of memory, want at most 256", used)
			}
		})
	}
}
