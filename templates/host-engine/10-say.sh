
# --- What it says -------------------------------------------------------------------------------------------------------------------

# What a terminal would obey; bytes of UTF-8 are not among it.
readonly NOT_PRINTED=$'[^[:print:]\t\200-\377]'
readonly LONGEST_LINE=4000
CLEAN=''

# In CLEAN: the text on one line, with nothing in it that a terminal would obey, and not longer than a reader accepts.
clean() {
  CLEAN=${1//$CONTROL_UTF8/?}
  CLEAN=${CLEAN//$NOT_PRINTED/?}
  CLEAN=${CLEAN:0:LONGEST_LINE}
}

# Output goes to the program's own stdout, wherever the caller's goes; if no one reads it, the delivery goes on.
write() {
  # shellcheck disable=SC2059 # each caller passes a format of its own
  printf "$@" >&3 2>/dev/null || :
}

# STEP RESULT CODE DETAIL. A program decides by the first three, which are words of closed sets; DETAIL is for a person.
say() {
  local code=": $3"
  clean "${4-}"
  if [[ $EVENTS == yes ]]; then
    write 'event\t%s\t%s\t%s\t%s\t%s\n' "$HOST" "$1" "$2" "$3" "${CLEAN//[$'\t\n']/ }"
  else
    write '%s: %s: %s%s%s\n' "$HOST" "$1" "$2" "${code%: -}" "${CLEAN:+: $CLEAN}"
  fi
}

# What a program goes on with: a name of a closed set, and a value that has the form of that name.
say_fact() { if [[ $EVENTS == yes ]]; then write 'fact\t%s\t%s\n' "$1" "$2"; else write '%s: %s: %s\n' "$HOST" "$1" "$2"; fi; }

say_path() { if [[ $EVENTS == yes ]]; then write 'path\t%s\n' "$1"; else write '%s\n' "$1"; fi; }

# Lines for a person.
show() {
  local line
  while IFS= read -r line; do
    clean "$line"
    if [[ $EVENTS == yes ]]; then write 'text\t%s\n' "$CLEAN"; else write '%s\n' "$CLEAN"; fi
  done < <(printf '%s\n' "$@")
}

# Nothing has changed yet.
refuse() {
  say "$1" refused "$2" "$3"
  exit "$REFUSED"
}

misuse() {
  printf 'host-engine.sh: %s; see host-engine.sh --help\n' "$1" >&2
  exit "$MISUSE"
}
