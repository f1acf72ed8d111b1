// Package reader shows the library as web pages: every article, cleanly set,
// with the words that a footnote rests on marked; its earlier revisions; and,
// for who runs it, what the library holds, where that comes from, what was
// asked and what could not be answered. New makes a Server, whose Handler
// serves them:
//
//	GET /library             what is held: a chart, the sources, the newest articles
//	GET /library/questions   what was asked, the gaps, and the standing questions
//	GET /library/watches/N   what a standing question answered, as a timeline
//	GET /read/ID             an article; ?text= marks words, ?revision= shows an older one
//	GET /read?url=U          the article of a URL
package reader

import (
	"embed"
	"errors"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"footnote/internal/article"
	"footnote/internal/store"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{"day": day, "when": when, "paragraphs": paragraphs}).
	ParseFS(templateFiles, "templates/*.html"))

// A Server serves the pages.
type Server struct {
	Store *store.Store
	Log   *slog.Logger
	// Back is where the pages lead back to; empty for nowhere.
	Back string
	// Channel names a channel; nil where its ID is all that is known of it.
	Channel func(id string) string
}

// Handler serves the pages.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	static, err := fs.Sub(staticFiles, "static")
	if err != nil {
		panic(err) // unreachable: the folder is embedded
	}
	mux.Handle("GET /library/static/", http.StripPrefix("/library/static/", http.FileServerFS(static)))
	mux.HandleFunc("GET /library", s.library)
	mux.HandleFunc("GET /library/questions", s.questions)
	mux.HandleFunc("GET /library/watches/{id}", s.watch)
	mux.HandleFunc("GET /read", s.find)
	mux.HandleFunc("GET /read/{id}", s.read)
	return mux
}

// Path returns where the article of a URL is read here, with the words marked
// that the text fragment of the URL names.
func Path(raw string) string {
	base, directive, _ := strings.Cut(raw, ":~:text=")
	base = strings.TrimSuffix(base, "#")
	q := url.Values{"url": {base}}
	if directive != "" {
		q.Set("text", directive)
	}
	return "/read?" + q.Encode() + "#quote"
}

// find leads to the article of a URL.
func (s *Server) find(w http.ResponseWriter, r *http.Request) {
	art, err := s.Store.FindArticle(r.Context(), r.URL.Query().Get("url"))
	if err != nil {
		s.fail(w, err)
		return
	}
	to := "/read/" + url.PathEscape(art.ID)
	if text := r.URL.Query().Get("text"); text != "" {
		to += "?" + url.Values{"text": {text}}.Encode()
	}
	http.Redirect(w, r, to, http.StatusSeeOther) // a browser keeps the fragment
}

// A reading is what the page of an article shows.
type reading struct {
	Back      string
	Seen      string // by whom
	Article   article.Article
	Title     []piece
	Pieces    []piece
	Marked    bool // whether the words asked for stand there
	Asked     bool // whether words were asked for
	Current   bool
	Revisions []article.Article // newest first
	Changes   []change          // from the revision before to this one
}

func (s *Server) read(w http.ResponseWriter, r *http.Request) {
	art, err := s.Store.Article(r.Context(), r.PathValue("id"))
	if err != nil {
		s.fail(w, err)
		return
	}
	revisions, err := s.Store.Revisions(r.Context(), art.ID)
	if err != nil {
		s.fail(w, err)
		return
	}
	x := reading{Back: s.Back, Article: art, Current: true, Revisions: revisions}
	if n, err := strconv.Atoi(r.URL.Query().Get("revision")); err == nil && n != art.Revision {
		if x.Article, err = revision(revisions, n); err != nil {
			s.fail(w, err)
			return
		}
		x.Current = false
	}
	if before, err := revision(revisions, x.Article.Revision-1); err == nil && r.URL.Query().Has("changes") {
		x.Changes = changes(before.Body, x.Article.Body)
	}
	text := r.URL.Query().Get("text")
	x.Seen = s.seen(art.Scope)
	x.Asked = text != ""
	x.Title, x.Pieces = pieces(x.Article.Name(), 0, 0), pieces(x.Article.Body, 0, 0)
	if start, end, found := locate(x.Article.Body, text); found {
		x.Marked, x.Pieces = true, pieces(x.Article.Body, start, end)
	} else if start, end, found := locate(x.Article.Name(), text); found { // a headline was quoted
		x.Marked, x.Title = true, pieces(x.Article.Name(), start, end)
	}
	s.write(w, "article.html", x)
}

func revision(all []article.Article, n int) (article.Article, error) {
	for _, a := range all {
		if a.Revision == n {
			return a, nil
		}
	}
	return article.Article{}, store.ErrNotFound
}

// write writes a page whole, or says that it cannot.
func (s *Server) write(w http.ResponseWriter, name string, data any) {
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, name, data); err != nil {
		s.fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(b.String())) // who went away needs no word
}

// fail says in a page of its own what went wrong.
func (s *Server) fail(w http.ResponseWriter, err error) {
	words, status := "This page could not be made; the log says why.", http.StatusInternalServerError
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrAmbiguous):
		words, status = "Nothing of this name is in the library. It may have been removed.", http.StatusNotFound
	default:
		s.Log.Error("reader page", "err", err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = templates.ExecuteTemplate(w, "failed.html", struct{ Back, Words string }{s.Back, words}) // as above
}

func day(d article.Date) string { return d.Day() }

// seen says in words who sees what is of a scope.
func (s *Server) seen(scope article.Scope) string {
	if scope == article.Workspace {
		return "everyone"
	}
	if id, ok := strings.CutPrefix(string(scope), "channel:"); ok {
		return "channel " + s.channel(id)
	}
	return string(scope)
}

func (s *Server) channel(id string) string {
	if s.Channel == nil {
		return id
	}
	return s.Channel(id)
}
