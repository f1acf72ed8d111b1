package extract

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"footnote/internal/fetch"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of what is taken for a page that stands before the article instead
// of showing it, in bytes: of a text that may be a teaser, and of one so short
// that the words around it count too.
const (
	maxWall   = 1500
	maxTeaser = 400
)

var (
	paywallWords = regexp.MustCompile(`(?i)(subscribe|sign in|log in|register|create (a free|an) account) to (continue|keep|read|unlock|view)|` +
		`already (a|an) (subscriber|member)|(this|full) (article|story|content) is (for|reserved for|only available to|available to|exclusive to) (our )?(paying )?(subscribers|members)|` +
		`to (continue|keep) reading,? (subscribe|sign in|log in|register)|(you have|you['’]ve) (reached|read|used) (all )?(your|the) (\S+ )?(limit|free articles)|subscriber-only|` +
		`(jetzt|weiterlesen mit|testen und) (weiterlesen|abo)|nur für abonnenten|mit (einem )?\S*abo weiterlesen|réservée? aux abonnés|abonnez-vous pour (lire|continuer)|` +
		`(contenido )?(exclusivo )?para suscriptores|suscríbete para (leer|seguir)|(contenuto )?riservato agli abbonati|abbonati per (leggere|continuare)|exclusivo para assinantes|有料(会員)?記事です|会員限定(の)?記事|続きをお読みいただけます|(付费|付費|订阅|訂閱)后?(可|才能)?(阅读|閱讀)全文|للمشتركين فقط|assine para (ler|continuar)|alleen voor abonnees`)
	consentWords = regexp.MustCompile(`(?i)before you continue|we (value|care about) your privacy|(accept|reject|manage) (all )?(our )?cookies|your (privacy|cookie) (choices|settings)|` +
		`verify (that )?you are (a )?human|are you a robot|not a robot|checking your browser|just a moment|unusual traffic|access (to this page )?(has been )?denied|` +
		`(please )?enable javascript (and cookies )?to continue|captcha|ddos protection|` +
		`(alle )?cookies (akzeptieren|zulassen)|mit werbung (weiterlesen|und tracking|lesen)|wir (schätzen|respektieren) (ihre|deine) privatsphäre|bevor (sie|du) fortf(ahren|ährst)|(accepter|refuser) (tous )?les cookies|avant d['’]accéder|` +
		`aceptar (todas )?las cookies|antes de continuar|accetta (tutti )?i cookie|prima di continuare|aceitar (todos )?os cookies|alle cookies accepteren`)
	scriptWords = regexp.MustCompile(`(?i)javascript (is|must be|needs to be|has been|seems to be|to be)? ?(\S+ )?(disabled|required|enabled|necessary|turned off|not (available|supported))|` +
		`(enable|requires?|need|without|turn on|activate) javascript|javascript (aktivieren|ist deaktiviert)|activer javascript|habilit[ae]r? javascript|attiva(re)? javascript|ative o javascript`)
	loginWords   = regexp.MustCompile(`(?i)^.{0,40}\b(log[ -]?in|sign[ -]?in|log on|anmelden|einloggen|login|se connecter|connexion|iniciar sesión|accedi|entrar|inloggen)\b`)
	missingWords = regexp.MustCompile(`(?i)^\W*((error|fehler|erreur|http)\W*)?(404|page not found|not found|(this |the |that )?page (can(no|['’])t be found|is gone|doesn['’]t exist|does not exist|you requested)|seite nicht gefunden|page (introuvable|non trouvée)|página no encontrada|pagina non trovata|página não encontrada|pagina niet gevonden)\b`)
	// loading matches all that a page has before its scripts have run.
	loading    = regexp.MustCompile(`(?i)^[\s\p{P}]*(loading|please wait|(wird|werden) geladen|laden|chargement( en cours)?|cargando|caricamento|carregando|загрузка|読み込み中|加载中|載入中|جار التحميل)?[\s\p{P}]*$`)
	lockedJSON = regexp.MustCompile(`"isAccessibleForFree"\s*:\s*"?(?i:false)`)
)

// wall returns an Err value if what was fetched is a page that stands before
// the article, or in its place: one with few words, of which some say so. A
// page that a user saved is theirs.
func wall(doc *html.Node, fetched, title, body string) error {
	if fetched == "" || len(body) > maxWall {
		return nil
	}
	words := body
	if len(body) <= maxTeaser {
		words = pageText(doc)
	}
	few := len(body) <= maxTeaser
	u, err := url.Parse(fetched)
	switch {
	case err == nil && (strings.HasPrefix(u.Hostname(), "consent.") || strings.HasPrefix(u.Hostname(), "guce.")):
		return fetch.ErrConsent
	case few && missingWords.MatchString(title):
		return fetch.ErrNotFound
	case few && paywallWords.MatchString(words):
		return fetch.ErrPaywall
	case len(words) <= maxWall && (consentWords.MatchString(words) || few && consentWords.MatchString(title)):
		return fetch.ErrConsent
	case few && asksPassword(doc) && (loginWords.MatchString(title) || loginWords.MatchString(words)):
		return fetch.ErrLogin
	case few && scriptWords.MatchString(words+"\n"+noscript(doc)), loading.MatchString(words) && scriptsOnly(doc):
		return fetch.ErrScript
	}
	return nil
}

// asksPassword reports whether the page has a field for a password.
func asksPassword(doc *html.Node) bool {
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Input && strings.EqualFold(attr(n, "type"), "password") {
			return true
		}
	}
	return false
}

// noscript returns what the page shows to those without JavaScript.
func noscript(doc *html.Node) string {
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Noscript {
			for c := range n.Descendants() {
				if c.Type == html.TextNode {
					b.WriteString(c.Data + "\n")
				}
			}
		}
	}
	return b.String()
}

// scriptsOnly reports whether scripts make all of the page.
func scriptsOnly(doc *html.Node) bool {
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Script && (attr(n, "src") != "" || n.FirstChild != nil) {
			return true
		}
	}
	return false
}

// isTeaser reports whether the page says that body, which is short, is not all
// there is to read for those who pay.
func isTeaser(doc *html.Node, body string) bool {
	return len(body) <= maxWall && (paywallWords.MatchString(body) || lockedJSON.MatchString(scripts(doc)))
}

// beforeOffer returns the lines of a teaser without the offer to subscribe that ends it,
// and the headings of that: its prices are none of the article's.
func beforeOffer(lines []string) []string {
	at := slices.IndexFunc(lines, func(l string) bool { return utf8.RuneCountInString(l) <= maxTitleLine && paywallWords.MatchString(l) })
	for at > 0 && !sentenceLike.MatchString(lines[at-1]) && utf8.RuneCountInString(lines[at-1]) <= maxTitleLine {
		at--
	}
	if at <= 0 {
		return lines
	}
	return lines[:at]
}

// scripts returns the scripts of a page that hold data.
func scripts(doc *html.Node) string {
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "script" && attr(n, "type") == "application/ld+json" {
			for c := range n.ChildNodes() {
				b.WriteString(c.Data)
			}
		}
	}
	return b.String()
}
