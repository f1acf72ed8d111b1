// Package article holds the nouns every other package speaks in: an Article
// is a document, a Chunk a stored piece of one, a Passage a chunk as ranked
// for a question, a Scope who may see it. It imports nothing of ours.
package article

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// An Article is one document in one scope. The same page added in two scopes
// is two articles, so that nothing of the one can reach readers of the other.
type Article struct {
	ID        string // see NewID; 16 hexadecimal digits
	Scope     Scope
	URL       string // as first seen; empty where the article has none
	File      string // where it came from a file; empty otherwise
	Title     string
	Outlet    string // who published it
	Author    string
	Published Date
	Lang      string // ISO 639-1; empty where unknown
	Body      string // plain text, paragraphs divided by "\n"
	Pages     Pages  // where in Body its pages begin; empty where it has none
	Revision  int    // counted from 1
	Added     time.Time
	Updated   time.Time // when this revision was saved
	Gone      time.Time // when its page was found to be no longer there; zero while it is
}

// NewID returns the identity of an article: of its URL in canonical form,
// else of its file, else of its title and body, each within its scope.
func (a Article) NewID() string {
	key := "text:" + a.Title + "\x00" + a.Body
	switch {
	case a.URL != "":
		key = "url:" + CanonicalURL(a.URL)
	case a.File != "":
		key = "file:" + a.File
	}
	sum := sha256.Sum256([]byte(string(a.Scope) + "\x00" + key))
	return hex.EncodeToString(sum[:8])
}

// Hash returns a digest of everything a reader would see of the article.
// Two revisions with one hash are the same revision. Of a date's offset only the
// day is seen.
func (a Article) Hash() string {
	published := Date{Time: a.Published.Time, DayOnly: a.Published.DayOnly}
	seen := []string{a.Title, a.Outlet, a.Author, published.String(), a.Lang, a.Body}
	if day := DayOf(a.Published.Local()); day != DayOf(a.Published.Time) {
		seen = append(seen, day.String())
	}
	if len(a.Pages) > 0 {
		seen = append(seen, fmt.Sprint(a.Pages))
	}
	sum := sha256.Sum256([]byte(strings.Join(seen, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// Name returns what to call the article where it has no title: its file's
// base name, its URL or its ID.
func (a Article) Name() string {
	return cmp.Or(strings.TrimSpace(a.Title), a.FileName(), a.URL, a.ID)
}

// FileName returns the name of the article's file without its folders, of
// either system, because a path may name its owner and is shown to colleagues.
func (a Article) FileName() string {
	return a.File[strings.LastIndexAny(a.File, `/\`)+1:]
}

// A Chunk is a stored piece of an article's body.
type Chunk struct {
	ArticleID  string
	Revision   int
	N          int    // its place among the article's chunks, from 0
	Start, End int    // byte offsets in the body
	Text       string // body[Start:End]
	// At is when it was told, where it is of an entry with a time of its own; a search sets it.
	At time.Time
}

// A Passage is a chunk as ranked for a question, with the article it is from.
type Passage struct {
	Chunk   Chunk
	Article Article // without its Body; Published is when the passage was, where that is of an entry
	Score   float64 // higher is better; comparable within one result only
	Also    []Copy  // near-copies of the same story, folded into this passage
}

// A Copy is an article that tells a passage's story in nearly the same words.
type Copy struct {
	ArticleID, Outlet, URL string
	Published              Date
	Scope                  Scope
}
