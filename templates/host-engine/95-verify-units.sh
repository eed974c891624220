
# --- Verify: the services -----------------------------------------------------------------------------------------------------------------

say_units() {
  local unit
  prove_systemd_answers
  choose_units
  look_at_units
  for unit in "${UNITS[@]+"${UNITS[@]}"}"; do
    if is_in "$unit" "${SCOPE[@]+"${SCOPE[@]}"}"; then
      report runs "$unit $(run_word "$unit") $(boot_word "$unit") $(loaded_word "$unit") $(start_word "$unit")"
    else
      # It has left, and its unit file is gone.
      report runs "$unit stopped disabled unknown 0"
    fi
  done
}

# A service that systemd starts again and again has failed.
run_word() {
  local state
  state=$(property "$1" ActiveState) || state=''
  if [[ $state == failed || ($state == activating && $(property "$1" SubState) == auto-restart) ]]; then
    printf failed
  elif [[ $state =~ ^(active|activating|reloading)$ ]]; then
    printf running
  else
    printf stopped
  fi
}

# "other" starts as wanted, but without a link of its own, such as a static unit.
boot_word() {
  local said=''
  if [[ $(boot_state "$1") != enabled ]]; then
    printf disabled
    return
  fi
  said=$(ask_systemd is-enabled -- "$1") || :
  if [[ $said == enabled ]]; then printf enabled; else printf other; fi
}

loaded_word() {
  local i
  if [[ $(run_state "$1") != running ]]; then
    printf unknown
    return
  fi
  for ((i = 0; i < ${#L_UNIT[@]}; i++)); do
    if [[ ${L_UNIT[i]} == "$1" && -n ${HANGS[${L_PATH[i]}]-} ]]; then
      printf unknown
      return
    fi
  done
  case $(need_of "$1") in
    none) if [[ $(property "$1" NeedDaemonReload) == yes ]] || has_newer_file "$1"; then printf older; else printf current; fi ;;
    restart | reload) printf older ;;
    *) printf unknown ;;
  esac
}

# A file that the process reads at its start alone, and that no plan names: one that is newer was not read.
has_newer_file() {
  local path start found
  start=$(start_of "$1")
  [[ $start =~ ^[1-9][0-9]{0,14}$ ]] || return 1
  while IFS= read -r path; do
    if ! is_path "$path" || is_input_of "$1" "$path"; then continue; fi
    found=$(within "$LIMIT_OF_A_QUESTION" stat -L -c '%F:%Y' -- "$path" 2>/dev/null) || continue
    if [[ $found == 'regular '*:* && ${found##*:} =~ ^[0-9]{1,15}$ && ${found##*:} -gt $start ]]; then return 0; fi
  done < <(files_read_at_start "$1")
  return 1
}

# UNIT PATH: true where the plan names it, so that what the process has read of it is known by its digest.
is_input_of() {
  local i
  for ((i = 0; i < ${#L_UNIT[@]}; i++)); do
    if [[ ${L_UNIT[i]} == "$1" && ${L_PATH[i]} == "$2" ]]; then return 0; fi
  done
  return 1
}

# UNIT: its environment files, and the configurations that flags of its process name. Certificates and kubeconfigs are read again later.
files_read_at_start() {
  local pid word is_value=no
  ask_systemd show -p EnvironmentFiles -- "$1" | sed -n 's/^EnvironmentFiles=\(.*\) (ignore_errors=[a-z]*)$/\1/p'
  pid=$(property "$1" MainPID)
  [[ $pid =~ ^[1-9][0-9]{0,9}$ ]] || return 0
  while IFS= read -r word; do
    if [[ $is_value == yes ]]; then
      printf '%s\n' "$word"
      is_value=no
    elif [[ $word =~ ^$FLAG_OF_FILE=(.*)$ ]]; then
      printf '%s\n' "${BASH_REMATCH[2]}"
    elif [[ $word =~ ^$FLAG_OF_FILE$ ]]; then
      is_value=yes
    fi
  done < <({ tr '\0' '\n' <"/proc/$pid/cmdline"; } 2>/dev/null)
}
readonly FLAG_OF_FILE='--(config|[a-z-]*-config|[a-z-]*-config-file|[a-z-]*policy-file|token-auth-file)'

# The last start in seconds; 0 where that is unknown.
start_word() {
  local start
  start=$(start_of "$1")
  if [[ $start =~ ^[0-9]{1,15}$ && $(property "$1" ExecMainStartTimestamp) == ?* ]]; then printf '%s' "$start"; else printf 0; fi
}
