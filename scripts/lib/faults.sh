# shellcheck shell=bash
# A site that may be struck: a copy of the test site on a MariaDB of its own, so that killing it strikes no other site.

FAULTS_SITE=faults.localhost
FAULTS=$STATE/faults

# Made anew for each run out of a folder of data that is kept: whatever a run leaves behind is gone with it.
ensure_faults_site() {
	local tree
	tree=$(stamp "migrated-$TEST_SITE")
	keep_port mariadb_faults 13700
	write_faults_config
	if [ "$(stamp faults)" != "$tree" ]; then
		drop_stamp faults
		step "Copy the site $TEST_SITE to $FAULTS_SITE, with a MariaDB of its own" "See $FAULTS/error.log" make_faults_data
		set_stamp faults "$tree"
	fi
	step "Lay out the site $FAULTS_SITE" "Check that the disk is not full." lay_out_faults_site
}

# As a company's server: each commit is on the disk before it is answered.
write_faults_config() {
	as_user mkdir -p "$FAULTS/tmp"
	as_user sh -c 'umask 077; cat >"$1"' sh "$FAULTS/my.cnf" <<-CONFIG
		[mariadbd]
		datadir = $FAULTS/data
		tmpdir = $FAULTS/tmp
		socket = $(faults_socket)
		pid-file = $FAULTS/pid
		log-error = $FAULTS/error.log
		bind-address = 127.0.0.1
		port = $(port mariadb_faults)
		skip-name-resolve
		character-set-server = utf8mb4
		collation-server = utf8mb4_unicode_ci
		innodb-buffer-pool-size = 128M
		max-allowed-packet = 64M
	CONFIG
}

faults_socket() { printf '/tmp/td-faults-%s.sock' "$(printf %s "$STATE" | cksum | cut -d' ' -f1)"; }

# Its root is asked for no password: only the user of the bench can reach the folder, and there are no secrets in it.
faults_sql() { as_user mariadb --no-defaults --user=root --host=127.0.0.1 --port="$(port mariadb_faults)" "$@"; }
faults_answers() { faults_sql --execute="select 1" >/dev/null 2>&1; }

make_faults_data() {
	local name password
	stop_faults_mariadb
	as_user rm -rf "$FAULTS/data" "$FAULTS/kept"
	as_user mariadb-install-db --no-defaults --datadir="$FAULTS/data" --skip-test-db \
		--auth-root-authentication-method=normal
	as_user setsid --fork mariadbd --defaults-file="$FAULTS/my.cnf" </dev/null >/dev/null 2>&1 9<&-
	wait_until 60 faults_answers
	name=$(site_value "$TEST_SITE" db_name)
	password=$(site_value "$TEST_SITE" db_password)
	faults_sql <<-SQL
		CREATE DATABASE \`$name\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
		CREATE USER '$name'@'127.0.0.1' IDENTIFIED BY '$password';
		GRANT ALL PRIVILEGES ON *.* TO '$name'@'127.0.0.1';
	SQL
	as_user sh -c 'set -e; mariadb-dump --defaults-file="$1" --single-transaction "$2" >"$4"
		mariadb --no-defaults --user=root --host=127.0.0.1 --port="$3" "$2" <"$4"; rm "$4"' \
		sh "$STATE/mariadb/client.cnf" "$name" "$(port mariadb_faults)" "$FAULTS/copy.sql"
	stop_faults_mariadb
	as_user mv "$FAULTS/data" "$FAULTS/kept"
}

lay_out_faults_site() {
	stop_faults_mariadb
	as_user rm -rf "$FAULTS/data"
	as_user cp --archive --reflink=auto "$FAULTS/kept" "$FAULTS/data"
	as_user mkdir -p "$SITES/$FAULTS_SITE/locks" "$SITES/$FAULTS_SITE/logs"
	as_user rsync --archive --delete --exclude=/locks --exclude=/logs "$SITES/$TEST_SITE/" "$SITES/$FAULTS_SITE/"
	site_config "$FAULTS_SITE" "db_port=$(port mariadb_faults)"
}

stop_faults_mariadb() { stop_pid_file "$FAULTS/pid" mariadbd; }

run_faults() {
	as_user PYTHONPATH="$APP_COPY" TD_SITE="$FAULTS_SITE" TD_SITES_PATH="$SITES" \
		sh -c 'cd sites && exec ../env/bin/python -m faults "$@"' sh --mariadb "$FAULTS/my.cnf" "$@"
}
