# shellcheck shell=bash
# A command as root on a host, without ssh: for what a test only looks at or prepares. A handshake takes ten times the processor time of all
# of this, and tests do it thousands of times, so it is made of builtins alone.

# The host's first process, which nspawn passes its signals to, in INIT. The pid in the file may belong to another program by now.
find_init() {
  local folder=$LAB_STATE/hosts/$1 pid words=()
  INIT=''
  read -r pid 2>/dev/null <"$folder/nspawn.pid" || return 1
  mapfile -d '' -t words 2>/dev/null <"/proc/$pid/cmdline" || return 1
  [[ " ${words[*]} " == *" $folder/root "* ]] || return 1
  # The line has no end.
  read -r INIT _ 2>/dev/null <"/proc/$pid/task/$pid/children" || [ -n "$INIT" ]
}

run_on_host() {
  local host=$1 INIT
  shift
  find_init "$host" || { echo "$host is not running" >&2; return 255; }
  nsenter --target "$INIT" --mount --uts --ipc --net --pid --cgroup --root /usr/bin/env -i -C /root \
    HOME=/root USER=root LOGNAME=root SHELL=/bin/bash PATH="$LAB_PATH_ON_HOSTS" /bin/bash -c "$*"
}
