package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// noon is when the questions of these tests are asked.
func noon() time.Time { return time.Date(2026, 4, 27, 12, 0, 0, 5, time.UTC) }

func question(ts string) Question {
	return Question{
		EventID: "Ev" + ts, Team: "T1", Channel: "C1", TS: ts, ThreadTS: "1.0",
		User: "U1", Text: "Who \x00 asks?", Asked: noon(),
	}
}

// claim claims a question for a minute from noon.
func claim(t *testing.T, s *Store, ts, owner string) Question {
	t.Helper()
	q, ok, err := s.ClaimQuestion(t.Context(), question(ts), owner, time.Minute, noon())
	must(t, err)
	if !ok {
		t.Fatalf("question %s is claimed already", ts)
	}
	return q
}

func testEvents(t *testing.T, s *Store) {
	at := noon()
	for i, step := range []struct {
		id    string
		after time.Duration
		want  bool
	}{
		{"a", 0, false},
		{"a", time.Second, true},
		{"b", time.Hour, false},
		{"a", 24 * time.Hour, true},
		{"c", 24*time.Hour + time.Second, false}, // here a goes
		{"b", 24*time.Hour + time.Second, true},
		{"a", 24*time.Hour + time.Second, false},
	} {
		known, err := s.KnownEvent(t.Context(), step.id)
		must(t, err)
		wantSame(t, fmt.Sprintf("step %d: event %s known", i, step.id), known, step.want)
		seen, err := s.SeenEvent(t.Context(), step.id, at.Add(step.after))
		must(t, err)
		wantSame(t, fmt.Sprintf("step %d: event %s seen", i, step.id), seen, step.want)
	}
}

func testClaim(t *testing.T, s *Store) {
	q := claim(t, s, "1.1", "a")
	want := question("1.1")
	want.ID, want.Attempt = q.ID, 1
	wantSame(t, "question", q, want)

	must(t, s.SetReply(t.Context(), q.ID, "9.9"))
	again := question("1.1")
	again.EventID, again.Text = "another", "another"
	got, ok, err := s.ClaimQuestion(t.Context(), again, "b", time.Minute, noon().Add(time.Hour))
	must(t, err)
	want.ReplyTS = "9.9"
	wantSame(t, "claimed again", ok, false)
	wantSame(t, "question as held", got, want)

	elsewhere := question("1.1")
	elsewhere.Channel, elsewhere.Asked = "C2", time.Time{}
	got, ok, err = s.ClaimQuestion(t.Context(), elsewhere, "b", time.Minute, noon())
	must(t, err)
	if !ok || got.ID == q.ID || !got.Asked.Equal(noon()) {
		t.Errorf("in another channel: %v, %v, want it claimed and asked now", got, ok)
	}
	wantIs(t, "reply to nothing", s.SetReply(t.Context(), 99, "1.1"), ErrNotFound)
}

func testClaimTogether(t *testing.T, s *Store) {
	var won atomic.Int32
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for j := range 10 {
				_, ok, err := s.ClaimQuestion(t.Context(), question(fmt.Sprint(j)), fmt.Sprint(i), time.Minute, noon())
				if err != nil {
					t.Error(err)
				}
				if ok {
					won.Add(1)
				}
			}
		})
	}
	wg.Wait()
	wantSame(t, "claims won", won.Load(), 10)
}

func testRenew(t *testing.T, s *Store) {
	ctx := t.Context()
	q := claim(t, s, "1.1", "a")
	renew := func(owner string, at time.Duration, want bool) {
		t.Helper()
		held, err := s.RenewQuestions(ctx, []int64{q.ID, 99}, owner, time.Minute, noon().Add(at))
		must(t, err)
		wantSame(t, "renewed", len(held) == 1 && held[0] == q.ID, want)
	}
	renew("a", 30*time.Second, true)
	renew("b", 30*time.Second, false)
	_, ok, err := s.TakeOver(ctx, "b", time.Minute, noon().Add(80*time.Second))
	must(t, err)
	wantSame(t, "taken over within the renewed lease", ok, false)
	renew("a", 2*time.Minute, true) // late, but nobody came
	_, ok, err = s.TakeOver(ctx, "b", time.Minute, noon().Add(3*time.Minute))
	must(t, err)
	wantSame(t, "taken over", ok, true)
	renew("a", 3*time.Minute, false)
	renew("b", 3*time.Minute, true)
	must(t, s.FinishQuestion(ctx, q.ID, Record{Outcome: "failed"}))
	renew("b", 3*time.Minute, false)
	other, third := claim(t, s, "2.1", "c"), claim(t, s, "3.1", "c")
	held, err := s.RenewQuestions(ctx, []int64{third.ID, q.ID, other.ID}, "c", time.Minute, noon())
	must(t, err)
	slices.Sort(held)
	wantSame(t, "renewed together", held, []int64{other.ID, third.ID})
	held, err = s.RenewQuestions(ctx, nil, "c", time.Minute, noon())
	must(t, err)
	wantSame(t, "renewed of none", len(held), 0)
}

func testQuestionsAt(t *testing.T, s *Store) {
	for _, ts := range []string{"1.1", "1.1.edited.3.0", "1.1.edited.2.0", "1.1.next.0", "1.10", "1.2.edited.4.0"} {
		claim(t, s, ts, "a")
	}
	for at, want := range map[string][]string{
		"C1 1.1": {"1.1.edited.3.0", "1.1.edited.2.0", "1.1"}, "C1 1.10": {"1.10"}, "C1 1.2": {"1.2.edited.4.0"}, "C2 1.1": nil,
	} {
		channel, ts, _ := strings.Cut(at, " ")
		all, err := s.QuestionsAt(t.Context(), channel, ts, ".edited.")
		must(t, err)
		var got []string
		for _, q := range all {
			got = append(got, q.TS)
		}
		wantSame(t, "questions at "+at, got, want)
	}
}

// testRetract takes back one of two answers: nothing of it is kept but what it took.
func testRetract(t *testing.T, s *Store) {
	ctx := t.Context()
	claim(t, s, "1.0", "a")
	gone, kept := claim(t, s, "1.1", "a").ID, claim(t, s, "1.2", "a").ID
	for _, id := range []int64{gone, kept} {
		must(t, s.FinishQuestion(ctx, id, Record{Outcome: "answered", ReplyTS: "1.9", Input: 3}))
	}
	all := func() (ids []int64) {
		t.Helper()
		found, err := s.Answered(ctx, noon(), 9)
		must(t, err)
		for _, q := range found {
			wantSame(t, "finished", q.Finished, true)
			ids = append(ids, q.ID)
		}
		return ids
	}
	wantSame(t, "answered", all(), []int64{kept, gone})
	before, err := s.Usage(ctx)
	must(t, err)
	must(t, s.RetractQuestion(ctx, gone))
	after, err := s.Usage(ctx)
	must(t, err)
	wantSame(t, "usage", after, before)
	wantSame(t, "answered", all(), []int64{kept})
	_, err = s.AnswerOf(ctx, gone)
	wantIs(t, "answer that was taken back", err, ErrNotFound)
	found, err := s.QuestionsAt(ctx, "C1", "1.1", ".edited.")
	must(t, err)
	if len(found) != 1 || found[0].Text != "" || found[0].ReplyTS != "" || found[0].ThreadTS != "" {
		t.Errorf("what was taken back is %+v", found)
	}
}

func testTakeOver(t *testing.T, s *Store) {
	ctx := t.Context()
	_, ok, err := s.TakeOver(ctx, "b", time.Minute, noon())
	if ok || err != nil {
		t.Fatalf("took over from nobody: %v, %v", ok, err)
	}
	first, second, done := claim(t, s, "1.1", "a"), claim(t, s, "1.2", "a"), claim(t, s, "1.3", "a")
	must(t, s.FinishQuestion(ctx, done.ID, Record{}))
	must(t, s.SetReply(ctx, first.ID, "1.9"))
	first.ReplyTS = "1.9"
	later := noon().Add(time.Minute)
	for _, want := range []Question{first, second} {
		got, ok, err := s.TakeOver(ctx, "b", time.Minute, later)
		must(t, err)
		want.Attempt = 2
		wantSame(t, "taken over", ok, true)
		wantSame(t, "question", got, want)
	}
	_, ok, err = s.TakeOver(ctx, "c", time.Minute, later)
	must(t, err)
	wantSame(t, "taken over once more", ok, false)
	got, ok, err := s.TakeOver(ctx, "c", time.Minute, later.Add(time.Minute))
	must(t, err)
	if !ok || got.Attempt != 3 {
		t.Errorf("after the second lease: attempt %d, %v, want 3", got.Attempt, ok)
	}
	_, ok, err = s.TakeOver(ctx, "d", time.Minute, later.Add(time.Minute-busyTimeout)) // it waited to write
	must(t, err)
	wantSame(t, "taken over by one that waited", ok, false)
	_, ok, err = s.TakeOver(ctx, "d", time.Minute, noon().Add(-time.Hour))
	must(t, err)
	wantSame(t, "taken over after the clock went back", ok, true)
}

func testTakeOverTogether(t *testing.T, s *Store) {
	const questions = 12
	for i := range questions {
		claim(t, s, fmt.Sprint(i), "dead")
	}
	var mu sync.Mutex
	taken := make(map[int64]int)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for {
				q, ok, err := s.TakeOver(t.Context(), fmt.Sprint(i), time.Minute, noon().Add(time.Hour))
				if err != nil {
					t.Error(err)
				}
				if !ok {
					return
				}
				mu.Lock()
				taken[q.ID]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	wantSame(t, "questions taken", len(taken), questions)
	for id, n := range taken {
		wantSame(t, fmt.Sprintf("takers of question %d", id), n, 1)
	}
}

func record() Record {
	return Record{
		Question: "Who asks?", Channel: "C1", ThreadTS: "1.0", User: "U2", Text: "He does. \x00\xff", Outcome: "answered",
		Citations: json.RawMessage(`[{"n":1}]`), Model: "a/b", Input: 5, Output: 6, Took: 1234567 * time.Nanosecond,
		Asked: noon(), ReplyTS: "1.5", Cost: 1_500_000, Currency: "USD", Key: "k", Seq: 7, Shown: json.RawMessage(`{"text":"He does."}`),
	}
}

func testFinish(t *testing.T, s *Store) {
	ctx := t.Context()
	q := claim(t, s, "1.1", "a")
	must(t, s.SetReply(ctx, q.ID, "1.2"))
	must(t, s.FinishQuestion(ctx, q.ID, Record{Text: "An answer.", Outcome: "extracted"}))
	must(t, s.FinishQuestion(ctx, q.ID, Record{Text: "Another.", Outcome: "answered"}))
	got, err := s.Thread(ctx, "C1", "1.0")
	must(t, err)
	want := Record{
		Question: q.Text, Channel: "C1", ThreadTS: "1.0", User: "U1", Text: "An answer.", Outcome: "extracted",
		Asked: noon(), ReplyTS: "1.2",
	}
	if len(got) == 1 {
		want.ID = got[0].ID
	}
	wantSame(t, "answers", got, []Record{want})

	must(t, s.SetReply(ctx, q.ID, "1.3")) // posted anew
	byReply, err := s.AnswerByReply(ctx, "C1", "1.3")
	must(t, err)
	want.ReplyTS = "1.3"
	wantSame(t, "by reply", byReply, want)
	_, ok, err := s.TakeOver(ctx, "b", time.Minute, noon().Add(time.Hour))
	must(t, err)
	wantSame(t, "taken over", ok, false)
	_, ok, err = s.ClaimQuestion(ctx, question("1.1"), "b", time.Minute, noon().Add(time.Hour))
	must(t, err)
	wantSame(t, "claimed", ok, false)
	wantIs(t, "finish nothing", s.FinishQuestion(ctx, 99, Record{}), ErrNotFound)
}

func testThread(t *testing.T, s *Store) {
	ctx := t.Context()
	for i, ts := range []string{"1.3", "1.1", "1.2"} {
		q := claim(t, s, ts, "a")
		must(t, s.FinishQuestion(ctx, q.ID, Record{Text: ts, Asked: noon().Add([]time.Duration{3, 1, 2}[i])}))
	}
	claim(t, s, "1.4", "a") // unfinished
	elsewhere := question("2.1")
	elsewhere.ThreadTS = "2.0"
	_, _, err := s.ClaimQuestion(ctx, elsewhere, "a", time.Minute, noon())
	must(t, err)
	closed := question("4.1")
	closed.ThreadTS = "4.0"
	closed, _, err = s.ClaimQuestion(ctx, closed, "a", time.Minute, noon())
	must(t, err)
	must(t, s.CloseQuestion(ctx, closed.ID))

	all, err := s.Thread(ctx, "C1", "1.0")
	must(t, err)
	var texts []string
	for _, r := range all {
		texts = append(texts, r.Text)
	}
	wantSame(t, "thread", texts, []string{"1.1", "1.2", "1.3"})
	for _, test := range []struct {
		channel, threadTS string
		want              bool
	}{{"C1", "1.0", true}, {"C1", "2.0", true}, {"C1", "3.0", false}, {"C1", "4.0", false}, {"C2", "1.0", false}, {"C1", "", false}} {
		in, err := s.InThread(ctx, test.channel, test.threadTS)
		must(t, err)
		wantSame(t, fmt.Sprintf("InThread(%q, %q)", test.channel, test.threadTS), in, test.want)
	}
}

func testAnswers(t *testing.T, s *Store) {
	ctx := t.Context()
	r := record()
	var err error
	r.ID, err = s.SaveAnswer(ctx, r)
	must(t, err)
	got, err := s.AnswerByReply(ctx, "C1", "1.5")
	must(t, err)
	wantSame(t, "record", got, r)
	plain, err := s.SaveAnswer(ctx, Record{Question: "From a terminal"})
	must(t, err)
	if plain == r.ID {
		t.Errorf("two answers with the id %d", plain)
	}
	for _, ref := range [][2]string{{"C1", ""}, {"", ""}, {"C2", "1.5"}, {"C1", "1.0"}} {
		_, err := s.AnswerByReply(ctx, ref[0], ref[1])
		wantIs(t, fmt.Sprintf("AnswerByReply(%q)", ref), err, ErrNotFound)
	}
}

func testFeedback(t *testing.T, s *Store) {
	ctx := t.Context()
	id, err := s.SaveAnswer(ctx, record())
	must(t, err)
	for _, f := range []Feedback{
		{AnswerID: id, User: "U1", Value: "up", At: noon()},
		{AnswerID: id, User: "U2", Value: "up", At: noon().Add(2)},
		{AnswerID: id, User: "U1", Value: "down", At: noon().Add(1)},
		{AnswerID: id, User: "U2", Value: "down", At: noon()}, // pressed earlier, came later
		{AnswerID: id, User: "U3", Value: "up", At: noon().Add(3)},
		{AnswerID: id, User: "U3", Value: "down", At: noon().Add(3)},
	} {
		must(t, s.SaveFeedback(ctx, f))
	}
	got, err := s.Feedback(ctx, id)
	must(t, err)
	wantSame(t, "feedback", got, []Feedback{
		{AnswerID: id, User: "U1", Value: "down", At: noon().Add(1)}, {AnswerID: id, User: "U2", Value: "up", At: noon().Add(2)}, {AnswerID: id, User: "U3", Value: "down", At: noon().Add(3)},
	})
	wantIs(t, "on no answer", s.SaveFeedback(ctx, Feedback{AnswerID: 99, User: "U1", Value: "up"}), ErrNotFound)
	must(t, s.SaveFeedback(ctx, Feedback{AnswerID: id, User: "U1", Value: "up"}))
	got, err = s.Feedback(ctx, id)
	must(t, err)
	if len(got) != 3 || got[2].User != "U1" || time.Since(got[2].At).Abs() > time.Minute {
		t.Errorf("feedback without a time: %v, want it now", got)
	}
}
