
# --- What it says -------------------------------------------------------------------------------------------------------------------

# Nobody may be listening any more: that must not end a delivery half way.
say() {
  local step=$1 result=$2 detail=${3-}
  if [[ $EVENTS == yes ]]; then
    printf 'event\t%s\t%s\t%s\t%s\n' "$HOST" "$step" "$result" "${detail//$'\t'/ }" 2>/dev/null || :
  else
    printf '%s: %s: %s%s\n' "$HOST" "$step" "$result" "${detail:+: $detail}" 2>/dev/null || :
  fi
}

# Lines for a person's eyes.
show() { if [[ $EVENTS == no ]]; then printf '%s\n' "$@" 2>/dev/null || :; fi; }

# Nothing has changed yet.
refuse() {
  say "$1" refused "$2"
  exit "$REFUSED"
}

misuse() {
  printf 'host-engine.sh: %s; see host-engine.sh --help\n' "$1" >&2
  exit "$MISUSE"
}
