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
readonly ENGINE_COPY=$STATE/host-engine.sh
readonly RECOVER_UNIT=/etc/systemd/system/haplane-recover.service
readonly REVERT_TIMER=haplane-revert
readonly KEPT=5

readonly REFUSED=1 DIFFERENT=2 PUT_BACK=3 NEEDS_A_PERSON=4 MISUSE=64 BUSY=75

usage() {
  cat <<'TEXT'
host-engine.sh COMMAND [OPTION…]: brings this host to what its plan says, or leaves it as it was.

  plan        show what apply would do; writes nothing
  apply       deliver; what is not confirmed in time is put back by itself
  confirm     keep what was delivered; give it over a new connection, which proves that the host can be reached
  status      what was delivered, what has drifted, what runs with old files
  rollback    put the last delivery back; with --to ID what came after that delivery
  send        write the files named on stdin, a path a line, to stdout as a tar archive (on the source host)
  receive     take such an archive from stdin for the next apply
  recover     finish or put back what was interrupted (at boot, and by a timer)

  --dir DIR             the folder with SHA256SUMS, hosts/ and bin/; default the one that this program lies in
  --host NAME           the host's name in the plan; default the only plan there
  --group GROUP         only what goes into use with it: control-plane, node or load-balancer; may be given again
  --units NAMES         of the units in these groups only these, separated by commas; none for no unit
  --overwrite           deliver over local edits (plan shows them)
  --confirm-within SEC  how long to wait for confirm; default 120
  --events              a machine-readable line for every event: event, host, step, result, detail, separated by tabs

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

show() { printf '%s\n' "$@" 2>/dev/null || :; }

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
# The lines to exchange: the path, how many, the old one, the new one.
E_PATH=() E_COUNT=() E_OLD=() E_NEW=()
UNITS=() UNIT_GROUPS=()
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

is_path() { [[ $1 =~ ^(/[A-Za-z0-9._+@:-]+)+$ && ! $1 =~ (^|/)\.\.?(/|$) ]]; }

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
      unit) UNITS+=("$b") UNIT_GROUPS+=("$a") ;;
      directory) if in_scope "$a"; then want directory directory "$d" "$b" "$c" - any - -; fi ;;
      link) if in_scope "$a"; then want link link "$b" - - - any "$c" -; fi ;;
      copy) if in_scope "$a"; then want file "$b" "$f" "$c" "$d" "$e" any - copied; fi ;;
      place) if in_scope "$a"; then want file placed "${e}" "$b" "$c" "$d" "$f" - placed; fi ;;
      edit) if in_scope "$a"; then read_edit "$b" "$c" "$d" "$e"; fi ;;
      remove-if-equal) if in_scope control-plane; then want remove never-copied "$b" - - "$a" any - -; fi ;;
      loads) L_UNIT+=("$a") L_ACTION+=("$b") L_PATH+=("$c") ;;
      health) H_UNIT+=("$a") H_KIND+=("$b") H_FIRST+=("$c") H_SECOND+=("$d") ;;
      leave) ;;
      *) refuse plan "it holds a record of the kind \"$kind\", which this engine does not know" ;;
    esac
  done <"$1"
  [[ -n $ADDRESS ]] || refuse plan "it does not start with haplane-host"
}

read_head() {
  [[ $1 == 1 ]] || refuse plan "it is of version $1, and this engine knows version 1"
  [[ $2 == "$HOST" ]] || refuse plan "it is for $2, not for $HOST"
  ADDRESS=$3 SECONDS_OF_A_GATE=$5
}

# An edited file that is also copied is wanted already; one that is the host's own is wanted from here.
read_edit() {
  local path=$1 i
  E_PATH+=("$path") E_COUNT+=("$2") E_OLD+=("$3") E_NEW+=("$4")
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    [[ ${W_PATH[i]} == "$path" ]] && return
  done
  want file edited-in-place "$path" - - - any - edited
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
  local line sums=''
  [[ -f $DIR/SHA256SUMS ]] || refuse digests "there is no SHA256SUMS in $DIR"
  while IFS= read -r line; do
    case $line in *"  bin/host-engine.sh" | *"  hosts/$HOST.plan" | *"  hosts/$HOST/"*) sums+=$line$'\n' ;; esac
  done <"$DIR/SHA256SUMS"
  [[ $sums == *"  hosts/$HOST.plan"* && $sums == *"  bin/host-engine.sh"* ]] || refuse digests "SHA256SUMS does not list the plan of $HOST and this program"
  sums=$(cd "$DIR" && sha256sum --quiet -c - <<<"$sums" 2>&1) || refuse digests "${sums%%$'\n'*}: not what was built; bring the folder here again"
}

# --- One at a time ------------------------------------------------------------------------------------------------------------------

# An older flock refuses to wait for no time at all.
wait_for_lock() { if [[ $1 -eq 0 ]]; then flock -n 9; else flock -w "$1" 9; fi; }

# The kernel lets go of the lock when its last holder is gone, however that ends.
take_lock() {
  local patience=$1 holder=''
  mkdir -p "$RUNNING"
  exec 9>>"$RUNNING/lock"
  if ! wait_for_lock "$patience"; then
    read -r holder <"$RUNNING/holder" || :
    say lock busy "${holder:-somebody} holds it; wait for its end, or look with: host-engine.sh status"
    exit "$BUSY"
  fi
  printf '%s since %s (process %s)\n' "${SUDO_USER:-${USER:-root}}${SSH_CLIENT:+ from ${SSH_CLIENT%% *}}" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$$" >"$RUNNING/holder"
}

# --- What differs -------------------------------------------------------------------------------------------------------------------

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

last_delivered() {
  local sum path
  [[ -f $DELIVERED ]] || return 0
  while read -r sum path; do
    if [[ $path == "$1" ]]; then
      printf '%s' "$sum"
      return
    fi
  done <"$DELIVERED"
}

source_of() {
  case ${W_FROM[$1]} in
    placed) printf '%s' "$DIR/hosts/$HOST${W_PATH[$1]}" ;;
    copied) printf '%s' "$DIR/copied${W_PATH[$1]}" ;;
    edited) printf '%s' "${W_PATH[$1]}" ;;
    *) printf '%s' "${W_FROM[$1]}" ;;
  esac
}

# A copy that did not come along is needed only where the file on this host is not the wanted one already.
has_source() { [[ -f $(source_of "$1") ]]; }

# The whole new content, on stdout.
content_of() {
  local path=${W_PATH[$1]} from
  from=$(source_of "$1")
  if has_edits "$path"; then
    edited "$path" "$from"
  else
    cat -- "$from"
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
    if [[ ${E_PATH[i]} == "$1" && ${E_OLD[i]} == "$bare" ]]; then
      printf '%s%s' "${E_NEW[i]}" "${2#"$bare"}"
      return
    fi
  done
  printf '%s' "$2"
}

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
    [[ $old -eq ${E_COUNT[i]} || ($old -eq 0 && $new -ge ${E_COUNT[i]}) ]] ||
      refuse compare "$path holds $old lines where ${E_COUNT[i]} are to be exchanged: capture the host again, and build again"
  done
}

# S_ what each wanted path is now: same, new, different, drift, or missing (a copy that did not come along).
S_STATE=()

compare() {
  local i
  S_STATE=()
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    case ${W_KIND[i]} in
      file) S_STATE+=("$(state_of_file "$i")") ;;
      link) S_STATE+=("$(state_of_link "$i")") ;;
      directory) S_STATE+=("$(state_of_directory "$i")") ;;
      remove) S_STATE+=("$(state_of_removal "$i")") ;;
    esac
    # The subshell cannot end this program itself.
    [[ -n ${S_STATE[i]} ]] || exit "$REFUSED"
  done
}

state_of_file() {
  local i=$1 path=${W_PATH[$1]} disk wanted
  disk=$(digest_of "$path")
  if [[ ${W_FROM[i]} == edited ]]; then
    [[ $disk != absent ]] || refuse compare "$path is to be edited and is not there" >&2
    prove_edits "$path" "$path" >&2
    wanted=$(content_of "$i" | digest_of_input)
  elif has_source "$i"; then
    if has_edits "$path"; then prove_edits "$path" "$(source_of "$i")" >&2; fi
    wanted=$(content_of "$i" | digest_of_input)
  else
    is_right_without_copy "$i" "$disk" && printf same || printf missing
    return
  fi
  if [[ $disk == "$wanted" ]]; then
    if has_right_mode "$i"; then printf same; else printf different; fi
  elif [[ $disk == absent ]]; then
    if [[ -e $path || -L $path ]]; then printf drift; else printf new; fi
  elif is_expected "$i" "$disk"; then
    printf different
  else
    printf drift
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
  local i=$1 mode owner
  [[ ${W_MODE[i]} != - ]] || return 0
  read -r mode owner < <(stat -c '%a %U:%G' -- "${W_PATH[i]}") || return 1
  [[ $((8#$mode)) -eq $((8#${W_MODE[i]})) && $owner == "${W_OWNER[i]}" ]]
}

# What may be overwritten without asking: what we put there last, what was captured, and what a distribution has put there. Everything else
# is somebody's work.
is_expected() {
  local i=$1 disk=$2 last
  last=$(last_delivered "${W_PATH[i]}")
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

state_of_link() {
  local path=${W_PATH[$1]}
  if [[ -L $path && $(readlink -- "$path") == "${W_TARGET[$1]}" ]]; then
    printf same
  elif [[ -L $path || ! -e $path ]]; then
    printf new
  else
    printf drift
  fi
}

# A folder that is there keeps its mode: others may have reasons for it.
state_of_directory() {
  if [[ -d ${W_PATH[$1]} ]]; then
    printf same
  elif [[ -e ${W_PATH[$1]} ]]; then
    printf drift
  else
    printf new
  fi
}

state_of_removal() {
  if [[ $(digest_of "${W_PATH[$1]}") == "${W_SUM[$1]}" ]]; then printf different; else printf same; fi
}

is_changed() { [[ ${S_STATE[$1]} != same ]]; }

changed_count() {
  local i count=0
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then count=$((count + 1)); fi
  done
  printf '%s' "$count"
}

# A difference for a person; of a secret only that there is one.
show_difference() {
  local i=$1 path=${W_PATH[$1]}
  case ${W_KIND[i]}-${W_CLASS[i]} in
    file-secret | file-kept) say plan "${S_STATE[i]}" "$path (its content is not shown)" ;;
    file-edited-in-place) show_edits "$i" ;;
    file-*)
      say plan "${S_STATE[i]}" "$path"
      if has_source "$i" && is_text "$(source_of "$i")"; then
        show "$(diff -u --label "$path (now)" --label "$path (wanted)" <(cat -- "$path" 2>/dev/null) <(content_of "$i") || :)"
      fi
      ;;
    link-*) say plan "${S_STATE[i]}" "$path -> ${W_TARGET[i]}" ;;
    remove-*) say plan remove "$path: it is a copy of the source's own identity; a backup is kept" ;;
    *) say plan "${S_STATE[i]}" "$path" ;;
  esac
}

is_text() { [[ $(wc -c <"$1") -eq $(tr -d '\000' <"$1" | wc -c) ]]; }

# Around the lines that change stand secrets: only these lines are shown.
show_edits() {
  local i=$1 e
  say plan "${S_STATE[i]}" "${W_PATH[i]}"
  for ((e = 0; e < ${#E_PATH[@]}; e++)); do
    if [[ ${E_PATH[e]} == "${W_PATH[i]}" ]]; then show "-${E_OLD[e]}" "+${E_NEW[e]}"; fi
  done
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
  local i to
  STAGE=$STATE/stage
  rm -rf -- "$STAGE"
  mkdir -p "$STAGE"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i" || [[ ${W_KIND[i]} != file ]]; then continue; fi
    to=$STAGE${W_PATH[i]}
    if ! { mkdir -p "${to%/*}" && content_of "$i" >"$to" && sync_file "$to"; }; then
      refuse stage "${W_PATH[i]} cannot be written below $STATE: is the disk full?"
    fi
    if [[ ${W_SUM[i]} != - ]] && ! has_edits "${W_PATH[i]}" && [[ $(digest_of "$to") != "${W_SUM[i]}" ]]; then
      refuse stage "${W_PATH[i]} did not arrive as it was sent: bring it here again"
    fi
    W_SUM[i]=$(digest_of "$to")
    prove_writable "${W_PATH[i]}"
  done
}

# A file system that is read-only refuses here, and not half way.
prove_writable() {
  local folder=${1%/*}
  while [[ ! -d ${folder:-/} ]]; do folder=${folder%/*}; done
  [[ -w ${folder:-/} ]] || refuse stage "${folder:-/} cannot be written: is it on a read-only file system?"
}

# Older coreutils know no sync of one file; they sync everything, which is as good and slower.
sync_file() { sync -- "$1" 2>/dev/null || sync; }

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
  : >"$fresh/delivered.before" || return 1
  if [[ -f $DELIVERED ]]; then cp -p -- "$DELIVERED" "$fresh/delivered.before" || return 1; fi
  printf 'begun\n' >"$fresh/state" && cp -- "$ENGINE" "$ENGINE_COPY.new" && mv -T -- "$ENGINE_COPY.new" "$ENGINE_COPY" || return 1
  sync_state && mv -T -- "$fresh" "$JOURNAL" && sync_state
}

# A line a change: its number, what was there (file, link, directory, absent), mode, owner, the digest afterwards, the path; then, for a
# link, its target. The number names the copy of a file.
keep_before() {
  local fresh=$1 i=$2 path=${W_PATH[$2]} was=absent mode=- owner=- target=-
  if [[ -L $path ]]; then
    was=link target=$(readlink -- "$path")
  elif [[ -d $path ]]; then
    was=directory
  elif [[ -e $path ]]; then
    was='file'
    cp -p -- "$path" "$fresh/before/$i" || return 1
  fi
  if [[ $was == file || $was == directory ]]; then read -r mode owner < <(stat -c '%a %U:%G' -- "$path"); fi
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$i" "$was" "$mode" "$owner" "$(after_of "$i")" "$path" "$target" >>"$fresh/changes"
}

after_of() {
  case ${W_KIND[$1]} in
    file) printf '%s' "${W_SUM[$1]}" ;;
    remove) printf absent ;;
    *) printf '%s' "${W_KIND[$1]}" ;;
  esac
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
  printf '%s\n' "$1" >"$JOURNAL/state.new"
  sync_file "$JOURNAL/state.new"
  mv -T -- "$JOURNAL/state.new" "$JOURNAL/state"
  sync_file "$JOURNAL"
}

journal_state() { if [[ -f $JOURNAL/state ]]; then cat "$JOURNAL/state"; else printf none; fi; }

# A dead man's hand: what nobody confirms in time goes back by itself, also after a reboot.
arm() {
  local seconds=$1
  disarm
  systemd-run --unit="$REVERT_TIMER" --on-active="$seconds" --timer-property=AccuracySec=1s /bin/bash "$ENGINE_COPY" recover --host "$HOST" >/dev/null 2>&1 9>&- || return 1
  write_recover_unit
}

write_recover_unit() {
  local text
  text="[Unit]
Description=Put back a delivery of haplane that nobody confirmed
ConditionPathExists=$JOURNAL/state
After=local-fs.target
Before=multi-user.target ${SCOPE[*]-}

[Service]
Type=oneshot
ExecStart=/bin/bash $ENGINE_COPY recover --boot --host $HOST

[Install]
WantedBy=multi-user.target"
  if [[ -f $RECOVER_UNIT && $(cat "$RECOVER_UNIT") == "$text" && $(boot_state "${RECOVER_UNIT##*/}") == enabled ]]; then return 0; fi
  printf '%s\n' "$text" >"$RECOVER_UNIT.new" && chmod 644 "$RECOVER_UNIT.new" && sync_file "$RECOVER_UNIT.new" &&
    mv -T -- "$RECOVER_UNIT.new" "$RECOVER_UNIT" && systemctl daemon-reload &&
    systemctl enable --quiet "${RECOVER_UNIT##*/}" 2>/dev/null && sync_file "${RECOVER_UNIT%/*}"
}

disarm() {
  systemctl stop "$REVERT_TIMER.timer" 2>/dev/null || :
  systemctl reset-failed "$REVERT_TIMER.timer" "$REVERT_TIMER.service" 2>/dev/null || :
}

# --- Each file at once and whole ------------------------------------------------------------------------------------------------------

readonly TEMPORARY=.haplane-new OLD_NAME=.haplane-old

beside() { printf '%s/%s-%s' "${1%/*}" "$2" "${1##*/}"; }

# Mode, owner and label are right before the first byte of the content is there, and the name is exchanged in one step.
put_file() {
  local from=$1 path=$2 mode=$3 owner=$4 sum=$5 temporary
  temporary=$(beside "$path" "$TEMPORARY")
  rm -f -- "$temporary"
  : >"$temporary" || return 1
  if [[ $mode == - ]]; then
    chown --reference="$path" -- "$temporary" && chmod --reference="$path" -- "$temporary" || return 1
  else
    chown -- "$owner" "$temporary" && chmod -- "$mode" "$temporary" || return 1
  fi
  label "$temporary" "$path"
  cat -- "$from" >"$temporary" && sync_file "$temporary" || return 1
  [[ $sum == - || $(digest_of "$temporary") == "$sum" ]] || return 1
  mv -T -- "$temporary" "$path" && sync_file "${path%/*}"
}

# SELinux, where it is on, decides by the label whether a service may read a file.
label() {
  command -v selinuxenabled >/dev/null && selinuxenabled || return 0
  if [[ -e $2 ]]; then chcon --reference="$2" -- "$1"; else chcon -- "$(matchpathcon -n "$2")" "$1"; fi || :
}

# The old file keeps a second name until the delivery is confirmed: to go back needs no room on the disk.
keep_old_name() {
  local old
  old=$(beside "$1" "$OLD_NAME")
  if [[ -f $1 && ! -L $1 ]]; then ln -f -- "$1" "$old" 2>/dev/null || :; fi
}

swap() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i"; then continue; fi
    swap_one "$i" || {
      say swap failed "${W_PATH[i]}"
      return 1
    }
    say swap changed "${W_PATH[i]}"
  done
}

swap_one() {
  local i=$1 path=${W_PATH[$1]} folder=${W_PATH[$1]%/*}
  case ${W_KIND[i]} in
    directory) make_folder "$path" && chown -- "${W_OWNER[i]}" "$path" && chmod -- "${W_MODE[i]}" "$path" && sync_file "$folder" ;;
    link) make_folder "$folder" && put_link "${W_TARGET[i]}" "$path" ;;
    remove) keep_old_name "$path" && rm -f -- "$path" && sync_file "$folder" ;;
    file) make_folder "$folder" && keep_old_name "$path" && put_file "$STAGE$path" "$path" "${W_MODE[i]}" "${W_OWNER[i]}" "${W_SUM[i]}" ;;
  esac
}

# A folder on the way that no plan knows is like any other of the system, not like what this program keeps for itself.
make_folder() { (umask 022 && mkdir -p -- "$1"); }

put_link() {
  local temporary
  temporary=$(beside "$2" "$TEMPORARY")
  ln -sfn -- "$1" "$temporary" && mv -T -- "$temporary" "$2" && sync_file "${2%/*}"
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
      if [[ -f $old ]]; then
        mv -T -- "$old" "$path" && chown -- "$owner" "$path" && chmod -- "$mode" "$path" && sync_file "${path%/*}"
      elif ! cmp -s -- "$JOURNAL/before/$number" "$path" || ! has_mode "$path" "$mode" "$owner"; then
        put_file "$JOURNAL/before/$number" "$path" "$mode" "$owner" -
      fi
      ;;
    link) put_link "$target" "$path" ;;
    directory) ;;
    absent) if [[ -d $path && ! -L $path ]]; then rmdir -- "$path" 2>/dev/null || :; else rm -f -- "$path"; fi ;;
  esac
}

has_mode() {
  local mode owner
  read -r mode owner < <(stat -c '%a %U:%G' -- "$1") && [[ $((8#$mode)) -eq $((8#$2)) && $owner == "$3" ]]
}

drop_old_names() {
  local number was mode owner after path target
  while IFS=$'\t' read -r number was mode owner after path target; do
    rm -f -- "$(beside "$path" "$OLD_NAME")" "$(beside "$path" "$TEMPORARY")"
  done <"$1/changes"
}

# --- Services -------------------------------------------------------------------------------------------------------------------------

# The units that this run looks after.
SCOPE=()

choose_units() {
  local i
  SCOPE=()
  for ((i = 0; i < ${#UNITS[@]}; i++)); do
    if in_scope "${UNIT_GROUPS[i]}" && is_asked_for "${UNITS[i]}"; then SCOPE+=("${UNITS[i]}"); fi
  done
}

is_asked_for() {
  case ,$UNITS_ASKED, in
    ,,) return 0 ;;
    *",$1,"*) return 0 ;;
    *) return 1 ;;
  esac
}

property() { systemctl show -p "$2" -- "$1" 2>/dev/null | cut -d= -f2-; }

run_state() { if [[ $(property "$1" ActiveState) =~ ^(active|activating|reloading)$ ]]; then printf running; else printf stopped; fi; }

boot_state() { if systemctl is-enabled --quiet -- "$1" 2>/dev/null; then printf enabled; else printf disabled; fi; }

# What the unit's service reads: a line a file, with what it does when that changes, and the digest.
inputs_of() {
  local i sum
  for ((i = 0; i < ${#L_UNIT[@]}; i++)); do
    if [[ ${L_UNIT[i]} != "$1" ]]; then continue; fi
    sum=absent
    if [[ -f ${L_PATH[i]} ]]; then sum=$(digest_of_input <"${L_PATH[i]}"); fi
    printf '%s %s %s\n' "${L_ACTION[i]}" "${L_PATH[i]}" "$sum"
  done
}

# What the running process is: another process, or another start, has another one.
incarnation_of() { printf '%s/%s' "$(property "$1" MainPID)" "$(property "$1" ExecMainStartTimestampMonotonic)"; }

# What the running process has read.
stamp() {
  mkdir -p "$LOADED"
  { incarnation_of "$1" && printf '\n' && inputs_of "$1"; } >"$LOADED/$1"
}

# start, restart, reload or none: by what the running process has read and what is on the disk, and never by what this run has changed.
need_of() {
  local unit=$1 incarnation='' known='' line
  if [[ $(run_state "$unit") == stopped ]]; then
    printf start
    return
  fi
  if [[ -f $LOADED/$unit ]]; then
    known=$'\n'$(cat "$LOADED/$unit")$'\n'
    read -r incarnation <"$LOADED/$unit"
  fi
  if [[ $incarnation == "$(incarnation_of "$unit")" ]]; then
    while IFS= read -r line; do
      if [[ $known != *$'\n'"$line"$'\n'* ]]; then printf '%s\n' "$line"; fi
    done < <(inputs_of "$unit") | strongest_action
  else
    inputs_of "$unit" | newer_than "$(start_of "$unit")" | strongest_action
  fi
}

strongest_action() {
  local action rest strongest=none
  while read -r action rest; do
    if [[ $action == restart || $strongest == none ]]; then strongest=$action; fi
  done
  printf '%s' "$strongest"
}

start_of() { date -d "$(property "$1" ExecMainStartTimestamp)" +%s 2>/dev/null || printf 0; }

# Somebody else started this process: what has changed since then, or in the same second, it may not have read.
newer_than() {
  local action path sum
  while read -r action path sum; do
    if [[ -e $path && $(stat -L -c %Z -- "$path") -ge $1 ]]; then printf '%s %s %s\n' "$action" "$path" "$sum"; fi
  done
}

units_changed() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && [[ ${W_PATH[i]} == */systemd/system/* ]]; then return 0; fi
  done
  return 1
}

service_needs() {
  local unit need
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    need=$(need_of "$unit")
    if [[ $need != none || $(boot_state "$unit") == disabled ]]; then printf '%s %s\n' "$unit" "$need"; fi
  done
}

# How a unit is to run: as always but in a rollback, which knows how it ran before.
STOPPED=() NOT_AT_BOOT=()

is_in() {
  local wanted=$1 item
  shift
  for item in "$@"; do
    [[ $item == "$wanted" ]] && return 0
  done
  return 1
}

bring_up() {
  local unit need
  if units_changed; then systemctl daemon-reload; fi
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    set_boot "$unit" || return 1
    if is_in "$unit" "${STOPPED[@]+"${STOPPED[@]}"}"; then
      timeout 150 systemctl stop -- "$unit" 9>&- || return 1
      continue
    fi
    need=$(need_of "$unit")
    if [[ $need == none ]]; then continue; fi
    act_on "$unit" "$need" || return 1
  done
}

set_boot() {
  local wanted=enabled
  if is_in "$1" "${NOT_AT_BOOT[@]+"${NOT_AT_BOOT[@]}"}"; then wanted=disabled; fi
  if [[ $(boot_state "$1") == "$wanted" ]]; then return; fi
  systemctl "${wanted%d}" --quiet -- "$1" 2>/dev/null || return 1
  say service "$wanted" "$1"
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
      if [[ $SECONDS -ge $deadline || $(property "$unit" ActiveState) == failed ]]; then
        say health failed "$unit: $(property "$unit" ActiveState); the last lines of it: journalctl -u $unit -n 20"
        return 1
      fi
      sleep 1
    done
    say health ok "$unit"
  done
}

# Units as they ran before, by the journal: what was stopped stops, what ran runs with the old files.
restore_units() {
  local unit ran boot failed=0
  systemctl daemon-reload || :
  while IFS=$'\t' read -r unit ran boot; do
    if [[ $boot == disabled ]]; then systemctl disable --quiet -- "$unit" 2>/dev/null || :; fi
    systemctl reset-failed -- "$unit" 2>/dev/null || :
    if [[ $ran == stopped ]]; then
      timeout 150 systemctl ${AT_BOOT:+--no-block} stop -- "$unit" 9>&- 2>/dev/null || :
    elif [[ -z $AT_BOOT ]]; then
      restore_running "$unit" || failed=1
    fi
  done <"$JOURNAL/units"
  return "$failed"
}

restore_running() {
  local need
  need=$(need_of "$1")
  [[ $need == none ]] && return
  act_on "$1" "$need" || {
    say revert failed "$1 does not run with its old files: systemctl status $1"
    return 1
  }
}

# --- Deliveries -----------------------------------------------------------------------------------------------------------------------

# Everything is written down before the first file is touched; what goes wrong after that is put back.
deliver() {
  local kind=$1
  mkdir -p "$STATE" || refuse stage "$STATE cannot be made"
  stage
  validate
  say validate ok
  write_journal "$kind" || refuse journal "what was there before could not be written down: is the disk full?"
  arm "$((CONFIRM_WITHIN + SECONDS_OF_A_GATE + 60))" || refuse_after_journal "systemd-run could not arm the timer that puts back what nobody confirms"
  set_state swapping
  if swap && bring_up && check_health; then
    finish_swap
  else
    put_back
  fi
}

refuse_after_journal() {
  rm -rf -- "$JOURNAL"
  refuse journal "$1"
}

finish_swap() {
  set_state delivered
  rm -rf -- "$STAGE"
  arm "$CONFIRM_WITHIN" || :
  say deliver ok "$(wc -l <"$JOURNAL/changes") changes; what nobody confirms within $CONFIRM_WITHIN s is put back: host-engine.sh confirm"
}

put_back() {
  if revert; then
    say deliver "put back" "everything is as it was before"
    exit "$PUT_BACK"
  fi
  say deliver failed "not everything could be put back: see the lines above, and $JOURNAL.failed"
  exit "$NEEDS_A_PERSON"
}

# True where everything is as it was. The journal goes last, so that an interrupted way back is begun again.
revert() {
  local failed=0
  rm -rf -- "$STATE/stage"
  unswap || failed=1
  restore_units || failed=1
  disarm
  if [[ $failed -eq 0 ]]; then
    rm -rf -- "$JOURNAL"
  else
    rm -rf -- "$JOURNAL.failed"
    mv -T -- "$JOURNAL" "$JOURNAL.failed"
  fi
  sync_state
  return "$failed"
}

# What another run left: nothing was touched yet, or it is put back.
recover() {
  case $(journal_state) in
    none) rm -rf -- "$JOURNAL" "$JOURNAL.new" ;;
    begun)
      rm -rf -- "$JOURNAL"
      disarm
      say recover ok "a delivery was interrupted before it changed anything"
      ;;
    kept) keep_delivery ;;
    *)
      if revert; then
        say recover "put back" "a delivery was interrupted or not confirmed"
      else
        say recover failed "see the lines above, and $JOURNAL.failed"
        exit "$NEEDS_A_PERSON"
      fi
      ;;
  esac
}

command_plan() {
  local i changes unit need
  compare
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then show_difference "$i"; fi
  done
  while read -r unit need; do say plan "$(planned "$need")" "$unit"; done < <(planned_needs)
  changes=$(changed_count)
  if [[ $changes -eq 0 && -z $(service_needs) ]]; then
    say plan same "nothing to do"
    return 0
  fi
  say plan different "$changes files"
  return "$DIFFERENT"
}

planned() {
  case $1 in
    none) printf 'enable' ;;
    *) printf '%s' "$1" ;;
  esac
}

# What the services will need once the files are there.
planned_needs() {
  local unit need i action
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    need=$(need_of "$unit")
    for ((i = 0; i < ${#L_UNIT[@]}; i++)); do
      if [[ ${L_UNIT[i]} == "$unit" && $need != start && $need != restart ]] && will_change "${L_PATH[i]}"; then need=${L_ACTION[i]}; fi
    done
    action=$need
    if [[ $action != none || $(boot_state "$unit") == disabled ]]; then printf '%s %s\n' "$unit" "$action"; fi
  done
}

will_change() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_PATH[i]} == "$1" ]] && is_changed "$i"; then return 0; fi
  done
  return 1
}

command_apply() {
  recover
  compare
  refuse_drift
  if [[ $(changed_count) -eq 0 && -z $(service_needs) ]]; then
    say apply same "nothing to do"
    return
  fi
  deliver apply
}

# A person, or another program, has reached the host over a new connection: the delivery stays.
command_confirm() {
  case $(journal_state) in
    delivered | kept) ;;
    none)
      say confirm same "nothing waits for it"
      return
      ;;
    *) refuse confirm "the delivery is not finished: $(journal_state)" ;;
  esac
  set_state kept
  keep_delivery
  # The copies hold the source's secrets, and have done what they came for.
  rm -rf -- "$DIR/copied"
  say confirm ok "kept as $(newest)"
}

# What was put back by a rollback is no delivery of its own; what was delivered is kept with what was there before.
keep_delivery() {
  local next
  disarm
  drop_old_names "$JOURNAL"
  if [[ $(cat "$JOURNAL/kind") == apply ]]; then
    write_delivered || :
    mkdir -p "$HISTORY"
    next=$(printf '%04d' "$((10#$(newest) + 1))")
    mv -T -- "$JOURNAL" "$HISTORY/$next" || rm -rf -- "$JOURNAL"
    prune
  else
    forget_undone "$(cat "$JOURNAL/kind")"
    rm -rf -- "$JOURNAL"
  fi
  sync_state
}

newest() {
  local entry last=0000
  for entry in "$HISTORY"/[0-9]*; do
    if [[ -d $entry ]]; then last=${entry##*/}; fi
  done
  printf '%s' "$last"
}

# The digests of everything that was ever delivered, with those of this delivery.
write_delivered() {
  local number was mode owner after path target fresh=$DELIVERED.new
  cp -- "$JOURNAL/delivered.before" "$fresh" || return 1
  while IFS=$'\t' read -r number was mode owner after path target; do
    without_path "$path" "$fresh"
    if [[ $after =~ ^[0-9a-f]{64}$ ]]; then printf '%s %s\n' "$after" "$path" >>"$fresh"; fi
  done <"$JOURNAL/changes"
  sync_file "$fresh"
  mv -T -- "$fresh" "$DELIVERED"
}

without_path() {
  local sum path kept=''
  while read -r sum path; do
    if [[ $path != "$1" ]]; then kept+="$sum $path"$'\n'; fi
  done <"$2"
  printf '%s' "$kept" >"$2"
}

prune() {
  local entries=("$HISTORY"/[0-9]*) i
  for ((i = 0; i < ${#entries[@]} - KEPT; i++)); do rm -rf -- "${entries[i]}"; done
}

# kind is "rollback ID": everything after that delivery is undone.
forget_undone() {
  local base=${1#rollback } entry first=''
  for entry in "$HISTORY"/[0-9]*; do
    if [[ -d $entry && $((10#${entry##*/})) -gt $((10#$base)) ]]; then
      if [[ -z $first ]]; then
        first=$entry
        cp -- "$entry/delivered.before" "$DELIVERED"
      fi
      rm -rf -- "$entry"
    fi
  done
}

command_rollback() {
  local base=$ROLLBACK_TO
  recover
  [[ $(newest) != 0000 ]] || refuse rollback "no delivery is kept here"
  base=${base:-$(printf '%04d' "$((10#$(newest) - 1))")}
  [[ $base =~ ^[0-9]{1,6}$ && $((10#$base)) -lt $((10#$(newest))) ]] || refuse rollback "there is nothing after delivery $base; see status"
  want_before "$base"
  compare
  refuse_drift
  deliver "rollback $base"
}

# Wanted is what was there before the deliveries that are undone: of two that changed one path, the older one knows.
want_before() {
  local base=$1 entry number was mode owner after path target i
  W_KIND=() W_CLASS=() W_PATH=() W_MODE=() W_OWNER=() W_SUM=() W_BEFORE=() W_TARGET=() W_FROM=()
  E_PATH=() E_COUNT=() E_OLD=() E_NEW=()
  SCOPE=() STOPPED=() NOT_AT_BOOT=()
  for entry in "$HISTORY"/[0-9]*; do
    if [[ ! -d $entry || $((10#${entry##*/})) -le $((10#$base)) ]]; then continue; fi
    while IFS=$'\t' read -r number was mode owner after path target; do
      if is_wanted "$path"; then continue; fi
      case $was in
        file) want file kept "$path" "$mode" "$owner" "$(digest_of "$entry/before/$number")" any - "$entry/before/$number" ;;
        link) want link kept "$path" - - - any "$target" - ;;
        directory) ;;
        absent) if [[ -d $path && ! -L $path ]]; then :; else want remove kept "$path" - - "$(digest_of "$path")" any - -; fi ;;
      esac
    done <"$entry/changes"
    scope_of "$entry/units"
  done
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

command_status() {
  local i unit differs=0
  say status delivered "$(newest)"
  if [[ $(journal_state) != none ]]; then
    say status pending "$(journal_state): host-engine.sh confirm, or recover"
    differs=1
  fi
  compare
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then
      say status "${S_STATE[i]}" "${W_PATH[i]}"
      differs=1
    fi
  done
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    say status "$(run_state "$unit"), $(boot_state "$unit")" "$unit $(loaded_state "$unit")"
    if [[ $(need_of "$unit") != none ]]; then differs=1; fi
  done
  if [[ $differs -eq 1 ]]; then return "$DIFFERENT"; fi
  say status same
}

loaded_state() {
  case $(need_of "$1") in
    none) printf 'with the files on the disk' ;;
    start) printf 'not running' ;;
    *) printf 'with older files than those on the disk' ;;
  esac
}

# Secrets and programs go from the source to a new master through a pipe; nobody on the way keeps them.
command_send() { tar -C / --no-recursion -cf - -T <(relative_paths); }

relative_paths() {
  local path
  while IFS= read -r path; do
    if is_path "$path"; then printf './%s\n' "${path#/}"; else printf 'host-engine.sh: "%s" is not a path that a plan can hold\n' "$path" >&2; fi
  done
}

command_receive() {
  local i count=0
  rm -rf -- "$DIR/copied"
  mkdir -p "$DIR/copied"
  tar -C "$DIR/copied" --no-same-owner -xf - || refuse receive "the archive is not whole"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_FROM[i]} != copied ]]; then continue; fi
    [[ ${W_SUM[i]} == - || $(digest_of "$DIR/copied${W_PATH[i]}") == "${W_SUM[i]}" ]] ||
      refuse receive "${W_PATH[i]} is not what the source had when it was captured: capture it again, and build again"
    count=$((count + 1))
  done
  say receive ok "$count files"
}

# --- Main -----------------------------------------------------------------------------------------------------------------------------

ENGINE=$(readlink -f -- "${BASH_SOURCE[0]}")
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
      [[ $2 =~ ^(control-plane|node|load-balancer)$ ]] || misuse "there is no group $2"
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
    plan | apply | confirm | status | rollback | send | receive | recover) shift ;;
    *) misuse "there is no command $command" ;;
  esac
  read_options "$@"
  case $command in
    send) command_send ;;
    recover)
      # It stands by itself: what has to be put back, and who runs with what, is all in the journal and the stamps.
      take_lock 300
      load_kept_plan
      recover
      ;;
    *)
      DIR=${DIR:-$(dirname -- "$(dirname -- "$ENGINE")")}
      find_plan
      lock_for "$command"
      load_plan
      "command_$command"
      ;;
  esac
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
