package prose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Number is a quantity as a text states it: its value and what makes one
// quantity another though the digits agree.
type Number struct {
	Value float64
	Unit  string // "%", a currency sign, or ""
}

// quantity matches a number with its currency, magnitude and per cent. The
// digits may be grouped by commas, full stops or thin spaces.
var quantity = regexp.MustCompile(`(?i)([$€£¥])?\s?(\d+(?:[.,\x{202f}\x{00a0}]\d+)*)(?:st|nd|rd|th)?(?:[ \x{00a0}-]?(thousand|millionen|milliarden?|milliards?|millones|millions?|billions?|trillions?|tausend|milioni|miliardi|miljoen|miljoner|miljarder|miljard|milhões|bn\b|mn\b|tn\b|[kmb]\b))?(?:\s?(%|per ?cent\b|percent\b|prozent\b|pour cent\b|por ciento\b|percentage[ -]points?\b|prozentpunkte?n?\b|dollars?\b|euros?\b|pounds?\b|yen\b|[€£¥]))?`)

var magnitudes = map[string]float64{
	"thousand": 1e3, "tausend": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "millionen": 1e6, "millones": 1e6, "milioni": 1e6,
	"miljoen": 1e6, "milhões": 1e6, "miljoner": 1e6, "mn": 1e6, "m": 1e6,
	"billion": 1e9, "billions": 1e9, "milliarde": 1e9, "milliarden": 1e9, "milliard": 1e9, "milliards": 1e9, "miliardi": 1e9,
	"miljard": 1e9, "miljarder": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "trillions": 1e12, "tn": 1e12,
}

// Units are what the words and signs behind a number stand for.
var Units = map[string]string{
	"%": "%", "percent": "%", "per cent": "%", "prozent": "%", "pour cent": "%", "por ciento": "%",
	"percentage point": "points", "percentage points": "points", "percentage-point": "points", "prozentpunkt": "points",
	"prozentpunkte": "points", "prozentpunkten": "points",
	"dollar": "$", "dollars": "$", "euro": "€", "euros": "€", "€": "€", "pound": "£", "pounds": "£", "£": "£", "yen": "¥", "¥": "¥",
}

// Numerals are the numbers people write as words. "One" is left out: it is
// mostly a pronoun.
var Numerals = map[string]float64{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	"ten": 10, "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
	"half": 0.5, "quarter": 0.25, "dozen": 12,
}

// Numbers returns every quantity a text states in digits.
func Numbers(text string) []Number {
	var out []Number
	for _, m := range Quantities(text) {
		if n, ok := ParseNumber(text, m, "en"); ok {
			out = append(out, n)
		}
	}
	return out
}

// Quantities returns the matches of the pattern for quantities, as ParseNumber reads them, that are no part of a name,
// as the digits in B2B are.
func Quantities(text string) [][]int {
	return slices.DeleteFunc(quantity.FindAllStringSubmatchIndex(text, -1), func(m []int) bool {
		r, _ := utf8.DecodeLastRuneInString(text[:m[4]])
		return m[2] < 0 && unicode.IsLetter(r)
	})
}

func group(s string, m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return strings.ToLower(s[m[2*i]:m[2*i+1]])
}

// parts are the characters for a part of one, behind a number: 7½.
var parts = map[rune]float64{'½': .5, '¼': .25, '¾': .75}

// ParseNumber reads a match of quantity; false for what is no number, as a
// version with two full stops.
func ParseNumber(text string, m []int, lang string) (Number, bool) {
	v, ok := parseDigits(group(text, m, 2), lang)
	if r, _ := utf8.DecodeRuneInString(text[m[5]:]); parts[r] > 0 {
		v += parts[r]
	}
	if f, scaled := magnitudes[group(text, m, 3)]; scaled {
		v *= f
	}
	u := Units[group(text, m, 4)]
	if sign := group(text, m, 1); sign != "" {
		u = sign
	}
	return Number{v, u}, ok
}

// parseDigits reads digits as a language groups them: 1,240.5 in English,
// 1.240,5 in most others.
func parseDigits(s, lang string) (float64, bool) {
	grouping, decimal := ",", "."
	if lang != "en" && lang != "" {
		grouping, decimal = ".", ","
	}
	s = strings.NewReplacer("\u202f", "", "\u00a0", "").Replace(s)
	parts := strings.Split(s, grouping)
	for i, p := range parts[1:] {
		if whole, _, _ := strings.Cut(p, decimal); len(whole) != 3 { // 1,4 is no group
			if len(parts) == 2 && i == 0 && !strings.Contains(s, decimal) {
				v, err := strconv.ParseFloat(strings.Replace(s, grouping, ".", 1), 64)
				return v, err == nil
			}
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(strings.Replace(strings.Join(parts, ""), decimal, ".", 1), 64)
	return v, err == nil
}

// States reports whether n stands among the numbers of a text. A currency
// that only one side names is no contradiction; a per cent sign is.
func States(have []Number, n Number) bool {
	return slices.ContainsFunc(have, func(h Number) bool {
		if !Near(h.Value, n.Value) {
			return false
		}
		return h.Unit == n.Unit || h.Unit == "" && n.Unit != "%" && n.Unit != "points" ||
			n.Unit == "" && h.Unit != "%" && h.Unit != "points"
	})
}

// Stated returns every quantity a text states, in digits or in words.
func Stated(text string) []Number {
	ns := Numbers(text)
	for w := range Words(text) {
		if v, ok := Numerals[w]; ok {
			ns = append(ns, Number{Value: v})
		}
	}
	return ns
}

// Near allows for the rounding of binary fractions only.
func Near(a, b float64) bool {
	d := a - b
	return d <= 1e-9*max(a, b) && -d <= 1e-9*max(a, b)
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("'’-.&", r)
}

// Ordinal reports whether w is digits with an ending of a few letters: 1st,
// 40bn, 1990s. The digits are checked as a number.
func Ordinal(w string) bool {
	rest := strings.TrimLeft(w, "0123456789.,")
	return rest != w && len(rest) <= 2 && strings.IndexFunc(rest, unicode.IsDigit) < 0
}
