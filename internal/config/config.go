// Package config turns the environment into a Config. It is the only reader
// of the names of environment variables; .env.example describes them all.
package config

import (
	"errors"
	"log/slog"
	"regexp"
	"strings"
)

// A Config is everything that is set from outside. With nothing set it is
// valid: no Slack, no models, the built-in embedder.
type Config struct {
	Data       string // the folder that holds the database
	Log        Log
	Slack      Slack
	Contact    string   // whom to write about the fetcher; stands in its User-Agent
	AllowHosts []string // internal hosts that may be fetched from, "host" or "host:port", lower case
	MaxAnswers int      // how many questions are answered at once
	Providers  []Provider
	Embedding  Embedding
	Rerank     Rerank
	Verify     bool // the model that answers verifies its sentences, beside the gate
	Budget     Budget
	Admin      Admin
}

// A Log says what is logged and how.
type Log struct {
	Level slog.Level
	JSON  bool
}

// Slack is how to reach Slack and how Slack reaches us.
type Slack struct {
	BotToken      Secret
	AppToken      Secret // for Socket Mode
	SigningSecret Secret // for HTTP
	Listen        string // where Slack reaches us over HTTP, "host:port" or ":port"
	APIURL        string // ends in a slash; empty for Slack's own
	Rules         Rules
}

// SocketMode reports whether we open sockets to Slack, and are not called by it
// over HTTP.
func (s Slack) SocketMode() bool { return !s.SigningSecret.IsSet() }

// Rules are who may do what in Slack, and what is kept of it.
type Rules struct {
	Mark      string   // the emoji that adds a message, without colons; empty for the default
	Admins    []string // user IDs; empty for the workspace's own admins
	AdminsAdd bool     // only admins add articles
	PerHour   int      // questions of one person; 0 for no limit
	KeepDays  int      // of questions and answers; 0 for ever
}

// Admin is what an operator reaches over HTTP.
type Admin struct {
	Listen string // "host:port"; empty for nothing
	Token  Secret // lets into the pages of the library
}

// maxAnswers is how many questions are answered at once where nothing is set:
// waiting for a model costs next to nothing here, but a vendor's limit of
// requests in a minute is soon reached.
const maxAnswers = 8

// FromEnv reads the environment through getenv, each variable once. An error
// joins one line for each problem; it names variables, never their values.
func FromEnv(getenv func(string) string) (Config, error) {
	e := &env{get: getenv}
	c := Config{
		Data:       e.folder("FOOTNOTE_DATA", "data"),
		Log:        e.log(),
		Slack:      e.slack(),
		Contact:    e.line("FOOTNOTE_CONTACT"),
		AllowHosts: e.hosts("FOOTNOTE_ALLOW_HOSTS"),
		MaxAnswers: e.number("FOOTNOTE_MAX_ANSWERS", maxAnswers, 1, 1000),
	}
	c.Providers, c.Embedding = e.models()
	c.Rerank = e.rerank(c.Providers)
	c.Verify = e.oneOf("FOOTNOTE_VERIFY", "on", "off") != "off"
	c.Budget = e.budget(c.Providers)
	c.Admin = Admin{Listen: e.address("FOOTNOTE_ADMIN_LISTEN", ""), Token: e.secret("FOOTNOTE_ADMIN_TOKEN")}
	if err := errors.Join(e.problems...); err != nil {
		return Config{}, err
	}
	return c, nil
}

func (e *env) log() (l Log) {
	if s := e.text("FOOTNOTE_LOG_LEVEL"); s != "" {
		if err := l.Level.UnmarshalText([]byte(s)); err != nil {
			e.problem("FOOTNOTE_LOG_LEVEL is none of debug, info, warn, error")
		}
	}
	l.JSON = e.oneOf("FOOTNOTE_LOG_FORMAT", "text", "json") == "json"
	return l
}

func (e *env) slack() Slack {
	s := Slack{
		BotToken:      e.secret("SLACK_BOT_TOKEN"),
		AppToken:      e.secret("SLACK_APP_TOKEN"),
		SigningSecret: e.secret("SLACK_SIGNING_SECRET"),
		Listen:        e.address("SLACK_LISTEN", ":3000"),
		APIURL:        e.url("SLACK_API_URL"),
	}
	if s.APIURL != "" {
		s.APIURL += "/"
	}
	s.Rules = e.rules()
	if hasPrefix(s.BotToken, "xapp-") {
		e.problem("SLACK_BOT_TOKEN holds an app-level token (xapp-…): it wants the bot token (xoxb-…)")
	}
	if hasPrefix(s.AppToken, "xoxb-") {
		e.problem("SLACK_APP_TOKEN holds a bot token (xoxb-…): it wants the app-level token (xapp-…)")
	}
	return s
}

func (e *env) rules() Rules {
	r := Rules{
		Mark:      e.emoji("FOOTNOTE_REACTION"),
		AdminsAdd: e.oneOf("FOOTNOTE_WHO_ADDS", "everyone", "admins") == "admins",
		PerHour:   e.number("FOOTNOTE_QUESTIONS_PER_HOUR", 0, 0, 100_000),
		KeepDays:  e.number("FOOTNOTE_KEEP_DAYS", 0, 0, 36_500),
	}
	for _, id := range e.list("FOOTNOTE_ADMINS") {
		if id = strings.ToUpper(id); !userID.MatchString(id) {
			e.problem("FOOTNOTE_ADMINS holds what is no user ID (U0123ABCD); a person's profile in Slack shows it")
			continue
		}
		r.Admins = append(r.Admins, id)
	}
	return r
}

// emoji reads the name of an emoji, with or without colons.
func (e *env) emoji(name string) string {
	s := strings.ToLower(strings.Trim(e.text(name), ": "))
	if s != "" && !emojiName.MatchString(s) {
		e.problem("%s is not the name of an emoji, such as bookmark: Slack sends names, and shows them where one points at an emoji", name)
		return ""
	}
	return s
}

// emojiName is the form of their names; those of a workspace's own may be in any script.
var emojiName = regexp.MustCompile(`^[\pL\p{Mn}\p{Mc}\pN_+'-]+$`)

// userID is the form of Slack's user IDs.
var userID = regexp.MustCompile(`^[UW][A-Z0-9]{2,}$`)
