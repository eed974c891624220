
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

