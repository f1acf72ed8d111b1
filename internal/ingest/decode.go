package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// decode returns what raw says as UTF-8. Bytes that are UTF-8 throughout are
// taken as such whatever their server or page declares, since hardly any
// other text is by chance; so are bytes that are nearly so, as a page with a
// character cut in two.
func decode(raw []byte, mime string, k kind) (string, error) {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if nearlyUTF8(raw) && !bytes.ContainsRune(raw, escape) {
		if bytes.IndexByte(raw, 0) >= 0 {
			return "", errBinary
		}
		return string(bytes.ToValidUTF8(raw, []byte("\ufffd"))), nil
	}
	if k != page && mime == "" {
		mime = "text/plain"
	}
	enc, name, _ := charset.DetermineEncoding(raw, mime)
	out, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return "", fmt.Errorf("not readable as %s: %w", name, err)
	}
	if bytes.IndexByte(out, 0) >= 0 {
		return "", errBinary
	}
	return strings.TrimPrefix(string(out), "\ufeff"), nil
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
	broken, whole := 0, 0
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
	return broken*10 <= whole
}
