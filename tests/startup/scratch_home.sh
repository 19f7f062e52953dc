# Sourced by the tests of services/up, which set `programs`: a data directory of the test's own, and
# what runs on it.

scratch="$(mktemp -d "${TMPDIR:-/tmp}/cuijiao-up-XXXXXX")"
chmod 755 "$scratch"
home="$scratch/home"
# Away from the ports of the other tests and of clients; the 103 above it are taken too.
first_port=$((10000 + RANDOM % 9000))

fail() {
  printf '    %s\n' "$*"
  exit 1
}

# What runs for this home names it in its arguments.
left_over() { pgrep -f -- "$scratch/[h]ome" || true; }

expect_nothing_left() {
  local deadline=$((SECONDS + 30))
  while [[ -n "$(left_over)" ]]; do
    if ((SECONDS >= deadline)); then fail "still running: $(pgrep -af -- "$scratch/[h]ome")"; fi
    sleep 0.1
  done
}

# The process of a service; the demo's home is beside the home.
pid_of() { pgrep -f -- "$programs/cuijiao-$1 .*$home(-demo)?/" | head -n 1; }
