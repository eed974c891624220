# shellcheck shell=bash
# Waiting for a fact.

# Asks until the answer is yes or the seconds are over.
within() {
  local limit=$((SECONDS + $1))
  shift
  until "$@" 2>/dev/null; do
    [ "$SECONDS" -lt "$limit" ] || return 1
    sleep 0.1
  done
}
