# shellcheck shell=bash
# One host: its life under systemd-nspawn, and the ways in which it can die.

# Asks until the answer is yes or the seconds are over.
within() {
  local limit=$((SECONDS + $1))
  shift
  until "$@" 2>/dev/null; do
    [ "$SECONDS" -lt "$limit" ] || return 1
    sleep 0.05
  done
}

# nspawn ends with this when the host asked for a reboot and somebody else has to start it again.
REBOOT_WANTED=133

supervise_host() {
  local host=$1 status=$REBOOT_WANTED
  echo "$BASHPID" >"$(folder_of "$host")/supervisor.pid"
  while [ "$status" -eq "$REBOOT_WANTED" ]; do
    join_cgroups "$host"
    make_host_network "$host"
    status=0
    run_nspawn "$host" || status=$?
  done
}

run_nspawn() {
  local host=$1 folder binds=() pid
  folder=$(folder_of "$host")
  ! is_etcd_member "$host" || binds=(--bind="$LAB_STATE/store:/var/lib/haplane-lab-store")
  systemd-nspawn -q -D "$folder/root" -M "$host" --hostname="$host" --boot --register=no --keep-unit \
    --network-namespace-path="/run/netns/$(namespace_of "$host")" --capability=CAP_NET_ADMIN \
    --resolv-conf=off --timezone=off --link-journal=no --bind=/dev/null:/dev/kmsg "${binds[@]}" &
  pid=$!
  echo "$pid" >"$folder/nspawn.pid"
  wait "$pid"
}

# A pid may be somebody else's by now: ours has the host's folder among its arguments.
nspawn_pid() {
  local pid folder
  folder=$(folder_of "$1")
  pid=$(cat "$folder/nspawn.pid" 2>/dev/null) || return 1
  tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -Fxq "$folder/root" || return 1
  echo "$pid"
}

is_running() { nspawn_pid "$1" >/dev/null; }

start_host() {
  mount_disk "$1"
  rm -f "$(folder_of "$1")/nspawn.pid"
  # Descriptor 9 is the lab's lock, which a host must not keep.
  setsid "$LAB_HOME/lab" supervise "$1" </dev/null >>"$(folder_of "$1")/console.log" 2>&1 9>&- &
}

# The host's first process: what nspawn passes its signals to.
init_pid() {
  local pid
  pid=$(nspawn_pid "$1") || return 1
  awk '{print $1}' "/proc/$pid/task/$pid/children"
}

answers() { ssh_to "$1" -o ConnectTimeout=2 true </dev/null; }

# Up to its last unit; one that hangs is the host's own trouble and does not keep the lab waiting for long.
wait_for_boot() {
  within "${2:-60}" answers "$1" || fail "$1 does not answer: see $(folder_of "$1")/console.log"
  ssh_to "$1" timeout 30 systemctl is-system-running --wait </dev/null >/dev/null 2>&1 || true
}

# The supervisor goes first, or it would take the end for a reboot.
ask_to_stop() {
  local supervisor pid
  supervisor=$(cat "$(folder_of "$1")/supervisor.pid" 2>/dev/null) || return 0
  if grep -qs "$LAB_PREFIX-$1" "/proc/$supervisor/cgroup"; then kill -KILL "$supervisor" || true; fi
  if pid=$(nspawn_pid "$1"); then kill -TERM "$pid" || true; fi
}

kill_host() {
  kill_all "$1"
  within 10 is_empty "$1" || fail "$1 does not die"
  remove_cgroups "$1"
}

reboot_host() {
  local host=$1 before
  before=$(nspawn_pid "$host") || fail "$host is not running"
  # systemd(1): with this signal its first process starts reboot.target.
  kill -s RTMIN+5 "$(init_pid "$host")"
  within 120 has_other_pid "$host" "$before" || fail "$host does not come down for its reboot"
  wait_for_boot "$host"
}

has_other_pid() {
  local now
  now=$(nspawn_pid "$1") && [ "$now" != "$2" ]
}

crash_host() {
  kill_host "$1"
  start_host "$1"
  wait_for_boot "$1"
}

cut_power_of_host() {
  local host=$1 folder
  folder=$(folder_of "$host")
  freeze "$host"
  within 10 is_frozen "$host" || fail "$host does not freeze"
  copy_disk "$host"
  kill_host "$host"
  unmount_disk "$host"
  mv -T "$folder/cut.img" "$folder/disk.img"
  start_host "$host"
  wait_for_boot "$host"
}

refresh_host() {
  kill_host "$1"
  unmount_disk "$1"
  new_disk "$1"
  start_host "$1"
  wait_for_boot "$1"
}
