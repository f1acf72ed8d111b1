package bot

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"footnote/internal/slackwire"
	"footnote/internal/store"
)

// Bounds of what is read back of the time in which nobody was connected.
const (
	missedFor     = 24 * time.Hour     // how long ago it was said, at most
	missedOverlap = 5 * time.Minute    // read again before that, for the clocks of this machine and Slack's differ
	missedMost    = 40                 // questions that are answered
	missedPlaces  = 100                // conversations that are read
	missedThreads = 60                 // threads that are read
	missedSpots   = 7 * 24 * time.Hour // how long a thread is looked at in which was asked
	missedTries   = 5                  // of reading, where Slack does not answer
	heardPause    = 4                  // beats that were missed are a pause, as of a machine that slept
)

// hearLoop notes from time to time that all that was said is heard. What was
// said while it was not is read back: when this process begins, when it is
// connected anew, and after a pause.
func (b *Bot) hearLoop(ctx, working context.Context) {
	behind, tries := true, 0
	joined := false
	for {
		links, sockets := b.Links()
		select {
		case <-b.rejoined: // it comes before the link
			joined = true
		default:
		}
		behind = b.dropped.Swap(false) || behind || joined
		if links > 0 || joined || !sockets {
			err := b.hear(ctx, working, behind)
			if tries++; err == nil || tries == missedTries {
				behind, tries = false, 0
			}
			if err != nil && ctx.Err() == nil {
				b.log.Warn("bot read back", "again", behind, "err", err)
			}
		} else {
			behind = true
		}
		joined = false
		select {
		case <-b.rejoined:
			joined = true
		case <-time.After(b.pace.hear):
		case <-ctx.Done():
			if !b.heard.IsZero() { // else what those before it heard is kept
				b.noteHearing(ctx, store.Hearing{Heard: b.heard, Ended: true})
			}
			return
		}
	}
}

// hear notes until when everything is heard, once what was missed is read back.
func (b *Bot) hear(ctx, working context.Context, behind bool) error {
	now := b.now()
	before, err := b.store.Hearings(ctx)
	if err != nil {
		return err
	}
	links, _ := b.Links()
	known, last := links, time.Time{}
	for _, h := range before {
		if h.Owner != b.owner && h.Runs(now) {
			known += h.Links
		}
		if h.Heard.After(last) && !h.Heard.After(now) {
			last = h.Heard
		}
	}
	b.count.take(known, now, b.log)
	if behind = behind || now.Sub(last) > heardPause*b.pace.hear; behind && !last.IsZero() {
		b.noteHearing(ctx, store.Hearing{Heard: last, Links: links})
		since := last.Add(-missedOverlap)
		if earliest := now.Add(-missedFor); since.Before(earliest) {
			since = earliest
		}
		if err := b.catchUp(ctx, working, since); err != nil {
			return err
		}
	}
	b.noteHearing(ctx, store.Hearing{Heard: now, Links: links})
	return nil
}

func (b *Bot) noteHearing(ctx context.Context, h store.Hearing) {
	h.Owner, h.Seen, h.Elsewhere = b.owner, b.now(), int(b.count.elsewhere.Load())
	b.heard = h.Heard
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), b.pace.record)
	defer cancel()
	if err := b.store.NoteHearing(ctx, h); err != nil {
		b.log.Debug("bot note hearing", "err", err) // that nothing can be written is said elsewhere
	}
}

// A missed is something that was said, perhaps while nobody was connected.
type missed struct {
	slackwire.Event
	answered bool   // by a message or an emoji of ours
	edited   string // when its author changed it, in the time that is read back; empty where they did not
	old      bool   // it was said before that time
}

// catchUp answers what was asked since then and nobody claimed or answered,
// the oldest first, and ends the answering of what was deleted, or takes the answer back.
func (b *Bot) catchUp(ctx, working context.Context, since time.Time) error {
	b.unheard.Store(b.now().UnixNano())
	for _, q := range b.answering() {
		b.lookAgain(ctx, working, q)
	}
	r, places, err := b.readBack(ctx, since)
	for _, e := range r.marks {
		add, wrong := b.acceptMarked(ctx, e)
		if err = errors.Join(err, wrong); add != nil {
			add(working)
		}
	}
	asked, wrong := b.askedIn(ctx, working, r.said())
	err = errors.Join(err, wrong)
	left := max(0, len(asked)-missedMost)
	n := 0
	for _, m := range asked[left:] {
		taken, wrong := b.acceptMissed(ctx, working, m)
		err = errors.Join(err, wrong)
		if taken {
			n++
		}
	}
	err = errors.Join(err, b.lookAtAnswered(ctx, working, r.stood), b.store.WakeWatches(ctx, ""))
	if n > 0 || left > 0 {
		b.log.Info("bot read back", "since", since.UTC().Round(time.Second), "places", places, "questions", n, "left", left)
	}
	return err
}

// askedIn claims the links that stand in what was said, where they are
// collected, and returns what are questions without an answer: of those that
// somebody asked several times in one place the last, and no greetings.
func (b *Bot) askedIn(ctx, working context.Context, said []missed) (asked []missed, err error) {
	again := map[string]bool{}
	for _, m := range slices.Backward(said) {
		in := intentOf(m.Event, b.me.UserID)
		if in != ask && in != followUp && in != talk {
			continue
		}
		if !m.old {
			collect, wrong := b.acceptCollected(ctx, m.Event)
			if err = errors.Join(err, wrong); collect != nil {
				collect(working)
			}
		}
		if in == followUp {
			known, wrong := b.store.InThread(ctx, m.Channel, m.ThreadTS)
			if err = errors.Join(err, wrong); !known {
				continue
			}
		}
		q := b.questionIn(m.Event)
		chat := b.isChat(q) && (chatOf(q.Text) == greeting || chatOf(q.Text) == courtesy)
		key := strings.Join([]string{q.Channel, q.User, normal(q.Text)}, " ")
		if in == talk || chat || again[key] {
			continue
		}
		again[key] = true
		if !m.answered || m.edited != "" {
			asked = append(asked, m)
		}
	}
	slices.Reverse(asked)
	return asked, err
}

// acceptMissed claims a question that was missed, or changed, once there is a seat
// for it, and reports whether nobody had.
func (b *Bot) acceptMissed(ctx, working context.Context, m missed) (taken bool, err error) {
	if !b.awaitSeat(ctx) {
		return false, ctx.Err()
	}
	q := b.questionIn(m.Event)
	if !m.answered {
		q, taken, err = b.store.ClaimQuestion(ctx, q, b.owner, b.pace.lease, b.now())
	}
	if err == nil && !taken && m.edited != "" {
		q, taken, err = b.claimEdited(ctx, m)
	}
	if err != nil || !taken {
		<-b.seats
		return false, err
	}
	b.seated(b.seats, func() { b.workOn(working, q) })
	return true, nil
}

// missedEvent begins the event IDs of what was read back.
const missedEvent = "missed."

// isMissed reports whether a question is answered late, because nobody was
// connected when it was asked.
func isMissed(q store.Question) bool { return strings.HasPrefix(q.EventID, missedEvent) }

// textLate stands above an answer that comes late.
const textLate = "This comes late: I could not answer when you asked."

// lateAfter is after how long an answer is late: a question may wait for five
// minutes, and three more be worked on.
const lateAfter = 10 * time.Minute

// isLate reports whether the answer to a question is late: it was missed, or
// taken over long after its process died.
func (b *Bot) isLate(q store.Question) bool {
	return q.Kind == store.KindMessage && (isMissed(q) || b.now().Sub(q.Asked) > lateAfter)
}

// readBack reads what was said since then, and returns in how many conversations it
// looked. What Slack will not show is passed over.
func (b *Bot) readBack(ctx context.Context, since time.Time) (r *reader, places int, err error) {
	r = &reader{b: b, since: since, threads: missedThreads, found: map[string]missed{}, stood: map[string]bool{}}
	spots, err := b.store.Spots(ctx, b.now().Add(-missedSpots), missedPlaces)
	if err != nil {
		return r, 0, err
	}
	var all []string
	for _, s := range spots {
		all = append(all, s.Channel)
	}
	own, err := b.ownPlaces(ctx)
	all = distinct(append(all, own...))
	places = min(len(all), missedPlaces)
	for _, channel := range all[:places] {
		var known []string
		for _, s := range spots {
			if s.Channel == channel && s.ThreadTS != "" {
				known = append(known, s.ThreadTS)
			}
		}
		err = errors.Join(err, r.read(ctx, channel, known))
	}
	return r, places, err
}

// distinct returns each of the names once, in the order in which they came.
func distinct(names []string) (out []string) {
	for _, n := range names {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// ownPlaces returns the conversations that the bot is in: the direct messages
// only where it may list them. Those in which somebody asked are known without.
func (b *Bot) ownPlaces(ctx context.Context) ([]string, error) {
	all, err := b.askChannelsOf(ctx, "", "public_channel", "private_channel", "im")
	if codeOf(err) == "missing_scope" {
		all, err = b.askChannelsOf(ctx, "", "public_channel", "private_channel")
	}
	if err != nil && isFinal(err) {
		b.log.Warn("bot own channels", "err", err)
		return nil, nil
	}
	return all, err
}

// A reader reads conversations back.
type reader struct {
	b       *Bot
	since   time.Time
	threads int // how many may still be read
	found   map[string]missed
	stood   map[string]bool   // the places of all messages that are there
	marks   []slackwire.Event // reactions by which somebody has a message added
}

// said returns what was found, oldest first.
func (r *reader) said() []missed {
	return slices.SortedFunc(maps.Values(r.found), func(a, b missed) int { return cmp.Or(cmp.Compare(a.TS, b.TS), cmp.Compare(a.Channel, b.Channel)) })
}

// read reads a conversation, the threads in which something was said, as far as
// its last messages show, and those that are known.
func (r *reader) read(ctx context.Context, channel string, known []string) error {
	if err := r.b.api.reads.Wait(ctx); err != nil {
		return err
	}
	messages, err := r.b.lastMessages(ctx, channel, r.since)
	if err != nil {
		return r.passed(channel, err)
	}
	threads := known
	for _, m := range messages {
		if m.ReplyCount > 0 && r.isIn(m.LatestReply) {
			threads = append(threads, m.Timestamp)
		}
	}
	threads = distinct(threads)
	threads = threads[:min(len(threads), r.threads)]
	r.threads -= len(threads)
	replies := map[string][]slack.Message{}
	for _, ts := range threads {
		if err := r.b.api.reads.Wait(ctx); err != nil {
			return err
		}
		if replies[ts], err = r.b.threadMessages(ctx, channel, ts, r.since.Add(-rewordWithin)); err != nil {
			if err := r.passed(channel, err); err != nil {
				return err
			}
		}
	}
	for _, m := range messages {
		r.note(channel, m, replies[m.Timestamp], m.ReplyCount > 0 && !slices.Contains(threads, m.Timestamp))
	}
	for _, all := range replies {
		for _, m := range all {
			r.note(channel, m, all, false)
		}
	}
	return nil
}

// passed passes over a place that Slack refuses to show.
func (r *reader) passed(channel string, err error) error {
	if !isFinal(err) {
		return err
	}
	r.b.log.Debug("bot read back", "channel", channel, "err", err)
	return nil
}

// note notes a message, and whether it was answered among those after it.
func (r *reader) note(channel string, m slack.Message, after []slack.Message, answered bool) {
	r.noteMark(channel, m)
	r.stood[channel+"/"+m.Timestamp] = m.SubType != tombstone
	old, edited := !r.isIn(m.Timestamp), editedAt(m)
	if !r.isIn(edited) {
		edited = ""
	}
	if old && edited == "" {
		return
	}
	answered = answered || slices.ContainsFunc(after, func(o slack.Message) bool { return r.b.wrote(o) && o.Timestamp > m.Timestamp }) ||
		slices.ContainsFunc(m.Reactions, func(e slack.ItemReaction) bool {
			return e.Name == nodMark && slices.Contains(e.Users, r.b.me.UserID)
		})
	e := r.b.eventOf(channel, m)
	answered = answered || r.found[placeOf(e)].answered // a reply that is shown in the channel, too
	r.found[placeOf(e)] = missed{e, answered, edited, old}
}

// eventOf returns the event of a message that was read back.
func (b *Bot) eventOf(channel string, m slack.Message) slackwire.Event {
	e := slackwire.Event{
		EventID: missedEvent + channel + "." + m.Timestamp, Team: b.me.TeamID, Type: "message", Subtype: m.SubType, Channel: channel, User: m.User, UserTeam: m.Team,
		BotID: m.BotID, Text: m.Text, TS: m.Timestamp, ThreadTS: m.ThreadTimestamp, Files: filesOf(m),
	}
	if isDirect(channel) {
		e.ChannelType = "im"
	}
	return e
}

// noteMark notes that somebody put the mark under a message, which may be older than
// what is read back: of a reaction Slack does not tell when it came.
func (r *reader) noteMark(channel string, m slack.Message) {
	by := ""
	for _, e := range m.Reactions {
		switch {
		case e.Name == collectedMark && slices.Contains(e.Users, r.b.me.UserID):
			return
		case e.Name == r.b.mark() && len(e.Users) > 0:
			by = e.Users[0]
		}
	}
	if by == "" || len(r.marks) == missedMost || timeOf(m.Timestamp).Before(r.b.now().Add(-missedFor)) {
		return
	}
	r.marks = append(r.marks, slackwire.Event{ // tried once, with the ID of its event
		EventID: missedEvent + "mark." + channel + "." + m.Timestamp, Team: r.b.me.TeamID, Type: "reaction_added", User: by,
		Reaction: r.b.mark(), Item: slackwire.Item{Channel: channel, TS: m.Timestamp},
	})
}

// isIn reports whether a ts is of the time that is read back.
func (r *reader) isIn(ts string) bool { return timeOf(ts).After(r.since) }
