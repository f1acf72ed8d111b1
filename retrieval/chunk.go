package retrieval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/analysis"
	"footnote/internal/article"
)

const (
	// chunkTokens is how much a chunk holds: the 256 tokens of the MultiHop-RAG
	// paper, arXiv 2401.15391.
	chunkTokens = 256
	// overlapTokens is the longest sentence that two chunks share. Overlap is
	// there to keep a pronoun near its noun, not to repeat: 200 tokens of it
	// were measured to multiply the chunks by five and to rank worse.
	overlapTokens = chunkTokens / 8
	// scrapTokens is what is too little for a chunk of its own, about two
	// sentences; it stays with the chunk before.
	scrapTokens = chunkTokens / 8
)

// Chunks cuts an article's body into chunks of about chunkTokens on sentence
// bounds; a short sentence before a bound stands on both sides of it. Only a
// sentence longer than a chunk is cut, between words where it has several. What
// was told at two times is in no chunk together.
// Every visible rune lies in a chunk; an empty body has none.
func Chunks(a article.Article) []article.Chunk {
	var chunks []article.Chunk
	begin := 0
	for _, e := range a.Entries() {
		chunks = appendChunks(chunks, a, analysis.Span{Start: begin, End: e.Start})
		begin = e.Start
	}
	return appendChunks(chunks, a, analysis.Span{Start: begin, End: len(a.Body)})
}

// appendChunks appends the chunks of a part of an article's body.
func appendChunks(chunks []article.Chunk, a article.Article, part analysis.Span) []article.Chunk {
	body := a.Body[part.Start:part.End]
	pieces := cut(body)
	for begin, end := 0, 0; end < len(pieces); {
		end = fill(pieces, begin)
		if s := trimBlank(body, analysis.Span{Start: pieces[begin].Start, End: pieces[end-1].End}); s.Start < s.End {
			chunks = append(chunks, article.Chunk{
				ArticleID: a.ID, Revision: a.Revision, N: len(chunks),
				Start: part.Start + s.Start, End: part.Start + s.End, Text: body[s.Start:s.End],
			})
		}
		begin = overlap(pieces, begin, end)
	}
	return chunks
}

// A piece is a sentence with what stands between it and the next, or a part
// of one that is longer than a chunk.
type piece struct {
	analysis.Span
	tokens int
}

// cut divides a body into pieces, leaving nothing out.
func cut(body string) []piece {
	var pieces []piece
	begin := 0
	for i, s := range analysis.Sentences(body) {
		if i > 0 {
			pieces = appendPieces(pieces, body, analysis.Span{Start: begin, End: s.Start})
			begin = s.Start
		}
	}
	return appendPieces(pieces, body, analysis.Span{Start: begin, End: len(body)})
}

// appendPieces appends a span as one piece, or as several if it is long.
func appendPieces(pieces []piece, body string, s analysis.Span) []piece {
	for s.Start < s.End {
		size, tokens := measure(body[s.Start:s.End])
		pieces = append(pieces, piece{analysis.Span{Start: s.Start, End: s.Start + size}, tokens})
		s.Start += size
	}
	return pieces
}

// measure estimates the tokens of a text. If there are more than chunkTokens
// it stops there, at the last space of the second half if there is one, and
// returns the bytes until then.
//
// The estimate is OpenAI's rule of thumb, a token for 4 characters of English
// (help.openai.com/articles/4936856), carried over to other scripts: half a
// token for a character of two bytes, a whole one for an ideograph.
func measure(text string) (size, tokens int) {
	quarters, space, spaceQuarters := 0, 0, 0
	for i, r := range text {
		if quarters >= 4*chunkTokens {
			if spaceQuarters >= 2*chunkTokens {
				return space, (spaceQuarters + 3) / 4
			}
			return i, chunkTokens
		}
		switch utf8.RuneLen(r) {
		case 1:
			quarters++
		case 2:
			quarters += 2
		default:
			quarters += 4
		}
		if unicode.IsSpace(r) {
			space, spaceQuarters = i+utf8.RuneLen(r), quarters
		}
	}
	return len(text), (quarters + 3) / 4
}

// fill returns the end of the chunk that begins at pieces[begin].
func fill(pieces []piece, begin int) int {
	end, tokens := begin+1, pieces[begin].tokens
	for end < len(pieces) && tokens+pieces[end].tokens <= chunkTokens {
		tokens += pieces[end].tokens
		end++
	}
	rest := 0
	for i := end; i < len(pieces) && rest <= scrapTokens; i++ {
		rest += pieces[i].tokens
	}
	if rest <= scrapTokens {
		return len(pieces)
	}
	return end
}

// overlap returns where the chunk after pieces[begin:end] begins: at the last
// piece of it if that is short and leaves room for the next.
func overlap(pieces []piece, begin, end int) int {
	last := end - 1
	if end == len(pieces) || last == begin || pieces[last].tokens > overlapTokens ||
		pieces[last].tokens+pieces[end].tokens > chunkTokens {
		return end
	}
	return last
}

// trimBlank cuts what shows nothing off both ends of a span.
func trimBlank(text string, s analysis.Span) analysis.Span {
	body := strings.TrimRightFunc(text[s.Start:s.End], analysis.IsBlank)
	start := s.Start + len(body) - len(strings.TrimLeftFunc(body, analysis.IsBlank))
	return analysis.Span{Start: start, End: s.Start + len(body)}
}
