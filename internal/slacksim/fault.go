package slacksim

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// A Fault is what goes wrong with calls of one method. Error, Status and
// RateLimit refuse the call, which then has no effect; Cut, Reset and Hang let
// it have its effect and spoil the answer; Delay goes with any of them.
type Fault struct {
	Channel string // only calls about this channel; empty for all
	Skip    int    // let so many pass first
	Count   int    // how often; 0 for once, negative for ever

	Error     string // {"ok":false,"error":Error} with HTTP 200
	Needed    string // beside the error missing_scope
	Status    int    // an HTTP status with an HTML page for a body
	RateLimit bool   // HTTP 429
	// RetryAfter are the seconds a RateLimit asks for; 0 sends no header.
	RetryAfter int
	Delay      time.Duration // of real time, before anything else
	Cut        bool          // the answer ends in the middle
	Reset      bool          // the connection is reset instead of an answer
	Hang       bool          // no answer comes until the client gives up
}

type armedFault struct {
	method string
	Fault
}

// Fault arms a fault for a method. Faults of one method happen in the order
// they were armed.
func (s *Sim) Fault(method string, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Count == 0 {
		f.Count = 1
	}
	s.faults = append(s.faults, &armedFault{method, f})
}

// ClearFaults disarms what is armed.
func (s *Sim) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// takeFault returns the fault that befalls this call; the zero Fault is none.
func (s *Sim) takeFault(method string, in args) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		channel := in.str("channel") + in.str("channel_id")
		if f.method != method || f.Count == 0 || f.Channel != "" && f.Channel != channel {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			return Fault{}
		}
		f.Count--
		return f.Fault
	}
	return Fault{}
}

func (f Fault) refuses() bool { return f.Error != "" || f.Status != 0 || f.RateLimit }

// outcome is what the record of calls says.
func (f Fault) outcome() string {
	switch {
	case f.RateLimit:
		return "429"
	case f.Status != 0:
		return fmt.Sprint(f.Status)
	}
	return f.Error
}

// refuse answers a call that has no effect.
func (f Fault) refuse(ctx context.Context, w http.ResponseWriter) {
	switch {
	case f.Hang:
		<-ctx.Done()
	case f.Reset:
		resetConnection(w)
	case f.RateLimit:
		if f.RetryAfter > 0 {
			w.Header().Set("Retry-After", fmt.Sprint(f.RetryAfter))
		}
		writeJSON(w, http.StatusTooManyRequests, obj{"ok": false, "error": "ratelimited"})
	case f.Status != 0:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(f.Status)
		fmt.Fprintf(w, "<!DOCTYPE html><html><body><h1>%s</h1></body></html>\n", http.StatusText(f.Status))
	default:
		body := obj{"ok": false, "error": f.Error}
		if f.Needed != "" {
			body["needed"], body["provided"] = f.Needed, ""
		}
		writeJSON(w, http.StatusOK, body)
	}
}

// pause waits in real time and reports whether the caller is still there.
func (s *Sim) pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// writeCut sends the first half of the answer as if it were the whole.
func writeCut(w http.ResponseWriter, body obj) {
	raw := mustJSON(body)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Write(raw[:len(raw)/2])
}

// resetConnection ends the connection so that the client reads a reset.
func resetConnection(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // HTTP/2, where a stream is all we can reset
	}
	abort(conn)
}

// abort closes a connection with a reset where it is TCP.
func abort(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
}
