# shellcheck shell=bash
# The layers of tests. Each one's figures are read from the report that pytest writes.

PASSED=0
FAILED=0
SKIPPED=0

READ_REPORT='
import sys, xml.etree.ElementTree as xml
suite = next(xml.parse(sys.argv[1]).iter("testsuite"))
total, errors, failures, skipped = (int(suite.get(name)) for name in ("tests", "errors", "failures", "skipped"))
print(total - errors - failures - skipped, errors + failures, skipped)
'

# add_report COMMAND... FILE: the given Python, as whoever may read the report, adds it to the total.
add_report() {
	local passed failed skipped
	read -r passed failed skipped < <("${@:1:$#-1}" -c "$READ_REPORT" "${@: -1}" || echo 0 1 0)
	PASSED=$((PASSED + passed))
	FAILED=$((FAILED + failed))
	SKIPPED=$((SKIPPED + skipped))
}

# judge LAYER EXIT_CODE: "no tests" is right only where the caller has narrowed the choice down.
judge() {
	case $2 in
		0 | 1) ;;
		5) if [ -z "$NARROWED" ]; then
			say "tests/$1 has no tests."
			FAILED=$((FAILED + 1))
		fi ;;
		*) say "pytest ended with exit code $2 in tests/$1."
			[ "$FAILED" -gt 0 ] || FAILED=1 ;;
	esac
}

# paths_of LAYER: the caller's own paths, or the layer's folder. Sets PATHS.
paths_of() {
	if [ "${#GIVEN_PATHS[@]}" -gt 0 ]; then PATHS=("${GIVEN_PATHS[@]}"); else PATHS=("tests/$1"); fi
}

run_domain() {
	local status=0 requirements report=$CACHE/domain-$$.xml
	say "--- tests/domain (no host)"
	mapfile -t requirements < <(pinned pytest hypothesis)
	cached_venv domain "${requirements[@]}" "python-dateutil~=2.8.2"
	paths_of domain
	(cd "$ROOT" && PYTHONDONTWRITEBYTECODE=1 HYPOTHESIS_STORAGE_DIRECTORY="$CACHE/hypothesis" \
		"$VENV/bin/python" -m pytest -o cache_dir="$CACHE/pytest" --junitxml="$report" \
		"${PATHS[@]}" "${PYTEST_ARGS[@]}") || status=$?
	judge domain "$status"
	if [ -e "$report" ]; then add_report "$VENV/bin/python" "$report"; fi
	rm -f "$report"
}

ensure_test_site() {
	if [ -n "$SITE_IS_READY" ]; then return; fi
	ensure_bench
	# A running demo keeps its own ports, its own socketio and its own workers.
	[ -n "$(port web_test)" ] || keep_port web_test 8100
	ensure_test_packages
	if [ -n "$FRESH" ] || [ -z "$(stamp "left-$TEST_SITE")" ]; then forget_test_site; fi
	ensure_site "$TEST_SITE" allow_tests=true developer_mode=0 pause_scheduler=1 \
		"redis_queue=\"$(queue_of "$TEST_SITE")\""
	set_stamp "left-$TEST_SITE" "in order"
	SITE_IS_READY=1
}

# What tests commit they take back, unless they are broken off: then both sites hold what others do not expect.
forget_test_site() {
	forget_site "$TEST_SITE"
	drop_stamp "copied-$BROWSER_SITE"
}

queue_of() {
	case $1 in
		"$BROWSER_SITE") printf 'redis://127.0.0.1:%s' "$(port redis_queue_browser)" ;;
		*) printf 'redis://127.0.0.1:%s' "$(port redis_queue_test)" ;;
	esac
}

# Copied anew after a run that failed or was broken off: what its tests had committed is gone then.
ensure_browser_site() {
	ensure_test_site
	if [ "$(stamp "copied-$BROWSER_SITE")" = "$(stamp "migrated-$TEST_SITE")" ]; then return; fi
	step "Copy the site $TEST_SITE to $BROWSER_SITE" "See the log." \
		copy_site "$TEST_SITE" "$BROWSER_SITE" "redis_queue=\"$(queue_of "$BROWSER_SITE")\""
}

# bench_pytest LAYER SITE: in the bench's Python, as its user, on the copy of the tree. Its number is kept in a file.
bench_pytest() {
	local layer=$1 site=$2 artifacts=$STATE/artifacts/$1 niceness=${NICENESS:-0}
	drop_stamp "copied-$site"
	as_user mkdir -p "$STATE/results"
	as_user rm -rf "$STATE/results/$layer.xml" "$artifacts"
	as_user mkdir -p "$artifacts"
	paths_of "$layer"
	as_user TD_DATABASE="$DATABASE" TD_OTHER_APPS="${OTHER_APPS[*]}" TD_THEIRS="$STATE/theirs" \
		TD_SITE="$site" TD_SITES_PATH="$SITES" TD_BASE_URL="http://127.0.0.1:$(port web_test)" \
		TD_ADMIN_PASSWORD="$(secret "admin-$TEST_SITE")" TD_CHROMIUM="$(find_chromium || true)" TD_ARTIFACTS="$artifacts" \
		FRAPPE_REDIS_QUEUE="$(queue_of "$site")" \
		sh -c 'echo $$ >"$3" && cd "$2" && n=$1 && shift 3 && exec nice -n "$n" ../../env/bin/python -m pytest "$@"' sh \
		"$niceness" "$APP_COPY" "$STATE/pytest-$layer.pid" -o cache_dir="$STATE/pytest-cache/$layer" \
		--junitxml="$STATE/results/$layer.xml" "${PATHS[@]}" "${PYTEST_ARGS[@]}"
}

# take_results LAYER EXIT_CODE
take_results() {
	local report=$STATE/results/$1.xml
	judge "$1" "$2"
	if [ "$1 $2" = "browser 0" ]; then set_stamp "copied-$BROWSER_SITE" "$(stamp "migrated-$TEST_SITE")"; fi
	if as_user test -e "$report"; then add_report as_user env/bin/python "$report"; fi
	take_artifacts "$1" "$STATE/artifacts/$1"
}

# The caller may not be able to read the user's home, so screenshots come back to the checkout.
take_artifacts() {
	local target=$ROOT/.artifacts/$1
	if [ -z "$(as_user find "$2" -type f -print -quit)" ]; then return; fi
	rm -rf "$target"
	mkdir -p "$target"
	as_user tar -C "$2" --create --file=- . | tar -C "$target" --extract --no-same-owner --file=-
	say "Screenshots and traces: $target"
}

run_site() {
	local status=0
	ensure_test_site
	ensure_their_results
	say "--- tests/site ($TEST_SITE in $BENCH_DIR)"
	drop_stamp "left-$TEST_SITE"
	bench_pytest site "$TEST_SITE" || status=$?
	case $status in 0 | 1 | 4 | 5) set_stamp "left-$TEST_SITE" "in order" ;; esac
	take_results site "$status"
}

# Ubuntu's package is a stub that fetches a snap, so the choice there is the caller's.
chromium_hint() {
	if is_ubuntu; then
		echo "Ubuntu's chromium is a snap. Install Google Chrome's .deb package, or set CHROMIUM to a browser's path."
	else
		echo "Install the package chromium, or set CHROMIUM to a browser's path."
	fi
}

prepare_browser() {
	ensure_browser_site
	find_chromium >/dev/null ||
		fail "No Chromium was found." "$(chromium_hint)"
	step "Start the web server, the realtime server and a worker" "See $STATE/logs/web.log, socketio.log, worker.log" \
		start_test_servers
}

run_browser() {
	local status=0
	prepare_browser
	say "--- tests/browser ($BROWSER_SITE, $(find_chromium))"
	bench_pytest browser "$BROWSER_SITE" || status=$?
	stop_test_servers
	take_results browser "$status"
}

BROWSER_TESTS="" BROWSER_OUTPUT=""

# run_all: the browser's tests wait for the browser much of the time and the others for Python, so they share two
# cores well. Each has a site, a queue and a report of its own. The browser, many processes, gives way to the one that
# runs the others: whichever core that leaves, the browser finds it.
run_all() {
	local status=0
	prepare_browser
	say "tests/browser runs beside the others ($BROWSER_SITE, $(find_chromium)); what it says comes at the end."
	BROWSER_OUTPUT=$(mktemp)
	NICENESS=10 bench_pytest browser "$BROWSER_SITE" >"$BROWSER_OUTPUT" 2>&1 </dev/null &
	BROWSER_TESTS=$!
	run_lint
	run_domain
	run_site
	say "--- tests/browser"
	wait "$BROWSER_TESTS" || status=$?
	show_browser_output
	stop_test_servers
	take_results browser "$status"
}

show_browser_output() {
	cat "$BROWSER_OUTPUT"
	rm -f "$BROWSER_OUTPUT"
	BROWSER_TESTS=""
}

# Of a run that is broken off.
stop_browser_tests() {
	if [ -z "$BROWSER_TESTS" ]; then return; fi
	send_signal TERM "$(as_user cat "$STATE/pytest-browser.pid")" || true
	wait "$BROWSER_TESTS" || true
	show_browser_output
}
