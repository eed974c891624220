
# --- What systemd says ------------------------------------------------------------------------------------------------------------------

# systemctl, where it only asks or makes links.
ask_systemd() { within "$LIMIT_OF_A_QUESTION" systemctl "$@" 2>/dev/null; }

# A host whose systemd is silent is not touched: nothing could be started there, and nothing rolled back.
prove_systemd_answers() {
  local code=0
  ask_systemd show -p Version >/dev/null || code=$?
  refuse_silence "$code"
}

refuse_silence() {
  if is_timed_out "$1"; then refuse service timed-out "systemctl show did not end within $LIMIT_OF_A_QUESTION s: systemd does not answer here"; fi
}

# What systemd says of the units, asked once for all of them where nothing is changed in between; what is not here is asked each time.
declare -A SEEN_UNIT=()

look_at_units() {
  local line said i=0 boots code=0
  [[ ${#SCOPE[@]} -gt 0 ]] || return 0
  said=$(ask_systemd show -p LoadState -p ActiveState -p MainPID -p ExecMainStartTimestamp -p ExecMainStartTimestampMonotonic -- "${SCOPE[@]}") || code=$?
  refuse_silence "$code"
  while IFS= read -r line; do
    if [[ -z $line ]]; then i=$((i + 1)); else SEEN_UNIT[${SCOPE[i]}:${line%%=*}]=${line#*=}; fi
  done <<<"$said"
  # A unit that is not there has no line.
  mapfile -t boots < <(ask_systemd is-enabled -- "${SCOPE[@]}")
  if [[ ${#boots[@]} -ne ${#SCOPE[@]} ]]; then return; fi
  for ((i = 0; i < ${#SCOPE[@]}; i++)); do SEEN_UNIT[${SCOPE[i]}:boot]=$(boot_state_named "${boots[i]}"); done
}

# Whether it starts at boot, by the word of systemctl(1) for it ("is-enabled").
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

# running or stopped; nothing, and false, where systemd does not say.
run_state() {
  local state
  state=$(property "$1" ActiveState) || return 1
  if [[ $state =~ ^(active|activating|reloading)$ ]]; then printf running; else printf stopped; fi
}

# enabled or disabled; nothing, and false, where systemd does not say.
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
