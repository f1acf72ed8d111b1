package slacksim

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// upload gives each file an id, and those with content a URL here.
func (s *Sim) upload(files []File) []File {
	out := slices.Clone(files)
	for i := range out {
		f := &out[i]
		f.ID = cmp.Or(f.ID, s.newID("F"))
		if f.Content == "" {
			continue
		}
		f.Size = len(f.Content)
		f.URL = s.URL() + "/files/" + f.ID + "/" + url.PathEscape(f.Name)
		s.files[f.ID] = *f
	}
	return out
}

// serveFile answers a download; a Fault of the method "files.download"
// befalls it too. Who brings no token that may read files is shown a page to
// sign in, with the status 200, as Slack does.
func (s *Sim) serveFile(w http.ResponseWriter, r *http.Request) {
	in := args{values: map[string]string{"file": r.PathValue("id")}}
	fault := s.takeFault("files.download", in)
	if fault.refuses() {
		s.log("files.download", in, fault.outcome())
		fault.refuse(r.Context(), w)
		return
	}
	s.mu.Lock()
	f, found := s.files[r.PathValue("id")]
	granted := r.Header.Get("Authorization") == "Bearer "+s.opts.BotToken && s.checkScope("files:read", in) == nil
	s.mu.Unlock()
	switch {
	case !found:
		s.log("files.download", in, "404")
		http.NotFound(w, r)
	case !granted:
		s.log("files.download", in, "missing_scope")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte("<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to your workspace</body></html>\n"))
	default:
		s.log("files.download", in, "")
		w.Header().Set("Content-Type", f.Mimetype)
		http.ServeContent(w, r, "", s.clock.Now(), strings.NewReader(f.Content))
	}
}
