package selection

import (
	"regexp"
	"slices"
	"strings"

	"footnote/internal/question"
	"footnote/retrieval"
)

var (
	asksHolder = regexp.MustCompile(`(?i)\bwho(?:['’]?s)?\b`)
	// goes matches what is said of who leaves an office, comes of who takes it or has it.
	goes  = regexp.MustCompile(`(?i)\b(?:resign(?:s|ed|ing)?|quits?|(?:step|stand)(?:s|ped|ping|ing)? (?:down|aside)|stood down|leav(?:es|ing)|left (?:office|the (?:job|post|office|board|company|club|firm|party))|sack(?:s|ed)|dismiss(?:es|ed)|fire[sd]|oust(?:s|ed)|remove[sd]|voted\b.{1,40}\bout|retir(?:es|ed|ing)|died|dies|departs|departed|parted|no longer)\b`)
	comes = regexp.MustCompile(`(?i)\b(?:succeed(?:s|ed)?|successor|tak(?:es?|ing) (?:over|charge|the|her|his|their)|took (?:over|charge|the)|becom(?:es?|ing)|became|appoint(?:s|ed)?|name[sd]|elect(?:s|ed)?|replace[sd]?|replaced|follow(?:s|ed)|leads?|in charge|interim|acting|will chair|chairs|runs|coaches|st(?:ands|eps) in|g[ia]ve[sn]?\b.{1,40}\bto|hire[sd]?|made)\b`)
)

// holder returns, for a sentence that tells who left an office where it is asked who holds it, the
// best of its article that tells of somebody else who takes it; else the sentence itself.
func holder(found retrieval.Result, c Candidate, cs []Candidate) Candidate {
	if asksLasting.MatchString(ownText(found)) || found.Reading.Kind() != question.Name || !asksHolder.MatchString(found.Reading.Text) || !goes.MatchString(c.Text) || comes.MatchString(c.Text) {
		return c
	}
	return bestOf(cs, c, func(o Candidate) bool {
		return o.ArticleID() == c.ArticleID() && comes.MatchString(o.Text) && !goes.MatchString(o.Text) && !recalls(o) &&
			namesOther(o.Text, c.Text+" "+found.Reading.Text)
	})
}

var (
	// asksBefore matches a question for who held an office before somebody.
	asksBefore = regexp.MustCompile(`(?i)\bwho\b.*\bbefore\b|\bwho(?:se|m)?\b.*\b(?:predecessor|succeed(?:ed)?|replaced?|took over from)\b|\bwho (?:is|was) .*\b(?:previous|former)\b`)
	// tookFrom matches what is said of one who takes an office from another.
	tookFrom = regexp.MustCompile(`(?i)\b(?:succeed(?:s|ed|ing)?|replac(?:es|ed|ing)|predecessor|t(?:akes|ook|aking) over from|follows|followed|until now|successor)\b`)
)

// Predecessor returns, for a question for who held an office before somebody, the sentence that is most
// likely to tell: one of the matter that tells of one who takes it from another, by another name than the
// question's; else the sentence given.
func Predecessor(found retrieval.Result, c Candidate, cs []Candidate) Candidate {
	if !asksBefore.MatchString(found.Reading.Text) || len(found.Reading.Names) == 0 {
		return c
	}
	names := strings.Join(found.Reading.Names, " ")
	tells := func(o Candidate) bool { return tookFrom.MatchString(o.Text) && namesOther(o.Text, names) }
	if tells(c) {
		return c
	}
	return bestOf(cs, c, func(o Candidate) bool { return o.named && o.holds >= wholly && tells(o) })
}

// namesOther reports whether a text has two words with capitals beside each other, as names have,
// that another has not.
func namesOther(text, other string) bool {
	known := strings.ToLower(other)
	return slices.ContainsFunc(fullName.FindAllString(text, -1), func(name string) bool {
		first, last, _ := strings.Cut(strings.ToLower(name), " ")
		return !strings.Contains(known, first) && !strings.Contains(known, last)
	})
}

var fullName = regexp.MustCompile(`\p{Lu}[\pL'’-]+ \p{Lu}[\pL'’-]+`)
