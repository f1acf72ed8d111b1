package slacksim

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"
)

// Options describe the workspace and how it delivers. The zero value is a
// workspace on the wall clock that delivers everything once, in order.
type Options struct {
	Team   string // its name; default "Sim"
	TeamID string // default "T0000SIM"
	// EnterpriseID is the organisation, on Enterprise Grid, that the workspace
	// is of; empty for none.
	EnterpriseID string

	AppID    string // default "A0000SIM"
	BotID    string // the bot_id of its messages; default "B0000SIM"
	BotUser  string // the bot's user id; default "U0000BOT"
	BotName  string // default "footnote"
	BotToken string // default "xoxb-sim"
	AppToken string // default "xapp-sim"

	// Scopes the bot token has; nil for all. Other methods say missing_scope.
	Scopes []string
	// Events are those that the app subscribed to, as a manifest names them
	// ("message.channels"); nil for all. Others are not sent.
	Events []string
	// Seed picks sockets and orders; the same seed picks the same.
	Seed uint64
	// Clock counts deliveries, streams, triggers and limits; nil for the wall
	// clock.
	Clock *Clock
	// Delivery is how events travel; SetDelivery changes it.
	Delivery Delivery
	// RateLimits turns on Slack's documented limits per method.
	RateLimits bool
	// PingEvery is how often sockets are pinged, in real time; default 10 s.
	PingEvery time.Duration
}

func (o Options) withDefaults() Options {
	o.Team = cmp.Or(o.Team, "Sim")
	o.TeamID = cmp.Or(o.TeamID, "T0000SIM")
	o.AppID = cmp.Or(o.AppID, "A0000SIM")
	o.BotID = cmp.Or(o.BotID, "B0000SIM")
	o.BotUser = cmp.Or(o.BotUser, "U0000BOT")
	o.BotName = cmp.Or(o.BotName, "footnote")
	o.BotToken = cmp.Or(o.BotToken, "xoxb-sim")
	o.AppToken = cmp.Or(o.AppToken, "xapp-sim")
	o.PingEvery = cmp.Or(o.PingEvery, 10*time.Second)
	if o.Clock == nil {
		o.Clock = &Clock{}
	}
	return o
}

// A Sim is a running workspace. All its methods may be called at once.
type Sim struct {
	View // what everybody together can see

	opts    Options
	clock   *Clock
	methods map[string]method
	server  *http.Server
	addr    string
	running sync.WaitGroup // the server and every socket

	mu       sync.Mutex
	closed   bool
	changed  chan struct{} // closed and replaced at every change
	version  int64         // of the workspace, counted by its changes
	rng      *rand.Rand
	nextID   int // for every id made here
	users    map[string]*User
	channels map[string]*conversation
	files    map[string]File // that the workspace serves, by id
	calls    []Call
	faults   []*armedFault
	limits   map[string][]time.Time // by method or method and channel
	events   eventState
	sockets  socketState
	clicks   clickState
	views    viewState
	statuses map[threadKey]*Status
	pings    []Ping
	unfurls  []Unfurl
	webhook  *Webhook // nil where events go to sockets
}

// New returns a workspace that holds nobody but the bot. Start serves it.
func New(opts Options) *Sim {
	opts = opts.withDefaults()
	s := &Sim{
		opts:     opts,
		clock:    opts.Clock,
		methods:  webMethods(),
		changed:  make(chan struct{}),
		rng:      rand.New(rand.NewPCG(opts.Seed, 1)),
		users:    map[string]*User{},
		channels: map[string]*conversation{},
		files:    map[string]File{},
		limits:   map[string][]time.Time{},
		statuses: map[threadKey]*Status{},
	}
	s.View = View{sim: s}
	s.events = newEventState(opts.Delivery)
	s.sockets = newSocketState()
	s.clicks = newClickState()
	s.views = newViewState()
	s.AddUser(User{ID: opts.BotUser, Name: opts.BotName, RealName: opts.BotName, Bot: true})
	return s
}

// Start serves the workspace on a free port of 127.0.0.1 until Close.
func (s *Sim) Start() error { return s.Listen("127.0.0.1:0") }

// Listen serves the workspace on addr until Close.
func (s *Sim) Listen(addr string) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("start simulated workspace: %w", err)
	}
	s.addr = ln.Addr().String()
	s.server = &http.Server{Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second}
	s.running.Go(func() {
		if err := s.server.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			panic(err) // unreachable: the listener is ours and only Close ends it
		}
	})
	return nil
}

// handler answers the Web API, the WebSocket tickets, the response URLs and
// downloads.
func (s *Sim) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", s.serveAPI)
	mux.HandleFunc("GET /link", s.serveSocket)
	mux.HandleFunc("POST /response/{id}", s.serveResponseURL)
	mux.HandleFunc("GET /files/{id}/{name}", s.serveFile)
	return s.counted(mux)
}

// counted makes Close wait for every request that is being answered.
func (s *Sim) counted(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		if s.closed {
			s.mu.Unlock()
			panic(http.ErrAbortHandler)
		}
		s.running.Add(1)
		s.mu.Unlock()
		defer s.running.Done()
		h.ServeHTTP(w, r)
	})
}

// URL is where the workspace is served, without a slash at the end.
func (s *Sim) URL() string { return "http://" + s.addr }

// APIURL is the base of all Web API methods, with a slash at the end.
func (s *Sim) APIURL() string { return s.URL() + "/api/" }

// Close ends every connection and waits for all that Start began.
func (s *Sim) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.notify()
	for _, sock := range s.sockets.live {
		sock.hangUp()
	}
	s.mu.Unlock()
	var err error
	if s.server != nil {
		err = s.server.Close()
	}
	s.running.Wait()
	return err
}

// Bot is the bot's user id.
func (s *Sim) Bot() string { return s.opts.BotUser }

// BotToken is the token of the Web API.
func (s *Sim) BotToken() string { return s.opts.BotToken }

// AppToken is the token of apps.connections.open.
func (s *Sim) AppToken() string { return s.opts.AppToken }

// TeamID is the workspace's id.
func (s *Sim) TeamID() string { return s.opts.TeamID }

// Clock is the clock everything is counted on.
func (s *Sim) Clock() *Clock { return s.clock }

// Refresh has all that wait for a change look again, for who shows more than
// the workspace.
func (s *Sim) Refresh() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notify()
}

// Version counts the changes of the workspace: where it is the same, so is
// what there is to see.
func (s *Sim) Version() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.version
}

// notify wakes all that wait for a change. The caller holds mu.
func (s *Sim) notify() {
	s.version++
	close(s.changed)
	s.changed = make(chan struct{})
}

// newID returns an id no other thing here has. The caller holds mu.
func (s *Sim) newID(prefix string) string {
	s.nextID++
	return fmt.Sprintf("%s%07d", prefix, s.nextID)
}

// later runs f under mu after d on the clock, unless the workspace is closed.
func (s *Sim) later(d time.Duration, f func()) {
	s.clock.afterFunc(d, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.closed {
			f()
		}
	})
}
