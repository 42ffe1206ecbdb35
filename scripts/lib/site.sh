# shellcheck shell=bash
# Sites: created once, migrated when the app's tree has changed.

create_site() {
	local site=$1 kind=(--db-type "$DATABASE")
	# Left by a killed run: without the stamp there is no site yet.
	as_user rm -rf "$SITES/$site"
	if [ "$DATABASE" = mariadb ]; then kind+=(--no-mariadb-socket); fi
	frappe_command new-site "$site" --force "${kind[@]}" --admin-password "$(secret "admin-$site")"
	set_stamp "site-$site" created
}

# site_config SITE KEY=JSON...: values into the site's own file.
site_config() {
	local site=$1
	shift
	as_user env/bin/python - "sites/$site/site_config.json" "$@" <<-'PYTHON'
		import json, os, sys
		path = sys.argv[1]
		config = json.load(open(path))
		for pair in sys.argv[2:]:
		    key, value = pair.split("=", 1)
		    config[key] = json.loads(value)
		new = os.open(path + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
		with os.fdopen(new, "w") as file:
		    json.dump(config, file, indent=1, sort_keys=True)
		os.replace(path + ".new", path)
	PYTHON
}

# What the wizard asks for besides where ERPNext is there; others pass over it.
COMPANY="'company_name': 'Brightwater', 'company_abbr': 'B', 'chart_of_accounts': 'Standard', 'domain': 'Services',
	'fy_start_date': '$(date +%Y)-01-01', 'fy_end_date': '$(date +%Y)-12-31'"

# The CRM's wizard makes demo data, for which it asks the world for rates of exchange. This is its own mark of having them.
leave_out_demo() {
	frappe_command --site "$1" execute frappe.db.set_default --args "['crm_demo_data_created', '1']"
}

# The desk opens the setup wizard until it has been completed; its own function does it.
complete_wizard() {
	local zone made
	zone=$(cat /etc/timezone 2>/dev/null || echo Etc/UTC)
	case " ${OTHER_APPS[*]} " in *" crm "*) leave_out_demo "$1" ;; esac
	frappe_command --site "$1" execute frappe.desk.page.setup_wizard.setup_wizard.setup_complete --kwargs \
		"{'args': {'language': 'English', 'country': 'United Kingdom', 'timezone': '$zone', 'currency': 'GBP', $COMPANY}}"
	# The host slows its scheduler down to once a day when nobody has logged in for four days.
	frappe_command --site "$1" execute frappe.db.set_single_value --args "['System Settings', 'dormant_days', 3650]"
	# The host made its jobs by the clock of Kolkata: what counts from then, the sending of mail too, would wait for hours.
	made=$(date --utc --date yesterday '+%F %T')
	frappe_command --site "$1" execute frappe.db.sql \
		--args "['update \`tabScheduled Job Type\` set creation = %s where last_execution is null', ['$made']]"
	set_stamp "wizard-$1" yes
}

# --force, because an installation killed half-way counts as installed for the host.
install_app() {
	take_theirs "$1" before
	frappe_command --site "$1" install-app --force "$APP"
	take_theirs "$1" after
	set_stamp "installed-$1" yes
	set_stamp "migrated-$1" "$2"
}

# install_other SITE APP: before the wizard, which asks for what these need.
install_other() {
	frappe_command --site "$1" install-app --force "$2"
	set_stamp "installed-$2-$1" yes
}

migrate_site() {
	frappe_command --site "$1" migrate
	set_stamp "migrated-$1" "$2"
}

# copy_site FROM TO [KEY=JSON...]: with a database of its own; takes seconds where a new site takes most of a minute.
copy_site() {
	local from=$1 to=$2 source target password client=$STATE/mariadb/client.cnf
	shift 2
	forget_site "$to"
	target=_$(printf %s "$to" | sha1sum | cut -c1-16)
	source=$(site_value "$from" db_name)
	password=$(site_value "$from" db_password)
	as_user mkdir -p "$SITES/$to/locks" "$SITES/$to/logs"
	as_user rsync --archive --delete --exclude=/locks --exclude=/logs "$SITES/$from/" "$SITES/$to/"
	site_config "$to" "db_name=\"$target\"" "$@"
	as_user mariadb --defaults-file="$client" <<-SQL
		DROP DATABASE IF EXISTS \`$target\`;
		CREATE DATABASE \`$target\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
		CREATE OR REPLACE USER '$target'@'%' IDENTIFIED BY '$password';
		GRANT ALL PRIVILEGES ON \`$target\`.* TO '$target'@'%';
	SQL
	as_user sh -c 'set -e; mariadb-dump --defaults-file="$1" --single-transaction "$2" >"$4"; mariadb --defaults-file="$1" "$3" <"$4"; rm "$4"' \
		sh "$client" "$source" "$target" "$STATE/copy.sql"
	frappe_command --site "$to" clear-cache
}

site_value() {
	as_user env/bin/python -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' \
		"sites/$1/site_config.json" "$2"
}

forget_site() {
	local name
	for name in site wizard installed migrated copied demo "${OTHER_APPS[@]/#/installed-}"; do drop_stamp "$name-$1"; done
}

# ensure_site SITE [KEY=JSON...]
ensure_site() {
	local app site=$1 tree hint="Read the first error above: it is in the app or in its set-up."
	shift
	tree=$(tree_hash "$APP")
	if [ -z "$(stamp "site-$site")" ]; then
		forget_site "$site"
		step "Create the site $site" "See the log; MariaDB's own is $STATE/mariadb/error.log" create_site "$site"
	fi
	for app in "${OTHER_APPS[@]}"; do
		if [ -z "$(stamp "installed-$app-$site")" ]; then step "Install $app on $site" "See the log." install_other "$site" "$app"; fi
	done
	step "Configure the site $site" "See the log." site_config "$site" "$@"
	if [ -z "$(stamp "wizard-$site")" ]; then step "Complete its set-up wizard" "$hint" complete_wizard "$site"; fi
	if [ -z "$(stamp "installed-$site")" ]; then
		step "Install the app on $site" "$hint" install_app "$site" "$tree"
	elif [ "$(stamp "migrated-$site")" != "$tree" ]; then
		step "Migrate $site: the app has changed" "$hint" migrate_site "$site" "$tree"
	fi
}
