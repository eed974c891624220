# --- One rollout at a time ------------------------------------------------------------------------------------------------------------

HOLDER=''
# The process that the lock is for: it goes when that process is gone.
HELD_FOR=''

beat() {
  printf '%s@%s\n' "${USER:-$(id -un)}" "$(uname -n)"
  while kill -0 "$HELD_FOR" && printf '\n' && sleep 1; do :; done
}

# The source holds the lock as long as it hears of us.
take_lock() {
  HELD_FOR=${HELD_FOR:-$BASHPID}
  rm -f -- "$SCRATCH/lock.heard"
  { printf '%s\n' "$WORD" && beat; } 2>/dev/null | speak "$SOURCE" "$HOLD" 2>"$SCRATCH/lock.faults" > >(LOG=/dev/null && hear "$SOURCE" lock >"$SCRATCH/lock.said" 2>&1) &
  HOLDER=$!
  until [[ $(fact_of lock lock) == held ]]; do
    if ! kill -0 "$HOLDER" 2>/dev/null || [[ -e $SCRATCH/stopped ]]; then
      wait "$HOLDER" || :
      HOLDER=''
      if [[ $(fact_of lock lock) != busy ]]; then
        cat "$SCRATCH/lock.said"
        refuse "the lock on $SOURCE could not be taken"
      fi
      say "busy: another rollout is running: $(sed -n 's/^text\t//p' "$SCRATCH/lock.heard" | head -n 1)"
      say "Nothing was changed on any host. Wait for its end. If its operator has gone, the lock is free within a minute: run again."
      exit "$BUSY"
    fi
    sleep 0.2
  done
}

holds_lock() { [[ -z $HOLDER ]] || kill -0 "$HOLDER" 2>/dev/null; }

