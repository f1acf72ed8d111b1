package gate

import (
	"regexp"
	"strconv"
	"strings"

	"footnote/internal/prose"
)

// roundMarker matches a marker in round brackets where it can be nothing else:
// at the end of a sentence.
var roundMarker = regexp.MustCompile(`\s?\((\d{1,2}(?:\s*,\s*\d{1,2})*)\)(\s*[.!?]?\s*)$`)

// rounded returns a sentence with its round markers as square ones, if it has
// no others and they name passages.
func (g Gate) rounded(raw string) string {
	m := roundMarker.FindStringSubmatch(raw)
	if m == nil || prose.Marker.MatchString(raw) {
		return raw
	}
	square := "[" + m[1] + "]"
	if _, unknown := g.markers(square); unknown {
		return raw
	}
	return roundMarker.ReplaceAllString(raw, " "+square+"$2")
}

func atoi(s string) int { n, _ := strconv.Atoi(s); return n } // the patterns admit digits alone

var digits = regexp.MustCompile(`\d+`)

// markers returns the sources a sentence names, in order, and whether it
// names any that were not given.
func (g Gate) markers(raw string) (cited []int, unknown bool) {
	given := map[int]bool{}
	for _, m := range prose.Marker.FindAllString(raw, -1) {
		m, _, _ = strings.Cut(m, "†") // what follows is a place in the source
		for _, n := range markerNumbers(m) {
			if n < 1 || n > len(g.sources) {
				unknown = true
			} else if !given[n] {
				given[n] = true
				cited = append(cited, n-1)
			}
		}
	}
	return cited, unknown
}

// maxRange bounds how many passages a range in a marker may name.
const maxRange = 20

// markerNumbers returns the numbers in a marker; [1-3] names all three.
func markerNumbers(m string) []int {
	var out []int
	at := 0
	for _, d := range digits.FindAllStringIndex(m, -1) {
		n := atoi(m[d[0]:d[1]])
		if between := strings.TrimSpace(m[at:d[0]]); len(out) > 0 && (between == "-" || between == "–") {
			for k := out[len(out)-1] + 1; k < n && k-out[len(out)-1] < maxRange && len(out) < maxRange; k++ {
				out = append(out, k)
			}
		}
		out = append(out, n)
		at = d[1]
	}
	return out
}
