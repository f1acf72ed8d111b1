package admin

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// Figures are what the library and its use amount to, over all processes.
type Figures struct {
	Articles      int
	Chunks        int            // in this process's indexes
	Behind        int64          // changes that the indexes have not applied yet
	Answers       map[string]int // by outcome
	AnswerSeconds float64        // that all of them took
	InputTokens   int64
	OutputTokens  int64
	Cost          map[string]float64 // by currency; answers of unknown cost are not in it
	Sources       map[string]int     // by health: well, failing, ended
	Jobs          map[string]int     // by state: due, aside
	Writable      bool               // this process could write to the library when it last tried
	Waiting       int                // questions that wait for their turn in this process
	Links         int                // connections of this process to Slack
	Sockets       bool               // they are needed: Slack does not call
}

// scrapeWithin is how long the figures may take to be read.
const scrapeWithin = 5 * time.Second

// A collector reads the figures for every scrape.
type collector struct {
	read func(ctx context.Context) (Figures, error)
	log  *slog.Logger
}

func registry(read func(ctx context.Context) (Figures, error), log *slog.Logger) *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collector{read, log}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("footnote_"+name, help, labels, nil)
}

// What is told of the figures.
var (
	articles = describe("articles", "Articles in the library.")
	chunks   = describe("index_chunks", "Chunks in the indexes of this process.")
	behind   = describe("index_behind_changes", "Changes of the library that the indexes of this process have not applied yet.")
	answers  = describe("answers_total", "Answers given.", "outcome")
	seconds  = describe("answer_seconds_total", "Seconds that all answers took.")
	tokens   = describe("tokens_total", "Tokens of models that answers took.", "direction")
	cost     = describe("cost_total", "What answers cost, where the price is known.", "currency")
	sources  = describe("sources", "Feeds and sites that are followed.", "health")
	jobs     = describe("jobs", "Work in the queue.", "state")
	waiting  = describe("questions_waiting", "Questions that wait for their turn in this process.")
	readable = describe("up", "Whether the library could be read for this scrape.")
	links    = describe("slack_connections", "Connections of this process to Slack in Socket Mode; two when all is well.")
	writable = describe("writable", "Whether this process could write to the library when it last tried, up to 15 s ago.")
)

// Describe implements prometheus.Collector.
func (c collector) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{articles, chunks, behind, answers, seconds, tokens, cost, sources, jobs, waiting, readable, writable, links} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (c collector) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeWithin) // Prometheus hands none on
	defer cancel()
	f, err := c.read(ctx)
	if f.Sockets {
		ch <- gauge(links, float64(f.Links))
	}
	ch <- gauge(waiting, float64(f.Waiting))
	if err != nil {
		c.log.Error("admin metrics", "err", err)
		ch <- gauge(readable, 0)
		return
	}
	ch <- gauge(readable, 1)
	ch <- gauge(writable, map[bool]float64{true: 1}[f.Writable])
	ch <- gauge(articles, float64(f.Articles))
	ch <- gauge(chunks, float64(f.Chunks))
	ch <- gauge(behind, float64(f.Behind))
	ch <- counter(seconds, f.AnswerSeconds)
	ch <- counter(tokens, float64(f.InputTokens), "input")
	ch <- counter(tokens, float64(f.OutputTokens), "output")
	each(f.Answers, func(outcome string, n int) { ch <- counter(answers, float64(n), outcome) })
	each(f.Cost, func(currency string, n float64) { ch <- counter(cost, n, currency) })
	each(f.Sources, func(health string, n int) { ch <- gauge(sources, float64(n), health) })
	each(f.Jobs, func(state string, n int) { ch <- gauge(jobs, float64(n), state) })
}

// each calls f for the entries of a map, in order.
func each[V any](m map[string]V, f func(string, V)) {
	for _, k := range slices.Sorted(maps.Keys(m)) {
		f(k, m[k])
	}
}

func gauge(d *prometheus.Desc, v float64, labels ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
}

func counter(d *prometheus.Desc, v float64, labels ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(d, prometheus.CounterValue, v, labels...)
}
