# --- What it says -------------------------------------------------------------------------------------------------------------------

LOG=/dev/null

say() { printf '%s\n' "$*" | tee -a -- "$LOG"; }

# What a host has said, line by line; single files and what goes without saying are in the log alone.
report() { tee -a -- "$LOG" | sed -u -e '/: swap: changed: /d' -e '/: validate: ok$/d' -e '/: confirm: ok: /d' -e 's/^/  /'; }

elapsed() { printf '%d min %02d s' "$((SECONDS / 60))" "$((SECONDS % 60))"; }

misuse() {
  printf 'rollout.sh: %s; see rollout.sh --help\n' "$1" >&2
  exit "$MISUSE"
}

# Nothing has been changed anywhere.
refuse() {
  say "refused: $1"
  say "Nothing was changed on any host."
  exit "$REFUSED"
}

