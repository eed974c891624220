# --- Deliveries -----------------------------------------------------------------------------------------------------------------------

FAILED_JOURNAL='' INTERRUPTED=''

# Somebody has asked for an end: it comes after the command in hand.
interrupt() {
  INTERRUPTED=yes
  say deliver interrupted - "everything goes back now"
}

is_uninterrupted() { [[ -z $INTERRUPTED ]]; }

# Everything is written down before the first file is touched; what goes wrong after that is put back.
deliver() {
  local kind=$1
  work_until "$LONGEST_PREPARATION"
  prove_systemd_answers
  mkdir -p "$STATE" || refuse stage no-room "$STATE cannot be made"
  refuse_obstacles
  stage
  validate
  say validate ok -
  stamp_running
  write_journal "$kind" || refuse journal no-room "what was there before could not be written down: is the disk full?"
  work_until "$(longest_delivery)"
  arm "$DELIVERY_TIMER" "$(longest_delivery)" || refuse_after_journal no-timer "systemd-run could not arm the timer that rolls back what is not confirmed"
  trap interrupt INT TERM
  set_state swapping || refuse_after_journal no-room "$JOURNAL cannot be written: is the disk full?"
  if take_down && swap && bring_up && check_health && sync_boot && set_state delivered; then
    finish_swap
  else
    put_back
  fi
}

# Seconds: what a way back may last, which has a stop and a start of every unit, too, the gate, and the time for a confirm.
longest_delivery() { printf '%s' "$(($(longest_return) + SECONDS_OF_A_GATE + CONFIRM_WITHIN + 60))"; }

refuse_after_journal() {
  disarm "$DELIVERY_TIMER"
  remove_at_once "$JOURNAL"
  refuse journal "$1" "$2"
}

finish_swap() {
  trap '' INT TERM
  local detail="confirm within $CONFIRM_WITHIN s, or it is put back: host-engine.sh confirm"
  if arm "$CONFIRM_TIMER" "$CONFIRM_WITHIN"; then
    work_until "$LONGEST_WHILE_WAITING"
    disarm "$DELIVERY_TIMER"
  else
    detail="the timer for $CONFIRM_WITHIN s could not be armed, so the one of the delivery stays: confirm now, or it is put back when that ends"
  fi
  say deliver ok - "$(changed_count) files changed; $detail"
}

put_back() {
  if revert; then
    say deliver put-back - "everything is as it was before"
    exit "$PUT_BACK"
  fi
  say_not_put_back deliver
  exit "$NEEDS_A_PERSON"
}

say_not_put_back() {
  if [[ -n $NEXT_TRY ]]; then
    say "$1" failed timed-out "the files are as they were, but systemd did not do its part in time; $NEXT_TRY"
  else
    say "$1" failed not-put-back "not everything could be put back: see the lines above, and ${FAILED_JOURNAL:-$JOURNAL}"
  fi
}

# True where everything is as it was. The journal goes last, so that an interrupted way back is begun again.
revert() {
  local failed=0 unswapped=0
  trap '' INT TERM
  work_until "$(longest_return)"
  TIMED_OUT='' NEXT_TRY=''
  rm -rf -- "$STATE/stage" "$STATE/taken" "$COPIED"
  take_down_again || failed=1
  unswap || unswapped=1
  bring_up_again || failed=1
  sync_boot
  end_revert "$((failed + unswapped))" "$unswapped" || failed=1
  sync_state
  return "$((failed | unswapped))"
}

# What only systemd did not do in time may work a minute later: the journal stays, and a timer tries again.
NEXT_TRY=''

end_revert() {
  if [[ $1 -eq 0 ]]; then
    drop_overwritten "$JOURNAL"
    note_put_back || return 1
  elif [[ $2 -eq 0 && -n $TIMED_OUT ]]; then
    NEXT_TRY="this host tries again every $SECONDS_TO_NEXT_TRY s"
    set_timer "$CONFIRM_TIMER" "$SECONDS_TO_NEXT_TRY" || ask_systemd is-active --quiet "$CONFIRM_TIMER.timer" || NEXT_TRY="run: host-engine.sh recover"
    return 1
  else
    set_aside || return 1
  fi
  disarm "$DELIVERY_TIMER" "$CONFIRM_TIMER"
}

# What another run left: nothing was touched yet, or it is put back.
recover() {
  rm -rf -- "$JOURNAL.new" "$LEFTOVER" "$STATE/stage" "$STATE/taken" "$STATE/earlier"
  case $(journal_state) in
    none) rm -rf -- "$JOURNAL" ;;
    begun)
      drop_overwritten "$JOURNAL"
      note_put_back
      disarm "$DELIVERY_TIMER"
      say recover ok nothing-changed "a delivery was interrupted before it changed anything"
      ;;
    kept) file_what_is_kept ;;
    *)
      if revert; then
        say recover put-back - "a delivery was interrupted or not confirmed"
      else
        say_not_put_back recover
        exit "$NEEDS_A_PERSON"
      fi
      ;;
  esac
}

# By a timer, at boot, or by a person. At boot the timers of before are gone: should this try fail, another one comes.
command_recover() {
  take_lock_from_what_hangs "$(longest_return)"
  if [[ -n $AT_BOOT ]]; then set_timer "$DELIVERY_TIMER" "$SECONDS_TO_NEXT_TRY" || :; fi
  # Its timer belongs to an earlier delivery, which another engine has dealt with while this one waited for the lock.
  if [[ -n $DELIVERY && -f $JOURNAL/engine && $(<"$JOURNAL/engine") != "$DELIVERY" ]]; then
    say recover same - "another delivery is here by now, with a timer of its own"
    return
  fi
  load_kept_plan
  trap clean_up EXIT
  # A timer without a delivery is one that was not taken away in time.
  if [[ $(journal_state) == none ]]; then disarm "$DELIVERY_TIMER" "$CONFIRM_TIMER"; fi
  recover
}

command_apply() {
  recover
  compare
  say_links
  refuse_drift
  if [[ $(changed_count) -eq 0 && -z $(service_needs) ]]; then
    forget_put_back
    note_what_is_there
    say apply same - "nothing to do"
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
    refuse apply no-room "what is there could not be noted below $STATE: is the disk full?"
}
