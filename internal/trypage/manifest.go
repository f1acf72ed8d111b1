package trypage

import (
	"encoding/json"
	"fmt"
)

// ReadManifest returns the commands and message shortcuts of an app manifest,
// which are what Slack would offer.
func ReadManifest(raw []byte) ([]Command, []Shortcut, error) {
	var m struct {
		Features struct {
			Commands []struct {
				Command string `json:"command"`
				Hint    string `json:"usage_hint"`
			} `json:"slash_commands"`
			Shortcuts []struct {
				Name       string `json:"name"`
				Type       string `json:"type"`
				CallbackID string `json:"callback_id"`
			} `json:"shortcuts"`
		} `json:"features"`
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, nil, fmt.Errorf("read manifest: %w", err)
	}
	var commands []Command
	for _, c := range m.Features.Commands {
		commands = append(commands, Command{Name: c.Command, Hint: c.Hint})
	}
	var shortcuts []Shortcut
	for _, s := range m.Features.Shortcuts {
		if s.Type == "message" {
			shortcuts = append(shortcuts, Shortcut{CallbackID: s.CallbackID, Name: s.Name})
		}
	}
	return commands, shortcuts, nil
}
