
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
  look_at_clock
  deadline=$((NOW + SECONDS_OF_A_GATE))
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    if is_in "$unit" "${STOPPED[@]+"${STOPPED[@]}"}"; then continue; fi
    until is_healthy "$unit" && before=$(incarnation_of "$unit") && sleep 2 && is_healthy "$unit" && [[ $before == "$(incarnation_of "$unit")" ]]; do
      look_at_clock
      if ! is_uninterrupted || [[ $NOW -ge $deadline || $(property "$unit" ActiveState) == failed ]]; then
        say health failed - "$unit: $(property "$unit" ActiveState); the last lines of it: journalctl -u $unit -n 20"
        return 1
      fi
      sleep 1
    done
    say health ok - "$unit"
  done
}
