
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
