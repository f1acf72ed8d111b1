// Package openaitest is a model server for tests: it speaks OpenAI's chat
// completions, embeddings and list of models over real HTTP, on a port of
// its own, and behaves, well or badly, as a test tells it to. Its default
// chat behaviour, Answer, quotes the passages of the prompt.
package openaitest

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxRequest bounds a request's body, in bytes.
const maxRequest = 32 << 20

// A Request is one call as it arrived.
type Request struct {
	At         time.Time
	Path       string
	Header     http.Header
	Body       map[string]any // all of it, as JSON has it
	Model      string
	Messages   []Message
	Stream     bool
	Input      []string // of an embedding
	Dimensions int      // of an embedding; 0 where unset
}

// A Message is one message of a chat.
type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// A Behaviour decides what a request gets. It may be called by many at once.
type Behaviour func(Request) Reply

// A Server is a model server that listens on a loopback port.
type Server struct {
	http     *http.Server
	listener net.Listener
	served   chan struct{}
	stop     chan struct{} // closed by Close: ends whoever stalls

	mu       sync.Mutex
	chat     Behaviour
	embed    Behaviour
	key      string
	models   []string
	requests []Request
}

// Start starts a server that answers with Answer and Embed.
func Start() (*Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{
		listener: listener, served: make(chan struct{}), stop: make(chan struct{}),
		chat: Answer, embed: Embed,
	}
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		defer close(s.served)
		s.http.Serve(listener)
	}()
	return s, nil
}

// Close ends every connection and waits for the server to end.
func (s *Server) Close() {
	close(s.stop)
	s.http.Close()
	<-s.served
}

// URL returns the base URL to configure, which ends in /v1.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() + "/v1" }

// Chat sets what chats get from now on.
func (s *Server) Chat(b Behaviour) { s.mu.Lock(); defer s.mu.Unlock(); s.chat = b }

// Embeddings sets what embeddings get from now on.
func (s *Server) Embeddings(b Behaviour) { s.mu.Lock(); defer s.mu.Unlock(); s.embed = b }

// RequireKey refuses every request with another key from now on.
func (s *Server) RequireKey(key string) { s.mu.Lock(); defer s.mu.Unlock(); s.key = key }

// ServeModels knows no other models from now on; without it every model is known.
func (s *Server) ServeModels(models ...string) { s.mu.Lock(); defer s.mu.Unlock(); s.models = models }

// Requests returns the chats and embeddings asked until now, in order of arrival.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// ServeHTTP implements http.Handler. The path is looked at from its end, so
// that every vendor's base URL can stand before it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	key, models := s.key, s.models
	s.mu.Unlock()
	if key != "" && r.Header.Get("Authorization") != "Bearer "+key && r.Header.Get("Api-Key") != key {
		Status(http.StatusUnauthorized, "invalid_api_key").write(w, r, s.stop, Request{})
		return
	}
	switch {
	case strings.HasSuffix(r.URL.Path, "/chat/completions"):
		s.serve(w, r, models, func() Behaviour { return s.chat })
	case strings.HasSuffix(r.URL.Path, "/embeddings"):
		s.serve(w, r, models, func() Behaviour { return s.embed })
	case strings.HasSuffix(r.URL.Path, "/models"):
		writeModels(w, models)
	default:
		Status(http.StatusNotFound, "unknown_url").write(w, r, s.stop, Request{})
	}
}

// serve records a request and answers it. The behaviour is looked up under
// the lock.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, models []string, behaviour func() Behaviour) {
	req, err := read(r)
	if err != nil {
		Status(http.StatusBadRequest, "invalid_json").write(w, r, s.stop, req)
		return
	}
	s.mu.Lock()
	s.requests = append(s.requests, req)
	b := behaviour()
	s.mu.Unlock()
	if len(models) > 0 && !slices.Contains(models, req.Model) {
		b = func(Request) Reply { return Status(http.StatusNotFound, "model_not_found") }
	}
	b(req).write(w, r, s.stop, req)
}

func read(r *http.Request) (Request, error) {
	req := Request{At: time.Now(), Path: r.URL.RequestURI(), Header: r.Header}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxRequest))
	if err != nil {
		return req, err
	}
	var fields struct {
		Model      string    `json:"model"`
		Messages   []Message `json:"messages"`
		Stream     bool      `json:"stream"`
		Input      []string  `json:"input"`
		Dimensions int       `json:"dimensions"`
	}
	if err := json.Unmarshal(body, &fields); err != nil {
		return req, err
	}
	req.Model, req.Messages, req.Stream = fields.Model, fields.Messages, fields.Stream
	req.Input, req.Dimensions = fields.Input, fields.Dimensions
	return req, json.Unmarshal(body, &req.Body)
}

func writeModels(w http.ResponseWriter, names []string) {
	type model struct {
		ID     string `json:"id"`
		Object string `json:"object"`
	}
	list := []model{}
	for _, name := range names {
		list = append(list, model{name, "model"})
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"object": "list", "data": list})
}
