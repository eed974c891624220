
# --- Status -------------------------------------------------------------------------------------------------------------------------------

command_status() {
  local i unit need differs=0 kept=("$HISTORY"/[0-9]*/state)
  look_at_units
  look_at_files "${kept[@]}"
  say_fact delivered "$(newest)"
  say_kept "${kept[@]}"
  say_unfinished || differs=1
  compare_again
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

# What a rollback can undo: the number, the digest of the output, the time of the confirm, and the units with their states before.
say_kept() {
  local state day time entry result unit ran units
  for state in "$@"; do
    # Removed since it was looked at.
    [[ -n ${SEEN_MODE[$state]-} ]] || continue
    read -r _ _ _ day time _ <<<"${SEEN_MODE[$state]}"
    entry=${state%/state} result=- units=''
    if [[ -f $entry/result ]]; then read -r result <"$entry/result" || :; fi
    { while IFS=$'\t' read -r unit ran _; do units+=$unit=$ran,; done <"$entry/units"; } 2>/dev/null || continue
    say_fact kept "${entry##*/} $result ${day}T${time%.*}Z $units"
    say_reason "$entry" change
    say_reason "$entry" message
  done
}

# An administrator may have edited the file.
say_reason() {
  local text=''
  { IFS= read -r text <"$1/$2"; } 2>/dev/null || return 0
  if is_fact "$2" "${1##*/} $text"; then say_fact "$2" "${1##*/} $text"; fi
}

# True where no manual action is required.
say_unfinished() {
  local entry quiet=0
  if is_locked; then
    say status busy - "$(holder_of_lock) holds the lock"
    quiet=1
  fi
  if [[ $(journal_state) != none ]]; then
    say status waiting - "a delivery is $(journal_state). Run host-engine.sh confirm or rollback."
    quiet=1
  fi
  if [[ -d $LAST_ROLLED_BACK ]]; then say status rolled-back - "the last delivery was rolled back at $(time_of "$LAST_ROLLED_BACK")"; fi
  for entry in "$STATE"/failed-*; do
    [[ -d $entry ]] || continue
    say status failed not-rolled-back "not everything was rolled back. The old files are in $entry/before. Remove $entry when the host is repaired."
    quiet=1
  done
  return "$quiet"
}

loaded_state() {
  case $2 in
    start) printf 'not running' ;;
    stop) printf 'not stopped yet' ;;
    none) if [[ $(run_state "$1") == running ]]; then printf 'runs with the files on the disk'; else printf 'not running'; fi ;;
    *) printf 'runs with older files than those on the disk' ;;
  esac
}
