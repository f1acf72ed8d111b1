package prompts

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"footnote/internal/llm"
)

// noPassage is what a model is asked to write when no passage tells of what is
// asked.
const noPassage = "NONE"

// Rerank asks which of the texts tell of what a question asks, by their numbers
// from 1, best first.
func Rerank(question string, texts []string) []llm.Message {
	args := struct {
		Question string
		Passages []Passage
	}{Question: question}
	for i, text := range texts {
		args.Passages = append(args.Passages, Passage{N: i + 1, Text: text})
	}
	return []llm.Message{
		{Role: llm.System, Text: render("rerank_system.tmpl", struct{ None string }{noPassage})},
		{Role: llm.User, Text: render("rerank_user.tmpl", args)},
	}
}

// listOfNumbers matches what Rerank asks for.
var listOfNumbers = regexp.MustCompile(`^\s*\[?\d{1,3}\]?(?:\s*[,;]?\s+\[?\d{1,3}\]?|\s*[,;]\s*\[?\d{1,3}\]?)*[\s.]*$`)

var number = regexp.MustCompile(`\d+`)

// Chosen reads a reply to Rerank about n texts: the places of those it names, from
// 0, best first. A reply of another form, or that names a text that was not given, is
// an error.
func Chosen(reply string, n int) ([]int, error) {
	if strings.Trim(reply, " .\n\"") == noPassage {
		return nil, nil
	}
	if !listOfNumbers.MatchString(reply) {
		return nil, errors.New("reply is no list of numbers")
	}
	var places []int
	for _, s := range number.FindAllString(reply, -1) {
		k, _ := strconv.Atoi(s) // the pattern admits nothing else
		if k < 1 || k > n {
			return nil, errors.New("reply names a text that was not given")
		}
		places = append(places, k-1)
	}
	return places, nil
}
