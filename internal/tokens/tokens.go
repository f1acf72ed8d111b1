// Package tokens says how many tokens a text takes, and cuts texts to what a
// model can read. Count is its entry point. It counts in o200k_base, the
// vocabulary of OpenAI's models; those of others differ by about a tenth for
// English, so whoever fills a model's context leaves room.
package tokens

import (
	"sync"
	"unicode/utf8"

	"github.com/tiktoken-go/tokenizer"
)

// codec is loaded when the first text is counted: that takes 65 ms and 11 MB.
var codec = sync.OnceValue(func() tokenizer.Codec {
	c, err := tokenizer.Get(tokenizer.O200kBase)
	if err != nil {
		panic("tokens: " + err.Error()) // unreachable: the vocabulary is in the binary
	}
	return c
})

// Count returns how many tokens a text takes. A text that the tokenizer does
// not take counts a token for every byte, the most that there can be.
func Count(text string) int {
	n, err := codec().Count(text)
	if err != nil {
		return len(text)
	}
	return n
}

// Cut returns the beginning of a text that takes at most limit tokens, cut
// between runes, and whether anything was left off.
func Cut(text string, limit int) (string, bool) {
	if limit <= 0 {
		return "", text != ""
	}
	// A token has at least one byte, so what is short enough needs no counting.
	if len(text) <= limit || Count(text) <= limit {
		return text, false
	}
	low, high := 0, len(text) // text[:low] fits, text[:high] does not
	for high-low > 1 {
		mid := low + (high-low)/2
		for mid > low && !utf8.RuneStart(text[mid]) {
			mid--
		}
		if mid == low {
			break
		}
		if Count(text[:mid]) <= limit {
			low = mid
		} else {
			high = mid
		}
	}
	return text[:low], true
}
