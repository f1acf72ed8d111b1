package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// summary is what matters of the models: "name model@url" for each provider.
func summary(c Config) (chat []string, embedding string) {
	one := func(p Provider) string {
		s := p.Name + " " + p.Model + "@" + p.BaseURL
		if p.Effort != "" {
			s += " effort " + p.Effort
		}
		if p.APIVersion != "" {
			s += " version " + p.APIVersion
		}
		return s
	}
	for _, p := range c.Providers {
		chat = append(chat, one(p))
	}
	if c.Embedding.IsSet() {
		embedding = one(c.Embedding.Provider)
	}
	return chat, embedding
}

func TestModels(t *testing.T) {
	const (
		openai = "https://api.openai.com/v1"
		google = "https://generativelanguage.googleapis.com/v1beta/openai"
		local  = "http://localhost:11434/v1"
	)
	tests := []struct {
		name  string
		vars  map[string]string
		chat  []string
		embed string
	}{
		{
			"openai key alone",
			map[string]string{"OPENAI_API_KEY": "k"},
			[]string{"openai gpt-6-luna@" + openai + " effort low"},
			"openai text-embedding-3-small@" + openai,
		},
		{
			"openai base url alone",
			map[string]string{"OPENAI_BASE_URL": local + "/"},
			[]string{"openai gpt-6-luna@" + local + " effort low"},
			"",
		},
		{
			"openai key at another address",
			map[string]string{"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": local, "OPENAI_MODEL": "m"},
			[]string{"openai m@" + local},
			"",
		},
		{
			"built-in embedder by name",
			map[string]string{"OPENAI_API_KEY": "k", "EMBEDDING_PROVIDER": "builtin"},
			[]string{"openai gpt-6-luna@" + openai + " effort low"},
			"",
		},
		{
			"every provider, in the fixed order",
			map[string]string{
				"COMPATIBLE_BASE_URL": local, "COMPATIBLE_MODEL": "llama", "GEMINI_API_KEY": "k",
				"BEDROCK_API_KEY": "k", "BEDROCK_REGION": "us-gov-west-1", "AZURE_OPENAI_API_KEY": "k",
				"AZURE_OPENAI_ENDPOINT": "https://r.openai.azure.com/", "AZURE_OPENAI_DEPLOYMENT": "d", "OPENAI_API_KEY": "k",
			},
			[]string{
				"openai gpt-6-luna@" + openai + " effort low",
				"azure d@https://r.openai.azure.com/openai/v1",
				"bedrock openai.gpt-oss-120b-1:0@https://bedrock-runtime.us-gov-west-1.amazonaws.com/openai/v1 effort low",
				"gemini gemini-3.5-flash-lite@" + google,
				"compatible llama@" + local,
			},
			"openai text-embedding-3-small@" + openai,
		},
		{
			"order as asked, the rest left out, half set or not",
			map[string]string{
				"FOOTNOTE_PROVIDERS": "Gemini, openai", "OPENAI_API_KEY": "k", "GEMINI_API_KEY": "k", "AZURE_OPENAI_API_KEY": "k",
			},
			[]string{"gemini gemini-3.5-flash-lite@" + google, "openai gpt-6-luna@" + openai + " effort low"},
			"openai text-embedding-3-small@" + openai,
		},
		{
			"no embedding where it does not chat",
			map[string]string{"FOOTNOTE_PROVIDERS": "gemini", "OPENAI_API_KEY": "k", "GEMINI_API_KEY": "k"},
			[]string{"gemini gemini-3.5-flash-lite@" + google},
			"",
		},
		{
			"effort for all",
			map[string]string{"FOOTNOTE_REASONING_EFFORT": "HIGH", "OPENAI_API_KEY": "k", "OPENAI_MODEL": "m", "EMBEDDING_PROVIDER": "builtin"},
			[]string{"openai m@" + openai + " effort high"},
			"",
		},
		{
			"azure, older interface, endpoint with its path",
			map[string]string{
				"AZURE_OPENAI_API_KEY": "k", "AZURE_OPENAI_DEPLOYMENT": "d", "AZURE_OPENAI_API_VERSION": "2024-10-21",
				"AZURE_OPENAI_ENDPOINT": "https://r.openai.azure.com/openai/v1/",
			},
			[]string{"azure d@https://r.openai.azure.com version 2024-10-21"},
			"",
		},
		{
			"embedding model picks the first that embeds",
			map[string]string{
				"BEDROCK_API_KEY": "k", "BEDROCK_REGION": "us-west-2", "GEMINI_API_KEY": "k", "EMBEDDING_MODEL": "gemini-embedding-001",
			},
			[]string{
				"bedrock openai.gpt-oss-120b-1:0@https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1 effort low",
				"gemini gemini-3.5-flash-lite@" + google,
			},
			"gemini gemini-embedding-001@" + google,
		},
		{
			"a provider that only embeds",
			map[string]string{
				"OPENAI_API_KEY": "k", "COMPATIBLE_BASE_URL": local, "EMBEDDING_PROVIDER": "compatible", "EMBEDDING_MODEL": "nomic-embed-text",
			},
			[]string{"openai gpt-6-luna@" + openai + " effort low"},
			"compatible nomic-embed-text@" + local,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			chat, embed := summary(read(t, tt.vars))
			if diff := cmp.Diff(tt.chat, chat); diff != "" {
				t.Errorf("chat (-want +got):\n%s", diff)
			}
			if embed != tt.embed {
				t.Errorf("embedding %q, want %q", embed, tt.embed)
			}
		})
	}
}

func TestEmbeddingDimensions(t *testing.T) {
	c := read(t, map[string]string{"OPENAI_API_KEY": "k", "EMBEDDING_DIMENSIONS": "256"})
	if c.Embedding.Dimensions != 256 || c.Embedding.Provider.ModelVar != "EMBEDDING_MODEL" {
		t.Errorf("embedding %+v", c.Embedding)
	}
}

func TestRerank(t *testing.T) {
	got := read(t, map[string]string{"RERANK_BASE_URL": "http://127.0.0.1:80/v1/", "RERANK_API_KEY": "k", "RERANK_MODEL": " m "}).Rerank
	if want := (Rerank{BaseURL: "http://127.0.0.1:80/v1", Key: NewSecret("k"), Model: "m"}); !cmp.Equal(want, got) || !got.IsSet() {
		t.Errorf("Rerank = %+v, want %+v", got, want)
	}
	for _, vars := range []map[string]string{{"RERANK_BASE_URL": "http://127.0.0.1"}, {"RERANK_MODEL": "m"}, {"RERANK_API_KEY": "k"}} {
		if _, err := FromEnv(from(vars)); err == nil || !strings.Contains(err.Error(), "RERANK_BASE_URL is") {
			t.Errorf("%v: error %v", vars, err)
		}
	}
	if got := read(t, map[string]string{"OPENAI_API_KEY": "k", "RERANK_PROVIDER": "Chat"}).Rerank; !got.Chat || !got.IsSet() {
		t.Errorf("Rerank = %+v, want by the models that answer", got)
	}
	for _, vars := range []map[string]string{
		{"RERANK_PROVIDER": "chat"},
		{"RERANK_PROVIDER": "other"},
		{"RERANK_PROVIDER": "server"},
		{"OPENAI_API_KEY": "k", "RERANK_PROVIDER": "chat", "RERANK_BASE_URL": "http://127.0.0.1", "RERANK_MODEL": "m"},
	} {
		if _, err := FromEnv(from(vars)); err == nil || !strings.Contains(err.Error(), "RERANK_PROVIDER is") {
			t.Errorf("%v: error %v", vars, err)
		}
	}
}
