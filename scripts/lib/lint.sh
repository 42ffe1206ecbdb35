# shellcheck shell=bash
# Linters and tests that need no host. They run as the caller, with tools in his cache; the checkout is not written to.

CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/task-discipline

any_python() {
	local name
	for name in "${PYTHON:-}" /usr/bin/python3.{14,13,12,11,10} python3; do
		if [ -n "$name" ] && "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
			command -v "$name"
			return
		fi
	done
	fail "No Python from 3.10 on with its venv module was found." "apt-get install python3-venv, or set PYTHON."
}

# cached_venv NAME REQUIREMENT...: made anew when a requirement or the interpreter changes. Sets VENV.
cached_venv() {
	local name=$1 python key
	shift
	python=$(any_python)
	key=$(printf '%s\n' "$python" "$("$python" -V)" "$@" | sha256sum | cut -c1-12)
	VENV=$CACHE/$name-$key
	if [ -e "$VENV/ready" ]; then return; fi
	say "Making the Python environment for '$name' in $VENV"
	rm -rf "$VENV"
	mkdir -p "$CACHE"
	if ! { "$python" -m venv "$VENV" && "$VENV/bin/pip" install --quiet "$@" && touch "$VENV/ready"; }; then
		fail "The Python environment for '$name' was not made." "Check that PyPI can be reached; see the lines above."
	fi
}

# pinned NAME...: as pyproject.toml pins them for the bench.
pinned() {
	local name
	for name; do
		sed -n '/^\[tool.bench.dev-dependencies\]/,/^\[tool.ruff\]/s/^'"$name"' = "\(.*\)"$/'"$name"'\1/p' "$ROOT/pyproject.toml"
	done
}

cached_node_modules() {
	local key
	command -v npm >/dev/null || fail "npm is missing, so prettier and eslint cannot run." "apt-get install npm"
	key=$(cat "$ROOT/scripts/lint/package.json" - <<<"$(node -v)" | sha256sum | cut -c1-12)
	NODE_LINT=$CACHE/node-$key
	if [ ! -e "$NODE_LINT/ready" ]; then
		say "Installing prettier and eslint in $NODE_LINT"
		rm -rf "$NODE_LINT"
		mkdir -p "$NODE_LINT"
		cp "$ROOT/scripts/lint/package.json" "$NODE_LINT/"
		if ! npm install --silent --no-fund --no-audit --prefix "$NODE_LINT" || ! touch "$NODE_LINT/ready"; then
			fail "prettier and eslint were not installed." "Check that the npm registry can be reached."
		fi
	fi
	# The configuration imports its packages, so it has to stand beside them.
	cp "$ROOT/eslint.config.mjs" "$NODE_LINT/"
}

LINT_PASSED=0
LINT_FAILED=0

# lint_check TITLE COMMAND...: all of them run, so that one run shows everything there is to mend.
lint_check() {
	local title=$1 output
	shift
	if output=$(cd "$ROOT" && "$@" 2>&1); then
		printf '  ok      %s\n' "$title"
		LINT_PASSED=$((LINT_PASSED + 1))
	else
		printf '  FAILED  %s\n%s\n' "$title" "$output" | sed '2,$s/^/          /'
		LINT_FAILED=$((LINT_FAILED + 1))
	fi
}

run_lint() {
	local scripts requirements
	say "--- linters"
	mapfile -t requirements <"$ROOT/scripts/lint/requirements.txt"
	cached_venv lint "${requirements[@]}" "python-dateutil~=2.8.2"
	lint_check "ruff check" "$VENV/bin/ruff" check --cache-dir "$CACHE/ruff" .
	lint_check "ruff format --check" "$VENV/bin/ruff" format --check --cache-dir "$CACHE/ruff" .
	lint_check "mypy --strict task_discipline/domain" "$VENV/bin/mypy" --strict --cache-dir "$CACHE/mypy" \
		--package task_discipline.domain
	mapfile -d '' -t scripts < <(list_tree | grep -z '^\(\./\)\?task_discipline/.*\.js$' | grep -zv '/dist/' || true)
	if [ "${#scripts[@]}" -gt 0 ]; then
		cached_node_modules
		lint_check "prettier --check" "$NODE_LINT/node_modules/.bin/prettier" --check "${scripts[@]}"
		lint_check "eslint" "$NODE_LINT/node_modules/.bin/eslint" --max-warnings 0 \
			--config "$NODE_LINT/eslint.config.mjs" "${scripts[@]}"
	fi
	if command -v shellcheck >/dev/null; then
		lint_check "shellcheck" shellcheck scripts/demo scripts/test scripts/bench scripts/screenshots scripts/faults \
			scripts/lifecycle scripts/benchmark scripts/load "$ROOT"/scripts/lib/*.sh .ci/run
	else
		say "  left out: shellcheck is not installed (apt-get install shellcheck)"
	fi
	say "linters: $LINT_PASSED passed, $LINT_FAILED failed"
}
