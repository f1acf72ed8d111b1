package main

import (
	"errors"
	"regexp"

	"github.com/urfave/cli/v3"
)

// The forms of Slack's ids, whose length Slack may change. A name, as #general, is
// none.
var (
	channelForm = regexp.MustCompile(`^[CGD][A-Z0-9]+$`)
	personForm  = regexp.MustCompile(`^[UW][A-Z0-9]+$`)
)

// channelFlag is --channel of a command. What is no id is refused, and so is
// nothing at all: an article would be everybody's.
func channelFlag(usage string, to *string) cli.Flag {
	return &cli.StringFlag{Name: "channel", Usage: usage, Destination: to, Validator: func(s string) error {
		if channelForm.MatchString(s) {
			return nil
		}
		return errors.New("no ID of a channel, as C0123456789; Slack shows it at the foot of the channel's details")
	}}
}

// userFlag is --user of a command.
func userFlag(usage string, to *string) cli.Flag {
	return &cli.StringFlag{Name: "user", Usage: usage, Destination: to, Validator: func(s string) error {
		if personForm.MatchString(s) {
			return nil
		}
		return errors.New("no ID of a person, as U0123456789; Slack copies it from the menu of their profile")
	}}
}
