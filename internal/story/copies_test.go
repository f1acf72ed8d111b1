package story

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCopies holds that what two articles have in common is not taken for rare
// because all the others are copies of one text.
func TestCopies(t *testing.T) {
	others := []Doc{
		{ID: "recall", At: on(1), Title: "Wattlefen recalls batteries", Text: "Wattlefen has recalled 12,400 home batteries over a faulty seal, the company said on Monday. " +
			"Customers were told to switch them off and to wait for a letter. The repair is free and takes an hour, and work begins in March."},
		{ID: "bridge", At: on(1), Title: "Sorrel Bridge put off", Text: "Port Veyra has put off the reopening of the Sorrel Bridge to 30 June, the city said on Monday. " +
			"Drivers were told to take the ferry and to wait for a new date. The work takes longer because of the frost, and begins again in March."},
	}
	const report = `The Oller dam broke above Tarnwick in the night. Water ran through the old town, reached the market square and
		carried away nine cars. Mayor Ilse Brandt asked 300 people to leave their homes. A school took most of them in; others slept at
		the station. Engineers from Pellow looked at the wall by daylight and found a crack of four metres below the gate.`
	for _, n := range []int{1, 10, 130} {
		docs := others
		for i := range n {
			words := strings.Fields(report)
			words[i%len(words)] = fmt.Sprint("edit", i)
			words[(i+31)%len(words)] = ""
			docs = append(docs, Doc{ID: fmt.Sprint("dam", i), At: on(1), Title: fmt.Sprintf("Dam breaks, %d", i), Text: strings.Join(words, " ")})
		}
		s, stories := group(t, docs)
		if got := len(stories); got != 3 {
			t.Errorf("%d stories with %d copies of a third, want 3; the two are alike by %.2f", got, n, s.Like(0, 1))
		}
		if s.texts != 3 {
			t.Errorf("%d different texts with %d copies, want 3", s.texts, n)
		}
	}
}

func TestSketch(t *testing.T) {
	read := func(terms ...int32) (s sketch) {
		for _, term := range terms {
			s.add(term)
		}
		return s
	}
	var long []int32
	for i := range int32(100) {
		long = append(long, i)
	}
	sketches := []sketch{read(long...), read(long[:60]...), read(1, 2, 3), {}, read(1, 2, 3), read(long...)}
	first, distinct := copies(sketches)
	if diff := cmp.Diff([]int{0, 0, 2, 3, 4, 0}, first); diff != "" || distinct != 4 { // too short to tell are 2 to 4
		t.Errorf("copies: %d distinct, (-want +got):\n%s", distinct, diff)
	}
}
