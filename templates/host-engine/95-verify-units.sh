
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
    none) if [[ $(property "$1" NeedDaemonReload) == yes ]]; then printf older; else printf current; fi ;;
    restart | reload) printf older ;;
    *) printf unknown ;;
  esac
}

# The last start in seconds; 0 where that is unknown.
start_word() {
  local start
  start=$(start_of "$1")
  if [[ $start =~ ^[0-9]{1,15}$ && $(property "$1" ExecMainStartTimestamp) == ?* ]]; then printf '%s' "$start"; else printf 0; fi
}
