package eval

import (
	"math"
	"strings"
	"testing"

	"footnote/internal/story"
)

func TestBCubed(t *testing.T) {
	texts := []Clustered{{Event: "a"}, {Event: "a"}, {Event: "a"}, {Event: "b"}, {Event: "b"}}
	g := bCubed(texts, []story.Story{{Docs: []int{1, 0, 3}}, {Docs: []int{2}}, {Docs: []int{4}}})
	// Precision: 2/3, 2/3, 1, 1/3, 1; recall: 2/3, 2/3, 1/3, 1/2, 1/2.
	precision, recall := (2./3+2./3+1+1./3+1)/5, (2./3+2./3+1./3+1./2+1./2)/5
	f1 := 2 * precision * recall / (precision + recall)
	if math.Abs(g.Precision-precision) > 1e-9 || math.Abs(g.Recall-recall) > 1e-9 || math.Abs(g.F1-f1) > 1e-9 {
		t.Errorf("precision %v, recall %v, F1 %v, want %v, %v, %v", g.Precision, g.Recall, g.F1, precision, recall, f1)
	}
	if g.Texts != 5 || g.Events != 2 || g.Stories != 3 {
		t.Errorf("%d texts, %d events, %d stories", g.Texts, g.Events, g.Stories)
	}
}

func TestReadClusters(t *testing.T) {
	texts, err := ReadClusters(strings.NewReader(`{"id":"1","topic":"t","event":"e","text":"words"}` + "\n\n" + `{"event":"f","text":"more"}`))
	if err != nil || len(texts) != 2 || texts[0].Event != "e" || texts[1].Text != "more" {
		t.Errorf("read %+v, %v", texts, err)
	}
	for _, bad := range []string{"", "{", `{"event":"e"}`, `{"text":"t"}`} {
		if _, err := ReadClusters(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

func TestHalves(t *testing.T) {
	first, second := Halves([]Clustered{{Topic: "b"}, {Topic: "a"}, {Topic: "c"}, {Topic: "b"}})
	if len(first) != 2 || first[0].Topic != "a" || first[1].Topic != "c" || len(second) != 2 || second[0].Topic != "b" {
		t.Errorf("halves %+v and %+v", first, second)
	}
}

func TestChoose(t *testing.T) {
	got := Choose([]Grouping{{Threshold: .1, F1: .5}, {Threshold: .2, F1: .9}, {Threshold: .3, F1: .9}, {Threshold: .4, F1: .9}, {Threshold: .5, F1: .8}})
	if got.Threshold != .3 {
		t.Errorf("chose %v, want the middle of the best", got.Threshold)
	}
}
