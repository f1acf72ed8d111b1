package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTrimPage(t *testing.T) {
	const a, b = "The harbour of Westport reopened on Monday.", "The north pier stays closed until June."
	story := []string{a, b, "Ships came.", "All of them."}
	for _, tt := range []struct {
		name string
		cut  string // a line for each that is cut
		kept string
		end  bool // they stand behind the story, otherwise within
	}{
		{name: "other articles", cut: "Read more: Port authority takes a loan\nRelated: Seven signs of rust\nALSO READ | Ships of the year\nLesen sie auch: Der Hafen\nLire aussi : Le port"},
		{name: "buttons", cut: "Share this article\nWhatsapp   Facebook   Pint   Baixar\nOrder Reprints\nBy\nAdvertisement\n3 comments"},
		{name: "what the site says", cut: "Please turn on JavaScript to use this feature\nThis video can not be played\nTo play this video you need to enable JavaScript in your browser.\nIf you buy something, we may earn an affiliate commission.\nZur Startseite\nBuy now"},
		{name: "what only looks like them", kept: "JavaScript was enabled on all terminals by mistake, the port said.\nBuy now, pay later: the port borrows.\nRead more: it pays.\nRelated: she was his aunt.\nMore ships came than ever before\nPrint is dead\nBy the sea\nShare prices fell\nPre-Workout Meal"},
		{name: "calls", end: true, cut: "Follow The Quay on Facebook, Twitter (@thequay) and Instagram.\nSign up for our newsletter here.\nWrite to Ada Byron at ada@quay.example"},
		{name: "a commission", end: true, cut: "If you buy something through this post, The Quay may get a share of the sale."},
		{name: "a proposition", end: true, cut: "Join QUAYPLUS. Members get all of our content."},
		{name: "whose it is", end: true, cut: "© dpa-infocom, dpa:261118-99-123456/3\nCopyright 2026 The Quay. All rights reserved.\n责任编辑：李华"},
		{name: "what is told of rights", end: true, kept: "Copyright law is to change in May, the ministry said."},
		{name: "what it is filed under", end: true, cut: "Tags: Westport, harbours\nFiled under: Ships"},
		{name: "what is said elsewhere", cut: "Czytaj też: Port w Westport\nLe puede interesar: El puerto\nContinue reading the main story"},
		{name: "a list in German", end: true, cut: "Das könnte Sie auch interessieren:\nSchiffe des Jahres"},
		{name: "a list of stories", end: true, cut: "More great Quay stories\nShips of the year\nWhat rust does to piers"},
		{name: "calls that are news", end: true, kept: "Follow the coast to the north, they say.\nThe mayor posted it on Twitter on Monday."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			extra := strings.FieldsFunc(tt.cut+"\n"+tt.kept, func(r rune) bool { return r == '\n' })
			lines, want := append(story[:1:1], append(extra, story[1:]...)...), story
			if tt.kept != "" {
				want = lines
			}
			if tt.end {
				lines = append(story[:len(story):len(story)], extra...)
				if tt.kept != "" {
					want = lines
				}
			}
			if diff := cmp.Diff(want, trimPage(lines)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What repeats may be meant.
func TestTrimPageKeepsWhatRepeats(t *testing.T) {
	var lines []string
	for range 5 {
		lines = append(lines, "Meal 1", "Which dishes do you like best?", "___")
	}
	if diff := cmp.Diff(lines, trimPage(lines)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A text that is nothing but calls is not cut away.
func TestTrimPageKeepsHalf(t *testing.T) {
	call := "Sign up for our newsletter here."
	if got := trimPage([]string{call, call, call}); len(got) < 2 {
		t.Errorf("kept %q", got)
	}
}

// TestWithoutReaders: what readers write is none of the article, unless there is nothing else.
func TestWithoutReaders(t *testing.T) {
	story := strings.Repeat("The harbour of Westport reopened on Monday. ", 10)
	for _, heading := range []string{"2 comments on “Westport reopens”", "Post a comment", "Leave a Reply", "Kommentar verfassen", "Schreibe einen Kommentar Antworten abbrechen", "Deja una respuesta", "Laisser un commentaire"} {
		if got := trimPage([]string{story, heading, "Kim wrote on", "It will never last, I tell you."}); len(got) != 1 {
			t.Errorf("under %q is left: %q", heading, got[1:])
		}
		if got := trimPage([]string{"Question", heading, "It will never last, I tell you."}); len(got) != 3 {
			t.Errorf("under %q is left: %q", heading, got)
		}
	}
	if got := trimPage([]string{story, "Comments on the draft may be sent until May.", "Two were made."}); len(got) != 3 {
		t.Errorf("left: %q", got)
	}
}
