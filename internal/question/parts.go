package question

import (
	"regexp"
	"slices"
	"strings"

	"footnote/internal/analysis"
)

// nextPart begins a further question in a message: with a question word behind a joining one
// or a mark, or with a verb and whom it is about.
var nextPart = regexp.MustCompile(`(?i)(?:[?.;!\n]\s*(?:(?:and|but|or|und|et|y)\s+)?|,?\s+(?:and|but|or|&|und|oder|et|y)\s+)` +
	`((?:(?:since|until|till|by|for|at|in|to|from)\s+)?(?:who|whom|whose|who's|whos|what|what's|whats|when|where|why|how|which|wer|wem|wen|wessen|was|wann|warum|wieso|weshalb|wo|wohin|woher|wie|wieviel|` +
	`welche[rsnm]?|seit wann|bis wann|qui|que|quand|où|pourquoi|combien|comment|quién|qué|cuándo|dónde|cuánto|cuántos|cuánta|cuántas)\b|` +
	`(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could)\s+(?:it|they|he|she|we|there|any|the|this|that)\b)|,\s+(how (?:much|many|long)\b|why\b|by when\b)`)

// orElse is what stands before the other of two that one question asks of: "or do they close?"
var orElse = regexp.MustCompile(`(?i)^,?\s+(?:or|oder)\s+(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could)\s`)

// asksFirst begins what is a question by itself.
var asksFirst = regexp.MustCompile(`(?i)^(?:who|whom|whose|who's|whos|what|what's|whats|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|` +
	`at what|by when|since when|until when|in which|for how|wer|wem|wen|wessen|wann|warum|wieso|weshalb|wo|wohin|woher|wie|wieviel|welche[rsnm]?|ist|sind|hat|haben|wird|wurde|seit wann|` +
	`qui|quand|où|pourquoi|combien|comment|quién|qué|cuándo|dónde|cuánto|cuántos|cuánta|cuántas)\b`)

// Parts divides a message into what it asks one after the other, in its words and without
// end marks: at least two parts, or none where it asks one thing. Later parts may lean on the
// ones before: "Why?"
func Parts(text string) []string {
	text = strings.TrimSpace(text)
	var parts []string
	begun := 0
	for _, m := range nextPart.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > 0 && !orElse.MatchString(text[m[0]:]) {
			parts = append(parts, text[begun:m[0]])
			begun = max(m[2], m[4])
		}
	}
	parts = append(parts, text[begun:])
	for i, p := range parts {
		parts[i] = strings.Trim(p, " ?¿.,;!\n")
	}
	parts = slices.DeleteFunc(parts, func(p string) bool { return !strings.ContainsFunc(p, analysis.IsWordRune) })
	if len(parts) < 2 || !asksFirst.MatchString(parts[0]) || OwnWords(parts[0]) == 0 {
		return nil
	}
	return parts
}
