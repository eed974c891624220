#!/usr/bin/env bash
# Carries out rollout.plan with bash, step by step, through the host engine. It needs bash 4.2, ssh, tar, coreutils, grep and sed here; every
# host needs what the engine needs. It decides nothing about the topology, and no field of a plan becomes a command.
set -euo pipefail
export LC_ALL=C
umask 077

usage() {
  cat <<'TEXT'
rollout.sh [OPTION…]: changes all hosts to this output, step by step, while the cluster answers.

  --dry-run       show what would change on every host; writes nothing anywhere
  --only HOST[,HOST…]
                  change only these hosts; the others are only asked
  --from-step N   begin with step N, after the steps that change nothing
  --gone HOST     HOST leaves and cannot be reached for good: it is skipped; may be given again
  --overwrite     replace files that were changed on a host since they were captured or delivered; rollback restores them
  --allow-foreign-folders, --keep-secrets
                  see host-engine.sh --help; for every host
  --confirm-timeout SECONDS
                  roll a delivery back that is not confirmed within SECONDS; default 120
  -m, --message TEXT, --change ID
                  note TEXT, at most 200 characters, and the ID of a change or ticket with every delivery
  --log FILE      the log; default haplane/CLUSTER-TIME.log in $XDG_STATE_HOME, or in ~/.local/state; - for none

HAPLANE_SSH names another ssh and its options; default ssh. Users, ports and addresses are those of ssh_config next to bin/.

It can be run again at any time: finished hosts are skipped. When a step fails, its hosts are rolled back and the rollout ends.
Ctrl-C stops after the current step, or at once while hosts are only asked.

Exit code: 0 done, or nothing to do; 1 refused, nothing was changed; 2 there are differences (--dry-run); 3 a step failed and its hosts were
rolled back; 4 manual action required; the output says what to do; 64 misuse; 75 another rollout is running.
TEXT
}
# --- Output ---------------------------------------------------------------------------------------------------------------------------

readonly REFUSED=1 DIFFERENT=2 ROLLED_BACK=3 MANUAL=4 MISUSE=64 BUSY=75
readonly PROGRAM=${BASH_SOURCE[0]##*/}

LOG=/dev/null
# The stream that the operator reads; relay.sh keeps stdout for records.
TELL=1
RED='' PLAIN=''

# A full log or a closed terminal does not end a step.
say() {
  log "$*"
  { { printf '%s\n' "$*" || :; } 2>/dev/null; } >&"$TELL"
}

log() { { printf '%s\n' "$*" >>"$LOG" || :; } 2>/dev/null; }

# A failure is red on a terminal.
complain() {
  log "$*"
  { { printf '%s%s%s\n' "$RED" "$*" "$PLAIN" || :; } 2>/dev/null; } >&"$TELL"
}

misuse() {
  printf '%s: %s; see %s --help\n' "$PROGRAM" "$1" "$PROGRAM" >&2
  exit "$MISUSE"
}

# Nothing has been changed anywhere.
refuse() {
  complain "refused: $1"
  say "Nothing was changed on any host."
  exit "$REFUSED"
}
# --- The forms of what programs send to each other ------------------------------------------------------------------------------------------

# Every field that comes from another program is checked against its form where it arrives. A line without a form is not used.

# The words of an event by which a program may decide.
EVENT_STEPS=' action apply ask compare confirm deliver digests facts gate health host journal lock missing plan receive recover revert rollback send '
EVENT_STEPS+='service stage status swap validate verify '
readonly EVENT_STEPS
EVENT_RESULTS=' busy changed different disable disabled drift enable enabled failed interrupted missing new ok refused reload reloaded remove '
EVENT_RESULTS+='restart restarted rolled-back running same start started stop stopped waiting warning '
readonly EVENT_RESULTS
EVENT_CODES=' bad-edit bad-path bad-record configuration-invalid daemon-reload disable disabled drift edit edit-mismatch enable enabled '
EVENT_CODES+='file foreign-folder foreign-link foreign-request hard-link immutable joined-already key-in-memory leads-already left-alone '
EVENT_CODES+='link link-not-followed mount-point no-digests no-environment-file no-etcdctl no-file no-head no-key no-name no-nodes no-plan '
EVENT_CODES+='no-request no-room no-safe-folder no-timer not-a-file not-as-built not-as-captured not-as-meant not-as-on-source not-as-sent '
EVENT_CODES+='not-come not-filed not-finished not-in-cluster not-in-plan not-kept not-kept-whole not-listed not-proved not-read not-ready '
EVENT_CODES+='not-received not-rolled-back not-running not-taken not-whole nothing-changed nothing-kept nothing-sent other-key '
EVENT_CODES+='other-output overwrites overwritten own-identity program-missing read-only reload restart secret secret-not-kept '
EVENT_CODES+='several-requests start stop summary timed-out unit unit-invalid unknown-owner unknown-record wrong-host wrong-machine '
EVENT_CODES+='wrong-version '
readonly EVENT_CODES

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

# Characters are counted by their first byte. A bound within a regular expression would cost seconds and much memory (regcomp(3)).
is_message() {
  local characters=${1//[$'\200'-$'\277']/}
  [[ -n $1 && ${#1} -le 800 && ${#characters} -le $LONGEST_MESSAGE && $1 != *[[:cntrl:]]* && $1 != *$CONTROL_UTF8* ]]
}
readonly LONGEST_MESSAGE=200

is_change() { [[ ${#1} -le 64 && $1 =~ ^[A-Za-z0-9._:/#-]+$ ]]; }

# The number of a delivery and, behind a blank, more.
is_numbered() { [[ $1 == *' '* && ${1%% *} =~ ^[0-9]{1,6}$ ]]; }

# A version of Kubernetes, as it names itself.
readonly VERSION_FORM='^(v[A-Za-z0-9.+-]{1,63}|-)$'
readonly ADDRESS_FORM='^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9A-Fa-f.]{0,16}:[0-9A-Fa-f:.]{1,45})$'
# The name or the address of a host, with its port.
readonly PLACE_FORM='^([A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f.:]{2,45}\]):[0-9]{1,5}$'

is_place() { [[ ${#1} -le 260 && $1 =~ $PLACE_FORM ]]; }

is_url() { [[ $1 == http://* || $1 == https://* ]] && is_place "${1#*://}"; }

# A list with commas; - for none.
are_urls() {
  local url urls
  [[ ${#1} -le 2000 && $1 != *, ]] || return 1
  if [[ $1 == - ]]; then return 0; fi
  IFS=, read -r -a urls <<<"$1"
  [[ ${#urls[@]} -gt 0 ]] || return 1
  for url in "${urls[@]}"; do is_url "$url" || return 1; done
}

# A fact has a name of a closed set, and a value of the form that goes with it: seconds, a number of a delivery, a digest; size: KiB and a
# path; name: what a host calls itself; name-of: the same behind its name in the plan; not-ready: a node; node-key: of a kubelet, the digest
# of its public key.
is_fact() {
  case $1 in
    clock | started) [[ $2 =~ ^[0-9]{1,15}$ ]] ;;
    delivered) [[ $2 =~ ^[0-9]{1,6}$ ]] ;;
    kept) [[ ${#2} -le 4000 && $2 =~ ^[0-9]{1,6}\ ([0-9a-f]{64}|-)\ [0-9TZ:-]{1,30}\ [A-Za-z0-9@._:,=-]*$ ]] ;;
    change) is_numbered "$2" && is_change "${2#* }" ;;
    message) is_numbered "$2" && is_message "${2#* }" ;;
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
    *) is_verify_fact "$1" "$2" ;;
  esac
}

readonly ON_DISK_FORM='^(same|mode|undelivered|drift|missing|type|left) ([0-7]{4}|-) ([A-Za-z0-9._-]+:[A-Za-z0-9._-]+|-) ([0-9a-f]{64}|-) (/.*)$'
readonly RUNS_FORM='^[A-Za-z0-9@._:-]+ (running|stopped|failed) (enabled|disabled|other) (current|older|unknown) [0-9]{1,15}$'
readonly LEASE_FORM='^kube-(controller-manager|scheduler) [A-Za-z0-9._:-]+ [0-9]{1,15} ([0-9]{1,15}|-)$'
readonly ETCD_STATUS_FORM='^([^ ]+) [0-9a-f]{1,16} (yes|no) [0-9]{1,15} ([0-9]{1,15}|-)$'
readonly ETCD_MEMBER_FORM='^[0-9a-f]{1,16} [A-Za-z0-9._:/-]{1,128} (yes|no) ([^ ]+)$'
readonly TOKEN_FORM='^([^ ]+) (yes|no|unknown) (csr|more|none|unknown)$'

# The facts of the command verify: what is on the disk, what runs, and what the cluster answers. on-disk: state, mode, owner, digest, path;
# runs: unit, run, boot, what is loaded, seconds; answers: name, code of HTTP, version; node: name, Ready, version, address; lease: name,
# holder, transitions, age; etcd-status: endpoint, ID, leads, size, quota; etcd-member: ID, name, has started, URLs of clients; token: path,
# may ask for a certificate, power.
is_verify_fact() {
  local fields=()
  [[ ${#2} -le 4000 ]] || return 1
  case $1 in
    on-disk) [[ $2 =~ $ON_DISK_FORM ]] && is_path "${BASH_REMATCH[5]}" ;;
    runs) [[ ${#2} -le 320 && $2 =~ $RUNS_FORM ]] ;;
    archive) [[ ${#2} -le 3000 && $2 =~ ^[A-Za-z0-9+/]+={0,2}$ ]] ;;
    answers) [[ $2 =~ ^[a-z0-9.:-]{1,64}\ [0-9]{3}\ ([^\ ]+)$ && ${BASH_REMATCH[1]} =~ $VERSION_FORM ]] ;;
    connects) [[ $2 =~ ^([^\ ]+)\ (yes|no)$ ]] && is_place "${BASH_REMATCH[1]}" ;;
    node)
      [[ $2 =~ ^([^\ ]+)\ (True|False|Unknown|-)\ ([^\ ]+)\ ([^\ ]+)$ ]] || return 1
      fields=("${BASH_REMATCH[@]}")
      is_node_name "${fields[1]}" && [[ ${fields[3]} =~ $VERSION_FORM && (${fields[4]} == - || ${fields[4]} =~ $ADDRESS_FORM) ]]
      ;;
    lease) [[ ${#2} -le 400 && $2 =~ $LEASE_FORM ]] ;;
    endpoint) [[ $2 =~ $ADDRESS_FORM ]] ;;
    etcd-status) [[ $2 =~ $ETCD_STATUS_FORM ]] && is_url "${BASH_REMATCH[1]}" ;;
    etcd-member) [[ $2 =~ $ETCD_MEMBER_FORM ]] && are_urls "${BASH_REMATCH[2]}" ;;
    etcd-alarm) [[ $2 =~ ^[0-9a-f]{1,16}\ [A-Z]{1,32}$ ]] ;;
    etcd-silent) is_url "$2" ;;
    token) [[ $2 =~ $TOKEN_FORM ]] && is_path "${BASH_REMATCH[1]}" ;;
    peer) [[ $2 =~ ^([^\ ]+)\ [0-9]{1,5}$ && ${BASH_REMATCH[1]} =~ $ADDRESS_FORM ]] ;;
    *) return 1 ;;
  esac
}

# --- The folder and its plan ------------------------------------------------------------------------------------------------------------

# The operator's out/, the private folder of this run with a copy of it, what the run knows of its hosts, and files of this process.
ORIGIN='' RUN='' STATE='' SCRATCH=''
# The digest of what is delivered; where the content of a proved bundle is.
DIGEST='' PAYLOAD=''

SOURCE='' KUBECTL='' CLUSTER='' STEPS=0
HOSTS=() LOCKS=() REMARKS=() GONE=() WANTED=()
# The hosts that leave; by the number of a step what its record and its lines say.
declare -A LEAVES=() ON_FAILURE=() TITLE=() ADVICE=() LINES=()

is_one_of() {
  local word
  for word in "${@:2}"; do if [[ $word == "$1" ]]; then return 0; fi; done
  return 1
}

is_gone() { is_one_of "$1" "${GONE[@]+"${GONE[@]}"}"; }

is_host() { is_one_of "$1" "${HOSTS[@]}"; }

# A run that is limited to some hosts changes only those.
is_wanted() { [[ ${#WANTED[@]} -eq 0 ]] || is_one_of "$1" "${WANTED[@]}"; }

# Only listed files are copied, and they are proved in the copy: the folder may be built again during the run.
copy_folder() {
  local line files=() fault
  [[ -f $ORIGIN/SHA256SUMS && -f $ORIGIN/rollout.plan ]] || misuse "$ORIGIN is not a folder that haplane build has written"
  while IFS= read -r line; do
    [[ $line =~ ^[0-9a-f]{64}\ \ ([A-Za-z0-9._+@:-]+(/[A-Za-z0-9._+@:-]+)*)$ && "/${line:66}/" != */../* && ${line:66} != -* ]] ||
      refuse "SHA256SUMS holds a line that haplane does not write"
    files+=("${line:66}")
  done <"$ORIGIN/SHA256SUMS"
  mkdir -p "$RUN/out" "$RUN/state"
  (cd -- "$ORIGIN" && cp --parents -- SHA256SUMS "${files[@]}" "$RUN/out/") || refuse "$ORIGIN could not be copied"
  cd "$RUN/out"
  fault=$(sha256sum --quiet -c SHA256SUMS 2>&1) || refuse "${fault%%$'\n'*}: not what was built; build it again, or bring the folder here again"
  use_own_ssh_config
}

# -F of the operator's ssh would be overruled by -F of this program, so its file is included in the place of the usual ones.
use_own_ssh_config() {
  local file text
  read_ssh_words
  file=$OWN_CONFIG
  [[ -n $file ]] || return 0
  if [[ $file != /* && $file != none ]]; then file=$CALLED_IN/$file; fi
  [[ -r $file || $file == none ]] || misuse "$file, which HAPLANE_SSH names, cannot be read"
  text=$(grep -v '^Include ' ssh_config)
  { printf '%s\n' "$text" && if [[ $file != none ]]; then printf 'Include "%s"\n' "$file"; fi; } >ssh_config
}

readonly WORDS=' do gate new-when done-when undo undone ' WHENS=' always differs changed present new old '

read_rollout() {
  local line f
  DIGEST=$(sha256sum <SHA256SUMS)
  DIGEST=${DIGEST%% *}
  while IFS= read -r line; do
    IFS=$'\t' read -r -a f <<<"$line"
    case ${f[0]} in
      haplane-rollout)
        [[ ${f[1]} == 2 ]] || refuse "rollout.plan has version ${f[1]}, this program reads version 2"
        CLUSTER=${f[2]}
        ;;
      source) SOURCE=${f[1]} ;;
      kubectl) KUBECTL=${f[1]} ;;
      lock) if ! is_gone "${f[1]}"; then LOCKS+=("${f[1]}"); fi ;;
      remark) REMARKS+=("${f[1]}") ;;
      host) if ! is_gone "${f[1]}"; then HOSTS+=("${f[1]}"); fi ;;
      leaves) LEAVES[${f[1]}]=${f[2]} ;;
      step)
        [[ ${f[1]} == "$((STEPS + 1))" && ${f[3]} =~ ^(refuse|stop|undo)$ ]] || refuse "rollout.plan is not whole"
        STEPS=${f[1]} ON_FAILURE[$STEPS]=${f[3]} TITLE[$STEPS]=${f[4]} ADVICE[$STEPS]=${f[5]} LINES[$STEPS]=''
        ;;
      *)
        [[ $WORDS == *" ${f[0]} "* ]] || refuse "rollout.plan holds a record of the kind \"${f[0]}\", which this program does not know"
        [[ ${f[1]} == "$STEPS" && $WHENS == *" ${f[3]} "* && (${f[0]} =~ ^(do|undo)$ || ${f[6]} =~ ^[0-9]{1,5}$) ]] ||
          refuse "rollout.plan is not whole: $line"
        if ! is_gone "${f[5]}"; then LINES[$STEPS]+=$line$'\n'; fi
        ;;
    esac
  done <rollout.plan
  if [[ -z $CLUSTER || $STEPS -eq 0 || ${#LOCKS[@]} -eq 0 ]] || ! is_host "$SOURCE"; then refuse "rollout.plan is not whole"; fi
}

# STEP WORD: the lines that concern the wanted hosts.
lines_of() {
  local line about
  while IFS= read -r line; do
    IFS=$'\t' read -r _ _ about _ <<<"$line"
    if [[ $line == "$2"$'\t'* ]] && { [[ $about == all ]] || is_wanted "$about"; }; then printf '%s\n' "$line"; fi
  done <<<"${LINES[$1]}"
}

# Before --from-step only what changes nothing is carried out.
is_in_scope() { [[ ($1 -ge $FROM_STEP || ${ON_FAILURE[$1]} == refuse) && -n $(lines_of "$1" "do")$(lines_of "$1" gate) ]]; }
FROM_STEP=1

# STEP WHEN ABOUT HOST
holds() {
  case $2 in
    always) ;;
    differs) [[ -e $STATE/$4.differs ]] ;;
    changed) [[ -e $STATE/$3.changed ]] ;;
    present) ! is_gone "$3" ;;
    new) [[ -e $STATE/$3.new-$1 ]] ;;
    old) [[ ! -e $STATE/$3.new-$1 ]] ;;
  esac
}
# --- Over ssh -----------------------------------------------------------------------------------------------------------------------

# The only commands that are sent: constants without a quote, a backslash before a quote or an exclamation mark, so that no login shell changes
# them. Their input comes on stdin: first a word, which frames the answer. What a login prints is outside the frame.
readonly INCOMING=/var/lib/haplane/incoming
# shellcheck disable=SC2016 # for the host's shell
readonly BEGIN='umask 077; unset TMOUT; IFS= read -r word; code=0; printf "\nhaplane-begin %s\n" "$word"; '
# shellcheck disable=SC2016 # for the host's shell
readonly END='|| code=$?; printf "\nhaplane-end %s %s\n" "$word" "$code"'
readonly ENGINE="/bin/bash $INCOMING/bin/host-engine.sh - $END"
# An archive follows the line that announces it: its reader proves it, so it has no end line.
readonly SEND="exec /bin/bash $INCOMING/bin/host-engine.sh -"
# Runs from memory and is removed: a host that is only asked is not written to.
# shellcheck disable=SC2016 # for the host's shell
GLANCE='{ d=$(mktemp -d /run/haplane-glance.XXXXXX) && trap "rm -rf $d" EXIT && tar -C $d --no-same-owner -xf - '
# shellcheck disable=SC2016 # for the host's shell
GLANCE+='&& /bin/bash $d/bin/host-engine.sh - <$d/request; } '$END
readonly GLANCE
readonly BRING="rm -rf $INCOMING && mkdir -p $INCOMING && tar -C $INCOMING --no-same-owner -xf - $END"
# A holder that is silent for a minute has lost the lock.
HOLD='mkdir -p -m 700 /run/haplane && chmod 700 /run/haplane '
HOLD+='&& touch /run/haplane/rollout && chmod 600 /run/haplane/rollout* && exec 9>>/run/haplane/rollout && if flock -n 9; then '
# shellcheck disable=SC2016 # for the host's shell
HOLD+='IFS= read -r who; printf "%s since %s\n" "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >/run/haplane/rollout.holder; '
HOLD+='printf "fact\tlock\theld\n"; while read -r -t 60 who; do :; done; '
HOLD+='else printf "fact\tlock\tbusy\n"; sed "s/^/text\t/" /run/haplane/rollout.holder; fi '$END
readonly HOLD

# The code of an answer without an end.
readonly LOST=255
# A word that no login prints.
WORD=''
choose_word() { WORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n'); }

# shellcheck disable=SC2016 # for the host's shell
readonly AS_ROOT='if [ $EUID -eq 0 ]; then exec /bin/bash -c "$0"; else exec sudo -n /bin/bash -c "$0"; fi'

# The operator's ssh, and the configuration that it is called with.
SSH=() OWN_CONFIG=''
read_ssh_words() {
  local words
  read -r -a words <<<"${HAPLANE_SSH:-ssh}"
  set -- "${words[@]}"
  while [[ $# -gt 0 ]]; do
    case $1 in
      -F) OWN_CONFIG=${2-none} && set -- "${@:2}" ;;
      -F?*) OWN_CONFIG=${1#-F} ;;
      *) SSH+=("$1") ;;
    esac
    set -- "${@:2}"
  done
  [[ ${#SSH[@]} -gt 0 ]] || SSH=(ssh)
}

# [timeout …] HOST COMMAND, in the place of this process. A connection that is shared with an earlier one would prove nothing.
speak() {
  local host=${*: -2:1} command=${*: -1}
  exec "${@:1:$#-2}" "${SSH[@]}" -F ssh_config -o ControlMaster=no -o ControlPath=none -T -- "$host" "exec /bin/bash -c '$AS_ROOT' '$BEGIN$command'"
}

# Ctrl-C ends what only asks (yes); what changes something comes to its end (no).
CUT=yes
is_stopped() { [[ -e $STATE/stopped ]]; }

# SECONDS HOST COMMAND: a call has a limit, and can be ended by its process id.
connect() {
  local pid
  if [[ $CUT == yes ]] && is_stopped; then return; fi
  speak timeout -k 10 "$@" <&0 2>"$SCRATCH/$2.faults" &
  pid=$!
  if [[ $CUT == yes ]]; then : >"$STATE/cut.$pid"; fi
  wait "$pid" || :
  rm -f -- "$STATE/cut.$pid"
}

# Seconds that a command of the engine may take; an ask as long as its lines (LIMIT).
LIMIT=600
limit_of() {
  case $1 in
    apply | rollback | recover | receive | send) printf 3600 ;;
    channel) printf 60 ;;
    *) printf '%s' "$LIMIT" ;;
  esac
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
  # A host that is not there is reported by ssh alone.
  (trap - PIPE && tar -cf - SHA256SUMS bin "hosts/$1.plan" "${own[@]+"${own[@]}"}" "${@:2}")
}

# HOST WORD…: a command for the staged engine, and on stdin what the command reads.
engine() {
  local host=$1
  shift
  { printf '%s\n' "$WORD" "$@" --host "$host" --result "$DIGEST" --events '' && cat; } | connect "$(limit_of "$1")" "$host" "$ENGINE" | hear "$host"
}

# The same for an engine from memory.
glance() {
  local host=$1 folder
  shift
  folder=$(mktemp -d "$SCRATCH/glance.XXXXXX")
  { printf '%s\n' "$@" --host "$host" --events '' && cat; } >"$folder/request"
  { printf '%s\n' "$WORD" && files_for "$host" -C "$folder" request; } | connect "$(limit_of "$1")" "$host" "$GLANCE" | hear "$host"
}

by_engine() { if [[ -e $STATE/$1.staged ]]; then engine "$@"; else glance "$@"; fi; }

stage() { { printf '%s\n' "$WORD" && files_for "$1"; } | connect 3600 "$1" "$BRING" | hear "$1" && : >"$STATE/$1.staged"; }

# --- Many hosts -------------------------------------------------------------------------------------------------------------------------

# More handshakes at once are refused by an sshd as it is installed.
SLOTS=8
FAILED=()

# ACTION HOST…: several hosts at once. FAILED are those whose action did not end with 0; code_of has the codes.
for_all() {
  local action=$1 slot pids=() hosts=("${@:2}") host
  rm -f -- "$SCRATCH"/*.code "$SCRATCH"/*.said
  FAILED=()
  # One host is shown while it works; several are shown one after the other.
  if [[ ${#hosts[@]} -eq 1 ]]; then
    call_one "${hosts[0]}"
  else
    for ((slot = 0; slot < SLOTS && slot < ${#hosts[@]}; slot++)); do
      call_every "$slot" &
      pids+=("$!")
    done
    [[ ${#pids[@]} -eq 0 ]] || wait "${pids[@]}"
    [[ $PROGRESS == no ]] || printf '\r\e[K' >&2
  fi
  for host in "${hosts[@]+"${hosts[@]}"}"; do
    if [[ -e $SCRATCH/$host.said ]]; then cat "$SCRATCH/$host.said" >&"$TELL"; fi
    if [[ $(code_of "$host") != 0 ]]; then FAILED+=("$host"); fi
  done
  if [[ $CUT == yes ]] && is_stopped; then stop_here "stopped by the operator"; fi
  [[ ${#FAILED[@]} -eq 0 ]]
}

call_one() {
  local code=0
  "$action" "$1" || code=$?
  printf '%s' "$code" >"$SCRATCH/$1.code"
}

call_every() {
  local i
  for ((i = $1; i < ${#hosts[@]}; i += SLOTS)); do
    call_one "${hosts[i]}" >"$SCRATCH/${hosts[i]}.said" 2>&1
    if [[ $PROGRESS == yes ]]; then show_progress "${#hosts[@]}" "$SCRATCH"/*.code; fi
  done
}

PROGRESS=no
show_progress() { printf '\r  %s of %s hosts have answered' "$(($# - 1))" "$1" >&2; }

code_of() { cat "$SCRATCH/$1.code"; }
# --- What a host answers --------------------------------------------------------------------------------------------------------------

# A line costs more than its characters where it is kept.
readonly LONGEST_LINE=65536 LONGEST_ANSWER=4194304 COST_OF_A_LINE=300 MOST_CHATTER=20
readonly EVENT_FORM=$'^event\t([a-z0-9-]+)\t([a-z-]+)\t([a-z-]+)\t(-|[a-z-]+)\t([^[:cntrl:]]*)$'
readonly FACT_FORM=$'^fact\t([a-z-]+)\t([^[:cntrl:]]+)$'
readonly TEXT_FORM=$'^text\t([^[:cntrl:]]|\t)*$'

# Reads the answer of a host on stdin. Records of the right form are kept in $SCRATCH/NAME.heard (default the host's name) and shown; what a
# login prints is shown and not read. Ends as the host's command has ended, or with LOST: the answer is not whole, or holds another line.
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
  { [[ $CUT == yes ]] && is_stopped; } || complain "  $host: no complete answer"
  return "$LOST"
}

# The line is shown as data, and ends the call.
distrust() { complain "  $1: the answer holds a line that the host engine does not write; the rest is not read: $(visible "${2:0:200}")"; }

# What a terminal would obey is made visible.
visible() { printf '%s' "$1" | cat -v; }

# Each login prints it again: it is shown once, where the host is reached.
tell_chatter() {
  local line
  if [[ -z $3 || $2 -gt $MOST_CHATTER ]]; then return; fi
  line="  $1 (from its login): $(visible "${3:0:1000}")"
  if [[ $TELLS_CHATTER == yes ]]; then say "$line"; else log "$line"; fi
}
TELLS_CHATTER=no

# What ssh, sudo or bash there have printed next to the answer.
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

# Single files and good news are in the log alone; facts and paths are for the program.
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
    */failed | */refused | */busy) complain "  $line" ;;
    */warning) say "  $line" && printf '%s: %s\n' "$host" "${detail:-$step${code%: -}}" >>"$STATE/warnings" ;;
    status/overwrites) say "  $line" ;;
    swap/changed | validate/ok | confirm/ok | status/*) log "  $line" ;;
    gate/ok) if [[ $TELLS_GATES == yes ]]; then say "  $line"; else log "  $line"; fi ;;
    *) say "  $line" ;;
  esac
}
TELLS_GATES=yes

# Whether the last answer of a host holds this event: step, result, code.
has_said() { grep -qs -- $'^event\t'"$1"$'\t'"$2"$'\t'"$3"$'\t'"${4:+$4$'\t'}" "$SCRATCH/$1.heard"; }

# The value of a fact in that answer, or nothing.
fact_of() { sed -n "s/^fact\t$2\t//p" "$SCRATCH/$1.heard" 2>/dev/null | head -n 1; }

paths_of() { sed -n 's/^path\t//p' "$SCRATCH/$1.heard"; }

# Why the last call to a host failed, in one line.
reason_of() {
  local reason
  reason=$(sed -n $'s/^event\t[^\t]*\t\([^\t]*\)\t\(failed\|refused\|busy\)\t\([^\t]*\)\t/\\1: \\3: /p' "$SCRATCH/$1.heard" 2>/dev/null | head -n 1)
  reason=${reason/: -: /: }
  reason=${reason:-$(head -c 1000 "$SCRATCH/$1.faults" 2>/dev/null | head -n 1 | cat -v)}
  printf '%s' "${reason:-no complete answer}"
}
# --- Reaching hosts ---------------------------------------------------------------------------------------------------------------------

# The connection is used as the work uses it: bytes of every value are sent, and their digest comes back.
reach() {
  local sum TELLS_CHATTER=yes
  bytes_of_every_value >"$SCRATCH/$1.bytes"
  glance "$1" channel <"$SCRATCH/$1.bytes" || return
  sum=$(sha256sum <"$SCRATCH/$1.bytes")
  fact_of "$1" name >"$STATE/$1.name"
  [[ $(fact_of "$1" channel) == "${sum%% *}" ]] && return
  complain "  $1: bytes do not arrive there as they were sent"
  return "$LOST"
}

bytes_of_every_value() {
  local value text=''
  for ((value = 0; value < 1024; value++)); do
    printf -v text '%s\\x%x%x' "$text" "$((value / 16 % 16))" "$((value % 16))"
  done
  printf '%b' "$text"
}

say_how_to_reach() {
  complain "$1 cannot be reached: try ssh -F ssh_config $1 true in $ORIGIN"
  say "  Pin an unknown host key with hostKey in topology.yaml. sudo must not ask for a password."
  [[ -z ${LEAVES[$1]-} ]] || say "  $1 leaves: if it is gone, pass --gone $1; if it has left already, run haplane build --done"
}

# What a host has, and what differs from the plan.
look_at() {
  local code=0 command=${2:-status}
  glance "$1" "$command" "${FLAGS[@]+"${FLAGS[@]}"}" </dev/null || code=$?
  [[ $code -eq 0 || $code -eq 2 ]] || return "$code"
  if [[ $command == status ]]; then
    [[ $(fact_of "$1" delivered) =~ ^[0-9]{1,6}$ ]] || return "$LOST"
    fact_of "$1" delivered | tee "$STATE/$1.base" >"$STATE/$1.now"
  fi
  if [[ $code -eq 2 ]]; then : >"$STATE/$1.differs"; fi
  ! is_wanted "$1" || has_no_drift "$1"
}

# What was changed there is neither what the plan was made from nor what it wants.
has_no_drift() {
  local path found=0 replaced=no
  if is_one_of --overwrite "${FLAGS[@]+"${FLAGS[@]}"}"; then replaced=yes; fi
  while IFS= read -r path; do
    if [[ $replaced == yes ]]; then
      say "  $1: drift: $path was changed on the host and will be replaced"
    else
      complain "  $1: drift: $path was changed on the host"
      found=1
    fi
  done < <(sed -n "s/^event\t$1\t\(status\|plan\)\tdrift\t[a-z-]*\t//p" "$SCRATCH/$1.heard")
  if has_said "$1" status refused || has_said "$1" plan refused; then found=1; fi
  return "$found"
}

# What every engine is allowed.
FLAGS=()
# --- One rollout at a time ------------------------------------------------------------------------------------------------------------

HOLDERS=()
# The lock goes when this process is gone.
HELD_FOR=''

beat() {
  printf '%s@%s\n' "${USER:-$(id -un)}" "$(uname -n)"
  while kill -0 "$HELD_FOR" && printf '\n' && sleep 1; do :; done
}

# On every master in one order: two runs of one cluster meet, whatever their source masters are.
take_locks() {
  local host
  HELD_FOR=${HELD_FOR:-$BASHPID}
  for host in "${LOCKS[@]}"; do take_lock "$host" "lock,$host"; done
  printf '%s\n' "${HOLDERS[@]}" >"$STATE/holders"
}

# A host holds the lock as long as it hears from this machine.
take_lock() {
  local host=$1 name=$2 holder
  { printf '%s\n' "$WORD" && beat; } 2>/dev/null |
    speak "$host" "$HOLD" 2>"$SCRATCH/$name.faults" > >(LOG=/dev/null hear "$host" "$name" >"$SCRATCH/$name.said" 2>&1) &
  holder=$!
  HOLDERS+=("$holder")
  until [[ $(fact_of "$name" lock) == held ]]; do
    if ! kill -0 "$holder" 2>/dev/null || is_stopped; then
      let_go
      ! is_stopped || stop_here "stopped by the operator"
      wait "$holder" || :
      if [[ $(fact_of "$name" lock) != busy ]]; then
        cat "$SCRATCH/$name.said" >&"$TELL"
        refuse "the lock on $host could not be taken"
      fi
      complain "busy: another rollout is running: $(sed -n 's/^text\t//p' "$SCRATCH/$name.heard" | head -n 1)"
      say "Nothing was changed on any host. Wait until it ends. If its operator has gone, the lock is free within a minute: run again."
      exit "$BUSY"
    fi
    sleep 0.2
  done
}

holds_locks() {
  local holder
  while IFS= read -r holder; do kill -0 "$holder" 2>/dev/null || return 1; done <"$STATE/holders"
}

# The holders ignore gentler signals, as everything does that is started here.
let_go() {
  local holder
  for holder in "${HOLDERS[@]+"${HOLDERS[@]}"}"; do kill -KILL "$holder" 2>/dev/null || :; done
}
# --- Facts and copies -------------------------------------------------------------------------------------------------------------------

# What every other host is compared with, and how far the source's clock is ahead of this one (seconds).
ask_source() {
  local host clock now
  { printf 'kubectl\t%s\n' "$KUBECTL" && for host in "${HOSTS[@]}"; do copies_of "$host"; done | sort -u; } | glance "$SOURCE" facts ||
    { ! is_stopped && refuse "$SOURCE has changed since it was captured, or could not be read"; } || stop_here "stopped by the operator"
  now=$(date +%s)
  clock=$(fact_of "$SOURCE" clock)
  [[ $clock =~ ^[0-9]{1,15}$ ]] || refuse "$SOURCE does not say what time it has"
  grep $'^fact\t' "$SCRATCH/$SOURCE.heard" | grep -v $'^fact\t\(clock\|file\|name\)\t' >"$STATE/facts" || :
  # The answer ends with it.
  printf '%s' "$((10#$clock - now))" >"$STATE/ahead"
}

# What the engine reads: the facts as they are now, then the lines of the plan.
sheet() {
  local host name ahead=0
  printf 'kubectl\t%s\n' "$KUBECTL"
  cat "$STATE/facts" "$STATE/identity" 2>/dev/null || :
  [[ ! -e $STATE/ahead ]] || ahead=$(<"$STATE/ahead")
  [[ $ahead =~ ^-?[0-9]{1,15}$ ]] && printf 'fact\tclock\t%s\n' "$(($(date +%s) + ahead))"
  for host in "${HOSTS[@]}"; do
    name=$(cat "$STATE/$host.name" 2>/dev/null) || :
    if [[ -n $name && $1$'\n' == *$'\t'"$host"[$'\t\n']* ]]; then printf 'fact\tname-of\t%s %s\n' "$host" "$name"; fi
  done
  # A machine that is gone leads nothing: no lease has this name.
  for host in "${GONE[@]+"${GONE[@]}"}"; do printf 'fact\tname-of\t%s gone.%s\n' "$host" "$host"; done
  printf '%s\n' "$1"
}

# HOST LINES: the plan's lines to the host's engine. A gate may take its seconds, an action half an hour.
ask() {
  local line f LIMIT=60
  while IFS= read -r line; do
    IFS=$'\t' read -r -a f <<<"$line"
    if [[ ${f[0]} =~ ^(do|undo)$ ]]; then LIMIT=$((LIMIT + 1800)); elif [[ ${f[6]} =~ ^[0-9]{1,5}$ ]]; then LIMIT=$((LIMIT + 30 + 10#${f[6]})); fi
  done <<<"$2"
  sheet "$2" | by_engine "$1" ask
}

# The digest and the path of what a host copies, a line each.
copies_of() {
  local kind sum path
  while IFS=$'\t' read -r kind _ _ _ _ sum path; do
    if [[ $kind == copy ]]; then printf '%s\t%s\n' "$sum" "$path"; fi
  done <"hosts/$1.plan"
}

# The content of a bundle: by the path on a host, the folder here that has it.
declare -A BROUGHT=()

read_payload() {
  local kind file root
  [[ -n $PAYLOAD ]] || return 0
  [[ -f $PAYLOAD/bundle.plan ]] || misuse "$PAYLOAD is not the folder of a bundle"
  while IFS=$'\t' read -r kind _ _ _ file; do
    [[ $kind == payload ]] || continue
    root=$(cut -d / -f -3 <<<"$file")
    BROUGHT[${file#"$root"}]=$PAYLOAD/$root
  done <"$PAYLOAD/bundle.plan"
}

# HOST FROM: what has to come from another host goes through a pipe and is never stored on the way. The host proves every file.
copy_missing() {
  local host=$1 from=$2 path brought=() wanted=()
  engine "$host" missing </dev/null || return 1
  while IFS= read -r path; do
    is_copied_to "$host" "$path" || { distrust "$host" "path $path" && return 1; }
    # A file whose digest the plan does not know comes from the source alone.
    if [[ -n ${BROUGHT[$path]-} ]] && ! is_edited_copy "$host" "$path"; then brought+=("$path"); else wanted+=("$path"); fi
  done < <(paths_of "$host")
  [[ ${#brought[@]} -gt 0 || ${#wanted[@]} -gt 0 ]] || return 0
  [[ ${#brought[@]} -eq 0 ]] || say "  $host: ${#brought[@]} files come from the bundle"
  [[ ${#wanted[@]} -eq 0 ]] || say "  $host: ${#wanted[@]} files come from $from"
  # The digests on the source, where the plan knows none because the copy is edited on the way.
  copies_of "$host" | grep $'^-\t' | engine "$from" facts || return 1
  { file_records "$from" && send_brought "${brought[@]+"${brought[@]}"}" && send_from "$from" "$host" "${wanted[@]+"${wanted[@]}"}"; } |
    engine "$host" receive
}

is_edited_copy() { [[ $'\n'$(copies_of "$1")$'\n' == *$'\n-\t'"$2"$'\n'* ]]; }

# A host may lack only what its plan copies.
is_copied_to() { [[ $'\n'$(copies_of "$1")$'\n' == *$'\t'"$2"$'\n'* ]]; }

file_records() { sed -n 's/^fact\tfile\t\([0-9a-f]*\) /file\t\1\t/p' "$SCRATCH/$1.heard" && printf '\n'; }

send_brought() {
  local path words=()
  [[ $# -gt 0 ]] || return 0
  for path in "$@"; do words+=(-C "${BROUGHT[$path]}" ".$path"); done
  tar --no-recursion -cf - "${words[@]}"
}

send_from() {
  [[ $# -gt 2 ]] || return 0
  { printf '%s\n' "$WORD" send --host "$1" --for "$2" --result "$DIGEST" --events '' && printf '%s\n' "${@:3}"; } |
    connect 3600 "$1" "$SEND" | archive_of "$1"
}

# What the source sends after it has announced it; why it sends nothing is shown.
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
# --- Every host -------------------------------------------------------------------------------------------------------------------------

use_color() { if [[ -t $TELL && -z ${NO_COLOR-} && ${TERM-} != dumb ]]; then RED=$'\e[31m' PLAIN=$'\e[0m'; fi; }

# A host that cannot be reached, or is another machine, is found before anything is sent to any host.
reach_all() {
  local host
  for_all reach "${HOSTS[@]}" && return
  for host in "${FAILED[@]}"; do say_how_to_reach "$host"; done
  refuse "every host must answer: ${FAILED[*]}"
}

plan_of() { look_at "$1" plan; }

# By status or plan_of.
look_at_all() {
  for_all "$1" "${HOSTS[@]}" ||
    refuse "not as the plan expects: ${FAILED[*]}: haplane verify shows it; capture the change and build again; or undo it; \
or replace it with --overwrite"
}

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
# --- Main -----------------------------------------------------------------------------------------------------------------------------

DRY_RUN=no CALLED_IN=$PWD LOG_FILE=''
# The options as the operator gave them.
GIVEN=()

read_options() {
  while [[ $# -gt 0 ]]; do
    [[ $1 == --payload ]] || GIVEN+=("$1")
    case $1 in
      --dry-run) DRY_RUN=yes ;;
      --allow-foreign-folders | --keep-secrets | --overwrite) FLAGS+=("$1") ;;
      --only | --from-step | --log | --gone | --confirm-timeout | -m | --message | --change | --payload)
        [[ $# -ge 2 && -n $2 ]] || misuse "$1 needs a value"
        read_value "$1" "$2"
        [[ $1 == --payload ]] || GIVEN+=("$2")
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
  local hosts
  case $1 in
    --only) IFS=, read -r -a hosts <<<"$2" && WANTED+=("${hosts[@]}") ;;
    --gone) GONE+=("$2") ;;
    --from-step)
      [[ $2 =~ ^[1-9][0-9]{0,4}$ ]] || misuse "--from-step takes the number of a step"
      FROM_STEP=$2
      ;;
    --confirm-timeout)
      [[ $2 =~ ^[1-9][0-9]{0,4}$ ]] || misuse "--confirm-timeout takes seconds"
      APPLY+=(--confirm-within "$2")
      ;;
    -m | --message)
      is_message "$2" || misuse "$1 takes a text of at most $LONGEST_MESSAGE characters without control characters"
      APPLY+=(--message "$2")
      ;;
    --change)
      is_change "$2" || misuse "--change takes 1 to 64 of the characters A-Z a-z 0-9 . _ : / # -"
      APPLY+=(--change "$2")
      ;;
    --log) LOG_FILE=$2 ;;
    # The folder of a bundle, from its install.sh, which has proved it.
    --payload) PAYLOAD=$2 ;;
  esac
}

# A log in a folder of which every file is proved would be refused there the next time.
open_log() {
  local file=$LOG_FILE state=''
  case $file in
    -) return ;;
    '')
      [[ $DRY_RUN == no ]] || return 0
      state=${XDG_STATE_HOME-}
      [[ $state == /* ]] || state=${HOME-}/.local/state
      [[ $state == /* && $state != /.local/state ]] || refuse "there is no folder for the log: set HOME or XDG_STATE_HOME, or pass --log FILE"
      state=$state/haplane file=$state/$CLUSTER-$(date -u +%Y%m%dT%H%M%SZ).log
      ;;
    /*) ;;
    *) file=$CALLED_IN/$file ;;
  esac
  case $(readlink -m -- "$file") in
    "${PAYLOAD:-$ORIGIN}"/*) refuse "$file is in ${PAYLOAD:-$ORIGIN}, where every file is proved: pass a --log FILE elsewhere" ;;
  esac
  [[ -z $state ]] || mkdir -p -- "$state" 2>/dev/null || refuse "$state cannot be made: set XDG_STATE_HOME, or pass --log FILE"
  { : >>"$file"; } 2>/dev/null || refuse "$file cannot be written: pass --log FILE"
  LOG=$file
  say "log: $LOG"
}

prove_options() {
  local host
  for host in "${GONE[@]+"${GONE[@]}"}"; do
    [[ -n ${LEAVES[$host]-} ]] || misuse "$host does not leave: --gone is for a host that this output removes"
  done
  for host in "${WANTED[@]+"${WANTED[@]}"}"; do is_host "$host" || misuse "there is no host $host in this rollout"; done
  [[ $FROM_STEP -le $STEPS ]] || misuse "there are only $STEPS steps"
}

# Their start distinguishes two processes with the same number.
start_of() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }

operator_is_there() { kill -0 "$OPERATOR" 2>/dev/null && [[ $(start_of "$OPERATOR") == "$OPERATOR_SINCE" ]]; }

# The work is a process of its own that does not hear Ctrl-C; it looks between its steps whether to stop. It does not outlive this process.
watch() {
  local code
  OPERATOR=$$ OPERATOR_SINCE=$(start_of $$)
  trap stop INT TERM HUP
  (trap '' INT TERM HUP PIPE && trap end_work EXIT && "$@") &
  while code=0 && wait "$!" || code=$?; do
    if ! kill -0 "$!" 2>/dev/null; then
      code=0
      wait "$!" || code=$?
      return "$code"
    fi
  done
}

stop() {
  local call
  : >"$STATE/stopped"
  printf '\nStopping after the current step.\n' >&2 || :
  for call in "$STATE"/cut.*; do kill "${call##*.}" 2>/dev/null || :; done
}

end_work() {
  let_go
  operator_is_there || rm -rf -- "$RUN"
}

main() {
  read_options "$@"
  ORIGIN=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
  RUN=$(mktemp -d)
  trap 'rm -rf -- "$RUN"' EXIT
  STATE=$RUN/state SCRATCH=$RUN/scratch
  mkdir "$SCRATCH"
  use_color
  if [[ -t 2 && ${TERM-} != dumb ]]; then PROGRESS=yes; fi
  choose_word
  copy_folder
  read_rollout
  read_payload
  prove_options
  open_log
  if [[ ${#GIVEN[@]} -gt 0 ]]; then GO_ON=$(printf ' %q' "${GIVEN[@]}"); fi
  if [[ -n $PAYLOAD ]]; then GO_ON="sh $PAYLOAD/install.sh rollout$GO_ON"; else GO_ON="$ORIGIN/bin/rollout.sh$GO_ON"; fi
  watch roll_out
}

roll_out() {
  local remark step
  say "rollout of $CLUSTER, output ${DIGEST:0:12}"
  for remark in "${REMARKS[@]+"${REMARKS[@]}"}"; do say "$remark"; done
  reach_all
  if [[ $DRY_RUN == yes ]]; then
    show_plans
    return
  fi
  take_locks
  look_at_all look_at
  if is_all_done >/dev/null 2>&1; then
    ask_cluster
    say "Nothing to do."
    return
  fi
  say "$(find_differing | wc -w) of ${#HOSTS[@]} hosts differ from the plan. The steps:"
  say_steps
  ask_source
  for ((step = 1; step <= STEPS; step++)); do
    if ! is_in_scope "$step"; then continue; fi
    check_run
    operator_is_there || stop_here "the process of the operator is gone"
    run_step "$step"
  done
  say_states
  say "done in $(elapsed)"
}

show_plans() {
  look_at_all plan_of
  if [[ -z $(find_differing) ]]; then
    say "Nothing to do."
  else
    ask_source
    exit "$DIFFERENT"
  fi
}

main "$@"
