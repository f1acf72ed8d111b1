package blockkit

import "regexp"

// emojiCode is an emoji by its name. A name has a letter, so that no time of
// day ("10:30:00") is taken for one.
var emojiCode = regexp.MustCompile(`:([a-z0-9_+'-]*[a-z+-][a-z0-9_+'-]*):`)

// emojis are those that apps like ours use, and those that people react with
// most; the names are Slack's.
var emojis = map[string]string{
	"+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "white_check_mark": "✅", "heavy_check_mark": "✔️",
	"x": "❌", "warning": "⚠️", "bookmark": "🔖", "bookmark_tabs": "📑", "eyes": "👀", "hourglass": "⌛", "hourglass_flowing_sand": "⏳",
	"mag": "🔍", "books": "📚", "book": "📖", "newspaper": "📰", "rolled_up_newspaper": "🗞️", "page_facing_up": "📄",
	"link": "🔗", "bell": "🔔", "no_bell": "🔕", "mute": "🔇", "calendar": "📅", "spiral_calendar_pad": "🗓️", "clock1": "🕐",
	"tada": "🎉", "heart": "❤️", "joy": "😂", "smile": "😄", "slightly_smiling_face": "🙂", "thinking_face": "🤔",
	"raised_hands": "🙌", "pray": "🙏", "rocket": "🚀", "fire": "🔥", "bulb": "💡", "memo": "📝", "pushpin": "📌",
	"speech_balloon": "💬", "question": "❓", "exclamation": "❗", "lock": "🔒", "robot_face": "🤖", "wave": "👋",
	"arrow_right": "➡️", "new": "🆕", "star": "⭐", "chart_with_upwards_trend": "📈", "inbox_tray": "📥", "paperclip": "📎",
}

// Emoji returns the character of an emoji's name, or its code where it is not
// known here.
func Emoji(name string) string {
	if e := emojis[name]; e != "" {
		return e
	}
	return ":" + name + ":"
}

// emoji puts characters in place of the codes in escaped text.
func emoji(s string) string {
	return emojiCode.ReplaceAllStringFunc(s, func(code string) string { return Emoji(code[1 : len(code)-1]) })
}
