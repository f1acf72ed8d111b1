package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/errgroup"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/store"
	"footnote/internal/watch"
)

// An Answerer answers questions; package answer has one.
type Answerer interface {
	Answer(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error)
}

// A Ledger says who works on which question; package store has one.
type Ledger interface {
	ClaimQuestion(ctx context.Context, q store.Question, owner string, lease time.Duration, now time.Time) (store.Question, bool, error)
	RenewQuestions(ctx context.Context, ids []int64, owner string, lease time.Duration, now time.Time) ([]int64, error)
	TakeOver(ctx context.Context, owner string, lease time.Duration, now time.Time) (store.Question, bool, error)
	QuestionsAt(ctx context.Context, channel, ts, mark string) ([]store.Question, error)
	Answered(ctx context.Context, since time.Time, limit int) ([]store.Question, error)
}

// A Recorder keeps what became of questions.
type Recorder interface {
	SetReply(ctx context.Context, id int64, replyTS string) error
	FinishQuestion(ctx context.Context, id int64, r store.Record) error
	CloseQuestion(ctx context.Context, id int64) error
	DropQuestion(ctx context.Context, id int64) error
	RetractQuestion(ctx context.Context, id int64) error
	AnswerOf(ctx context.Context, questionID int64) (store.Record, error)
	SeenEvent(ctx context.Context, eventID string, at time.Time) (bool, error)
	KnownEvent(ctx context.Context, eventID string) (bool, error)
}

// A Listener knows until when all that was said is heard, and where people ask.
type Listener interface {
	Hearings(ctx context.Context) ([]store.Hearing, error)
	NoteHearing(ctx context.Context, h store.Hearing) error
	Spots(ctx context.Context, since time.Time, limit int) ([]store.Spot, error)
}

// A Threader knows the threads that the bot takes part in.
type Threader interface {
	Thread(ctx context.Context, channel, threadTS string) ([]store.Record, error)
	InThread(ctx context.Context, channel, threadTS string) (bool, error)
	ThreadNumbers(ctx context.Context, channel, threadTS string) (map[string]int, error)
}

// A Memory says what is kept of people's questions, and for how long.
type Memory interface {
	AnswersTo(ctx context.Context, person string, limit int) ([]store.Record, error)
	AskedSince(ctx context.Context, person string, since time.Time, upTo int64) (int, error)
	Forget(ctx context.Context, person string) (int, error)
	ForgetAskers(ctx context.Context, before time.Time) error
	Expire(ctx context.Context, before time.Time) (int, error)
}

// A Store is all that the bot keeps; *store.Store is one.
type Store interface {
	Ledger
	Recorder
	Threader
	Listener
	Judge
	Shelf
	Memory
	Newsroom
	Standing
	Roster
}

// Config is what a Bot is made of.
type Config struct {
	BotToken string // xoxb-…
	AppToken string // xapp-…, for Socket Mode; not needed where Events is set
	APIURL   string // of the Web API, with a slash at its end; empty for Slack's

	// Events is where Slack calls over HTTP, instead of Socket Mode, with
	// requests that SigningSecret signs. Run closes it.
	Events        net.Listener
	SigningSecret string

	Answerer Answerer
	Store    Store
	Log      *slog.Logger

	// Suggester says what may be asked next; nil where that is not said.
	Suggester Suggester
	// Summarizer makes summaries; nil where none are made.
	Summarizer Summarizer
	// Library says what a reader may ask of; nil where it is not to be shown.
	Library func(ctx context.Context, r article.Reader) (answer.Library, error)
	// Find ranks passages, none where the library does not hold what is looked for;
	// nil where that cannot be asked for.
	Find func(ctx context.Context, r article.Reader, query string, n int) ([]article.Passage, error)
	// Adder adds what people name; nil where nothing may be added from Slack.
	Adder Adder
	Rules Rules
	// Watches asks standing questions, from what their channel may read; nil
	// where none may be set.
	Watches *watch.Checker
	// Model names who writes the answers; empty where they are quoted.
	Model string
	// Answers is how many may be worked on at once; 0 for 4. Questions beyond
	// them wait.
	Answers int
	// Waiting is how many may wait; 0 for 200. Who asks beyond them is told
	// that the bot is busy.
	Waiting int
	// AnswerTimeout is how long one may take; 0 for 3 minutes.
	AnswerTimeout time.Duration
	// Leave says that what is being answered when Run ends is left at once, and
	// not given its time to be finished.
	Leave bool
}

// A Bot answers questions in one workspace.
type Bot struct {
	cfg   Config
	log   *slog.Logger
	store Store
	api   *api
	pace  pace
	now   func() time.Time
	owner string // names this process in the store
	me    slack.AuthTestResponse
	seats chan struct{} // one for each answer worked on
	trips chan struct{} // one for each errand
	line  line          // what waits for a seat
	work  crew
	held  holdings

	linked [sockets]atomic.Bool // which connections to Slack there are
	broken [sockets]atomic.Bool // which broke off, until they are there again
	count  count

	appToken trust
	botToken trust

	heard    time.Time     // until when all is heard; of hearLoop
	rejoined chan struct{} // holds a token where the first of them came
	dropped  atomic.Bool   // an event came for the last time and was not taken
	unheard  atomic.Int64  // Unix time in nanoseconds until when something may not have been heard; 0 for never

	linkErrs recent // what went wrong with connections, as the log says

	roster      Roster
	people      cache[person]
	places      cache[place]
	memberships cache[[]string] // the channels that people are in
	unclaimed   recent          // questions that could not be claimed, as their askers know

	mu     sync.Mutex
	active map[int64]*activity // by question
}

// An activity is a question that is being answered here.
type activity struct {
	q     store.Question
	reply string                  // ts of its first message; empty before there is one
	end   context.CancelCauseFunc // ends the answering, not the reply
}

// pace is how long things take and how often they happen.
type pace struct {
	lease      time.Duration // of a claimed question; renewed at a third of it
	hear       time.Duration // between two notes that all is heard
	takeOver   time.Duration // between looks for questions that a dead process left
	record     time.Duration // to claim a question; Slack waits 3 s for the acknowledgement
	errand     time.Duration // for what is no answer: help, thanks, Home
	closing    time.Duration // to show an answer or an apology at the end
	shutdown   time.Duration // to finish what is being answered when Run ends
	leave      time.Duration // to leave what could not be finished
	status     time.Duration // to say that a question is at work
	waiting    time.Duration // for a seat
	place      time.Duration // between two words about how many are before a question
	suggest    time.Duration // to find what may be asked next: the footnotes wait for it
	appends    time.Duration // between two to one stream
	updates    time.Duration // between two of one message: tier 3 is 50 a minute
	streamLife time.Duration // Slack ends a stream after about 5 minutes
	dial       time.Duration // between two connections of one socket, beyond a burst
	redial     time.Duration // at most, between two attempts at one
	refused    time.Duration // that a token was taken and then not, until that is for good
}

func normalPace() pace {
	return pace{
		lease: 12 * time.Second, hear: 30 * time.Second, takeOver: 5 * time.Second, record: 2 * time.Second, errand: time.Minute,
		closing: 2 * time.Minute, shutdown: 20 * time.Second, leave: 5 * time.Second, status: 3 * time.Second,
		waiting: 5 * time.Minute, place: 15 * time.Second, suggest: 2 * time.Second,
		appends: 500 * time.Millisecond, updates: 1500 * time.Millisecond, streamLife: 4 * time.Minute, dial: 10 * time.Second, redial: 30 * time.Second,
		refused: 5 * time.Minute,
	}
}

// New returns a Bot that has not yet connected.
func New(cfg Config) (*Bot, error) {
	var problems []error
	need := func(ok bool, what string) {
		if !ok {
			problems = append(problems, errors.New("new bot: no "+what))
		}
	}
	need(cfg.BotToken != "", "bot token")
	need(cfg.AppToken != "" || cfg.Events != nil, "app token")
	need(cfg.SigningSecret != "" || cfg.Events == nil, "signing secret")
	need(cfg.Answerer != nil, "answerer")
	need(cfg.Store != nil, "store")
	need(cfg.Log != nil, "logger")
	if cfg.Answers <= 0 {
		cfg.Answers = 4
	}
	if cfg.Waiting <= 0 {
		cfg.Waiting = maxWaiting
	}
	if cfg.AnswerTimeout <= 0 {
		cfg.AnswerTimeout = 3 * time.Minute
	}
	b := &Bot{
		cfg: cfg, log: cfg.Log, store: cfg.Store, roster: cfg.Store, api: newAPI(cfg.BotToken, cfg.APIURL),
		pace: normalPace(), now: time.Now, owner: "bot-" + rand.Text(),
		seats: make(chan struct{}, cfg.Answers), trips: make(chan struct{}, maxErrands), line: line{most: cfg.Waiting},
		active: map[int64]*activity{}, rejoined: make(chan struct{}, 1), count: count{again: make(chan struct{}, 1)},
	}
	if cfg.Watches != nil {
		own := *cfg.Watches
		own.Readers = b.ReaderOf
		b.cfg.Watches = &own
	}
	return b, errors.Join(problems...)
}

// sockets is how many connections are held: slack-go closes one as soon as
// Slack announces to, and what is sent to it in that moment is lost to it.
const sockets = 2

// Run connects and answers until ctx ends; then it finishes what is being
// answered, or leaves it to the next process where that takes too long, as it
// does what waits. It is called once, and returns an error where Slack refuses
// the tokens.
func (b *Bot) Run(ctx context.Context) error {
	defer b.api.http.CloseIdleConnections()
	defer b.api.files.CloseIdleConnections()
	if err := b.meet(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	b.log.Info("bot start", "workspace", b.me.Team, "bot", b.me.User, "answers", b.cfg.Answers)
	working, leave := context.WithCancelCause(context.WithoutCancel(ctx))
	defer leave(nil)
	g, ctx := errgroup.WithContext(ctx)
	if b.cfg.Events != nil {
		g.Go(func() error { return b.serveEvents(ctx, working) })
	} else {
		for n := range sockets {
			g.Go(func() error { return b.listen(ctx, working, n) })
		}
	}
	g.Go(func() error { b.takeOverLoop(ctx, working); return nil })
	g.Go(func() error { b.hearLoop(ctx, working); return nil })
	g.Go(func() error { return b.tokenLoop(ctx) })
	g.Go(func() error { b.expireLoop(ctx); return nil })
	err := g.Wait()
	b.finish(leave)
	return err
}

// meet is introduce as often as it takes, as where a machine has started before
// its network, until ctx ends or Slack refuses the token.
func (b *Bot) meet(ctx context.Context) error {
	for {
		err := b.introduce(ctx)
		if err == nil || errors.Is(err, ErrTokens) {
			return err
		}
		if ctx.Err() != nil {
			return nil
		}
		b.log.Warn("bot start", "err", err, "again", b.pace.redial)
		pause(ctx, b.pace.redial)
	}
}

// introduce learns who the bot is.
func (b *Bot) introduce(ctx context.Context) error {
	me, err := b.signIn(ctx)
	if err == nil {
		b.me = *me
	}
	return err
}

// errHandedOver is why an answer ends that the next process will give.
var errHandedOver = errors.New("handed over to the next process")

// finish hands over what waits, waits for all work, and bids it leave when
// that takes too long.
func (b *Bot) finish(leave context.CancelCauseFunc) {
	b.line.close()
	done := make(chan struct{})
	go func() { b.work.Wait(); close(done) }()
	within := b.pace.shutdown
	if b.cfg.Leave {
		within = 0
	} else if n := len(b.seats); n > 0 {
		b.log.Info("bot stop", "answering", n, "within", within, "hint", "stop it again to leave them to the next process")
	}
	select {
	case <-done:
		return
	case <-time.After(within):
	}
	leave(errHandedOver)
	select {
	case <-done:
	case <-time.After(b.pace.leave):
		b.log.Error("bot stop", "err", "some answers do not end; their leases will")
	}
}

// A crew is work that is waited for. It is counted too, so that a test sees
// when none is left: what leads to further work ends after that has begun.
type crew struct {
	all   sync.WaitGroup
	count atomic.Int64
}

func (c *crew) Go(f func()) {
	end := c.begin()
	go func() {
		defer end()
		f()
	}()
}

// begin adds work until end is called.
func (c *crew) begin() (end func()) {
	c.all.Add(1)
	c.count.Add(1)
	return func() { c.count.Add(-1); c.all.Done() }
}

func (c *crew) Wait() { c.all.Wait() }

// maxErrands is how many errands are run at once: help, thanks, Home, and to
// say that the bot is busy. One beyond them is dropped, a question only until
// its lease ends.
const maxErrands = 16

// start runs f where there is a seat, and reports whether there was.
func (b *Bot) start(seats chan struct{}, f func()) bool {
	if !sit(seats) {
		return false
	}
	b.seated(seats, f)
	return true
}

// sit takes a seat, if one is free.
func sit(seats chan struct{}) bool {
	select {
	case seats <- struct{}{}:
		return true
	default:
		return false
	}
}

// seated runs f on a seat that was taken, and frees it. A question of which f
// panics is begun again when its lease ends, and given up in the end.
func (b *Bot) seated(seats chan struct{}, f func()) {
	b.work.Go(func() {
		defer func() { <-seats }()
		if err := contained(func() error { f(); return nil }); err != nil {
			b.log.Error("bot work", "err", err)
		}
	})
}

// errand runs f, within its time, where there is a seat.
func (b *Bot) errand(ctx context.Context, name string, f func(context.Context)) {
	if !b.start(b.trips, func() { b.timed(ctx, f) }) {
		b.log.Warn("bot errand dropped", "errand", name)
	}
}

// timed runs f within the time of an errand.
func (b *Bot) timed(ctx context.Context, f func(context.Context)) {
	ctx, cancel := context.WithTimeout(ctx, b.pace.errand)
	defer cancel()
	f(ctx)
}

// patientErrand is errand, but waits for a seat as long as it may take.
func (b *Bot) patientErrand(ctx context.Context, name string, f func(context.Context)) {
	b.work.Go(func() {
		waits, cancel := context.WithTimeout(ctx, b.pace.errand)
		defer cancel()
		select {
		case b.trips <- struct{}{}:
			b.seated(b.trips, func() { b.timed(ctx, f) })
		case <-waits.Done():
			b.log.Warn("bot errand dropped", "errand", name)
		}
	})
}
