package extract

import (
	"strings"
	"testing"

	"footnote/internal/media"
)

func TestCaptions(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"WebVTT": {
			"WEBVTT - a call\n\nNOTE made by a machine\n\n1\n00:00:01.000 --> 00:00:04.500 align:start\n<v Maud Ferrier>The council has voted to\n\n2\n00:00:04.500 --> 00:00:08.000\n" +
				"<v Maud Ferrier>close the <i>tunnel</i> for 9 weeks.</v>\n\n00:08.200 --> 00:12.000\n<v Ines Calloway>And what\nwill it cost?",
			"Maud Ferrier: The council has voted to close the tunnel for 9 weeks.\nInes Calloway: And what will it cost?",
		},
		"SubRip": {
			"1\r\n00:00:01,000 --> 00:00:04,500\r\nThe council has voted to\r\n\r\n2\r\n00:00:04,500 --> 00:00:08,000\r\nclose the tunnel in\r\n2027\r\n",
			"The council has voted to close the tunnel in 2027",
		},
		"rolling": {
			"WEBVTT\n\n00:00.000 --> 00:01.000\nthe council has\n\n00:01.000 --> 00:02.000\nthe council has\n<00:01.500>voted",
			"the council has voted",
		},
		"copied": {"0:00\nhello and welcome\n0:04\ntoday the Ardtoe boat\n1:02:08\nstops", "hello and welcome today the Ardtoe boat stops"},
		"none":   {"At 00:00:01.000 --> 00:00:02.000 it rang.\nThen it did not.", "At 00:00:01.000 --> 00:00:02.000 it rang.\nThen it did not."},
	} {
		if got, _ := read(t, media.Origin{}, media.PlainText, tt.text); got.Body != tt.want || got.Title != "" {
			t.Errorf("%s: title %q, body %q, want %q", name, got.Title, got.Body, tt.want)
		}
	}
	long := "WEBVTT\n" + strings.Repeat("\n00:01.000 --> 00:02.000\nThe boat came.\n\n00:02.000 --> 00:03.000\nIt left again.\n", 40)
	if got, _ := read(t, media.Origin{}, media.PlainText, long); strings.Count(got.Body, "\n") != 2 {
		t.Errorf("80 captions without a speaker have %d line ends, want 2:\n%s", strings.Count(got.Body, "\n"), got.Body)
	}
}

// TestTranscript: when into a recording each line was said is none of its words.
func TestTranscript(t *testing.T) {
	const want = "Operator: Good afternoon.\n\nAnalyst: Will you raise prices again?\n\nDana Whitlock: No. We raised them in April."
	for _, text := range []string{
		"[00:00:12] Operator: Good afternoon.\n\n[00:14:20] Analyst: Will you raise prices again?\n\n[01:14:31] Dana Whitlock: No. We raised them in April.",
		"(0:12) Operator: Good afternoon.\n\n(14:20) Analyst: Will you raise prices again?\n\n(14:31) Dana Whitlock: No. We raised them in April.",
		"00:00:12.100 Operator: Good afternoon.\n\n00:14:20.000 Analyst: Will you raise prices again?\n\n00:14:31.900 Dana Whitlock: No. We raised them in April.",
	} {
		if got, _ := read(t, media.Origin{}, media.PlainText, "Earnings call\n\n"+text); got.Body != strings.ReplaceAll(want, "\n\n", "\n") {
			t.Errorf("%q has body %q", text, got.Body)
		}
	}
	const log = "Fog at Kestrel\n\n06:05 The airport shut.\n\n09:40 Forty flights were cancelled.\n\n12:15 It opened again."
	if got, _ := read(t, media.Origin{}, media.PlainText, log); !strings.Contains(got.Body, "12:15") {
		t.Errorf("times of day were cut: %q", got.Body)
	}
}
