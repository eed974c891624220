
# --- Copies from the source master --------------------------------------------------------------------------------------------------------

# Secrets and programs go from the source master to a new master through a pipe, and are not stored on the way. A host gets only the files
# that its own plan copies.
command_send() {
  local path paths=''
  local -A copied=()
  [[ $FOR =~ ^[a-z0-9]([a-z0-9-]*[a-z0-9])?$ ]] || misuse "send needs --for HOST, the host that gets the files"
  # Only the archive may go to stdout.
  [[ $EVENTS == yes ]] || exec 3>&2
  read_copies
  while IFS= read -r path; do
    is_path "$path" || refuse send bad-path "\"$path\" is not a valid path in a plan"
    [[ -n ${copied[$path]-} ]] || refuse send not-in-plan "the plan of $FOR does not copy $path"
    resolve "${path%/*}"
    [[ -z $LINK_AT ]] || refuse send foreign-link "the path of $path has a link that an account other than root can change"
    paths+=./${path#/}$'\n'
  done
  [[ -n $paths ]] || refuse send nothing-sent "stdin has no path"
  if [[ $EVENTS == yes ]]; then printf 'archive\n'; fi
  tar -C / --no-recursion -cf - -T - < <(printf '%s' "$paths") || refuse send not-read "a file could not be read"
}

# Sets copied, for command_send: the paths that the plan of that host copies.
read_copies() {
  local kind path
  [[ -f $DIR/hosts/$FOR.plan ]] || refuse send no-plan "$DIR/hosts/$FOR.plan is missing. Copy the plan of $FOR here, together with the plan of $HOST."
  prove_digests "$FOR"
  while IFS=$'\t' read -r kind _ _ _ _ _ path; do
    if [[ $kind == copy ]]; then copied[$path]=yes; fi
  done <"$DIR/hosts/$FOR.plan"
}

# Proves that data arrive here unchanged; also prints the name of this machine.
command_channel() {
  say_fact channel "$(digest_of_input)"
  say_name
}

command_missing() {
  local i
  compare
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_FROM[i]} == copied ]] && ! is_here "$i"; then say_path "${W_NAME[i]}"; fi
  done
}

# A secret without a digest in the plan is always copied: only the source master knows whether it has changed.
is_here() {
  if [[ ${W_SUM[$1]} == - ]] && ! has_edits "${W_PATH[$1]}"; then return 1; fi
  is_right_without_copy "$1" "${SEEN_DIGEST[${W_PATH[$1]}]-absent}"
}

command_receive() {
  local i count=0 copy
  local -A proof=()
  look_at_files
  rm -rf -- "$COPIED"
  mkdir -p "$COPIED"
  read_proof
  # A bundle and the source master send one archive each. tar keeps the lock as long as it writes.
  timeout --kill-after=5 "$LIMIT_OF_AN_ARCHIVE" tar -C "$COPIED" --no-same-owner --ignore-zeros -xf - ||
    refuse receive not-whole "the archive is incomplete"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    copy=$COPIED${W_NAME[i]}
    if [[ ${W_FROM[i]} != copied ]] || { [[ ! -e $copy ]] && is_here "$i"; }; then continue; fi
    [[ -f $copy && ! -L $copy ]] || refuse receive not-come "${W_NAME[i]} did not arrive. Send it again."
    prove_copy "$i" "$copy"
    count=$((count + 1))
  done
  # The copies stay for the next apply.
  trap - EXIT
  say receive ok - "$count files"
}

# Reads digests from the source master, for edited copies and for secrets that could be guessed: the plan has no digest of them.
read_proof() {
  local kind digest path
  while IFS=$'\t' read -r kind digest path && [[ -n $kind$digest$path ]]; do
    if [[ $kind != file ]] || ! is_digest "$digest" || ! is_path "$path"; then
      refuse receive bad-record "\"$kind\" is not a valid line: file, digest and path are expected"
    fi
    proof[$path]=$digest
  done
}

prove_copy() {
  local path=${W_NAME[$1]} digest
  digest=$(digest_of "$2")
  if [[ ${W_SUM[$1]} != - ]]; then
    [[ $digest == "${W_SUM[$1]}" ]] ||
      refuse receive not-as-captured "$path has changed on the source master since it was captured. Capture it and build again."
  elif [[ -z ${proof[$path]-} ]]; then
    refuse receive not-proved "$path arrived without its digest from the source master"
  elif [[ $digest != "${proof[$path]}" ]]; then
    refuse receive not-as-on-source "$path differs from the file on the source master. Run again."
  fi
}

# Deletes copies that no apply has used, while no delivery runs. Copies of a current run are younger.
drop_old_copies() {
  local made
  made=$(stat -c %Z -- "$COPIED" 2>/dev/null) || return 0
  if [[ $(($(date +%s) - made)) -lt 900 ]]; then return; fi
  (mkdir -p "$RUNNING" && exec 9>>"$RUNNING/lock" && flock -n 9 && rm -rf -- "$COPIED") || :
}
