# --- Output ---------------------------------------------------------------------------------------------------------------------------

readonly REFUSED=1 DIFFERENT=2 ROLLED_BACK=3 MANUAL=4 MISUSE=64 BUSY=75
readonly PROGRAM=${BASH_SOURCE[0]##*/}

LOG=/dev/null
# The stream that the operator reads; relay.sh keeps stdout for records.
TELL=1
RED='' PLAIN=''

# A full log or a closed terminal does not end a step.
say() {
  log "$*"
  { { printf '%s\n' "$*" || :; } 2>/dev/null; } >&"$TELL"
}

log() { { printf '%s\n' "$*" >>"$LOG" || :; } 2>/dev/null; }

# A failure is red on a terminal.
complain() {
  log "$*"
  { { printf '%s%s%s\n' "$RED" "$*" "$PLAIN" || :; } 2>/dev/null; } >&"$TELL"
}

misuse() {
  printf '%s: %s; see %s --help\n' "$PROGRAM" "$1" "$PROGRAM" >&2
  exit "$MISUSE"
}

# Nothing has been changed anywhere.
refuse() {
  complain "refused: $1"
  say "Nothing was changed on any host."
  exit "$REFUSED"
}
