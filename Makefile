# What one types here; `make` alone explains. Every step says one line, and its log only if it fails.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?= python3
BIN := .venv/bin
LOGS := build/logs

# Libraries and fonts of WeasyPrint. The browser is for the tests alone.
SYSTEM_PACKAGES := python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
	fonts-liberation fonts-noto-core
BROWSER := chromium

# English stands in the code; each further language is a catalogue: that of all texts, or, where
# only debtors read the language, that of the texts which debtors.cfg finds.
LANGUAGES := nl
DEBTOR_LANGUAGES := de fr lt nb
TEXTS := portal/translations
CATALOGUES := $(wildcard $(TEXTS)/*/LC_MESSAGES/*.po)
# Texts are marked by Babel's own words (_, gettext, ngettext, pgettext), and by these.
MARKS := _l lazy_gettext Words Refused LawMissing ProviderRefused ScannerAway Problem:2
EXTRACT = $(addprefix -k ,$(MARKS) lazy_ngettext:1$(comma)2) --sort-by-file --no-location

# Where white space carries meaning (macros within lines, frames), templates are laid out by hand.
HAND_SET := templates/layouts,templates/macros

# $(call step,name,command): one line on the screen; what the command says, when it fails.
step = @printf '  %s\n' '$(1)'; mkdir -p $(LOGS); \
	( $(2) ) > '$(LOGS)/$(subst :,,$(firstword $(1))).log' 2>&1 \
	|| { cat '$(LOGS)/$(subst :,,$(firstword $(1))).log'; echo '  $(1): failed' >&2; exit 1; }
# $(call unless,path): a prerequisite that is always out of date while the path is missing.
unless = $(if $(wildcard $(1)),,missing)

.PHONY: help setup check test demo demo-reset bench messages lock clean missing

help:  ## Explain the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: build/venv build/assets build/translations  ## Prepare .venv and all that the others need

check: setup  ## Lint, types, import contracts, packs of law and templates
	$(call step,ruff: lint,$(BIN)/ruff check -q --output-format concise .)
	$(call step,format: layout of the code,$(BIN)/ruff format -q --check .)
	$(call step,mypy: types,$(BIN)/mypy)
	$(call step,imports: contracts,$(BIN)/lint-imports)
	$(call step,law: packs of every country,$(BIN)/python -m agency.law.cli packs --check)
	$(call step,djlint: templates,$(BIN)/djlint --quiet --lint templates)
	$(call step,djlint-layout: layout of the templates,$(BIN)/djlint --quiet --check \
		--extend-exclude '$(HAND_SET)' templates)

# What was compiled is kept apart, for the workers of the next run and all that the tests start.
test: setup check  ## Set up, check and run the whole suite
	@env -u PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX='$(CURDIR)/build/bytecode' \
		$(BIN)/pytest -q -n 2 --dist worksteal

demo: setup  ## Two agencies with their servers, until Ctrl-C; the data stays
	@exec $(BIN)/python -m tests.demo

demo-reset: build/venv  ## Delete the demo's data, so that the next demo starts anew
	@$(BIN)/python -m tests.servers remove var/demo

bench: setup  ## Measure, into build/bench.json and as a table
	@mkdir -p build
	@$(BIN)/python -m tests.bench

messages: setup  ## Bring the catalogues of texts up to date with the code
	$(call step,extract: texts of code and templates,$(BIN)/pybabel -q extract -F babel.cfg \
		$(EXTRACT) -o build/messages.pot .)
	$(call step,extract-debtors: those that debtors read,$(BIN)/pybabel -q extract -F debtors.cfg \
		$(EXTRACT) -o build/debtors.pot .)
	$(call step,update: catalogues of $(LANGUAGES),$(call update,$(LANGUAGES),messages))
	$(call step,update-debtors: catalogues of $(DEBTOR_LANGUAGES), \
		$(call update,$(DEBTOR_LANGUAGES),debtors))

# $(call update,languages,template): take over what is new and leave out what nobody says any more.
update = mkdir -p $(TEXTS); for language in $(1); do \
	$(BIN)/pybabel -q update --init-missing --ignore-obsolete --no-fuzzy-matching \
	-w 100 -l $$language -i build/$(2).pot -d $(TEXTS); done

lock: build/uv  ## Pin every dependency with hashes, for each Python; UPGRADE=1 takes newer ones
	$(call step,lock: requirements.txt,$(UV_COMPILE) -o requirements.txt pyproject.toml)
	$(call step,lock-dev: requirements-dev.txt,$(UV_COMPILE) --group dev -c requirements.txt \
		-o requirements-dev.txt pyproject.toml)

clean:  ## Delete what was built; the demo's data stays
	@rm -rf build .venv node_modules static/vendor .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +
	@find portal -name '*.mo' -delete

comma := ,
UV_COMPILE = $$(cat build/uv) pip compile -q --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header $(if $(UPGRADE),--upgrade)

build/system: Makefile
	@mkdir -p build
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Python 3.11 or later is needed; set it by make PYTHON=…' >&2; exit 1; }
	@$(have_dpkg) || { touch $@; exit 0; }; \
	missing=(); wanted=($(SYSTEM_PACKAGES)); \
	if $(PYTHON) -c 'import ensurepip, venv' 2> /dev/null; then wanted=("$${wanted[@]:1}"); fi; \
	for package in "$${wanted[@]}"; do $(installed) || missing+=("$$package"); done; \
	if [ $${#missing[@]} -gt 0 ] && [ $$(id -u) -ne 0 ]; then \
		echo "These packages are missing. As root: apt-get install -y $${missing[*]}" >&2; exit 1; \
	fi; \
	if [ $${#missing[@]} -gt 0 ]; then \
		printf '  system: %s\n' "$${missing[*]}"; \
		$(call apt_install,"$${missing[@]}") || { cat $(apt_log) >&2; exit 1; }; \
	fi
	@touch $@

# Without the browser all but its own tests run, so that a machine without it is told and goes on.
build/browser: build/system
	@command -v chromium > /dev/null || { $(have_dpkg) && [ $$(id -u) -eq 0 ] \
		&& printf '  browser: %s\n' $(BROWSER) && $(call apt_install,$(BROWSER)); } \
		|| echo '  No Chromium: the browser tests need it. As root: apt-get install -y $(BROWSER)'
	@touch $@

have_dpkg = command -v dpkg-query apt-get > /dev/null
installed = [[ $$(dpkg-query -W -f '$${db:Status-Abbrev}' "$$package" 2> /dev/null) == ii* ]]
apt_log = build/apt.log
apt_get = DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120
apt_install = { $(apt_get) install -y --no-install-recommends $(1) \
	|| { $(apt_get) update && $(apt_get) install -y --no-install-recommends $(1); }; } \
	> $(apt_log) 2>&1

build/venv: requirements-dev.txt $(call unless,$(BIN)/python) | build/browser
	$(call step,venv: Python packages into .venv,$(BIN)/python -c '' 2> /dev/null \
		|| $(PYTHON) -m venv --clear .venv; \
		$(BIN)/pip install --disable-pip-version-check --require-hashes -r $<)
	@touch $@

build/node_modules: package.json package-lock.json $(call unless,node_modules) | build/venv
	$(call step,npm: front-end packages,PATH=$$PATH:$$PWD/$(BIN) \
		npm ci --ignore-scripts --no-audit --no-fund)
	@touch $@

build/assets: build/node_modules static/assets.mjs $(call unless,static/vendor)
	$(call step,assets: styles$(comma) scripts and fonts,PATH=$$PATH:$$PWD/$(BIN) \
		node static/assets.mjs)
	@touch $@

build/translations: $(CATALOGUES) | build/venv
	$(if $(CATALOGUES),$(call step,translations: compiled, \
		$(BIN)/pybabel -q compile -d $(TEXTS)))
	@touch $@

# uv pins; it is no dependency of ours, so that it lives apart where the machine has none.
build/uv: | build/venv
	@command -v uv > $@ || { $(PYTHON) -m venv build/uv-venv \
		&& build/uv-venv/bin/pip install -q --disable-pip-version-check uv \
		&& echo build/uv-venv/bin/uv > $@; }
