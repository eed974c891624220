# --- Before anything is changed --------------------------------------------------------------------------------------------------------

# By host: whether anything would change there, and the delivery that it had before.
declare -A DIFFERS=() STARTED_FROM=()
# What every engine is allowed.
FLAGS=()
# By host: what it calls itself, by which a cluster names who leads.
declare -A NAME_OF=()

look_at() { glance "$1" status --host "$1" "${FLAGS[@]+"${FLAGS[@]}"}" </dev/null; }

show_plan_of() { glance "$1" plan --host "$1" "${FLAGS[@]+"${FLAGS[@]}"}" </dev/null; }

# A host that cannot be reached, or is not the one that it was, is found before anything is sent to any host.
reach_all() {
  local host failed=0
  for_all reach "${HOSTS[@]}"
  for host in "${HOSTS[@]}"; do
    show_said "$host"
    NAME_OF[$host]=$(fact_of "$host" name)
    [[ $(code_of "$host") != 0 ]] || continue
    say "$host cannot be reached"
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
      *) failed=1 ;;
    esac
    show_said "$host"
    # A number, or the engine was not even heard.
    STARTED_FROM[$host]=$(fact_of "$host" delivered)
    [[ ${STARTED_FROM[$host]} =~ ^[0-9]+$ ]] || failed=1
    ! is_for "$host" || has_no_drift "$host" || failed=1
  done
  [[ $failed -eq 0 ]] || refuse_what_is_not_expected
  say "$count of ${#HOSTS[@]} hosts differ from what is wanted."
  [[ $count -gt 0 || ${#GONE[@]} -gt 0 ]]
}

# What was changed there by somebody else is neither what the plan was made from nor what it wants.
has_no_drift() {
  local path found=0
  while IFS= read -r path; do
    say "  $1: $path was changed there since"
    found=1
  done < <(sed -n "s/^event\t$1\t\(status\|plan\)\tdrift\t[a-z-]*\t//p" "$SCRATCH/$1.heard")
  # What cannot be exchanged there was told when it was heard.
  if said "$1" status refused || said "$1" plan refused; then found=1; fi
  return "$found"
}

refuse_what_is_not_expected() {
  refuse "a host does not look as the plan expects: capture what has changed there and build again; or take it back there; or overwrite it, with host-engine.sh apply --overwrite on that host"
}

show_plans() {
  local host failed=0 different=0
  for_all show_plan_of "${HOSTS[@]}"
  for host in "${HOSTS[@]}"; do
    show_said "$host"
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
  local records host
  printf 'kubectl\t%s\n' "$KUBECTL"
  if [[ -n $FACTS ]]; then grep -v $'\tclock\t' <<<"$FACTS"; fi
  printf 'fact\tclock\t%s\n' "$(($(date +%s) + CLOCK))"
  records=$(cat)
  for host in "${HOSTS[@]}"; do
    if [[ -n ${NAME_OF[$host]-} && $records$'\n' == *$'\t'"$host"[$'\t\n']* ]]; then printf 'fact\tname-of\t%s %s\n' "$host" "${NAME_OF[$host]}"; fi
  done
  # A dead machine leads nothing: no lease has this name.
  for host in "${GONE[@]+"${GONE[@]}"}"; do printf 'fact\tname-of\t%s gone.%s\n' "$host" "$host"; done
  printf '%s\n' "$records"
}

GATES_OF=''
gates_by_glance() { records "$GATES_OF" gate "$1" | question_paper | glance "$1" ask --host "$1"; }

# All questions to all hosts; every fault is shown, not the first alone.
ask_all_of() {
  local step=$1 host hosts=() failed=0
  GATES_OF=$step TELLS_GATES=no
  mapfile -t hosts < <(records "$step" gate | hosts_of)
  for_all gates_by_glance "${hosts[@]}"
  for host in "${hosts[@]}"; do
    show_said "$host"
    if [[ $(code_of "$host") == 0 ]]; then say "  $host: $(how_many "$host" gate ok) answers, all good"; else failed=1; fi
  done
  TELLS_GATES=yes
  return "$failed"
}

