package openai

import (
	"errors"
	"strings"

	openai "github.com/sashabaranov/go-openai"

	"footnote/internal/config"
	"footnote/internal/llm"
)

// reasoningRoom is added to the limit of a reply for models that reason
// first, because providers count what is reasoned as output: gpt-oss and
// Gemini at low effort stay well below it.
const reasoningRoom = 2048

// A form is how a request is put, which differs between providers.
type form struct {
	plain         bool // without usage and effort, which some refuse (Mistral: 422)
	newTokenField bool // max_completion_tokens in place of max_tokens
}

// newFieldModels begin the names of models that refuse max_tokens anywhere.
var newFieldModels = []string{"o1", "o3", "o4", "gpt-5", "gpt-6"}

// newFieldVersion is the first version of Azure's older interface that knows
// max_completion_tokens; versions are dates and compare as text.
const newFieldVersion = "2024-09"

// takesNewTokenField reports whether the provider limits tokens by the new
// field, as far as can be told before it is asked.
func takesNewTokenField(p config.Provider) bool {
	for _, prefix := range newFieldModels {
		if strings.HasPrefix(p.Model, prefix) {
			return true
		}
	}
	switch p.Name {
	case config.OpenAI:
		return strings.Contains(p.BaseURL, "//api.openai.com/")
	case config.Azure:
		return p.APIVersion == "" || p.APIVersion >= newFieldVersion
	}
	return p.Name == config.Bedrock
}

// plainer returns the form to try after err, if the form can be at fault: the
// provider said so, or go-openai's own checks held the request back.
func (f form) plainer(err error) (form, bool) {
	next := form{plain: true, newTokenField: f.newTokenField}
	var refusal *failure
	if errors.As(err, &refusal) {
		if !refusal.malformed {
			return f, false
		}
		if refusal.tokenField {
			next = form{plain: f.plain, newTokenField: !f.newTokenField}
		}
	}
	return next, next != f
}

// request puts req in the form f. The temperature is left to the model: newer
// ones refuse to have it set, and their vendors advise against it.
func (c *Client) request(req llm.Request, f form) openai.ChatCompletionRequest {
	r := openai.ChatCompletionRequest{Model: c.Model}
	for _, m := range req.Messages {
		if m.Text != "" { // go-openai would leave the content out, which is refused
			r.Messages = append(r.Messages, openai.ChatCompletionMessage{Role: string(m.Role), Content: m.Text})
		}
	}
	if !f.plain {
		r.StreamOptions = &openai.StreamOptions{IncludeUsage: true}
		r.ReasoningEffort = c.Effort
	}
	limit := req.MaxTokens
	if limit > 0 && r.ReasoningEffort != openai.ReasoningEffortNone {
		limit += reasoningRoom
	}
	if f.newTokenField {
		r.MaxCompletionTokens = limit
	} else {
		//lint:ignore SA1019 servers other than OpenAI's know no other field
		r.MaxTokens = limit
	}
	return r
}
