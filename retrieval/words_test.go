package retrieval

import (
	stdcmp "cmp"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWordsCompact(t *testing.T) {
	w := newWords()
	w.add(0, inBody, []byte("old"), 1)
	w.add(0, inBody, []byte("both"), 2)
	w.add(1, inBody, []byte("both"), 3)
	w.add(1, inTitle, []byte("both"), 300)
	w.compact([]int32{-1, 0})
	if _, ok := w.ids["old"]; ok {
		t.Error("a word nobody holds is kept")
	}
	want := []posting{{slot: 0, body: 3, title: 255}}
	if d := cmp.Diff(want, w.postings([]string{"both"}), cmp.AllowUnexported(posting{})); d != "" {
		t.Errorf("postings: -want +got\n%s", d)
	}
}

func TestWordsForms(t *testing.T) {
	w := newWords()
	w.add(0, inBody, []byte("haus"), 1)
	w.add(1, inBody, []byte("haus"), 65535)
	w.add(1, inBody, []byte("häuser"), 2)
	w.add(2, inTitle, []byte("häuser"), 3)
	got := w.postings([]string{"haus", "unknown", "häuser"})
	want := []posting{{slot: 0, body: 1}, {slot: 1, body: 65535}, {slot: 2, title: 3}}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(posting{})); d != "" {
		t.Errorf("postings: -want +got\n%s", d)
	}
}

func TestFuse(t *testing.T) {
	compare := func(a, b hit) int { return stdcmp.Or(stdcmp.Compare(b.score, a.score), stdcmp.Compare(a.slot, b.slot)) }
	tests := []struct {
		name        string
		words, near []hit
		want        []hit
	}{
		{"none", nil, nil, nil},
		{"words alone", []hit{{3, .9}, {1, .4}}, nil, []hit{{3, .9}, {1, .4}}},
		{"near alone", nil, []hit{{3, .9}, {1, .5}}, []hit{{3, .5}, {1, 0}}},
		{"both", []hit{{1, 1}, {2, .9}}, []hit{{2, .8}, {3, .6}, {4, .4}}, []hit{{2, 1.4}, {1, 1}, {3, .25}, {4, 0}}},
		{"all as near", []hit{{1, 1}}, []hit{{1, .7}, {2, .7}}, []hit{{1, 1.5}, {2, .5}}},
		{"ties by slot", nil, []hit{{2, .7}, {1, .7}}, []hit{{1, .5}, {2, .5}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := fuse(compare, tt.words, tt.near, .5)
			same := func(a, b hit) bool { return a.slot == b.slot && math.Abs(a.score-b.score) < 1e-9 }
			if !slices.EqualFunc(got, tt.want, same) {
				t.Errorf("fuse = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestRanked(t *testing.T) {
	got := ranked([]hit{{5, .3}, {2, .1}})
	if want := []hit{{5, 1. / 61}, {2, 1. / 62}}; !slices.Equal(got, want) {
		t.Errorf("ranked = %v, want %v", got, want)
	}
}
