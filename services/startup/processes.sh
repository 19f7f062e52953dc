# Sourced by services/up: starting, watching and stopping programs.

# Names and process ids in the order of their start, and where each logs.
running=()
declare -A pid_of=() log_of=()
was_up=false
foreground=

# start NAME LOG PROGRAM…: in the background, in a session of its own, so that Ctrl-C in this
# terminal reaches services/up alone, which stops the programs in order. Should services/up be
# killed, the kernel ends them. The lock is not theirs.
start() {
  local name="$1" log="$2"
  shift 2
  setsid setpriv --pdeathsig TERM "$@" >>"$log" 2>&1 </dev/null {lock}>&- &
  pid_of[$name]=$!
  log_of[$name]="$log"
  running+=("$name")
}

is_running() { kill -0 "${pid_of[$1]}" 2>/dev/null; }

# wait_for NAME SECONDS CHECK…: until the check succeeds; ends services/up when the program ends
# before it does, or the time is over.
wait_for() {
  local name="$1" seconds="$2" deadline
  shift 2
  deadline=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    if ! is_running "$name"; then
      fail_with_log "$name ended while it started" "${log_of[$name]}"
    fi
    if ((SECONDS >= deadline)); then
      fail_with_log "$name did not come up in $seconds s" "${log_of[$name]}"
    fi
    sleep 0.1
  done
}

# A program of the foreground, in a session of its own: a signal to services/up ends it and all
# that it started.
run_interruptible() {
  setsid "$@" {lock}>&- &
  foreground=$!
  local status=0
  wait "$foreground" || status=$?
  foreground=
  return "$status"
}

stop_one() {
  local name="$1" seconds="$2" pid="${pid_of[$1]}" deadline
  kill -TERM "$pid" 2>/dev/null || true
  deadline=$((SECONDS + seconds))
  while kill -0 "$pid" 2>/dev/null; do
    if ((SECONDS >= deadline)); then
      note "$name did not stop in $seconds s and is killed"
      kill -KILL "$pid" 2>/dev/null || true
      break
    fi
    sleep 0.1
  done
  wait "$pid" 2>/dev/null || true
}

# Everything in the reverse order of its start: services first, the database last.
stop_all() {
  local index
  if [[ -n "$foreground" ]]; then
    kill -TERM -- "-$foreground" 2>/dev/null || true
    wait "$foreground" 2>/dev/null || true
  fi
  for ((index = ${#running[@]} - 1; index >= 0; index--)); do
    if is_running "${running[index]}"; then
      step "Stopping ${running[index]} 停止"
      stop_one "${running[index]}" 60
    fi
  done
  running=()
}

stop_on_signals() {
  trap 'on_exit $?' EXIT
  trap 'on_signal 130' INT
  trap 'on_signal 143' TERM HUP
}

on_exit() {
  trap '' INT TERM HUP
  stop_all
  exit "$1"
}

# Being stopped is how a run that was up ends well.
on_signal() {
  echo
  if "$was_up"; then exit 0; fi
  exit "$1"
}

# Until a signal, or until something ends that should not, or the disk is nearly full.
watch_until_stopped() {
  local name
  while true; do
    for name in "${running[@]}"; do
      if ! is_running "$name"; then
        fail_with_log "$name ended by itself; all others are stopped" "${log_of[$name]}"
      fi
    done
    if (($(free_megabytes "$home") < kLastMegabytes)); then
      fail "the disk of $home has less than $kLastMegabytes MB free; all is stopped before data suffers 磁盘将满"
    fi
    run_interruptible sleep 2
  done
}
