# --- Deliveries -----------------------------------------------------------------------------------------------------------------------

FAILED_JOURNAL='' INTERRUPTED=''

# Somebody has asked for an end: it comes after the command in hand.
interrupt() {
  INTERRUPTED=yes
  say deliver interrupted "everything goes back now"
}

is_uninterrupted() { [[ -z $INTERRUPTED ]]; }

# Everything is written down before the first file is touched; what goes wrong after that is put back.
deliver() {
  local kind=$1
  mkdir -p "$STATE" || refuse stage "$STATE cannot be made"
  stage
  validate
  say validate ok
  stamp_running
  write_journal "$kind" || refuse journal "what was there before could not be written down: is the disk full?"
  arm "$DELIVERY_TIMER" "$(longest_delivery)" || refuse_after_journal "systemd-run could not arm the timer that puts back what nobody confirms"
  trap interrupt INT TERM
  set_state swapping || refuse_after_journal "$JOURNAL cannot be written: is the disk full?"
  if take_down && swap && bring_up && check_health && set_state delivered; then
    finish_swap
  else
    put_back
  fi
}

# Seconds: a stop and a start of every unit, the gate, and the time for a confirm.
longest_delivery() { printf '%s' "$((300 * ${#SCOPE[@]} + SECONDS_OF_A_GATE + CONFIRM_WITHIN + 60))"; }

refuse_after_journal() {
  disarm "$DELIVERY_TIMER"
  remove_at_once "$JOURNAL"
  refuse journal "$1"
}

finish_swap() {
  trap '' INT TERM
  local detail="confirm within $CONFIRM_WITHIN s, or it is put back: host-engine.sh confirm"
  if arm "$CONFIRM_TIMER" "$CONFIRM_WITHIN"; then
    disarm "$DELIVERY_TIMER"
  else
    detail="the timer for $CONFIRM_WITHIN s could not be armed, so the one of the delivery stays: confirm now, or it is put back when that ends"
  fi
  say deliver ok "$(changed_count) files changed; $detail"
}

put_back() {
  if revert; then
    say deliver "put back" "everything is as it was before"
    exit "$PUT_BACK"
  fi
  say deliver failed "not everything could be put back: see the lines above, and ${FAILED_JOURNAL:-$JOURNAL}"
  exit "$NEEDS_A_PERSON"
}

# True where everything is as it was. The journal goes last, so that an interrupted way back is begun again.
revert() {
  local failed=0
  trap '' INT TERM
  rm -rf -- "$STATE/stage" "$COPIED"
  take_down_again || failed=1
  unswap || failed=1
  bring_up_again || failed=1
  if [[ $failed -eq 0 ]]; then note_put_back; else set_aside; fi || failed=1
  disarm "$DELIVERY_TIMER" "$CONFIRM_TIMER"
  sync_state
  return "$failed"
}

# What another run left: nothing was touched yet, or it is put back.
recover() {
  rm -rf -- "$JOURNAL.new" "$LEFTOVER" "$STATE/stage"
  case $(journal_state) in
    none) rm -rf -- "$JOURNAL" ;;
    begun)
      disarm "$DELIVERY_TIMER"
      note_put_back
      say recover ok "a delivery was interrupted before it changed anything"
      ;;
    kept) file_what_is_kept ;;
    *)
      if revert; then
        say recover "put back" "a delivery was interrupted or not confirmed"
      else
        say recover failed "see the lines above, and ${FAILED_JOURNAL:-$JOURNAL}"
        exit "$NEEDS_A_PERSON"
      fi
      ;;
  esac
}

command_apply() {
  recover
  compare
  refuse_drift
  if [[ $(changed_count) -eq 0 && -z $(service_needs) ]]; then
    forget_put_back
    rm -rf -- "$COPIED"
    note_what_is_there
    say apply same "nothing to do"
    return
  fi
  deliver apply
}

# A host that was as wanted before anything was delivered: noted once, so that an edit is seen as one from now on.
note_what_is_there() {
  local records known=''
  records=$(records_after)
  if [[ -f $DELIVERED ]]; then known=$(<"$DELIVERED"); fi
  [[ $records != "$known" ]] || return 0
  { mkdir -p "$STATE" && printf '%s\n' "$records" >"$DELIVERED.new" && sync_files "$DELIVERED.new" && mv -T -- "$DELIVERED.new" "$DELIVERED"; } ||
    refuse apply "what is there could not be noted below $STATE: is the disk full?"
}
