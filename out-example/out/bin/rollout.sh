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
  --allow-foreign-folders, --keep-secrets
                  what host-engine.sh --help says of them, on every host
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
# Where a person reads; a program that is called by another one keeps its stdout for that one.
TELL=1

# Neither a log that is full nor somebody who has stopped listening ends what is being done.
say() {
  log "$*"
  { { printf '%s\n' "$*" || :; } 2>/dev/null; } >&"$TELL"
}

log() { { printf '%s\n' "$*" >>"$LOG" || :; } 2>/dev/null; }

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

# --- What is said between programs --------------------------------------------------------------------------------------------------------

# Every field that comes from another program is matched against its form where it arrives; what has no form is not read.

# The words of an event that a program may decide by.
readonly EVENT_STEPS=' allow-pods apply approve-csr ask back-up-etcd back-up-files compare confirm deliver digests drain-node facts forget-node gate health host journal lock missing plan receive recover restart-leader revert rollback send service stage status still-connected swap validate '
readonly EVENT_RESULTS=' busy changed different disable disabled drift enable enabled failed interrupted missing new ok put-back refused reload reloaded remove restart restarted running same start started stop stopped waiting warning '
readonly EVENT_CODES=' agent-connected all-nodes-ready architecture bad-edit bad-path bad-record bootstrap-token certificate-names clock connects container-runtime csr-issued daemon-reload digests disable disabled disk-space drift edit edit-mismatch enable enabled endpoint-gone etcd-answers etcd-quorum file foreign-folder foreign-link foreign-request hard-link immutable joined-already key-in-memory kube-proxy-healthy leads-already lease-moved lease-renewed left-alone link link-not-followed mount-point names-resolve nginx-invalid nginx-missing nginx-stream no-digests no-environment-file no-etcdctl no-file no-head no-key no-name no-nodes no-plan no-request no-room no-safe-folder no-timer node-lease-renewed node-prerequisites node-ready node-unknown not-a-file not-as-built not-as-captured not-as-meant not-as-on-source not-as-sent not-come not-filed not-finished not-in-cluster not-in-plan not-kept not-kept-whole not-listed not-proved not-put-back not-read not-ready not-received not-running not-taken not-whole nothing-changed nothing-kept nothing-sent other-key overwrites overwritten own-identity port-free port-let-go reachable read-only ready ready-through reload restart secret secret-not-kept selinux-allows service-endpoints several-requests start still-connected stop summary timed-out unit unit-active unit-invalid unknown-owner unknown-record wrong-host wrong-machine wrong-version '

# Two bytes that a terminal may obey as one control character.
readonly CONTROL_UTF8=$'\302[\200-\237]'

is_step() { [[ $1 =~ ^[a-z-]+$ && $EVENT_STEPS == *" $1 "* ]]; }

is_result() { [[ $1 =~ ^[a-z-]+$ && $EVENT_RESULTS == *" $1 "* ]]; }

is_code() { [[ $1 == - || ($1 =~ ^[a-z-]+$ && $EVENT_CODES == *" $1 "*) ]]; }

is_path() {
  case $1 in
    *[!A-Za-z0-9._+@:/-]* | *//* | */ | */./* | */../* | */. | */..) return 1 ;;
    /*) ;;
    *) return 1 ;;
  esac
}

is_digest() { [[ $1 =~ ^[0-9a-f]{64}$ ]]; }

is_host_name() { [[ $1 =~ ^[A-Za-z0-9._-]{1,64}$ ]]; }

is_node_name() { [[ ${#1} -le 253 && $1 =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]]; }

# A fact has a name of a closed set, and a value of the form that goes with it: seconds, a number of a delivery, a digest; size: KiB and a
# path; name: what a host calls itself; name-of: the same behind its name in the plan; not-ready: a node; node-key: of a kubelet, the digest
# of its public key.
is_fact() {
  case $1 in
    clock | started) [[ $2 =~ ^[0-9]{1,15}$ ]] ;;
    delivered) [[ $2 =~ ^[0-9]{1,6}$ ]] ;;
    kept) [[ ${#2} -le 4000 && $2 =~ ^[0-9]{1,6}\ ([0-9a-f]{64}|-)\ [0-9TZ:-]{1,30}\ [A-Za-z0-9@._:,=-]*$ ]] ;;
    swap) [[ $2 =~ ^(on|off)$ ]] ;;
    architecture) [[ $2 =~ ^[a-z0-9_]{1,32}$ ]] ;;
    ip-forward | bridge) [[ $2 =~ ^[0-9]$ ]] ;;
    lock) [[ $2 =~ ^(held|busy)$ ]] ;;
    size) [[ $2 =~ ^[0-9]{1,15}\ / ]] && is_path "${2#* }" ;;
    name) is_host_name "$2" ;;
    name-of) [[ $2 == *' '* ]] && is_node_name "${2%% *}" && is_host_name "${2#* }" ;;
    not-ready) is_node_name "$2" ;;
    node-key) [[ $2 =~ ^(memory|none)$ ]] || is_digest "$2" ;;
    channel) is_digest "$2" ;;
    file) [[ $2 == *' '* ]] && is_digest "${2%% *}" && is_path "${2#* }" ;;
    *) return 1 ;;
  esac
}

# --- The folder -----------------------------------------------------------------------------------------------------------------------

# The master that the others are made from, the kubectl there, and every host.
SOURCE='' KUBECTL=''
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

CLUSTER=''
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

# The commands that are ever sent: constants, without a quote, a backslash before a quote, or an exclamation mark, so that every login shell
# passes them on as they are. What they work on comes on stdin: first a word, which frames what they answer. What a login says stands outside.
readonly INCOMING=/var/lib/haplane/incoming
# shellcheck disable=SC2016 # for the host's shell
readonly BEGIN='umask 077; unset TMOUT; IFS= read -r word; code=0; printf "\nhaplane-begin %s\n" "$word"; '
# shellcheck disable=SC2016 # for the host's shell
readonly END='|| code=$?; printf "\nhaplane-end %s %s\n" "$word" "$code"'
readonly ENGINE="/bin/bash $INCOMING/bin/host-engine.sh - $END"
# The same where an archive is all that follows the line that announces it: its reader proves it, and no end is said.
readonly SEND="exec /bin/bash $INCOMING/bin/host-engine.sh -"
# In memory, and gone again: a host that is only asked is not written to.
# shellcheck disable=SC2016 # for the host's shell
readonly GLANCE='{ d=$(mktemp -d /run/haplane-glance.XXXXXX) && trap "rm -rf $d" EXIT && tar -C $d --no-same-owner -xf - && /bin/bash $d/bin/host-engine.sh - <$d/request; } '$END
readonly BRING="rm -rf $INCOMING && mkdir -p $INCOMING && tar -C $INCOMING --no-same-owner -xf - $END"
# Whoever is gone for a minute is gone.
# shellcheck disable=SC2016 # for the host's shell
readonly HOLD='mkdir -p -m 700 /run/haplane && chmod 700 /run/haplane && touch /run/haplane/rollout && chmod 600 /run/haplane/rollout* && exec 9>>/run/haplane/rollout && if flock -n 9; then IFS= read -r who; printf "%s since %s\n" "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >/run/haplane/rollout.holder; printf "fact\tlock\theld\n"; while read -r -t 60 who; do :; done; else printf "fact\tlock\tbusy\n"; sed "s/^/text\t/" /run/haplane/rollout.holder; fi '$END

# What a host answers with where it has not come to its end.
readonly LOST=255
# A word that no login says.
WORD=''
choose_word() { WORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n'); }

# shellcheck disable=SC2016 # for the host's shell
readonly AS_ROOT='if [ $EUID -eq 0 ]; then exec /bin/bash -c "$0"; else exec sudo -n /bin/bash -c "$0"; fi'

connect() (speak "$@")

# In place of this process. A connection that is shared with an earlier one would prove nothing.
speak() {
  local host=$1 command=$2 program
  read -r -a program <<<"${HAPLANE_SSH:-ssh}"
  exec "${program[@]}" -F ssh_config -o ControlMaster=no -o ControlPath=none -T -- "$host" "exec /bin/bash -c '$AS_ROOT' '$BEGIN$command'"
}

# The engine, the plan and the files of a host.
files_for() {
  local own=() plan
  if [[ -d hosts/$1 ]]; then own=("hosts/$1"); fi
  # The source sends to another host what that one's plan copies, and nothing else.
  if [[ $1 == "$SOURCE" ]]; then
    while IFS= read -r plan; do
      if [[ $plan != "hosts/$1.plan" ]]; then own+=("$plan"); fi
    done < <(grep -l $'^copy\t' hosts/*.plan)
  fi
  tar -cf - SHA256SUMS bin "hosts/$1.plan" "${own[@]+"${own[@]}"}" "${@:2}"
}

# The engine that lies there already. Words up to an empty line, then what the command reads; what it answers is heard.
engine() {
  local host=$1
  shift
  { printf '%s\n' "$WORD" "$@" --events '' && cat; } | { connect "$host" "$ENGINE" 2>"$SCRATCH/$host.faults" || :; } | hear "$host"
}

# An engine that is gone afterwards.
glance() {
  local host=$1 folder
  shift
  folder=$(mktemp -d "$SCRATCH/glance.XXXXXX")
  { printf '%s\n' "$@" --events '' && cat; } >"$folder/request"
  { printf '%s\n' "$WORD" && files_for "$host" -C "$folder" request; } | { connect "$host" "$GLANCE" 2>"$SCRATCH/$host.faults" || :; } | hear "$host"
}

# What a host gets lies where its engine is called from.
bring() { { printf '%s\n' "$WORD" && files_for "$1"; } | { connect "$1" "$BRING" 2>"$SCRATCH/$1.faults" || :; } | hear "$1"; }


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

# What was said of it while all were asked; the log has it already.
show_said() { { cat "$SCRATCH/$1.said" || :; } 2>/dev/null; }

code_of() { cat "$SCRATCH/$1.code"; }

# --- What a host answers --------------------------------------------------------------------------------------------------------------

# A line costs more than its characters where it is kept.
readonly LONGEST_LINE=65536 LONGEST_ANSWER=4194304 COST_OF_A_LINE=100 MOST_CHATTER=20
readonly EVENT_FORM=$'^event\t([a-z0-9-]+)\t([a-z-]+)\t([a-z-]+)\t(-|[a-z-]+)\t([^[:cntrl:]]*)$'
readonly FACT_FORM=$'^fact\t([a-z-]+)\t([^[:cntrl:]]+)$'
readonly TEXT_FORM=$'^text\t([^[:cntrl:]]|\t)*$'

# Reads the answer of a host on stdin. Records that have their form are kept in $SCRATCH/NAME.heard (default the host's name), and told; what
# a login says is told and not read. Ends as the host's command has ended, or with LOST: the answer is not whole, or holds a line that has
# no form.
hear() {
  local host=$1 name=${2:-$1} line bytes=0 chatter=0 inside=no
  : >"$SCRATCH/$name.heard"
  while IFS= read -r -n "$LONGEST_LINE" line || [[ -n $line ]]; do
    bytes=$((bytes + ${#line} + COST_OF_A_LINE))
    if [[ ${#line} -eq $LONGEST_LINE || $bytes -gt $LONGEST_ANSWER ]]; then
      distrust "$host" "the answer is too long"
      return "$LOST"
    elif [[ $inside == no ]]; then
      if [[ $line == "haplane-begin $WORD" ]]; then inside=yes; else tell_chatter "$host" "$((chatter += 1))" "$line"; fi
    elif [[ $line =~ ^"haplane-end $WORD "([0-9]{1,3})$ ]]; then
      tell_faults "$host" "$name"
      return "${BASH_REMATCH[1]}"
    elif [[ -n $line ]]; then
      if ! take "$host" "$name" "$line"; then
        distrust "$host" "$line"
        return "$LOST"
      fi
    fi
  done
  tell_faults "$host" "$name"
  say "  $host: no answer came to its end"
  return "$LOST"
}

# The line is shown as data, and ends the call.
distrust() {
  say "  $1: the answer holds a line that the host engine does not write, so nothing more of it is read: $(visible "${2:0:200}")"
}

# With what a terminal would obey made visible.
visible() { printf '%s' "$1" | cat -v; }

# Each login says it again: it is shown once, where the host is reached.
tell_chatter() {
  local line
  if [[ -z $3 || $2 -gt $MOST_CHATTER ]]; then return; fi
  line="  $1 (its login says): $(visible "${3:0:1000}")"
  if [[ $TELLS_CHATTER == yes ]]; then say "$line"; else log "$line"; fi
}
TELLS_CHATTER=no

# What ssh, sudo or bash there have said beside the answer.
tell_faults() {
  local line
  while IFS= read -r line; do say "  $1: $line"; done < <(head -c 65536 "$SCRATCH/$2.faults" 2>/dev/null | head -n "$MOST_CHATTER" | cat -v)
}

take() {
  local host=$1 name=$2 line=$3
  case $line in
    event$'\t'*) is_event "$host" "$line" || return 1 ;;
    fact$'\t'*) [[ $line =~ $FACT_FORM ]] && is_fact "${BASH_REMATCH[@]:1:2}" || return 1 ;;
    path$'\t'*) is_path "${line#path$'\t'}" || return 1 ;;
    text$'\t'*) [[ $line =~ $TEXT_FORM ]] || return 1 ;;
    *) return 1 ;;
  esac
  printf '%s\n' "$line" >>"$SCRATCH/$name.heard"
  tell "$line"
}

is_event() {
  [[ $2 =~ $EVENT_FORM ]] || return 1
  local words=("${BASH_REMATCH[@]:1:4}")
  [[ ${words[0]} == "$1" ]] && is_step "${words[1]}" && is_result "${words[2]}" && is_code "${words[3]}"
}

# Single files and what goes without saying are in the log alone; facts and paths are for the program.
tell() {
  local line=${1//$CONTROL_UTF8/?}
  case $line in
    event$'\t'*) tell_event "$line" ;;
    text$'\t'*) say "  ${line#text$'\t'}" ;;
  esac
}

tell_event() {
  local host step result code detail line
  IFS=$'\t' read -r _ host step result code detail <<<"$1"
  code=": $code"
  line="$host: $step: $result${code%: -}${detail:+: $detail}"
  case $step/$result in
    status/failed | status/refused | status/overwrites) say "  $line" ;;
    swap/changed | validate/ok | confirm/ok | status/*) log "  $line" ;;
    gate/ok) if [[ $TELLS_GATES == yes ]]; then say "  $line"; else log "  $line"; fi ;;
    *) say "  $line" ;;
  esac
}
TELLS_GATES=yes

# Whether a host has said this, in the answer that was heard last: step, result, code.
said() { grep -qs -- $'^event\t'"$1"$'\t'"$2"$'\t'"$3"$'\t'"${4:+$4$'\t'}" "$SCRATCH/$1.heard"; }

how_many() { grep -cs -- $'^event\t'"$1"$'\t'"$2"$'\t'"$3"$'\t' "$SCRATCH/$1.heard" || :; }

# The value of a fact in that answer; empty where it is not there.
fact_of() { sed -n "s/^fact\t$2\t//p" "$SCRATCH/$1.heard" | head -n 1; }

paths_of() { sed -n 's/^path\t//p' "$SCRATCH/$1.heard"; }
# --- Whether a host is there ------------------------------------------------------------------------------------------------------------

# The way there and back is used as the work uses it: bytes of every value go there, and their digest comes back.
reach() {
  local sum TELLS_CHATTER=yes
  bytes_of_every_value >"$SCRATCH/$1.bytes"
  glance "$1" channel <"$SCRATCH/$1.bytes" || return
  sum=$(sha256sum <"$SCRATCH/$1.bytes")
  [[ $(fact_of "$1" channel) == "${sum%% *}" ]] && return
  say "  $1: what is sent there does not arrive as it was"
  return "$LOST"
}

bytes_of_every_value() {
  local value text=''
  for ((value = 0; value < 1024; value++)); do
    printf -v text '%s\\x%x%x' "$text" "$((value / 16 % 16))" "$((value % 16))"
  done
  printf '%b' "$text"
}

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
  HELD_FOR=${HELD_FOR:-$BASHPID}
  rm -f -- "$SCRATCH/lock.heard"
  { printf '%s\n' "$WORD" && beat; } 2>/dev/null | speak "$SOURCE" "$HOLD" 2>"$SCRATCH/lock.faults" > >(LOG=/dev/null && hear "$SOURCE" lock >"$SCRATCH/lock.said" 2>&1) &
  HOLDER=$!
  until [[ $(fact_of lock lock) == held ]]; do
    if ! kill -0 "$HOLDER" 2>/dev/null || [[ -e $SCRATCH/stopped ]]; then
      wait "$HOLDER" || :
      HOLDER=''
      if [[ $(fact_of lock lock) != busy ]]; then
        cat "$SCRATCH/lock.said"
        refuse "the lock on $SOURCE could not be taken"
      fi
      say "busy: another rollout is running: $(sed -n 's/^text\t//p' "$SCRATCH/lock.heard" | head -n 1)"
      say "Nothing was changed on any host. Wait for its end. If its operator has gone, the lock is free within a minute: run again."
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
  local host clock
  { printf 'kubectl\t%s\n' "$KUBECTL" && for host in "${HOSTS[@]}"; do copies_of "$host"; done | sort -u; } | glance "$SOURCE" facts --host "$SOURCE" ||
    refuse "$SOURCE is not what the plan was made from, or does not say what it is"
  CLOCK=$(date +%s)
  clock=$(fact_of "$SOURCE" clock)
  [[ $clock =~ ^[0-9]{1,15}$ ]] || refuse "$SOURCE does not say what time it has"
  FACTS=$(grep $'^fact\t' "$SCRATCH/$SOURCE.heard" | grep -v $'^fact\t\(clock\|file\|name\)\t') || :
  # The answer ends with it.
  CLOCK=$((10#$clock - CLOCK))
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
  local host=$1 path brought=() wanted=()
  engine "$host" missing --host "$host" </dev/null || return 1
  while IFS= read -r path; do
    is_copied_to "$host" "$path" || { distrust "$host" "path $path" && return 1; }
    # A file whose digest the plan does not know comes from the source alone.
    if [[ -n ${BROUGHT[$path]-} ]] && ! is_edited_copy "$host" "$path"; then brought+=("$path"); else wanted+=("$path"); fi
  done < <(paths_of "$host")
  [[ ${#brought[@]} -gt 0 || ${#wanted[@]} -gt 0 ]] || return 0
  [[ ${#brought[@]} -eq 0 ]] || say "  $host: ${#brought[@]} files come from the bundle"
  [[ ${#wanted[@]} -eq 0 ]] || say "  $host: ${#wanted[@]} files come from $SOURCE"
  source_digests_for "$host" || return 1
  { file_records && send_brought "${brought[@]+"${brought[@]}"}" && send_from_source "$host" "${wanted[@]+"${wanted[@]}"}"; } | engine "$host" receive --host "$host"
}

is_edited_copy() { [[ $'\n'$(copies_of "$1")$'\n' == *$'\n-\t'"$2"$'\n'* ]]; }

# What the source has where the plan knows no digest, because the copy is edited on the way.
source_digests_for() { copies_of "$1" | grep $'^-\t' | engine "$SOURCE" facts --host "$SOURCE"; }

file_records() { sed -n 's/^fact\tfile\t\([0-9a-f]*\) /file\t\1\t/p' "$SCRATCH/$SOURCE.heard" && printf '\n'; }

# A host may lack only what its plan copies.
is_copied_to() { [[ $'\n'$(copies_of "$1")$'\n' == *$'\t'"$2"$'\n'* ]]; }

send_brought() {
  local path words=()
  [[ $# -gt 0 ]] || return 0
  for path in "$@"; do words+=(-C "$PWD/${BROUGHT[$path]}" ".$path"); done
  tar --no-recursion -cf - "${words[@]}"
}

send_from_source() {
  [[ $# -gt 1 ]] || return 0
  { printf '%s\n' "$WORD" send --host "$SOURCE" --for "$1" --events '' && printf '%s\n' "${@:2}"; } | connect "$SOURCE" "$SEND" 2>/dev/null | archive_of "$SOURCE"
}

# What the source sends after it has said so; why it sends nothing is told.
archive_of() {
  local line lines=0 inside=no
  while [[ $lines -lt 1000 ]] && IFS= read -r -n "$LONGEST_LINE" line; do
    lines=$((lines + 1))
    if [[ $line == "haplane-begin $WORD" ]]; then
      inside=yes
    elif [[ $inside == yes && $line == archive ]]; then
      cat
      return
    elif [[ $inside == yes && -n $line ]] && ! take "$1" send "$line" >&2; then
      break
    fi
  done
  return 1
}

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
