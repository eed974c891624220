
# --- Limits -----------------------------------------------------------------------------------------------------------------------------

# Seconds that a command may take: a query to systemd, a daemon-reload, a start or stop of a service, a check of a configuration, the
# digests of the files of a delivery, and an archive on its way in.
readonly LIMIT_OF_A_QUESTION=20 LIMIT_OF_A_RELOAD=90 LIMIT_OF_A_SERVICE=150 LIMIT_OF_A_TRIAL=60 LIMIT_OF_FILES=600 LIMIT_OF_AN_ARCHIVE=3600

# SECONDS COMMAND…: a command that ignores the signal at its limit is killed. It may outlive this program, so it does not inherit the lock.
within() {
  local seconds=$1
  shift
  timeout --kill-after=5 "$seconds" "$@" 9>&-
}

# EXIT-CODE: the command was ended at its limit, or killed there.
is_timed_out() { [[ $1 -eq 124 || $1 -eq 137 ]]; }

# Set where a change through systemd timed out: it may work a minute later.
TIMED_OUT=''

# EXIT-CODE SECONDS WHAT UNIT: systemctl failed.
say_service_fault() {
  if is_timed_out "$1"; then
    TIMED_OUT=yes
    say service failed timed-out "systemctl $3${4:+ $4} did not end within $2 s"
  else
    say service failed "$3" "${4:-systemctl $3}"
  fi
}
