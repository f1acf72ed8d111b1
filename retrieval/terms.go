package retrieval

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"footnote/internal/analysis"
	"footnote/internal/article"
)

// analysisVersion names the way of Chunks, the analysis and the encoding of
// terms; what the store holds in another version is derived anew.
const analysisVersion = 3

// A field is a part of an article whose words weigh differently.
type field int

const (
	inBody   field = iota // of the chunk
	inTitle               // of the article
	inByline              // outlet, author and date of the article
	numFields
)

// A bag counts the terms of a chunk. Only the chunk that begins an article
// holds the fields of the article, for all the chunks of it.
type bag struct {
	lang   string // see analysis.Language
	fields [numFields][]string
}

// chunkBags analyses the chunks of an article.
func chunkBags(an *analysis.Analyzer, a article.Article, chunks []article.Chunk) []bag {
	lang := an.Language(a.Lang, a.Title+"\n"+a.Body)
	bags := make([]bag, len(chunks))
	for i, c := range chunks {
		bags[i].lang = lang
		bags[i].fields[inBody] = an.Terms(c.Text, lang)
		if i == 0 {
			bags[i].fields[inTitle] = an.Terms(a.Title, lang)
			bags[i].fields[inByline] = an.Terms(byline(a), lang)
		}
	}
	return bags
}

// byline returns who published an article and when, with the ways a question
// names a day. A guessed date is left out.
func byline(a article.Article) string {
	s := a.Outlet + "\n" + a.Author
	if a.Published.Sure() {
		s += a.Published.Local().Format("\n2 January 2006\n2006-01-02")
	}
	return s
}

// encode returns the bag's counts:
//
//	version, language, then for each field:
//	number of terms, number of distinct terms, (term, count)…
//
// Numbers are uvarints, and so are the lengths before strings; terms ascend.
func (b bag) encode() []byte {
	out := []byte{analysisVersion}
	out = appendString(out, b.lang)
	for _, terms := range b.fields {
		terms = slices.Sorted(slices.Values(terms))
		out = binary.AppendUvarint(out, uint64(len(terms)))
		distinct := len(slices.Compact(slices.Clone(terms)))
		out = binary.AppendUvarint(out, uint64(distinct))
		for len(terms) > 0 {
			n := 1
			for n < len(terms) && terms[n] == terms[0] {
				n++
			}
			out = appendString(out, terms[0])
			out = binary.AppendUvarint(out, uint64(n))
			terms = terms[n:]
		}
	}
	return out
}

func appendString(out []byte, s string) []byte {
	return append(binary.AppendUvarint(out, uint64(len(s))), s...)
}

// errTerms is what encoded terms that encode did not write lead to.
var errTerms = errors.New("terms are damaged")

// A counted says what decodeTerms knows beside the terms themselves.
type counted struct {
	lang   string
	length [numFields]uint16 // terms of each field, capped
}

// decodeTerms calls each with every term that encode wrote; the term is valid
// during the call only.
func decodeTerms(data []byte, each func(f field, term []byte, count uint16)) (counted, error) {
	if len(data) == 0 || data[0] != analysisVersion {
		return counted{}, fmt.Errorf("terms are not of analysis version %d", analysisVersion)
	}
	d := decoder{data: data[1:]}
	c := counted{lang: string(d.bytes())}
	for f := range numFields {
		c.length[f] = d.count()
		distinct := d.uvarint()
		for ; distinct > 0 && !d.bad; distinct-- {
			term, n := d.bytes(), d.count()
			if len(term) == 0 || n == 0 {
				d.bad = true
			}
			if !d.bad {
				each(f, term, n)
			}
		}
	}
	if d.bad || len(d.data) > 0 {
		return counted{}, errTerms
	}
	return c, nil
}

// A decoder reads what encode wrote; after anything else it is bad and reads
// zeros.
type decoder struct {
	data []byte
	bad  bool
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.data)
	if n <= 0 {
		d.bad, d.data = true, nil
		return 0
	}
	d.data = d.data[n:]
	return v
}

// count reads a count, capped to what a posting holds.
func (d *decoder) count() uint16 { return uint16(min(d.uvarint(), math.MaxUint16)) }

func (d *decoder) bytes() []byte {
	n := d.uvarint()
	if n > uint64(len(d.data)) {
		d.bad, d.data = true, nil
		return nil
	}
	s := d.data[:n]
	d.data = d.data[n:]
	return s
}
