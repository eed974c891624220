# --- One rollout at a time ------------------------------------------------------------------------------------------------------------

HOLDERS=()
# The lock goes when this process is gone.
HELD_FOR=''

beat() {
  printf '%s@%s\n' "${USER:-$(id -un)}" "$(uname -n)"
  while kill -0 "$HELD_FOR" && printf '\n' && sleep 1; do :; done
}

# On every master in one order: two runs of one cluster meet, whatever their source masters are.
take_locks() {
  local host
  HELD_FOR=${HELD_FOR:-$BASHPID}
  for host in "${LOCKS[@]}"; do take_lock "$host" "lock,$host"; done
  printf '%s\n' "${HOLDERS[@]}" >"$STATE/holders"
}

# A host holds the lock as long as it hears from this machine.
take_lock() {
  local host=$1 name=$2 holder
  { printf '%s\n' "$WORD" && beat; } 2>/dev/null |
    speak "$host" "$HOLD" 2>"$SCRATCH/$name.faults" > >(LOG=/dev/null hear "$host" "$name" >"$SCRATCH/$name.said" 2>&1) &
  holder=$!
  HOLDERS+=("$holder")
  until [[ $(fact_of "$name" lock) == held ]]; do
    if ! kill -0 "$holder" 2>/dev/null || is_stopped; then
      let_go
      ! is_stopped || stop_here "stopped by the operator"
      wait "$holder" || :
      if [[ $(fact_of "$name" lock) != busy ]]; then
        cat "$SCRATCH/$name.said" >&"$TELL"
        refuse "the lock on $host could not be taken"
      fi
      complain "busy: another rollout is running: $(sed -n 's/^text\t//p' "$SCRATCH/$name.heard" | head -n 1)"
      say "Nothing was changed on any host. Wait until it ends. If its operator has gone, the lock is free within a minute: run again."
      exit "$BUSY"
    fi
    sleep 0.2
  done
}

holds_locks() {
  local holder
  while IFS= read -r holder; do kill -0 "$holder" 2>/dev/null || return 1; done <"$STATE/holders"
}

# The holders ignore gentler signals, as everything does that is started here.
let_go() {
  local holder
  for holder in "${HOLDERS[@]+"${HOLDERS[@]}"}"; do kill -KILL "$holder" 2>/dev/null || :; done
}
