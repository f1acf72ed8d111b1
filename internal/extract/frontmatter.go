package extract

import (
	"strings"

	"footnote/internal/article"
)

// fieldNames are the names that front matter gives to what we keep.
var fieldNames = map[string]string{
	"title": "title", "headline": "title",
	"author": "author", "authors": "author", "byline": "author", "by": "author",
	"source": "outlet", "outlet": "outlet", "publication": "outlet", "publisher": "outlet", "site": "outlet",
	"date": "date", "published": "date", "published_at": "date", "publishdate": "date", "pubdate": "date",
	"url": "url", "link": "url", "canonical": "url", "canonical_url": "url", "source_url": "url",
	"lang": "lang", "language": "lang",
}

// matter are the fields of front matter, by the names fieldNames gives them.
type matter map[string]string

// maxFrontMatter bounds a block of front matter, in lines.
const maxFrontMatter = 200

// frontMatter returns the fields of the block between lines of "---" that text
// begins with and the text after it. Of YAML
// it reads what people write there: "key: value", quotes, and lists of names.
// Text without such a block is returned whole.
func frontMatter(text string) (fields matter, rest string) {
	text = article.UnixLines(text)
	block, rest, ok := cutFrontMatter(text)
	if !ok {
		return nil, text
	}
	fields = matter{}
	key := ""
	for line := range strings.Lines(block) {
		line = strings.TrimRight(line, " \t\n")
		item, listed := strings.CutPrefix(strings.TrimSpace(line), "- ")
		if within := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"); key != "" && (listed || within) {
			name, value, mapped := strings.Cut(item, ":")
			switch mapped = mapped && strings.HasPrefix(value, " ") && !strings.ContainsAny(name, " \"'"); {
			case mapped && name == "name":
				fields.add(key, value)
			case listed && !mapped:
				fields.add(key, item)
			}
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, " ") || strings.HasPrefix(line, "#") {
			key = ""
			continue
		}
		key = fieldNames[strings.ToLower(strings.TrimSpace(name))]
		for v := range strings.SplitSeq(unlist(value), "\x00") {
			fields.add(key, v)
		}
	}
	return fields, rest
}

func cutFrontMatter(text string) (block, rest string, ok bool) {
	body, ok := strings.CutPrefix(strings.TrimLeft(text, "\n"), "---\n")
	if !ok {
		return "", "", false
	}
	at, n := 0, 0
	for line := range strings.Lines(body) {
		if s := strings.TrimSpace(line); s == "---" || s == "..." {
			return body[:at], body[at+len(line):], n > 0
		}
		if at += len(line); n == maxFrontMatter {
			break
		}
		n++
	}
	return "", "", false
}

// unlist turns "[a, b]" into its items, divided by zero bytes.
func unlist(value string) string {
	value = strings.TrimSpace(value)
	if inner, ok := strings.CutPrefix(value, "["); ok && strings.HasSuffix(inner, "]") {
		return strings.ReplaceAll(strings.TrimSuffix(inner, "]"), ",", "\x00")
	}
	return value
}

// add sets a field, or adds to the authors it names already.
func (m matter) add(key, value string) {
	value = unquote(strings.TrimSpace(value))
	switch {
	case key == "" || value == "":
	case m[key] == "":
		m[key] = value
	case key == "author":
		m[key] += ", " + value
	}
}

func unquote(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return strings.ReplaceAll(s[1:len(s)-1], `\"`, `"`)
	}
	return s
}
