package config

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// A Provider is one service that speaks OpenAI's interface, and the model to
// ask there.
type Provider struct {
	Name       string // one of the names of FOOTNOTE_PROVIDERS
	BaseURL    string // without a slash at its end
	Key        Secret // empty for a server that wants none
	Model      string // on Azure the name of the deployment
	APIVersion string // of Azure's older interface; empty everywhere else
	Effort     string // how long a model reasons before it writes; empty for its own default
	Price      Price  // unknown where it is not set
	Context    int    // how many tokens a prompt and its reply may have together

	// The variables a person changes when something is refused; URLVar is empty
	// where the address is fixed.
	KeyVar, URLVar, ModelVar, PriceVar string
}

// An Embedding says which model turns texts into vectors.
type Embedding struct {
	Provider   Provider // its Model embeds; the zero Provider is the built-in embedder
	Dimensions int      // 0 for as many as the model gives
	Builtin    bool     // the built-in embedder was asked for, and does not only stand in
}

// IsSet reports whether texts are embedded by a provider, not built in.
func (e Embedding) IsSet() bool { return e.Provider.Name != "" }

// A Rerank says who orders passages anew; the zero Rerank is nobody.
type Rerank struct {
	Chat    bool   // the models that answer order them, and no server
	BaseURL string // without a slash at its end
	Key     Secret // empty for a server that wants none
	Model   string
}

// IsSet reports whether passages are reranked.
func (r Rerank) IsSet() bool { return r.BaseURL != "" || r.Chat }

// rerankers are the words of RERANK_PROVIDER.
const (
	rerankServer = "server"
	rerankChat   = "chat"
)

func (e *env) rerank(providers []Provider) Rerank {
	r := Rerank{BaseURL: e.url("RERANK_BASE_URL"), Key: e.secret("RERANK_API_KEY"), Model: e.line("RERANK_MODEL")}
	provider := e.oneOf("RERANK_PROVIDER", rerankServer, rerankChat)
	r.Chat = provider == rerankChat
	switch {
	case provider == rerankServer && r.BaseURL == "":
		e.problem("RERANK_PROVIDER is server, but RERANK_BASE_URL is not set: set it and RERANK_MODEL, or remove RERANK_PROVIDER")
	case r.Chat && (r.BaseURL != "" || r.Model != "" || r.Key.IsSet()):
		e.problem("RERANK_PROVIDER is chat, but a server is set too: remove RERANK_BASE_URL, RERANK_API_KEY and RERANK_MODEL, or it")
	case r.Chat && len(providers) == 0:
		e.problem("RERANK_PROVIDER is chat, but no model is set that answers: set the key of one, or remove RERANK_PROVIDER")
	case r.BaseURL != "" && r.Model == "":
		e.problem("RERANK_BASE_URL is set, but RERANK_MODEL is not")
	case r.BaseURL == "" && (r.Model != "" || r.Key.IsSet()):
		e.problem("RERANK_BASE_URL is not set, but RERANK_MODEL or RERANK_API_KEY is")
	}
	return r
}

// Names of the providers, in the order they are asked in where
// FOOTNOTE_PROVIDERS sets none.
const (
	OpenAI     = "openai"
	Azure      = "azure"
	Bedrock    = "bedrock"
	Gemini     = "gemini"
	Compatible = "compatible"
)

// builtIn is the value of EMBEDDING_PROVIDER that embeds without a provider.
const builtIn = "builtin"

// The models asked where none is set: of each vendor the one it recommends
// for quick work in volume (November 2026).
const (
	// developers.openai.com/api/docs/deprecations names it to follow gpt-4.1-mini and gpt-4o-mini.
	openaiModel = "gpt-6-luna"
	// docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-openai.html
	bedrockModel = "openai.gpt-oss-120b-1:0"
	// ai.google.dev/gemini-api/docs/deprecations names it to follow gemini-2.5-flash.
	geminiModel = "gemini-3.5-flash-lite"
	// openaiEmbedding has 1536 dimensions.
	openaiEmbedding = "text-embedding-3-small"
)

// quickEffort is asked of those of the models above whose own default, medium,
// is made for harder work than reading a few passages: readers wait.
const quickEffort = "low"

const openaiURL = "https://api.openai.com/v1"

// regionForm keeps what stands in a host name to what AWS calls a region.
var regionForm = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$`)

// A candidate is a provider as far as it is set.
type candidate struct {
	Provider
	set      bool
	problems []string // why it cannot be used
}

// models reads every provider and returns those to ask, in order, and what
// embeds.
func (e *env) models() ([]Provider, Embedding) {
	effort := e.oneOf("FOOTNOTE_REASONING_EFFORT", "none", "minimal", "low", "medium", "high", "xhigh", "max")
	all := []candidate{e.openai(), e.azure(), e.bedrock(), e.gemini(), e.compatible()}
	for i := range all {
		e.terms(&all[i])
		if effort != "" {
			all[i].Effort = effort
		}
	}
	order := e.list("FOOTNOTE_PROVIDERS")
	embedder := e.oneOf("EMBEDDING_PROVIDER", OpenAI, Azure, Gemini, Compatible, builtIn)
	chat := e.chat(all, order, embedder)
	return chat, e.embedding(all, chat, embedder)
}

func (e *env) openai() candidate {
	c := candidate{Provider: Provider{
		Name: OpenAI, Key: e.secret("OPENAI_API_KEY"), Model: e.text("OPENAI_MODEL"),
		KeyVar: "OPENAI_API_KEY", URLVar: "OPENAI_BASE_URL", ModelVar: "OPENAI_MODEL",
	}}
	base := e.url("OPENAI_BASE_URL")
	c.set = c.Key.IsSet() || base != ""
	c.BaseURL = base
	if base == "" {
		c.BaseURL = openaiURL
	}
	c.setDefault(openaiModel, quickEffort)
	return c
}

func (e *env) azure() candidate {
	wrong := len(e.problems)
	c := candidate{Provider: Provider{
		Name: Azure, Key: e.secret("AZURE_OPENAI_API_KEY"), BaseURL: e.url("AZURE_OPENAI_ENDPOINT"),
		Model: e.text("AZURE_OPENAI_DEPLOYMENT"), APIVersion: e.line("AZURE_OPENAI_API_VERSION"),
		KeyVar: "AZURE_OPENAI_API_KEY", URLVar: "AZURE_OPENAI_ENDPOINT", ModelVar: "AZURE_OPENAI_DEPLOYMENT",
	}}
	c.set = c.Key.IsSet() || c.BaseURL != ""
	c.needs(c.Key.IsSet(), c.KeyVar)
	c.needs(c.BaseURL != "" || len(e.problems) > wrong, c.URLVar)
	c.BaseURL = strings.TrimSuffix(strings.TrimSuffix(c.BaseURL, "/v1"), "/openai")
	if c.APIVersion == "" && c.BaseURL != "" {
		c.BaseURL += "/openai/v1"
	}
	return c
}

func (e *env) bedrock() candidate {
	c := candidate{Provider: Provider{
		Name: Bedrock, Key: e.secret("BEDROCK_API_KEY"), Model: e.text("BEDROCK_MODEL"),
		KeyVar: "BEDROCK_API_KEY", URLVar: "BEDROCK_REGION", ModelVar: "BEDROCK_MODEL",
	}}
	region := e.text("BEDROCK_REGION")
	c.set = c.Key.IsSet()
	c.needs(region != "", c.URLVar)
	if region != "" && !regionForm.MatchString(region) {
		c.problems = append(c.problems, "BEDROCK_REGION is not the name of a region, such as us-west-2")
	}
	c.BaseURL = "https://bedrock-runtime." + region + ".amazonaws.com/openai/v1"
	c.setDefault(bedrockModel, quickEffort)
	return c
}

func (e *env) gemini() candidate {
	c := candidate{Provider: Provider{
		Name: Gemini, Key: e.secret("GEMINI_API_KEY"), Model: e.text("GEMINI_MODEL"),
		BaseURL: "https://generativelanguage.googleapis.com/v1beta/openai",
		KeyVar:  "GEMINI_API_KEY", ModelVar: "GEMINI_MODEL",
	}}
	c.set = c.Key.IsSet()
	c.setDefault(geminiModel, "")
	return c
}

func (e *env) compatible() candidate {
	wrong := len(e.problems)
	c := candidate{Provider: Provider{
		Name: Compatible, Key: e.secret("COMPATIBLE_API_KEY"), BaseURL: e.url("COMPATIBLE_BASE_URL"),
		Model:  e.text("COMPATIBLE_MODEL"),
		KeyVar: "COMPATIBLE_API_KEY", URLVar: "COMPATIBLE_BASE_URL", ModelVar: "COMPATIBLE_MODEL",
	}}
	c.set = c.BaseURL != "" || c.Model != "" || c.Key.IsSet()
	c.needs(c.BaseURL != "" || len(e.problems) > wrong, c.URLVar)
	return c
}

// setDefault sets the model, and how it reasons, where no model is set.
func (c *candidate) setDefault(model, effort string) {
	if c.Model == "" {
		c.Model, c.Effort = model, effort
	}
}

// needs notes that a variable is missing.
func (c *candidate) needs(ok bool, name string) {
	if !ok {
		c.problems = append(c.problems, name+" is not set, and "+c.Name+" needs it")
	}
}

// chat returns the providers to ask: those of order, else every one that is
// set. The one that embeds need not chat.
func (e *env) chat(all []candidate, order []string, embedder string) (chat []Provider) {
	if len(order) == 0 {
		for _, c := range all {
			if c.set && (c.Model != "" || c.Name != embedder) {
				chat = append(chat, e.use(c))
			}
		}
		return chat
	}
	for i, name := range order {
		at := slices.IndexFunc(all, func(c candidate) bool { return c.Name == name })
		switch {
		case at < 0:
			e.problem("FOOTNOTE_PROVIDERS: part %d is none of %s, %s, %s, %s, %s", i+1, OpenAI, Azure, Bedrock, Gemini, Compatible)
		case slices.Contains(order[:i], name):
			e.problem("FOOTNOTE_PROVIDERS names %s twice", name)
		case !all[at].set:
			e.problem("FOOTNOTE_PROVIDERS names %s, but %s is not set", name, mainVar(all[at]))
		default:
			chat = append(chat, e.use(all[at]))
		}
	}
	return chat
}

// mainVar returns the variable that makes a provider known.
func mainVar(c candidate) string {
	if c.Name == Compatible {
		return c.URLVar
	}
	return c.KeyVar
}

// use returns the provider of c to chat with, and reports what it lacks.
func (e *env) use(c candidate) Provider {
	if c.Model == "" {
		c.problems = append(c.problems, c.ModelVar+" is not set, and "+c.Name+" has no default")
	}
	e.report(c)
	return c.Provider
}

// report notes the problems of a provider that is used, each once.
func (e *env) report(c candidate) {
	for _, p := range c.problems {
		if !slices.ContainsFunc(e.problems, func(err error) bool { return err.Error() == p }) {
			e.problem("%s", p)
		}
	}
}

// embedding chooses what embeds. OpenAI's own service embeds without being
// asked to, where it chats; everything else only by name or model, because
// embedding sends every article there.
func (e *env) embedding(all []candidate, chat []Provider, name string) Embedding {
	model := e.text("EMBEDDING_MODEL")
	dims := e.number("EMBEDDING_DIMENSIONS", 0, 1, 8192)
	if name == "" {
		name = defaultEmbedder(chat, model)
	}
	at := slices.IndexFunc(all, func(c candidate) bool { return c.Name == name })
	if at < 0 {
		if model != "" && name == "" {
			e.problem("EMBEDDING_MODEL is set, but no provider that embeds is: set EMBEDDING_PROVIDER")
		}
		return Embedding{Builtin: name == builtIn}
	}
	c := all[at]
	if model == "" && c.Name == OpenAI && isVendor(c.BaseURL) {
		model = openaiEmbedding
	}
	switch {
	case !c.set:
		e.problem("EMBEDDING_PROVIDER names %s, but %s is not set", c.Name, mainVar(c))
	case model == "":
		e.problem("EMBEDDING_PROVIDER is set, but EMBEDDING_MODEL is not")
	}
	e.report(c)
	c.Model, c.ModelVar, c.Effort = model, "EMBEDDING_MODEL", ""
	return Embedding{Provider: c.Provider, Dimensions: dims}
}

// defaultEmbedder returns the provider that embeds where none is named: with
// a model the first that can, without one OpenAI's own service; else "".
func defaultEmbedder(chat []Provider, model string) string {
	for _, p := range chat {
		if model != "" && p.Name != Bedrock || p.Name == OpenAI && p.Key.IsSet() && isVendor(p.BaseURL) {
			return p.Name
		}
	}
	return ""
}

// isVendor reports whether a base URL is OpenAI's own.
func isVendor(base string) bool {
	u, err := url.Parse(base)
	return err == nil && u.Hostname() == "api.openai.com"
}
