
# --- Confirm and history ------------------------------------------------------------------------------------------------------------------

# The host was reached over a new connection, so the delivery stays.
command_confirm() {
  case $(journal_state) in
    delivered)
      if [[ -n $WAIT_ANOTHER ]]; then
        wait_longer
        return
      fi
      set_state kept || refuse confirm no-room "$JOURNAL is not writable: is the disk full? The delivery waits until its time is over."
      ;;
    kept) ;;
    none)
      confirm_nothing
      return
      ;;
    *) refuse confirm not-finished "the delivery is not complete: $(journal_state)" ;;
  esac
  file_kept
  say confirm ok - "kept as $(newest)"
  say_fact delivered "$(newest)"
}

# The host can be reached, but the delivery is not kept yet. While one timer is replaced, the other one runs.
wait_longer() {
  start_timer "$DELIVERY_TIMER" "$WAIT_ANOTHER" ||
    refuse confirm no-timer "systemd-run could not start a timer for $WAIT_ANOTHER s; the earlier timer still runs"
  if start_timer "$CONFIRM_TIMER" "$WAIT_ANOTHER"; then disarm "$DELIVERY_TIMER"; fi
  say confirm waiting - "confirm again within $WAIT_ANOTHER s, or the delivery is rolled back"
}

confirm_nothing() {
  if [[ -d $LAST_ROLLED_BACK ]]; then
    say confirm rolled-back - "too late: the delivery was rolled back at $(time_of "$LAST_ROLLED_BACK")"
    exit "$ROLLED_BACK"
  fi
  say confirm same - "no delivery waits for a confirm"
}

time_of() { date -u -r "$1" +%Y-%m-%dT%H:%M:%SZ; }

file_kept() {
  keep_delivery && return
  say confirm failed not-filed "the delivery stays, but could not be moved to $HISTORY. Check that folder, then confirm again."
  exit "$NEEDS_OPERATOR"
}

# Only renames, no writes, so that it works on a full disk. An interrupted confirm is completed the next time.
keep_delivery() {
  local kind
  kind=$(<"$JOURNAL/kind") && drop_secrets "$JOURNAL" && drop_old_names "$JOURNAL" || return 1
  if [[ -f $JOURNAL/delivered.after ]]; then mv -T -- "$JOURNAL/delivered.after" "$DELIVERED" && sync_state || return 1; fi
  case $kind in
    rollback*) remove_after "${kind#rollback }" && remove_at_once "$JOURNAL" ;;
    *) file_delivery && prune ;;
  esac || return 1
  disarm "$DELIVERY_TIMER" "$CONFIRM_TIMER"
  sync_state
}

file_delivery() { mv -T -- "$JOURNAL" "$HISTORY/$(printf '%04d' "$((10#$(newest) + 1))")"; }

newest() {
  local entry last=0000
  for entry in "$HISTORY"/[0-9]*; do
    if [[ -d $entry ]]; then last=${entry##*/}; fi
  done
  printf '%s' "$last"
}

# Prints the entry of the first delivery after NUMBER; false where it is no longer kept.
first_after() {
  local entry
  for entry in "$HISTORY"/[0-9]*; do
    if [[ -d $entry && $((10#${entry##*/})) -eq $((10#$1 + 1)) ]]; then
      printf '%s' "$entry"
      return
    fi
  done
  return 1
}

prune() {
  local entries=("$HISTORY"/[0-9]*) i
  for ((i = 0; i < ${#entries[@]} - KEPT; i++)); do remove_at_once "${entries[i]}" || return 1; done
}

# The newest goes first, so that the history never has a gap.
remove_after() {
  local base=$1 entry
  while entry=$HISTORY/$(newest) && [[ $((10#${entry##*/})) -gt $((10#$base)) ]]; do
    remove_at_once "$entry" || return 1
  done
}
