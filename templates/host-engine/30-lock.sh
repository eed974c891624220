
# --- One at a time ------------------------------------------------------------------------------------------------------------------

# The kernel lets go of the lock when its last holder is gone, however that ends.
take_lock() {
  local patience=${1:-0} holder=''
  mkdir -p "$RUNNING"
  exec 9>>"$RUNNING/lock"
  if ! flock -w "$patience" 9; then
    read -r holder <"$RUNNING/holder" || :
    say lock busy "${holder:-somebody} holds it; wait for its end, or look with: host-engine.sh status"
    exit "$BUSY"
  fi
  printf '%s since %s (process %s)\n' "${SUDO_USER:-${USER:-root}}${SSH_CLIENT:+ from ${SSH_CLIENT%% *}}" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$$" >"$RUNNING/holder"
}
