package main

import (
	"os/exec"
	"strings"
	"testing"

	"footnote/internal/slacksim"
)

// TestTerminalReaders has the terminal tell a channel that is shared with
// another company its digest, and what changed in the answer to a question:
// without the workspace, which a channel of one's own reads. Without a token
// nothing is told, and who runs it reads all.
func TestTerminalReaders(t *testing.T) {
	o := newOffice(t, false, slacksim.Options{Scopes: neededScopes(t)})
	partner := o.AddUser(slacksim.User{Name: "partner", Team: "T0OTHER"})
	shared := o.AddChannel(slacksim.Channel{Name: "shared", Shared: true}, o.ada, partner, o.Bot())
	const question = "Where will Brightmoor build the turbine factory?"
	run := func(c *exec.Cmd) string {
		t.Helper()
		out, errs, code := o.output(c)
		if code != 0 {
			t.Fatalf("%s: exit %d, %s%s", c.Args[1:], code, out, errs)
		}
		return out
	}
	for _, channel := range []string{shared, o.news} {
		run(o.command("watch", "add", "--channel", channel, question))
	}
	o.add(`{"url":"https://a.example/secret","title":"Brightmoor picks Oberfelden","source":"Ledger","body":"Brightmoor will build the turbine factory in Oberfelden. Building begins in June."}` + "\n")
	run(o.command("watch", "check", "--post"))
	for channel, want := range map[string]bool{shared: false, o.news: true} {
		run(o.command("digest", "--channel", channel, "--post"))
		if text := o.Text(channel); strings.Count(text, "Oberfelden") > 1 != want || strings.Contains(text, "The answer changed") != want {
			t.Errorf("the workspace's article is told: want %v:\n%s", want, text)
		}
	}
	c := o.command("digest", "--channel", shared, "--since", "2020-01-01")
	c.Env = append(c.Env, "SLACK_BOT_TOKEN=")
	if out := run(c); !strings.Contains(out, "Oberfelden") { // elsewhere it was told
		t.Errorf("without a token the digest of %s is previewed as:\n%s", shared, out)
	}
}
