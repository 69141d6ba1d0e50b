# The verbs of the project. Two of them do all that a new machine needs: `make serve` and `make test`.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
CODE := src tests $(wildcard docs/*.py bench demo)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve test peers check format bench demo docs translations lock

help: ## Say what each verb does
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(VENV)/.runtime ## Run Gatepost at http://localhost:8080, its data in data/
	@$(BIN)/gatepost serve

test: $(VENV)/.dev peers ## Run every test; `make test ARGS=tests/unit` runs some
	@$(BIN)/pytest --numprocesses auto --dist loadscope $(ARGS)

peers: ## Install the Debian packages that tests talk to (as root; else say what is missing)
	@tests/install-peers

check: $(VENV)/.dev ## Lint, format, types, and who may import whom
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy $(CODE)
	@$(BIN)/lint-imports --no-cache --no-logo

format: $(VENV)/.dev ## Format the code and mend what the linter can mend
	@$(BIN)/ruff check --fix --exit-zero $(CODE)
	@$(BIN)/ruff format $(CODE)

bench: $(VENV)/.dev ## Measure a running server beside this machine's limits
	@$(BIN)/python -m bench $(ARGS)

demo: $(VENV)/.runtime ## Run Gatepost with an organisation of 12 accounts and 40 people
	@$(BIN)/python -m demo $(ARGS)

docs: $(VENV)/.dev ## Build the documentation into build/docs
	@$(BIN)/python docs/generate.py
	@$(BIN)/sphinx-build --quiet --fail-on-warning --nitpicky --keep-going docs build/docs
	@echo build/docs/index.html

translations: $(VENV)/.dev ## Bring the catalogues of web/translations up to date with the texts in the source
	@mkdir -p build
	@$(BIN)/pybabel --quiet extract --mapping-file=pyproject.toml --keywords=Sentence --no-location --sort-output --omit-header \
		--output-file=build/texts.pot src/gatepost
	@for language in de ja; do $(BIN)/pybabel --quiet update --input-file=build/texts.pot --locale=$$language \
		--output-file=src/gatepost/web/translations/$$language.po --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date --width=120; done

# ---------------------------------------------------------------------------------------------------- environment

# A stamp is newer than what it was made from; both sets live in one environment, and dev holds all of runtime.
$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(VENV)/pyvenv.cfg
	@$(call install,requirements/runtime.txt)

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(VENV)/pyvenv.cfg
	@$(call install,requirements/dev.txt)

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Gatepost needs Python 3.11 or later; set PYTHON=…")'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Installing Debian's python3-venv …" && \
		apt-get update -qq && apt-get install -qq --no-install-recommends python3-venv >/dev/null; }
	@$(PYTHON) -m venv $(VENV)

# --no-deps: the pins are all that is needed, and pip would else look at newer releases of what another package asks for
# with an extra, and refuse them for want of a hash. `pip check` says whether one is missing.
define install
	echo 'Installing $(1) into $(VENV) …'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(1)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m pip check --quiet --disable-pip-version-check
	touch $@
endef

lock: $(VENV)/.dev ## Renew the pins in requirements/; `make lock ARGS=--upgrade` takes the newest versions
	@$(call pin,runtime) --group build
	@$(call pin,dev) --group dev --constraint requirements/runtime.txt

pin = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' --output-file requirements/$(1).txt $(ARGS)
