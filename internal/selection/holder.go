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
	if found.Reading.Kind() != question.Name || !asksHolder.MatchString(found.Reading.Text) || !goes.MatchString(c.Text) || comes.MatchString(c.Text) {
		return c
	}
	return bestOf(cs, c, func(o Candidate) bool {
		return o.ArticleID() == c.ArticleID() && comes.MatchString(o.Text) && !goes.MatchString(o.Text) && !recalls(o) &&
			namesOther(o.Text, c.Text+" "+found.Reading.Text)
	})
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
