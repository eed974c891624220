#!/usr/bin/env bash
# The rollout of haplane by hand: carries out rollout.plan, step by step, through the host engine. It needs bash 4.2, ssh, tar,
# coreutils, grep and sed here; every host needs what the engine needs. Nothing of the topology is decided here, and no field of a plan becomes a command.
set -euo pipefail
export LC_ALL=C
umask 077

readonly DIFFERENT=2 PUT_BACK=3 NEEDS_A_PERSON=4

usage() {
  cat <<'TEXT'
rollout.sh [OPTION…]: brings all hosts to what this folder says, one after the other, while the cluster answers.

  --dry-run       ask every host what would change there, show it, and write nothing anywhere
  --only HOST     carry out only what is for this host; the other hosts are asked, and not changed
  --from-step N   begin with step N; the hosts are asked first all the same
  --gone HOST     HOST leaves, and the machine is dead for good: nothing is sent to it; may be given again
  --log FILE      write everything that is said to FILE, too; default haplane/CLUSTER-TIME.log in $XDG_STATE_HOME, or in ~/.local/state;
                  - for none

HAPLANE_SSH names another ssh, with its options; default ssh. Users, ports and addresses are those of ssh_config beside bin/.

It can be run again at any time: what is there already is left alone. The first host that fails is put back, and the rollout ends there.
Ctrl-C lets the step in hand come to its end, and stops.

Exit code: 0 done, or nothing to do; 1 refused, and nothing was changed; 2 there are differences (--dry-run); 3 a host failed and was put
back; 4 a person is needed, and it is said for what; 64 misuse; 75 another rollout is running.
TEXT
}

# --- What it says -------------------------------------------------------------------------------------------------------------------

readonly REFUSED=1 MISUSE=64 BUSY=75
readonly PROGRAM=${BASH_SOURCE[0]##*/}

LOG=/dev/null

# Neither a log that is full nor somebody who has stopped listening ends what is being done.
say() {
  { printf '%s\n' "$*" >>"$LOG" || :; } 2>/dev/null
  { printf '%s\n' "$*" || :; } 2>/dev/null
}

# What a host has said, line by line; single files and what goes without saying are in the log alone.
report() {
  local line
  while IFS= read -r line || [[ -n $line ]]; do
    { printf '%s\n' "$line" >>"$LOG" || :; } 2>/dev/null
    case $line in
      *': swap: changed: '* | *': validate: ok' | *': confirm: ok: '*) ;;
      *) { printf '  %s\n' "$line" || :; } 2>/dev/null ;;
    esac
  done
}

misuse() {
  printf '%s: %s; see %s --help\n' "$PROGRAM" "$1" "$PROGRAM" >&2
  exit "$MISUSE"
}

# Nothing has been changed anywhere.
refuse() {
  say "refused: $1"
  say "Nothing was changed on any host."
  exit "$REFUSED"
}

elapsed() { printf '%d min %02d s' "$((SECONDS / 60))" "$((SECONDS % 60))"; }

# --- The folder -----------------------------------------------------------------------------------------------------------------------

# The master that the others are made from, and every host.
SOURCE=''
HOSTS=()

is_host() {
  local host
  for host in "${HOSTS[@]}"; do
    if [[ $host == "$1" ]]; then return 0; fi
  done
  return 1
}

prove_folder() {
  local said
  [[ -f SHA256SUMS && -f rollout.plan ]] || misuse "$PWD is not a folder that haplane build has written"
  said=$(sha256sum --quiet -c SHA256SUMS 2>&1) || refuse "${said%%$'\n'*}: not what was built; build it again, or bring the folder here again"
}

# --- The plan -----------------------------------------------------------------------------------------------------------------------

CLUSTER='' KUBECTL=''
NOTES=()
# The hosts that leave, with the node of each; those of them that are dead.
declare -A LEAVES=()
GONE=()
# By the number of a step: its phase, its title, and its records, a line each.
declare -A PHASE=() TITLE=() RECORDS=()
STEPS=0

read_rollout() {
  local kind a b c
  while IFS=$'\t' read -r kind a b c; do
    case $kind in
      haplane-rollout)
        [[ $a == 1 ]] || refuse "rollout.plan is of version $a, and this program knows version 1"
        CLUSTER=$b
        ;;
      source) SOURCE=$a ;;
      kubectl) KUBECTL=$a ;;
      host) if ! is_gone "$a"; then HOSTS+=("$a"); fi ;;
      leaves) LEAVES[$a]=$b ;;
      note) NOTES+=("$a") ;;
      step) PHASE[$a]=$b TITLE[$a]=$c RECORDS[$a]='' STEPS=$a ;;
      do | gate) if ! is_gone "${c%%$'\t'*}"; then RECORDS[$a]+="$kind"$'\t'"$a"$'\t'"$b"$'\t'"$c"$'\n'; fi ;;
      deliver) if ! is_gone "$b"; then RECORDS[$a]+="$kind"$'\t'"$a"$'\t'"$b"$'\t'"$c"$'\n'; fi ;;
      *) refuse "rollout.plan holds a record of the kind \"$kind\", which this program does not know" ;;
    esac
  done <rollout.plan
  [[ -n $CLUSTER && -n $SOURCE && $STEPS -gt 0 ]] || refuse "rollout.plan is not whole"
  is_host "$SOURCE" || refuse "rollout.plan names $SOURCE as the source, and no such host"
}

# Nothing is sent to a host that is dead, and nothing asked of it.
is_gone() {
  local host
  for host in "${GONE[@]+"${GONE[@]}"}"; do
    if [[ $host == "$1" ]]; then return 0; fi
  done
  return 1
}

is_node_of_gone() {
  local host
  for host in "${GONE[@]+"${GONE[@]}"}"; do
    if [[ ${LEAVES[$host]} == "$1" ]]; then return 0; fi
  done
  return 1
}

leaves() { [[ ${#LEAVES[@]} -gt 0 && -n ${LEAVES[$1]+known} ]]; }

# The records of a step: of this kind, and for this host where one is given; what a do or a gate does stands before its host.
records() {
  local step=$1 kind=$2 host=${3-} line fields
  while IFS= read -r line; do
    IFS=$'\t' read -r -a fields <<<"$line"
    [[ ${fields[0]-} == "$kind" ]] || continue
    if [[ -z $host || ($kind == deliver && ${fields[2]} == "$host") || ($kind != deliver && ${fields[3]} == "$host") ]]; then printf '%s\n' "$line"; fi
  done <<<"${RECORDS[$step]}"
}

# The hosts of the records on stdin, each once.
hosts_of() {
  local kind step a b rest seen=' '
  while IFS=$'\t' read -r kind step a b rest; do
    if [[ $kind == deliver ]]; then b=$a; fi
    if [[ $seen != *" $b "* ]]; then
      seen+="$b "
      printf '%s\n' "$b"
    fi
  done
}

# --- Over ssh -----------------------------------------------------------------------------------------------------------------------

SCRATCH=''

# The commands that are ever sent; what they work on comes on stdin.
readonly INCOMING=/var/lib/haplane/incoming
readonly ENGINE="exec bash $INCOMING/bin/host-engine.sh -"
# In memory, and gone again: a host that is only asked is not written to.
# shellcheck disable=SC2016 # for the host's shell
readonly GLANCE='umask 077; { d=$(mktemp -d /run/haplane-glance.XXXXXX) && trap "rm -rf $d" EXIT && tar -C $d --no-same-owner -xf -; } || exit 70; bash $d/bin/host-engine.sh - <$d/request'
# Whoever is gone for a minute is gone.
# shellcheck disable=SC2016 # for the host's shell
readonly HOLD='mkdir -p /run/haplane; exec 9>>/run/haplane/rollout; if ! flock -n 9; then cat /run/haplane/rollout.holder; exit 75; fi; IFS= read -r who; printf "%s since %s\n" "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >/run/haplane/rollout.holder; echo held; while read -r -t 60 who; do :; done'

connect() (speak "$@")

# In place of this process.
speak() {
  local host=$1 command=$2 program
  read -r -a program <<<"${HAPLANE_SSH:-ssh}"
  # shellcheck disable=SC2016 # for the host's shell
  # A connection that is shared with an earlier one would prove nothing.
  exec "${program[@]}" -F ssh_config -o ControlMaster=no -o ControlPath=none -T -- "$host" 'if [ "${EUID:-$(id -u)}" -eq 0 ]; then exec bash -c '"'$command'"'; else exec sudo -n bash -c '"'$command'"'; fi'
}

# The engine, the plan and the files of a host.
files_for() {
  local own=()
  if [[ -d hosts/$1 ]]; then own=("hosts/$1"); fi
  tar -cf - SHA256SUMS bin "hosts/$1.plan" "${own[@]+"${own[@]}"}" "${@:2}"
}

# The engine that lies there already. Words up to an empty line, then what the command reads.
engine() {
  local host=$1
  shift
  { printf '%s\n' "$@" '' && cat; } | connect "$host" "$ENGINE"
}

# An engine that is gone afterwards.
glance() {
  local host=$1 folder
  shift
  folder=$(mktemp -d "$SCRATCH/glance.XXXXXX")
  { printf '%s\n' "$@" '' && cat; } >"$folder/request"
  files_for "$host" -C "$folder" request | connect "$host" "$GLANCE"
}

# What a host gets lies where its engine is called from.
readonly BRING="umask 077; rm -rf $INCOMING && mkdir -p $INCOMING && tar -C $INCOMING --no-same-owner -xf -"
bring() { files_for "$1" | connect "$1" "$BRING"; }

# A function for many hosts, eight at a time: more handshakes at once are refused by an sshd as it is installed. What each has said and how
# it ended lies below $SCRATCH.
for_all() {
  local action=$1 host pids=()
  shift
  for host in "$@"; do
    { code=0 && "$action" "$host" >"$SCRATCH/$host.said" 2>&1 || code=$?; printf '%s' "$code" >"$SCRATCH/$host.code"; } &
    pids+=("$!")
    if [[ ${#pids[@]} -eq 8 ]]; then
      wait "${pids[@]}"
      pids=()
    fi
  done
  [[ ${#pids[@]} -eq 0 ]] || wait "${pids[@]}"
}

code_of() { cat "$SCRATCH/$1.code"; }

# --- One rollout at a time ------------------------------------------------------------------------------------------------------------

HOLDER=''
# The process that the lock is for: it goes when that process is gone.
HELD_FOR=''

beat() {
  printf '%s@%s\n' "${USER:-$(id -un)}" "$(uname -n)"
  while kill -0 "$HELD_FOR" && printf '\n' && sleep 1; do :; done
}

# The source holds the lock as long as it hears of us.
take_lock() {
  local code
  HELD_FOR=${HELD_FOR:-$BASHPID}
  beat 2>/dev/null | speak "$SOURCE" "$HOLD" >"$SCRATCH/lock" 2>&1 &
  HOLDER=$!
  until grep -qs '^held$' "$SCRATCH/lock"; do
    if ! kill -0 "$HOLDER" 2>/dev/null || [[ -e $SCRATCH/stopped ]]; then
      code=0
      wait "$HOLDER" || code=$?
      HOLDER=''
      [[ $code -eq "$BUSY" ]] || refuse "the lock on $SOURCE could not be taken: $(tail -n 1 "$SCRATCH/lock")"
      say "busy: another rollout is running: $(tail -n 1 "$SCRATCH/lock")"
      say "Nothing was changed on any host. Wait for its end; if nobody is there any more, the lock goes by itself within a minute."
      exit "$BUSY"
    fi
    sleep 0.2
  done
}

holds_lock() { [[ -z $HOLDER ]] || kill -0 "$HOLDER" 2>/dev/null; }

# --- From the source ------------------------------------------------------------------------------------------------------------------

# Records of facts about the source, and how far its clock is from ours (seconds).
FACTS='' CLOCK=0

# What every other host is compared with.
ask_source() {
  local began said host
  began=$(date +%s)
  said=$(for host in "${HOSTS[@]}"; do copies_of "$host"; done | sort -u | glance "$SOURCE" facts --host "$SOURCE") || {
    report <<<"$said"
    refuse "$SOURCE is not what the plan was made from, or does not say what it is"
  }
  FACTS=$(grep '^fact' <<<"$said")
  CLOCK=$(($(sed -n 's/^fact\tclock\t//p' <<<"$said") - began))
}

# The digest and the path of what a host copies, a line each.
copies_of() {
  local kind sum path
  while IFS=$'\t' read -r kind _ _ _ _ sum path; do
    if [[ $kind == copy ]]; then printf '%s\t%s\n' "$sum" "$path"; fi
  done <"hosts/$1.plan"
}

# What a bundle brings along beside this folder: by the path on a host, the folder here that stands for its root.
declare -A BROUGHT=()

read_bundle() {
  local kind file root
  [[ -f ../bundle.plan ]] || return 0
  while IFS=$'\t' read -r kind _ _ _ file; do
    [[ $kind == payload ]] || continue
    root=$(cut -d / -f -3 <<<"$file")
    BROUGHT[${file#"$root"}]=../$root
  done <../bundle.plan
}

# What has to come from the source goes through a pipe, and lies nowhere on the way. The host proves what it is given, wherever that is from.
copy_missing() {
  local host=$1 missing path brought=() wanted=()
  missing=$(engine "$host" missing --host "$host" </dev/null) || { report <<<"$missing" && return 1; }
  [[ -n $missing ]] || return 0
  while IFS= read -r path; do
    if [[ -n ${BROUGHT[$path]-} ]]; then brought+=("$path"); else wanted+=("$path"); fi
  done <<<"$missing"
  [[ ${#brought[@]} -eq 0 ]] || say "  $host: ${#brought[@]} files come from the bundle"
  [[ ${#wanted[@]} -eq 0 ]] || say "  $host: ${#wanted[@]} files come from $SOURCE"
  { send_brought "${brought[@]+"${brought[@]}"}" && send_from_source "${wanted[@]+"${wanted[@]}"}"; } | engine "$host" receive --host "$host" | report
}

send_brought() {
  local path words=()
  [[ $# -gt 0 ]] || return 0
  for path in "$@"; do words+=(-C "$PWD/${BROUGHT[$path]}" ".$path"); done
  tar --no-recursion -cf - "${words[@]}"
}

send_from_source() {
  [[ $# -gt 0 ]] || return 0
  printf '%s\n' "$@" | engine "$SOURCE" send --host "$SOURCE"
}

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

# --- The steps ------------------------------------------------------------------------------------------------------------------------

ONLY='' FROM_STEP=1 STEP_IN_HAND=''
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
    question_paper <<<"$line" | glance "$host" ask --host "$host" | report || refuse "the backup on $host failed"
  done < <(records "$step" "do")
}

# The files lie on every host, and nothing uses them.
stage_all() {
  local host hosts=("${HOSTS[@]}")
  if [[ -n $ONLY ]]; then hosts=("$ONLY"); fi
  if [[ -n $ONLY && $ONLY != "$SOURCE" ]]; then hosts+=("$SOURCE"); fi
  for_all bring "${hosts[@]}"
  for host in "${hosts[@]}"; do
    [[ $(code_of "$host") == 0 ]] || refuse "$host did not take its files: $(tail -n 1 "$SCRATCH/$host.said")"
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
        { cat "$SCRATCH/$host.said" || :; } 2>/dev/null
        [[ $(code_of "$host") == 0 ]] || failed+=("$host")
      done
      ;;
  esac
  for host in "$@"; do note_outcome "$host"; done
  [[ ${#failed[@]} -eq 0 ]] || give_up_on "$step" "${failed[@]}"
}

change_host() {
  local group units
  rm -f -- "$SCRATCH/$1.delivered" "$SCRATCH/$1.confirmed"
  IFS=$'\t' read -r _ _ _ group units < <(records "$STEP_IN_HAND" deliver "$1")
  # What an operator who is gone has begun comes to its end there first, and what nobody confirmed goes back: what is missing is known only then.
  engine "$1" recover --host "$1" </dev/null | report || return 1
  copy_to "$STEP_IN_HAND" "$1" && deliver "$1" "$group" "$units"
}

note_outcome() {
  if grep -qs ': deliver: ok: ' "$SCRATCH/$1.delivered"; then BECAME[$1]=$(if leaves "$1"; then echo left; else echo new; fi); fi
  if [[ -f $SCRATCH/$1.confirmed ]]; then KEPT_AS[$1]=$(sed -n 's/.*: confirm: ok: kept as \([0-9]*\)$/\1/p' "$SCRATCH/$1.confirmed"); fi
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
  engine "$host" apply --host "$host" --group "$group" --units "$units" </dev/null | tee "$SCRATCH/$host.delivered" | report || return 1
  if grep -q ': apply: same:' "$SCRATCH/$host.delivered"; then return 0; fi
  engine "$host" confirm --host "$host" </dev/null | tee "$SCRATCH/$host.confirmed" | report
}

# What is left of a step's actions once the engine has delivered.
carry_out() {
  local step=$1 line=$2 verb host first
  shift 2
  IFS=$'\t' read -r _ _ verb host first _ <<<"$line"
  case $verb in
    soak) soak "$first" ;;
    # The kubelet of a dead machine ends no pod: they go with the node.
    drain-node) is_node_of_gone "$first" || question_paper <<<"$line" | engine "$host" ask --host "$host" | report ;;
    forget-node) question_paper <<<"$line" | engine "$host" ask --host "$host" | report ;;
    approve-csr)
      [[ $# -gt 0 ]] || return 0
      { unit_started "$step" "$1" && printf '%s\n' "$line"; } | question_paper | engine "$host" ask --host "$host" | report
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
    records "$step" gate "$host" | question_paper | engine "$host" ask --host "$host" | report || return 1
  done < <(records "$step" gate | hosts_of)
}

take_over() {
  local step=$1 line
  while IFS= read -r line; do
    question_paper <<<"$line" | engine "$SOURCE" ask --host "$SOURCE" | report || stop_here "$step" "no other master takes over: what was delivered stays and works, and no node has moved"
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
  if grep -qs ': lock: busy: ' "$SCRATCH/$1.delivered"; then
    say "  $1: somebody else is at work there: left alone"
    return 1
  fi
  put_host_back "$1" || return 1
  if leaves "$1" && [[ ${LEAVES[$1]} != - ]]; then let_pods_back "${LEAVES[$1]}" || return 1; fi
  if [[ -z ${JOINS[$1]-} ]]; then return 0; fi
  printf 'do\t0\tforget-node\t%s\t%s\n' "$SOURCE" "${JOINS[$1]}" | question_paper | engine "$SOURCE" ask --host "$SOURCE" | report
}

let_pods_back() { printf 'do\t0\tallow-pods\t%s\t%s\n' "$SOURCE" "$1" | question_paper | engine "$SOURCE" ask --host "$SOURCE" | report; }

put_host_back() {
  local host=$1 now
  engine "$host" recover --host "$host" </dev/null | report || return 1
  now=$(engine "$host" status --host "$host" --events </dev/null | sed -n 's/^event\t[^\t]*\tstatus\tdelivered\t\([0-9]*\)$/\1/p') || :
  [[ -n $now ]] || return 1
  [[ $((10#$now)) -gt $((10#${STARTED_FROM[$host]})) ]] || return 0
  engine "$host" rollback --host "$host" --to "${STARTED_FROM[$host]}" </dev/null | report || return 1
  engine "$host" confirm --host "$host" </dev/null | report
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
}

# --- Main -----------------------------------------------------------------------------------------------------------------------------

DRY_RUN=no

read_options() {
  while [[ $# -gt 0 ]]; do
    case $1 in
      --dry-run) DRY_RUN=yes ;;
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
