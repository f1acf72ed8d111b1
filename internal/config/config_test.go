package config

import (
	"log/slog"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// from returns a getenv of the given variables.
func from(vars map[string]string) func(string) string {
	return func(name string) string { return vars[name] }
}

func read(t *testing.T, vars map[string]string) Config {
	t.Helper()
	c, err := FromEnv(from(vars))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFromEnvEmpty(t *testing.T) {
	want := Config{Data: "data", MaxAnswers: 8, Verify: true, Budget: Budget{Currency: "USD"}, Slack: Slack{Listen: ":3000"}}
	if diff := cmp.Diff(want, read(t, nil)); diff != "" {
		t.Errorf("nothing set (-want +got):\n%s", diff)
	}
}

func TestFromEnv(t *testing.T) {
	got := read(t, map[string]string{
		"FOOTNOTE_DATA": " /var/lib/footnote ", "FOOTNOTE_LOG_LEVEL": "warn", "FOOTNOTE_LOG_FORMAT": "JSON",
		"SLACK_BOT_TOKEN": "xoxb-1\n", "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "abc",
		"SLACK_API_URL": "http://127.0.0.1:80/api", "FOOTNOTE_CONTACT": "a@example.com",
		"FOOTNOTE_ALLOW_HOSTS": "Wiki.internal, ,10.0.0.1:8080", "FOOTNOTE_MAX_ANSWERS": "3",
		"FOOTNOTE_REACTION": ":pushpin:", "FOOTNOTE_ADMINS": "U012AB, w34C", "FOOTNOTE_WHO_ADDS": "admins",
		"FOOTNOTE_QUESTIONS_PER_HOUR": "20", "FOOTNOTE_KEEP_DAYS": "90", "FOOTNOTE_VERIFY": "off",
		"SLACK_LISTEN": "127.0.0.1:3001", "FOOTNOTE_ADMIN_LISTEN": ":9090", "FOOTNOTE_ADMIN_TOKEN": "open",
	})
	want := Config{
		Data: "/var/lib/footnote", Log: Log{Level: slog.LevelWarn, JSON: true},
		Slack: Slack{
			BotToken: NewSecret("xoxb-1"), AppToken: NewSecret("xapp-1"),
			SigningSecret: NewSecret("abc"), Listen: "127.0.0.1:3001", APIURL: "http://127.0.0.1:80/api/",
			Rules: Rules{Mark: "pushpin", Admins: []string{"U012AB", "W34C"}, AdminsAdd: true, PerHour: 20, KeepDays: 90},
		},
		Admin:   Admin{Listen: ":9090", Token: NewSecret("open")},
		Contact: "a@example.com", AllowHosts: []string{"wiki.internal", "10.0.0.1:8080"}, MaxAnswers: 3,
		Budget: Budget{Currency: "USD"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReaction(t *testing.T) {
	for value, want := range map[string]string{
		"bookmark": "bookmark", " :Bookmark: ": "bookmark", "+1": "+1", ":e-mail:": "e-mail", "man's_shoe": "man's_shoe", ":あとで読む:": "あとで読む", "::": "",
	} {
		if got := read(t, map[string]string{"FOOTNOTE_REACTION": value}).Slack.Rules.Mark; got != want {
			t.Errorf("FOOTNOTE_REACTION=%s: %q, want %q", value, got, want)
		}
	}
}

// TestProblems holds that every problem is told, by name and without value.
func TestProblems(t *testing.T) {
	const bad = "s3cret value"
	tests := []struct {
		name string
		vars map[string]string
		want []string // one for each line, in order
	}{
		{
			"values",
			map[string]string{
				"FOOTNOTE_LOG_LEVEL": bad, "FOOTNOTE_LOG_FORMAT": bad, "SLACK_BOT_TOKEN": bad, "SLACK_API_URL": bad,
				"FOOTNOTE_CONTACT": "a\nb", "FOOTNOTE_ALLOW_HOSTS": "ok,http://s3cret", "FOOTNOTE_MAX_ANSWERS": "0",
			},
			[]string{
				"FOOTNOTE_LOG_LEVEL is none", "FOOTNOTE_LOG_FORMAT is none", "SLACK_BOT_TOKEN holds a space",
				"SLACK_API_URL is not", "FOOTNOTE_CONTACT holds", "FOOTNOTE_ALLOW_HOSTS: part 2 is not", "FOOTNOTE_MAX_ANSWERS is not",
			},
		},
		{
			"addresses",
			map[string]string{
				"SLACK_LISTEN": "3000", "FOOTNOTE_ADMIN_LISTEN": "s3cret host:70000",
				"FOOTNOTE_ALLOW_HOSTS": "127.0.0.1:99999,[::1],[::1]:80,wiki.internal:,wiki.internal:0",
			},
			[]string{
				"SLACK_LISTEN is not HOST:PORT", "FOOTNOTE_ALLOW_HOSTS: part 1 has a port that is not from 1 to 65535",
				"FOOTNOTE_ALLOW_HOSTS: part 4 has a port", "FOOTNOTE_ALLOW_HOSTS: part 5 has a port", "FOOTNOTE_ADMIN_LISTEN is not HOST:PORT",
			},
		},
		{
			"money",
			map[string]string{
				"OPENAI_API_KEY": "k", "OPENAI_PRICE": "s3cret/2", "GEMINI_PRICE": "1", "BEDROCK_PRICE": "-1/2", "OPENAI_CONTEXT": "12",
				"FOOTNOTE_CURRENCY": "s3cret", "FOOTNOTE_DAILY_BUDGET": "0 tokens", "FOOTNOTE_DAILY_BUDGET_PER_PERSON": "NaN",
			},
			[]string{
				"OPENAI_PRICE is not two prices", "OPENAI_CONTEXT is not a whole number from 2048", "BEDROCK_PRICE is not two",
				"GEMINI_PRICE is not two", "FOOTNOTE_DAILY_BUDGET is neither", "FOOTNOTE_DAILY_BUDGET_PER_PERSON is neither",
				"FOOTNOTE_CURRENCY is not three letters",
			},
		},
		{
			"money without a price",
			map[string]string{"OPENAI_API_KEY": "k", "GEMINI_API_KEY": "k", "GEMINI_PRICE": "0/0", "FOOTNOTE_DAILY_BUDGET": "5"},
			[]string{"OPENAI_PRICE is not set, and a daily budget in money needs it"},
		},
		{
			"tokens swapped",
			map[string]string{"SLACK_BOT_TOKEN": "xapp-s3cret", "SLACK_APP_TOKEN": "xoxb-s3cret"},
			[]string{"SLACK_BOT_TOKEN holds an app-level", "SLACK_APP_TOKEN holds a bot"},
		},
		{
			"rules",
			map[string]string{"FOOTNOTE_ADMINS": "U0123,@s3cret", "FOOTNOTE_WHO_ADDS": "s3cret", "FOOTNOTE_KEEP_DAYS": "s3cret"},
			[]string{"FOOTNOTE_WHO_ADDS is none", "FOOTNOTE_KEEP_DAYS is not", "FOOTNOTE_ADMINS holds what"},
		},
		{"an emoji for its name", map[string]string{"FOOTNOTE_REACTION": "🔖"}, []string{"FOOTNOTE_REACTION is not the name"}},
		{"two emoji", map[string]string{"FOOTNOTE_REACTION": ":bookmark: :s3cret:"}, []string{"FOOTNOTE_REACTION is not the name"}},
		{"a keycap", map[string]string{"FOOTNOTE_REACTION": "1️⃣"}, []string{"FOOTNOTE_REACTION is not the name"}},
		{
			"urls",
			map[string]string{
				"SLACK_API_URL": "https://me:s3cret@example.com", "OPENAI_BASE_URL": "https://example.com/v1?key=s3cret",
				"COMPATIBLE_BASE_URL": "ftp://s3cret", "AZURE_OPENAI_ENDPOINT": "s3cret.openai.azure.com",
			},
			[]string{
				"SLACK_API_URL holds a user name", "OPENAI_BASE_URL holds a query", "AZURE_OPENAI_ENDPOINT is not", "COMPATIBLE_BASE_URL is not",
			},
		},
		{
			"half a provider",
			map[string]string{"AZURE_OPENAI_API_KEY": "s3cret", "BEDROCK_API_KEY": "s3cret", "COMPATIBLE_BASE_URL": "http://s3cret/v1"},
			[]string{
				"AZURE_OPENAI_ENDPOINT is not set", "AZURE_OPENAI_DEPLOYMENT is not set",
				"BEDROCK_REGION is not set", "COMPATIBLE_MODEL is not set",
			},
		},
		{
			"region",
			map[string]string{"BEDROCK_API_KEY": "k", "BEDROCK_REGION": "s3cret.example.com/"},
			[]string{"BEDROCK_REGION is not the name"},
		},
		{
			"order",
			map[string]string{"OPENAI_API_KEY": "k", "FOOTNOTE_PROVIDERS": "openai,s3cret,gemini,openai,compatible"},
			[]string{
				"FOOTNOTE_PROVIDERS: part 2 is none", "FOOTNOTE_PROVIDERS names gemini, but GEMINI_API_KEY",
				"FOOTNOTE_PROVIDERS names openai twice", "FOOTNOTE_PROVIDERS names compatible, but COMPATIBLE_BASE_URL",
			},
		},
		{
			"embedding without its provider",
			map[string]string{"EMBEDDING_PROVIDER": "gemini", "EMBEDDING_MODEL": "m", "EMBEDDING_DIMENSIONS": "-1"},
			[]string{"EMBEDDING_DIMENSIONS is not", "EMBEDDING_PROVIDER names gemini, but GEMINI_API_KEY is not set"},
		},
		{
			"embedding without a model",
			map[string]string{"EMBEDDING_PROVIDER": "gemini", "GEMINI_API_KEY": "k"},
			[]string{"EMBEDDING_PROVIDER is set, but EMBEDDING_MODEL"},
		},
		{
			"embedding with a provider that cannot",
			map[string]string{"EMBEDDING_PROVIDER": "bedrock", "FOOTNOTE_REASONING_EFFORT": bad},
			[]string{"FOOTNOTE_REASONING_EFFORT is none", "EMBEDDING_PROVIDER is none"},
		},
		{
			"embedding model alone",
			map[string]string{"EMBEDDING_MODEL": "m"},
			[]string{"EMBEDDING_MODEL is set, but no provider"},
		},
		{
			"half a provider, told once",
			map[string]string{"AZURE_OPENAI_API_KEY": "k", "AZURE_OPENAI_DEPLOYMENT": "d", "EMBEDDING_MODEL": "m"},
			[]string{"AZURE_OPENAI_ENDPOINT is not set"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := FromEnv(from(tt.vars))
			if err == nil {
				t.Fatal("no error")
			}
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("tells a value: %v", err)
			}
			lines := strings.Split(err.Error(), "\n")
			same := slices.EqualFunc(lines, tt.want, func(line, want string) bool { return strings.HasPrefix(line, want) })
			if !same {
				t.Errorf("got  %q\nwant %q", lines, tt.want)
			}
		})
	}
}

// TestQuotes holds that a value in quotes is the same value, as where a file of
// settings is read by a program that hands them on.
func TestQuotes(t *testing.T) {
	vars := map[string]string{
		"FOOTNOTE_DATA": `"folder"`, "SLACK_BOT_TOKEN": ` 'xoxb-1' `, "FOOTNOTE_MAX_ANSWERS": `"3"`, "FOOTNOTE_CONTACT": `"`, "FOOTNOTE_ADMIN_TOKEN": `"a`,
	}
	c, err := FromEnv(func(name string) string { return vars[name] })
	if err != nil {
		t.Fatal(err)
	}
	if c.Data != "folder" || c.Slack.BotToken.Reveal() != "xoxb-1" || c.MaxAnswers != 3 || c.Contact != `"` || c.Admin.Token.Reveal() != `"a` {
		t.Errorf("got %+v", c)
	}
}

// TestExample holds that .env.example describes what FromEnv asks for, each
// variable once and with a comment, and that its examples are valid.
func TestExample(t *testing.T) {
	file, err := os.ReadFile("../../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	described := map[string]string{}
	variable := regexp.MustCompile(`^#?([A-Z][A-Z0-9_]*)=(.*)$`)
	previous := ""
	for line := range strings.Lines(string(file)) {
		line = strings.TrimSpace(line)
		if m := variable.FindStringSubmatch(line); m != nil {
			if _, twice := described[m[1]]; twice {
				t.Errorf("%s is described twice", m[1])
			}
			if !strings.HasPrefix(previous, "# ") {
				t.Errorf("%s has no comment", m[1])
			}
			if line[0] != '#' && m[2] != "" {
				t.Errorf("%s is set", m[1])
			}
			described[m[1]] = m[2]
		}
		previous = line
	}
	asked := map[string]int{}
	if _, err := FromEnv(func(name string) string { asked[name]++; return "" }); err != nil {
		t.Fatal(err)
	}
	for name, times := range asked {
		if _, ok := described[name]; !ok {
			t.Errorf("%s is not described", name)
		}
		if times != 1 {
			t.Errorf("%s is read %d times", name, times)
		}
	}
	for name := range described {
		if asked[name] == 0 {
			t.Errorf("%s is described, but nobody reads it", name)
		}
	}
	for name := range described {
		if strings.HasSuffix(name, "_KEY") || strings.HasSuffix(name, "_TOKEN") {
			if described[name] != "" {
				t.Errorf("%s has an example that looks like a key", name)
			}
			described[name] = "x"
		}
	}
	if _, err := FromEnv(from(described)); err != nil {
		t.Errorf("the examples: %v", err)
	}
}
