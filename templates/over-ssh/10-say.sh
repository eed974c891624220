# --- What it says -------------------------------------------------------------------------------------------------------------------

readonly REFUSED=1 MISUSE=64 BUSY=75
readonly PROGRAM=${BASH_SOURCE[0]##*/}

LOG=/dev/null
# Where a person reads; a program that is called by another one keeps its stdout for that one.
TELL=1

# Neither a log that is full nor somebody who has stopped listening ends what is being done.
say() {
  log "$*"
  { { printf '%s\n' "$*" || :; } 2>/dev/null; } >&"$TELL"
}

log() { { printf '%s\n' "$*" >>"$LOG" || :; } 2>/dev/null; }

misuse() {
  printf '%s: %s; see %s --help\n' "$PROGRAM" "$1" "$PROGRAM" >&2
  exit "$MISUSE"
}

# Nothing has been changed anywhere.
refuse() {
  say "refused: $1"
  say "Nothing was changed on any host."
  exit "$REFUSED"
}

