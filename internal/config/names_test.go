package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStrays(t *testing.T) {
	tests := []struct {
		name string
		set  []string
		want []Stray
	}{
		{"nothing", nil, nil},
		{"ours and others'", []string{"FOOTNOTE_DATA", "OPENAI_API_KEY", "PATH", "HOME", "SLACK", "AWS_REGION", ""}, nil},
		{"letters swapped", []string{"FOOTNOTE_DAILY_BUGDET"}, []Stray{{"FOOTNOTE_DAILY_BUGDET", "FOOTNOTE_DAILY_BUDGET"}}},
		{"a letter missing", []string{"SLACK_BOT_TOKN"}, []Stray{{"SLACK_BOT_TOKN", "SLACK_BOT_TOKEN"}}},
		{"letters too many", []string{"OPENAI_API_KEYSS"}, []Stray{{"OPENAI_API_KEYSS", "OPENAI_API_KEY"}}},
		{"in the prefix", []string{"FOTNOTE_LOG_LEVEL"}, []Stray{{"FOTNOTE_LOG_LEVEL", "FOOTNOTE_LOG_LEVEL"}}},
		{"in lower case", []string{"rerank_model"}, []Stray{{"rerank_model", "RERANK_MODEL"}}},
		{"the nearer of two", []string{"OPENAI_PRIZE", "GEMINI_MODLE"}, []Stray{{"OPENAI_PRIZE", "OPENAI_PRICE"}, {"GEMINI_MODLE", "GEMINI_MODEL"}}},
		{"a prefix of ours", []string{"FOOTNOTE_SERVICE_HOST", "OPENAI_ORG_ID"}, []Stray{{Name: "FOOTNOTE_SERVICE_HOST"}, {Name: "OPENAI_ORG_ID"}}},
		{"beside the right one", []string{"SLACK_API_TOKEN", "SLACK_APP_TOKEN"}, []Stray{{Name: "SLACK_API_TOKEN"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Strays(tt.set)); diff != "" {
				t.Errorf("Strays(%q) (-want +got):\n%s", tt.set, diff)
			}
		})
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "", 3},
		{"abc", "abc", 0},
		{"abc", "abd", 1},
		{"abc", "ac", 1},
		{"ac", "abc", 1},
		{"abc", "acb", 2},
		{"kitten", "sitting", 3},
	} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
