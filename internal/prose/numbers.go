package prose

import (
	"cmp"
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
// digits may be those of any script, grouped by commas, full stops or thin spaces.
var quantity = regexp.MustCompile(`(?i)([$€£¥￥₽₺₹₩])?\s?(\p{Nd}+(?:[.,٫٬，．\x{202f}\x{00a0}]\p{Nd}+)*)(?:st|nd|rd|th)?(?:[ \x{00a0}\x{202f}-]?(thousand|millionen|milliarden?|milliards?|mil millones|millones|millions?|billions?|trillions?|tausend|milioni|miliardi|miljoen|miljoner|miljarder|miljard|milhões|bilhões|milyon|milyar|trilyon|` +
	`миллион(?:а|ов)?|миллиард(?:а|ов)?|мільйон(?:а|ів)?|мільярд(?:а|ів)?|(?:mio|mrd|tsd|mln|mld|mds?|млн|млрд|трлн|тыс|тис)\b|млн|млрд|трлн|тыс|тис|مليون|مليار|ملايين|ألف|آلاف|crores?\b|lakhs?\b|[万萬億亿兆]|bn\b|mn\b|tn\b|[kmb]\b))?` +
	`(?:\.?\s?(%|％|٪|per ?cent\b|percent\b|prozent\b|pour cent\b|por ciento\b|percentage[ -]points?\b|prozentpunkte?n?\b|dollars?\b|euros?\b|pounds?\b|yen\b|[€£¥]))?`)

var magnitudes = map[string]float64{
	"thousand": 1e3, "tausend": 1e3, "tsd": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "millionen": 1e6, "millones": 1e6, "milioni": 1e6,
	"miljoen": 1e6, "milhões": 1e6, "miljoner": 1e6, "mio": 1e6, "mln": 1e6, "mn": 1e6, "m": 1e6, "milyon": 1e6,
	"billion": 1e9, "billions": 1e9, "milliarde": 1e9, "milliarden": 1e9, "milliard": 1e9, "milliards": 1e9, "miliardi": 1e9, "mil millones": 1e9,
	"miljard": 1e9, "miljarder": 1e9, "mrd": 1e9, "mld": 1e9, "md": 1e9, "mds": 1e9, "bilhões": 1e9, "milyar": 1e9, "bn": 1e9, "b": 1e9,
	"trillion": 1e12, "trillions": 1e12, "trilyon": 1e12, "tn": 1e12,
	"тыс": 1e3, "тис": 1e3, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "мільйон": 1e6, "мільйона": 1e6, "мільйонів": 1e6, "млн": 1e6,
	"миллиард": 1e9, "миллиарда": 1e9, "миллиардов": 1e9, "мільярд": 1e9, "мільярда": 1e9, "мільярдів": 1e9, "млрд": 1e9, "трлн": 1e12,
	"ألف": 1e3, "آلاف": 1e3, "مليون": 1e6, "ملايين": 1e6, "مليار": 1e9,
	"lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "万": 1e4, "萬": 1e4, "億": 1e8, "亿": 1e8, "兆": 1e12,
}

// Units are what the words and signs behind a number stand for.
var Units = map[string]string{
	"%": "%", "％": "%", "٪": "%", "percent": "%", "per cent": "%", "prozent": "%", "pour cent": "%", "por ciento": "%",
	"percentage point": "points", "percentage points": "points", "percentage-point": "points", "prozentpunkt": "points",
	"prozentpunkte": "points", "prozentpunkten": "points",
	"dollar": "$", "dollars": "$", "euro": "€", "euros": "€", "€": "€", "pound": "£", "pounds": "£", "£": "£", "yen": "¥", "¥": "¥", "￥": "¥",
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
	found := slices.DeleteFunc(quantity.FindAllStringSubmatchIndex(text, -1), func(m []int) bool {
		r, _ := utf8.DecodeLastRuneInString(text[:m[4]])
		return m[2] < 0 && unicode.IsLetter(r) && !Spaceless(r)
	})
	for _, m := range found {
		if m[2] < 0 && m[8] < 0 && m[6] > m[5] && text[m[6]:m[7]] == "m" { // 60 m are metres
			m[1], m[6], m[7] = m[5], -1, -1
		}
	}
	return found
}

// Spaceless reports whether a letter is of a script that writes numbers and words
// without spaces between them.
func Spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// plainDigits returns a number with the digits and marks of ASCII; the marks that
// Arabic has for them alone become those of the language.
func plainDigits(s, grouping, decimal string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '٫':
			b.WriteString(decimal)
		case r == '٬':
			b.WriteString(grouping)
		case r == '，':
			b.WriteByte(',')
		case r == '．':
			b.WriteByte('.')
		case r == '\u202f' || r == '\u00a0':
		case r >= utf8.RuneSelf && unicode.IsDigit(r):
			b.WriteByte(digitOf(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// digitOf returns the ASCII digit of a decimal digit; those of a script stand in
// order, from nought on.
func digitOf(r rune) byte {
	for _, in := range unicode.Nd.R16 {
		if rune(in.Lo) <= r && r <= rune(in.Hi) {
			return '0' + byte((r-rune(in.Lo))%10)
		}
	}
	for _, in := range unicode.Nd.R32 {
		if rune(in.Lo) <= r && r <= rune(in.Hi) {
			return '0' + byte((r-rune(in.Lo))%10)
		}
	}
	return '0' // unreachable: only called with digits
}

// indian matches numbers grouped as in India: 12,34,567.
var indian = regexp.MustCompile(`^\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?$`)

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
		u = cmp.Or(Units[sign], sign)
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
	s = plainDigits(s, grouping, decimal)
	if indian.MatchString(s) {
		v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
		return v, err == nil
	}
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
