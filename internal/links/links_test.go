package links

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const bridge = "The bridge opened in March.\nIt cost 5 million, and the toll is 2.\nThe bridge opened in March. Nobody came.\n" +
	"The bridge opened in March. The mayor spoke for an hour about the river, the road and the years of work that lay behind the town."

func TestToWords(t *testing.T) {
	const long = "The mayor spoke for an hour about the river, the road and the years of work that lay behind the town."
	for _, tt := range []struct{ name, url, title, body, quote, want string }{
		{"plain", "https://a.example/x", "", "It opened, at 5 - or 6.", "It opened, at 5 - or 6.", "https://a.example/x#:~:text=It%20opened%2C%20at%205%20%2D%20or%206."},
		{"fragment", "https://a.example/x#top", "", "It opened.", "It opened.", "https://a.example/x#top:~:text=It%20opened."},
		{"query", "https://a.example/x?a=1&b=2", "", "R&D + more, 5%", "R&D + more, 5%", "https://a.example/x?a=1&b=2#:~:text=R%26D%20%2B%20more%2C%205%25"},
		{"first of several", "https://a.example/x", "", bridge, "The bridge opened in March.", "https://a.example/x#:~:text=The%20bridge%20opened%20in%20March."},
		{"in the title too", "https://a.example/x", "The bridge opened in March.", bridge, "The bridge opened in March.", "https://a.example/x#:~:text=The%20bridge%20opened%20in%20March.,-It%20cost%205"},
		{"second of several", "https://a.example/x", "", bridge, "2.\nThe bridge opened in March.", "https://a.example/x#:~:text=2.,The%20bridge%20opened%20in%20March."},
		{"long", "https://a.example/x", "", bridge, long, "https://a.example/x#:~:text=The%20mayor%20spoke%20for%20an,that%20lay%20behind%20the%20town."},
		{"no quote", "https://a.example/x", "", "It opened.", "", "https://a.example/x"},
		{"no URL", "", "", "It opened.", "It opened.", ""},
		{"no page", "javascript:alert(1)", "", "It opened.", "It opened.", ""},
		{"no page either", "file:///etc/passwd", "", "It opened.", "It opened.", ""},
	} {
		start := strings.Index(tt.body, tt.quote)
		if got := ToWords(tt.url, tt.title, tt.body, start, start+len(tt.quote)); got != tt.want {
			t.Errorf("%s: ToWords = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestToPage(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example/b.pdf": "https://a.example/b.pdf#page=3", "https://a.example/b.pdf?c=d#e": "https://a.example/b.pdf?c=d#page=3",
		"": "", "file:///b.pdf": "",
	} {
		if got := ToPage(in, 3); got != want {
			t.Errorf("ToPage(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestLinkContext holds that what stands around a quote is named where it
// stands on the page before, and no more of it than tells them apart.
func TestLinkContext(t *testing.T) {
	const again = "The bridge opened in March."
	second, third := strings.LastIndex(bridge, again+" Nobody"), strings.LastIndex(bridge, again)
	for _, tt := range []struct {
		start       int
		words, want string
	}{
		{0, again, "The%20bridge%20opened%20in%20March."},
		{second, again, "The%20bridge%20opened%20in%20March.,-Nobody%20came."},
		{third, again, "The%20bridge%20opened%20in%20March.,-The%20mayor%20spoke"},
		{strings.Index(bridge, "opened"), "opened", "opened"},
		{second + strings.Index(again, "opened"), "opened", "opened,-in%20March.%20Nobody"},
	} {
		link := ToWords("https://a.example", "", bridge, tt.start, tt.start+len(tt.words))
		if got := strings.TrimPrefix(link, "https://a.example#:~:text="); got != tt.want {
			t.Errorf("%q at %d: %q, want %q", tt.words, tt.start, got, tt.want)
		}
	}
}

// TestLinkResolves holds that wherever a directive is found, a browser that
// follows the specification marks the quote, and that one is found for every
// place of a text in which each line differs.
func TestLinkResolves(t *testing.T) {
	word := rapid.SampledFrom([]string{"the", "bridge", "The", "opened,", "Café", "5-6", "“in”", "March.", "橋は、", "開通。", "it's", "&", "R&D"})
	rapid.Check(t, func(t *rapid.T) {
		var lines []string
		for n := range rapid.IntRange(1, 6).Draw(t, "lines") {
			words := rapid.SliceOfN(word, 1, 24).Draw(t, "words")
			lines = append(lines, strings.Repeat("x", n+1)+" "+strings.Join(words, " ")+" "+strings.Repeat("y", n+1))
		}
		body := strings.Join(lines, "\n")
		line := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
		last := rapid.IntRange(line, len(lines)-1).Draw(t, "last")
		start := len(strings.Join(lines[:line], "\n"))
		if line > 0 {
			start++
		}
		end := len(strings.Join(lines[:last+1], "\n"))
		p := placeOf("a title", body, start, end)
		page, from, to := p.folded()
		if s, e := page.find(p.directive()); s != from || e != to {
			t.Errorf("%+v marks %d–%d, want %d–%d of %q", p.directive(), s, e, from, to, page)
		}
		d := p.directive()
		for _, term := range []string{d.prefix, d.start, d.end, d.suffix} {
			if strings.Contains(term, "\n") {
				t.Errorf("term %q crosses blocks", term)
			}
		}
	})
}

func FuzzToWords(f *testing.F) {
	f.Add("A title", bridge, 10, 40)
	f.Add("", "\xff\n - , &", 0, 4)
	f.Fuzz(func(t *testing.T, title, body string, start, end int) {
		link := ToWords("https://a.example/x?y=1#z", title, body, start, end)
		if !strings.HasPrefix(link, "https://a.example/x?y=1#z") {
			t.Errorf("%q is another page", link)
		}
		if strings.ContainsFunc(link, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`<>|"`, r) }) {
			t.Errorf("%q holds what no URL does", link)
		}
		if before, terms, ok := strings.Cut(link, ":~:text="); ok && (strings.Contains(before, ":~:") || strings.Count(terms, ",") > 3) {
			t.Errorf("%q is no text fragment", link)
		}
	})
}

// BenchmarkToWords links to the last of many equal sentences of a long article.
func BenchmarkToWords(b *testing.B) {
	body := strings.Repeat("The bridge opened in March. It rained. Nobody came but the mayor, who spoke for an hour.\n", 500)
	start := strings.LastIndex(body, "The bridge")
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		ToWords("https://a.example/x", "The bridge", body, start, start+len("The bridge opened in March."))
	}
}
