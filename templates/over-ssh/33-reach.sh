# --- Reaching hosts ---------------------------------------------------------------------------------------------------------------------

# The connection is used as the work uses it: bytes of every value are sent, and their digest comes back.
reach() {
  local sum TELLS_CHATTER=yes
  bytes_of_every_value >"$SCRATCH/$1.bytes"
  glance "$1" channel <"$SCRATCH/$1.bytes" || return
  sum=$(sha256sum <"$SCRATCH/$1.bytes")
  fact_of "$1" name >"$STATE/$1.name"
  [[ $(fact_of "$1" channel) == "${sum%% *}" ]] && return
  complain "  $1: bytes do not arrive there as they were sent"
  return "$LOST"
}

bytes_of_every_value() {
  local value text=''
  for ((value = 0; value < 1024; value++)); do
    printf -v text '%s\\x%x%x' "$text" "$((value / 16 % 16))" "$((value % 16))"
  done
  printf '%b' "$text"
}

say_how_to_reach() {
  complain "$1 cannot be reached: try ssh -F ssh_config $1 true in $ORIGIN"
  say "  Pin an unknown host key with hostKey in topology.yaml. sudo must not ask for a password."
  [[ -z ${LEAVES[$1]-} ]] || say "  $1 leaves: if it is gone, pass --gone $1; if it has left already, run haplane build --done"
}

# What a host has, and what differs from the plan.
look_at() {
  local code=0 command=${2:-status}
  glance "$1" "$command" "${FLAGS[@]+"${FLAGS[@]}"}" </dev/null || code=$?
  [[ $code -eq 0 || $code -eq 2 ]] || return "$code"
  if [[ $command == status ]]; then
    [[ $(fact_of "$1" delivered) =~ ^[0-9]{1,6}$ ]] || return "$LOST"
    fact_of "$1" delivered | tee "$STATE/$1.base" >"$STATE/$1.now"
  fi
  if [[ $code -eq 2 ]]; then : >"$STATE/$1.differs"; fi
  ! is_wanted "$1" || has_no_drift "$1"
}

# What was changed there is neither what the plan was made from nor what it wants.
has_no_drift() {
  local path found=0 replaced=no
  if is_one_of --overwrite "${FLAGS[@]+"${FLAGS[@]}"}"; then replaced=yes; fi
  while IFS= read -r path; do
    if [[ $replaced == yes ]]; then
      say "  $1: drift: $path was changed on the host and will be replaced"
    else
      complain "  $1: drift: $path was changed on the host"
      found=1
    fi
  done < <(sed -n "s/^event\t$1\t\(status\|plan\)\tdrift\t[a-z-]*\t//p" "$SCRATCH/$1.heard")
  if has_said "$1" status refused || has_said "$1" plan refused; then found=1; fi
  return "$found"
}

# What every engine is allowed.
FLAGS=()
