# Every target first makes what it needs of .venv, from the locks. Assumed: Python 3.11 or newer, its venv, and make.
# Another Python than python3: make clean, then make report PYTHON=python3.12.

PYTHON ?= python3
UV_VERSION := 0.13.9
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .venv/bin/uv)
FETCHED_UV := $(filter .venv/%,$(UV))
COMPILE := $(UV) pip compile --universal --generate-hashes --python-version 3.11 --no-header --extra build
OLDEST_LAB = $(shell sed -n 's/.*"jupyterlab>=\(.*\)",.*/\1/p' pyproject.toml)

# uv trusts the certificates the machine trusts, as behind an office's proxy, and takes the Python it is given.
UV_SYSTEM_CERTS ?= true
UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS UV_PYTHON_DOWNLOADS

# pip knows mirrors that uv does not (pip.conf); it reads the same lock and holds to the same hashes.
# Compiled once here: where PYTHONDONTWRITEBYTECODE is set every command would compile anew what it imports.
install = $(UV) pip install --quiet --python .venv --compile-bytecode $(1) || .venv/bin/pip install --quiet $(1)

# Two makes at once wait for each other; the inner make looks again at what is stale once it has the lock.
WAIT := $(shell command -v flock >/dev/null && echo flock Makefile)

# Tests wait half of their time, for browsers, kernels and clusters: one process more than there are cores.
TESTERS = $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')

.DEFAULT_GOAL := help
.PHONY: help report demo figures test check bench recompute mutation mutation-words invented reference words lab lab-extension lab-oldest lock clean environment developers-environment FORCE faults
.NOTPARALLEL:

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-24s %s\n", $$1, $$2 }' Makefile

report: environment ## build the letter of Lạng Sơn of 07/8/2020 as HTML, PDF and DOCX, under outputs/
	@.venv/bin/dophu build quick_report --params params/2020-08-07.yml

demo: environment ## build all reports of the simulated campaign for its newest period, and the page that lists them
	@.venv/bin/dophu build --campaign demo --format html,pdf,docx,xlsx

test: developers-environment ## run every test; a part of them: make test ARGS="-k letter"
	.venv/bin/python -m pytest -n $(TESTERS) --dist loadfile $(ARGS)

check: developers-environment ## check format, lint and types
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

bench: developers-environment ## measure editions beside rivals for about two hours, and write docs/performance.md
	.venv/bin/python -m benchmarks.editions --rounds 3
	.venv/bin/python -m benchmarks.editions --rounds 3 --editions 1 --only lean dophu dophu_all r_fresh --name one
	.venv/bin/python -m benchmarks.fresh
	.venv/bin/python -m benchmarks.growth
	.venv/bin/python -m benchmarks.histories
	.venv/bin/python -m benchmarks.checking
	.venv/bin/python -m benchmarks.receiving
	.venv/bin/python -m benchmarks.report

faults: developers-environment ## fail and kill every call of build, import, issue, replace; break every input
	.venv/bin/python -m tests.faults.matrix
	DOPHU_EVERY_BREAKAGE=1 .venv/bin/python -m pytest -n auto tests/test_broken_inputs.py tests/intake/test_layouts.py

figures: developers-environment ## draw every figure and the first page of every report, outputs/figures.html and pages.png
	mkdir -p outputs
	.venv/bin/python -m tests.figure_page outputs/figures.html
	.venv/bin/python -m tests.page_sheet outputs/pages.png

recompute: developers-environment ## recompute every fact of every edition from the CSV files, for an hour or two
	.venv/bin/python -m tests.recomputation

mutation: developers-environment ## damage the catalogue of facts in every small way, and count what is found
	.venv/bin/python -m tests.mutation

mutation-words: developers-environment ## turn words beside numbers into their opposites, and count what is noticed
	.venv/bin/python -m tests.mutation_words

invented: developers-environment ## tell reports of 200 invented campaigns, and look for false words, for half an hour
	.venv/bin/python -m tests.invented --seeds 200

reference: developers-environment ## write docs/danh-muc.md: every name that a notebook may call, with an example
	.venv/bin/python -m tests.reference_page

words: developers-environment ## compile the word files after a change
	.venv/bin/pybabel compile --directory src/dophu/words/locale --domain dophu

lab: environment ## open the notebooks in JupyterLab
	.venv/bin/jupyter lab --LabApp.default_url='/lab?page=docs/bat-dau.md'

lab-extension: developers-environment ## build the extension of JupyterLab from lab/ with npm, and install it
	cd lab && npm ci && PATH="$(CURDIR)/.venv/bin:$$PATH" npm run build
	.venv/bin/python -m tests.lab.bundle >lab/built.sha256
	@$(WAIT) $(MAKE) --silent .venv/requirements-dev.lock

lab-oldest: developers-environment ## drive the tests of JupyterLab in the oldest one that is allowed
	$(PYTHON) -m venv --clear .venv/oldest
	$(UV) pip install --python .venv/oldest jupyterlab==$(OLDEST_LAB).0 -e .
	DOPHU_JUPYTER="$(CURDIR)"/.venv/oldest/bin/jupyter .venv/bin/python -m pytest -n 0 tests/lab $(ARGS)

lock: $(FETCHED_UV) ## pin the packages of pyproject.toml again, keeping the pins that still hold
	$(COMPILE) --extra dev --output-file requirements-dev.lock pyproject.toml >/dev/null
	$(COMPILE) -c requirements-dev.lock --output-file requirements.lock pyproject.toml >/dev/null

clean: ## remove .venv and the tools' caches; outputs/ stays
	rm -rf .venv .dophu .mypy_cache .pytest_cache .ruff_cache .hypothesis

# A notebook saved with its outputs stays so on the disk; git sees what its author wrote.
environment: ## make or refresh .venv for building reports
	@$(WAIT) $(MAKE) --silent .venv/requirements.lock
	@.venv/bin/python -m dophu.run.repository

developers-environment: ## make or refresh .venv for tests and checks as well
	@$(WAIT) $(MAKE) --silent .venv/requirements-dev.lock
	@.venv/bin/python -m dophu.run.repository

# The copy of a lock in .venv says what is installed there; the developers' lock holds all of the reports' lock.
.venv/%.lock: %.lock requirements.lock pyproject.toml src/dophu/labextension/package.json .venv/place | $(FETCHED_UV)
	@echo 'Đang cài các gói của $< vào .venv (lần đầu mất vài phút, cần mạng)...' >&2
	@$(call install,--require-hashes -r $<)
	@echo 'Đang cài dophu vào .venv...' >&2
	@$(call install,--no-deps --no-build-isolation -e .)
	@.venv/bin/python -m compileall -q src
	@cp $(sort requirements.lock $<) .venv/

.venv/bin/uv: | .venv/place
	@.venv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# Scripts in .venv name its folder and its Python: in a moved checkout, or after Python left, it is made anew.
PLACE := $(shell .venv/bin/python --version >/dev/null 2>&1 && cat .venv/place 2>/dev/null)
ifneq "$(PLACE)" "$(CURDIR)"
.venv/place: FORCE
endif

.venv/place:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo '$(PYTHON): not a Python 3.11 or newer' >&2; \
	  echo 'fix: install one, or name it: make report PYTHON=python3.12' >&2; exit 2; }
	@echo 'Đang tạo môi trường Python riêng trong .venv...' >&2
	@$(PYTHON) -m venv --clear .venv
	@pwd -P >.venv/place
