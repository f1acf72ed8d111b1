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
// digits may be grouped by commas, full stops or thin spaces.
var quantity = regexp.MustCompile(`(?i)([$€£¥])?\s?(\d+(?:[.,\x{202f}\x{00a0}]\d+)*)(?:st|nd|rd|th)?(?:[ \x{00a0}-]?(thousand|millionen|milliarden?|milliards?|millones|millions?|billions?|trillions?|tausend|milioni|miliardi|miljoen|miljoner|miljarder|miljard|milhões|bn\b|mn\b|tn\b|[kmb]\b))?(?:\s?(%|per ?cent\b|percent\b|prozent\b|pour cent\b|por ciento\b|percentage[ -]points?\b|prozentpunkte?n?\b|dollars?\b|euros?\b|pounds?\b|yen\b|[€£¥]))?`)

var magnitudes = map[string]float64{
	"thousand": 1e3, "tausend": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "millionen": 1e6, "millones": 1e6, "milioni": 1e6,
	"miljoen": 1e6, "milhões": 1e6, "miljoner": 1e6, "mn": 1e6, "m": 1e6,
	"billion": 1e9, "billions": 1e9, "milliarde": 1e9, "milliarden": 1e9, "milliard": 1e9, "milliards": 1e9, "miliardi": 1e9,
	"miljard": 1e9, "miljarder": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "trillions": 1e12, "tn": 1e12,
}

var units = map[string]string{
	"%": "%", "percent": "%", "per cent": "%", "prozent": "%", "pour cent": "%", "por ciento": "%",
	"percentage point": "points", "percentage points": "points", "percentage-point": "points", "prozentpunkt": "points",
	"prozentpunkte": "points", "prozentpunkten": "points",
	"dollar": "$", "dollars": "$", "euro": "€", "euros": "€", "€": "€", "pound": "£", "pounds": "£", "£": "£", "yen": "¥", "¥": "¥",
}

// numerals are the numbers people write as words. "One" is left out: it is
// mostly a pronoun.
var numerals = map[string]float64{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	"ten": 10, "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
	"half": 0.5, "quarter": 0.25, "dozen": 12,
}

// numbers returns every quantity a text states in digits.
func numbers(text string) []number {
	var out []number
	for _, m := range quantityMatches(text) {
		if n, ok := parseNumber(text, m, "en"); ok {
			out = append(out, n)
		}
	}
	return out
}

// quantityMatches returns the matches of quantity that are no part of a name,
// as the digits in B2B are.
func quantityMatches(text string) [][]int {
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

// parseNumber reads a match of quantity; false for what is no number, as a
// version with two full stops.
func parseNumber(text string, m []int, lang string) (number, bool) {
	v, ok := parseDigits(group(text, m, 2), lang)
	if r, _ := utf8.DecodeRuneInString(text[m[5]:]); parts[r] > 0 {
		v += parts[r]
	}
	if f, scaled := magnitudes[group(text, m, 3)]; scaled {
		v *= f
	}
	u := units[group(text, m, 4)]
	if sign := group(text, m, 1); sign != "" {
		u = sign
	}
	return number{v, u}, ok
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
