# shellcheck shell=bash
# Suites on hosts, side by side, each in a lab of its own. What a suite says is printed whole when it has ended, with how much of its time
# it has only waited. Whoever sources this has $scratch, passed, failed and fail.

# shellcheck source=tests/lab/cgroups.sh
. tests/lab/cgroups.sh
# shellcheck source=tests/lab/inotify.sh
. tests/lab/inotify.sh

declare -A SUITE_PID=()

suite_group() { printf 'haplane-suite-%s-%s' "$$" "$1"; }

suite_lab() { printf '/run/haplane-lab-%s-%s' "$$" "$1"; }

# Name, command. When it ends it leaves a file, so that no other suite waits for what does not come.
start_suite() {
  local name=$1
  printf 'begins in a lab of its own: %s\n' "$name"
  run_suite "$@" >"$scratch/$name.said" 2>&1 &
  SUITE_PID[$name]=$!
}

run_suite() (
  name=$1
  shift
  group=$(unified)/$(suite_group "$name")
  export HAPLANE_LAB_CGROUP HAPLANE_LAB_DIR
  HAPLANE_LAB_CGROUP=$(suite_group "$name") HAPLANE_LAB_DIR=$(suite_lab "$name")
  trap 'echo "$SECONDS" >"$scratch/$name.ended"' EXIT
  mkdir -p "$group/operator"
  echo "$BASHPID" >"$group/operator/cgroup.procs"
  tests/lab/lab up || { echo "the lab does not come up"; exit; }
  # Not what all labs are made from, once on a machine.
  SECONDS=0
  "$@" || :
  tests/lab/lab down || { echo "the lab does not go down"; exit; }
  rm -f "$HAPLANE_LAB_DIR"*.lock
)

is_suite_running() { kill -0 "${SUITE_PID[$1]}" 2>/dev/null; }

report_ended_suites() {
  local name
  for name in "${!SUITE_PID[@]}"; do
    is_suite_running "$name" || report_suite "$name"
  done
}

await_suites() {
  local said='' now
  while [ "${#SUITE_PID[@]}" -gt 0 ]; do
    report_ended_suites
    now="${!SUITE_PID[*]}"
    [ "$now" = "$said" ] || [ -z "$now" ] || printf '\nrunning after %s: %s\n' "$(in_minutes "$SECONDS")" "$now"
    said=$now
    sleep 0.5
  done
}

report_suite() {
  local name=$1
  wait "${SUITE_PID[$name]}" || :
  printf '\n== %s, on hosts\n' "$name"
  cat "$scratch/$name.said"
  count_cases "$name"
  say_how_long_it_waited "$name"
  remove_suite_group "$name"
  unset "SUITE_PID[$name]"
}

# The last line of a suite counts.
count_cases() {
  local numbers
  numbers=$(tail -n 1 "$scratch/$1.said")
  case $numbers in
    *' passed, '*' failed')
      passed=$((passed + ${numbers%% *}))
      numbers=${numbers#* passed, }
      failed=$((failed + ${numbers%% *}))
      ;;
    *) fail "$1 did not come to its end" ;;
  esac
}

# What its programs and hosts have worked, and how long any of them could have worked and had no processor; the rest is waiting for facts.
say_how_long_it_waited() {
  local wall worked starved
  wall=$(cat "$scratch/$1.ended")
  worked=$(seconds_in "$1" cpu.stat '^usage_usec ')
  starved=$(seconds_in "$1" cpu.pressure '^some .*total=')
  printf '%s took %s: worked for %s of processor time, waited for a processor in %s %% and for something else in %s %% of the time\n' \
    "$1" "$(in_minutes "$wall")" "$(in_minutes "$worked")" "$(percent "$starved" "$wall")" "$(percent "$((wall - starved - worked))" "$wall")"
}

# A number of microseconds that follows these words in a file of the suite's cgroup; an old kernel has no cpu.pressure.
seconds_in() {
  local microseconds
  microseconds=$(sed -n "s/$3//p" "$(unified)/$(suite_group "$1")/$2" 2>/dev/null) || :
  echo "$((${microseconds:-0} / 1000000))"
}

percent() { echo "$(($1 > 0 && $2 > 0 ? $1 * 100 / $2 : 0))"; }

in_minutes() { printf '%d min %02d s' "$(($1 / 60))" "$(($1 % 60))"; }

remove_suite_group() {
  local hierarchy
  for hierarchy in $(hierarchies); do
    [ ! -d "$hierarchy/$(suite_group "$1")" ] || find "$hierarchy/$(suite_group "$1")" -depth -type d -exec rmdir {} + 2>/dev/null || :
  done
}

# When this run is ended early: their programs and hosts at once, then what their labs have mounted.
stop_suites() {
  local name
  for name in "${!SUITE_PID[@]}"; do
    echo 1 >"$(unified)/$(suite_group "$name")/cgroup.kill" || :
    HAPLANE_LAB_CGROUP=$(suite_group "$name") HAPLANE_LAB_DIR=$(suite_lab "$name") tests/lab/lab down || :
    remove_suite_group "$name"
  done 2>/dev/null
}
