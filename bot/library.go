package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"footnote/internal/article"
	"footnote/internal/slackwire"
	"footnote/internal/store"
)

// A Shelf holds the articles, and what Slack has to do with them; package
// store has one.
type Shelf interface {
	Article(ctx context.Context, id string) (article.Article, error)
	Articles(ctx context.Context, f store.Filter) iter.Seq2[article.Article, error]
	FindArticleFor(ctx context.Context, r article.Reader, ref string) (article.Article, error)
	Outlets(ctx context.Context, r article.Reader) ([]string, error)
	Revisions(ctx context.Context, id string) ([]article.Article, error)
	Remove(ctx context.Context, id string) error
	NoteAdder(ctx context.Context, person string, articleIDs []string, at time.Time) error
	HasAdded(ctx context.Context, person, articleID string) (bool, error)
	Collect(ctx context.Context, channel, person string, on bool, at time.Time) error
	Collects(ctx context.Context, channel string) (bool, error)
}

// An Adder adds what people name to the library, for a scope. What is wrong
// with a URL or a file is a Problem of an Added; the error is for what ends
// the whole. Who is outside has nothing fetched that is not public.
type Adder interface {
	AddURLs(ctx context.Context, urls []string, scope article.Scope, outside bool) ([]Added, error)
	AddFile(ctx context.Context, name, mime string, content io.Reader, scope article.Scope) ([]Added, error)
}

// An Added is an article that was added, or why one was not.
type Added struct {
	Source  string // the URL or the file's name
	ID      string // empty where it was not added
	Title   string
	Effect  store.Effect
	Problem string // one line for its reader; empty where it was added
	Closed  bool   // the problem is that a program is not shown what a person may be
}

// Bounds of one command about the library.
const (
	maxListed = 10
	maxAdded  = 10 // URLs
	addWithin = 2 * time.Minute
)

// A doing does what a command says, and returns what its person is shown.
type doing func(ctx context.Context, q store.Question, l lang) (content, error)

// lookAfter does what a command says by do, and says how it went.
func (b *Bot) lookAfter(ctx context.Context, q store.Question, do doing) {
	held, release := b.hold(ctx, q)
	defer release()
	within, cancel := context.WithTimeout(held, addWithin)
	defer cancel()
	l := b.langOf(within, q.User)
	c, err := content{}, errWornOut
	if q.Attempt <= maxTries {
		err = contained(func() (err error) {
			c, err = do(within, q, l)
			return err
		})
	}
	if held.Err() != nil {
		return
	}
	if text, known := l.cause(err); known {
		c, err = words(text), nil
	}
	if err != nil {
		id := newID()
		b.log.Error("bot articles", "question", q.ID, "id", id, "err", err)
		c = words(mrkdwn(l.apology(err, id)))
	}
	if err := b.tellQuietly(held, q, c, l); err != nil {
		b.log.Error("bot articles told", "question", q.ID, "attempt", q.Attempt, "err", err)
		if !isFinal(err) && q.Attempt <= maxTries {
			return
		}
	}
	b.log.Info("bot articles", "question", q.ID, "took", b.now().Sub(q.Asked).Round(time.Millisecond))
	if err := b.store.CloseQuestion(held, q.ID); err != nil {
		b.log.Error("bot close question", "question", q.ID, "err", err)
	}
}

func (b *Bot) articlesCommand(ctx context.Context, q store.Question, l lang) (content, error) {
	verb, rest := cutVerb(q.Text)
	switch verb {
	case "add":
		return b.addCommand(ctx, q, rest, l)
	case "list":
		return b.listCommand(ctx, q, rest, l)
	case "find":
		return b.findCommand(ctx, q, rest, l)
	case "history":
		return b.historyCommand(ctx, q, rest, l)
	case "remove":
		return b.removeCommand(ctx, q, rest, l)
	case "collect":
		return b.collectCommand(ctx, q, rest, l)
	}
	spec, _ := commandNamed("/articles")
	return words(l.say("I do not know what to do with “%s”.", cutEscaped(verb, 40, mrkdwn)), l.say(spec.help)), nil
}

// forEveryone ends an addition that is meant for the whole workspace.
var forEveryone = []string{"for everyone", "für alle"}

func (b *Bot) addCommand(ctx context.Context, q store.Question, rest string, l lang) (content, error) {
	if b.cfg.Adder == nil {
		return words(l.say("Nothing can be added from Slack here. Whoever runs Footnote can use `footnote add URL`.")), nil
	}
	if may, err := b.mayAdd(ctx, q.User); err != nil || !may {
		return words(l.say(textAdminsAdd)), err
	}
	scope, err := b.addsTo(ctx, q.Channel, q.User)
	if err != nil {
		return content{}, err
	}
	for _, ending := range forEveryone {
		if before, ok := cutEnd(rest, ending); ok {
			rest, scope = before, article.Workspace
		}
	}
	if p, err := b.person(ctx, q.User); scope == article.Workspace && (err != nil || p.outside) {
		return words(l.say("Only members of the workspace can add for everyone.")), err
	}
	urls := linksIn(rest)
	switch {
	case len(urls) == 0:
		return words(l.say("Which page? Give its address, as in `/articles add https://example.com/story`.")), nil
	case len(urls) > maxAdded:
		return words(l.say("Please add at most %d at once.", maxAdded)), nil
	}
	added, err := b.add(ctx, q.User, func() ([]Added, error) { return b.addURLs(ctx, q.User, urls, scope) })
	if err != nil {
		return content{}, err
	}
	lines := addedLines(added, l)
	if slices.ContainsFunc(added, func(a Added) bool { return a.ID != "" }) {
		lines = append(lines, l.say(seenBy(scope)))
	}
	return listing("", lines), nil
}

// add adds, and notes who added what.
func (b *Bot) add(ctx context.Context, user string, add func() ([]Added, error)) ([]Added, error) {
	added, err := add()
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, a := range added {
		if a.ID != "" && a.Effect == store.Created {
			ids = append(ids, a.ID)
		}
	}
	return added, b.store.NoteAdder(ctx, user, ids, b.now())
}

// addURLs adds what URLs lead to that a person names.
func (b *Bot) addURLs(ctx context.Context, user string, urls []string, scope article.Scope) ([]Added, error) {
	p, err := b.person(ctx, user)
	if err != nil {
		return nil, err
	}
	return b.cfg.Adder.AddURLs(ctx, urls, scope, p.outside)
}

// seenBy says who sees what is added to a scope.
func seenBy(s article.Scope) string {
	switch {
	case s == article.Workspace:
		return "_Everybody in the workspace can ask about it._"
	case strings.HasPrefix(string(s), "user:"):
		return "_Only you can ask about it. Add it `for everyone` to share it with the workspace._"
	}
	return "_Only this channel can ask about it. Add it `for everyone` to share it with the workspace._"
}

// addedLines says what became of each thing to add.
func addedLines(added []Added, l lang) []string {
	var lines []string
	for _, a := range added {
		title := cutEscaped(cmp.Or(a.Title, a.Source), maxTitle, mrkdwn)
		switch {
		case a.Problem != "":
			lines = append(lines, l.say("• Not added: %s: %s", cutEscaped(a.Source, maxTitle, mrkdwn), cutEscaped(l.problem(a.Problem), 200, mrkdwn)))
		case a.Effect == store.Unchanged:
			lines = append(lines, l.say("• Already there: %s", title))
		case a.Effect == store.Revised:
			lines = append(lines, l.say("• Brought up to date: %s", title))
		default:
			lines = append(lines, l.say("• Added: %s", title))
		}
	}
	if slices.ContainsFunc(added, func(a Added) bool { return a.Closed }) {
		lines = append(lines, l.say("If you can read it, save the page in your browser, drop the file here and choose *Add to library* in the menu of that message."))
	}
	return lines
}

// problem says why something is not added in the reader's language, as far as it is in
// the catalogue; a status in brackets stays.
func (l lang) problem(text string) string {
	if i := strings.LastIndex(text, " ("); i > 0 && strings.HasSuffix(text, ")") {
		return l.say(text[:i]) + text[i:]
	}
	return l.say(text)
}

// textNoneFits is said where no article is listed or found.
const textNoneFits = "No article fits that. `/articles list` shows the newest ones."

func (b *Bot) listCommand(ctx context.Context, q store.Question, rest string, l lang) (content, error) {
	name, since := span(rest, b.nowOf(ctx, q.User))
	if _, unread := beforeSince(" " + name); unread {
		return words(l.say(textSince)), nil
	}
	reader := b.reading(ctx, q).reader
	f := store.Filter{Reader: &reader, Since: article.SinceDay(since), Limit: maxListed + 1}
	title := l.say("*The newest articles*")
	if name != "" {
		all, err := b.store.Outlets(ctx, reader)
		if err != nil {
			return content{}, err
		}
		if f.Outlets = outletsNamed(all, name); len(f.Outlets) == 0 {
			return words(l.noOutlet(all, name)), nil
		}
		title = l.say("*The newest articles of %s*", l.outlets(f.Outlets))
	}
	var lines []string
	for a, err := range b.store.Articles(ctx, f) {
		if err != nil {
			return content{}, err
		}
		lines = append(lines, articleLine(a, l))
	}
	switch {
	case len(lines) == 0 && rest == "":
		return words(l.say("Your library holds no article yet.") + " " + l.say(howToAdd)), nil
	case len(lines) == 0:
		return words(l.say(textNoneFits)), nil
	case len(lines) > maxListed:
		lines = append(lines[:maxListed], l.say("… and more; `/articles find WORDS` looks through all of them"))
	}
	return listing(title, lines), nil
}

// outletsNamed returns those of all outlets that a name means: the one that is
// written so, but for capitals, marks and an article before it, else those that begin
// so, else those in which it stands.
func outletsNamed(all []string, name string) []string {
	name = outletKey(name)
	for _, fits := range []func(key string) bool{
		func(key string) bool { return key == name },
		func(key string) bool { return strings.HasPrefix(key, name) },
		func(key string) bool { return strings.Contains(" "+key, " "+name) },
	} {
		named := slices.DeleteFunc(slices.Clone(all), func(o string) bool { return name == "" || !fits(outletKey(o)) })
		if len(named) > 0 {
			return named
		}
	}
	return nil
}

var beforeOutlet = regexp.MustCompile(`^(?:from |by |of |von )?(?:(?:the|der|die|das) )?`)

// outletKey is an outlet's name without what people leave out of it.
func outletKey(name string) string {
	key := normal(name)
	return cmp.Or(strings.TrimPrefix(key, beforeOutlet.FindString(key)), key)
}

// maxOutlets is how many outlets are named in a line.
const maxOutlets = 8

// outlets writes names in a line.
func (l lang) outlets(names []string) string {
	var shown []string
	for _, n := range names[:min(len(names), maxOutlets)] {
		shown = append(shown, cutEscaped(strings.ReplaceAll(n, "*", ""), maxTitle, mrkdwn))
	}
	line := strings.Join(shown, ", ")
	if more := len(names) - len(shown); more > 0 {
		line += " " + l.say("… and %d more", more)
	}
	return line
}

// noOutlet says that no outlet has a name, and which there are.
func (l lang) noOutlet(all []string, name string) string {
	said := l.say("No outlet is named “%s”.", cutEscaped(name, 80, mrkdwn))
	if len(all) > 0 {
		said += " " + l.say("There are: %s.", l.outlets(all))
	}
	return said
}

func (b *Bot) findCommand(ctx context.Context, q store.Question, rest string, l lang) (content, error) {
	switch {
	case rest == "":
		return words(l.say("Find what? Give some words, as in `/articles find exclusive deal`.")), nil
	case b.cfg.Find == nil:
		return words(l.say("Nothing can be searched for here.")), nil
	}
	found, err := b.cfg.Find(ctx, b.reading(ctx, q).reader, questionText(rest, b.me.UserID), maxListed)
	if err != nil {
		return content{}, err
	}
	var lines []string
	seen := map[string]bool{}
	for _, p := range found {
		if !seen[p.Article.ID] {
			seen[p.Article.ID] = true
			lines = append(lines, articleLine(p.Article, l))
		}
	}
	if len(lines) == 0 {
		return words(l.say(textNoneFits)), nil
	}
	return listing(l.say("*Found*"), lines), nil
}

// found returns the article that somebody names, and words where there is
// none or several.
func (b *Bot) found(ctx context.Context, q store.Question, ref string, l lang) (article.Article, string, error) {
	if urls := linksIn(ref); len(urls) > 0 {
		ref = urls[0]
	}
	if ref == "" {
		return article.Article{}, l.say("Which article? Give its address, or the short name behind it in `/articles list`."), nil
	}
	a, err := b.store.FindArticleFor(ctx, b.reading(ctx, q).reader, ref)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return a, l.say("There is no such article that you can see. `/articles find WORDS` may help."), nil
	case errors.Is(err, store.ErrAmbiguous):
		return a, l.say("Several articles fit that. Give the short name behind one in `/articles list`."), nil
	}
	return a, "", err
}

func (b *Bot) historyCommand(ctx context.Context, q store.Question, rest string, l lang) (content, error) {
	a, said, err := b.found(ctx, q, rest, l)
	if err != nil || said != "" {
		return words(said), err
	}
	revisions, err := b.store.Revisions(ctx, a.ID)
	if err != nil {
		return content{}, err
	}
	var lines []string
	for _, r := range revisions {
		size := l.count(len(strings.Fields(r.Body)), "1 word", "%d words")
		lines = append(lines, l.say("• Revision %d, %s: %s, %s", r.Revision, l.dayOf(r.Updated),
			cutEscaped(r.Name(), maxTitle, mrkdwn), size))
	}
	return listing(articleLine(a, l), l.newest(lines)), nil
}

// removeAction is the button that confirms a removal.
const removeAction = "footnote_remove"

func (b *Bot) removeCommand(ctx context.Context, q store.Question, rest string, l lang) (content, error) {
	a, said, err := b.found(ctx, q, rest, l)
	if err != nil || said != "" {
		return words(said), err
	}
	if may, err := b.mayRemove(ctx, q.User, a); err != nil || !may {
		return words(l.say("Only who added an article, or an admin, can remove it.")), err
	}
	c := words(l.say("Remove this article, with its history?") + "\n" + articleLine(a, l))
	remove := button(removeAction, a.ID, l.say("Remove"))
	remove.Style = slack.StyleDanger
	c.blocks = append(c.blocks, slack.NewActionBlock("", remove))
	return c, nil
}

// mayRemove reports whether a person may remove an article that they see.
func (b *Bot) mayRemove(ctx context.Context, user string, a article.Article) (bool, error) {
	if a.Scope == article.UserScope(user) {
		return true, nil
	}
	if is, err := b.isAdmin(ctx, user); err != nil || is {
		return is, err
	}
	return b.store.HasAdded(ctx, user, a.ID)
}

// removeArticle removes what was confirmed, if its reader still may.
func (b *Bot) removeArticle(ctx context.Context, in slackwire.Interaction, click slackwire.Action) {
	l := b.langOf(ctx, in.User)
	said, err := b.removed(ctx, in.User, click.Value, l)
	if err != nil {
		id := newID()
		b.log.Error("bot remove article", "id", id, "err", err)
		said = mrkdwn(l.apology(err, id))
	}
	to := earIn(in)
	to.replace = true
	if err := b.whisper(ctx, to, words(said)); err != nil {
		b.log.Warn("bot remove article told", "err", err)
	}
}

func (b *Bot) removed(ctx context.Context, user, id string, l lang) (string, error) {
	a, err := b.store.FindArticleFor(ctx, b.alone(ctx, user).reader, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return l.say("This article is no longer there."), nil
	case err != nil:
		return "", err
	}
	if may, err := b.mayRemove(ctx, user, a); err != nil || !may {
		return l.say("Only who added an article, or an admin, can remove it."), err
	}
	if err := b.store.Remove(ctx, a.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", err
	}
	b.log.Info("bot article removed", "article", a.ID, "user", user)
	return l.say("Removed: %s", cutEscaped(a.Name(), maxTitle, mrkdwn)), nil
}

func (b *Bot) collectCommand(ctx context.Context, q store.Question, rest string, l lang) (content, error) {
	on := strings.EqualFold(rest, "on")
	switch {
	case isDirect(q.Channel):
		return words(l.say("Links are collected in channels only. Give this command in one.")), nil
	case !on && !strings.EqualFold(rest, "off"):
		return words(l.say("Say `/articles collect on` or `/articles collect off`.")), nil
	}
	if p, err := b.person(ctx, q.User); err != nil || p.outside {
		return words(l.say("Only members of the workspace can set this.")), err
	}
	if may, err := b.mayAdd(ctx, q.User); err != nil || !may {
		return words(l.say(textAdminsAdd)), err
	}
	if err := b.store.Collect(ctx, q.Channel, q.User, on, b.now()); err != nil {
		return content{}, err
	}
	if on {
		return words(l.say("Links that are posted in this channel are now added automatically; a small :%s: says so. I must be in the channel to see them.", collectedMark)), nil
	}
	return words(l.say("Links that are posted in this channel are no longer added.")), nil
}

// collectedMark is the emoji under a message whose links were added.
const collectedMark = "bookmark_tabs"

// articleLine writes one article with its short name, by which commands know it:
// • Title, linked · Outlet · 28 Apr 2026 · `1a2b3c4d`.
func articleLine(a article.Article, l lang) string {
	return titleLine(a, l) + fmt.Sprintf(" · `%s`", a.ID[:min(len(a.ID), shortID)])
}

// titleLine is articleLine without the short name.
func titleLine(a article.Article, l lang) string {
	title := cutEscaped(a.Name(), maxTitle, mrkdwn)
	if to := safeLink(a.URL); to != "" {
		title = "<" + to + "|" + title + ">"
	}
	line := "• " + title
	if a.Outlet != "" {
		line += " · " + cutEscaped(a.Outlet, maxTitle, mrkdwn)
	}
	return line + " · " + l.day(a.Published)
}

// shortID is how much of an article's ID is shown, and enough to name it.
const shortID = 8

// newest returns lines that stand newest first, as many as one message has
// room for, and how many more there are.
func (l lang) newest(lines []string) []string {
	const room = maxBlocks - maxLink - 3*maxTitle // the rest is for an article above them, and the word about more
	n := len(lines)
	for n > 0 && lengthOf(lines[:n]) > room {
		n--
	}
	if n == len(lines) {
		return lines
	}
	return append(lines[:n:n], l.say("… and %d older ones", len(lines)-n))
}

// listing shows lines under a title, in as few sections as hold them.
func listing(title string, lines []string) content {
	all := lines
	if title != "" {
		all = append([]string{title}, lines...)
	}
	c := content{fallback: plainFallback(strings.Join(all, " "))}
	for _, text := range pack(all, maxSection) {
		c.blocks = append(c.blocks, slack.NewSectionBlock(textObject(text), nil, nil))
	}
	return c
}
