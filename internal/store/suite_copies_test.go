package store

import (
	"strings"
	"testing"

	"footnote/internal/article"
)

// testCopies lets articles be alike whose bodies begin with the same word.

func testCopies(t *testing.T, s *Store) {
	ctx := t.Context()
	bodies := map[string]string{}
	sameBeginning := func(id string, o article.Article) bool { return strings.HasPrefix(bodies[id], o.Body[:3]) }
	body := func(url, body string) Entry {
		e := entry("https://example.com/"+url, body, false)
		bodies[e.Article.ID] = body
		return e
	}
	a, b, c, d := body("a", "one: a"), body("b", "one: b"), body("c", "two: c"), body("d", "one: d")
	d.Article.Scope = article.ChannelScope("C")
	d.Article.ID = d.Article.NewID()
	bodies[d.Article.ID] = d.Article.Body
	save(t, s, a, b, c, d)
	ids := []string{a.Article.ID, b.Article.ID, c.Article.ID, d.Article.ID}
	at, err := s.SketchedTo(ctx)
	must(t, err)
	wantSame(t, "at first", at, 0)
	sketches := func(from, to int64, all ...Sketch) {
		t.Helper()
		saved, err := s.SaveSketches(ctx, from, to, all, sameBeginning)
		must(t, err)
		if !saved {
			t.Fatalf("sketches from %d to %d were not saved", from, to)
		}
	}
	sketches(0, 4, Sketch{ids[0], []uint32{1, 2, 3}}, Sketch{ids[1], []uint32{2, 3, 4}}, Sketch{ids[2], []uint32{1, 2, 3}},
		Sketch{ids[3], []uint32{3, 4, 1 << 31}}, Sketch{"absent", []uint32{1, 2}})
	if saved, err := s.SaveSketches(ctx, 0, 4, []Sketch{{ids[2], nil}}, sameBeginning); saved || err != nil {
		t.Errorf("sketches that another process has saved: %v, %v", saved, err)
	}
	at, err = s.SketchedTo(ctx)
	must(t, err)
	wantSame(t, "then", at, 4)

	families := familiesOf(t, s)
	family := families[ids[0]]
	wantSame(t, "families: d is like b, c unlike all, though it shares prints", families,
		map[string]int64{ids[0]: family, ids[1]: family, ids[3]: family})
	nobody := article.Reader{}
	wantCopies(t, s, nil, ids[0], ids[1], ids[3])
	wantCopies(t, s, &nobody, ids[0], ids[1])
	wantCopies(t, s, nil, ids[2])
	wantGroups(t, s, nil, "b a d", "a b d")
	wantGroups(t, s, &nobody, "a b", "b a")

	// What a reader does not see takes no place among those that they see.
	x, y := body("x", "scr: x"), body("y", "scr: y")
	for _, e := range []*Entry{&x, &y} {
		e.Article.Scope = article.ChannelScope("C")
		e.Article.ID = e.Article.NewID()
		bodies[e.Article.ID] = e.Article.Body
	}
	save(t, s, x, y)
	sketches(4, 6, Sketch{x.Article.ID, []uint32{8, 9}}, Sketch{y.Article.ID, []uint32{8, 9}})
	groups, err := s.CopyGroups(ctx, &nobody, 1)
	must(t, err)
	wantSame(t, "groups that are seen", len(groups), 1)
	must(t, s.Remove(ctx, x.Article.ID))
	must(t, s.Remove(ctx, y.Article.ID))
	sketches(6, 8, Sketch{x.Article.ID, nil}, Sketch{y.Article.ID, nil})

	// A revised article leaves its family, a removed one, too; one is none.
	save(t, s, body("b", "two: b"))
	must(t, s.Remove(ctx, ids[0]))
	wantCopies(t, s, nil, ids[1], ids[3])
	sketches(8, 10, Sketch{ids[1], []uint32{1, 2, 3}}, Sketch{ids[0], nil})
	families = familiesOf(t, s)
	wantSame(t, "b went over to c", families, map[string]int64{ids[1]: families[ids[2]], ids[2]: families[ids[2]]})

	// One that is like two families makes them one.
	save(t, s, body("e", "one: e"), body("f", "thr: f"))
	e, f := entry("https://example.com/e", "", false).Article.ID, entry("https://example.com/f", "", false).Article.ID
	anything := func(string, article.Article) bool { return true }
	sketches(10, 11, Sketch{e, []uint32{3, 4, 1 << 31}})
	saved, err := s.SaveSketches(ctx, 11, 12, []Sketch{{f, []uint32{1, 2, 3, 4}}}, anything)
	must(t, err)
	families = familiesOf(t, s)
	if seen := map[int64]int{}; saved {
		for _, n := range families {
			seen[n]++
		}
		if len(families) != 5 || len(seen) != 1 {
			t.Errorf("families %v, want one of five", families)
		}
	}
}

// familiesOf returns the family of each article that is in one.
func familiesOf(t *testing.T, s *Store) map[string]int64 {
	t.Helper()
	families := map[string]int64{}
	_, err := collect(t.Context(), s.reader, func(row scanner) (id string, err error) {
		var family int64
		err = row.Scan(&id, &family)
		families[id] = family
		return id, err
	}, `SELECT article_id, family FROM sketches WHERE family <> 0`)
	must(t, err)
	return families
}

func wantCopies(t *testing.T, s *Store, r *article.Reader, id string, want ...string) {
	t.Helper()
	all, err := s.Copies(t.Context(), r, id)
	must(t, err)
	var got []string
	for _, a := range all {
		got = append(got, a.ID)
	}
	if len(got) != len(want) {
		t.Errorf("Copies(%s) = %v, want %v", id, got, want)
		return
	}
	for _, w := range want {
		if !strings.Contains(strings.Join(got, " "), w) {
			t.Errorf("Copies(%s) = %v, want %v", id, got, want)
		}
	}
}

// wantGroups holds that there is one group, whose articles are named by the
// ends of their URLs, in one of the orders.
func wantGroups(t *testing.T, s *Store, r *article.Reader, orders ...string) {
	t.Helper()
	groups, err := s.CopyGroups(t.Context(), r, 10)
	must(t, err)
	if len(groups) != 1 {
		t.Fatalf("%d groups, want 1", len(groups))
	}
	var names []string
	for _, a := range groups[0] {
		names = append(names, strings.TrimPrefix(a.URL, "https://example.com/"))
	}
	for _, o := range orders {
		if strings.Join(names, " ") == o {
			return
		}
	}
	t.Errorf("group %v, want one of %q", names, orders)
}
