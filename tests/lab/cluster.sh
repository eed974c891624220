# shellcheck shell=bash
# All hosts together.

take_lock() {
  mkdir -p "${LAB_STATE%/*}"
  exec 9>"$LAB_STATE.lock"
  flock -w 600 9 || fail "another lab command holds $LAB_STATE.lock"
}

bring_up() {
  local hosts=("$@") host began=$SECONDS
  for host in "$@"; do require_host "$host"; done
  [ "$#" -gt 0 ] || hosts=("${LAB_HOSTS[@]}")
  take_lock
  prepare_cache
  began=$SECONDS
  booted=()
  trap give_up EXIT
  prepare_lab
  for host in "${hosts[@]}"; do boot_new "$host"; done
  wait_for_all "${hosts[@]}"
  trap - EXIT
  echo "lab: Kubernetes is $(cat "$LAB_STATE/layers/kubernetes")"
  echo "lab: $(in_words "${#hosts[@]}") up in $((SECONDS - began)) s"
}

# Labs in other folders share the cache.
prepare_cache() {
  install -d -m 0700 "$LAB_CACHE"
  exec 8>"$LAB_CACHE/lock"
  flock -w 2400 8 || fail "another lab is making the root file system"
  install_tools
  ensure_root
  ensure_layers
  exec 8>&-
}

in_words() {
  local words=(no one two three four five six)
  if [ "$1" -eq 1 ]; then echo "one host"; else echo "${words[$1]-$1} hosts"; fi
}

prepare_lab() {
  mount_state
  mkdir -p "$LAB_STATE/store"
  remember_base
  make_lab_network
  prepare_ssh
}

boot_new() {
  ! is_running "$1" || return 0
  mkdir -p "$(folder_of "$1")"
  [ -e "$(folder_of "$1")/disk.img" ] || new_disk "$1"
  booted+=("$1")
  start_host "$1"
}

wait_for_all() {
  local host pids=() pid status=0
  for host in "$@"; do
    wait_for_boot "$host" &
    pids+=("$!")
  done
  for pid in "${pids[@]}"; do wait "$pid" || status=$?; done
  return "$status"
}

# Nothing stays behind of what did not come up; the consoles are what tells why.
give_up() {
  local status=$? host
  trap - EXIT
  for host in ${booted[@]+"${booted[@]}"}; do
    tail -n 5 "$(folder_of "$host")/console.log" >&2 || true
    remove_host "$host"
  done
  any_runs || tear_down
  exit "$status"
}

any_runs() {
  local host
  for host in "${LAB_HOSTS[@]}" "${LAB_BARE_HOSTS[@]}"; do
    ! is_running "$host" || return 0
  done
  return 1
}

bring_down() {
  take_lock
  tear_down
}

tear_down() {
  local host
  for host in "${LAB_HOSTS[@]}" "${LAB_BARE_HOSTS[@]}"; do ask_to_stop "$host"; done
  within 4 are_empty || true
  for host in "${LAB_HOSTS[@]}" "${LAB_BARE_HOSTS[@]}"; do remove_host "$host"; done
  stop_agent
  remove_lab_network
  remove_lab_cgroups
  unmount "$LAB_STATE"
  rmdir "$LAB_STATE" 2>/dev/null || true
}

are_empty() {
  local host
  for host in "${LAB_HOSTS[@]}" "${LAB_BARE_HOSTS[@]}"; do is_empty "$host" || return 1; done
}

remove_host() {
  kill_host "$1"
  remove_host_network "$1"
  unmount_disk "$1"
  rm -rf --one-file-system "$(folder_of "$1")"
}

