package media

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
)

// Decode returns what raw says as UTF-8. Bytes that are UTF-8 throughout are
// taken as such whatever their server or page declares, since hardly any
// other text is by chance; so are bytes that are nearly so, as a page with a
// character cut in two. Where nothing names the encoding, what is not Latin
// text is refused: of the many it could be, none is sure.
func Decode(raw []byte, mime string, k Kind) (string, error) {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if nearlyUTF8(raw) && !bytes.ContainsRune(raw, escape) {
		if bytes.IndexByte(raw, 0) >= 0 {
			return "", ErrBinary
		}
		return string(bytes.ToValidUTF8(raw, []byte("\ufffd"))), nil
	}
	if k != Page && mime == "" {
		mime = "text/plain"
	}
	enc, name, sure := charset.DetermineEncoding(raw, mime)
	if broken, whole := countRunes(raw); name == "utf-8" && whole*10 < broken { // whatever it declares
		enc, name, sure = charmap.Windows1252, "windows-1252", false
	}
	out, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return "", fmt.Errorf("not readable as %s: %w", name, err)
	}
	if bytes.IndexByte(out, 0) >= 0 {
		return "", ErrBinary
	}
	text := strings.TrimPrefix(string(out), "\ufeff")
	if !sure && name == "windows-1252" && !latin(text) {
		return "", errEncoding
	}
	return text, nil
}

// latin reports whether text is what its author wrote, read as Windows-1252:
// the guess where nothing names an encoding, or a page names the one that
// editors write into every page. Letters above ASCII stand singly there and
// are the fewer: in Icelandic one in seven. Cyrillic, Greek or Chinese letters
// read so stand side by side, and those of Shift-JIS leave bytes that mean
// nothing, of which a page may have one that was cut. What is Latin in another
// encoding, as Polish in Windows-1250, passes with wrong letters.
func latin(text string) bool {
	const (
		mostTogether = 3 // "þýð" is a word
		fewest       = 8 // letters above ASCII of which the share tells
	)
	letters, high, broken, together := 0, 0, 0, 0
	before := rune(0)
	for _, r := range text {
		above := r > unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsSymbol(r))
		switch {
		case !above:
			together = 0
		case r != before: // a line of one sign is an ornament
			together++
		}
		if together > mostTogether {
			return false
		}
		if above {
			high++
		}
		if above || unicode.IsLetter(r) {
			letters++
		}
		if r == utf8.RuneError || unicode.IsControl(r) && r > unicode.MaxASCII {
			broken++
		}
		before = r
	}
	return broken*10 <= high && (high < fewest || high*2 <= letters)
}

// escape begins the shifts of ISO-2022 encodings, whose bytes are all ASCII.
const escape = 0x1b

// nearlyUTF8 reports whether raw has at most one broken byte for each ten
// characters of several bytes. A broken one in text of an older encoding is
// the rule: there every such byte is.
func nearlyUTF8(raw []byte) bool {
	if utf8.Valid(raw) {
		return true
	}
	broken, whole := countRunes(raw)
	return broken*10 <= whole
}

// countRunes counts the broken bytes of UTF-8 text, and its characters of several
// bytes.
func countRunes(raw []byte) (broken, whole int) {
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && n == 1:
			broken++
		case n > 1:
			whole++
		}
		raw = raw[n:]
	}
	return broken, whole
}
