
# --- Messages -----------------------------------------------------------------------------------------------------------------------

say() { printf 'capture: %s\n' "$*" >&2; }

stop() {
  say "$2"
  exit "$1"
}

misuse() { stop "$MISUSE" "$1; run with --help for the options"; }

# One line of the report: its fields, separated by tabs.
record() {
  fields=$1
  shift
  for field in "$@"; do fields=$fields$TAB$field; done
  RECORDS=$RECORDS$fields$NEWLINE
}

# Lines that are already records.
records() { [ -z "$1" ] || RECORDS=$RECORDS$1$NEWLINE; }

has() { command -v "$1" >/dev/null 2>&1; }

require() {
  for tool in "$@"; do has "$tool" || stop "$FAULT" "this host has no $tool"; done
}

note_missing() {
  for tool in "$@"; do has "$tool" || record missing "$tool"; done
}
