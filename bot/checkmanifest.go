package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/slack-go/slack"
)

// CheckManifest compares the manifest of an app, as Slack exports it, with
// what this bot needs, and returns a line for each thing that is missing. What
// the app has beside that is not looked at. A token does not tell which events
// an app hears, so this is the way to know.
func CheckManifest(raw []byte) ([]string, error) {
	m, err := readManifest(raw)
	if err != nil {
		return nil, err
	}
	need := manifest("Footnote")
	var out []string
	missing := func(what string, need, has []string) {
		for _, name := range need {
			if !slices.Contains(has, name) {
				out = append(out, what+" "+name)
			}
		}
	}
	var events []string
	if m.Settings.EventSubscriptions != nil {
		events = m.Settings.EventSubscriptions.BotEvents
	}
	missing("scope", botScopes, m.OAuthConfig.Scopes.Bot)
	missing("event", botEvents, events)
	missing("command", commandNames(need), commandNames(m))
	missing("shortcut", shortcutNames(need), shortcutNames(m))
	missing("setting", settingNames(need), settingNames(m))
	return append(out, reachless(m)...), nil
}

// readManifest reads a manifest from a file of its own, or from what
// apps.manifest.export answers.
func readManifest(raw []byte) (slack.Manifest, error) {
	var exported struct {
		slack.Manifest
		Inner *slack.Manifest `json:"manifest"`
	}
	if err := json.Unmarshal(raw, &exported); err != nil {
		return slack.Manifest{}, fmt.Errorf("read manifest: %w; export it as JSON, not as YAML", err)
	}
	if exported.Inner != nil {
		exported.Manifest = *exported.Inner
	}
	if exported.Display.Name == "" { // which Slack requires
		return slack.Manifest{}, errors.New("read manifest: it has no display_information; is it an app's manifest?")
	}
	return exported.Manifest, nil
}

// commandNames returns the slash commands. One without should_escape is none of
// ours: people and channels in it cannot be told.
func commandNames(m slack.Manifest) (out []string) {
	for _, c := range m.Features.SlashCommands {
		if c.ShouldEscape {
			out = append(out, c.Command+" (with should_escape)")
		}
	}
	return out
}

func shortcutNames(m slack.Manifest) (out []string) {
	for _, s := range m.Features.Shortcuts {
		out = append(out, fmt.Sprintf("%s (%s)", s.CallbackID, s.Type))
	}
	return out
}

// settingNames returns what is switched on.
func settingNames(m slack.Manifest) (out []string) {
	for name, on := range map[string]bool{
		"agent_view":                     m.Features.AgentView != nil,
		"app_home.home_tab_enabled":      m.Features.AppHome.HomeTabEnabled,
		"app_home.messages_tab_enabled":  m.Features.AppHome.MessagesTabEnabled,
		"app_home.messages_tab writable": !m.Features.AppHome.MessagesTabReadOnlyEnabled,
		"interactivity.is_enabled":       m.Settings.Interactivity != nil && m.Settings.Interactivity.IsEnabled,
	} {
		if on {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// reachless returns what Slack could not call: without Socket Mode it needs to
// be told where.
func reachless(m slack.Manifest) (out []string) {
	if m.Settings.SocketModeEnabled {
		return nil
	}
	say := func(url, what string) {
		if url == "" {
			out = append(out, "Socket Mode, or a URL for "+what)
		}
	}
	if e := m.Settings.EventSubscriptions; e != nil {
		say(e.RequestUrl, "events")
	}
	if i := m.Settings.Interactivity; i != nil {
		say(i.RequestUrl, "interactivity")
	}
	for _, c := range m.Features.SlashCommands {
		say(c.Url, c.Command)
	}
	return out
}
