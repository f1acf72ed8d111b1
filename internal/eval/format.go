package eval

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// A Format is how a set of questions is written.
type Format string

// The formats. Detect tells them apart by the fields of the first line.
const (
	Detect   Format = ""
	Native   Format = "native"   // docs/eval.md
	SQuAD    Format = "squad"    // question, paragraph, answerable, answers
	MultiHop Format = "multihop" // query, evidence_list, question_type
)

// parsers holds how a line of each format is read.
var parsers = map[Format]func([]byte) (Question, error){
	Native: parseNative, SQuAD: parseSQuAD, MultiHop: parseMultiHop,
}

// Formats lists the formats that can be named.
func Formats() []string { return []string{string(Native), string(SQuAD), string(MultiHop)} }

// Bounds of a set: a line, in bytes, and the bad lines that are named.
const (
	maxLine = 1 << 20
	maxBad  = 10
)

// Read reads a set of questions. If any line is bad it returns none: figures
// over the rest would pass for those of the set. The error names the first
// bad lines by their number.
func Read(r io.Reader, f Format) ([]Question, Format, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	var set reading
	n := 1
	for ; lines.Scan(); n++ {
		text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if text == "" {
			continue
		}
		if f == Detect {
			f = detect([]byte(text))
		}
		if !set.add(n, f, []byte(text)) {
			break
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		set.bad = append(set.bad, fmt.Errorf("line %d: longer than %d bytes", n, maxLine))
	} else if err != nil {
		set.bad = append(set.bad, err)
	}
	if len(set.bad) > 0 {
		return nil, f, errors.Join(set.bad...)
	}
	if len(set.questions) == 0 {
		return nil, f, errors.New("no questions")
	}
	return set.questions, f, nil
}

// reading is a set as it is read.
type reading struct {
	questions []Question
	line      map[string]int // of each ID
	bad       []error
}

// add reads line n and reports whether to go on.
func (r *reading) add(n int, f Format, text []byte) bool {
	q, err := parsers[f](text)
	if q.ID == "" {
		q.ID = strconv.Itoa(n)
	}
	if err == nil && r.line[q.ID] > 0 {
		err = fmt.Errorf("id %q stands on line %d already", q.ID, r.line[q.ID])
	}
	if err != nil {
		r.bad = append(r.bad, fmt.Errorf("line %d: %w", n, Reword(err)))
		return len(r.bad) < maxBad
	}
	if r.line == nil {
		r.line = map[string]int{}
	}
	r.line[q.ID] = n
	r.questions = append(r.questions, q)
	return true
}

// Reword says what is wrong with a line of JSON in words for who wrote it.
func Reword(err error) error {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if t.Field == "" {
			return fmt.Errorf("a JSON %s, not an object", t.Value)
		}
		return fmt.Errorf("%q may not be a %s", strings.ToLower(t.Field), t.Value)
	}
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("broken JSON at byte %d", s.Offset)
	}
	return err
}

// detect tells a format by the fields of a line; what is no JSON object is
// left for the native format to refuse.
func detect(line []byte) Format {
	var fields map[string]json.RawMessage
	if json.Unmarshal(line, &fields) == nil {
		switch {
		case fields["evidence_list"] != nil:
			return MultiHop
		case fields["paragraph"] != nil:
			return SQuAD
		}
	}
	return Native
}

// parseSQuAD reads a line of SQuAD 2.0 cut into questions. The paragraph of a
// question that it does not answer is not relevant to it.
func parseSQuAD(line []byte) (Question, error) {
	var l struct {
		ID, Question, Paragraph, Label string
		Answerable                     bool
		Answers                        []string
	}
	if err := json.Unmarshal(line, &l); err != nil {
		return Question{}, err
	}
	q := Question{ID: l.ID, Kind: l.Label, Text: l.Question, Answerable: l.Answerable}
	if l.Answerable {
		q.Relevant, q.Answers = []Item{{Article: l.Paragraph}}, l.Answers
	}
	return q, q.check()
}

// nullQuery is MultiHop-RAG's word for a question without an answer.
const nullQuery = "null_query"

// parseMultiHop reads a line of MultiHop-RAG. Its evidence says by its words
// what is relevant, wherever they stand.
func parseMultiHop(line []byte) (Question, error) {
	var l struct {
		ID, Query string
		Type      string `json:"question_type"`
		Evidence  []Item `json:"evidence_list"`
	}
	if err := json.Unmarshal(line, &l); err != nil {
		return Question{}, err
	}
	q := Question{ID: l.ID, Kind: l.Type, Text: l.Query, Answerable: l.Type != nullQuery, Relevant: l.Evidence}
	return q, q.check()
}

// Sample returns each step-th question. The seed says with which to begin.
func Sample(questions []Question, step int, seed uint64) []Question {
	if step <= 1 {
		return questions
	}
	var some []Question
	for i := int(seed % uint64(step)); i < len(questions); i += step {
		some = append(some, questions[i])
	}
	return slices.Clip(some)
}
