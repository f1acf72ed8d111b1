package bot

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/slack-go/slack"

	"footnote/internal/slackhttp"
)

// botScopes are what the bot token must be granted, and why.
var botScopes = []string{
	"app_mentions:read", // to be asked in channels
	"assistant:write",   // the agent view
	"channels:history",  // to follow threads it takes part in, and read back what it posted
	"channels:read",     // to know the asker's channels
	"chat:write",        // to answer
	"commands",          // slash commands and shortcuts
	"files:read",        // to add files that are posted
	"groups:history",    // the same in private channels
	"groups:read",       //
	"im:history",        // to be asked in direct messages
	"im:read",           // to know those in which nobody asked before, of what was missed
	"reactions:read",    // to have a message added by an emoji
	"reactions:write",   // to say so with one
	"users:read",        // to know guests, admins and the language of a person
}

// botEvents are the events that are handled; each needs one of the scopes.
var botEvents = []string{
	"agent_session_stopped", "app_home_opened", "app_mention", "channel_unarchive", "group_unarchive", "member_joined_channel", "member_left_channel",
	"message.channels", "message.groups", "message.im", "reaction_added",
}

// ManifestOptions say how the app is to be called.
type ManifestOptions struct {
	Name string // of the app and its bot, at most 35 characters; empty for Footnote
	URL  string // where Slack reaches us over HTTP, https://host; empty for Socket Mode
}

// Manifest returns the app manifest that this bot needs, as JSON to be pasted
// at api.slack.com/apps.
func Manifest(o ManifestOptions) ([]byte, error) {
	name := cmp.Or(o.Name, "Footnote")
	if length(name) > 35 { // docs.slack.dev/reference/app-manifest
		return nil, fmt.Errorf("app name %q has %d characters; Slack allows 35", name, length(name))
	}
	m := manifest(name)
	if o.URL != "" {
		if err := overHTTP(&m, o.URL); err != nil {
			return nil, err
		}
	}
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	return append(raw, '\n'), nil
}

func manifest(name string) slack.Manifest {
	const does = "Answers questions about the articles your team reads, with footnotes"
	return slack.Manifest{
		Metadata: slack.ManifestMetadata{MajorVersion: 2},
		Display: slack.Display{
			Name: name, Description: does, BackgroundColor: "#1f3a5f",
			LongDescription: does + ". Every sentence of an answer is checked against the passage it cites, dated, and linked " +
				"to the exact words. Ask in a channel, in a thread or in a direct message. It can be wrong: the footnotes are there to be read.",
		},
		Features: slack.Features{
			AgentView: &slack.AgentView{AgentDescription: does, SuggestedPrompts: []slack.ManifestSuggestedPrompt{
				{Title: "What is new?", Message: "What is new this week?"},
				{Title: "What can you do?", Message: "help"},
			}},
			AppHome:       slack.AppHome{HomeTabEnabled: true, MessagesTabEnabled: true},
			BotUser:       slack.BotUser{DisplayName: name, AlwaysOnline: true},
			SlashCommands: slashCommands(),
			Shortcuts: []slack.Shortcut{
				{Name: "Ask about this", CallbackID: askShortcut, Description: "What the library says of this message", Type: slack.MessageShortcut},
				{Name: "Add to library", CallbackID: addShortcut, Description: "Add the links and files of this message", Type: slack.MessageShortcut},
			},
		},
		OAuthConfig: slack.OAuthConfig{Scopes: slack.OAuthScopes{Bot: botScopes}},
		Settings: slack.Settings{
			EventSubscriptions: &slack.EventSubscriptions{BotEvents: botEvents},
			Interactivity:      &slack.Interactivity{IsEnabled: true},
			SocketModeEnabled:  true,
		},
	}
}

// slashCommands lets Slack write people and channels in commands as it does
// in messages.
func slashCommands() []slack.ManifestSlashCommand {
	var out []slack.ManifestSlashCommand
	for _, c := range commands {
		out = append(out, slack.ManifestSlashCommand{Command: c.name, Description: c.does, UsageHint: c.usage, ShouldEscape: true})
	}
	return out
}

// overHTTP makes Slack call the endpoints below a URL.
func overHTTP(m *slack.Manifest, base string) error {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("%q is no address that Slack can call; it has the form https://footnote.example.com", base)
	}
	base = strings.TrimSuffix(base, "/")
	m.Settings.SocketModeEnabled = false
	m.Settings.EventSubscriptions.RequestUrl = base + slackhttp.EventsPath
	m.Settings.Interactivity.RequestUrl = base + slackhttp.InteractivityPath
	for i := range m.Features.SlashCommands {
		m.Features.SlashCommands[i].Url = base + slackhttp.CommandsPath
	}
	return nil
}
