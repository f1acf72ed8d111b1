package trypage

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"footnote/internal/slacksim"
)

// regions are the parts of the page that change by themselves; each is a
// template that writes an element with the same id.
var regions = []string{"sidebar", "head", "messages", "thread", "prompts", "modal", "refused"}

// breath is how long a page rests after it was written anew: a stream of
// words would have it written for each.
const breath = 60 * time.Millisecond

// events sends the regions of a spot that changed, as server-sent events of
// JSON {"id","html"}, until the browser goes.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	flush, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "This server cannot stream.", http.StatusInternalServerError)
		return
	}
	at := s.spotOf(r.URL.Query())
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	last := map[string]string{}
	_ = s.cfg.Sim.Wait(r.Context(), func(slacksim.View) bool { // its error says that the browser went
		if err := s.send(w, at, last); err != nil {
			s.cfg.Log.Debug("trypage events", "err", err)
			return true
		}
		flush.Flush()
		return !rest(r)
	})
}

// rest waits a breath, and reports whether the browser is still there.
func rest(r *http.Request) bool {
	select {
	case <-r.Context().Done():
		return false
	case <-time.After(breath):
		return true
	}
}

// send writes the regions that differ from what was sent last.
func (s *Server) send(w http.ResponseWriter, at spot, last map[string]string) error {
	shown := s.look(at)
	for _, id := range regions {
		var b strings.Builder
		if err := templates.ExecuteTemplate(&b, id, shown); err != nil {
			return err
		}
		if b.String() == last[id] {
			continue
		}
		last[id] = b.String()
		data, err := json.Marshal(map[string]string{"id": id, "html": b.String()})
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "data: %s\n\n", data); err != nil {
			return err
		}
	}
	return nil
}
