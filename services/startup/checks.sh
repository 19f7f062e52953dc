# Sourced by services/up: what must be true before anything is started.

readonly kDataMegabytes=1024
readonly kBuildMegabytes=2048
# Below this the database is stopped in order, before it stops by itself.
readonly kLastMegabytes=100

free_megabytes() { df -Pm "$1" | awk 'NR == 2 {print $4}'; }

check_space() {
  local directory="$1" needed="$2" what="$3" free
  free="$(free_megabytes "$directory")"
  if ((free < needed)); then
    fail "the disk of $directory has $free MB free, the $what needs $needed MB 磁盘空间不足"
  fi
}

# The data directory, made, writable, and held by this run alone. Its lock file says that it is a
# data directory: no other is ever emptied.
take_home() {
  if [[ ! -d "$home" ]]; then
    mkdir -p "$home" 2>/dev/null || fail "cannot make $home: no right to write there 没有写权限"
    # The database's user must be able to pass through, whatever the umask.
    if ((EUID == 0)); then chmod 711 "$home"; fi
  fi
  [[ -w "$home" && -x "$home" ]] || fail "$home: no right to write there 没有写权限"
  if [[ ! -e "$home/lock" && -n "$(ls -A "$home")" ]]; then
    fail "$home is not empty, and services/up did not make it; give another --home"
  fi
  exec {lock}>>"$home/lock"
  # The kernel frees the lock however this ends.
  flock --nonblock "$lock" ||
    fail "another services/up runs on $home; stop it first, or give --home DIR 该数据目录正在使用"
  if "$fresh"; then find "$home" -mindepth 1 ! -path "$home/lock" -delete; fi
  mkdir -p "$home/log" "$home/keys" "$home/outbox" "$home/journal-heads"
  chmod 700 "$home/log" "$home/keys" "$home/outbox" "$home/journal-heads"
}

# What listens on a port answers a connection.
port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

check_ports() {
  local index port
  for index in "${!kServices[@]}"; do
    for port in "$((first_port + index))" "$((first_port + 100 + index))"; do
      if port_is_taken "$port"; then
        fail "port $port of ${kServices[index]} is in use 端口被占用; stop what listens there, or give --ports FIRST"
      fi
    done
  done
}
