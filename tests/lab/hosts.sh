# shellcheck shell=bash
# One host: its life under systemd-nspawn, and the ways in which it can die.

# The pid in a file, if it is still the process that was started: the one with that argument. It may be somebody else's by now.
pid_of() {
  local pid
  pid=$(cat "$1" 2>/dev/null) || return 1
  tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -Fxq -- "$2" || return 1
  echo "$pid"
}

# nspawn ends with this when the host asked for a reboot and somebody else has to start it again.
REBOOT_WANTED=133

supervise_host() {
  local host=$1 status=$REBOOT_WANTED
  echo "$BASHPID" >"$(folder_of "$host")/supervisor.pid"
  while [ "$status" -eq "$REBOOT_WANTED" ]; do
    make_host_network "$host"
    # A host that made its file system read-only has it writable again after a boot.
    mount -o remount,rw "$(folder_of "$host")/root"
    status=0
    run_nspawn "$host" || status=$?
  done
}

run_nspawn() {
  local host=$1 folder binds=() pid
  folder=$(folder_of "$host")
  ! is_etcd_member "$host" || binds=(--bind="$LAB_STATE/store:/var/lib/haplane-lab-store")
  (
    join_cgroups "$host"
    exec systemd-nspawn -q -D "$folder/root" -M "$host" --hostname="$host" --boot --register=no --keep-unit \
      --network-namespace-path="/run/netns/$(namespace_of "$host")" --capability=CAP_NET_ADMIN \
      --resolv-conf=off --timezone=off --link-journal=no --bind=/dev/null:/dev/kmsg ${binds[@]+"${binds[@]}"}
  ) &
  pid=$!
  echo "$pid" >"$folder/nspawn.pid"
  wait "$pid"
}

nspawn_pid() { pid_of "$(folder_of "$1")/nspawn.pid" "$(folder_of "$1")/root"; }

supervisor_pid() { pid_of "$(folder_of "$1")/supervisor.pid" supervise; }

is_running() { nspawn_pid "$1" >/dev/null; }

start_host() {
  mount_disk "$1"
  rm -f "$(folder_of "$1")/nspawn.pid"
  # Descriptor 9 is the lab's lock, which a host must not keep.
  setsid "$LAB_HOME/lab" supervise "$1" </dev/null >>"$(folder_of "$1")/console.log" 2>&1 9>&- &
  disown
}

# Its sshd writes this when it listens. Asking by ssh instead would take most of the processor time of a boot.
has_sshd() {
  local INIT
  find_init "$1" && [ -e "/proc/$INIT/root/run/sshd.pid" ]
}

answers() { ssh_to "$1" -o ConnectTimeout=2 true </dev/null; }

# Up to its last unit; one that hangs is the host's own trouble and does not keep the lab waiting for long.
wait_for_boot() {
  within 60 has_sshd "$1" && within 10 answers "$1" || fail "$1 does not answer: see $(folder_of "$1")/console.log"
  run_on_host "$1" timeout 30 systemctl is-system-running --wait </dev/null >/dev/null 2>&1 || true
}

# The supervisor goes first, or it would take the end for a reboot.
ask_to_stop() {
  stop_supervisor "$1"
  local pid
  if pid=$(nspawn_pid "$1"); then kill -TERM "$pid" || true; fi
}

stop_supervisor() {
  local pid
  if pid=$(supervisor_pid "$1"); then kill -KILL "$pid" || true; fi
}

kill_host() {
  stop_supervisor "$1"
  kill_all "$1"
  within 10 is_empty "$1" || fail "$1 does not die"
  remove_cgroups "$1"
}

reboot_host() {
  local host=$1 before INIT
  before=$(nspawn_pid "$host") && find_init "$host" || fail "$host is not running"
  # systemd(1): with this signal its first process starts reboot.target.
  kill -s RTMIN+5 "$INIT"
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

# Hosts that nobody has been on since they were new are left as they are; the others boot side by side.
refresh_hosts() {
  local host used=()
  for host in "$@"; do
    if is_running "$host" && ! is_used "$host"; then continue; fi
    used+=("$host")
    kill_host "$host"
    unmount_disk "$host"
    new_disk "$host"
    rm -f "$(folder_of "$host")/used"
    start_host "$host"
  done
  wait_for_all ${used[@]+"${used[@]}"}
}

# Every way from the operator to a host goes through the lab.
mark_as_used() {
  local host
  for host in "$@"; do
    [ ! -d "$(folder_of "$host")" ] || : >"$(folder_of "$host")/used"
  done
}

is_used() { [ -e "$(folder_of "$1")/used" ]; }
