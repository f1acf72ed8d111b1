package store

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"footnote/internal/article"
)

// daily sets a digest for C1 at noon.
func daily(t *testing.T, s *Store) Digest {
	t.Helper()
	d, err := s.SetDigest(t.Context(), Digest{Channel: "C1", Kind: Daily, Schedule: "every day at 9:00 UTC", Topics: []string{"water"}}, noon())
	must(t, err)
	return d
}

// slotAt claims the slots of these keys, the last one for itself.
func slotAt(t *testing.T, s *Store, d Digest, owner string, keys ...string) (Slot, bool) {
	t.Helper()
	var due []DueSlot
	for _, k := range keys {
		due = append(due, DueSlot{k, noon()})
	}
	slot, ok, err := s.ClaimSlot(t.Context(), d, due, owner, time.Minute, noon())
	must(t, err)
	return slot, ok
}

func testDigests(t *testing.T, s *Store) {
	save(t, s, entry("https://example.com/1", "one", false))
	d := daily(t, s)
	want := Digest{ID: d.ID, Channel: "C1", Kind: Daily, Schedule: "every day at 9:00 UTC", Topics: []string{"water"}, Set: noon(), Covered: d.Covered}
	want.Outlets = []string{}
	wantSame(t, "digest", d, want)

	slot, _ := slotAt(t, s, d, "a", "1")
	slot.Content, slot.Until = []byte("x"), 1
	must(t, s.MadeSlot(t.Context(), slot, "a", nil, noon()))
	again, err := s.SetDigest(t.Context(), Digest{Channel: "C1", Kind: Daily, Schedule: "Mondays at 9:00 UTC", Silent: true}, noon().Add(time.Hour))
	must(t, err)
	if again.ID != d.ID || again.Covered != 1 || !again.Silent || !again.Set.Equal(noon().Add(time.Hour)) {
		t.Errorf("set again: %+v, want the same digest, which covers what it covered", again)
	}
	all, err := s.Digests(t.Context())
	must(t, err)
	wantSame(t, "digests", all, []Digest{again})
	must(t, s.RemoveDigest(t.Context(), "C1", Daily))
	wantIs(t, "removed again", s.RemoveDigest(t.Context(), "C1", Daily), ErrNotFound)
	_, err = s.Digest(t.Context(), "C1", Daily)
	wantIs(t, "removed", err, ErrNotFound)
}

// testFirstDigest holds that the first digest looks back a day, or a week.
func testFirstDigest(t *testing.T, s *Store) {
	day := 24 * time.Hour
	for i, ago := range []time.Duration{8 * day, 7 * day, 25 * time.Hour, day} {
		e := entry(fmt.Sprintf("https://example.com/%d", i), fmt.Sprint("body ", i), false)
		e.Article.Added = noon().Add(-ago)
		save(t, s, e)
	}
	for kind, want := range map[string]int{Daily: 1, Weekly: 3} {
		d, err := s.SetDigest(t.Context(), Digest{Channel: "C1", Kind: kind, Schedule: "every day at 9:00 UTC"}, noon())
		must(t, err)
		last, err := s.LastChange(t.Context())
		must(t, err)
		fresh, err := s.NewArticles(t.Context(), nil, d.Covered, last)
		must(t, err)
		wantSame(t, kind+" digest, articles", len(fresh), want)
	}
}

func testNewArticles(t *testing.T, s *Store) {
	one, two := entry("https://example.com/1", "one", false), entry("https://example.com/2", "two", false)
	secret := entry("https://example.com/3", "three", false)
	secret.Article.Scope = article.ChannelScope("C1")
	secret.Article.ID = secret.Article.NewID()
	save(t, s, one)
	before, err := s.LastChange(t.Context())
	must(t, err)
	save(t, s, two)
	one.Article.Body, one.Chunks = "one, revised", nil
	save(t, s, one)
	save(t, s, secret)
	now, err := s.LastChange(t.Context())
	must(t, err)
	for _, test := range []struct {
		reader       article.Reader
		after, until int64
		want         []string
	}{
		{nil, before, now, []string{two.Article.ID}},
		{article.Reader{article.ChannelScope("C1")}, before, now, []string{two.Article.ID, secret.Article.ID}},
		{article.Reader{article.ChannelScope("C1"), article.Outside}, before, now, []string{secret.Article.ID}},
		{nil, 0, now, []string{one.Article.ID, two.Article.ID}},
		{nil, 0, before, []string{one.Article.ID}},
		{nil, now, now, nil},
	} {
		got, err := s.NewArticles(t.Context(), test.reader, test.after, test.until)
		must(t, err)
		var ids []string
		for _, a := range got {
			ids = append(ids, a.ID)
		}
		wantSame(t, fmt.Sprintf("new in (%d, %d] for %v", test.after, test.until, test.reader), ids, test.want)
	}
}

func testSlots(t *testing.T, s *Store) {
	d := daily(t, s)
	slot, ok := slotAt(t, s, d, "a", "1", "2")
	if !ok || slot.Key != "2" || slot.State != SlotClaimed || slot.Attempt != 1 {
		t.Fatalf("claimed %+v, %v", slot, ok)
	}
	if again, ok := slotAt(t, s, d, "b", "1", "2"); ok || again.ID != slot.ID {
		t.Errorf("claimed again: %+v, %v, want the slot as it is", again, ok)
	}
	if next, ok := slotAt(t, s, d, "b", "3"); ok || next.ID != 0 {
		t.Errorf("claimed beside one that is not finished: %+v, %v", next, ok)
	}
	must(t, s.HoldSlot(t.Context(), slot.ID, "a", time.Minute, noon()))
	wantIs(t, "held by another", s.HoldSlot(t.Context(), slot.ID, "b", time.Minute, noon()), ErrLost)
	wantIs(t, "finished by another", s.FinishSlot(t.Context(), slot.ID, "b", SlotDone), ErrLost)

	resume := func(at time.Time) (Slot, string, bool) {
		got, before, ok, err := s.ResumeSlot(t.Context(), "b", time.Minute, time.Hour, at)
		must(t, err)
		return got, before, ok
	}
	if got, _, ok := resume(noon().Add(59 * time.Second)); ok {
		t.Errorf("resumed %+v before its lease ended", got)
	}
	got, before, ok := resume(noon().Add(time.Minute))
	if !ok || before != "a" || got.ID != slot.ID || got.Attempt != 2 {
		t.Errorf("resumed %+v of %s, %v", got, before, ok)
	}
	if _, _, ok := resume(noon().Add(-2 * time.Hour)); !ok {
		t.Error("a lease longer than any can be holds after the clock went back")
	}
	must(t, s.FinishSlot(t.Context(), slot.ID, "b", SlotDone))
	if _, ok := slotAt(t, s, d, "c", "1"); ok {
		t.Error("a slot that another covers is claimed")
	}
	if _, ok := slotAt(t, s, d, "c", "2"); ok {
		t.Error("a slot that is done is claimed")
	}
	if _, ok := slotAt(t, s, d, "c", "3"); !ok {
		t.Error("the next slot is not claimed")
	}
}

func testClaimSlotTogether(t *testing.T, s *Store) {
	d := daily(t, s)
	var won atomic.Int32
	var work sync.WaitGroup
	for i := range 8 {
		work.Go(func() {
			_, ok, err := s.ClaimSlot(t.Context(), d, []DueSlot{{"1", noon()}}, fmt.Sprint(i), time.Minute, noon())
			if err != nil {
				t.Error(err)
			}
			if ok {
				won.Add(1)
			}
		})
	}
	work.Wait()
	wantSame(t, "claims that succeeded", won.Load(), 1)
}

func testTold(t *testing.T, s *Store) {
	d := daily(t, s)
	tell := func(key string, stories ...ToldStory) (Slot, error) {
		slot, ok := slotAt(t, s, d, "a", key)
		if !ok {
			t.Fatalf("slot %s is not free", key)
		}
		slot.Content, slot.Until = []byte("content"), slot.Since+7
		return slot, s.MadeSlot(t.Context(), slot, "a", stories, noon())
	}
	first, err := tell("1", ToldStory{Title: "Flood", Articles: []string{"x", "y"}, N: 1}, ToldStory{Title: "Fire", Articles: []string{"z"}, N: 2})
	must(t, err)
	must(t, s.FinishSlot(t.Context(), first.ID, "a", SlotDone))
	told, err := s.ToldStories(t.Context(), "C1", noon())
	must(t, err)
	if len(told) != 2 || told[0].Title != "Flood" || len(told[0].Articles) != 2 || told[1].Articles[0] != "z" {
		t.Fatalf("told %+v", told)
	}
	at, err := s.StoryTold(t.Context(), first.Channel, first.ID, 2)
	must(t, err)
	wantSame(t, "the second story", at.ID, told[1].ID)
	_, err = s.StoryTold(t.Context(), first.Channel, first.ID, 3)
	wantIs(t, "a third story", err, ErrNotFound)
	_, err = s.StoryTold(t.Context(), "C2", first.ID, 2)
	wantIs(t, "the story of another channel", err, ErrNotFound)
	must(t, s.MuteStory(t.Context(), told[0].ID))
	must(t, s.LessOfStory(t.Context(), told[1].ID))
	wantIs(t, "no story", s.MuteStory(t.Context(), 99), ErrNotFound)

	// Nothing of a slot is kept that tells an article again.
	second, err := tell("2", ToldStory{Title: "New", Articles: []string{"w"}, N: 1}, ToldStory{ID: told[0].ID, Articles: []string{"x"}, N: 2})
	wantIs(t, "told twice", err, ErrTold)
	must(t, s.FinishSlot(t.Context(), second.ID, "a", SlotFailed))

	// What a failed slot told is untold, and its digest covers it no more.
	third, err := tell("3", ToldStory{Title: "New", Articles: []string{"w"}, N: 1},
		ToldStory{ID: told[0].ID, Also: []int64{told[1].ID}, Title: "Flood and fire", Articles: []string{"v"}, N: 2})
	must(t, err)
	covers := func(want int64) {
		t.Helper()
		now, err := s.Digest(t.Context(), "C1", Daily)
		must(t, err)
		wantSame(t, "covered", now.Covered, want)
	}
	covers(third.Until)
	must(t, s.FinishSlot(t.Context(), third.ID, "a", SlotFailed))
	covers(first.Until)
	told, err = s.ToldStories(t.Context(), "C1", noon())
	must(t, err)
	if len(told) != 1 || !told[0].Muted || len(told[0].Articles) != 3 {
		t.Errorf("told %+v, want one story of x, y and z", told)
	}
	old, err := s.ToldStories(t.Context(), "C1", noon().Add(time.Second))
	must(t, err)
	wantSame(t, "told later", len(old), 0)
	wantIs(t, "made by another", s.MadeSlot(t.Context(), first, "a", nil, noon()), ErrLost)

	// What is made anew may tell the same.
	fourth, err := tell("4", ToldStory{Title: "New", Articles: []string{"w"}, N: 1})
	must(t, err)
	_, err = s.UnmakeSlot(t.Context(), fourth.ID, "b")
	wantIs(t, "unmade by another", err, ErrLost)
	again, err := s.UnmakeSlot(t.Context(), fourth.ID, "a")
	must(t, err)
	if again.State != SlotClaimed || again.Content != nil || again.Until != 0 || again.Since != fourth.Since {
		t.Errorf("unmade %+v", again)
	}
	covers(first.Until)
	must(t, s.MadeSlot(t.Context(), again, "a", []ToldStory{{Title: "New", Articles: []string{"w"}, N: 1}}, noon()))
}

func testPosts(t *testing.T, s *Store) {
	ts, begun, err := s.Post(t.Context(), "k")
	must(t, err)
	if ts != "" || begun {
		t.Errorf("before: %q, %v", ts, begun)
	}
	for i, want := range []bool{false, true} {
		ts, before, err := s.BeginPost(t.Context(), "k", noon())
		must(t, err)
		if ts != "" || before != want {
			t.Errorf("begin %d: %q, %v, want %v", i, ts, before, want)
		}
	}
	must(t, s.EndPost(t.Context(), "k", "1.2"))
	ts, before, err := s.BeginPost(t.Context(), "k", noon())
	must(t, err)
	if ts != "1.2" || !before {
		t.Errorf("after: %q, %v", ts, before)
	}
	ts, begun, err = s.Post(t.Context(), "k")
	must(t, err)
	if ts != "1.2" || !begun {
		t.Errorf("as held: %q, %v", ts, begun)
	}
}

func testWatch(t *testing.T, s *Store) {
	w, err := s.AddWatch(t.Context(), Watch{Channel: "C1", User: "U1", Question: "Why?"}, []byte(`{}`), 9, 9, noon())
	must(t, err)
	for _, test := range []struct {
		name, owner string
		at          time.Time
		want        bool
	}{
		{"free", "a", noon(), true},
		{"held", "b", noon().Add(59 * time.Second), false},
		{"held by itself", "a", noon().Add(59 * time.Second), true},
		{"the lease ended", "b", noon().Add(2 * time.Minute), true},
		{"the clock went back", "a", noon().Add(-time.Hour), true},
	} {
		got, err := s.ClaimWatch(t.Context(), w.ID, test.owner, time.Minute, test.at)
		must(t, err)
		wantSame(t, test.name, got, test.want)
	}
	wantIs(t, "checked by another", s.CheckedWatch(t.Context(), w.ID, "b", 1, nil, false, noon()), ErrLost)
	must(t, s.CheckedWatch(t.Context(), w.ID, "a", 1, []byte(`{"n": 1}`), false, noon()))
	must(t, s.CheckedWatch(t.Context(), w.ID, "a", 2, []byte(`{"n": 2}`), false, noon()))

	// What was told stays; what will not be told is forgotten.
	untold, err := s.UntoldAnswers(t.Context())
	must(t, err)
	wantSame(t, "untold", len(untold), 2)
	must(t, s.ToldAnswer(t.Context(), untold[0].ID))
	for _, a := range untold {
		must(t, s.DropAnswer(t.Context(), a.ID))
	}
	kept, err := s.WatchAnswers(t.Context(), w.ID)
	must(t, err)
	if len(kept) != 2 || kept[1].ID != untold[0].ID || !kept[1].Told {
		t.Errorf("kept %+v, want the first answer and the one that was told", kept)
	}
}

func testForgetWatches(t *testing.T, s *Store) {
	for _, user := range []string{"U1", "U2"} {
		_, err := s.AddWatch(t.Context(), Watch{Channel: "C1", User: user, Question: "Why?"}, []byte(`{}`), 9, 9, noon())
		must(t, err)
	}
	_, err := s.Forget(t.Context(), "U1")
	must(t, err)
	all, err := s.Watches(t.Context())
	must(t, err)
	if len(all) != 1 || all[0].User != "U2" {
		t.Errorf("watches of a forgotten person: %+v", all)
	}
}

// testNumbers numbers articles in a thread by what is told and answered there.
func testNumbers(t *testing.T, s *Store) {
	ctx := t.Context()
	must(t, s.NoteNumbers(ctx, "C1", "1.0", map[string]int{"a": 1, "b": 2}))
	must(t, s.NoteNumbers(ctx, "C1", "1.0", map[string]int{"b": 9, "c": 3}))
	q := claim(t, s, "1.5", "o")
	must(t, s.FinishQuestion(ctx, q.ID, Record{Citations: []byte(`[{"n":8,"article_id":"c"},{"n":4,"article_id":"d"},{"n":4,"article_id":"d"},{"n":5}]`)}))
	for thread, want := range map[string]map[string]int{"1.0": {"a": 1, "b": 2, "c": 3, "d": 4}, "2.0": {}} {
		got, err := s.ThreadNumbers(ctx, "C1", thread)
		must(t, err)
		wantSame(t, "numbers of "+thread, got, want)
	}
}

// testRest lets two watches rest, of which one is paused, and wakes one channel.
func testRest(t *testing.T, s *Store) {
	ctx := t.Context()
	for _, channel := range []string{"C1", "C1", "C2"} {
		_, err := s.AddWatch(ctx, Watch{Channel: channel, User: "U1", Question: "Why?"}, []byte(`{}`), 9, 9, noon())
		must(t, err)
	}
	must(t, s.PauseWatch(ctx, 2, true))
	for id := range 3 {
		must(t, s.RestWatch(ctx, int64(id+1)))
	}
	paused := func() (out []bool) {
		all, err := s.Watches(ctx)
		must(t, err)
		for _, w := range all {
			out = append(out, w.Paused)
		}
		return out
	}
	wantSame(t, "resting", paused(), []bool{true, true, true})
	must(t, s.WakeWatches(ctx, "C1"))
	wantSame(t, "woken in one channel", paused(), []bool{false, true, true})
	must(t, s.WakeWatches(ctx, ""))
	wantSame(t, "woken", paused(), []bool{false, true, false})
	wantIs(t, "rest of nothing", s.RestWatch(ctx, 9), ErrNotFound)
}
