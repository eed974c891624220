
# --- Processes that hang ----------------------------------------------------------------------------------------------------------------

# In START, when a process was started, in PARENT the one that started it (proc(5)); false where there is none. Its name may hold anything.
START='' PARENT=''

look_at_process() {
  local line='' fields=()
  { IFS= read -r -d '' line <"/proc/$1/stat"; } 2>/dev/null || :
  read -r -d '' -a fields <<<"${line##*)}" || :
  [[ ${#fields[@]} -ge 20 && ${fields[1]} =~ ^[0-9]+$ && ${fields[19]} =~ ^[0-9]+$ ]] || return 1
  PARENT=${fields[1]} START=${fields[19]}
}

# Of two processes that have one number, one after the other, the start tells which it is.
is_process() { look_at_process "$1" && [[ $START == "$2" ]]; }

# A process and all that it has started, each as NUMBER:START, in FOUND.
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

# NUMBER START, with all that it has started. It is asked to end first: an engine that can hear it rolls its delivery back by itself. What
# was stopped has to go on for that.
end_process() {
  local i
  find_tree "$1"
  signal TERM "${FOUND[@]+"${FOUND[@]}"}"
  signal CONT "${FOUND[@]+"${FOUND[@]}"}"
  for ((i = 0; i < 10; i++)); do
    is_process "$1" "$2" || break
    sleep 1
  done
  # It may have started others since. Where it is gone, what it had started may still be there.
  if is_process "$1" "$2"; then find_tree "$1"; fi
  signal KILL "${FOUND[@]+"${FOUND[@]}"}"
}

# Processes that hold the lock although the one that has signed is gone. What was there at the last look is ended: another one may have taken
# the lock just now, and is about to sign.
end_what_is_left_behind() {
  local pid now=' ' process
  for pid in /proc/[1-9]*; do
    if [[ $pid/fd/9 -ef $RUNNING/lock ]] && holds_lock "$pid" && look_at_process "${pid#/proc/}"; then now+="${pid#/proc/}:$START "; fi
  done
  for process in $now; do
    if [[ $LEFT_BEHIND == *" $process "* ]]; then
      say lock stopped timed-out "process ${process%:*} was left behind by an engine that is gone, and is ended"
      signal KILL "$process"
    fi
  done
  LEFT_BEHIND=$now
}

# Who only waits has the file open, too. Linux before 4.1 does not tell.
holds_lock() { grep -qs '^lock:' "$1/fdinfo/9"; }
