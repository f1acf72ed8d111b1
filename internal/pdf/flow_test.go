package pdf

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// at returns a line of 10 points in a column from 50 to 250.
func at(text string, left, right, bottom float64) Line {
	return Line{Text: text, Left: left, Right: right, Bottom: bottom, Top: bottom + 12}
}

func TestText(t *testing.T) {
	head := func(n string, bottom float64) Page {
		return Page{at("The Quay, 27 April 2026", 50, 180, 780), at("Page "+n, 220, 250, 20), at("Ships of day "+n+" came.", 50, 240, bottom)}
	}
	for _, tt := range []struct {
		name   string
		pages  []Page
		want   string
		starts []int
	}{
		{name: "no pages"},
		{name: "empty pages", pages: []Page{{}, {}}, starts: []int{0, 0}},
		{
			"lines of a paragraph",
			[]Page{{at("The first ship to enter was", 50, 250, 700), at("the Marigold, with coal.", 50, 160, 686), at("The second had none of it,", 50, 249, 672), at("and left.", 50, 90, 658)}},
			"The first ship to enter was the Marigold, with coal.\nThe second had none of it, and left.",
			[]int{0},
		},
		{
			"a gap",
			[]Page{{at("Ships came, and they came in", 50, 250, 700), at("great numbers and with coal.", 50, 250, 686), at("Then they left for the north.", 50, 250, 660), at("All of them, to the last one.", 50, 250, 646)}},
			"Ships came, and they came in great numbers and with coal.\nThen they left for the north. All of them, to the last one.",
			[]int{0},
		},
		{
			"an indent",
			[]Page{{at("Ships came, and they came in", 50, 250, 700), at("great numbers and with coal.", 50, 250, 686), at("Then they left for the north.", 62, 250, 672), at("All of them, to the last one.", 50, 250, 658)}},
			"Ships came, and they came in great numbers and with coal.\nThen they left for the north. All of them, to the last one.",
			[]int{0},
		},
		{
			"a heading",
			[]Page{{{"Harbour reopens", 50, 200, 725, 700}, at("Ships came, and they came in", 50, 250, 670), at("great numbers.", 50, 120, 656)}},
			"Harbour reopens\nShips came, and they came in great numbers.",
			[]int{0},
		},
		{
			"a list",
			[]Page{{at("Three things were to be seen", 50, 250, 700), at("• the ships from the south, and", 50, 250, 686), at("1. the harbour they had left", 50, 250, 672)}},
			"Three things were to be seen\n• the ships from the south, and\n1. the harbour they had left",
			[]int{0},
		},
		{
			"hyphens",
			[]Page{{at("The har-", 50, 250, 700), at("bour of West\u00ad", 50, 250, 686), at("port was a well-", 50, 250, 672), at("Known one, from 1990-", 50, 250, 658), at("1995 on", 50, 250, 644)}},
			"The harbour of Westport was a well- Known one, from 1990- 1995 on",
			[]int{0},
		},
		{
			"columns",
			[]Page{{at("Ships came, and they came in", 50, 250, 700), at("great numbers, though not as", 50, 250, 686), at("many as in the year before it", 300, 500, 700), at("or in any other.", 300, 380, 686), at("Then they left.", 300, 370, 672)}},
			"Ships came, and they came in great numbers, though not as many as in the year before it or in any other.\nThen they left.",
			[]int{0},
		},
		{
			"over the page",
			[]Page{{at("Ships came, and they came in", 50, 250, 700), at("great numbers, though not as", 50, 250, 686)}, {at("many as in the year before it", 50, 250, 700), at("or after.", 50, 100, 686)}},
			"Ships came, and they came in great numbers, though not as many as in the year before it or after.",
			[]int{0, 58},
		},
		{
			"a page of pictures",
			[]Page{{at("Ships came.", 50, 110, 700)}, {}, {at("Ships left.", 50, 110, 700)}},
			"Ships came.\nShips left.",
			[]int{0, 12, 12},
		},
		{
			"running lines",
			[]Page{head("1", 700), head("2", 690), head("3", 680), head("14", 670)},
			"Ships of day 1 came.\nShips of day 2 came.\nShips of day 3 came.\nShips of day 14 came.",
			[]int{0, 21, 42, 63},
		},
		{
			"a table",
			[]Page{{
				at("Port", 50, 70, 700), at("2025", 150, 170, 700), at("2026", 250, 270, 700), at("Westport", 50, 95, 684), at("412,000", 200, 240, 684), at("455,000", 300, 340, 684),
				at("Norhaven", 50, 95, 668), at("131,000", 300, 340, 668), at("Ships came, the board said.", 50, 250, 640),
			}},
			"Port\t2025\t2026\nWestport\t412,000\t455,000\nNorhaven\t–\t131,000\nShips came, the board said.",
			[]int{0},
		},
		{
			"cells of several lines",
			[]Page{{
				at("Port", 50, 70, 700), at("Ships", 150, 170, 700), at("Note", 250, 270, 700), at("Westport", 50, 95, 680), at("455", 150, 170, 680), at("more than in", 250, 310, 680),
				at("(east)", 50, 80, 667), at("the year before", 250, 320, 667), at("Norhaven", 50, 95, 647), at("131", 150, 170, 647), at("closed since", 250, 310, 647), at("the storm", 250, 300, 634),
			}},
			"Port\tShips\tNote\nWestport (east)\t455\tmore than in the year before\nNorhaven\t131\tclosed since the storm",
			[]int{0},
		},
		{
			"cells drawn one after the other",
			[]Page{{
				at("Port", 50, 70, 700), at("Ships", 150, 170, 700), at("Westport", 50, 95, 680), at("(east)", 50, 80, 667), at("455", 150, 170, 680),
				at("Norhaven", 50, 95, 647), at("131", 150, 170, 647),
			}},
			"Port\tShips\nWestport (east)\t455\nNorhaven\t131",
			[]int{0},
		},
		{
			"rows as near as lines",
			[]Page{{at("Port", 50, 70, 700), at("Ships", 150, 170, 700), at("Westport", 50, 95, 687), at("455", 150, 170, 687), at("Norhaven", 50, 95, 674), at("Skerra", 50, 95, 661), at("131", 150, 170, 661)}},
			"Port\tShips\nWestport\t455\nNorhaven\nSkerra 131",
			[]int{0},
		},
		{
			"a wide gap in a line",
			[]Page{{at("Ships", 50, 80, 700), at("came into the harbour", 150, 250, 700), at("and stayed there for the winter.", 50, 250, 686)}},
			"Ships came into the harbour and stayed there for the winter.",
			[]int{0},
		},
		{
			"columns drawn line by line",
			[]Page{{
				at("Ships came, and they came in", 50, 250, 700), at("Then they left for the south,", 300, 500, 700), at("great numbers, though not as", 50, 250, 686), at("all of them in one night when", 300, 500, 686),
				at("many as in the year before it", 50, 250, 672), at("the wind was fair enough for", 300, 500, 672), at("had been seen to come here.", 50, 240, 658), at("the heaviest of them to sail.", 300, 495, 658),
			}},
			"Ships came, and they came in great numbers, though not as many as in the year before it had been seen to come here.\n" +
				"Then they left for the south, all of them in one night when the wind was fair enough for the heaviest of them to sail.",
			[]int{0},
		},
		{
			"a narrow column below a wide one",
			[]Page{{
				at("Ships came into the harbour, and they came in great numbers, the board of it said.", 50, 550, 700), at("They will stay for the winter, which", 50, 250, 680),
				at("is a long one here, and leave again", 50, 250, 666), at("in spring.", 50, 100, 652),
			}},
			"Ships came into the harbour, and they came in great numbers, the board of it said.\nThey will stay for the winter, which is a long one here, and leave again in spring.",
			[]int{0},
		},
		{
			"nothing known of places",
			[]Page{{{Text: "Ships came, and"}, {Text: "many."}, {Text: "They left."}}},
			"Ships came, and many.\nThey left.",
			[]int{0},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text, starts := Document{Pages: tt.pages}.Text()
			if diff := cmp.Diff(tt.want, text); diff != "" || !slices.Equal(starts, tt.starts) {
				t.Errorf("pages at %v, want %v; text (-want +got):\n%s", starts, tt.starts, diff)
			}
		})
	}
}

func TestHeading(t *testing.T) {
	large := func(s string) Line { return Line{s, 50, 200, 725, 700} }
	body := at("Ships came, and they came in", 50, 250, 600)
	for _, tt := range []struct {
		pages []Page
		want  string
	}{
		{nil, ""},
		{[]Page{{}}, ""},
		{[]Page{{body, body}}, ""},
		{[]Page{{at("The Quay", 50, 90, 780), large("Harbour reopens"), large("after the storm"), body, body, body, large("More")}}, "Harbour reopens after the storm"},
	} {
		if got := (Document{Pages: tt.pages}).Heading(); got != tt.want {
			t.Errorf("heading %q, want %q", got, tt.want)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"  oﬃce \t of\x00 the\ufeff ﬂeet ": "office of the fleet", "har\x02": "har\u00ad", "har\ufffe ": "har\u00ad", "har\u00ad": "har\u00ad", "co\u00adop": "coop", "\x02": "", "": "",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzText holds that no word is lost, but for lines that run along the pages,
// and that every page begins where a word does.
func FuzzText(f *testing.F) {
	f.Add("Ships came, and\nmany.\fThe har-\nbour\f\f1. x", uint64(50), uint64(700))
	f.Add("a\fa\fa\fa b", uint64(1), uint64(0))
	f.Fuzz(func(t *testing.T, text string, x, y uint64) {
		var d Document
		for page := range strings.SplitSeq(text, "\f") {
			var p Page
			for i, s := range strings.Split(page, "\n") {
				if s = clean(s); s != "" {
					left := float64(x % uint64(40*(i+1)))
					p = append(p, at(s, left, left+float64(len(s)*5), float64(y%900)-float64(14*i)))
				}
			}
			d.Pages = append(d.Pages, p)
		}
		got, starts := d.Text()
		if len(starts) != len(d.Pages) || !slices.IsSorted(starts) {
			t.Fatalf("pages at %v, of %d", starts, len(d.Pages))
		}
		for _, at := range starts {
			if at < 0 || at > len(got) || at < len(got) && !utf8.RuneStart(got[at]) {
				t.Fatalf("a page at %d of %q", at, got)
			}
		}
		if !utf8.ValidString(got) || strings.Contains(got, "\n\n") {
			t.Errorf("text %q", got)
		}
		if len(d.Pages) == 1 {
			all := strings.Map(func(r rune) rune {
				if strings.ContainsRune(" \n-‐\u00ad", r) {
					return -1
				}
				return r
			}, got)
			for _, l := range d.Pages[0] {
				if w := strings.Trim(strings.Fields(l.Text)[0], "-‐\u00ad"); !strings.ContainsAny(w, "-‐\u00ad") && !strings.Contains(all, w) {
					t.Errorf("%q is not in %q", w, got)
				}
			}
		}
	})
}
