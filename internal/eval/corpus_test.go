package eval

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestCorpus(t *testing.T) {
	const in = `{"id":"Herons#0","title":"Herons","text":"Herons breed\nin the delta."}
{"url":"https://news.example/1","title":"One","body":"One."}

{"id":"7","url":"https://news.example/2","text":"Two."}
{"text":"Three.","body":"kept"}
{"text": broken
{"id":"last","text":"no line end"}`
	const want = `{"body":"Herons breed\nin the delta.","file":"Herons#0","id":"Herons#0","title":"Herons"}
{"url":"https://news.example/1","title":"One","body":"One."}

{"body":"Two.","id":"7","url":"https://news.example/2"}
{"text":"Three.","body":"kept"}
{"text": broken
{"body":"no line end","file":"last","id":"last"}
`
	for name, r := range map[string]io.Reader{
		"at once":      strings.NewReader(in),
		"byte by byte": iotest.OneByteReader(strings.NewReader(in)),
	} {
		got, err := io.ReadAll(Corpus(r))
		if err != nil || string(got) != want {
			t.Errorf("%s: Corpus gives %v and\n%s\nwant\n%s", name, err, got, want)
		}
	}
	if err := iotest.TestReader(Corpus(strings.NewReader(in)), []byte(want)); err != nil {
		t.Error(err)
	}
}

func TestCorpusErrors(t *testing.T) {
	if _, err := io.ReadAll(Corpus(iotest.ErrReader(io.ErrClosedPipe))); err != io.ErrClosedPipe {
		t.Errorf("error %v, want the reader's", err)
	}
	long := bytes.NewReader(make([]byte, maxArticle+1))
	if _, err := io.ReadAll(Corpus(long)); err == nil {
		t.Error("a line without bound is read")
	}
}
