package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"footnote/internal/article"
	"footnote/internal/dateline"
	"footnote/internal/media"
)

// What is told in pieces, each under a time of its own, becomes a body with a line for
// each time (see article.Entry), the newest piece first: an older one would pass for how
// things stand.

// leastTimes is how many times the text of a page stands under at least, for it to be told
// in pieces; leastLive, where the page says that it is.
const (
	leastTimes = 3
	leastLive  = 2
)

// maxEntries bounds the pieces of a page. A day's live blog has some 200.
const maxEntries = 2000

// A told is a line of a page with the time it stands under.
type told struct {
	text    string
	at      time.Time // zero above the first time
	heading bool
}

// inPieces returns body in its pieces, with when the first was told, or false where it is
// not told so. The page is as it was before anything was taken out of it.
func inPieces(lines, updates []told, body []string, live bool, published article.Date, now time.Time) (pieces []string, first time.Time, ok bool) {
	least := leastTimes
	if len(updates) > 0 {
		least, live = leastLive, true
	}
	all := byTimes(lines, body)
	if n := times(updates, live, published, now); len(updates) > 0 && times(all, live, published, now) < max(least, n) {
		all = byUpdates(updates, body)
	}
	if times(all, live, published, now) < least || !live && mostAbove(all) {
		return nil, time.Time{}, false
	}
	var at []time.Time
	for _, t := range all {
		if !t.at.IsZero() {
			at = append(at, t.at)
		}
	}
	newest := slices.MaxFunc(at, time.Time.Compare)
	slices.SortStableFunc(all, func(a, b told) int { // though the libraries may move it
		switch {
		case a.at.IsZero() == b.at.IsZero():
			return 0
		case a.at.IsZero():
			return -1
		}
		return 1
	})
	for i := range all { // what stands above all pieces sums them up
		if all[i].at.IsZero() {
			all[i].at = newest
		}
	}
	slices.SortStableFunc(all, func(a, b told) int { return b.at.Compare(a.at) })
	stamp, said := "", map[string]bool{}
	for _, t := range all {
		if s := article.Stamp(t.at.UTC()); s != stamp {
			stamp, said = s, map[string]bool{}
			pieces = append(pieces, s)
		}
		if !said[t.text] { // pinned, it stands there twice
			said[t.text] = true
			pieces = append(pieces, t.text)
		}
	}
	return pieces, slices.MinFunc(at, time.Time.Compare), true
}

// mostAbove reports whether most of the text stands above the first time: then it is the
// article, and what follows may be comments.
func mostAbove(lines []told) bool {
	above, all := 0, 0
	for _, l := range lines {
		all += len(l.text)
		if l.at.IsZero() {
			above += len(l.text)
		}
	}
	return 2*above > all
}

// saysLive matches what a live blog is called, in its title or its URL.
var saysLive = regexp.MustCompile(`(?i)\blive\b|live-?blog|live-?ticker|newsblog|news-?ticker|as it happened|en direct|en vivo|en directo|minuto a minuto|in diretta|ao vivo|онлайн|прямая трансляция|速報|実況|直播`)

// times returns how many times the lines stand under, or 0 where these are not what an
// article of this date can have, or not in order: the newest first, or in a live blog up as
// well, but for the first, which may be pinned. Comments under an article go up, or are
// newer than it.
func times(lines []told, live bool, published article.Date, now time.Time) int {
	var at []time.Time
	for _, t := range lines {
		if t.at.IsZero() || len(at) > 0 && t.at.Equal(at[len(at)-1]) {
			continue
		}
		if !published.Spans(t.at) || t.at.After(now.Add(dateline.FutureBy)) || len(at) == maxEntries {
			return 0
		}
		at = append(at, t.at)
	}
	up, down := time.Time.Compare, func(a, b time.Time) int { return b.Compare(a) }
	if !live {
		if slices.IsSortedFunc(at, down) {
			return len(at)
		}
		return 0
	}
	for _, part := range [][]time.Time{at, at[min(1, len(at)):]} {
		if slices.IsSortedFunc(part, up) || slices.IsSortedFunc(part, down) {
			return len(part)
		}
	}
	return 0
}

// byTimes returns the lines of a body, each with the time that it stands under on the page;
// one that is not found there goes with the line before. Headings of pieces come back that
// were taken for what is around an article.
func byTimes(lines []told, body []string) []told {
	place := map[string]int{}
	for i, l := range lines {
		if key := letters(l.text); key != "" {
			if _, ok := place[key]; !ok || lines[place[key]].heading && !l.heading {
				place[key] = i
			}
		}
	}
	var all []told
	last := told{}
	kept := map[string]bool{}
	for _, text := range body {
		kept[letters(text)] = true
	}
	for _, text := range body {
		i, ok := place[letters(text)]
		if !ok {
			all = append(all, told{text: text, at: last.at})
			continue
		}
		last = lines[i]
		above := i
		for above > 0 && lines[above-1].heading && lines[above-1].at.Equal(last.at) && !last.at.IsZero() && !kept[letters(lines[above-1].text)] {
			above--
		}
		for _, h := range lines[above:i] {
			kept[letters(h.text)] = true
			all = append(all, told{text: h.text, at: h.at})
		}
		all = append(all, told{text: text, at: last.at})
	}
	return all
}

// maxSought bounds the search of lines in updates, in bytes compared.
const maxSought = 1 << 30

// byUpdates returns the updates that a page lists apart from its text, and the lines of its
// body that none of them says, each with the time of the update said before it.
func byUpdates(updates []told, body []string) []told {
	var said strings.Builder
	var ends []int // of the updates, in said
	for _, u := range updates {
		said.WriteString(letters(u.text) + "\n")
		ends = append(ends, said.Len())
	}
	if said.Len()*len(body) > maxSought {
		return nil
	}
	all := slices.Clone(updates)
	var last time.Time
	for _, text := range body {
		at := strings.Index(said.String(), letters(text))
		if at < 0 {
			all = append(all, told{text: text, at: last})
			continue
		}
		i, _ := slices.BinarySearch(ends, at+1)
		last = updates[i].at
	}
	return all
}

// timedLines returns the lines of a page with the times that they stand under: each a
// time element, with an instant, that begins or ends a line of its own or a heading.
func timedLines(doc *html.Node) []told {
	var at []time.Time
	t := textWriter{marks: &at}
	t.walk(doc)
	if len(at) < leastLive {
		return nil
	}
	var lines []told
	var now time.Time
	for line := range strings.Lines(article.UnixLines(t.String())) {
		marks := strings.Count(line, timeMark)
		heading := strings.Contains(line, headingMark)
		text := article.OneLine(strings.NewReplacer(timeMark, " ", headingMark, "").Replace(line), media.MaxText)
		if marks > 0 {
			if len(text) <= maxTitleLine && !sentenceLike.MatchString(text) {
				now, heading = at[0], true
			}
			at = at[marks:]
		}
		if text != "" {
			lines = append(lines, told{text, now, heading})
		}
	}
	return lines
}

// leastUpdate is how much an update says at least, in bytes, that is more than a heading.
const leastUpdate = 40

// liveUpdates returns what a page lists as the updates of a live blog (schema.org's
// LiveBlogPosting), line by line, the newest first.
func liveUpdates(doc *html.Node) []told {
	var all []told
	for data := range pageData(doc) {
		all = appendUpdates(all, data, 0)
	}
	slices.SortStableFunc(all, func(a, b told) int { return b.at.Compare(a.at) })
	return all
}

// maxDepth is how deep a live blog stands in a page's data at most.
const maxDepth = 8

func appendUpdates(all []told, data any, depth int) []told {
	if depth > maxDepth {
		return all
	}
	switch x := data.(type) {
	case []any:
		for _, v := range x {
			all = appendUpdates(all, v, depth+1)
		}
	case map[string]any:
		updates, _ := x["liveBlogUpdate"].([]any)
		for _, u := range updates {
			if u, ok := u.(map[string]any); ok && len(all) < maxEntries {
				all = appendUpdate(all, u)
			}
		}
		for key, v := range x {
			if key == "@graph" || key == "mainEntity" {
				all = appendUpdates(all, v, depth+1)
			}
		}
	}
	return all
}

func appendUpdate(all []told, u map[string]any) []told {
	says := func(key string) string { s, _ := u[key].(string); return s }
	at, ok := dateline.Instant(cmp.Or(says("datePublished"), says("dateModified")))
	text := htmlText(says("articleBody"))
	if !ok || len(text) < leastUpdate {
		return all
	}
	if title := article.OneLine(htmlText(says("headline")), article.MaxTitle); title != "" && !strings.HasPrefix(letters(text), letters(title)) {
		all = append(all, told{text: title, at: at, heading: true})
	}
	for line := range strings.Lines(text) {
		all = append(all, told{text: strings.TrimSpace(line), at: at})
	}
	return all
}
