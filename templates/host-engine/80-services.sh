
# --- Services -------------------------------------------------------------------------------------------------------------------------

# The units that this run looks after.
SCOPE=()

choose_units() {
  local i
  SCOPE=()
  for ((i = 0; i < ${#UNITS[@]}; i++)); do
    if in_scope "${UNIT_GROUPS[i]}" && is_asked_for "${UNITS[i]}"; then SCOPE+=("${UNITS[i]}"); fi
  done
}

is_asked_for() {
  case ,$UNITS_ASKED, in
    ,,) return 0 ;;
    *",$1,"*) return 0 ;;
    *) return 1 ;;
  esac
}

property() { systemctl show -p "$2" -- "$1" 2>/dev/null | cut -d= -f2-; }

run_state() { if [[ $(property "$1" ActiveState) =~ ^(active|activating|reloading)$ ]]; then printf running; else printf stopped; fi; }

boot_state() { if systemctl is-enabled --quiet -- "$1" 2>/dev/null; then printf enabled; else printf disabled; fi; }

# What the unit's service reads: a line a file, with what it does when that changes, and the digest.
inputs_of() {
  local i sum
  for ((i = 0; i < ${#L_UNIT[@]}; i++)); do
    if [[ ${L_UNIT[i]} != "$1" ]]; then continue; fi
    sum=absent
    if [[ -f ${L_PATH[i]} ]]; then sum=$(digest_of_input <"${L_PATH[i]}"); fi
    printf '%s %s %s\n' "${L_ACTION[i]}" "${L_PATH[i]}" "$sum"
  done
}

# What the running process is: another process, or another start, has another one.
incarnation_of() { printf '%s/%s' "$(property "$1" MainPID)" "$(property "$1" ExecMainStartTimestampMonotonic)"; }

# What the running process has read.
stamp() {
  mkdir -p "$LOADED"
  { incarnation_of "$1" && printf '\n' && inputs_of "$1"; } >"$LOADED/$1"
}

# start, restart, reload or none: by what the running process has read and what is on the disk, and never by what this run has changed.
need_of() {
  local unit=$1 incarnation='' known='' line
  if [[ $(run_state "$unit") == stopped ]]; then
    printf start
    return
  fi
  if [[ -f $LOADED/$unit ]]; then
    known=$'\n'$(cat "$LOADED/$unit")$'\n'
    read -r incarnation <"$LOADED/$unit"
  fi
  if [[ $incarnation == "$(incarnation_of "$unit")" ]]; then
    while IFS= read -r line; do
      if [[ $known != *$'\n'"$line"$'\n'* ]]; then printf '%s\n' "$line"; fi
    done < <(inputs_of "$unit") | strongest_action
  else
    inputs_of "$unit" | newer_than "$(start_of "$unit")" | strongest_action
  fi
}

strongest_action() {
  local action rest strongest=none
  while read -r action rest; do
    if [[ $action == restart || $strongest == none ]]; then strongest=$action; fi
  done
  printf '%s' "$strongest"
}

start_of() { date -d "$(property "$1" ExecMainStartTimestamp)" +%s 2>/dev/null || printf 0; }

# Somebody else started this process: what has changed since then, or in the same second, it may not have read.
newer_than() {
  local action path sum
  while read -r action path sum; do
    if [[ -e $path && $(stat -L -c %Z -- "$path") -ge $1 ]]; then printf '%s %s %s\n' "$action" "$path" "$sum"; fi
  done
}

units_changed() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && [[ ${W_PATH[i]} == */systemd/system/* ]]; then return 0; fi
  done
  return 1
}

service_needs() {
  local unit need
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    need=$(need_of "$unit")
    if [[ $need != none || $(boot_state "$unit") == disabled ]]; then printf '%s %s\n' "$unit" "$need"; fi
  done
}

# How a unit is to run: as always but in a rollback, which knows how it ran before.
STOPPED=() NOT_AT_BOOT=()

is_in() {
  local wanted=$1 item
  shift
  for item in "$@"; do
    [[ $item == "$wanted" ]] && return 0
  done
  return 1
}

bring_up() {
  local unit need
  if units_changed; then systemctl daemon-reload; fi
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    set_boot "$unit" || return 1
    if is_in "$unit" "${STOPPED[@]+"${STOPPED[@]}"}"; then
      timeout 150 systemctl stop -- "$unit" 9>&- || return 1
      continue
    fi
    need=$(need_of "$unit")
    if [[ $need == none ]]; then continue; fi
    act_on "$unit" "$need" || return 1
  done
}

set_boot() {
  local wanted=enabled
  if is_in "$1" "${NOT_AT_BOOT[@]+"${NOT_AT_BOOT[@]}"}"; then wanted=disabled; fi
  if [[ $(boot_state "$1") == "$wanted" ]]; then return; fi
  systemctl "${wanted%d}" --quiet -- "$1" 2>/dev/null || return 1
  say service "$wanted" "$1"
}

# A limit of starts that was reached before would block this one, and the way back.
act_on() {
  local unit=$1 action=$2
  systemctl reset-failed -- "$unit" 2>/dev/null || :
  if ! timeout 150 systemctl "$action" -- "$unit" 9>&-; then
    say service failed "$action $unit"
    return 1
  fi
  stamp "$unit"
  say service "${action}ed" "$unit"
}

is_healthy() {
  local unit=$1 i
  [[ $(property "$unit" ActiveState) == active ]] || return 1
  for ((i = 0; i < ${#H_UNIT[@]}; i++)); do
    if [[ ${H_UNIT[i]} == "$unit" ]] && ! answers "${H_KIND[i]}" "${H_FIRST[i]}" "${H_SECOND[i]}"; then return 1; fi
  done
}

# shellcheck disable=SC2016 # the inner shell puts its own arguments in
connects() { timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>/dev/null; }

# An apiserver that refuses anonymous requests answers 401, and is there.
answers() {
  local code
  case $1 in
    tcp) connects "$2" "$3" ;;
    http) code=$(curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' -- "$2") && [[ $code == 200 ]] ;;
    https) code=$(curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' --cacert "$3" -- "$2") && [[ $code == 200 || $code == 401 ]] ;;
  esac
}

# Healthy, and still the same process a moment later: a service that dies at once is active for an instant.
check_health() {
  local unit deadline before
  deadline=$((SECONDS + SECONDS_OF_A_GATE))
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    if is_in "$unit" "${STOPPED[@]+"${STOPPED[@]}"}"; then continue; fi
    until is_healthy "$unit" && before=$(incarnation_of "$unit") && sleep 2 && is_healthy "$unit" && [[ $before == "$(incarnation_of "$unit")" ]]; do
      if [[ $SECONDS -ge $deadline || $(property "$unit" ActiveState) == failed ]]; then
        say health failed "$unit: $(property "$unit" ActiveState); the last lines of it: journalctl -u $unit -n 20"
        return 1
      fi
      sleep 1
    done
    say health ok "$unit"
  done
}

# Units as they ran before, by the journal: what was stopped stops, what ran runs with the old files.
restore_units() {
  local unit ran boot failed=0
  systemctl daemon-reload || :
  while IFS=$'\t' read -r unit ran boot; do
    if [[ $boot == disabled ]]; then systemctl disable --quiet -- "$unit" 2>/dev/null || :; fi
    systemctl reset-failed -- "$unit" 2>/dev/null || :
    if [[ $ran == stopped ]]; then
      timeout 150 systemctl ${AT_BOOT:+--no-block} stop -- "$unit" 9>&- 2>/dev/null || :
    elif [[ -z $AT_BOOT ]]; then
      restore_running "$unit" || failed=1
    fi
  done <"$JOURNAL/units"
  return "$failed"
}

restore_running() {
  local need
  need=$(need_of "$1")
  [[ $need == none ]] && return
  act_on "$1" "$need" || {
    say revert failed "$1 does not run with its old files: systemctl status $1"
    return 1
  }
}
