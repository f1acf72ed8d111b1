package prose

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
)

// TestStatements: what one quotation holds is one statement.
func TestStatements(t *testing.T) {
	for text, want := range map[string][]string{
		`It opened. “I used to sell 300. Now it is 85,” said Mehta. He left.`: {"It opened.", "“I used to sell 300. Now it is 85,” said Mehta.", "He left."},
		`‘I used to sell 300. Now it’s 85,’ said Mehta. He left.`:             {"‘I used to sell 300. Now it’s 85,’ said Mehta.", "He left."},
		`"We go. We do." He left.`:                            {`"We go. We do."`, "He left."},
		`„Es geht. So ist es“, sagt er. Ja, das stimmt.`:      {"„Es geht. So ist es“, sagt er.", "Ja, das stimmt."},
		"“It opened. It closed.\nIt rained.":                  {"“It opened.", "It closed.", "It rained."}, // nothing closes it on its line
		"The ship, ‘Gerda’, sailed. It’s the crew’s. It ran.": {"The ship, ‘Gerda’, sailed.", "It’s the crew’s.", "It ran."},
		"...": nil,
	} {
		if diff := cmp.Diff(want, Statements(article.Passage{Chunk: article.Chunk{Text: text}})); diff != "" {
			t.Errorf("Statements(%q) (-want +got):\n%s", text, diff)
		}
	}
}
