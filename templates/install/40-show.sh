
# --- What is in it -------------------------------------------------------------------------------------------------------------------------

show_bundle() {
  local kind a b c d packages=0
  while IFS=$'\t' read -r kind a b c d; do
    case $kind in
      haplane-bundle) show_head "$b" "$c" ;;
      payload) printf '  %-12s %10s  %s\n' "$(version_of "$c")" "$(in_kib "$b")" "${d#payload/}" ;;
      package) packages=$((packages + 1)) && printf '  %-12s %10s  %s\n' "$(version_of "$c")" "$(in_kib "$b")" "$d" ;;
    esac
  done <bundle.plan
  show_rest
  show_rollout
  [[ $packages -eq 0 ]] || say "Where a host lacks nginx, copy packages/ there and install what fits: dpkg -i, or rpm -U." \
    "The rollout asks for it before it changes anything."
  say "What it would change today, host by host: sh install.sh rollout --dry-run"
}

show_head() {
  say "cluster:   $1"
  say "commit:    ${2/#-/none: the folder was not in git, or was changed}"
  say "brings:"
}

version_of() { if [[ $1 == - ]]; then printf ''; else printf '%s' "$1"; fi; }

in_kib() { printf '%s KiB' "$((($1 + 1023) / 1024))"; }

# What has to come from the source all the same.
show_rest() {
  local kind path rest=() file
  while IFS=$'\t' read -r kind path; do
    if [[ $kind == from-source ]]; then rest+=("$path"); fi
  done <bundle.plan
  say "  the result, out/: $(wc -l <out/SHA256SUMS) files, to be read from out/README.md on"
  if [[ ${#rest[@]} -eq 0 ]]; then
    say "from the source come secrets alone, through a pipe."
  else
    say "from the source come secrets, through a pipe, and ${#rest[@]} files that are not secret:"
    for file in "${rest[@]}"; do say "  $file"; done
  fi
}

# What it does to which host: the plan of each, counted.
show_rollout() {
  local kind a b c title host
  say "the rollout:"
  while IFS=$'\t' read -r kind a b c title _; do
    case $kind in
      remark) say "  $a" ;;
      step) say "  $a. $title" ;;
    esac
  done <out/rollout.plan
  say "what is wanted on each host:"
  for host in out/hosts/*.plan; do
    say "  $(basename "$host" .plan): $(count place "$host") files placed, $(count copy "$host") copied," \
      "$(count 'edit|edit-if-there' "$host") lines exchanged," \
      "$(count 'remove-if-equal|take-away' "$host") files taken away where they are there"
  done
}

# The records of these kinds.
count() {
  local kind number=0
  while IFS=$'\t' read -r kind _; do
    if [[ "|$1|" == *"|$kind|"* ]]; then number=$((number + 1)); fi
  done <"$2"
  printf '%s' "$number"
}
