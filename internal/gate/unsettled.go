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

// unfounded reports whether a sentence calls something disputed or not known, and the
// one statement it rests on leaves nothing open. Who sums up two sides has two.
func (g Gate) unfounded(f Finding, rests []Rest) bool {
	if len(rests) != 1 || !unsettled.MatchString(f.Text) {
		return false
	}
	have := g.statement(rests[0])
	return have != nil && !have.has(leavesOpen) && !toBeSettled.MatchString(have.text) &&
		!slices.ContainsFunc(have.ops, func(o operator) bool { return o.sense == denies })
}
