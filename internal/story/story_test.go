package story

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func on(day int) time.Time { return time.Date(2026, 4, day, 12, 0, 0, 0, time.UTC) }

// floods are two events in much the same words, and something else.
func floods() []Doc {
	return []Doc{
		{ID: "a1", At: on(1), Title: "Dam breaks above Tarnwick", Text: "The Oller dam broke above Tarnwick on Wednesday. Water flooded the old town and 300 people left their homes, said mayor Ilse Brandt."},
		{ID: "b1", At: on(1), Title: "Flood in Pellow after storm", Text: "A storm flooded the harbour of Pellow on Wednesday. People left their homes, said the governor, Tomas Verrall."},
		{ID: "a2", At: on(2), Title: "Tarnwick cleans up", Text: "After the Oller dam broke, people came back to their homes in Tarnwick. Ilse Brandt, the mayor, said the water had left the old town."},
		{ID: "b2", At: on(2), Title: "Pellow counts the cost", Text: "The storm that flooded Pellow cost its harbour 4 million, governor Tomas Verrall said. The water reached the homes of 80 people."},
		{ID: "c", At: on(2), Title: "Brightmoor sells its turbines", Text: "Brightmoor sold 40 turbines to a wind farm off Veyra. The firm will build them by autumn."},
	}
}

// ids names the articles of each story, sorted.
func ids(s *Set, stories []Story) (all [][]string) {
	for _, st := range stories {
		var of []string
		for _, i := range st.Docs {
			of = append(of, s.Docs[i].ID)
		}
		slices.Sort(of)
		all = append(all, of)
	}
	return all
}

func group(t *testing.T, docs []Doc, earlier ...[]string) (*Set, []Story) {
	t.Helper()
	s := NewSet(docs)
	stories, err := s.Group(t.Context(), earlier)
	if err != nil {
		t.Fatal(err)
	}
	return s, stories
}

func TestGroup(t *testing.T) {
	later := slices.Clone(floods())
	for i := range later {
		if later[i].ID == "a2" {
			later[i].At = on(1).AddDate(0, 3, 0)
		}
	}
	for _, test := range []struct {
		name    string
		docs    []Doc
		earlier [][]string
		want    [][]string
	}{
		{"by names", floods(), nil, [][]string{{"a1", "a2"}, {"b1", "b2"}, {"c"}}},
		{"months apart", later, nil, [][]string{{"a1"}, {"b1", "b2"}, {"a2"}, {"c"}}},
		{"an earlier story stays together", floods(), [][]string{{"a1", "c", "gone"}}, [][]string{{"a1", "a2", "c"}, {"b1", "b2"}}},
		{"an earlier story goes on", floods(), [][]string{{"b1"}, {"a1"}}, [][]string{{"a1", "a2"}, {"b1", "b2"}, {"c"}}},
		{"nothing", nil, [][]string{{"a1"}}, nil},
		{"no words", []Doc{{ID: "x"}, {ID: "y", Text: "…"}}, nil, [][]string{{"x"}, {"y"}}},
		{"copies", []Doc{floods()[0], floods()[4], {ID: "copy", At: on(1), Text: floods()[0].Text}}, nil, [][]string{{"a1", "copy"}, {"c"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, stories := group(t, test.docs, test.earlier...)
			if diff := cmp.Diff(test.want, ids(s, stories)); diff != "" {
				t.Errorf("stories (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEarlier holds which earlier stories a story goes on: one, or two that a
// new article shows to be one.
func TestEarlier(t *testing.T) {
	_, stories := group(t, floods(), []string{"b1"}, []string{"a1"})
	if got := [][]int{stories[0].Earlier, stories[1].Earlier, stories[2].Earlier}; !cmp.Equal(got, [][]int{{1}, {0}, nil}) {
		t.Errorf("earlier stories %v, want the second, the first, none", got)
	}
	_, stories = group(t, floods(), []string{"a2"}, []string{"a1"})
	if got := stories[0].Earlier; !cmp.Equal(got, []int{0, 1}) {
		t.Errorf("earlier stories %v, want both", got)
	}
}

// slow is average link as its definition says: the mean over all pairs.
func slow(s *Set, threshold float64) [][]int {
	var groups [][]int
	for i := range s.Docs {
		groups = append(groups, []int{i})
	}
	mean := func(a, b []int) (sum float64) {
		for _, i := range a {
			for _, j := range b {
				sum += s.Like(i, j) / float64(len(a)*len(b))
			}
		}
		return sum
	}
	for {
		best, x, y := threshold, -1, -1
		for i := range groups {
			for j := range i {
				if m := mean(groups[i], groups[j]); m >= best {
					best, x, y = m, i, j
				}
			}
		}
		if x < 0 {
			return groups
		}
		groups[y] = slices.Sorted(slices.Values(slices.Concat(groups[y], groups[x])))
		groups = slices.Delete(groups, x, x+1)
	}
}

// TestAverageLink compares with the definition on invented news.
func TestAverageLink(t *testing.T) {
	for seed := range uint64(3) {
		docs, _ := news(40, seed)
		for i := range docs {
			docs[i].At = time.Time{}
		}
		s, _ := group(t, docs)
		for _, threshold := range []float64{0.05, 0.15, 0.3} {
			stories, err := s.GroupAt(t.Context(), nil, threshold)
			if err != nil {
				t.Fatal(err)
			}
			var got [][]int
			for _, st := range stories {
				got = append(got, slices.Sorted(slices.Values(st.Docs)))
			}
			want := slow(s, threshold)
			slices.SortFunc(want, func(a, b []int) int { return a[0] - b[0] })
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("seed %d, threshold %v (-want +got):\n%s", seed, threshold, diff)
			}
		}
	}
}

// TestPartition holds for any texts and any earlier stories that every
// article is in one story, and that earlier stories are not torn apart.
func TestPartition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Doc {
			return Doc{Text: rapid.StringMatching(`([A-Ca-c]{1,2}[ .]){0,12}`).Draw(t, "text"), At: on(rapid.IntRange(1, 90).Draw(t, "day"))}
		}), 0, 12).Draw(t, "docs")
		for i := range docs {
			docs[i].ID = fmt.Sprint(i)
		}
		earlier := rapid.SliceOfN(rapid.SliceOf(rapid.Custom(func(t *rapid.T) string { return fmt.Sprint(rapid.IntRange(0, 12).Draw(t, "id")) })), 0, 4).Draw(t, "earlier")
		s := NewSet(docs)
		stories, err := s.Group(t.Context(), earlier)
		if err != nil {
			t.Fatal(err)
		}
		of := map[string]int{}
		for n, st := range stories {
			for _, i := range st.Docs {
				if _, twice := of[s.Docs[i].ID]; twice {
					t.Fatalf("article %d stands in two stories", i)
				}
				of[s.Docs[i].ID] = n
			}
		}
		if len(of) != len(docs) {
			t.Fatalf("%d of %d articles are in stories", len(of), len(docs))
		}
		claimed := map[string]bool{}
		for _, e := range earlier {
			first := -1
			for _, id := range e {
				n, held := of[id]
				if !held || claimed[id] {
					continue
				}
				claimed[id] = true
				if first >= 0 && n != first {
					t.Fatalf("earlier story %v is torn apart", e)
				}
				first = n
			}
		}
	})
}

func TestAbout(t *testing.T) {
	s := NewSet(floods())
	if dam, wind := s.About(s.Topic("floods and dams"), 0), s.About(s.Topic("floods and dams"), 4); dam <= wind {
		t.Errorf("About(floods and dams) = %v of a dam, %v of turbines", dam, wind)
	}
	if got := s.About(s.Topic(""), 0); got != 0 {
		t.Errorf("About(nothing) = %v, want 0", got)
	}
}
