package bot

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/metrics"
	"slices"
	"sync"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/slacksim"
	"footnote/internal/store"
)

// A rush is questions that are asked within a while by many people in several
// channels.
type rush struct {
	questions, answers int  // asked; answered at once
	limits             bool // of Slack's, per method
}

// Of every rush.
const (
	rushTime     = 10 * time.Second // in which all is asked, evenly
	rushPeople   = 50
	rushChannels = 20
	rushWriting  = 2 * time.Second // that an answer takes to be written
)

// BenchmarkLoad measures rushes through two sockets, at the pace of a real
// workspace. docs/load.md holds its table.
func BenchmarkLoad(b *testing.B) {
	for _, limits := range []bool{false, true} {
		for _, answers := range []int{4, 8, 32} {
			for _, questions := range []int{20, 100, 200, 300} {
				r := rush{questions, answers, limits}
				b.Run(fmt.Sprintf("limits=%t/answers=%d/questions=%d", limits, answers, questions), func(b *testing.B) {
					for b.Loop() {
						r.run(b)
					}
				})
			}
		}
	}
}

func (r rush) run(b *testing.B) {
	l := newLab(b, slacksim.Options{RateLimits: r.limits})
	clock := &stopwatch{Store: l.store, took: map[int64]time.Duration{}, outcome: map[int64]string{}}
	bot, err := New(Config{
		BotToken: l.BotToken(), AppToken: l.AppToken(), APIURL: l.APIURL(), Store: clock, Answers: r.answers,
		Log: slog.New(slog.DiscardHandler), Answerer: clock.counting(writing4(rushWriting)),
	})
	if err != nil {
		b.Fatal(err)
	}
	stop := l.run(bot)
	peak := peakHeap()
	asked := r.ask(l)
	clock.wait(b, r.questions)
	l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
	heap := peak()
	stop()
	r.report(b, l, clock, asked)
	b.ReportMetric(float64(heap)/(1<<20), "peak-heap-MB")
}

// ask asks all questions and returns their channels and ts.
func (r rush) ask(l *lab) [][2]string {
	var people, channels []string
	for i := range rushPeople {
		people = append(people, l.AddUser(slacksim.User{Name: fmt.Sprintf("person%d", i)}))
	}
	for i := range rushChannels {
		channels = append(channels, l.AddChannel(slacksim.Channel{Name: fmt.Sprintf("channel%d", i)}, append(people, l.Bot())...))
	}
	var asked [][2]string
	every := time.NewTicker(rushTime / time.Duration(r.questions))
	defer every.Stop()
	for i := range r.questions {
		<-every.C
		c := channels[i%rushChannels]
		asked = append(asked, [2]string{c, l.Mention(c, people[i%rushPeople], fmt.Sprintf("question %d?", i), slacksim.Say{})})
	}
	return asked
}

func (r rush) report(b *testing.B, l *lab, clock *stopwatch, asked [][2]string) {
	extra, none := 0, 0
	for _, q := range asked {
		switch n := len(l.Replies(q[0], q[1])); n {
		case 0:
			none++
		default:
			extra += n - 1
		}
	}
	var acks []time.Duration
	again := 0
	for _, d := range l.Deliveries() {
		if d.Acked {
			acks = append(acks, d.AckTook)
		}
		if again += d.Attempts - 1; d.Lost {
			b.Errorf("an event was lost: %+v", d)
		}
	}
	answered, turnedAway, took := clock.sum()
	b.ReportMetric(float64(answered), "answered")
	b.ReportMetric(float64(turnedAway), "busy")
	b.ReportMetric(float64(extra+clock.twice), "twice")
	b.ReportMetric(float64(none), "unanswered")
	b.ReportMetric(float64(again), "redelivered")
	b.ReportMetric(percentile(acks, 50).Seconds()*1000, "ack-p50-ms")
	b.ReportMetric(percentile(acks, 99).Seconds()*1000, "ack-p99-ms")
	b.ReportMetric(percentile(took, 50).Seconds(), "answer-p50-s")
	b.ReportMetric(percentile(took, 95).Seconds(), "answer-p95-s")
	b.ReportMetric(float64(calls(l.View, "chat.startStream")), "streams")
}

// percentile returns the smallest of some durations that p percent of them
// do not exceed.
func percentile(all []time.Duration, p int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	all = slices.Sorted(slices.Values(all))
	return all[(len(all)*p+99)/100-1]
}

// writing4 answers in four sentences, in evenly spread time.
func writing4(took time.Duration) answererFunc {
	ans := long(4)
	return func(ctx context.Context, _ answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		for i := range ans.Sentences {
			if !pause(ctx, took/4) {
				return answer.Answer{}, context.Cause(ctx)
			}
			if err := on(answer.Event{Sentence: &ans.Sentences[i]}); err != nil {
				return answer.Answer{}, err
			}
		}
		return ans, nil
	}
}

// A stopwatch is a store that notes how long questions take, from their claim
// to their end.
type stopwatch struct {
	*store.Store
	mu      sync.Mutex
	asked   sync.Map // time.Time by question
	took    map[int64]time.Duration
	outcome map[int64]string
	texts   map[string]bool
	twice   int // questions that were answered before
}

func (s *stopwatch) ClaimQuestion(ctx context.Context, q store.Question, owner string, lease time.Duration, now time.Time) (store.Question, bool, error) {
	q, ok, err := s.Store.ClaimQuestion(ctx, q, owner, lease, now)
	if ok {
		s.asked.Store(q.ID, now)
	}
	return q, ok, err
}

func (s *stopwatch) FinishQuestion(ctx context.Context, id int64, r store.Record) error {
	err := s.Store.FinishQuestion(ctx, id, r)
	if err == nil {
		asked, _ := s.asked.Load(id)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.took[id], s.outcome[id] = time.Since(asked.(time.Time)), r.Outcome
	}
	return err
}

// counting notes which questions are given to an answerer.
func (s *stopwatch) counting(a answererFunc) answererFunc {
	return func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		s.mu.Lock()
		if s.texts == nil {
			s.texts = map[string]bool{}
		}
		if s.texts[q.Text] {
			s.twice++
		}
		s.texts[q.Text] = true
		s.mu.Unlock()
		return a(ctx, q, on)
	}
}

// wait waits until n questions are finished.
func (s *stopwatch) wait(b *testing.B, n int) {
	ctx, cancel := context.WithTimeout(b.Context(), 10*time.Minute)
	defer cancel()
	for {
		s.mu.Lock()
		finished := len(s.took)
		s.mu.Unlock()
		if finished >= n {
			return
		}
		if !pause(ctx, 20*time.Millisecond) {
			b.Fatalf("%d of %d questions are finished after 10 minutes", finished, n)
		}
	}
}

// sum returns how many questions were answered and how many not, and how
// long the answers took.
func (s *stopwatch) sum() (answered, turnedAway int, took []time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, outcome := range s.outcome {
		if outcome != string(answer.Answered) {
			turnedAway++
			continue
		}
		answered++
		took = append(took, s.took[id])
	}
	return answered, turnedAway, took
}

// peakHeap looks at the heap from now on, until the function that it returns
// is called, which returns the most bytes that objects took.
func peakHeap() func() uint64 {
	var peak uint64
	ctx, end := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for pause(ctx, 20*time.Millisecond) {
			metrics.Read(sample)
			peak = max(peak, sample[0].Value.Uint64())
		}
	})
	return func() uint64 { end(); work.Wait(); return peak }
}
