package retrieval

import (
	"slices"
	"time"

	"footnote/internal/article"
	"footnote/internal/question"
)

// signatures finds the outlets and authors that the words of a question may
// name: key → who signs so → the records signed.
type signatures struct {
	ids     map[signed]int32
	signers []signer
	keys    map[string][]int32 // key → places in signers
}

// A signed is a name as articles have it.
type signed struct {
	name   string
	author bool
}

type signer struct {
	signed
	records []int32
}

func newSignatures() signatures {
	return signatures{ids: map[signed]int32{}, keys: map[string][]int32{}}
}

// put notes who signs the article of a record.
func (s *signatures) put(record int32, a *article.Article) {
	for _, who := range []signed{{a.Outlet, false}, {a.Author, true}} {
		if who.name == "" {
			continue
		}
		id, ok := s.ids[who]
		if !ok {
			id = s.add(who)
		}
		s.signers[id].records = append(s.signers[id].records, record)
	}
}

func (s *signatures) add(who signed) int32 {
	id := int32(len(s.signers))
	s.ids[who] = id
	s.signers = append(s.signers, signer{signed: who})
	keys := question.OutletKeys
	if who.author {
		keys = question.AuthorKeys
	}
	for _, key := range keys(who.name) {
		s.keys[key] = append(s.keys[key], id)
	}
	return id
}

// catalog returns who signs articles that the query may use, of those whose
// names stand in the question: all that question.Read could find there.
func (l *library) catalog(q *question.Text, query Query) question.Catalog {
	var c question.Catalog
	told := map[int32]bool{}
	for key := range q.Keys() {
		for _, id := range l.signatures.keys[key] {
			if told[id] || !l.anyAdmitted(l.signatures.signers[id].records, query) {
				continue
			}
			told[id] = true
			if who := l.signatures.signers[id]; who.author {
				c.Authors = append(c.Authors, who.name)
			} else {
				c.Outlets = append(c.Outlets, who.name)
			}
		}
	}
	if q.LacksYear() {
		c.Newest = l.newestPublished(query)
	}
	slices.Sort(c.Authors)
	slices.Sort(c.Outlets)
	return c
}

// anyAdmitted reports whether the query may use one of the records.
func (l *library) anyAdmitted(records []int32, q Query) bool {
	for _, at := range records {
		if r := &l.records[at]; !r.removed && q.admits(r.article) {
			return true
		}
	}
	return false
}

// newestPublished returns when the newest article was published that the query may
// use; zero where none is dated.
func (l *library) newestPublished(q Query) (newest time.Time) {
	for i := range l.records {
		r := &l.records[i]
		if at := r.published.Time; !r.removed && at.After(newest) && q.admits(r.article) {
			newest = at
		}
	}
	return newest
}
