# shellcheck shell=bash
# What the caller sees: numbered steps with their time, and at a failure what to do.

STEP_NUMBER=0
LOG=/dev/null

# Nothing ends without a word: where a command fails outside of a step, this names it.
set -o errtrace
trap 'printf "Failed in %s, line %s: %s\n" "${BASH_SOURCE[0]}" "$LINENO" "$BASH_COMMAND" >&2' ERR

say() { printf '%s\n' "$*"; }

# fail MESSAGE [WHAT TO DO]
fail() {
	printf '\nFAILED: %s\n' "$1" >&2
	if [ "${2:-}" ]; then printf 'What to do: %s\n' "$2" >&2; fi
	exit 1
}

# step TITLE HINT COMMAND... runs the command with its output in the log.
# The command runs in a subshell outside of any condition: only there does `set -e` hold inside functions.
step() {
	local title=$1 hint=$2 started=$SECONDS status=0
	shift 2
	STEP_NUMBER=$((STEP_NUMBER + 1))
	printf '[%2d] %-58s ' "$STEP_NUMBER" "$title"
	printf '\n=== [%d] %s (%s)\n' "$STEP_NUMBER" "$title" "$(date '+%F %T')" >>"$LOG"
	set +e
	(
		# The log has the command's own words.
		trap - ERR
		set -e
		"$@"
	) </dev/null >>"$LOG" 2>&1
	status=$?
	set -e
	if [ "$status" -ne 0 ]; then
		printf 'failed after %d s\n' "$((SECONDS - started))"
		step_failed "$title" "$hint" "$status"
	fi
	printf '%4d s\n' "$((SECONDS - started))"
}

step_failed() {
	{
		printf '\nFAILED: %s (exit code %s). The last lines of %s:\n\n' "$1" "$3" "$LOG"
		tail -n 25 "$LOG" | sed 's/^/    /'
		printf '\nWhat to do: %s\n' "$2"
		printf 'The same command continues where it stopped.\n'
	} >&2
	exit 1
}

# The log of root lies where only root writes: a log in a folder of another user could be turned into a link.
open_log() {
	local folder
	if [ "$(id -u)" = 0 ]; then folder=/var/log/task-discipline; else folder="$STATE/logs"; fi
	mkdir -p "$folder"
	LOG="$folder/$1-$(date +%Y%m%d-%H%M%S).log"
	: >"$LOG"
	chmod 600 "$LOG"
	# Twenty logs are enough to look back.
	find "$folder" -maxdepth 1 -name "$1-*.log" | sort | head -n -20 | xargs -r rm -f --
}
