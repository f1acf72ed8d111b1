package store

import (
	"encoding/json"
	"errors"
	"time"

	"footnote/internal/article"
)

// An Entry is an article with what retrieval derived from it.
type Entry struct {
	Article article.Article
	Chunks  []Chunk
}

// A Chunk is a chunk with its derived data.
type Chunk struct {
	article.Chunk           // Text need not be set to save; it is set on load
	Terms         []byte    // term counts, as package retrieval encodes them
	Vector        []float32 // unit length; nil while not embedded
}

// A Batch is what Save stores in one transaction.
type Batch struct {
	Embedder string // the vector space of every Vector; see llm.Embedder
	Analysis int    // the version of the encoding of Terms and of the chunking
	Entries  []Entry
	Work     Work // done with the entries, so that no page is fetched again that is stored
}

// An Effect says what saving an article did.
type Effect int

// The effects of Save.
const (
	Unchanged Effect = iota // the store held this very revision
	Created
	Revised
)

// Saved tells what became of one entry of a batch.
type Saved struct {
	ID       string
	Revision int
	Effect   Effect
}

// A ChangeKind says what a Change did.
type ChangeKind string

// The kinds of change.
const (
	ArticleSaved    ChangeKind = "saved"    // created, revised or re-chunked
	ArticleRemoved  ChangeKind = "removed"  //
	ArticleEmbedded ChangeKind = "embedded" // its chunks got vectors
	EmbedderChanged ChangeKind = "embedder" // the active vector space is another
)

// A Change is one line of the log that every index follows.
type Change struct {
	Seq       int64 // ascending, never reused
	Kind      ChangeKind
	ArticleID string // empty where Kind is EmbedderChanged
}

// A Vector is the embedding of one chunk. Start and End are the chunk's, so
// that a vector is not taken for that of a chunk cut anew meanwhile; with End
// 0 that is not looked at.
type Vector struct {
	ArticleID  string
	Revision   int
	N          int
	Start, End int
	Values     []float32
}

// A Question is one asked in Slack, from its event to its answer.
type Question struct {
	ID       int64
	EventID  string // Slack's event_id
	Team     string
	Channel  string
	TS       string // of the asking message; with Channel the question's identity
	ThreadTS string // of the thread it is answered in
	User     string
	Text     string
	ReplyTS  string // of the message that holds the answer; empty before one is posted
	Attempt  int    // counted from 1
	Asked    time.Time

	Kind        string // one of the Kind values
	ResponseURL string // shows its answer to User alone, for half an hour; empty for none
	Of          int64  // the question whose answer it shares, or under whose answer it was suggested; 0 for none
	Finished    bool   // nobody takes it over
}

// The kinds of question.
const (
	KindMessage  = ""         // asked in a message, answered in its thread
	KindAsk      = "ask"      // asked by command or shortcut, answered to its asker alone
	KindSummary  = "summary"  // likewise, for a summary
	KindArticles = "articles" // a command about the library
	KindDigest   = "digest"   // a command about digests
	KindWatch    = "watch"    // a command about standing questions
	KindStanding = "standing" // a question to watch, by command
	KindShare    = "share"    // an answer that its asker shares with a channel
	KindNext     = "next"     // a suggestion under an answer that somebody chose, answered in the answer's thread
	KindAdd      = "add"      // links and files of a message, to be added
)

// A Record is an answer as given.
type Record struct {
	ID        int64
	Question  string
	Channel   string // empty for a question from the terminal
	ThreadTS  string
	User      string
	Text      string
	Outcome   string // answered, extracted, not_found or failed; or another word where it is no answer
	Citations json.RawMessage
	Model     string // empty where no model wrote
	Input     int    // tokens
	Output    int    // tokens
	Took      time.Duration
	Asked     time.Time
	ReplyTS   string
	Shown     json.RawMessage // the answer as it was shown; nil where that was not kept
	Cost      int64           // of the models asked, in billionths of the currency
	Currency  string          // empty where the cost is unknown
	Key       string          // of the question and all that bore on its answer; empty where that is not to be recalled
	Seq       int64           // the last change of the library that the answer saw
	Of        int64           // as the question has it
}

// Feedback is one person's judgement of an answer.
type Feedback struct {
	AnswerID int64
	User     string
	Value    string // up or down
	At       time.Time
	Reason   string // in the person's words; empty where they gave none
}

// A Report says that a footnote of an answer does not bear its sentence.
type Report struct {
	AnswerID int64
	User     string
	N        int // the footnote's number
	Reason   string
	At       time.Time
}

// Errors a caller may act on.
var (
	// ErrNotFound: the store holds no such thing.
	ErrNotFound = errors.New("not found")
	// ErrNewer: the data folder was written by a newer Footnote.
	ErrNewer = errors.New("written by a newer version of footnote")
	// ErrAmbiguous: a reference fits several articles.
	ErrAmbiguous = errors.New("ambiguous")
	// ErrDimension: a vector has another length than those in its space.
	ErrDimension = errors.New("vector of another length")
)
