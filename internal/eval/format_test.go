package eval

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		name   string
		text   string
		format Format
		want   []Question
	}{
		{
			"native, as little as can be",
			"\ufeff" + `{"query":"Who?","relevant":["a"]}` + "\n\n" + `{"query":"What?","answerable":false}`,
			Native,
			[]Question{
				{ID: "1", Text: "Who?", Answerable: true, Relevant: []Item{{Article: "a"}}},
				{ID: "3", Text: "What?"},
			},
		},
		{
			"native, with everything",
			`{"id":"x","kind":"k","query":"Who?","as_of":"2026-03-01","answerable":true,"relevant":["a",{"fact":"b"},{"article":"c","fact":"d"}],` +
				`"answers":["y"],"old_answer":"z","newest":"a","also_newest":["e"],"older":["f"],"note":"left alone"}`,
			Native,
			[]Question{{
				ID: "x", Kind: "k", Text: "Who?", AsOf: time.Date(2026, 3, 1, 23, 59, 59, 999999999, time.UTC), Answerable: true,
				Relevant: []Item{{Article: "a"}, {Fact: "b"}, {Article: "c", Fact: "d"}},
				Answers:  []string{"y"}, OldAnswer: "z", Newest: []string{"e", "a"}, Older: []string{"f"},
			}},
		},
		{
			"native, the newest is relevant",
			`{"id":"x","query":"Who?","as_of":"2026-03-01T12:00:00Z","answer":"y","newest":"a","also_newest":[]}`,
			Native,
			[]Question{{
				ID: "x", Kind: "as of", Text: "Who?", AsOf: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), Answerable: true,
				Relevant: []Item{{Article: "a"}}, Answers: []string{"y"}, Newest: []string{"a"},
			}},
		},
		{
			"squad",
			`{"id":"s1","question":"Who?","paragraph":"Herons#0","answerable":true,"answers":["he","him"],"label":"official"}` + "\n" +
				`{"id":"s2","question":"What?","paragraph":"Herons#0","answerable":false,"answers":[],"label":"official"}`,
			SQuAD,
			[]Question{
				{ID: "s1", Kind: "official", Text: "Who?", Answerable: true, Relevant: []Item{{Article: "Herons#0"}}, Answers: []string{"he", "him"}},
				{ID: "s2", Kind: "official", Text: "What?"},
			},
		},
		{
			"multihop",
			`{"id":"m1","query":"Both?","question_type":"comparison_query","evidence_list":[{"fact":"One.","url":"u"},{"fact":"Two.","url":"v"}]}` + "\n" +
				`{"id":"m2","query":"Neither?","question_type":"null_query","evidence_list":[]}`,
			MultiHop,
			[]Question{
				{ID: "m1", Kind: "comparison_query", Text: "Both?", Answerable: true, Relevant: []Item{{Fact: "One."}, {Fact: "Two."}}},
				{ID: "m2", Kind: "null_query", Text: "Neither?"},
			},
		},
	} {
		for _, given := range []Format{Detect, tt.format} {
			got, f, err := Read(strings.NewReader(tt.text), given)
			if err != nil || f != tt.format {
				t.Errorf("%s: Read as %q: format %q, error %v", tt.name, given, f, err)
			}
			if d := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("%s: Read as %q (-want +got):\n%s", tt.name, given, d)
			}
		}
	}
}

func TestReadBadLines(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		format     Format
		want       string // the error, line by line
	}{
		{"nothing", " \n\n", Detect, "no questions"},
		{"broken", `{"query":"Who?","relevant":["a"]}` + "\n" + `{"query":`, Detect, "line 2: broken JSON at byte 9"},
		{"a list", `["Who?"]`, Detect, "line 1: a JSON array, not an object"},
		{"no question", `{"relevant":["a"]}`, Detect, "line 1: no question"},
		{"the kind of all", `{"query":"Who?","kind":"all","relevant":["a"]}`, Detect, `line 1: the kind "all" stands for all questions`},
		{"nothing relevant", `{"query":"Who?"}`, Detect, `line 1: nothing "relevant"; say "answerable": false if that is meant`},
		{"an empty item", `{"query":"Who?","relevant":[{"article":"","fact":" "}]}`, Detect, `line 1: "relevant" has an item with neither "article" nor "fact"`},
		{"an item of another sort", `{"query":"Who?","relevant":[7]}`, Detect, `line 1: "relevant" may not be a number`},
		{"answered and unanswerable", `{"query":"Who?","answerable":false,"answer":"me"}`, Detect, "line 1: not answerable, yet it says what answers it"},
		{"a bad date", `{"query":"Who?","as_of":"May","relevant":["a"]}`, Detect, `line 1: as_of: "May" is neither a day, as 2026-04-28, nor an instant, as 2026-04-28T09:30:00Z`},
		{
			"an ID twice", `{"id":"a","query":"Who?","relevant":["a"]}` + "\n\n" + `{"id":"a","query":"What?","relevant":["a"]}`, Detect,
			`line 3: id "a" stands on line 1 already`,
		},
		{"squad without a paragraph", `{"question":"Who?","answerable":true}`, SQuAD, `line 1: "relevant" has an item with neither "article" nor "fact"`},
		{"multihop without evidence", `{"query":"Who?","question_type":"temporal_query"}`, MultiHop, `line 1: nothing "relevant"; say "answerable": false if that is meant`},
		{"another format than said", `{"query":"Who?","relevant":["a"]}`, SQuAD, "line 1: no question"},
		{"all of them", "1\n2\n", Native, "line 1: a JSON number, not an object\nline 2: a JSON number, not an object"},
		{"too long", `{"query":"Who?","relevant":["a"]}` + "\n" + strings.Repeat("x", maxLine+1), Detect, "line 2: longer than 1048576 bytes"},
	} {
		got, _, err := Read(strings.NewReader(tt.text), tt.format)
		if err == nil || err.Error() != tt.want || got != nil {
			t.Errorf("%s: Read = %v, %v; want %s", tt.name, got, err, tt.want)
		}
	}
	_, _, err := Read(strings.NewReader(strings.Repeat("?\n", 5*maxBad)), Detect)
	if n := strings.Count(err.Error(), "line "); n != maxBad {
		t.Errorf("%d bad lines are named, want %d", n, maxBad)
	}
}

func TestSample(t *testing.T) {
	var all []Question
	for id := range strings.SplitSeq("abcdefg", "") {
		all = append(all, Question{ID: id})
	}
	for _, tt := range []struct {
		step int
		seed uint64
		want string
	}{
		{1, 0, "abcdefg"},
		{1, 5, "abcdefg"},
		{3, 0, "adg"},
		{3, 1, "be"},
		{3, 5, "cf"},
		{7, 6, "g"},
		{9, 8, ""},
	} {
		got := ""
		for _, q := range Sample(all, tt.step, tt.seed) {
			got += q.ID
		}
		if got != tt.want {
			t.Errorf("Sample by %d, seed %d = %q, want %q", tt.step, tt.seed, got, tt.want)
		}
	}
}
