package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/digest"
	"footnote/internal/schedule"
	"footnote/internal/store"
	"footnote/internal/watch"
)

// A Standing keeps digests and watches; package store has one.
type Standing interface {
	SetDigest(ctx context.Context, d store.Digest, now time.Time) (store.Digest, error)
	Digest(ctx context.Context, channel, kind string) (store.Digest, error)
	RemoveDigest(ctx context.Context, channel, kind string) error
	StoryTold(ctx context.Context, slotID int64, n int) (store.ToldStory, error)
	MuteStory(ctx context.Context, storyID int64) error
	LessOfStory(ctx context.Context, storyID int64) error
	Watches(ctx context.Context) ([]store.Watch, error)
	RemoveWatch(ctx context.Context, id int64) error
	PauseWatch(ctx context.Context, id int64, paused bool) error
	QuietWatch(ctx context.Context, id int64, quiet string) error
}

// readDigest reads what a digest is to be: a schedule, and options behind it,
// "about energy, trams from The Ledger most 3 language de silent". Its errors
// are for its author. isOutlet knows the outlets of the library.
func readDigest(text string, isOutlet func(string) bool) (d store.Digest, s schedule.Schedule, err error) {
	d.Kind = store.Daily
	if rest, ok := cutBegin(text, "weekly"); ok {
		d.Kind, text = store.Weekly, rest
	}
	when, options := cutOptions(strings.Fields(text), isOutlet)
	if s, err = schedule.Parse(strings.Join(when, " "), ""); err != nil {
		return d, s, err
	}
	if d.Kind == store.Weekly && !s.Days.Single() {
		return d, s, errors.New(`say on which day of the week, as in "weekly Fridays 16:00 London"`)
	}
	for _, o := range options {
		if err := setOption(&d, o.name, strings.Trim(strings.Join(o.value, " "), " ,.;")); err != nil {
			return d, s, err
		}
	}
	d.Schedule = s.String()
	return d, s, nil
}

// A digestOption is one of the words that begin an option, and what follows.
type digestOption struct {
	name  string
	value []string
}

// cutOptions cuts options off a schedule. In a list of topics or outlets a
// word is an option only where what follows can be its value: "language
// models" and "news from Ukraine" are topics.
func cutOptions(all []string, isOutlet func(string) bool) (when []string, options []digestOption) {
	for i, w := range all {
		name, n := optionWord(w), len(options)
		in := ""
		if n > 0 {
			in = options[n-1].name
		}
		listed := in == "about" || in == "from"
		switch {
		case name != "" && (!listed || in != name && fits(name, all[:i], all[i+1:], isOutlet)):
			options = append(options, digestOption{name: name})
		case n == 0:
			when = append(when, w)
		default:
			options[n-1].value = append(options[n-1].value, w)
		}
	}
	return when, options
}

// optionWord returns the option that a word may begin, or "".
func optionWord(w string) string {
	switch w = normal(w); w {
	case "about", "from", "most", "language", "silent":
		return w
	}
	return ""
}

// fits reports whether words in a list can be an option with its value.
func fits(name string, before, after []string, isOutlet func(string) bool) bool {
	ends := func(n int) bool { return len(after) == n || len(after) > n && optionWord(after[n]) != "" }
	word := ""
	if len(after) > 0 {
		word = strings.Trim(after[0], " ,.;")
	}
	switch name {
	case "silent":
		return ends(0)
	case "most":
		_, err := strconv.Atoi(word)
		return err == nil && ends(1)
	case "language":
		return languageCode(word) != "" && ends(1)
	case "from": // no topic begins with it
		return strings.HasSuffix(before[len(before)-1], ",") || outletsWord(word) || beginsOutlet(after, isOutlet)
	}
	return true
}

// outletsWord reports whether a word says that outlets follow, known or not.
func outletsWord(w string) bool {
	return strings.EqualFold(w, "outlet") || strings.EqualFold(w, "outlets")
}

// maxOutlet is how many words an outlet's name has at most.
const maxOutlet = 6

// beginsOutlet reports whether words begin with the name of an outlet.
func beginsOutlet(all []string, isOutlet func(string) bool) bool {
	for n := 1; n <= min(maxOutlet, len(all)); n++ {
		if name := strings.Trim(strings.Join(all[:n], " "), " ,.;"); name != "" && isOutlet(name) {
			return true
		}
	}
	return false
}

// languageCode returns the ISO 639-1 code that a word is, or "".
func languageCode(w string) string {
	base, err := language.ParseBase(w)
	if err != nil || len(base.String()) != 2 {
		return ""
	}
	return base.String()
}

func setOption(d *store.Digest, name, value string) (err error) {
	switch name {
	case "about":
		if d.Topics = commaList(value); d.Topics == nil {
			return errors.New(`say about what, as in "about energy, trams"`)
		}
	case "most":
		if d.Most, err = strconv.Atoi(value); err != nil || d.Most < 1 || d.Most > digest.MaxMost {
			return fmt.Errorf("most is a number from 1 to %d", digest.MaxMost)
		}
	case "language":
		if d.Lang = languageCode(value); d.Lang == "" {
			return errors.New("language is a code of two letters, as de for German")
		}
	case "silent":
		if d.Silent = true; value != "" {
			return fmt.Errorf("nothing can stand behind silent, as %q does", value)
		}
	case "from":
		if first, rest, _ := strings.Cut(value, " "); outletsWord(first) {
			value = rest
		}
		if d.Outlets = commaList(value); d.Outlets == nil {
			return errors.New(`say from which outlets, as in "from The Ledger"`)
		}
	}
	return nil
}

func commaList(text string) (out []string) {
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

// standing returns a command about what stands in a channel, which is not to
// be given in a direct message between two people: the bot cannot tell anything
// there, and what one of them set the other would read.
func (b *Bot) standing(do doing) doing {
	return func(ctx context.Context, q store.Question, l lang) (content, error) {
		if isDirect(q.Channel) {
			is, err := b.isIn(ctx, q.Channel)
			switch {
			case err != nil:
				return content{}, err
			case !is:
				return words(l.say("Nothing can be told here: this is a direct message between people. Give this command in a channel, or in a direct message to me.")), nil
			}
		}
		return do(ctx, q, l)
	}
}

// isIn reports whether the bot is in a channel or direct message: it reads no
// other.
func (b *Bot) isIn(ctx context.Context, channel string) (bool, error) {
	err := b.api.retry(ctx, func(ctx context.Context) error {
		_, err := b.api.slack.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: channel, Limit: 1})
		return err
	})
	switch codeOf(err) {
	case "not_in_channel", "channel_not_found":
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look into %s: %w", channel, err)
	}
	return true, nil
}

// standsHere reports whether what stands in a channel is of the place where a
// command is given. In a direct message it is its person's as well; what was
// set from a terminal is nobody's.
func standsHere(channel, person string, q store.Question) bool {
	return channel == q.Channel && (!isDirect(channel) || person == "" || person == q.User)
}

func (b *Bot) digestCommand(ctx context.Context, q store.Question, l lang) (content, error) {
	switch strings.ToLower(strings.TrimSpace(q.Text)) {
	case "show", "list":
		return b.showDigests(ctx, q, l)
	case "off":
		return b.endDigest(ctx, q, store.Daily, l)
	case "weekly off":
		return b.endDigest(ctx, q, store.Weekly, l)
	}
	reader, err := b.ReaderOf(ctx, q.Channel, q.User)
	if err != nil {
		return content{}, err
	}
	d, s, err := readDigest(q.Text, b.outletsOf(ctx, reader))
	if err != nil {
		return words(l.say("I cannot read that: %s.", cutEscaped(err.Error(), 300, mrkdwn))), nil
	}
	if err := b.joined(ctx, q.Channel); err != nil {
		return content{}, err
	}
	d.Channel, d.Person = q.Channel, q.User
	if _, err := b.store.SetDigest(ctx, d, b.now()); err != nil {
		return content{}, err
	}
	return words(append([]string{l.say("The digest is set.")}, b.digestLines(d, s, l)...)...), nil
}

// outletsOf returns whether an outlet is one of those that a reader knows.
func (b *Bot) outletsOf(ctx context.Context, r article.Reader) func(string) bool {
	return func(name string) bool {
		for _, err := range b.store.Articles(ctx, store.Filter{Reader: &r, Outlet: name, Limit: 1}) {
			return err == nil
		}
		return false
	}
}

// digestLines says what a digest is and when it is due next.
func (b *Bot) digestLines(d store.Digest, s schedule.Schedule, l lang) []string {
	facts := []string{"*" + mrkdwn(d.Schedule) + "*"}
	if d.Kind == store.Weekly {
		facts = append(facts, l.say("a look back at the week"))
	}
	if d.Topics != nil {
		facts = append(facts, l.say("topics: %s", cutEscaped(strings.Join(d.Topics, ", "), 300, mrkdwn)))
	}
	if d.Outlets != nil {
		facts = append(facts, l.say("outlets: %s", cutEscaped(strings.Join(d.Outlets, ", "), 300, mrkdwn)))
	}
	if d.Lang != "" {
		facts = append(facts, l.say("language: %s", d.Lang))
	}
	var next []string
	for _, slot := range s.Next(b.now(), 3) {
		next = append(next, slot.At.Format("Mon 2 Jan 15:04 MST"))
	}
	return []string{strings.Join(facts, " · "), l.say("Next: %s", strings.Join(next, " · "))}
}

func (b *Bot) showDigests(ctx context.Context, q store.Question, l lang) (content, error) {
	var lines []string
	for _, kind := range []string{store.Daily, store.Weekly} {
		d, err := b.ownDigest(ctx, q, kind)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return content{}, err
		}
		s, err := schedule.Parse(d.Schedule, "UTC")
		if err != nil {
			return content{}, err
		}
		lines = append(lines, b.digestLines(d, s, l)...)
	}
	if lines == nil {
		lines = []string{l.say("No digest is set here.")}
	}
	return words(lines...), nil
}

// ownDigest returns the digest of this place, or store.ErrNotFound.
func (b *Bot) ownDigest(ctx context.Context, q store.Question, kind string) (store.Digest, error) {
	d, err := b.store.Digest(ctx, q.Channel, kind)
	if err == nil && !standsHere(d.Channel, d.Person, q) {
		return store.Digest{}, store.ErrNotFound
	}
	return d, err
}

func (b *Bot) endDigest(ctx context.Context, q store.Question, kind string, l lang) (content, error) {
	_, err := b.ownDigest(ctx, q, kind)
	if err == nil {
		err = b.store.RemoveDigest(ctx, q.Channel, kind)
	}
	switch {
	case errors.Is(err, store.ErrNotFound):
		return words(l.say("No digest is set here.")), nil
	case err != nil:
		return content{}, err
	}
	return words(l.say("There will be no more of it.")), nil
}

// watchVerbs are the words that begin a command about what is watched.
var watchVerbs = map[string]string{
	"list": "list", "show": "list", "history": "history", "pause": "pause", "resume": "resume",
	"remove": "remove", "delete": "remove", "quiet": "quiet",
}

// watchFillers may stand in such a command and say nothing of a matter.
var watchFillers = strings.Fields("all everything please it this that the my watch watches question questions number no nr alle alles bitte")

// A watchOrder is what a text behind /watch says: something to do with the
// watch of a number, or else a question to watch.
type watchOrder struct {
	question bool
	verb     string // one of watchVerbs; empty for another word
	id       int64  // 0 for none, or several
	tail     string // behind the number of quiet
}

// readWatch reads what stands behind /watch. A question has more than one word
// beside numbers and fillers, or a question mark; what has not is a command,
// or a slip in one.
func readWatch(text string) watchOrder {
	all := strings.Fields(text)
	if len(all) == 0 {
		return watchOrder{}
	}
	o := watchOrder{verb: watchVerbs[normal(all[0])]}
	if o.verb == "quiet" && len(all) > 1 {
		if id, ok := watchNumber(all[1]); ok {
			return watchOrder{verb: o.verb, id: id, tail: strings.Join(all[2:], " ")}
		}
	}
	matter, numbers := 0, 0
	for _, w := range all {
		if id, ok := watchNumber(w); ok {
			o.id = id
			numbers++
		} else if !slices.Contains(watchFillers, normal(w)) {
			matter++
		}
	}
	if numbers > 1 {
		o.id = 0
	}
	letter := first(strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }))
	spaced := letter == 0 || unicode.Is(unicode.Latin, letter) // other scripts may put no space between words
	o.question = matter > 1 || matter == 1 && o.verb == "" && (!spaced || strings.HasSuffix(text, "?"))
	return o
}

// watchNumber reads the number of a watch: 3, #3.
func watchNumber(word string) (int64, bool) {
	id, err := strconv.ParseInt(strings.Trim(word, "#.,;:!?"), 10, 64)
	return id, err == nil && id > 0
}

func (b *Bot) watchCommand(ctx context.Context, q store.Question, l lang) (content, error) {
	text := questionText(q.Text, b.me.UserID)
	switch o := readWatch(text); {
	case o.question:
		return b.addWatch(ctx, q, l)
	case o.verb == "list":
		return b.listWatches(ctx, q, l)
	case o.verb != "" && o.id > 0:
		return b.changeWatch(ctx, q, o, l)
	case o.verb != "":
		return words(l.say("Which one? Give its number, which `/watch list` shows, as in `/watch %s 3`.", o.verb)), nil
	}
	spec, _ := commandNamed("/watch")
	return words(l.say("“%s” is no question that can be watched. Ask it in full.", cutEscaped(text, 40, mrkdwn)), l.say(spec.help)), nil
}

// addWatch begins to watch a question.
func (b *Bot) addWatch(ctx context.Context, q store.Question, l lang) (content, error) {
	if b.cfg.Watches == nil {
		return words(l.say("Nothing can be watched here.")), nil
	}
	if err := b.joined(ctx, q.Channel); err != nil {
		return content{}, err
	}
	w, ans, err := b.cfg.Watches.Add(ctx, store.Watch{Channel: q.Channel, User: q.User, Question: questionText(q.Text, b.me.UserID)})
	switch {
	case errors.Is(err, watch.ErrLength):
		return words(l.say("A question to watch has at most %d characters.", watch.MaxQuestion)), nil
	case errors.Is(err, store.ErrTooMany):
		return words(l.say("Enough is watched already. `/watch list` shows what; `/watch remove NUMBER` ends one.")), nil
	case err != nil:
		return content{}, err
	}
	c := words(l.say("Question %d is watched. I tell here when its answer changes. Today it is:", w.ID))
	return c.with(partBlocks(watch.AnswerPart("", ans), maxBlocks/2)...), nil
}

// ownWatch returns a watch of this place, or store.ErrNotFound.
func (b *Bot) ownWatch(ctx context.Context, q store.Question, id int64) (store.Watch, error) {
	all, err := b.store.Watches(ctx)
	if err != nil {
		return store.Watch{}, err
	}
	for _, w := range all {
		if w.ID == id && standsHere(w.Channel, w.User, q) {
			return w, nil
		}
	}
	return store.Watch{}, store.ErrNotFound
}

// changeWatch does what a command says about one watch.
func (b *Bot) changeWatch(ctx context.Context, q store.Question, o watchOrder, l lang) (content, error) {
	var do func() error
	switch o.verb {
	case "remove":
		do = func() error { return b.store.RemoveWatch(ctx, o.id) }
	case "pause", "resume":
		do = func() error { return b.store.PauseWatch(ctx, o.id, o.verb == "pause") }
	case "quiet":
		hours, err := readQuiet(o.tail)
		if err != nil {
			return words(l.say("I cannot read that: %s.", cutEscaped(err.Error(), 300, mrkdwn))), nil
		}
		do = func() error { return b.store.QuietWatch(ctx, o.id, hours.String()) }
	case "history":
		if b.cfg.Watches == nil {
			return words(l.say("Nothing can be watched here.")), nil
		}
	}
	w, err := b.ownWatch(ctx, q, o.id)
	if err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return words(l.say("Nothing with this number is watched here.")), nil
		}
		return content{}, err
	}
	if do == nil {
		return b.watchHistory(ctx, w, q.User, l)
	}
	if err := do(); err != nil {
		return content{}, err
	}
	return words(l.say("Done.")), nil
}

// readQuiet reads quiet hours, or "off" for none.
func readQuiet(text string) (watch.Quiet, error) {
	switch normal(text) {
	case "":
		return watch.Quiet{}, errors.New(`quiet hours are written as "22-7 Berlin", or "off" for none`)
	case "off":
		return watch.Quiet{}, nil
	}
	return watch.ParseQuiet(text)
}

func (b *Bot) watchHistory(ctx context.Context, w store.Watch, user string, l lang) (content, error) {
	given, err := b.cfg.Watches.HistoryFor(ctx, w, user)
	if err != nil {
		return content{}, err
	}
	var lines []string
	for line := range strings.SplitSeq(watch.Timeline(given), "\n") {
		lines = append(lines, cutEscaped(line, 500, mrkdwn))
	}
	slices.Reverse(lines)
	return listing("", l.newest(lines)), nil
}

func (b *Bot) listWatches(ctx context.Context, q store.Question, l lang) (content, error) {
	all, err := b.store.Watches(ctx)
	if err != nil {
		return content{}, err
	}
	var lines []string
	for _, w := range all {
		if !standsHere(w.Channel, w.User, q) {
			continue
		}
		line := fmt.Sprintf("%d · %s", w.ID, cutEscaped(w.Question, 300, mrkdwn))
		if w.Paused {
			line += " · " + l.say("paused")
		}
		lines = append(lines, line)
	}
	if lines == nil {
		return words(l.say("Nothing is watched here.")), nil
	}
	slices.Reverse(lines)
	return listing("", l.newest(lines)), nil
}

// onStory returns what a button under a story of a digest does: what it says
// to who clicked comes from do.
func onStory(do func(b *Bot, ctx context.Context, in interaction, st store.ToldStory, l lang) (content, error)) clicked {
	return func(b *Bot, ctx context.Context, in interaction, a action) {
		l := b.langOf(ctx, in.User)
		c, err := b.ofStory(ctx, in, a, l, do)
		if err != nil {
			id := newID()
			b.log.Error("bot digest button", "id", id, "err", err)
			c = words(mrkdwn(l.apology(err, id)))
		}
		if err := b.whisper(ctx, in.ear(), c); err != nil {
			b.log.Warn("bot digest button", "err", err)
		}
	}
}

func (b *Bot) ofStory(ctx context.Context, in interaction, a action, l lang,
	do func(b *Bot, ctx context.Context, in interaction, st store.ToldStory, l lang) (content, error),
) (content, error) {
	slot, place, _ := strings.Cut(a.Value, ".")
	slotID, err := strconv.ParseInt(slot, 10, 64)
	n, also := strconv.Atoi(place)
	if err = cmp.Or(err, also); err != nil {
		return content{}, fmt.Errorf("read button %q: %w", a.ID, err)
	}
	st, err := b.store.StoryTold(ctx, slotID, n)
	if errors.Is(err, store.ErrNotFound) {
		return words(l.say("This story is no longer kept.")), nil
	}
	if err != nil {
		return content{}, err
	}
	return do(b, ctx, in, st, l)
}

func (b *Bot) muteStory(ctx context.Context, _ interaction, st store.ToldStory, l lang) (content, error) {
	return words(l.say("This channel will not hear how that goes on.")), b.store.MuteStory(ctx, st.ID)
}

func (b *Bot) lessOfStory(ctx context.Context, _ interaction, st store.ToldStory, l lang) (content, error) {
	return words(l.say("Noted: stories like this will stand further down.")), b.store.LessOfStory(ctx, st.ID)
}

// moreOfStory shows the articles of a story that the person may see.
func (b *Bot) moreOfStory(ctx context.Context, in interaction, st store.ToldStory, l lang) (content, error) {
	reader, err := b.ReaderOf(ctx, in.Channel, in.User)
	if err != nil {
		return content{}, err
	}
	var cs []answer.Citation
	for _, id := range st.Articles {
		a, err := b.store.Article(ctx, id)
		if errors.Is(err, store.ErrNotFound) || err == nil && !reader.Sees(a.Scope) {
			continue
		}
		if err != nil {
			return content{}, err
		}
		cs = append(cs, citationOf(a))
	}
	if cs == nil {
		return words(l.say("This story is no longer kept.")), nil
	}
	return words(cutEscaped(st.Title, maxTitle, mrkdwn)).with(contextBlocks(notes(cs, false, maxBlocks/2, l))...), nil
}

func citationOf(a article.Article) answer.Citation {
	return answer.Citation{
		ArticleID: a.ID, Title: a.Name(), Source: a.Outlet, URL: a.URL, Published: a.Published,
		Link: answer.Link(a.URL, "", "", 0, 0), File: a.FileName(),
	}
}

// askOfStory makes the thread one that the bot takes part in, about the story:
// what is asked there next leans on it.
func (b *Bot) askOfStory(ctx context.Context, in interaction, st store.ToldStory, l lang) (content, error) {
	thread := cmp.Or(in.ThreadTS, in.MessageTS)
	q, claimed, err := b.store.ClaimQuestion(ctx, store.Question{
		Channel: in.Channel, TS: fmt.Sprintf("story.%d.%s", st.ID, thread), ThreadTS: thread, User: in.User, Text: st.Title, Asked: b.now(),
	}, b.owner, b.pace.lease, b.now())
	if err != nil {
		return content{}, err
	}
	if claimed {
		if err := b.store.FinishQuestion(ctx, q.ID, store.Record{Text: st.Title, Outcome: string(answer.Extracted)}); err != nil {
			return content{}, err
		}
	}
	return words(l.say("Ask in this thread what you want to know about it.")), nil
}
