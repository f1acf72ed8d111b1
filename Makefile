# make check is what CI runs. The tools are pinned here, apart from go.mod.
GOFUMPT     := mvdan.cc/gofumpt@v0.12.0
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

# Not every rewrite reads better: a strings.Builder for three words does not.
GOFIX       := go fix -stringsbuilder=false

# How long one fuzz target runs, and which benchmarks do.
FUZZTIME ?= 10s
BENCH    ?= .

.DEFAULT_GOAL := help
.PHONY: help build test check fmt format vet fix staticcheck tidy race bench fuzz pictures

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build ./footnote
	go build -o footnote ./cmd/footnote

test: ## run the tests, as the README says
	go test ./...

check: format vet fix staticcheck tidy test race ## everything CI checks

fmt: ## format every file and modernise it with go fix
	$(GOFIX) ./...
	go run $(GOFUMPT) -w .

format: ## fail if a file is not formatted
	@files=$$(go run $(GOFUMPT) -l .) || exit 1; \
	if [ -n "$$files" ]; then echo "not formatted, run make fmt:"; echo "$$files"; exit 1; fi

vet: ## go vet
	go vet ./...

fix: ## fail if go fix would modernise a line
	$(GOFIX) -diff ./...

staticcheck: ## staticcheck
	go run $(STATICCHECK) ./...

tidy: ## fail if go.mod or go.sum would change
	go mod tidy -diff

# SQLite is C turned into Go: the race detector makes it some fifteen times as
# slow, and what it says of it is nothing that we can mend. No other package may be
# spared: of generic code, such as sync.Map's, the linker keeps one copy for all.
race: ## run the tests with the race detector
	go test -race '-gcflags=modernc.org/sqlite/lib=-race=false' -timeout 20m ./...

bench: ## run the benchmarks, BENCH=regexp of them
	go test -run '^$$' -bench '$(BENCH)' -benchmem ./...

fuzz: ## run every fuzz target for FUZZTIME
	@for pkg in $$(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./...); do \
		for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
			echo "$$pkg $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
		done; \
	done

# Install a font with emoji first, such as Debian's fonts-noto-color-emoji.
pictures: ## take the pictures of the README from the page of footnote try
	go test ./cmd/footnote -run TestTryPage -count 1
	mkdir -p docs/pictures
	cp artefacts/try-answer.png docs/pictures/answer.png
	cp artefacts/try-footnote.png docs/pictures/footnote.png
	cp artefacts/try-timeline.png docs/pictures/timeline.png
