// Footnote answers questions about the articles a team reads, in Slack and in
// a terminal, with footnotes. This package is the binary: one file for each
// command, which parses, wires and prints.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), stops()...)
	// Who stops it again does not wait: it is killed, and a kill loses nothing.
	context.AfterFunc(ctx, func() { time.Sleep(onePress); stop() })
	code := run(ctx, os.Args, os.Environ(), streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// onePress is how long further signals are the same one: timeout(1) and those who
// run several programs send it to the process and to its group.
const onePress = time.Second

// stops are the signals that end the program. That the terminal is closed is
// one of them, unless nohup has it go on.
func stops() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		all = append(all, syscall.SIGHUP)
	}
	return all
}
