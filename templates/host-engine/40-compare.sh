
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
          after[$path]=$(digest_of "$path")
        fi
        ;;
      link) after[$path]=link:${W_TARGET[i]} ;;
      remove) unset "after[$path]" ;;
    esac
  done
  [[ ${#after[@]} -eq 0 ]] || for path in "${!after[@]}"; do printf '%s %s\n' "${after[$path]}" "$path"; done | sort -k 2
}

source_of() {
  case ${W_FROM[$1]} in
    placed) printf '%s' "$DIR/hosts/$HOST${W_PATH[$1]}" ;;
    copied) printf '%s' "$COPIED${W_PATH[$1]}" ;;
    edited | edited-if-there) printf '%s' "${W_PATH[$1]}" ;;
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
  local i
  load_delivered
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
  if [[ ${W_FROM[i]} == edited-if-there && $disk == absent ]]; then printf same && return; fi
  if [[ ${W_FROM[i]} == edited* ]]; then
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
    state_of_another_kind "$path"
  elif is_expected "$i" "$disk"; then
    printf different
  else
    printf drift
  fi
}

# There is no file: nothing, or what this program has put there itself, or somebody's work.
state_of_another_kind() {
  if [[ ! -e $1 && ! -L $1 ]]; then
    printf new
  elif [[ ${LAST[$1]-} == "$(record_of "$1")" ]]; then
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
  local i=$1 mode names numbers
  [[ ${W_MODE[i]} != - ]] || return 0
  read -r mode names numbers < <(stat -c '%a %U:%G %u:%g' -- "${W_PATH[i]}") || return 1
  [[ $((8#$mode)) -eq $((8#${W_MODE[i]})) && (${W_OWNER[i]} == "$names" || ${W_OWNER[i]} == "$numbers") ]]
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

state_of_link() {
  local path=${W_PATH[$1]} disk last=${LAST[${W_PATH[$1]}]-}
  disk=$(record_of "$path")
  if [[ $disk == "link:${W_TARGET[$1]}" ]]; then
    printf same
  elif [[ $disk == link:* && -z $last ]]; then
    printf different
  else
    state_of_another_kind "$path"
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

# What an earlier copy left here goes only while it is that copy; what a rollback or a leaving host takes away and somebody has changed is
# drift.
state_of_removal() {
  local path=${W_PATH[$1]} sum=${W_SUM[$1]} disk
  disk=$(record_of "$path")
  if [[ $sum == directory ]]; then
    if [[ -d $path ]] && will_be_empty "$path"; then printf different; else printf same; fi
  elif [[ $disk == "$sum" || ($sum == - && $disk == "${LAST[$path]-absent}" && $disk != absent) ]]; then
    printf different
  elif [[ ${W_CLASS[$1]} =~ ^(kept|leftover)$ && $disk != absent ]]; then
    printf drift
  else
    printf same
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

