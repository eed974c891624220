
# --- One at a time ------------------------------------------------------------------------------------------------------------------

# Who has it is said at once; an older flock refuses to wait for no time at all.
wait_for_lock() {
  [[ $1 -gt 0 ]] || return 1
  say lock waiting "$(holder_of_lock) holds it; waiting for at most $1 s"
  flock -w "$1" 9
}

holder_of_lock() {
  local holder=''
  { read -r holder <"$RUNNING/holder"; } 2>/dev/null || :
  printf '%s' "${holder:-somebody}"
}

# Asked of the process that has signed: to try the lock would be to hold it for a moment.
is_locked() {
  local holder=''
  { read -r holder <"$RUNNING/holder"; } 2>/dev/null || return 1
  holder=${holder##*(process }
  [[ /proc/${holder%)}/fd/9 -ef $RUNNING/lock ]]
}

# The kernel lets go of the lock when its last holder is gone, however that ends.
take_lock() {
  mkdir -p "$RUNNING"
  exec 9>>"$RUNNING/lock"
  if ! flock -n 9 && ! wait_for_lock "$1"; then
    say lock busy "$(holder_of_lock) holds it; wait for its end, or look with: host-engine.sh status"
    exit "$BUSY"
  fi
  printf '%s since %s (process %s)\n' "${SUDO_USER:-${USER:-root}}${SSH_CLIENT:+ from ${SSH_CLIENT%% *}}" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$$" >"$RUNNING/holder"
}
