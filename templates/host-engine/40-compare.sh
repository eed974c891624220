
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

