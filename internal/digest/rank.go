package digest

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/store"
	"footnote/internal/story"
	"footnote/internal/tell"
)

// An item is a story as it may be told.
type item struct {
	fresh   []int // places of its new articles, the most central first
	earlier []int // places in desk.told of the stories that it goes on
	old     []int // places of its articles that were told
	outlets []string
	score   float64
	newest  time.Time

	sentences []tell.Sentence
	citations []answer.Citation
}

// What a story's rank is made of; see docs/digest.md.
const (
	// nearCopy is the likeness from which an article counts as another's copy,
	// whose outlet is not independent.
	nearCopy = 0.9
	// newsHalf is how old the newest article of a story is when it counts half.
	newsHalf = 24 * time.Hour
	// leastTopic is the share of a topic's words, weighed by rarity, that an
	// article must have to be on it.
	leastTopic = 0.5
)

// items returns the stories with new articles that the channel wants, best
// first, and apart those it does not want to hear of.
func (k *desk) items() (wanted, muted []item) {
	topics := make([]story.Topic, len(k.digest.Topics))
	for i, text := range k.digest.Topics {
		topics[i] = k.set.Topic(text)
	}
	for _, st := range k.stories {
		it := k.item(st)
		if len(it.fresh) == 0 {
			continue
		}
		topic, on := k.onTopic(it, topics)
		if !on {
			continue
		}
		if slices.ContainsFunc(it.earlier, func(e int) bool { return k.told[e].Muted }) {
			muted = append(muted, it)
			continue
		}
		it.score = (1 + math.Log2(float64(len(it.outlets)))) * k.newness(it) * (1 + topic) * k.difference(it) * k.welcome(it)
		wanted = append(wanted, it)
	}
	slices.SortStableFunc(wanted, func(a, b item) int {
		return cmp.Or(cmp.Compare(b.score, a.score), b.newest.Compare(a.newest), cmp.Compare(k.articles[a.fresh[0]].ID, k.articles[b.fresh[0]].ID))
	})
	return wanted, muted
}

func (k *desk) item(st story.Story) item {
	it := item{earlier: st.Earlier}
	for _, i := range st.Docs {
		switch _, told := k.toldAt[i]; {
		case k.fresh[i]:
			it.fresh = append(it.fresh, i)
			if at := k.set.Docs[i].At; at.After(it.newest) {
				it.newest = at
			}
		case told:
			it.old = append(it.old, i)
		}
	}
	it.outlets = k.outlets(it.fresh)
	return it
}

// outlets returns the independent outlets of articles, at least one: who only
// copies another is not counted.
func (k *desk) outlets(docs []int) []string {
	var names []string
	for n, i := range docs {
		copied := slices.ContainsFunc(docs[:n], func(j int) bool { return k.set.Like(i, j) >= nearCopy })
		if name := outletOf(k.articles[i]); !copied && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// outletOf returns who published an article, as it is shown.
func outletOf(a article.Article) string { return cmp.Or(a.Outlet, a.Name()) }

// onTopic returns how near a story is to the nearest of the channel's topics,
// in [0, 1], and whether that is near enough. Without topics all is.
func (k *desk) onTopic(it item, topics []story.Topic) (nearest float64, on bool) {
	for _, topic := range topics {
		for _, i := range it.fresh {
			nearest = max(nearest, k.set.About(topic, i))
		}
	}
	return nearest, len(topics) == 0 || nearest >= leastTopic
}

func (k *desk) newness(it item) float64 {
	age := max(0, k.now.Sub(it.newest))
	return max(0.1, math.Exp2(-float64(age)/float64(newsHalf)))
}

// difference is 1 for a new story, and the less the more its new articles are
// like those that were told.
func (k *desk) difference(it item) float64 {
	if len(it.old) == 0 {
		return 1
	}
	sum := 0.0
	for _, i := range it.fresh {
		like := 0.0
		for _, j := range it.old {
			like = max(like, k.set.Like(i, j))
		}
		sum += 1 - min(1, like)
	}
	return 0.5 + 0.5*sum/float64(len(it.fresh))
}

// welcome is 1, and less the more a story is like what people want less of.
func (k *desk) welcome(it item) float64 {
	unwanted := 0.0
	for i, at := range k.toldAt {
		if n := k.told[at].Less; n > 0 {
			unwanted = max(unwanted, float64(n)*k.set.Like(it.fresh[0], i))
		}
		if n := k.told[at].Less; n > 0 && slices.Contains(it.earlier, at) {
			unwanted = max(unwanted, 0.5*float64(n))
		}
	}
	return 1 - min(0.9, unwanted)
}

// choose puts the best stories into words, as many as the digest has room
// for. What of the rest is to be remembered comes back apart: how many stories
// there was no room for, and those of which nothing new can be said or nothing
// is to be.
func (e *Editor) choose(ctx context.Context, k *desk) (chosen []item, rest rest, err error) {
	wanted, muted := k.items()
	rest.passed = muted
	most := k.digest.Most
	if most <= 0 {
		most = defaultMost
	}
	for _, it := range wanted {
		if len(chosen) >= min(most, MaxMost) {
			rest.more++
			continue
		}
		if err := e.word(ctx, k, &it); err != nil {
			return nil, rest, err
		}
		if len(it.sentences) == 0 {
			rest.passed = append(rest.passed, it)
			continue
		}
		chosen = append(chosen, it)
	}
	return chosen, rest, nil
}

// A rest is what is not told.
type rest struct {
	more   int    // stories for which there was no room
	passed []item // stories that are known now, though nothing is said of them
}

// toldStory returns an item as the store keeps it, at the nth place from 1, or
// at none.
func (k *desk) toldStory(it item, n int) store.ToldStory {
	st := store.ToldStory{Title: k.title(it), N: n}
	for i, e := range it.earlier {
		if i == 0 {
			st.ID = k.told[e].ID
		} else {
			st.Also = append(st.Also, k.told[e].ID)
		}
	}
	for _, i := range it.fresh {
		st.Articles = append(st.Articles, k.articles[i].ID)
	}
	slices.Sort(st.Articles)
	return st
}

// title returns the headline of a story: that of the article its first
// sentence is from, else of the new one that is most like all of its articles.
func (k *desk) title(it item) string { return k.articles[k.lead(it)].Name() }

// lead returns the place of the article that gives a story its headline.
func (k *desk) lead(it item) int {
	if len(it.sentences) > 0 && len(it.citations) > 0 {
		first := answer.Resting(it.sentences[0].Text, it.sentences[0].Citations, it.citations)
		for _, i := range it.fresh {
			if len(first) > 0 && k.articles[i].ID == first[0].ArticleID {
				return i
			}
		}
	}
	return it.fresh[0]
}
