# --- From the source ------------------------------------------------------------------------------------------------------------------

# Records of facts about the source, and how far its clock is from ours (seconds).
FACTS='' CLOCK=0

# What every other host is compared with.
ask_source() {
  local began said host
  began=$(date +%s)
  said=$(for host in "${HOSTS[@]}"; do copied_paths "$host"; done | sort -u | glance "$SOURCE" facts --host "$SOURCE") || refuse "$SOURCE does not say what it is: $said"
  FACTS=$(grep '^fact' <<<"$said")
  CLOCK=$(($(sed -n 's/^fact\tclock\t//p' <<<"$said") - began))
}

copied_paths() {
  local kind path
  while IFS=$'\t' read -r kind _ _ _ _ _ path; do
    if [[ $kind == copy ]]; then printf '%s\n' "$path"; fi
  done <"hosts/$1.plan"
}

# What has to come from the source goes through a pipe, and lies nowhere on the way.
copy_missing() {
  local host=$1 missing
  missing=$(engine "$host" missing --host "$host" </dev/null) || { report <<<"$missing" && return 1; }
  [[ -n $missing ]] || return 0
  say "  $host: $(wc -l <<<"$missing") files come from $SOURCE"
  engine "$SOURCE" send --host "$SOURCE" <<<"$missing" | engine "$host" receive --host "$host" | report
}

