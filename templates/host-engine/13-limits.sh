
# --- Limits -----------------------------------------------------------------------------------------------------------------------------

# Seconds that a command may take: what asks systemd, what has it read all units again, what stops or starts a service, what tries a
# configuration, what reads the files of a delivery, and what receives them.
readonly LIMIT_OF_A_QUESTION=20 LIMIT_OF_A_RELOAD=90 LIMIT_OF_A_SERVICE=150 LIMIT_OF_A_TRIAL=60 LIMIT_OF_FILES=600 LIMIT_OF_AN_ARCHIVE=3600

# SECONDS COMMAND…: what ignores the signal at its limit is killed. It does not hold the lock: it may outlive this program.
within() {
  local seconds=$1
  shift
  timeout --kill-after=5 "$seconds" "$@" 9>&-
}

# By the exit code of the command: ended at its limit, or killed there.
is_timed_out() { [[ $1 -eq 124 || $1 -eq 137 ]]; }

# Whether systemd answered in time each time that this program changed something: what failed otherwise may work a minute later.
TIMED_OUT=''

# CODE-OF-THE-COMMAND SECONDS WHAT UNIT: the unit's service could not be changed.
say_service_fault() {
  if is_timed_out "$1"; then
    TIMED_OUT=yes
    say service failed timed-out "systemctl $3${4:+ $4} did not end within $2 s"
  else
    say service failed "$3" "${4:-systemctl $3}"
  fi
}
