// Package slacksim is a Slack workspace in one process: the Web API, Socket
// Mode with its retries and its faults, and people who write, click and read.
// It speaks Slack's wire format by itself, so that a client of it is tested
// against a second reading of the documentation and not against its own.
//
//	sim := slacksim.New(slacksim.Options{})
//	sim.Start()                       // serves sim.APIURL() on 127.0.0.1
//	ada := sim.AddUser(slacksim.User{Name: "ada"})
//	news := sim.AddChannel(slacksim.Channel{Name: "news"}, ada, sim.Bot())
//	ts := sim.Mention(news, ada, "what is new?", slacksim.Say{})
//	sim.Wait(ctx, func(v slacksim.View) bool { return len(v.Thread(news, ts)) > 1 })
//
// Everything a person could see is read through a View; a Sim is one.
//
// # The files
//
// sim.go has the workspace. A file for the Web API has a table of its methods, which api.go joins.
//
// The Web API:
//   - api.go: a call is let in, counted and answered; args.go: its arguments; rate.go: its tier; fault.go: what goes wrong
//   - auth.go, users.go, conversations.go, reactions.go, assistant.go, files.go: the methods of these names
//   - chat.go, stream.go: messages, and those that grow
//   - views.go, trigger.go: modals and the Home, and what lets one open
//   - respond.go: response URLs
//
// What the app is told:
//   - events.go: events of the workspace; deliver.go: on their way, repeated and acknowledged
//   - socket.go: over Socket Mode; webhook.go: over HTTP
//   - clock.go: the time of all that
//
// What messages hold:
//   - message.go: a message and its wire form; blocks.go, elements.go: blocks as Slack takes and refuses them
//   - marks.go: mentions and links; plain.go, render.go: what a person reads; watch.go: who is pinged, what is unfurled
//
// What people do and see:
//   - people.go: users and channels; act.go: they write, edit, delete and react
//   - interact.go: they click and give commands; modal.go: they fill in a modal
//   - view.go: what each of them sees
package slacksim
