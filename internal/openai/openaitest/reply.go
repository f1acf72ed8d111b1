package openaitest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"
)

// A Fault is how a reply goes wrong.
type Fault int

// The faults. All but the first happen after Reply.After pieces of text.
const (
	NoFault   Fault = iota
	Stall           // nothing more comes until the client leaves
	Break           // the connection breaks
	EndEarly        // the stream ends as if it were whole, but without a finish reason
	CutJSON         // half an event, then the end
	LateError       // an event that reports an error, then the end
)

// A Reply is what a request gets, and how. The zero Reply is an empty text.
type Reply struct {
	// Status other than 0 and 200 answers with Body at once; so does any
	// status where Body is set.
	Status int
	Body   string
	Header http.Header // besides Content-Type, which is JSON

	Text       string
	PieceRunes int           // runes of Text in a piece; 0 for about a word
	First      time.Duration // before the first piece
	Between    time.Duration // between two pieces
	KeepAlives int           // lines of comment before the first piece
	Finish     string        // the finish reason; "" for "stop"
	EachUsage  bool          // usage in every event, growing, as Google does

	Fault Fault
	After int // pieces before the fault

	Vectors  [][]float32 // of an embedding, in order of the input
	Reversed bool        // vectors are sent last first, by their index
}

func (p Reply) write(w http.ResponseWriter, r *http.Request, stop <-chan struct{}, req Request) {
	out := &wire{w: w, flush: http.NewResponseController(w), gone: r.Context().Done(), stop: stop}
	maps.Copy(w.Header(), p.Header)
	switch {
	case p.Body != "" || cmp.Or(p.Status, 200) != 200:
		if w.Header().Get("Content-Type") == "" {
			w.Header().Set("Content-Type", "application/json")
		}
		w.WriteHeader(cmp.Or(p.Status, 200))
		fmt.Fprint(w, p.Body)
	case p.Vectors != nil:
		p.writeVectors(out, req)
	case req.Stream:
		p.writeStream(out, req)
	default:
		p.writeWhole(out, req)
	}
}

// A wire is the way back to the client.
type wire struct {
	w     http.ResponseWriter
	flush *http.ResponseController
	gone  <-chan struct{} // the client left
	stop  <-chan struct{} // the server closes
}

func (o *wire) json(v any) {
	o.w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(o.w).Encode(v)
}

func (o *wire) line(s string) {
	fmt.Fprint(o.w, s)
	o.flush.Flush()
}

func (o *wire) event(v any) {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of strings and numbers
	}
	o.line("data: " + string(data) + "\n\n")
}

// wait waits and reports whether the client is still there.
func (o *wire) wait(d time.Duration) bool {
	if d == 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-o.gone:
	case <-o.stop:
	}
	return false
}

// fault goes wrong, and does not return where that means to break.
func (o *wire) fault(f Fault) {
	switch f {
	case Stall:
		select {
		case <-o.gone:
		case <-o.stop:
			panic(http.ErrAbortHandler) // to end quietly would look whole
		}
	case Break:
		panic(http.ErrAbortHandler)
	case CutJSON:
		o.line(`data: {"id":"1","choices":[{"index":0,"delta":{"cont`)
	case LateError:
		o.line("data: {\"error\":{\"message\":\"overloaded: key sk-secret\",\"type\":\"server_error\",\"code\":503}}\n\n")
	}
}

type object = map[string]any

func (p Reply) writeStream(o *wire, req Request) {
	o.w.Header().Set("Content-Type", "text/event-stream")
	for range p.KeepAlives {
		o.line(": keep-alive\n\n")
	}
	pieces := p.pieces()
	for i, piece := range pieces {
		if p.Fault != NoFault && i == p.After {
			o.fault(p.Fault)
			return
		}
		if i == 0 && !o.wait(p.First) || i > 0 && !o.wait(p.Between) {
			return
		}
		event := chunk(req.Model, object{"role": "assistant", "content": piece}, nil)
		if p.EachUsage {
			event["usage"] = usage(req, i+1)
		}
		o.event(event)
	}
	if p.Fault != NoFault {
		o.fault(p.Fault)
		return
	}
	o.event(chunk(req.Model, object{}, cmp.Or(p.Finish, "stop")))
	if options, ok := req.Body["stream_options"].(map[string]any); ok && options["include_usage"] == true {
		last := chunk(req.Model, object{}, nil)
		last["choices"], last["usage"] = []any{}, usage(req, len(pieces))
		o.event(last)
	}
	o.line("data: [DONE]\n\n")
}

func chunk(model string, delta object, finish any) object {
	return object{
		"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": model,
		"choices": []any{object{"index": 0, "delta": delta, "finish_reason": finish}},
	}
}

func (p Reply) writeWhole(o *wire, req Request) {
	if p.Fault != NoFault {
		o.fault(p.Fault)
		return
	}
	if !o.wait(p.First) {
		return
	}
	o.json(object{
		"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": req.Model, "usage": usage(req, len(p.pieces())),
		"choices": []any{object{
			"index": 0, "finish_reason": cmp.Or(p.Finish, "stop"),
			"message": object{"role": "assistant", "content": p.Text},
		}},
	})
}

func (p Reply) writeVectors(o *wire, req Request) {
	if p.Fault != NoFault {
		o.fault(p.Fault)
		return
	}
	if !o.wait(p.First) {
		return
	}
	data := []object{}
	for i := range p.Vectors {
		if p.Reversed {
			i = len(p.Vectors) - 1 - i
		}
		data = append(data, object{"object": "embedding", "index": i, "embedding": p.Vectors[i]})
	}
	o.json(object{"object": "list", "data": data, "model": req.Model, "usage": usage(req, 0)})
}

// usage counts words for tokens.
func usage(req Request, output int) object {
	input := 0
	for _, m := range req.Messages {
		input += len(strings.Fields(m.Content))
	}
	for _, text := range req.Input {
		input += len(strings.Fields(text))
	}
	return object{"prompt_tokens": input, "completion_tokens": output, "total_tokens": input + output}
}

// pieces cuts the text, never within a rune.
func (p Reply) pieces() (pieces []string) {
	if p.PieceRunes == 0 {
		for _, word := range strings.SplitAfter(p.Text, " ") {
			if word != "" {
				pieces = append(pieces, word)
			}
		}
		return pieces
	}
	runes := []rune(p.Text)
	for len(runes) > 0 {
		n := min(p.PieceRunes, len(runes))
		pieces, runes = append(pieces, string(runes[:n])), runes[n:]
	}
	return pieces
}
