package selection

import (
	"regexp"
	"slices"
	"strings"

	"footnote/internal/dates"
	"footnote/internal/prose"
	"footnote/internal/question"
)

// weekdays match a day of the week in English or German, within a pattern.
const weekdays = `\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch)\b`

// What the kinds of answers look like.
var (
	timePattern = regexp.MustCompile(`\b(?:1[0-9]|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)? century|\b(?:` + dates.MonthNames + `|` + germanMonths + `)\b|` + weekdays + `|\b` + dates.MonthWord + ` \d{1,2}\b`)
	// lasts matches how long something lasts, spanPattern also how long it is, or from when to when.
	lasts = regexp.MustCompile(`(?i)(?:\b\d[\d.,]*|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\pL+teen|\pL+ty(?:-\pL+)?|several|many|few|dozen))(?: (?:and a half|and three quarters|or \pL+|to \pL+))?` +
		`[ -](?:(?:more|further|full|consecutive|straight|whole|half|working|thousand|million|billion) )?(?:second|minute|hour|day|night|week|weekend|fortnight|month|year|decade|centur(?:y|ie)|season|term)s?\b`)
	spanPattern = regexp.MustCompile(lasts.String() + `|\bfor (?:decades|centuries|years|months|weeks|life|ever)\b|\bhalf an hour\b|\b(?:since|until|till) (?:\pL+ )?(?:\d{1,2} )?` +
		`(?:\d{4}|` + dates.MonthNames + `|` + weekdays + `)|\b\d[\d.,]*[ -]?(?:km|kilomet(?:er|re)s?|m|met(?:er|re)s?|cm|mm|miles?|feet|foot|ft|yards?|inch(?:es)?|pages|words|characters)\b`)
	ofTime      = regexp.MustCompile(`(?i)\bhow many (?:\pL+ )?(?:second|minute|hour|day|night|week|month|year|decade|centur(?:y|ie)|season|term)s?\b`)
	namePattern = regexp.MustCompile(`\p{Ll}[,;]? (?:\p{Lu}\p{L}+)`)
	// German nouns are written as names are: two that stand together are one, or capitals are.
	namesInGerman = regexp.MustCompile(`\p{Lu}\pL+ \p{Lu}\pL+|\b\p{Lu}{2,}\b`)
	reasonPattern = regexp.MustCompile(`(?i)[^,] so that\b|\b(?:weil|denn|wegen|gr(?:und|ünde)|ursachen?|deshalb|aufgrund|dadurch|because|since|due to|owing to|thanks to|reasons?|caused?|in order to|therefore|blam(?:e|es|ed|ing)|amid|cit(?:es|ed|ing)|(?:prompted|sparked|triggered) by|stem(?:s|med) from|as a result|in response to|attribut(?:es|ed) to|to (?:avoid|prevent|pay)|argu(?:es|ed|ing) that|(?:led|prompted|forced)\b.{1,40} to)\b`)
	// sinceWhen matches a since that gives no reason.
	sinceWhen     = regexp.MustCompile(`(?i)\bsince (?:then|last|early|late|mid|the|(?:an? )?\d|` + dates.MonthNames + `|` + weekdays + `)`)
	mannerPattern = regexp.MustCompile(`(?i)\b(?:by (?:\pL+ )?\pL+ing|through|using|via|with (?:an?|the|its|their|his|her)|thanks to|by means of|after (?:\pL+ )?\pL+ing|(?:began|begins|started) (?:at|with|when|as))\b`)
	moneyPattern  = regexp.MustCompile(`(?i)[$€£¥]\s?\d|\d[\d.,]*(?: (?:thousand|million|billion|bn|m|millionen|milliarden?|mio\.?|mrd\.?))? ?(?-i:\p{Lu}\pL+ )?(?:[$€£¥]|(?:euros?|dollars?|pounds?|pence|cents?|crowns?|kron(?:a|e|er|or)|francs?|yen|yuan|rupees?|pesos?|reais|zloty|lira|rand|won)\b)`)
)

// answers reports whether a sentence has the kind of thing that is asked for.
func (a asked) answers(text string) bool {
	switch a.kind {
	case question.Time:
		return timePattern.MatchString(text)
	case question.Span:
		return spanPattern.MatchString(text)
	case question.Number:
		return len(figures(text)) > 0
	case question.Money:
		return moneyPattern.MatchString(text)
	case question.Count:
		if !a.spans {
			text = lasts.ReplaceAllString(text, " ")
		}
		return slices.ContainsFunc(figures(text), func(n prose.Number) bool { return n.Unit == "" })
	case question.Name:
		if a.german {
			return slices.ContainsFunc(namesInGerman.FindAllString(text, -1), func(name string) bool {
				return slices.ContainsFunc(strings.Fields(strings.ToLower(name)), func(w string) bool { return !a.words[w] })
			})
		}
		return slices.ContainsFunc(namePattern.FindAllString(text, -1), func(name string) bool {
			return !a.words[strings.ToLower(name[strings.IndexByte(name, ' ')+1:])]
		})
	case question.Reason:
		return reasonPattern.MatchString(sinceWhen.ReplaceAllString(text, " "))
	case question.Manner:
		return mannerPattern.MatchString(text)
	}
	return false
}
