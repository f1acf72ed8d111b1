package slacksim

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// A Block is one block of Block Kit as it was sent.
type Block map[string]any

// Type is the block's kind.
func (b Block) Type() string { return str(b, "type") }

// A Surface is where blocks are to be shown.
type Surface int

// The surfaces. OnStream is a chunk of a stream, which may hold blocks that a
// message may not.
const (
	OnMessage Surface = iota
	OnStream
	OnView // a modal or a Home
)

// Limits of Block Kit; https://docs.slack.dev/reference/block-kit/blocks and
// …/block-elements. That all blocks of a message together hold about 13,000
// characters is undocumented: slackapi/bolt-js#2509.
const (
	maxMessageBlocks = 50
	maxViewBlocks    = 100
	maxBlockText     = 13_000
	maxTextObject    = 3_000
	maxFields        = 10
	maxField         = 2_000
	maxHeader        = 150
	maxContext       = 10
	maxActions       = 25
	maxContextAct    = 5
	maxLabel         = 75
	maxValue         = 2_000
	maxURL           = 3_000
	maxID            = 255
	maxRows          = 100
	maxColumns       = 20
	maxOptions       = 100
	maxAltText       = 2_000
)

// A BlockError says why Slack would refuse blocks.
type BlockError struct {
	Code     string   // invalid_blocks, invalid_blocks_format, msg_blocks_too_many, msg_blocks_too_long
	Problems []string // each with the JSON pointer of its place
}

func (e *BlockError) Error() string { return e.Code + ": " + strings.Join(e.Problems, "; ") }

// ValidateBlocks holds a JSON array of blocks against Slack's limits. A
// refusal is a *BlockError.
func ValidateBlocks(on Surface, raw []byte) error {
	_, err := parseBlocks(on, raw)
	return err
}

// parseBlocks reads and checks blocks, and names those that have no block_id.
func parseBlocks(on Surface, raw []byte) ([]Block, error) {
	var blocks []Block
	if len(raw) == 0 {
		raw = []byte("[]")
	}
	if json.Unmarshal(raw, &blocks) != nil {
		return nil, &BlockError{Code: "invalid_blocks_format"}
	}
	k := &checker{on: on, ids: map[string]bool{}}
	k.blocks(blocks)
	if err := k.verdict(len(blocks)); err != nil {
		return nil, err
	}
	for i, b := range blocks {
		for n := i; str(b, "block_id") == ""; n += len(blocks) {
			if id := fmt.Sprintf("auto%d", n); !k.ids[id] {
				b["block_id"] = id
			}
		}
	}
	return blocks, nil
}

// A checker gathers what is wrong with the blocks of one payload.
type checker struct {
	on       Surface
	problems []string
	ids      map[string]bool // block ids so far
	markdown int             // characters in markdown blocks
	text     int             // characters in all text
	tables   int
}

func (k *checker) fail(path, format string, args ...any) {
	k.problems = append(k.problems, "[ERROR] "+fmt.Sprintf(format, args...)+" [json-pointer:"+path+"]")
}

func (k *checker) verdict(count int) error {
	most, code := maxMessageBlocks, "invalid_blocks"
	if k.on == OnView {
		most, code = maxViewBlocks, "invalid_arguments"
	}
	tooMany := fmt.Sprintf("[ERROR] no more than %d items allowed [json-pointer:/blocks]", most)
	switch {
	case count > most && k.on == OnView:
		return &BlockError{code, append(k.problems, tooMany)}
	case count > most:
		return &BlockError{"msg_blocks_too_many", []string{tooMany}}
	case len(k.problems) > 0:
		return &BlockError{code, k.problems}
	case k.on != OnView && k.text > maxBlockText:
		return &BlockError{"msg_blocks_too_long", []string{fmt.Sprintf("[ERROR] %d characters in all blocks", k.text)}}
	}
	return nil
}

func (k *checker) blocks(blocks []Block) {
	for i, b := range blocks {
		path := fmt.Sprintf("/blocks/%d", i)
		k.id(b, path)
		k.block(b, path)
	}
	if k.markdown > maxMarkdown {
		k.fail("/blocks", "no more than %d characters allowed in markdown blocks", maxMarkdown)
	}
	if k.tables > 1 {
		k.fail("/blocks", "only_one_table_allowed")
	}
}

// id holds that block ids are short and come once.
func (k *checker) id(b Block, path string) {
	id := str(b, "block_id")
	k.atMost(id, maxID, path+"/block_id")
	if id != "" && k.ids[id] {
		k.fail(path+"/block_id", "block_id %q already exists", id)
	}
	k.ids[id] = true
}

func (k *checker) block(b Block, path string) {
	switch b.Type() {
	case "section":
		k.section(b, path)
	case "header":
		k.textObject(b["text"], path+"/text", maxHeader, "plain_text")
	case "context":
		k.elements(b, path, maxContext, "plain_text", "mrkdwn", "image")
	case "actions":
		k.elements(b, path, maxActions, interactive()...)
	case "context_actions":
		k.elements(b, path, maxContextAct, "feedback_buttons", "icon_button")
	case "image":
		k.image(b, path)
	case "markdown":
		k.markdownBlock(b, path)
	case "table":
		k.table(b, path)
	case "rich_text":
		k.richText(b, path)
	case "input":
		k.input(b, path)
	case "divider", "file", "video", "task_card", "plan":
	case "card", "carousel", "alert":
		k.agentBlock(b, path)
	default:
		k.fail(path+"/type", "unsupported type: %s", b.Type())
	}
}

// agentBlock refuses what chat.postMessage refuses and streams take.
func (k *checker) agentBlock(b Block, path string) {
	if k.on == OnMessage || k.on == OnView && b.Type() != "alert" {
		k.fail(path+"/type", "unsupported type: %s", b.Type())
	}
}

func (k *checker) section(b Block, path string) {
	fields := list(b, "fields")
	if b["text"] == nil && len(fields) == 0 {
		k.fail(path, "missing required field: text or fields")
	}
	if b["text"] != nil {
		k.textObject(b["text"], path+"/text", maxTextObject, "plain_text", "mrkdwn")
	}
	k.count(len(fields), 0, maxFields, path+"/fields")
	for i, f := range fields {
		k.textObject(f, fmt.Sprintf("%s/fields/%d", path, i), maxField, "plain_text", "mrkdwn")
	}
	if accessory := object(b, "accessory"); accessory != nil {
		k.element(accessory, path+"/accessory", append(interactive(), "image"))
	}
}

func (k *checker) image(b Block, path string) {
	if str(b, "image_url") == "" && b["slack_file"] == nil {
		k.fail(path, "missing required field: image_url")
	}
	k.atMost(str(b, "image_url"), maxURL, path+"/image_url")
	k.required(str(b, "alt_text"), maxAltText, path+"/alt_text")
	if b["title"] != nil {
		k.textObject(b["title"], path+"/title", maxAltText, "plain_text")
	}
}

func (k *checker) markdownBlock(b Block, path string) {
	text := str(b, "text")
	k.required(text, maxMarkdown, path+"/text")
	k.markdown += utf8.RuneCountInString(text)
	k.text += utf8.RuneCountInString(text)
}

func (k *checker) table(b Block, path string) {
	k.tables++
	rows := list(b, "rows")
	k.count(len(rows), 1, maxRows, path+"/rows")
	for i, row := range rows {
		cells, _ := row.([]any)
		k.count(len(cells), 1, maxColumns, fmt.Sprintf("%s/rows/%d", path, i))
		for _, cell := range cells {
			k.text += utf8.RuneCountInString(plainCell(cell))
		}
	}
}

func (k *checker) richText(b Block, path string) {
	elements := list(b, "elements")
	for i, e := range elements {
		el, _ := e.(map[string]any)
		switch str(el, "type") {
		case "rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted":
		default:
			k.fail(fmt.Sprintf("%s/elements/%d/type", path, i), "unsupported type: %s", str(el, "type"))
		}
	}
	if elements == nil {
		k.fail(path+"/elements", "missing required field: elements")
	}
	k.text += utf8.RuneCountInString(plainRich(b, nil))
}

func (k *checker) input(b Block, path string) {
	k.textObject(b["label"], path+"/label", maxField, "plain_text")
	if b["hint"] != nil {
		k.textObject(b["hint"], path+"/hint", maxField, "plain_text")
	}
	element := object(b, "element")
	if element == nil {
		k.fail(path+"/element", "missing required field: element")
		return
	}
	k.element(element, path+"/element", append(interactive(), "plain_text_input", "email_text_input", "url_text_input",
		"number_input", "rich_text_input", "file_input"))
}
