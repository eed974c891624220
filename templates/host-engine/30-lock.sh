
# --- The lock -----------------------------------------------------------------------------------------------------------------------------

# Seconds for which the lock may be held: before anything has changed, by a confirm, and while a delivery waits for its confirm.
readonly LONGEST_PREPARATION=3600 LONGEST_CONFIRM=300 LONGEST_WHILE_WAITING=60
# How long a recover waits for the lock; its timer tries again.
readonly LONGEST_WAIT=300

# Prints the holder first. An old flock does not accept a timeout of 0.
wait_for_lock() {
  [[ $1 -gt 0 ]] || return 1
  say lock waiting - "$(holder_of_lock) holds the lock; waiting for at most $1 s"
  flock -w "$1" 9
}

holder_of_lock() {
  local holder=''
  { read -r holder <"$RUNNING/holder"; } 2>/dev/null || :
  printf '%s' "${holder:-another process}"
}

# Looks at the process that signed: an attempt to take the lock would hold it for a moment.
is_locked() {
  local holder=''
  { read -r holder <"$RUNNING/holder"; } 2>/dev/null || return 1
  [[ $holder =~ \(process\ ([1-9][0-9]{0,9})\)$ && /proc/${BASH_REMATCH[1]}/fd/9 -ef $RUNNING/lock ]]
}

# An older version may have made these files with another mode. A process that can open the lock can hold it, so only root may open it.
open_lock() {
  mkdir -p "$RUNNING"
  exec 9>>"$RUNNING/lock"
  chmod go= "$RUNNING" "$RUNNING/lock"
}

# The kernel releases the lock when its last holder ends, in any way.
take_lock() {
  open_lock
  if ! flock -n 9 && ! wait_for_lock "$1"; then exit_busy; fi
  work_until "$2"
}

exit_busy() {
  say lock busy - "$(holder_of_lock) holds the lock. Wait for its end, or run: host-engine.sh status"
  exit "$BUSY"
}

# For a recover from a timer, which no operator watches: ends a holder that has exceeded its time.
take_lock_or_end_holder() {
  local deadline
  open_lock
  look_at_clock
  deadline=$((NOW + LONGEST_WAIT))
  if ! flock -n 9; then
    say lock waiting - "$(holder_of_lock) holds the lock; waiting for at most $LONGEST_WAIT s"
    until flock -w 5 9; do
      end_overdue_holder
      look_at_clock
      if [[ $NOW -ge $deadline ]]; then exit_busy; fi
    done
  fi
  work_until "$1"
}

# The holder signs: one line for people, one line for programs with its process, the start of that process and the end of its time. Without
# room on the disk there is no signature, and no process is ended.
HELD_SINCE=''

work_until() {
  local who=${SUDO_USER:-${USER:-root}}${SSH_CLIENT:+ from ${SSH_CLIENT%% *}}
  HELD_SINCE=${HELD_SINCE:-$(date -u +%Y-%m-%dT%H:%M:%SZ)}
  { look_at_process "$$" && look_at_clock &&
    printf '%s since %s (process %s)\nprocess %s %s %s\n' \
      "${who//[^A-Za-z0-9@.:_ -]/?}" "$HELD_SINCE" "$$" "$$" "$START" "$((NOW + $1))" >"$RUNNING/holder.new" &&
    mv -T -- "$RUNNING/holder.new" "$RUNNING/holder"; } 2>/dev/null || rm -f -- "$RUNNING/holder"
}

# Reads the last signature; false where it has no valid form.
read_holder() {
  local line=''
  { read -r _ && read -r line; } <"$RUNNING/holder" 2>/dev/null || return 1
  [[ $line =~ ^process\ ([1-9][0-9]{0,9})\ ([0-9]{1,18})\ ([0-9]{1,10})$ ]] || return 1
  HOLDER=${BASH_REMATCH[1]} HOLDER_START=${BASH_REMATCH[2]} HOLDER_UNTIL=${BASH_REMATCH[3]}
}

HOLDER='' HOLDER_START='' HOLDER_UNTIL='' LEFT_BEHIND=''

# Ends the holder once its time is over, and processes that it has left behind with the lock.
end_overdue_holder() {
  read_holder || return 0
  look_at_clock
  if is_process "$HOLDER" "$HOLDER_START"; then
    LEFT_BEHIND=''
    if [[ /proc/$HOLDER/fd/9 -ef $RUNNING/lock && $NOW -gt $((10#$HOLDER_UNTIL)) ]]; then
      say lock stopped timed-out "process $HOLDER has held the lock for too long and is ended"
      end_process "$HOLDER" "$HOLDER_START"
    fi
  else
    end_left_behind
  fi
}
