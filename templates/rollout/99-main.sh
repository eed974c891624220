# --- Main -----------------------------------------------------------------------------------------------------------------------------

DRY_RUN=no

read_options() {
  while [[ $# -gt 0 ]]; do
    case $1 in
      --dry-run) DRY_RUN=yes ;;
      --allow-foreign-folders | --keep-secrets) FLAGS+=("$1") ;;
      --only | --from-step | --log | --gone)
        [[ $# -ge 2 && -n $2 ]] || misuse "$1 needs a value"
        read_value "$1" "$2"
        shift
        ;;
      --help | -h)
        usage
        exit 0
        ;;
      *) misuse "there is no option $1" ;;
    esac
    shift
  done
}

read_value() {
  case $1 in
    --only) ONLY=$2 ;;
    --gone) GONE+=("$2") ;;
    --from-step)
      [[ $2 =~ ^[1-9][0-9]{0,4}$ ]] || misuse "--from-step takes the number of a step"
      FROM_STEP=$2
      ;;
    --log) LOG=$2 ;;
  esac
}

# A log in the folder that is worked in would be a file that nothing there lists: install.sh would refuse the folder the next time.
open_log() {
  case $LOG in
    -)
      LOG=/dev/null
      return
      ;;
    '')
      find_state_folder
      LOG=$STATE/$CLUSTER-$(date -u +%Y%m%dT%H%M%SZ).log
      ;;
    /*) ;;
    *) LOG=$CALLED_IN/$LOG ;;
  esac
  refuse_log_in_folder
  [[ -z $STATE ]] || mkdir -p -- "$STATE" 2>/dev/null || refuse_log "$STATE cannot be made: set XDG_STATE_HOME, or pass --log FILE"
  { : >>"$LOG"; } 2>/dev/null || refuse_log "$LOG cannot be written: pass --log FILE"
  say "log: $LOG"
}

find_state_folder() {
  if [[ ${XDG_STATE_HOME-} == /* ]]; then
    STATE=$XDG_STATE_HOME/haplane
  elif [[ ${HOME-} == /* ]]; then
    STATE=$HOME/.local/state/haplane
  else
    refuse_log "there is no folder for the log: set HOME or XDG_STATE_HOME, or pass --log FILE"
  fi
}

refuse_log_in_folder() {
  local folder=$PWD
  [[ ! -f ../bundle.plan ]] || folder=$(dirname -- "$PWD")
  case $(readlink -m -- "$LOG") in
    "$folder"/*) refuse_log "$LOG is in $folder, where every file is proved: pass a --log FILE elsewhere" ;;
  esac
}

refuse_log() {
  LOG=/dev/null
  refuse "$1"
}

# It ignores gentler signals, as everything does that is started here.
let_go() { [[ -z $HOLDER ]] || kill -KILL "$HOLDER" 2>/dev/null || :; }

# The work is a process of its own that does not hear Ctrl-C, and so is everything that it starts; it looks between its steps whether it
# should stop.
watch() {
  local code=0
  trap 'touch "$SCRATCH/stopped"; printf "\nrollout.sh: the step in hand comes to its end first\n" >&2 || :' INT TERM HUP
  (trap '' INT TERM HUP PIPE && trap let_go EXIT && "$@") &
  while code=0 && wait "$!" || code=$?; do
    if ! kill -0 "$!" 2>/dev/null; then
      code=0
      wait "$!" || code=$?
      return "$code"
    fi
  done
}

main() {
  LOG=''
  read_options "$@"
  CALLED_IN=$PWD
  cd "$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")"
  SCRATCH=$(mktemp -d)
  choose_word
  trap 'rm -rf -- "$SCRATCH"' EXIT
  read_plan_and_log
  watch roll_out
}

read_plan_and_log() {
  local log=$LOG
  LOG=/dev/null
  prove_folder
  read_rollout
  read_bundle
  LOG=$log
  refuse_gone_that_stay
  [[ -z $ONLY ]] || is_host "$ONLY" || misuse "there is no host $ONLY in this rollout"
  [[ $FROM_STEP -le $STEPS ]] || misuse "there are only $STEPS steps"
  if [[ $DRY_RUN == yes && -z $LOG ]]; then LOG=/dev/null; else open_log; fi
}

refuse_gone_that_stay() {
  local host
  for host in "${GONE[@]+"${GONE[@]}"}"; do
    leaves "$host" || misuse "$host does not leave: --gone is for a host that this folder leads away from"
  done
}

# A node whose request nobody has approved is no difference of its host.
have_all_joined() {
  local step
  for ((step = 1; step <= STEPS; step++)); do
    if [[ ${PHASE[$step]} == node-agents ]]; then ask_all_of "$step" || return 1; fi
  done
}

roll_out() {
  local note
  for note in "${NOTES[@]+"${NOTES[@]}"}"; do say "$note"; done
  reach_all
  if [[ $DRY_RUN == yes ]]; then
    show_plans
    return
  fi
  take_lock
  if look_at_all || ! have_all_joined; then
    ask_source
    run_steps
    say_what_became
    say "done in $(elapsed)"
  else
    ask_all_of "$STEPS" || stop_here "$STEPS" "the hosts are as wanted, and the cluster does not answer as it should"
    say "Nothing to do."
  fi
}

CALLED_IN='' STATE=''
main "$@"
