# --- Commands ---------------------------------------------------------------------------------------------------------------------------

CALLED_IN=$PWD

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
  local folder host
  TELL=2
  while [[ $# -gt 0 ]]; do
    case $1 in
      --allow-foreign-folders | --keep-secrets | --overwrite) FLAGS+=("$1") ;;
      --gone)
        [[ $# -ge 2 ]] || misuse "$1 needs a value"
        GONE+=("$2")
        shift
        ;;
      *) misuse "there is no option $1" ;;
    esac
    shift
  done
  PLAYBOOK=$(calling_playbook)
  folder=$(mktemp -d)
  SCRATCH=$folder/scratch STATE=$folder/state RUN=$folder
  mkdir "$SCRATCH"
  (while kill -0 "$PLAYBOOK"; do sleep 1; done && rm -rf -- "$folder") </dev/null >/dev/null 2>&1 &
  copy_folder
  read_rollout
  for host in "${GONE[@]+"${GONE[@]}"}"; do
    [[ -n ${LEAVES[$host]-} ]] || misuse "$host does not leave: haplane_gone is for a host that this output removes"
  done
  printf '%s\n' "${FLAGS[@]+"${FLAGS[@]}"}" >"$STATE/flags"
  printf '%s\n' "${GONE[@]+"${GONE[@]}"}" >"$STATE/gone"
  printf '%s\n' "$ORIGIN" >"$STATE/origin"
  printf '%s\n' "$folder"
}

# It lasts as long as the playbook, and so do its files.
command_lock() {
  TELL=2
  rm -rf -- "$SCRATCH"
  trap - EXIT
  SCRATCH=$RUN/scratch
  HELD_FOR=$(calling_playbook)
  take_locks
}

command_reach() { reach "$1" || { say_how_to_reach "$1" && return "$REFUSED"; }; }

command_look() { look_for "$1" status; }
command_plan() { look_for "$1" plan; }

look_for() {
  look_at "$1" "$2" || return "$REFUSED"
  [[ ! -e $STATE/$1.differs ]] || return "$DIFFERENT"
}

command_decide() {
  local remark
  for remark in "${REMARKS[@]+"${REMARKS[@]}"}"; do say "$remark"; done
  if is_all_done >/dev/null 2>&1; then
    ask_cluster
    : >"$STATE/same"
    say "Nothing to do."
  else
    say_steps
    ask_source
  fi
}

# It is not ended in its middle: the playbook may be gone before the step is.
command_step() {
  [[ $1 =~ ^[1-9][0-9]{0,4}$ && $1 -le $STEPS ]] || misuse "there is no step $1"
  if [[ -e $STATE/same ]] || ! is_in_scope "$1"; then return; fi
  check_run
  run_step "$1"
}

command_report() {
  if [[ -e $STATE/failed-$1 ]]; then
    if ! grep -q '^[^ ]*: ' "$STATE/failed-$1" || grep -q "^$2: " "$STATE/failed-$1"; then return "$REFUSED"; fi
  elif [[ -e $STATE/$2.step-$1 ]]; then
    return "$DIFFERENT"
  fi
}

command_summary() { [[ -e $STATE/same ]] || say_states; }

# --- Main -------------------------------------------------------------------------------------------------------------------------------

main() {
  local command=${1-} least
  case $command in
    hold | lock | decide | summary) least=1 ;;
    reach | look | plan | step) least=2 ;;
    report) least=3 ;;
    --help | -h)
      usage
      return
      ;;
    *) misuse "there is no command ${command:-given}" ;;
  esac
  [[ $# -ge $least ]] || misuse "$command needs more"
  shift
  trap '' INT TERM HUP PIPE
  ORIGIN=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
  choose_word
  if [[ $command != hold ]]; then enter_copy; fi
  case $command in reach | look | plan) is_host "$1" || misuse "there is no host $1 in this rollout" ;; esac
  "command_$command" "$@"
}

enter_copy() {
  RUN=${ORIGIN%/*}
  STATE=$RUN/state
  [[ $ORIGIN == */out && -f $STATE/origin ]] || misuse "hold is called first"
  SCRATCH=$(mktemp -d "$RUN/scratch.XXXXXX")
  trap 'rm -rf -- "$SCRATCH"' EXIT
  cd "$ORIGIN"
  ORIGIN=$(<"$STATE/origin")
  mapfile -t FLAGS < <(grep . "$STATE/flags")
  mapfile -t GONE < <(grep . "$STATE/gone")
  GO_ON="ansible-playbook -i inventory.yml site.yml, in $ORIGIN/ansible"
  read_ssh_words
  read_rollout
}

main "$@"
