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
	if [ -n "$FRESH" ]; then forget_site "$TEST_SITE"; fi
	ensure_site "$TEST_SITE" allow_tests=true developer_mode=0 pause_scheduler=1 \
		"redis_queue=\"redis://127.0.0.1:$(port redis_queue_test)\""
	SITE_IS_READY=1
}

# bench_pytest LAYER: in the bench's Python, as its user, on the copy of the tree.
bench_pytest() {
	local layer=$1 status=0 report=$STATE/results/$1.xml artifacts=$STATE/artifacts/$1
	as_user mkdir -p "$STATE/results"
	as_user rm -rf "$report" "$artifacts"
	as_user mkdir -p "$artifacts"
	paths_of "$layer"
	as_user TD_SITE="$TEST_SITE" TD_SITES_PATH="$SITES" TD_BASE_URL="http://127.0.0.1:$(port web_test)" \
		TD_ADMIN_PASSWORD="$(secret "admin-$TEST_SITE")" TD_CHROMIUM="$(find_chromium || true)" TD_ARTIFACTS="$artifacts" \
		FRAPPE_REDIS_QUEUE="redis://127.0.0.1:$(port redis_queue_test)" \
		sh -c 'cd "$1" && shift && exec ../../env/bin/python -m pytest "$@"' sh "$APP_COPY" \
		--junitxml="$report" "${PATHS[@]}" "${PYTEST_ARGS[@]}" || status=$?
	judge "$layer" "$status"
	if as_user test -e "$report"; then add_report as_user env/bin/python "$report"; fi
	take_artifacts "$layer" "$artifacts"
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
	ensure_test_site
	say "--- tests/site ($TEST_SITE in $BENCH_DIR)"
	bench_pytest site
}

# Ubuntu's package is a stub that fetches a snap, so the choice there is the caller's.
chromium_hint() {
	if is_ubuntu; then
		echo "Ubuntu's chromium is a snap. Install Google Chrome's .deb package, or set CHROMIUM to a browser's path."
	else
		echo "Install the package chromium, or set CHROMIUM to a browser's path."
	fi
}

run_browser() {
	ensure_test_site
	find_chromium >/dev/null ||
		fail "No Chromium was found." "$(chromium_hint)"
	say "--- tests/browser ($(find_chromium))"
	step "Start the web server, the realtime server and a worker" "See $STATE/logs/web.log, socketio.log, worker.log" \
		start_test_servers
	bench_pytest browser
	stop_test_servers
}
