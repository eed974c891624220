
# --- The exchange of files ----------------------------------------------------------------------------------------------------------------

# Files are exchanged in a private folder: only root can enter it, only root can change its parent, and it is on the same mount. So no other
# account can interfere. Its name is random and is recorded in the journal. It contains new-N, the new file or link of change N, and old-N,
# a second name of the old file.
PRIVATE_NAME='' PRIVATE_TIME=''

choose_private_name() {
  local word
  word=$(od -An -N12 -tx1 /dev/urandom) || return 1
  PRIVATE_NAME=.haplane-${word//[^0-9a-f]/}
  PRIVATE_TIME=$(date -u +%Y%m%dT%H%M%SZ)
}

# Sets PRIVATE, the folder in which a file is exchanged.
PRIVATE=''

private_of() {
  local folder=${1%/*}
  PRIVATE=${WAY_SAFE[${folder:-/}]%/}/$PRIVATE_NAME
}

make_private() { [[ -d $1 ]] || mkdir -m 700 -- "$1"; }

is_private() { [[ $1 =~ /\.haplane-[0-9a-f]{24}$ ]]; }

# Makes the new file in the private folder with all attributes of the old one, then sets the wanted mode and owner. A write or a chown drops
# capabilities, so attributes come last. A restored file has its own attributes.
write_new() {
  local i=$1 new=$2 old=$3
  find_content "$i"
  if [[ ${W_CLASS[i]} == kept && $CONTENT != "$STATE/earlier/"* ]]; then old=$CONTENT; fi
  if [[ ! -f $old || -L $old ]]; then
    install -m "${W_MODE[i]}" -o "${W_OWNER[i]%:*}" -g "${W_OWNER[i]#*:}" -- "$STAGE${W_PATH[i]}" "$new" && label "$new" "${W_PATH[i]}"
    return
  fi
  cp -- "$STAGE${W_PATH[i]}" "$new" && cp --attributes-only --preserve=mode,ownership,xattr -- "$old" "$new" || return 1
  if [[ $old != "$CONTENT" ]] && ! has_right_mode "$i"; then
    chown -h -- "${W_OWNER[i]}" "$new" && chmod -- "${W_MODE[i]}" "$new" && cp --attributes-only --preserve=xattr -- "$old" "$new" || return 1
  fi
  label "$new" "${W_PATH[i]}"
}

# With SELinux, the label decides whether a service may read a file.
label() {
  command -v selinuxenabled >/dev/null && selinuxenabled || return 0
  if [[ -e $2 ]]; then chcon --reference="$2" -- "$1"; else chcon -- "$(matchpathcon -n "$2")" "$1"; fi || :
}

# The old file keeps a second name until the confirm: a rollback must not need room on the disk.
keep_old_name() {
  if [[ -f $1 && ! -L $1 ]]; then ln -P -- "$1" "$2" 2>/dev/null || :; fi
}

# All new files are on the disk, next to the old ones, before the first name is exchanged.
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
      say swap failed - "${W_PATH[i]}"
      return 1
    }
  done
}

prepare() {
  local i=$1 path=${W_PATH[$1]} folder=${W_PATH[$1]%/*} private there
  private_of "$path"
  private=$PRIVATE
  make_folder "$folder" && enter "$folder" && make_private "$private" || return 1
  there=$HERE/${path##*/}
  case ${W_KIND[i]} in
    directory) put_folder "$private/new-$i" "$there" "$i" || return 1 ;;
    # A removed folder has no old name: its content is removed first.
    remove) [[ ${W_SUM[i]} == directory ]] || keep_old_name "$there" "$private/old-$i" ;;
    file)
      keep_old_name "$there" "$private/old-$i"
      if [[ -f $private/old-$i ]]; then there=$private/old-$i; fi
      write_new "$i" "$private/new-$i" "$there" || return 1
      ;;
  esac
  cd /
}

put_folder() {
  rebuild_folder "$1" "$2" "${W_MODE[$3]}" "${W_OWNER[$3]}" "${W_PATH[$3]}" || return 1
  if [[ ${W_OWNER[$3]} =~ ^(root|0):(root|0)$ && $((8#${W_MODE[$3]} & 8#22)) -eq 0 ]]; then return; fi
  foreign_from_now_on "${W_PATH[$3]}"
}

# Once another account owns the folder, it can change the way to everything below it.
foreign_from_now_on() {
  local folder real
  read_way "${1%/*}"
  real=${1%/*}
  real=${WAY_REAL[${real:-/}]%/}/${1##*/}
  for folder in "${!WAY_REAL[@]}"; do
    if [[ ${WAY_REAL[$folder]}/ == "$real"/* ]]; then WAY_FOREIGN[$folder]=${WAY_FOREIGN[$folder]:-$real}; fi
  done
}

prove_prepared() {
  local i sum path
  local -A expected=()
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i" || [[ ${W_KIND[i]} != file ]]; then continue; fi
    private_of "${W_PATH[i]}"
    expected[$PRIVATE/new-$i]=${W_SUM[i]}
  done
  [[ ${#expected[@]} -gt 0 ]] || return 0
  sync_files "${!expected[@]}"
  while read -r sum path; do
    if [[ $sum == "${expected[$path]}" ]]; then unset "expected[$path]"; fi
  done < <(sha256sum -- "${!expected[@]}")
  [[ ${#expected[@]} -eq 0 ]] || {
    say swap failed not-as-meant "wrong content on the disk after the write: ${!expected[*]}"
    return 1
  }
}

put_in_place() {
  local i=$1 path=${W_PATH[$1]} there
  private_of "$path"
  enter "${path%/*}" || return 1
  there=$HERE/${path##*/}
  case ${W_KIND[i]} in
    link) put_link "${W_TARGET[i]}" "$there" "$PRIVATE/new-$i" || return 1 ;;
    remove) [[ ${W_SUM[i]} == directory ]] || rm -f -- "$there" || return 1 ;;
    file) mv -T -- "$PRIVATE/new-$i" "$there" || return 1 ;;
  esac
  cd /
  say swap changed - "$path"
}

# A folder with other files in it stays.
remove_folder() {
  [[ -d $1 && -z $(ls -A -- "$1") ]] || return 0
  rmdir -- "$1"
}

put_link() {
  rm -f -- "$3" && ln -sn -- "$1" "$3" && mv -T -- "$3" "$2"
}

# Undoes every change in the journal; true where all are undone.
undo_changes() {
  local number was mode owner path target private failed=0 ways=()
  while IFS=$'\t' read -r _ _ _ _ _ path _; do ways+=("${path%/*}"); done <"$JOURNAL/changes"
  read_ways "${ways[@]+"${ways[@]}"}"
  choose_aside
  while IFS=$'\t' read -r number was mode owner _ path target private; do
    undo_change "$number" "$was" "$mode" "$owner" "$path" "$target" "$private" || {
      cd /
      say revert failed not-rolled-back "$path could not be restored. Restore it by hand; a file is kept as $ASIDE/before/$number"
      failed=1
    }
    cd /
  done < <(reversed "$JOURNAL/changes")
  sync_touched "$JOURNAL"
  [[ $failed -ne 0 ]] || drop_private "$JOURNAL" || failed=1
  sync_state
  return "$failed"
}

# A folder comes before its content in the journal, so it is removed after it.
reversed() {
  local line lines=() i
  while IFS= read -r line; do lines+=("$line"); done <"$1"
  for ((i = ${#lines[@]} - 1; i >= 0; i--)); do printf '%s\n' "${lines[i]}"; done
}

undo_change() {
  local number=$1 was=$2 mode=$3 owner=$4 path=$5 target=$6 private=$7 there old
  if [[ $was == absent && ! -d ${path%/*}/ ]]; then return; fi
  make_folder "${path%/*}" && enter "${path%/*}" || return 1
  there=$HERE/${path##*/} old=$private/old-$number
  case $was in
    file)
      # Interrupted before the exchange, both names are one file, which mv refuses.
      if [[ $old -ef $there ]]; then rm -f -- "$old"; fi
      if [[ -f $old && ! -L $old ]] && cmp -s -- "$JOURNAL/before/$number" "$old"; then
        mv -T -- "$old" "$there"
      else
        is_as_before "$number" "$there" "$mode" "$owner" || put_image "$number" "$path" "$there" "$private"
      fi
      ;;
    link) make_private "$private" && put_link "$target" "$there" "$private/new-$number" ;;
    directory) [[ -d $there ]] || { make_private "$private" && rebuild_folder "$private/new-$number" "$there" "$mode" "$owner" "$path"; } ;;
    absent) if [[ -d $there && ! -L $there ]]; then remove_folder "$there"; else rm -f -- "$there"; fi ;;
  esac
}

# The copy has all attributes of the old file.
put_image() {
  local number=$1 path=$2 there=$3 private=$4
  make_private "$private" && rm -f -- "$private/new-$number" && keep_image "$JOURNAL/before/$number" "$private/new-$number" || return 1
  label "$private/new-$number" "$path"
  sync_files "$private/new-$number" && mv -T -- "$private/new-$number" "$there"
}

rebuild_folder() {
  mkdir -m 700 -- "$1" && chown -h -- "$4" "$1" && chmod -- "$3" "$1" && label "$1" "$5" && mv -T -- "$1" "$2"
}

is_as_before() { [[ ! -L $2 ]] && cmp -s -- "$JOURNAL/before/$1" "$2" && has_mode "$2" "$3" "$4"; }

has_mode() {
  local mode owner
  read -r mode owner < <(stat -c '%a %u:%g' -- "$1") && [[ $((8#$mode)) -eq $((8#$2)) && $owner == "$3" ]]
}

# Syncs the folders in which names were exchanged or removed.
sync_touched() {
  local path folder
  local -A synced=()
  while IFS=$'\t' read -r _ _ _ _ _ path _; do
    folder=${path%/*}
    while [[ -n $folder && ! -d $folder ]]; do folder=${folder%/*}; done
    synced[${folder:-/}]=yes
  done <"$1/changes"
  [[ ${#synced[@]} -eq 0 ]] || sync_files "${!synced[@]}"
}

# Removes old and new files that no journal needs.
drop_private() {
  local private
  local -A privates=()
  while IFS=$'\t' read -r _ _ _ _ _ _ _ private; do
    if is_private "${private-}"; then privates[$private]=yes; fi
  done <"$1/changes"
  [[ ${#privates[@]} -eq 0 ]] || rm -rf -- "${!privates[@]}"
}

# Removes what only a rollback would have needed.
drop_old_names() {
  local was after path made=()
  drop_private "$1" || return 1
  while IFS=$'\t' read -r _ was _ _ after path _; do
    if [[ $was == directory && $after == absent ]]; then made+=("$path"); fi
  done <"$1/changes"
  for path in "${made[@]+"${made[@]}"}"; do remove_folder "$path" || return 1; done
}

# Enable and disable write to folders that nothing else syncs.
sync_boot() {
  local folder boot=()
  for folder in /etc/systemd/system /etc/systemd/system/*.wants /etc/systemd/system/*.requires; do
    if [[ -d $folder ]]; then boot+=("$folder"); fi
  done
  [[ ${#boot[@]} -eq 0 ]] || sync_files "${boot[@]}"
}
