# make run      a desk on this machine
# make test     the tests
# make check    lint, format, types, import contracts, texts
# make drill    the slow drills: kill, load, scale
# make messages collect and compile the texts to translate
# make tables   write the tables of a new desk anew, after a migration
# make pins     pin the packages anew

# the tests start hundreds of processes: where compiled files are not kept, each compiles the whole desk anew
unexport PYTHONDONTWRITEBYTECODE

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
.PHONY: run install dev test check drill messages tables pins pictures

run: install
	@$(BIN)/derman run

install: $(VENV)/.run-ready

dev: $(VENV)/.dev-ready

$(BIN)/python: .python-version
	@sh packaging/venv.sh $(VENV)

$(VENV)/.run-ready: requirements/run.txt pyproject.toml $(BIN)/python
	@sh packaging/install.sh $(VENV) requirements/run.txt && touch $@

$(VENV)/.dev-ready: requirements/dev.txt $(VENV)/.run-ready
	@sh packaging/install.sh $(VENV) requirements/dev.txt && touch $@

test: dev
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

check: dev
	@$(BIN)/python packaging/check.py

drill: dev
	@$(BIN)/python -m pytest -m drill tests/drills src/derman/channels/mail/trust src/derman/channels/mail/reading

messages: dev
	@$(BIN)/python packaging/messages.py

tables: dev
	@$(BIN)/python packaging/tables.py

pictures: dev
	@$(BIN)/python packaging/pictures.py

pins:
	uv pip compile --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header -q requirements/run.in -o requirements/run.txt
	uv pip compile --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header -q requirements/dev.in -o requirements/dev.txt
