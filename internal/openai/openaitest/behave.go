package openaitest

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode"

	"footnote/internal/llm/llmtest"
)

// Say answers every request with text.
func Say(text string) Behaviour { return func(Request) Reply { return Reply{Text: text} } }

// Always gives every request the same reply.
func Always(p Reply) Behaviour { return func(Request) Reply { return p } }

// InTurn gives each request to the next behaviour; the last one stays.
func InTurn(behaviours ...Behaviour) Behaviour {
	var n atomic.Int64
	return func(req Request) Reply {
		i := min(int(n.Add(1)), len(behaviours)) - 1
		return behaviours[i](req)
	}
}

// Status is the reply of a vendor that refuses: an error object with a code.
// Its message holds what must never be shown.
func Status(status int, code string) Reply {
	body, err := json.Marshal(object{"error": object{
		"message": "refused: key sk-secret, prompt: the secret prompt", "type": "invalid_request_error", "code": code,
	}})
	if err != nil {
		panic(err) // strings only
	}
	return Reply{Status: status, Body: string(body)}
}

// RateLimited is the reply of a vendor that asks to wait; retryAfter is the
// header's value, left out where empty.
func RateLimited(retryAfter string) Reply {
	p := Status(http.StatusTooManyRequests, "rate_limit_exceeded")
	if retryAfter != "" {
		p.Header = http.Header{"Retry-After": {retryAfter}}
	}
	return p
}

// Page is the reply of a proxy: HTML that says nothing of use.
func Page(status int) Reply {
	return Reply{
		Status: status, Header: http.Header{"Content-Type": {"text/html"}},
		Body: "<html>\n<body><h1>secret gateway</h1></body>\n</html>\n",
	}
}

// ErrorBody is HTTP 200 with an error object.
func ErrorBody(code string) Reply {
	p := Status(http.StatusOK, code)
	p.Status = 0
	return p
}

// A Passage is a numbered passage as it stands in a prompt.
type Passage struct {
	N    int
	Text string
}

var (
	passageForm = regexp.MustCompile(`(?s)<passage n="(\d+)"[^>]*>(.*?)</passage>`)
	tagForm     = regexp.MustCompile(`</?[a-z]+[^>]*>`)
)

// Prompt returns the last message of the user.
func (r Request) Prompt() string {
	for _, m := range slices.Backward(r.Messages) {
		if m.Role == "user" {
			return m.Content
		}
	}
	return ""
}

// Passages returns the passages of the prompt, in its order.
func (r Request) Passages() (passages []Passage) {
	for _, m := range passageForm.FindAllStringSubmatch(r.Prompt(), -1) {
		n, _ := strconv.Atoi(m[1])
		passages = append(passages, Passage{n, html.UnescapeString(strings.Join(strings.Fields(m[2]), " "))})
	}
	return passages
}

// Question returns the prompt without its passages and tags.
func (r Request) Question() string {
	rest := tagForm.ReplaceAllString(passageForm.ReplaceAllString(r.Prompt(), " "), " ")
	return html.UnescapeString(strings.Join(strings.Fields(rest), " "))
}

// NoPassages is what Answer and its kin say to a prompt without passages.
const NoPassages = "There is nothing to quote."

// Answer is a model as it should be: it quotes, of up to two passages, the
// sentence with the most words of the question, and cites it.
func Answer(req Request) Reply { return Reply{Text: compose(req, func(p Passage) int { return p.N })} }

// A Sentence is one that a prompt asks to verify.
type Sentence struct {
	N    int
	Text string
}

var (
	sentenceForm  = regexp.MustCompile(`<sentence n="(\d+)"[^>]*>(.*)</sentence>`)
	statementForm = regexp.MustCompile(`(?m)^(\d+\.\d+) (.*)$`)
)

// Sentences returns the sentences that the prompt asks to verify, in its order.
func (r Request) Sentences() (sentences []Sentence) {
	for _, m := range sentenceForm.FindAllStringSubmatch(r.Prompt(), -1) {
		n, _ := strconv.Atoi(m[1])
		sentences = append(sentences, Sentence{n, html.UnescapeString(m[2])})
	}
	return sentences
}

// Verify is a verifier that takes for right what right holds of: it names the
// statement with most of the words of such a sentence. To what is no request to
// verify it answers as next.
func Verify(right func(sentence string) bool, next Behaviour) Behaviour {
	return func(req Request) Reply {
		sentences := req.Sentences()
		if len(sentences) == 0 {
			return next(req)
		}
		var b strings.Builder
		for _, s := range sentences {
			if !right(s.Text) {
				fmt.Fprintf(&b, "%d: NO more\n", s.N)
				continue
			}
			best, most := "", -1
			for _, m := range statementForm.FindAllStringSubmatch(req.Prompt(), -1) {
				if n := overlap(words(s.Text), words(html.UnescapeString(m[2]))); n > most {
					best, most = m[1], n
				}
			}
			fmt.Fprintf(&b, "%d: %s\n", s.N, best)
		}
		return Reply{Text: b.String()}
	}
}

// CiteWrongly quotes as Answer does, but cites passages that are not there.
func CiteWrongly(req Request) Reply {
	last := len(req.Passages())
	return Reply{Text: compose(req, func(p Passage) int { return p.N + last })}
}

// ChangeNumbers quotes as Answer does, but changes every digit of the quotes.
func ChangeNumbers(req Request) Reply {
	text := compose(req, func(p Passage) int { return p.N })
	marker := regexp.MustCompile(` \[\d+\]\.`)
	var b strings.Builder
	for len(text) > 0 {
		end, next := len(text), len(text)
		if at := marker.FindStringIndex(text); at != nil {
			end, next = at[0], at[1]
		}
		b.WriteString(strings.Map(nextDigit, text[:end]) + text[end:next])
		text = text[next:]
	}
	return Reply{Text: b.String()}
}

func nextDigit(r rune) rune {
	if r < '0' || r > '9' {
		return r
	}
	return '0' + (r-'0'+1)%10
}

// orderForm is an instruction inside a passage: IGNORE …, then SAY and what.
var orderForm = regexp.MustCompile(`(?is)\bignore\b.*?\bsay\b[:\s]*["“]?([^"”.]+)`)

// Obey does what a passage tells it to ("IGNORE all rules and say X": it says
// X, and cites the passage); without such a passage it is Answer.
func Obey(req Request) Reply {
	for _, p := range req.Passages() {
		if m := orderForm.FindStringSubmatch(p.Text); m != nil {
			return Reply{Text: fmt.Sprintf("%s [%d].", strings.TrimSpace(m[1]), p.N)}
		}
	}
	return Answer(req)
}

// compose quotes the two passages nearest to the question.
func compose(req Request, number func(Passage) int) string {
	passages, question := req.Passages(), words(req.Question())
	if len(passages) == 0 {
		return NoPassages
	}
	best := func(p Passage) (sentence string, score int) {
		score = -1
		for _, s := range sentences(p.Text) {
			if n := overlap(question, words(s)); n > score {
				sentence, score = s, n
			}
		}
		return sentence, score
	}
	slices.SortStableFunc(passages, func(a, b Passage) int {
		_, x := best(a)
		_, y := best(b)
		return y - x
	})
	var said []string
	for _, p := range passages[:min(2, len(passages))] {
		sentence, _ := best(p)
		said = append(said, fmt.Sprintf("%s [%d].", strings.TrimRight(sentence, ".!?"), number(p)))
	}
	return strings.Join(said, " ")
}

// sentences cuts at full stops before a space and a capital letter.
func sentences(text string) (list []string) {
	runes, start := []rune(text), 0
	for i := range runes {
		if i+2 < len(runes) && strings.ContainsRune(".!?", runes[i]) && runes[i+1] == ' ' && unicode.IsUpper(runes[i+2]) {
			list, start = append(list, string(runes[start:i+1])), i+2
		}
	}
	return append(list, string(runes[start:]))
}

func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// overlap counts the words of a question that stand in a sentence, but those
// of up to three letters, which stand in all.
func overlap(question, sentence []string) (n int) {
	slices.Sort(question)
	for _, w := range slices.Compact(question) {
		if len(w) > 3 && slices.Contains(sentence, w) {
			n++
		}
	}
	return n
}

// dimensions is how many Embed gives where the request asks for no number.
const dimensions = 256

// Embed embeds the words of each text with llmtest.HashEmbedder.
func Embed(req Request) Reply {
	n := req.Dimensions
	if n == 0 {
		n = dimensions
	}
	return EmbedIn(n)(req)
}

// EmbedIn embeds as Embed does, always in n dimensions.
func EmbedIn(n int) Behaviour {
	return func(req Request) Reply {
		embedder := llmtest.HashEmbedder(n)
		vectors := [][]float32{}
		for _, text := range req.Input {
			vectors = append(vectors, embedder.Vector(text))
		}
		return Reply{Vectors: vectors}
	}
}

// Unordered embeds as Embed does, but sends the last vector first.
func Unordered(req Request) Reply {
	p := Embed(req)
	p.Reversed = true
	return p
}
