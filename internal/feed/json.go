package feed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"strings"
)

// json hands out the items of a JSON Feed, one at a time, so that one that
// breaks off keeps what stands before.
func (p *feedParser) json(src *bufio.Reader) error {
	dec := json.NewDecoder(src)
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return ErrNoFeed
	}
	head := map[string]json.RawMessage{}
	found := false
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			break
		}
		if key == "items" {
			found = true
			if err := p.jsonItems(dec, head); err != nil {
				return p.end(err)
			}
			continue
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			break
		}
		if name, ok := key.(string); ok && len(value) <= maxFeedHead && len(head) < 64 {
			head[name] = value
		}
	}
	if !found && !bytes.Contains(head["version"], []byte("jsonfeed.org")) {
		return ErrNoFeed
	}
	return p.end(p.parse(p.jsonAround(head), nil, false, salvageJSON))
}

func (p *feedParser) jsonItems(dec *json.Decoder, head map[string]json.RawMessage) error {
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return nil
	}
	var batch [][]byte
	size := 0
	flush := func() error {
		items := batch
		batch, size = nil, 0
		if len(items) == 0 {
			return nil
		}
		return p.parse(p.jsonAround(head), items, false, salvageJSON)
	}
	for dec.More() {
		var one json.RawMessage
		if err := dec.Decode(&one); err != nil {
			return flush() // cut, or no JSON from here on
		}
		if len(one) > maxItem {
			continue
		}
		size += len(one)
		if batch = append(batch, one); len(batch) == itemsAtATime || size >= bytesAtATime {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	_, _ = dec.Token() // the end of the list; where there is none, the next read says so
	return flush()
}

// jsonAround returns what makes a document of items alone.
func (p *feedParser) jsonAround(head map[string]json.RawMessage) func([][]byte) io.Reader {
	return func(items [][]byte) io.Reader {
		doc := maps.Clone(head)
		if p.known {
			clear(doc)
		}
		if doc["version"] = head["version"]; len(head["version"]) == 0 {
			doc["version"] = json.RawMessage(`"https://jsonfeed.org/version/1.1"`)
		}
		doc["items"] = json.RawMessage("[" + string(bytes.Join(items, []byte(","))) + "]")
		b, err := json.Marshal(doc)
		if err != nil {
			return strings.NewReader("")
		}
		return bytes.NewReader(b)
	}
}

// salvageJSON reads an item whose fields are of other types than they should.
func salvageJSON(raw []byte) (Item, bool) {
	var fields map[string]any
	if json.Unmarshal(raw, &fields) != nil {
		return Item{}, false
	}
	first := func(names ...string) string {
		for _, n := range names {
			switch v := fields[n].(type) {
			case string:
				return v
			case float64:
				return fmt.Sprint(v)
			}
		}
		return ""
	}
	it := Item{
		ID: first("id"), URL: first("url", "external_url"), Title: first("title"),
		Content: first("content_html", "content_text"), Summary: first("summary"),
		Published: itemDate(first("date_published"), nil),
	}
	return it, it.URL != "" || it.ID != ""
}
