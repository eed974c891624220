#!/usr/bin/env bash
# What Ansible cannot do from the operator's machine without keeping it: ansible/site.yml calls this program, and it talks to the hosts as
# rollout.sh does. It needs bash 4.2, ssh, tar, coreutils, grep and sed here. No field of a plan becomes a command.
set -euo pipefail
export LC_ALL=C
umask 077

usage() {
  cat <<'TEXT'
relay.sh COMMAND [ARGUMENT…]: what ansible/site.yml does from the operator's machine.

  hold                  take the lock of the rollout on the source for the playbook that calls; it goes with that playbook
  held NUMBER           whether the lock that hold has said this number of is still held
  reach HOST            prove that a host is there, and that bytes arrive as they are sent
  glance HOST WORD…     have an engine carry out a command on a host from memory, and leave nothing there
  bring HOST            bring a host the engine, its plan and its files
  engine HOST WORD…     have the engine that was brought there carry out a command, over a connection of its own
  facts                 what the source is like, as records for ask; then how many seconds its clock is ahead of this machine's
  copy HOST             bring what a host lacks from the source to it, through a pipe

Of the engine's commands only ask reads stdin: records, in which "ahead", a tab and seconds become the time on the source. What a host answers
comes on stdout, as records that were proved; what a person reads comes on stderr.

HAPLANE_SSH names another ssh, with its options; default ssh. Exit code: that of the engine, or 0 fine, 1 refused, 64 misuse, 75 another
rollout is running.
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

# --- Commands ---------------------------------------------------------------------------------------------------------------------------

read_hosts() {
  local kind name
  while IFS=$'\t' read -r kind name _; do
    case $kind in
      source) SOURCE=$name ;;
      kubectl) KUBECTL=$name ;;
      host) HOSTS+=("$name") ;;
    esac
  done <rollout.plan
  is_host "$SOURCE" || refuse "rollout.plan names ${SOURCE:-nobody} as the source, and no such host"
}

# The playbook forks for every task: the topmost of its processes is the one that lasts.
calling_playbook() {
  local pid=$PPID found='' words
  while [[ $pid -gt 1 ]]; do
    words=$(tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline") || break
    if grep -qx '\(.*/\)\{0,1\}ansible-playbook' <<<"$words" && [[ $(readlink "/proc/$pid/exe") == *python* ]]; then found=$pid; fi
    pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
  done
  [[ -n $found ]] || refuse "no ansible-playbook has called this: rollout.sh takes the lock by itself"
  printf '%s' "$found"
}

command_hold() {
  HELD_FOR=$(calling_playbook)
  take_lock
  printf 'holder\t%s\n' "$HOLDER"
}

command_held() {
  [[ $1 =~ ^[0-9]+$ ]] || misuse "held takes the number that hold has said"
  HOLDER=$1
  holds_lock && return
  say "the lock on $SOURCE is lost: is the link to it down?"
  return "$REFUSED"
}

# What the host has answered, for the caller.
answer_of() {
  local host=$1 code=0
  shift
  "$@" || code=$?
  cat "$SCRATCH/$host.heard"
  return "$code"
}

# Only questions are read from stdin.
input_of() { if [[ $1 == ask ]]; then with_the_time; fi; }

# The time is that of the call: a host compares its own clock with it.
with_the_time() {
  local line
  while IFS= read -r line; do
    case $line in
      ahead$'\t'*) [[ $line =~ ^ahead$'\t'(-?[0-9]{1,15})$ ]] && printf 'fact\tclock\t%s\n' "$(($(date +%s) + BASH_REMATCH[1]))" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done
}

command_reach() { answer_of "$1" reach "$1"; }

command_glance() { input_of "$2" | answer_of "$1" glance "$@" --host "$1"; }

command_engine() { input_of "$2" | answer_of "$1" engine "$@" --host "$1"; }

command_bring() { bring "$1"; }

command_facts() {
  ask_source
  printf '%s\n' "$FACTS"
  printf 'ahead\t%s\n' "$CLOCK"
}

command_copy() { copy_missing "$1"; }

# --- Main -------------------------------------------------------------------------------------------------------------------------------

main() {
  TELL=2
  local command=${1-} least
  case $command in
    hold | facts) least=1 ;;
    held | reach | bring | copy) least=2 ;;
    glance | engine) least=3 ;;
    --help | -h)
      usage
      return
      ;;
    *) misuse "there is no command ${command:-given}" ;;
  esac
  [[ $# -ge $least ]] || misuse "$command needs more"
  shift
  cd "$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")"
  SCRATCH=$(mktemp -d)
  choose_word
  trap 'rm -rf -- "$SCRATCH"' EXIT
  prove_folder
  read_hosts
  read_bundle
  case $command in reach | glance | engine | bring | copy) is_host "$1" || misuse "there is no host $1 in this rollout" ;; esac
  "command_$command" "$@"
}

main "$@"
