# shellcheck shell=bash
# All hosts together.

take_lock() {
  mkdir -p "${LAB_STATE%/*}" "$LAB_CACHE"
  exec 9>"$LAB_STATE.lock"
  flock -w 600 9 || fail "another lab command holds $LAB_STATE.lock"
}

bring_up() {
  local hosts=("$@") host began=$SECONDS
  for host in "$@"; do require_host "$host"; done
  [ "$#" -gt 0 ] || hosts=("${LAB_HOSTS[@]}")
  take_lock
  install -d -m 0700 "$LAB_CACHE"
  install_tools
  ensure_root
  ensure_layers
  began=$SECONDS
  trap give_up EXIT
  prepare_lab
  for host in "${hosts[@]}"; do boot_new "$host"; done
  wait_for_all "${hosts[@]}"
  trap - EXIT
  echo "lab: Kubernetes is ${LAB_K8S:-the stub}"
  echo "lab: $(in_words "${#hosts[@]}") up in $((SECONDS - began)) s"
}

in_words() {
  local words=(no one two three four five six)
  if [ "$1" -eq 1 ]; then echo "one host"; else echo "${words[$1]} hosts"; fi
}

prepare_lab() {
  mount_state
  mkdir -p "$LAB_STATE/store"
  make_lab_network
  prepare_ssh
}

boot_new() {
  ! is_running "$1" || return 0
  mkdir -p "$(folder_of "$1")"
  [ -e "$(folder_of "$1")/disk.img" ] || new_disk "$1"
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

# Nothing stays behind of a lab that did not come up; the consoles are what tells why.
give_up() {
  local status=$?
  trap - EXIT
  tail -n 5 "$LAB_STATE"/hosts/*/console.log >&2 2>/dev/null || true
  tear_down || true
  exit "$status"
}

bring_down() {
  take_lock
  tear_down
}

tear_down() {
  local host
  for host in "${LAB_HOSTS[@]}"; do ask_to_stop "$host"; done
  for host in "${LAB_HOSTS[@]}"; do within 6 is_empty "$host" || true; done
  for host in "${LAB_HOSTS[@]}"; do remove_host "$host"; done
  stop_agent
  remove_lab_network
  unmount "$LAB_STATE"
  rmdir "$LAB_STATE" 2>/dev/null || true
}

remove_host() {
  kill_host "$1"
  remove_host_network "$1"
  unmount_disk "$1"
}

