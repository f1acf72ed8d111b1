package bot

import (
	"context"
	"errors"
	"strings"

	"footnote/internal/article"
	"footnote/internal/schedule"
	"footnote/internal/store"
)

const textNoDigest = "No digest is set here. `/digest weekdays at 8:30` sets one."

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
	d, s, err := readDigest(q.Text, b.zoneOf(ctx, q.User), b.outletsOf(ctx, reader))
	if err != nil {
		return words(l.unread(err)), nil
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
		for _, err := range b.store.Articles(ctx, store.Filter{Reader: &r, Outlets: []string{name}, Limit: 1}) {
			return err == nil
		}
		return false
	}
}

// unread says what cannot be read of a command, and why.
func (l lang) unread(err error) string {
	why := err.Error()
	if p, ok := errors.AsType[*schedule.Problem](err); ok {
		why = l.say(p.Format, p.Args...)
	}
	return l.say("I cannot read that: %s.", cutEscaped(why, 300, mrkdwn))
}

// digestLines says what a digest is and when it is due next.
func (b *Bot) digestLines(d store.Digest, s schedule.Schedule, l lang) []string {
	facts := []string{"*" + mrkdwn(d.Schedule) + "*"}
	if d.Kind == store.Weekly {
		facts = append(facts, l.say("a look back at the week"))
	}
	if len(d.Topics) > 0 {
		facts = append(facts, l.say("topics: %s", cutEscaped(strings.Join(d.Topics, ", "), 300, mrkdwn)))
	}
	if len(d.Outlets) > 0 {
		facts = append(facts, l.say("outlets: %s", cutEscaped(strings.Join(d.Outlets, ", "), 300, mrkdwn)))
	}
	if d.Lang != "" {
		facts = append(facts, l.say("language: %s", d.Lang))
	}
	if d.Most > 0 {
		facts = append(facts, l.count(d.Most, "at most 1 story", "at most %d stories"))
	}
	if d.Silent {
		facts = append(facts, l.say("silent where nothing is new"))
	}
	var next []string
	for _, slot := range s.Next(b.now(), 3) {
		next = append(next, timeOfDay(slot.At))
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
		lines = []string{l.say(textNoDigest)}
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
		return words(l.say(textNoDigest)), nil
	case err != nil:
		return content{}, err
	}
	return words(l.say("This digest is ended.")), nil
}
