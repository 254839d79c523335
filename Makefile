# `make site` and `make test` need Python 3.11 or newer, git, make and the package registries; nothing else.
PYTHON ?= python3
BIN := .venv/bin
BACKFILE := $(BIN)/backfile

.PHONY: site serve check test soak fuzz trust lint docs screenshots bench score lock wheel clean

site: .venv/.site                 ## convert content/raw and build output/
	$(BACKFILE) build

serve: .venv/.site                ## build, then show the site and rebuild it as files change
	$(BACKFILE) serve

check: site                       ## look over what was built: links, anchors, sizes, unsafe markup
	$(BACKFILE) check

test: .venv/.test lint            ## everything, in a real browser too
	$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup

soak: .venv/.test                 ## what takes long: a hundred deaths, a hundred thousand files, a gigabyte of memory
	mkdir -p .trust
	$(BIN)/python -m pytest --numprocesses 2 -m soak --junitxml .trust/soak.xml tests/soak

SECONDS_EACH ?= 600
fuzz: .venv/.fuzz                 ## fuzz every reader of files and of queries, SECONDS_EACH each; findings become cases of the tests
	$(BIN)/python -m tests.fuzz.run --seconds $(SECONDS_EACH)

trust: .venv/.test                ## run what docs/trust.md speaks of, and write its figures there
	mkdir -p .trust
	$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup --junitxml .trust/test.xml tests/hostile tests/fuzz \
		tests/site/test_reproducible.py tests/unit/test_fixity.py tests/unit/test_lock.py tests/unit/test_markdown_render.py
	$(BIN)/python tools/trust.py

lint: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/.test                 ## docs/settings.md from the settings; what translations lack
	$(BIN)/python tools/settings_table.py
	$(BIN)/python tools/strings.py

screenshots: .venv/.test          ## the pictures of docs/tour.md
	$(BIN)/python tools/screenshots.py

bench: .venv/.site                ## milliseconds per article of conversion and tagging
	$(BIN)/python bench/bench_conversion.py
	$(BIN)/python bench/bench_tagging.py

score: .venv/.site                ## how well real articles are read, where the shared corpus is at hand
	@if test -d ../shared/score; then \
		$(BIN)/python ../shared/score/score_conversion.py --backfile '$(BACKFILE)' && \
		$(BIN)/python ../shared/score/score_tags.py --backfile '$(BACKFILE)'; \
	else echo 'skipped: there is no shared corpus beside this checkout'; fi

lock:                             ## resolve the dependencies anew (needs uv)
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --group build --custom-compile-command 'make lock' pyproject.toml -o requirements.lock
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --group build --group test --custom-compile-command 'make lock' pyproject.toml \
		-c requirements.lock -o requirements-test.lock

wheel: .venv/.site                ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean:                            ## remove what can be made anew, the site included
	rm -rf .venv .backfile .fuzz .trust .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
	find output -mindepth 1 -not -name .gitignore -delete

.venv/.site: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Backfile needs Python 3.11 or newer; name one: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/.fuzz: .venv/.test
	$(BIN)/python -m pip install --quiet atheris==3.0.0
	touch $@

.venv/.test: .venv/.site requirements-test.lock tools/ensure_browser.py
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-test.lock
	$(BIN)/python tools/ensure_browser.py
	touch $@
