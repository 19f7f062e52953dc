# Sourced by services/up: the private MariaDB. It listens on a socket in a directory that only its
# user can enter, and on no port.

# As root the server runs as mysql; else as whoever calls. Changing the user forgets the signal of
# the parent's death, so it is asked for again.
as_database_user=()

start_database() {
  local directory="$home/database"
  socket="$directory/run/socket"
  # A socket's path has at most 107 bytes.
  if ((${#socket} > 100)); then fail "$home is too long a path for the database's socket; give a shorter --home"; fi
  mkdir -p "$directory/run"
  if ((EUID == 0)); then
    getent passwd mysql >/dev/null || fail "the user mysql, under whom root starts the database, is missing"
    as_database_user=(setpriv --reuid mysql --regid mysql --init-groups --pdeathsig TERM)
    chown mysql:mysql "$directory" "$directory/run"
    "${as_database_user[@]}" test -w "$directory" ||
      fail "the user mysql cannot enter $home 没有访问权限; give a --home that it can"
  fi
  chmod 700 "$directory" "$directory/run"
  write_database_settings "$directory"
  if [[ ! -d "$directory/data/mysql" ]]; then create_database "$directory"; fi

  local log="$home/log/database.log"
  keep_last_log "$log"
  start database "$log" "${as_database_user[@]}" mariadbd --defaults-file="$directory/my.cnf"
  wait_for database 120 database_answers
  note "MariaDB on $socket"
}

database_answers() {
  mariadb --no-defaults --socket="$socket" --user=root --connect-timeout=2 -e 'SELECT 1'
}

# A start that was cut short leaves no half-made data behind: it is made aside and then named. A
# server that starts deletes the temporary tables that it finds in its tmpdir, whosesoever they are,
# so that each has a tmpdir of its own.
create_database() {
  local directory="$1" log="$home/log/database-install.log"
  note "creating $directory/data"
  rm -rf "$directory/new"
  run_interruptible "${as_database_user[@]}" mariadb-install-db --no-defaults \
    --datadir="$directory/new" --tmpdir="$directory/run" --auth-root-authentication-method=normal --skip-test-db \
    --skip-name-resolve >"$log" 2>&1 ||
    fail_with_log "the database could not be created" "$log"
  mv "$directory/new" "$directory/data"
}

# A quarter of the memory that is free, from 128 MB to 1 GB.
buffer_pool_megabytes() {
  local quarter
  quarter=$(($(awk '/^MemAvailable:/ {print $2}' /proc/meminfo) / 4096))
  if ((quarter < 128)); then echo 128; elif ((quarter > 1024)); then echo 1024; else echo "$quarter"; fi
}

write_database_settings() {
  local directory="$1"
  cat >"$directory/my.cnf" <<SETTINGS
[mariadbd]
datadir=$directory/data
socket=$socket
pid-file=$directory/run/pid
tmpdir=$directory/run
skip-networking
skip-name-resolve
skip-log-bin
character-set-server=utf8mb4
collation-server=utf8mb4_bin
sql-mode=STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION
max-connections=200
performance-schema=0
innodb-buffer-pool-size=$(buffer_pool_megabytes)M
innodb-flush-log-at-trx-commit=1
innodb-flush-method=O_DIRECT
innodb-doublewrite=1
SETTINGS
}

# The log of this run alone; that of the run before stays beside it.
keep_last_log() {
  if [[ -s "$1" ]]; then mv "$1" "$1.before"; fi
  : >"$1"
}

# One schema, user and set of rights for each service.
migrate_schemas() {
  local service log="$home/log/migrations.log"
  : >"$log"
  for service in "${kServices[@]}"; do
    "$bin/cuijiao-migrate" --socket "$socket" --admin-user root --schema "$service" --user "$service" \
      --password-file "$home/keys/$service.password" --directory "services/$service/schema" \
      >>"$log" 2>&1 || fail_with_log "the schema of $service could not be brought up to date" "$log"
  done
}
