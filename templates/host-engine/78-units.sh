
# --- Queries to systemd -------------------------------------------------------------------------------------------------------------------

# systemctl, for queries and links.
ask_systemd() { within "$LIMIT_OF_A_QUESTION" systemctl "$@" 2>/dev/null; }

# A host without an answer from systemd is not touched: no service could be started there or rolled back.
prove_systemd_answers() {
  local code=0
  ask_systemd show -p Version >/dev/null || code=$?
  refuse_without_systemd "$code"
}

refuse_without_systemd() {
  if is_timed_out "$1"; then refuse service timed-out "systemctl show did not end within $LIMIT_OF_A_QUESTION s: systemd does not answer"; fi
}

# The state of the units, queried once for all of them while nothing changes. A unit that is not in this list is queried each time.
declare -A SEEN_UNIT=()

look_at_units() {
  local line said i=0 boots code=0
  [[ ${#SCOPE[@]} -gt 0 ]] || return 0
  local properties=(-p LoadState -p ActiveState -p MainPID -p ExecMainStartTimestamp -p ExecMainStartTimestampMonotonic)
  said=$(ask_systemd show "${properties[@]}" -- "${SCOPE[@]}") || code=$?
  refuse_without_systemd "$code"
  while IFS= read -r line; do
    if [[ -z $line ]]; then i=$((i + 1)); else SEEN_UNIT[${SCOPE[i]}:${line%%=*}]=${line#*=}; fi
  done <<<"$said"
  # A missing unit has no line.
  mapfile -t boots < <(ask_systemd is-enabled -- "${SCOPE[@]}")
  if [[ ${#boots[@]} -ne ${#SCOPE[@]} ]]; then return; fi
  for ((i = 0; i < ${#SCOPE[@]}; i++)); do SEEN_UNIT[${SCOPE[i]}:boot]=$(boot_state_named "${boots[i]}"); done
}

# Whether the unit starts at boot, from the output of "systemctl is-enabled".
boot_state_named() {
  case $1 in
    enabled | enabled-runtime | static | alias | indirect | generated | transient) printf enabled ;;
    *) printf disabled ;;
  esac
}

property() {
  local line
  if [[ -n ${SEEN_UNIT[$1:$2]+set} ]]; then
    printf '%s' "${SEEN_UNIT[$1:$2]}"
    return
  fi
  line=$(ask_systemd show -p "$2" -- "$1") && printf '%s' "${line#*=}"
}

# Prints running or stopped; false without an answer from systemd.
run_state() {
  local state
  state=$(property "$1" ActiveState) || return 1
  if [[ $state =~ ^(active|activating|reloading)$ ]]; then printf running; else printf stopped; fi
}

# Prints enabled or disabled; false without an answer from systemd.
boot_state() {
  local code=0
  if [[ -n ${SEEN_UNIT[$1:boot]+set} ]]; then
    printf '%s' "${SEEN_UNIT[$1:boot]}"
    return
  fi
  ask_systemd is-enabled --quiet -- "$1" || code=$?
  if is_timed_out "$code"; then return 1; fi
  if [[ $code -eq 0 ]]; then printf enabled; else printf disabled; fi
}
