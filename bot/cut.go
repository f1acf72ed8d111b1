package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cut returns s in at most limit characters, ended at a word with an ellipsis
// where it is longer. It is for text that is not escaped yet.
func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	if limit < 1 {
		return ""
	}
	runes := []rune(s)
	kept := string(runes[:limit-1])
	if i := strings.LastIndexFunc(kept, unicode.IsSpace); i > len(kept)/2 && isWord(runes[limit-1]) {
		kept = kept[:i]
	}
	return strings.TrimRightFunc(kept, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' }) + "…"
}

// cutBegin returns s without a word that it begins with, in whatever letters.
func cutBegin(s, word string) (rest string, ok bool) {
	if len(s) < len(word) || !strings.EqualFold(s[:len(word)], word) {
		return s, false
	}
	return s[len(word):], true
}

// cutEnd returns s without words that it ends with, in whatever letters.
func cutEnd(s, words string) (rest string, ok bool) {
	at := len(s) - len(words)
	if at < 0 || !strings.EqualFold(s[at:], words) {
		return s, false
	}
	return s[:at], true
}

// cutEscaped returns escape(cut(s, n)) for an n, not much too small, whose
// result has at most limit characters: escaping makes text longer.
func cutEscaped(s string, limit int, escape func(string) string) string {
	n := limit
	out := escape(cut(s, n))
	for length(out) > limit && n > 0 {
		n = max(0, n-(length(out)-limit))
		out = escape(cut(s, n))
	}
	return out
}

// length counts characters as Slack's limits do, as far as it is documented.
func length(s string) int { return utf8.RuneCountInString(s) }

// pack joins lines with newlines into as few texts of at most limit
// characters as keep their order. A line longer than that stays alone.
func pack(lines []string, limit int) []string {
	var out []string
	for _, line := range lines {
		if n := len(out); n > 0 && length(out[n-1])+1+length(line) <= limit {
			out[n-1] += "\n" + line
			continue
		}
		out = append(out, line)
	}
	return out
}
