package digest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/links"
	"footnote/internal/prose"
	"footnote/internal/store"
	"footnote/internal/tell"
)

// Actions of the buttons under a story; a button's value is the slot's ID, a
// dot, and the story's place.
const (
	ActionAsk  = "digest.ask"
	ActionMore = "digest.more"
	ActionLess = "digest.less"
	ActionMute = "digest.mute"
)

// page lays out an edition: headlines with their first sentence in the
// channel, the rest in the thread.
func (k *desk) page(chosen []item, rest rest) Edition {
	e := Edition{Nothing: len(chosen) == 0}
	for _, it := range rest.passed {
		e.remember(k, it, 0)
	}
	e.Head.Channel, e.Head.Person = k.digest.Channel, k.digest.Person
	if e.Nothing {
		e.Head.Summary = k.nothing()
		e.Head.Parts = []tell.Part{{Text: e.Head.Summary}}
		return e
	}
	heading := k.heading(len(chosen))
	e.Head.Summary = heading + ": " + headlines(k, chosen)
	e.Head.Parts = []tell.Part{{Title: heading}}
	numbers := tell.Numbering{}
	for i, it := range chosen {
		e.remember(k, it, i+1)
		e.Articles = append(e.Articles, k.toldStory(it, i+1).Articles...)
		e.Head.Parts = append(e.Head.Parts, numbers.Of(k.headline(it)))
	}
	for _, it := range chosen {
		m := k.details(it)
		m.Parts[0] = numbers.Of(m.Parts[0])
		e.Replies = append(e.Replies, m)
	}
	e.Head.Parts = append(e.Head.Parts, tell.Part{Small: k.small(rest)})
	return e
}

// remember notes that an item's articles are told. A look back tells again.
func (e *Edition) remember(k *desk, it item, n int) {
	if k.digest.Kind != store.Weekly {
		e.Stories = append(e.Stories, k.toldStory(it, n))
	}
}

func (k *desk) heading(stories int) string {
	day := k.now.Format("Monday, 2 January")
	if k.digest.Kind == store.Weekly {
		return fmt.Sprintf("The week to %s in %s", day, count(stories, "story", "stories"))
	}
	return fmt.Sprintf("%s: %s", day, count(stories, "story", "stories"))
}

func (k *desk) nothing() string {
	if k.digest.Kind == store.Weekly {
		return "Nothing new this week."
	}
	return "Nothing new since the last digest."
}

func headlines(k *desk, items []item) string {
	var all []string
	for _, it := range items {
		all = append(all, k.title(it))
	}
	return strings.Join(all, " · ")
}

// headline is what stands in the channel of a story.
func (k *desk) headline(it item) tell.Part {
	first := it.sentences[0]
	a := k.articles[k.lead(it)]
	footnotes := answer.Resting(first.Text, first.Citations, it.citations)
	return tell.Part{
		Title: k.title(it), Link: links.To(a.URL), Text: k.standing(it, footnotes),
		Sentences: []tell.Sentence{first}, Citations: footnotes,
	}
}

// details are what stands in the thread of a story.
func (k *desk) details(it item) tell.Message {
	return tell.Message{
		Channel: k.digest.Channel, Person: k.digest.Person, Summary: k.title(it),
		Parts: []tell.Part{{
			Title: k.title(it), Text: k.standing(it, it.citations), Sentences: it.sentences, Citations: it.citations,
			Buttons: []tell.Button{
				{Action: ActionAsk, Text: "Ask about this"},
				{Action: ActionMore, Text: "More"},
				{Action: ActionLess, Text: "Less of this"},
				{Action: ActionMute, Text: "Mute this story"},
			},
		}},
	}
}

// maxOutlets is how many outlets of a story are named.
const maxOutlets = 4

// standing says who tells a story, unless the footnotes under it do, and since when it
// is new. What nobody signs is told by its title, which stands above.
func (k *desk) standing(it item, footnotes []answer.Citation) string {
	title := k.title(it)
	names := slices.DeleteFunc(slices.Clone(it.outlets), func(name string) bool { return name == title })
	unnamed := func(name string) bool {
		return !slices.ContainsFunc(footnotes, func(c answer.Citation) bool { return c.Source == name })
	}
	if !slices.ContainsFunc(names, unnamed) {
		names = nil
	}
	if n := len(names); n > maxOutlets {
		names = append(names[:maxOutlets-1], fmt.Sprintf("%s and %d more", names[maxOutlets-1], n-maxOutlets))
	}
	var words []string
	if since, ok := k.since(it); ok {
		words = append(words, "New since "+since)
	}
	if len(names) > 0 {
		words = append(words, strings.Join(names, ", "))
	}
	return strings.Join(words, " · ")
}

// since names the day when a story that goes on was told last.
func (k *desk) since(it item) (string, bool) {
	last := time.Time{}
	for _, e := range it.earlier {
		if at := k.told[e].Last; at.After(last) {
			last = at
		}
	}
	if last.IsZero() {
		return "", false
	}
	last = last.In(k.now.Location())
	switch days := int(midnight(k.now).Sub(midnight(last)) / (24 * time.Hour)); {
	case days == 0:
		return "earlier today", true
	case days == 1:
		return "yesterday", true
	case days < 7:
		return last.Weekday().String(), true
	}
	return last.Format("2 January"), true
}

// midnight returns the date of t as such, whose days are all of one length.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func (k *desk) small(rest rest) string {
	words := fmt.Sprintf("From %s. Details are in the thread.", count(len(k.fresh), "new article", "new articles"))
	if rest.more > 0 {
		words = fmt.Sprintf("%s had no room. %s", count(rest.more, "smaller story", "smaller stories"), words)
	}
	return words
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// addBeginning ends a story of the week with how it began, where that is
// another day than it ended.
func (k *desk) addBeginning(it *item) {
	oldest := it.fresh[0]
	for _, i := range it.fresh {
		if k.set.Docs[i].At.Before(k.set.Docs[oldest].At) {
			oldest = i
		}
	}
	if it.newest.Sub(k.set.Docs[oldest].At) < 24*time.Hour || !k.articles[oldest].Published.Sure() {
		return
	}
	newest := slices.MaxFunc(it.fresh, func(a, b int) int { return k.set.Docs[a].At.Compare(k.set.Docs[b].At) })
	sentences, cites := k.quote([]int{newest}, nil)
	first := k.candidates(oldest, 1)
	if len(sentences) == 0 || len(first) == 0 {
		return
	}
	now, begun := k.candidatesOf(cites[:1]), first[0]
	if begun.says(now[0], sameWords) {
		return
	}
	it.sentences, it.citations = k.cite(append(now, begun))
	it.sentences[1].Text = "It began: " + it.sentences[1].Text
}

// sameWords is repeated for two sentences of one story, of which much is the
// same in any case.
const sameWords = 0.8

// candidatesOf returns the sentences that citations quote.
func (k *desk) candidatesOf(cites []answer.Citation) (out []candidate) {
	for _, c := range cites {
		i := slices.IndexFunc(k.articles, func(a article.Article) bool { return a.ID == c.ArticleID })
		out = append(out, candidate{doc: i, start: c.Start, end: c.End, text: c.Quote, terms: prose.Stems(c.Quote, k.articles[i].Lang)})
	}
	return out
}

// keyed gives the messages of an edition the keys of its slot, and the buttons
// their places.
func (e Edition) keyed(slot store.Slot) Edition {
	e.Head.Key = fmt.Sprintf("digest.%d.0", slot.ID)
	for i := range e.Replies {
		m := &e.Replies[i]
		m.Key = fmt.Sprintf("digest.%d.%d", slot.ID, i+1)
		for p := range m.Parts {
			for b := range m.Parts[p].Buttons {
				m.Parts[p].Buttons[b].Value = fmt.Sprintf("%d.%d", slot.ID, i+1)
			}
		}
	}
	return e
}
