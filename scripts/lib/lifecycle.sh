# shellcheck shell=bash
# The life of a site with the app, on sites that nothing else uses. Each part is judged by itself, and all are told.

BARE_SITE=bare-life.localhost
LIFE_SITE=life.localhost
OLD_SITE=old-life.localhost
RESTORED_SITE=restored-life.localhost
LIFE=$STATE/life
LIFE_LINES=()
LIFE_FAILED=0

# A site that has never had the app is made once, and copied for each life.
prepare_lifecycle() {
	[ -n "$FROM" ] || FROM=$(git -c safe.directory='*' -C "$ROOT" describe --tags --abbrev=0 2>/dev/null || true)
	if [ -z "$(stamp "wizard-$BARE_SITE")" ]; then
		step "Create the site $BARE_SITE, which never has the app" "See the log." create_site "$BARE_SITE"
		step "Complete its set-up wizard" "See the log." complete_wizard "$BARE_SITE"
	fi
	as_user rm -rf "$LIFE"
	# The judge stays the same while the app's code changes under the sites.
	as_user mkdir -p "$LIFE/backups" "$LIFE/judge"
	as_user cp -r "$APP_COPY/lifecycle" "$LIFE/judge/"
}

# judge_life TITLE COMMAND...: what a part of the life says is kept for the end.
judge_life() {
	local title=$1 started=$SECONDS status=0 output
	shift
	printf '\n=== %s (%s)\n' "$title" "$(date '+%F %T')" >>"$LOG"
	output=$( (trap - ERR && set -e && "$@") 2>>"$LOG" </dev/null) || status=$?
	printf '%s\n' "$output" >>"$LOG"
	if [ "$status" -ne 0 ]; then LIFE_FAILED=$((LIFE_FAILED + 1)); fi
	tell_life "$title" "$([ "$status" -eq 0 ] && echo "as it should be" || echo FAILED)" "$((SECONDS - started)) s"
	if [ "$status" -ne 0 ]; then tail -n 30 <<<"$output" | cut -c1-400 | sed 's/^/        /'; fi
}

tell_life() {
	LIFE_LINES+=("$(printf '%-62s %-16s %s' "$1" "$2" "${3:-}")")
	printf '  %s\n' "${LIFE_LINES[-1]}"
}

lifecycle() {
	as_user PYTHONPATH="$LIFE/judge" sh -c 'cd sites && exec ../env/bin/python -W ignore -m lifecycle "$@"' sh "$@"
}

quietly() { "$@" >>"$LOG" 2>&1; }
on_site() { quietly frappe_command --site "$@"; }
take() { lifecycle take "$1" "$LIFE/$2"; }
compared() { lifecycle "$1" "$LIFE/$2" "$LIFE/$3"; }
without_queue() { printf 'redis_queue="redis://127.0.0.1:%s"' "$(port redis_queue_test)"; }

live_through() {
	say "A life of the app, and what was compared:"
	judge_life "install: beside what was there, which stays as it was" install_beside
	judge_life "migrate: the second time changes nothing" migrate_twice
	judge_life "backup, restore on another site: every row and file" restore_elsewhere
	judge_life "restored without the key: signed links are void" links_without_key
	judge_life "restored with the key: signed links lead where they did" links_with_key
	judge_life "uninstall: like a site that never had the app" uninstall_clean
	judge_life "install again: like the first time" install_again
	if [ -n "$FROM" ]; then
		judge_life "upgrade from $(short_from): nothing is lost" upgrade_from
		judge_life "upgrade: migrating once more changes nothing" migrate_upgraded
		judge_life "upgrade: defined like a new site" compared defined new-upgraded again
	else
		tell_life "upgrade from the last tag" "not run" "there is no tag; --from COMMIT names a version"
	fi
}

short_from() { git -c safe.directory='*' -C "$ROOT" rev-parse --short "$FROM" 2>/dev/null || printf '%s' "$FROM"; }

install_beside() {
	quietly copy_site "$BARE_SITE" "$LIFE_SITE" "$(without_queue)"
	take "$LIFE_SITE" bare
	on_site "$LIFE_SITE" install-app "$APP"
	take "$LIFE_SITE" new
	compared beside bare new
}

migrate_twice() {
	on_site "$LIFE_SITE" execute "$APP.setup.demo.add"
	quietly lifecycle furnish "$LIFE_SITE" "$LIFE/links"
	on_site "$LIFE_SITE" migrate
	take "$LIFE_SITE" once
	on_site "$LIFE_SITE" migrate
	take "$LIFE_SITE" twice
	compared same once twice
}

# A backup of the whole site, put on a site that has nothing but its own name and database.
restore_elsewhere() {
	on_site "$LIFE_SITE" backup --with-files --backup-path "$LIFE/backups"
	quietly copy_site "$BARE_SITE" "$RESTORED_SITE" "$(without_queue)"
	as_user sh -c 'rm -rf "$1"/private/files/* "$1"/public/files/*' sh "$SITES/$RESTORED_SITE"
	on_site "$RESTORED_SITE" restore "$(backup_part database.sql.gz)" --force \
		--with-private-files "$(backup_part private-files.tar)" --with-public-files "$(backup_part [0-9a-z_]*-files.tar public)" \
		--db-root-username root --db-root-password "$(secret mariadb-root)"
	take "$RESTORED_SITE" restored
	compared same twice restored
}

# backup_part ENDING: the newest file of a backup.
backup_part() {
	if [ "${2:-}" = public ]; then
		as_user sh -c 'ls -t "$1"/*-files.tar | grep -v private-files | head -n 1' sh "$LIFE/backups"
	else
		as_user sh -c 'ls -t "$1"/*"$2" | head -n 1' sh "$LIFE/backups" "$1"
	fi
}

links_without_key() {
	site_config "$RESTORED_SITE" "encryption_key=\"$(as_user env/bin/python -c \
		'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')\""
	lifecycle links "$RESTORED_SITE" "$LIFE/links" void
}

links_with_key() {
	site_config "$RESTORED_SITE" "encryption_key=\"$(site_value "$LIFE_SITE" encryption_key)\""
	on_site "$RESTORED_SITE" migrate
	lifecycle links "$RESTORED_SITE" "$LIFE/links" ok
}

uninstall_clean() {
	on_site "$LIFE_SITE" uninstall-app "$APP" --yes --no-backup
	take "$LIFE_SITE" gone
	compared no-trace bare gone
}

install_again() {
	on_site "$LIFE_SITE" install-app "$APP"
	take "$LIFE_SITE" again
	compared same new again
	compared defined new again
}

# With data of the demo as that version makes them, and the code of that version under them.
upgrade_from() {
	quietly copy_site "$BARE_SITE" "$OLD_SITE" "$(without_queue)"
	quietly bring_code "$FROM"
	on_site "$OLD_SITE" install-app "$APP"
	on_site "$OLD_SITE" execute "$APP.setup.demo.add"
	take "$OLD_SITE" before
	quietly copy_app
	drop_stamp registered
	quietly register_app
	on_site "$OLD_SITE" migrate
	take "$OLD_SITE" after
	compared kept before after
}

bring_code() {
	git -c safe.directory='*' -C "$ROOT" archive "$1" | as_user sh -c 'rm -rf "$1" && mkdir -p "$1" && tar -x -C "$1"' sh "$STATE/tree"
	as_user rsync --archive --checksum --delete --exclude="/$APP/public/dist" --exclude='*.egg-info' \
		--exclude=__pycache__ "$STATE/tree/" "$APP_COPY/"
	register_app
}

migrate_upgraded() {
	on_site "$OLD_SITE" migrate
	take "$OLD_SITE" new-upgraded
	compared same after new-upgraded
}

print_life() {
	say ""
	say "$((${#LIFE_LINES[@]} - LIFE_FAILED)) of ${#LIFE_LINES[@]} as it should be or not run, $LIFE_FAILED failed. Log: $LOG"
	if [ "$LIFE_FAILED" -gt 0 ]; then exit 1; fi
}
