# Everything that can be checked, cheapest first. `make help` lists the targets.
GO         ?= go
BIN        := $(CURDIR)/.bin
GOFUMPT    := $(BIN)/gofumpt
LINT       := $(BIN)/golangci-lint
GOFUMPT_V  := v0.12.0
LINT_V     := v2.15.0
FUZZTIME   ?= 60s

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.PHONY: test
test: ## all tests, in under five minutes
	$(GO) vet ./...
	$(GO) test ./...

.PHONY: test-long
test-long: ## the same properties on many more random cases, and queues beside theory in full
	RAPID_CHECKS=10000 $(GO) test -timeout 60m ./...

.PHONY: check
check: format lint tidy test race determinism ## what to run before a push

.PHONY: format
format: $(GOFUMPT) ## fail on files that gofumpt would change
	@out=$$($(GOFUMPT) -extra=group_params -l $$(git ls-files '*.go' ':!*/testdata/*')); \
	if [ -n "$$out" ]; then echo "run make fmt on:"; echo "$$out"; exit 1; fi

.PHONY: fmt
fmt: $(GOFUMPT) ## format all Go files
	$(GOFUMPT) -extra=group_params -w $$(git ls-files '*.go' ':!*/testdata/*')

.PHONY: lint
lint: $(LINT) ## golangci-lint with .golangci.yml
	$(LINT) run ./...

.PHONY: tidy
tidy: ## module files, layers, determinism rules, fused multiply-adds
	$(GO) mod tidy -diff
	$(GO) mod verify
	$(GO) test -count=1 ./internal/tidy
	$(GO) run ./internal/fma -targets amd64/v3,arm64,s390x

.PHONY: race
race: ## the tests of what uses goroutines or shares memory, under the race detector
	$(GO) test -race ./cmd/... ./results/... ./sim ./schedulers

.PHONY: determinism
determinism: ## golden digests under other schedules, and on other processors
	./.ci/determinism

.PHONY: reproduce
reproduce: ## closed forms, theory and SimGrid beside ours, in full: some minutes
	$(GO) run ./cmd/littoral reproduce cut
	$(GO) run ./cmd/littoral reproduce edge
	$(GO) run ./cmd/littoral reproduce queueing
	$(GO) run ./cmd/littoral reproduce simgrid

.PHONY: fuzz
fuzz: ## fuzz the scenario loader for FUZZTIME
	$(GO) test -run '^$$' -fuzz FuzzLoad -fuzztime $(FUZZTIME) -fuzzminimizetime 100x ./scenarios

.PHONY: bench-kernel
bench-kernel: ## the event kernel beside a C++ heap and SimPy
	$(GO) run ./bench/kernel

.PHONY: bench-flow
bench-flow: ## flows beside SimGrid, and the cost of a change against the size of the network
	$(GO) run ./bench/flow

.PHONY: bench-sim
bench-sim: ## whole simulations: time per event, memory per task
	$(GO) run ./bench/sim

.PHONY: bench-edge
bench-edge: ## a fleet of 10,001 nodes with everything on, an hour, twice
	$(GO) run ./bench/edge

$(GOFUMPT):
	GOBIN=$(BIN) $(GO) install mvdan.cc/gofumpt@$(GOFUMPT_V)

$(LINT):
	GOBIN=$(BIN) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_V)
