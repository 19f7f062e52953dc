# Sourced by services/up: what it says on the terminal.

started_at="$SECONDS"

# "[ 12 s] Database 数据库".
step() { printf '[%3d s] %s\n' "$((SECONDS - started_at))" "$*"; }

note() { printf '        %s\n' "$*"; }

# Says why and ends; the trap of processes.sh stops what runs.
fail() {
  printf 'services/up: %s\n' "$*" >&2
  exit 1
}

# The same, after the last lines of the log that should say more.
fail_with_log() {
  local message="$1" log="$2"
  if [[ -s "$log" ]]; then
    printf -- '--- the last lines of %s\n' "$log" >&2
    tail -n 20 "$log" >&2
    printf -- '---\n' >&2
    if tail -n 200 "$log" | grep -qiE 'no space left on device|errno: 28|disk is full'; then
      message="$message: the disk is full 磁盘已满"
    fi
  fi
  fail "$message"
}

# For programs that wrote their messages on the terminal: a full disk is the likeliest cause when
# the disk that they wrote to is full.
fail_for_lack_of_space() {
  local message="$1" directory="$2"
  if (($(free_megabytes "$directory") < 50)); then
    fail "$message; the disk of $directory is full 磁盘已满"
  fi
  fail "$message"
}
