package answer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A number is a quantity as a text states it: its value and what makes one
// quantity another though the digits agree.
type number struct {
	value float64
	unit  string // "%", a currency sign, or ""
}

// quantity matches a number with its currency, magnitude and per cent. The
// digits may be grouped by commas or thin spaces.
var quantity = regexp.MustCompile(`(?i)([$€£¥])?(\d+(?:[,\x{202f}\x{00a0}]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:st|nd|rd|th)?(?:[ \x{00a0}-]?(thousand|million|billion|trillion|bn|mn|tn|[kmb]\b))?(?:\s?(%|per ?cent\b|percent\b|percentage points?\b|dollars?\b|euros?\b|pounds?\b|yen\b))?`)

var magnitudes = map[string]float64{
	"thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6,
	"billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12,
}

var units = map[string]string{
	"%": "%", "percent": "%", "per cent": "%", "percentage point": "points", "percentage points": "points",
	"dollar": "$", "dollars": "$", "euro": "€", "euros": "€", "pound": "£", "pounds": "£", "yen": "¥",
}

// numerals are the numbers people write as words. "One" is left out: it is
// mostly a pronoun.
var numerals = map[string]float64{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
	"half": 0.5, "quarter": 0.25, "dozen": 12,
}

// numbers returns every quantity a text states in digits.
func numbers(text string) []number {
	var out []number
	for _, m := range quantity.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > 0 { // digits within a name, as in GPT-4 or B2B, are part of it
			if r, _ := utf8.DecodeLastRuneInString(text[:m[0]]); unicode.IsLetter(r) {
				continue
			}
		}
		out = append(out, parseNumber(group(text, m, 1), group(text, m, 2), group(text, m, 3), group(text, m, 4)))
	}
	return out
}

func group(s string, m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return strings.ToLower(s[m[2*i]:m[2*i+1]])
}

func parseNumber(sign, digits, magnitude, unit string) number {
	digits = strings.NewReplacer(",", "", "\u202f", "", "\u00a0", "").Replace(digits)
	v, _ := strconv.ParseFloat(digits, 64) // the pattern admits nothing else
	if f, ok := magnitudes[magnitude]; ok {
		v *= f
	}
	u := units[unit]
	if sign != "" {
		u = sign
	}
	return number{v, u}
}

// states reports whether n stands among the numbers of a text. A currency
// that only one side names is no contradiction; a per cent sign is.
func states(have []number, n number) bool {
	return slices.ContainsFunc(have, func(h number) bool {
		if !near(h.value, n.value) {
			return false
		}
		return h.unit == n.unit || h.unit == "" && n.unit != "%" && n.unit != "points" ||
			n.unit == "" && h.unit != "%" && h.unit != "points"
	})
}

// near allows for the rounding of binary fractions only.
func near(a, b float64) bool {
	d := a - b
	return d <= 1e-9*max(a, b) && -d <= 1e-9*max(a, b)
}

// names returns the words of a text that name someone or something: what is
// capitalised within a sentence or looks like no common word (OpenAI, GPT-4).
func names(text string) []string {
	var out []string
	first := true
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !wordRune(r) }) {
		w = strings.TrimSuffix(strings.TrimSuffix(strings.Trim(w, "'’-.&"), "'s"), "’s")
		if isName(w, first) {
			out = append(out, strings.ToLower(w))
		}
		first = false
	}
	return out
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("'’-.&", r)
}

func isName(w string, first bool) bool {
	if utf8.RuneCountInString(w) < 2 {
		return false
	}
	r, size := utf8.DecodeRuneInString(w)
	inner := strings.IndexFunc(w[size:], unicode.IsUpper) >= 0
	digit := strings.IndexFunc(w, unicode.IsDigit) >= 0
	letter := strings.IndexFunc(w, unicode.IsLetter) >= 0
	if inner || digit && letter && !ordinal(w) {
		return true
	}
	return unicode.IsUpper(r) && !first && !capitalisedCommon[strings.ToLower(w)]
}

// ordinal reports whether w is digits with an ending of a few letters: 1st,
// 40bn, 1990s. The digits are checked as a number.
func ordinal(w string) bool {
	rest := strings.TrimLeft(w, "0123456789.,")
	return rest != w && len(rest) <= 2 && strings.IndexFunc(rest, unicode.IsDigit) < 0
}

// capitalisedCommon are words that stand capitalised within sentences though
// they name nothing the passage must hold.
var capitalisedCommon = map[string]bool{
	"i": true, "the": true, "a": true, "an": true, "as": true, "in": true, "on": true, "it": true, "its": true,
	"this": true, "that": true, "no": true, "yes": true, "but": true, "and": true, "earlier": true, "however": true,
	"by": true, "since": true, "under": true, "for": true, "at": true, "according": true, "before": true, "after": true,
	"they": true, "he": true, "she": true, "we": true, "older": true, "mr": true, "mrs": true, "ms": true, "dr": true,
}
