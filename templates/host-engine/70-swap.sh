
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
