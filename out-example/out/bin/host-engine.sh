#!/usr/bin/env bash
# The host engine of haplane: the only program that changes a host. It brings the host to the state in its plan, or leaves it as it was. The
# plan is data: it is read line by line and never run. Needs bash 4.2, coreutils, util-linux, diffutils, tar and systemd 219, and curl where
# a health check uses HTTP.
set -euo pipefail
export LC_ALL=C
# New files belong to root alone until their mode is set.
umask 077
# The caller may disappear at any moment; the work in hand is finished.
trap '' PIPE HUP
# Clocks of other hosts are compared with this time, so the time for an answer does not count.
printf -v STARTED_AT '%(%s)T' -1
readonly STARTED_AT
# stdout of this program, also inside a command substitution.
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
readonly LAST_ROLLED_BACK=$STATE/rolled-back
readonly DELIVERY_TIMER=haplane-revert CONFIRM_TIMER=haplane-confirm
readonly KEPT=5

readonly REFUSED=1 DIFFERENT=2 ROLLED_BACK=3 NEEDS_OPERATOR=4 MISUSE=64 BUSY=75

usage() {
  cat <<'TEXT'
host-engine.sh COMMAND [OPTION...]: bring this host to the state in its plan, or leave it as it was.

  plan        show what apply would do; write nothing
  apply       apply the plan; rolls back automatically unless confirmed in time
  confirm     keep the delivery; run it over a new connection, which proves that the host can be reached;
              with --within, wait longer for the final confirm
  status      show deliveries, drift, and services that run with old files
  rollback    undo the last delivery, confirmed or not; with --to ID, undo everything after that delivery
  missing     list the files that must come from the source master, one path per line
  send        write the files listed on stdin, one path per line, to stdout as a tar archive (on the source master)
  receive     read the digests of edited files from stdin, one per line up to an empty line ("file", the digest of the
              file on the source master, the path, separated by tabs), then the archive for the next apply
  recover     finish or roll back an interrupted delivery (at boot, and from a timer)
  ask         check the gates and carry out the actions that come on stdin, as lines of rollout.plan
  facts       print the facts that other hosts are compared with; check the files listed on stdin, one per line:
              the digest or -, a tab, the path; for - print the digest; with "kubectl", a tab and its path, also print
              which nodes are not Ready
  verify      print what is on the disk, what runs, and the answers to the questions on stdin, one per line; write nothing
  channel     print the digest of stdin
  started     print when the first of the units (a kubelet) was started, and the digest of its public key
  -           read the command line from stdin, one word per line up to an empty line, then run it

  --dir DIR             the folder with SHA256SUMS, hosts/ and bin/ (default: the one with this program)
  --host NAME           the name of this host in the plan (default: the name of the only plan)
  --group GROUP         only this group: control-plane, node, load-balancer, leaving or leftover; may be repeated
  --units NAMES         only these units of the groups, separated by commas; none for no unit
  --for HOST            send only files that the plan of HOST copies; its plan must be next to that of the source master
  --overwrite           overwrite local edits (listed by plan)
  --allow-foreign-folders
                        also write to folders that another account than root can change
  --keep-secrets        keep old secrets after confirm, so that a rollback can restore them
  --confirm-within SEC  roll back unless confirmed within this time (default: 120)
  --within SEC          with confirm: keep nothing yet; wait this much longer for the final confirm
  --message TEXT        with apply: why it is done; at most 200 characters; shown by status
  --change ID           with apply: the ID of the change or ticket; shown by status
  --result DIGEST       fail unless the digest of SHA256SUMS is DIGEST: no other output was staged here since
  --events              print lines for programs, with fields separated by tabs: event HOST STEP RESULT CODE DETAIL,
                        fact NAME VALUE, path PATH, text LINE

Exit codes: 0 done, 1 refused and nothing changed, 2 differences (plan, status), 3 failed and rolled back,
4 failed and manual action required, 64 misuse, 75 another delivery is running.
TEXT
}

# --- Output -------------------------------------------------------------------------------------------------------------------------------

# Control characters; bytes of UTF-8 are not among them.
readonly NOT_PRINTED=$'[^[:print:]\t\200-\377]'
readonly LONGEST_LINE=4000
CLEAN=''

# Sets CLEAN: the text on one line, without control characters, and not longer than a reader accepts.
clean() {
  CLEAN=${1//$CONTROL_UTF8/?}
  CLEAN=${CLEAN//$NOT_PRINTED/?}
  CLEAN=${CLEAN:0:LONGEST_LINE}
}

# Prints to stdout of the program, also inside a command substitution. A closed pipe does not stop a delivery.
write() {
  # shellcheck disable=SC2059 # each caller passes a format of its own
  printf "$@" >&3 2>/dev/null || :
}

# STEP RESULT CODE DETAIL. Programs decide by the first three, which come from closed sets; DETAIL is for people.
say() {
  local code=": $3"
  clean "${4-}"
  if [[ $EVENTS == yes ]]; then
    write 'event\t%s\t%s\t%s\t%s\t%s\n' "$HOST" "$1" "$2" "$3" "${CLEAN//[$'\t\n']/ }"
  else
    write '%s: %s: %s%s%s\n' "$HOST" "$1" "$2" "${code%: -}" "${CLEAN:+: $CLEAN}"
  fi
}

# NAME VALUE: data for a program. The name comes from a closed set and decides the form of the value.
say_fact() { if [[ $EVENTS == yes ]]; then write 'fact\t%s\t%s\n' "$1" "$2"; else write '%s: %s: %s\n' "$HOST" "$1" "$2"; fi; }

say_path() { if [[ $EVENTS == yes ]]; then write 'path\t%s\n' "$1"; else write '%s\n' "$1"; fi; }

# Lines for people.
show() {
  local line
  while IFS= read -r line; do
    clean "$line"
    if [[ $EVENTS == yes ]]; then write 'text\t%s\n' "$CLEAN"; else write '%s\n' "$CLEAN"; fi
  done < <(printf '%s\n' "$@")
}

# Ends the program before anything has changed.
refuse() {
  say "$1" refused "$2" "$3"
  exit "$REFUSED"
}

misuse() {
  printf 'host-engine.sh: %s; see host-engine.sh --help\n' "$1" >&2
  exit "$MISUSE"
}

# --- Time -------------------------------------------------------------------------------------------------------------------------------

# Seconds since boot: a clock that cannot be set.
uptime_seconds() {
  local seconds
  read -r seconds _ </proc/uptime
  printf '%s' "${seconds%.*}"
}

# Sets NOW to the same, without a child process.
NOW=0

look_at_clock() {
  read -r NOW _ </proc/uptime
  NOW=${NOW%.*}
}

# --- Limits -----------------------------------------------------------------------------------------------------------------------------

# Seconds that a command may take: a query to systemd, a daemon-reload, a start or stop of a service, a check of a configuration, the
# digests of the files of a delivery, and an archive on its way in.
readonly LIMIT_OF_A_QUESTION=20 LIMIT_OF_A_RELOAD=90 LIMIT_OF_A_SERVICE=150 LIMIT_OF_A_TRIAL=60 LIMIT_OF_FILES=600 LIMIT_OF_AN_ARCHIVE=3600

# SECONDS COMMAND…: a command that ignores the signal at its limit is killed. It may outlive this program, so it does not inherit the lock.
within() {
  local seconds=$1
  shift
  timeout --kill-after=5 "$seconds" "$@" 9>&-
}

# EXIT-CODE: the command was ended at its limit, or killed there.
is_timed_out() { [[ $1 -eq 124 || $1 -eq 137 ]]; }

# Set where a change through systemd timed out: it may work a minute later.
TIMED_OUT=''

# EXIT-CODE SECONDS WHAT UNIT: systemctl failed.
say_service_fault() {
  if is_timed_out "$1"; then
    TIMED_OUT=yes
    say service failed timed-out "systemctl $3${4:+ $4} did not end within $2 s"
  else
    say service failed "$3" "${4:-systemctl $3}"
  fi
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


# --- The plan -----------------------------------------------------------------------------------------------------------------------

# What the plan wants, one index per path: W_KIND is what to do with it (file, link, directory, remove), then class, path, mode, owner, digest,
# what was there when the plan was made, the target of a link, and where the content comes from (placed, copied, edited). W_NAME is the path
# in the plan; W_PATH differs from it where that path is a link to a file.
W_KIND=() W_CLASS=() W_NAME=() W_PATH=() W_MODE=() W_OWNER=() W_SUM=() W_BEFORE=() W_TARGET=() W_FROM=()
# By path, mode and owner of each folder that the plan makes, in any group.
declare -A PLANNED_FOLDER=()
# The lines to exchange: the path, how many, the old line, the new line, and the line that an earlier rollout put there.
E_PATH=() E_COUNT=() E_OLD=() E_NEW=() E_EARLIER=()
UNITS=() UNIT_GROUPS=() RETIRED=()
L_UNIT=() L_ACTION=() L_PATH=()
H_UNIT=() H_KIND=() H_FIRST=() H_SECOND=()
ADDRESS='' SECONDS_OF_A_GATE=180

find_plan() {
  local plans
  if [[ -z $HOST ]]; then
    plans=("$DIR"/hosts/*.plan)
    [[ ${#plans[@]} -eq 1 && -f ${plans[0]} ]] || misuse "pass --host NAME: $DIR/hosts has no plan, or more than one"
    HOST=${plans[0]##*/}
    HOST=${HOST%.plan}
  fi
  [[ $HOST =~ ^[a-z0-9]([a-z0-9-]*[a-z0-9])?$ ]] || misuse "$HOST is not a host name"
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

add_wanted() {
  W_KIND+=("$1") W_CLASS+=("$2") W_NAME+=("$3") W_PATH+=("$3") W_MODE+=("$4")
  W_OWNER+=("$5") W_SUM+=("$6") W_BEFORE+=("$7") W_TARGET+=("$8") W_FROM+=("$9")
  is_path "$3" || refuse plan bad-path "\"$3\" is not a valid path in a plan"
}

read_plan() {
  local kind a b c d e f
  while IFS=$'\t' read -r kind a b c d e f; do
    case $kind in
      haplane-host) read_head "$a" "$b" "$c" "$d" "$e" ;;
      unit | retire) UNITS+=("$b") UNIT_GROUPS+=("$a") && if [[ $kind == retire ]]; then RETIRED+=("$b"); fi ;;
      directory)
        PLANNED_FOLDER[$d]="$b $c"
        if in_scope "$a"; then add_wanted directory directory "$d" "$b" "$c" - any - -; fi
        ;;
      link) if in_scope "$a"; then add_wanted link link "$b" - - - any "$c" -; fi ;;
      copy) if in_scope "$a"; then add_wanted file "$b" "$f" "$c" "$d" "$e" any - copied; fi ;;
      place) if in_scope "$a"; then add_wanted file placed "${e}" "$b" "$c" "$d" "$f" - placed; fi ;;
      edit | edit-if-there) if in_scope "$a"; then read_edit "$kind" "$b" "$c" "$d" "$e" "$f"; fi ;;
      remove-if-equal) if in_scope control-plane; then add_wanted remove never-copied "$b" - - "$a" any - -; fi ;;
      take-away) if in_scope "$a"; then add_wanted remove leftover "$c" - - "$b" any - -; fi ;;
      loads | health) read_service_record "$kind" "$a" "$b" "$c" "$d" ;;
      leave) ;;
      *) refuse plan unknown-record "unknown record \"$kind\": this engine is older than the plan" ;;
    esac
  done <"$1"
  [[ -n $ADDRESS ]] || refuse plan no-head "the record haplane-host is missing"
}

read_service_record() {
  case $1 in
    loads) L_UNIT+=("$2") L_ACTION+=("$3") L_PATH+=("$4") ;;
    health) H_UNIT+=("$2") H_KIND+=("$3") H_FIRST+=("$4") H_SECOND+=("$5") ;;
  esac
}

# The services in another plan: their health checks, and the files that they read.
read_services() {
  local kind a b c d
  H_UNIT=() H_KIND=() H_FIRST=() H_SECOND=()
  [[ -f $1 ]] || return 0
  while IFS=$'\t' read -r kind a b c d; do read_service_record "$kind" "$a" "$b" "$c" "$d"; done <"$1"
}

read_head() {
  [[ $1 == 1 ]] || refuse plan wrong-version "the plan has version $1, but this engine reads version 1"
  [[ $2 == "$HOST" ]] || refuse plan wrong-host "the plan is for $2, not for $HOST"
  [[ $5 =~ ^[0-9]{1,5}$ ]] || refuse plan bad-record "\"$5\" is not a number of seconds"
  ADDRESS=$3 SECONDS_OF_A_GATE=$((10#$5))
}

# An edited file that is also copied is already in the list. An edited file of this host is added here.
read_edit() {
  local kind=$1 path=$2 i
  E_PATH+=("$path") E_COUNT+=("$3") E_OLD+=("$4") E_NEW+=("$5") E_EARLIER+=("${6-}")
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    [[ ${W_PATH[i]} == "$path" ]] && return
  done
  add_wanted file edited-in-place "$path" - - - any - "${kind/#edit/edited}"
}

has_edits() {
  local path
  for path in "${E_PATH[@]+"${E_PATH[@]}"}"; do
    [[ $path == "$1" ]] && return 0
  done
  return 1
}

# A plan must not be applied to the wrong machine.
prove_host() {
  case $ADDRESS in
    *:*) has_ipv6 "$(expand_ipv6 "$ADDRESS")" && return ;;
    *) has_ipv4 "$ADDRESS" && return ;;
  esac
  refuse host wrong-machine "no interface has the address $ADDRESS of $HOST: this is another machine"
}

# The kernel prints an address, and on the next line what it is.
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

# Prints 2001:db8::1 as the 32 digits of /proc/net/if_inet6.
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

# [HOST]: checks the digest of every file here, including the plan of HOST (default: this host).
prove_digests() {
  local host=${1:-$HOST} line lines=() sums=''
  [[ -f $DIR/SHA256SUMS ]] || refuse digests no-digests "$DIR/SHA256SUMS is missing"
  # SHA256SUMS lists the files of all hosts: thousands of lines in a large cluster.
  mapfile -t lines <"$DIR/SHA256SUMS"
  for line in "${lines[@]+"${lines[@]}"}"; do
    case $line in *"  bin/host-engine.sh" | *"  bin/capture.sh" | *"  hosts/$host.plan" | *"  hosts/$HOST/"*) sums+=$line$'\n' ;; esac
  done
  [[ $sums == *"  hosts/$host.plan"* && $sums == *"  bin/host-engine.sh"* ]] ||
    refuse digests not-listed "SHA256SUMS does not list the plan of $host, or this program"
  sums=$(cd "$DIR" && exec sha256sum --quiet -c - <<<"$sums" 2>&1) ||
    refuse digests not-as-built "${sums%%$'\n'*}: the file is not the one that was built. Copy the folder again."
}

# --- The lock -----------------------------------------------------------------------------------------------------------------------------

# Seconds for which the lock may be held: before anything has changed, by a confirm, and while a delivery waits for its confirm.
readonly LONGEST_PREPARATION=3600 LONGEST_CONFIRM=300 LONGEST_WHILE_WAITING=60
# How long a recover waits for the lock; its timer tries again.
readonly LONGEST_WAIT=300

# Prints the holder first. An old flock does not accept a timeout of 0.
wait_for_lock() {
  [[ $1 -gt 0 ]] || return 1
  say lock waiting - "$(holder_of_lock) holds the lock; waiting for at most $1 s"
  flock -w "$1" 9
}

holder_of_lock() {
  local holder=''
  { read -r holder <"$RUNNING/holder"; } 2>/dev/null || :
  printf '%s' "${holder:-another process}"
}

# Looks at the process that signed: an attempt to take the lock would hold it for a moment.
is_locked() {
  local holder=''
  { read -r holder <"$RUNNING/holder"; } 2>/dev/null || return 1
  [[ $holder =~ \(process\ ([1-9][0-9]{0,9})\)$ && /proc/${BASH_REMATCH[1]}/fd/9 -ef $RUNNING/lock ]]
}

# An older version may have made these files with another mode. A process that can open the lock can hold it, so only root may open it.
open_lock() {
  mkdir -p "$RUNNING"
  exec 9>>"$RUNNING/lock"
  chmod go= "$RUNNING" "$RUNNING/lock"
}

# The kernel releases the lock when its last holder ends, in any way.
take_lock() {
  open_lock
  if ! flock -n 9 && ! wait_for_lock "$1"; then exit_busy; fi
  work_until "$2"
}

exit_busy() {
  say lock busy - "$(holder_of_lock) holds the lock. Wait for its end, or run: host-engine.sh status"
  exit "$BUSY"
}

# For a recover from a timer, which no operator watches: ends a holder that has exceeded its time.
take_lock_or_end_holder() {
  local deadline
  open_lock
  look_at_clock
  deadline=$((NOW + LONGEST_WAIT))
  if ! flock -n 9; then
    say lock waiting - "$(holder_of_lock) holds the lock; waiting for at most $LONGEST_WAIT s"
    until flock -w 5 9; do
      end_overdue_holder
      look_at_clock
      if [[ $NOW -ge $deadline ]]; then exit_busy; fi
    done
  fi
  work_until "$1"
}

# The holder signs: one line for people, one line for programs with its process, the start of that process and the end of its time. Without
# room on the disk there is no signature, and no process is ended.
HELD_SINCE=''

work_until() {
  local who=${SUDO_USER:-${USER:-root}}${SSH_CLIENT:+ from ${SSH_CLIENT%% *}}
  HELD_SINCE=${HELD_SINCE:-$(date -u +%Y-%m-%dT%H:%M:%SZ)}
  { look_at_process "$$" && look_at_clock &&
    printf '%s since %s (process %s)\nprocess %s %s %s\n' \
      "${who//[^A-Za-z0-9@.:_ -]/?}" "$HELD_SINCE" "$$" "$$" "$START" "$((NOW + $1))" >"$RUNNING/holder.new" &&
    mv -T -- "$RUNNING/holder.new" "$RUNNING/holder"; } 2>/dev/null || rm -f -- "$RUNNING/holder"
}

# Reads the last signature; false where it has no valid form.
read_holder() {
  local line=''
  { read -r _ && read -r line; } <"$RUNNING/holder" 2>/dev/null || return 1
  [[ $line =~ ^process\ ([1-9][0-9]{0,9})\ ([0-9]{1,18})\ ([0-9]{1,10})$ ]] || return 1
  HOLDER=${BASH_REMATCH[1]} HOLDER_START=${BASH_REMATCH[2]} HOLDER_UNTIL=${BASH_REMATCH[3]}
}

HOLDER='' HOLDER_START='' HOLDER_UNTIL='' LEFT_BEHIND=''

# Ends the holder once its time is over, and processes that it has left behind with the lock.
end_overdue_holder() {
  read_holder || return 0
  look_at_clock
  if is_process "$HOLDER" "$HOLDER_START"; then
    LEFT_BEHIND=''
    if [[ /proc/$HOLDER/fd/9 -ef $RUNNING/lock && $NOW -gt $((10#$HOLDER_UNTIL)) ]]; then
      say lock stopped timed-out "process $HOLDER has held the lock for too long and is ended"
      end_process "$HOLDER" "$HOLDER_START"
    fi
  else
    end_left_behind
  fi
}

# --- Processes that hang ----------------------------------------------------------------------------------------------------------------

# Sets START, the start time of a process, and PARENT (proc(5)); false where there is none. The name of a process may contain any character.
START='' PARENT=''

look_at_process() {
  local line='' fields=()
  { IFS= read -r -d '' line <"/proc/$1/stat"; } 2>/dev/null || :
  read -r -d '' -a fields <<<"${line##*)}" || :
  [[ ${#fields[@]} -ge 20 && ${fields[1]} =~ ^[0-9]+$ && ${fields[19]} =~ ^[0-9]+$ ]] || return 1
  PARENT=${fields[1]} START=${fields[19]}
}

# Two processes can have the same number one after the other, but not the same start.
is_process() { look_at_process "$1" && [[ $START == "$2" ]]; }

# Sets FOUND: a process and all its descendants, each as NUMBER:START.
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

# NUMBER START: ends a process with all its descendants. TERM comes first, so that an engine can roll back its delivery. A stopped process
# must continue for that.
end_process() {
  local i
  find_tree "$1"
  signal TERM "${FOUND[@]+"${FOUND[@]}"}"
  signal CONT "${FOUND[@]+"${FOUND[@]}"}"
  for ((i = 0; i < 10; i++)); do
    is_process "$1" "$2" || break
    sleep 1
  done
  # It may have started more processes since. They may still run where it has ended.
  if is_process "$1" "$2"; then find_tree "$1"; fi
  signal KILL "${FOUND[@]+"${FOUND[@]}"}"
}

# Ends processes that hold the lock although the process that signed is gone. Only those of the previous look are ended: another process may
# have taken the lock just now and not have signed yet.
end_left_behind() {
  local pid now=' ' process
  for pid in /proc/[1-9]*; do
    if [[ $pid/fd/9 -ef $RUNNING/lock ]] && holds_lock "$pid" && look_at_process "${pid#/proc/}"; then now+="${pid#/proc/}:$START "; fi
  done
  for process in $now; do
    if [[ $LEFT_BEHIND == *" $process "* ]]; then
      say lock stopped timed-out "process ${process%:*} of an earlier engine still holds the lock and is ended"
      signal KILL "$process"
    fi
  done
  LEFT_BEHIND=$now
}

# A process that waits for the lock has the file open, too. Linux before 4.1 does not tell them apart.
holds_lock() { grep -qs '^lock:' "$1/fdinfo/9"; }
# --- The files on this host ---------------------------------------------------------------------------------------------------------------

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

# By path, the digest of every wanted file before any change, and its mode, its owner (names and numbers) and its time. Two programs for all
# files are faster than two for each file.
declare -A SEEN_DIGEST=() SEEN_MODE=()

# The files in the arguments need no digest.
look_at_files() {
  local path line sums code=0 IFS=$'\n' there=()
  SEEN_DIGEST=() SEEN_MODE=()
  for path in "${W_PATH[@]+"${W_PATH[@]}"}"; do
    if [[ -f $path && ! -L $path ]]; then there+=("$path"); fi
  done
  # read takes one byte at a time from a pipe.
  if [[ ${#there[@]} -gt 0 ]]; then
    sums=$(within "$LIMIT_OF_FILES" sha256sum -- "${there[@]}") || code=$?
    if is_timed_out "$code"; then refuse compare timed-out "the files could not be read within $LIMIT_OF_FILES s. Check the file systems."; fi
    for line in $sums; do SEEN_DIGEST[${line#*  }]=${line%% *}; done
  fi
  for path in "$@"; do
    if [[ -f $path ]]; then there+=("$path"); fi
  done
  if [[ ${#there[@]} -gt 0 ]]; then
    for line in $(TZ=UTC0 stat -c '%n %a %U:%G %u:%g %y' -- "${there[@]}"); do SEEN_MODE[${line%% *}]=${line#* }; done
  fi
}

# A command that only looks takes no lock. A file that another delivery has put there since must not look like drift.
look_again() {
  if [[ -n ${SEEN_DIGEST[$1]-} || ! -f $1 || -L $1 ]]; then return; fi
  if ! { SEEN_DIGEST[$1]=$(digest_of "$1" 2>/dev/null) && SEEN_MODE[$1]=$(stat -c '%a %U:%G %u:%g' -- "$1" 2>/dev/null); }; then
    unset "SEEN_DIGEST[$1]"
  fi
}

# --- Comparison ---------------------------------------------------------------------------------------------------------------------------

# What this program has delivered: by path, the digest of a file, or "link:" and the target of a link.
declare -A LAST=()

load_delivered() {
  local record path
  LAST=()
  [[ -f $DELIVERED ]] || return 0
  while read -r record path; do LAST[$path]=$record; done <"$DELIVERED"
}

# The record of a path as it is now.
record_of() { if [[ -L $1 ]]; then printf 'link:%s' "$(readlink -- "$1")"; else digest_of "$1"; fi; }

# All records after this delivery.
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

# Sets CONTENT, the file with the content of a wanted file. TAKEN has, by index, the copy of a file that is edited in place.
CONTENT='' TAKEN=()

find_content() {
  case ${W_FROM[$1]} in
    placed) CONTENT=$DIR/hosts/$HOST${W_NAME[$1]} ;;
    copied) CONTENT=$COPIED${W_NAME[$1]} ;;
    # Once taken, this one copy is edited and checked.
    edited | edited-if-there) CONTENT=${TAKEN[$1]-${W_PATH[$1]}} ;;
    *) CONTENT=${W_FROM[$1]} ;;
  esac
}

# A copy that did not arrive is only needed where the file here differs from the wanted one.
has_content() { find_content "$1" && [[ -f $CONTENT ]]; }

lacks_copy() { [[ ${W_FROM[$1]-} == copied && ${S_STATE[$1]} =~ ^(missing|drift)$ ]] && ! has_content "$1"; }

# Prints the new content.
content_of() {
  find_content "$1"
  if has_edits "${W_PATH[$1]}"; then
    edited "${W_PATH[$1]}" "$CONTENT"
  else
    cat -- "$CONTENT"
  fi
}

# Prints a file with its lines exchanged; a missing newline at the end stays missing.
edited() {
  local path=$1 line
  while IFS= read -r line; do
    exchange "$path" "$line" && printf '\n' || return 1
  done <"$2"
  [[ -z $line ]] || exchange "$path" "$line"
}

# Prints the new line, with the carriage return of the old one.
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

# True for the old line, and for the line that an earlier rollout put there.
is_to_exchange() { [[ ${E_OLD[$1]} == "$2" || (-n ${E_EARLIER[$1]} && ${E_EARLIER[$1]} == "$2") ]]; }

count_lines() {
  local line count=0
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ ${line%$'\r'} == "$1" ]]; then count=$((count + 1)); fi
  done <"$2"
  printf '%s' "$count"
}

# Lines are exchanged only in a file that has exactly the lines in the plan: the old ones, or already the new ones.
prove_edits() {
  local path=$1 from=$2 i old new
  for ((i = 0; i < ${#E_PATH[@]}; i++)); do
    [[ ${E_PATH[i]} == "$path" ]] || continue
    old=$(count_lines "${E_OLD[i]}" "$from") new=$(count_lines "${E_NEW[i]}" "$from")
    if [[ -n ${E_EARLIER[i]} ]]; then old=$((old + $(count_lines "${E_EARLIER[i]}" "$from"))); fi
    [[ $old -eq ${E_COUNT[i]} || ($old -eq 0 && $new -ge ${E_COUNT[i]}) ]] ||
      refuse compare edit-mismatch "$path has $old of the lines to exchange, but the plan expects ${E_COUNT[i]}. Capture this host and build again."
  done
}

# S_STATE is the state of each path: same, new, different, drift, or missing (a copy that did not arrive). WANTED_DIGEST is the digest of
# the new content.
S_STATE=() WANTED_DIGEST=()

compare() {
  look_at_files
  compare_again
}

compare_again() {
  local i
  load_delivered
  S_STATE=()
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    case ${W_KIND[i]} in
      file) compare_file "$i" ;;
      link) compare_link "$i" ;;
      directory) compare_directory "$i" ;;
      remove) compare_removal "$i" ;;
      alias) S_STATE[i]=same ;;
    esac
  done
}

compare_file() {
  local i=$1 path=${W_PATH[$1]} disk wanted
  look_again "$path"
  disk=${SEEN_DIGEST[$path]-absent}
  if [[ ${W_FROM[i]} == edited* && -L $path && -f $path ]]; then
    refuse compare link-not-followed "$path is a link, and an account other than root can change it. Replace the link with the file."
  fi
  if [[ ${W_FROM[i]} == edited-if-there && $disk == absent ]]; then
    S_STATE[i]=same
    return
  fi
  if [[ ${W_FROM[i]} == edited* ]]; then
    [[ $disk != absent ]] || refuse compare no-file "$path is missing, but the plan edits it"
    prove_edits "$path" "$path"
  elif has_content "$i"; then
    if has_edits "$path"; then prove_edits "$path" "$CONTENT"; fi
  elif is_right_without_copy "$i" "$disk"; then
    S_STATE[i]=same
    return
  elif [[ $disk == absent ]] || is_expected "$i" "$disk"; then
    S_STATE[i]=missing
    return
  else
    S_STATE[i]=drift
    return
  fi
  wanted=${W_SUM[i]}
  if [[ $wanted == - ]] || has_edits "$path"; then wanted=$(content_of "$i" | digest_of_input); fi
  WANTED_DIGEST[i]=$wanted
  if [[ $disk == "$wanted" ]]; then
    if has_right_mode "$i"; then S_STATE[i]=same; else S_STATE[i]=different; fi
  elif [[ $disk == absent ]]; then
    compare_other_kind "$i"
  elif is_expected "$i" "$disk"; then
    S_STATE[i]=different
  else
    S_STATE[i]=drift
  fi
}

# There is no regular file: nothing, something that this program delivered, or drift.
compare_other_kind() {
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
    # The plan has no digest of some secrets: the last delivered one was checked on arrival.
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

# Only a file that was delivered, captured or installed by a package may be overwritten. Anything else is drift.
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
    # rpm marks a file whose content differs from its package with a 5.
    within "$LIMIT_OF_A_TRIAL" rpm -qf "$1" >/dev/null 2>&1 &&
      ! [[ $(within "$LIMIT_OF_A_TRIAL" rpm -Vf "$1" 2>/dev/null || :) =~ (^|$'\n')..5[^$'\n']*\ $1($'\n'|$) ]]
  else
    return 1
  fi
}

compare_link() {
  local i=$1 disk last=${LAST[${W_PATH[$1]}]-}
  disk=$(record_of "${W_PATH[i]}")
  if [[ $disk == "link:${W_TARGET[i]}" ]]; then
    S_STATE[i]=same
  elif [[ $disk == link:* && -z $last ]]; then
    S_STATE[i]=different
  else
    compare_other_kind "$i"
  fi
}

# The mode of an existing folder stays: there may be reasons for it.
compare_directory() {
  if [[ -d ${W_PATH[$1]} ]]; then
    S_STATE[$1]=same
  elif [[ -e ${W_PATH[$1]} ]]; then
    S_STATE[$1]=drift
  else
    S_STATE[$1]=new
  fi
}

# An earlier copy is removed only while it is unchanged. A changed file is drift where a rollback or a leaving host removes it.
compare_removal() {
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

# A folder with other files in it stays, and that is no difference. Its content is removed first, so it was compared first.
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

# True where a file is replaced that neither this program nor the plan knows.
is_overwritten() {
  local path=${W_PATH[$1]}
  [[ ${W_KIND[$1]} == file && ${W_FROM[$1]} =~ ^(copied|placed)$ && ${W_BEFORE[$1]} == any && -z ${LAST[$path]-} && -n ${SEEN_DIGEST[$path]-} ]] ||
    return 1
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


# --- Paths to files -----------------------------------------------------------------------------------------------------------------------

# An account that can write to a folder can exchange the files in it, and so decide where a write goes. Mode and owner by folder; the path
# of the folder has no links.
declare -A FOLDER_MODE=() FOLDER_OWNER=() FOLDER_NUMBERS=()

read_folders() {
  local folder mode owner numbers unseen=()
  for folder in "$@"; do
    if [[ -z ${FOLDER_MODE[$folder]-} && -d $folder ]]; then unseen+=("$folder"); fi
  done
  [[ ${#unseen[@]} -gt 0 ]] || return 0
  while read -r mode owner numbers folder; do
    FOLDER_MODE[$folder]=$mode FOLDER_OWNER[$folder]=$owner FOLDER_NUMBERS[$folder]=$numbers
  done < <(stat -c '%a %U:%G %u:%g %n' -- "${unseen[@]}")
}

# True where an account other than root can write to an existing folder. With an ACL, its mask replaces the bits of the group.
is_foreign() {
  local mode=${FOLDER_MODE[$1]-} writers
  [[ -n $mode ]] || return 1
  writers=$((8#$mode & 8#22))
  if [[ ${FOLDER_NUMBERS[$1]} == 0:0 && $writers -eq 16 && $(ls -ld -- "$1") != ??????????+* ]]; then return 1; fi
  [[ ${FOLDER_NUMBERS[$1]} != 0:* || $writers -ne 0 ]]
}

# True where the plan itself gives the folder to that account: then the review has accepted it.
is_planned() {
  local planned=${PLANNED_FOLDER[$1]-}
  [[ -n $planned && (${planned#* } == "${FOLDER_OWNER[$1]}" || ${planned#* } == "${FOLDER_NUMBERS[$1]}") ]] &&
    [[ $((8#${FOLDER_MODE[$1]} & 8#22 & ~8#${planned%% *})) -eq 0 ]]
}

# Sets WAY, all folders that the kernel passes on the way to a path, and REAL, the path without links. LINK_AT is the first folder of
# another account with such a link: that account decides where the link leads.
WAY=() REAL='' LINK_AT=''

resolve() {
  local rest=$1 part links=0
  WAY=(/) REAL='' LINK_AT=''
  while rest=${rest#/} && [[ -n $rest ]]; do
    part=${rest%%/*}
    if [[ $rest == */* ]]; then rest=${rest#*/}; else rest=''; fi
    case $part in
      '' | .) ;;
      ..) REAL=${REAL%/*} ;;
      *) follow "$part" ;;
    esac
  done
}

# One step of resolve, with its variables. After 40 links the kernel refuses the path.
follow() {
  if [[ ! -L $REAL/$1 || $links -ge 40 ]]; then
    REAL=$REAL/$1
    WAY+=("$REAL")
    return
  fi
  links=$((links + 1))
  read_folders "${REAL:-/}"
  if is_foreign "${REAL:-/}"; then LINK_AT=${LINK_AT:-$REAL}; fi
  rest=$(readlink -- "$REAL/$1")/$rest
  if [[ $rest == /* ]]; then REAL=''; fi
}

# By folder as written: its path without links; the first folder of another account on the way; the nearest parent folder that only root can
# change and that is on the same mount; why no file can be exchanged there; and what the operator must allow.
declare -A WAY_REAL=() WAY_FOREIGN=() WAY_SAFE=() WAY_STOP=() WAY_ASK=()

read_way() {
  local folder=${1:-/} part foreign='' ask=''
  if [[ -n ${WAY_REAL[$folder]-} ]]; then return; fi
  resolve "$folder"
  read_folders "${WAY[@]}"
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

# All folders with changes at once: they are mostly few.
read_ways() {
  local folder passed=()
  for folder in "$@"; do
    if [[ -n ${WAY_REAL[${folder:-/}]-} ]]; then continue; fi
    resolve "${folder:-/}"
    passed+=("${WAY[@]}")
  done
  [[ ${#passed[@]} -gt 0 ]] || return 0
  read_folders "${passed[@]}"
  for folder in "$@"; do read_way "$folder"; done
}

# The mount points. The kernel writes some characters in octal.
declare -A MOUNTS=()

read_mounts() {
  local line point table
  if [[ ${#MOUNTS[@]} -gt 0 ]]; then return; fi
  # Read at once: the table may change between two reads.
  mapfile -t table </proc/self/mountinfo
  for line in "${table[@]+"${table[@]}"}"; do
    point=${line#* * * * }
    printf -v point '%b' "${point%% *}"
    if [[ $point == /* ]]; then MOUNTS[$point]=yes; fi
  done
}

# True where no mount point is between a folder and one below it.
is_one_mount() {
  local path=$2
  read_mounts
  while [[ -n $path && $path != "$1" ]]; do
    if [[ -n ${MOUNTS[$path]-} ]]; then return 1; fi
    path=${path%/*}
  done
}

# Sets HERE, a name of the folder that cannot change its meaning: its path, or, where another account could put a link on the way, the
# current folder, after the kernel has confirmed its path.
HERE=''

enter() {
  local folder=${1:-/}
  read_way "$1"
  HERE=$1
  if [[ -z ${WAY_FOREIGN[$folder]} ]]; then return; fi
  [[ ${WAY_STOP[$folder]} != foreign-link ]] && cd -P -- "$folder" && [[ $(readlink /proc/self/cwd) == "${WAY_REAL[$folder]}" ]] && HERE=.
}

# A folder that the plan does not list gets the usual mode of the system, not the private one of this program.
make_folder() {
  if [[ -z $1 || -d $1 ]]; then return; fi
  local above=${1%/*}
  read_way "$above"
  if [[ -z ${WAY_FOREIGN[${above:-/}]} ]]; then
    (umask 022 && mkdir -p -- "$1")
  else
    make_folder "$above" && enter "$above" && (umask 022 && mkdir -- "$HERE/${1##*/}")
  fi
}

# --- Links instead of files ---------------------------------------------------------------------------------------------------------------

# Where a wanted file is a link, the file at its end is changed and the link stays. A link is not followed where an account other than root
# can change it. A link in the place of a delivered file is drift.
resolve_links() {
  local i
  load_delivered
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_KIND[i]} == file && -L ${W_PATH[i]} && -z ${LAST[${W_PATH[i]}]-} ]]; then resolve_link "$i"; fi
  done
}

resolve_link() {
  local i=$1 path=${W_PATH[$1]} e j
  resolve "$path"
  read_folders "${WAY[@]:0:${#WAY[@]}-1}"
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

# Two names of one file need only one exchange.
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
      say compare ok link "${W_NAME[i]} is a link and stays; the file ${W_PATH[i]} is changed"
    elif [[ ${W_KIND[i]} == alias ]]; then
      say compare ok link "${W_NAME[i]} is a link to another file of this plan and stays"
    fi
  done
}

# --- Differences for people ---------------------------------------------------------------------------------------------------------------

# Shows one difference. Of a secret it shows only that there is one.
show_difference() {
  local i=$1 path=${W_PATH[$1]}
  case ${W_KIND[i]}-${W_CLASS[i]} in
    file-secret | file-kept) say_file "$i" secret ;;
    file-edited-in-place) show_edits "$i" ;;
    file-*)
      say_file "$i" -
      # A device or a pipe has no lines and may have no end.
      if has_content "$i" && [[ -f $path || ! -e $path ]] && is_text "$CONTENT"; then show_lines "$i"; fi
      ;;
    link-*) say plan "${S_STATE[i]}" link "$path -> ${W_TARGET[i]}" ;;
    remove-kept) say plan remove - "$path" ;;
    remove-leftover) say plan remove - "$path" ;;
    remove-*) say plan remove own-identity "$path: a copy of the source master's own identity; can be restored until confirm" ;;
    *) say plan "${S_STATE[i]}" - "$path" ;;
  esac
}

# One event per file; that it overwrites another file matters more than its class.
say_file() {
  local path=${W_PATH[$1]} state=${S_STATE[$1]}
  if is_overwritten "$1"; then
    say plan "$state" overwrites "$path: this file is not from haplane and will be replaced; apply keeps it below $OVERWRITTEN"
  else
    say plan "$state" "$2" "$path"
  fi
}

# The secrets of a file on the host are not redacted, so its lines are shown only where the whole content is known. A line that may hold a
# secret is never shown.
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
  if [[ $removed -gt 0 ]]; then
    shown+=("($removed removed lines are not shown, because they may hold secrets. Run on $HOST: diff -u ${W_PATH[i]} $CONTENT)")
  fi
  [[ ${#shown[@]} -eq 0 ]] || show "${shown[@]}"
}

# True where the content was captured, delivered or installed by a package, and where there is no file.
is_known_content() {
  local disk=${SEEN_DIGEST[${W_PATH[$1]}]-absent}
  [[ $disk == absent || $disk == "${LAST[${W_PATH[$1]}]-}" || $disk == "${W_BEFORE[$1]}" ]] ||
    { [[ ${W_BEFORE[$1]} == distribution ]] && is_of_the_distribution "${W_PATH[$1]}"; }
}

# Words that name a secret, and long runs of base64, which look like a key.
SECRET_WORDS='password|passwd|passphrase|token|authorization|secret|auth_pass|credential|apikey|api[_-]key'
readonly SECRET_WORDS="($SECRET_WORDS|private[ _-]?key|bearer |basic |-key-data)"
readonly LOOKS_LIKE_KEY='(^|[^A-Za-z0-9+/_.-])[A-Za-z0-9+][A-Za-z0-9+/]{39,}={0,2}([^A-Za-z0-9+/=_.-]|$)|eyJ[A-Za-z0-9_-]{10}'

# The first character of a line of diff is + or -.
may_hold_secret() { [[ ${1,,} =~ $SECRET_WORDS || ${1:1} =~ $LOOKS_LIKE_KEY || ${1:1} =~ ^[A-Za-z0-9+/]{40} ]]; }

# A missing file counts as an empty one.
difference() {
  local path=${W_PATH[$1]}
  if has_edits "$path"; then
    diff -u --label "$path (now)" --label "$path (wanted)" <(cat -- "$path" 2>/dev/null) <(content_of "$1")
  else
    diff -u -N --label "$path (now)" --label "$path (wanted)" -- "$path" "$CONTENT"
  fi
}

# True where there is no byte 0 up to the end.
is_text() { ! IFS= read -r -d '' _ <"$1"; }

# The lines around the edited ones may be secret, so only the edited lines are shown. The old line of a copied file is not from this host.
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

# Prints the old line that is in the file.
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
    if [[ ${S_STATE[i]} == drift ]]; then
      drifted=$((drifted + 1))
      show_difference "$i"
    fi
  done
  [[ $drifted -eq 0 || $OVERWRITE == yes ]] ||
    refuse compare drift "$drifted files have drifted. Add the changes to topology.yaml or the originals, or pass --overwrite."
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if lacks_copy "$i"; then refuse compare not-received "${W_PATH[i]} must come from the source master. Run send there and receive here first."; fi
  done
}

# --- Staging and validation ---------------------------------------------------------------------------------------------------------------

STAGE=''

# Writes every new content below one folder, under its own path. Placed files are checked again.
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
    if ! { make_folder "${to%/*}" && content_of "$i" >"$to"; }; then
      refuse stage no-room "${W_PATH[i]} cannot be written below $STATE: is the disk full?"
    fi
    staged[$to]=-
  done
  [[ ${#staged[@]} -gt 0 ]] || return 0
  sync_state
  while read -r sum to; do staged[$to]=$sum; done < <(sha256sum -- "${!staged[@]}")
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && [[ ${W_KIND[i]} == file ]]; then prove_staged "$i" "${staged[$STAGE${W_PATH[i]}]}"; fi
  done
}

# A file that is edited is read only once, and that copy is checked again.
take_content() {
  local i=$1 path=${W_PATH[$1]} taken=$STATE/taken/$1
  { enter "${path%/*}" && cp -dR -- "$HERE/${path##*/}" "$taken" && [[ -f $taken && ! -L $taken ]]; } ||
    refuse stage not-taken "$path could not be copied: it has just changed, or the disk is full"
  cd /
  TAKEN[i]=$taken
  prove_edits "$path" "$taken"
}

# Removes everything staged or copied at the end of a run.
clean_up() { rm -rf -- "$STATE/stage" "$STATE/taken" "$STATE/earlier" "$JOURNAL.new" "$COPIED"; }

prove_staged() {
  local i=$1 path=${W_PATH[$1]} sum=$2
  if has_edits "$path"; then
    find_content "$i"
    prove_staged_edit "$path" "$CONTENT" "$STAGE$path" || refuse stage bad-edit "$path: the edited file differs in more than the exchanged lines"
  elif [[ ${W_SUM[i]} != - && $sum != "${W_SUM[i]}" ]]; then
    refuse stage not-as-sent "$path did not arrive as it was sent. Copy the folder again."
  fi
  W_SUM[i]=$sum
  prove_writable "$path"
}

# An independent check: other tools count the exchanged lines, compare all others, and check the size.
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

# A read-only file system is refused here, not in the middle of the swap.
prove_writable() {
  local folder=${1%/*}
  while [[ ! -d ${folder:-/} ]]; do folder=${folder%/*}; done
  [[ -w ${folder:-/} ]] || refuse stage read-only "${folder:-/} is not writable: it is immutable (lsattr -d) or on a read-only file system"
}

# Older coreutils cannot sync single files; a full sync is slower and as good.
sync_files() { sync -- "$@" 2>/dev/null 9>&- || sync 9>&-; }

# Syncs the file system of the journal.
sync_state() { sync -f -- "$STATE" 2>/dev/null 9>&- || sync 9>&-; }

validate() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i" || [[ ${W_KIND[i]} != file ]]; then continue; fi
    case ${W_NAME[i]} in
      /etc/nginx/nginx.conf | /etc/nginx/kube-nginx.conf) validate_configuration nginx "${W_PATH[i]}" -t -c ;;
      /etc/haproxy/haproxy.cfg | /etc/haproxy/kube-haproxy.cfg) validate_configuration haproxy "${W_PATH[i]}" -c -f ;;
      /etc/keepalived/keepalived.conf | /etc/keepalived/kube-keepalived.conf) validate_configuration keepalived "${W_PATH[i]}" -t -f ;;
      */systemd/system/*.service) validate_unit "${W_PATH[i]}" ;;
    esac
  done
}

# PROGRAM PATH OPTION…: the program tests the staged file, whose path follows the options.
validate_configuration() {
  local program=$1 path=$2 said code=0
  shift 2
  command -v "$program" >/dev/null || refuse validate program-missing "$program is not installed. Install it, but do not start it."
  said=$(within "$LIMIT_OF_A_TRIAL" "$program" "$@" "$STAGE$path" 2>&1) || code=$?
  if is_timed_out "$code"; then refuse validate timed-out "$program $1 did not end within $LIMIT_OF_A_TRIAL s with $path"; fi
  [[ $code -eq 0 ]] || refuse validate configuration-invalid "$(first_fault "$said" "$path")"
}

first_fault() {
  local line
  while IFS= read -r line; do
    case $line in *emerg* | *error* | *ALERT*) break ;; esac
  done <<<"$1"
  printf '%s: %s' "$2" "${line//$STAGE/}"
}

# systemd-analyze succeeds with unknown keys and missing files, so any message is a fault, except about programs that arrive with the unit.
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

# systemd-analyze also checks units that this one pulls in.
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
    [[ $file == -* || -f $file || -f $STAGE$file ]] ||
      refuse validate no-environment-file "$1 uses the EnvironmentFile $file, which is missing here and in the plan"
  done <"$STAGE$1"
}

# --- Obstacles ----------------------------------------------------------------------------------------------------------------------------

# Why a change is impossible, found before anything is touched: a code, and what to do.
OBSTACLE='' OBSTACLE_TEXT=''
# By path, how many hard links a file has. By "user NAME" or "group NAME", whether this host has that account.
declare -A NAMES_OF=() KNOWN_ACCOUNT=()

look_for_obstacles() {
  local i count path ways=() files=()
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i"; then continue; fi
    path=${W_PATH[i]}
    ways+=("${path%/*}")
    if [[ -f $path && ! -L $path ]]; then files+=("$path"); fi
  done
  read_mounts
  read_ways "${ways[@]+"${ways[@]}"}"
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

# STEP: for commands that only look, shows obstacles as results of that step.
show_obstacles() {
  local i
  look_for_obstacles
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && has_obstacle "$i"; then say "$1" refused "$OBSTACLE" "$OBSTACLE_TEXT"; fi
  done
}

has_obstacle() { is_way_blocked "$1" || is_target_blocked "$1" || is_owner_unknown "$1"; }

set_obstacle() {
  OBSTACLE=$1 OBSTACLE_TEXT=$2
}

is_way_blocked() {
  local path=${W_PATH[$1]} folder ask foreign
  folder=${path%/*}
  folder=${folder:-/} ask=${WAY_ASK[${folder:-/}]}
  foreign=${WAY_FOREIGN[$folder]:-$folder}
  case ${WAY_STOP[$folder]} in
    foreign-link) set_obstacle foreign-link "$path: its path has a link that an account other than root can change. Use the path without links." ;;
    no-safe-folder)
      set_obstacle no-safe-folder "$path: only root must be able to change a folder of its file system. Run chown root and chmod go-w on $foreign."
      ;;
    *)
      # The delivery that is rolled back was already allowed to write there.
      [[ -n $ask && $ALLOWS_FOREIGN == no && ${W_CLASS[$1]} != kept ]] || return 1
      # A new folder is still empty, and distributions let a group write below /var/log.
      if [[ ${W_KIND[$1]} == directory && ${FOLDER_NUMBERS[$ask]} == 0:* ]]; then return 1; fi
      set_obstacle foreign-folder "$path: an account other than root can change $ask (${FOLDER_OWNER[$ask]}, mode ${FOLDER_MODE[$ask]})."
      OBSTACLE_TEXT+=" Run chown root and chmod go-w on it, or pass --allow-foreign-folders."
      ;;
  esac
}

# A rename cannot replace these, or would change more than this path.
is_target_blocked() {
  local path=${W_PATH[$1]} folder real
  if [[ ${W_KIND[$1]} == directory || ${W_SUM[$1]} == directory ]]; then return 1; fi
  folder=${path%/*}
  real=${WAY_REAL[${folder:-/}]%/}/${path##*/}
  if [[ -n ${MOUNTS[$real]-} ]]; then
    set_obstacle mount-point "$path is a mount point. Unmount it, or change the file that is mounted there."
  elif [[ -e $path && ! -L $path && ! -f $path ]]; then
    set_obstacle not-a-file "$path is neither a file nor a link. Remove it, or move it away."
  elif [[ -f $path && ! -L $path && ! -w $path && -w ${folder:-/} ]]; then
    set_obstacle immutable "$path is not writable, even for root. Run lsattr, then chattr -i."
  elif [[ ${NAMES_OF[$path]-1} -ne 1 ]]; then
    set_obstacle hard-link "$path has ${NAMES_OF[$path]} hard links, and the others would keep the old content."
    OBSTACLE_TEXT+=" Find them with find -xdev -samefile, and replace this one with a copy (cp -p, mv)."
  else
    return 1
  fi
}

is_owner_unknown() {
  local owner=${W_OWNER[$1]}
  if [[ $owner == - ]]; then return 1; fi
  is_known_account passwd "${owner%%:*}" && is_known_account group "${owner#*:}" && return 1
  set_obstacle unknown-owner "the owner of ${W_PATH[$1]}, $owner, does not exist here. Create that user and group."
}

is_known_account() {
  if [[ $2 == root || $2 =~ ^[0-9]{1,10}$ ]]; then return; fi
  if [[ -z ${KNOWN_ACCOUNT[$1 $2]-} ]]; then
    if getent "$1" -- "$2" >/dev/null; then KNOWN_ACCOUNT[$1 $2]=yes; else KNOWN_ACCOUNT[$1 $2]=no; fi
  fi
  [[ ${KNOWN_ACCOUNT[$1 $2]} == yes ]]
}

# --- The journal --------------------------------------------------------------------------------------------------------------------------

# The journal is complete and on the disk before anything is touched: the state, the changes with what was there before, and the units with
# their states.
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
  keep_reason "$fresh" || return 1
  look_at_process "$$" && printf '%s-%s\n' "$$" "$START" >"$fresh/engine" || return 1
  : >"$fresh/delivered.before" || return 1
  if [[ -f $DELIVERED ]]; then cp -p -- "$DELIVERED" "$fresh/delivered.before" || return 1; fi
  records_of_delivery "$1" >"$fresh/delivered.after" && mkdir -p "$HISTORY" || return 1
  printf 'begun\n' >"$fresh/state" && cp -- "$ENGINE" "$ENGINE_COPY.new" && mv -T -- "$ENGINE_COPY.new" "$ENGINE_COPY" || return 1
  sync_state && mv -T -- "$fresh" "$JOURNAL" && clear_rolled_back && sync_state
}

# Why the delivery was made, in the words of the operator.
keep_reason() {
  if [[ -n $MESSAGE ]]; then printf '%s\n' "$MESSAGE" >"$1/message" || return 1; fi
  if [[ -n $CHANGE ]]; then printf '%s\n' "$CHANGE" >"$1/change" || return 1; fi
}

# A confirm must not need room on the disk, so its records are written now.
records_of_delivery() {
  case $1 in
    rollback*) cat -- "$(first_after "${1#rollback }")/delivered.before" ;;
    *) records_after ;;
  esac
}

# One line per change: number, what was there (file, link, directory, absent), mode, owner, the digest afterwards, the path, the target of a
# link, and the private folder of the exchange. The number names the copy of the file. Owners are numbers, because an owner may have no name
# here.
keep_before() {
  local fresh=$1 i=$2 path=${W_PATH[$2]} there was=absent mode=- owner=- target=- becomes=${W_KIND[$2]} witness=''
  if [[ -d ${path%/*}/ ]]; then
    enter "${path%/*}" || return 1
    there=$HERE/${path##*/}
    if [[ -L $there ]]; then
      was=link target=$(readlink -- "$there")
    elif [[ -d $there ]]; then
      was=directory witness=$there
    elif [[ -e $there ]]; then
      was='file' witness=$fresh/before/$i
      keep_image "$there" "$witness" ||
        refuse journal not-kept "$path could not be copied: the disk is full, or $STATE does not support extended attributes"
      keep_overwritten "$fresh" "$i" && keep_old_lines "$fresh" "$i" || return 1
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

# Keeps ACL, extended attributes and capabilities. If the path is no longer a file, it is not followed.
keep_image() {
  cp -dR --preserve=mode,ownership,timestamps,xattr -- "$1" "$2" && [[ -f $2 && ! -L $2 ]]
}

# Missing parent folders are removed again with the file.
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

# One line per unit: whether it ran and whether it started at boot. Without an answer from systemd a rollback could not be recorded.
keep_units() {
  local unit ran boot
  : >"$1/units" || return 1
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    ran=$(run_state "$unit") && boot=$(boot_state "$unit") || return 1
    printf '%s\t%s\t%s\n' "$unit" "$ran" "$boot" >>"$1/units" || return 1
  done
}

set_state() {
  printf '%s\n' "$1" >"$JOURNAL/state.new" && sync_files "$JOURNAL/state.new" &&
    mv -T -- "$JOURNAL/state.new" "$JOURNAL/state" && sync_files "$JOURNAL"
}

journal_state() { if [[ -f $JOURNAL/state ]]; then cat "$JOURNAL/state"; else printf none; fi; }

# The folder is complete or not there, at any moment.
remove_at_once() {
  rm -rf -- "$LEFTOVER"
  mv -T -- "$1" "$LEFTOVER" && sync_state && rm -rf -- "$LEFTOVER"
}

# Keeps only the name of the journal, so that a late confirm can report the rollback.
mark_rolled_back() {
  rm -rf -- "$LAST_ROLLED_BACK"
  mv -T -- "$JOURNAL" "$LAST_ROLLED_BACK" && touch -- "$LAST_ROLLED_BACK" && rm -rf -- "${LAST_ROLLED_BACK:?}"/*
}

clear_rolled_back() { rm -rf -- "$LAST_ROLLED_BACK"; }

# A journal that could not be rolled back is kept next to earlier ones.
set_aside() {
  choose_aside
  mv -T -- "$JOURNAL" "$ASIDE" && FAILED_JOURNAL=$ASIDE
}

# Sets ASIDE, the place of a journal that could not be rolled back.
ASIDE=''
choose_aside() {
  local number=1
  while [[ -e $STATE/failed-$number ]]; do number=$((number + 1)); done
  ASIDE=$STATE/failed-$number
}

# Without a confirm, a timer rolls the delivery back, and so does a unit at boot. One timer covers the delivery, another one the time until
# the confirm, so that at any moment one of them runs. Each tries again until it is stopped together with the journal.
readonly SECONDS_TO_NEXT_TRY=60

arm() { start_timer "$@" && write_recover_unit; }

# TIMER SECONDS: replaces an earlier timer of that name, and stops its recover where that waits for the lock of this process.
start_timer() {
  set_timer "$@" && return
  within "$LIMIT_OF_A_QUESTION" systemctl stop "$1.service" 2>/dev/null || :
  disarm "$1"
  set_timer "$@"
}

# Fails where a unit of that name exists or has failed. Each recover has a limit, so that the next one can start.
set_timer() {
  local delivery=()
  if [[ -f $JOURNAL/engine ]]; then delivery=(--delivery "$(<"$JOURNAL/engine")"); fi
  within "$LIMIT_OF_A_QUESTION" systemd-run --unit="$1" --on-active="$2" --on-unit-inactive="$SECONDS_TO_NEXT_TRY" --timer-property=AccuracySec=1s \
    /usr/bin/timeout --kill-after=30 "$((LONGEST_WAIT + $(longest_return)))" \
    /bin/bash "$ENGINE_COPY" recover --host "$HOST" "${delivery[@]+"${delivery[@]}"}" >/dev/null 2>&1
}

# Seconds: a stop, a start and the queries of each unit, and the files.
longest_return() {
  local units=()
  if [[ -f $JOURNAL/units ]]; then mapfile -t units <"$JOURNAL/units"; fi
  printf '%s' "$(((2 * LIMIT_OF_A_SERVICE + 8 * LIMIT_OF_A_QUESTION) * ${#units[@]} + LIMIT_OF_FILES + LIMIT_OF_A_RELOAD))"
}

# Only the next boot needs the unit, so there is no daemon-reload: that would take longer than all files of a delivery.
write_recover_unit() {
  local text
  text="[Unit]
Description=Roll back an unconfirmed delivery of haplane
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

# The timer may not exist, or may have failed after it ran.
disarm() {
  within "$LIMIT_OF_A_QUESTION" systemctl stop "${@/%/.timer}" 2>/dev/null || :
  within "$LIMIT_OF_A_QUESTION" systemctl reset-failed "${@/%/.timer}" "${@/%/.service}" 2>/dev/null || :
}

# --- Secrets ------------------------------------------------------------------------------------------------------------------------------

# The old content of a secret is deleted at confirm. Then at most a few lines without secrets are left to undo it.
keep_old_lines() {
  local fresh=$1 i=$2 image=$1/before/$2
  if [[ $KEEPS_SECRETS == yes ]] || ! is_secret "$i" "$image"; then return; fi
  printf '%s\t%s\n' "$i" "$(digest_of "$image")" >>"$fresh/secrets" || return 1
  if [[ ${W_CLASS[i]} != edited-in-place ]]; then return; fi
  old_lines "${W_PATH[i]}" "$image" "$STAGE${W_PATH[i]}" >"$image.lines" || rm -f -- "$image.lines"
}

# By its class in the plan. A file that is removed counts as secret by its mode and its content.
is_secret() {
  case ${W_CLASS[$1]} in
    secret | edited-in-place) return 0 ;;
    leftover | never-copied) [[ $((8#$(stat -c %a -- "$2") & 8#77)) -eq 0 ]] || grep -qa -e '-----BEGIN .*PRIVATE KEY' -- "$2" ;;
    *) return 1 ;;
  esac
}

# Prints number and old text of each replaced line. False where the files differ in other lines, which may be secret.
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

# A line that the plan shows, or the address of a kube-apiserver.
is_open_line() {
  local e
  if [[ ${2//[][]/} =~ $SERVER_LINE ]]; then return; fi
  for ((e = 0; e < ${#E_PATH[@]}; e++)); do
    if [[ ${E_PATH[e]} == "$1" && ($2 == "${E_OLD[e]}" || $2 == "${E_NEW[e]}" || $2 == "${E_EARLIER[e]}") ]]; then return; fi
  done
  return 1
}

# Prints a file with these old lines.
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

# A file that was not from haplane is kept until an operator removes it. Both names are one file while the delivery is kept.
keep_overwritten() {
  local fresh=$1 i=$2 copy
  if ! is_overwritten "$i"; then return; fi
  copy=$OVERWRITTEN/$PRIVATE_TIME${W_PATH[i]}
  mkdir -p -- "${copy%/*}" && ln -f -- "$fresh/before/$i" "$copy" && printf '%s\t%s\n' "$i" "$copy" >>"$fresh/overwritten" || return 1
  say journal ok overwritten "${W_PATH[i]}: the old file is kept as $copy; remove it when it is no longer needed"
}

# After a rollback the file is in its place again.
drop_overwritten() {
  local copy
  [[ -f $1/overwritten ]] || return 0
  while IFS=$'\t' read -r _ copy; do
    rm -f -- "$copy" && rmdir -p --ignore-fail-on-non-empty -- "${copy%/*}"
  done <"$1/overwritten"
  return 0
}

# Sets IMAGE, the content of a file before a kept delivery. Where that was deleted as a secret, the old lines are restored delivery by
# delivery, from the newest one, and the digest proves the result.
IMAGE=''

find_image() {
  local base=$1 path=$2 number=$3 entry i entries=("$HISTORY"/[0-9]*) digest=''
  IMAGE=$path
  for ((i = ${#entries[@]} - 1; i >= 0; i--)); do
    entry=${entries[i]}
    if [[ ! -f $entry/changes || $((10#${entry##*/})) -lt $((10#${base##*/})) ]]; then continue; fi
    find_earlier_image "$entry" "$path" || return 1
  done
  if [[ -f $base/secrets ]]; then digest=$(sed -n "s/^$number\t//p" "$base/secrets"); fi
  [[ -z $digest || $(digest_of "$IMAGE") == "$digest" ]]
}

find_earlier_image() {
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

# --- The exchange of files ----------------------------------------------------------------------------------------------------------------

# Files are exchanged in a private folder: only root can enter it, only root can change its parent, and it is on the same mount. So no other
# account can interfere. Its name is random and is recorded in the journal. It contains new-N, the new file or link of change N, and old-N,
# a second name of the old file.
PRIVATE_NAME='' PRIVATE_TIME=''

choose_private_name() {
  local word
  word=$(od -An -N12 -tx1 /dev/urandom) || return 1
  PRIVATE_NAME=.haplane-${word//[^0-9a-f]/}
  PRIVATE_TIME=$(date -u +%Y%m%dT%H%M%SZ)
}

# Sets PRIVATE, the folder in which a file is exchanged.
PRIVATE=''

private_of() {
  local folder=${1%/*}
  PRIVATE=${WAY_SAFE[${folder:-/}]%/}/$PRIVATE_NAME
}

make_private() { [[ -d $1 ]] || mkdir -m 700 -- "$1"; }

is_private() { [[ $1 =~ /\.haplane-[0-9a-f]{24}$ ]]; }

# Makes the new file in the private folder with all attributes of the old one, then sets the wanted mode and owner. A write or a chown drops
# capabilities, so attributes come last. A restored file has its own attributes.
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

# With SELinux, the label decides whether a service may read a file.
label() {
  command -v selinuxenabled >/dev/null && selinuxenabled || return 0
  if [[ -e $2 ]]; then chcon --reference="$2" -- "$1"; else chcon -- "$(matchpathcon -n "$2")" "$1"; fi || :
}

# The old file keeps a second name until the confirm: a rollback must not need room on the disk.
keep_old_name() {
  if [[ -f $1 && ! -L $1 ]]; then ln -P -- "$1" "$2" 2>/dev/null || :; fi
}

# All new files are on the disk, next to the old ones, before the first name is exchanged.
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
  make_folder "$folder" && enter "$folder" && make_private "$private" || return 1
  there=$HERE/${path##*/}
  case ${W_KIND[i]} in
    directory) put_folder "$private/new-$i" "$there" "$i" || return 1 ;;
    # A removed folder has no old name: its content is removed first.
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

# Once another account owns the folder, it can change the way to everything below it.
foreign_from_now_on() {
  local folder real
  read_way "${1%/*}"
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
    say swap failed not-as-meant "wrong content on the disk after the write: ${!expected[*]}"
    return 1
  }
}

put_in_place() {
  local i=$1 path=${W_PATH[$1]} there
  private_of "$path"
  enter "${path%/*}" || return 1
  there=$HERE/${path##*/}
  case ${W_KIND[i]} in
    link) put_link "${W_TARGET[i]}" "$there" "$PRIVATE/new-$i" || return 1 ;;
    remove) [[ ${W_SUM[i]} == directory ]] || rm -f -- "$there" || return 1 ;;
    file) mv -T -- "$PRIVATE/new-$i" "$there" || return 1 ;;
  esac
  cd /
  say swap changed - "$path"
}

# A folder with other files in it stays.
remove_folder() {
  [[ -d $1 && -z $(ls -A -- "$1") ]] || return 0
  rmdir -- "$1"
}

put_link() {
  rm -f -- "$3" && ln -sn -- "$1" "$3" && mv -T -- "$3" "$2"
}

# Undoes every change in the journal; true where all are undone.
undo_changes() {
  local number was mode owner path target private failed=0 ways=()
  while IFS=$'\t' read -r _ _ _ _ _ path _; do ways+=("${path%/*}"); done <"$JOURNAL/changes"
  read_ways "${ways[@]+"${ways[@]}"}"
  choose_aside
  while IFS=$'\t' read -r number was mode owner _ path target private; do
    undo_change "$number" "$was" "$mode" "$owner" "$path" "$target" "$private" || {
      cd /
      say revert failed not-rolled-back "$path could not be restored. Restore it by hand; a file is kept as $ASIDE/before/$number"
      failed=1
    }
    cd /
  done < <(reversed "$JOURNAL/changes")
  sync_touched "$JOURNAL"
  [[ $failed -ne 0 ]] || drop_private "$JOURNAL" || failed=1
  sync_state
  return "$failed"
}

# A folder comes before its content in the journal, so it is removed after it.
reversed() {
  local line lines=() i
  while IFS= read -r line; do lines+=("$line"); done <"$1"
  for ((i = ${#lines[@]} - 1; i >= 0; i--)); do printf '%s\n' "${lines[i]}"; done
}

undo_change() {
  local number=$1 was=$2 mode=$3 owner=$4 path=$5 target=$6 private=$7 there old
  if [[ $was == absent && ! -d ${path%/*}/ ]]; then return; fi
  make_folder "${path%/*}" && enter "${path%/*}" || return 1
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

# The copy has all attributes of the old file.
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

# Syncs the folders in which names were exchanged or removed.
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

# Removes old and new files that no journal needs.
drop_private() {
  local private
  local -A privates=()
  while IFS=$'\t' read -r _ _ _ _ _ _ _ private; do
    if is_private "${private-}"; then privates[$private]=yes; fi
  done <"$1/changes"
  [[ ${#privates[@]} -eq 0 ]] || rm -rf -- "${!privates[@]}"
}

# Removes what only a rollback would have needed.
drop_old_names() {
  local was after path made=()
  drop_private "$1" || return 1
  while IFS=$'\t' read -r _ was _ _ after path _; do
    if [[ $was == directory && $after == absent ]]; then made+=("$path"); fi
  done <"$1/changes"
  for path in "${made[@]+"${made[@]}"}"; do remove_folder "$path" || return 1; done
}

# Enable and disable write to folders that nothing else syncs.
sync_boot() {
  local folder boot=()
  for folder in /etc/systemd/system /etc/systemd/system/*.wants /etc/systemd/system/*.requires; do
    if [[ -d $folder ]]; then boot+=("$folder"); fi
  done
  [[ ${#boot[@]} -eq 0 ]] || sync_files "${boot[@]}"
}

# --- Queries to systemd -------------------------------------------------------------------------------------------------------------------

# systemctl, for queries and links.
ask_systemd() { within "$LIMIT_OF_A_QUESTION" systemctl "$@" 2>/dev/null; }

# A host without an answer from systemd is not touched: no service could be started there or rolled back.
prove_systemd_answers() {
  local code=0
  ask_systemd show -p Version >/dev/null || code=$?
  refuse_without_systemd "$code"
}

refuse_without_systemd() {
  if is_timed_out "$1"; then refuse service timed-out "systemctl show did not end within $LIMIT_OF_A_QUESTION s: systemd does not answer"; fi
}

# The state of the units, queried once for all of them while nothing changes. A unit that is not in this list is queried each time.
declare -A SEEN_UNIT=()

look_at_units() {
  local line said i=0 boots code=0
  [[ ${#SCOPE[@]} -gt 0 ]] || return 0
  local properties=(-p LoadState -p ActiveState -p MainPID -p ExecMainStartTimestamp -p ExecMainStartTimestampMonotonic)
  said=$(ask_systemd show "${properties[@]}" -- "${SCOPE[@]}") || code=$?
  refuse_without_systemd "$code"
  while IFS= read -r line; do
    if [[ -z $line ]]; then i=$((i + 1)); else SEEN_UNIT[${SCOPE[i]}:${line%%=*}]=${line#*=}; fi
  done <<<"$said"
  # A missing unit has no line.
  mapfile -t boots < <(ask_systemd is-enabled -- "${SCOPE[@]}")
  if [[ ${#boots[@]} -ne ${#SCOPE[@]} ]]; then return; fi
  for ((i = 0; i < ${#SCOPE[@]}; i++)); do SEEN_UNIT[${SCOPE[i]}:boot]=$(boot_state_named "${boots[i]}"); done
}

# Whether the unit starts at boot, from the output of "systemctl is-enabled".
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

# Prints running or stopped; false without an answer from systemd.
run_state() {
  local state
  state=$(property "$1" ActiveState) || return 1
  if [[ $state =~ ^(active|activating|reloading)$ ]]; then printf running; else printf stopped; fi
}

# Prints enabled or disabled; false without an answer from systemd.
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

# The units in scope.
SCOPE=()

choose_units() {
  local i
  SCOPE=() STOPPED=() NOT_AT_BOOT=() REPLACED=()
  for ((i = 0; i < ${#UNITS[@]}; i++)); do
    if ! in_scope "${UNIT_GROUPS[i]}" || ! is_asked_for "${UNITS[i]}" || ! is_known_unit "$i"; then continue; fi
    SCOPE+=("${UNITS[i]}")
    if is_in "${UNITS[i]}" "${RETIRED[@]+"${RETIRED[@]}"}"; then STOPPED+=("${UNITS[i]}") NOT_AT_BOOT+=("${UNITS[i]}"); fi
    if is_in "${UNITS[i]}" "${STOPPED[@]+"${STOPPED[@]}"}" && [[ ${UNIT_GROUPS[i]} == load-balancer ]]; then REPLACED+=("${UNITS[i]}"); fi
  done
}

# A retired unit without a unit file neither runs nor starts at boot.
is_known_unit() {
  ! is_in "${UNITS[$1]}" "${RETIRED[@]+"${RETIRED[@]}"}" ||
    [[ $(property "${UNITS[$1]}" LoadState) != not-found || $(run_state "${UNITS[$1]}") == running ]]
}

is_asked_for() {
  case ,$UNITS_ASKED, in
    ,,) return 0 ;;
    *",$1,"*) return 0 ;;
    *) return 1 ;;
  esac
}

# Prints the files that the service reads, one per line: the action when the file changes, the path, and the digest.
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

# Identifies the running process: each start has another identity.
start_id_of() { printf '%s/%s' "$(property "$1" MainPID)" "$(property "$1" ExecMainStartTimestampMonotonic)"; }

# Records the files that the running process has read. Where this is impossible, the times of the files decide the next time.
stamp() {
  { mkdir -p "$LOADED" && { start_id_of "$1" && printf '\n' && inputs_of "$1"; } >"$LOADED/$1.new" && mv -T -- "$LOADED/$1.new" "$LOADED/$1"; } ||
    rm -f -- "$LOADED/$1.new" "$LOADED/$1"
}

# No file has changed since the start, so what the process has read is known.
stamp_running() {
  local unit
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    if [[ $(need_of "$unit") == none ]]; then stamp "$unit"; fi
  done
}

# Prints start, restart, reload or none. It depends on what the running process has read and on the files on the disk, never on the changes
# of this run.
need_of() {
  local unit=$1 start_id='' known=''
  if [[ $(run_state "$unit") == stopped ]]; then
    printf start
    return
  fi
  if [[ -f $LOADED/$unit ]]; then
    known=$'\n'$(cat "$LOADED/$unit")$'\n'
    read -r start_id <"$LOADED/$unit"
  fi
  [[ $start_id == "$(start_id_of "$unit")" ]] || known=''
  inputs_of "$unit" | not_read_yet "$known" "$(earliest_start_of "$unit")" | strongest_action
}

# A file in the stamp is compared by its digest. Any other file is compared by its time: the process may not have read a file that changed
# in the second of the start or later.
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

# The start by the clock at that time, or by the clock now where it was set back since. A later change can have a time before the first one,
# but never before the second one. Without an answer from systemd every file may be new.
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
  # Both times are rounded.
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

# Every unit runs and starts at boot, except one that leaves. A rollback restores the recorded states.
STOPPED=() NOT_AT_BOOT=()
# Those that stop because another program takes their port.
REPLACED=()

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

# Before the files change: stops and disables units while their unit files still exist.
stop_leaving_units() {
  local unit
  for unit in "${NOT_AT_BOOT[@]+"${NOT_AT_BOOT[@]}"}"; do set_boot "$unit" disabled || return 1; done
  for unit in "${STOPPED[@]+"${STOPPED[@]}"}"; do
    is_in "$unit" "${REPLACED[@]+"${REPLACED[@]}"}" || stop "$unit" || return 1
  done
}

# Right before the other program starts. A graceful stop would close the port and then wait for open connections, so the processes end at once.
stop_replaced_units() {
  local unit
  for unit in "${REPLACED[@]+"${REPLACED[@]}"}"; do
    if [[ $(run_state "$unit") == running ]]; then ask_systemd kill --signal=TERM -- "$unit" || :; fi
    stop "$unit" || return 1
  done
}

stop() {
  if [[ $(run_state "$1") == stopped ]]; then return; fi
  within "$LIMIT_OF_A_SERVICE" systemctl stop -- "$1" || {
    say_service_fault "$?" "$LIMIT_OF_A_SERVICE" stop "$1"
    return 1
  }
  say service stopped - "$1"
}

start_units() {
  local unit need
  if units_changed; then reload_units || return 1; fi
  stop_replaced_units || return 1
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

# A start limit that was reached earlier would block this start, and a rollback.
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

# Stops and disables, by the journal, what did not run before, while its new unit file still exists. At boot nothing waits: jobs of this
# boot wait for this unit.
stop_new_units() {
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

# Starts and enables, by the journal, what ran before, with the old files.
restore_units() {
  local unit ran boot failed=0
  reload_units || failed=1
  while IFS=$'\t' read -r unit ran boot; do
    if [[ $boot == enabled ]]; then set_boot "$unit" enabled || failed=1; fi
    ask_systemd reset-failed -- "$unit" || :
    if [[ $ran == running && -n $AT_BOOT ]]; then
      ask_systemd --no-block start -- "$unit" || failed=1
    elif [[ $ran == running ]]; then
      restore_unit "$unit" || failed=1
    fi
  done <"$JOURNAL/units"
  return "$failed"
}

restore_unit() {
  local need
  need=$(need_of "$1")
  [[ $need != none ]] || return 0
  act_on "$1" "$need" || {
    say revert failed not-running "$1 does not run with its old files. Run: systemctl status $1"
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

# A kube-apiserver that refuses anonymous requests answers 401.
answers() {
  local code only_code=(--silent --max-time 5 --output /dev/null --write-out '%{http_code}')
  case $1 in
    tcp) connects "$2" "$3" ;;
    http) code=$(curl "${only_code[@]}" -- "$2") && [[ $code == 200 ]] ;;
    https) code=$(curl "${only_code[@]}" --cacert "$3" -- "$2") && [[ $code == 200 || $code == 401 ]] ;;
  esac
}

# Healthy, and still the same process 2 s later: a service that fails at start is active for a moment.
check_health() {
  local unit deadline before
  look_at_clock
  deadline=$((NOW + SECONDS_OF_A_GATE))
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    if is_in "$unit" "${STOPPED[@]+"${STOPPED[@]}"}"; then continue; fi
    until is_healthy "$unit" && before=$(start_id_of "$unit") && sleep 2 && is_healthy "$unit" && [[ $before == "$(start_id_of "$unit")" ]]; do
      look_at_clock
      if ! is_uninterrupted || [[ $NOW -ge $deadline || $(property "$unit" ActiveState) == failed ]]; then
        say health failed - "$unit is $(property "$unit" ActiveState). Run: journalctl -u $unit -n 20"
        return 1
      fi
      sleep 1
    done
    say health ok - "$unit"
  done
}
# --- The plan command ---------------------------------------------------------------------------------------------------------------------

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

# The actions that the services need after the change of files.
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

# Ctrl-C or TERM: the rollback starts after the current command.
interrupt() {
  INTERRUPTED=yes
  say deliver interrupted - "rolling back"
}

is_uninterrupted() { [[ -z $INTERRUPTED ]]; }

# Everything is recorded before the first file is touched. Later failures are rolled back.
deliver() {
  local kind=$1
  work_until "$LONGEST_PREPARATION"
  prove_systemd_answers
  mkdir -p "$STATE" || refuse stage no-room "$STATE could not be created"
  refuse_obstacles
  stage
  validate
  say validate ok -
  stamp_running
  write_journal "$kind" || refuse journal no-room "the journal could not be written below $STATE: is the disk full?"
  work_until "$(longest_delivery)"
  arm "$DELIVERY_TIMER" "$(longest_delivery)" || refuse_after_journal no-timer "systemd-run could not start the timer for the rollback"
  trap interrupt INT TERM
  set_state swapping || refuse_after_journal no-room "$JOURNAL cannot be written: is the disk full?"
  if stop_leaving_units && swap && start_units && check_health && sync_boot && set_state delivered; then
    finish_swap
  else
    roll_back
  fi
}

# Seconds: a rollback, which stops and starts every unit, the health check, and the time until the confirm.
longest_delivery() { printf '%s' "$(($(longest_return) + SECONDS_OF_A_GATE + CONFIRM_WITHIN + 60))"; }

refuse_after_journal() {
  disarm "$DELIVERY_TIMER"
  remove_at_once "$JOURNAL"
  refuse journal "$1" "$2"
}

finish_swap() {
  trap '' INT TERM
  local detail="confirm within $CONFIRM_WITHIN s, or the delivery is rolled back: host-engine.sh confirm"
  if arm "$CONFIRM_TIMER" "$CONFIRM_WITHIN"; then
    work_until "$LONGEST_WHILE_WAITING"
    disarm "$DELIVERY_TIMER"
  else
    detail="the timer for $CONFIRM_WITHIN s could not be started. Confirm now, or the delivery is rolled back by its first timer."
  fi
  say deliver ok - "$(changed_count) files changed; $detail"
}

roll_back() {
  if revert; then
    say deliver rolled-back - "everything is as it was before"
    exit "$ROLLED_BACK"
  fi
  say_not_rolled_back deliver
  exit "$NEEDS_OPERATOR"
}

say_not_rolled_back() {
  if [[ -n $NEXT_TRY ]]; then
    say "$1" failed timed-out "the files are restored, but systemd timed out; $NEXT_TRY"
  else
    say "$1" failed not-rolled-back "not everything could be rolled back; see the lines above and ${FAILED_JOURNAL:-$JOURNAL}"
  fi
}

# True where everything is as it was. The journal is removed last, so that an interrupted rollback starts again.
revert() {
  local failed=0 unrestored=0
  trap '' INT TERM
  work_until "$(longest_return)"
  TIMED_OUT='' NEXT_TRY=''
  rm -rf -- "$STATE/stage" "$STATE/taken" "$COPIED"
  stop_new_units || failed=1
  undo_changes || unrestored=1
  restore_units || failed=1
  sync_boot
  end_revert "$((failed + unrestored))" "$unrestored" || failed=1
  sync_state
  return "$((failed | unrestored))"
}

# Where only systemd timed out, the journal stays and a timer tries again.
NEXT_TRY=''

end_revert() {
  if [[ $1 -eq 0 ]]; then
    drop_overwritten "$JOURNAL"
    mark_rolled_back || return 1
  elif [[ $2 -eq 0 && -n $TIMED_OUT ]]; then
    NEXT_TRY="this host tries again every $SECONDS_TO_NEXT_TRY s"
    set_timer "$CONFIRM_TIMER" "$SECONDS_TO_NEXT_TRY" || ask_systemd is-active --quiet "$CONFIRM_TIMER.timer" ||
      NEXT_TRY="run: host-engine.sh recover"
    return 1
  else
    set_aside || return 1
  fi
  disarm "$DELIVERY_TIMER" "$CONFIRM_TIMER"
}

# Handles the journal of another run: nothing was touched, or it is rolled back.
recover() {
  rm -rf -- "$JOURNAL.new" "$LEFTOVER" "$STATE/stage" "$STATE/taken" "$STATE/earlier"
  case $(journal_state) in
    none) rm -rf -- "$JOURNAL" ;;
    begun)
      drop_overwritten "$JOURNAL"
      mark_rolled_back
      disarm "$DELIVERY_TIMER"
      say recover ok nothing-changed "a delivery was interrupted before it changed anything"
      ;;
    kept) file_kept ;;
    *)
      if revert; then
        say recover rolled-back - "a delivery was interrupted or not confirmed"
      else
        say_not_rolled_back recover
        exit "$NEEDS_OPERATOR"
      fi
      ;;
  esac
}

# Runs from a timer, at boot, or by hand. At boot the earlier timers are gone, so a new one is started for the case that this try fails.
command_recover() {
  take_lock_or_end_holder "$(longest_return)"
  if [[ -n $AT_BOOT ]]; then set_timer "$DELIVERY_TIMER" "$SECONDS_TO_NEXT_TRY" || :; fi
  # The timer of an earlier delivery: another engine has handled that one while this one waited for the lock.
  if [[ -n $DELIVERY && -f $JOURNAL/engine && $(<"$JOURNAL/engine") != "$DELIVERY" ]]; then
    say recover same - "another delivery has started since and has its own timer"
    return
  fi
  load_kept_plan
  trap clean_up EXIT
  # Without a delivery no timer is needed.
  if [[ $(journal_state) == none ]]; then disarm "$DELIVERY_TIMER" "$CONFIRM_TIMER"; fi
  recover
}

command_apply() {
  recover
  compare
  say_links
  refuse_drift
  if [[ $(changed_count) -eq 0 && -z $(service_needs) ]]; then
    clear_rolled_back
    record_unchanged_host
    say apply same - "nothing to do"
    return
  fi
  deliver apply
}

# Records a host that needed no change, so that a later edit is seen as drift.
record_unchanged_host() {
  local records known=''
  records=$(records_after)
  if [[ -f $DELIVERED ]]; then known=$(<"$DELIVERED"); fi
  [[ $records != "$known" ]] || return 0
  { mkdir -p "$STATE" && printf '%s\n' "$records" >"$DELIVERED.new" && sync_files "$DELIVERED.new" && mv -T -- "$DELIVERED.new" "$DELIVERED"; } ||
    refuse apply no-room "$DELIVERED could not be written: is the disk full?"
}

# --- Confirm and history ------------------------------------------------------------------------------------------------------------------

# The host was reached over a new connection, so the delivery stays.
command_confirm() {
  case $(journal_state) in
    delivered)
      if [[ -n $WAIT_ANOTHER ]]; then
        wait_longer
        return
      fi
      set_state kept || refuse confirm no-room "$JOURNAL is not writable: is the disk full? The delivery waits until its time is over."
      ;;
    kept) ;;
    none)
      confirm_nothing
      return
      ;;
    *) refuse confirm not-finished "the delivery is not complete: $(journal_state)" ;;
  esac
  file_kept
  say confirm ok - "kept as $(newest)"
  say_fact delivered "$(newest)"
}

# The host can be reached, but the delivery is not kept yet. While one timer is replaced, the other one runs.
wait_longer() {
  start_timer "$DELIVERY_TIMER" "$WAIT_ANOTHER" ||
    refuse confirm no-timer "systemd-run could not start a timer for $WAIT_ANOTHER s; the earlier timer still runs"
  if start_timer "$CONFIRM_TIMER" "$WAIT_ANOTHER"; then disarm "$DELIVERY_TIMER"; fi
  say confirm waiting - "confirm again within $WAIT_ANOTHER s, or the delivery is rolled back"
}

confirm_nothing() {
  if [[ -d $LAST_ROLLED_BACK ]]; then
    say confirm rolled-back - "too late: the delivery was rolled back at $(time_of "$LAST_ROLLED_BACK")"
    exit "$ROLLED_BACK"
  fi
  say confirm same - "no delivery waits for a confirm"
}

time_of() { date -u -r "$1" +%Y-%m-%dT%H:%M:%SZ; }

file_kept() {
  keep_delivery && return
  say confirm failed not-filed "the delivery stays, but could not be moved to $HISTORY. Check that folder, then confirm again."
  exit "$NEEDS_OPERATOR"
}

# Only renames, no writes, so that it works on a full disk. An interrupted confirm is completed the next time.
keep_delivery() {
  local kind
  kind=$(<"$JOURNAL/kind") && drop_secrets "$JOURNAL" && drop_old_names "$JOURNAL" || return 1
  if [[ -f $JOURNAL/delivered.after ]]; then mv -T -- "$JOURNAL/delivered.after" "$DELIVERED" && sync_state || return 1; fi
  case $kind in
    rollback*) remove_after "${kind#rollback }" && remove_at_once "$JOURNAL" ;;
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

# Prints the entry of the first delivery after NUMBER; false where it is no longer kept.
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

# The newest goes first, so that the history never has a gap.
remove_after() {
  local base=$1 entry
  while entry=$HISTORY/$(newest) && [[ $((10#${entry##*/})) -gt $((10#$base)) ]]; do
    remove_at_once "$entry" || return 1
  done
}

# --- Rollback -----------------------------------------------------------------------------------------------------------------------------

command_rollback() {
  local base=$ROLLBACK_TO
  case $(journal_state) in
    swapping | delivered)
      recover
      if [[ -z $base ]]; then
        say rollback ok - "the unconfirmed delivery is rolled back; delivery $(newest) stays"
        return
      fi
      ;;
    *) recover ;;
  esac
  [[ $(newest) != 0000 ]] || refuse rollback nothing-kept "no delivery is kept"
  base=${base:-$(printf '%04d' "$((10#$(newest) - 1))")}
  prove_base "$base"
  want_before "$base"
  read_services "$HISTORY/$(printf '%04d' "$((10#$base))")/plan"
  compare
  refuse_drift
  deliver "rollback $base"
}

prove_base() {
  [[ $1 =~ ^[0-9]{1,6}$ && $((10#$1)) -lt $((10#$(newest))) ]] || refuse rollback nothing-kept "there is no delivery after $1; see status"
  first_after "$1" >/dev/null || refuse rollback not-kept-whole "not all deliveries after $1 are kept: only the last $KEPT can be undone; see status"
}

# Wants what was there before the deliveries that are undone. The oldest one decides about a path. Folders come last, inner ones first.
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
        file-*)
          if find_image "$entry" "$path" "$number"; then
            add_wanted file kept "$path" "$mode" "$owner" "$(digest_of "$IMAGE")" any - "$IMAGE"
          else
            lost+=("$path")
          fi
          ;;
        link-*) add_wanted link kept "$path" - - - any "$target" - ;;
        absent-directory) folders[$path]=yes ;;
        absent-*) add_wanted remove kept "$path" - - "${LAST[$path]-}" any - - ;;
      esac
    done <"$entry/changes"
    scope_of "$entry/units"
  done
  [[ ${#lost[@]} -eq 0 ]] || refuse_lost "${lost[@]}"
  [[ ${#folders[@]} -gt 0 ]] || return 0
  while IFS= read -r path; do add_wanted remove kept "$path" - - directory any - -; done < <(printf '%s\n' "${!folders[@]}" | sort -r)
}

# A rollback must be complete: the host has never run with a mixture of old and new files.
refuse_lost() {
  local path
  look_at_files
  for path in "$@"; do
    if [[ -n ${LAST[$path]-} && $(record_of "$path") != "${LAST[$path]}" ]]; then
      refuse compare drift "$path has drifted. Restore the delivered content, then roll back."
    fi
  done
  refuse rollback secret-not-kept "nothing is rolled back: old secrets were deleted at confirm: $*. Apply the earlier output. See --keep-secrets."
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

# --- Status -------------------------------------------------------------------------------------------------------------------------------

command_status() {
  local i unit need differs=0 kept=("$HISTORY"/[0-9]*/state)
  look_at_units
  look_at_files "${kept[@]}"
  say_fact delivered "$(newest)"
  say_kept "${kept[@]}"
  say_unfinished || differs=1
  compare_again
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

# What a rollback can undo: the number, the digest of the output, the time of the confirm, and the units with their states before.
say_kept() {
  local state day time entry result unit ran units
  for state in "$@"; do
    # Removed since it was looked at.
    [[ -n ${SEEN_MODE[$state]-} ]] || continue
    read -r _ _ _ day time _ <<<"${SEEN_MODE[$state]}"
    entry=${state%/state} result=- units=''
    if [[ -f $entry/result ]]; then read -r result <"$entry/result" || :; fi
    { while IFS=$'\t' read -r unit ran _; do units+=$unit=$ran,; done <"$entry/units"; } 2>/dev/null || continue
    say_fact kept "${entry##*/} $result ${day}T${time%.*}Z $units"
    say_reason "$entry" change
    say_reason "$entry" message
  done
}

# An administrator may have edited the file.
say_reason() {
  local text=''
  { IFS= read -r text <"$1/$2"; } 2>/dev/null || return 0
  if is_fact "$2" "${1##*/} $text"; then say_fact "$2" "${1##*/} $text"; fi
}

# True where no manual action is required.
say_unfinished() {
  local entry quiet=0
  if is_locked; then
    say status busy - "$(holder_of_lock) holds the lock"
    quiet=1
  fi
  if [[ $(journal_state) != none ]]; then
    say status waiting - "a delivery is $(journal_state). Run host-engine.sh confirm or rollback."
    quiet=1
  fi
  if [[ -d $LAST_ROLLED_BACK ]]; then say status rolled-back - "the last delivery was rolled back at $(time_of "$LAST_ROLLED_BACK")"; fi
  for entry in "$STATE"/failed-*; do
    [[ -d $entry ]] || continue
    say status failed not-rolled-back "not everything was rolled back. The old files are in $entry/before. Remove $entry when the host is repaired."
    quiet=1
  done
  return "$quiet"
}

loaded_state() {
  case $2 in
    start) printf 'not running' ;;
    stop) printf 'not stopped yet' ;;
    none) if [[ $(run_state "$1") == running ]]; then printf 'runs with the files on the disk'; else printf 'not running'; fi ;;
    *) printf 'runs with older files than those on the disk' ;;
  esac
}

# --- Verify: the files --------------------------------------------------------------------------------------------------------------------

# The state of a file: same, mode, undelivered, drift, missing, type or left; empty where it could not be judged.
FILE_STATE=''

say_files() {
  local i
  load_delivered
  look_at_files
  S_STATE=()
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    judge "$i"
    if [[ -n $FILE_STATE ]]; then say_on_disk "$i"; fi
  done
}

judge() {
  FILE_STATE=''
  case ${W_KIND[$1]} in
    file) judge_file "$1" ;;
    link) judge_link "$1" ;;
    directory) judge_directory "$1" ;;
    remove) judge_removal "$1" ;;
  esac
}

judge_file() {
  local i=$1 path=${W_PATH[$1]} disk
  look_again "$path"
  disk=${SEEN_DIGEST[$path]-absent}
  if [[ $disk == absent ]]; then
    judge_absent "$i"
  elif [[ ${W_FROM[i]} == copied && ${W_SUM[i]} == - && -z ${LAST[$path]-} ]] && ! has_edits "$path"; then
    say verify failed no-digests "on-disk: $path: the plan has no digest of it, and haplane has not delivered it here"
  elif has_wanted_content "$i" "$disk"; then
    if has_right_mode "$i"; then FILE_STATE=same; else FILE_STATE=mode; fi
  elif is_as_known_before "$i" "$disk"; then
    FILE_STATE=undelivered
  else
    FILE_STATE=drift
  fi
}

judge_absent() {
  local path=${W_PATH[$1]}
  if [[ -f $path && ! -L $path ]]; then
    say verify failed not-read "on-disk: $path could not be read"
  elif [[ -e $path || -L $path ]]; then
    FILE_STATE='type'
  elif [[ ${W_FROM[$1]} == edited-if-there ]]; then
    FILE_STATE=same
  else
    FILE_STATE=missing
  fi
}

# INDEX DIGEST. The copies of a delivery are gone: their digest, or the lines that were edited in them, remain.
has_wanted_content() {
  local i=$1 disk=$2 path=${W_PATH[$1]} wanted=${W_SUM[$1]}
  case ${W_FROM[i]} in
    edited*) has_new_lines "$path" ;;
    copied)
      if has_edits "$path"; then
        has_new_lines "$path" && [[ -z ${LAST[$path]-} || ${LAST[$path]} == "$disk" ]]
      elif [[ $wanted == - ]]; then
        [[ $disk == "${LAST[$path]-}" ]]
      else
        [[ $disk == "$wanted" ]]
      fi
      ;;
    *)
      if has_edits "$path"; then wanted=$(content_of "$i" | digest_of_input); fi
      [[ $disk == "$wanted" ]]
      ;;
  esac
}

# Every edit of the plan is done in the file.
has_new_lines() {
  local e
  for ((e = 0; e < ${#E_PATH[@]}; e++)); do
    [[ ${E_PATH[e]} != "$1" ]] || is_done "$e" || return 1
  done
}

is_done() { [[ $(count_old_lines "$1") -eq 0 && $(count_lines "${E_NEW[$1]}" "${E_PATH[$1]}") -ge ${E_COUNT[$1]} ]]; }

# How many lines the edit would exchange.
count_old_lines() {
  local count
  count=$(count_lines "${E_OLD[$1]}" "${E_PATH[$1]}")
  if [[ -n ${E_EARLIER[$1]} ]]; then count=$((count + $(count_lines "${E_EARLIER[$1]}" "${E_PATH[$1]}"))); fi
  printf '%s' "$count"
}

# INDEX DIGEST: the file is as captured, or as last delivered. A file that is only edited may have had other changes since.
is_as_known_before() {
  local e path=${W_PATH[$1]}
  if [[ ${W_FROM[$1]} != edited* ]]; then
    is_expected "$1" "$2"
    return
  fi
  if [[ ${LAST[$path]-} == "$2" ]]; then return 0; fi
  for ((e = 0; e < ${#E_PATH[@]}; e++)); do
    [[ ${E_PATH[e]} != "$path" || $(count_old_lines "$e") -eq ${E_COUNT[e]} ]] || is_done "$e" || return 1
  done
}

judge_link() {
  local path=${W_PATH[$1]} disk
  disk=$(record_of "$path")
  if [[ $disk == "link:${W_TARGET[$1]}" ]]; then
    FILE_STATE=same
  elif [[ ! -e $path && ! -L $path ]]; then
    FILE_STATE=missing
  elif [[ -L $path && $disk == "${LAST[$path]-}" ]]; then
    FILE_STATE=undelivered
  else
    FILE_STATE='type'
  fi
}

# The mode of a folder is its own, so only a missing one is worth a fact.
judge_directory() {
  if [[ -d ${W_PATH[$1]} ]]; then return; fi
  if [[ -e ${W_PATH[$1]} || -L ${W_PATH[$1]} ]]; then FILE_STATE='type'; else FILE_STATE=missing; fi
}

judge_removal() {
  compare_removal "$1"
  if [[ ${S_STATE[$1]} == same ]]; then FILE_STATE=same; else FILE_STATE=left; fi
}

# The digest of a short secret could be guessed.
say_on_disk() {
  local i=$1 path=${W_PATH[$1]} seen mode=- owner=- digest=-
  seen=${SEEN_MODE[$path]-}
  if [[ -n $seen && ! -L $path ]]; then
    printf -v mode '%04o' "$((8#${seen%% *}))"
    seen=${seen#* }
    owner=${seen%% *}
    seen=${seen#* }
    if ! [[ $owner =~ ^[A-Za-z0-9._-]+:[A-Za-z0-9._-]+$ ]] || [[ $owner == *UNKNOWN* ]]; then owner=${seen%% *}; fi
  fi
  if [[ ${W_KIND[i]} == file && ${W_CLASS[i]} =~ ^(identical|placed)$ && ${SEEN_DIGEST[$path]-} =~ ^[0-9a-f]{64}$ ]]; then
    digest=${SEEN_DIGEST[$path]}
  fi
  report on-disk "$FILE_STATE $mode $owner $digest ${W_NAME[i]}"
}

# --- Verify: the services -----------------------------------------------------------------------------------------------------------------

say_units() {
  local unit
  prove_systemd_answers
  choose_units
  look_at_units
  for unit in "${UNITS[@]+"${UNITS[@]}"}"; do
    if is_in "$unit" "${SCOPE[@]+"${SCOPE[@]}"}"; then
      report runs "$unit $(run_word "$unit") $(boot_word "$unit") $(loaded_word "$unit") $(start_word "$unit")"
    else
      # It has left, and its unit file is gone.
      report runs "$unit stopped disabled unknown 0"
    fi
  done
}

# A service that systemd starts again and again has failed.
run_word() {
  local state
  state=$(property "$1" ActiveState) || state=''
  if [[ $state == failed || ($state == activating && $(property "$1" SubState) == auto-restart) ]]; then
    printf failed
  elif [[ $state =~ ^(active|activating|reloading)$ ]]; then
    printf running
  else
    printf stopped
  fi
}

# "other" starts as wanted, but without a link of its own, such as a static unit.
boot_word() {
  local said=''
  if [[ $(boot_state "$1") != enabled ]]; then
    printf disabled
    return
  fi
  said=$(ask_systemd is-enabled -- "$1") || :
  if [[ $said == enabled ]]; then printf enabled; else printf other; fi
}

loaded_word() {
  local i
  if [[ $(run_state "$1") != running ]]; then
    printf unknown
    return
  fi
  for ((i = 0; i < ${#L_UNIT[@]}; i++)); do
    if [[ ${L_UNIT[i]} == "$1" && -n ${HANGS[${L_PATH[i]}]-} ]]; then
      printf unknown
      return
    fi
  done
  case $(need_of "$1") in
    none) if [[ $(property "$1" NeedDaemonReload) == yes ]] || has_newer_file "$1"; then printf older; else printf current; fi ;;
    restart | reload) printf older ;;
    *) printf unknown ;;
  esac
}

# A file that the process reads at its start alone, and that no plan names: one that is newer was not read.
has_newer_file() {
  local path start found
  start=$(start_of "$1")
  [[ $start =~ ^[1-9][0-9]{0,14}$ ]] || return 1
  while IFS= read -r path; do
    if ! is_path "$path" || is_input_of "$1" "$path"; then continue; fi
    found=$(within "$LIMIT_OF_A_QUESTION" stat -L -c '%F:%Y' -- "$path" 2>/dev/null) || continue
    if [[ $found == 'regular '*:* && ${found##*:} =~ ^[0-9]{1,15}$ && ${found##*:} -gt $start ]]; then return 0; fi
  done < <(files_read_at_start "$1")
  return 1
}

# UNIT PATH: true where the plan names it, so that what the process has read of it is known by its digest.
is_input_of() {
  local i
  for ((i = 0; i < ${#L_UNIT[@]}; i++)); do
    if [[ ${L_UNIT[i]} == "$1" && ${L_PATH[i]} == "$2" ]]; then return 0; fi
  done
  return 1
}

# UNIT: its environment files, and the configurations that flags of its process name. Certificates and kubeconfigs are read again later.
files_read_at_start() {
  local pid word is_value=no
  ask_systemd show -p EnvironmentFiles -- "$1" | sed -n 's/^EnvironmentFiles=\(.*\) (ignore_errors=[a-z]*)$/\1/p'
  pid=$(property "$1" MainPID)
  [[ $pid =~ ^[1-9][0-9]{0,9}$ ]] || return 0
  while IFS= read -r word; do
    if [[ $is_value == yes ]]; then
      printf '%s\n' "$word"
      is_value=no
    elif [[ $word =~ ^$FLAG_OF_FILE=(.*)$ ]]; then
      printf '%s\n' "${BASH_REMATCH[2]}"
    elif [[ $word =~ ^$FLAG_OF_FILE$ ]]; then
      is_value=yes
    fi
  done < <({ tr '\0' '\n' <"/proc/$pid/cmdline"; } 2>/dev/null)
}
readonly FLAG_OF_FILE='--(config|[a-z-]*-config|[a-z-]*-config-file|[a-z-]*policy-file|token-auth-file)'

# The last start in seconds; 0 where that is unknown.
start_word() {
  local start
  start=$(start_of "$1")
  if [[ $start =~ ^[0-9]{1,15}$ && $(property "$1" ExecMainStartTimestamp) == ?* ]]; then printf '%s' "$start"; else printf 0; fi
}

# --- Verify -------------------------------------------------------------------------------------------------------------------------------

# Reads and never changes: takes no lock, stamps nothing, and leaves the copies of an interrupted delivery where they are. Each part is answered
# apart, so that a part that hangs or fails costs its limit and never the rest.
readonly LIMIT_OF_A_PART=120 LIMIT_OF_A_LOOK=3 LIMIT_OF_CAPTURE=120
# Base64 characters of the largest archive: more is not for one answer.
readonly LARGEST_ARCHIVE=25165824

# The lines on stdin, each with tabs between its fields.
QUESTIONS=()

command_verify() {
  local line fields
  # bash keeps the text of <<< in a file there for a moment.
  export TMPDIR=$DIR
  read_questions
  PLAN=$DIR/hosts/$HOST.plan
  prove_digests
  read_plan "$PLAN"
  prove_host
  set_hanging_aside
  resolve_links
  apart "$LIMIT_OF_A_PART" on-disk say_files
  apart "$LIMIT_OF_A_PART" runs say_units
  for line in "${QUESTIONS[@]+"${QUESTIONS[@]}"}"; do
    IFS=$'\t' read -r -a fields <<<"$line"
    case ${fields[0]} in
      kubectl) KUBECTL=${fields[1]} ;;
      etcd) ETCD_CLIENTS+=("$line") ;;
      *) apart "$LIMIT_OF_A_PART" "${fields[*]}" "verify_${fields[0]}" "${fields[@]:1}" ;;
    esac
  done
  if [[ ${#ETCD_CLIENTS[@]} -gt 0 ]]; then apart "$LIMIT_OF_A_PART" etcd verify_etcd; fi
  apart "$((LIMIT_OF_CAPTURE + 30))" archive say_archive
  # Last, so that it is the time at the end of the answer.
  say_fact clock "$(date +%s)"
}

# Every line is checked before anything is asked.
read_questions() {
  local fields line
  while IFS= read -r line; do
    IFS=$'\t' read -r -a fields <<<"$line"
    case ${fields[0]-} in
      kubectl | answer | connect | cluster | etcd | token | peers) ;;
      *) refuse verify unknown-record "unknown record \"${fields[0]-}\": this engine is older than its caller" ;;
    esac
    is_question "${fields[@]}" || refuse verify bad-record "\"${line//$'\t'/ }\" is not a valid question"
    QUESTIONS+=("$line")
  done
}

is_question() {
  local path
  case $1-$# in
    kubectl-2 | token-2) is_path "$2" ;;
    answer-5) [[ $2 =~ ^[a-z0-9.:-]{1,64}$ && $3 == https://* ]] && is_url "$3" && is_path "$4" && [[ $5 == - || $5 =~ $ADDRESS_FORM ]] ;;
    connect-2) is_place "$2" ;;
    cluster-1) ;;
    etcd-5)
      is_url "$2" || return 1
      for path in "${@:3}"; do [[ $path == - ]] || is_path "$path" || return 1; done
      ;;
    peers-2) is_port "$2" ;;
    *) return 1 ;;
  esac
}

# A fact that would not have its form is an event instead: the caller would not read on.
report() {
  if is_fact "$1" "$2"; then say_fact "$1" "$2"; else say verify failed not-read "$WORDS: $1 has a value that is not valid: $2"; fi
}

# --- Parts that may hang ---

# SECONDS WORDS COMMAND…: has a function answer in a process of its own. Only its last line is waited for, and not for long: a dead file
# system holds a process whatever signal it gets. WORDS begin the event of a failure.
apart() {
  local seconds=$1 words=$2 pid='' end='' code=0 fd
  shift 2
  exec {fd}< <(answer_apart "$words" "$@")
  IFS= read -r -t "$seconds" -u "$fd" pid || :
  IFS= read -r -t "$seconds" -u "$fd" end || code=$?
  exec {fd}<&-
  if [[ $end == end ]]; then return; fi
  if [[ $code -gt 128 && $pid =~ ^[0-9]+$ ]]; then
    find_tree "$pid"
    signal KILL "${FOUND[@]+"${FOUND[@]}"}"
    say verify failed timed-out "$words: it did not end within $seconds s"
  else
    say verify failed not-read "$words: the engine ended early"
  fi
}

answer_apart() {
  WORDS=$1 WHY='' OUTCOME=not-read
  shift
  printf '%s\n' "$BASHPID"
  # A function that refuses ends its own part only.
  # shellcheck disable=SC2317,SC2329 # called by other parts of the engine
  refuse() {
    say verify failed "$2" "$WORDS: $3"
    printf 'end\n'
    exit
  }
  "$@" </dev/null >/dev/null || say verify failed "$OUTCOME" "$WORDS: ${WHY:-it could not be read}"
  printf 'end\n'
}
WORDS=''

# By path: its file system does not answer.
declare -A HANGS=()

# Files on a file system that does not answer are left out before anything else looks at them.
set_hanging_aside() {
  local i named=("${W_PATH[@]+"${W_PATH[@]}"}" "${L_PATH[@]+"${L_PATH[@]}"}")
  [[ ${#named[@]} -gt 0 ]] || return 0
  if ends_within "$((LIMIT_OF_A_LOOK * 3))" stat -L -- "${named[@]}"; then return; fi
  find_hanging "${named[@]}"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ -n ${HANGS[${W_PATH[i]}]-} ]]; then
      W_KIND[i]=hangs
      say verify failed timed-out "on-disk: ${W_PATH[i]}: the file system did not answer within $LIMIT_OF_A_LOOK s"
    fi
  done
}

# PATH…: sets HANGS. One path tells of all others on the same mount, except on that of the root.
find_hanging() {
  local path mount dead=' '
  for path in "$@"; do
    find_mount "$path"
    mount=$MOUNT
    if [[ $dead == *" $mount "* ]]; then
      HANGS[$path]=yes
    elif ! ends_within "$LIMIT_OF_A_LOOK" stat -L -- "$path"; then
      HANGS[$path]=yes
      if [[ $mount != / ]]; then dead+="$mount "; fi
    fi
  done
}

# Sets MOUNT, by the kernel's own list, which it prints without asking the file systems.
MOUNT=''

find_mount() {
  local at
  MOUNT=/
  while read -r _ at _; do
    if [[ $1/ == "$at"/* && ${#at} -gt ${#MOUNT} ]]; then MOUNT=$at; fi
  done </proc/self/mounts
}

# SECONDS COMMAND…: whether it ends in time, well or not.
ends_within() {
  local seconds=$1 pid='' end='' fd
  shift
  exec {fd}< <(
    printf '%s\n' "$BASHPID"
    "$@" </dev/null >/dev/null 2>&1 3>&- || :
    printf 'end\n'
  )
  IFS= read -r -t "$seconds" -u "$fd" pid || :
  IFS= read -r -t "$seconds" -u "$fd" end || :
  exec {fd}<&-
  if [[ $end == end ]]; then return; fi
  find_tree "$pid"
  signal KILL "${FOUND[@]+"${FOUND[@]}"}"
  return 1
}

# --- What the reader of capture finds ---

# The archive is kept until its end is known: half of it is no answer.
say_archive() {
  local both text end
  [[ -f $DIR/bin/capture.sh ]] || { OUTCOME=no-file WHY="bin/capture.sh is missing" && return 1; }
  both=$(read_archive)
  text=${both%%$'\001'*}${both##*$'\001'}
  end=${both#*$'\001'}
  end=${end%%$'\001'*}
  case ${end%% *} in
    0) ;;
    124 | 137) OUTCOME=timed-out WHY="the capture program did not end within $LIMIT_OF_CAPTURE s" && return 1 ;;
    *) WHY="the capture program ended with ${end%% *}: ${end#* }" && return 1 ;;
  esac
  [[ ${#text} -le $LARGEST_ARCHIVE ]] || because "the archive is too large (${#text} characters)" || return 1
  [[ -n $text ]] || because "the archive is empty" || return 1
  if [[ $EVENTS == yes ]]; then
    printf '%s\n' "$text" | sed $'s/^/fact\tarchive\t/' >&3
  else
    printf '%s\n' "$text" | sed "s/^/$HOST: archive: /" >&3
  fi
}

# The lines of base64 and, between two bytes 1 wherever they come, how the program ended and the last line of its messages.
read_archive() {
  {
    {
      local said code=0
      said=$(within "$LIMIT_OF_CAPTURE" sh "$DIR/bin/capture.sh" 2>&1 >&5) || code=$?
      printf '\001%s %s\001' "$code" "$(last_words "$said")" >&6
    } 5>&1 | base64 -w 3000
  } 6>&1
}

# --- Copies from the source master --------------------------------------------------------------------------------------------------------

# Secrets and programs go from the source master to a new master through a pipe, and are not stored on the way. A host gets only the files
# that its own plan copies.
command_send() {
  local path paths=''
  local -A copied=()
  [[ $FOR =~ ^[a-z0-9]([a-z0-9-]*[a-z0-9])?$ ]] || misuse "send needs --for HOST, the host that gets the files"
  # Only the archive may go to stdout.
  [[ $EVENTS == yes ]] || exec 3>&2
  read_copies
  while IFS= read -r path; do
    is_path "$path" || refuse send bad-path "\"$path\" is not a valid path in a plan"
    [[ -n ${copied[$path]-} ]] || refuse send not-in-plan "the plan of $FOR does not copy $path"
    resolve "${path%/*}"
    [[ -z $LINK_AT ]] || refuse send foreign-link "the path of $path has a link that an account other than root can change"
    paths+=./${path#/}$'\n'
  done
  [[ -n $paths ]] || refuse send nothing-sent "stdin has no path"
  if [[ $EVENTS == yes ]]; then printf 'archive\n'; fi
  tar -C / --no-recursion -cf - -T - < <(printf '%s' "$paths") || refuse send not-read "a file could not be read"
}

# Sets copied, for command_send: the paths that the plan of that host copies.
read_copies() {
  local kind path
  [[ -f $DIR/hosts/$FOR.plan ]] || refuse send no-plan "$DIR/hosts/$FOR.plan is missing. Copy the plan of $FOR here, together with the plan of $HOST."
  prove_digests "$FOR"
  while IFS=$'\t' read -r kind _ _ _ _ _ path; do
    if [[ $kind == copy ]]; then copied[$path]=yes; fi
  done <"$DIR/hosts/$FOR.plan"
}

# Proves that data arrive here unchanged; also prints the name of this machine.
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

# A secret without a digest in the plan is always copied: only the source master knows whether it has changed.
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
  read_proof
  # A bundle and the source master send one archive each. tar keeps the lock as long as it writes.
  timeout --kill-after=5 "$LIMIT_OF_AN_ARCHIVE" tar -C "$COPIED" --no-same-owner --ignore-zeros -xf - ||
    refuse receive not-whole "the archive is incomplete"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    copy=$COPIED${W_NAME[i]}
    if [[ ${W_FROM[i]} != copied ]] || { [[ ! -e $copy ]] && is_here "$i"; }; then continue; fi
    [[ -f $copy && ! -L $copy ]] || refuse receive not-come "${W_NAME[i]} did not arrive. Send it again."
    prove_copy "$i" "$copy"
    count=$((count + 1))
  done
  # The copies stay for the next apply.
  trap - EXIT
  say receive ok - "$count files"
}

# Reads digests from the source master, for edited copies and for secrets that could be guessed: the plan has no digest of them.
read_proof() {
  local kind digest path
  while IFS=$'\t' read -r kind digest path && [[ -n $kind$digest$path ]]; do
    if [[ $kind != file ]] || ! is_digest "$digest" || ! is_path "$path"; then
      refuse receive bad-record "\"$kind\" is not a valid line: file, digest and path are expected"
    fi
    proof[$path]=$digest
  done
}

prove_copy() {
  local path=${W_NAME[$1]} digest
  digest=$(digest_of "$2")
  if [[ ${W_SUM[$1]} != - ]]; then
    [[ $digest == "${W_SUM[$1]}" ]] ||
      refuse receive not-as-captured "$path has changed on the source master since it was captured. Capture it and build again."
  elif [[ -z ${proof[$path]-} ]]; then
    refuse receive not-proved "$path arrived without its digest from the source master"
  elif [[ $digest != "${proof[$path]}" ]]; then
    refuse receive not-as-on-source "$path differs from the file on the source master. Run again."
  fi
}

# Deletes copies that no apply has used, while no delivery runs. Copies of a current run are younger.
drop_old_copies() {
  local made
  made=$(stat -c %Z -- "$COPIED" 2>/dev/null) || return 0
  if [[ $(($(date +%s) - made)) -lt 900 ]]; then return; fi
  (mkdir -p "$RUNNING" && exec 9>>"$RUNNING/lock" && flock -n 9 && rm -rf -- "$COPIED") || :
}

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

# --- Gates for the machine ----------------------------------------------------------------------------------------------------------------

gate_reachable() { [[ $EUID -eq 0 ]] || because "the engine does not run as root here"; }

gate_architecture() { [[ $(uname -m) == "${FACT[architecture]-}" ]] ||
  because "this machine is $(uname -m), but $1 is ${FACT[architecture]-unknown}"; }

# The time for the answer counts as a difference, too: the tolerance only finds clocks that are not synchronised.
gate_clock() {
  local clock=${FACT[clock]-} apart
  [[ $clock =~ ^[0-9]{1,15}$ ]] || because "the time of $1 is unknown" || return 1
  apart=$((STARTED_AT - 10#$clock))
  [[ ${apart#-} -le $CLOCK_TOLERANCE ]] ||
    because "the clock differs from that of $1 by ${apart#-} s; at most $CLOCK_TOLERANCE s are allowed. Synchronise the clocks."
}

gate_digests() { prove_digests; }

gate_selinux_allows() {
  local ports
  [[ -e /sys/fs/selinux/enforce && $(</sys/fs/selinux/enforce) == 1 ]] || return 0
  ports=$(timeout "$SECONDS_OF_A_COMMAND" semanage port -l | grep '^http_port_t') || because "semanage does not answer" || return 1
  grep -qwF -- "$1" <<<"$ports" || because "SELinux forbids port $1. Run: semanage port -a -t http_port_t -p tcp $1" || return 1
  [[ $(timeout "$SECONDS_OF_A_COMMAND" getsebool httpd_can_network_connect) == *on ]] ||
    because "SELinux forbids connections. Run: setsebool -P httpd_can_network_connect on"
}

# BOOLEAN: one of SELinux, such as haproxy_connect_any.
gate_selinux_switch() {
  [[ -e /sys/fs/selinux/enforce && $(</sys/fs/selinux/enforce) == 1 ]] || return 0
  [[ $(timeout "$SECONDS_OF_A_COMMAND" getsebool "$1") == *on ]] || because "SELinux forbids what the load balancer needs. Run: setsebool -P $1 on"
}

# PROGRAM MAJOR.MINOR
gate_program_installed() {
  local said major=${2%.*} minor=${2#*.}
  said=$(timeout "$SECONDS_OF_A_COMMAND" "$1" -v 2>&1) || because "$1 is not installed: install the package $1, and do not start it" || return 1
  [[ $said =~ [\ v]([0-9]{1,3})\.([0-9]{1,3})[.-] ]] || because "$1 -v prints no release" || return 1
  [[ $((10#${BASH_REMATCH[1]} * 1000 + 10#${BASH_REMATCH[2]})) -ge $((major * 1000 + minor)) ]] ||
    because "$1 is ${BASH_REMATCH[1]}.${BASH_REMATCH[2]} here, but $2 or later is needed: install a later package"
}

gate_nginx_stream() {
  local built
  built=$(timeout "$SECONDS_OF_A_COMMAND" nginx -V 2>&1) ||
    because "nginx is not installed: install it with its stream module, and do not start it" || return 1
  case $built in
    *--with-stream=dynamic*)
      [[ -n $(find /usr/share/nginx/modules /usr/lib/nginx/modules /usr/lib64/nginx/modules -name 'ngx_stream_module.so' 2>/dev/null) ]] ||
        because "the stream module of nginx is not installed"
      ;;
    *--with-stream*) ;;
    *) because "this nginx has no stream module" ;;
  esac
}

gate_container_runtime() {
  local unit
  for unit in docker containerd crio cri-o; do
    if [[ $(run_state "$unit.service") == running ]]; then return 0; fi
  done
  because "no container runtime runs here: docker, containerd or cri-o"
}

# A setting must be as on the source master, where it is proven to work.
gate_node_prerequisites() {
  local forward=${FACT[ip-forward]-} bridge=${FACT[bridge]-}
  [[ $forward =~ ^[0-9]$ && $bridge =~ ^[0-9]$ && -n ${FACT[swap]-} ]] || because "the kernel settings of the source master are unknown" || return 1
  [[ $(swap_state) == off || ${FACT[swap]} == on ]] ||
    because "swap is on here, but off on the source master. Run swapoff -a, and remove it from /etc/fstab." || return 1
  [[ $(setting net/ipv4/ip_forward) -ge $forward ]] || because "net.ipv4.ip_forward is 0 here, but 1 on the source master" || return 1
  [[ $(setting net/bridge/bridge-nf-call-iptables) -ge $bridge ]] ||
    because "net.bridge.bridge-nf-call-iptables is not 1 here, but on the source master"
}

gate_unit_active() {
  local before
  before=$(start_id_of "$1")
  { is_healthy "$1" && sleep 2 && is_healthy "$1" && [[ $before == "$(start_id_of "$1")" ]]; } ||
    because "$1 is $(property "$1" ActiveState). Run: journalctl -u $1 -n 20"
}

# --- Gates for the network ----------------------------------------------------------------------------------------------------------------

is_port() { [[ $1 =~ ^[0-9]{1,5}$ ]]; }

sockets() { timeout "$SECONDS_OF_A_COMMAND" ss "$@" | tail -n +2; }

# Held by our units, or free. A process chooses its own name, which may look like other output of ss, so every process in the line must be
# ours.
gate_port_free() {
  local lines line
  is_port "$1" || because "\"$1\" is not a port" || return 1
  lines=$(sockets -ltnp "sport = :$1") || because "ss does not answer" || return 1
  while IFS= read -r line; do
    [[ -z $line ]] || is_held_by_us "$line" || because "the port is in use: ${line##* }" || return 1
  done <<<"$lines"
}

is_held_by_us() {
  local pid pids=()
  pids_of "$1"
  [[ ${#pids[@]} -gt 0 ]] || return 1
  for pid in "${pids[@]}"; do is_of_our_units "$pid" || return 1; done
}

# Appends to pids, from the right: the last text is from ss itself.
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

# Decides by the control group that systemd has made for the unit.
is_of_unit() {
  local group line
  group=$(property "$2" ControlGroup)
  [[ $group == /?* && -r /proc/$1/cgroup ]] || return 1
  while IFS= read -r line; do
    if [[ ${line#*:*:} == "$group" || ${line#*:*:} == "$group"/* ]]; then return 0; fi
  done <"/proc/$1/cgroup"
  return 1
}

# INTERFACE ADDRESS
gate_interface_has() {
  local line
  [[ $1 =~ ^[A-Za-z0-9._-]+$ && -d /sys/class/net/$1 ]] ||
    because "this host has no interface $1. Its interfaces: $(cd /sys/class/net && printf '%s ' *)" || return 1
  while read -r line; do
    if [[ $line == *" $2/"* ]]; then return 0; fi
  done < <(ip -o addr show dev "$1")
  because "the interface $1 does not have the address $2 of this host: write the interface that has it"
}

# VIP PORT PEER…: exactly one host has the VIP. A peer that has it too sends the answer to a connection from the VIP to itself.
gate_vip_held() {
  local vip=$1 port=$2 peer
  is_port "$2" || because "\"$2\" is not a port" || return 1
  shift 2
  if ! has_address "$vip"; then
    connects "$vip" "$port" ||
      because "no load balancer has the VIP $vip, or $vip:$port does not accept connections from here. Run: journalctl -u '*keepalived*' -n 20"
    return
  fi
  connects "$vip" "$port" || because "this host has the VIP $vip, but $vip:$port does not accept connections" || return 1
  for peer in "$@"; do
    # A peer that does not answer at all cannot show anything.
    if ! connects "$peer" "$port" || connects_from "$vip" "$peer" "$port"; then continue; fi
    because "$peer has the VIP $vip at the same time as this host. Let VRRP (IP protocol 112) pass between the load balancers." || return 1
  done
}

has_address() { if [[ $1 == *:* ]]; then has_ipv6 "$(expand_ipv6 "$1")"; else has_ipv4 "$1"; fi; }

# FROM HOST PORT: whether a connection that comes from an address of this host is accepted. Only that counts, not what follows.
connects_from() {
  local code=0
  timeout "$SECONDS_OF_A_COMMAND" curl --silent --insecure --interface "$1" --connect-timeout 3 --max-time 5 --output /dev/null \
    -- "https://$(bracketed "$2"):$3/" || code=$?
  case $code in 5 | 6 | 7 | 28 | 45 | 124) return 1 ;; esac
}

gate_connects() { { is_port "$2" && connects "$1" "$2"; } || because "$1:$2 does not accept connections from here"; }

# Uses the certificate where it is already here; otherwise only connects.
gate_etcd_answers() {
  local url=$1 said
  if [[ -r $4 ]]; then
    said=$(timeout "$SECONDS_OF_A_COMMAND" curl --silent --show-error --max-time 5 --cacert "$2" --cert "$3" --key "$4" -- "$url/health" 2>&1) || :
    [[ $said =~ \"health\"\ *:\ *\"true\" ]] || because "$url is not healthy: $(last_words "$said")"
    return
  fi
  [[ $url =~ ^https?://(\[([0-9a-fA-F:.]+)\]|([^]/:[]+)):([0-9]{1,5})/?$ ]] || because "$url is not the URL of an etcd member" || return 1
  gate_connects "${BASH_REMATCH[2]}${BASH_REMATCH[3]}" "${BASH_REMATCH[4]}" && WHY="the port accepts connections; the certificate is not here yet"
}

# etcd needs more than half of all members.
gate_etcd_quorum() {
  local ca=$1 certificate=$2 key=$3 url answering=0 silent=''
  shift 3
  for url in "$@"; do
    if WHY='' && gate_etcd_answers "$url" "$ca" "$certificate" "$key"; then answering=$((answering + 1)); else silent+=" $url"; fi
  done
  WHY="$answering of $# members answer; quorum is $(($# / 2 + 1))${silent:+; no answer from$silent}"
  [[ $answering -gt $(($# / 2)) ]]
}

# Prints every address of a name once.
addresses_of() { timeout "$SECONDS_OF_A_COMMAND" getent ahosts "$1" | cut -d ' ' -f 1 | sort -u; }

gate_names_resolve() {
  local name
  for name in "$@"; do
    [[ -n $(addresses_of "$name") ]] || because "$name does not resolve. Add it to /etc/hosts." || return 1
  done
}

gate_kube_proxy_healthy() { answers http "http://$1/healthz" || because "http://$1/healthz does not return 200"; }

# The kubelet, which is the first unit of the group node, and no other process, has a connection to one of the addresses.
gate_agent_connected() {
  local addresses lines peer users kubelet pids
  is_port "$2" || because "\"$2\" is not a port" || return 1
  kubelet=$(first_unit_of node)
  mapfile -t addresses < <(addresses_of "$1")
  [[ ${#addresses[@]} -gt 0 ]] || because "$1 does not resolve. Add it to /etc/hosts." || return 1
  lines=$(sockets -tnp state established "dport = :$2") || because "ss does not answer" || return 1
  while read -r _ _ _ peer users; do
    pids=()
    pids_of "$users"
    if is_in "$(address_in "$peer")" "${addresses[@]}" && [[ ${#pids[@]} -gt 0 ]] && is_of_unit "${pids[0]}" "$kubelet"; then return 0; fi
  done <<<"$lines"
  because "the kubelet has no connection to $1:$2${addresses[1]+ (${addresses[*]})}"
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

# From the output of ss with its port: [::ffff:10.0.0.1]:6443 is 10.0.0.1.
address_in() {
  local address=${1%:*}
  address=${address#[}
  address=${address%]}
  address=${address%%%*}
  printf '%s' "${address#::ffff:}"
}

# Prints each peer that is connected to a port here once.
peers_of() {
  local peer
  is_port "$1" || return 1
  sockets -tn state established "sport = :$1" | while read -r _ _ _ peer _; do printf '%s\n' "$(address_in "$peer")"; done | sort -u
}

# PORT [PEER…]: without peers, all but this host itself.
gate_port_let_go() {
  local port=$1 peers peer left=''
  shift
  peers=$(peers_of "$port") || because "ss does not answer" || return 1
  while read -r peer; do
    if [[ -z $peer ]]; then continue; fi
    if [[ $# -gt 0 ]] && ! is_in "$peer" "$@"; then continue; fi
    if [[ $# -eq 0 && ($peer == "$ADDRESS" || $peer == 127.* || $peer == ::1) ]]; then continue; fi
    left+=" $peer"
  done <<<"$peers"
  [[ -z $left ]] || because "still connected:$left. Move these clients, or stop the service on this port, and run again."
}

# PORT EXCEPT…: never fails. Lists every other peer for the operator.
gate_still_connected() {
  local peers peer port=$1
  shift
  peers=$(peers_of "$port") || { RESULT=warning WHY="ss does not answer" && return 0; }
  while read -r peer; do
    if [[ -z $peer ]] || is_in "$peer" "$@"; then continue; fi
    say gate warning - "still-connected: $peer uses port $port of this host. If it has a kubeconfig, run there: haplane kubeconfig FILE"
  done <<<"$peers"
}

# --- Disk space ---------------------------------------------------------------------------------------------------------------------------

# KiB that stay free on a file system for other programs.
readonly ROOM_TO_SPARE=32768

# By device: a folder on it, and the KiB that this rollout writes there.
declare -A FOLDER_ON=() NEEDED_ON=()
# By folder, its device; by path of a file, its KiB. Each is queried once.
declare -A DEVICE_OF=() KIB_OF=()

reset_needs() { FOLDER_ON=() NEEDED_ON=() DEVICE_OF=(); }

# KIB FOLDER: adds the space for a folder that may not exist yet.
need_room() {
  local folder=$2 device
  until [[ -d $folder ]]; do
    folder=${folder%/*}
    folder=${folder:-/}
  done
  device=${DEVICE_OF[$folder]:-$(timeout "$SECONDS_OF_A_COMMAND" stat -L -c %d -- "$folder" 2>/dev/null || :)}
  [[ $device =~ ^[0-9]+$ ]] || because "the file system of $folder is unknown" || return 1
  DEVICE_OF[$folder]=$device
  FOLDER_ON[$device]=${FOLDER_ON[$device]:-$folder}
  NEEDED_ON[$device]=$((${NEEDED_ON[$device]:-0} + $1))
}

# Prints the free KiB; false without an answer.
room_below() {
  local room
  room=$(timeout "$SECONDS_OF_A_COMMAND" df -Pk -- "$1" 2>/dev/null | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)
  [[ $room =~ ^[0-9]{1,18}$ ]] && printf '%s' "$room"
}

has_room() {
  local device room
  for device in "${!NEEDED_ON[@]}"; do
    room=$(room_below "${FOLDER_ON[$device]}") || because "the free space below ${FOLDER_ON[$device]} is unknown: df does not answer" || return 1
    [[ $room -ge ${NEEDED_ON[$device]} ]] || because "too little space on the file system of ${FOLDER_ON[$device]}: \
$((room / 1024)) MiB are free, $((${NEEDED_ON[$device]} / 1024 + 1)) MiB are needed" || return 1
  done
}

# A new file is written next to the old one. A copy waits in the folder of the engine first, and the old file is kept there twice: for a
# rollback, and as a backup.
gate_disk_space() {
  local i path new
  reset_needs
  look_at_files
  measure_files
  need_room "$ROOM_TO_SPARE" / && need_room "$ROOM_TO_SPARE" "$STATE" || return 1
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    path=${W_PATH[i]}
    if [[ ${W_KIND[i]} != file || ${SEEN_DIGEST[$path]-absent} == "${W_SUM[i]}" ]]; then continue; fi
    new=$(kib_wanted "$i") || because "the size of $path on the source master is unknown: is it there?" || return 1
    need_room "$((new + 2 * ${KIB_OF[$path]:-0}))" "$STATE" && need_room "$new" "${path%/*}" || return 1
  done
  has_room
}

# The sizes of all wanted files, here and in the plan folder.
measure_files() {
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

# --- Gates for the API server -------------------------------------------------------------------------------------------------------------

ssl() { timeout "$SECONDS_OF_A_COMMAND" openssl "$@" 2>/dev/null; }

# Prints the code of the answer; 000 where there is none.
http_code() { timeout "$SECONDS_OF_A_COMMAND" curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' "$@" || :; }

# A kube-apiserver that refuses anonymous requests answers 401 in any state. Then the kubeconfig of root is used, where there is one.
gate_ready() {
  local code
  code=$(http_code --cacert "$2" -- "$1")
  case $code in
    200) ;;
    401) is_ready_for_root "${1%/readyz}" ;;
    *) because "it is not ready (${code/#000/no answer})" ;;
  esac
}

# Never fails: a later step asks the same, and needs it.
gate_endpoint_answers() {
  gate_ready "$@" ||
    { RESULT=warning WHY="${1%/readyz} does not lead to a kube-apiserver yet: $WHY. Configure the load balancer as external-load-balancer.md says."; }
}

gate_ready_through() {
  local code address=${1#*://} through=() name=() addresses=("$2")
  address=${address%%/*}
  is_address "$2" || mapfile -t addresses < <(addresses_of "$2")
  [[ ${#addresses[@]} -gt 0 ]] || because "$2 does not resolve. Add it to /etc/hosts." || return 1
  set -- "$1" "${addresses[0]}" "$3"
  # An old curl does not have --connect-to.
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
    *) because "no good answer through $2 (${code/#000/no answer})" ;;
  esac
}

bracketed() { if [[ $1 == *:* ]]; then printf '[%s]' "$1"; else printf '%s' "$1"; fi; }

is_ready_for_root() {
  local server=$1
  shift
  if [[ ! -x $KUBECTL || ! -r ~root/.kube/config ]]; then
    WHY="it answers, but may not be ready: it refuses anonymous requests, and root has no kubeconfig here"
    RESULT=warning
    return
  fi
  kube --server="$server" "$@" get --raw /readyz || because "it is not ready: $FAULT" || return 1
  [[ $OUT == ok ]] || because "it is not ready: $(last_words "$OUT")"
}

# Checks names as the clients of Kubernetes do (Go, crypto/x509): the common name never counts, an address matches only an address, and a
# wildcard is the whole first label.
gate_certificate_names() {
  local endpoint=$1 name text unnamed='' named_names=() named_addresses=()
  shift
  text=$(ssl s_client -connect "$endpoint" </dev/null | ssl x509 -noout -text) ||
    because "$endpoint presents no certificate" || return 1
  read_alternative_names "$text"
  for name in "$@"; do is_named "$name" || unnamed+=" $name"; done
  [[ -z $unnamed ]] || because "the certificate at $endpoint does not cover$unnamed. Reissue it: haplane check --reissue DIR"
}

# Sets named_names and named_addresses.
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

# --- Backups ------------------------------------------------------------------------------------------------------------------------------

readonly BACKUPS=$STATE/backup
readonly SECONDS_OF_A_SNAPSHOT=120

# Any member will do, and one may be down. The space is checked first: this disk may be that of etcd.
action_back_up_etcd() {
  local members member new=$BACKUPS/.etcd-new.db file said=''
  if ! command -v etcdctl >/dev/null; then
    RESULT=warning OUTCOME=no-etcdctl
    WHY="no snapshot of etcd: etcdctl is not installed. Install it, or save a snapshot yourself before you continue."
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
etcd_client() {
  ETCDCTL_API=3 timeout "$SECONDS_OF_A_SNAPSHOT" etcdctl --endpoints="$1" --cacert="$2" --cert="$3" --key="$4" "${@:5}" </dev/null 9>&-
}

has_room_for_snapshot() {
  local said
  said=$(etcd_client "$@" endpoint status --write-out=json 2>&1) || because "$1: $(last_words "$said")" || return 1
  [[ $said =~ \"dbSize\":([0-9]{1,15})[,}] ]] || because "the size of $1 is unknown" || return 1
  has_room_for_backup "$((10#${BASH_REMATCH[1]} / 1024 + 1))"
}

has_room_for_backup() {
  reset_needs
  need_room "$(($1 + ROOM_TO_SPARE))" "$BACKUPS" && has_room
}

# The backup is complete under its name, or not there.
keep_backup() { sync -- "$1" && mv -T -- "$1" "$2" && sync -- "$BACKUPS"; }

# Keeps as many backups as deliveries. The names sort by time.
keep_newest() {
  local files i
  # shellcheck disable=SC2206 # a pattern of our own
  files=("$BACKUPS"/$1)
  for ((i = 0; i < ${#files[@]} - KEPT; i++)); do rm -f -- "${files[i]}"; done
}

# Backs up every file that would change.
action_back_up_files() {
  local i new=$BACKUPS/.files-new.tar file paths=() size=0
  compare
  measure_files
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

# --- Gates for the cluster, on the source master ------------------------------------------------------------------------------------------

# A node that has joined does not need the token.
gate_bootstrap_token() {
  if is_ready_node "$2"; then WHY="$2 has already joined" && return; fi
  kube --kubeconfig="$1" auth can-i create certificatesigningrequests.certificates.k8s.io ||
    because "the token in $1 cannot create a CSR: ${OUT:-$FAULT}" || return 1
  [[ $OUT == yes ]] || because "the token in $1 cannot create a CSR: $(last_words "$OUT")"
}

# --- Nodes ---

is_ready_node() { is_node_name "$1" && kube get node "$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' && [[ $OUT == True ]]; }

gate_node_ready() { is_ready_node "$1" || because "the node is not Ready${FAULT:+: $FAULT}"; }

# Only an answer counts: without one, the node may exist.
gate_node_unknown() {
  is_node_name "$1" || because "\"$1\" is not a node name" || return 1
  kube get node "$1" --ignore-not-found -o name || because "$FAULT" || return 1
  [[ -z $OUT ]] || because "the node is in the cluster"
}

# Waits for a renewal, so no clocks are compared.
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

gate_node_lease_renewed() {
  is_node_name "$1" || because "\"$1\" is not a node name" || return 1
  is_renewed kube-node-lease "$1" || because "the node does not renew its lease${FAULT:+: $FAULT}"
}

# Sets not: all nodes that are not Ready.
list_nodes_that_are_not_ready() {
  local name ready
  kube get nodes -o 'jsonpath={range .items[*]}{.metadata.name}{" "}{.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}' ||
    because "$FAULT" || return 1
  [[ -n $OUT ]] || because "kubectl lists no nodes" || return 1
  while read -r name ready; do
    is_node_name "$name" || because "kubectl lists a node without a valid name" || return 1
    if [[ $ready != True ]]; then not+=("$name"); fi
  done <<<"$OUT"
}

# A node that was not Ready before this rollout is only a warning.
gate_all_nodes_ready() {
  local not=() name new='' old=''
  list_nodes_that_are_not_ready || return 1
  for name in "${not[@]+"${not[@]}"}"; do
    if [[ -n ${NOT_READY_BEFORE[$name]-} ]]; then old+=" $name"; else new+=" $name"; fi
  done
  [[ -z $new ]] || because "not Ready:$new" || return 1
  if [[ -n $old ]]; then RESULT=warning WHY="not Ready, as before this rollout:$old"; fi
}

# Prints facts before anything changes.
say_nodes() {
  local not=() name
  WHY=''
  if ! list_nodes_that_are_not_ready; then
    say facts warning no-nodes "the state of the nodes is unknown: $WHY"
    return
  fi
  for name in "${not[@]+"${not[@]}"}"; do
    say_fact not-ready "$name"
    say facts warning not-ready "the node $name is already not Ready. Repair it, or remove it from the cluster."
  done
}

# --- The endpoints of the Service kubernetes ---

# Sets OUT: one address per line.
list_endpoints() {
  kube get endpoints kubernetes -o 'jsonpath={.subsets[*].addresses[*].ip}' || because "$FAULT" || return 1
  OUT=$(tr ' ' '\n' <<<"$OUT" | sort)
  [[ -n $OUT ]] || because "the endpoints of the Service kubernetes are unknown"
}

gate_endpoint_gone() {
  list_endpoints || return 1
  ! grep -qxF -- "$1" <<<"$OUT" || because "the Service kubernetes still lists $1"
}

gate_service_endpoints() {
  local wanted
  wanted=$(printf '%s\n' "$@" | sort)
  list_endpoints || return 1
  [[ $OUT == "$wanted" ]] || because "the Service kubernetes lists ${OUT//$'\n'/ }"
}

# --- Actions on nodes ---

# A new machine may have taken the name, so only the node with this address counts. Returns 0 where the node is that one, 1 where there is
# nothing to do, and 2 without an answer.
is_node_here() {
  is_node_name "$1" || because "\"$1\" is not a node name" || return 2
  kube get node "$1" --ignore-not-found -o 'jsonpath={.status.addresses[?(@.type=="InternalIP")].address}' || because "$FAULT" || return 2
  local address=$OUT
  if [[ -z $address ]] && gate_node_unknown "$1"; then WHY="$1 is not in the cluster" OUTCOME=not-in-cluster && return 1; fi
  if [[ -n ${2-} && " $address " != *" $2 "* ]]; then
    WHY="the node $1 is at ${address:-an unknown address}, not at $2; nothing to do" OUTCOME=left-alone
    return 1
  fi
}

# A pod that cannot be moved safely stays, and the operator decides.
action_drain_node() {
  local code=0
  is_node_here "$@" || code=$?
  [[ $code -eq 0 ]] || return "$((code - 1))"
  WHY=''
  kube_within "$SECONDS_OF_A_GATE" drain "$1" --ignore-daemonsets ||
    because "$FAULT. Move these pods yourself (kubectl drain $1 …), and run again." || return 1
  WHY="$1 has no pods to move"
}

action_allow_pods() {
  is_node_name "$1" || because "\"$1\" is not a node name" || return 1
  kube uncordon "$1" || because "kubectl uncordon $1: $FAULT"
}

# Deletes a node that leaves, or that a rolled back step had added, with its CSRs.
action_forget_node() {
  local i code=0 fault=''
  is_node_here "$@" || code=$?
  [[ $code -ne 2 ]] || return 1
  # These are the CSRs of the machine that has taken the name.
  [[ $code -eq 0 || -z ${2-} ]] || return 0
  kube delete node "$1" || fault=$FAULT
  if list_requests "$1"; then
    for ((i = 0; i < ${#R_NAME[@]}; i++)); do kube delete csr "${R_NAME[i]}" || :; done
  fi
  kube get node "$1" --ignore-not-found -o name || because "$FAULT" || return 1
  [[ -z $OUT ]] || because "kubectl delete node $1 failed: ${fault:-the node is still there}"
}

# --- kubectl ------------------------------------------------------------------------------------------------------------------------------

# Output of kubectl; and, where it failed, the last line of its message.
OUT='' FAULT=''

kube() { kube_within "$SECONDS_OF_A_COMMAND" "$@"; }

# SECONDS ARGUMENT…: captures stdout and stderr apart.
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
    124) FAULT="kubectl did not answer within $seconds s" ;;
    *) FAULT=$(explained "$(last_words "$said")") ;;
  esac
  return 1
}

# Prints the last line, without credentials.
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
        printf '%s: the certificate in %s/.kube/config has expired. Replace it, and run again.' "$1" ~root
        return
      fi
      ;;
  esac
  printf '%s' "${1:-kubectl failed without a message}"
}

# The client certificate of root.
has_expired() {
  local certificate
  certificate=$(configured client-certificate-data) || return 1
  if [[ -n $certificate ]]; then
    certificate=$(base64 -d <<<"$certificate" 2>/dev/null) || return 1
  else
    certificate=$(configured client-certificate) || return 1
    is_path "$certificate" && certificate=$(cat -- "$certificate" 2>/dev/null) || return 1
  fi
  ssl x509 -noout <<<"$certificate" && ! ssl x509 -noout -checkend 0 <<<"$certificate" >/dev/null
}

# FIELD of the user in the kubeconfig of root.
configured() {
  HOME=~root timeout "$SECONDS_OF_A_COMMAND" "$KUBECTL" config view --minify --raw -o "jsonpath={.users[0].user.$1}" 2>/dev/null
}

# --- The key of the kubelet ---------------------------------------------------------------------------------------------------------------

# A kubelet makes its key before it sends a CSR.
readonly SECONDS_FOR_A_KEY=30

# Identifies the CSR of this kubelet (the first of the units): prints its start time and the digest of its public key; "memory" where the
# key is only in memory until the certificate is issued; "none" where there is none.
command_started() {
  say_name
  say_fact started "$(start_of "${SCOPE[0]}")"
  find_kubelet "${SCOPE[0]}"
  say_fact node-key "$(node_key)"
}

# The options of the running kubelet, by name. A wrapper may have started it.
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

# Reads --name=value, --name value and --name; the last one counts.
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

# The places where a kubelet looks for its key, in this order (kubernetes, pkg/kubelet/certificate/bootstrap).
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

# An existing pair is only used where no certificate is rotated.
key_in() {
  if ! rotates && [[ -f $1/kubelet-client-current.pem ]]; then
    public_key_of_file "$1/kubelet-client-current.pem"
  elif ! rotates && [[ -f $1/kubelet-client.crt && -f $1/kubelet-client.key ]]; then
    public_key_of_file "$1/kubelet-client.key"
  elif [[ -f $1/kubelet-client.key.tmp ]]; then
    public_key_of_file "$1/kubelet-client.key.tmp"
  fi
}

# Whether certificates are rotated: by the command line, otherwise by the files, of which the last one counts.
rotates() {
  local file said='' config more
  config=${KUBELET_OPTION[config]-} more=${KUBELET_OPTION[config-dir]-}
  case ${KUBELET_OPTION[rotate-certificates]-unsaid} in
    unsaid) ;;
    '' | 1 | t | T | true | True | TRUE) return 0 ;;
    *) return 1 ;;
  esac
  for file in "$config" "${more:-/nowhere}"/*.conf; do
    if ! is_path "$file" || [[ ! -f $file ]]; then continue; fi
    said+=$(sed -n -E '/^[[:space:]]*#/d; s/(^|.*[,{[:space:]])"?rotateCertificates"?[[:space:]]*:[[:space:]]*(true|false).*/\2 /p' "$file")
  done
  [[ $said == *'true ' ]]
}

# --- Leaders ------------------------------------------------------------------------------------------------------------------------------

# A component writes HOST_ID, with the name of its machine (os.Hostname).
readonly HOLDER_FORM='^(.+)_[0-9a-f-]{8,64}$'
HOLDER='' HOLDER_NAME=''

find_holder() {
  HOLDER='' HOLDER_NAME=''
  kube -n kube-system get lease "$1" -o 'jsonpath={.spec.holderIdentity}' || because "the holder of $1 is unknown: $FAULT" || return 1
  HOLDER=$OUT
  if [[ $HOLDER =~ $HOLDER_FORM ]]; then HOLDER_NAME=${BASH_REMATCH[1]}; fi
}

# Sets names: the names of the other masters' machines. Each must be known and unique, or the leader could not be identified.
find_names() {
  local host name
  [[ $# -gt 0 ]] || because "the plan lists no other master" || return 1
  for host in "$@"; do
    is_node_name "$host" || because "\"$host\" is not a host name" || return 1
    name=${NAME_OF[$host]-}
    [[ -n $name ]] || because "the name of the machine $host is unknown (uname -n)" || return 1
    if [[ $name == "$(uname -n)" ]] || is_in "$name" "${names[@]+"${names[@]}"}"; then
      because "two masters have the name $name, which hides the leader. Rename one (hostnamectl set-hostname) and restart it." || return 1
    fi
    names+=("$name")
  done
}

# LEASE HOST…: true where one of these masters holds the lease.
gate_lease_moved() {
  local lease=$1 names=()
  shift
  find_names "$@" && find_holder "$lease" || return 1
  if [[ -n $HOLDER_NAME ]] && is_in "$HOLDER_NAME" "${names[@]}"; then return 0; fi
  because "the holder is ${HOLDER:-none}; the other masters are ${names[*]}"
}

# Any holder may renew it.
gate_lease_renewed() { is_renewed kube-system "$1" || because "the lease is not renewed${FAULT:+: $FAULT}"; }

# LEASE UNIT HOST…: stops the leader until another master has taken the lease, which proves that another one can. The unit is started again
# in any case.
action_restart_leader() {
  local lease=$1 unit=$2 end names=() moved=yes
  shift 2
  find_names "$@" || return 1
  if gate_lease_moved "$lease" "$@"; then
    WHY="$HOLDER already leads" OUTCOME=leads-already
    return 0
  fi
  [[ -n $HOLDER ]] || because "${WHY:-the lease has no holder}; nothing was stopped" || return 1
  start_again_later "$lease" "$unit" || return 1
  timeout 150 systemctl stop -- "$unit" || because "systemctl stop $unit failed" || return 1
  end=$(end_of_a_gate)
  until gate_lease_moved "$lease" "$@"; do
    if [[ $(uptime_seconds) -ge $end ]]; then
      moved=no
      break
    fi
    sleep 2
  done
  timeout 150 systemctl start -- "$unit" || because "$unit does not start again. Run: journalctl -u $unit -n 20" || return 1
  timeout "$SECONDS_OF_A_COMMAND" systemctl stop "haplane-start-again-$lease.timer" 2>/dev/null || :
  stamp "$unit"
  [[ $moved == yes ]] ||
    because "the lease $lease did not move while $unit was stopped here ($WHY). The other masters cannot lead: do not continue." || return 1
  WHY="$HOLDER leads now"
}

start_again_later() {
  # An interrupted run may have left it.
  disarm "haplane-start-again-$1"
  timeout "$SECONDS_OF_A_COMMAND" systemd-run --unit="haplane-start-again-$1" --on-active="$((10#$SECONDS_OF_A_GATE + 60))" \
    systemctl start -- "$2" >/dev/null 2>&1 ||
    because "systemd-run could not start the timer that starts $2 again"
}

# --- CSRs of kubelets ---------------------------------------------------------------------------------------------------------------------

readonly KUBELET_SIGNER=kubernetes.io/kube-apiserver-client-kubelet
# A name may contain any character of a path; a kubelet uses only these.
readonly REQUEST_NAME_FORM='[A-Za-z0-9][A-Za-z0-9._:-]{0,252}'
# Creation time, CSR, signer and usages. The fields that the API server encodes itself come first, so that no later field can imitate them.
readonly REQUEST_FORM='([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}Z)\|([A-Za-z0-9+/=]+)\|([A-Za-z0-9./-]*)\|([a-z ,]*)'
readonly REQUEST_FIELDS='{.metadata.creationTimestamp}{"|"}{.spec.request}{"|"}{.spec.signerName}{"|"}{range .spec.usages[*]}{@}{","}{end}'

readonly DECISION_FIELDS='{"|"}{range .status.conditions[*]}{.type}{","}{end}{"|"}{.status.certificate}{"|"}{.metadata.name}{"\n"}'

# By index, the CSRs that only the kubelet of one node makes: name, creation time (seconds), decision, and the digest of the public key.
# FOREIGN has the other CSRs for the name of that node.
R_NAME=() R_CREATED=() R_DECIDED=() R_KEY=() FOREIGN=()

# A name may contain a newline and text that looks like another CSR. So each CSR is read again by its name before it is approved.
list_requests() {
  local line
  R_NAME=() R_CREATED=() R_DECIDED=() R_KEY=() FOREIGN=()
  kube get csr -o "jsonpath={range .items[*]}$REQUEST_FIELDS$DECISION_FIELDS{end}" ||
    because "$FAULT" || return 1
  while IFS= read -r line; do
    if [[ $line =~ ^$REQUEST_FORM\|([A-Za-z,]*)\|([A-Za-z0-9+/=]*)\|($REQUEST_NAME_FORM)$ ]]; then add_request "$1" "${BASH_REMATCH[@]:1:7}"; fi
  done <<<"$OUT"
}

# NODE CREATED REQUEST SIGNER USAGES CONDITIONS CERTIFICATE NAME
add_request() {
  local conditions=$6 certificate=$7 decided=pending
  classify_request "${@:1:5}"
  case $KIND in
    foreign) FOREIGN+=("$8") ;;
    kubelet)
      case ,$conditions in *,Denied,* | *,Failed,*) decided=denied ;; *,Approved,*) decided=approved${certificate:+-and-issued} ;; esac
      R_NAME+=("$8") R_CREATED+=("$(date -d "$2" +%s)") R_DECIDED+=("$decided") R_KEY+=("$KEY")
      ;;
  esac
}

# NODE CREATED REQUEST SIGNER USAGES. Sets KIND: kubelet, where only the kubelet of this node makes such a CSR; foreign, for another CSR
# with the name of this node; other. Sets KEY: the digest of the public key.
KIND=other KEY=''
classify_request() {
  local node=$1 signer=$4 usages=$5 request subject
  KIND=other KEY=''
  # A serving certificate has the same subject, and is not ours to approve.
  if [[ ($signer != '' && $signer != "$KUBELET_SIGNER") || ,$usages == *',server auth,'* ]]; then return; fi
  request=$(base64 -d <<<"$3" 2>/dev/null | tr -d '\0') || return 0
  subject=$(subject_of "$request")
  [[ $subject == *"CN = system:node:$node"* ]] || return 0
  KIND=foreign
  if is_subject_of "$node" "$subject" && are_usages_of_kubelet "$usages" && has_no_attributes "$request"; then
    KEY=$(public_key_of_request "$request")
    if is_digest "$KEY"; then KIND=kubelet; fi
  elif [[ $subject$'\n' != *"CN = system:node:$node"$'\n'* ]]; then
    # This name is only the beginning of another node's name.
    KIND=other
  fi
}

# Prints one part per line, as "CN = …"; parts of one RDN are one line.
subject_of() { ssl req -noout -subject -nameopt sep_multiline,utf8,esc_ctrl,space_eq <<<"$1" | sed -n 's/^    //p'; }

# Exactly the group and the name.
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

# The CSR of a kubelet has no extensions: no alternative names, no basic constraints. They would be in [0].
has_no_attributes() {
  local text
  text=$(ssl asn1parse <<<"$1") || return 1
  ! grep -E '^ *[0-9]+:d=2 .*cont \[ 0 \]' <<<"$text" | grep -qvE ' l= *0 '
}

# The same digest as for the key itself, in any encoding.
public_key_of_request() { ssl req -noout -pubkey <<<"$1" | ssl pkey -pubin -outform DER | digest_of_der; }

public_key_of_file() { ssl pkey -in "$1" -pubout -outform DER | digest_of_der; }

# Prints nothing where there is no key.
digest_of_der() {
  local sum
  sum=$(sha256sum)
  sum=${sum%% *}
  if [[ $sum != e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ]]; then printf '%s' "$sum"; fi
}

# Sets fitting, by index: pending CSRs of that kubelet. The key proves it. Where a kubelet keeps its key in memory (because it rotates
# certificates), the CSR must be younger than the start of the kubelet.
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
    memory)
      [[ $started =~ ^[0-9]{1,15}$ && ${R_CREATED[$1]} =~ ^[0-9]{1,15}$ && $((10#$started)) -gt 0 ]] &&
        [[ ${R_CREATED[$1]} -ge $((10#$started - CLOCK_TOLERANCE)) ]]
      ;;
    *) [[ ${R_KEY[$1]} == "$key" ]] ;;
  esac
}

# CSRs are deleted an hour after the decision; then the node itself is the proof.
gate_csr_issued() {
  local i
  is_node_name "$1" || because "\"$1\" is not a node name" || return 1
  list_requests "$1" || return 1
  for ((i = 0; i < ${#R_NAME[@]}; i++)); do
    if [[ ${R_DECIDED[i]} == approved-and-issued ]]; then return 0; fi
  done
  is_ready_node "$1" ||
    because "no CSR of system:node:$1 is issued. Does kube-controller-manager sign (--cluster-signing-cert-file)?${FAULT:+ kubectl: $FAULT}"
}

# Approves exactly the CSR of that kubelet.
action_approve_csr() {
  local node=$1 end fitting=() chosen='' i
  is_node_name "$node" || because "\"$node\" is not a node name" || return 1
  end=$(end_of_a_gate)
  until list_requests "$node" && choose_requests && [[ ${#fitting[@]} -gt 0 ]]; do
    if is_ready_node "$node"; then
      WHY="$node has already joined" OUTCOME=joined-already
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
    because "several CSRs are pending:$chosen. Check them, and approve only one that you know." || return 1
  fi
  for i in "${fitting[@]}"; do approve "$node" "$i" && chosen+=" ${R_NAME[i]}" || return 1; done
  WHY="${chosen# } of system:node:$node"
  if [[ ${FACT[node-key]} == memory ]]; then
    RESULT=warning OUTCOME=key-in-memory
    WHY+="; matched only by subject and time, because this kubelet keeps its key in memory"
  fi
  [[ ${#FOREIGN[@]} -eq 0 ]] || say action warning foreign-request "approve-csr: ${FOREIGN[*]} uses the name $node, but is not from a kubelet. \
Find out who made it, then run: kubectl certificate deny"
}

# Sets WHY and OUTCOME.
why_none_fits() {
  local i waiting='' key=${FACT[node-key]:-none}
  for ((i = 0; i < ${#R_NAME[@]}; i++)); do
    if [[ ${R_DECIDED[i]} == pending ]]; then waiting+=" ${R_NAME[i]}"; fi
  done
  if [[ -n $waiting && $key == none ]]; then
    OUTCOME=no-key WHY="pending:$waiting, but the host of $1 has no kubelet key to compare with. Run there: journalctl -u kubelet"
  elif [[ -n $waiting ]]; then
    OUTCOME=other-key WHY="pending:$waiting, but not from the kubelet on that host. Approve only a CSR that you know."
  elif [[ ${#FOREIGN[@]} -gt 0 ]]; then
    OUTCOME=foreign-request WHY="${FOREIGN[*]} uses the name $1, but is not from a kubelet. Find out who made it, then run: kubectl certificate deny"
  else
    OUTCOME=no-request WHY="${FAULT:-no CSR of system:node:$1 arrived. Run there: journalctl -u kubelet}"
  fi
}

# NODE INDEX: read by its name, it is still the same CSR, and neither another node nor a service account has made it.
approve() {
  local node=$1 name=${R_NAME[$2]} key=${R_KEY[$2]} created=${R_CREATED[$2]}
  kube get csr "$name" -o "jsonpath=$REQUEST_FIELDS" || because "$FAULT" || return 1
  if [[ $OUT =~ ^$REQUEST_FORM$ ]]; then classify_request "$node" "${BASH_REMATCH[@]:1:4}"; else KIND=other; fi
  if [[ $KIND != kubelet || $KEY != "$key" || $(date -d "${OUT%%|*}" +%s) != "$created" ]]; then
    OUTCOME='foreign-request'
    because "$name has changed since it was listed. Approve only a CSR that you know." || return 1
  fi
  kube get csr "$name" -o 'jsonpath={.spec.username}' || because "$FAULT" || return 1
  case $OUT in
    "system:node:$node") ;;
    system:node:* | system:serviceaccount:* | system:anonymous)
      OUTCOME='foreign-request'
      because "$name was made by $(last_words "$OUT"), not by $node. Approve only a CSR that you know." || return 1
      ;;
  esac
  kube certificate approve "$name" || because "kubectl certificate approve $name failed: $FAULT"
}

# --- Verify: the cluster ------------------------------------------------------------------------------------------------------------------

readonly SECONDS_OF_AN_ANSWER=5

has_kubectl() { [[ -n $KUBECTL && -x $KUBECTL ]] || because "kubectl is not there${KUBECTL:+: $KUBECTL}"; }

# --- Answers of a kube-apiserver ---

# NAME URL CA THROUGH
verify_answer() {
  local name=$1 url=$2 ca=$3 code version=- to=() named=()
  [[ -r $ca ]] || because "$ca is not there, so no answer could be proved" || return 1
  aim_at "$url" "$4"
  code=$(http_code --cacert "$ca" "${to[@]+"${to[@]}"}" -- "$url/readyz")
  [[ $code =~ ^[0-9]{3}$ ]] || code=000
  if [[ $code == 401 || $code == 403 ]]; then
    ask_as_root "$(server_at "$url" "$4")"
  elif [[ $code != 000 ]]; then
    read_version "$(curl --silent --max-time "$SECONDS_OF_AN_ANSWER" --cacert "$ca" "${to[@]+"${to[@]}"}" -- "$url/version" | head -c 4000)"
  fi
  report answers "$name $code $version"
}

# URL THROUGH: sets to, which leads curl through an address, and named, which has kubectl expect the name of the URL there. An old curl does
# not have --connect-to.
aim_at() {
  local address=${1#*://}
  if [[ $2 == - ]]; then return; fi
  if [[ $address == '['* ]]; then
    to=(--connect-to "::$(bracketed "$2"):")
  elif [[ ${address%:*} != "$2" ]]; then
    to=(--resolve "$address:$2")
    named=(--tls-server-name="${address%:*}")
  fi
}

server_at() { if [[ $2 == - ]]; then printf '%s' "$1"; else printf 'https://%s:%s' "$(bracketed "$2")" "${1##*:}"; fi; }

# SERVER: sets code and version by the kubeconfig of root. Without one the code remains.
ask_as_root() {
  if [[ -z $KUBECTL || ! -x $KUBECTL || ! -r ~root/.kube/config ]]; then return; fi
  if kube_within "$((2 * SECONDS_OF_AN_ANSWER))" --server="$1" "${named[@]+"${named[@]}"}" get --raw /readyz; then
    if [[ $OUT == ok ]]; then code=200; else code=500; fi
  elif [[ $FAULT == *'did not answer'* ]]; then
    code=000
    return
  elif [[ $FAULT == *InternalError* || $FAULT == *'readyz check failed'* ]]; then
    code=500
  fi
  if kube_within "$((2 * SECONDS_OF_AN_ANSWER))" --server="$1" "${named[@]+"${named[@]}"}" get --raw /version; then read_version "$OUT"; fi
}

# Sets version.
read_version() {
  if [[ $1 =~ \"gitVersion\":\ *\"([^\"]+)\" && ${BASH_REMATCH[1]} =~ $VERSION_FORM ]]; then version=${BASH_REMATCH[1]}; fi
}

verify_connect() {
  local address=${1%:*}
  address=${address#[}
  if connects "${address%]}" "${1##*:}"; then report connects "$1 yes"; else report connects "$1 no"; fi
}

# --- What the cluster knows of itself ---

verify_cluster() {
  local word
  has_kubectl || return 1
  # A word between the fields that the objects of the cluster cannot contain: a host could write lines of others into its own.
  printf -v word '#%05d-%05d-%05d#' "$RANDOM" "$RANDOM" "$RANDOM"
  say_all_nodes "$word" || say verify failed not-read "cluster: the nodes are unknown: $WHY"
  # Where kubectl does not answer, it is not waited for again.
  if [[ $WHY == *'did not answer'* ]]; then return 0; fi
  say_lease "$word" kube-controller-manager
  say_lease "$word" kube-scheduler
  say_endpoints || say verify failed not-read "cluster: $WHY"
}

say_all_nodes() {
  local word=$1 rest name ready version address fields
  fields="{.metadata.name}{\"$word\"}{.status.conditions[?(@.type==\"Ready\")].status}{\"$word\"}{.status.nodeInfo.kubeletVersion}"
  fields+="{\"$word\"}{.status.addresses[?(@.type==\"InternalIP\")].address}{\"$word\"}"
  kube get nodes -o "jsonpath={range .items[*]}$fields{end}" || because "$FAULT" || return 1
  rest=$OUT
  [[ $rest == *"$word"* ]] || because "kubectl lists no nodes" || return 1
  while [[ $rest == *"$word"*"$word"*"$word"*"$word"* ]]; do
    take_field name && take_field ready && take_field version && take_field address
    address=${address%% *}
    if ! is_node_name "$name"; then
      say verify failed not-read "cluster: kubectl lists a node without a valid name"
      continue
    fi
    [[ $ready =~ ^(True|False|Unknown)$ ]] || ready=-
    [[ $version =~ $VERSION_FORM ]] || version=-
    [[ $address =~ $ADDRESS_FORM ]] || address=-
    report node "$name $ready $version $address"
  done
}

# NAME: moves what comes before the word from rest to this variable.
take_field() {
  printf -v "$1" '%s' "${rest%%"$word"*}"
  rest=${rest#*"$word"}
}

# WORD LEASE
say_lease() {
  local word=$1 rest holder='' transitions='' renewed='' age=- fields
  fields="{.spec.holderIdentity}{\"$word\"}{.spec.leaseTransitions}{\"$word\"}{.spec.renewTime}{\"$word\"}"
  if ! kube -n kube-system get lease "$2" --ignore-not-found -o "jsonpath=$fields"; then
    say verify failed not-read "cluster: the lease $2 is unknown: $FAULT"
    return
  fi
  rest=$OUT
  if [[ $rest == *"$word"*"$word"*"$word"* ]]; then take_field holder && take_field transitions && take_field renewed; fi
  if ! [[ ${#holder} -le 320 && $holder =~ ^[A-Za-z0-9._:-]*$ ]]; then
    say verify failed not-read "cluster: the lease $2 has a holder without a valid name"
    return
  fi
  [[ $transitions =~ ^[0-9]{1,15}$ ]] || transitions=0
  if [[ $renewed =~ ^[0-9TZ:.+-]{10,40}$ ]]; then age=$(age_of "$renewed"); fi
  report lease "$2 ${holder:--} $transitions $age"
}

# The seconds since then by the clock of this host.
age_of() {
  local at now
  at=$(date -d "$1" +%s 2>/dev/null) || at=''
  if ! [[ $at =~ ^[0-9]{1,15}$ ]]; then
    printf -- -
    return
  fi
  printf -v now '%(%s)T' -1
  if [[ $now -gt $at ]]; then printf '%s' "$((now - at))"; else printf 0; fi
}

say_endpoints() {
  local address
  list_endpoints || return 1
  while read -r address; do
    if [[ -n $address ]]; then report endpoint "$address"; fi
  done <<<"$OUT"
}

# --- The bootstrap token ---

# KUBECONFIG: what its token may do. A token that is refused has no power.
verify_token() {
  local may power
  has_kubectl || return 1
  [[ -r $1 ]] || { OUTCOME=no-file WHY="the file is not there" && return 1; }
  may=$(may_do "$1" create certificatesigningrequests.certificates.k8s.io)
  power=$(may_do "$1" '*' '*')
  if [[ $power == no ]]; then power=$(may_do "$1" get secrets --all-namespaces); fi
  case $may-$power in
    *-yes) power='more' ;;
    *-unknown | unknown-*) power=unknown ;;
    yes-no) power=csr ;;
    *) power=none ;;
  esac
  report token "$1 $may $power"
}

# KUBECONFIG VERB RESOURCE…: prints yes, no or unknown.
may_do() {
  local said=unknown
  if kube_within "$((2 * SECONDS_OF_AN_ANSWER))" --kubeconfig="$1" auth can-i "${@:2}" || [[ ${OUT##*$'\n'} == no* ]]; then said=${OUT##*$'\n'}; fi
  case $said in
    yes) printf yes ;;
    no | no' '*) printf no ;;
    *) if [[ $FAULT == *Unauthorized* || $FAULT == *'must be logged in'* ]]; then printf no; else printf unknown; fi ;;
  esac
}

# --- Clients of a port ---

verify_peers() {
  local peers peer
  peers=$(peers_of "$1") || because "ss does not answer" || return 1
  while read -r peer; do
    if [[ -z $peer || $peer == 127.* || $peer == ::1 ]]; then continue; fi
    report peer "$peer $1"
  done <<<"$peers"
}

# --- Verify: etcd -------------------------------------------------------------------------------------------------------------------------

# The lines of the question: endpoint, CA, certificate, key; - for what the endpoint does not use.
ETCD_CLIENTS=()

# The JSON of the last answer.
ETCD_SAID=''

# Every endpoint tells its own state; the first one that can tells of the members and the alarms.
verify_etcd() {
  local line fields listed=no alarms=no
  for line in "${ETCD_CLIENTS[@]}"; do
    IFS=$'\t' read -r -a fields <<<"$line"
    has_files_of_client "${fields[@]:1}" || continue
    if ! say_etcd_status "${fields[@]:1}"; then
      say_without_status "${fields[@]:1}"
      continue
    fi
    if [[ $listed == no ]] && say_etcd_members "${fields[@]:1}"; then listed=yes; fi
    if [[ $alarms == no ]] && say_etcd_alarms "${fields[@]:1}"; then alarms=yes; fi
  done
  [[ $listed == yes ]] || because "no endpoint lists the members" || return 1
  [[ $alarms == yes ]] || because "no endpoint lists the alarms"
}

# ENDPOINT CA CERTIFICATE KEY. One that answers is not down, whatever it does not tell.
say_without_status() {
  local ca=$2 certificate=$3 key=$4
  if [[ -n $(curl_etcd -- "$1/health") ]]; then
    say verify failed not-read "etcd $1: it answers, but does not tell its state"
  else
    report etcd-silent "$1"
  fi
}

# ENDPOINT CA CERTIFICATE KEY
has_files_of_client() {
  local path
  for path in "${@:2}"; do
    if [[ $path != - && ! -r $path ]]; then
      say verify failed no-file "etcd $1: $path is not there"
      return 1
    fi
  done
}

# ENDPOINT CA CERTIFICATE KEY ROUTE DATA COMMAND…: sets ETCD_SAID. The route is that of the same question in etcd's gateway for JSON, which
# had another name before etcd 3.4.
ask_etcd() {
  local endpoint=$1 ca=$2 certificate=$3 key=$4 route=$5 data=$6 options=() version
  shift 6
  ETCD_SAID=''
  if command -v etcdctl >/dev/null; then
    [[ $ca == - ]] || options+=(--cacert="$ca")
    [[ $key == - ]] || options+=(--cert="$certificate" --key="$key")
    ETCD_SAID=$(ETCDCTL_API=3 timeout "$((2 * SECONDS_OF_AN_ANSWER))" etcdctl --endpoints="$endpoint" "${options[@]+"${options[@]}"}" \
      --command-timeout="${SECONDS_OF_AN_ANSWER}s" --dial-timeout="${SECONDS_OF_AN_ANSWER}s" "$@" --write-out=json 2>/dev/null </dev/null)
    return
  fi
  for version in v3 v3beta; do
    ETCD_SAID=$(curl_etcd --data "$data" -- "$endpoint/$version/$route") && return
  done
  return 1
}

# With the variables of its caller.
curl_etcd() {
  local options=()
  [[ $ca == - ]] || options+=(--cacert "$ca")
  [[ $key == - ]] || options+=(--cert "$certificate" --key "$key")
  timeout "$((2 * SECONDS_OF_AN_ANSWER))" curl --silent --fail --max-time "$SECONDS_OF_AN_ANSWER" \
    "${options[@]+"${options[@]}"}" "$@" 2>/dev/null | head -c 1000000
}

say_etcd_status() {
  local id leader size
  ask_etcd "$@" maintenance/status '{}' endpoint status || return 1
  id=$(number_of member_id) leader=$(number_of leader) size=$(number_of dbSize)
  [[ -n $id && -n $size ]] || return 1
  # A member without a leader has none in its answer.
  if [[ $leader == "$id" ]]; then leader=yes; else leader=no; fi
  report etcd-status "$1 $(hex_of "$id") $leader $size $(quota_of "$@")"
}

# NAME: prints a number of ETCD_SAID; the gateway puts numbers in quotes.
number_of() { if [[ $ETCD_SAID =~ \"$1\":\"?([0-9]{1,20})[\",}] ]]; then printf '%s' "${BASH_REMATCH[1]}"; fi; }

hex_of() { printf '%x' "$1" 2>/dev/null || printf 0; }

# Only its metrics tell the quota of an etcd before 3.6.
quota_of() {
  local ca=$2 certificate=$3 key=$4 line quota=-
  while IFS= read -r line; do
    if [[ $line =~ ^etcd_server_quota_backend_bytes\ ([0-9.e+]{1,24})$ ]]; then
      printf -v quota '%.0f' "${BASH_REMATCH[1]}" 2>/dev/null || quota=-
    fi
  done < <(curl_etcd -- "$1/metrics" | grep '^etcd_server_quota_backend_bytes ')
  if [[ $quota =~ ^[0-9]{1,15}$ ]]; then printf '%s' "$quota"; else printf -- -; fi
}

say_etcd_members() {
  local rest member id name urls started
  ask_etcd "$@" cluster/member/list '{}' member list || return 1
  [[ $ETCD_SAID == *'"members":['* ]] || return 1
  rest=${ETCD_SAID#*'"members":['}
  while [[ $rest =~ ^[^{]*\{([^{}]*)\}(.*)$ ]]; do
    member=${BASH_REMATCH[1]} rest=${BASH_REMATCH[2]}
    if ! [[ $member =~ ^\"ID\":\"?([0-9]{1,20})[\",] ]]; then
      say verify failed not-read "etcd $1: it lists a member without a valid form"
      continue
    fi
    id=$(hex_of "${BASH_REMATCH[1]}")
    # A member that has never started has no name yet.
    name=- urls=- started=no
    if [[ $member =~ \"name\":\"([^\"]+)\" ]]; then name=${BASH_REMATCH[1]} started=yes; fi
    if [[ $member =~ \"clientURLs\":\[([^]]+)\] ]]; then urls=${BASH_REMATCH[1]//\"/}; fi
    are_urls "$urls" || urls=-
    report etcd-member "$id $name $started $urls"
  done
}

# etcdctl prints the number of an alarm, the gateway its name.
say_etcd_alarms() {
  local rest name
  ask_etcd "$@" maintenance/alarm '{"action":"GET"}' alarm list || return 1
  rest=$ETCD_SAID
  while [[ $rest =~ \"memberID\":\"?([0-9]{1,20})\"?,\"alarm\":\"?([A-Z0-9]{1,32})\"?(.*)$ ]]; do
    name=${BASH_REMATCH[2]}
    rest=${BASH_REMATCH[3]}
    case $name in
      1) name=NOSPACE ;;
      2) name=CORRUPT ;;
      [0-9]*) name=UNKNOWN ;;
    esac
    report etcd-alarm "$(hex_of "${BASH_REMATCH[1]}") $name"
  done
}

# --- Main -----------------------------------------------------------------------------------------------------------------------------

ENGINE=${BASH_SOURCE[0]}
if [[ -L $ENGINE ]] || ! is_path "$ENGINE"; then ENGINE=$(readlink -f -- "$ENGINE"); fi
DIR='' PLAN='' HOST='' GROUPS_ASKED=() UNITS_ASKED='' OVERWRITE=no ALLOWS_FOREIGN=no KEEPS_SECRETS=no FOR='' EVENTS=no
CONFIRM_WITHIN=120 ROLLBACK_TO='' AT_BOOT='' DELIVERY='' OUTPUT='' MESSAGE='' CHANGE='' WAIT_ANOTHER=''

read_options() {
  while [[ $# -gt 0 ]]; do
    case $1 in
      --dir | --host | --for | --group | --units | --confirm-within | --within | --to | --delivery | --result | --message | --change)
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
    --confirm-within | --within)
      [[ $2 =~ ^[1-9][0-9]{0,4}$ ]] || misuse "$1 needs a number of seconds"
      if [[ $1 == --within ]]; then WAIT_ANOTHER=$2; else CONFIRM_WITHIN=$2; fi
      ;;
    --result)
      is_digest "$2" || misuse "--result needs the digest of SHA256SUMS, 64 hex digits"
      OUTPUT=$2
      ;;
    --message)
      is_message "$2" || misuse "--message needs at most $LONGEST_MESSAGE characters, and no control characters"
      MESSAGE=$2
      ;;
    --change)
      is_change "$2" || misuse "--change needs 1 to 64 of the characters A-Z a-z 0-9 . _ : / # -"
      CHANGE=$2
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
    plan | apply | confirm | status | rollback | missing | send | receive | recover | ask | facts | verify | started | channel) shift ;;
    *) misuse "there is no command $command" ;;
  esac
  read_options "$@"
  # The folder with bin/.
  DIR=${DIR:-${ENGINE%/*/*}}
  refuse_other_output
  case $command in
    send | channel)
      HOST=${HOST:-$(uname -n)}
      "command_$command"
      ;;
    recover)
      # Needs no plan folder: the journal and the stamps have everything.
      command_recover
      ;;
    verify)
      find_plan
      command_verify
      ;;
    *)
      find_plan
      lock_for "$command"
      load_plan
      "command_$command"
      ;;
  esac
}

# Another rollout may have staged its own files here between two steps.
refuse_other_output() {
  if [[ -z $OUTPUT || $(digest_of "$DIR/SHA256SUMS") == "$OUTPUT" ]]; then return; fi
  HOST=${HOST:-$(uname -n)}
  refuse digests other-output "this host was given another output since; start the rollout again"
}

# Reads up to the empty line only: the rest is for the command.
main_from_stdin() {
  local word words=()
  while IFS= read -r word && [[ -n $word ]]; do words+=("$word"); done
  main "${words[@]+"${words[@]}"}"
}

# Commands that only look take no lock.
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
  # The copies contain secrets of the source master.
  trap clean_up EXIT
}

# The first value while a delivery waits for its confirm, so that its rollback is not delayed; otherwise the second.
longest_with() { if [[ $(journal_state) == none ]]; then printf '%s' "$2"; else printf '%s' "$1"; fi; }

load_plan() {
  PLAN=$DIR/hosts/$HOST.plan
  prove_digests
  read_plan "$PLAN"
  prove_host
  resolve_links
  choose_units
}

# The plan of the delivery that is rolled back lists the files of its services.
load_kept_plan() {
  PLAN=$JOURNAL/plan
  if [[ -f $PLAN ]]; then
    [[ -n $HOST ]] || IFS=$'\t' read -r _ _ HOST _ <"$PLAN"
    read_plan "$PLAN"
  fi
  HOST=${HOST:-localhost}
}

main "$@"
