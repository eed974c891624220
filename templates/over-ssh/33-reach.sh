# --- Whether a host is there ------------------------------------------------------------------------------------------------------------

# The way there and back is used as the work uses it: bytes of every value go there, and their digest comes back.
reach() {
  local sum TELLS_CHATTER=yes
  bytes_of_every_value >"$SCRATCH/$1.bytes"
  glance "$1" channel <"$SCRATCH/$1.bytes" || return
  sum=$(sha256sum <"$SCRATCH/$1.bytes")
  [[ $(fact_of "$1" channel) == "${sum%% *}" ]] && return
  say "  $1: what is sent there does not arrive as it was"
  return "$LOST"
}

bytes_of_every_value() {
  local value text=''
  for ((value = 0; value < 1024; value++)); do
    printf -v text '%s\\x%x%x' "$text" "$((value / 16 % 16))" "$((value % 16))"
  done
  printf '%b' "$text"
}

