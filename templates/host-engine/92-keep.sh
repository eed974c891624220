
# --- What is kept ------------------------------------------------------------------------------------------------------------------------

# A person, or another program, has reached the host over a new connection: the delivery stays.
command_confirm() {
  case $(journal_state) in
    delivered) set_state kept || refuse confirm no-room "$JOURNAL cannot be written: is the disk full? The delivery waits on, until its time is over" ;;
    kept) ;;
    none)
      confirm_nothing
      return
      ;;
    *) refuse confirm not-finished "the delivery is not finished: $(journal_state)" ;;
  esac
  file_what_is_kept
  say confirm ok - "kept as $(newest)"
  say_fact delivered "$(newest)"
}

confirm_nothing() {
  if [[ -d $PUT_BACK_LAST ]]; then
    say confirm put-back - "the delivery did not last until now: it was put back at $(time_of "$PUT_BACK_LAST")"
    exit "$PUT_BACK"
  fi
  say confirm same - "nothing waits for it"
}

time_of() { date -u -r "$1" +%Y-%m-%dT%H:%M:%SZ; }

file_what_is_kept() {
  keep_delivery && return
  say confirm failed not-filed "the delivery stays, and could not be filed below $HISTORY: look there, then confirm again"
  exit "$NEEDS_A_PERSON"
}

# Names are exchanged and nothing is written, so that a full disk is no obstacle; what was interrupted is done to its end the next time.
keep_delivery() {
  local kind
  kind=$(<"$JOURNAL/kind") && drop_secrets "$JOURNAL" && drop_old_names "$JOURNAL" || return 1
  if [[ -f $JOURNAL/delivered.after ]]; then mv -T -- "$JOURNAL/delivered.after" "$DELIVERED" && sync_state || return 1; fi
  case $kind in
    rollback*) forget_after "${kind#rollback }" && remove_at_once "$JOURNAL" ;;
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

# The entry of the first delivery after this one; none where it is no longer kept.
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

# The newest goes first: what is left is a history without a gap.
forget_after() {
  local base=$1 entry
  while entry=$HISTORY/$(newest) && [[ $((10#${entry##*/})) -gt $((10#$base)) ]]; do
    remove_at_once "$entry" || return 1
  done
}
