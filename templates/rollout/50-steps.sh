# --- The steps ------------------------------------------------------------------------------------------------------------------------

ONLY='' FROM_STEP=1 STEP_IN_HAND=''
# What the end says again.
WARNINGS=()
# By host: what became of it.
declare -A BECAME=()
# The nodes that were not there before this run, by host; and the last delivery that was kept.
declare -A JOINS=() KEPT_AS=()

is_stopped() { [[ -e $SCRATCH/stopped ]]; }

is_for() { [[ -z $ONLY || $ONLY == "$1" ]]; }

# A step that has nothing for the one host that is wanted.
is_out_of_scope() {
  local step=$1
  case ${PHASE[$step]} in preflight | stage) return 1 ;; esac
  if [[ $step -lt $FROM_STEP ]]; then return 0; fi
  [[ -n $ONLY ]] || return 1
  [[ ${PHASE[$step]} != backup ]] || return 1
  if [[ ${PHASE[$step]} == departure ]]; then
    if is_about "$step" "$ONLY"; then return 1; else return 0; fi
  fi
  [[ -z $(records "$step" deliver "$ONLY") && $(records "$step" "do" "$ONLY") != *$'\tsoak\t'* ]]
}

# Whose departure a step is: that of the host that something is done to or asked of, or of its node.
is_about() {
  local line
  while IFS= read -r line; do
    case $line in
      deliver$'\t'*$'\t'"$2"$'\t'* | gate$'\t'*$'\t'*$'\t'"$2"$'\t'*) return 0 ;;
      do$'\t'*-node$'\t'*) if leaves "$2" && [[ $line$'\t' == *$'\t'"${LEAVES[$2]}"$'\t'* ]]; then return 0; fi ;;
    esac
  done <<<"${RECORDS[$1]}"
  return 1
}

run_steps() {
  local step
  for ((step = 1; step <= STEPS; step++)); do
    if is_out_of_scope "$step"; then continue; fi
    holds_lock || stop_here "$step" "the lock on $SOURCE is lost: is the link to it down?"
    ! is_stopped || stop_here "$step" "stopped by you"
    say "step $step of $STEPS: ${TITLE[$step]} ($(elapsed))"
    ! is_gone "${TITLE[$step]%%:*}" || say "  ${TITLE[$step]%%:*} is gone: nothing is sent to it, and the cluster is led on without it"
    case ${PHASE[$step]} in
      backup) back_up "$step" ;;
      preflight) ask_all_of "$step" || refuse "a host is not ready for this: mend what failed above, and run again" ;;
      stage) stage_all ;;
      takeover) take_over "$step" ;;
      *) change "$step" ;;
    esac
  done
}

# Where nothing changes nothing is saved.
back_up() {
  local step=$1 line host
  while IFS= read -r line; do
    IFS=$'\t' read -r _ _ _ host _ <<<"$line"
    if ! is_for "$host" && [[ $host != "$SOURCE" ]]; then continue; fi
    if [[ $line != *back-up-etcd* && ${DIFFERS[$host]} == no ]]; then continue; fi
    question_paper <<<"$line" | glance "$host" ask --host "$host" || refuse "the backup on $host failed"
    if said "$host" back-up-etcd warning; then WARNINGS+=("$host: there is no snapshot of etcd: see step $step"); fi
  done < <(records "$step" "do")
}

# The files lie on every host, and nothing uses them.
stage_all() {
  local host hosts=("${HOSTS[@]}")
  if [[ -n $ONLY ]]; then hosts=("$ONLY"); fi
  if [[ -n $ONLY && $ONLY != "$SOURCE" ]]; then hosts+=("$SOURCE"); fi
  for_all bring "${hosts[@]}"
  for host in "${hosts[@]}"; do
    show_said "$host"
    [[ $(code_of "$host") == 0 ]] || refuse "$host did not take its files"
  done
  say "  ${#hosts[@]} hosts have their files"
}

# The hosts of a step: copied, changed, confirmed over a connection of their own, and asked.
change() {
  local step=$1 line host hosts=()
  note_what_joins "$step"
  while IFS= read -r host; do
    is_for "$host" || continue
    hosts+=("$host")
    note_way_back "$step" "$host"
  done < <(records "$step" deliver | hosts_of)
  change_hosts "$step" "${hosts[@]+"${hosts[@]}"}"
  # A step that only watches answers for what an earlier one has changed.
  if [[ ${#hosts[@]} -eq 0 ]]; then mapfile -t hosts < <(records "$step" "do" | hosts_of | only_new); fi
  while IFS= read -r line; do
    carry_out "$step" "$line" "${hosts[@]+"${hosts[@]}"}" || give_up_on "$step" "${hosts[@]+"${hosts[@]}"}"
  done < <(records "$step" "do")
  ask_gates "$step" || give_up_on "$step" "${hosts[@]+"${hosts[@]}"}"
}

only_new() {
  local host
  while IFS= read -r host; do
    if [[ ${BECAME[$host]-} == new ]]; then printf '%s\n' "$host"; fi
  done
}

# One is listened to while it changes; several of a batch change at once, and are heard one after the other.
change_hosts() {
  local step=$1 host failed=()
  shift
  STEP_IN_HAND=$step
  case $# in
    0) return ;;
    1) change_host "$1" || failed=("$1") ;;
    *)
      for_all change_host "$@"
      for host in "$@"; do
        show_said "$host"
        [[ $(code_of "$host") == 0 ]] || failed+=("$host")
      done
      ;;
  esac
  for host in "$@"; do note_outcome "$host"; done
  [[ ${#failed[@]} -eq 0 ]] || give_up_on "$step" "${failed[@]}"
}

change_host() {
  local group units
  rm -f -- "$SCRATCH/$1.delivered" "$SCRATCH/$1.confirmed" "$SCRATCH/$1.busy"
  IFS=$'\t' read -r _ _ _ group units < <(records "$STEP_IN_HAND" deliver "$1")
  # What an operator who is gone has begun comes to its end there first, and what nobody confirmed goes back: what is missing is known only then.
  engine "$1" recover --host "$1" </dev/null || return 1
  copy_to "$STEP_IN_HAND" "$1" && deliver "$1" "$group" "$units"
}

note_outcome() {
  if [[ -f $SCRATCH/$1.delivered ]]; then BECAME[$1]=$(if leaves "$1"; then echo left; else echo new; fi); fi
  if [[ -f $SCRATCH/$1.confirmed ]]; then KEPT_AS[$1]=$(<"$SCRATCH/$1.confirmed"); fi
}

# A new master that is in use already is not taken away whole when a later step of it fails.
note_way_back() {
  if [[ ${PHASE[$1]} != control-plane ]]; then STARTED_FROM[$2]=${KEPT_AS[$2]:-${STARTED_FROM[$2]}}; fi
}

# A node that the cluster knows already is nobody's to delete.
note_what_joins() {
  local line host node
  line=$(records "$1" "do" | grep $'\tapprove-csr\t') || return 0
  IFS=$'\t' read -r _ _ _ _ node <<<"$line"
  IFS=$'\t' read -r _ _ host _ < <(records "$1" deliver)
  if is_unknown_node "$node"; then JOINS[$host]=$node; fi
}

is_unknown_node() { printf 'gate\t0\tnode-unknown\t%s\t0\t%s\n' "$SOURCE" "$1" | question_paper | engine "$SOURCE" ask --host "$SOURCE" >/dev/null; }

copy_to() {
  local step=$1 host=$2
  [[ $(records "$step" "do" "$host") == *$'\tcopy\t'* ]] || return 0
  copy_missing "$host"
}

deliver() {
  local host=$1 group=$2 units=$3
  engine "$host" apply --host "$host" --group "$group" --units "$units" "${FLAGS[@]+"${FLAGS[@]}"}" </dev/null || {
    ! said "$host" lock busy || touch "$SCRATCH/$host.busy"
    return 1
  }
  ! said "$host" apply same || return 0
  touch "$SCRATCH/$host.delivered"
  engine "$host" confirm --host "$host" </dev/null || return 1
  fact_of "$host" delivered >"$SCRATCH/$host.confirmed"
}

# What is left of a step's actions once the engine has delivered.
carry_out() {
  local step=$1 line=$2 verb host first
  shift 2
  IFS=$'\t' read -r _ _ verb host first _ <<<"$line"
  case $verb in
    soak) soak "$first" ;;
    # The kubelet of a dead machine ends no pod: they go with the node.
    drain-node) is_node_of_gone "$first" || question_paper <<<"$line" | engine "$host" ask --host "$host" ;;
    forget-node) question_paper <<<"$line" | engine "$host" ask --host "$host" ;;
    approve-csr)
      [[ $# -gt 0 ]] || return 0
      unit_started "$step" "$1" || return 1
      { grep $'^fact\t' "$SCRATCH/$1.heard" && printf '%s\n' "$line"; } | question_paper | engine "$host" ask --host "$host"
      ;;
  esac
}

# When the kubelet of a host was started: older requests are not of this kubelet.
unit_started() {
  local group units
  IFS=$'\t' read -r _ _ _ group units < <(records "$1" deliver "$2")
  engine "$2" started --host "$2" --group "$group" --units "${units%%,*}" </dev/null
}

# Nothing is watched that has not changed in this run.
soak() {
  [[ -n ${BECAME[*]-} ]] || return 0
  local end=$((SECONDS + $1))
  while [[ $SECONDS -lt $end && ! -e $SCRATCH/stopped ]]; do sleep 1; done
}

ask_gates() {
  local step=$1 host
  while IFS= read -r host; do
    if ! is_for "$host" && [[ $host != "$SOURCE" ]]; then continue; fi
    records "$step" gate "$host" | question_paper | engine "$host" ask --host "$host" || return 1
  done < <(records "$step" gate | hosts_of)
}

take_over() {
  local step=$1 line
  while IFS= read -r line; do
    question_paper <<<"$line" | engine "$SOURCE" ask --host "$SOURCE" || stop_here "$step" "no other master takes over: what was delivered stays and works, and no node has moved"
  done < <(records "$step" "do")
  ask_gates "$step" || stop_here "$step" "no other master has taken over: what was delivered stays and works, and no node has moved"
}

# --- When it does not go on -----------------------------------------------------------------------------------------------------------

# The hosts of a step that failed go back to what they were before this run; the others are left as they are.
give_up_on() {
  local step=$1 host stuck=0
  shift
  [[ $# -gt 0 ]] || stop_here "$step" "the cluster does not answer as it should; nothing was put back"
  say "step $step failed"
  for host in "$@"; do
    if take_back "$host"; then BECAME[$host]=$(put_back_words "$step"); else BECAME[$host]="not put back" stuck=1; fi
  done
  say_what_became
  if [[ $stuck -eq 1 ]]; then
    say "A person is needed on the hosts that were not put back: bash $INCOMING/bin/host-engine.sh status there says what is left."
    exit "$NEEDS_A_PERSON"
  fi
  say "Mend what failed above, and run again: what is new is left alone."
  exit "$PUT_BACK"
}

put_back_words() { if [[ ${PHASE[$1]} == control-plane ]]; then printf 'put back'; else printf 'put back to before step %s' "$1"; fi; }

# The host first: a kubelet that still runs would make its node again.
take_back() {
  if [[ -e $SCRATCH/$1.busy ]]; then
    say "  $1: somebody else is at work there: left alone"
    return 1
  fi
  put_host_back "$1" || return 1
  if leaves "$1" && [[ ${LEAVES[$1]} != - ]]; then let_pods_back "${LEAVES[$1]}" || return 1; fi
  if [[ -z ${JOINS[$1]-} ]]; then return 0; fi
  printf 'do\t0\tforget-node\t%s\t%s\n' "$SOURCE" "${JOINS[$1]}" | question_paper | engine "$SOURCE" ask --host "$SOURCE"
}

let_pods_back() { printf 'do\t0\tallow-pods\t%s\t%s\n' "$SOURCE" "$1" | question_paper | engine "$SOURCE" ask --host "$SOURCE"; }

put_host_back() {
  local host=$1 now
  engine "$host" recover --host "$host" </dev/null || return 1
  engine "$host" status --host "$host" </dev/null || :
  now=$(fact_of "$host" delivered)
  [[ $now =~ ^[0-9]{1,6}$ && ${STARTED_FROM[$host]} =~ ^[0-9]{1,6}$ ]] || return 1
  [[ $((10#$now)) -gt $((10#${STARTED_FROM[$host]})) ]] || return 0
  engine "$host" rollback --host "$host" --to "${STARTED_FROM[$host]}" </dev/null || return 1
  engine "$host" confirm --host "$host" </dev/null
}

# Between two steps: nothing is half done.
stop_here() {
  local step=$1
  say "stopped before or in step $step: $2"
  say_what_became
  say "Run again to go on: what is new is left alone."
  exit "$NEEDS_A_PERSON"
}

say_what_became() {
  local host
  for host in "${HOSTS[@]}"; do say "  $host: ${BECAME[$host]:-untouched}"; done
  for host in "${GONE[@]+"${GONE[@]}"}"; do say "  $host: gone, nothing was sent to it"; done
  for host in "${WARNINGS[@]+"${WARNINGS[@]}"}"; do say "  warning: $host"; done
}

