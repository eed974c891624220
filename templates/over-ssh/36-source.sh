# --- From the source ------------------------------------------------------------------------------------------------------------------

# Records of facts about the source, and how far its clock is from ours (seconds).
FACTS='' CLOCK=0

# What every other host is compared with.
ask_source() {
  local host clock
  { printf 'kubectl\t%s\n' "$KUBECTL" && for host in "${HOSTS[@]}"; do copies_of "$host"; done | sort -u; } | glance "$SOURCE" facts --host "$SOURCE" ||
    refuse "$SOURCE is not what the plan was made from, or does not say what it is"
  CLOCK=$(date +%s)
  clock=$(fact_of "$SOURCE" clock)
  [[ $clock =~ ^[0-9]{1,15}$ ]] || refuse "$SOURCE does not say what time it has"
  FACTS=$(grep $'^fact\t' "$SCRATCH/$SOURCE.heard" | grep -v $'^fact\t\(clock\|file\|name\)\t') || :
  # The answer ends with it.
  CLOCK=$((10#$clock - CLOCK))
}

# The digest and the path of what a host copies, a line each.
copies_of() {
  local kind sum path
  while IFS=$'\t' read -r kind _ _ _ _ sum path; do
    if [[ $kind == copy ]]; then printf '%s\t%s\n' "$sum" "$path"; fi
  done <"hosts/$1.plan"
}

# What a bundle brings along beside this folder: by the path on a host, the folder here that stands for its root.
declare -A BROUGHT=()

read_bundle() {
  local kind file root
  [[ -f ../bundle.plan ]] || return 0
  while IFS=$'\t' read -r kind _ _ _ file; do
    [[ $kind == payload ]] || continue
    root=$(cut -d / -f -3 <<<"$file")
    BROUGHT[${file#"$root"}]=../$root
  done <../bundle.plan
}

# What has to come from the source goes through a pipe, and lies nowhere on the way. The host proves what it is given, wherever that is from.
copy_missing() {
  local host=$1 path brought=() wanted=()
  engine "$host" missing --host "$host" </dev/null || return 1
  while IFS= read -r path; do
    is_copied_to "$host" "$path" || { distrust "$host" "path $path" && return 1; }
    # A file whose digest the plan does not know comes from the source alone.
    if [[ -n ${BROUGHT[$path]-} ]] && ! is_edited_copy "$host" "$path"; then brought+=("$path"); else wanted+=("$path"); fi
  done < <(paths_of "$host")
  [[ ${#brought[@]} -gt 0 || ${#wanted[@]} -gt 0 ]] || return 0
  [[ ${#brought[@]} -eq 0 ]] || say "  $host: ${#brought[@]} files come from the bundle"
  [[ ${#wanted[@]} -eq 0 ]] || say "  $host: ${#wanted[@]} files come from $SOURCE"
  source_digests_for "$host" || return 1
  { file_records && send_brought "${brought[@]+"${brought[@]}"}" && send_from_source "$host" "${wanted[@]+"${wanted[@]}"}"; } | engine "$host" receive --host "$host"
}

is_edited_copy() { [[ $'\n'$(copies_of "$1")$'\n' == *$'\n-\t'"$2"$'\n'* ]]; }

# What the source has where the plan knows no digest, because the copy is edited on the way.
source_digests_for() { copies_of "$1" | grep $'^-\t' | engine "$SOURCE" facts --host "$SOURCE"; }

file_records() { sed -n 's/^fact\tfile\t\([0-9a-f]*\) /file\t\1\t/p' "$SCRATCH/$SOURCE.heard" && printf '\n'; }

# A host may lack only what its plan copies.
is_copied_to() { [[ $'\n'$(copies_of "$1")$'\n' == *$'\t'"$2"$'\n'* ]]; }

send_brought() {
  local path words=()
  [[ $# -gt 0 ]] || return 0
  for path in "$@"; do words+=(-C "$PWD/${BROUGHT[$path]}" ".$path"); done
  tar --no-recursion -cf - "${words[@]}"
}

send_from_source() {
  [[ $# -gt 1 ]] || return 0
  { printf '%s\n' "$WORD" send --host "$SOURCE" --for "$1" --events '' && printf '%s\n' "${@:2}"; } | connect "$SOURCE" "$SEND" 2>/dev/null | archive_of "$SOURCE"
}

# What the source sends after it has said so; why it sends nothing is told.
archive_of() {
  local line lines=0 inside=no
  while [[ $lines -lt 1000 ]] && IFS= read -r -n "$LONGEST_LINE" line; do
    lines=$((lines + 1))
    if [[ $line == "haplane-begin $WORD" ]]; then
      inside=yes
    elif [[ $inside == yes && $line == archive ]]; then
      cat
      return
    elif [[ $inside == yes && -n $line ]] && ! take "$1" send "$line" >&2; then
      break
    fi
  done
  return 1
}

