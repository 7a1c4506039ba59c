# make run and make test are all that is needed; docs/operators.md and docs/contributing.md say more.

VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= auto
ARGS ?=
COVERAGE ?=
NAME ?=
export HOST PORT NAME

PYTHON := $(VENV)/bin/python
# What is installed is known by the checksum of the lock files: a start with nothing new asks pip nothing.
RUN_SUM := $(shell cksum < requirements.txt | tr -d ' ')
DEV_SUM := $(shell cat requirements.txt requirements-dev.txt | cksum | tr -d ' ')
RUN_STAMP := $(VENV)/run-$(RUN_SUM)
DEV_STAMP := $(VENV)/dev-$(DEV_SUM)
TEMPLATES = $(shell find templates -name '*.html' 2>/dev/null)
LOCK = $(PYTHON) -m uv pip compile -q pyproject.toml --generate-hashes --python-version 3.11 --universal \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock"

.PHONY: run test bench quality scaled lint fmt lock moderator screenshots
.SILENT:

run: $(RUN_STAMP)
	exec $(PYTHON) -m config.serve

# make test ARGS="tests/forum -k reply" runs some; make test COVERAGE=1 measures what all of them reach.
test: $(DEV_STAMP)
	$(PYTHON) -m pytest -n $(WORKERS) $(if $(COVERAGE),--cov --cov-report=term) $(ARGS)

# Ratios from one run; what it measures is in tests/bench.
bench: $(DEV_STAMP)
	$(PYTHON) -m tests.bench.pages
	$(PYTHON) -m tests.bench.scale
	$(PYTHON) -m tests.bench.replies
	$(PYTHON) -m tests.bench.queue
	$(PYTHON) -m tests.bench.search

# Lighthouse and the HTML checker over the pages; make quality ARGS=html runs the second alone.
quality: $(DEV_STAMP)
	PYTHON=$(PYTHON) .ci/quality $(ARGS)

# Two web processes, a replica and a proxy on this machine: everything that more than one machine needs.
scaled: $(DEV_STAMP)
	PYTHON=$(PYTHON) .ci/scaled

# Goes on after a fault, so that one run shows all of them.
lint: $(DEV_STAMP)
	failed=0; check() { "$$@" || failed=1; }; \
	check $(PYTHON) -m ruff check .; \
	check $(PYTHON) -m ruff format --check .; \
	check $(VENV)/bin/djade --check --target-version 5.2 $(TEMPLATES); \
	check $(PYTHON) -m djlint --quiet --lint templates; \
	check $(PYTHON) -m mypy; \
	check $(PYTHON) manage.py makemigrations --check --dry-run; \
	exit $$failed

fmt: $(DEV_STAMP)
	$(PYTHON) -m ruff check --fix-only --quiet .
	$(PYTHON) -m ruff format .
	$(VENV)/bin/djade --target-version 5.2 $(TEMPLATES)

# Pins stay as they are unless asked: make lock ARGS=--upgrade
lock: $(DEV_STAMP)
	$(LOCK) $(ARGS) -o requirements.txt
	$(LOCK) $(ARGS) --extra dev -c requirements.txt -o requirements-dev.txt

moderator: $(RUN_STAMP)
	test -n "$$NAME" || { echo "Say who, as in: make moderator NAME=<username>" >&2; exit 2; }
	$(PYTHON) manage.py make_moderator "$$NAME"

# The pictures in README.md and docs/, from the seed and sample talk.
screenshots: $(DEV_STAMP)
	REQUIRE_BROWSER=1 $(PYTHON) -m pytest -q tests/browser/screenshots.py

$(RUN_STAMP): | $(PYTHON)
	echo "Installing what it runs on, once …"
	$(PYTHON) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(DEV_STAMP): | $(PYTHON)
	echo "Installing what it is tested with, once …"
	$(PYTHON) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@ $(RUN_STAMP)

# Where venv fails half-way, its python goes: half an environment would pass for a whole one the next time.
$(PYTHON):
	for python in python3.11 python3 python3.12 python3.13 python3.14; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$python" -m venv "$(VENV)" && exit; \
		rm -f "$(VENV)/bin/python"; exit 1; \
	done; echo "Colloquy needs Python 3.11 or later: install it, with its venv module." >&2; exit 1
