package question

import "testing"

func TestWordKind(t *testing.T) {
	for question, want := range map[string]Kind{
		"When did it open?": Time, "In which year was that?": Time, "how long ago was that": Time,
		"How many chips?": Number, "What percentage of it?": Number, "how long is it": Number,
		"Who runs it?": Name, "Where is it?": Name, "In what country is it?": Name,
		"What is it?": Any, "Wann war das?": Any, "": Any,
	} {
		if got := WordKind(question); got != want {
			t.Errorf("WordKind(%q) = %d, want %d", question, got, want)
		}
	}
}
