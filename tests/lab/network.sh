# shellcheck shell=bash
# One bridge in a network namespace of its own, one namespace per host. The machine's own network sees nothing of it.

namespace_of() { printf '%s-%s' "$LAB_PREFIX" "$1"; }

has_namespace() { [ -e "/run/netns/$1" ]; }

make_lab_network() {
  ! has_namespace "$LAB_PREFIX" || return 0
  ip netns add "$LAB_PREFIX"
  ip -n "$LAB_PREFIX" -batch - <<BATCH
link set lo up
link add hosts type bridge
address add $LAB_OPERATOR_ADDRESS/24 dev hosts
link set hosts up
BATCH
}

# Made anew at each boot: what a host did to its network is gone after a reboot, as on any machine. The MAC address
# stays, or the others would talk to the old one for as long as they remember it.
make_host_network() {
  local host=$1 namespace address
  namespace=$(namespace_of "$host")
  address=$(address_of "$host")
  remove_host_network "$host"
  ip netns add "$namespace"
  ip -n "$LAB_PREFIX" -batch - <<BATCH
link add to-$host type veth peer name eth0 address $(printf '02:00:c0:a8:03:%02x' "${address##*.}") netns $namespace
link set to-$host master hosts
link set to-$host $(link_state "$host")
BATCH
  ip -n "$namespace" -batch - <<BATCH
link set lo up
address add $address/24 dev eth0
link set eth0 up
BATCH
}

remove_host_network() {
  # A namespace goes when its last process is gone; the cable is pulled at once.
  ip -n "$LAB_PREFIX" link delete "to-$1" 2>/dev/null || true
  ip netns delete "$(namespace_of "$1")" 2>/dev/null || true
}

remove_lab_network() {
  ! has_namespace "$LAB_PREFIX" || ip netns delete "$LAB_PREFIX"
}

link_state() { if [ -e "$(folder_of "$1")/link-down" ]; then echo down; else echo up; fi; }

# A cut stays cut over the host's reboots.
set_link() {
  local host=$1 wanted=$2
  case $wanted in
    up) rm -f "$(folder_of "$host")/link-down" ;;
    down) : >"$(folder_of "$host")/link-down" ;;
    *) misuse "up or down, not $wanted" ;;
  esac
  ip -n "$LAB_PREFIX" link set "to-$host" "$wanted"
}
