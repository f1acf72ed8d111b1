package pdf

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text returns what the document says, one line a paragraph, and where in it
// each page begins: byte offsets, one a page. A page without text begins where
// the next one does. Lines that run along the pages are left out: headers,
// footers and page numbers.
func (d Document) Text() (text string, starts []int) {
	var b []byte
	var last placed
	for _, page := range d.withoutRunning() {
		page = page.arranged()
		starts = append(starts, -1)
		for i, l := range page {
			now := placed{Line: l, page: len(starts), column: columnOf(page, i)}
			joint := "\n"
			switch {
			case last.page == 0:
				joint = ""
			case now.continues(last):
				joint = " "
				if hyphen := cutHyphen(last.Text, l.Text); hyphen > 0 {
					b = b[:len(b)-hyphen]
					joint = ""
				}
			}
			b = append(b, joint...)
			if starts[len(starts)-1] < 0 {
				starts[len(starts)-1] = len(b)
			}
			b = append(b, l.Text...)
			last = now
		}
	}
	next := len(b)
	for i, at := range slices.Backward(starts) {
		if at < 0 {
			starts[i] = next
		}
		next = starts[i]
	}
	return string(b), starts
}

// A placed line knows its page, counted from 1, and its column.
type placed struct {
	Line
	page   int
	column column
}

// A column is the lines of one size that stand under each other around a line.
type column struct {
	left, right float64
	leading     float64 // from one line to the next; 0 where there is none
	even        bool    // the line ends where the one before or after does
}

// around is how many lines before and after one tell its column.
const around = 30

func columnOf(page Page, at int) column {
	l := page[at]
	c := column{left: l.Left, right: l.Right}
	var steps []float64
	lines := page[max(0, at-around):min(len(page), at+around+1)]
	for i, o := range lines {
		if !sameSize(o, l) || !above(o, l) {
			continue
		}
		c.left, c.right = min(c.left, o.Left), max(c.right, o.Right)
		if i > 0 && sameSize(o, lines[i-1]) && lines[i-1].Bottom > o.Bottom {
			steps = append(steps, lines[i-1].Bottom-o.Bottom)
		}
	}
	for _, i := range []int{at - 1, at + 1} {
		if i >= 0 && i < len(page) && sameSize(page[i], l) && math.Abs(page[i].Left-l.Left) < 1 && math.Abs(page[i].Right-l.Right) < 1 {
			c.even = true
		}
	}
	if len(steps) > 0 {
		slices.Sort(steps)
		c.leading = steps[(len(steps)-1)/2]
	}
	return c
}

func sameSize(a, b Line) bool {
	return math.Abs(a.Height()-b.Height()) <= .12*max(a.Height(), b.Height())
}

// above reports whether one of two lines stands above the other: more than
// half of the shorter one's width is the other's too.
func above(a, b Line) bool {
	common := min(a.Right, b.Right) - max(a.Left, b.Left)
	return common > min(a.Right-a.Left, b.Right-b.Left)/2
}

var (
	sentenceEnd = regexp.MustCompile(`[.!?:…。！？]["'”’»)\]]*$`)
	bullet      = regexp.MustCompile(`^([-–•▪●○‣◦*]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s`)
)

// continues reports whether a line goes on with the paragraph of the one
// before.
func (l placed) continues(before placed) bool {
	height := before.Height()
	switch {
	case bullet.MatchString(l.Text), !sameSize(l.Line, before.Line), isRow(l.Text), isRow(before.Text):
		return false
	case height <= 0: // nothing is known of its place
		return !sentenceEnd.MatchString(before.Text)
	case before.isShort():
		return false
	case l.page != before.page, l.Bottom > before.Bottom+height/2: // a new page or column
		return !sentenceEnd.MatchString(before.Text) && !l.isIndented()
	case before.Bottom-l.Bottom > 1.3*l.column.leading && l.column.leading > 0:
		return false
	}
	return !l.isIndented() || before.isIndented()
}

// isShort reports whether the line ends before its column does, as the last
// of a paragraph and a heading do.
func (l placed) isShort() bool {
	if l.column.even && l.Right-l.Left > evenWidth*l.Height() {
		return false
	}
	free := (l.column.right - l.Right) / (l.column.right - l.column.left)
	return free > .5 || free > .15 && sentenceEnd.MatchString(l.Text)
}

// evenWidth is how wide lines are at least that end alike because of their column, in
// heights: short ones may by chance.
const evenWidth = 10

func (l placed) isIndented() bool { return l.Left-l.column.left > .6*l.Height() }

// cutHyphen returns how many bytes of the hyphen that before ends with the
// line break has put there, or 0.
func cutHyphen(before, after string) int {
	hyphen, n := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	r, _ := utf8.DecodeLastRuneInString(before[:len(before)-n])
	if hyphen == softHyphen || (hyphen == '-' || hyphen == '‐') && unicode.IsLower(r) && unicode.IsLower(first) {
		return n
	}
	return 0
}

const softHyphen = '\u00ad'

// edge is how many lines at the top of a page, and at its bottom, may run
// along the pages.
const edge = 3

// withoutRunning returns the pages without the lines that stand on at least
// two in five of them, and on two at least, in the same place at their edge:
// the same, but for numbers.
func (d Document) withoutRunning() []Page {
	on := map[runningLine]int{}
	for _, page := range d.Pages {
		seen := map[runningLine]bool{}
		for _, l := range page.edges() {
			// A place is told to 4 points, from either side.
			for _, r := range []runningLine{runningAt(l, 0), runningAt(l, 2)} {
				if !seen[r] {
					on[r]++
				}
				seen[r] = true
			}
		}
	}
	enough := max(2, (2*len(d.Pages)+4)/5)
	pages := make([]Page, len(d.Pages))
	for i, page := range d.Pages {
		edges := page.edges()
		for _, l := range page {
			if !slices.Contains(edges, l) || max(on[runningAt(l, 0)], on[runningAt(l, 2)]) < enough {
				pages[i] = append(pages[i], l)
			}
		}
	}
	return pages
}

// edges returns the lines at the top and the bottom of the page.
func (p Page) edges() []Line {
	if len(p) <= 2*edge {
		return p
	}
	lines := slices.SortedFunc(slices.Values(p), func(a, b Line) int {
		switch {
		case a.Bottom > b.Bottom:
			return -1
		case a.Bottom < b.Bottom:
			return 1
		}
		return 0
	})
	return slices.Concat(lines[:edge], lines[len(lines)-edge:])
}

// A runningLine is a line as it may stand on many pages.
type runningLine struct {
	text  string
	place int
}

var number = regexp.MustCompile(`\d+`)

func runningAt(l Line, shift float64) runningLine {
	return runningLine{number.ReplaceAllString(strings.ToLower(l.Text), "#"), int(math.Floor((l.Bottom+shift)/4))*2 + int(shift)/2}
}

// Heading returns the largest words at the top of the first page, or "" if
// none are larger than what follows.
func (d Document) Heading() string {
	if len(d.Pages) == 0 || len(d.Pages[0]) == 0 {
		return ""
	}
	page := d.Pages[0]
	heights := make([]float64, len(page))
	for i, l := range page {
		heights[i] = l.Height()
	}
	largest := slices.MaxFunc(page, func(a, b Line) int { return int(100 * (a.Height() - b.Height())) })
	slices.Sort(heights)
	if largest.Height() < 1.15*heights[(len(heights)-1)/2] {
		return ""
	}
	var words []string
	for _, l := range page {
		if sameSize(l, largest) {
			words = append(words, l.Text)
		} else if len(words) > 0 {
			break
		}
	}
	return strings.Join(words, " ")
}

// clean returns a line of text as it is to be read: without control
// characters, ligatures as the letters they are, and the hyphen of a line
// break, which PDFium has its own codes for, as a soft one.
func clean(s string) string {
	s = strings.TrimSpace(s)
	if r, n := utf8.DecodeLastRuneInString(s); r == '\x02' || r == '\ufffe' || r == softHyphen {
		s = strings.TrimRight(s[:len(s)-n], "\x02\ufffe\u00ad") + string(softHyphen)
	}
	end := strings.HasSuffix(s, string(softHyphen))
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' || r == '\ufffe' || r == '\uffff' || r == softHyphen || r == '\ufeff' {
			return -1
		}
		return r
	}, ligatures.Replace(s))
	s = strings.Join(strings.Fields(s), " ")
	if end && s != "" {
		s += string(softHyphen)
	}
	return s
}

var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st", "\u2028", " ", "\u2029", " ", "\u0085", " ")
