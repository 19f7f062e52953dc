# Sourced by services/up: the four services, their keys, the demo and the user's files.

# In the order of their start: each calls only those before it.
readonly kServices=(ledger waiver escalation payroll)

address_of() {
  local index
  for index in "${!kServices[@]}"; do
    if [[ "${kServices[index]}" == "$1" ]]; then echo "127.0.0.1:$((first_port + index))"; fi
  done
}

metrics_address_of() {
  local address
  address="$(address_of "$1")"
  echo "127.0.0.1:$((${address##*:} + 100))"
}

# Made once; the data is encrypted under them.
make_keys() {
  local service keys="$home/keys"
  if [[ ! -f "$keys/jwks.json" ]]; then
    "$bin/cuijiao-devkeys" init --keys "$keys" >"$home/log/keys.log" 2>&1 ||
      fail_with_log "the keys could not be made" "$home/log/keys.log"
  fi
  for service in "${kServices[@]}"; do
    if [[ ! -s "$keys/$service.password" ]]; then
      (umask 077 && head -c 24 /dev/urandom | base64 | tr '+/' '-_' >"$keys/$service.password")
    fi
  done
  # A token to try the suite with: whoever sets the company up, and its finance.
  (umask 077 && "$bin/cuijiao-devkeys" token --keys "$keys" --staff admin --role administrator \
    --role finance --ttl 24h >"$keys/admin.token") || fail "the administrator's token could not be made"
}

# Puts what differs between the services into `flags`.
set_flags_of() {
  local ledger
  ledger=(--ledger-address "$(address_of ledger)")
  case "$1" in
    ledger)
      flags=(--personal-keys "$home/keys/personal.json" --journal-heads "$home/journal-heads")
      ;;
    waiver) flags=("${ledger[@]}" --personal-keys "$home/keys/personal.json") ;;
    escalation)
      flags=("${ledger[@]}" --personal-keys "$home/keys/personal.json" --outbox "$home/outbox")
      ;;
    payroll)
      flags=("${ledger[@]}" --waiver-address "$(address_of waiver)"
        --escalation-address "$(address_of escalation)" --personal-keys "$home/keys/personal.json")
      ;;
  esac
}

start_services() {
  local service log
  local -a flags
  for service in "${kServices[@]}"; do
    log="$home/log/$service.log"
    keep_last_log "$log"
    set_flags_of "$service"
    start "$service" "$log" "$bin/cuijiao-$service" --development \
      --listen "$(address_of "$service")" --metrics-listen "$(metrics_address_of "$service")" \
      --database-socket "$socket" --database-user "$service" --schema "$service" \
      --database-password-file "$home/keys/$service.password" \
      --migrations "services/$service/schema" --policy services/policy/2017.textproto \
      --jwks "$home/keys/jwks.json" --service-key "$home/keys/service-$service.jwk" "${flags[@]}"
  done
  for service in "${kServices[@]}"; do
    wait_for "$service" 60 "$bin/cuijiao" health "$(address_of "$service")"
    note "$service $(address_of "$service") 就绪 healthy"
  done
}

# Addresses and token, as `cuijiao` and `cuijiao-demo` read them from the environment.
client_environment() {
  local service
  for service in "${kServices[@]}"; do
    echo "CUIJIAO_${service^^}_ADDRESS=$(address_of "$service")"
  done
  echo "CUIJIAO_TOKEN_FILE=$home/keys/admin.token"
}

play_demo() {
  local -a environment
  mapfile -t environment < <(client_environment)
  local status=0
  run_interruptible env "${environment[@]}" "$bin/cuijiao-demo" --keys "$home/keys" || status=$?
  if ((status != 0)); then fail "the demo failed; its message is above (logs: $home/log)"; fi
}

# A project's files, in the order in which each finds what it builds on: what is owed, then what was
# paid of it, both checked against the totals before anything of today comes in.
readonly kFileKinds=(units owners opening-bills opening-receipts opening-totals opening-waivers
  opening-deductions opening-cases opening-promises receipts)

import_files() {
  local directory="$1" project kind kinds file taken=0
  kinds="$(IFS=, && echo "${kFileKinds[*]}")"
  local -a environment
  mapfile -t environment < <(client_environment)
  if [[ -f "$directory/organisation.json" ]]; then
    taken=1
    note "organisation.json"
    run_interruptible env "${environment[@]}" "$bin/cuijiao" organisation put "$directory/organisation.json" ||
      fail "$directory/organisation.json was not taken; its errors are above"
  fi
  for project in "$directory"/*/; do
    for kind in "${kFileKinds[@]}"; do
      file="$project$kind.csv"
      [[ -f "$file" ]] || continue
      taken=$((taken + 1))
      note "$(basename "$project")/$kind.csv"
      # A request of its own each time: the services know by themselves what of a file is in already.
      run_interruptible env "${environment[@]}" "$bin/cuijiao" import "$(basename "$project")" "$kind" "$file" ||
        fail "$file was not imported; its errors or differences are above"
    done
  done
  ((taken > 0)) ||
    fail "$directory holds neither organisation.json nor any of PROJECT/{$kinds}.csv"
}

say_how_to_try() {
  local service
  step "Up. Ctrl-C stops it. 已启动，按 Ctrl-C 停止"
  for service in "${kServices[@]}"; do
    note "$(printf '%-10s gRPC %s   metrics http://%s/metrics' "$service" "$(address_of "$service")" \
      "$(metrics_address_of "$service")")"
  done
  note "logs 日志 $home/log"
  echo "Try, in another terminal 在另一个终端试试:"
  local variable command
  while IFS= read -r variable; do printf '    export %q\n' "$variable"; done < <(client_environment)
  for command in health clock 'template units'; do printf '    %q %s\n' "$bin/cuijiao" "$command"; done
}
