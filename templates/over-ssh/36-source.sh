# --- Facts and copies -------------------------------------------------------------------------------------------------------------------

# What every other host is compared with, and how far the source's clock is ahead of this one (seconds).
ask_source() {
  local host clock now
  { printf 'kubectl\t%s\n' "$KUBECTL" && for host in "${HOSTS[@]}"; do copies_of "$host"; done | sort -u; } | glance "$SOURCE" facts ||
    { ! is_stopped && refuse "$SOURCE has changed since it was captured, or could not be read"; } || stop_here "stopped by the operator"
  now=$(date +%s)
  clock=$(fact_of "$SOURCE" clock)
  [[ $clock =~ ^[0-9]{1,15}$ ]] || refuse "$SOURCE does not say what time it has"
  grep $'^fact\t' "$SCRATCH/$SOURCE.heard" | grep -v $'^fact\t\(clock\|file\|name\)\t' >"$STATE/facts" || :
  # The answer ends with it.
  printf '%s' "$((10#$clock - now))" >"$STATE/ahead"
}

# What the engine reads: the facts as they are now, then the lines of the plan.
sheet() {
  local host name ahead=0
  printf 'kubectl\t%s\n' "$KUBECTL"
  cat "$STATE/facts" "$STATE/identity" 2>/dev/null || :
  [[ ! -e $STATE/ahead ]] || ahead=$(<"$STATE/ahead")
  [[ $ahead =~ ^-?[0-9]{1,15}$ ]] && printf 'fact\tclock\t%s\n' "$(($(date +%s) + ahead))"
  for host in "${HOSTS[@]}"; do
    name=$(cat "$STATE/$host.name" 2>/dev/null) || :
    if [[ -n $name && $1$'\n' == *$'\t'"$host"[$'\t\n']* ]]; then printf 'fact\tname-of\t%s %s\n' "$host" "$name"; fi
  done
  # A machine that is gone leads nothing: no lease has this name.
  for host in "${GONE[@]+"${GONE[@]}"}"; do printf 'fact\tname-of\t%s gone.%s\n' "$host" "$host"; done
  printf '%s\n' "$1"
}

# HOST LINES: the plan's lines to the host's engine. A gate may take its seconds, an action half an hour.
ask() {
  local line f LIMIT=60
  while IFS= read -r line; do
    IFS=$'\t' read -r -a f <<<"$line"
    if [[ ${f[0]} =~ ^(do|undo)$ ]]; then LIMIT=$((LIMIT + 1800)); elif [[ ${f[6]} =~ ^[0-9]{1,5}$ ]]; then LIMIT=$((LIMIT + 30 + 10#${f[6]})); fi
  done <<<"$2"
  sheet "$2" | by_engine "$1" ask
}

# The digest and the path of what a host copies, a line each.
copies_of() {
  local kind sum path
  while IFS=$'\t' read -r kind _ _ _ _ sum path; do
    if [[ $kind == copy ]]; then printf '%s\t%s\n' "$sum" "$path"; fi
  done <"hosts/$1.plan"
}

# The content of a bundle: by the path on a host, the folder here that has it.
declare -A BROUGHT=()

read_payload() {
  local kind file root
  [[ -n $PAYLOAD ]] || return 0
  [[ -f $PAYLOAD/bundle.plan ]] || misuse "$PAYLOAD is not the folder of a bundle"
  while IFS=$'\t' read -r kind _ _ _ file; do
    [[ $kind == payload ]] || continue
    root=$(cut -d / -f -3 <<<"$file")
    BROUGHT[${file#"$root"}]=$PAYLOAD/$root
  done <"$PAYLOAD/bundle.plan"
}

# HOST FROM: what has to come from another host goes through a pipe and is never stored on the way. The host proves every file.
copy_missing() {
  local host=$1 from=$2 path brought=() wanted=()
  engine "$host" missing </dev/null || return 1
  while IFS= read -r path; do
    is_copied_to "$host" "$path" || { distrust "$host" "path $path" && return 1; }
    # A file whose digest the plan does not know comes from the source alone.
    if [[ -n ${BROUGHT[$path]-} ]] && ! is_edited_copy "$host" "$path"; then brought+=("$path"); else wanted+=("$path"); fi
  done < <(paths_of "$host")
  [[ ${#brought[@]} -gt 0 || ${#wanted[@]} -gt 0 ]] || return 0
  [[ ${#brought[@]} -eq 0 ]] || say "  $host: ${#brought[@]} files come from the bundle"
  [[ ${#wanted[@]} -eq 0 ]] || say "  $host: ${#wanted[@]} files come from $from"
  # The digests on the source, where the plan knows none because the copy is edited on the way.
  copies_of "$host" | grep $'^-\t' | engine "$from" facts || return 1
  { file_records "$from" && send_brought "${brought[@]+"${brought[@]}"}" && send_from "$from" "$host" "${wanted[@]+"${wanted[@]}"}"; } |
    engine "$host" receive
}

is_edited_copy() { [[ $'\n'$(copies_of "$1")$'\n' == *$'\n-\t'"$2"$'\n'* ]]; }

# A host may lack only what its plan copies.
is_copied_to() { [[ $'\n'$(copies_of "$1")$'\n' == *$'\t'"$2"$'\n'* ]]; }

file_records() { sed -n 's/^fact\tfile\t\([0-9a-f]*\) /file\t\1\t/p' "$SCRATCH/$1.heard" && printf '\n'; }

send_brought() {
  local path words=()
  [[ $# -gt 0 ]] || return 0
  for path in "$@"; do words+=(-C "${BROUGHT[$path]}" ".$path"); done
  tar --no-recursion -cf - "${words[@]}"
}

send_from() {
  [[ $# -gt 2 ]] || return 0
  { printf '%s\n' "$WORD" send --host "$1" --for "$2" --result "$DIGEST" --events '' && printf '%s\n' "${@:3}"; } |
    connect 3600 "$1" "$SEND" | archive_of "$1"
}

# What the source sends after it has announced it; why it sends nothing is shown.
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
