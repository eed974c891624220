# --- What it says -------------------------------------------------------------------------------------------------------------------

readonly REFUSED=1 MISUSE=64 BUSY=75
readonly PROGRAM=${BASH_SOURCE[0]##*/}

LOG=/dev/null

# Neither a log that is full nor somebody who has stopped listening ends what is being done.
say() {
  { printf '%s\n' "$*" >>"$LOG" || :; } 2>/dev/null
  { printf '%s\n' "$*" || :; } 2>/dev/null
}

# What a host has said, line by line; single files and what goes without saying are in the log alone.
report() {
  local line
  while IFS= read -r line || [[ -n $line ]]; do
    { printf '%s\n' "$line" >>"$LOG" || :; } 2>/dev/null
    case $line in
      *': swap: changed: '* | *': validate: ok' | *': confirm: ok: '*) ;;
      *) { printf '  %s\n' "$line" || :; } 2>/dev/null ;;
    esac
  done
}

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

