
# --- Copies from the source ---------------------------------------------------------------------------------------------------------------

# Secrets and programs go from the source to a new master through a pipe; nobody on the way keeps them.
command_send() {
  local paths
  paths=$(relative_paths) || refuse send "nothing was sent" >&2
  [[ -n $paths ]] || refuse send "no path came on stdin" >&2
  tar -C / --no-recursion -cf - -T - <<<"$paths" || refuse send "not every file could be read" >&2
}

relative_paths() {
  local path
  while IFS= read -r path; do
    is_path "$path" || refuse send "\"$path\" is not a path that a plan can hold" >&2
    printf './%s\n' "${path#/}"
  done
}

command_missing() {
  local i
  compare
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_FROM[i]} == copied ]] && ! is_here "$i"; then printf '%s\n' "${W_PATH[i]}"; fi
  done
}

is_here() { is_right_without_copy "$1" "${SEEN_DIGEST[${W_PATH[$1]}]-absent}"; }

command_receive() {
  local i count=0 copy
  look_at_files
  rm -rf -- "$COPIED"
  mkdir -p "$COPIED"
  # What a bundle brings and what the source sends are two archives, one after the other.
  tar -C "$COPIED" --no-same-owner --ignore-zeros -xf - || refuse receive "the archive is not whole"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    copy=$COPIED${W_PATH[i]}
    if [[ ${W_FROM[i]} != copied ]] || { [[ ! -e $copy ]] && is_here "$i"; }; then continue; fi
    [[ -f $copy && ! -L $copy ]] || refuse receive "${W_PATH[i]} did not come: send it again"
    [[ ${W_SUM[i]} == - || $(digest_of "$copy") == "${W_SUM[i]}" ]] ||
      refuse receive "${W_PATH[i]} is not what the source had when it was captured: capture it again, and build again"
    count=$((count + 1))
  done
  say receive ok "$count files"
}

