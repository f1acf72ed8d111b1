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

// A drawing is the HTML of the regions as they are at a version of the
// workspace.
type drawing struct {
	version int64
	html    map[string]string
}

// mostDrawings bounds how many are kept; beyond, all are drawn anew.
const mostDrawings = 100

// draw returns the regions of a spot. Pages that stand at one spot share them:
// else each change would be drawn once for every open page.
func (s *Server) draw(at spot) (map[string]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	version := s.cfg.Sim.Version()
	if d, ok := s.drawings[at]; ok && d.version == version {
		return d.html, nil
	}
	shown, html := s.look(at), map[string]string{}
	for _, id := range regions {
		var b strings.Builder
		if err := templates.ExecuteTemplate(&b, id, shown); err != nil {
			return nil, err
		}
		html[id] = b.String()
	}
	if len(s.drawings) >= mostDrawings {
		clear(s.drawings)
	}
	s.drawings[at] = drawing{version, html}
	return html, nil
}

// send writes the regions that differ from what was sent last.
func (s *Server) send(w http.ResponseWriter, at spot, last map[string]string) error {
	shown, err := s.draw(at)
	if err != nil {
		return err
	}
	for _, id := range regions {
		if shown[id] == last[id] {
			continue
		}
		last[id] = shown[id]
		data, err := json.Marshal(map[string]string{"id": id, "html": shown[id]})
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "data: %s\n\n", data); err != nil {
			return err
		}
	}
	return nil
}
