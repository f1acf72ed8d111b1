package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// joiner is U+2060, the word joiner. It is invisible and has no width; put
// between two characters, it keeps Slack from reading them as one mark.
const joiner = "\u2060"

// inline returns s on one line, as UTF-8, without control marks or marks that
// turn the direction of what follows.
func inline(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == utf8.RuneError, r == '\u2060', '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// grave is U+02CB, which looks as a backtick does.
const grave = '\u02cb'

// mrkdwn escapes text for a mrkdwn object or a message's text: what comes out
// is one line that shows as s and is no mention, link or formatting, whatever
// stands before or after it. Only emoji codes stay alive. A backtick opens code
// wherever it stands, and what is code holds no link: it gives way to a grave.
func mrkdwn(s string) string {
	return escape(inline(s), func(w *strings.Builder, before, r rune, after string) {
		switch r {
		case '`':
			r = grave
		case '*', '_', '~':
			// Only a mark between a boundary and a letter opens a format.
			if !isWord(before) && !strings.HasPrefix(after, " ") {
				w.WriteString(joiner)
			}
		}
		w.WriteRune(r)
	})
}

// markdown escapes text for markdown_text, whose syntax is CommonMark's and
// which links what looks like a host. Otherwise it promises what mrkdwn does.
func markdown(s string) string {
	return escape(inline(s), func(w *strings.Builder, before, r rune, after string) {
		if strings.ContainsRune("\\`*~", r) || r == '_' && !(isWord(before) && isWord(first(after))) {
			w.WriteByte('\\')
		}
		w.WriteRune(r)
		switch {
		case r == ']' && (after == "" || strings.ContainsRune("([:", first(after))): // [label](url), [label][ref], [ref]: url
			w.WriteString(joiner)
		case r == '.' && isWord(before) && isTopLevel(after):
			w.WriteString(joiner)
		}
	})
}

// escape writes s with what the two syntaxes share. rest writes every other
// character, and is told the one before it, 0 at the start, and all after it.
func escape(s string, rest func(w *strings.Builder, before, r rune, after string)) string {
	var w strings.Builder
	if opensBlock(s) {
		w.WriteString(joiner)
	}
	before := rune(0)
	for i, r := range s {
		after := s[i+utf8.RuneLen(r):]
		switch r {
		case '&':
			w.WriteString("&amp;")
		case '<':
			w.WriteString("&lt;")
		case '>':
			w.WriteString("&gt;")
		case '@': // @here, @channel, a@example.com
			w.WriteString("@" + joiner)
		case ':': // https://
			w.WriteRune(r)
			if after == "" || after[0] == '/' {
				w.WriteString(joiner)
			}
		default:
			rest(&w, before, r, after)
		}
		before = r
	}
	return w.String()
}

// opensBlock reports whether a line that begins as s does would be a heading,
// a quote, a list item, a table or a rule.
func opensBlock(s string) bool {
	if s != "" && strings.ContainsRune("#>-+=|", first(s)) {
		return true
	}
	rest := strings.TrimLeft(s, "0123456789")
	return rest != s && rest != "" && (rest[0] == '.' || rest[0] == ')')
}

// isTopLevel reports whether what follows a dot may end a host's name: two
// letters, as no abbreviation ("U.S.", "a.m.") has.
func isTopLevel(after string) bool {
	r := first(after)
	return unicode.IsLetter(r) && unicode.IsLetter(first(after[utf8.RuneLen(r):]))
}

// first returns the first character of s, 0 where there is none.
func first(s string) rune {
	if s == "" {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
