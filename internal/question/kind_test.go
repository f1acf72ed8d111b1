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

func TestKind(t *testing.T) {
	for question, want := range map[string]Kind{
		"How long did the strike last?": Span, "and how long will it take?": Span, "How long ago was the strike?": Time,
		"Since when does it strike?": Time, "How did the thieves get in?": Manner, "How do Wired and Polygon differ?": Any,
		"How did the fire happen?": Reason, "How many days did it last?": Count, "How was it?": Manner, "How old is she?": Number,
	} {
		if got := Alone(question).Kind(); got != want {
			t.Errorf("kind of %q is %d, want %d", question, got, want)
		}
	}
}
