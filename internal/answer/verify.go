package answer

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"footnote/internal/gate"
	"footnote/internal/llm"
	"footnote/prompts"
)

const (
	// verifyWait is how long sentences wait for a verifier; then the gate alone
	// decides.
	verifyWait = 8 * time.Second
	// verifyReply bounds its reply, in tokens: ten for each sentence, the rest for
	// models that reason before they write.
	verifyReply = 2000
)

// A verifier has a model look at sentences beside the passages they cite. The gate
// compares words and order; a model knows what is meant. It is asked about one
// lot of sentences at a time. A nil verifier looks at nothing.
type verifier struct {
	model  llm.Generator
	room   int // how many tokens of passages it reads at once
	log    *slog.Logger
	ctx    context.Context // of the answer
	cancel context.CancelFunc
	reply  chan verified // of the lot that is looked at; nil where there is none
	good   func() bool   // reports whether it did well in its trial; nil once that is known
	slow   func()        // is told that it took too long
	failed bool          // it did not, or does not answer: the gate alone decides
}

// A verified lot of sentences.
type verified struct {
	opinions []gate.Opinion // one for each
	usage    llm.Usage
	err      error
}

// newVerifier returns a verifier for one answer, which is to be stopped.
func (a *Answerer) newVerifier(ctx context.Context) *verifier {
	v := &verifier{model: a.Model, room: a.room(), log: a.Log, slow: func() { a.rest(ctx) }}
	v.good = func() bool {
		ctx, cancel := context.WithTimeout(ctx, verifyWait)
		defer cancel()
		return a.verifies(ctx)
	}
	v.ctx, v.cancel = context.WithCancel(ctx)
	return v
}

// stop ends what it does.
func (v *verifier) stop() {
	v.cancel()
	if v.busy() {
		<-v.reply
		v.reply = nil
	}
}

// works reports whether sentences are to be given to it. The first time it may have
// to be tried first.
func (v *verifier) works() bool {
	if v != nil && v.good != nil {
		v.failed, v.good = !v.good(), nil
	}
	return v != nil && !v.failed
}

// busy reports whether it looks at sentences.
func (v *verifier) busy() bool { return v.reply != nil }

// ready reports whether it has looked at them.
func (v *verifier) ready() bool { return len(v.reply) > 0 }

// ask gives sentences to it. It must not be busy.
func (v *verifier) ask(g gate.Gate, fs []gate.Finding) {
	reply := make(chan verified, 1)
	v.reply = reply
	if v.failed {
		reply <- verified{opinions: make([]gate.Opinion, len(fs))}
		return
	}
	asked := toVerify(g, fs) // here: the gate goes on with other sentences
	go func() {
		opinions, usage, err := verify(v.ctx, verifyWait, v.model, asked, g, fs)
		reply <- verified{opinions, usage, err}
	}()
}

// said waits for its opinions, one for each sentence, and adds what they took.
func (v *verifier) said(usage *llm.Usage) []gate.Opinion {
	r := <-v.reply
	v.reply = nil
	usage.Add(r.usage)
	if r.err != nil {
		v.fail(r.err, "sentences", len(r.opinions))
	}
	return r.opinions
}

// fail notes that it did not answer about so many of something, and that no more is
// to be asked of it for this answer.
func (v *verifier) fail(err error, what string, n int) {
	v.failed = true
	if v.ctx.Err() != nil {
		return
	}
	v.log.Warn("verify", "model", v.model.Name(), what, n, "err", err)
	if errors.Is(err, context.DeadlineExceeded) {
		v.slow()
	}
}

// matters returns which of texts tell of the very matter that a question asks
// about, by their places, and adds what that took. It waits as a lot of sentences
// does; ok is false where it cannot say.
func (v *verifier) matters(question string, texts []string, usage *llm.Usage) (places []int, ok bool) {
	if !v.works() {
		return nil, false
	}
	ctx, cancel := context.WithTimeout(v.ctx, verifyWait)
	defer cancel()
	reply, err := v.model.Generate(ctx, llm.Request{Messages: prompts.Rerank(question, texts), MaxTokens: verifyReply}, func(string) error { return nil })
	usage.Add(reply.Usage)
	if err == nil {
		places, err = prompts.Chosen(reply.Text, len(texts))
	}
	if err != nil {
		v.fail(err, "texts", len(texts))
	}
	return places, err == nil
}

// verify asks a model, by the messages of toVerify, what it thinks of sentences. There
// is an opinion of each, also with an error; those that it does not give say nothing.
func verify(ctx context.Context, wait time.Duration, model llm.Generator, asked []llm.Message, g gate.Gate, fs []gate.Finding) ([]gate.Opinion, llm.Usage, error) {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	reply, err := model.Generate(ctx, llm.Request{Messages: asked, MaxTokens: verifyReply}, func(string) error { return nil })
	if err != nil {
		return make([]gate.Opinion, len(fs)), reply.Usage, err
	}
	opinions := readOpinions(g, reply.Text, fs)
	if !slices.ContainsFunc(opinions, func(o gate.Opinion) bool { return o.Given }) {
		err = errUnread
	}
	return opinions, reply.Usage, err
}

// errUnread marks a reply in which nothing is said of any sentence.
var errUnread = errors.New("its reply has no line about a sentence")
