
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
  rm -f -- "$old" || return 1
  if [[ -f $1 && ! -L $1 ]]; then ln -f -- "$1" "$old" 2>/dev/null || :; fi
}

swap() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i"; then continue; fi
    { is_uninterrupted && swap_one "$i"; } || {
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
    # A folder holds the old names until the end.
    remove) if [[ ${W_SUM[i]} != directory ]]; then keep_old_name "$path" && rm -f -- "$path" && sync_file "$folder"; fi ;;
    file) make_folder "$folder" && keep_old_name "$path" && put_file "$STAGE$path" "$path" "${W_MODE[i]}" "${W_OWNER[i]}" "${W_SUM[i]}" ;;
  esac
}

# A folder that holds something of somebody else by now stays.
remove_folder() {
  [[ -d $1 && -z $(ls -A -- "$1") ]] || return 0
  rmdir -- "$1"
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
      if [[ -f $old ]] && cmp -s -- "$JOURNAL/before/$number" "$old"; then
        mv -T -- "$old" "$path" && chown -- "$owner" "$path" && chmod -- "$mode" "$path" && sync_file "${path%/*}"
      else
        { is_as_before "$number" "$path" "$mode" "$owner" || put_file "$JOURNAL/before/$number" "$path" "$mode" "$owner" -; } && rm -f -- "$old"
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
  local number was mode owner after path target
  while IFS=$'\t' read -r number was mode owner after path target; do
    rm -f -- "$(beside "$path" "$OLD_NAME")" "$(beside "$path" "$TEMPORARY")" || return 1
    if [[ $was == directory && $after == absent ]]; then remove_folder "$path" || return 1; fi
  done <"$1/changes"
}
