# shellcheck shell=bash
# Words that the tests on the lab's hosts share: what a case is written in, and how it is run.

# shellcheck source=tests/lab/within.sh
. "$HOME_OF_TESTS/within.sh"

ROWS=() PASSED=0 FAILED=0

on() { "$LAB" ssh "$@" </dev/null; }

expect() {
  local wanted=$1 code=0
  shift
  "$@" || code=$?
  [ "$code" -eq "$wanted" ] || complain "ended with $code instead of $wanted: $*"
}

complain() {
  printf '    %s\n' "$*" >&2
  return 1
}

same() { [ "$1" = "$2" ] || complain "expected «$2», found «$1»${3:+: $3}"; }

# The digests of a result again, after a file of it was changed.
reseal() {
  (cd "$1" && find . -type f ! -name SHA256SUMS -printf '%P\n' | sort | xargs sha256sum >"$scratch/sums" && mv "$scratch/sums" SHA256SUMS)
}

fresh() { "$LAB" fresh "$@" >/dev/null; }

run_case() {
  local name=${1#case_} started=$SECONDS result=passed code
  name=${name//_/ }
  printf '== %s\n' "$name"
  # Not as a condition: there bash would go on after the first fault.
  set +e
  (set -e; "$1") >"$scratch/log" 2>&1
  code=$?
  set -e
  if [ "$code" -eq 0 ]; then
    PASSED=$((PASSED + 1))
  else
    FAILED=$((FAILED + 1)) result=FAILED
    tail -n 25 "$scratch/log" | sed 's/^/    /'
  fi
  grep -E '^    (killed at|requests, |seen: )' "$scratch/log" || :
  ROWS+=("$(printf '%-8s %4ss  %s' "$result" "$((SECONDS - started))" "$name")")
}
