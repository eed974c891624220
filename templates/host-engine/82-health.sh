
# --- Health -----------------------------------------------------------------------------------------------------------------------------

is_healthy() {
  local unit=$1 i
  [[ $(property "$unit" ActiveState) == active ]] || return 1
  for ((i = 0; i < ${#H_UNIT[@]}; i++)); do
    if [[ ${H_UNIT[i]} == "$unit" ]] && ! answers "${H_KIND[i]}" "${H_FIRST[i]}" "${H_SECOND[i]}"; then return 1; fi
  done
}

# shellcheck disable=SC2016 # the inner shell puts its own arguments in
connects() { timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>/dev/null; }

# A kube-apiserver that refuses anonymous requests answers 401.
answers() {
  local code only_code=(--silent --max-time 5 --output /dev/null --write-out '%{http_code}')
  case $1 in
    tcp) connects "$2" "$3" ;;
    http) code=$(curl "${only_code[@]}" -- "$2") && [[ $code == 200 ]] ;;
    https) code=$(curl "${only_code[@]}" --cacert "$3" -- "$2") && [[ $code == 200 || $code == 401 ]] ;;
  esac
}

# Healthy, and still the same process 2 s later: a service that fails at start is active for a moment.
check_health() {
  local unit deadline before
  look_at_clock
  deadline=$((NOW + SECONDS_OF_A_GATE))
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    if is_in "$unit" "${STOPPED[@]+"${STOPPED[@]}"}"; then continue; fi
    until is_healthy "$unit" && before=$(start_id_of "$unit") && sleep 2 && is_healthy "$unit" && [[ $before == "$(start_id_of "$unit")" ]]; do
      look_at_clock
      if ! is_uninterrupted || [[ $NOW -ge $deadline || $(property "$unit" ActiveState) == failed ]]; then
        say health failed - "$unit is $(property "$unit" ActiveState). Run: journalctl -u $unit -n 20"
        return 1
      fi
      sleep 1
    done
    say health ok - "$unit"
  done
}
