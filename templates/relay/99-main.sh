# --- Commands ---------------------------------------------------------------------------------------------------------------------------

read_hosts() {
  local kind name
  while IFS=$'\t' read -r kind name _; do
    case $kind in
      source) SOURCE=$name ;;
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
  say "held by $HOLDER"
}

command_held() {
  [[ $1 =~ ^[0-9]+$ ]] || misuse "held takes the number that hold has said"
  HOLDER=$1
  holds_lock && return
  say "the lock on $SOURCE is lost: is the link to it down?"
  return "$REFUSED"
}

command_glance() {
  local host=$1
  shift
  glance "$host" "$@" --host "$host"
}

# The time is that of the call: a host compares its own clock with it.
command_ask() {
  local line
  while IFS= read -r line; do
    case $line in
      ahead$'\t'*) printf 'fact\tclock\t%s\n' "$(($(date +%s) + ${line#*$'\t'}))" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done | glance "$1" ask --host "$1"
}

command_facts() {
  ask_source
  grep -v $'\tclock\t' <<<"$FACTS"
  printf 'ahead\t%s\n' "$CLOCK"
}

command_copy() { copy_missing "$1"; }

command_pack() { files_for "$1" >"$2"; }

# --- Main -------------------------------------------------------------------------------------------------------------------------------

main() {
  local command=${1-} least
  case $command in
    hold | facts) least=1 ;;
    held | copy | ask) least=2 ;;
    glance | pack) least=3 ;;
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
  trap 'rm -rf -- "$SCRATCH"' EXIT
  prove_folder
  read_hosts
  read_bundle
  case $command in glance | ask | copy | pack) is_host "$1" || misuse "there is no host $1 in this rollout" ;; esac
  "command_$command" "$@"
}

main "$@"
