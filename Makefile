# Kist: `make demo` and `make test` are all the set-up there is.
SHELL := /bin/bash
PREFIX ?= /usr/local
JOBS ?= $(shell nproc)
SECONDS ?= 1200
RELEASE := .build-release
PLUGINS := kist-import-office kist-import-bundle kist-import-bibliography kist-import-text
PROGRAMS := kist kist-box $(PLUGINS)
STATIC := -c release --scratch-path $(RELEASE) --static-swift-stdlib

.PHONY: help packages build release install bench demo test lint format coverage damage fuzz sanitise clean

help: ## Say what there is to make
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

packages: ## Install the Debian packages that the build needs, where they are missing
	@.ci/packages

build: packages ## Build everything for development
	swift build --explicit-target-dependency-import-check error

release: packages ## Build the programs that are installed (optimised, Swift inside)
	@for p in $(PROGRAMS); do swift build $(STATIC) --product $$p || exit 1; done

install: release ## Put Kist under PREFIX: bin/kist, libexec/kist, share/kist
	@.ci/install "$(RELEASE)/release" "$(DESTDIR)$(PREFIX)"

bench: packages ## Build kist-bench, the search engine's side of a benchmark, in .build-release/release/
	@swift build $(STATIC) --product kist-bench

demo: packages ## Build, then import, search and export the sample collection in .demo/
	@.ci/demo

lint: ## Check formatting and that no room imports what it may not
	@.ci/lint

format: ## Format the Swift sources in place
	swift format format --in-place --recursive --parallel Package.swift Sources Plugins Tests Fuzz

test: packages lint ## Check, build and run all tests
	@.ci/test

damage: packages ## Flip 10,000 bits of a search index, cut it at 1,000 places, let it lie 10,000 times
	@.ci/damage

fuzz: packages ## Fuzz the search engine and every parser of the importers: SECONDS=1200 for each target
	@for t in segment query analyser files; do .ci/fuzz $$t $(SECONDS) || exit 1; done
	@.ci/fuzz-importer all $(SECONDS)

sanitise: packages ## Run the search engine's tests under the address and the thread sanitizer
	@.ci/sanitise address
	@.ci/sanitise thread

coverage: packages ## Line coverage by target
	@.ci/coverage

clean: ## Remove everything that was built
	rm -rf .build .build-* .demo
