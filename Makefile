# jiceng (基层). `make help` lists what there is; every target may be run again.

BIN := .venv/bin
WORKERS ?= 2
# Files as they come: the dearest have few tests, and in the order of how many there are they would all be last.
SPREAD = -n $(WORKERS) --dist loadscope --no-loadscope-reorder
ON_EACH_DATABASE := -m "not once" tests/ballots --ignore tests/ballots/test_load.py
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help dev demo test test-postgres test-ballots test-ballots-load ballots-on-sqlite ballots-on-postgresql \
	ballots-load journeys rehearse rehearse-part check format messages bench bench-ballots lock shots clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 26

dev: ## make .venv with everything for work on jiceng, and the command .venv/bin/jiceng
	@scripts/environment.sh dev

demo: ## environment, database, demonstration county, server on 127.0.0.1:8000 (PORT=8001 for another)
	@scripts/environment.sh default
	@echo "demo: starting jiceng; stop it with Ctrl-C"
	@$(BIN)/jiceng demo $(if $(PORT),--port $(PORT))

test: dev ## the whole fast suite
	@echo "test: running the suite, $(WORKERS) tests at a time"
	@$(BIN)/pytest $(SPREAD) -m "not long" tests --ignore tests/journeys --ignore tests/ballots

test-postgres: dev ## what the store keeps, on a PostgreSQL that the tests start and remove (needs Debian's postgresql)
	@echo "test-postgres: running store, services and access, $(WORKERS) tests at a time"
	@$(BIN)/python -m tests.postgres --quick $(BIN)/pytest -n $(WORKERS) --dist loadscope tests/store tests/services tests/access

test-ballots: dev ## the long tests of ballots, on SQLite and on PostgreSQL: kills, power cuts, bad lines, load
	@echo "test-ballots: what says the same whatever the database, $(WORKERS) tests at a time"
	@$(BIN)/pytest $(SPREAD) -m "long or once" tests --ignore tests/journeys
	@echo "test-ballots: on SQLite and on PostgreSQL at once"
	@$(MAKE) --jobs $(WORKERS) --output-sync ballots-on-sqlite ballots-on-postgresql
	@echo "test-ballots: under load, by itself, because it is timed"
	@$(MAKE) ballots-load

ballots-on-sqlite: dev ## a part of it: what each database is asked, SQLite
	@$(BIN)/pytest $(ON_EACH_DATABASE)

ballots-on-postgresql: dev ## a part of it: what each database is asked, PostgreSQL
	@$(BIN)/python -m tests.postgres $(BIN)/pytest $(ON_EACH_DATABASE)

ballots-load: dev ## a part of it: 60 ballots at once, half a minute on each database
	@$(BIN)/pytest tests/ballots/test_load.py
	@$(BIN)/python -m tests.postgres $(BIN)/pytest tests/ballots/test_load.py

test-ballots-load: dev ## a county votes in one evening: 60 ballots at once, five minutes on each database
	@JICENG_ROUNDS=10 $(MAKE) ballots-load

rehearse: dev ## play every pack through the pages, three years, both temperaments, and write down what people could do
	@echo "rehearse: this takes a while; close what else is running"
	@$(BIN)/python scripts/rehearse.py

rehearse-part: dev ## each pack once in a drawn year (SEED=7), held against what was written down
	@$(BIN)/python scripts/rehearse.py --part $(SEED)

journeys: dev ## the browser tests (needs Chromium)
	@scripts/chromium.sh >/dev/null
	@echo "journeys: running the browser tests with $$(scripts/chromium.sh)"
	@JICENG_CHROMIUM="$$(scripts/chromium.sh)" $(BIN)/pytest tests/journeys

check: dev ## lint, types, import contracts, migrations, translations, locks
	@echo "check: lint and format"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "check: types"
	@$(BIN)/mypy
	@echo "check: import contracts"
	@$(BIN)/lint-imports --no-logo
	@echo "check: migrations match the models"
	@DJANGO_SETTINGS_MODULE=jiceng.settings.test $(BIN)/python -W error -m django makemigrations --check --dry-run
	@echo "check: settings of a production server"
	@JICENG_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') JICENG_HOSTS=localhost \
		JICENG_DATA=$(CURDIR) DJANGO_SETTINGS_MODULE=jiceng.settings.production $(BIN)/python -m django check --deploy --fail-level WARNING
	@echo "check: translations are current"
	@$(BIN)/python scripts/messages.py --check
	@echo "check: locks name no registry"
	@! grep -nE '://|^ *--(index|extra-index|find-links)' requirements/*.txt

format: dev ## put the code in its usual form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

messages: dev ## bring the Chinese catalogue up to date with the code and templates, and compile it
	@$(BIN)/python scripts/messages.py

bench: dev ## organisations graded per second, beside Polars
	@echo "bench: this takes a few minutes; close what else is running"
	@$(BIN)/python -m bench.run

bench-ballots: dev ## ballots taken per second on both databases, beside the smallest page that could
	@echo "bench-ballots: this takes some minutes; close what else is running"
	@$(BIN)/python -m tests.postgres $(BIN)/python -m bench.ballots

lock: dev ## pin every dependency anew (UPGRADE=1 for the newest versions)
	@scripts/lock.sh $(if $(UPGRADE),--upgrade)

shots: dev ## pictures of the main pages at 1280 and 360 px, into out/shots (needs Chromium)
	@scripts/chromium.sh >/dev/null
	@JICENG_CHROMIUM="$$(scripts/chromium.sh)" $(BIN)/python scripts/shots.py

clean: ## remove the environment and caches; never var/, which holds data
	@echo "clean: removing .venv and caches"
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
