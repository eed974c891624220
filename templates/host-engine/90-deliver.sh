# --- Deliveries -----------------------------------------------------------------------------------------------------------------------

FAILED_JOURNAL='' INTERRUPTED=''

# Ctrl-C or TERM: the rollback starts after the current command.
interrupt() {
  INTERRUPTED=yes
  say deliver interrupted - "rolling back"
}

is_uninterrupted() { [[ -z $INTERRUPTED ]]; }

# Everything is recorded before the first file is touched. Later failures are rolled back.
deliver() {
  local kind=$1
  work_until "$LONGEST_PREPARATION"
  prove_systemd_answers
  mkdir -p "$STATE" || refuse stage no-room "$STATE could not be created"
  refuse_obstacles
  stage
  validate
  say validate ok -
  stamp_running
  write_journal "$kind" || refuse journal no-room "the journal could not be written below $STATE: is the disk full?"
  work_until "$(longest_delivery)"
  arm "$DELIVERY_TIMER" "$(longest_delivery)" || refuse_after_journal no-timer "systemd-run could not start the timer for the rollback"
  trap interrupt INT TERM
  set_state swapping || refuse_after_journal no-room "$JOURNAL cannot be written: is the disk full?"
  if stop_leaving_units && swap && start_units && check_health && sync_boot && set_state delivered; then
    finish_swap
  else
    roll_back
  fi
}

# Seconds: a rollback, which stops and starts every unit, the health check, and the time until the confirm.
longest_delivery() { printf '%s' "$(($(longest_return) + SECONDS_OF_A_GATE + CONFIRM_WITHIN + 60))"; }

refuse_after_journal() {
  disarm "$DELIVERY_TIMER"
  remove_at_once "$JOURNAL"
  refuse journal "$1" "$2"
}

finish_swap() {
  trap '' INT TERM
  local detail="confirm within $CONFIRM_WITHIN s, or the delivery is rolled back: host-engine.sh confirm"
  if arm "$CONFIRM_TIMER" "$CONFIRM_WITHIN"; then
    work_until "$LONGEST_WHILE_WAITING"
    disarm "$DELIVERY_TIMER"
  else
    detail="the timer for $CONFIRM_WITHIN s could not be started. Confirm now, or the delivery is rolled back by its first timer."
  fi
  say deliver ok - "$(changed_count) files changed; $detail"
}

roll_back() {
  if revert; then
    say deliver rolled-back - "everything is as it was before"
    exit "$ROLLED_BACK"
  fi
  say_not_rolled_back deliver
  exit "$NEEDS_OPERATOR"
}

say_not_rolled_back() {
  if [[ -n $NEXT_TRY ]]; then
    say "$1" failed timed-out "the files are restored, but systemd timed out; $NEXT_TRY"
  else
    say "$1" failed not-rolled-back "not everything could be rolled back; see the lines above and ${FAILED_JOURNAL:-$JOURNAL}"
  fi
}

# True where everything is as it was. The journal is removed last, so that an interrupted rollback starts again.
revert() {
  local failed=0 unrestored=0
  trap '' INT TERM
  work_until "$(longest_return)"
  TIMED_OUT='' NEXT_TRY=''
  rm -rf -- "$STATE/stage" "$STATE/taken" "$COPIED"
  stop_new_units || failed=1
  undo_changes || unrestored=1
  restore_units || failed=1
  sync_boot
  end_revert "$((failed + unrestored))" "$unrestored" || failed=1
  sync_state
  return "$((failed | unrestored))"
}

# Where only systemd timed out, the journal stays and a timer tries again.
NEXT_TRY=''

end_revert() {
  if [[ $1 -eq 0 ]]; then
    drop_overwritten "$JOURNAL"
    mark_rolled_back || return 1
  elif [[ $2 -eq 0 && -n $TIMED_OUT ]]; then
    NEXT_TRY="this host tries again every $SECONDS_TO_NEXT_TRY s"
    set_timer "$CONFIRM_TIMER" "$SECONDS_TO_NEXT_TRY" || ask_systemd is-active --quiet "$CONFIRM_TIMER.timer" ||
      NEXT_TRY="run: host-engine.sh recover"
    return 1
  else
    set_aside || return 1
  fi
  disarm "$DELIVERY_TIMER" "$CONFIRM_TIMER"
}

# Handles the journal of another run: nothing was touched, or it is rolled back.
recover() {
  rm -rf -- "$JOURNAL.new" "$LEFTOVER" "$STATE/stage" "$STATE/taken" "$STATE/earlier"
  case $(journal_state) in
    none) rm -rf -- "$JOURNAL" ;;
    begun)
      drop_overwritten "$JOURNAL"
      mark_rolled_back
      disarm "$DELIVERY_TIMER"
      say recover ok nothing-changed "a delivery was interrupted before it changed anything"
      ;;
    kept) file_kept ;;
    *)
      if revert; then
        say recover rolled-back - "a delivery was interrupted or not confirmed"
      else
        say_not_rolled_back recover
        exit "$NEEDS_OPERATOR"
      fi
      ;;
  esac
}

# Runs from a timer, at boot, or by hand. At boot the earlier timers are gone, so a new one is started for the case that this try fails.
command_recover() {
  take_lock_or_end_holder "$(longest_return)"
  if [[ -n $AT_BOOT ]]; then set_timer "$DELIVERY_TIMER" "$SECONDS_TO_NEXT_TRY" || :; fi
  # The timer of an earlier delivery: another engine has handled that one while this one waited for the lock.
  if [[ -n $DELIVERY && -f $JOURNAL/engine && $(<"$JOURNAL/engine") != "$DELIVERY" ]]; then
    say recover same - "another delivery has started since and has its own timer"
    return
  fi
  load_kept_plan
  trap clean_up EXIT
  # Without a delivery no timer is needed.
  if [[ $(journal_state) == none ]]; then disarm "$DELIVERY_TIMER" "$CONFIRM_TIMER"; fi
  recover
}

command_apply() {
  recover
  compare
  say_links
  refuse_drift
  if [[ $(changed_count) -eq 0 && -z $(service_needs) ]]; then
    clear_rolled_back
    record_unchanged_host
    say apply same - "nothing to do"
    return
  fi
  deliver apply
}

# Records a host that needed no change, so that a later edit is seen as drift.
record_unchanged_host() {
  local records known=''
  records=$(records_after)
  if [[ -f $DELIVERED ]]; then known=$(<"$DELIVERED"); fi
  [[ $records != "$known" ]] || return 0
  { mkdir -p "$STATE" && printf '%s\n' "$records" >"$DELIVERED.new" && sync_files "$DELIVERED.new" && mv -T -- "$DELIVERED.new" "$DELIVERED"; } ||
    refuse apply no-room "$DELIVERED could not be written: is the disk full?"
}
