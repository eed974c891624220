
# --- Questions and actions of a rollout ---------------------------------------------------------------------------------------------------

# Records of rollout.plan come on stdin, with facts that other hosts have said: they are answered here, by the host itself. WHY says why a
# question has no good answer yet. RESULT is the word for a good one, and OUTCOME which of several good ones an action has had.
KUBECTL='' WHY='' RESULT=ok OUTCOME=-

# What other hosts have said: by the name of the fact; by host, the name that it has for itself; by node, that it was not Ready before this
# rollout; by path, the KiB that it has on the source.
declare -A FACT=() NAME_OF=() NOT_READY_BEFORE=() SIZE_OF_COPY=()

# Two clocks that are further apart are not the same; the time that an answer takes on its way is within it.
readonly CLOCK_TOLERANCE=10
# No external command holds a rollout for longer.
readonly SECONDS_OF_A_COMMAND=20

command_ask() {
  local fields failed=0
  while IFS=$'\t' read -r -a fields; do
    case ${fields[0]-} in
      kubectl)
        is_path "${fields[1]-}" || refuse ask bad-record "\"${fields[1]-}\" is not the path of a kubectl"
        KUBECTL=${fields[1]}
        ;;
      fact) learn "${fields[@]:1}" ;;
      gate) { prove_arguments "${fields[@]:2}" && gate "${fields[2]}" "${fields[4]}" "${fields[@]:5}"; } </dev/null || failed=1 ;;
      do) { prove_arguments "${fields[@]:2}" && deed "${fields[2]}" "${fields[@]:4}"; } </dev/null || failed=1 ;;
      *) refuse ask unknown-record "it holds a record of the kind \"${fields[0]-}\", which this engine does not know" ;;
    esac
  done
  return "$failed"
}

# Other hosts have said it: it is what its name stands for, or nothing is asked.
learn() {
  if [[ $# -ne 2 ]] || ! is_fact "$1" "$2"; then refuse ask bad-record "\"${1-}\" is not a fact of the form that this engine knows"; fi
  case $1 in
    name-of) NAME_OF[${2%% *}]=${2#* } ;;
    not-ready) NOT_READY_BEFORE[$2]=yes ;;
    size) SIZE_OF_COPY[${2#* }]=${2%% *} ;;
    *) FACT[$1]=$2 ;;
  esac
}

# No argument is an option of the program that it is passed to, and none holds what a shell or a terminal would obey.
# A bound within the form itself would cost seconds and much memory (regcomp(3)).
readonly ARGUMENT_FORM='^([A-Za-z0-9/:[*-][]A-Za-z0-9._:/@,=+[*-]*)?$'

prove_arguments() {
  local argument
  for argument in "$@"; do
    [[ ${#argument} -le 4000 && $argument =~ $ARGUMENT_FORM && ($argument == - || $argument != -*) ]] || refuse ask bad-record "\"$argument\" is not an argument that a plan can hold"
  done
}

# A name of a plan is the name of a function here, or of nothing.
known_as() {
  if ! [[ $2 =~ ^[a-z-]+$ ]] || ! declare -F "$1_${2//-/_}" >/dev/null; then refuse ask unknown-record "this engine does not know \"$2\""; fi
  printf '%s' "$1_${2//-/_}"
}

# A question is asked again until its time is over.
gate() {
  local name=$1 seconds=$2 question end
  [[ $seconds =~ ^[0-9]{1,5}$ ]] || refuse ask bad-record "\"$seconds\" is not a number of seconds"
  look_at_clock
  end=$((NOW + 10#$seconds))
  shift 2
  question=$(known_as question "$name") || exit "$REFUSED"
  until WHY='' RESULT=ok && "$question" "$@"; do
    look_at_clock
    if [[ $NOW -ge $end ]]; then
      say gate failed "$name" "${*:+$*: }${WHY:-no}"
      return 1
    fi
    sleep 2
  done
  say gate "$RESULT" "$name" "$*${WHY:+: $WHY}"
}

deed() {
  local name=$1 deed
  shift
  deed=$(known_as deed "$name") || exit "$REFUSED"
  WHY='' RESULT=ok OUTCOME=-
  if "$deed" "$@"; then
    say "$name" "$RESULT" "$OUTCOME" "${WHY:-$*}"
  else
    say "$name" failed "$OUTCOME" "${*:+$*: }${WHY:-}"
    return 1
  fi
}

because() {
  WHY=$1
  return 1
}

# When the time of a gate is over that begins now.
end_of_a_gate() { printf '%s' "$(($(uptime_seconds) + 10#$SECONDS_OF_A_GATE))"; }

# What other hosts are compared with, as records for their own questions. Of the files on stdin (a digest or -, a tab, a path) each is proved
# and weighed; with kubectl in the place of a digest the path is that of the cluster's client, and the nodes are looked at.
command_facts() {
  local digest path size stale=0
  while IFS=$'\t' read -r digest path; do
    is_path "$path" || refuse facts bad-path "\"$path\" is not a path that a plan can hold"
    if [[ $digest == kubectl ]]; then
      KUBECTL=$path
      continue
    fi
    if [[ $digest != - && $(digest_of "$path") != "$digest" ]]; then
      say facts changed - "$path is not what it was when this host was captured"
      stale=$((stale + 1))
    fi
    if [[ $digest == - ]] && ! say_digest "$path"; then stale=$((stale + 1)); fi
    size=$(timeout "$SECONDS_OF_A_COMMAND" stat -L -c %s -- "$path" 2>/dev/null) || continue
    [[ $size =~ ^[0-9]{1,18}$ ]] || continue
    say_fact size "$((size / 1024 + 1)) $path"
  done
  [[ $stale -eq 0 ]] || refuse facts not-as-captured "the plan is older than what is here: capture this host again, and build again"
  say_name
  say_fact architecture "$(uname -m)"
  say_fact swap "$(swap_state)"
  say_fact ip-forward "$(setting net/ipv4/ip_forward)"
  say_fact bridge "$(setting net/bridge/bridge-nf-call-iptables)"
  if [[ -n $KUBECTL ]]; then say_nodes </dev/null; fi
  # Last: the time at which the answer ends.
  say_fact clock "$(date +%s)"
}

# What an edited copy of this file is proved with.
say_digest() {
  local digest
  digest=$(digest_of "$1")
  if [[ $digest != absent ]]; then
    say_fact file "$digest $1"
  else
    say facts changed - "$1 is not there any longer"
    return 1
  fi
}

# By which the others know who leads.
say_name() {
  local name
  name=$(uname -n)
  if is_fact name "$name"; then say_fact name "$name"; else say facts warning no-name "\"$name\" is no name of a host: hostnamectl set-hostname"; fi
}

swap_state() { if [[ $(wc -l </proc/swaps) -gt 1 ]]; then printf on; else printf off; fi; }

setting() { if [[ -r /proc/sys/$1 ]]; then cat "/proc/sys/$1"; else printf 0; fi; }
