
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
