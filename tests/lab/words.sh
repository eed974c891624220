# shellcheck shell=bash
# Words that the tests on the lab's hosts share: what a case is written in, and how it is run.

# shellcheck source=tests/lab/within.sh
. "$HOME_OF_TESTS/within.sh"
# shellcheck source=tests/lab/cgroups.sh
. "$HOME_OF_TESTS/cgroups.sh"
LAB_HOME=$HOME_OF_TESTS
# shellcheck source=tests/lab/settings.sh
. "$HOME_OF_TESTS/settings.sh"
# shellcheck source=tests/lab/enter.sh
. "$HOME_OF_TESTS/enter.sh"

ROWS=() PASSED=0 FAILED=0

on() { run_on "$@" </dev/null; }

# The command may read what this shell reads.
run_on() {
  : >"$LAB_STATE/hosts/$1/used"
  run_on_host "$@"
}

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

# In milliseconds: of this suite, its hosts included. Only tests/run gives a suite a group of its own.
processor_time() {
  [ -z "${HAPLANE_LAB_CGROUP-}" ] || awk '$1 == "usage_usec" { print int($2 / 1000) }' "$(unified)/$HAPLANE_LAB_CGROUP/cpu.stat" 2>/dev/null || :
}

# MILLISECONDS that it had worked before; where no group counts them, it is not said.
worked_since() {
  local now
  now=$(processor_time)
  if [ -n "$1" ] && [ -n "$now" ]; then printf '%s.%ss' "$(((now - $1) / 1000))" "$(((now - $1) % 1000 / 100))"; else printf -- '-'; fi
}

run_case() {
  local name=${1#case_} started=$SECONDS worked result=passed code
  worked=$(processor_time)
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
  ROWS+=("$(printf '%-8s %4ss %7s  %s' "$result" "$((SECONDS - started))" "$(worked_since "$worked")" "$name")")
}
