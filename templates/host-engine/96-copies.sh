
# --- Copies from the source ---------------------------------------------------------------------------------------------------------------

# Secrets and programs go from the source to a new master through a pipe, and are kept nowhere on the way. What a host asks for is sent only
# where its own plan copies it.
command_send() {
  local path paths=''
  local -A copied=()
  [[ $FOR =~ ^[a-z0-9]([a-z0-9-]*[a-z0-9])?$ ]] || misuse "send needs --for HOST, the host that asks"
  # Where an archive goes to a file, nothing else may go there.
  [[ $EVENTS == yes ]] || exec 3>&2
  see_copies
  while IFS= read -r path; do
    is_path "$path" || refuse send bad-path "\"$path\" is not a path that a plan can hold"
    [[ -n ${copied[$path]-} ]] || refuse send not-in-plan "the plan of $FOR does not copy $path"
    walk "${path%/*}"
    [[ -z $LINK_AT ]] || refuse send foreign-link "there is a link on the way to $path, and an account other than root can change where it leads"
    paths+=./${path#/}$'\n'
  done
  [[ -n $paths ]] || refuse send nothing-sent "no path came on stdin"
  if [[ $EVENTS == yes ]]; then printf 'archive\n'; fi
  tar -C / --no-recursion -cf - -T - < <(printf '%s' "$paths") || refuse send not-read "not every file could be read"
}

# What the plan of that host copies, for command_send.
see_copies() {
  local kind path
  [[ -f $DIR/hosts/$FOR.plan ]] || refuse send no-plan "there is no plan $DIR/hosts/$FOR.plan: bring the plans of the hosts that copy from here along with the plan of $HOST"
  prove_digests "$FOR"
  while IFS=$'\t' read -r kind _ _ _ _ _ path; do
    if [[ $kind == copy ]]; then copied[$path]=yes; fi
  done <"$DIR/hosts/$FOR.plan"
}

# Whether what is sent here arrives as it was; and what this host calls itself.
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

# A secret of which the plan has no digest comes each time: only the source knows whether it is the same still.
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
  hear_proof
  # What a bundle brings and what the source sends are two archives, one after the other.
  # It keeps the lock as long as it writes.
  timeout --kill-after=5 "$LIMIT_OF_AN_ARCHIVE" tar -C "$COPIED" --no-same-owner --ignore-zeros -xf - || refuse receive not-whole "the archive is not whole"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    copy=$COPIED${W_NAME[i]}
    if [[ ${W_FROM[i]} != copied ]] || { [[ ! -e $copy ]] && is_here "$i"; }; then continue; fi
    [[ -f $copy && ! -L $copy ]] || refuse receive not-come "${W_NAME[i]} did not come: send it again"
    prove_copy "$i" "$copy"
    count=$((count + 1))
  done
  # What came stays for the next apply.
  trap - EXIT
  say receive ok - "$count files"
}

# Digests that the source has of its files, for copies that are edited here and secrets that could be guessed: of these the plan knows none.
hear_proof() {
  local kind digest path
  while IFS=$'\t' read -r kind digest path && [[ -n $kind$digest$path ]]; do
    if [[ $kind != file ]] || ! is_digest "$digest" || ! is_path "$path"; then refuse receive bad-record "\"$kind\" is not a record of a file of the source, with its digest and its path"; fi
    proof[$path]=$digest
  done
}

prove_copy() {
  local path=${W_NAME[$1]} digest
  digest=$(digest_of "$2")
  if [[ ${W_SUM[$1]} != - ]]; then
    [[ $digest == "${W_SUM[$1]}" ]] || refuse receive not-as-captured "$path is not what the source had when it was captured: capture it again, and build again"
  elif [[ -z ${proof[$path]-} ]]; then
    refuse receive not-proved "$path came without the digest that the source has of it: it is not taken"
  elif [[ $digest != "${proof[$path]}" ]]; then
    refuse receive not-as-on-source "$path is not the file that the source has: it is not taken; run again"
  fi
}

# Copies that no apply has used go while no delivery is running. Those of a run in progress are younger.
drop_old_copies() {
  local made
  made=$(stat -c %Z -- "$COPIED" 2>/dev/null) || return 0
  if [[ $(($(date +%s) - made)) -lt 900 ]]; then return; fi
  (mkdir -p "$RUNNING" && exec 9>>"$RUNNING/lock" && flock -n 9 && rm -rf -- "$COPIED") || :
}
