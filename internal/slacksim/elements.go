package slacksim

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// interactive are the elements that an actions block, and a section's
// accessory, can hold.
func interactive() []string {
	return []string{
		"button", "overflow", "checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker",
		"static_select", "external_select", "users_select", "conversations_select", "channels_select",
		"multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select",
		"multi_channels_select", "workflow_button", "rich_text_input",
	}
}

// elements checks a block's list of elements.
func (k *checker) elements(b Block, path string, most int, types ...string) {
	all := list(b, "elements")
	k.count(len(all), 1, most, path+"/elements")
	actions := map[string]bool{}
	for i, e := range all {
		at := fmt.Sprintf("%s/elements/%d", path, i)
		el, isObject := e.(map[string]any)
		if !isObject {
			k.fail(at, "must be an object")
			continue
		}
		k.element(el, at, types)
		if id := str(el, "action_id"); id != "" && actions[id] {
			k.fail(at+"/action_id", "action_id %q already exists", id)
		} else {
			actions[id] = true
		}
	}
}

// element checks one element, or one text of a context.
func (k *checker) element(e map[string]any, path string, types []string) {
	typ := str(e, "type")
	if !slices.Contains(types, typ) {
		k.fail(path+"/type", "unsupported type: %s", typ)
		return
	}
	k.atMost(str(e, "action_id"), maxID, path+"/action_id")
	k.atMost(str(e, "accessibility_label"), maxLabel, path+"/accessibility_label")
	switch typ {
	case "plain_text", "mrkdwn":
		k.textObject(e, path, maxTextObject, typ)
	case "image":
		k.image(e, path)
	case "button", "workflow_button", "icon_button":
		k.button(e, path)
	case "feedback_buttons":
		k.feedback(e, path)
	case "overflow", "static_select", "multi_static_select", "checkboxes", "radio_buttons":
		k.options(e, path, typ)
	}
}

func (k *checker) button(e map[string]any, path string) {
	k.textObject(e["text"], path+"/text", maxLabel, "plain_text")
	k.atMost(str(e, "value"), maxValue, path+"/value")
	k.atMost(str(e, "url"), maxURL, path+"/url")
	if style := str(e, "style"); style != "" && style != "primary" && style != "danger" {
		k.fail(path+"/style", "unsupported style: %s", style)
	}
	// trash is the only icon so far:
	// https://docs.slack.dev/reference/block-kit/block-elements/icon-button-element
	if str(e, "type") == "icon_button" && str(e, "icon") != "trash" {
		k.fail(path+"/icon", "unsupported icon: %s", str(e, "icon"))
	}
}

func (k *checker) feedback(e map[string]any, path string) {
	for _, name := range []string{"positive_button", "negative_button"} {
		at := path + "/" + name
		half := object(e, name)
		if half == nil {
			k.fail(at, "missing required field: %s", name)
			continue
		}
		k.textObject(half["text"], at+"/text", maxLabel, "plain_text")
		k.required(str(half, "value"), maxValue, at+"/value")
		k.atMost(str(half, "accessibility_label"), maxLabel, at+"/accessibility_label")
	}
}

func (k *checker) options(e map[string]any, path, typ string) {
	most := maxOptions
	switch typ {
	case "overflow":
		most = 5
	case "checkboxes", "radio_buttons":
		most = 10
	}
	options := list(e, "options")
	if e["option_groups"] == nil {
		k.count(len(options), 1, most, path+"/options")
	}
	for i, o := range options {
		option, _ := o.(map[string]any)
		k.textObject(option["text"], fmt.Sprintf("%s/options/%d/text", path, i), maxLabel, "plain_text", "mrkdwn")
		k.required(str(option, "value"), 150, fmt.Sprintf("%s/options/%d/value", path, i))
	}
}

// textObject checks a text object, which must be there and say something.
func (k *checker) textObject(v any, path string, most int, types ...string) {
	t, isObject := v.(map[string]any)
	if !isObject {
		k.fail(path, "missing required field: %s", path[strings.LastIndexByte(path, '/')+1:])
		return
	}
	if !slices.Contains(types, str(t, "type")) {
		k.fail(path+"/type", "unsupported type: %s", str(t, "type"))
	}
	k.required(str(t, "text"), most, path+"/text")
	k.text += utf8.RuneCountInString(str(t, "text"))
}

// required holds that s is there and at most so many characters long.
func (k *checker) required(s string, most int, path string) {
	if s == "" {
		k.fail(path, "must be more than 0 characters")
	}
	k.atMost(s, most, path)
}

func (k *checker) atMost(s string, most int, path string) {
	if utf8.RuneCountInString(s) > most {
		k.fail(path, "must be less than %d characters", most+1)
	}
}

func (k *checker) count(n, least, most int, path string) {
	if n < least {
		k.fail(path, "no fewer than %d items allowed", least)
	}
	if n > most {
		k.fail(path, "no more than %d items allowed", most)
	}
}

// str, object and list read a field of decoded JSON; what is of another kind
// is as if it were not there.
func str(m map[string]any, name string) string {
	s, _ := m[name].(string)
	return s
}

func object(m map[string]any, name string) map[string]any {
	o, _ := m[name].(map[string]any)
	return o
}

func list(m map[string]any, name string) []any {
	l, _ := m[name].([]any)
	return l
}
