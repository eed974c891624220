
# --- What is --------------------------------------------------------------------------------------------------------------------------

command_status() {
  local i unit need differs=0 kept=("$HISTORY"/[0-9]*/state)
  look_at_units
  look_at_files "${kept[@]}"
  say_fact delivered "$(newest)"
  say_what_is_kept "${kept[@]}"
  say_what_goes_on || differs=1
  judge
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then
      if is_overwritten "$i"; then say status "${S_STATE[i]}" overwrites "${W_PATH[i]}"; else say status "${S_STATE[i]}" file "${W_PATH[i]}"; fi
      differs=1
    fi
  done
  if [[ $differs -eq 1 ]]; then show_obstacles status; fi
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    need=$(need_in_scope "$unit")
    say status "$(run_state "$unit")" "$(boot_state "$unit")" "$unit $(loaded_state "$unit" "$need")"
    if [[ $need != none ]] || ! starts_as_wanted "$unit"; then differs=1; fi
  done
  if [[ $differs -eq 1 ]]; then return "$DIFFERENT"; fi
  say status same -
}

# What a rollback can undo: the number, the result that it came from, when it was confirmed, and its units with how they ran before.
say_what_is_kept() {
  local state day time entry result unit ran units
  for state in "$@"; do
    # What has gone in this moment is not kept any more.
    [[ -n ${SEEN_MODE[$state]-} ]] || continue
    read -r _ _ _ day time _ <<<"${SEEN_MODE[$state]}"
    entry=${state%/state} result=- units=''
    if [[ -f $entry/result ]]; then read -r result <"$entry/result" || :; fi
    { while IFS=$'\t' read -r unit ran _; do units+=$unit=$ran,; done <"$entry/units"; } 2>/dev/null || continue
    say_fact kept "${entry##*/} $result ${day}T${time%.*}Z $units"
  done
}

# True where nothing waits for a person.
say_what_goes_on() {
  local entry quiet=0
  if is_locked; then
    say status busy - "$(holder_of_lock) is at work here"
    quiet=1
  fi
  if [[ $(journal_state) != none ]]; then
    say status waiting - "$(journal_state): host-engine.sh confirm, or rollback"
    quiet=1
  fi
  if [[ -d $PUT_BACK_LAST ]]; then say status put-back - "the last delivery, at $(time_of "$PUT_BACK_LAST")"; fi
  for entry in "$STATE"/failed-*; do
    [[ -d $entry ]] || continue
    say status failed not-put-back "a delivery could not be put back whole: what was there before is in $entry/before; remove $entry when all is well"
    quiet=1
  done
  return "$quiet"
}

loaded_state() {
  case $2 in
    start) printf 'not running' ;;
    stop) printf 'still to be stopped' ;;
    none) if [[ $(run_state "$1") == running ]]; then printf 'with the files on the disk'; else printf 'not running'; fi ;;
    *) printf 'with older files than those on the disk' ;;
  esac
}
