#!/usr/bin/env bash
# The host engine of haplane: the one program that changes a host, whoever calls it. It brings the host to what its plan says, or leaves it
# as it was. Data come from the plan beside it, which is read line by line and never run. Needs bash 4.2, coreutils, util-linux, diffutils,
# tar and systemd 219; curl where a health check asks by HTTP.
set -euo pipefail
export LC_ALL=C
# What this program writes is for root alone until its mode is set.
umask 077
# Who started it may go away at any moment; what was begun is finished.
trap '' PIPE HUP
# Another clock is compared with this: what comes before an answer takes its time.
printf -v STARTED_AT '%(%s)T' -1
readonly STARTED_AT
# Its own output, also where a function's is caught.
exec 3>&1

readonly STATE=/var/lib/haplane
readonly RUNNING=/run/haplane
readonly JOURNAL=$STATE/journal
readonly HISTORY=$STATE/history
readonly DELIVERED=$STATE/delivered
readonly LOADED=$STATE/loaded
readonly COPIED=$STATE/copied
readonly OVERWRITTEN=$STATE/overwritten
readonly ENGINE_COPY=$STATE/host-engine.sh
readonly RECOVER_UNIT=/etc/systemd/system/haplane-recover.service
readonly LEFTOVER=$STATE/gone
readonly PUT_BACK_LAST=$STATE/put-back
readonly DELIVERY_TIMER=haplane-revert CONFIRM_TIMER=haplane-confirm
readonly KEPT=5

readonly REFUSED=1 DIFFERENT=2 PUT_BACK=3 NEEDS_A_PERSON=4 MISUSE=64 BUSY=75

usage() {
  cat <<'TEXT'
host-engine.sh COMMAND [OPTION…]: brings this host to what its plan says, or leaves it as it was.

  plan        show what apply would do; writes nothing
  apply       deliver; what is not confirmed in time is put back by itself
  confirm     keep what was delivered; give it over a new connection, which proves that the host can be reached
  status      what was delivered, what has drifted, what runs with old files
  rollback    put the last delivery back, confirmed or not; with --to ID what came after that delivery
  missing     the files that have to come from the source, a path a line
  send        write the files named on stdin, a path a line, to stdout as a tar archive (on the source host)
  receive     read what proves edited files from stdin, a line each up to an empty one ("file", the digest of the file
              on the source, the path, with tabs between); then such an archive, for the next apply
  recover     finish or put back what was interrupted (at boot, and by a timer)
  ask         answer the records of a rollout that come on stdin: gates, and what is done once in a cluster
  facts       what the other hosts of a rollout are compared with; proves and weighs the files on stdin, a line
              each: the digest or -, a tab, the path; for - it answers the digest; with kubectl, a tab, its path also which
              nodes are not Ready
  channel     the digest of what comes on stdin
  started     when the first of the units (a kubelet) was started, and the digest of its public key
  -           the words of a command line come on stdin, a line each up to an empty one; then what the command reads

  --dir DIR             the folder with SHA256SUMS, hosts/ and bin/; default the one that this program lies in
  --host NAME           the host's name in the plan; default the only plan there
  --group GROUP         only what goes into use with it: control-plane, node, load-balancer, leaving or
                        leftover; may be given again
  --units NAMES         of the units in these groups only these, separated by commas; none for no unit
  --for HOST            send only what the plan of this host, which is next to the plan of the source, copies
  --overwrite           deliver over local edits (plan names them)
  --allow-foreign-folders
                        deliver also to a folder that an account other than root can change
  --keep-secrets        keep the old content of secrets after confirm, so that a rollback can restore it
  --confirm-within SEC  how long to wait for confirm; default 120
  --events              answer in lines for a program, with fields separated by tabs: event HOST STEP RESULT CODE DETAIL,
                        fact NAME VALUE, path PATH, text LINE

Exit code: 0 fine, 1 refused and nothing changed, 2 differences (plan, status), 3 failed and put back, 4 failed and needs a person,
64 misuse, 75 another delivery is running.
TEXT
}

# --- What it says -------------------------------------------------------------------------------------------------------------------

# What a terminal would obey; bytes of UTF-8 are not among it.
readonly NOT_PRINTED=$'[^[:print:]\t\200-\377]'
readonly LONGEST_LINE=4000
CLEAN=''

# In CLEAN: the text on one line, with nothing in it that a terminal would obey, and not longer than a reader accepts.
clean() {
  CLEAN=${1//$CONTROL_UTF8/?}
  CLEAN=${CLEAN//$NOT_PRINTED/?}
  CLEAN=${CLEAN:0:LONGEST_LINE}
}

# Output goes to the program's own stdout, wherever the caller's goes; if no one reads it, the delivery goes on.
write() {
  # shellcheck disable=SC2059 # each caller passes a format of its own
  printf "$@" >&3 2>/dev/null || :
}

# STEP RESULT CODE DETAIL. A program decides by the first three, which are words of closed sets; DETAIL is for a person.
say() {
  local code=": $3"
  clean "${4-}"
  if [[ $EVENTS == yes ]]; then
    write 'event\t%s\t%s\t%s\t%s\t%s\n' "$HOST" "$1" "$2" "$3" "${CLEAN//[$'\t\n']/ }"
  else
    write '%s: %s: %s%s%s\n' "$HOST" "$1" "$2" "${code%: -}" "${CLEAN:+: $CLEAN}"
  fi
}

# What a program goes on with: a name of a closed set, and a value that has the form of that name.
say_fact() { if [[ $EVENTS == yes ]]; then write 'fact\t%s\t%s\n' "$1" "$2"; else write '%s: %s: %s\n' "$HOST" "$1" "$2"; fi; }

say_path() { if [[ $EVENTS == yes ]]; then write 'path\t%s\n' "$1"; else write '%s\n' "$1"; fi; }

# Lines for a person.
show() {
  local line
  while IFS= read -r line; do
    clean "$line"
    if [[ $EVENTS == yes ]]; then write 'text\t%s\n' "$CLEAN"; else write '%s\n' "$CLEAN"; fi
  done < <(printf '%s\n' "$@")
}

# Nothing has changed yet.
refuse() {
  say "$1" refused "$2" "$3"
  exit "$REFUSED"
}

misuse() {
  printf 'host-engine.sh: %s; see host-engine.sh --help\n' "$1" >&2
  exit "$MISUSE"
}

# --- Time -------------------------------------------------------------------------------------------------------------------------------

# Seconds on a clock that no one sets.
uptime_seconds() {
  local seconds
  read -r seconds _ </proc/uptime
  printf '%s' "${seconds%.*}"
}

# The same in NOW, without a process of its own.
NOW=0

look_at_clock() {
  read -r NOW _ </proc/uptime
  NOW=${NOW%.*}
}

# --- Limits -----------------------------------------------------------------------------------------------------------------------------

# Seconds that a command may take: what asks systemd, what has it read all units again, what stops or starts a service, what tries a
# configuration, what reads the files of a delivery, and what receives them.
readonly LIMIT_OF_A_QUESTION=20 LIMIT_OF_A_RELOAD=90 LIMIT_OF_A_SERVICE=150 LIMIT_OF_A_TRIAL=60 LIMIT_OF_FILES=600 LIMIT_OF_AN_ARCHIVE=3600

# SECONDS COMMAND…: what ignores the signal at its limit is killed. It does not hold the lock: it may outlive this program.
within() {
  local seconds=$1
  shift
  timeout --kill-after=5 "$seconds" "$@" 9>&-
}

# By the exit code of the command: ended at its limit, or killed there.
is_timed_out() { [[ $1 -eq 124 || $1 -eq 137 ]]; }

# Whether systemd answered in time each time that this program changed something: what failed otherwise may work a minute later.
TIMED_OUT=''

# CODE-OF-THE-COMMAND SECONDS WHAT UNIT: the unit's service could not be changed.
say_service_fault() {
  if is_timed_out "$1"; then
    TIMED_OUT=yes
    say service failed timed-out "systemctl $3${4:+ $4} did not end within $2 s"
  else
    say service failed "$3" "${4:-systemctl $3}"
  fi
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


# --- The plan -----------------------------------------------------------------------------------------------------------------------

# What is wanted, one index a path: K_ what to do with it (file, link, directory, remove), with class, path, mode, owner, digest, what was
# there when the plan was made, the target of a link, and where a file's content comes from (placed, copied, edited). W_NAME is the path as
# the plan writes it: W_PATH differs where that is a link to a file.
W_KIND=() W_CLASS=() W_NAME=() W_PATH=() W_MODE=() W_OWNER=() W_SUM=() W_BEFORE=() W_TARGET=() W_FROM=()
# By path, the mode and the owner of each folder that the plan makes, whatever its group.
declare -A PLANNED_FOLDER=()
# The lines to exchange: the path, how many, the old one, the new one, and what an earlier rollout has put in place of the old one.
E_PATH=() E_COUNT=() E_OLD=() E_NEW=() E_EARLIER=()
UNITS=() UNIT_GROUPS=() RETIRED=()
L_UNIT=() L_ACTION=() L_PATH=()
H_UNIT=() H_KIND=() H_FIRST=() H_SECOND=()
ADDRESS='' SECONDS_OF_A_GATE=180

find_plan() {
  local plans
  if [[ -z $HOST ]]; then
    plans=("$DIR"/hosts/*.plan)
    [[ ${#plans[@]} -eq 1 && -f ${plans[0]} ]] || misuse "say --host NAME: $DIR/hosts holds no plan, or more than one"
    HOST=${plans[0]##*/}
    HOST=${HOST%.plan}
  fi
  [[ $HOST =~ ^[a-z0-9]([a-z0-9-]*[a-z0-9])?$ ]] || misuse "$HOST is not the name of a host"
  [[ -f $DIR/hosts/$HOST.plan ]] || misuse "there is no plan $DIR/hosts/$HOST.plan"
}

in_scope() {
  local group
  [[ ${#GROUPS_ASKED[@]} -gt 0 ]] || return 0
  for group in "${GROUPS_ASKED[@]}"; do
    [[ $group == "$1" ]] && return 0
  done
  return 1
}

want() {
  W_KIND+=("$1") W_CLASS+=("$2") W_NAME+=("$3") W_PATH+=("$3") W_MODE+=("$4") W_OWNER+=("$5") W_SUM+=("$6") W_BEFORE+=("$7") W_TARGET+=("$8") W_FROM+=("$9")
  is_path "$3" || refuse plan bad-path "\"$3\" is not a path that a plan can hold"
}

read_plan() {
  local kind a b c d e f
  while IFS=$'\t' read -r kind a b c d e f; do
    case $kind in
      haplane-host) read_head "$a" "$b" "$c" "$d" "$e" ;;
      unit | retire) UNITS+=("$b") UNIT_GROUPS+=("$a") && if [[ $kind == retire ]]; then RETIRED+=("$b"); fi ;;
      directory)
        PLANNED_FOLDER[$d]="$b $c"
        if in_scope "$a"; then want directory directory "$d" "$b" "$c" - any - -; fi
        ;;
      link) if in_scope "$a"; then want link link "$b" - - - any "$c" -; fi ;;
      copy) if in_scope "$a"; then want file "$b" "$f" "$c" "$d" "$e" any - copied; fi ;;
      place) if in_scope "$a"; then want file placed "${e}" "$b" "$c" "$d" "$f" - placed; fi ;;
      edit | edit-if-there) if in_scope "$a"; then read_edit "$kind" "$b" "$c" "$d" "$e" "$f"; fi ;;
      remove-if-equal) if in_scope control-plane; then want remove never-copied "$b" - - "$a" any - -; fi ;;
      take-away) if in_scope "$a"; then want remove leftover "$c" - - "$b" any - -; fi ;;
      loads | health) read_service_record "$kind" "$a" "$b" "$c" "$d" ;;
      leave) ;;
      *) refuse plan unknown-record "it holds a record of the kind \"$kind\", which this engine does not know" ;;
    esac
  done <"$1"
  [[ -n $ADDRESS ]] || refuse plan no-head "it does not start with haplane-host"
}

read_service_record() {
  case $1 in
    loads) L_UNIT+=("$2") L_ACTION+=("$3") L_PATH+=("$4") ;;
    health) H_UNIT+=("$2") H_KIND+=("$3") H_FIRST+=("$4") H_SECOND+=("$5") ;;
  esac
}

# What another plan says of the services: how their health is asked, and what else they read.
judge_by() {
  local kind a b c d
  H_UNIT=() H_KIND=() H_FIRST=() H_SECOND=()
  [[ -f $1 ]] || return 0
  while IFS=$'\t' read -r kind a b c d; do read_service_record "$kind" "$a" "$b" "$c" "$d"; done <"$1"
}

read_head() {
  [[ $1 == 1 ]] || refuse plan wrong-version "it is of version $1, and this engine knows version 1"
  [[ $2 == "$HOST" ]] || refuse plan wrong-host "it is for $2, not for $HOST"
  [[ $5 =~ ^[0-9]{1,5}$ ]] || refuse plan bad-record "\"$5\" is not a number of seconds"
  ADDRESS=$3 SECONDS_OF_A_GATE=$((10#$5))
}

# An edited file that is also copied is wanted already; one that is the host's own is wanted from here.
read_edit() {
  local kind=$1 path=$2 i
  E_PATH+=("$path") E_COUNT+=("$3") E_OLD+=("$4") E_NEW+=("$5") E_EARLIER+=("${6-}")
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    [[ ${W_PATH[i]} == "$path" ]] && return
  done
  want file edited-in-place "$path" - - - any - "${kind/#edit/edited}"
}

has_edits() {
  local path
  for path in "${E_PATH[@]+"${E_PATH[@]}"}"; do
    [[ $path == "$1" ]] && return 0
  done
  return 1
}

# A plan on the wrong machine would be obeyed to the letter.
prove_host() {
  case $ADDRESS in
    *:*) has_ipv6 "$(expand_ipv6 "$ADDRESS")" && return ;;
    *) has_ipv4 "$ADDRESS" && return ;;
  esac
  refuse host wrong-machine "no interface here has the address $ADDRESS of $HOST: this is another machine"
}

# The kernel's own table: an address, and on the next line what it is.
has_ipv4() {
  local line last=''
  while IFS= read -r line; do
    case $line in
      *'host LOCAL'*) [[ $last == "$1" ]] && return 0 ;;
      *'|-- '*) last=${line##*|-- } ;;
    esac
  done </proc/net/fib_trie
  return 1
}

has_ipv6() {
  local address rest
  while read -r address rest; do
    [[ $address == "$1" ]] && return 0
  done </proc/net/if_inet6
  return 1
}

# 2001:db8::1 as the 32 digits of /proc/net/if_inet6.
expand_ipv6() {
  local head=${1%%::*} tail='' part out='' missing parts
  [[ $1 == *::* ]] && tail=${1#*::}
  parts=${head//:/ }
  missing=$((8 - $(wc -w <<<"$parts ${tail//:/ }")))
  [[ $1 == *::* ]] || missing=0
  for part in $parts; do out+=$(printf '%04x' "0x$part"); done
  while ((missing-- > 0)); do out+=0000; done
  for part in ${tail//:/ }; do out+=$(printf '%04x' "0x$part"); done
  printf '%s' "$out"
}

# Every file that is here is the one that was built, and so is the plan of a host, which is this one by default.
prove_digests() {
  local host=${1:-$HOST} line lines=() sums=''
  [[ -f $DIR/SHA256SUMS ]] || refuse digests no-digests "there is no SHA256SUMS in $DIR"
  # They are the files of all hosts: a large cluster has thousands of lines.
  mapfile -t lines <"$DIR/SHA256SUMS"
  for line in "${lines[@]+"${lines[@]}"}"; do
    case $line in *"  bin/host-engine.sh" | *"  hosts/$host.plan" | *"  hosts/$HOST/"*) sums+=$line$'\n' ;; esac
  done
  [[ $sums == *"  hosts/$host.plan"* && $sums == *"  bin/host-engine.sh"* ]] || refuse digests not-listed "SHA256SUMS does not list the plan of $host and this program"
  sums=$(cd "$DIR" && exec sha256sum --quiet -c - <<<"$sums" 2>&1) || refuse digests not-as-built "${sums%%$'\n'*}: not what was built; bring the folder here again"
}

# --- One at a time ------------------------------------------------------------------------------------------------------------------

# Seconds for which the lock may be held: by what has not touched anything yet, by a confirm, and while a delivery waits for its confirm.
readonly LONGEST_PREPARATION=3600 LONGEST_CONFIRM=300 LONGEST_WHILE_WAITING=60
# A recover waits so long for the lock; its timer tries again.
readonly LONGEST_WAIT=300

# Who has it is said at once; an older flock refuses to wait for no time at all.
wait_for_lock() {
  [[ $1 -gt 0 ]] || return 1
  say lock waiting - "$(holder_of_lock) holds it; waiting for at most $1 s"
  flock -w "$1" 9
}

holder_of_lock() {
  local holder=''
  { read -r holder <"$RUNNING/holder"; } 2>/dev/null || :
  printf '%s' "${holder:-another process}"
}

# Asked of the process that has signed: to try the lock would be to hold it for a moment.
is_locked() {
  local holder=''
  { read -r holder <"$RUNNING/holder"; } 2>/dev/null || return 1
  [[ $holder =~ \(process\ ([1-9][0-9]{0,9})\)$ && /proc/${BASH_REMATCH[1]}/fd/9 -ef $RUNNING/lock ]]
}

# Lock and holder belong to root alone, also where an older version made them: who can open the lock can hold it.
open_lock() {
  mkdir -p "$RUNNING"
  exec 9>>"$RUNNING/lock"
  chmod go= "$RUNNING" "$RUNNING/lock"
}

# The kernel lets go of the lock when its last holder is gone, however that ends.
take_lock() {
  open_lock
  if ! flock -n 9 && ! wait_for_lock "$1"; then give_up; fi
  work_until "$2"
}

give_up() {
  say lock busy - "$(holder_of_lock) holds it; wait for its end, or look with: host-engine.sh status"
  exit "$BUSY"
}

# What no person waits for ends a holder that is past its own time, and goes on.
take_lock_from_what_hangs() {
  local deadline
  open_lock
  look_at_clock
  deadline=$((NOW + LONGEST_WAIT))
  if ! flock -n 9; then
    say lock waiting - "$(holder_of_lock) holds it; waiting for at most $LONGEST_WAIT s"
    until flock -w 5 9; do
      end_what_hangs
      look_at_clock
      if [[ $NOW -ge $deadline ]]; then give_up; fi
    done
  fi
  work_until "$1"
}

# The holder signs: a line for a person, and one for a program with its process, when that was started, and until when its work may last.
# Without room for that there is no signature, and no process is ended.
HELD_SINCE=''

work_until() {
  local who=${SUDO_USER:-${USER:-root}}${SSH_CLIENT:+ from ${SSH_CLIENT%% *}}
  HELD_SINCE=${HELD_SINCE:-$(date -u +%Y-%m-%dT%H:%M:%SZ)}
  { look_at_process "$$" && look_at_clock &&
    printf '%s since %s (process %s)\nprocess %s %s %s\n' "${who//[^A-Za-z0-9@.:_ -]/?}" "$HELD_SINCE" "$$" "$$" "$START" "$((NOW + $1))" >"$RUNNING/holder.new" &&
    mv -T -- "$RUNNING/holder.new" "$RUNNING/holder"; } 2>/dev/null || rm -f -- "$RUNNING/holder"
}

# Who has signed last; false where that has not the form.
read_holder() {
  local line=''
  { read -r _ && read -r line; } <"$RUNNING/holder" 2>/dev/null || return 1
  [[ $line =~ ^process\ ([1-9][0-9]{0,9})\ ([0-9]{1,18})\ ([0-9]{1,10})$ ]] || return 1
  HOLDER=${BASH_REMATCH[1]} HOLDER_START=${BASH_REMATCH[2]} HOLDER_UNTIL=${BASH_REMATCH[3]}
}

HOLDER='' HOLDER_START='' HOLDER_UNTIL='' LEFT_BEHIND=''

# The holder, once its time is over; and what a holder that is gone has started, if that keeps the lock.
end_what_hangs() {
  read_holder || return 0
  look_at_clock
  if is_process "$HOLDER" "$HOLDER_START"; then
    LEFT_BEHIND=''
    if [[ /proc/$HOLDER/fd/9 -ef $RUNNING/lock && $NOW -gt $((10#$HOLDER_UNTIL)) ]]; then
      say lock stopped timed-out "process $HOLDER holds it longer than its work can last, and is ended"
      end_process "$HOLDER" "$HOLDER_START"
    fi
  else
    end_what_is_left_behind
  fi
}

# --- Processes that hang ----------------------------------------------------------------------------------------------------------------

# In START, when a process was started, in PARENT the one that started it (proc(5)); false where there is none. Its name may hold anything.
START='' PARENT=''

look_at_process() {
  local line='' fields=()
  { IFS= read -r -d '' line <"/proc/$1/stat"; } 2>/dev/null || :
  read -r -d '' -a fields <<<"${line##*)}" || :
  [[ ${#fields[@]} -ge 20 && ${fields[1]} =~ ^[0-9]+$ && ${fields[19]} =~ ^[0-9]+$ ]] || return 1
  PARENT=${fields[1]} START=${fields[19]}
}

# Of two processes that have one number, one after the other, the start tells which it is.
is_process() { look_at_process "$1" && [[ $START == "$2" ]]; }

# A process and all that it has started, each as NUMBER:START, in FOUND.
FOUND=()

find_tree() {
  local pid found=" $1 " more=yes
  local -A parents=() starts=()
  for pid in /proc/[1-9]*; do
    if look_at_process "${pid#/proc/}"; then parents[${pid#/proc/}]=$PARENT starts[${pid#/proc/}]=$START; fi
  done
  while [[ -n $more ]]; do
    more=''
    for pid in "${!parents[@]}"; do
      if [[ $found != *" $pid "* && $found == *" ${parents[$pid]} "* && $pid != "$$" ]]; then found+="$pid " more=yes; fi
    done
  done
  FOUND=()
  for pid in $found; do
    if [[ -n ${starts[$pid]-} ]]; then FOUND+=("$pid:${starts[$pid]}"); fi
  done
}

# SIGNAL NUMBER:START…
signal() {
  local name=$1 process
  shift
  for process in "$@"; do
    if is_process "${process%:*}" "${process#*:}"; then kill -s "$name" "${process%:*}" 2>/dev/null || :; fi
  done
}

# NUMBER START, with all that it has started. It is asked to end first: an engine that can hear it rolls its delivery back by itself. What
# was stopped has to go on for that.
end_process() {
  local i
  find_tree "$1"
  signal TERM "${FOUND[@]+"${FOUND[@]}"}"
  signal CONT "${FOUND[@]+"${FOUND[@]}"}"
  for ((i = 0; i < 10; i++)); do
    is_process "$1" "$2" || break
    sleep 1
  done
  # It may have started others since. Where it is gone, what it had started may still be there.
  if is_process "$1" "$2"; then find_tree "$1"; fi
  signal KILL "${FOUND[@]+"${FOUND[@]}"}"
}

# Processes that hold the lock although the one that has signed is gone. What was there at the last look is ended: another one may have taken
# the lock just now, and is about to sign.
end_what_is_left_behind() {
  local pid now=' ' process
  for pid in /proc/[1-9]*; do
    if [[ $pid/fd/9 -ef $RUNNING/lock ]] && holds_lock "$pid" && look_at_process "${pid#/proc/}"; then now+="${pid#/proc/}:$START "; fi
  done
  for process in $now; do
    if [[ $LEFT_BEHIND == *" $process "* ]]; then
      say lock stopped timed-out "process ${process%:*} was left behind by an engine that is gone, and is ended"
      signal KILL "$process"
    fi
  done
  LEFT_BEHIND=$now
}

# Who only waits has the file open, too. Linux before 4.1 does not tell.
holds_lock() { grep -qs '^lock:' "$1/fdinfo/9"; }
# --- What is there ------------------------------------------------------------------------------------------------------------------

digest_of() {
  local sum
  if [[ -f $1 && ! -L $1 ]]; then
    sum=$(within "$LIMIT_OF_FILES" sha256sum <"$1") && printf '%s' "${sum%% *}"
  else
    printf absent
  fi
}

digest_of_input() {
  local sum
  sum=$(sha256sum) && printf '%s' "${sum%% *}"
}

# By path, the digest of every wanted file as it is before anything is changed, and its mode with both forms of its owner and its time: two
# programs for all of them, rather than two for each.
declare -A SEEN_DIGEST=() SEEN_MODE=()

# Of others that are named, and are there, no digest is asked.
look_at_files() {
  local path line sums code=0 IFS=$'\n' there=()
  SEEN_DIGEST=() SEEN_MODE=()
  for path in "${W_PATH[@]+"${W_PATH[@]}"}"; do
    if [[ -f $path && ! -L $path ]]; then there+=("$path"); fi
  done
  # From a pipe, read takes a byte at a time.
  if [[ ${#there[@]} -gt 0 ]]; then
    sums=$(within "$LIMIT_OF_FILES" sha256sum -- "${there[@]}") || code=$?
    if is_timed_out "$code"; then refuse compare timed-out "the files could not be read within $LIMIT_OF_FILES s: is one of them on a file system that hangs?"; fi
    for line in $sums; do SEEN_DIGEST[${line#*  }]=${line%% *}; done
  fi
  for path in "$@"; do
    if [[ -f $path ]]; then there+=("$path"); fi
  done
  if [[ ${#there[@]} -gt 0 ]]; then
    for line in $(TZ=UTC0 stat -c '%n %a %U:%G %u:%g %y' -- "${there[@]}"); do SEEN_MODE[${line%% *}]=${line#* }; done
  fi
}

# Who looks waits for nobody: what another delivery has put there since is not taken for somebody's work.
look_again() {
  if [[ -n ${SEEN_DIGEST[$1]-} || ! -f $1 || -L $1 ]]; then return; fi
  if ! { SEEN_DIGEST[$1]=$(digest_of "$1" 2>/dev/null) && SEEN_MODE[$1]=$(stat -c '%a %U:%G %u:%g' -- "$1" 2>/dev/null); }; then
    unset "SEEN_DIGEST[$1]"
  fi
}

# --- What differs -------------------------------------------------------------------------------------------------------------------

# What this program has put on the host: by path, the digest of a file, or "link:" with the target of a link.
declare -A LAST=()

load_delivered() {
  local record path
  LAST=()
  [[ -f $DELIVERED ]] || return 0
  while read -r record path; do LAST[$path]=$record; done <"$DELIVERED"
}

# What would be noted of a path as it is now.
record_of() { if [[ -L $1 ]]; then printf 'link:%s' "$(readlink -- "$1")"; else digest_of "$1"; fi; }

# The same, with what this plan wants.
records_after() {
  local i path
  local -A after=()
  if [[ ${#LAST[@]} -gt 0 ]]; then
    for path in "${!LAST[@]}"; do after[$path]=${LAST[$path]}; done
  fi
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    path=${W_PATH[i]}
    case ${W_KIND[i]} in
      file)
        if is_changed "$i"; then
          after[$path]=${W_SUM[i]}
        elif [[ -e $path ]]; then
          after[$path]=${SEEN_DIGEST[$path]-absent}
        fi
        ;;
      link) after[$path]=link:${W_TARGET[i]} ;;
      remove) unset "after[$path]" ;;
    esac
  done
  [[ ${#after[@]} -eq 0 ]] || for path in "${!after[@]}"; do printf '%s %s\n' "${after[$path]}" "$path"; done | sort -k 2
}

# The file that a wanted one comes from; by index, the copy of a file that is edited in place.
CONTENT='' TAKEN=()

find_content() {
  case ${W_FROM[$1]} in
    placed) CONTENT=$DIR/hosts/$HOST${W_NAME[$1]} ;;
    copied) CONTENT=$COPIED${W_NAME[$1]} ;;
    # Once it is taken, the one reading of it is edited and proved.
    edited | edited-if-there) CONTENT=${TAKEN[$1]-${W_PATH[$1]}} ;;
    *) CONTENT=${W_FROM[$1]} ;;
  esac
}

# A copy that did not come along is needed only where the file on this host is not the wanted one already.
has_content() { find_content "$1" && [[ -f $CONTENT ]]; }

# The whole new content, on stdout.
content_of() {
  find_content "$1"
  if has_edits "${W_PATH[$1]}"; then
    edited "${W_PATH[$1]}" "$CONTENT"
  else
    cat -- "$CONTENT"
  fi
}

# A file with its lines exchanged; a missing newline at the end stays missing.
edited() {
  local path=$1 line
  while IFS= read -r line; do
    exchange "$path" "$line" && printf '\n' || return 1
  done <"$2"
  [[ -z $line ]] || exchange "$path" "$line"
}

# The line in place of this one; a carriage return at its end stays.
exchange() {
  local bare=${2%$'\r'} i
  for ((i = 0; i < ${#E_PATH[@]}; i++)); do
    if [[ ${E_PATH[i]} == "$1" ]] && is_to_exchange "$i" "$bare"; then
      printf '%s%s' "${E_NEW[i]}" "${2#"$bare"}"
      return
    fi
  done
  printf '%s' "$2"
}

# The old line, or what an earlier rollout has put in its place.
is_to_exchange() { [[ ${E_OLD[$1]} == "$2" || (-n ${E_EARLIER[$1]} && ${E_EARLIER[$1]} == "$2") ]]; }

count_lines() {
  local line count=0
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ ${line%$'\r'} == "$1" ]]; then count=$((count + 1)); fi
  done <"$2"
  printf '%s' "$count"
}

# Lines are exchanged only in a file that holds exactly what the plan expects: the old lines, or the new ones already.
prove_edits() {
  local path=$1 from=$2 i old new
  for ((i = 0; i < ${#E_PATH[@]}; i++)); do
    [[ ${E_PATH[i]} == "$path" ]] || continue
    old=$(count_lines "${E_OLD[i]}" "$from") new=$(count_lines "${E_NEW[i]}" "$from")
    if [[ -n ${E_EARLIER[i]} ]]; then old=$((old + $(count_lines "${E_EARLIER[i]}" "$from"))); fi
    [[ $old -eq ${E_COUNT[i]} || ($old -eq 0 && $new -ge ${E_COUNT[i]}) ]] ||
      refuse compare edit-mismatch "$path holds $old lines where ${E_COUNT[i]} are to be exchanged: capture the host again, and build again"
  done
}

# S_ what each wanted path is now: same, new, different, drift, or missing (a copy that did not come along); and the digest of what is wanted.
S_STATE=() WANTED_DIGEST=()

compare() {
  look_at_files
  judge
}

judge() {
  local i
  load_delivered
  S_STATE=()
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    case ${W_KIND[i]} in
      file) judge_file "$i" ;;
      link) judge_link "$i" ;;
      directory) judge_directory "$i" ;;
      remove) judge_removal "$i" ;;
      alias) S_STATE[i]=same ;;
    esac
  done
}

judge_file() {
  local i=$1 path=${W_PATH[$1]} disk wanted
  look_again "$path"
  disk=${SEEN_DIGEST[$path]-absent}
  if [[ ${W_FROM[i]} == edited* && -L $path && -f $path ]]; then
    refuse compare link-not-followed "$path is a link, and an account other than root can change where it leads: put the file itself there"
  fi
  if [[ ${W_FROM[i]} == edited-if-there && $disk == absent ]]; then
    S_STATE[i]=same
    return
  fi
  if [[ ${W_FROM[i]} == edited* ]]; then
    [[ $disk != absent ]] || refuse compare no-file "$path is to be edited and is not there"
    prove_edits "$path" "$path"
  elif has_content "$i"; then
    if has_edits "$path"; then prove_edits "$path" "$CONTENT"; fi
  elif is_right_without_copy "$i" "$disk"; then
    S_STATE[i]=same
    return
  else
    S_STATE[i]=missing
    return
  fi
  wanted=${W_SUM[i]}
  if [[ $wanted == - ]] || has_edits "$path"; then wanted=$(content_of "$i" | digest_of_input); fi
  WANTED_DIGEST[i]=$wanted
  if [[ $disk == "$wanted" ]]; then
    if has_right_mode "$i"; then S_STATE[i]=same; else S_STATE[i]=different; fi
  elif [[ $disk == absent ]]; then
    judge_another_kind "$i"
  elif is_expected "$i" "$disk"; then
    S_STATE[i]=different
  else
    S_STATE[i]=drift
  fi
}

# There is no file: nothing, or what this program has put there itself, or somebody's work.
judge_another_kind() {
  local path=${W_PATH[$1]}
  if [[ ! -e $path && ! -L $path ]]; then
    S_STATE[$1]=new
  elif [[ ${LAST[$path]-} == "$(record_of "$path")" ]]; then
    S_STATE[$1]=different
  else
    S_STATE[$1]=drift
  fi
}

is_right_without_copy() {
  local i=$1 path=${W_PATH[$1]} disk=$2 e
  [[ $disk != absent ]] && has_right_mode "$i" || return 1
  if ! has_edits "$path"; then
    # Of some secrets the plan has no digest: what was delivered last was proved then.
    if [[ ${W_SUM[i]} == - ]]; then [[ $disk == "${LAST[$path]-}" ]]; else [[ $disk == "${W_SUM[i]}" ]]; fi
    return
  fi
  for ((e = 0; e < ${#E_PATH[@]}; e++)); do
    if [[ ${E_PATH[e]} == "$path" && $(count_lines "${E_NEW[e]}" "$path") -lt ${E_COUNT[e]} ]]; then return 1; fi
  done
}

has_right_mode() {
  local wanted=${W_MODE[$1]} seen=${SEEN_MODE[${W_PATH[$1]}]-}
  [[ $wanted != - ]] || return 0
  [[ -n $seen && $((8#${seen%% *})) -eq $((8#$wanted)) && " ${seen#* } " == *" ${W_OWNER[$1]} "* ]]
}

# What may be overwritten without asking: what we put there last, what was captured, and what a distribution has put there. Everything else
# is somebody's work.
is_expected() {
  local i=$1 disk=$2 last=${LAST[${W_PATH[$1]}]-}
  if [[ -n $last ]]; then
    [[ $last == "$disk" ]]
    return
  fi
  case ${W_BEFORE[i]} in
    any) return 0 ;;
    absent) return 1 ;;
    distribution) is_of_the_distribution "${W_PATH[i]}" ;;
    *) [[ ${W_BEFORE[i]} == "$disk" ]] ;;
  esac
}

is_of_the_distribution() {
  local sum
  if command -v dpkg-query >/dev/null; then
    sum=$(md5sum <"$1")
    sum=" $1 ${sum%% *}"
    # shellcheck disable=SC2016 # dpkg's own field
    [[ $(within "$LIMIT_OF_A_TRIAL" dpkg-query -W -f='${Conffiles}\n' 2>/dev/null) == *"$sum"* ]]
  elif command -v rpm >/dev/null; then
    # It names each file that differs from its package, with a 5 where the content does.
    within "$LIMIT_OF_A_TRIAL" rpm -qf "$1" >/dev/null 2>&1 && ! [[ $(within "$LIMIT_OF_A_TRIAL" rpm -Vf "$1" 2>/dev/null || :) =~ (^|$'\n')..5[^$'\n']*\ $1($'\n'|$) ]]
  else
    return 1
  fi
}

judge_link() {
  local i=$1 disk last=${LAST[${W_PATH[$1]}]-}
  disk=$(record_of "${W_PATH[i]}")
  if [[ $disk == "link:${W_TARGET[i]}" ]]; then
    S_STATE[i]=same
  elif [[ $disk == link:* && -z $last ]]; then
    S_STATE[i]=different
  else
    judge_another_kind "$i"
  fi
}

# A folder that is there keeps its mode: others may have reasons for it.
judge_directory() {
  if [[ -d ${W_PATH[$1]} ]]; then
    S_STATE[$1]=same
  elif [[ -e ${W_PATH[$1]} ]]; then
    S_STATE[$1]=drift
  else
    S_STATE[$1]=new
  fi
}

# What an earlier copy left here goes only while it is that copy; what a rollback or a leaving host takes away and somebody has changed is
# drift.
judge_removal() {
  local i=$1 path=${W_PATH[$1]} sum=${W_SUM[$1]} disk
  disk=$(record_of "$path")
  if [[ $sum == directory ]]; then
    if [[ -d $path ]] && will_be_empty "$path"; then S_STATE[i]=different; else S_STATE[i]=same; fi
  elif [[ $disk == "$sum" || ($sum == - && $disk == "${LAST[$path]-absent}" && $disk != absent) ]]; then
    S_STATE[i]=different
  elif [[ ${W_CLASS[i]} =~ ^(kept|leftover)$ && $disk != absent ]]; then
    S_STATE[i]=drift
  else
    S_STATE[i]=same
  fi
}

# A folder in which something of somebody else lies stays, and is no difference. What is in it goes first, and was looked at first.
will_be_empty() {
  local entry i
  for entry in "$1"/* "$1"/.[!.]*; do
    [[ -e $entry || -L $entry ]] || continue
    for ((i = 0; i < ${#W_PATH[@]}; i++)); do
      if [[ ${W_PATH[i]} == "$entry" && ${W_KIND[i]} == remove && ${S_STATE[i]-same} != same ]]; then continue 2; fi
    done
    return 1
  done
}

is_changed() { [[ ${S_STATE[$1]} != same ]]; }

# True where a file that is there gives way to one from elsewhere, and neither this program nor the plan knows it.
is_overwritten() {
  local path=${W_PATH[$1]}
  [[ ${W_KIND[$1]} == file && ${W_FROM[$1]} =~ ^(copied|placed)$ && ${W_BEFORE[$1]} == any && -z ${LAST[$path]-} && -n ${SEEN_DIGEST[$path]-} ]] || return 1
  case ${S_STATE[$1]} in
    missing) [[ ${SEEN_DIGEST[$path]} != "${W_SUM[$1]}" ]] ;;
    different) [[ ${SEEN_DIGEST[$path]} != "${WANTED_DIGEST[$1]-}" ]] ;;
    *) return 1 ;;
  esac
}

changed_count() {
  local i count=0
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then count=$((count + 1)); fi
  done
  printf '%s' "$count"
}


# --- The way to a file ----------------------------------------------------------------------------------------------------------------

# An account that can write to a folder can exchange what is in it, and so decide where a file ends up. Mode and owner by folder; its path
# holds no link.
declare -A FOLDER_MODE=() FOLDER_OWNER=() FOLDER_NUMBERS=()

see_folders() {
  local folder mode owner numbers unseen=()
  for folder in "$@"; do
    if [[ -z ${FOLDER_MODE[$folder]-} && -d $folder ]]; then unseen+=("$folder"); fi
  done
  [[ ${#unseen[@]} -gt 0 ]] || return 0
  while read -r mode owner numbers folder; do
    FOLDER_MODE[$folder]=$mode FOLDER_OWNER[$folder]=$owner FOLDER_NUMBERS[$folder]=$numbers
  done < <(stat -c '%a %U:%G %u:%g %n' -- "${unseen[@]}")
}

# True where an account other than root can write to a folder that is there. The mask of an ACL takes the place of the group's bits.
is_foreign() {
  local mode=${FOLDER_MODE[$1]-} writers
  [[ -n $mode ]] || return 1
  writers=$((8#$mode & 8#22))
  if [[ ${FOLDER_NUMBERS[$1]} == 0:0 && $writers -eq 16 && $(ls -ld -- "$1") != ??????????+* ]]; then return 1; fi
  [[ ${FOLDER_NUMBERS[$1]} != 0:* || $writers -ne 0 ]]
}

# True where the plan itself gives the folder to that account: the review of the plan has accepted it.
is_planned() {
  local planned=${PLANNED_FOLDER[$1]-}
  [[ -n $planned && (${planned#* } == "${FOLDER_OWNER[$1]}" || ${planned#* } == "${FOLDER_NUMBERS[$1]}") ]] &&
    [[ $((8#${FOLDER_MODE[$1]} & 8#22 & ~8#${planned%% *})) -eq 0 ]]
}

# In WAY every folder that the kernel passes on the way to a path, in REAL the path without links. LINK_AT is the first folder of another
# account in which there is such a link: that account decides where the link leads.
WAY=() REAL='' LINK_AT=''

walk() {
  local rest=$1 part links=0
  WAY=(/) REAL='' LINK_AT=''
  while rest=${rest#/} && [[ -n $rest ]]; do
    part=${rest%%/*}
    if [[ $rest == */* ]]; then rest=${rest#*/}; else rest=''; fi
    case $part in
      '' | .) ;;
      ..) REAL=${REAL%/*} ;;
      *) pass "$part" ;;
    esac
  done
}

# One step of walk, whose variables it uses. After as many links as the kernel follows, the path has no end.
pass() {
  if [[ ! -L $REAL/$1 || $links -ge 40 ]]; then
    REAL=$REAL/$1
    WAY+=("$REAL")
    return
  fi
  links=$((links + 1))
  see_folders "${REAL:-/}"
  if is_foreign "${REAL:-/}"; then LINK_AT=${LINK_AT:-$REAL}; fi
  rest=$(readlink -- "$REAL/$1")/$rest
  if [[ $rest == /* ]]; then REAL=''; fi
}

# By folder as it is written: its path without links; the first folder of another account on the way; the nearest folder above a file in it
# that only root can change and that is on the same mount; why nothing can be exchanged there; and what the operator has to allow.
declare -A WAY_REAL=() WAY_FOREIGN=() WAY_SAFE=() WAY_STOP=() WAY_ASK=()

see_way() {
  local folder=${1:-/} part foreign='' ask=''
  if [[ -n ${WAY_REAL[$folder]-} ]]; then return; fi
  walk "$folder"
  see_folders "${WAY[@]}"
  for part in "${WAY[@]}"; do
    if ! is_foreign "$part"; then continue; fi
    foreign=${foreign:-$part}
    if ! is_planned "$part"; then ask=${ask:-$part}; fi
  done
  WAY_REAL[$folder]=${REAL:-/} WAY_FOREIGN[$folder]=$foreign WAY_STOP[$folder]='' WAY_ASK[$folder]=$ask
  if [[ -n $LINK_AT ]]; then WAY_STOP[$folder]='foreign-link'; fi
  find_safe_folder "$folder"
}

find_safe_folder() {
  local folder=$1 rest=${WAY_REAL[$1]#/} at='' safe='' last=/
  while :; do
    if ! is_foreign "${at:-/}"; then safe=${at:-/}; else break; fi
    if [[ -z $rest || ! -d $at/${rest%%/*} ]]; then break; fi
    at=$at/${rest%%/*}
    if [[ $rest == */* ]]; then rest=${rest#*/}; else rest=''; fi
  done
  last=${WAY_REAL[$folder]}
  while [[ ! -d ${last:-/} ]]; do last=${last%/*}; done
  WAY_SAFE[$folder]=$safe
  if [[ -z $safe ]] || ! is_one_mount "$safe" "${last:-/}"; then WAY_STOP[$folder]=${WAY_STOP[$folder]:-no-safe-folder}; fi
}

# All folders that are about to be changed in, which are mostly few and on few ways.
see_ways() {
  local folder passed=()
  for folder in "$@"; do
    if [[ -n ${WAY_REAL[${folder:-/}]-} ]]; then continue; fi
    walk "${folder:-/}"
    passed+=("${WAY[@]}")
  done
  [[ ${#passed[@]} -gt 0 ]] || return 0
  see_folders "${passed[@]}"
  for folder in "$@"; do see_way "$folder"; done
}

# What is mounted where, by the kernel's own table, which writes some characters in octal.
declare -A MOUNTS=()

see_mounts() {
  local line point table
  if [[ ${#MOUNTS[@]} -gt 0 ]]; then return; fi
  # In one go: while the table changes, a line that is read again from its middle is none.
  mapfile -t table </proc/self/mountinfo
  for line in "${table[@]+"${table[@]}"}"; do
    point=${line#* * * * }
    printf -v point '%b' "${point%% *}"
    if [[ $point == /* ]]; then MOUNTS[$point]=yes; fi
  done
}

# True where no mount begins between a folder and one below it.
is_one_mount() {
  local path=$2
  see_mounts
  while [[ -n $path && $path != "$1" ]]; do
    if [[ -n ${MOUNTS[$path]-} ]]; then return 1; fi
    path=${path%/*}
  done
}

# In HERE how to name a folder so that no other is meant: by its path, or, where another account could put a link on the way, as the folder
# that this process is in, after the kernel has said which one that is.
HERE=''

go_to() {
  local folder=${1:-/}
  see_way "$1"
  HERE=$1
  if [[ -z ${WAY_FOREIGN[$folder]} ]]; then return; fi
  [[ ${WAY_STOP[$folder]} != foreign-link ]] && cd -P -- "$folder" && [[ $(readlink /proc/self/cwd) == "${WAY_REAL[$folder]}" ]] && HERE=.
}

# A folder on the way that no plan knows is like any other of the system, not like what this program keeps for itself.
make_folder() {
  if [[ -z $1 || -d $1 ]]; then return; fi
  local above=${1%/*}
  see_way "$above"
  if [[ -z ${WAY_FOREIGN[${above:-/}]} ]]; then
    (umask 022 && mkdir -p -- "$1")
  else
    make_folder "$above" && go_to "$above" && (umask 022 && mkdir -- "$HERE/${1##*/}")
  fi
}

# --- Links in the place of a file -----------------------------------------------------------------------------------------------------

# Where a wanted file is a link, the file that it leads to is meant, and the link stays. A link that an account other than root can exchange
# is not followed, and a link in the place of a file that this program has delivered is drift.
resolve_links() {
  local i
  load_delivered
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_KIND[i]} == file && -L ${W_PATH[i]} && -z ${LAST[${W_PATH[i]}]-} ]]; then resolve_link "$i"; fi
  done
}

resolve_link() {
  local i=$1 path=${W_PATH[$1]} e j
  walk "$path"
  see_folders "${WAY[@]:0:${#WAY[@]}-1}"
  if [[ -n $LINK_AT ]] || ! is_path "$REAL" || [[ -d $REAL || -L $REAL ]]; then return; fi
  for ((j = 0; j < ${#W_PATH[@]}; j++)); do
    if [[ ${W_PATH[j]} == "$REAL" ]]; then
      if [[ ${W_FROM[i]} != edited* || ${W_FROM[j]} != edited* ]]; then return; fi
      W_KIND[i]='alias'
    fi
  done
  for ((e = 0; e < ${#E_PATH[@]}; e++)); do
    if [[ ${E_PATH[e]} == "$path" ]]; then edit_at_its_end "$e"; fi
  done
  for ((j = 0; j < ${#L_PATH[@]}; j++)); do
    if [[ ${L_PATH[j]} == "$path" ]]; then L_PATH[j]=$REAL; fi
  done
  if [[ ${W_KIND[i]} != alias ]]; then W_PATH[i]=$REAL; fi
}

# Two names of one file ask for one exchange.
edit_at_its_end() {
  local e=$1 other
  for ((other = 0; other < ${#E_PATH[@]}; other++)); do
    if [[ ${E_PATH[other]} == "$REAL" && ${E_OLD[other]} == "${E_OLD[e]}" && ${E_NEW[other]} == "${E_NEW[e]}" ]]; then
      E_PATH[e]=''
      return
    fi
  done
  E_PATH[e]=$REAL
}

say_links() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_PATH[i]} != "${W_NAME[i]}" ]]; then
      say compare ok link "${W_NAME[i]} is a link: the file ${W_PATH[i]} is changed, and the link stays"
    elif [[ ${W_KIND[i]} == alias ]]; then
      say compare ok link "${W_NAME[i]} is a link to another file of this plan, and stays"
    fi
  done
}

# --- What differs, for a person -------------------------------------------------------------------------------------------------------

# A difference for a person; of a secret only that there is one.
show_difference() {
  local i=$1 path=${W_PATH[$1]}
  case ${W_KIND[i]}-${W_CLASS[i]} in
    file-secret | file-kept) say_file "$i" secret ;;
    file-edited-in-place) show_edits "$i" ;;
    file-*)
      say_file "$i" -
      # What is neither a file nor nothing has no lines, and may have no end.
      if has_content "$i" && [[ -f $path || ! -e $path ]] && is_text "$CONTENT"; then show_lines "$i"; fi
      ;;
    link-*) say plan "${S_STATE[i]}" link "$path -> ${W_TARGET[i]}" ;;
    remove-kept) say plan remove - "$path" ;;
    remove-leftover) say plan remove - "$path" ;;
    remove-*) say plan remove own-identity "$path: it is a copy of the source's own identity; it can be put back until confirm" ;;
    *) say plan "${S_STATE[i]}" - "$path" ;;
  esac
}

# One event for a file; that it overwrites another one is more than what kind of file it is.
say_file() {
  local path=${W_PATH[$1]} state=${S_STATE[$1]}
  if is_overwritten "$1"; then
    say plan "$state" overwrites "$path: this file did not come from haplane and will be replaced; apply keeps it below $OVERWRITTEN"
  else
    say plan "$state" "$2" "$path"
  fi
}

# The secrets of a live file are not redacted: its lines are shown only where the whole file is known. No line that may hold a secret is shown.
show_lines() {
  local i=$1 line shown=() removed=0 hidden=0 known=no
  if is_known_content "$i"; then known=yes; fi
  while IFS= read -r line; do
    case $line in
      '--- '* | '+++ '* | '@@ '*) ;;
      '+'*) ;;
      '-'*) if [[ $known == no ]]; then removed=$((removed + 1)) && continue; fi ;;
      *) if [[ $known == no ]]; then continue; fi ;;
    esac
    if may_hold_secret "$line"; then hidden=$((hidden + 1)); else shown+=("$line"); fi
  done < <(difference "$i" || :)
  if [[ $hidden -gt 0 ]]; then shown+=("($hidden lines that may hold a secret are not shown)"); fi
  if [[ $removed -gt 0 ]]; then shown+=("($removed lines are removed and not shown, as they may hold secrets. To see them on $HOST: diff -u ${W_PATH[i]} $CONTENT)"); fi
  [[ ${#shown[@]} -eq 0 ]] || show "${shown[@]}"
}

# What was captured, what this program has delivered, what a distribution has put there, or nothing at all.
is_known_content() {
  local disk=${SEEN_DIGEST[${W_PATH[$1]}]-absent}
  [[ $disk == absent || $disk == "${LAST[${W_PATH[$1]}]-}" || $disk == "${W_BEFORE[$1]}" ]] ||
    { [[ ${W_BEFORE[$1]} == distribution ]] && is_of_the_distribution "${W_PATH[$1]}"; }
}

# By the words that name a secret, and by what looks like a key: a long run of base64.
readonly SECRET_WORDS='(password|passwd|passphrase|token|authorization|secret|auth_pass|credential|apikey|api[_-]key|private[ _-]?key|bearer |basic |-key-data)'
readonly LOOKS_LIKE_KEY='(^|[^A-Za-z0-9+/_.-])[A-Za-z0-9+][A-Za-z0-9+/]{39,}={0,2}([^A-Za-z0-9+/=_.-]|$)|eyJ[A-Za-z0-9_-]{10}'

# The first character of a line of a difference says what becomes of it.
may_hold_secret() { [[ ${1,,} =~ $SECRET_WORDS || ${1:1} =~ $LOOKS_LIKE_KEY || ${1:1} =~ ^[A-Za-z0-9+/]{40} ]]; }

# What is not there is as good as empty.
difference() {
  local path=${W_PATH[$1]}
  if has_edits "$path"; then
    diff -u --label "$path (now)" --label "$path (wanted)" <(cat -- "$path" 2>/dev/null) <(content_of "$1")
  else
    diff -u -N --label "$path (now)" --label "$path (wanted)" -- "$path" "$CONTENT"
  fi
}

# Up to its end there is no byte 0.
is_text() { ! IFS= read -r -d '' _ <"$1"; }

# Around the lines that change stand secrets: only these lines are shown. Of a file that comes from the source, the old line is not this host's.
show_edits() {
  local i=$1 e line about=()
  say_file "$i" edit
  for ((e = 0; e < ${#E_PATH[@]}; e++)); do
    [[ ${E_PATH[e]} == "${W_PATH[i]}" ]] || continue
    about=("+${E_NEW[e]}")
    if [[ ${W_FROM[i]} == edited* ]]; then about=("-$(present_line "$e")" "${about[@]}"); fi
    for line in "${about[@]}"; do
      if ! may_hold_secret "$line"; then show "$line"; fi
    done
  done
}

# Which of the lines that may be exchanged is there.
present_line() {
  if [[ -n ${E_EARLIER[$1]} && -f ${E_PATH[$1]} && $(count_lines "${E_EARLIER[$1]}" "${E_PATH[$1]}") -gt 0 ]]; then
    printf '%s' "${E_EARLIER[$1]}"
  else
    printf '%s' "${E_OLD[$1]}"
  fi
}

refuse_drift() {
  local i drifted=0
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${S_STATE[i]} == missing ]]; then
      refuse compare not-received "${W_PATH[i]} has to come from the source: send it there and receive it here first"
    fi
    if [[ ${S_STATE[i]} == drift ]]; then
      drifted=$((drifted + 1))
      show_difference "$i"
    fi
  done
  [[ $drifted -eq 0 || $OVERWRITE == yes ]] || refuse compare drift "$drifted files were changed on this host since: put that into topology.yaml or the originals, or give --overwrite"
}

# --- Staged and tried before anything is touched --------------------------------------------------------------------------------------

STAGE=''

# Every new content under its own path below one folder; what comes with it is proved once more on the way.
stage() {
  local i sum to
  local -A staged=()
  STAGE=$STATE/stage
  rm -rf -- "$STAGE" "$STATE/taken"
  mkdir -p "$STAGE" "$STATE/taken"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i" || [[ ${W_KIND[i]} != file ]]; then continue; fi
    to=$STAGE${W_PATH[i]}
    if [[ ${W_FROM[i]} == edited* ]]; then take_content "$i"; fi
    if ! { make_folder "${to%/*}" && content_of "$i" >"$to"; }; then refuse stage no-room "${W_PATH[i]} cannot be written below $STATE: is the disk full?"; fi
    staged[$to]=-
  done
  [[ ${#staged[@]} -gt 0 ]] || return 0
  sync_state
  while read -r sum to; do staged[$to]=$sum; done < <(sha256sum -- "${!staged[@]}")
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && [[ ${W_KIND[i]} == file ]]; then prove_staged "$i" "${staged[$STAGE${W_PATH[i]}]}"; fi
  done
}

# What is edited is read once, and what was read is judged again.
take_content() {
  local i=$1 path=${W_PATH[$1]} taken=$STATE/taken/$1
  { go_to "${path%/*}" && cp -dR -- "$HERE/${path##*/}" "$taken" && [[ -f $taken && ! -L $taken ]]; } ||
    refuse stage not-taken "$path cannot be read: it has changed in this moment, or the disk is full"
  cd /
  TAKEN[i]=$taken
  prove_edits "$path" "$taken"
}

# All that is staged or copied goes with the end of a run, however that ends.
clean_up() { rm -rf -- "$STATE/stage" "$STATE/taken" "$STATE/earlier" "$JOURNAL.new" "$COPIED"; }

prove_staged() {
  local i=$1 path=${W_PATH[$1]} sum=$2
  if has_edits "$path"; then
    find_content "$i"
    prove_staged_edit "$path" "$CONTENT" "$STAGE$path" || refuse stage bad-edit "$path: the edited file is not the old one with these lines exchanged"
  elif [[ ${W_SUM[i]} != - && $sum != "${W_SUM[i]}" ]]; then
    refuse stage not-as-sent "$path did not arrive as it was sent: bring it here again"
  fi
  W_SUM[i]=$sum
  prove_writable "$path"
}

# Who wrote it does not judge it: other tools count the lines, compare all others, and weigh the whole.
prove_staged_edit() {
  local path=$1 from=$2 to=$3 i old found others=() size gone
  size=$(wc -c <"$from")
  for ((i = 0; i < ${#E_PATH[@]}; i++)); do
    [[ ${E_PATH[i]} == "$path" ]] || continue
    gone=0
    others+=(-e "${E_NEW[i]}" -e "${E_NEW[i]}"$'\r')
    for old in "${E_OLD[i]}" "${E_EARLIER[i]}"; do
      [[ -n $old ]] || continue
      found=$(whole_lines "$old" "$from")
      gone=$((gone + found)) size=$((size + found * (${#E_NEW[i]} - ${#old})))
      others+=(-e "$old" -e "$old"$'\r')
    done
    [[ $(whole_lines "${E_NEW[i]}" "$to") -eq $(($(whole_lines "${E_NEW[i]}" "$from") + gone)) ]] || return 1
  done
  [[ $(wc -c <"$to") -eq $size ]] && cmp -s <(grep -avxF "${others[@]}" -- "$from") <(grep -avxF "${others[@]}" -- "$to")
}

whole_lines() { grep -acxF -e "$1" -e "$1"$'\r' -- "$2" || :; }

# A file system that is read-only refuses here, and not half way.
prove_writable() {
  local folder=${1%/*}
  while [[ ! -d ${folder:-/} ]]; do folder=${folder%/*}; done
  [[ -w ${folder:-/} ]] || refuse stage read-only "${folder:-/} cannot be written: is it immutable (lsattr -d), or on a read-only file system?"
}

# Older coreutils know no sync of single files; they sync everything, which is as good and slower.
sync_files() { sync -- "$@" 2>/dev/null 9>&- || sync 9>&-; }

# The whole file system of the journal, in one go.
sync_state() { sync -f -- "$STATE" 2>/dev/null 9>&- || sync 9>&-; }

validate() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i" || [[ ${W_KIND[i]} != file ]]; then continue; fi
    case ${W_NAME[i]} in
      /etc/nginx/nginx.conf | /etc/nginx/kube-nginx.conf) validate_nginx "${W_PATH[i]}" ;;
      */systemd/system/*.service) validate_unit "${W_PATH[i]}" ;;
    esac
  done
}

validate_nginx() {
  local said code=0
  command -v nginx >/dev/null || refuse validate nginx-missing "nginx is not installed here: install it with its stream module, and do not start it"
  said=$(within "$LIMIT_OF_A_TRIAL" nginx -t -c "$STAGE$1" 2>&1) || code=$?
  if is_timed_out "$code"; then refuse validate timed-out "nginx -t did not end within $LIMIT_OF_A_TRIAL s with $1"; fi
  [[ $code -eq 0 ]] || refuse validate nginx-invalid "$(first_fault "$said" "$1")"
}

first_fault() {
  local line
  while IFS= read -r line; do
    case $line in *emerg* | *error*) break ;; esac
  done <<<"$1"
  printf '%s: %s' "$2" "${line//$STAGE/}"
}

# systemd-analyze ends well with unknown keys and with files that are not there: whatever it says is a fault, but for programs that come
# with the unit.
validate_unit() {
  local line said
  said=$(verify_unit "$STAGE$1") || :
  while IFS= read -r line; do
    if [[ -z $line ]] || is_about_something_else "$line" "$1"; then continue; fi
    refuse validate unit-invalid "$1: ${line//$STAGE/}"
  done <<<"$said"
  prove_environment "$1"
}

verify_unit() {
  local said code=0
  said=$(within "$LIMIT_OF_A_TRIAL" systemd-analyze verify --man=no "$1" 2>&1) || code=$?
  case $said in *"unrecognized option"*) code=0 && said=$(within "$LIMIT_OF_A_TRIAL" systemd-analyze verify --no-man "$1" 2>&1) || code=$? ;; esac
  if is_timed_out "$code"; then said="systemd-analyze verify ${1##*/} did not end within $LIMIT_OF_A_TRIAL s"; fi
  printf '%s' "$said"
}

# It looks at every unit that this one pulls in, and says things of them, too.
is_about_something_else() {
  local program
  [[ $1 == *"${2##*/}"* ]] || return 0
  [[ $1 == *"is not executable: No such file or directory"* ]] || return 1
  program=${1#*Command }
  program=${program%% is not executable*}
  [[ -f $STAGE$program ]]
}

prove_environment() {
  local line file
  while IFS= read -r line; do
    [[ $line == EnvironmentFile=* ]] || continue
    file=${line#EnvironmentFile=}
    [[ $file == -* || -f $file || -f $STAGE$file ]] || refuse validate no-environment-file "$1 names the EnvironmentFile $file, which is not there and does not come"
  done <"$STAGE$1"
}

# --- What prevents a change -----------------------------------------------------------------------------------------------------------

# Why a change cannot be made as it is meant, for all that is found before anything is touched: a code, and what to do.
OBSTACLE='' OBSTACLE_TEXT=''
# By path, how many names a file has; by name of an account or a group with "user " or "group " before it, whether this host knows it.
declare -A NAMES_OF=() KNOWN_ACCOUNT=()

look_for_obstacles() {
  local i count path ways=() files=()
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i"; then continue; fi
    path=${W_PATH[i]}
    ways+=("${path%/*}")
    if [[ -f $path && ! -L $path ]]; then files+=("$path"); fi
  done
  see_mounts
  see_ways "${ways[@]+"${ways[@]}"}"
  NAMES_OF=()
  [[ ${#files[@]} -gt 0 ]] || return 0
  while read -r count path; do NAMES_OF[$path]=$count; done < <(stat -c '%h %n' -- "${files[@]}")
}

refuse_obstacles() {
  local i
  look_for_obstacles
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && has_obstacle "$i"; then refuse validate "$OBSTACLE" "$OBSTACLE_TEXT"; fi
  done
}

# For who only looks, as a result of that step.
show_obstacles() {
  local i
  look_for_obstacles
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && has_obstacle "$i"; then say "$1" refused "$OBSTACLE" "$OBSTACLE_TEXT"; fi
  done
}

has_obstacle() { is_way_barred "$1" || is_target_barred "$1" || is_owner_unknown "$1"; }

because_of() {
  OBSTACLE=$1 OBSTACLE_TEXT=$2
}

is_way_barred() {
  local path=${W_PATH[$1]} folder ask
  folder=${path%/*}
  folder=${folder:-/} ask=${WAY_ASK[${folder:-/}]}
  case ${WAY_STOP[$folder]} in
    foreign-link) because_of foreign-link "$path: there is a link on the way, and an account other than root can change where it leads: use the path without links" ;;
    no-safe-folder) because_of no-safe-folder "$path: its file system has no folder that only root can change, and a new file cannot be made safely: chown root and chmod go-w ${WAY_FOREIGN[$folder]:-$folder}" ;;
    *)
      # The delivery that is rolled back was allowed to write there.
      [[ -n $ask && $ALLOWS_FOREIGN == no && ${W_CLASS[$1]} != kept ]] || return 1
      # A new folder holds nothing yet, and distributions let a group write below /var/log.
      if [[ ${W_KIND[$1]} == directory && ${FOLDER_NUMBERS[$ask]} == 0:* ]]; then return 1; fi
      because_of foreign-folder "$path: an account other than root can change $ask (${FOLDER_OWNER[$ask]}, mode ${FOLDER_MODE[$ask]}) and so exchange the file: chown root and chmod go-w that folder, or pass --allow-foreign-folders"
      ;;
  esac
}

# What a rename cannot exchange, and what it would tear apart.
is_target_barred() {
  local path=${W_PATH[$1]} folder real
  if [[ ${W_KIND[$1]} == directory || ${W_SUM[$1]} == directory ]]; then return 1; fi
  folder=${path%/*}
  real=${WAY_REAL[${folder:-/}]%/}/${path##*/}
  if [[ -n ${MOUNTS[$real]-} ]]; then
    because_of mount-point "$path is a mount of its own and cannot be exchanged: umount it, or change the file that is mounted there"
  elif [[ -e $path && ! -L $path && ! -f $path ]]; then
    because_of not-a-file "$path is neither a file nor a link: remove it, or move it away"
  elif [[ -f $path && ! -L $path && ! -w $path && -w ${folder:-/} ]]; then
    because_of immutable "$path cannot be written, even by root: look with lsattr, and allow it with chattr -i"
  elif [[ ${NAMES_OF[$path]-1} -ne 1 ]]; then
    because_of hard-link "$path has ${NAMES_OF[$path]} names (hard links), and the others would keep the old content: find them with find -xdev -samefile, and make it a file of its own (cp -p it, and mv it back)"
  else
    return 1
  fi
}

is_owner_unknown() {
  local owner=${W_OWNER[$1]}
  if [[ $owner == - ]]; then return 1; fi
  is_known_account passwd "${owner%%:*}" && is_known_account group "${owner#*:}" && return 1
  because_of unknown-owner "${W_PATH[$1]} is to belong to $owner, which this host does not know: make that user and group first"
}

is_known_account() {
  if [[ $2 == root || $2 =~ ^[0-9]{1,10}$ ]]; then return; fi
  if [[ -z ${KNOWN_ACCOUNT[$1 $2]-} ]]; then
    if getent "$1" -- "$2" >/dev/null; then KNOWN_ACCOUNT[$1 $2]=yes; else KNOWN_ACCOUNT[$1 $2]=no; fi
  fi
  [[ ${KNOWN_ACCOUNT[$1 $2]} == yes ]]
}

# --- What it takes to go back ---------------------------------------------------------------------------------------------------------

# The journal is complete and on the disk before anything is touched: state, changes and what was there before, units and how they ran.
write_journal() {
  local fresh=$JOURNAL.new i
  rm -rf -- "$fresh"
  choose_private_name || return 1
  mkdir -p "$fresh/before" && printf '%s\n' "$1" >"$fresh/kind" && : >"$fresh/changes" || return 1
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then keep_before "$fresh" "$i" || return 1; fi
  done
  keep_units "$fresh" || return 1
  cp -- "$PLAN" "$fresh/plan" || return 1
  digest_of "$DIR/SHA256SUMS" >"$fresh/result" || return 1
  look_at_process "$$" && printf '%s-%s\n' "$$" "$START" >"$fresh/engine" || return 1
  : >"$fresh/delivered.before" || return 1
  if [[ -f $DELIVERED ]]; then cp -p -- "$DELIVERED" "$fresh/delivered.before" || return 1; fi
  records_of_delivery "$1" >"$fresh/delivered.after" && mkdir -p "$HISTORY" || return 1
  printf 'begun\n' >"$fresh/state" && cp -- "$ENGINE" "$ENGINE_COPY.new" && mv -T -- "$ENGINE_COPY.new" "$ENGINE_COPY" || return 1
  sync_state && mv -T -- "$fresh" "$JOURNAL" && forget_put_back && sync_state
}

# To keep a delivery needs no room on the disk: what will be noted of it is written now.
records_of_delivery() {
  case $1 in
    rollback*) cat -- "$(first_after "${1#rollback }")/delivered.before" ;;
    *) records_after ;;
  esac
}

# A line a change: its number, what was there (file, link, directory, absent), mode, owner, the digest afterwards, the path; then, for a
# link, its target; and the folder of root's in which the exchange is made. The number names the copy of a file. Owners are numbers: not
# every one has a name here.
keep_before() {
  local fresh=$1 i=$2 path=${W_PATH[$2]} there was=absent mode=- owner=- target=- becomes=${W_KIND[$2]} witness=''
  if [[ -d ${path%/*}/ ]]; then
    go_to "${path%/*}" || return 1
    there=$HERE/${path##*/}
    if [[ -L $there ]]; then
      was=link target=$(readlink -- "$there")
    elif [[ -d $there ]]; then
      was=directory witness=$there
    elif [[ -e $there ]]; then
      was='file' witness=$fresh/before/$i
      keep_image "$there" "$witness" ||
        refuse journal not-kept "$path could not be kept below $STATE with its ACL and attributes: is the disk full, or does its file system know no extended attributes?"
      keep_overwritten "$fresh" "$i" && keep_what_undoes "$fresh" "$i" || return 1
    fi
  fi
  case $becomes in
    file) becomes=${W_SUM[i]} ;;
    remove) becomes=absent ;;
  esac
  if [[ -n $witness ]]; then read -r mode owner < <(stat -c '%a %u:%g' -- "$witness") || return 1; fi
  cd /
  keep_missing_folders "$fresh" "${path%/*}" || return 1
  private_of "$path"
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$i" "$was" "$mode" "$owner" "$becomes" "$path" "$target" "$PRIVATE" >>"$fresh/changes"
}

# With all that belongs to a file: ACL, extended attributes, capabilities. What is no file by now is not followed.
keep_image() {
  cp -dR --preserve=mode,ownership,timestamps,xattr -- "$1" "$2" && [[ -f $2 && ! -L $2 ]]
}

# The folders on the way that are not there yet go again when the file does.
keep_missing_folders() {
  local fresh=$1 folder=$2 missing=()
  while [[ -n $folder && ! -e $folder ]]; do
    missing=("$folder" "${missing[@]+"${missing[@]}"}")
    folder=${folder%/*}
  done
  for folder in "${missing[@]+"${missing[@]}"}"; do
    if grep -qF -- $'\t'"$folder"$'\t' "$fresh/changes"; then continue; fi
    printf -- '-\tabsent\t-\t-\tdirectory\t%s\t-\t-\n' "$folder" >>"$fresh/changes" || return 1
  done
}

# A line a unit: whether it ran and whether it started at boot. Where systemd does not say, there is no way back to be written down.
keep_units() {
  local unit ran boot
  : >"$1/units" || return 1
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    ran=$(run_state "$unit") && boot=$(boot_state "$unit") || return 1
    printf '%s\t%s\t%s\n' "$unit" "$ran" "$boot" >>"$1/units" || return 1
  done
}

set_state() {
  printf '%s\n' "$1" >"$JOURNAL/state.new" && sync_files "$JOURNAL/state.new" && mv -T -- "$JOURNAL/state.new" "$JOURNAL/state" && sync_files "$JOURNAL"
}

journal_state() { if [[ -f $JOURNAL/state ]]; then cat "$JOURNAL/state"; else printf none; fi; }

# A folder is there or not, and never half of it.
remove_at_once() {
  rm -rf -- "$LEFTOVER"
  mv -T -- "$1" "$LEFTOVER" && sync_state && rm -rf -- "$LEFTOVER"
}

# The journal of what was put back stays as its name alone: whoever comes to confirm is told.
note_put_back() {
  rm -rf -- "$PUT_BACK_LAST"
  mv -T -- "$JOURNAL" "$PUT_BACK_LAST" && touch -- "$PUT_BACK_LAST" && rm -rf -- "${PUT_BACK_LAST:?}"/*
}

forget_put_back() { rm -rf -- "$PUT_BACK_LAST"; }

# What could not be put back stays, also beside an earlier one.
set_aside() {
  choose_aside
  mv -T -- "$JOURNAL" "$ASIDE" && FAILED_JOURNAL=$ASIDE
}

# Where a journal goes that could not be put back.
ASIDE=''
choose_aside() {
  local number=1
  while [[ -e $STATE/failed-$number ]]; do number=$((number + 1)); done
  ASIDE=$STATE/failed-$number
}

# A dead man's hand: what is not confirmed in time goes back by itself, also after a reboot. One timer watches over the delivery, another one
# over the time after it, so that there is one at every moment. Each tries again until it is taken away, which happens with the journal.
readonly SECONDS_TO_NEXT_TRY=60

arm() {
  local timer=$1 seconds=$2
  set_timer "$timer" "$seconds" || { make_way_for "$timer" && set_timer "$timer" "$seconds"; } || return 1
  write_recover_unit
}

# The timer of an earlier delivery, and its try if that waits for the lock, which this process holds.
make_way_for() {
  within "$LIMIT_OF_A_QUESTION" systemctl stop "$1.service" 2>/dev/null || :
  disarm "$1"
}

# Refused where there is one of that name already, or one that has failed. A try has a limit, too: the next one comes when it is over.
set_timer() {
  local delivery=()
  if [[ -f $JOURNAL/engine ]]; then delivery=(--delivery "$(<"$JOURNAL/engine")"); fi
  within "$LIMIT_OF_A_QUESTION" systemd-run --unit="$1" --on-active="$2" --on-unit-inactive="$SECONDS_TO_NEXT_TRY" --timer-property=AccuracySec=1s \
    /usr/bin/timeout --kill-after=30 "$((LONGEST_WAIT + $(longest_return)))" /bin/bash "$ENGINE_COPY" recover --host "$HOST" "${delivery[@]+"${delivery[@]}"}" >/dev/null 2>&1
}

# Seconds: for each unit a stop, a start and what systemd is asked, and the files.
longest_return() {
  local units=()
  if [[ -f $JOURNAL/units ]]; then mapfile -t units <"$JOURNAL/units"; fi
  printf '%s' "$(((2 * LIMIT_OF_A_SERVICE + 8 * LIMIT_OF_A_QUESTION) * ${#units[@]} + LIMIT_OF_FILES + LIMIT_OF_A_RELOAD))"
}

# It is for the next boot, which reads everything anew: to read it now would cost a host more than all files of a delivery.
write_recover_unit() {
  local text
  text="[Unit]
Description=Put back a delivery of haplane that nobody confirmed
ConditionPathExists=$JOURNAL/state
After=local-fs.target
Before=multi-user.target ${SCOPE[*]-} ${UNITS[*]-}

[Service]
Type=oneshot
TimeoutStartSec=$LIMIT_OF_FILES
ExecStart=/bin/bash $ENGINE_COPY recover --boot --host $HOST

[Install]
WantedBy=multi-user.target"
  if [[ -f $RECOVER_UNIT && $(cat "$RECOVER_UNIT") == "$text" && $(boot_state "${RECOVER_UNIT##*/}") == enabled ]]; then return 0; fi
  printf '%s\n' "$text" >"$RECOVER_UNIT.new" && chmod 644 "$RECOVER_UNIT.new" && sync_files "$RECOVER_UNIT.new" &&
    mv -T -- "$RECOVER_UNIT.new" "$RECOVER_UNIT" &&
    within "$LIMIT_OF_A_QUESTION" systemctl enable --quiet --no-reload "${RECOVER_UNIT##*/}" 2>/dev/null && sync_files "${RECOVER_UNIT%/*}" &&
    sync_files "${RECOVER_UNIT%/*}/multi-user.target.wants"
}

# A timer that is not there need not be stopped, and one that ran may have failed.
disarm() {
  within "$LIMIT_OF_A_QUESTION" systemctl stop "${@/%/.timer}" 2>/dev/null || :
  within "$LIMIT_OF_A_QUESTION" systemctl reset-failed "${@/%/.timer}" "${@/%/.service}" 2>/dev/null || :
}

# --- What must not stay ---------------------------------------------------------------------------------------------------------------

# The old content of a secret goes when the delivery is confirmed. What is left then to undo it is, at most, a few lines that hold none.
keep_what_undoes() {
  local fresh=$1 i=$2 image=$1/before/$2
  if [[ $KEEPS_SECRETS == yes ]] || ! is_secret "$i" "$image"; then return; fi
  printf '%s\t%s\n' "$i" "$(digest_of "$image")" >>"$fresh/secrets" || return 1
  if [[ ${W_CLASS[i]} != edited-in-place ]]; then return; fi
  old_lines "${W_PATH[i]}" "$image" "$STAGE${W_PATH[i]}" >"$image.lines" || rm -f -- "$image.lines"
}

# By its class in the plan; of what is taken away, by who may read it and by what is in it.
is_secret() {
  case ${W_CLASS[$1]} in
    secret | edited-in-place) return 0 ;;
    leftover | never-copied) [[ $((8#$(stat -c %a -- "$2") & 8#77)) -eq 0 ]] || grep -qa -e '-----BEGIN .*PRIVATE KEY' -- "$2" ;;
    *) return 1 ;;
  esac
}

# The number and the old form of each line that another one replaces. False where the files differ in more than lines that are no secret.
old_lines() {
  local path=$1 old new number=0
  while IFS= read -r old <&4 || [[ -n $old ]]; do
    IFS= read -r new <&5 || [[ -n $new ]] || return 1
    number=$((number + 1))
    if [[ $old == "$new" ]]; then continue; fi
    is_open_line "$path" "${old%$'\r'}" || return 1
    printf '%s\t%s\n' "$number" "$old" || return 1
  done 4<"$2" 5<"$3"
}

readonly SERVER_LINE='^[ -]*server: https?://[A-Za-z0-9.:-]+/?$'

# A line that the plan shows, or the address of an API server.
is_open_line() {
  local e
  if [[ ${2//[][]/} =~ $SERVER_LINE ]]; then return; fi
  for ((e = 0; e < ${#E_PATH[@]}; e++)); do
    if [[ ${E_PATH[e]} == "$1" && ($2 == "${E_OLD[e]}" || $2 == "${E_NEW[e]}" || $2 == "${E_EARLIER[e]}") ]]; then return; fi
  done
  return 1
}

# A file with these lines as they were, on stdout.
with_old_lines() {
  local number old line at=0
  local -A formerly=()
  while IFS=$'\t' read -r number old; do formerly[$number]=$old; done <"$2"
  while IFS= read -r line || { [[ -n $line ]] && number=last; }; do
    at=$((at + 1))
    printf '%s' "${formerly[$at]-$line}"
    [[ $number == last ]] || printf '\n'
  done <"$1"
}

drop_secrets() {
  local number
  [[ -f $1/secrets ]] || return 0
  while IFS=$'\t' read -r number _; do rm -f -- "$1/before/$number" || return 1; done <"$1/secrets"
}

# What was not haplane's is kept until a person removes it; both names are one file as long as the delivery is kept.
keep_overwritten() {
  local fresh=$1 i=$2 copy
  if ! is_overwritten "$i"; then return; fi
  copy=$OVERWRITTEN/$PRIVATE_TIME${W_PATH[i]}
  mkdir -p -- "${copy%/*}" && ln -f -- "$fresh/before/$i" "$copy" && printf '%s\t%s\n' "$i" "$copy" >>"$fresh/overwritten" || return 1
  say journal ok overwritten "${W_PATH[i]}: what was there is kept as $copy; remove it when nothing needs it"
}

# The file is in its place again.
drop_overwritten() {
  local copy
  [[ -f $1/overwritten ]] || return 0
  while IFS=$'\t' read -r _ copy; do
    rm -f -- "$copy" && rmdir -p --ignore-fail-on-non-empty -- "${copy%/*}"
  done <"$1/overwritten"
  return 0
}

# In IMAGE the content that a file had before a kept delivery. Where that went with a secret, the lines are put back, delivery by delivery
# from the newest one, and the digest proves that this is it.
IMAGE=''

find_image() {
  local base=$1 path=$2 number=$3 entry i entries=("$HISTORY"/[0-9]*) digest=''
  IMAGE=$path
  for ((i = ${#entries[@]} - 1; i >= 0; i--)); do
    entry=${entries[i]}
    if [[ ! -f $entry/changes || $((10#${entry##*/})) -lt $((10#${base##*/})) ]]; then continue; fi
    step_back "$entry" "$path" || return 1
  done
  if [[ -f $base/secrets ]]; then digest=$(sed -n "s/^$number\t//p" "$base/secrets"); fi
  [[ -z $digest || $(digest_of "$IMAGE") == "$digest" ]]
}

step_back() {
  local entry=$1 path=$2 number was at copy='' earlier=$STATE/earlier
  while IFS=$'\t' read -r number was _ _ _ at _; do
    if [[ $at != "$path" || $was != file ]]; then continue; fi
    if [[ -f $entry/overwritten ]]; then copy=$(sed -n "s/^$number\t//p" "$entry/overwritten"); fi
    if [[ -f $entry/before/$number ]]; then
      IMAGE=$entry/before/$number
    elif [[ -n $copy && -f $copy ]]; then
      IMAGE=$copy
    elif [[ -f $entry/before/$number.lines && -f $IMAGE ]]; then
      mkdir -p -- "$earlier" && with_old_lines "$IMAGE" "$entry/before/$number.lines" >"$earlier/${entry##*/}-$number" || return 1
      IMAGE=$earlier/${entry##*/}-$number
    else
      return 1
    fi
  done <"$entry/changes"
}

# --- Each file at once and whole ------------------------------------------------------------------------------------------------------

# Exchanges are made in a folder that only root can enter, in a folder that only root can change, on the same mount: nothing that another
# account does there can meet them. Its name cannot be guessed, and the journal knows it. It holds new-N, the new file or link of the change
# N, and old-N, a second name of the old file.
PRIVATE_NAME='' PRIVATE_TIME=''

choose_private_name() {
  local word
  word=$(od -An -N12 -tx1 /dev/urandom) || return 1
  PRIVATE_NAME=.haplane-${word//[^0-9a-f]/}
  PRIVATE_TIME=$(date -u +%Y%m%dT%H%M%SZ)
}

# In PRIVATE the folder in which a file is exchanged.
PRIVATE=''

private_of() {
  local folder=${1%/*}
  PRIVATE=${WAY_SAFE[${folder:-/}]%/}/$PRIVATE_NAME
}

make_private() { [[ -d $1 ]] || mkdir -m 700 -- "$1"; }

is_private() { [[ $1 =~ /\.haplane-[0-9a-f]{24}$ ]]; }

# The new file in the private folder, with everything of the old one but its content; then mode and owner as they are wanted. To write and to
# chown take capabilities away, so attributes come last. What a rollback restores has its own.
write_new() {
  local i=$1 new=$2 old=$3
  find_content "$i"
  if [[ ${W_CLASS[i]} == kept && $CONTENT != "$STATE/earlier/"* ]]; then old=$CONTENT; fi
  if [[ ! -f $old || -L $old ]]; then
    install -m "${W_MODE[i]}" -o "${W_OWNER[i]%:*}" -g "${W_OWNER[i]#*:}" -- "$STAGE${W_PATH[i]}" "$new" && label "$new" "${W_PATH[i]}"
    return
  fi
  cp -- "$STAGE${W_PATH[i]}" "$new" && cp --attributes-only --preserve=mode,ownership,xattr -- "$old" "$new" || return 1
  if [[ $old != "$CONTENT" ]] && ! has_right_mode "$i"; then
    chown -h -- "${W_OWNER[i]}" "$new" && chmod -- "${W_MODE[i]}" "$new" && cp --attributes-only --preserve=xattr -- "$old" "$new" || return 1
  fi
  label "$new" "${W_PATH[i]}"
}

# SELinux, where it is on, decides by the label whether a service may read a file.
label() {
  command -v selinuxenabled >/dev/null && selinuxenabled || return 0
  if [[ -e $2 ]]; then chcon --reference="$2" -- "$1"; else chcon -- "$(matchpathcon -n "$2")" "$1"; fi || :
}

# The old file keeps a second name until the delivery is confirmed: to go back needs no room on the disk.
keep_old_name() {
  if [[ -f $1 && ! -L $1 ]]; then ln -P -- "$1" "$2" 2>/dev/null || :; fi
}

# Everything new lies on the disk, beside what it replaces, before the first name is exchanged.
swap() {
  local i path touched=()
  each_change prepare && prove_prepared && each_change put_in_place || return 1
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    path=${W_PATH[i]}
    if is_changed "$i" && [[ -d ${path%/*} && " ${touched[*]-} " != *" ${path%/*} "* ]]; then touched+=("${path%/*}"); fi
  done
  [[ ${#touched[@]} -eq 0 ]] || sync_files "${touched[@]}"
}

each_change() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i"; then continue; fi
    { is_uninterrupted && "$1" "$i"; } || {
      say swap failed - "${W_PATH[i]}"
      return 1
    }
  done
}

prepare() {
  local i=$1 path=${W_PATH[$1]} folder=${W_PATH[$1]%/*} private there
  private_of "$path"
  private=$PRIVATE
  make_folder "$folder" && go_to "$folder" && make_private "$private" || return 1
  there=$HERE/${path##*/}
  case ${W_KIND[i]} in
    directory) put_folder "$private/new-$i" "$there" "$i" || return 1 ;;
    # A folder holds the old names until the end.
    remove) [[ ${W_SUM[i]} == directory ]] || keep_old_name "$there" "$private/old-$i" ;;
    file)
      keep_old_name "$there" "$private/old-$i"
      if [[ -f $private/old-$i ]]; then there=$private/old-$i; fi
      write_new "$i" "$private/new-$i" "$there" || return 1
      ;;
  esac
  cd /
}

put_folder() {
  rebuild_folder "$1" "$2" "${W_MODE[$3]}" "${W_OWNER[$3]}" "${W_PATH[$3]}" || return 1
  if [[ ${W_OWNER[$3]} =~ ^(root|0):(root|0)$ && $((8#${W_MODE[$3]} & 8#22)) -eq 0 ]]; then return; fi
  foreign_from_now_on "${W_PATH[$3]}"
}

# As soon as another account has the folder, it can change the way to what is below it.
foreign_from_now_on() {
  local folder real
  see_way "${1%/*}"
  real=${1%/*}
  real=${WAY_REAL[${real:-/}]%/}/${1##*/}
  for folder in "${!WAY_REAL[@]}"; do
    if [[ ${WAY_REAL[$folder]}/ == "$real"/* ]]; then WAY_FOREIGN[$folder]=${WAY_FOREIGN[$folder]:-$real}; fi
  done
}

prove_prepared() {
  local i sum path
  local -A expected=()
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i" || [[ ${W_KIND[i]} != file ]]; then continue; fi
    private_of "${W_PATH[i]}"
    expected[$PRIVATE/new-$i]=${W_SUM[i]}
  done
  [[ ${#expected[@]} -gt 0 ]] || return 0
  sync_files "${!expected[@]}"
  while read -r sum path; do
    if [[ $sum == "${expected[$path]}" ]]; then unset "expected[$path]"; fi
  done < <(sha256sum -- "${!expected[@]}")
  [[ ${#expected[@]} -eq 0 ]] || {
    say swap failed not-as-meant "what was written is not what was meant: ${!expected[*]}"
    return 1
  }
}

put_in_place() {
  local i=$1 path=${W_PATH[$1]} there
  private_of "$path"
  go_to "${path%/*}" || return 1
  there=$HERE/${path##*/}
  case ${W_KIND[i]} in
    link) put_link "${W_TARGET[i]}" "$there" "$PRIVATE/new-$i" || return 1 ;;
    remove) [[ ${W_SUM[i]} == directory ]] || rm -f -- "$there" || return 1 ;;
    file) mv -T -- "$PRIVATE/new-$i" "$there" || return 1 ;;
  esac
  cd /
  say swap changed - "$path"
}

# A folder that holds something of somebody else by now stays.
remove_folder() {
  [[ -d $1 && -z $(ls -A -- "$1") ]] || return 0
  rmdir -- "$1"
}

put_link() {
  rm -f -- "$3" && ln -sn -- "$1" "$3" && mv -T -- "$3" "$2"
}

# Every change of the journal as it was before; true where all of them are.
unswap() {
  local number was mode owner path target private failed=0 ways=()
  while IFS=$'\t' read -r _ _ _ _ _ path _; do ways+=("${path%/*}"); done <"$JOURNAL/changes"
  see_ways "${ways[@]+"${ways[@]}"}"
  choose_aside
  while IFS=$'\t' read -r number was mode owner _ path target private; do
    unswap_one "$number" "$was" "$mode" "$owner" "$path" "$target" "$private" || {
      cd /
      say revert failed not-put-back "$path: put it back by hand; a file is kept as $ASIDE/before/$number"
      failed=1
    }
    cd /
  done < <(reversed "$JOURNAL/changes")
  sync_touched "$JOURNAL"
  [[ $failed -ne 0 ]] || drop_private "$JOURNAL" || failed=1
  sync_state
  return "$failed"
}

# Folders come before what lies in them, so they go after it.
reversed() {
  local line lines=() i
  while IFS= read -r line; do lines+=("$line"); done <"$1"
  for ((i = ${#lines[@]} - 1; i >= 0; i--)); do printf '%s\n' "${lines[i]}"; done
}

unswap_one() {
  local number=$1 was=$2 mode=$3 owner=$4 path=$5 target=$6 private=$7 there old
  if [[ $was == absent && ! -d ${path%/*}/ ]]; then return; fi
  make_folder "${path%/*}" && go_to "${path%/*}" || return 1
  there=$HERE/${path##*/} old=$private/old-$number
  case $was in
    file)
      # Interrupted before the exchange, both names are one file, which mv refuses.
      if [[ $old -ef $there ]]; then rm -f -- "$old"; fi
      if [[ -f $old && ! -L $old ]] && cmp -s -- "$JOURNAL/before/$number" "$old"; then
        mv -T -- "$old" "$there"
      else
        is_as_before "$number" "$there" "$mode" "$owner" || put_image "$number" "$path" "$there" "$private"
      fi
      ;;
    link) make_private "$private" && put_link "$target" "$there" "$private/new-$number" ;;
    directory) [[ -d $there ]] || { make_private "$private" && rebuild_folder "$private/new-$number" "$there" "$mode" "$owner" "$path"; } ;;
    absent) if [[ -d $there && ! -L $there ]]; then remove_folder "$there"; else rm -f -- "$there"; fi ;;
  esac
}

# The copy has all that the old file had.
put_image() {
  local number=$1 path=$2 there=$3 private=$4
  make_private "$private" && rm -f -- "$private/new-$number" && keep_image "$JOURNAL/before/$number" "$private/new-$number" || return 1
  label "$private/new-$number" "$path"
  sync_files "$private/new-$number" && mv -T -- "$private/new-$number" "$there"
}

rebuild_folder() {
  mkdir -m 700 -- "$1" && chown -h -- "$4" "$1" && chmod -- "$3" "$1" && label "$1" "$5" && mv -T -- "$1" "$2"
}

is_as_before() { [[ ! -L $2 ]] && cmp -s -- "$JOURNAL/before/$1" "$2" && has_mode "$2" "$3" "$4"; }

has_mode() {
  local mode owner
  read -r mode owner < <(stat -c '%a %u:%g' -- "$1") && [[ $((8#$mode)) -eq $((8#$2)) && $owner == "$3" ]]
}

# The folders in which names were exchanged or have gone.
sync_touched() {
  local path folder
  local -A synced=()
  while IFS=$'\t' read -r _ _ _ _ _ path _; do
    folder=${path%/*}
    while [[ -n $folder && ! -d $folder ]]; do folder=${folder%/*}; done
    synced[${folder:-/}]=yes
  done <"$1/changes"
  [[ ${#synced[@]} -eq 0 ]] || sync_files "${!synced[@]}"
}

# Old and new names that no journal needs any longer.
drop_private() {
  local private
  local -A privates=()
  while IFS=$'\t' read -r _ _ _ _ _ _ _ private; do
    if is_private "${private-}"; then privates[$private]=yes; fi
  done <"$1/changes"
  [[ ${#privates[@]} -eq 0 ]] || rm -rf -- "${!privates[@]}"
}

# What goes for good when there is no way back any more.
drop_old_names() {
  local was after path made=()
  drop_private "$1" || return 1
  while IFS=$'\t' read -r _ was _ _ after path _; do
    if [[ $was == directory && $after == absent ]]; then made+=("$path"); fi
  done <"$1/changes"
  for path in "${made[@]+"${made[@]}"}"; do remove_folder "$path" || return 1; done
}

# Enable and disable write to folders that nothing else brings to the disk.
sync_boot() {
  local folder boot=()
  for folder in /etc/systemd/system /etc/systemd/system/*.wants /etc/systemd/system/*.requires; do
    if [[ -d $folder ]]; then boot+=("$folder"); fi
  done
  [[ ${#boot[@]} -eq 0 ]] || sync_files "${boot[@]}"
}

# --- What systemd says ------------------------------------------------------------------------------------------------------------------

# systemctl, where it only asks or makes links.
ask_systemd() { within "$LIMIT_OF_A_QUESTION" systemctl "$@" 2>/dev/null; }

# A host whose systemd is silent is not touched: nothing could be started there, and nothing rolled back.
prove_systemd_answers() {
  local code=0
  ask_systemd show -p Version >/dev/null || code=$?
  refuse_silence "$code"
}

refuse_silence() {
  if is_timed_out "$1"; then refuse service timed-out "systemctl show did not end within $LIMIT_OF_A_QUESTION s: systemd does not answer here"; fi
}

# What systemd says of the units, asked once for all of them where nothing is changed in between; what is not here is asked each time.
declare -A SEEN_UNIT=()

look_at_units() {
  local line said i=0 boots code=0
  [[ ${#SCOPE[@]} -gt 0 ]] || return 0
  said=$(ask_systemd show -p LoadState -p ActiveState -p MainPID -p ExecMainStartTimestamp -p ExecMainStartTimestampMonotonic -- "${SCOPE[@]}") || code=$?
  refuse_silence "$code"
  while IFS= read -r line; do
    if [[ -z $line ]]; then i=$((i + 1)); else SEEN_UNIT[${SCOPE[i]}:${line%%=*}]=${line#*=}; fi
  done <<<"$said"
  # A unit that is not there has no line.
  mapfile -t boots < <(ask_systemd is-enabled -- "${SCOPE[@]}")
  if [[ ${#boots[@]} -ne ${#SCOPE[@]} ]]; then return; fi
  for ((i = 0; i < ${#SCOPE[@]}; i++)); do SEEN_UNIT[${SCOPE[i]}:boot]=$(boot_state_named "${boots[i]}"); done
}

# Whether it starts at boot, by the word of systemctl(1) for it ("is-enabled").
boot_state_named() {
  case $1 in
    enabled | enabled-runtime | static | alias | indirect | generated | transient) printf enabled ;;
    *) printf disabled ;;
  esac
}

property() {
  local line
  if [[ -n ${SEEN_UNIT[$1:$2]+set} ]]; then
    printf '%s' "${SEEN_UNIT[$1:$2]}"
    return
  fi
  line=$(ask_systemd show -p "$2" -- "$1") && printf '%s' "${line#*=}"
}

# running or stopped; nothing, and false, where systemd does not say.
run_state() {
  local state
  state=$(property "$1" ActiveState) || return 1
  if [[ $state =~ ^(active|activating|reloading)$ ]]; then printf running; else printf stopped; fi
}

# enabled or disabled; nothing, and false, where systemd does not say.
boot_state() {
  local code=0
  if [[ -n ${SEEN_UNIT[$1:boot]+set} ]]; then
    printf '%s' "${SEEN_UNIT[$1:boot]}"
    return
  fi
  ask_systemd is-enabled --quiet -- "$1" || code=$?
  if is_timed_out "$code"; then return 1; fi
  if [[ $code -eq 0 ]]; then printf enabled; else printf disabled; fi
}

# --- Services -------------------------------------------------------------------------------------------------------------------------

# The units that this run looks after.
SCOPE=()

choose_units() {
  local i
  SCOPE=() STOPPED=() NOT_AT_BOOT=()
  for ((i = 0; i < ${#UNITS[@]}; i++)); do
    if ! in_scope "${UNIT_GROUPS[i]}" || ! is_asked_for "${UNITS[i]}" || ! is_known_unit "$i"; then continue; fi
    SCOPE+=("${UNITS[i]}")
    if is_in "${UNITS[i]}" "${RETIRED[@]+"${RETIRED[@]}"}"; then STOPPED+=("${UNITS[i]}") NOT_AT_BOOT+=("${UNITS[i]}"); fi
  done
}

# A unit that is to go and whose file has gone is neither running nor started at boot.
is_known_unit() { ! is_in "${UNITS[$1]}" "${RETIRED[@]+"${RETIRED[@]}"}" || [[ $(property "${UNITS[$1]}" LoadState) != not-found || $(run_state "${UNITS[$1]}") == running ]]; }

is_asked_for() {
  case ,$UNITS_ASKED, in
    ,,) return 0 ;;
    *",$1,"*) return 0 ;;
    *) return 1 ;;
  esac
}

# What the unit's service reads: a line a file, with what it does when that changes, and the digest.
inputs_of() {
  local i path sum there=()
  local -A sums=()
  for ((i = 0; i < ${#L_UNIT[@]}; i++)); do
    if [[ ${L_UNIT[i]} == "$1" && -f ${L_PATH[i]} ]]; then there+=("${L_PATH[i]}"); fi
  done
  if [[ ${#there[@]} -gt 0 ]]; then
    while read -r sum path; do sums[$path]=$sum; done < <(sha256sum -- "${there[@]}")
  fi
  for ((i = 0; i < ${#L_UNIT[@]}; i++)); do
    if [[ ${L_UNIT[i]} == "$1" ]]; then printf '%s %s %s\n' "${L_ACTION[i]}" "${L_PATH[i]}" "${sums[${L_PATH[i]}]-absent}"; fi
  done
}

# What the running process is: another process, or another start, has another one.
incarnation_of() { printf '%s/%s' "$(property "$1" MainPID)" "$(property "$1" ExecMainStartTimestampMonotonic)"; }

# What the running process has read. Where that cannot be written down, the times of the files decide the next time.
stamp() {
  { mkdir -p "$LOADED" && { incarnation_of "$1" && printf '\n' && inputs_of "$1"; } >"$LOADED/$1.new" && mv -T -- "$LOADED/$1.new" "$LOADED/$1"; } ||
    rm -f -- "$LOADED/$1.new" "$LOADED/$1"
}

# While nothing has changed since a process was started, it is known what it has read.
stamp_running() {
  local unit
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    if [[ $(need_of "$unit") == none ]]; then stamp "$unit"; fi
  done
}

# start, restart, reload or none: by what the running process has read and what is on the disk, and never by what this run has changed.
need_of() {
  local unit=$1 incarnation='' known=''
  if [[ $(run_state "$unit") == stopped ]]; then
    printf start
    return
  fi
  if [[ -f $LOADED/$unit ]]; then
    known=$'\n'$(cat "$LOADED/$unit")$'\n'
    read -r incarnation <"$LOADED/$unit"
  fi
  [[ $incarnation == "$(incarnation_of "$unit")" ]] || known=''
  inputs_of "$unit" | not_read_yet "$known" "$(earliest_start_of "$unit")" | strongest_action
}

# A file that the stamp knows is judged by its digest; one that it does not, because another program started the process or because the plan
# names the file only now, by its time: what has changed since the start, or in the same second, may not have been read.
not_read_yet() {
  local known=$1 start=$2 action path sum
  while read -r action path sum; do
    case $known in
      *" $path $sum"$'\n'*) ;;
      *" $path "*) printf '%s %s\n' "$action" "$path" ;;
      *) if [[ -e $path && $(stat -L -c %Z -- "$path") -ge $start ]]; then printf '%s %s\n' "$action" "$path"; fi ;;
    esac
  done
}

strongest_action() {
  local action rest strongest=none
  while read -r action rest; do
    if [[ $action == restart || $strongest == none ]]; then strongest=$action; fi
  done
  printf '%s' "$strongest"
}

start_of() { date -d "$(property "$1" ExecMainStartTimestamp)" +%s 2>/dev/null || printf 0; }

# The start as the clock was then, or as it is now where it was set back since: a file that was changed afterwards may have a time
# before the first, and never one before the second. Where systemd does not say when it was, every file may be new.
earliest_start_of() {
  local start since now
  start=$(start_of "$1") since=$(property "$1" ExecMainStartTimestampMonotonic || :)
  if ! [[ $since =~ ^[1-9][0-9]{0,17}$ ]]; then
    printf 0
    return
  fi
  printf -v now '%(%s)T' -1
  look_at_clock
  now=$((now - NOW + since / 1000000))
  # Both are rounded.
  if [[ $now -lt $((start - 2)) ]]; then start=$now; fi
  printf '%s' "$start"
}

units_changed() {
  local i unit
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && [[ ${W_PATH[i]} == */systemd/system/* ]]; then return 0; fi
  done
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    if [[ $(property "$unit" NeedDaemonReload) == yes ]]; then return 0; fi
  done
  return 1
}

service_needs() {
  local unit need
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    need=$(need_in_scope "$unit")
    if [[ $need != none ]] || ! starts_as_wanted "$unit"; then printf '%s %s\n' "$unit" "$need"; fi
  done
}

# How a unit is to run: always and at boot, but for one that leaves, and in a rollback, which knows how it ran before.
STOPPED=() NOT_AT_BOOT=()

need_in_scope() {
  if ! is_in "$1" "${STOPPED[@]+"${STOPPED[@]}"}"; then
    need_of "$1"
  elif [[ $(run_state "$1") == running ]]; then
    printf stop
  else
    printf none
  fi
}

starts_as_wanted() {
  if is_in "$1" "${NOT_AT_BOOT[@]+"${NOT_AT_BOOT[@]}"}"; then [[ $(boot_state "$1") == disabled ]]; else [[ $(boot_state "$1") == enabled ]]; fi
}

is_in() {
  local wanted=$1 item
  shift
  for item in "$@"; do
    [[ $item == "$wanted" ]] && return 0
  done
  return 1
}

# Before the files change: what will not run, or not at boot, goes while its unit is still there to say how.
take_down() {
  local unit
  for unit in "${NOT_AT_BOOT[@]+"${NOT_AT_BOOT[@]}"}"; do set_boot "$unit" disabled || return 1; done
  for unit in "${STOPPED[@]+"${STOPPED[@]}"}"; do stop "$unit" || return 1; done
}

stop() {
  if [[ $(run_state "$1") == stopped ]]; then return; fi
  within "$LIMIT_OF_A_SERVICE" systemctl stop -- "$1" || {
    say_service_fault "$?" "$LIMIT_OF_A_SERVICE" stop "$1"
    return 1
  }
  say service stopped - "$1"
}

bring_up() {
  local unit need
  if units_changed; then reload_units || return 1; fi
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    is_uninterrupted || return 1
    if ! is_in "$unit" "${NOT_AT_BOOT[@]+"${NOT_AT_BOOT[@]}"}"; then set_boot "$unit" enabled || return 1; fi
    if is_in "$unit" "${STOPPED[@]+"${STOPPED[@]}"}"; then continue; fi
    need=$(need_of "$unit")
    if [[ $need == none ]]; then continue; fi
    act_on "$unit" "$need" || return 1
  done
}

reload_units() {
  within "$LIMIT_OF_A_RELOAD" systemctl daemon-reload || {
    say_service_fault "$?" "$LIMIT_OF_A_RELOAD" daemon-reload
    return 1
  }
}

set_boot() {
  local unit=$1 wanted=$2
  if [[ $(boot_state "$unit") == "$wanted" ]]; then return; fi
  within "$LIMIT_OF_A_RELOAD" systemctl "${wanted%d}" --quiet -- "$unit" 2>/dev/null || {
    say_service_fault "$?" "$LIMIT_OF_A_RELOAD" "${wanted%d}" "$unit"
    return 1
  }
  say service "$wanted" - "$unit"
}

# A limit of starts that was reached before would block this one, and the way back.
act_on() {
  local unit=$1 action=$2
  ask_systemd reset-failed -- "$unit" || :
  within "$LIMIT_OF_A_SERVICE" systemctl "$action" -- "$unit" || {
    say_service_fault "$?" "$LIMIT_OF_A_SERVICE" "$action" "$unit"
    return 1
  }
  stamp "$unit"
  say service "${action}ed" - "$unit"
}

# What did not run before, or not at boot, by the journal; while the units that the delivery brought are still there. At boot nothing is
# waited for: what this unit is before waits for it.
take_down_again() {
  local unit ran boot failed=0
  while IFS=$'\t' read -r unit ran boot; do
    if [[ $boot == disabled ]]; then set_boot "$unit" disabled || failed=1; fi
    if [[ $ran == stopped && -n $AT_BOOT ]]; then
      ask_systemd --no-block stop -- "$unit" || :
    elif [[ $ran == stopped ]]; then
      stop "$unit" || failed=1
    fi
  done <"$JOURNAL/units"
  return "$failed"
}

# What ran runs again, with the old files, and starts at boot if it did.
bring_up_again() {
  local unit ran boot failed=0
  reload_units || failed=1
  while IFS=$'\t' read -r unit ran boot; do
    if [[ $boot == enabled ]]; then set_boot "$unit" enabled || failed=1; fi
    ask_systemd reset-failed -- "$unit" || :
    if [[ $ran == running && -n $AT_BOOT ]]; then
      ask_systemd --no-block start -- "$unit" || failed=1
    elif [[ $ran == running ]]; then
      run_again "$unit" || failed=1
    fi
  done <"$JOURNAL/units"
  return "$failed"
}

run_again() {
  local need
  need=$(need_of "$1")
  [[ $need != none ]] || return 0
  act_on "$1" "$need" || {
    say revert failed not-running "$1 does not run with its old files: systemctl status $1"
    return 1
  }
}


# --- Health -----------------------------------------------------------------------------------------------------------------------------

is_healthy() {
  local unit=$1 i
  [[ $(property "$unit" ActiveState) == active ]] || return 1
  for ((i = 0; i < ${#H_UNIT[@]}; i++)); do
    if [[ ${H_UNIT[i]} == "$unit" ]] && ! answers "${H_KIND[i]}" "${H_FIRST[i]}" "${H_SECOND[i]}"; then return 1; fi
  done
}

# shellcheck disable=SC2016 # the inner shell puts its own arguments in
connects() { timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>/dev/null; }

# An apiserver that refuses anonymous requests answers 401, and is there.
answers() {
  local code
  case $1 in
    tcp) connects "$2" "$3" ;;
    http) code=$(curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' -- "$2") && [[ $code == 200 ]] ;;
    https) code=$(curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' --cacert "$3" -- "$2") && [[ $code == 200 || $code == 401 ]] ;;
  esac
}

# Healthy, and still the same process a moment later: a service that dies at once is active for an instant.
check_health() {
  local unit deadline before
  look_at_clock
  deadline=$((NOW + SECONDS_OF_A_GATE))
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    if is_in "$unit" "${STOPPED[@]+"${STOPPED[@]}"}"; then continue; fi
    until is_healthy "$unit" && before=$(incarnation_of "$unit") && sleep 2 && is_healthy "$unit" && [[ $before == "$(incarnation_of "$unit")" ]]; do
      look_at_clock
      if ! is_uninterrupted || [[ $NOW -ge $deadline || $(property "$unit" ActiveState) == failed ]]; then
        say health failed - "$unit: $(property "$unit" ActiveState); the last lines of it: journalctl -u $unit -n 20"
        return 1
      fi
      sleep 1
    done
    say health ok - "$unit"
  done
}
# --- What would be done ------------------------------------------------------------------------------------------------------------------

command_plan() {
  local i changes unit need
  look_at_units
  compare
  say_links
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then show_difference "$i"; fi
  done
  show_obstacles plan
  while read -r unit need; do say plan "$(planned "$unit" "$need")" unit "$unit"; done < <(planned_needs)
  changes=$(changed_count)
  if [[ $changes -eq 0 && -z $(service_needs) ]]; then
    say plan same - "nothing to do"
    return 0
  fi
  say plan different summary "$changes files"
  return "$DIFFERENT"
}

planned() {
  case $2 in
    none) if is_in "$1" "${NOT_AT_BOOT[@]+"${NOT_AT_BOOT[@]}"}"; then printf disable; else printf enable; fi ;;
    *) printf '%s' "$2" ;;
  esac
}

# What the services will need once the files are there.
planned_needs() {
  local unit need i action
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    need=$(need_in_scope "$unit")
    for ((i = 0; i < ${#L_UNIT[@]}; i++)); do
      if [[ ${L_UNIT[i]} == "$unit" && $need =~ ^(none|reload)$ ]] && will_change "${L_PATH[i]}"; then need=${L_ACTION[i]}; fi
    done
    action=$need
    if [[ $action != none ]] || ! starts_as_wanted "$unit"; then printf '%s %s\n' "$unit" "$action"; fi
  done
}

will_change() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_PATH[i]} == "$1" ]] && is_changed "$i"; then return 0; fi
  done
  return 1
}
# --- Deliveries -----------------------------------------------------------------------------------------------------------------------

FAILED_JOURNAL='' INTERRUPTED=''

# Somebody has asked for an end: it comes after the command in hand.
interrupt() {
  INTERRUPTED=yes
  say deliver interrupted - "everything goes back now"
}

is_uninterrupted() { [[ -z $INTERRUPTED ]]; }

# Everything is written down before the first file is touched; what goes wrong after that is put back.
deliver() {
  local kind=$1
  work_until "$LONGEST_PREPARATION"
  prove_systemd_answers
  mkdir -p "$STATE" || refuse stage no-room "$STATE cannot be made"
  refuse_obstacles
  stage
  validate
  say validate ok -
  stamp_running
  write_journal "$kind" || refuse journal no-room "what was there before could not be written down: is the disk full?"
  work_until "$(longest_delivery)"
  arm "$DELIVERY_TIMER" "$(longest_delivery)" || refuse_after_journal no-timer "systemd-run could not arm the timer that rolls back what is not confirmed"
  trap interrupt INT TERM
  set_state swapping || refuse_after_journal no-room "$JOURNAL cannot be written: is the disk full?"
  if take_down && swap && bring_up && check_health && sync_boot && set_state delivered; then
    finish_swap
  else
    put_back
  fi
}

# Seconds: what a way back may last, which has a stop and a start of every unit, too, the gate, and the time for a confirm.
longest_delivery() { printf '%s' "$(($(longest_return) + SECONDS_OF_A_GATE + CONFIRM_WITHIN + 60))"; }

refuse_after_journal() {
  disarm "$DELIVERY_TIMER"
  remove_at_once "$JOURNAL"
  refuse journal "$1" "$2"
}

finish_swap() {
  trap '' INT TERM
  local detail="confirm within $CONFIRM_WITHIN s, or it is put back: host-engine.sh confirm"
  if arm "$CONFIRM_TIMER" "$CONFIRM_WITHIN"; then
    work_until "$LONGEST_WHILE_WAITING"
    disarm "$DELIVERY_TIMER"
  else
    detail="the timer for $CONFIRM_WITHIN s could not be armed, so the one of the delivery stays: confirm now, or it is put back when that ends"
  fi
  say deliver ok - "$(changed_count) files changed; $detail"
}

put_back() {
  if revert; then
    say deliver put-back - "everything is as it was before"
    exit "$PUT_BACK"
  fi
  say_not_put_back deliver
  exit "$NEEDS_A_PERSON"
}

say_not_put_back() {
  if [[ -n $NEXT_TRY ]]; then
    say "$1" failed timed-out "the files are as they were, but systemd did not do its part in time; $NEXT_TRY"
  else
    say "$1" failed not-put-back "not everything could be put back: see the lines above, and ${FAILED_JOURNAL:-$JOURNAL}"
  fi
}

# True where everything is as it was. The journal goes last, so that an interrupted way back is begun again.
revert() {
  local failed=0 unswapped=0
  trap '' INT TERM
  work_until "$(longest_return)"
  TIMED_OUT='' NEXT_TRY=''
  rm -rf -- "$STATE/stage" "$STATE/taken" "$COPIED"
  take_down_again || failed=1
  unswap || unswapped=1
  bring_up_again || failed=1
  sync_boot
  end_revert "$((failed + unswapped))" "$unswapped" || failed=1
  sync_state
  return "$((failed | unswapped))"
}

# What only systemd did not do in time may work a minute later: the journal stays, and a timer tries again.
NEXT_TRY=''

end_revert() {
  if [[ $1 -eq 0 ]]; then
    drop_overwritten "$JOURNAL"
    note_put_back || return 1
  elif [[ $2 -eq 0 && -n $TIMED_OUT ]]; then
    NEXT_TRY="this host tries again every $SECONDS_TO_NEXT_TRY s"
    set_timer "$CONFIRM_TIMER" "$SECONDS_TO_NEXT_TRY" || ask_systemd is-active --quiet "$CONFIRM_TIMER.timer" || NEXT_TRY="run: host-engine.sh recover"
    return 1
  else
    set_aside || return 1
  fi
  disarm "$DELIVERY_TIMER" "$CONFIRM_TIMER"
}

# What another run left: nothing was touched yet, or it is put back.
recover() {
  rm -rf -- "$JOURNAL.new" "$LEFTOVER" "$STATE/stage" "$STATE/taken" "$STATE/earlier"
  case $(journal_state) in
    none) rm -rf -- "$JOURNAL" ;;
    begun)
      drop_overwritten "$JOURNAL"
      note_put_back
      disarm "$DELIVERY_TIMER"
      say recover ok nothing-changed "a delivery was interrupted before it changed anything"
      ;;
    kept) file_what_is_kept ;;
    *)
      if revert; then
        say recover put-back - "a delivery was interrupted or not confirmed"
      else
        say_not_put_back recover
        exit "$NEEDS_A_PERSON"
      fi
      ;;
  esac
}

# By a timer, at boot, or by a person. At boot the timers of before are gone: should this try fail, another one comes.
command_recover() {
  take_lock_from_what_hangs "$(longest_return)"
  if [[ -n $AT_BOOT ]]; then set_timer "$DELIVERY_TIMER" "$SECONDS_TO_NEXT_TRY" || :; fi
  # Its timer belongs to an earlier delivery, which another engine has dealt with while this one waited for the lock.
  if [[ -n $DELIVERY && -f $JOURNAL/engine && $(<"$JOURNAL/engine") != "$DELIVERY" ]]; then
    say recover same - "another delivery is here by now, with a timer of its own"
    return
  fi
  load_kept_plan
  trap clean_up EXIT
  # A timer without a delivery is one that was not taken away in time.
  if [[ $(journal_state) == none ]]; then disarm "$DELIVERY_TIMER" "$CONFIRM_TIMER"; fi
  recover
}

command_apply() {
  recover
  compare
  say_links
  refuse_drift
  if [[ $(changed_count) -eq 0 && -z $(service_needs) ]]; then
    forget_put_back
    note_what_is_there
    say apply same - "nothing to do"
    return
  fi
  deliver apply
}

# A host that was as wanted before anything was delivered: noted once, so that an edit is seen as one from now on.
note_what_is_there() {
  local records known=''
  records=$(records_after)
  if [[ -f $DELIVERED ]]; then known=$(<"$DELIVERED"); fi
  [[ $records != "$known" ]] || return 0
  { mkdir -p "$STATE" && printf '%s\n' "$records" >"$DELIVERED.new" && sync_files "$DELIVERED.new" && mv -T -- "$DELIVERED.new" "$DELIVERED"; } ||
    refuse apply no-room "what is there could not be noted below $STATE: is the disk full?"
}

# --- What is kept ------------------------------------------------------------------------------------------------------------------------

# A person, or another program, has reached the host over a new connection: the delivery stays.
command_confirm() {
  case $(journal_state) in
    delivered) set_state kept || refuse confirm no-room "$JOURNAL cannot be written: is the disk full? The delivery waits on, until its time is over" ;;
    kept) ;;
    none)
      confirm_nothing
      return
      ;;
    *) refuse confirm not-finished "the delivery is not finished: $(journal_state)" ;;
  esac
  file_what_is_kept
  say confirm ok - "kept as $(newest)"
  say_fact delivered "$(newest)"
}

confirm_nothing() {
  if [[ -d $PUT_BACK_LAST ]]; then
    say confirm put-back - "the delivery did not last until now: it was put back at $(time_of "$PUT_BACK_LAST")"
    exit "$PUT_BACK"
  fi
  say confirm same - "nothing waits for it"
}

time_of() { date -u -r "$1" +%Y-%m-%dT%H:%M:%SZ; }

file_what_is_kept() {
  keep_delivery && return
  say confirm failed not-filed "the delivery stays, and could not be filed below $HISTORY: look there, then confirm again"
  exit "$NEEDS_A_PERSON"
}

# Names are exchanged and nothing is written, so that a full disk is no obstacle; what was interrupted is done to its end the next time.
keep_delivery() {
  local kind
  kind=$(<"$JOURNAL/kind") && drop_secrets "$JOURNAL" && drop_old_names "$JOURNAL" || return 1
  if [[ -f $JOURNAL/delivered.after ]]; then mv -T -- "$JOURNAL/delivered.after" "$DELIVERED" && sync_state || return 1; fi
  case $kind in
    rollback*) forget_after "${kind#rollback }" && remove_at_once "$JOURNAL" ;;
    *) file_delivery && prune ;;
  esac || return 1
  disarm "$DELIVERY_TIMER" "$CONFIRM_TIMER"
  sync_state
}

file_delivery() { mv -T -- "$JOURNAL" "$HISTORY/$(printf '%04d' "$((10#$(newest) + 1))")"; }

newest() {
  local entry last=0000
  for entry in "$HISTORY"/[0-9]*; do
    if [[ -d $entry ]]; then last=${entry##*/}; fi
  done
  printf '%s' "$last"
}

# The entry of the first delivery after this one; none where it is no longer kept.
first_after() {
  local entry
  for entry in "$HISTORY"/[0-9]*; do
    if [[ -d $entry && $((10#${entry##*/})) -eq $((10#$1 + 1)) ]]; then
      printf '%s' "$entry"
      return
    fi
  done
  return 1
}

prune() {
  local entries=("$HISTORY"/[0-9]*) i
  for ((i = 0; i < ${#entries[@]} - KEPT; i++)); do remove_at_once "${entries[i]}" || return 1; done
}

# The newest goes first: what is left is a history without a gap.
forget_after() {
  local base=$1 entry
  while entry=$HISTORY/$(newest) && [[ $((10#${entry##*/})) -gt $((10#$base)) ]]; do
    remove_at_once "$entry" || return 1
  done
}

# --- The way back ------------------------------------------------------------------------------------------------------------------------

command_rollback() {
  local base=$ROLLBACK_TO
  case $(journal_state) in
    swapping | delivered)
      recover
      if [[ -z $base ]]; then
        say rollback ok - "what waited for confirm is put back; $(newest) stays"
        return
      fi
      ;;
    *) recover ;;
  esac
  [[ $(newest) != 0000 ]] || refuse rollback nothing-kept "no delivery is kept here"
  base=${base:-$(printf '%04d' "$((10#$(newest) - 1))")}
  prove_base "$base"
  want_before "$base"
  judge_by "$HISTORY/$(printf '%04d' "$((10#$base))")/plan"
  compare
  refuse_drift
  deliver "rollback $base"
}

prove_base() {
  [[ $1 =~ ^[0-9]{1,6}$ && $((10#$1)) -lt $((10#$(newest))) ]] || refuse rollback nothing-kept "there is nothing after delivery $1; see status"
  first_after "$1" >/dev/null || refuse rollback not-kept-whole "what came after delivery $1 is no longer kept whole: the last $KEPT deliveries can be undone; see status"
}

# Wanted is what was there before the deliveries that are undone: of two that changed one path, the older one knows. Folders go last, and
# the inner one before the outer one.
want_before() {
  local base=$1 entry number was mode owner after path target lost=()
  local -A folders=()
  load_delivered
  W_KIND=() W_CLASS=() W_NAME=() W_PATH=() W_MODE=() W_OWNER=() W_SUM=() W_BEFORE=() W_TARGET=() W_FROM=()
  E_PATH=() E_COUNT=() E_OLD=() E_NEW=() E_EARLIER=()
  SCOPE=() STOPPED=() NOT_AT_BOOT=()
  for entry in "$HISTORY"/[0-9]*; do
    if [[ ! -d $entry || $((10#${entry##*/})) -le $((10#$base)) ]]; then continue; fi
    while IFS=$'\t' read -r number was mode owner after path target; do
      if is_wanted "$path"; then continue; fi
      case $was-$after in
        file-*) if find_image "$entry" "$path" "$number"; then want file kept "$path" "$mode" "$owner" "$(digest_of "$IMAGE")" any - "$IMAGE"; else lost+=("$path"); fi ;;
        link-*) want link kept "$path" - - - any "$target" - ;;
        absent-directory) folders[$path]=yes ;;
        absent-*) want remove kept "$path" - - "${LAST[$path]-}" any - - ;;
      esac
    done <"$entry/changes"
    scope_of "$entry/units"
  done
  [[ ${#lost[@]} -eq 0 ]] || refuse_lost "${lost[@]}"
  [[ ${#folders[@]} -eq 0 ]] || while IFS= read -r path; do want remove kept "$path" - - directory any - -; done < <(printf '%s\n' "${!folders[@]}" | sort -r)
}

# A rollback that leaves one file as it is would be a state that no one has seen run.
refuse_lost() {
  local path
  look_at_files
  for path in "$@"; do
    if [[ -n ${LAST[$path]-} && $(record_of "$path") != "${LAST[$path]}" ]]; then refuse compare drift "$path was changed on this host since: restore it as it was delivered, then roll back"; fi
  done
  refuse rollback secret-not-kept "the old content of these secrets went at confirm, so nothing is rolled back: $*. Apply the earlier output instead; with --keep-secrets the next delivery keeps them"
}

is_wanted() {
  local path
  for path in "${W_PATH[@]+"${W_PATH[@]}"}"; do
    [[ $path == "$1" ]] && return 0
  done
  return 1
}

scope_of() {
  local unit ran boot
  while IFS=$'\t' read -r unit ran boot; do
    if is_in "$unit" "${SCOPE[@]+"${SCOPE[@]}"}"; then continue; fi
    SCOPE+=("$unit")
    if [[ $ran == stopped ]]; then STOPPED+=("$unit"); fi
    if [[ $boot == disabled ]]; then NOT_AT_BOOT+=("$unit"); fi
  done <"$1"
}

# --- What is --------------------------------------------------------------------------------------------------------------------------

command_status() {
  local i unit need differs=0 kept=("$HISTORY"/[0-9]*/state)
  look_at_units
  look_at_files "${kept[@]}"
  say_fact delivered "$(newest)"
  say_what_is_kept "${kept[@]}"
  say_what_goes_on || differs=1
  judge
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then
      if is_overwritten "$i"; then say status "${S_STATE[i]}" overwrites "${W_PATH[i]}"; else say status "${S_STATE[i]}" file "${W_PATH[i]}"; fi
      differs=1
    fi
  done
  if [[ $differs -eq 1 ]]; then show_obstacles status; fi
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    need=$(need_in_scope "$unit")
    say status "$(run_state "$unit")" "$(boot_state "$unit")" "$unit $(loaded_state "$unit" "$need")"
    if [[ $need != none ]] || ! starts_as_wanted "$unit"; then differs=1; fi
  done
  if [[ $differs -eq 1 ]]; then return "$DIFFERENT"; fi
  say status same -
}

# What a rollback can undo: the number, the result that it came from, when it was confirmed, and its units with how they ran before.
say_what_is_kept() {
  local state day time entry result unit ran units
  for state in "$@"; do
    # What has gone in this moment is not kept any more.
    [[ -n ${SEEN_MODE[$state]-} ]] || continue
    read -r _ _ _ day time _ <<<"${SEEN_MODE[$state]}"
    entry=${state%/state} result=- units=''
    if [[ -f $entry/result ]]; then read -r result <"$entry/result" || :; fi
    { while IFS=$'\t' read -r unit ran _; do units+=$unit=$ran,; done <"$entry/units"; } 2>/dev/null || continue
    say_fact kept "${entry##*/} $result ${day}T${time%.*}Z $units"
  done
}

# True where nothing waits for a person.
say_what_goes_on() {
  local entry quiet=0
  if is_locked; then
    say status busy - "$(holder_of_lock) is at work here"
    quiet=1
  fi
  if [[ $(journal_state) != none ]]; then
    say status waiting - "$(journal_state): host-engine.sh confirm, or rollback"
    quiet=1
  fi
  if [[ -d $PUT_BACK_LAST ]]; then say status put-back - "the last delivery, at $(time_of "$PUT_BACK_LAST")"; fi
  for entry in "$STATE"/failed-*; do
    [[ -d $entry ]] || continue
    say status failed not-put-back "a delivery could not be put back whole: what was there before is in $entry/before; remove $entry when all is well"
    quiet=1
  done
  return "$quiet"
}

loaded_state() {
  case $2 in
    start) printf 'not running' ;;
    stop) printf 'still to be stopped' ;;
    none) if [[ $(run_state "$1") == running ]]; then printf 'with the files on the disk'; else printf 'not running'; fi ;;
    *) printf 'with older files than those on the disk' ;;
  esac
}

# --- Copies from the source ---------------------------------------------------------------------------------------------------------------

# Secrets and programs go from the source to a new master through a pipe, and are kept nowhere on the way. What a host asks for is sent only
# where its own plan copies it.
command_send() {
  local path paths=''
  local -A copied=()
  [[ $FOR =~ ^[a-z0-9]([a-z0-9-]*[a-z0-9])?$ ]] || misuse "send needs --for HOST, the host that asks"
  # Where an archive goes to a file, nothing else may go there.
  [[ $EVENTS == yes ]] || exec 3>&2
  see_copies
  while IFS= read -r path; do
    is_path "$path" || refuse send bad-path "\"$path\" is not a path that a plan can hold"
    [[ -n ${copied[$path]-} ]] || refuse send not-in-plan "the plan of $FOR does not copy $path"
    walk "${path%/*}"
    [[ -z $LINK_AT ]] || refuse send foreign-link "there is a link on the way to $path, and an account other than root can change where it leads"
    paths+=./${path#/}$'\n'
  done
  [[ -n $paths ]] || refuse send nothing-sent "no path came on stdin"
  if [[ $EVENTS == yes ]]; then printf 'archive\n'; fi
  tar -C / --no-recursion -cf - -T - < <(printf '%s' "$paths") || refuse send not-read "not every file could be read"
}

# What the plan of that host copies, for command_send.
see_copies() {
  local kind path
  [[ -f $DIR/hosts/$FOR.plan ]] || refuse send no-plan "there is no plan $DIR/hosts/$FOR.plan: bring the plans of the hosts that copy from here along with the plan of $HOST"
  prove_digests "$FOR"
  while IFS=$'\t' read -r kind _ _ _ _ _ path; do
    if [[ $kind == copy ]]; then copied[$path]=yes; fi
  done <"$DIR/hosts/$FOR.plan"
}

# Whether what is sent here arrives as it was; and what this host calls itself.
command_channel() {
  say_fact channel "$(digest_of_input)"
  say_name
}

command_missing() {
  local i
  compare
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_FROM[i]} == copied ]] && ! is_here "$i"; then say_path "${W_NAME[i]}"; fi
  done
}

# A secret of which the plan has no digest comes each time: only the source knows whether it is the same still.
is_here() {
  if [[ ${W_SUM[$1]} == - ]] && ! has_edits "${W_PATH[$1]}"; then return 1; fi
  is_right_without_copy "$1" "${SEEN_DIGEST[${W_PATH[$1]}]-absent}"
}

command_receive() {
  local i count=0 copy
  local -A proof=()
  look_at_files
  rm -rf -- "$COPIED"
  mkdir -p "$COPIED"
  hear_proof
  # What a bundle brings and what the source sends are two archives, one after the other.
  # It keeps the lock as long as it writes.
  timeout --kill-after=5 "$LIMIT_OF_AN_ARCHIVE" tar -C "$COPIED" --no-same-owner --ignore-zeros -xf - || refuse receive not-whole "the archive is not whole"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    copy=$COPIED${W_NAME[i]}
    if [[ ${W_FROM[i]} != copied ]] || { [[ ! -e $copy ]] && is_here "$i"; }; then continue; fi
    [[ -f $copy && ! -L $copy ]] || refuse receive not-come "${W_NAME[i]} did not come: send it again"
    prove_copy "$i" "$copy"
    count=$((count + 1))
  done
  # What came stays for the next apply.
  trap - EXIT
  say receive ok - "$count files"
}

# Digests that the source has of its files, for copies that are edited here and secrets that could be guessed: of these the plan knows none.
hear_proof() {
  local kind digest path
  while IFS=$'\t' read -r kind digest path && [[ -n $kind$digest$path ]]; do
    if [[ $kind != file ]] || ! is_digest "$digest" || ! is_path "$path"; then refuse receive bad-record "\"$kind\" is not a record of a file of the source, with its digest and its path"; fi
    proof[$path]=$digest
  done
}

prove_copy() {
  local path=${W_NAME[$1]} digest
  digest=$(digest_of "$2")
  if [[ ${W_SUM[$1]} != - ]]; then
    [[ $digest == "${W_SUM[$1]}" ]] || refuse receive not-as-captured "$path is not what the source had when it was captured: capture it again, and build again"
  elif [[ -z ${proof[$path]-} ]]; then
    refuse receive not-proved "$path came without the digest that the source has of it: it is not taken"
  elif [[ $digest != "${proof[$path]}" ]]; then
    refuse receive not-as-on-source "$path is not the file that the source has: it is not taken; run again"
  fi
}

# Copies that no apply has used go while no delivery is running. Those of a run in progress are younger.
drop_old_copies() {
  local made
  made=$(stat -c %Z -- "$COPIED" 2>/dev/null) || return 0
  if [[ $(($(date +%s) - made)) -lt 900 ]]; then return; fi
  (mkdir -p "$RUNNING" && exec 9>>"$RUNNING/lock" && flock -n 9 && rm -rf -- "$COPIED") || :
}

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

# --- Questions about the machine ----------------------------------------------------------------------------------------------------------

question_reachable() { [[ $EUID -eq 0 ]] || because "the engine does not run as root here"; }

question_architecture() { [[ $(uname -m) == "${FACT[architecture]-}" ]] || because "this is a $(uname -m), and $1 a ${FACT[architecture]-machine that did not say what it is}"; }

# The way to this host counts as a difference, too: what is looked for is a clock that no one has set.
question_clock() {
  local clock=${FACT[clock]-} apart
  [[ $clock =~ ^[0-9]{1,15}$ ]] || because "$1 did not say what time it has" || return 1
  apart=$((STARTED_AT - 10#$clock))
  [[ ${apart#-} -le $CLOCK_TOLERANCE ]] || because "it is ${apart#-} s from the clock of $1, and $CLOCK_TOLERANCE are allowed: set it"
}

question_digests() { prove_digests; }

question_selinux_allows() {
  local ports
  [[ -e /sys/fs/selinux/enforce && $(</sys/fs/selinux/enforce) == 1 ]] || return 0
  ports=$(timeout "$SECONDS_OF_A_COMMAND" semanage port -l | grep '^http_port_t') || because "semanage cannot be asked" || return 1
  grep -qwF -- "$1" <<<"$ports" || because "semanage port -a -t http_port_t -p tcp $1" || return 1
  [[ $(timeout "$SECONDS_OF_A_COMMAND" getsebool httpd_can_network_connect) == *on ]] || because "setsebool -P httpd_can_network_connect on"
}

question_nginx_stream() {
  local built
  built=$(timeout "$SECONDS_OF_A_COMMAND" nginx -V 2>&1) || because "nginx is not installed: install it with its stream module, and do not start it" || return 1
  case $built in
    *--with-stream=dynamic*) [[ -n $(find /usr/share/nginx/modules /usr/lib/nginx/modules /usr/lib64/nginx/modules -name 'ngx_stream_module.so' 2>/dev/null) ]] || because "the package with nginx's stream module is not installed" ;;
    *--with-stream*) ;;
    *) because "this nginx is built without its stream module" ;;
  esac
}

question_container_runtime() {
  local unit
  for unit in docker containerd crio cri-o; do
    if [[ $(run_state "$unit.service") == running ]]; then return 0; fi
  done
  because "neither docker nor containerd nor cri-o runs here"
}

# What the source has proved to be enough is asked for, and no more.
question_node_prerequisites() {
  local forward=${FACT[ip-forward]-} bridge=${FACT[bridge]-}
  [[ $forward =~ ^[0-9]$ && $bridge =~ ^[0-9]$ && -n ${FACT[swap]-} ]] || because "the source did not say how its kernel is set" || return 1
  [[ $(swap_state) == off || ${FACT[swap]} == on ]] || because "swap is on here, and off on the source: swapoff -a, and remove it from /etc/fstab" || return 1
  [[ $(setting net/ipv4/ip_forward) -ge $forward ]] || because "net.ipv4.ip_forward is 0 here, and 1 on the source" || return 1
  [[ $(setting net/bridge/bridge-nf-call-iptables) -ge $bridge ]] || because "net.bridge.bridge-nf-call-iptables is not 1 here, as it is on the source"
}

question_unit_active() {
  local before
  before=$(incarnation_of "$1")
  { is_healthy "$1" && sleep 2 && is_healthy "$1" && [[ $before == "$(incarnation_of "$1")" ]]; } || because "$(property "$1" ActiveState); journalctl -u $1 -n 20"
}

# --- Questions about the network ----------------------------------------------------------------------------------------------------------

is_port() { [[ $1 =~ ^[0-9]{1,5}$ ]]; }

sockets() { timeout "$SECONDS_OF_A_COMMAND" ss "$@" | tail -n +2; }

# Held by what this rollout runs here, or by nothing. A process chooses its own name, and the name may look like another process: so all that
# is found in a line must be ours.
question_port_free() {
  local lines line
  is_port "$1" || because "\"$1\" is not a port" || return 1
  lines=$(sockets -ltnp "sport = :$1") || because "ss cannot be asked" || return 1
  while IFS= read -r line; do
    [[ -z $line ]] || is_held_by_us "$line" || because "it is held: ${line##* }" || return 1
  done <<<"$lines"
}

is_held_by_us() {
  local pid pids=()
  pids_of "$1"
  [[ ${#pids[@]} -gt 0 ]] || return 1
  for pid in "${pids[@]}"; do is_of_our_units "$pid" || return 1; done
}

# Into pids, from the right: what ss itself has written stands last.
pids_of() {
  local rest=$1
  while [[ $rest =~ ^(.*)\",pid=([0-9]{1,10}),fd=[0-9]+\) ]]; do
    pids+=("${BASH_REMATCH[2]}")
    rest=${BASH_REMATCH[1]}
  done
}

is_of_our_units() {
  local unit
  for unit in "${UNITS[@]+"${UNITS[@]}"}"; do
    if is_of_unit "$1" "$unit"; then return 0; fi
  done
  return 1
}

# By the control group that systemd has made for the unit.
is_of_unit() {
  local group line
  group=$(property "$2" ControlGroup)
  [[ $group == /?* && -r /proc/$1/cgroup ]] || return 1
  while IFS= read -r line; do
    if [[ ${line#*:*:} == "$group" || ${line#*:*:} == "$group"/* ]]; then return 0; fi
  done <"/proc/$1/cgroup"
  return 1
}

question_connects() { { is_port "$2" && connects "$1" "$2"; } || because "$1:$2 does not accept a connection from here"; }

# With the certificate where it is here already, else as far as a connection goes.
question_etcd_answers() {
  local url=$1 said
  if [[ -r $4 ]]; then
    said=$(timeout "$SECONDS_OF_A_COMMAND" curl --silent --show-error --max-time 5 --cacert "$2" --cert "$3" --key "$4" -- "$url/health" 2>&1) || :
    [[ $said =~ \"health\"\ *:\ *\"true\" ]] || because "$url does not say that it is healthy: $(last_words "$said")"
    return
  fi
  [[ $url =~ ^https?://(\[([0-9a-fA-F:.]+)\]|([^]/:[]+)):([0-9]{1,5})/?$ ]] || because "$url is not the URL of a member" || return 1
  question_connects "${BASH_REMATCH[2]}${BASH_REMATCH[3]}" "${BASH_REMATCH[4]}" && WHY="a connection comes about; the certificate is not here yet"
}

# As many as etcd needs to decide: more than half of all.
question_etcd_quorum() {
  local ca=$1 certificate=$2 key=$3 url answering=0 silent=''
  shift 3
  for url in "$@"; do
    if WHY='' && question_etcd_answers "$url" "$ca" "$certificate" "$key"; then answering=$((answering + 1)); else silent+=" $url"; fi
  done
  WHY="$answering of $# members answer, $(($# / 2 + 1)) must${silent:+; silent:$silent}"
  [[ $answering -gt $(($# / 2)) ]]
}

# Every address of a name, each once.
addresses_of() { timeout "$SECONDS_OF_A_COMMAND" getent ahosts "$1" | cut -d ' ' -f 1 | sort -u; }

question_names_resolve() {
  local name
  for name in "$@"; do
    [[ -n $(addresses_of "$name") ]] || because "$name is not known here: put it into /etc/hosts" || return 1
  done
}

question_kube_proxy_healthy() { answers http "http://$1/healthz" || because "http://$1/healthz does not answer with 200"; }

# The kubelet, and no other process, holds a connection to one of the addresses; it is the first unit of the node's agents.
question_agent_connected() {
  local addresses lines peer users kubelet pids
  is_port "$2" || because "\"$2\" is not a port" || return 1
  kubelet=$(first_unit_of node)
  mapfile -t addresses < <(addresses_of "$1")
  [[ ${#addresses[@]} -gt 0 ]] || because "$1 is not known here: put it into /etc/hosts" || return 1
  lines=$(sockets -tnp state established "dport = :$2") || because "ss cannot be asked" || return 1
  while read -r _ _ _ peer users; do
    pids=()
    pids_of "$users"
    if is_in "$(address_in "$peer")" "${addresses[@]}" && [[ ${#pids[@]} -gt 0 ]] && is_of_unit "${pids[0]}" "$kubelet"; then return 0; fi
  done <<<"$lines"
  because "kubelet has no connection to $1:$2${addresses[1]+, which is any of ${addresses[*]}}"
}

first_unit_of() {
  local i
  for ((i = 0; i < ${#UNITS[@]}; i++)); do
    if [[ ${UNIT_GROUPS[i]} == "$1" ]]; then
      printf '%s' "${UNITS[i]}"
      return
    fi
  done
}

# As ss writes it, with its port: [::ffff:10.0.0.1]:6443 is 10.0.0.1.
address_in() {
  local address=${1%:*}
  address=${address#[}
  address=${address%]}
  address=${address%%%*}
  printf '%s' "${address#::ffff:}"
}

# Who is connected to a port here, each peer once.
peers_of() {
  local peer
  is_port "$1" || return 1
  sockets -tn state established "sport = :$1" | while read -r _ _ _ peer _; do printf '%s\n' "$(address_in "$peer")"; done | sort -u
}

# These peers, or where none is given all but this host itself.
question_port_let_go() {
  local port=$1 peers peer left=''
  shift
  peers=$(peers_of "$port") || because "ss cannot be asked" || return 1
  while read -r peer; do
    if [[ -z $peer ]]; then continue; fi
    if [[ $# -gt 0 ]] && ! is_in "$peer" "$@"; then continue; fi
    if [[ $# -eq 0 && ($peer == "$ADDRESS" || $peer == 127.* || $peer == ::1) ]]; then continue; fi
    left+=" $peer"
  done <<<"$peers"
  [[ -z $left ]] || because "still connected:$left; move them, or stop what listens here yourself, and run again"
}

# Never fails: a list for a person, of all but the masters and the balancers.
question_still_connected() {
  local peers peer port=$1
  shift
  peers=$(peers_of "$port") || { RESULT=warning WHY="ss cannot be asked" && return 0; }
  while read -r peer; do
    if [[ -z $peer ]] || is_in "$peer" "$@"; then continue; fi
    say still-connected warning - "$peer uses port $port of this host"
  done <<<"$peers"
}

# --- Room on the disks --------------------------------------------------------------------------------------------------------------------

# What stays free on a file system for its other users, in KiB.
readonly ROOM_TO_SPARE=32768

# By the device of a file system: a folder on it, and the KiB that this rollout writes there.
declare -A FOLDER_ON=() NEEDED_ON=()
# By folder, its device; by path of a file, its KiB: each is asked for once.
declare -A DEVICE_OF=() KIB_OF=()

forget_needs() { FOLDER_ON=() NEEDED_ON=() DEVICE_OF=(); }

# KIB FOLDER: so much is written there, or where that folder will be.
need_room() {
  local folder=$2 device
  until [[ -d $folder ]]; do
    folder=${folder%/*}
    folder=${folder:-/}
  done
  device=${DEVICE_OF[$folder]:-$(timeout "$SECONDS_OF_A_COMMAND" stat -L -c %d -- "$folder" 2>/dev/null || :)}
  [[ $device =~ ^[0-9]+$ ]] || because "$folder does not say on which file system it is" || return 1
  DEVICE_OF[$folder]=$device
  FOLDER_ON[$device]=${FOLDER_ON[$device]:-$folder}
  NEEDED_ON[$device]=$((${NEEDED_ON[$device]:-0} + $1))
}

# In KiB, as a number; nothing where it cannot be had.
room_below() {
  local room
  room=$(timeout "$SECONDS_OF_A_COMMAND" df -Pk -- "$1" 2>/dev/null | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)
  [[ $room =~ ^[0-9]{1,18}$ ]] && printf '%s' "$room"
}

has_room() {
  local device room
  for device in "${!NEEDED_ON[@]}"; do
    room=$(room_below "${FOLDER_ON[$device]}") || because "df does not say how much is free below ${FOLDER_ON[$device]}" || return 1
    [[ $room -ge ${NEEDED_ON[$device]} ]] || because "$((room / 1024)) MiB are free on the file system of ${FOLDER_ON[$device]}, and $((${NEEDED_ON[$device]} / 1024 + 1)) are needed" || return 1
  done
}

# A new file comes next to the old one; what is copied waits in the engine's folder before that, and the old one is kept there twice: to go
# back, and as a backup.
question_disk_space() {
  local i path new
  forget_needs
  look_at_files
  weigh_files
  need_room "$ROOM_TO_SPARE" / && need_room "$ROOM_TO_SPARE" "$STATE" || return 1
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    path=${W_PATH[i]}
    if [[ ${W_KIND[i]} != file || ${SEEN_DIGEST[$path]-absent} == "${W_SUM[i]}" ]]; then continue; fi
    new=$(kib_wanted "$i") || because "the source did not say how large $path is: is it there?" || return 1
    need_room "$((new + 2 * ${KIB_OF[$path]:-0}))" "$STATE" && need_room "$new" "${path%/*}" || return 1
  done
  has_room
}

# Of every file that is wanted, as it is, and of what the plan brings along.
weigh_files() {
  local path size there=()
  KIB_OF=()
  for path in "${W_PATH[@]+"${W_PATH[@]}"}"; do
    if [[ -f $path ]]; then there+=("$path"); fi
    if [[ -f $DIR/hosts/$HOST$path ]]; then there+=("$DIR/hosts/$HOST$path"); fi
  done
  [[ ${#there[@]} -gt 0 ]] || return 0
  while read -r size path; do
    if [[ $size =~ ^[0-9]{1,18}$ ]]; then KIB_OF[$path]=$((10#$size / 1024 + 1)); fi
  done < <(timeout "$SECONDS_OF_A_COMMAND" stat -L -c '%s %n' -- "${there[@]}" 2>/dev/null)
}

kib_wanted() {
  local path=${W_PATH[$1]} size
  size=${SIZE_OF_COPY[$path]-}
  case ${W_FROM[$1]} in
    copied) [[ $size =~ ^[0-9]{1,15}$ ]] && printf '%s' "$((10#$size))" ;;
    placed) printf '%s' "${KIB_OF[$DIR/hosts/$HOST$path]:-0}" ;;
    *) printf '%s' "${KIB_OF[$path]:-0}" ;;
  esac
}

# --- Questions to an apiserver ------------------------------------------------------------------------------------------------------------

ssl() { timeout "$SECONDS_OF_A_COMMAND" openssl "$@" 2>/dev/null; }

# The code of the answer; 000 where none came.
http_code() { timeout "$SECONDS_OF_A_COMMAND" curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' "$@" || :; }

# Who refuses anonymous requests answers 401 whatever its state is: root's kubeconfig asks again, where there is one.
question_ready() {
  local code
  code=$(http_code --cacert "$2" -- "$1")
  case $code in
    200) ;;
    401) is_ready_for_root "${1%/readyz}" ;;
    *) because "it does not say that it is ready (${code/#000/no answer})" ;;
  esac
}

question_ready_through() {
  local code address=${1#*://} through=() name=()
  address=${address%%/*}
  # An older curl knows no --connect-to.
  if [[ $address == '['* ]]; then
    through=(--connect-to "::[$2]:")
  elif [[ ${address%:*} != "$2" ]]; then
    through=(--resolve "$address:$2")
    name=(--tls-server-name="${address%:*}")
  fi
  code=$(http_code --cacert "$3" "${through[@]+"${through[@]}"}" -- "$1")
  case $code in
    200) ;;
    401) is_ready_for_root "https://$(bracketed "$2"):${address##*:}" "${name[@]+"${name[@]}"}" ;;
    *) because "it does not answer through $2 (${code/#000/no answer})" ;;
  esac
}

bracketed() { if [[ $1 == *:* ]]; then printf '[%s]' "$1"; else printf '%s' "$1"; fi; }

is_ready_for_root() {
  local server=$1
  shift
  if [[ ! -x $KUBECTL || ! -r ~root/.kube/config ]]; then
    WHY="it refuses anonymous requests, and root has no kubeconfig here: it answers, and whether it is ready is not known"
    RESULT=warning
    return
  fi
  kube --server="$server" "$@" get --raw /readyz || because "it is not ready: $FAULT" || return 1
  [[ $OUT == ok ]] || because "it is not ready: $(last_words "$OUT")"
}

# As the clients of Kubernetes check it (Go, crypto/x509): the common name never counts, an address counts only as an address, and a
# wildcard is the whole first label.
question_certificate_names() {
  local endpoint=$1 name text unnamed='' named_names=() named_addresses=()
  shift
  text=$(ssl s_client -connect "$endpoint" </dev/null | ssl x509 -noout -text) ||
    because "$endpoint shows no certificate" || return 1
  read_alternative_names "$text"
  for name in "$@"; do is_named "$name" || unnamed+=" $name"; done
  [[ -z $unnamed ]] || because "the certificate at $endpoint does not name$unnamed: issue it again with: haplane check --reissue DIR"
}

# Into named_names and named_addresses.
read_alternative_names() {
  local name line=${1#*X509v3 Subject Alternative Name:*$'\n'}
  [[ $line != "$1" ]] || return 0
  while read -r name; do
    case $name in
      DNS:*) named_names+=("${name#DNS:}") ;;
      'IP Address:'*) named_addresses+=("$(canonical_address "${name#IP Address:}")") ;;
    esac
  done < <(tr ',' '\n' <<<"${line%%$'\n'*}")
}

is_address() { [[ $1 =~ ^[0-9]{1,3}(\.[0-9]{1,3}){3}$ || ($1 == *:* && $1 =~ ^[0-9a-fA-F:]{2,39}$) ]]; }

canonical_address() { if [[ $1 == *:* ]] && is_address "$1"; then expand_ipv6 "$1"; else printf '%s' "$1"; fi; }

is_named() {
  local name=${1,,} host pattern
  if is_address "$1"; then
    is_in "$(canonical_address "$1")" "${named_addresses[@]+"${named_addresses[@]}"}"
    return
  fi
  host=${name%.}
  for pattern in "${named_names[@]+"${named_names[@],,}"}"; do
    case $pattern in
      "$name" | "$host") return 0 ;;
      '*') if [[ $host != *.* ]]; then return 0; fi ;;
      '*.'*) if [[ $host == ?*.* && ${host#*.} == "${pattern#'*.'}" ]]; then return 0; fi ;;
    esac
  done
  return 1
}

# --- Backups, before anything is changed --------------------------------------------------------------------------------------------------

readonly BACKUPS=$STATE/backup
readonly SECONDS_OF_A_SNAPSHOT=120

# One member is as good as another, and one of them may be dead. What a snapshot needs is asked before it is made: this disk may be etcd's own.
deed_back_up_etcd() {
  local members member new=$BACKUPS/.etcd-new.db file said=''
  if ! command -v etcdctl >/dev/null; then
    RESULT=warning OUTCOME=no-etcdctl WHY="etcdctl is not here: no snapshot of etcd was made; install it here, or save one yourself before you go on"
    return 0
  fi
  mkdir -p "$BACKUPS"
  file=$BACKUPS/etcd-$(date -u +%Y%m%dT%H%M%SZ).db
  IFS=, read -r -a members <<<"$1"
  for member in "${members[@]}"; do
    has_room_for_snapshot "$member" "${@:2}" || { said=$WHY && continue; }
    if said=$(etcd_client "$member" "${@:2}" snapshot save "$new" 2>&1) && keep_backup "$new" "$file"; then
      keep_newest 'etcd-*.db'
      WHY=$file
      return 0
    fi
    said="$member: $(last_words "$said")"
    rm -f -- "$new" "$new.part"
  done
  because "etcdctl could not save a snapshot: $said"
}

# ENDPOINT CA CERTIFICATE KEY ARGUMENT…
etcd_client() { ETCDCTL_API=3 timeout "$SECONDS_OF_A_SNAPSHOT" etcdctl --endpoints="$1" --cacert="$2" --cert="$3" --key="$4" "${@:5}" </dev/null 9>&-; }

has_room_for_snapshot() {
  local said
  said=$(etcd_client "$@" endpoint status --write-out=json 2>&1) || because "$1: $(last_words "$said")" || return 1
  [[ $said =~ \"dbSize\":([0-9]{1,15})[,}] ]] || because "$1 does not say how large it is" || return 1
  has_room_for_backup "$((10#${BASH_REMATCH[1]} / 1024 + 1))"
}

has_room_for_backup() {
  forget_needs
  need_room "$(($1 + ROOM_TO_SPARE))" "$BACKUPS" && has_room
}

# Whole under its name, or not there.
keep_backup() { sync -- "$1" && mv -T -- "$1" "$2" && sync -- "$BACKUPS"; }

# As many as deliveries are kept; their names are in the order of their times.
keep_newest() {
  local files i
  # shellcheck disable=SC2206 # a pattern of our own
  files=("$BACKUPS"/$1)
  for ((i = 0; i < ${#files[@]} - KEPT; i++)); do rm -f -- "${files[i]}"; done
}

# Everything that would change, as it is.
deed_back_up_files() {
  local i new=$BACKUPS/.files-new.tar file paths=() size=0
  compare
  weigh_files
  mkdir -p "$BACKUPS"
  file=$BACKUPS/files-$(date -u +%Y%m%dT%H%M%SZ).tar
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && [[ -f ${W_PATH[i]} ]]; then paths+=(".${W_PATH[i]}") size=$((size + ${KIB_OF[${W_PATH[i]}]:-0})); fi
  done
  has_room_for_backup "$size" || return 1
  if ! { tar -C / --no-recursion -cf "$new" -T - <<<"$(printf '%s\n' "${paths[@]+"${paths[@]}"}")" && keep_backup "$new" "$file"; }; then
    rm -f -- "$new"
    because "$file could not be written" || return 1
  fi
  keep_newest 'files-*.tar'
  WHY=$file
}

# --- Questions about the cluster, on the source -------------------------------------------------------------------------------------------

# A node that has joined needs no token.
question_bootstrap_token() {
  if is_ready_node "$2"; then WHY="$2 has joined already" && return; fi
  kube --kubeconfig="$1" auth can-i create certificatesigningrequests.certificates.k8s.io || because "the token in $1 cannot create a certificate request: ${OUT:-$FAULT}" || return 1
  [[ $OUT == yes ]] || because "the token in $1 cannot create a certificate request: $(last_words "$OUT")"
}

# --- Nodes ---

is_ready_node() { is_node_name "$1" && kube get node "$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' && [[ $OUT == True ]]; }

question_node_ready() { is_ready_node "$1" || because "the node is not Ready${FAULT:+: $FAULT}"; }

# Only an answer counts: a cluster that is silent does not say that it has no such node.
question_node_unknown() {
  is_node_name "$1" || because "\"$1\" is not the name of a node" || return 1
  kube get node "$1" --ignore-not-found -o name || because "$FAULT" || return 1
  [[ -z $OUT ]] || because "the cluster knows it"
}

# Renewed while we look: no clock is compared with another.
is_renewed() {
  local before='' i
  for ((i = 0; i < 9; i++)); do
    if kube -n "$1" get lease "$2" -o 'jsonpath={.spec.renewTime}' && [[ -n $OUT ]]; then
      if [[ -n $before && $OUT != "$before" ]]; then return 0; fi
      before=$OUT
    fi
    sleep 2
  done
  return 1
}

question_node_lease_renewed() {
  is_node_name "$1" || because "\"$1\" is not the name of a node" || return 1
  is_renewed kube-node-lease "$1" || because "the node has not renewed its lease for a while${FAULT:+: $FAULT}"
}

# Into not: every node that is not Ready.
list_nodes_that_are_not_ready() {
  local name ready
  kube get nodes -o 'jsonpath={range .items[*]}{.metadata.name}{" "}{.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}' || because "$FAULT" || return 1
  [[ -n $OUT ]] || because "kubectl lists no nodes" || return 1
  while read -r name ready; do
    is_node_name "$name" || because "kubectl lists a node whose name is none" || return 1
    if [[ $ready != True ]]; then not+=("$name"); fi
  done <<<"$OUT"
}

# What was not Ready before this rollout is named, and is not its fault.
question_all_nodes_ready() {
  local not=() name new='' old=''
  list_nodes_that_are_not_ready || return 1
  for name in "${not[@]+"${not[@]}"}"; do
    if [[ -n ${NOT_READY_BEFORE[$name]-} ]]; then old+=" $name"; else new+=" $name"; fi
  done
  [[ -z $new ]] || because "not Ready:$new" || return 1
  if [[ -n $old ]]; then RESULT=warning WHY="not Ready, as before this rollout:$old"; fi
}

# As facts, before anything is changed.
say_nodes() {
  local not=() name
  WHY=''
  if ! list_nodes_that_are_not_ready; then
    say facts warning no-nodes "which nodes are not Ready is not known: $WHY"
    return
  fi
  for name in "${not[@]+"${not[@]}"}"; do
    say_fact not-ready "$name"
    say facts warning not-ready "the node $name is not Ready, before anything is changed: look at it, or take it out of the cluster"
  done
}

# --- What the Service kubernetes lists ---

# Into OUT, an address a line.
list_endpoints() {
  kube get endpoints kubernetes -o 'jsonpath={.subsets[*].addresses[*].ip}' || because "$FAULT" || return 1
  OUT=$(tr ' ' '\n' <<<"$OUT" | sort)
  [[ -n $OUT ]] || because "kubectl does not say what the Service kubernetes lists"
}

question_endpoint_gone() {
  list_endpoints || return 1
  ! grep -qxF -- "$1" <<<"$OUT" || because "the Service kubernetes still lists $1"
}

question_service_endpoints() {
  local wanted
  wanted=$(printf '%s\n' "$@" | sort)
  list_endpoints || return 1
  [[ $OUT == "$wanted" ]] || because "the Service kubernetes lists ${OUT//$'\n'/ }"
}

# --- What is done to nodes ---

# Where a new machine may have taken the name, the node at this address alone is meant. Whoever has an answer for another one has nothing to
# do; the silence of a cluster is none.
is_node_here() {
  is_node_name "$1" || because "\"$1\" is not the name of a node" || return 2
  kube get node "$1" --ignore-not-found -o 'jsonpath={.status.addresses[?(@.type=="InternalIP")].address}' || because "$FAULT" || return 2
  local address=$OUT
  if [[ -z $address ]] && question_node_unknown "$1"; then WHY="$1 is not in the cluster" OUTCOME=not-in-cluster && return 1; fi
  if [[ -n ${2-} && " $address " != *" $2 "* ]]; then WHY="the node $1 is at ${address:-an unknown address}, not at $2: left alone" OUTCOME=left-alone && return 1; fi
}

# What may not be lost stays where it is, and a person decides.
deed_drain_node() {
  local code=0
  is_node_here "$@" || code=$?
  [[ $code -eq 0 ]] || return "$((code - 1))"
  WHY=''
  kube_within "$SECONDS_OF_A_GATE" drain "$1" --ignore-daemonsets || because "$FAULT: move these pods yourself (kubectl drain $1 …), and run again" || return 1
  WHY="$1 is free of pods"
}

deed_allow_pods() {
  is_node_name "$1" || because "\"$1\" is not the name of a node" || return 1
  kube uncordon "$1" || because "kubectl uncordon $1: $FAULT"
}

# A node that leaves, or that was made in a rollout which is taken back, goes with its requests.
deed_forget_node() {
  local i code=0 fault=''
  is_node_here "$@" || code=$?
  [[ $code -ne 2 ]] || return 1
  # The requests of a machine that has taken the name are that one's.
  [[ $code -eq 0 || -z ${2-} ]] || return 0
  kube delete node "$1" || fault=$FAULT
  if list_requests "$1"; then
    for ((i = 0; i < ${#R_NAME[@]}; i++)); do kube delete csr "${R_NAME[i]}" || :; done
  fi
  kube get node "$1" --ignore-not-found -o name || because "$FAULT" || return 1
  [[ -z $OUT ]] || because "kubectl delete node $1 does not work: ${fault:-the node is still there}"
}

# --- The cluster, by kubectl --------------------------------------------------------------------------------------------------------------

# What kubectl has written, and, where it failed, why: its own last line.
OUT='' FAULT=''

kube() { kube_within "$SECONDS_OF_A_COMMAND" "$@"; }

# SECONDS ARGUMENT…: both that it writes and that it says, each by itself.
kube_within() {
  local seconds=$1 both code said
  shift
  both=$({
    code=0
    said=$(HOME=~root timeout "$seconds" "$KUBECTL" "$@" 2>&1 >&5 </dev/null 9>&-) || code=$?
    printf '\001%s\001%s' "$code" "${said//$'\001'/}"
  } 5>&1)
  said=${both##*$'\001'}
  both=${both%$'\001'*}
  code=${both##*$'\001'}
  OUT=${both%$'\001'*}
  OUT=${OUT%$'\n'}
  case $code in
    0) FAULT='' && return ;;
    124) FAULT="kubectl has not answered within $seconds s" ;;
    *) FAULT=$(explained "$(last_words "$said")") ;;
  esac
  return 1
}

# The last line, without what a login needs.
last_words() {
  local line last=''
  while IFS= read -r line; do
    if [[ $line == *[![:space:]]* ]]; then last=$line; fi
  done <<<"$1"
  clean "${last:0:500}"
  sed -E 's#://[^/@ ]*@#://…@#g; s/((token|password|bearer|secret)[" ]*[:= ][" ]*)[^" ]+/\1…/Ig' <<<"$CLEAN"
}

explained() {
  case $1 in
    *expired* | *Unauthorized* | *'bad certificate'* | *'must be logged in'*)
      if has_expired; then
        printf '%s: the certificate in %s/.kube/config has expired: put a new one there, and run again' "$1" ~root
        return
      fi
      ;;
  esac
  printf '%s' "${1:-kubectl ended without a word}"
}

# The certificate that root shows to the apiserver.
has_expired() {
  local certificate
  certificate=$(HOME=~root timeout "$SECONDS_OF_A_COMMAND" "$KUBECTL" config view --minify --raw -o 'jsonpath={.users[0].user.client-certificate-data}' 2>/dev/null) || return 1
  if [[ -n $certificate ]]; then
    certificate=$(base64 -d <<<"$certificate" 2>/dev/null) || return 1
  else
    certificate=$(HOME=~root timeout "$SECONDS_OF_A_COMMAND" "$KUBECTL" config view --minify --raw -o 'jsonpath={.users[0].user.client-certificate}' 2>/dev/null) || return 1
    is_path "$certificate" && certificate=$(cat -- "$certificate" 2>/dev/null) || return 1
  fi
  ssl x509 -noout <<<"$certificate" && ! ssl x509 -noout -checkend 0 <<<"$certificate" >/dev/null
}

# --- The key of the kubelet here ----------------------------------------------------------------------------------------------------------

# A kubelet makes its key before it asks for a certificate.
readonly SECONDS_FOR_A_KEY=30

# What shows elsewhere which certificate request is of this kubelet (the first of the units that were asked for): since when it runs, and
# the digest of its public key; "memory" where it keeps that to itself until the certificate is issued, and "none" where it has none.
command_started() {
  say_name
  say_fact started "$(start_of "${SCOPE[0]}")"
  find_kubelet "${SCOPE[0]}"
  say_fact node-key "$(node_key)"
}

# The command line of the kubelet that runs, by the name of each option. A wrapper may have started it.
declare -A KUBELET_OPTION=()

find_kubelet() {
  local main pid
  main=$(property "$1" MainPID)
  [[ $main =~ ^[1-9][0-9]*$ ]] || return 0
  for pid in "$main" /proc/[0-9]*; do
    pid=${pid#/proc/}
    if [[ $pid == "$main" ]] || is_of_unit "$pid" "$1"; then
      if read_options_of "$pid" && [[ -n ${KUBELET_OPTION[kubeconfig]-}${KUBELET_OPTION[bootstrap-kubeconfig]-} ]]; then return; fi
    fi
  done
  KUBELET_OPTION=()
}

# --name=value, --name value, and --name of a switch; the last one counts.
read_options_of() {
  local argument name=''
  KUBELET_OPTION=()
  [[ $1 =~ ^[1-9][0-9]*$ && -r /proc/$1/cmdline ]] || return 1
  while IFS= read -r -d '' argument; do
    if [[ $argument =~ ^--([a-zA-Z0-9_-]+)(=(.*))?$ ]]; then
      name=${BASH_REMATCH[1]//_/-}
      KUBELET_OPTION[$name]=${BASH_REMATCH[3]:-${BASH_REMATCH[2]:+-}}
      [[ -z ${BASH_REMATCH[2]} ]] || name=''
    elif [[ -n $name ]]; then
      KUBELET_OPTION[$name]=$argument name=''
    fi
  done <"/proc/$1/cmdline" 2>/dev/null
}

# Where a kubelet looks for its key itself, in this order (kubernetes, pkg/kubelet/certificate/bootstrap).
node_key() {
  local folder=${KUBELET_OPTION[cert-dir]:-/var/lib/kubelet/pki} end key
  is_path "$folder" || { printf none && return; }
  end=$(($(uptime_seconds) + SECONDS_FOR_A_KEY))
  until key=$(key_in "$folder") && is_digest "$key"; do
    if rotates; then printf memory && return; fi
    if [[ -z ${KUBELET_OPTION[bootstrap-kubeconfig]-} || $(uptime_seconds) -ge $end ]]; then printf none && return; fi
    sleep 1
  done
  printf '%s' "$key"
}

# A pair that is there already is only used where none is rotated in memory.
key_in() {
  if ! rotates && [[ -f $1/kubelet-client-current.pem ]]; then
    public_key_of_file "$1/kubelet-client-current.pem"
  elif ! rotates && [[ -f $1/kubelet-client.crt && -f $1/kubelet-client.key ]]; then
    public_key_of_file "$1/kubelet-client.key"
  elif [[ -f $1/kubelet-client.key.tmp ]]; then
    public_key_of_file "$1/kubelet-client.key.tmp"
  fi
}

# Whether its certificates are rotated: by its command line, else by its files, of which the last counts.
rotates() {
  local file said='' config more
  config=${KUBELET_OPTION[config]-} more=${KUBELET_OPTION[config-dir]-}
  case ${KUBELET_OPTION[rotate-certificates]-unsaid} in
    unsaid) ;;
    '' | 1 | t | T | true | True | TRUE) return 0 ;;
    *) return 1 ;;
  esac
  for file in "$config" "${more:-/nowhere}"/*.conf; do
    if is_path "$file" && [[ -f $file ]]; then said+=$(sed -n -E '/^[[:space:]]*#/d; s/(^|.*[,{[:space:]])"?rotateCertificates"?[[:space:]]*:[[:space:]]*(true|false).*/\2 /p' "$file"); fi
  done
  [[ $said == *'true ' ]]
}

# --- Who leads ----------------------------------------------------------------------------------------------------------------------------

# A component writes HOST_ID, with the name that its own machine has for itself (os.Hostname).
readonly HOLDER_FORM='^(.+)_[0-9a-f-]{8,64}$'
HOLDER='' HOLDER_NAME=''

find_holder() {
  HOLDER='' HOLDER_NAME=''
  kube -n kube-system get lease "$1" -o 'jsonpath={.spec.holderIdentity}' || because "kubectl does not say who holds $1: $FAULT" || return 1
  HOLDER=$OUT
  if [[ $HOLDER =~ $HOLDER_FORM ]]; then HOLDER_NAME=${BASH_REMATCH[1]}; fi
}

# Into names: what the other masters call themselves. One that has not said it could be any, and two of one name could be each other.
find_names() {
  local host name
  [[ $# -gt 0 ]] || because "the plan names no other master" || return 1
  for host in "$@"; do
    is_node_name "$host" || because "\"$host\" is not the name of a host" || return 1
    name=${NAME_OF[$host]-}
    [[ -n $name ]] || because "$host did not say what it calls itself (uname -n)" || return 1
    if [[ $name == "$(uname -n)" ]] || is_in "$name" "${names[@]+"${names[@]}"}"; then
      because "two masters call themselves $name, so it cannot be seen which of them leads: give each a name of its own (hostnamectl set-hostname), and restart what runs there" || return 1
    fi
    names+=("$name")
  done
}

# LEASE HOST…: whether one of these masters holds it.
question_lease_moved() {
  local lease=$1 names=()
  shift
  find_names "$@" && find_holder "$lease" || return 1
  if [[ -n $HOLDER_NAME ]] && is_in "$HOLDER_NAME" "${names[@]}"; then return 0; fi
  because "it is held by ${HOLDER:-no one}, and the other masters are ${names[*]}"
}

# Renewed while we look, by any of them.
question_lease_renewed() { is_renewed kube-system "$1" || because "no one renews it${FAULT:+: $FAULT}"; }

# LEASE UNIT HOST…: the leader stops and stays stopped until another master has taken its lease: that alone shows that another one can. It
# starts again whatever happens here.
deed_restart_leader() {
  local lease=$1 unit=$2 end names=() moved=yes
  shift 2
  find_names "$@" || return 1
  if question_lease_moved "$lease" "$@"; then
    WHY="$lease: $HOLDER leads already" OUTCOME=leads-already
    return 0
  fi
  [[ -n $HOLDER ]] || because "${WHY:-it is held by no one}: nothing was stopped" || return 1
  start_again_later "$lease" "$unit" || return 1
  timeout 150 systemctl stop -- "$unit" || because "systemctl stop $unit does not work" || return 1
  end=$(end_of_a_gate)
  until question_lease_moved "$lease" "$@"; do
    if [[ $(uptime_seconds) -ge $end ]]; then
      moved=no
      break
    fi
    sleep 2
  done
  timeout 150 systemctl start -- "$unit" || because "$unit does not start again: journalctl -u $unit -n 20" || return 1
  timeout "$SECONDS_OF_A_COMMAND" systemctl stop "haplane-start-again-$lease.timer" 2>/dev/null || :
  stamp "$unit"
  [[ $moved == yes ]] || because "while $unit was stopped here no other master took the lease $lease ($WHY): do not go on, the other masters cannot lead" || return 1
  WHY="$lease: $HOLDER leads now"
}

start_again_later() {
  # Of an earlier run that did not come to its end.
  disarm "haplane-start-again-$1"
  timeout "$SECONDS_OF_A_COMMAND" systemd-run --unit="haplane-start-again-$1" --on-active="$((10#$SECONDS_OF_A_GATE + 60))" systemctl start -- "$2" >/dev/null 2>&1 ||
    because "no timer could be armed that starts $2 again"
}

# --- Certificate requests of kubelets -----------------------------------------------------------------------------------------------------

readonly KUBELET_SIGNER=kubernetes.io/kube-apiserver-client-kubelet
# A name may hold whatever a path may: those that a kubelet makes are of these letters.
readonly REQUEST_NAME_FORM='[A-Za-z0-9][A-Za-z0-9._:-]{0,252}'
# When it was made, what it asks for, who is to sign, and what for. What the apiserver has encoded itself comes first, so that nothing
# behind it can look like it.
readonly REQUEST_FORM='([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}Z)\|([A-Za-z0-9+/=]+)\|([A-Za-z0-9./-]*)\|([a-z ,]*)'
readonly REQUEST_FIELDS='{.metadata.creationTimestamp}{"|"}{.spec.request}{"|"}{.spec.signerName}{"|"}{range .spec.usages[*]}{@}{","}{end}'

# By index, the requests of one node that only its kubelet makes: name, when it was made (seconds), what was decided, and the digest of its
# public key. In FOREIGN those that ask for the name of the node in any other way.
R_NAME=() R_CREATED=() R_DECIDED=() R_KEY=() FOREIGN=()

# A name may hold the end of a line and what looks like another request: before one is approved, it is asked for by itself.
list_requests() {
  local line
  R_NAME=() R_CREATED=() R_DECIDED=() R_KEY=() FOREIGN=()
  kube get csr -o "jsonpath={range .items[*]}$REQUEST_FIELDS{\"|\"}{range .status.conditions[*]}{.type}{\",\"}{end}{\"|\"}{.status.certificate}{\"|\"}{.metadata.name}{\"\\n\"}{end}" ||
    because "$FAULT" || return 1
  while IFS= read -r line; do
    if [[ $line =~ ^$REQUEST_FORM\|([A-Za-z,]*)\|([A-Za-z0-9+/=]*)\|($REQUEST_NAME_FORM)$ ]]; then add_request "$1" "${BASH_REMATCH[@]:1:7}"; fi
  done <<<"$OUT"
}

# NODE CREATED REQUEST SIGNER USAGES CONDITIONS CERTIFICATE NAME
add_request() {
  local conditions=$6 certificate=$7 decided=pending
  judge_request "${@:1:5}"
  case $KIND in
    foreign) FOREIGN+=("$8") ;;
    kubelet)
      case ,$conditions in *,Denied,* | *,Failed,*) decided=denied ;; *,Approved,*) decided=approved${certificate:+-and-issued} ;; esac
      R_NAME+=("$8") R_CREATED+=("$(date -d "$2" +%s)") R_DECIDED+=("$decided") R_KEY+=("$KEY")
      ;;
  esac
}

# NODE CREATED REQUEST SIGNER USAGES. Into KIND: kubelet, as only the kubelet of this node asks for its certificate; foreign, where it asks for
# the name of this node in another way; other. Into KEY: the digest of its public key.
KIND=other KEY=''
judge_request() {
  local node=$1 signer=$4 usages=$5 request subject
  KIND=other KEY=''
  # What a kubelet serves with has the same subject, and is not ours to approve.
  if [[ ($signer != '' && $signer != "$KUBELET_SIGNER") || ,$usages == *',server auth,'* ]]; then return; fi
  request=$(base64 -d <<<"$3" 2>/dev/null | tr -d '\0') || return 0
  subject=$(subject_of "$request")
  [[ $subject == *"CN = system:node:$node"* ]] || return 0
  KIND=foreign
  if is_subject_of "$node" "$subject" && are_usages_of_kubelet "$usages" && has_no_attributes "$request"; then
    KEY=$(public_key_of_request "$request")
    if is_digest "$KEY"; then KIND=kubelet; fi
  elif [[ $subject$'\n' != *"CN = system:node:$node"$'\n'* ]]; then
    # The name of another node begins with this one.
    KIND=other
  fi
}

# Each part of it a line, as "CN = …"; parts that belong together are one line.
subject_of() { ssl req -noout -subject -nameopt sep_multiline,utf8,esc_ctrl,space_eq <<<"$1" | sed -n 's/^    //p'; }

# The group and the name, and nothing else.
is_subject_of() {
  local group='O = system:nodes' name="CN = system:node:$1"
  [[ $2 == "$group"$'\n'"$name" || $2 == "$name"$'\n'"$group" ]]
}

are_usages_of_kubelet() {
  local usage IFS=,
  for usage in $1; do
    case $usage in 'digital signature' | 'client auth' | 'key encipherment') ;; *) return 1 ;; esac
  done
  [[ ,$1 == *',digital signature,'* && ,$1 == *',client auth,'* ]]
}

# A kubelet's request asks for no extension: no alternative name, no basic constraint. In it, [0] holds them all.
has_no_attributes() {
  local text
  text=$(ssl asn1parse <<<"$1") || return 1
  ! grep -E '^ *[0-9]+:d=2 .*cont \[ 0 \]' <<<"$text" | grep -qvE ' l= *0 '
}

# The same digest as of the key itself, whatever form that has.
public_key_of_request() { ssl req -noout -pubkey <<<"$1" | ssl pkey -pubin -outform DER | digest_of_der; }

public_key_of_file() { ssl pkey -in "$1" -pubout -outform DER | digest_of_der; }

# Nothing where there is no key.
digest_of_der() {
  local sum
  sum=$(sha256sum)
  sum=${sum%% *}
  if [[ $sum != e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ]]; then printf '%s' "$sum"; fi
}

# Into fitting, by index: the requests that wait and are of that kubelet. Its key proves it; where a kubelet keeps its key in memory (as one
# that rotates its certificates does), it is one that was made since the kubelet was started.
choose_requests() {
  local i
  for ((i = 0; i < ${#R_NAME[@]}; i++)); do
    if [[ ${R_DECIDED[i]} == pending ]] && is_of_that_kubelet "$i"; then fitting+=("$i"); fi
  done
}

is_of_that_kubelet() {
  local key=${FACT[node-key]:-none} started=${FACT[started]-}
  case $key in
    none) return 1 ;;
    memory) [[ $started =~ ^[0-9]{1,15}$ && ${R_CREATED[$1]} =~ ^[0-9]{1,15}$ && $((10#$started)) -gt 0 && ${R_CREATED[$1]} -ge $((10#$started - CLOCK_TOLERANCE)) ]] ;;
    *) [[ ${R_KEY[$1]} == "$key" ]] ;;
  esac
}

# Requests are forgotten an hour after they were answered; the node itself is the better witness then.
question_csr_issued() {
  local i
  is_node_name "$1" || because "\"$1\" is not the name of a node" || return 1
  list_requests "$1" || return 1
  for ((i = 0; i < ${#R_NAME[@]}; i++)); do
    if [[ ${R_DECIDED[i]} == approved-and-issued ]]; then return 0; fi
  done
  is_ready_node "$1" || because "no request of system:node:$1 is issued: does kube-controller-manager sign (--cluster-signing-cert-file)?${FAULT:+ kubectl: $FAULT}"
}

# Exactly what that kubelet has asked for.
deed_approve_csr() {
  local node=$1 end fitting=() chosen='' i
  is_node_name "$node" || because "\"$node\" is not the name of a node" || return 1
  end=$(end_of_a_gate)
  until list_requests "$node" && choose_requests && [[ ${#fitting[@]} -gt 0 ]]; do
    if is_ready_node "$node"; then
      WHY="$node has joined already" OUTCOME=joined-already
      return 0
    fi
    if [[ $(uptime_seconds) -ge $end ]]; then
      why_none_fits "$node"
      return 1
    fi
    sleep 2
  done
  if [[ ${FACT[node-key]} == memory && ${#fitting[@]} -gt 1 ]]; then
    OUTCOME=several-requests
    for i in "${fitting[@]}"; do chosen+=" ${R_NAME[i]}"; done
    because "more than one request waits:$chosen; look at them, and approve none that you do not know" || return 1
  fi
  for i in "${fitting[@]}"; do approve "$node" "$i" && chosen+=" ${R_NAME[i]}" || return 1; done
  WHY="${chosen# } of system:node:$node"
  if [[ ${FACT[node-key]} == memory ]]; then
    RESULT=warning OUTCOME=key-in-memory
    WHY+=", by its subject and its time alone: this kubelet rotates its certificates, and keeps its key in memory until it is issued"
  fi
  [[ ${#FOREIGN[@]} -eq 0 ]] || say approve-csr warning foreign-request "${FOREIGN[*]}: asks for the name of $node, and not as a kubelet does: find out who made it, then kubectl certificate deny"
}

# In WHY, and in OUTCOME as a code.
why_none_fits() {
  local i waiting='' key=${FACT[node-key]:-none}
  for ((i = 0; i < ${#R_NAME[@]}; i++)); do
    if [[ ${R_DECIDED[i]} == pending ]]; then waiting+=" ${R_NAME[i]}"; fi
  done
  if [[ -n $waiting && $key == none ]]; then
    OUTCOME=no-key WHY="a request waits ($waiting ), and the host of $1 has shown no key of a kubelet to match it: journalctl -u kubelet there"
  elif [[ -n $waiting ]]; then
    OUTCOME=other-key WHY="a request waits ($waiting ), and is not of the kubelet on that host: approve none that you do not know"
  elif [[ ${#FOREIGN[@]} -gt 0 ]]; then
    OUTCOME=foreign-request WHY="${FOREIGN[*]} asks for the name of $1, and not as a kubelet does: find out who made it, then kubectl certificate deny"
  else
    OUTCOME=no-request WHY="${FAULT:-no request of system:node:$1 came: journalctl -u kubelet there}"
  fi
}

# NODE INDEX: asked for by itself it is still that request, and it was not made by another node, a service account or a stranger.
approve() {
  local node=$1 name=${R_NAME[$2]} key=${R_KEY[$2]} created=${R_CREATED[$2]}
  kube get csr "$name" -o "jsonpath=$REQUEST_FIELDS" || because "$FAULT" || return 1
  if [[ $OUT =~ ^$REQUEST_FORM$ ]]; then judge_request "$node" "${BASH_REMATCH[@]:1:4}"; else KIND=other; fi
  if [[ $KIND != kubelet || $KEY != "$key" || $(date -d "${OUT%%|*}" +%s) != "$created" ]]; then
    OUTCOME='foreign-request'
    because "$name is not what the list of requests says: approve none that you do not know" || return 1
  fi
  kube get csr "$name" -o 'jsonpath={.spec.username}' || because "$FAULT" || return 1
  case $OUT in
    "system:node:$node") ;;
    system:node:* | system:serviceaccount:* | system:anonymous)
      OUTCOME='foreign-request'
      because "$name was made by $(last_words "$OUT"), who does not ask for the certificate of $node: approve none that you do not know" || return 1
      ;;
  esac
  kube certificate approve "$name" || because "kubectl certificate approve $name: $FAULT"
}

# --- Main -----------------------------------------------------------------------------------------------------------------------------

ENGINE=${BASH_SOURCE[0]}
if [[ -L $ENGINE ]] || ! is_path "$ENGINE"; then ENGINE=$(readlink -f -- "$ENGINE"); fi
DIR='' PLAN='' HOST='' GROUPS_ASKED=() UNITS_ASKED='' OVERWRITE=no ALLOWS_FOREIGN=no KEEPS_SECRETS=no FOR='' CONFIRM_WITHIN=120 EVENTS=no ROLLBACK_TO='' AT_BOOT='' DELIVERY=''

read_options() {
  while [[ $# -gt 0 ]]; do
    case $1 in
      --dir | --host | --for | --group | --units | --confirm-within | --to | --delivery)
        [[ $# -ge 2 && -n $2 ]] || misuse "$1 needs a value"
        read_value "$1" "$2"
        shift
        ;;
      --overwrite) OVERWRITE=yes ;;
      --allow-foreign-folders) ALLOWS_FOREIGN=yes ;;
      --keep-secrets) KEEPS_SECRETS=yes ;;
      --events) EVENTS=yes ;;
      --boot) AT_BOOT=yes ;;
      --help) usage && exit 0 ;;
      *) misuse "there is no option $1" ;;
    esac
    shift
  done
}

read_value() {
  case $1 in
    --dir) if [[ $2 == /* ]]; then DIR=$2; else DIR=$PWD/$2; fi ;;
    --host) HOST=$2 ;;
    --for) FOR=$2 ;;
    --group)
      [[ $2 =~ ^(control-plane|node|load-balancer|leaving|leftover)$ ]] || misuse "there is no group $2"
      GROUPS_ASKED+=("$2")
      ;;
    --units) UNITS_ASKED=$2 ;;
    --to) ROLLBACK_TO=$2 ;;
    --delivery) DELIVERY=$2 ;;
    --confirm-within)
      [[ $2 =~ ^[1-9][0-9]{0,4}$ ]] || misuse "--confirm-within takes seconds"
      CONFIRM_WITHIN=$2
      ;;
  esac
}

main() {
  local command=${1-}
  case $command in
    --help | help | '')
      usage
      [[ -n $command ]] || exit "$MISUSE"
      return
      ;;
    -)
      main_from_stdin
      return
      ;;
    plan | apply | confirm | status | rollback | missing | send | receive | recover | ask | facts | started | channel) shift ;;
    *) misuse "there is no command $command" ;;
  esac
  read_options "$@"
  case $command in
    send | channel)
      HOST=${HOST:-$(uname -n)}
      DIR=${DIR:-${ENGINE%/*/*}}
      "command_$command"
      ;;
    recover)
      # It stands by itself: what has to be put back, and who runs with what, is all in the journal and the stamps.
      command_recover
      ;;
    *)
      # It lies in bin/ of that folder.
      DIR=${DIR:-${ENGINE%/*/*}}
      find_plan
      lock_for "$command"
      load_plan
      "command_$command"
      ;;
  esac
}

# Nothing is read beyond the empty line: the rest is for the command.
main_from_stdin() {
  local word words=()
  while IFS= read -r word && [[ -n $word ]]; do words+=("$word"); done
  main "${words[@]+"${words[@]}"}"
}

# Who only looks waits for nobody.
lock_for() {
  case $1 in
    apply | rollback) take_lock 0 "$(longest_with "$(longest_return)" "$LONGEST_PREPARATION")" ;;
    receive) take_lock 0 "$(longest_with "$LONGEST_WHILE_WAITING" "$LIMIT_OF_AN_ARCHIVE")" ;;
    confirm) take_lock 30 "$LONGEST_CONFIRM" ;;
    plan | status)
      drop_old_copies
      return
      ;;
    *) return ;;
  esac
  # The copies hold the source's secrets.
  trap clean_up EXIT
}

# The way back of a delivery that waits for its confirm is not kept waiting by the next one: the first while there is one, else the second.
longest_with() { if [[ $(journal_state) == none ]]; then printf '%s' "$2"; else printf '%s' "$1"; fi; }

load_plan() {
  PLAN=$DIR/hosts/$HOST.plan
  prove_digests
  read_plan "$PLAN"
  prove_host
  resolve_links
  choose_units
}

# The plan of the delivery that is put back says which files its services read.
load_kept_plan() {
  PLAN=$JOURNAL/plan
  if [[ -f $PLAN ]]; then
    [[ -n $HOST ]] || IFS=$'\t' read -r _ _ HOST _ <"$PLAN"
    read_plan "$PLAN"
  fi
  HOST=${HOST:-localhost}
}

main "$@"
