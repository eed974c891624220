
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
