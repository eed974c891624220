
# A function for many hosts, eight at a time: more handshakes at once are refused by an sshd as it is installed. What each has said and how
# it ended lies below $SCRATCH.
for_all() {
  local action=$1 host pids=()
  shift
  for host in "$@"; do
    { code=0 && "$action" "$host" >"$SCRATCH/$host.said" 2>&1 || code=$?; printf '%s' "$code" >"$SCRATCH/$host.code"; } &
    pids+=("$!")
    if [[ ${#pids[@]} -eq 8 ]]; then
      wait "${pids[@]}"
      pids=()
    fi
  done
  [[ ${#pids[@]} -eq 0 ]] || wait "${pids[@]}"
}

# What was said of it while all were asked; the log has it already.
show_said() { { cat "$SCRATCH/$1.said" || :; } 2>/dev/null; }

code_of() { cat "$SCRATCH/$1.code"; }

