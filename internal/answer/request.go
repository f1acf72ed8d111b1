package answer

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"footnote/internal/analysis"
	"footnote/internal/prose"
	"footnote/internal/question"
)

// A gistOf is a request for a summary of what the library says of a topic, made in
// the words of a message: "Summarise the merger since Monday", "What's new about it?"
type gistOf struct {
	topic string // empty where it is what the thread is about
	named string // the topic in the words of the message
	since time.Time
	until time.Time // zero for now
	fresh bool      // asks for what is new: the newest first
	loose bool      // the times were those of a request before it
	more  bool      // asks for what was not told yet
	list  bool      // asks for what there is, the newest first
	each  bool      // asks for the articles, one after the other
	also  string    // a question that is asked beside it; empty for none
}

// freshSpan is how far back is looked for what is new where no time is named.
const freshSpan = 14 * 24 * time.Hour

// How a summary is asked for. What stands behind is the topic, and maybe times.
const (
	politely = `(?:(?:can|could|would|will) (?:you|i|we) (?:please |also |maybe |just )*|(?:i|we)(?:'d|’d| would)? (?:like|want|need) (?:to (?:have|see|get) |you to )?|` +
		`let (?:me|us) have |please )?(?:(?:give|send|write|show|get|make|tell) (?:me |us )?)?`
	summing  = `(?:summ?[ae]ri[sz]e|sum up|sum (?:it|that|this|all (?:that|this)) up|recap|catch (?:me|us) up on|fill (?:me|us) in on|(?:brief|update) (?:me|us) on)(?: for (?:me|us))?`
	things   = `(?:articles?|stories|story|coverage|news|reports?|pieces?|headlines?|updates?|artikel|berichte)`
	held     = `(?: (?:that )?(?:(?:we|you|i|the library) (?:have|has|got|hold)|(?:is|are) there|there (?:is|are)|wir haben))?`
	mentions = `(?:about|on|with|regarding|concerning|from|(?:that )?mention(?:s|ing)?)`
	sums     = `(?:(?:a|an|the|your) )?(?:(?:short|brief|quick|concise|rough|little) )*(?:summar(?:y|ies)|overview|recap|round-?up|rundown|gist|synopsis|tl;?dr)(?: (?:of|on|about|for|from|over|regarding)\b)?`
	on       = `(?:about|on|with|at|for|of|around|regarding|concerning|in|from)`
	tidings  = `(?:(?:further |more |new |recent )*(?:news|updates?|developments?|word))`
	lasting  = `(?: (?:today|lately|recently|(?:this|last) \pL+))?`
)

var (
	sumUp  = regexp.MustCompile(`(?i)^` + politely + `(?:` + summing + `|` + sums + `)(?:[:,]? |$)(.*)$`)
	tellOf = regexp.MustCompile(`(?i)^(?:(?:(?:can|could|would) you )?(?:please )?tell (?:me|us) (?:(?:something|more|everything|a bit|a little|all|what you know|what we know) )?(?:about|on|of)|what (?:do|does) (?:you|we|the library) (?:know|say) (?:about|on|of)|` +
		`what is known (?:about|of)|what(?:'s|’s|s| is) the (?:(?:whole|full|entire) )?(?:story|back-?story|background) (?:of|about|behind|with|on|to)|(?:give me |any |some |more )?info(?:rmation)? (?:about|on)|more (?:about|on)|(?:was weißt du|was wissen wir|erzähl mir(?: etwas| mehr)?) (?:über|von|zu)) (.+)$`)
	whatNew = regexp.MustCompile(`(?i)^(?:tell (?:me|us) )?(?:what(?:'s|’s|s| is| has been) new|what did (?:i|we) miss|(?:is there )?anything newe?r?)\b(.{0,30}?) ` + on + ` (.+)$`)
	// latestOn asks for the newest on a topic: "what's the latest on X?", "any news on X".
	latestOn = regexp.MustCompile(`(?i)^(?:(?:tell|give|show|send) (?:me|us) )?(?:(?:(?:what(?:'s|’s|s| is| are) )?(?:the |your )?(?:very )?(?:latest|newest)(?: ` + tidings + `)?|` +
		`(?:(?:is|are) there |(?:have|has|did) (?:we|you|anyone|anybody) (?:(?:got|had|heard|seen|get|hear|see) )?|got |heard |do (?:we|you) have )?(?:any(?:thing)? |some |the )?` + tidings + `|` +
		`what(?:'s|’s|s| is) (?:happening|going on|up))(?: yet)?(` + lasting + `)) ` + on + ` (.+)$`)
	// newsOf is latestOn with the topic first: "tram: any news?"
	newsOf = regexp.MustCompile(`(?i)^(.{2,60}?)(?:[,:;–—-]+ *| )(?:(?:any |the )?(?:latest )?(?:news|updates?)|(?:the )?latest|what(?:'s|’s|s| is) (?:new|the latest|happening))(` + lasting + `)(?: please)?$`)
	// eachOf asks for the articles on a topic: "list the articles about X".
	eachOf = []*regexp.Regexp{
		regexp.MustCompile(`(?i)^` + politely + `(?:(?:list|find|search for|look for|pull up) )?(?:(?:all|every|each) (?:of )?(?:the |our )?` + things + `|everything|all)` + held + ` ` + mentions + ` (.+)$`),
		regexp.MustCompile(`(?i)^` + politely + `(?:list|find|search for|look for|pull up|(?:show|give)(?: me| us)?) (?:the |some |any |our )?` + things + held + ` ` + mentions + ` (.+)$`),
		regexp.MustCompile(`(?i)^(?:what|which) ` + things + ` (?:(?:do (?:we|you) have|have we(?: got)?|are there|is there) ` + mentions + `|mentions?) (.+)$`),
		regexp.MustCompile(`(?i)^(?:zeig(?:e)? (?:mir |uns )?)?(?:alles|alle (?:artikel|berichte|nachrichten))(?: (?:die |was )?wir haben)? (?:zu|zum|zur|über|von) (.+)$`),
	}
	// anyOn asks whether there is anything on a topic, and so what: "anything on X?"
	anyOn = []*regexp.Regexp{
		regexp.MustCompile(`(?i)^(?:(?:is|are) there |do (?:we|you) have |have (?:we|you) (?:got )?|got )?(?:anything|any (?:articles?|stories|story|coverage|reports?|pieces?|headlines?))` + held + ` ` + mentions + ` (.+)$`),
		regexp.MustCompile(`(?i)^what (?:do|does) (?:we|you|the library) have (?:about|on|of) (.+)$`),
		regexp.MustCompile(`(?i)^what(?:'s|’s| is| has| have) (?:been )?(?:written|published|reported) (?:about|on|of) (.+)$`),
		regexp.MustCompile(`(?i)^was haben wir (?:zu|zum|zur|über|von) (.+)$`),
	}
	whatWas = regexp.MustCompile(`(?i)^what(?:'s|’s|s| is| has| have)? (?:happened|(?:been )?(?:happening|going on))\b(.{0,30}?) (?:` + on + `|to) (.+)$`)

	catchesUp = regexp.MustCompile(`(?i)\b(?:catch (?:me|us) up|fill (?:me|us) in|(?:brief|update) (?:me|us)) on\b`)
	catchUp   = regexp.MustCompile(`(?i)^` + politely + `(?:catch (?:me|us) up|fill (?:me|us) in|(?:brief|update) (?:me|us)|what did (?:i|we) miss|what have (?:i|we) missed)\b(.{0,30})$`)
	anyNews   = regexp.MustCompile(`(?i)^(?:is there |are there )?(?:anything newe?r?|any (?:news|updates?))(?: yet| since(?: then)?)?$`)
	goOn      = regexp.MustCompile(`(?i)^(?:(?:please |can you )?(?:tell (?:me|us) more|go on|continue|elaborate)|(?:some |any )?more(?: details?)?|(?:what|anything) (?:else|more)|is there (?:any(?:thing)? )?more|mehr|was noch|noch mehr)(?: please)?$`)

	elsewhere = []*regexp.Regexp{
		regexp.MustCompile(`(?i)^(?:résume(?:-moi|z)?|fais(?:-moi)? un résumé (?:de|du|des)|resume|resúme(?:me)?|resumen de|riassumi|riassunto (?:di|del|della)) (.+)$`),
		regexp.MustCompile(`(?i)^(?:bitte )?fass(?:e|t)? (?:mir |uns )?(?:bitte )?(.+?)(?: bitte)? zusammen$`),
		regexp.MustCompile(`(?i)^(?:kannst|könntest) du (?:mir |uns )?(?:bitte )?(.+?)(?: bitte)? zusammenfassen$`),
		regexp.MustCompile(`(?i)^(?:(?:gib mir |schreib mir )?(?:eine |die )?(?:kurze )?zusammenfassung|(?:ein |der )?überblick) (?:von|zu|zum|zur|über|der|des) (.+)$`),
	}
	newElsewhere = regexp.MustCompile(`(?i)^(?:(?:was gibt(?:'s| es)|gibt es(?: etwas)?) neues (?:zu|zum|zur|über|von|bei|in)|quoi de neuf (?:sur|chez|avec|à propos de|au sujet de)|` +
		`[¿ ]*qué (?:hay )?(?:de )?nuevo (?:hay )?(?:sobre|de|con|en)|che c'è di nuovo (?:su|con)|cosa c'è di nuovo (?:su|con)|o que há de novo (?:sobre|com)) (.+)$`)

	asksMore = regexp.MustCompile(`(?i)^more\b|\bmore (?:about|on|of)\b`)

	// coverage stands between what asks for a summary and the topic.
	coverage = regexp.MustCompile(`(?i)^(?:(?:all|everything|what|whatever|anything)\b ?)?(?:(?:that )?(?:(?:we|you|the library|articles|outlets) (?:know|have|say|said|wrote)|(?:was|is|has been|had been) (?:said|written|reported|` +
		`published|known|going on|new)|(?:has |have )?happened|(?:the |all )?(?:(?:recent|latest|new|last) )*(?:news|coverage|articles?|stories|story|reports?|developments)|there is) ?(?:about|on|with|of|at|around|to|from|regarding|in)\b ?)?`)
	// lately stands behind a topic of which what is new is asked.
	lately = regexp.MustCompile(`(?i)[, ]*\b(?:lately|recently|so far|these days)$`)
	// asides stand behind a topic and say nothing of it.
	asides = regexp.MustCompile(`(?i)[, ]*\b(?:please|bitte|for (?:me|us)|briefly|in (?:a|one|two|three|four|five|\d|a few|some) (?:few )?(?:sentences?|lines|words|bullet points|bullets|points|paragraphs?))$`)
	// alsoAsks begins what else is asked for behind a topic.
	alsoAsks = regexp.MustCompile(`(?i)(?:\band (?:also )?|[,:;–—-] )(?:tell|say|explain|list|show|who|what|when|where|why|how|which|is|are|does|did)\b`)
	// alsoWhat is a question for a fact behind a topic.
	alsoWhat = regexp.MustCompile(`(?i)(?:,? \band (?:also )?(?:(?:tell|show) (?:me|us) |say )?|, (?:tell|show) (?:me|us) |[.!;] (?:and )?(?:also )?(?:please )?(?:(?:tell|show) (?:me|us) |say )?)((?:who|what|when|where|why|how|which)\b.+)$`)
	// begins is what a message may begin with before it asks.
	begins = regexp.MustCompile(`(?i)^(?:(?:hi|hey|hello|hallo|hola|bonjour|salut|ciao|ok|okay|so|and|but|then|now|thanks|please|bitte|footnote)\b[\s,.!:;–—-]*)+`)
)

// ends is what a message may end with behind what it asks.
var ends = regexp.MustCompile(`(?i)[.!?,;–—-]\s*(?:many )?(?:thanks|thank you|thx|cheers|danke|merci)(?: (?:a lot|so much|very much|in advance|schön|sehr))?[\s.!]*$`)

// bare returns what a message asks without what it begins and ends with.
func bare(text string) string {
	return strings.TrimRight(begins.ReplaceAllString(ends.ReplaceAllString(prose.OneLine(text), ""), ""), " ?!.…")
}

// inForm begins a message that says in which form it is to be answered: nothing of
// the matter.
var inForm = regexp.MustCompile(`(?i)^(?:(?:can|could|would|will) you (?:please )?|please )?(?:give|send|show|get|make|create|draw|write|compile)(?: (?:me|us))? (?:a|an|the) (?:(?:short|brief|bulleted|bullet) )?(?:tables?|lists?|bullets?|chart)(?: (?:of|with|that shows|showing|about|on)\b|:) `)

// thatOne are the topics that are what the thread is about.
var thatOne = []string{
	"", "it", "this", "that", "them", "these", "those", "all this", "all that", "all of it", "the above", "the matter",
	"this thread", "the thread", "this conversation", "the conversation", "this discussion", "the discussion", "das", "es", "dies",
}

// nobody are the topics that the library has nothing of.
var nobody = []string{"you", "me", "us", "i", "yourself"}

// readGist reads a request for a summary of a topic, and a question beside it. What
// asks for something else as well is none.
func readGist(text string, now time.Time) (gistOf, bool) {
	text = bare(text)
	var g gistOf
	timed := false // only with a time it is no question for a fact
	if m := sumUp.FindStringSubmatch(text); m != nil {
		g.topic, g.fresh = coverage.ReplaceAllString(m[1], ""), catchesUp.MatchString(text)
		if at := alsoWhat.FindStringSubmatchIndex(g.topic); at != nil {
			g.topic, g.also = g.topic[:at[0]], g.topic[at[2]:]
		}
	} else if m := tellOf.FindStringSubmatch(text); m != nil {
		g.topic, g.more = m[1], asksMore.MatchString(text)
	} else if m := whatNew.FindStringSubmatch(text); m != nil {
		g.topic, g.fresh = m[2]+m[1], true
	} else if m := latestOn.FindStringSubmatch(text); m != nil && !asksAfter.MatchString(m[2]) {
		g.topic, g.fresh = m[2]+m[1], true
	} else if m := newsOf.FindStringSubmatch(text); m != nil && isTopic(m[1]) {
		g.topic, g.fresh = m[1]+m[2], true
	} else if m := firstMatch(eachOf, text); m != "" {
		g.topic, g.list, g.each = m, true, true
	} else if m := firstMatch(anyOn, text); m != "" {
		g.topic, g.list = m, true
	} else if m := whatWas.FindStringSubmatch(text); m != nil {
		g.topic, timed = m[2]+m[1], true
	} else if m := catchUp.FindStringSubmatch(text); m != nil {
		g.topic, g.fresh = m[1], true
	} else if anyNews.MatchString(text) {
		g.fresh = true
	} else if goOn.MatchString(text) {
		g.more = true
	} else if m := newElsewhere.FindStringSubmatch(text); m != nil {
		g.topic, g.fresh = m[1], true
	} else if m := firstMatch(elsewhere, text); m != "" {
		g.topic = m
	} else {
		return gistOf{}, false
	}
	if len(analysis.Sentences(g.topic)) > 1 || strings.Contains(g.topic, "?") || alsoAsks.MatchString(g.topic) {
		return gistOf{}, false
	}
	g.limit(now)
	if g.since.IsZero() && timed && !g.fresh || g.also != "" && g.topic == "" || slices.Contains(nobody, strings.ToLower(g.topic)) {
		return gistOf{}, false
	}
	if g.named = g.topic; slices.Contains(thatOne, strings.ToLower(g.topic)) {
		g.topic = ""
	}
	return g, true
}

// asksAfter begins what is a question and no topic: "the latest on when it closes".
var asksAfter = regexp.MustCompile(`(?i)^(?:what|when|whether|where|who|why|how|which|if)\b`)

// isTopic reports whether some words may be a topic that stands before what asks for news of it: no
// question, nothing that somebody does, and no time alone.
func isTopic(words string) bool {
	return !asksAfter.MatchString(words) && !verb.MatchString(words) && question.OwnWords(words) > 0 && len(strings.Fields(words)) <= longestTopic
}

// longestTopic is how many words of a topic stand before what asks for news of it at most.
const longestTopic = 6

// firstMatch returns what the first of some patterns that matches a text has in its group, ""
// where none does.
func firstMatch(patterns []*regexp.Regexp, text string) string {
	for _, p := range patterns {
		if m := p.FindStringSubmatch(text); m != nil {
			return m[1]
		}
	}
	return ""
}

// Requested reads a message that asks for a summary and nothing else: of what, in its words, and
// since when, zero for always.
func Requested(text string, now time.Time) (topic string, since time.Time, ok bool) {
	g, ok := readGist(text, now)
	return g.named, g.since, ok && g.also == ""
}

// limit takes the times out of the topic.
func (g *gistOf) limit(now time.Time) {
	for {
		bare := asides.ReplaceAllString(g.topic, "")
		if without := lately.ReplaceAllString(bare, ""); without != bare {
			bare, g.fresh = without, true
		}
		if bare == g.topic {
			break
		}
		g.topic = bare
	}
	g.topic, g.since, g.until = question.Times(g.topic, now)
	g.topic = strings.Trim(g.topic, " ,;:–—-")
}

// follows reads a message that only puts another topic or time in the place of
// those of a request before it: "And since Monday?", "What about Norwind?"
func (g gistOf) follows(text string, now time.Time) (gistOf, bool) {
	text = strings.TrimRight(prose.OneLine(text), " ?!.…")
	at := putsAnother.FindStringIndex(text)
	if at == nil {
		return gistOf{}, false
	}
	next := gistOf{topic: text[at[1]:]}
	next.limit(now)
	next.fresh = g.fresh && next.since.IsZero()
	if next.since.IsZero() && next.until.IsZero() {
		next.since, next.until, next.loose = g.since, g.until, true
	} else if next.topic == "" {
		next.topic = g.topic
		return next, true
	}
	return next, next.topic != "" && !verb.MatchString(next.topic) && len(question.Alone(next.topic).Names) > 0
}

// putsAnother begins a message that puts something in the place of another.
var putsAnother = regexp.MustCompile(`(?i)^(?:(?:and|or|but|so|then|ok|okay)[, ]+)?(?:(?:what|how) about|and|und|or) (?:(?:about|on|for|with) )?`)

// correction begins a message that says what a question before it meant.
var correction = regexp.MustCompile(`(?i)^(?:(?:no|nope|sorry|oh|ah|hm+|wait|nein|oops)\b[\s,.!–—-]*)*(?:(?:i meant?|i was asking (?:about|for)|ich mein(?:t)?e)[\s,:]+(?:to ask (?:about )?)?|(?:not (?:that|this)(?: one)?|rather)[\s,.:–—-]+)`)

// refusal begins a message that names another thing than the one before it.
var refusal = regexp.MustCompile(`(?i)^(?:no|nope|nein)\b[\s,.!–—-]+(the (?:\S+ ?){1,6})$`)

// corrected returns what a message says that a question before it meant, as a
// question, and whether it says so.
func corrected(text string) (string, bool) {
	text = strings.TrimRight(prose.OneLine(text), " .!")
	meant := ""
	if at := correction.FindStringIndex(text); at != nil {
		meant = text[at[1]:]
	} else if m := refusal.FindStringSubmatch(text); m != nil && !verb.MatchString(m[1]) {
		meant = m[1]
	}
	switch r := question.Alone(meant); {
	case meant == "":
		return text, false
	case r.Timed, r.Counted, r.Named, addition.MatchString(meant), strings.HasSuffix(meant, "?"):
		return meant, true
	}
	return "And " + meant + "?", true
}

// otherOne matches what tells one thing from another only to who wrote it.
var otherOne = regexp.MustCompile(`(?i)^(?:and )?(?:the )?(?:other|second|first|latter|former|last)(?: one)?\W*$`)

// A wording is a request to put the answer before it in other words.
type wording int

const (
	asItIs wording = iota
	shorten
	translate
	rephrase
)

var wordings = []struct {
	as    wording
	asked *regexp.Regexp
}{
	{shorten, regexp.MustCompile(`(?i)^(?:` + politely + `(?:make|say|put|keep) (?:it|that|this|your answer) )?(?:(?:a bit|a little|much|even) )?(?:shorter|briefer|short|brief|more concise|kürzer)(?: version)?$`)},
	{shorten, regexp.MustCompile(`(?i)^` + politely + `(?:shorten|condense) (?:it|that|this|(?:your|the) answer)$|^(?:the )?(?:in short|in brief|short version|in (?:one|a|two|1|2) (?:sentences?|lines?|words?)|tl;?dr)$`)},
	{translate, regexp.MustCompile(`(?i)^` + politely + `(?:translate|say|put|write|repeat) (?:(?:it|that|this|(?:your|the) answer) )?(?:(?:in)?to|in) (?:` + languages + `)$|^(?:and )?(?:in|auf|en) (?:` + languages + `)$|^(?:kannst du )?(?:das )?(?:übersetze?n?)\b.{0,30}$`)},
	{rephrase, regexp.MustCompile(`(?i)^(?:` + politely + `(?:make|say|put|explain) (?:it|that|this|your answer) )?(?:(?:a bit|much|even) )?(?:simpler|more simply|differently|in (?:simple|simpler|plain|other|your own) (?:words|terms|english|language)|as (?:a list|bullet points|bullets)|in bullet points|in bullets)$`)},
	{rephrase, regexp.MustCompile(`(?i)^what do you mean(?: by (?:that|this|it))?$|^` + politely + `(?:rephrase|reword|simplify) (?:it|that|this|(?:your|the) answer)$`)},
}

// remarks are messages on the answer before them that ask for no other, and what is
// said to them.
var remarks = map[string]*regexp.Regexp{
	noticeDoubted: regexp.MustCompile(`(?i)^(?:(?:no|nope|nein|hm+|really|wait|sorry)\b[\s,.!?–—-]*)*(?:are you (?:really |quite )?(?:sure|certain)(?: (?:about|of) (?:that|this|it))?|` +
		`(?:that|this|it)(?:'s|’s| is| was| sounds| seems| looks) (?:just |simply |plain )?(?:not (?:right|true|correct)|wrong|false|incorrect|nonsense|outdated|out of date|old news)|(?:that|this|it) (?:isn't|isn’t) (?:right|true|correct)|` +
		`i (?:don't|don’t|do not) (?:think so|believe (?:that|this|it|you))|i disagree|really|wrong|you(?:'re|’re| are) wrong|bist du (?:dir )?sicher|das (?:ist|war) (?:falsch|nicht richtig)|das stimmt (?:so )?nicht|wirklich)$`),
	noticeSource: regexp.MustCompile(`(?i)^(?:(?:what(?:'s|’s| is| are)|where(?:'s|’s| is| are)|(?:can|could) (?:you|i|we) (?:show|give|have|see|get|send)|show|give|send)(?: me| us)? )?(?:(?:the|your|a|any) )?(?:sources?|links?|references?|quellen?)(?: (?:for|of|to) (?:that|this|it))?(?: please)?$|` +
		`^(?:(?:which|what) (?:article|outlet)|who) (?:says|said) (?:that|this|so)$|^where (?:does|did) (?:that|this|it) come from$|^where (?:do|did) you (?:get|have) (?:that|this) from$|^where is (?:that|this) from$|` +
		`^how do you know(?: that| this)?$|^says who$|^based on what$|^woher (?:weißt|hast) du das$|^wer sagt das$`),
}

// remarkOn returns what is said to a message that is a remark on the answer before
// it; "" where it is none.
func remarkOn(text string) string {
	text = bare(text)
	for notice, said := range remarks {
		if said.MatchString(text) {
			return notice
		}
	}
	return ""
}

const languages = `english|german|deutsch|french|français|spanish|español|italian|portuguese|dutch|polish|turkish|russian|ukrainian|arabic|chinese|japanese|korean|hindi|swedish|danish|norwegian|englisch|französisch`

// wordingIn says how a message asks to have the answer before it put.
func wordingIn(text string) wording {
	text = bare(text)
	for _, said := range []string{text, asides.ReplaceAllString(text, "")} {
		for _, w := range wordings {
			if w.asked.MatchString(said) {
				return w.as
			}
		}
	}
	return asItIs
}

// An asked turn is what a turn of a thread asked, once it is read after those
// before it.
type askedTurn struct {
	Turn
	matter string // what to search for; empty where the answer before was to be put otherwise
	gist   *gistOf
}

// readThread reads the turns of a thread.
func readThread(thread []Turn, now time.Time) []askedTurn {
	var all []askedTurn
	var last *gistOf
	for _, t := range thread {
		turn := askedTurn{Turn: t, matter: prose.OneLine(t.Question)}
		switch g, ok := gistAfter(t.Question, last, now); {
		case len(t.Citations) > 0 && linkIn.MatchString(t.Question) && onlyLinks.MatchString(prose.OneLine(linkIn.ReplaceAllString(t.Question, " "))):
			turn.matter = t.Citations[0].Title
		case wordingAfter(t.Question, all, now) != asItIs, len(all) > 0 && remarkOn(t.Question) != "":
			turn.matter, turn.gist = "", last
		case ok:
			turn.matter, turn.gist = g.topic, &g
		default:
			turn.matter, _ = corrected(t.Question)
		}
		last = turn.gist
		all = append(all, turn)
	}
	return all
}

// wordingAfter says how a message asks to have the answer before it put: a summary
// of what was summarised just now is a shorter one.
func wordingAfter(text string, thread []askedTurn, now time.Time) wording {
	if len(thread) == 0 {
		return asItIs
	}
	if g, ok := readGist(text, now); ok && g.topic == "" && g.since.IsZero() && !g.fresh && !g.more && thread[len(thread)-1].gist != nil {
		return shorten
	}
	return wordingIn(text)
}

// gistAfter reads a request for a summary, or one that changes that before it.
func gistAfter(text string, last *gistOf, now time.Time) (gistOf, bool) {
	if g, ok := readGist(text, now); ok || last == nil {
		return g, ok
	}
	text, _ = corrected(text)
	return last.follows(text, now)
}

// matterOf returns the last question of a thread that has a matter of its own,
// with what was asked before it.
func matterOf(thread []askedTurn) (text string, before []askedTurn) {
	for i, t := range slices.Backward(thread) {
		if t.matter != "" {
			return t.matter, thread[:i]
		}
	}
	return "", nil
}
