
# --- Processes that hang ----------------------------------------------------------------------------------------------------------------

# Sets START, the start time of a process, and PARENT (proc(5)); false where there is none. The name of a process may contain any character.
START='' PARENT=''

look_at_process() {
  local line='' fields=()
  { IFS= read -r -d '' line <"/proc/$1/stat"; } 2>/dev/null || :
  read -r -d '' -a fields <<<"${line##*)}" || :
  [[ ${#fields[@]} -ge 20 && ${fields[1]} =~ ^[0-9]+$ && ${fields[19]} =~ ^[0-9]+$ ]] || return 1
  PARENT=${fields[1]} START=${fields[19]}
}

# Two processes can have the same number one after the other, but not the same start.
is_process() { look_at_process "$1" && [[ $START == "$2" ]]; }

# Sets FOUND: a process and all its descendants, each as NUMBER:START.
FOUND=()

find_tree() {
  local pid found=" $1 " more=yes
  local -A parents=() starts=()
  for pid in /proc/[1-9]*; do
    if look_at_process "${pid#/proc/}"; then parents[${pid#/proc/}]=$PARENT starts[${pid#/proc/}]=$START; fi
  done
  while [[ -n $more ]]; do
    more=''
    for pid in "${!parents[@]}"; do
      if [[ $found != *" $pid "* && $found == *" ${parents[$pid]} "* && $pid != "$$" ]]; then found+="$pid " more=yes; fi
    done
  done
  FOUND=()
  for pid in $found; do
    if [[ -n ${starts[$pid]-} ]]; then FOUND+=("$pid:${starts[$pid]}"); fi
  done
}

# SIGNAL NUMBER:START…
signal() {
  local name=$1 process
  shift
  for process in "$@"; do
    if is_process "${process%:*}" "${process#*:}"; then kill -s "$name" "${process%:*}" 2>/dev/null || :; fi
  done
}

# NUMBER START: ends a process with all its descendants. TERM comes first, so that an engine can roll back its delivery. A stopped process
# must continue for that.
end_process() {
  local i
  find_tree "$1"
  signal TERM "${FOUND[@]+"${FOUND[@]}"}"
  signal CONT "${FOUND[@]+"${FOUND[@]}"}"
  for ((i = 0; i < 10; i++)); do
    is_process "$1" "$2" || break
    sleep 1
  done
  # It may have started more processes since. They may still run where it has ended.
  if is_process "$1" "$2"; then find_tree "$1"; fi
  signal KILL "${FOUND[@]+"${FOUND[@]}"}"
}

# Ends processes that hold the lock although the process that signed is gone. Only those of the previous look are ended: another process may
# have taken the lock just now and not have signed yet.
end_left_behind() {
  local pid now=' ' process
  for pid in /proc/[1-9]*; do
    if [[ $pid/fd/9 -ef $RUNNING/lock ]] && holds_lock "$pid" && look_at_process "${pid#/proc/}"; then now+="${pid#/proc/}:$START "; fi
  done
  for process in $now; do
    if [[ $LEFT_BEHIND == *" $process "* ]]; then
      say lock stopped timed-out "process ${process%:*} of an earlier engine still holds the lock and is ended"
      signal KILL "$process"
    fi
  done
  LEFT_BEHIND=$now
}

# A process that waits for the lock has the file open, too. Linux before 4.1 does not tell them apart.
holds_lock() { grep -qs '^lock:' "$1/fdinfo/9"; }
