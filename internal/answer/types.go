package answer

import (
	"time"

	"footnote/internal/article"
	"footnote/internal/llm"
)

// A Question is what someone asks, with all that bears on its answer.
type Question struct {
	Text   string
	Thread []Turn // earlier turns of its thread, oldest first
	// Numbers are those that articles have in its thread already: IDs → numbers from 1.
	Numbers map[string]int
	Reader  article.Reader // whose articles may be used
	AsOf    time.Time      // nothing published later is used; zero for no limit
	Now     time.Time      // when it is asked
	// StrictDates leaves undated articles out where there is an AsOf.
	StrictDates bool
	User        string // who pays from their budget; empty for nobody in Slack
	Fresh       bool   // answered anew, whatever the record holds
}

// A Turn is one earlier question of a thread and its answer.
type Turn struct {
	Question, Answer string
	// Citations are those the answer showed, earlier coverage included: their
	// articles keep their numbers in the thread.
	Citations []Citation
}

// An Outcome says how a question ended.
type Outcome string

// The outcomes.
const (
	Answered  Outcome = "answered"  // a model wrote it
	Extracted Outcome = "extracted" // quoted from the articles, without a model
	NotFound  Outcome = "not_found" // the library cannot answer
)

// A Kind says what shape an answer has.
type Kind string

// The kinds of answers.
const (
	Fact     Kind = "fact"     // what the articles say, whenever they said it
	Present  Kind = "present"  // what holds now: the newest decides
	Timeline Kind = "timeline" // how it came about, date by date
	Sides    Kind = "sides"    // what each of several outlets says
	News     Kind = "news"     // what there is
	Summary  Kind = "summary"  // the gist of articles, a topic or a conversation
)

// An Answer is what a reader is shown. Its JSON form is stable.
type Answer struct {
	Question  string     `json:"question"`
	Outcome   Outcome    `json:"outcome"`
	Text      string     `json:"text"`               // the sentences with their markers, as plain text
	Sentences []Sentence `json:"sentences"`          // in order of Text
	Kind      Kind       `json:"kind,omitempty"`     // empty where NotFound
	Citations []Citation `json:"citations"`          // in order of use; numbered from 1, or on from those of the thread
	Earlier   []Citation `json:"earlier"`            // older coverage of the matter, newest first, what is undated last
	Newer     []Citation `json:"newer,omitempty"`    // on the matter, and newer than what answers without a model; it may be about something else
	Sides     []Citation `json:"sides,omitempty"`    // what contradicts each other at one time, or what was to be compared
	Timeline  []Moment   `json:"timeline,omitempty"` // oldest first
	Missing   []string   `json:"missing,omitempty"`  // parts of the question that nothing answers, in its words
	Nearest   []Citation `json:"nearest"`            // where NotFound: the articles closest to the question
	AsOf      string     `json:"as_of"`              // the last day cited; empty where none is dated
	Withheld  int        `json:"withheld"`           // sentences of the model that failed the check
	Requoted  int        `json:"requoted,omitempty"` // those of them for which the passage they cite is quoted
	Model     string     `json:"model"`              // empty where no model wrote
	TookMS    int64      `json:"took_ms"`
	Aside     bool       `json:"aside,omitempty"`  // where NotFound: Text is about what was asked, and nothing was searched for
	Notice    string     `json:"notice,omitempty"` // what the reader must know of how it was made
	Sample    bool       `json:"sample,omitempty"` // answered from the sample library
	Library   Library    `json:"library"`
	Usage     llm.Usage  `json:"usage,omitzero"`     // tokens of all that models were asked
	Cost      *float64   `json:"cost,omitempty"`     // of that; nil where a price is unknown
	Currency  string     `json:"currency,omitempty"` // of Cost
	Recalled  *Recalled  `json:"recalled,omitempty"` // nil where it was made anew
	// Suggestions are what may be asked next; nil unless Suggest made them.
	Suggestions []Suggestion `json:"suggestions,omitempty"`
	Key         string       `json:"-"` // for the record; empty where it is not to be given again
	Seq         int64        `json:"-"` // the last change of the library that it saw
}

// A Library says what was searched.
type Library struct {
	Articles int          `json:"articles"` // that the reader may see, up to the as-of date
	Newest   article.Date `json:"newest"`
}

// A Moment is one date of a timeline.
type Moment struct {
	Citation
	TurningPoint bool `json:"turning_point,omitempty"` // since then it is as it is now
}

// A Sentence is one sentence of an answer, checked.
type Sentence struct {
	Lead      string `json:"-"`         // what stands before it: "", " ", "\n", "\n\n" or "\n- "
	Text      string `json:"text"`      // without markers
	Citations []int  `json:"citations"` // numbers of Answer.Citations, ascending
	Supported bool   `json:"supported"` // false only for words of ours that state no fact
}

// A Citation is a passage an answer names, with the exact words it rests on.
type Citation struct {
	N         int          `json:"n"`
	ArticleID string       `json:"article_id"`
	Title     string       `json:"title"`
	Source    string       `json:"source"`         // the outlet
	Also      []string     `json:"also,omitempty"` // other outlets that print the same story, in nearly the same words
	URL       string       `json:"url"`
	Published article.Date `json:"published_at"`
	Undated   bool         `json:"undated,omitempty"` // its date is unknown or a guess: alone it says nothing about the present
	Quote     string       `json:"quote"`             // verbatim from the article
	Start     int          `json:"start"`             // the quote is Body[Start:End] of the article's revision; both 0 without a quote
	End       int          `json:"end"`
	Page      int          `json:"page,omitempty"` // of the quote, counted from 1; 0 where the article has no pages
	Link      string       `json:"link"`           // opens the article at the quote; empty without a URL
	File      string       `json:"file,omitempty"` // without a URL: the name of the file it came from
	Gone      bool         `json:"gone,omitempty"` // its page is no longer there; the library keeps its words
}

// An Event is one step of an answer as it is made, for those who show it
// while it grows. Exactly one field is set.
type Event struct {
	Status   string    // what is being done: "Searching 12 articles"
	Sentence *Sentence // a sentence that passed the check, in final form
}
