# --- Commands ---------------------------------------------------------------------------------------------------------------------------

read_hosts() {
  local kind name
  while IFS=$'\t' read -r kind name _; do
    case $kind in
      source) SOURCE=$name ;;
      kubectl) KUBECTL=$name ;;
      host) HOSTS+=("$name") ;;
    esac
  done <rollout.plan
  is_host "$SOURCE" || refuse "rollout.plan names ${SOURCE:-nobody} as the source, and no such host"
}

# The playbook forks for every task: the topmost of its processes is the one that lasts.
calling_playbook() {
  local pid=$PPID found='' words
  while [[ $pid -gt 1 ]]; do
    words=$(tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline") || break
    if grep -qx '\(.*/\)\{0,1\}ansible-playbook' <<<"$words" && [[ $(readlink "/proc/$pid/exe") == *python* ]]; then found=$pid; fi
    pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
  done
  [[ -n $found ]] || refuse "no ansible-playbook has called this: rollout.sh takes the lock by itself"
  printf '%s' "$found"
}

command_hold() {
  HELD_FOR=$(calling_playbook)
  take_lock
  printf 'holder\t%s\n' "$HOLDER"
}

command_held() {
  [[ $1 =~ ^[0-9]+$ ]] || misuse "held takes the number that hold has said"
  HOLDER=$1
  holds_lock && return
  say "the lock on $SOURCE is lost: is the link to it down?"
  return "$REFUSED"
}

# What the host has answered, for the caller.
answer_of() {
  local host=$1 code=0
  shift
  "$@" || code=$?
  cat "$SCRATCH/$host.heard"
  return "$code"
}

# Only questions are read from stdin.
input_of() { if [[ $1 == ask ]]; then with_the_time; fi; }

# The time is that of the call: a host compares its own clock with it.
with_the_time() {
  local line
  while IFS= read -r line; do
    case $line in
      ahead$'\t'*) [[ $line =~ ^ahead$'\t'(-?[0-9]{1,15})$ ]] && printf 'fact\tclock\t%s\n' "$(($(date +%s) + BASH_REMATCH[1]))" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done
}

command_reach() { answer_of "$1" reach "$1"; }

command_glance() { input_of "$2" | answer_of "$1" glance "$@" --host "$1"; }

command_engine() { input_of "$2" | answer_of "$1" engine "$@" --host "$1"; }

command_bring() { bring "$1"; }

command_facts() {
  ask_source
  printf '%s\n' "$FACTS"
  printf 'ahead\t%s\n' "$CLOCK"
}

command_copy() { copy_missing "$1"; }

# --- Main -------------------------------------------------------------------------------------------------------------------------------

main() {
  TELL=2
  local command=${1-} least
  case $command in
    hold | facts) least=1 ;;
    held | reach | bring | copy) least=2 ;;
    glance | engine) least=3 ;;
    --help | -h)
      usage
      return
      ;;
    *) misuse "there is no command ${command:-given}" ;;
  esac
  [[ $# -ge $least ]] || misuse "$command needs more"
  shift
  cd "$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")"
  SCRATCH=$(mktemp -d)
  choose_word
  trap 'rm -rf -- "$SCRATCH"' EXIT
  prove_folder
  read_hosts
  read_bundle
  case $command in reach | glance | engine | bring | copy) is_host "$1" || misuse "there is no host $1 in this rollout" ;; esac
  "command_$command" "$@"
}

main "$@"
