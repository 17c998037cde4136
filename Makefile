# Everything that is done to this repository, from installing it to testing it. `make` lists it.
#
# Each step leaves a file behind, so that a step is repeated only when what it reads has changed.

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory --no-builtin-rules
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PORT ?= 8000
PEOPLE ?= 200
SECONDS ?= 120
PACKAGES_FOR := run
IMAGE ?= portal
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check --no-input -qq install --require-hashes -r
NPM := --no-audit --no-fund --no-update-notifier --ignore-scripts --loglevel=error
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/pytest -n 2 --dist worksteal
APPS := maturity assessments reports
step = @printf '  %s\n'

BCSANS := node_modules/@bcgov/bc-sans/fonts
PDF_FONTS := build/fonts/coverage.json
WEB_FONTS := $(foreach style,Regular Bold,$(foreach part,latin rest,build/assets/fonts/BCSans-$(style)-$(part).woff2))
BOOTSTRAP := build/assets/vendor/bootstrap.min.css
CATALOGUES := $(patsubst %.po,%.mo,$(shell find $(APPS) -name '*.po'))
# Folders are listed along with files: a folder changes when a file of it is deleted.
STATIC_SOURCES := $(foreach folder,$(wildcard $(addsuffix /static,$(APPS))),$(shell find $(folder)))

.PHONY: help install run test test-fast lint bench load lock sbom image messages clean ready system

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

install: ready ## install all that the portal needs into this folder
	@echo 'Installed. `make run` starts the portal.'

run: ready ## start the portal and its worker on this machine, with demonstration data (PORT=8000)
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null || { \
	  echo 'Port $(PORT) is taken. Stop what uses it, or choose another: make run PORT=8080' >&2; exit 1; }
	@exec scripts/demo $(PORT)

# On SQLite again those that a database makes a difference to: tests/conftest.py says which.
test: PACKAGES_FOR := test
test: ready .venv/.dev node_modules/.dev ## run every test: on PostgreSQL, some on SQLite as well, and in a browser
	@unset DATABASE_URL PORTAL_URL DEBUG; failed=; \
	part() { \
	  title=$$1; shift; printf '\n%s\n' "$$title"; start=$$(date +%s); \
	  if "$$@"; then result=passed; else result=FAILED; failed=yes; fi; \
	  summary="$$summary$$result  $$title ($$(($$(date +%s) - start)) s)\n"; \
	}; \
	part 'Tests on PostgreSQL' $(BIN)/python -m tests.postgres $(PYTEST) --ignore tests/browser; \
	part 'Tests on SQLite' $(PYTEST) --ignore tests/browser -m either_database; \
	part 'Tests in a browser' $(PYTEST) tests/browser; \
	printf "\n$$summary"; test -z "$$failed"

# Without what brings processes of its own, makes a PDF, or takes its time: those are marked slow.
test-fast: PACKAGES_FOR := test
test-fast: ready .venv/.dev ## run the quick tests, in less than a minute: on SQLite
	@env -u DATABASE_URL -u PORTAL_URL -u DEBUG \
	  $(PYTEST) -m 'not slow' --ignore tests/browser --ignore tests/operations --ignore tests/upgrades

lint: .venv/.dev ## check style, types, layers, templates and migrations
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/bandit --quiet --recursive $(APPS) gunicorn.conf.py
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/mypy $(APPS)
	$(BIN)/lint-imports --no-logo
	$(MANAGE) check --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run

bench: ready .venv/.dev ## measure how fast the portal is
	@$(BIN)/python -m tests.bench

# Pins stay as they are while they fit; delete the two files first to move to the newest releases.
load: ready .venv/.dev ## play a council's day against a portal of its own (PEOPLE=200 SECONDS=120)
	@env -u DATABASE_URL -u PORTAL_URL -u DEBUG $(BIN)/python -m tests.load $(PEOPLE) $(SECONDS)

lock: build/uv ## work out requirements*.txt anew from pyproject.toml
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) pyproject.toml --constraint requirements.txt --group dev -o requirements-dev.txt
	$(LOCK) --group sbom -o requirements-sbom.txt
LOCK = build/uv/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
  --custom-compile-command "make lock"

sbom: build/sbom.json ## list every package of the portal with its version and checksums, as CycloneDX

# With buildah, podman or docker, whichever is there. HEALTHCHECK is of Docker's format alone.
image: ## build the portal's image (IMAGE=portal BASE=debian:13-slim IMAGE_OPTIONS=)
	@for tool in buildah podman docker; do \
	  $$tool info >/dev/null 2>&1 || continue; \
	  case $$tool in docker) format= ;; *) format='--format docker --layers' ;; esac; \
	  exec $$tool build $$format $(if $(BASE),--build-arg BASE=$(BASE)) $(IMAGE_OPTIONS) \
	    --tag $(IMAGE) --file Containerfile .; \
	done; \
	echo 'An image is built by buildah, podman or docker: install one of them (Debian: apt-get install buildah).' >&2; \
	exit 1

messages: .venv/.run ## gather the interface's texts into the French catalogue
	$(MANAGE) makemessages --locale fr --no-obsolete --no-wrap --add-location file \
	  --ignore build --ignore node_modules --ignore tests --ignore var

clean: ## remove what `make install` made; data in var/ stays
	rm -rf .venv node_modules build .*_cache .hypothesis
	find $(APPS) tests \( -name '*.mo' -o -name '*.pyc' \) -delete

# What `install` consists of.

ready: .venv/.run $(PDF_FONTS) $(CATALOGUES) build/static.stamp

system:
	@scripts/system-packages $(PACKAGES_FOR)

# A name on the PATH may be a shim that runs nothing, so each is tried.
.venv/bin/python: | system
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12; do \
	  if "$$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then \
	    echo "  virtual environment ($$("$$python" --version))"; exec "$$python" -m venv .venv; \
	  fi; \
	done; \
	echo "The portal needs Python 3.12 or newer with its venv module; python3 here is: $$(python3 --version 2>&1)." >&2; \
	echo 'Debian 13 and Ubuntu 24.04 have it: apt-get install python3-venv.' >&2; \
	echo 'Or name one that is installed elsewhere: make install PYTHON=/path/to/python3.13' >&2; \
	exit 1

.venv/.run: requirements.txt | .venv/bin/python
	$(step) 'Python packages'
	@$(PIP) requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	$(step) 'Python packages for tests'
	@$(PIP) requirements-dev.txt
	@touch $@

node_modules/.stamp: package.json package-lock.json
	@command -v npm >/dev/null || { \
	  echo 'The portal needs npm for its style sheet and fonts. Install Node.js 20 or newer (Debian: apt-get install npm).' >&2; \
	  exit 1; }
	$(step) 'Bootstrap and fonts'
	@npm ci --omit=dev $(NPM) >/dev/null
	@touch $@

# What is there already stays: `ci` would begin anew.
node_modules/.dev: node_modules/.stamp
	$(step) 'HTML checker for tests'
	@npm install --no-save $(NPM) >/dev/null
	@touch $@

# Without its last line, which names a file that is not served.
$(BOOTSTRAP): node_modules/.stamp
	@mkdir -p $(@D) && sed '/^.*# sourceMappingURL=/d' node_modules/bootstrap/dist/css/bootstrap.min.css >$@

$(PDF_FONTS): node_modules/.stamp reports/typefaces.py maturity/printing.py | .venv/.run
	$(step) 'PDF fonts'
	@$(BIN)/python -m reports.typefaces node_modules $(@D)

# What English and French need, and every symbol that the font has: the 30 KB that all pages load.
build/assets/fonts/%-latin.woff2: node_modules/.stamp | .venv/.run
	$(step) 'web font $(@F)'
	@mkdir -p $(@D) && $(BIN)/fonttools subset $(BCSANS)/$*.woff2 --output-file=$@ --flavor=woff2 \
	  --unicodes=U+0000-017F,U+2000-2BFF --layout-features+=tnum --no-hinting

# The rest is the whole font: a letter of an Indigenous name and the accent above it must come from one file.
build/assets/fonts/%-rest.woff2: node_modules/.stamp
	@mkdir -p $(@D) && cp $(BCSANS)/$*.woff2 $@

%.mo: %.po | .venv/.run
	$(step) 'translations'
	@$(BIN)/python -c 'import sys, polib; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])' $< $@

# Those of the version before stay: a page that it gave a moment ago asks for them by their names.
build/static.stamp: .venv/.run $(BOOTSTRAP) $(WEB_FONTS) $(STATIC_SOURCES)
	$(step) 'static files'
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@touch $@

build/sbom.json: requirements.txt package-lock.json pyproject.toml scripts/sbom.py | build/sbom
	$(step) 'list of packages'
	@build/sbom/bin/python -W ignore -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible requirements.txt \
	  | build/sbom/bin/python scripts/sbom.py package-lock.json >$@

build/sbom: requirements-sbom.txt
	@python3 -m venv $@
	@$@/bin/pip --disable-pip-version-check --no-input -qq install --require-hashes -r $<
	@touch $@

build/uv:
	@python3 -m venv $@ && $@/bin/pip --quiet --disable-pip-version-check install uv
