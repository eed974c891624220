# What a host gets lies where its engine is called from.
readonly BRING="umask 077; rm -rf $INCOMING && mkdir -p $INCOMING && tar -C $INCOMING --no-same-owner -xf -"
bring() { files_for "$1" | connect "$1" "$BRING"; }

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

code_of() { cat "$SCRATCH/$1.code"; }

