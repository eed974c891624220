
# --- One at a time ------------------------------------------------------------------------------------------------------------------

# Seconds for which the lock may be held: by what has not touched anything yet, by a confirm, and while a delivery waits for its confirm.
readonly LONGEST_PREPARATION=3600 LONGEST_CONFIRM=300 LONGEST_WHILE_WAITING=60
# A recover waits so long for the lock; its timer tries again.
readonly LONGEST_WAIT=300

# Who has it is said at once; an older flock refuses to wait for no time at all.
wait_for_lock() {
  [[ $1 -gt 0 ]] || return 1
  say lock waiting - "$(holder_of_lock) holds it; waiting for at most $1 s"
  flock -w "$1" 9
}

holder_of_lock() {
  local holder=''
  { read -r holder <"$RUNNING/holder"; } 2>/dev/null || :
  printf '%s' "${holder:-another process}"
}

# Asked of the process that has signed: to try the lock would be to hold it for a moment.
is_locked() {
  local holder=''
  { read -r holder <"$RUNNING/holder"; } 2>/dev/null || return 1
  [[ $holder =~ \(process\ ([1-9][0-9]{0,9})\)$ && /proc/${BASH_REMATCH[1]}/fd/9 -ef $RUNNING/lock ]]
}

# Lock and holder belong to root alone, also where an older version made them: who can open the lock can hold it.
open_lock() {
  mkdir -p "$RUNNING"
  exec 9>>"$RUNNING/lock"
  chmod go= "$RUNNING" "$RUNNING/lock"
}

# The kernel lets go of the lock when its last holder is gone, however that ends.
take_lock() {
  open_lock
  if ! flock -n 9 && ! wait_for_lock "$1"; then give_up; fi
  work_until "$2"
}

give_up() {
  say lock busy - "$(holder_of_lock) holds it; wait for its end, or look with: host-engine.sh status"
  exit "$BUSY"
}

# What no person waits for ends a holder that is past its own time, and goes on.
take_lock_from_what_hangs() {
  local deadline
  open_lock
  look_at_clock
  deadline=$((NOW + LONGEST_WAIT))
  if ! flock -n 9; then
    say lock waiting - "$(holder_of_lock) holds it; waiting for at most $LONGEST_WAIT s"
    until flock -w 5 9; do
      end_what_hangs
      look_at_clock
      if [[ $NOW -ge $deadline ]]; then give_up; fi
    done
  fi
  work_until "$1"
}

# The holder signs: a line for a person, and one for a program with its process, when that was started, and until when its work may last.
# Without room for that there is no signature, and no process is ended.
HELD_SINCE=''

work_until() {
  local who=${SUDO_USER:-${USER:-root}}${SSH_CLIENT:+ from ${SSH_CLIENT%% *}}
  HELD_SINCE=${HELD_SINCE:-$(date -u +%Y-%m-%dT%H:%M:%SZ)}
  { look_at_process "$$" && look_at_clock &&
    printf '%s since %s (process %s)\nprocess %s %s %s\n' "${who//[^A-Za-z0-9@.:_ -]/?}" "$HELD_SINCE" "$$" "$$" "$START" "$((NOW + $1))" >"$RUNNING/holder.new" &&
    mv -T -- "$RUNNING/holder.new" "$RUNNING/holder"; } 2>/dev/null || rm -f -- "$RUNNING/holder"
}

# Who has signed last; false where that has not the form.
read_holder() {
  local line=''
  { read -r _ && read -r line; } <"$RUNNING/holder" 2>/dev/null || return 1
  [[ $line =~ ^process\ ([1-9][0-9]{0,9})\ ([0-9]{1,18})\ ([0-9]{1,10})$ ]] || return 1
  HOLDER=${BASH_REMATCH[1]} HOLDER_START=${BASH_REMATCH[2]} HOLDER_UNTIL=${BASH_REMATCH[3]}
}

HOLDER='' HOLDER_START='' HOLDER_UNTIL='' LEFT_BEHIND=''

# The holder, once its time is over; and what a holder that is gone has started, if that keeps the lock.
end_what_hangs() {
  read_holder || return 0
  look_at_clock
  if is_process "$HOLDER" "$HOLDER_START"; then
    LEFT_BEHIND=''
    if [[ /proc/$HOLDER/fd/9 -ef $RUNNING/lock && $NOW -gt $((10#$HOLDER_UNTIL)) ]]; then
      say lock stopped timed-out "process $HOLDER holds it longer than its work can last, and is ended"
      end_process "$HOLDER" "$HOLDER_START"
    fi
  else
    end_what_is_left_behind
  fi
}
