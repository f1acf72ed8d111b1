package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"footnote/internal/answer"
	"footnote/internal/schedule"
	"footnote/internal/store"
	"footnote/internal/watch"
)

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
// beside numbers and fillers, and more than two where the first is a verb, or a
// question mark; what has not is a command, or a slip in one.
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
	asks := strings.HasSuffix(text, "?")
	switch {
	case o.verb != "":
		o.question = matter > 2 || matter == 2 && asks
	default:
		o.question = matter > 1 || matter == 1 && (!spaced || asks)
	}
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
	if topic, _, ok := answer.Requested(questionText(q.Text, b.me.UserID), b.now()); ok { // no answer of which could be another
		return words(l.say("What is new about a topic is told by a digest: `/digest weekdays at 8:30 about %s`. `/watch` takes a question with an answer that may change.",
			cutEscaped(cmp.Or(topic, "energy, trams"), 80, mrkdwn))), nil
	}
	if err := b.joined(ctx, q.Channel); err != nil {
		return content{}, err
	}
	text := questionText(q.Text, b.me.UserID)
	same := func(w store.Watch) bool {
		return normal(w.Question) == normal(text) && b.readAlike(ctx, q.Channel, w.User, q.User)
	}
	if w, err := b.ownWatch(ctx, q, same); err == nil { // a change would be told once for each
		return words(l.say("That is watched here already: it is question %d of `/watch list`.", w.ID)), nil
	} else if !errors.Is(err, store.ErrNotFound) {
		return content{}, err
	}
	w, ans, err := b.cfg.Watches.Add(ctx, store.Watch{Channel: q.Channel, User: q.User, Question: text})
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

// readAlike reports whether what either of two people sets in a channel is
// answered from the same articles.
func (b *Bot) readAlike(ctx context.Context, channel, one, other string) bool {
	if one == other {
		return true
	}
	x, err := b.ReaderOf(ctx, channel, one)
	y, err2 := b.ReaderOf(ctx, channel, other)
	return err == nil && err2 == nil && slices.Equal(x, y)
}

// ownWatch returns a watch of this place, or store.ErrNotFound.
func (b *Bot) ownWatch(ctx context.Context, q store.Question, is func(store.Watch) bool) (store.Watch, error) {
	all, err := b.store.Watches(ctx)
	if err != nil {
		return store.Watch{}, err
	}
	for _, w := range all {
		if is(w) && standsHere(w.Channel, w.User, q) {
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
		hours, err := readQuiet(o.tail, b.zoneOf(ctx, q.User))
		if err != nil {
			return words(l.unread(err)), nil
		}
		do = func() error { return b.store.QuietWatch(ctx, o.id, hours.String()) }
	case "history":
		if b.cfg.Watches == nil {
			return words(l.say("Nothing can be watched here.")), nil
		}
	}
	w, err := b.ownWatch(ctx, q, func(w store.Watch) bool { return w.ID == o.id })
	if err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return words(l.say("Nothing with this number is watched here. `/watch list` shows what is.")), nil
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

// readQuiet reads quiet hours, or "off" for none. Where they name no time zone, zone
// is it.
func readQuiet(text, zone string) (watch.Quiet, error) {
	switch normal(text) {
	case "":
		return watch.Quiet{}, schedule.Problemf(`quiet hours are written as "22-7 Berlin", or "off" for none`)
	case "off":
		return watch.Quiet{}, nil
	}
	return watch.ParseQuiet(text, zone)
}

func (b *Bot) watchHistory(ctx context.Context, w store.Watch, user string, l lang) (content, error) {
	given, err := b.cfg.Watches.HistoryFor(ctx, w, user)
	if err != nil {
		return content{}, err
	}
	var lines []string
	for _, g := range given {
		lines = append(lines, l.dayOf(g.At)+": "+cutEscaped(g.Line(), 500, mrkdwn))
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
		if w.Quiet != "" {
			line += " · " + l.say("quiet %s", mrkdwn(w.Quiet))
		}
		if w.Paused {
			line += " · " + l.say("paused")
		}
		lines = append(lines, line)
	}
	if lines == nil {
		return words(l.say("Nothing is watched here. `/watch QUESTION` begins it.")), nil
	}
	slices.Reverse(lines)
	return listing("", l.newest(lines)), nil
}
