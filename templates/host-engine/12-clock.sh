
# --- Time -------------------------------------------------------------------------------------------------------------------------------

# Seconds since boot: a clock that cannot be set.
uptime_seconds() {
  local seconds
  read -r seconds _ </proc/uptime
  printf '%s' "${seconds%.*}"
}

# Sets NOW to the same, without a child process.
NOW=0

look_at_clock() {
  read -r NOW _ </proc/uptime
  NOW=${NOW%.*}
}
