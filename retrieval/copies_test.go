package retrieval

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/analysis"
	"footnote/internal/article"
)

// A wire story of 60 words, as several outlets print it.
const wireStory = `The Sorrel Bridge will reopen to cars on 12 June, the city of Brack said on Tuesday, two months after
inspectors had closed it because of cracks in its northern pier. Pedestrians may cross from the first of May. Repairs cost
4.2 million crowns, said mayor Ilse Varga, of which the province pays half. The bridge, built in 1931, carries 18,000 cars a day.`

func TestProseCopies(t *testing.T) {
	an := analysis.NewAnalyzer()
	for _, tt := range []struct {
		name, other string
		want        bool
	}{
		{"the same", wireStory, true},
		{"other line breaks and quotes", strings.ReplaceAll(wireStory, "\n", " "), true},
		{"a word left out", strings.Replace(wireStory, "on Tuesday", "Tuesday", 1), true},
		{"a sentence left out", strings.Replace(wireStory, " Pedestrians may cross from the first of May.", "", 1), true},
		{"a sentence before", "BRACK (Wire) - Good news for commuters. " + wireStory, true},
		{"another date", strings.Replace(wireStory, "12 June", "30 June", 1), false},
		{"another sum", strings.Replace(wireStory, "4.2", "4.8", 1), false},
		{"denied", strings.Replace(wireStory, "will reopen", "will not reopen", 1), false},
		{"half of it", wireStory[:len(wireStory)/2], false},
		{"told in other words", "Cars can use the Sorrel Bridge in Brack again from 12 June. It had been closed for two months, because the northern pier was cracked.", false},
		{"nothing", "", false},
	} {
		a, b := readWording(an, wireStory, analysis.English), readWording(an, tt.other, analysis.English)
		if got := a.copies(b); got != tt.want || b.copies(a) != got {
			t.Errorf("%s: copies = %v and %v, want %v", tt.name, got, b.copies(a), tt.want)
		}
	}
}

func TestMinHashLike(t *testing.T) {
	minHashOf := func(text string) (o minHash) {
		for _, term := range analysis.Terms(text, analysis.English) {
			o.add([]byte(term))
		}
		return o
	}
	story, texts := minHashOf(wireStory), newsTexts(50)
	for name, same := range map[string]string{
		"itself": wireStory, "a word left out": strings.Replace(wireStory, "Tuesday", "", 1),
		"a sentence before": "BRACK (Wire) - Good news for commuters. " + wireStory,
	} {
		if o := minHashOf(same); !story.like(&o) || !o.like(&story) {
			t.Errorf("%s is not like the story", name)
		}
	}
	for i := range texts {
		if o := minHashOf(texts[i]); story.like(&o) {
			t.Errorf("like another text: %s", texts[i])
		}
	}
	if empty := (minHash{}); empty.like(&empty) || empty.like(&story) {
		t.Error("an empty outline is like another")
	}
}

// TestSearchFoldsNearCopies: stories are folded when hits are, over links that
// no two of them have alone.
func TestSearchFoldsNearCopies(t *testing.T) {
	at := func(outlet, url, body string) article.Article {
		return article.Article{URL: "https://" + url, Outlet: outlet, Title: "Bridge", Body: body}
	}
	edit := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(wireStory) }
	start := edit("will reopen", "reopens", "said on Tuesday", "announced", "inspectors", "engineers")
	end := edit("Repairs", "The works", "province", "region", "carries", "is used by")
	wire := at("Wire", "wire.example/1", wireStory)
	herald := at("Herald", "herald.example/1", strings.Replace(wireStory, "on Tuesday", "Tuesday", 1))
	startEdited := at("Start", "start.example/1", start)
	endEdited := at("End", "end.example/1", end)
	page := at("Post", "post.example/1?utm_source=a", "All that is known about the Sorrel Bridge in Brack: it is closed, and it reopens.")
	inChannel := at("Post", "post.example/1", wireStory)
	inChannel.Scope = "channel:C1"
	update := at("Update", "update.example/1", strings.Replace(wireStory, "12 June", "30 June", 1))
	tests := []struct {
		name     string
		articles []article.Article
		want     []string // the outlets of each passage, sorted
	}{
		{"two outlets", []article.Article{wire, herald}, []string{"Herald Wire"}},
		{"another fact", []article.Article{wire, update}, []string{"Update", "Wire"}},
		{"edited here and there, each near the story", []article.Article{wire, startEdited, endEdited}, []string{"End Start Wire"}},
		{"edited here and there without the story", []article.Article{startEdited, endEdited}, []string{"End", "Start"}},
		{"a page, and a text copied from it elsewhere", []article.Article{page, inChannel, herald}, []string{"Herald Post Post"}},
		{"no link to the page", []article.Article{page, herald}, []string{"Herald", "Post"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st := newStore(t)
			add(t, st, NewHashEmbedder(), tt.articles...)
			r := search(t, openIndex(t, st, NewHashEmbedder()), Query{Text: "Sorrel Bridge in Brack", Reader: article.Reader{"channel:C1"}})
			var got []string
			for _, p := range r.Passages {
				outlets := []string{p.Article.Outlet}
				for _, c := range p.Also {
					outlets = append(outlets, c.Outlet)
				}
				slices.Sort(outlets)
				got = append(got, strings.Join(outlets, " "))
			}
			slices.Sort(got)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

// TestMinHashLanes: a minHash agrees with its definition, place by place.
func TestMinHashLanes(t *testing.T) {
	var o, p minHash
	var a, b [minHashPlaces]uint16
	for i := range 400 {
		term := []byte(newsWord(uint64(i)))
		into, plain := &o, &a
		if i%3 > 0 {
			into, plain = &p, &b
		}
		into.add(term)
		h := mix(hashBytes(hashSeed, string(term)))
		if at, v := h%minHashPlaces, uint16(h>>48)|1; plain[at] == 0 || v < plain[at] {
			plain[at] = v
		}
		same, either := 0, 0
		for at := range a {
			if got := uint16(into[at/lanes] >> (at % lanes * 16)); got != plain[at] {
				t.Fatalf("place %d after %d terms = %d, want %d", at, i+1, got, plain[at])
			}
			if a[at] != 0 || b[at] != 0 {
				either++
			}
			if a[at] != 0 && a[at] == b[at] {
				same++
			}
		}
		if got, want := o.like(&p), same > 0 && 2*same >= either; got != want {
			t.Fatalf("like after %d terms = %v, want %v", i+1, got, want)
		}
		if i%40 == 39 { // else only the least hashes are left, and none is the same
			o, a = p, b
		}
	}
}
