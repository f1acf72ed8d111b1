package eval

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"io"
)

// Corpus returns r, JSON lines of articles or of paragraphs, as the lines of
// articles that are added to a library. A paragraph, {"id","title","text"},
// becomes an article whose file is the id; every other line is left as it is.
func Corpus(r io.Reader) io.Reader {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxArticle)
	return &corpus{lines: lines}
}

// maxArticle bounds a line, in bytes.
const maxArticle = 32 << 20

type corpus struct {
	lines *bufio.Scanner
	line  bytes.Buffer // what is left to read of the current one
}

// Read implements io.Reader.
func (c *corpus) Read(p []byte) (int, error) {
	for c.line.Len() == 0 {
		if !c.lines.Scan() {
			return 0, cmp.Or(c.lines.Err(), io.EOF)
		}
		c.line.Write(asArticle(c.lines.Bytes()))
		c.line.WriteByte('\n')
	}
	return c.line.Read(p)
}

// asArticle rewrites the line of a paragraph, keeping its other fields.
func asArticle(raw []byte) []byte {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || fields["text"] == nil || fields["body"] != nil {
		return raw
	}
	fields["body"] = fields["text"]
	delete(fields, "text")
	if fields["file"] == nil && fields["url"] == nil {
		fields["file"] = fields["id"]
	}
	line, err := json.Marshal(fields)
	if err != nil {
		return raw // unreachable: the fields were read as JSON
	}
	return line
}
