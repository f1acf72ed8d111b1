package gate

import (
	"regexp"
	"slices"
)

// unsettled matches what calls something disputed or not known.
var unsettled = regexp.MustCompile(`(?i)(?:\b(?:is|are|was|were|be|been|remain|remains|remained)|['’]s)(?: (?:not|still|yet|now|also|as|so|far|\pL+ly))* ` +
	`(?:disputed|contested|unclear|uncertain|unknown|undecided|unresolved|unsettled|doubtful|controversial|in (?:doubt|dispute)|to be seen|(?:an )?open(?: question| whether|[,;:]|\W*$))|` +
	`\b(?:not|n['’]t) (?:yet )?(?:been )?(?:known|clear|certain|decided|settled|established)\b|\bdisagree\b`)

// By these words a statement leaves something open, or has somebody dispute it; by
// words that deny, too.
var (
	leavesOpen  = setOf(`whether if yet depend disput contest argu deni reject disagre doubt question challeng unclear uncertain unknown undecid unresolv open controversi`)
	toBeSettled = regexp.MustCompile(`(?i)\b(?:will|to) be (?:settled|decided|determined)\b`)
)

// unfounded reports whether a sentence calls something disputed or not known, and none of the
// statements that it rests on leaves anything open; or where there are several, says what
// somebody says: who sums up two sides has one of each.
func (g Gate) unfounded(f Finding, rests []Rest) bool {
	if !unsettled.MatchString(f.Text) {
		return false
	}
	return !slices.ContainsFunc(rests, func(r Rest) bool {
		have := g.statement(r)
		return have == nil || have.has(leavesOpen) || toBeSettled.MatchString(have.text) ||
			slices.ContainsFunc(have.ops, func(o operator) bool { return o.sense == denies }) ||
			len(rests) > 1 && have.has(speaking)
	})
}
