package question

import (
	"slices"
	"time"

	"footnote/internal/article"
)

// A Filter says which articles to look at; the zero Filter admits all.
type Filter struct {
	Outlets, Authors []string  // any of them, as the library writes them; nil for all
	Since, Until     time.Time // of publication, both included, as article.Date has limits; zero for open
}

// IsZero reports whether the filter admits all.
func (f Filter) IsZero() bool { return !f.Signed() && !f.Dated() }

// Signed reports whether the filter asks for outlets or authors.
func (f Filter) Signed() bool { return len(f.Outlets)+len(f.Authors) > 0 }

// Dated reports whether the filter asks for a time.
func (f Filter) Dated() bool { return !f.Since.IsZero() || !f.Until.IsZero() }

// Equal reports whether two filters ask for the same in the same order.
func (f Filter) Equal(o Filter) bool {
	return slices.Equal(f.Outlets, o.Outlets) && slices.Equal(f.Authors, o.Authors) && f.Since.Equal(o.Since) && f.Until.Equal(o.Until)
}

// Admits reports whether a filter lets an article pass. One without a date
// passes none that names a time.
func (f Filter) Admits(a *article.Article) bool {
	switch {
	case len(f.Outlets) > 0 && !slices.Contains(f.Outlets, a.Outlet),
		len(f.Authors) > 0 && !slices.Contains(f.Authors, a.Author):
		return false
	case !f.Dated():
		return true
	}
	at := a.Published
	return at.Known() && !at.Before(f.Since) && (f.Until.IsZero() || !at.After(f.Until))
}

// Wider returns a filter and what is left of it without its dates, and
// without anything.
func (f Filter) Wider() []Filter {
	all := []Filter{f}
	if f.Dated() && f.Signed() {
		all = append(all, Filter{Outlets: f.Outlets, Authors: f.Authors})
	}
	if !f.IsZero() {
		all = append(all, Filter{})
	}
	return all
}

// Without returns what a filter has that a wider one has not.
func (f Filter) Without(wider Filter) Filter {
	if wider.Signed() {
		f.Outlets, f.Authors = nil, nil
	}
	if wider.Dated() {
		f.Since, f.Until = time.Time{}, time.Time{}
	}
	return f
}

// over returns a filter that takes what it does not name from another.
func (f Filter) over(earlier Filter) Filter {
	if !f.Signed() {
		f.Outlets, f.Authors = earlier.Outlets, earlier.Authors
	}
	if !f.Dated() {
		f.Since, f.Until = earlier.Since, earlier.Until
	}
	return f
}
