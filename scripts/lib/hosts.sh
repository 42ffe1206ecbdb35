# shellcheck shell=bash
# Other hosts than the usual one: ./scripts/test --host NAME. Each has a bench of its own, beside the usual one.

# name, Frappe's branch, database, other apps. Addresses and branches come from the environment where it names others:
# FRAPPE_REPO, FRAPPE_BRANCH, ERPNEXT_REPO, ERPNEXT_BRANCH and so on.
HOSTS=(
	"v15-latest version-15 mariadb"
	"v15-postgres version-15 postgres"
	"v16-mariadb version-16 mariadb"
	"v16-sqlite version-16 sqlite"
	"erpnext version-15 mariadb erpnext"
	"hrms version-15 mariadb erpnext hrms"
	"crm version-15 mariadb crm"
)
HOST="" DATABASE=mariadb OTHER_APPS=() NOT_RUN=""

use_host() {
	local line branch apps
	line=$(printf '%s\n' "${HOSTS[@]}" | grep "^$1 " || true)
	[ -n "$line" ] || fail "There is no host '$1'." "Choose one of: $(printf '%s\n' "${HOSTS[@]%% *}" | paste -sd' ')"
	read -r HOST branch DATABASE apps <<<"$line"
	read -ra OTHER_APPS <<<"$apps"
	FRAPPE_BRANCH=${GIVEN_BRANCH:-$branch}
	BENCH_DIR=$BENCH_DIR-$HOST
	choose_user
}

repo_of() {
	local name=${1^^}_REPO
	printf '%s' "${!name:-https://github.com/frappe/$1}"
}

branch_of() {
	local name=${1^^}_BRANCH usual=version-15
	if [ "$1" = crm ]; then usual=main; fi
	printf '%s' "${!name:-$usual}"
}

# lacking REASON WHAT_TO_DO: what is asked for cannot be had here. Of another host that is told by name, and nothing fails.
lacking() {
	if [ -z "$HOST" ]; then fail "$1" "$2"; fi
	say "$HOST: not run. $1 $2"
	NOT_RUN=1
	exit 3
}

# Only where they are still to be fetched.
require_sources() {
	local app
	for app in "${OTHER_APPS[@]}"; do
		if [ -z "$(stamp "app-$app")" ]; then require_branch "$(repo_of "$app")" "$(branch_of "$app")" "${app^^}"; fi
	done
	if [ -z "$(stamp bench)" ]; then require_branch "$FRAPPE_REPO" "$FRAPPE_BRANCH" FRAPPE; fi
}

require_branch() {
	as_user GIT_TERMINAL_PROMPT=0 timeout 60 git ls-remote --exit-code --heads "$1" "refs/heads/$2" >/dev/null 2>&1 ||
		lacking "$1 cannot be reached, or has no branch $2." "${3}_REPO and ${3}_BRANCH name another."
}

# fetch_app APP: its code and its Python packages, as `bench get-app` does, without what only its pages need.
fetch_app() {
	as_user rm -rf "$STATE/$1.new" "apps/$1"
	as_user git clone --no-local --depth 1 --branch "$(branch_of "$1")" "$(repo_of "$1")" "$STATE/$1.new"
	as_user mv "$STATE/$1.new" "apps/$1"
	as_user uv pip install --python env/bin/python --quiet --editable "apps/$1"
	list_app "$1"
	set_stamp "app-$1" "$(repo_of "$1") $(branch_of "$1")"
}

ensure_other_apps() {
	local app
	for app in "${OTHER_APPS[@]}"; do
		if [ -n "$(stamp "app-$app")" ]; then continue; fi
		step "Fetch $app ($(branch_of "$app"))" "Check that $(repo_of "$app") and PyPI can be reached." fetch_app "$app"
	done
}

# app:doctype whose tests the host's own command runs without the app and with it.
THEIR_TESTS=(
	erpnext:Project erpnext:Task erpnext:Timesheet erpnext:Employee "erpnext:Holiday List" erpnext:Customer
	"hrms:Additional Salary" "hrms:Leave Application"
	"crm:CRM Deal" "crm:CRM Lead" "crm:CRM Task"
)
# Copies of the test site for them, because they commit.
ALONE_SITE=alone.localhost
TOGETHER_SITE=together.localhost

# take_theirs SITE MOMENT: what the site holds then, for tests/site/beside to compare.
take_theirs() {
	if [ "${#OTHER_APPS[@]}" -eq 0 ]; then return; fi
	as_user mkdir -p "$STATE/theirs"
	as_user TD_SITES_PATH="$SITES" sh -c 'cd "$1" && exec ../../env/bin/python -m tests.site.beside.theirs "$2" "$3"' sh \
		"$APP_COPY" "$1" "$STATE/theirs/$2.json"
	if [ "$2" = before ]; then copy_site "$1" "$ALONE_SITE"; fi
}

# run_theirs SITE KIND: how they end is judged afterwards, both runs side by side.
run_theirs() {
	local pair folder=$STATE/theirs/$2
	as_user rm -rf "$folder"
	as_user mkdir -p "$folder"
	as_user uv pip install --python env/bin/python --quiet "unittest-xml-reporting~=3.2"
	for pair in "${THEIR_TESTS[@]}"; do
		case " ${OTHER_APPS[*]} " in *" ${pair%%:*} "*) ;; *) continue ;; esac
		frappe_command --site "$1" run-tests --doctype "${pair#*:}" --junit-xml-output "$folder/${pair#*:}.xml" || true
	done
	set_stamp "theirs-$2" "$3"
}

ensure_their_results() {
	local tree
	if [ "${#OTHER_APPS[@]}" -eq 0 ]; then return; fi
	tree=$(stamp "migrated-$TEST_SITE")
	if [ -z "$(stamp theirs-without)" ]; then
		step "Run other apps' own tests without the app" "See the log." run_theirs "$ALONE_SITE" without yes
	fi
	if [ "$(stamp theirs-with)" = "$tree" ]; then return; fi
	step "Copy the site $TEST_SITE to $TOGETHER_SITE" "See the log." copy_site "$TEST_SITE" "$TOGETHER_SITE"
	step "Run other apps' own tests with the app" "See the log." run_theirs "$TOGETHER_SITE" with "$tree"
}
