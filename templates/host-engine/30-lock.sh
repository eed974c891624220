
# --- One at a time ------------------------------------------------------------------------------------------------------------------

# An older flock refuses to wait for no time at all.
wait_for_lock() { if [[ $1 -eq 0 ]]; then flock -n 9; else flock -w "$1" 9; fi; }

# Asked of the process that has signed: to try the lock would be to hold it for a moment.
is_locked() {
  local holder=''
  { read -r holder <"$RUNNING/holder"; } 2>/dev/null || return 1
  holder=${holder##*(process }
  [[ /proc/${holder%)}/fd/9 -ef $RUNNING/lock ]]
}

# The kernel lets go of the lock when its last holder is gone, however that ends.
take_lock() {
  local patience=$1 holder=''
  mkdir -p "$RUNNING"
  exec 9>>"$RUNNING/lock"
  if ! wait_for_lock "$patience"; then
    { read -r holder <"$RUNNING/holder"; } 2>/dev/null || :
    say lock busy "${holder:-somebody} holds it; wait for its end, or look with: host-engine.sh status"
    exit "$BUSY"
  fi
  printf '%s since %s (process %s)\n' "${SUDO_USER:-${USER:-root}}${SSH_CLIENT:+ from ${SSH_CLIENT%% *}}" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$$" >"$RUNNING/holder"
}
