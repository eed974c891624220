
# --- Time -------------------------------------------------------------------------------------------------------------------------------

# Seconds on a clock that no one sets.
uptime_seconds() {
  local seconds
  read -r seconds _ </proc/uptime
  printf '%s' "${seconds%.*}"
}

# The same in NOW, without a process of its own.
NOW=0

look_at_clock() {
  read -r NOW _ </proc/uptime
  NOW=${NOW%.*}
}
