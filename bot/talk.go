package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"footnote/internal/answer"
	"footnote/internal/slackwire"
	"footnote/internal/store"
)

// A chat is what somebody says to the bot that asks nothing of the library.
type chat int

const (
	noChat   chat = iota
	aboutBot      // asks what the bot is, or what it can do
	greeting      // "Good morning!"
	courtesy      // thanks, praise, a nod, or emoji alone
	adding        // asks to add what it links to
)

// chatOf says what chat a text is, as questionText returns it.
func chatOf(text string) chat {
	said := emoji.ReplaceAllString(text, " ")
	bare := normal(said)
	all := strings.Fields(bare)
	switch {
	case slices.Contains(asksOfBot, bare):
		return aboutBot
	case slices.Contains(callsBot, bare):
		return greeting
	case asksToAdd.MatchString(strings.TrimSpace(text)):
		return adding
	case bare == "" && (emoji.MatchString(text) || strings.ContainsFunc(said, pictorial)):
		return courtesy
	case bare == "":
		return aboutBot
	case len(all) > longestChat || strings.ContainsAny(said, questionMarks) || openers.MatchString(bare):
		return noChat
	case all[0] == "good" && len(all) > 1 && greets[all[1]] && allIn(all[1:], greetingWords), greets[all[0]] && allIn(all, greetingWords):
		return greeting
	case allIn(all, courtesyWords):
		return courtesy
	}
	return noChat
}

// longestChat is how many words a chat has at most.
const longestChat = 8

// questionMarks are those of the scripts that have one.
const questionMarks = "?？؟"

func allIn(words []string, set map[string]bool) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !set[w] })
}

// pictorial reports whether a character is a picture: an emoji that came as
// itself and not by its name.
func pictorial(r rune) bool { return unicode.Is(unicode.So, r) }

// asksOfBot are questions about the bot itself, as normal writes them.
var asksOfBot = []string{
	"help", "help me", "please help", "help please", "what can you do", "what can you do for me", "what do you do", "who are you",
	"what are you", "what is this", "what s this", "are you a bot", "are you an ai", "are you there", "how are you", "how does this work",
	"how do you work", "how do i use you", "how do i use this", "how can i use you", "how can you help", "how can you help me",
	"what can i ask", "what can i ask you", "hilfe", "was kannst du", "was machst du", "wer bist du", "was bist du", "wie funktioniert das",
	"wie funktionierst du", "wie geht das", "wie geht s", "wie geht es dir",
}

// callsBot are words to see whether the bot is there, as normal writes them.
var callsBot = []string{
	"test", "testing", "ping", "i have a question", "can i ask you something", "can i ask something", "can you help me with something",
	"i need help with something", "ich habe eine frage",
}

// asksToAdd is a message that asks to add what it links to, and nothing else.
var asksToAdd = regexp.MustCompile(`(?i)^(?:(?:please|can you|could you|bitte|kannst du) )*(?:add|save|import|bookmark|store|speichere?|nimm)\b(?: (?:this|that|these|it|the|diesen?|den))?(?: (?:link|links|article|articles|page|url|artikel|seite))?:?` +
	`(?:[\s,()]+https?://\S+| (?:and|und))+(?: (?:to|in|into|in die|zur) (?:the |our |your )?(?:library|bibliothek))?(?: (?:please|auf|bitte|hinzu))*[\s.!?]*$`)

// Words of greetings, first the ones that make a greeting, and of courtesy.
var (
	greets = wordSet(`hi hello hey hiya yo howdy greetings morning afternoon evening hallo moin servus guten guter abend bonjour bonsoir
		salut hola buenos buenas ciao`)
	greetingWords = wordSet(`hi hello hey hiya yo howdy greetings morning afternoon evening hallo moin servus guten guter morgen tag abend
		bonjour bonsoir salut hola buenos buenas días tardes ciao there footnote bot all everyone everybody team again to you dear zusammen`)
	courtesyWords = wordSet(`thanks thank thx ty cheers you so very much a lot many for the this that s is was it its helps helped helpful help
		your answer quick useful ok okay k oh ah hm hmm great nice cool perfect awesome amazing brilliant excellent wonderful super good job
		well done work got i see makes sense fair enough sounds interesting noted yes yep yeah no nope sure right indeed exactly agreed lol
		haha wow stop cancel alright fine love never mind nvm danke vielen dank schön sehr gut prima toll alles klar merci beaucoup gracias muchas
		grazie mille obrigado bedankt`)
)

// Words of a "yes", first the ones that may begin it.
var (
	agrees   = wordSet(`yes yep yeah yup sure right exactly correct indeed ja genau stimmt oui sí si`)
	agreeing = wordSet(`yes yep yeah yup sure right exactly correct indeed ja genau stimmt oui sí si ok please bitte thanks i did do mean meant that one it`)
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// isChat reports whether a message asks nothing of the library.
func (b *Bot) isChat(q store.Question) bool {
	c := chatOf(q.Text)
	return q.Kind == store.KindMessage && !isForget(q) && c != noChat && (c != adding || b.cfg.Adder != nil)
}

// meantBy returns the question that a "yes" asks: what the answer before it suggests
// was meant; "" where it asks none.
func (b *Bot) meantBy(ctx context.Context, e slackwire.Event) (string, error) {
	q := b.questionIn(e)
	said := strings.Fields(normal(q.Text))
	if len(said) == 0 || !agrees[said[0]] || !allIn(said, agreeing) {
		return "", nil
	}
	records, err := b.store.Thread(ctx, q.Channel, q.ThreadTS)
	if err == nil && len(records) == 0 && q.ThreadTS == q.TS && isDirect(q.Channel) {
		records, err = b.justBefore(ctx, q)
	}
	if err != nil || len(records) == 0 {
		return "", err
	}
	ans, err := answer.Decode(records[len(records)-1].Shown)
	if err != nil || ans.Outcome != answer.NotFound || len(ans.Suggestions) == 0 { // help, or a failure, is no answer
		return "", nil
	}
	return ans.Suggestions[0].Text, nil
}

// converse returns what replies to a chat: to who asks what the bot is with help, to a
// greeting with a line, to thanks with a nod. What is to be added is so as long as working
// lasts, and not only while the chat is held.
func (b *Bot) converse(working context.Context) func(context.Context, store.Question) {
	return func(ctx context.Context, q store.Question) {
		switch chatOf(q.Text) {
		case aboutBot:
			b.help(ctx, q)
		case greeting:
			b.tell(ctx, q, words(b.langOf(ctx, q.User).say(textHello)), outcomeHelp)
		case adding:
			b.addLinked(ctx, working, q)
		default:
			b.nod(ctx, q)
		}
	}
}

// nod puts an emoji under a message; one that says so ends the answer that is being written.
func (b *Bot) nod(ctx context.Context, q store.Question) {
	if slices.Contains([]string{"stop", "please stop", "stop please", "cancel"}, normal(q.Text)) {
		b.stop(q.Channel, q.ThreadTS)
	}
	b.react(ctx, q.Channel, q.TS, nodMark)
	b.log.Info("bot nod", "question", q.ID)
	if err := b.store.CloseQuestion(ctx, q.ID); err != nil {
		b.log.Error("bot close question", "question", q.ID, "err", err)
	}
}

// addLinked adds what a message links to, as if it had been marked.
func (b *Bot) addLinked(ctx, working context.Context, q store.Question) {
	act, err := b.claimGathering(ctx, gather(q.Text, nil, q.TS), store.Question{Team: q.Team, Channel: q.Channel, User: q.User}, "asked")
	if err != nil {
		b.log.Error("bot add", "question", q.ID, "err", err)
		return // the next attempt begins when the lease ends
	}
	if act != nil {
		act(working)
	}
	if err := b.store.CloseQuestion(ctx, q.ID); err != nil {
		b.log.Error("bot close question", "question", q.ID, "err", err)
	}
}

const textHello = "Hello! Ask me about the articles this team reads, as in _What's new this week?_ `help` says what else I can do."

// nodMark is the emoji that is put under thanks.
const nodMark = "+1"

// asks reports whether words in a thread, without the bot's name, ask for
// something that it may answer: colleagues talk to each other there too.
func asks(text string) bool {
	text = emoji.ReplaceAllString(questionText(text, ""), " ")
	said := strings.TrimSpace(strings.ToLower(text))
	bare := opening.ReplaceAllString(said, "")
	switch {
	case requests.MatchString(bare):
		return true
	case amongPeople.MatchString(bare):
		return false
	case strings.ContainsAny(said, questionMarks), openers.MatchString(bare), adds.MatchString(said):
		return true
	}
	// How other scripts ask is not known here.
	return strings.ContainsFunc(said, unicode.IsLetter) && !strings.ContainsFunc(said, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
}

var (
	// opening stands before what somebody asks.
	opening = regexp.MustCompile(`^(?:(?:and|but|so|or|also|then|ok|okay|oh|ah|hm+|well|wow|thanks|thank you|great|cool|nice|sorry|please|hi|hey|hello|` +
		`footnote|und|aber|also|bitte|danke)\b[\s,.!:;–—-]*)+`)
	// requests ask for something to be done, or take back what was asked.
	requests = regexp.MustCompile(`^(?:(?:can|could|would|will) you (?:please |also |maybe |just )*|i(?:'d|’d| would) like (?:you to |to |a |an |the )?|i (?:want|need) (?:you to |to |a |an |the )?|` +
		`kannst du |könntest du )?(?:(?:tell|show|list|give|find|search|look up|explain|describe|compare|summari[sz]e|sum (?:it |that |this )?up|recap|shorten|shorter|simpler|translate|rephrase|` +
		`rewrite|quote|cite|elaborate|expand|summary|overview|details?|more (?:on|about|details?)|in (?:short|brief|english|german|french|spanish|one sentence|bullet points?)|` +
		`as (?:a )?(?:list|bullets|bullet points)|make (?:it|that|this)|fasse?|zeige?|erklär\pL*|übersetze?|kürzer|auf (?:deutsch|englisch)|zusammenfassung|any (?:news|updates?))\b|tl;?dr)` +
		`|^(?:no\W+)?i meant?\b|^no\W+(?:not|the)\b|^not (?:that|this)\b`)
	// openers begin questions, with or without a mark at their end.
	openers = regexp.MustCompile(`^(?:(?:since|until|by|for|from|to|in|at|with|of|about|on) )?(?:what|who|whom|whose|which|where|when|why|how|is|are|was|were|do|does|did|has|have|had|` +
		`can|could|will|would|should|wer|wen|wem|wann|wo|wohin|woher|wie|warum|wieso|weshalb|welche[rsnm]?|ist|sind|hat|haben|gibt|qui|que|quand|où|comment|pourquoi|combien|` +
		`quel(?:le)?s?|est-ce|quién|qué|cuándo|dónde|cómo|cuánt[oa]s?|cuál|chi|cosa|quando|dove|come|perché|quanto|wat|wanneer|waar|hoe|waarom)\b`)
	// adds puts another matter in the place of the one before: "and in Sweden".
	adds = regexp.MustCompile(`^(?:(?:and|or|und|oder) (?:\S+ ?){1,4}|the other (?:one|two|\w+))$`)
	// amongPeople is how colleagues speak to each other and of themselves.
	amongPeople = regexp.MustCompile(`^(?:(?:what|how|when|why|where|who|was|wie|wann) )?(?:else )?(?:do|did|does|shall|should|could|can|will|would|are|were|have|has|is|am|was|may|might|` +
		`meinst|denkst|hast|bist|kannst|sollen|sollten|können|wollen) (?:you|we|i|anyone|anybody|someone|somebody|everyone|u|du|wir|ihr|jemand)\b|` +
		`^(?:any )?(?:thoughts|ideas|opinions|objections)\b|^(?:i|we|you|ich|wir)(?:'|’|\b)`)
)
