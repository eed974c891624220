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
  local code
  HELD_FOR=${HELD_FOR:-$BASHPID}
  beat 2>/dev/null | speak "$SOURCE" "$HOLD" >"$SCRATCH/lock" 2>&1 &
  HOLDER=$!
  until grep -qs '^held$' "$SCRATCH/lock"; do
    if ! kill -0 "$HOLDER" 2>/dev/null || [[ -e $SCRATCH/stopped ]]; then
      code=0
      wait "$HOLDER" || code=$?
      HOLDER=''
      [[ $code -eq "$BUSY" ]] || refuse "the lock on $SOURCE could not be taken: $(tail -n 1 "$SCRATCH/lock")"
      say "busy: another rollout is running: $(tail -n 1 "$SCRATCH/lock")"
      say "Nothing was changed on any host. Wait for its end; if nobody is there any more, the lock goes by itself within a minute."
      exit "$BUSY"
    fi
    sleep 0.2
  done
}

holds_lock() { [[ -z $HOLDER ]] || kill -0 "$HOLDER" 2>/dev/null; }

