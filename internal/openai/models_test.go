package openai

import (
	"testing"

	"footnote/internal/config"
	"footnote/internal/openai/openaitest"
)

// TestFromConfig goes from the environment to an answer.
func TestFromConfig(t *testing.T) {
	bad, good := serve(t, openaitest.Always(openaitest.Status(503, ""))), serve(t, openaitest.Say("ok"))
	tests := []struct {
		name     string
		vars     map[string]string
		model    string // "" for none
		embedder string // "" for the built-in one
	}{
		{"nothing", nil, "", ""},
		{"one", map[string]string{"COMPATIBLE_BASE_URL": good.URL(), "COMPATIBLE_MODEL": "m"}, "compatible/m", ""},
		{
			"two, the first down",
			map[string]string{
				"OPENAI_BASE_URL": bad.URL(), "COMPATIBLE_BASE_URL": good.URL(), "COMPATIBLE_MODEL": "m",
				"EMBEDDING_PROVIDER": "compatible", "EMBEDDING_MODEL": "e",
			},
			"compatible/m", "e@" + good.URL()[len("http://"):len(good.URL())-len("/v1")],
		},
		{
			"azure",
			map[string]string{
				"AZURE_OPENAI_API_KEY": "k", "AZURE_OPENAI_ENDPOINT": good.URL(), "AZURE_OPENAI_DEPLOYMENT": "d", "AZURE_OPENAI_API_VERSION": "2024-10-21",
			},
			"azure/d", "",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := config.FromEnv(func(name string) string { return tt.vars[name] })
			if err != nil {
				t.Fatal(err)
			}
			generator, embedder := FromConfig(c, logger(t))
			if (generator == nil) != (tt.model == "") || (embedder == nil) != (tt.embedder == "") {
				t.Fatalf("generator %v, embedder %v", generator, embedder)
			}
			if generator != nil {
				if h := hear(t, generator, ask("?")); h.err != nil || h.reply.Model != tt.model {
					t.Errorf("%q, %v; want %q", h.reply.Model, h.err, tt.model)
				}
			}
			if embedder != nil && embedder.Name() != tt.embedder {
				t.Errorf("embedder %q, want %q", embedder.Name(), tt.embedder)
			}
		})
	}
}
