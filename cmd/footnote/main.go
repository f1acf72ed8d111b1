// Footnote answers questions about the articles a team reads, in Slack and in
// a terminal, with footnotes. This package is the binary: one file for each
// command, which parses, wires and prints.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), stops()...)
	context.AfterFunc(ctx, stop) // who stops it again does not wait: it is killed, and a kill loses nothing
	code := run(ctx, os.Args, os.Environ(), streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// stops are the signals that end the program. That the terminal is closed is
// one of them, unless nohup has it go on.
func stops() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		all = append(all, syscall.SIGHUP)
	}
	return all
}
