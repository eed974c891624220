# --- Before anything is changed --------------------------------------------------------------------------------------------------------

# By host: whether anything would change there, and the delivery that it had before.
declare -A DIFFERS=() STARTED_FROM=()

reach() { connect "$1" true </dev/null; }

look_at() { glance "$1" status --host "$1" --events </dev/null; }

show_plan_of() { glance "$1" plan --host "$1" </dev/null; }

# A host that cannot be reached, or is not the one that it was, is found before anything is sent to any host.
reach_all() {
  local host failed=0
  for_all reach "${HOSTS[@]}"
  for host in "${HOSTS[@]}"; do
    [[ $(code_of "$host") != 0 ]] || continue
    say "$host cannot be reached: $(tail -n 1 "$SCRATCH/$host.said")"
    if leaves "$host"; then say "  $host leaves: if that machine is dead for good, pass --gone $host; if it has left already, run haplane build --done"; fi
    failed=1
  done
  [[ $failed -eq 0 ]] || refuse "every host must answer: try ssh -F ssh_config HOST true in this folder; an unknown key is pinned by hostKey in topology.yaml, and sudo must not ask"
}

# What each host has, and what it had before.
look_at_all() {
  local host failed=0 count=0
  for_all look_at "${HOSTS[@]}"
  for host in "${HOSTS[@]}"; do
    case $(code_of "$host") in
      0) DIFFERS[$host]=no ;;
      2) DIFFERS[$host]=yes count=$((count + 1)) ;;
      *)
        report <"$SCRATCH/$host.said"
        failed=1
        ;;
    esac
    # A number, or the engine was not even heard.
    STARTED_FROM[$host]=$(sed -n 's/^event\t[^\t]*\tstatus\tdelivered\t\([0-9]*\)$/\1/p' "$SCRATCH/$host.said")
    [[ ${STARTED_FROM[$host]} =~ ^[0-9]+$ ]] || failed=1
    ! is_for "$host" || has_no_drift "$host" || failed=1
  done
  [[ $failed -eq 0 ]] || refuse_what_is_not_expected
  say "$count of ${#HOSTS[@]} hosts differ from what is wanted."
  [[ $count -gt 0 || ${#GONE[@]} -gt 0 ]]
}

# What was changed there by somebody else is neither what the plan was made from nor what it wants.
has_no_drift() {
  local line path found=0
  while IFS= read -r line; do
    case $line in
      *$'\tstatus\tdrift\t'*) path=${line##*$'\t'} ;;
      *': plan: drift: '*) path=${line##*: plan: drift: } ;;
      *) continue ;;
    esac
    say "  $1: ${path%% *} was changed there since"
    found=1
  done <"$SCRATCH/$1.said"
  return "$found"
}

refuse_what_is_not_expected() {
  refuse "a host does not look as the plan expects: capture what has changed there and build again; or take it back there; or overwrite it, with host-engine.sh apply --overwrite on that host"
}

show_plans() {
  local host failed=0 different=0
  for_all show_plan_of "${HOSTS[@]}"
  for host in "${HOSTS[@]}"; do
    report <"$SCRATCH/$host.said"
    case $(code_of "$host") in
      0) ;;
      2) different=1 ;;
      *) failed=1 ;;
    esac
    ! is_for "$host" || has_no_drift "$host" || failed=1
  done
  [[ $failed -eq 0 ]] || refuse_what_is_not_expected
  if [[ $different -eq 1 ]]; then
    ask_source
    exit "$DIFFERENT"
  fi
  say "Nothing to do."
}

# Records for the engine's ask: the facts, as they are now, and those on stdin.
question_paper() {
  printf 'kubectl\t%s\n' "$KUBECTL"
  if [[ -n $FACTS ]]; then grep -v $'\tclock\t' <<<"$FACTS"; fi
  printf 'fact\tclock\t%s\n' "$(($(date +%s) + CLOCK))"
  cat
}

GATES_OF=''
gates_by_glance() { records "$GATES_OF" gate "$1" | question_paper | glance "$1" ask --host "$1"; }

# All questions to all hosts; every fault is shown, not the first alone.
ask_all_of() {
  local step=$1 host hosts=() failed=0
  GATES_OF=$step
  mapfile -t hosts < <(records "$step" gate | hosts_of)
  for_all gates_by_glance "${hosts[@]}"
  for host in "${hosts[@]}"; do
    if [[ $(code_of "$host") == 0 ]]; then
      grep -v 'gate: ok:' "$SCRATCH/$host.said" | report || :
      say "  $host: $(grep -c 'gate: ok:' "$SCRATCH/$host.said") answers, all good"
    else
      grep -v 'gate: ok:' "$SCRATCH/$host.said" | report
      failed=1
    fi
  done
  return "$failed"
}

