package slacksim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// Limits of Socket Mode; https://docs.slack.dev/apis/events-api/using-socket-mode
const (
	maxSockets    = 10
	warningAhead  = 10 * time.Second // from a warning to the end
	maxAckBytes   = 20 << 10         // a longer response is dropped in silence
	socketBacklog = 1024             // envelopes waiting for a slow reader
	writeWithin   = 10 * time.Second
)

// socketState is who is connected. The Sim's mu guards it.
type socketState struct {
	tickets map[string]bool
	live    []*socket // in order of connecting
	count   int       // connected ever
}

func newSocketState() socketState { return socketState{tickets: map[string]bool{}} }

// openConnection answers apps.connections.open with a ticket for one dial.
func (s *Sim) openConnection(args) (obj, error) {
	ticket := s.newID("ticket-")
	s.sockets.tickets[ticket] = true
	return obj{"url": "ws" + strings.TrimPrefix(s.URL(), "http") + "/link?ticket=" + ticket + "&app_id=" + s.opts.AppID}, nil
}

// A socket is one connection of the app.
type socket struct {
	sim    *Sim
	id     int
	conn   *websocket.Conn
	out    chan []byte   // a nil ends the connection; never closed
	gone   chan struct{} // closed when the connection has ended
	silent bool          // half open: nothing goes in or out any more
}

// serveSocket admits who brings an unused ticket.
func (s *Sim) serveSocket(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	ticket := r.FormValue("ticket")
	valid := s.sockets.tickets[ticket]
	delete(s.sockets.tickets, ticket)
	closed := s.closed
	s.mu.Unlock()
	if !valid || closed {
		http.Error(w, "ticket is unknown or used", http.StatusForbidden)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	s.admit(conn)
}

// admit says hello and serves the connection until it ends.
func (s *Sim) admit(conn *websocket.Conn) {
	conn.SetReadLimit(maxBody)
	sock := &socket{sim: s, conn: conn, out: make(chan []byte, socketBacklog), gone: make(chan struct{})}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		conn.Close()
		return
	}
	if len(s.sockets.live) >= maxSockets {
		s.mu.Unlock()
		conn.WriteMessage(websocket.TextMessage, s.disconnectJSON("too_many_websockets"))
		conn.Close()
		return
	}
	s.sockets.count++
	sock.id = s.sockets.count
	s.sockets.live = append(s.sockets.live, sock)
	sock.write(s.helloJSON())
	s.notify()
	s.running.Go(sock.writeLoop)
	s.mu.Unlock()
	sock.readLoop()
	s.drop(sock)
}

func (s *Sim) helloJSON() []byte {
	return mustJSON(obj{
		"type": "hello", "num_connections": len(s.sockets.live), "connection_info": obj{"app_id": s.opts.AppID},
		"debug_info": obj{"host": "applink-sim", "approximate_connection_time": 18060},
	})
}

func (s *Sim) disconnectJSON(reason string) []byte {
	return mustJSON(obj{"type": "disconnect", "reason": reason, "debug_info": obj{"host": "applink-sim"}})
}

// drop forgets a connection that has ended.
func (s *Sim) drop(sock *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(sock.gone)
	sock.conn.Close()
	s.sockets.live = slices.DeleteFunc(s.sockets.live, func(o *socket) bool { return o == sock })
	s.notify()
}

// pickSocket returns one of the connections by the seed, also one that is
// half open: Slack does not know it either.
func (s *Sim) pickSocket() *socket {
	if len(s.sockets.live) == 0 {
		return nil
	}
	return s.sockets.live[s.rng.IntN(len(s.sockets.live))]
}

// write queues what is sent; who reads too slowly is hung up on. The caller
// holds mu.
func (k *socket) write(raw []byte) {
	if k.silent {
		return
	}
	select {
	case k.out <- raw:
	default:
		k.hangUp()
	}
}

// hangUp ends the connection without a word. The loops notice.
func (k *socket) hangUp() { abort(k.conn.NetConn()) }

// writeLoop sends what is queued, and pings.
func (k *socket) writeLoop() {
	ping := time.NewTicker(k.sim.opts.PingEvery)
	defer ping.Stop()
	k.ping()
	for {
		select {
		case <-k.gone:
			return
		case raw := <-k.out:
			if raw == nil {
				k.sayGoodbye()
				return
			}
			k.conn.SetWriteDeadline(time.Now().Add(writeWithin))
			if k.conn.WriteMessage(websocket.TextMessage, raw) != nil {
				k.hangUp()
				return
			}
		case <-ping.C:
			k.ping()
		}
	}
}

// sayGoodbye closes the connection the polite way: the reader ends it when
// the other side has answered, or has not in time.
func (k *socket) sayGoodbye() {
	bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	k.conn.WriteControl(websocket.CloseMessage, bye, time.Now().Add(writeWithin))
	k.conn.SetReadDeadline(time.Now().Add(time.Second))
}

func (k *socket) ping() {
	if !k.isSilent() {
		k.conn.WriteControl(websocket.PingMessage, []byte("Ping from applink-sim"), time.Now().Add(writeWithin))
	}
}

func (k *socket) isSilent() bool {
	k.sim.mu.Lock()
	defer k.sim.mu.Unlock()
	return k.silent
}

// readLoop takes acknowledgements until the connection ends.
func (k *socket) readLoop() {
	for {
		_, raw, err := k.conn.ReadMessage()
		if err != nil {
			return
		}
		var ack struct {
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		if len(raw) >= maxAckBytes || json.Unmarshal(raw, &ack) != nil || k.isSilent() {
			continue
		}
		k.sim.acknowledged(k, ack.EnvelopeID, ack.Payload)
	}
}

// A Socket is a connection of the app, for tests to break.
type Socket struct {
	ID int // counted from 1 in order of connecting
	k  *socket
}

// Sockets returns the connections of now, in order of connecting.
func (v View) Sockets() []Socket {
	v.sim.mu.Lock()
	defer v.sim.mu.Unlock()
	var out []Socket
	for _, k := range v.sim.sockets.live {
		out = append(out, Socket{ID: k.id, k: k})
	}
	return out
}

// Disconnect announces the end. After the reason "warning" it comes in 10 s
// on the clock, with the reason "refresh_requested"; after any other at once.
func (c Socket) Disconnect(reason string) {
	s := c.k.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	c.k.write(s.disconnectJSON(reason))
	if reason == "warning" {
		s.later(warningAhead, func() {
			c.k.write(s.disconnectJSON("refresh_requested"))
			c.k.write(nil)
		})
		return
	}
	c.k.write(nil)
}

// Drop resets the connection without a word.
func (c Socket) Drop() {
	c.k.sim.mu.Lock()
	defer c.k.sim.mu.Unlock()
	c.k.hangUp()
}

// Silence makes the connection half open: it stays, but nothing is sent, not
// even pings, and nothing that arrives is heard. Events still go to it.
func (c Socket) Silence() {
	c.k.sim.mu.Lock()
	defer c.k.sim.mu.Unlock()
	c.k.silent = true
	c.k.sim.notify()
}
