
# --- Services -------------------------------------------------------------------------------------------------------------------------

# The units in scope.
SCOPE=()

choose_units() {
  local i
  SCOPE=() STOPPED=() NOT_AT_BOOT=() REPLACED=()
  for ((i = 0; i < ${#UNITS[@]}; i++)); do
    if ! in_scope "${UNIT_GROUPS[i]}" || ! is_asked_for "${UNITS[i]}" || ! is_known_unit "$i"; then continue; fi
    SCOPE+=("${UNITS[i]}")
    if is_in "${UNITS[i]}" "${RETIRED[@]+"${RETIRED[@]}"}"; then STOPPED+=("${UNITS[i]}") NOT_AT_BOOT+=("${UNITS[i]}"); fi
    if is_in "${UNITS[i]}" "${STOPPED[@]+"${STOPPED[@]}"}" && [[ ${UNIT_GROUPS[i]} == load-balancer ]]; then REPLACED+=("${UNITS[i]}"); fi
  done
}

# A retired unit without a unit file neither runs nor starts at boot.
is_known_unit() {
  ! is_in "${UNITS[$1]}" "${RETIRED[@]+"${RETIRED[@]}"}" ||
    [[ $(property "${UNITS[$1]}" LoadState) != not-found || $(run_state "${UNITS[$1]}") == running ]]
}

is_asked_for() {
  case ,$UNITS_ASKED, in
    ,,) return 0 ;;
    *",$1,"*) return 0 ;;
    *) return 1 ;;
  esac
}

# Prints the files that the service reads, one per line: the action when the file changes, the path, and the digest.
inputs_of() {
  local i path sum there=()
  local -A sums=()
  for ((i = 0; i < ${#L_UNIT[@]}; i++)); do
    if [[ ${L_UNIT[i]} == "$1" && -f ${L_PATH[i]} ]]; then there+=("${L_PATH[i]}"); fi
  done
  if [[ ${#there[@]} -gt 0 ]]; then
    while read -r sum path; do sums[$path]=$sum; done < <(sha256sum -- "${there[@]}")
  fi
  for ((i = 0; i < ${#L_UNIT[@]}; i++)); do
    if [[ ${L_UNIT[i]} == "$1" ]]; then printf '%s %s %s\n' "${L_ACTION[i]}" "${L_PATH[i]}" "${sums[${L_PATH[i]}]-absent}"; fi
  done
}

# Identifies the running process: each start has another identity.
start_id_of() { printf '%s/%s' "$(property "$1" MainPID)" "$(property "$1" ExecMainStartTimestampMonotonic)"; }

# Records the files that the running process has read. Where this is impossible, the times of the files decide the next time.
stamp() {
  { mkdir -p "$LOADED" && { start_id_of "$1" && printf '\n' && inputs_of "$1"; } >"$LOADED/$1.new" && mv -T -- "$LOADED/$1.new" "$LOADED/$1"; } ||
    rm -f -- "$LOADED/$1.new" "$LOADED/$1"
}

# No file has changed since the start, so what the process has read is known.
stamp_running() {
  local unit
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    if [[ $(need_of "$unit") == none ]]; then stamp "$unit"; fi
  done
}

# Prints start, restart, reload or none. It depends on what the running process has read and on the files on the disk, never on the changes
# of this run.
need_of() {
  local unit=$1 start_id='' known=''
  if [[ $(run_state "$unit") == stopped ]]; then
    printf start
    return
  fi
  if [[ -f $LOADED/$unit ]]; then
    known=$'\n'$(cat "$LOADED/$unit")$'\n'
    read -r start_id <"$LOADED/$unit"
  fi
  [[ $start_id == "$(start_id_of "$unit")" ]] || known=''
  inputs_of "$unit" | not_read_yet "$known" "$(earliest_start_of "$unit")" | strongest_action
}

# A file in the stamp is compared by its digest. Any other file is compared by its time: the process may not have read a file that changed
# in the second of the start or later.
not_read_yet() {
  local known=$1 start=$2 action path sum
  while read -r action path sum; do
    case $known in
      *" $path $sum"$'\n'*) ;;
      *" $path "*) printf '%s %s\n' "$action" "$path" ;;
      *) if [[ -e $path && $(stat -L -c %Z -- "$path") -ge $start ]]; then printf '%s %s\n' "$action" "$path"; fi ;;
    esac
  done
}

strongest_action() {
  local action rest strongest=none
  while read -r action rest; do
    if [[ $action == restart || $strongest == none ]]; then strongest=$action; fi
  done
  printf '%s' "$strongest"
}

start_of() { date -d "$(property "$1" ExecMainStartTimestamp)" +%s 2>/dev/null || printf 0; }

# The start by the clock at that time, or by the clock now where it was set back since. A later change can have a time before the first one,
# but never before the second one. Without an answer from systemd every file may be new.
earliest_start_of() {
  local start since now
  start=$(start_of "$1") since=$(property "$1" ExecMainStartTimestampMonotonic || :)
  if ! [[ $since =~ ^[1-9][0-9]{0,17}$ ]]; then
    printf 0
    return
  fi
  printf -v now '%(%s)T' -1
  look_at_clock
  now=$((now - NOW + since / 1000000))
  # Both times are rounded.
  if [[ $now -lt $((start - 2)) ]]; then start=$now; fi
  printf '%s' "$start"
}

units_changed() {
  local i unit
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && [[ ${W_PATH[i]} == */systemd/system/* ]]; then return 0; fi
  done
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    if [[ $(property "$unit" NeedDaemonReload) == yes ]]; then return 0; fi
  done
  return 1
}

service_needs() {
  local unit need
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    need=$(need_in_scope "$unit")
    if [[ $need != none ]] || ! starts_as_wanted "$unit"; then printf '%s %s\n' "$unit" "$need"; fi
  done
}

# Every unit runs and starts at boot, except one that leaves. A rollback restores the recorded states.
STOPPED=() NOT_AT_BOOT=()
# Those that stop because another program takes their port.
REPLACED=()

need_in_scope() {
  if ! is_in "$1" "${STOPPED[@]+"${STOPPED[@]}"}"; then
    need_of "$1"
  elif [[ $(run_state "$1") == running ]]; then
    printf stop
  else
    printf none
  fi
}

starts_as_wanted() {
  if is_in "$1" "${NOT_AT_BOOT[@]+"${NOT_AT_BOOT[@]}"}"; then [[ $(boot_state "$1") == disabled ]]; else [[ $(boot_state "$1") == enabled ]]; fi
}

is_in() {
  local wanted=$1 item
  shift
  for item in "$@"; do
    [[ $item == "$wanted" ]] && return 0
  done
  return 1
}

# Before the files change: stops and disables units while their unit files still exist.
stop_leaving_units() {
  local unit
  for unit in "${NOT_AT_BOOT[@]+"${NOT_AT_BOOT[@]}"}"; do set_boot "$unit" disabled || return 1; done
  for unit in "${STOPPED[@]+"${STOPPED[@]}"}"; do
    is_in "$unit" "${REPLACED[@]+"${REPLACED[@]}"}" || stop "$unit" || return 1
  done
}

# Right before the other program starts. A graceful stop would close the port and then wait for open connections, so the processes end at once.
stop_replaced_units() {
  local unit
  for unit in "${REPLACED[@]+"${REPLACED[@]}"}"; do
    if [[ $(run_state "$unit") == running ]]; then ask_systemd kill --signal=TERM -- "$unit" || :; fi
    stop "$unit" || return 1
  done
}

stop() {
  if [[ $(run_state "$1") == stopped ]]; then return; fi
  within "$LIMIT_OF_A_SERVICE" systemctl stop -- "$1" || {
    say_service_fault "$?" "$LIMIT_OF_A_SERVICE" stop "$1"
    return 1
  }
  say service stopped - "$1"
}

start_units() {
  local unit need
  if units_changed; then reload_units || return 1; fi
  stop_replaced_units || return 1
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    is_uninterrupted || return 1
    if ! is_in "$unit" "${NOT_AT_BOOT[@]+"${NOT_AT_BOOT[@]}"}"; then set_boot "$unit" enabled || return 1; fi
    if is_in "$unit" "${STOPPED[@]+"${STOPPED[@]}"}"; then continue; fi
    need=$(need_of "$unit")
    if [[ $need == none ]]; then continue; fi
    act_on "$unit" "$need" || return 1
  done
}

reload_units() {
  within "$LIMIT_OF_A_RELOAD" systemctl daemon-reload || {
    say_service_fault "$?" "$LIMIT_OF_A_RELOAD" daemon-reload
    return 1
  }
}

set_boot() {
  local unit=$1 wanted=$2
  if [[ $(boot_state "$unit") == "$wanted" ]]; then return; fi
  within "$LIMIT_OF_A_RELOAD" systemctl "${wanted%d}" --quiet -- "$unit" 2>/dev/null || {
    say_service_fault "$?" "$LIMIT_OF_A_RELOAD" "${wanted%d}" "$unit"
    return 1
  }
  say service "$wanted" - "$unit"
}

# A start limit that was reached earlier would block this start, and a rollback.
act_on() {
  local unit=$1 action=$2
  ask_systemd reset-failed -- "$unit" || :
  within "$LIMIT_OF_A_SERVICE" systemctl "$action" -- "$unit" || {
    say_service_fault "$?" "$LIMIT_OF_A_SERVICE" "$action" "$unit"
    return 1
  }
  stamp "$unit"
  say service "${action}ed" - "$unit"
}

# Stops and disables, by the journal, what did not run before, while its new unit file still exists. At boot nothing waits: jobs of this
# boot wait for this unit.
stop_new_units() {
  local unit ran boot failed=0
  while IFS=$'\t' read -r unit ran boot; do
    if [[ $boot == disabled ]]; then set_boot "$unit" disabled || failed=1; fi
    if [[ $ran == stopped && -n $AT_BOOT ]]; then
      ask_systemd --no-block stop -- "$unit" || :
    elif [[ $ran == stopped ]]; then
      stop "$unit" || failed=1
    fi
  done <"$JOURNAL/units"
  return "$failed"
}

# Starts and enables, by the journal, what ran before, with the old files.
restore_units() {
  local unit ran boot failed=0
  reload_units || failed=1
  while IFS=$'\t' read -r unit ran boot; do
    if [[ $boot == enabled ]]; then set_boot "$unit" enabled || failed=1; fi
    ask_systemd reset-failed -- "$unit" || :
    if [[ $ran == running && -n $AT_BOOT ]]; then
      ask_systemd --no-block start -- "$unit" || failed=1
    elif [[ $ran == running ]]; then
      restore_unit "$unit" || failed=1
    fi
  done <"$JOURNAL/units"
  return "$failed"
}

restore_unit() {
  local need
  need=$(need_of "$1")
  [[ $need != none ]] || return 0
  act_on "$1" "$need" || {
    say revert failed not-running "$1 does not run with its old files. Run: systemctl status $1"
    return 1
  }
}

