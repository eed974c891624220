
# --- Output -------------------------------------------------------------------------------------------------------------------------------

# Control characters; bytes of UTF-8 are not among them.
readonly NOT_PRINTED=$'[^[:print:]\t\200-\377]'
readonly LONGEST_LINE=4000
CLEAN=''

# Sets CLEAN: the text on one line, without control characters, and not longer than a reader accepts.
clean() {
  CLEAN=${1//$CONTROL_UTF8/?}
  CLEAN=${CLEAN//$NOT_PRINTED/?}
  CLEAN=${CLEAN:0:LONGEST_LINE}
}

# Prints to stdout of the program, also inside a command substitution. A closed pipe does not stop a delivery.
write() {
  # shellcheck disable=SC2059 # each caller passes a format of its own
  printf "$@" >&3 2>/dev/null || :
}

# STEP RESULT CODE DETAIL. Programs decide by the first three, which come from closed sets; DETAIL is for people.
say() {
  local code=": $3"
  clean "${4-}"
  if [[ $EVENTS == yes ]]; then
    write 'event\t%s\t%s\t%s\t%s\t%s\n' "$HOST" "$1" "$2" "$3" "${CLEAN//[$'\t\n']/ }"
  else
    write '%s: %s: %s%s%s\n' "$HOST" "$1" "$2" "${code%: -}" "${CLEAN:+: $CLEAN}"
  fi
}

# NAME VALUE: data for a program. The name comes from a closed set and decides the form of the value.
say_fact() { if [[ $EVENTS == yes ]]; then write 'fact\t%s\t%s\n' "$1" "$2"; else write '%s: %s: %s\n' "$HOST" "$1" "$2"; fi; }

say_path() { if [[ $EVENTS == yes ]]; then write 'path\t%s\n' "$1"; else write '%s\n' "$1"; fi; }

# Lines for people.
show() {
  local line
  while IFS= read -r line; do
    clean "$line"
    if [[ $EVENTS == yes ]]; then write 'text\t%s\n' "$CLEAN"; else write '%s\n' "$CLEAN"; fi
  done < <(printf '%s\n' "$@")
}

# Ends the program before anything has changed.
refuse() {
  say "$1" refused "$2" "$3"
  exit "$REFUSED"
}

misuse() {
  printf 'host-engine.sh: %s; see host-engine.sh --help\n' "$1" >&2
  exit "$MISUSE"
}
