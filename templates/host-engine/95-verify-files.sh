
# --- Verify: the files --------------------------------------------------------------------------------------------------------------------

# The state of a file: same, mode, undelivered, drift, missing, type or left; empty where it could not be judged.
FILE_STATE=''

say_files() {
  local i
  load_delivered
  look_at_files
  S_STATE=()
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    judge "$i"
    if [[ -n $FILE_STATE ]]; then say_on_disk "$i"; fi
  done
}

judge() {
  FILE_STATE=''
  case ${W_KIND[$1]} in
    file) judge_file "$1" ;;
    link) judge_link "$1" ;;
    directory) judge_directory "$1" ;;
    remove) judge_removal "$1" ;;
  esac
}

judge_file() {
  local i=$1 path=${W_PATH[$1]} disk
  look_again "$path"
  disk=${SEEN_DIGEST[$path]-absent}
  if [[ $disk == absent ]]; then
    judge_absent "$i"
  elif [[ ${W_FROM[i]} == copied && ${W_SUM[i]} == - && -z ${LAST[$path]-} ]] && ! has_edits "$path"; then
    say verify failed no-digests "on-disk: $path: the plan has no digest of it, and haplane has not delivered it here"
  elif has_wanted_content "$i" "$disk"; then
    if has_right_mode "$i"; then FILE_STATE=same; else FILE_STATE=mode; fi
  elif is_as_known_before "$i" "$disk"; then
    FILE_STATE=undelivered
  else
    FILE_STATE=drift
  fi
}

judge_absent() {
  local path=${W_PATH[$1]}
  if [[ -f $path && ! -L $path ]]; then
    say verify failed not-read "on-disk: $path could not be read"
  elif [[ -e $path || -L $path ]]; then
    FILE_STATE='type'
  elif [[ ${W_FROM[$1]} == edited-if-there ]]; then
    FILE_STATE=same
  else
    FILE_STATE=missing
  fi
}

# INDEX DIGEST. The copies of a delivery are gone: their digest, or the lines that were edited in them, remain.
has_wanted_content() {
  local i=$1 disk=$2 path=${W_PATH[$1]} wanted=${W_SUM[$1]}
  case ${W_FROM[i]} in
    edited*) has_new_lines "$path" ;;
    copied)
      if has_edits "$path"; then
        has_new_lines "$path" && [[ -z ${LAST[$path]-} || ${LAST[$path]} == "$disk" ]]
      elif [[ $wanted == - ]]; then
        [[ $disk == "${LAST[$path]-}" ]]
      else
        [[ $disk == "$wanted" ]]
      fi
      ;;
    *)
      if has_edits "$path"; then wanted=$(content_of "$i" | digest_of_input); fi
      [[ $disk == "$wanted" ]]
      ;;
  esac
}

# Every edit of the plan is done in the file.
has_new_lines() {
  local e
  for ((e = 0; e < ${#E_PATH[@]}; e++)); do
    [[ ${E_PATH[e]} != "$1" ]] || is_done "$e" || return 1
  done
}

is_done() { [[ $(count_old_lines "$1") -eq 0 && $(count_lines "${E_NEW[$1]}" "${E_PATH[$1]}") -ge ${E_COUNT[$1]} ]]; }

# How many lines the edit would exchange.
count_old_lines() {
  local count
  count=$(count_lines "${E_OLD[$1]}" "${E_PATH[$1]}")
  if [[ -n ${E_EARLIER[$1]} ]]; then count=$((count + $(count_lines "${E_EARLIER[$1]}" "${E_PATH[$1]}"))); fi
  printf '%s' "$count"
}

# INDEX DIGEST: the file is as captured, or as last delivered. A file that is only edited may have had other changes since.
is_as_known_before() {
  local e path=${W_PATH[$1]}
  if [[ ${W_FROM[$1]} != edited* ]]; then
    is_expected "$1" "$2"
    return
  fi
  if [[ ${LAST[$path]-} == "$2" ]]; then return 0; fi
  for ((e = 0; e < ${#E_PATH[@]}; e++)); do
    [[ ${E_PATH[e]} != "$path" || $(count_old_lines "$e") -eq ${E_COUNT[e]} ]] || is_done "$e" || return 1
  done
}

judge_link() {
  local path=${W_PATH[$1]} disk
  disk=$(record_of "$path")
  if [[ $disk == "link:${W_TARGET[$1]}" ]]; then
    FILE_STATE=same
  elif [[ ! -e $path && ! -L $path ]]; then
    FILE_STATE=missing
  elif [[ -L $path && $disk == "${LAST[$path]-}" ]]; then
    FILE_STATE=undelivered
  else
    FILE_STATE='type'
  fi
}

# The mode of a folder is its own, so only a missing one is worth a fact.
judge_directory() {
  if [[ -d ${W_PATH[$1]} ]]; then return; fi
  if [[ -e ${W_PATH[$1]} || -L ${W_PATH[$1]} ]]; then FILE_STATE='type'; else FILE_STATE=missing; fi
}

judge_removal() {
  compare_removal "$1"
  if [[ ${S_STATE[$1]} == same ]]; then FILE_STATE=same; else FILE_STATE=left; fi
}

# The digest of a short secret could be guessed.
say_on_disk() {
  local i=$1 path=${W_PATH[$1]} seen mode=- owner=- digest=-
  seen=${SEEN_MODE[$path]-}
  if [[ -n $seen && ! -L $path ]]; then
    printf -v mode '%04o' "$((8#${seen%% *}))"
    seen=${seen#* }
    owner=${seen%% *}
    seen=${seen#* }
    if ! [[ $owner =~ ^[A-Za-z0-9._-]+:[A-Za-z0-9._-]+$ ]] || [[ $owner == *UNKNOWN* ]]; then owner=${seen%% *}; fi
  fi
  if [[ ${W_KIND[i]} == file && ${W_CLASS[i]} =~ ^(identical|placed)$ && ${SEEN_DIGEST[$path]-} =~ ^[0-9a-f]{64}$ ]]; then
    digest=${SEEN_DIGEST[$path]}
  fi
  report on-disk "$FILE_STATE $mode $owner $digest ${W_NAME[i]}"
}
