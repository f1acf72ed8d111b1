package ingest

import (
	"regexp"
	"strings"
)

// parseMarkdown reads Markdown: front matter, the first heading as the title,
// and the body as the plain text a reader would see.
func parseMarkdown(in input, text string) draft {
	d, text := newDraft(in, text)
	blocks := markdownBlocks(comment.ReplaceAllString(text, ""))
	if d.Title == "" && len(blocks) > 1 && blocks[0].heading {
		d.Title, blocks = blocks[0].text, blocks[1:]
	}
	lines := make([]string, len(blocks))
	for i, b := range blocks {
		lines[i] = b.text
	}
	lines = d.takeLabels(lines)
	d.Body = strings.Join(trimBoilerplate(lines), "\n")
	return d
}

// A block is a paragraph, heading, list item or line of code, as plain text.
type block struct {
	text    string
	heading bool
}

var (
	comment   = regexp.MustCompile(`(?s)<!--.*?-->`)
	heading   = regexp.MustCompile(`^ {0,3}#{1,6}\s+(.*?)\s*#*$`)
	underline = regexp.MustCompile(`^ {0,3}(=+|-{2,})\s*$`)
	rule      = regexp.MustCompile(`^ {0,3}((\*\s*){3,}|(-\s*){3,}|(_\s*){3,})$`)
	fence     = regexp.MustCompile("^ {0,3}(```|~~~)")
	quoted    = regexp.MustCompile(`^ {0,3}(> ?)+`)
	linkTo    = regexp.MustCompile(`^\s*\[[^\]]+\]:\s+\S+`)
)

// markdownBlocks cuts text into blocks. The lines of a paragraph are one.
func markdownBlocks(text string) (blocks []block) {
	inFence, open := false, false // open: the last block may go on
	for line := range strings.SplitSeq(text, "\n") {
		if fence.MatchString(line) {
			inFence, open = !inFence, false
			continue
		}
		if inFence {
			blocks = append(blocks, block{text: line})
			continue
		}
		line = quoted.ReplaceAllString(line, "")
		h := heading.FindStringSubmatch(line)
		switch {
		case open && underline.MatchString(line):
			blocks[len(blocks)-1].heading = true
			open = false
		case strings.TrimSpace(line) == "", rule.MatchString(line), linkTo.MatchString(line):
			open = false
		case h != nil:
			blocks = append(blocks, block{text: inline(h[1]), heading: true})
			open = false
		case open && !listItem.MatchString(line):
			blocks[len(blocks)-1].text += " " + inline(strings.TrimSpace(line))
		default:
			blocks = append(blocks, block{text: inline(strings.TrimSpace(line))})
			open = true
		}
	}
	return blocks
}

var (
	image    = regexp.MustCompile(`!\[([^\]]*)\]\([^)]*\)`)
	link     = regexp.MustCompile(`\[([^\]]+)\](\([^)]*\)|\[[^\]]*\])`)
	autolink = regexp.MustCompile(`<(https?://[^>\s]+)>`)
	strong   = regexp.MustCompile(`(\*\*|__)(\S|\S.*?\S)(\*\*|__)`)
	emphasis = regexp.MustCompile(`(^|[\s("'“‘])[*_](\S|\S[^*_]*\S)[*_]`)
	code     = regexp.MustCompile("`([^`]+)`")
	escaped  = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+\\-.!>~|])")
)

// inline returns the words of a line of Markdown, without its marks.
func inline(s string) string {
	s = image.ReplaceAllString(s, "")
	s = link.ReplaceAllString(s, "$1")
	s = autolink.ReplaceAllString(s, "$1")
	s = strong.ReplaceAllString(s, "$2")
	s = emphasis.ReplaceAllString(s, "$1$2")
	s = code.ReplaceAllString(s, "$1")
	return escaped.ReplaceAllString(s, "$1")
}
