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
  glance HOST WORD…     have the engine carry out a command on a host from memory, and leave nothing there; stdin is the command's
  ask HOST              the same for the engine's ask: records come on stdin; "ahead", a tab and seconds become the time on the source
  facts                 what the source is like, as records for ask; then how many seconds its clock is ahead of this machine's
  copy HOST             bring what a host lacks from the source to it, through a pipe
  pack HOST FILE        the engine, the plan and the files of a host as a tar archive

HAPLANE_SSH names another ssh, with its options; default ssh. Exit code: that of the engine, or 0 fine, 1 refused, 64 misuse, 75 another
rollout is running.
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

# --- Commands ---------------------------------------------------------------------------------------------------------------------------

read_hosts() {
  local kind name
  while IFS=$'\t' read -r kind name _; do
    case $kind in
      source) SOURCE=$name ;;
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
  say "held by $HOLDER"
}

command_held() {
  [[ $1 =~ ^[0-9]+$ ]] || misuse "held takes the number that hold has said"
  HOLDER=$1
  holds_lock && return
  say "the lock on $SOURCE is lost: is the link to it down?"
  return "$REFUSED"
}

command_glance() {
  local host=$1
  shift
  glance "$host" "$@" --host "$host"
}

# The time is that of the call: a host compares its own clock with it.
command_ask() {
  local line
  while IFS= read -r line; do
    case $line in
      ahead$'\t'*) printf 'fact\tclock\t%s\n' "$(($(date +%s) + ${line#*$'\t'}))" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done | glance "$1" ask --host "$1"
}

command_facts() {
  ask_source
  grep -v $'\tclock\t' <<<"$FACTS"
  printf 'ahead\t%s\n' "$CLOCK"
}

command_copy() { copy_missing "$1"; }

command_pack() { files_for "$1" >"$2"; }

# --- Main -------------------------------------------------------------------------------------------------------------------------------

main() {
  local command=${1-} least
  case $command in
    hold | facts) least=1 ;;
    held | copy | ask) least=2 ;;
    glance | pack) least=3 ;;
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
  trap 'rm -rf -- "$SCRATCH"' EXIT
  prove_folder
  read_hosts
  read_bundle
  case $command in glance | ask | copy | pack) is_host "$1" || misuse "there is no host $1 in this rollout" ;; esac
  "command_$command" "$@"
}

main "$@"
