# --- Main -----------------------------------------------------------------------------------------------------------------------------

DRY_RUN=no CALLED_IN=$PWD LOG_FILE=''
# The options as the operator gave them.
GIVEN=()

read_options() {
  while [[ $# -gt 0 ]]; do
    [[ $1 == --payload ]] || GIVEN+=("$1")
    case $1 in
      --dry-run) DRY_RUN=yes ;;
      --allow-foreign-folders | --keep-secrets | --overwrite) FLAGS+=("$1") ;;
      --only | --from-step | --log | --gone | --confirm-timeout | -m | --message | --change | --payload)
        [[ $# -ge 2 && -n $2 ]] || misuse "$1 needs a value"
        read_value "$1" "$2"
        [[ $1 == --payload ]] || GIVEN+=("$2")
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
  local hosts
  case $1 in
    --only) IFS=, read -r -a hosts <<<"$2" && WANTED+=("${hosts[@]}") ;;
    --gone) GONE+=("$2") ;;
    --from-step)
      [[ $2 =~ ^[1-9][0-9]{0,4}$ ]] || misuse "--from-step takes the number of a step"
      FROM_STEP=$2
      ;;
    --confirm-timeout)
      [[ $2 =~ ^[1-9][0-9]{0,4}$ ]] || misuse "--confirm-timeout takes seconds"
      APPLY+=(--confirm-within "$2")
      ;;
    -m | --message)
      is_message "$2" || misuse "$1 takes a text of at most $LONGEST_MESSAGE characters without control characters"
      APPLY+=(--message "$2")
      ;;
    --change)
      is_change "$2" || misuse "--change takes 1 to 64 of the characters A-Z a-z 0-9 . _ : / # -"
      APPLY+=(--change "$2")
      ;;
    --log) LOG_FILE=$2 ;;
    # The folder of a bundle, from its install.sh, which has proved it.
    --payload) PAYLOAD=$2 ;;
  esac
}

# A log in a folder of which every file is proved would be refused there the next time.
open_log() {
  local file=$LOG_FILE state=''
  case $file in
    -) return ;;
    '')
      [[ $DRY_RUN == no ]] || return 0
      state=${XDG_STATE_HOME-}
      [[ $state == /* ]] || state=${HOME-}/.local/state
      [[ $state == /* && $state != /.local/state ]] || refuse "there is no folder for the log: set HOME or XDG_STATE_HOME, or pass --log FILE"
      state=$state/haplane file=$state/$CLUSTER-$(date -u +%Y%m%dT%H%M%SZ).log
      ;;
    /*) ;;
    *) file=$CALLED_IN/$file ;;
  esac
  case $(readlink -m -- "$file") in
    "${PAYLOAD:-$ORIGIN}"/*) refuse "$file is in ${PAYLOAD:-$ORIGIN}, where every file is proved: pass a --log FILE elsewhere" ;;
  esac
  [[ -z $state ]] || mkdir -p -- "$state" 2>/dev/null || refuse "$state cannot be made: set XDG_STATE_HOME, or pass --log FILE"
  { : >>"$file"; } 2>/dev/null || refuse "$file cannot be written: pass --log FILE"
  LOG=$file
  say "log: $LOG"
}

prove_options() {
  local host
  for host in "${GONE[@]+"${GONE[@]}"}"; do
    [[ -n ${LEAVES[$host]-} ]] || misuse "$host does not leave: --gone is for a host that this output removes"
  done
  for host in "${WANTED[@]+"${WANTED[@]}"}"; do is_host "$host" || misuse "there is no host $host in this rollout"; done
  [[ $FROM_STEP -le $STEPS ]] || misuse "there are only $STEPS steps"
}

# Their start distinguishes two processes with the same number.
start_of() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }

operator_is_there() { kill -0 "$OPERATOR" 2>/dev/null && [[ $(start_of "$OPERATOR") == "$OPERATOR_SINCE" ]]; }

# The work is a process of its own that does not hear Ctrl-C; it looks between its steps whether to stop. It does not outlive this process.
watch() {
  local code
  OPERATOR=$$ OPERATOR_SINCE=$(start_of $$)
  trap stop INT TERM HUP
  (trap '' INT TERM HUP PIPE && trap end_work EXIT && "$@") &
  while code=0 && wait "$!" || code=$?; do
    if ! kill -0 "$!" 2>/dev/null; then
      code=0
      wait "$!" || code=$?
      return "$code"
    fi
  done
}

stop() {
  local call
  : >"$STATE/stopped"
  printf '\nStopping after the current step.\n' >&2 || :
  for call in "$STATE"/cut.*; do kill "${call##*.}" 2>/dev/null || :; done
}

end_work() {
  let_go
  operator_is_there || rm -rf -- "$RUN"
}

main() {
  read_options "$@"
  ORIGIN=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
  RUN=$(mktemp -d)
  trap 'rm -rf -- "$RUN"' EXIT
  STATE=$RUN/state SCRATCH=$RUN/scratch
  mkdir "$SCRATCH"
  use_color
  if [[ -t 2 && ${TERM-} != dumb ]]; then PROGRESS=yes; fi
  choose_word
  copy_folder
  read_rollout
  read_payload
  prove_options
  open_log
  if [[ ${#GIVEN[@]} -gt 0 ]]; then GO_ON=$(printf ' %q' "${GIVEN[@]}"); fi
  if [[ -n $PAYLOAD ]]; then GO_ON="sh $PAYLOAD/install.sh rollout$GO_ON"; else GO_ON="$ORIGIN/bin/rollout.sh$GO_ON"; fi
  watch roll_out
}

roll_out() {
  local remark step
  say "rollout of $CLUSTER, output ${DIGEST:0:12}"
  for remark in "${REMARKS[@]+"${REMARKS[@]}"}"; do say "$remark"; done
  reach_all
  if [[ $DRY_RUN == yes ]]; then
    show_plans
    return
  fi
  take_locks
  look_at_all look_at
  if is_all_done >/dev/null 2>&1; then
    ask_cluster
    say "Nothing to do."
    return
  fi
  say "$(find_differing | wc -w) of ${#HOSTS[@]} hosts differ from the plan. The steps:"
  say_steps
  ask_source
  for ((step = 1; step <= STEPS; step++)); do
    if ! is_in_scope "$step"; then continue; fi
    check_run
    operator_is_there || stop_here "the process of the operator is gone"
    run_step "$step"
  done
  say_states
  say "done in $(elapsed)"
}

show_plans() {
  look_at_all plan_of
  if [[ -z $(find_differing) ]]; then
    say "Nothing to do."
  else
    ask_source
    exit "$DIFFERENT"
  fi
}

main "$@"
