// Package media tells what bytes are that somebody named or a site sent, and
// what they say: their kind, from the first of them and their Origin (Detect),
// and their text as UTF-8 (Decode; of feeds FeedText), within bounds.
package media

// An Origin is what is known of bytes beside themselves.
type Origin struct {
	File string // absolute path; empty where they are of no file
	URL  string // where they were fetched from; empty where they were not
	MIME string // content type as their server declares it; empty for none
}
