# --- From the source ------------------------------------------------------------------------------------------------------------------

# Records of facts about the source, and how far its clock is from ours (seconds).
FACTS='' CLOCK=0

# What every other host is compared with.
ask_source() {
  local began said host
  began=$(date +%s)
  said=$(for host in "${HOSTS[@]}"; do copies_of "$host"; done | sort -u | glance "$SOURCE" facts --host "$SOURCE") || {
    report <<<"$said"
    refuse "$SOURCE is not what the plan was made from, or does not say what it is"
  }
  FACTS=$(grep '^fact' <<<"$said")
  CLOCK=$(($(sed -n 's/^fact\tclock\t//p' <<<"$said") - began))
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
  local host=$1 missing path brought=() wanted=()
  missing=$(engine "$host" missing --host "$host" </dev/null) || { report <<<"$missing" && return 1; }
  [[ -n $missing ]] || return 0
  while IFS= read -r path; do
    if [[ -n ${BROUGHT[$path]-} ]]; then brought+=("$path"); else wanted+=("$path"); fi
  done <<<"$missing"
  [[ ${#brought[@]} -eq 0 ]] || say "  $host: ${#brought[@]} files come from the bundle"
  [[ ${#wanted[@]} -eq 0 ]] || say "  $host: ${#wanted[@]} files come from $SOURCE"
  { send_brought "${brought[@]+"${brought[@]}"}" && send_from_source "${wanted[@]+"${wanted[@]}"}"; } | engine "$host" receive --host "$host" | report
}

send_brought() {
  local path words=()
  [[ $# -gt 0 ]] || return 0
  for path in "$@"; do words+=(-C "$PWD/${BROUGHT[$path]}" ".$path"); done
  tar --no-recursion -cf - "${words[@]}"
}

send_from_source() {
  [[ $# -gt 0 ]] || return 0
  printf '%s\n' "$@" | engine "$SOURCE" send --host "$SOURCE"
}

