# --- The steps --------------------------------------------------------------------------------------------------------------------------

# What apply is called with as well, and what the operator calls to go on.
APPLY=() GO_ON=''
# By host the line that is carried out there, or its gates.
declare -A LINE_FOR=()
BATCH=()

# STEP: carries out its lines; ends this program where the step fails.
run_step() {
  local step=$1 line lines f kind='' CUT=yes TELLS_GATES=yes
  rm -f -- "$STATE/identity"
  say "step $step of $STEPS: ${TITLE[$step]} ($(elapsed))"
  note_what_is_new "$step"
  mapfile -t lines < <(lines_of "$step" "do")
  for line in "${lines[@]+"${lines[@]}"}"; do
    IFS=$'\t' read -r -a f <<<"$line"
    # Lines of one kind to different hosts are carried out at once.
    if [[ ${f[4]} != "$kind" || -n ${LINE_FOR[${f[5]}]-} ]]; then
      send_batch "$step" "$kind" || fail_step "$step" "$kind"
      kind=${f[4]}
    fi
    if holds "$step" "${f[3]}" "${f[2]}" "${f[5]}"; then
      LINE_FOR[${f[5]}]=$line
      BATCH+=("${f[5]}")
    fi
  done
  send_batch "$step" "$kind" || fail_step "$step" "$kind"
  if [[ ${ON_FAILURE[$step]} == refuse ]]; then CUT=yes TELLS_GATES=no; fi
  ask_gates "$step" gate || fail_step "$step" gate
}

send_batch() {
  local hosts=("${BATCH[@]+"${BATCH[@]}"}") code=0 SLOTS=$SLOTS
  if [[ ${#hosts[@]} -gt 0 ]]; then
    CUT=no
    [[ ${ON_FAILURE[$1]} == refuse ]] || : >"$STATE/began"
    if [[ $2 == soak ]]; then SLOTS=${#hosts[@]}; fi
    for_all carry_out "${hosts[@]}" || code=1
  fi
  # What a failure concerns is read from them.
  if [[ $code -eq 0 ]]; then LINE_FOR=() BATCH=(); fi
  return "$code"
}

carry_out() {
  local f
  IFS=$'\t' read -r -a f <<<"${LINE_FOR[$1]}"
  case ${f[4]} in
    stage) stage "$1" && note_change "$1" ;;
    deliver) deliver "${f[@]:5}" ;;
    soak) soak "${f[6]}" ;;
    identify) identify "${f[@]:5}" ;;
    rollback) roll_back "$1" "${f[6]}" ;;
    *) ask "$1" "${LINE_FOR[$1]}" && note_change "$1" ;;
  esac
}

# Something was done there in this step.
note_change() { : >"$STATE/$1.step-$step"; }

# What is there before the step is not removed after a failure.
note_what_is_new() {
  local line lines about host
  mapfile -t lines < <(lines_of "$1" new-when)
  for line in "${lines[@]+"${lines[@]}"}"; do
    IFS=$'\t' read -r _ _ about _ _ host _ <<<"$line"
    if ask "$host" "$line" >/dev/null 2>&1; then : >"$STATE/$about.new-$1"; fi
  done
}

# STEP WORD: all gates of a host in one question, all hosts at once; every fault is shown.
ask_gates() {
  local line lines f host hosts=()
  LINE_FOR=()
  mapfile -t lines < <(lines_of "$1" "$2")
  for line in "${lines[@]+"${lines[@]}"}"; do
    IFS=$'\t' read -r -a f <<<"$line"
    holds "$1" "${f[3]}" "${f[2]}" "${f[5]}" || continue
    [[ -n ${LINE_FOR[${f[5]}]-} ]] || hosts+=("${f[5]}")
    LINE_FOR[${f[5]}]+=${LINE_FOR[${f[5]}]:+$'\n'}$line
  done
  [[ ${#hosts[@]} -gt 0 ]] || return 0
  for_all carry_out_gates "${hosts[@]}" || return 1
  LINE_FOR=()
  [[ $TELLS_GATES == yes ]] || say "  ${#hosts[@]} hosts: ${#lines[@]} gates are good"
}

carry_out_gates() { ask "$1" "${LINE_FOR[$1]}"; }

# HOST GROUP UNITS ACTION COPIED-FROM
deliver() {
  local host=$1 earlier
  rm -f -- "$STATE/$host.busy"
  # What an earlier run has left comes to its end first: only then it is known what is missing.
  engine "$host" recover </dev/null || return 1
  earlier=$(cat "$STATE/$host.before" 2>/dev/null) || earlier=$(<"$STATE/$host.base")
  cp -- "$STATE/$host.now" "$STATE/$host.before"
  [[ ${5:--} == - ]] || copy_missing "$host" "$5" || return 1
  engine "$host" apply --group "$2" --units "$3" "${FLAGS[@]+"${FLAGS[@]}"}" "${APPLY[@]+"${APPLY[@]}"}" </dev/null || {
    ! has_said "$host" lock busy || : >"$STATE/$host.busy"
    return 1
  }
  if has_said "$host" apply same; then
    printf '%s' "$earlier" >"$STATE/$host.before"
    return
  fi
  : >"$STATE/$host.changed"
  note_change "$host"
  if [[ -n ${LEAVES[$host]-} ]]; then printf left; else printf changed; fi >"$STATE/$host.state"
  # A host that cannot be reached again rolls back by itself.
  engine "$host" confirm </dev/null && fact_of "$host" delivered >"$STATE/$host.now"
}

soak() {
  local end=$((SECONDS + 10#$1))
  while [[ $SECONDS -lt $end ]] && ! is_stopped; do sleep 1; done
}

# HOST GROUP UNIT: what proves that a CSR is of this kubelet.
identify() {
  engine "$1" started --group "$2" --units "$3" </dev/null && grep $'^fact\t\(started\|node-key\)\t' "$SCRATCH/$1.heard" >>"$STATE/identity"
}

# HOST run|step: to what it had before this run, or before its last delivery.
roll_back() {
  local host=$1 now to
  to=$(cat "$STATE/$host.before" 2>/dev/null) || to=$(<"$STATE/$host.base")
  if [[ $2 == run ]]; then to=$(<"$STATE/$host.base"); fi
  engine "$host" recover </dev/null || return 1
  engine "$host" status </dev/null || :
  now=$(fact_of "$host" delivered)
  [[ $now =~ ^[0-9]{1,6}$ && $to =~ ^[0-9]{1,6}$ ]] || return 1
  [[ $((10#$now)) -gt $((10#$to)) ]] || return 0
  engine "$host" rollback --to "$((10#$to))" </dev/null && engine "$host" confirm </dev/null
}

# --- When a step fails ------------------------------------------------------------------------------------------------------------------

# STEP KIND: the hosts whose delivery failed are rolled back; after another failure all hosts of the step.
fail_step() {
  local host code=0 reasons=()
  for host in "${FAILED[@]+"${FAILED[@]}"}"; do reasons+=("$host: $(reason_of "$host")"); done
  [[ ${ON_FAILURE[$1]} == refuse ]] || complain "step $1 failed: ${TITLE[$1]}"
  for host in "${reasons[@]+"${reasons[@]}"}"; do complain "  $host"; done
  printf '%s\n' "${reasons[@]+"${reasons[@]}"}" >"$STATE/failed-$1"
  case ${ON_FAILURE[$1]} in
    refuse)
      complain "${ADVICE[$1]}"
      refuse "step $1 failed: ${TITLE[$1]}"
      ;;
    undo) undo "$1" "$2" || code=$? ;;
    stop) code=2 ;;
  esac
  say_end "${ADVICE[$1]}"
  case $code in
    0) exit "$ROLLED_BACK" ;;
    *) exit "$MANUAL" ;;
  esac
}

# Ends with 1 where a host is not rolled back, with 2 where there is nothing to roll back.
undo() {
  local step=$1 line lines f about hosts=() stuck=() tried=() CUT=no
  mapfile -t lines < <(lines_of "$step" undo)
  if [[ $2 == deliver ]]; then
    hosts=("${FAILED[@]}")
  else
    for line in "${lines[@]+"${lines[@]}"}"; do IFS=$'\t' read -r _ _ about _ <<<"$line" && hosts+=("$about"); done
  fi
  for line in "${lines[@]+"${lines[@]}"}"; do
    IFS=$'\t' read -r -a f <<<"$line"
    about=${f[2]}
    if ! is_one_of "$about" "${hosts[@]}" || is_one_of "$about" "${stuck[@]+"${stuck[@]}"}"; then continue; fi
    holds "$step" "${f[3]}" "$about" "${f[5]}" || continue
    tried+=("$about")
    if [[ -e $STATE/$about.busy ]]; then
      say "  $about: another delivery is running there: left alone"
      stuck+=("$about")
    else
      LINE_FOR[${f[5]}]=$line
      carry_out "${f[5]}" || stuck+=("$about")
    fi
  done
  for about in "${tried[@]+"${tried[@]}"}"; do
    if is_one_of "$about" "${stuck[@]+"${stuck[@]}"}"; then printf 'not rolled back'; else printf 'rolled back'; fi >"$STATE/$about.state"
  done
  [[ ${#tried[@]} -gt 0 ]] || return 2
  [[ ${#stuck[@]} -eq 0 ]]
}

# Between two steps nothing is half done.
stop_here() {
  [[ -e $STATE/began ]] || refuse "$1"
  complain "$1"
  say_end ""
  exit "$MANUAL"
}

# Before a step.
check_run() {
  holds_locks || stop_here "a lock is lost: is the connection to ${LOCKS[*]} down?"
  ! is_stopped || stop_here "stopped by the operator"
}

say_states() {
  local host state
  for host in "${HOSTS[@]}"; do
    state=$(cat "$STATE/$host.state" 2>/dev/null) || state=untouched
    say "  $host: $state"
  done
  for host in "${GONE[@]+"${GONE[@]}"}"; do say "  $host: gone"; done
  while IFS= read -r host; do say "  warning: $host"; done < <(sort -u "$STATE/warnings" 2>/dev/null)
}

say_end() {
  say_states
  if grep -qx 'not rolled back' "$STATE"/*.state 2>/dev/null; then
    complain "Manual action required on the hosts that are not rolled back: bash $INCOMING/bin/host-engine.sh status"
  fi
  [[ -z $1 ]] || complain "$1"
  say "Fix the error above and run again. Finished hosts are skipped."
  [[ $LOG == /dev/null ]] || say "Log:       $LOG"
  say "Go on:     $GO_ON"
  say "Roll back: haplane rollback $ORIGIN; on one host: bash $INCOMING/bin/host-engine.sh rollback, then confirm over a new connection"
}

elapsed() { printf '%d min %02d s' "$((SECONDS / 60))" "$((SECONDS % 60))"; }

# --- Before the steps -------------------------------------------------------------------------------------------------------------------

# A node whose CSR was not approved is no difference of its host.
is_all_done() {
  local step TELLS_GATES=no
  if [[ ${#GONE[@]} -gt 0 ]] || [[ -n $(find_differing) ]]; then return 1; fi
  for ((step = 1; step <= STEPS; step++)); do ask_gates "$step" done-when || return 1; done
}

find_differing() {
  local host
  for host in "${HOSTS[@]}"; do if [[ -e $STATE/$host.differs ]] && is_wanted "$host"; then printf '%s ' "$host"; fi; done
}

# Nothing is left to do: only the cluster is asked.
ask_cluster() {
  ask_gates "$STEPS" gate && return
  complain "The hosts are as wanted, but the cluster does not answer as it should."
  say_end "${ADVICE[$STEPS]}"
  exit "$MANUAL"
}

say_steps() {
  local step
  for ((step = 1; step <= STEPS; step++)); do if is_in_scope "$step"; then say "$(printf '%4d. %s' "$step" "${TITLE[$step]}")"; fi; done
}
