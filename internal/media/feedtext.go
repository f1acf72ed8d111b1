package media

import (
	"bufio"
	"bytes"
	"io"
	"mime"
	"regexp"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
)

// FeedText returns a reader of raw as UTF-8 without a mark at its beginning.
// Bytes that are nearly all UTF-8 are taken as such whatever is declared.
func FeedText(raw []byte, mimeType string) (*bufio.Reader, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, ErrEmpty
	}
	var r io.Reader = bytes.NewReader(raw)
	if enc := wideEncoding(raw); enc != nil {
		r = transform.NewReader(r, enc.NewDecoder())
	} else {
		raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
		r = transform.NewReader(bytes.NewReader(raw), narrowDecoder(raw, mimeType))
	}
	return bufio.NewReaderSize(r, 64<<10), nil
}

// wideEncoding tells UTF-16 and UTF-32 by their mark, or by the zeros in the
// first character of what must begin with one of ASCII.
func wideEncoding(raw []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe, 0, 0}), bytes.HasPrefix(raw, []byte{'<', 0, 0, 0}):
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)
	case bytes.HasPrefix(raw, []byte{0, 0, 0xfe, 0xff}), bytes.HasPrefix(raw, []byte{0, 0, 0, '<'}):
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}), wideASCII(raw, 1):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(raw, []byte{0xfe, 0xff}), wideASCII(raw, 0):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	return nil
}

// wideASCII reports whether raw begins with an ASCII character of two bytes,
// of which that at zero is 0.
func wideASCII(raw []byte, zero int) bool {
	return len(raw) >= 4 && raw[zero] == 0 && raw[zero+2] == 0 && raw[1-zero] != 0 && raw[3-zero] != 0
}

// declaredEncoding finds what an XML declaration declares.
var declaredEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']`)

func narrowDecoder(raw []byte, mimeType string) transform.Transformer {
	if moreUTF8(raw) && !bytes.ContainsRune(raw, escape) {
		return runes.ReplaceIllFormed()
	}
	label := ""
	if m := declaredEncoding.FindSubmatch(raw[:min(len(raw), SniffBytes)]); m != nil {
		label = string(m[1])
	} else if _, params, err := mime.ParseMediaType(mimeType); err == nil {
		label = params["charset"]
	}
	enc, name := charset.Lookup(label)
	if enc == nil || name == "utf-8" || name == "replacement" || name == "utf-16le" || name == "utf-16be" {
		enc, _ = charset.Lookup("windows-1252") // what the web means by none
	}
	return enc.NewDecoder()
}

// moreUTF8 reports whether raw holds more characters of several bytes than
// broken ones, not counting one that its end may have cut. In text of an older
// encoding hardly any such sequence is whole by chance.
func moreUTF8(raw []byte) bool {
	if utf8.Valid(raw) {
		return true
	}
	for i := 1; i <= min(3, len(raw)); i++ {
		if tail := raw[len(raw)-i:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				raw = raw[:len(raw)-i]
			}
			break
		}
	}
	broken, whole := countRunes(raw)
	return broken <= whole
}
