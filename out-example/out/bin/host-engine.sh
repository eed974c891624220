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

readonly STATE=/var/lib/haplane
readonly RUNNING=/run/haplane
readonly JOURNAL=$STATE/journal
readonly HISTORY=$STATE/history
readonly DELIVERED=$STATE/delivered
readonly LOADED=$STATE/loaded
readonly COPIED=$STATE/copied
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
  receive     take such an archive from stdin for the next apply
  recover     finish or put back what was interrupted (at boot, and by a timer)
  ask         answer the records of a rollout that come on stdin: gates, and what is done once in a cluster
  facts       what the other hosts of a rollout are compared with; proves and weighs the files on stdin, a line
              each: the digest or -, a tab, the path
  started     when the first of the units was started
  -           the words of a command line come on stdin, a line each up to an empty one; then what the command reads

  --dir DIR             the folder with SHA256SUMS, hosts/ and bin/; default the one that this program lies in
  --host NAME           the host's name in the plan; default the only plan there
  --group GROUP         only what goes into use with it: control-plane, node, load-balancer, leaving or
                        leftover; may be given again
  --units NAMES         of the units in these groups only these, separated by commas; none for no unit
  --overwrite           deliver over local edits (plan shows them)
  --confirm-within SEC  how long to wait for confirm; default 120
  --events              a machine-readable line for every event and nothing else: event, host, step, result, detail, separated by tabs

Exit code: 0 fine, 1 refused and nothing changed, 2 differences (plan, status), 3 failed and put back, 4 failed and needs a person,
64 misuse, 75 another delivery is running.
TEXT
}

# --- What it says -------------------------------------------------------------------------------------------------------------------

# Nobody may be listening any more: that must not end a delivery half way.
say() {
  local step=$1 result=$2 detail=${3-}
  if [[ $EVENTS == yes ]]; then
    printf 'event\t%s\t%s\t%s\t%s\n' "$HOST" "$step" "$result" "${detail//$'\t'/ }" 2>/dev/null || :
  else
    printf '%s: %s: %s%s\n' "$HOST" "$step" "$result" "${detail:+: $detail}" 2>/dev/null || :
  fi
}

# Lines for a person's eyes.
show() { if [[ $EVENTS == no ]]; then printf '%s\n' "$@" 2>/dev/null || :; fi; }

# Nothing has changed yet.
refuse() {
  say "$1" refused "$2"
  exit "$REFUSED"
}

misuse() {
  printf 'host-engine.sh: %s; see host-engine.sh --help\n' "$1" >&2
  exit "$MISUSE"
}

# --- The plan -----------------------------------------------------------------------------------------------------------------------

# What is wanted, one index a path: K_ what to do with it (file, link, directory, remove), with class, path, mode, owner, digest, what was
# there when the plan was made, the target of a link, and where a file's content comes from (placed, copied, edited).
W_KIND=() W_CLASS=() W_PATH=() W_MODE=() W_OWNER=() W_SUM=() W_BEFORE=() W_TARGET=() W_FROM=()
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

is_path() {
  case $1 in
    *[!A-Za-z0-9._+@:/-]* | *//* | */ | */./* | */../* | */. | */..) return 1 ;;
    /*) ;;
    *) return 1 ;;
  esac
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
  W_KIND+=("$1") W_CLASS+=("$2") W_PATH+=("$3") W_MODE+=("$4") W_OWNER+=("$5") W_SUM+=("$6") W_BEFORE+=("$7") W_TARGET+=("$8") W_FROM+=("$9")
  is_path "$3" || refuse plan "\"$3\" is not a path that a plan can hold"
}

read_plan() {
  local kind a b c d e f
  while IFS=$'\t' read -r kind a b c d e f; do
    case $kind in
      haplane-host) read_head "$a" "$b" "$c" "$d" "$e" ;;
      unit | retire) UNITS+=("$b") UNIT_GROUPS+=("$a") && if [[ $kind == retire ]]; then RETIRED+=("$b"); fi ;;
      directory) if in_scope "$a"; then want directory directory "$d" "$b" "$c" - any - -; fi ;;
      link) if in_scope "$a"; then want link link "$b" - - - any "$c" -; fi ;;
      copy) if in_scope "$a"; then want file "$b" "$f" "$c" "$d" "$e" any - copied; fi ;;
      place) if in_scope "$a"; then want file placed "${e}" "$b" "$c" "$d" "$f" - placed; fi ;;
      edit | edit-if-there) if in_scope "$a"; then read_edit "$kind" "$b" "$c" "$d" "$e" "$f"; fi ;;
      remove-if-equal) if in_scope control-plane; then want remove never-copied "$b" - - "$a" any - -; fi ;;
      take-away) if in_scope "$a"; then want remove leftover "$c" - - "$b" any - -; fi ;;
      loads | health) read_service_record "$kind" "$a" "$b" "$c" "$d" ;;
      leave) ;;
      *) refuse plan "it holds a record of the kind \"$kind\", which this engine does not know" ;;
    esac
  done <"$1"
  [[ -n $ADDRESS ]] || refuse plan "it does not start with haplane-host"
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
  [[ $1 == 1 ]] || refuse plan "it is of version $1, and this engine knows version 1"
  [[ $2 == "$HOST" ]] || refuse plan "it is for $2, not for $HOST"
  ADDRESS=$3 SECONDS_OF_A_GATE=$5
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
  refuse host "no interface here has the address $ADDRESS of $HOST: this is another machine"
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

# Every file that comes with the plan is the one that was built.
prove_digests() {
  local line lines=() sums=''
  [[ -f $DIR/SHA256SUMS ]] || refuse digests "there is no SHA256SUMS in $DIR"
  # They are the files of all hosts: a large cluster has thousands of lines.
  mapfile -t lines <"$DIR/SHA256SUMS"
  for line in "${lines[@]+"${lines[@]}"}"; do
    case $line in *"  bin/host-engine.sh" | *"  hosts/$HOST.plan" | *"  hosts/$HOST/"*) sums+=$line$'\n' ;; esac
  done
  [[ $sums == *"  hosts/$HOST.plan"* && $sums == *"  bin/host-engine.sh"* ]] || refuse digests "SHA256SUMS does not list the plan of $HOST and this program"
  sums=$(cd "$DIR" && exec sha256sum --quiet -c - <<<"$sums" 2>&1) || refuse digests "${sums%%$'\n'*}: not what was built; bring the folder here again"
}

# --- One at a time ------------------------------------------------------------------------------------------------------------------

# Who has it is said at once; an older flock refuses to wait for no time at all.
wait_for_lock() {
  [[ $1 -gt 0 ]] || return 1
  say lock waiting "$(holder_of_lock) holds it; waiting for at most $1 s"
  flock -w "$1" 9
}

holder_of_lock() {
  local holder=''
  { read -r holder <"$RUNNING/holder"; } 2>/dev/null || :
  printf '%s' "${holder:-somebody}"
}

# Asked of the process that has signed: to try the lock would be to hold it for a moment.
is_locked() {
  local holder=''
  { read -r holder <"$RUNNING/holder"; } 2>/dev/null || return 1
  holder=${holder##*(process }
  [[ /proc/${holder%)}/fd/9 -ef $RUNNING/lock ]]
}

# The kernel lets go of the lock when its last holder is gone, however that ends.
take_lock() {
  mkdir -p "$RUNNING"
  exec 9>>"$RUNNING/lock"
  if ! flock -n 9 && ! wait_for_lock "$1"; then
    say lock busy "$(holder_of_lock) holds it; wait for its end, or look with: host-engine.sh status"
    exit "$BUSY"
  fi
  printf '%s since %s (process %s)\n' "${SUDO_USER:-${USER:-root}}${SSH_CLIENT:+ from ${SSH_CLIENT%% *}}" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$$" >"$RUNNING/holder"
}
# --- What is there ------------------------------------------------------------------------------------------------------------------

digest_of() {
  local sum
  if [[ -f $1 && ! -L $1 ]]; then
    sum=$(sha256sum <"$1") && printf '%s' "${sum%% *}"
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
  local path line IFS=$'\n' there=()
  SEEN_DIGEST=() SEEN_MODE=()
  for path in "${W_PATH[@]+"${W_PATH[@]}"}"; do
    if [[ -f $path && ! -L $path ]]; then there+=("$path"); fi
  done
  # From a pipe, read takes a byte at a time.
  if [[ ${#there[@]} -gt 0 ]]; then
    for line in $(sha256sum -- "${there[@]}"); do SEEN_DIGEST[${line#*  }]=${line%% *}; done
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

# The file that a wanted one comes from.
CONTENT=''

find_content() {
  case ${W_FROM[$1]} in
    placed) CONTENT=$DIR/hosts/$HOST${W_PATH[$1]} ;;
    copied) CONTENT=$COPIED${W_PATH[$1]} ;;
    edited | edited-if-there) CONTENT=${W_PATH[$1]} ;;
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
      refuse compare "$path holds $old lines where ${E_COUNT[i]} are to be exchanged: capture the host again, and build again"
  done
}

# S_ what each wanted path is now: same, new, different, drift, or missing (a copy that did not come along).
S_STATE=()

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
    esac
  done
}

judge_file() {
  local i=$1 path=${W_PATH[$1]} disk wanted
  look_again "$path"
  disk=${SEEN_DIGEST[$path]-absent}
  if [[ ${W_FROM[i]} == edited-if-there && $disk == absent ]]; then
    S_STATE[i]=same
    return
  fi
  if [[ ${W_FROM[i]} == edited* ]]; then
    [[ $disk != absent ]] || refuse compare "$path is to be edited and is not there" >&2
    prove_edits "$path" "$path" >&2
  elif has_content "$i"; then
    if has_edits "$path"; then prove_edits "$path" "$CONTENT" >&2; fi
  elif is_right_without_copy "$i" "$disk"; then
    S_STATE[i]=same
    return
  else
    S_STATE[i]=missing
    return
  fi
  wanted=${W_SUM[i]}
  if [[ $wanted == - ]] || has_edits "$path"; then wanted=$(content_of "$i" | digest_of_input); fi
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
    [[ ${W_SUM[i]} == - || ${W_SUM[i]} == "$disk" ]]
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
    [[ $(dpkg-query -W -f='${Conffiles}\n' 2>/dev/null) == *"$sum"* ]]
  elif command -v rpm >/dev/null; then
    # It names each file that differs from its package, with a 5 where the content does.
    rpm -qf "$1" >/dev/null 2>&1 && ! [[ $(rpm -Vf "$1" 2>/dev/null || :) =~ (^|$'\n')..5[^$'\n']*\ $1($'\n'|$) ]]
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

changed_count() {
  local i count=0
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then count=$((count + 1)); fi
  done
  printf '%s' "$count"
}

# --- What differs, for a person -------------------------------------------------------------------------------------------------------

# A difference for a person; of a secret only that there is one.
show_difference() {
  local i=$1 path=${W_PATH[$1]} state=${S_STATE[$1]}
  if [[ $state == missing ]]; then state="from the source"; fi
  case ${W_KIND[i]}-${W_CLASS[i]} in
    file-secret | file-kept) say plan "$state" "$path (its content is not shown)" ;;
    file-edited-in-place) show_edits "$i" "$state" ;;
    file-*)
      say plan "$state" "$path"
      if has_content "$i" && is_text "$CONTENT"; then
        show "$(difference "$i" || :)"
      fi
      ;;
    link-*) say plan "${S_STATE[i]}" "$path -> ${W_TARGET[i]}" ;;
    remove-kept) say plan remove "$path" ;;
    remove-leftover) say plan remove "$path" ;;
    remove-*) say plan remove "$path: it is a copy of the source's own identity; a backup is kept" ;;
    *) say plan "${S_STATE[i]}" "$path" ;;
  esac
}

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

# Around the lines that change stand secrets: only these lines are shown.
show_edits() {
  local i=$1 e
  say plan "$2" "${W_PATH[i]}"
  for ((e = 0; e < ${#E_PATH[@]}; e++)); do
    if [[ ${E_PATH[e]} == "${W_PATH[i]}" ]]; then show "-$(present_line "$e")" "+${E_NEW[e]}"; fi
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
      refuse compare "${W_PATH[i]} has to come from the source: send it there and receive it here first"
    fi
    if [[ ${S_STATE[i]} == drift ]]; then
      drifted=$((drifted + 1))
      show_difference "$i"
    fi
  done
  [[ $drifted -eq 0 || $OVERWRITE == yes ]] || refuse compare "$drifted files were changed on this host since: put that into topology.yaml or the originals, or give --overwrite"
}

# --- Staged and tried before anything is touched --------------------------------------------------------------------------------------

STAGE=''

# Every new content under its own path below one folder; what comes with it is proved once more on the way.
stage() {
  local i sum to
  local -A staged=()
  STAGE=$STATE/stage
  trap 'rm -rf -- "$STATE/stage" "$JOURNAL.new"' EXIT
  rm -rf -- "$STAGE"
  mkdir -p "$STAGE"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i" || [[ ${W_KIND[i]} != file ]]; then continue; fi
    to=$STAGE${W_PATH[i]}
    if ! { make_folder "${to%/*}" && content_of "$i" >"$to"; }; then refuse stage "${W_PATH[i]} cannot be written below $STATE: is the disk full?"; fi
    staged[$to]=-
  done
  [[ ${#staged[@]} -gt 0 ]] || return 0
  sync_state
  while read -r sum to; do staged[$to]=$sum; done < <(sha256sum -- "${!staged[@]}")
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && [[ ${W_KIND[i]} == file ]]; then prove_staged "$i" "${staged[$STAGE${W_PATH[i]}]}"; fi
  done
}

prove_staged() {
  local i=$1 path=${W_PATH[$1]} sum=$2
  if has_edits "$path"; then
    find_content "$i"
    prove_staged_edit "$path" "$CONTENT" "$STAGE$path" || refuse stage "$path: the edited file is not the old one with these lines exchanged"
  elif [[ ${W_SUM[i]} != - && $sum != "${W_SUM[i]}" ]]; then
    refuse stage "$path did not arrive as it was sent: bring it here again"
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
  [[ -w ${folder:-/} ]] || refuse stage "${folder:-/} cannot be written: is it on a read-only file system?"
}

# Older coreutils know no sync of single files; they sync everything, which is as good and slower.
sync_files() { sync -- "$@" 2>/dev/null || sync; }

# The whole file system of the journal, in one go.
sync_state() { sync -f -- "$STATE" 2>/dev/null || sync; }

validate() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i" || [[ ${W_KIND[i]} != file ]]; then continue; fi
    case ${W_PATH[i]} in
      /etc/nginx/nginx.conf | /etc/nginx/kube-nginx.conf) validate_nginx "${W_PATH[i]}" ;;
      */systemd/system/*.service) validate_unit "${W_PATH[i]}" ;;
    esac
  done
}

validate_nginx() {
  local said
  command -v nginx >/dev/null || refuse validate "nginx is not installed here: install it with its stream module, and do not start it"
  said=$(nginx -t -c "$STAGE$1" 2>&1) || refuse validate "$(first_fault "$said" "$1")"
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
    refuse validate "$1: ${line//$STAGE/}"
  done <<<"$said"
  prove_environment "$1"
}

verify_unit() {
  local said
  said=$(systemd-analyze verify --man=no "$1" 2>&1) || :
  case $said in *"unrecognized option"*) said=$(systemd-analyze verify --no-man "$1" 2>&1) || : ;; esac
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
    [[ $file == -* || -f $file || -f $STAGE$file ]] || refuse validate "$1 names the EnvironmentFile $file, which is not there and does not come"
  done <"$STAGE$1"
}

# --- What it takes to go back ---------------------------------------------------------------------------------------------------------

# The journal is complete and on the disk before anything is touched: state, changes and what was there before, units and how they ran.
write_journal() {
  local fresh=$JOURNAL.new i
  rm -rf -- "$fresh"
  mkdir -p "$fresh/before" && printf '%s\n' "$1" >"$fresh/kind" && : >"$fresh/changes" || return 1
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then keep_before "$fresh" "$i" || return 1; fi
  done
  keep_units "$fresh" || return 1
  cp -- "$PLAN" "$fresh/plan" || return 1
  digest_of "$DIR/SHA256SUMS" >"$fresh/result" || return 1
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
# link, its target. The number names the copy of a file. Owners are numbers: not every one has a name here.
keep_before() {
  local fresh=$1 i=$2 path=${W_PATH[$2]} was=absent mode=- owner=- target=- becomes=${W_KIND[$2]}
  if [[ -L $path ]]; then
    was=link target=$(readlink -- "$path")
  elif [[ -d $path ]]; then
    was=directory
  elif [[ -e $path ]]; then
    was='file'
    cp -p -- "$path" "$fresh/before/$i" || return 1
  fi
  case $becomes in
    file) becomes=${W_SUM[i]} ;;
    remove) becomes=absent ;;
  esac
  if [[ $was == file || $was == directory ]]; then read -r mode owner < <(stat -c '%a %u:%g' -- "$path") || return 1; fi
  keep_missing_folders "$fresh" "${path%/*}" || return 1
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$i" "$was" "$mode" "$owner" "$becomes" "$path" "$target" >>"$fresh/changes"
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
    printf -- '-\tabsent\t-\t-\tdirectory\t%s\t-\n' "$folder" >>"$fresh/changes" || return 1
  done
}

# A line a unit: whether it ran and whether it started at boot.
keep_units() {
  local unit
  : >"$1/units" || return 1
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    printf '%s\t%s\t%s\n' "$unit" "$(run_state "$unit")" "$(boot_state "$unit")" >>"$1/units" || return 1
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
  local number=1
  while [[ -e $STATE/failed-$number ]]; do number=$((number + 1)); done
  mv -T -- "$JOURNAL" "$STATE/failed-$number" && FAILED_JOURNAL=$STATE/failed-$number
}

# A dead man's hand: what nobody confirms in time goes back by itself, also after a reboot. One timer watches over the delivery, another one
# over the time after it, so that there is one at every moment.
arm() {
  local timer=$1 seconds=$2
  set_timer "$timer" "$seconds" || { disarm "$timer" && set_timer "$timer" "$seconds"; } || return 1
  write_recover_unit
}

# Refused where there is one of that name already, or one that has failed.
set_timer() { systemd-run --unit="$1" --on-active="$2" --timer-property=AccuracySec=1s /bin/bash "$ENGINE_COPY" recover --host "$HOST" >/dev/null 2>&1 9>&-; }

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
ExecStart=/bin/bash $ENGINE_COPY recover --boot --host $HOST

[Install]
WantedBy=multi-user.target"
  if [[ -f $RECOVER_UNIT && $(cat "$RECOVER_UNIT") == "$text" && $(boot_state "${RECOVER_UNIT##*/}") == enabled ]]; then return 0; fi
  printf '%s\n' "$text" >"$RECOVER_UNIT.new" && chmod 644 "$RECOVER_UNIT.new" && sync_files "$RECOVER_UNIT.new" &&
    mv -T -- "$RECOVER_UNIT.new" "$RECOVER_UNIT" &&
    systemctl enable --quiet --no-reload "${RECOVER_UNIT##*/}" 2>/dev/null && sync_files "${RECOVER_UNIT%/*}" &&
    sync_files "${RECOVER_UNIT%/*}/multi-user.target.wants"
}

# A timer that is not there need not be stopped, and one that ran may have failed.
disarm() {
  systemctl stop "${@/%/.timer}" 2>/dev/null || :
  systemctl reset-failed "${@/%/.timer}" "${@/%/.service}" 2>/dev/null || :
}

# --- Each file at once and whole ------------------------------------------------------------------------------------------------------

readonly TEMPORARY=.haplane-new OLD_NAME=.haplane-old

beside() { printf '%s/%s-%s' "${1%/*}" "$2" "${1##*/}"; }

# A second file beside one, with its new content; mode, owner and label are right before a name leads to it, and nobody else reads it earlier.
write_beside() {
  local from=$1 path=$2 mode=$3 owner=$4 temporary=${2%/*}/$TEMPORARY-${2##*/}
  forget "$temporary" || return 1
  if [[ $mode == - ]]; then
    cp --attributes-only --preserve=mode,ownership -- "$path" "$temporary" && cat -- "$from" >"$temporary" || return 1
  else
    install -m "$mode" -o "${owner%:*}" -g "${owner#*:}" -- "$from" "$temporary" || return 1
  fi
  label "$temporary" "$path"
}

# What is not there needs no program that takes it away.
forget() { if [[ -e $1 || -L $1 ]]; then rm -f -- "$1"; fi; }

# The name is exchanged in one step.
put_file() {
  local temporary
  temporary=$(beside "$2" "$TEMPORARY")
  write_beside "$@" && sync_files "$temporary" && mv -T -- "$temporary" "$2" && sync_files "${2%/*}"
}

# SELinux, where it is on, decides by the label whether a service may read a file.
label() {
  command -v selinuxenabled >/dev/null && selinuxenabled || return 0
  if [[ -e $2 ]]; then chcon --reference="$2" -- "$1"; else chcon -- "$(matchpathcon -n "$2")" "$1"; fi || :
}

# The old file keeps a second name until the delivery is confirmed: to go back needs no room on the disk.
keep_old_name() {
  local old=${1%/*}/$OLD_NAME-${1##*/}
  forget "$old" || return 1
  if [[ -f $1 && ! -L $1 ]]; then ln -f -- "$1" "$old" 2>/dev/null || :; fi
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
      say swap failed "${W_PATH[i]}"
      return 1
    }
  done
}

prepare() {
  local i=$1 path=${W_PATH[$1]} folder=${W_PATH[$1]%/*}
  case ${W_KIND[i]} in
    directory) make_folder "$path" && chown -- "${W_OWNER[i]}" "$path" && chmod -- "${W_MODE[i]}" "$path" ;;
    link) make_folder "$folder" ;;
    # A folder holds the old names until the end.
    remove) [[ ${W_SUM[i]} == directory ]] || keep_old_name "$path" ;;
    file) make_folder "$folder" && keep_old_name "$path" && write_beside "$STAGE$path" "$path" "${W_MODE[i]}" "${W_OWNER[i]}" ;;
  esac
}

prove_prepared() {
  local i sum path
  local -A expected=()
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && [[ ${W_KIND[i]} == file ]]; then expected[${W_PATH[i]%/*}/$TEMPORARY-${W_PATH[i]##*/}]=${W_SUM[i]}; fi
  done
  [[ ${#expected[@]} -gt 0 ]] || return 0
  sync_files "${!expected[@]}"
  while read -r sum path; do
    if [[ $sum == "${expected[$path]}" ]]; then unset "expected[$path]"; fi
  done < <(sha256sum -- "${!expected[@]}")
  [[ ${#expected[@]} -eq 0 ]] || {
    say swap failed "what was written is not what was meant: ${!expected[*]}"
    return 1
  }
}

put_in_place() {
  local i=$1 path=${W_PATH[$1]}
  case ${W_KIND[i]} in
    link) put_link "${W_TARGET[i]}" "$path" || return 1 ;;
    remove) [[ ${W_SUM[i]} == directory ]] || rm -f -- "$path" || return 1 ;;
    file) mv -T -- "${path%/*}/$TEMPORARY-${path##*/}" "$path" || return 1 ;;
  esac
  say swap changed "$path"
}

# A folder that holds something of somebody else by now stays.
remove_folder() {
  [[ -d $1 && -z $(ls -A -- "$1") ]] || return 0
  rmdir -- "$1"
}

# A folder on the way that no plan knows is like any other of the system, not like what this program keeps for itself.
make_folder() { [[ -d $1 ]] || (umask 022 && mkdir -p -- "$1"); }

put_link() {
  local temporary
  temporary=$(beside "$2" "$TEMPORARY")
  ln -sfn -- "$1" "$temporary" && mv -T -- "$temporary" "$2" && sync_files "${2%/*}"
}

# Every change of the journal as it was before; true where all of them are.
unswap() {
  local number was mode owner after path target failed=0
  while IFS=$'\t' read -r number was mode owner after path target; do
    rm -f -- "$(beside "$path" "$TEMPORARY")"
    unswap_one "$number" "$was" "$mode" "$owner" "$path" "$target" || {
      say revert failed "$path: put it back by hand from $JOURNAL/before/$number"
      failed=1
    }
  done < <(reversed "$JOURNAL/changes")
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
  local number=$1 was=$2 mode=$3 owner=$4 path=$5 target=$6 old
  old=$(beside "$path" "$OLD_NAME")
  case $was in
    file)
      # Interrupted before the exchange, both names are one file, which mv refuses.
      if [[ $old -ef $path ]]; then rm -f -- "$old"; fi
      if [[ -f $old ]] && cmp -s -- "$JOURNAL/before/$number" "$old"; then
        mv -T -- "$old" "$path" && chown -- "$owner" "$path" && chmod -- "$mode" "$path" && sync_files "${path%/*}"
      else
        { is_as_before "$number" "$path" "$mode" "$owner" || put_file "$JOURNAL/before/$number" "$path" "$mode" "$owner"; } && rm -f -- "$old"
      fi
      ;;
    link) put_link "$target" "$path" ;;
    directory) make_folder "$path" && chown -- "$owner" "$path" && chmod -- "$mode" "$path" ;;
    absent) if [[ -d $path && ! -L $path ]]; then remove_folder "$path"; else rm -f -- "$path"; fi ;;
  esac
}

is_as_before() { cmp -s -- "$JOURNAL/before/$1" "$2" && has_mode "$2" "$3" "$4"; }

has_mode() {
  local mode owner
  read -r mode owner < <(stat -c '%a %u:%g' -- "$1") && [[ $((8#$mode)) -eq $((8#$2)) && $owner == "$3" ]]
}

# What goes for good when there is no way back any more.
drop_old_names() {
  local was after path names=() made=()
  while IFS=$'\t' read -r _ was _ _ after path _; do
    names+=("${path%/*}/$OLD_NAME-${path##*/}" "${path%/*}/$TEMPORARY-${path##*/}")
    if [[ $was == directory && $after == absent ]]; then made+=("$path"); fi
  done <"$1/changes"
  [[ ${#names[@]} -eq 0 ]] || rm -f -- "${names[@]}" || return 1
  for path in "${made[@]+"${made[@]}"}"; do remove_folder "$path" || return 1; done
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

# What systemd says of the units, asked once for all of them where nothing is changed meanwhile; what is not here is asked each time.
declare -A SEEN_UNIT=()

look_at_units() {
  local line i=0 boots
  [[ ${#SCOPE[@]} -gt 0 ]] || return 0
  while IFS= read -r line; do
    if [[ -z $line ]]; then i=$((i + 1)); else SEEN_UNIT[${SCOPE[i]}:${line%%=*}]=${line#*=}; fi
  done < <(systemctl show -p LoadState -p ActiveState -p MainPID -p ExecMainStartTimestamp -p ExecMainStartTimestampMonotonic -- "${SCOPE[@]}" 2>/dev/null)
  # A unit that is not there has no line.
  mapfile -t boots < <(systemctl is-enabled -- "${SCOPE[@]}" 2>/dev/null)
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
  line=$(systemctl show -p "$2" -- "$1" 2>/dev/null) && printf '%s' "${line#*=}"
}

run_state() { if [[ $(property "$1" ActiveState) =~ ^(active|activating|reloading)$ ]]; then printf running; else printf stopped; fi; }

boot_state() {
  if [[ -n ${SEEN_UNIT[$1:boot]+set} ]]; then
    printf '%s' "${SEEN_UNIT[$1:boot]}"
  elif systemctl is-enabled --quiet -- "$1" 2>/dev/null; then
    printf enabled
  else
    printf disabled
  fi
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
  inputs_of "$unit" | not_read_yet "$known" "$(start_of "$unit")" | strongest_action
}

# A file that the stamp knows is judged by its digest; one that it does not, because somebody else started the process or because the plan
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
  timeout 150 systemctl stop -- "$1" 9>&- || {
    say service failed "stop $1"
    return 1
  }
  say service stopped "$1"
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
  systemctl daemon-reload || {
    say service failed daemon-reload
    return 1
  }
}

set_boot() {
  local unit=$1 wanted=$2
  if [[ $(boot_state "$unit") == "$wanted" ]]; then return; fi
  systemctl "${wanted%d}" --quiet -- "$unit" 2>/dev/null || {
    say service failed "${wanted%d} $unit"
    return 1
  }
  say service "$wanted" "$unit"
}

# A limit of starts that was reached before would block this one, and the way back.
act_on() {
  local unit=$1 action=$2
  systemctl reset-failed -- "$unit" 2>/dev/null || :
  if ! timeout 150 systemctl "$action" -- "$unit" 9>&-; then
    say service failed "$action $unit"
    return 1
  fi
  stamp "$unit"
  say service "${action}ed" "$unit"
}

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
  deadline=$((SECONDS + SECONDS_OF_A_GATE))
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    if is_in "$unit" "${STOPPED[@]+"${STOPPED[@]}"}"; then continue; fi
    until is_healthy "$unit" && before=$(incarnation_of "$unit") && sleep 2 && is_healthy "$unit" && [[ $before == "$(incarnation_of "$unit")" ]]; do
      if ! is_uninterrupted || [[ $SECONDS -ge $deadline || $(property "$unit" ActiveState) == failed ]]; then
        say health failed "$unit: $(property "$unit" ActiveState); the last lines of it: journalctl -u $unit -n 20"
        return 1
      fi
      sleep 1
    done
    say health ok "$unit"
  done
}

# What did not run before, or not at boot, by the journal; while the units that the delivery brought are still there. At boot nothing is
# waited for: what this unit is before waits for it.
take_down_again() {
  local unit ran boot failed=0
  while IFS=$'\t' read -r unit ran boot; do
    if [[ $boot == disabled ]]; then set_boot "$unit" disabled || failed=1; fi
    if [[ $ran == stopped && -n $AT_BOOT ]]; then
      systemctl --no-block stop -- "$unit" 2>/dev/null || :
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
    systemctl reset-failed -- "$unit" 2>/dev/null || :
    if [[ $ran == running && -n $AT_BOOT ]]; then
      systemctl --no-block start -- "$unit" || failed=1
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
    say revert failed "$1 does not run with its old files: systemctl status $1"
    return 1
  }
}

# --- What would be done ------------------------------------------------------------------------------------------------------------------

command_plan() {
  local i changes unit need
  look_at_units
  compare
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then show_difference "$i"; fi
  done
  while read -r unit need; do say plan "$(planned "$unit" "$need")" "$unit"; done < <(planned_needs)
  changes=$(changed_count)
  if [[ $changes -eq 0 && -z $(service_needs) ]]; then
    say plan same "nothing to do"
    return 0
  fi
  say plan different "$changes files"
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
  say deliver interrupted "everything goes back now"
}

is_uninterrupted() { [[ -z $INTERRUPTED ]]; }

# Everything is written down before the first file is touched; what goes wrong after that is put back.
deliver() {
  local kind=$1
  mkdir -p "$STATE" || refuse stage "$STATE cannot be made"
  stage
  validate
  say validate ok
  stamp_running
  write_journal "$kind" || refuse journal "what was there before could not be written down: is the disk full?"
  arm "$DELIVERY_TIMER" "$(longest_delivery)" || refuse_after_journal "systemd-run could not arm the timer that puts back what nobody confirms"
  trap interrupt INT TERM
  set_state swapping || refuse_after_journal "$JOURNAL cannot be written: is the disk full?"
  if take_down && swap && bring_up && check_health && set_state delivered; then
    finish_swap
  else
    put_back
  fi
}

# Seconds: a stop and a start of every unit, the gate, and the time for a confirm.
longest_delivery() { printf '%s' "$((300 * ${#SCOPE[@]} + SECONDS_OF_A_GATE + CONFIRM_WITHIN + 60))"; }

refuse_after_journal() {
  disarm "$DELIVERY_TIMER"
  remove_at_once "$JOURNAL"
  refuse journal "$1"
}

finish_swap() {
  trap '' INT TERM
  local detail="confirm within $CONFIRM_WITHIN s, or it is put back: host-engine.sh confirm"
  if arm "$CONFIRM_TIMER" "$CONFIRM_WITHIN"; then
    disarm "$DELIVERY_TIMER"
  else
    detail="the timer for $CONFIRM_WITHIN s could not be armed, so the one of the delivery stays: confirm now, or it is put back when that ends"
  fi
  say deliver ok "$(changed_count) files changed; $detail"
}

put_back() {
  if revert; then
    say deliver "put back" "everything is as it was before"
    exit "$PUT_BACK"
  fi
  say deliver failed "not everything could be put back: see the lines above, and ${FAILED_JOURNAL:-$JOURNAL}"
  exit "$NEEDS_A_PERSON"
}

# True where everything is as it was. The journal goes last, so that an interrupted way back is begun again.
revert() {
  local failed=0
  trap '' INT TERM
  rm -rf -- "$STATE/stage" "$COPIED"
  take_down_again || failed=1
  unswap || failed=1
  bring_up_again || failed=1
  if [[ $failed -eq 0 ]]; then note_put_back; else set_aside; fi || failed=1
  disarm "$DELIVERY_TIMER" "$CONFIRM_TIMER"
  sync_state
  return "$failed"
}

# What another run left: nothing was touched yet, or it is put back.
recover() {
  rm -rf -- "$JOURNAL.new" "$LEFTOVER" "$STATE/stage"
  case $(journal_state) in
    none) rm -rf -- "$JOURNAL" ;;
    begun)
      disarm "$DELIVERY_TIMER"
      note_put_back
      say recover ok "a delivery was interrupted before it changed anything"
      ;;
    kept) file_what_is_kept ;;
    *)
      if revert; then
        say recover "put back" "a delivery was interrupted or not confirmed"
      else
        say recover failed "see the lines above, and ${FAILED_JOURNAL:-$JOURNAL}"
        exit "$NEEDS_A_PERSON"
      fi
      ;;
  esac
}

command_apply() {
  recover
  compare
  refuse_drift
  if [[ $(changed_count) -eq 0 && -z $(service_needs) ]]; then
    forget_put_back
    rm -rf -- "$COPIED"
    note_what_is_there
    say apply same "nothing to do"
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
    refuse apply "what is there could not be noted below $STATE: is the disk full?"
}

# --- What is kept ------------------------------------------------------------------------------------------------------------------------

# A person, or another program, has reached the host over a new connection: the delivery stays.
command_confirm() {
  case $(journal_state) in
    delivered) set_state kept || refuse confirm "$JOURNAL cannot be written: is the disk full? The delivery waits on, until its time is over" ;;
    kept) ;;
    none)
      confirm_nothing
      return
      ;;
    *) refuse confirm "the delivery is not finished: $(journal_state)" ;;
  esac
  file_what_is_kept
  # The copies hold the source's secrets, and have done what they came for.
  rm -rf -- "$COPIED"
  say confirm ok "kept as $(newest)"
}

confirm_nothing() {
  if [[ -d $PUT_BACK_LAST ]]; then
    say confirm "put back" "the delivery did not last until now: it was put back at $(time_of "$PUT_BACK_LAST")"
    exit "$PUT_BACK"
  fi
  say confirm same "nothing waits for it"
}

time_of() { date -u -r "$1" +%Y-%m-%dT%H:%M:%SZ; }

file_what_is_kept() {
  keep_delivery && return
  say confirm failed "the delivery stays, and could not be filed below $HISTORY: look there, then confirm again"
  exit "$NEEDS_A_PERSON"
}

# Names are exchanged and nothing is written, so that a full disk is no obstacle; what was interrupted is done to its end the next time.
keep_delivery() {
  local kind
  kind=$(<"$JOURNAL/kind") && drop_old_names "$JOURNAL" || return 1
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
        say rollback ok "what waited for confirm is put back; $(newest) stays"
        return
      fi
      ;;
    *) recover ;;
  esac
  [[ $(newest) != 0000 ]] || refuse rollback "no delivery is kept here"
  base=${base:-$(printf '%04d' "$((10#$(newest) - 1))")}
  prove_base "$base"
  want_before "$base"
  judge_by "$HISTORY/$(printf '%04d' "$((10#$base))")/plan"
  compare
  refuse_drift
  deliver "rollback $base"
}

prove_base() {
  [[ $1 =~ ^[0-9]{1,6}$ && $((10#$1)) -lt $((10#$(newest))) ]] || refuse rollback "there is nothing after delivery $1; see status"
  first_after "$1" >/dev/null || refuse rollback "what came after delivery $1 is no longer kept whole: the last $KEPT deliveries can be undone; see status"
}

# Wanted is what was there before the deliveries that are undone: of two that changed one path, the older one knows. Folders go last, and
# the inner one before the outer one.
want_before() {
  local base=$1 entry number was mode owner after path target
  local -A folders=()
  load_delivered
  W_KIND=() W_CLASS=() W_PATH=() W_MODE=() W_OWNER=() W_SUM=() W_BEFORE=() W_TARGET=() W_FROM=()
  E_PATH=() E_COUNT=() E_OLD=() E_NEW=() E_EARLIER=()
  SCOPE=() STOPPED=() NOT_AT_BOOT=()
  for entry in "$HISTORY"/[0-9]*; do
    if [[ ! -d $entry || $((10#${entry##*/})) -le $((10#$base)) ]]; then continue; fi
    while IFS=$'\t' read -r number was mode owner after path target; do
      if is_wanted "$path"; then continue; fi
      case $was-$after in
        file-*) want file kept "$path" "$mode" "$owner" "$(digest_of "$entry/before/$number")" any - "$entry/before/$number" ;;
        link-*) want link kept "$path" - - - any "$target" - ;;
        absent-directory) folders[$path]=yes ;;
        absent-*) want remove kept "$path" - - "${LAST[$path]-}" any - - ;;
      esac
    done <"$entry/changes"
    scope_of "$entry/units"
  done
  [[ ${#folders[@]} -eq 0 ]] || while IFS= read -r path; do want remove kept "$path" - - directory any - -; done < <(printf '%s\n' "${!folders[@]}" | sort -r)
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
  say status delivered "$(newest)"
  say_what_is_kept "${kept[@]}"
  say_what_goes_on || differs=1
  judge
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then
      say status "${S_STATE[i]}" "${W_PATH[i]}"
      differs=1
    fi
  done
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    need=$(need_in_scope "$unit")
    say status "$(run_state "$unit"), $(boot_state "$unit")" "$unit $(loaded_state "$unit" "$need")"
    if [[ $need != none ]] || ! starts_as_wanted "$unit"; then differs=1; fi
  done
  if [[ $differs -eq 1 ]]; then return "$DIFFERENT"; fi
  say status same
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
    say status kept "${entry##*/} $result ${day}T${time%.*}Z $units"
  done
}

# True where nothing waits for somebody.
say_what_goes_on() {
  local holder='' entry quiet=0
  if is_locked; then
    { read -r holder <"$RUNNING/holder"; } 2>/dev/null || :
    say status running "${holder:-somebody} is at work here"
    quiet=1
  fi
  if [[ $(journal_state) != none ]]; then
    say status pending "$(journal_state): host-engine.sh confirm, or rollback"
    quiet=1
  fi
  if [[ -d $PUT_BACK_LAST ]]; then say status "put back" "the last delivery, at $(time_of "$PUT_BACK_LAST")"; fi
  for entry in "$STATE"/failed-*; do
    [[ -d $entry ]] || continue
    say status failed "a delivery could not be put back whole: what was there before is in $entry/before; remove $entry when all is well"
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

# Secrets and programs go from the source to a new master through a pipe; nobody on the way keeps them.
command_send() {
  local paths
  paths=$(relative_paths) || refuse send "nothing was sent" >&2
  [[ -n $paths ]] || refuse send "no path came on stdin" >&2
  tar -C / --no-recursion -cf - -T - <<<"$paths" || refuse send "not every file could be read" >&2
}

relative_paths() {
  local path
  while IFS= read -r path; do
    is_path "$path" || refuse send "\"$path\" is not a path that a plan can hold" >&2
    printf './%s\n' "${path#/}"
  done
}

command_missing() {
  local i
  compare
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_FROM[i]} == copied ]] && ! is_here "$i"; then printf '%s\n' "${W_PATH[i]}"; fi
  done
}

is_here() { is_right_without_copy "$1" "${SEEN_DIGEST[${W_PATH[$1]}]-absent}"; }

command_receive() {
  local i count=0 copy
  look_at_files
  rm -rf -- "$COPIED"
  mkdir -p "$COPIED"
  # What a bundle brings and what the source sends are two archives, one after the other.
  tar -C "$COPIED" --no-same-owner --ignore-zeros -xf - || refuse receive "the archive is not whole"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    copy=$COPIED${W_PATH[i]}
    if [[ ${W_FROM[i]} != copied ]] || { [[ ! -e $copy ]] && is_here "$i"; }; then continue; fi
    [[ -f $copy && ! -L $copy ]] || refuse receive "${W_PATH[i]} did not come: send it again"
    [[ ${W_SUM[i]} == - || $(digest_of "$copy") == "${W_SUM[i]}" ]] ||
      refuse receive "${W_PATH[i]} is not what the source had when it was captured: capture it again, and build again"
    count=$((count + 1))
  done
  say receive ok "$count files"
}


# --- Questions and deeds of a rollout -----------------------------------------------------------------------------------------------------

# Records of rollout.plan come on stdin, and facts of the source: they are answered here, by the host itself. Why a question has no good
# answer yet stands in WHY.
declare -A FACT=()
KUBECTL='' WHY=''

command_ask() {
  local fields failed=0
  while IFS=$'\t' read -r -a fields; do
    case ${fields[0]-} in
      kubectl) KUBECTL=${fields[1]} ;;
      fact) FACT[${fields[1]}]=${fields[2]} ;;
      gate) gate "${fields[2]}" "${fields[4]}" "${fields[@]:5}" || failed=1 ;;
      do) deed "${fields[2]}" "${fields[@]:4}" || failed=1 ;;
      *) refuse ask "it holds a record of the kind \"${fields[0]-}\", which this engine does not know" ;;
    esac
  done
  return "$failed"
}

# A name of a plan is the name of a function here, or of nothing.
known_as() {
  if ! [[ $2 =~ ^[a-z-]+$ ]] || ! declare -F "$1_${2//-/_}" >/dev/null; then refuse ask "this engine does not know \"$2\"" >&2; fi
  printf '%s' "$1_${2//-/_}"
}

# A question is asked again until its time is over.
gate() {
  local name=$1 deadline=$((SECONDS + $2)) question
  shift 2
  question=$(known_as question "$name") || exit "$REFUSED"
  until WHY='' && "$question" "$@"; do
    if [[ $SECONDS -ge $deadline ]]; then
      say gate failed "$name${*:+ $*}: ${WHY:-no}"
      return 1
    fi
    sleep 2
  done
  say gate ok "$name${*:+ $*}${WHY:+: $WHY}"
}

deed() {
  local name=$1 deed
  shift
  deed=$(known_as deed "$name") || exit "$REFUSED"
  WHY=''
  if "$deed" "$@"; then
    say "$name" ok "${WHY:-$*}"
  else
    say "$name" failed "${*:+$* }${WHY:-}"
    return 1
  fi
}

because() {
  WHY=$1
  return 1
}

# What other hosts are compared with, as records for their own questions. Of the files on stdin (a digest or -, a tab, a path) each is proved,
# and they are weighed together.
command_facts() {
  local digest path size sum=0 stale=0
  while IFS=$'\t' read -r digest path; do
    is_path "$path" || refuse facts "\"$path\" is not a path that a plan can hold"
    if [[ $digest != - && $(digest_of "$path") != "$digest" ]]; then
      say facts changed "$path is not what it was when this host was captured"
      stale=$((stale + 1))
    fi
    size=$(stat -L -c %s -- "$path" 2>/dev/null) || continue
    sum=$((sum + size))
  done
  [[ $stale -eq 0 ]] || refuse facts "the plan is older than what is here: capture this host again, and build again"
  printf 'fact\t%s\t%s\n' architecture "$(uname -m)" clock "$(date +%s)" copies "$((sum / 1024))" \
    swap "$(swap_state)" ip-forward "$(setting net/ipv4/ip_forward)" bridge "$(setting net/bridge/bridge-nf-call-iptables)"
}

swap_state() { if [[ $(wc -l </proc/swaps) -gt 1 ]]; then printf on; else printf off; fi; }

setting() { if [[ -r /proc/sys/$1 ]]; then cat "/proc/sys/$1"; else printf 0; fi; }

# --- Of the machine ---

question_reachable() { [[ $EUID -eq 0 ]] || because "the engine does not run as root here"; }

question_architecture() { [[ $(uname -m) == "${FACT[architecture]-}" ]] || because "this is a $(uname -m), and $1 a ${FACT[architecture]-}"; }

# The way to this host counts as a difference, too: what is looked for is a clock that nobody has set.
question_clock() {
  local apart=$(($(date +%s) - ${FACT[clock]:-0}))
  [[ ${apart#-} -le 10 ]] || because "it is ${apart#-} s from the clock of $1: set it"
}

# Everything is there twice while it is exchanged, and once more as a backup.
question_disk_space() {
  local needed room folder
  needed=$((65536 + 3 * (${FACT[copies]:-0} + $(du -sk -- "$DIR" | cut -f 1))))
  for folder in / /var/lib; do
    room=$(df -Pk -- "$folder" | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)
    [[ $room -ge $needed ]] || because "$((room / 1024)) MiB are free below $folder, and $((needed / 1024)) are needed" || return 1
  done
}

question_digests() { prove_digests; }

question_port_free() {
  local port=$1 line pid
  line=$(ss -ltnp "sport = :$port" | tail -n +2)
  [[ -n $line ]] || return 0
  pid=${line#*pid=}
  pid=${pid%%,*}
  is_of_our_units "$pid" || because "it is held: ${line##* }"
}

is_of_our_units() {
  local unit
  for unit in "${UNITS[@]+"${UNITS[@]}"}"; do
    if is_of_unit "$1" "$unit"; then return 0; fi
  done
  return 1
}

is_of_unit() { grep -qsF "/$2" "/proc/$1/cgroup"; }

question_connects() { connects "$1" "$2" || because "$1:$2 does not accept a connection from here"; }

# With the certificate where it is here already, else as far as a connection goes.
question_etcd_answers() {
  local url=$1 address said
  if [[ -r $4 ]]; then
    said=$(curl --silent --show-error --max-time 5 --cacert "$2" --cert "$3" --key "$4" -- "$url/health" 2>&1) || :
    [[ $said =~ \"health\"\ *:\ *\"true\" ]] || because "$url does not say that it is healthy: $said"
    return
  fi
  address=${url#*://}
  address=${address%/}
  question_connects "${address%:*}" "${address##*:}" && WHY="a connection comes about; the certificate is not here yet"
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

question_names_resolve() {
  local name
  for name in "$@"; do
    getent hosts "$name" >/dev/null || because "$name is not known here: put it into /etc/hosts" || return 1
  done
}

question_selinux_allows() {
  local ports
  [[ -e /sys/fs/selinux/enforce && $(</sys/fs/selinux/enforce) == 1 ]] || return 0
  ports=$(semanage port -l | grep '^http_port_t') || because "semanage cannot be asked" || return 1
  grep -qw "$1" <<<"$ports" || because "semanage port -a -t http_port_t -p tcp $1" || return 1
  [[ $(getsebool httpd_can_network_connect) == *on ]] || because "setsebool -P httpd_can_network_connect on"
}

question_nginx_stream() {
  local built
  built=$(nginx -V 2>&1) || because "nginx is not installed: install it with its stream module, and do not start it" || return 1
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
  [[ $(swap_state) == off || ${FACT[swap]-} == on ]] || because "swap is on here, and off on the source: swapoff -a, and take it out of /etc/fstab" || return 1
  [[ $(setting net/ipv4/ip_forward) -ge ${FACT[ip-forward]:-0} ]] || because "net.ipv4.ip_forward is 0 here, and 1 on the source" || return 1
  [[ $(setting net/bridge/bridge-nf-call-iptables) -ge ${FACT[bridge]:-0} ]] || because "net.bridge.bridge-nf-call-iptables is not 1 here, as it is on the source"
}

question_unit_active() {
  local before
  before=$(incarnation_of "$1")
  { is_healthy "$1" && sleep 2 && is_healthy "$1" && [[ $before == "$(incarnation_of "$1")" ]]; } || because "$(property "$1" ActiveState); journalctl -u $1 -n 20"
}

question_kube_proxy_healthy() { answers http "http://$1/healthz" || because "http://$1/healthz does not answer with 200"; }

# The kubelet, and no other process, holds the connection; it is the first unit of the node's agents.
question_agent_connected() {
  local address pid line kubelet
  kubelet=$(first_unit_of node)
  address=$(getent ahosts "$1")
  address=${address%%[[:space:]]*}
  if [[ $address == *:* ]]; then address="[$address]"; fi
  while IFS= read -r line; do
    pid=${line#*pid=}
    if [[ $line == *pid=* ]] && is_of_unit "${pid%%,*}" "$kubelet"; then return 0; fi
  done < <(ss -tnp state established dst "$address" dport = ":$2")
  because "kubelet has no connection to $1:$2"
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

question_ready() { answers https "$1" "$2" || because "$1 does not answer"; }

question_ready_through() {
  local code address=${1#*://} through=()
  address=${address%%/*}
  # An older curl knows no --connect-to.
  if [[ $address == '['* ]]; then
    through=(--connect-to "::[$2]:")
  elif [[ ${address%:*} != "$2" ]]; then
    through=(--resolve "$address:$2")
  fi
  code=$(curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' --cacert "$3" "${through[@]+"${through[@]}"}" -- "$1") || :
  [[ $code == 200 || $code == 401 ]] || because "$1 does not answer through $2 ($code)"
}

question_certificate_names() {
  local endpoint=$1 name certificate unnamed=''
  shift
  certificate=$(openssl s_client -connect "$endpoint" </dev/null 2>/dev/null | openssl x509 2>/dev/null) || because "$endpoint shows no certificate" || return 1
  for name in "$@"; do
    if [[ $name =~ ^[0-9.]+$ || $name == *:* ]]; then set -- -checkip "$name"; else set -- -checkhost "$name"; fi
    if [[ $(openssl x509 -noout "$@" <<<"$certificate") == *"NOT match"* ]]; then unnamed+=" $name"; fi
  done
  [[ -z $unnamed ]] || because "the certificate at $endpoint does not name$unnamed: issue it again with: haplane check --reissue DIR"
}

# Who is connected to a port here, each peer once.
peers_of() { ss -tn state established sport = ":$1" | tail -n +2 | tr -s ' ' | cut -d ' ' -f 4 | sed 's/:[0-9]*$//; s/^\[//; s/\]$//; s/^::ffff://' | sort -u; }

# These peers, or where none is given all but this host itself.
question_port_let_go() {
  local port=$1 peer left=''
  shift
  while read -r peer; do
    if [[ $# -gt 0 ]] && ! is_in "$peer" "$@"; then continue; fi
    if [[ $# -eq 0 && ($peer == "$ADDRESS" || $peer == 127.* || $peer == ::1) ]]; then continue; fi
    left+=" $peer"
  done < <(peers_of "$port")
  [[ -z $left ]] || because "still connected:$left; move them, or stop what listens here yourself, and run again"
}

# Never fails: a list for a person, of all but the masters and the balancers.
question_still_connected() {
  local peer port=$1
  shift
  while read -r peer; do
    if is_in "$peer" "$@"; then continue; fi
    say still-connected "$peer" "uses port $port of this host"
  done < <(peers_of "$port")
}

# --- Of the cluster, on the source ---

kube() { HOME=~root timeout 20 "$KUBECTL" "$@" 2>/dev/null; }

# HOST_ID, as the components write it.
holder_of() { kube -n kube-system get lease "$1" -o 'jsonpath={.spec.holderIdentity}'; }

# A node that has joined needs no token any more.
question_bootstrap_token() {
  if [[ $(ready_of "$2") == True ]]; then WHY="$2 has joined already" && return; fi
  [[ $(kube --kubeconfig="$1" auth can-i create certificatesigningrequests.certificates.k8s.io) == yes ]] || because "the token in $1 cannot create a certificate request any more"
}

question_lease_moved() {
  local holder
  holder=$(holder_of "$1")
  [[ -n $holder && ${holder%_*} != "$(uname -n)" ]] || because "it is held by ${holder:-nobody}"
}

# Renewed while we look, by whomever.
question_lease_renewed() {
  local before now i
  before=$(lease_time "$1")
  for ((i = 0; i < 8; i++)); do
    sleep 2
    now=$(lease_time "$1")
    if [[ -n $now && $now != "$before" ]]; then return 0; fi
  done
  because "nobody renews it"
}

lease_time() { kube -n kube-system get lease "$1" -o 'jsonpath={.spec.renewTime}'; }

question_node_ready() { [[ $(ready_of "$1") == True ]] || because "the node is not Ready"; }

# Only an answer counts: a cluster that is silent does not say that it has no such node.
question_node_unknown() {
  local said
  said=$(kube get node "$1" --ignore-not-found -o name) || because "kubectl does not answer" || return 1
  [[ -z $said ]] || because "the cluster knows it"
}

ready_of() { kube get node "$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}'; }

# Renewed while we look: no clock is compared with another.
question_node_lease_renewed() {
  local before now i
  before=$(renewed "$1")
  for ((i = 0; i < 8; i++)); do
    sleep 2
    now=$(renewed "$1")
    if [[ -n $now && $now != "$before" ]]; then return 0; fi
  done
  because "the node has not renewed its lease for a while"
}

renewed() { kube -n kube-node-lease get lease "$1" -o 'jsonpath={.spec.renewTime}'; }

endpoints() { kube get endpoints kubernetes -o 'jsonpath={.subsets[*].addresses[*].ip}' | tr ' ' '\n' | sort; }

# Only an answer counts.
question_endpoint_gone() {
  local now
  now=$(endpoints)
  [[ -n $now ]] || because "kubectl does not say what the Service kubernetes lists" || return 1
  ! grep -qxF -- "$1" <<<"$now" || because "the Service kubernetes still lists $1"
}

question_service_endpoints() {
  local wanted now
  wanted=$(printf '%s\n' "$@" | sort)
  now=$(endpoints)
  [[ $now == "$wanted" ]] || because "the Service kubernetes lists ${now//$'\n'/ }"
}

question_all_nodes_ready() {
  local nodes name ready not=''
  nodes=$(kube get nodes -o 'jsonpath={range .items[*]}{.metadata.name}{" "}{.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}')
  [[ -n $nodes ]] || because "kubectl lists no nodes" || return 1
  while read -r name ready; do
    if [[ $ready != True ]]; then not+=" $name"; fi
  done <<<"$nodes"
  [[ -z $not ]] || because "not Ready:$not"
}

# A line a request of a node: its name, when it was made (seconds), what was decided, issued or not.
requests_of() {
  local name created decided certificate signer request
  while IFS='|' read -r name created decided certificate signer request; do
    # What a kubelet serves with has the same subject, and is not ours to approve.
    [[ -z $signer || $signer == kubernetes.io/kube-apiserver-client-kubelet ]] || continue
    [[ -n $name && $(subject_of "$request") == "system:node:$1" ]] || continue
    printf '%s %s %s %s\n' "$name" "$(date -d "$created" +%s)" "${decided:-pending}" "${certificate:+issued}"
  done < <(kube get csr -o 'jsonpath={range .items[*]}{.metadata.name}{"|"}{.metadata.creationTimestamp}{"|"}{.status.conditions[0].type}{"|"}{.status.certificate}{"|"}{.spec.signerName}{"|"}{.spec.request}{"\n"}{end}')
}

subject_of() {
  local line names=()
  while IFS= read -r line; do
    if [[ $line =~ ^\ *CN\ ?=\ ?(.*)$ ]]; then names+=("${BASH_REMATCH[1]}"); fi
  done < <(base64 -d <<<"$1" 2>/dev/null | openssl req -noout -subject -nameopt sep_multiline,utf8,esc_ctrl 2>/dev/null)
  [[ ${#names[@]} -ne 1 ]] || printf '%s' "${names[0]}"
}

# Requests are forgotten an hour after they were answered; the node itself is the better witness then.
question_csr_issued() {
  local name created decided issued
  while read -r name created decided issued; do
    if [[ $decided == Approved && $issued == issued ]]; then return 0; fi
  done < <(requests_of "$1")
  [[ $(ready_of "$1") == True ]] || because "no request of system:node:$1 is issued: does kube-controller-manager sign (--cluster-signing-cert-file)?"
}

# Exactly the one request that this node has made since its kubelet was started.
deed_approve_csr() {
  local node=$1 deadline=$((SECONDS + SECONDS_OF_A_GATE)) pending
  until pending=$(pending_since "$node" "${FACT[started]:-0}") && [[ -n $pending ]]; do
    if [[ $(ready_of "$node") == True ]]; then
      WHY="$node has joined already"
      return 0
    fi
    [[ $SECONDS -lt $deadline ]] || because "no request of system:node:$node came: journalctl -u kubelet there" || return 1
    sleep 2
  done
  [[ $pending != *$'\n'* ]] || because "more than one request waits: ${pending//$'\n'/, }; look at them, and approve none that you do not know" || return 1
  kube certificate approve "$pending" >/dev/null || because "kubectl certificate approve $pending does not work" || return 1
  WHY="$pending of system:node:$node"
}

pending_since() {
  local name created decided issued
  while read -r name created decided issued; do
    if [[ $decided == pending && $created -ge $(($2 - 3)) ]]; then printf '%s\n' "$name"; fi
  done < <(requests_of "$1")
}

# Where a new machine may have taken the name, the node at this address alone is meant. Whoever has an answer for another one has nothing to
# do; the silence of a cluster is none.
is_node_here() {
  local address
  address=$(kube get node "$1" --ignore-not-found -o 'jsonpath={.status.addresses[?(@.type=="InternalIP")].address}') || because "kubectl does not answer" || return 2
  if [[ -z $address ]] && question_node_unknown "$1"; then WHY="$1 is not in the cluster" && return 1; fi
  if [[ -n ${2-} && $address != "$2" ]]; then WHY="the node $1 is at ${address:-an unknown address}, not at $2: left alone" && return 1; fi
}

# What nobody has allowed to lose stays where it is, and a person decides.
deed_drain_node() {
  local said code=0
  is_node_here "$@" || code=$?
  [[ $code -eq 0 ]] || return "$((code - 1))"
  said=$(HOME=~root timeout "$SECONDS_OF_A_GATE" "$KUBECTL" drain "$1" --ignore-daemonsets 2>&1) && WHY="$1 has no pods any more" && return
  WHY=''
  because "$(tail -n 3 <<<"$said" | tr '\n' ' '): move these pods yourself (kubectl drain $1 …), and run again"
}

deed_allow_pods() {
  kube uncordon "$1" >/dev/null || because "kubectl uncordon $1 does not work"
}

# A node that leaves, or that was made in a rollout which is taken back, goes with its requests.
deed_forget_node() {
  local name rest left code=0
  is_node_here "$@" || code=$?
  [[ $code -ne 2 ]] || return 1
  # The requests of a machine that has taken the name are that one's.
  [[ $code -eq 0 || -z ${2-} ]] || return 0
  kube delete node "$1" >/dev/null || :
  while read -r name rest; do kube delete csr "$name" >/dev/null || :; done < <(requests_of "$1")
  left=$(kube get node "$1" --ignore-not-found -o name) || because "kubectl does not answer" || return 1
  [[ -z $left ]] || because "kubectl delete node $1 does not work"
}

# The leader stops and stays stopped until another master has taken its lease: that alone shows that another one can. It starts again
# whatever happens here.
deed_restart_leader() {
  local lease=$1 unit=$2 deadline=$((SECONDS + SECONDS_OF_A_GATE)) moved=1
  if question_lease_moved "$lease"; then
    WHY="$lease: $(holder_of "$lease") leads already"
    return 0
  fi
  [[ -n $(holder_of "$lease") ]] || because "kubectl does not say who holds $lease: nothing was stopped" || return 1
  # Of an earlier run that did not come to its end.
  disarm "haplane-start-again-$lease"
  systemd-run --unit="haplane-start-again-$lease" --on-active="$((SECONDS_OF_A_GATE + 60))" systemctl start "$unit" >/dev/null 2>&1 || because "no timer could be armed that starts $unit again" || return 1
  timeout 150 systemctl stop -- "$unit" || because "systemctl stop $unit does not work" || return 1
  until question_lease_moved "$lease"; do
    if [[ $SECONDS -ge $deadline ]]; then
      moved=0
      break
    fi
    sleep 2
  done
  timeout 150 systemctl start -- "$unit" || because "$unit does not start again: journalctl -u $unit -n 20" || return 1
  systemctl stop "haplane-start-again-$lease.timer" 2>/dev/null || :
  stamp "$unit"
  [[ $moved -eq 1 ]] || because "while $unit was stopped here nobody else took the lease $lease: do not go on, the other masters cannot lead" || return 1
  WHY="$lease: $(holder_of "$lease") leads now"
}

deed_back_up_etcd() {
  local file member
  command -v etcdctl >/dev/null || { WHY="etcdctl is not here: no snapshot was made" && return 0; }
  mkdir -p "$STATE/backup"
  file=$STATE/backup/etcd-$(date -u +%Y%m%dT%H%M%SZ).db
  # One member is as good as another, and one of them may be dead.
  while IFS= read -r member; do
    if ETCDCTL_API=3 timeout 120 etcdctl --endpoints="$member" --cacert="$2" --cert="$3" --key="$4" snapshot save "$file" >/dev/null 2>&1; then WHY=$file && return; fi
  done < <(tr ',' '\n' <<<"$1")
  because "etcdctl could not save a snapshot of any of $1"
}

# Everything that would change, as it is.
deed_back_up_files() {
  local i file
  compare
  file=$STATE/backup/files-$(date -u +%Y%m%dT%H%M%SZ).tar
  mkdir -p "$STATE/backup"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && [[ -e ${W_PATH[i]} ]]; then printf '.%s\n' "${W_PATH[i]}"; fi
  done | tar -C / --no-recursion -cf "$file" -T - || because "$file could not be written" || return 1
  WHY=$file
}

# Since when a request may be of this host, as a fact for a question elsewhere: since its unit was started, or since the first delivery that
# is kept here. A kubelet that is started again goes on with the request that it has made.
command_started() {
  local started entry
  started=$(start_of "${SCOPE[0]}")
  for entry in "$HISTORY"/[0-9]*; do
    if [[ -f $entry/kind && $(stat -c %Y -- "$entry/kind") -lt $started ]]; then started=$(stat -c %Y -- "$entry/kind"); fi
  done
  printf 'fact\tstarted\t%s\n' "$started"
}

# --- Main -----------------------------------------------------------------------------------------------------------------------------

ENGINE=${BASH_SOURCE[0]}
if [[ -L $ENGINE ]] || ! is_path "$ENGINE"; then ENGINE=$(readlink -f -- "$ENGINE"); fi
DIR='' PLAN='' HOST='' GROUPS_ASKED=() UNITS_ASKED='' OVERWRITE=no CONFIRM_WITHIN=120 EVENTS=no ROLLBACK_TO='' AT_BOOT=''

read_options() {
  while [[ $# -gt 0 ]]; do
    case $1 in
      --dir | --host | --group | --units | --confirm-within | --to)
        [[ $# -ge 2 && -n $2 ]] || misuse "$1 needs a value"
        read_value "$1" "$2"
        shift
        ;;
      --overwrite) OVERWRITE=yes ;;
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
    --dir) DIR=$2 ;;
    --host) HOST=$2 ;;
    --group)
      [[ $2 =~ ^(control-plane|node|load-balancer|leaving|leftover)$ ]] || misuse "there is no group $2"
      GROUPS_ASKED+=("$2")
      ;;
    --units) UNITS_ASKED=$2 ;;
    --to) ROLLBACK_TO=$2 ;;
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
    plan | apply | confirm | status | rollback | missing | send | receive | recover | ask | facts | started) shift ;;
    *) misuse "there is no command $command" ;;
  esac
  read_options "$@"
  case $command in
    send)
      HOST=${HOST:-$(uname -n)}
      command_send
      ;;
    recover)
      # It stands by itself: what has to be put back, and who runs with what, is all in the journal and the stamps.
      take_lock 300
      load_kept_plan
      recover
      rm -rf -- "$COPIED"
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
    apply | rollback | receive) take_lock 0 ;;
    confirm) take_lock 30 ;;
  esac
}

load_plan() {
  PLAN=$DIR/hosts/$HOST.plan
  prove_digests
  read_plan "$PLAN"
  prove_host
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
