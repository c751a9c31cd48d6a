# Hukumati: every command a developer needs. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
ARGS ?=
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export PYTHONTZPATH :=
export PYTHONPATH := src
bin := .venv/bin

.PHONY: conformance pictures help setup setup-dev test-tools run test test-changed keep-release mutants fuzz walks check fix bench bench-large reference lock messages frontend clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

# The virtual environment is made anew whenever a lock file changes.
.venv/bin/uv: requirements-setup.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(bin)/pip install --quiet --require-hashes --requirement requirements-setup.lock
	@touch $@

.venv/installed: .venv/bin/uv requirements.lock pyproject.toml
	@$(bin)/uv pip install --quiet --require-hashes --requirement requirements.lock
	@$(bin)/uv pip install --quiet --offline --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	@$(bin)/uv pip install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@

setup: .venv/installed  ## Install what the platform needs into .venv
	@$(bin)/python -m hukumati.project.messages compile

setup-dev: .venv/installed-dev setup

run: setup  ## Start the whole platform with simulators and fictional people
	@exec $(bin)/python -m hukumati.project.run

test-tools:
	@deploy/install-test-tools

test: setup-dev test-tools  ## Run every test (ARGS="path -k expression" reaches pytest)
	@$(bin)/python -m tests.run $(ARGS)

test-changed: setup-dev test-tools  ## Run the tests that a change can break (ARGS=REVISION: since when; HEAD)
	@$(bin)/python -m tests.changed $(ARGS)

keep-release: setup-dev  ## When a release is made: freeze its migrations and keep its data for the upgrade test
	@$(bin)/hukumati freeze-release && $(bin)/python -m tests.upgrade.make

mutants: setup-dev  ## Try random faults: how many would the parts' own tests find? (ARGS="--seed 7 --size 100")
	@$(bin)/python -m tests.mutants $(ARGS)

fuzz: setup-dev  ## Mutate the service folders thousands of times: no check may fail or hang (ARGS="--seed 7 --size 500")
	@$(bin)/python -m tests.fuzz $(ARGS)

walks: setup-dev  ## Take the cases of every service many random ways: each ends, and is billed as it was quoted (HUKUMATI_WALKS=50)
	@HUKUMATI_WALKS=$${HUKUMATI_WALKS:-50} $(bin)/python -m pytest -q -n 0 tests/walks $(ARGS)

pictures: setup-dev test-tools  ## Picture every page that the journeys check, in both languages at 360 and 1280 px
	@HUKUMATI_PICTURES=$${HUKUMATI_PICTURES:-build/pictures} $(bin)/python -m pytest -q -n 0 -p no:randomly $(or $(ARGS),tests/journeys/test_accessibility*.py tests/journeys/test_studio.py)

conformance: setup-dev  ## Papers before veraPDF, EU DSS and three readers; sign-ins by client libraries and Apache (needs Java, Maven, Node)
	@deploy/install-conformance-tools
	@mvn -q -B -f tests/conformance/pom.xml compile dependency:build-classpath -Dmdep.outputFile=target/classpath
	@cd tests/conformance && npm install --silent --no-audit --no-fund --no-package-lock
	@cd tests/conformance/identity && npm ci --silent --no-audit --no-fund
	@$(bin)/python -m pytest -q -n 0 -p no:randomly tests/conformance/conformance.py tests/conformance/identity/libraries.py tests/conformance/identity/apache.py $(ARGS)

check: setup-dev  ## Lint, types, architecture, templates, dependencies, spelling, translations
	@$(bin)/ruff check . && $(bin)/ruff format --check .
	@$(bin)/lint-imports --no-cache
	@$(bin)/mypy
	@$(bin)/djlint --quiet --check --lint src
	@$(bin)/deptry src tests
	@$(bin)/codespell
	@$(bin)/python -m hukumati.project.messages check

fix: setup-dev  ## Mend what can be mended by itself
	@$(bin)/ruff check --fix . ; $(bin)/ruff format . ; $(bin)/djlint --quiet --reformat src || true

bench: setup-dev  ## Measure, each figure against a floor or peer of the same run
	@$(bin)/python -m tests.load.bench $(ARGS)

bench-large: setup-dev  ## Measure with a million cases, ten million accounts and a hundred million tokens (40 GB of disk)
	@HUKUMATI_BENCH_CASES=1000000 HUKUMATI_BENCH_ACCOUNTS=10000000 $(bin)/python -m tests.load.bench --only engine --only identity_growth $(ARGS)

reference: setup  ## Write the reference of the service language anew from its schemas
	@$(bin)/hukumati --demo reference

lock: .venv/bin/uv  ## Resolve the requirements anew, with hashes
	@$(bin)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --upgrade --no-emit-index-url requirements-setup.in -o requirements-setup.lock
	@$(bin)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --upgrade --no-emit-index-url requirements.in -o requirements.lock
	@$(bin)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --upgrade --no-emit-index-url -c requirements.lock requirements-dev.in -o requirements-dev.lock

messages: setup  ## Collect translatable texts into the parts' catalogues
	@$(bin)/python -m hukumati.project.messages collect

frontend: setup-dev  ## Build the design system (needs Node; its output is committed)
	@cd frontend && npm ci && npm run build

clean:  ## Remove what can be made again (keeps var/, where the data is)
	@rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis
