
# --- Gates and actions of a rollout -------------------------------------------------------------------------------------------------------

# Lines of rollout.plan come on stdin, with facts from other hosts. WHY is the reason of a failure, RESULT the result of a success, and
# OUTCOME its code.
KUBECTL='' WHY='' RESULT=ok OUTCOME=-

# Facts from other hosts: by the name of the fact; by host, the name of that machine; by node, that it was not Ready before this rollout; by
# path, its size in KiB on the source master.
declare -A FACT=() NAME_OF=() NOT_READY_BEFORE=() SIZE_OF_COPY=()

# Clocks may differ by this many seconds; this includes the time for the answer.
readonly CLOCK_TOLERANCE=10
# Limit of an external command.
readonly SECONDS_OF_A_COMMAND=20

command_ask() {
  local fields failed=0
  while IFS=$'\t' read -r -a fields; do
    case ${fields[0]-} in
      kubectl)
        is_path "${fields[1]-}" || refuse ask bad-record "\"${fields[1]-}\" is not a valid path of kubectl"
        KUBECTL=${fields[1]}
        ;;
      fact) read_fact "${fields[@]:1}" ;;
      gate | new-when | done-when | undone) prove_line "${fields[@]:1}" && { ask_gate "${fields[4]}" "${fields[@]:6}" </dev/null || failed=1; } ;;
      do | undo) prove_line "${fields[@]:1}" && { carry_out "${fields[4]}" "${fields[@]:6}" </dev/null || failed=1; } ;;
      *) refuse ask unknown-record "unknown record \"${fields[0]-}\": this engine is older than the plan" ;;
    esac
  done
  return "$failed"
}

# A fact from another host must have its form, or nothing is asked.
read_fact() {
  if [[ $# -ne 2 ]] || ! is_fact "$1" "$2"; then refuse ask bad-record "\"${1-}\" is not a valid fact"; fi
  case $1 in
    name-of) NAME_OF[${2%% *}]=${2#* } ;;
    not-ready) NOT_READY_BEFORE[$2]=yes ;;
    size) SIZE_OF_COPY[${2#* }]=${2%% *} ;;
    *) FACT[$1]=$2 ;;
  esac
}

# No argument is an option of the program that gets it, or has characters with a meaning for a shell or a terminal. The length is checked
# apart: a bound in a regular expression would cost seconds and much memory (regcomp(3)).
readonly ARGUMENT_FORM='^([A-Za-z0-9/:[*-][]A-Za-z0-9._:/@,=+[*-]*)?$'

# NUMBER ABOUT WHEN KIND HOST ARGUMENT…: the driver decides by ABOUT and WHEN, so only their form matters here. HOST must be this host.
prove_line() {
  local argument
  { [[ $# -ge 5 && $1 =~ ^[0-9]{1,6}$ && $3 =~ ^[a-z]+$ && $4 =~ ^[a-z-]+$ ]] && is_host_name "$2" && is_host_name "$5"; } ||
    refuse ask bad-record "\"$*\" is not a valid line of a plan"
  [[ $5 == "$HOST" ]] || refuse ask wrong-host "the line is for $5, not for $HOST"
  shift 5
  for argument in "$@"; do
    [[ ${#argument} -le 4000 && $argument =~ $ARGUMENT_FORM && ($argument == - || $argument != -*) ]] ||
      refuse ask bad-record "\"$argument\" is not a valid argument"
  done
}

# gate|action KIND: sets FUNCTION, the function with that name.
FUNCTION=''

find_function() {
  FUNCTION=$1_${2//-/_}
  declare -F "$FUNCTION" >/dev/null || refuse ask unknown-record "unknown $1 \"$2\": this engine is older than the plan"
}

# KIND SECONDS ARGUMENT…: asks again until the gate holds or the time is over.
ask_gate() {
  local kind=$1 seconds=${2-} end
  [[ $seconds =~ ^[0-9]{1,5}$ ]] || refuse ask bad-record "\"$seconds\" is not a number of seconds"
  find_function gate "$kind"
  look_at_clock
  end=$((NOW + 10#$seconds))
  shift 2
  until WHY='' RESULT=ok && "$FUNCTION" "$@"; do
    look_at_clock
    if [[ $NOW -ge $end ]]; then
      say gate failed - "$kind${*:+ $*}: ${WHY:-no}"
      return 1
    fi
    sleep 2
  done
  say gate "$RESULT" - "$kind${*:+ $*}${WHY:+: $WHY}"
}

# KIND ARGUMENT…: carries out an action.
carry_out() {
  local kind=$1 failed=0
  find_function action "$kind"
  shift
  WHY='' RESULT=ok OUTCOME=-
  "$FUNCTION" "$@" || failed=1 RESULT=failed
  say action "$RESULT" "$OUTCOME" "$kind${*:+ $*}${WHY:+: $WHY}"
  return "$failed"
}

because() {
  WHY=$1
  return 1
}

# The end of the time for a gate that begins now.
end_of_a_gate() { printf '%s' "$(($(uptime_seconds) + 10#$SECONDS_OF_A_GATE))"; }

# Facts for other hosts. The files on stdin (digest or -, tab, path) are checked and their sizes printed. "kubectl" instead of a digest
# names the client of the cluster, and the nodes are listed.
command_facts() {
  local digest path size stale=0
  while IFS=$'\t' read -r digest path; do
    is_path "$path" || refuse facts bad-path "\"$path\" is not a valid path in a plan"
    if [[ $digest == kubectl ]]; then
      KUBECTL=$path
      continue
    fi
    if [[ $digest != - && $(digest_of "$path") != "$digest" ]]; then
      say facts changed - "$path has changed since this host was captured"
      stale=$((stale + 1))
    fi
    if [[ $digest == - ]] && ! say_digest "$path"; then stale=$((stale + 1)); fi
    size=$(timeout "$SECONDS_OF_A_COMMAND" stat -L -c %s -- "$path" 2>/dev/null) || continue
    [[ $size =~ ^[0-9]{1,18}$ ]] || continue
    say_fact size "$((size / 1024 + 1)) $path"
  done
  [[ $stale -eq 0 ]] ||
    refuse facts not-as-captured "the source master has changed since it was captured, or could not be read. Capture it and build again."
  say_name
  say_fact architecture "$(uname -m)"
  say_fact swap "$(swap_state)"
  say_fact ip-forward "$(setting net/ipv4/ip_forward)"
  say_fact bridge "$(setting net/bridge/bridge-nf-call-iptables)"
  if [[ -n $KUBECTL ]]; then say_nodes </dev/null; fi
  # Last, so that it is the time at the end of the answer.
  say_fact clock "$(date +%s)"
}

# The digest that proves an edited copy of this file.
say_digest() {
  local digest
  digest=$(digest_of "$1")
  if [[ $digest != absent ]]; then
    say_fact file "$digest $1"
  else
    say facts changed - "$1 is no longer there"
    return 1
  fi
}

# Other hosts identify the leader by this name.
say_name() {
  local name
  name=$(uname -n)
  if is_fact name "$name"; then
    say_fact name "$name"
  else
    say facts warning no-name "\"$name\" is not a valid host name. Run: hostnamectl set-hostname"
  fi
}

swap_state() { if [[ $(wc -l </proc/swaps) -gt 1 ]]; then printf on; else printf off; fi; }

setting() { if [[ -r /proc/sys/$1 ]]; then cat "/proc/sys/$1"; else printf 0; fi; }
