
# --- Gates for the network ----------------------------------------------------------------------------------------------------------------

is_port() { [[ $1 =~ ^[0-9]{1,5}$ ]]; }

sockets() { timeout "$SECONDS_OF_A_COMMAND" ss "$@" | tail -n +2; }

# Held by our units, or free. A process chooses its own name, which may look like other output of ss, so every process in the line must be
# ours.
gate_port_free() {
  local lines line
  is_port "$1" || because "\"$1\" is not a port" || return 1
  lines=$(sockets -ltnp "sport = :$1") || because "ss does not answer" || return 1
  while IFS= read -r line; do
    [[ -z $line ]] || is_held_by_us "$line" || because "the port is in use: ${line##* }" || return 1
  done <<<"$lines"
}

is_held_by_us() {
  local pid pids=()
  pids_of "$1"
  [[ ${#pids[@]} -gt 0 ]] || return 1
  for pid in "${pids[@]}"; do is_of_our_units "$pid" || return 1; done
}

# Appends to pids, from the right: the last text is from ss itself.
pids_of() {
  local rest=$1
  while [[ $rest =~ ^(.*)\",pid=([0-9]{1,10}),fd=[0-9]+\) ]]; do
    pids+=("${BASH_REMATCH[2]}")
    rest=${BASH_REMATCH[1]}
  done
}

is_of_our_units() {
  local unit
  for unit in "${UNITS[@]+"${UNITS[@]}"}"; do
    if is_of_unit "$1" "$unit"; then return 0; fi
  done
  return 1
}

# Decides by the control group that systemd has made for the unit.
is_of_unit() {
  local group line
  group=$(property "$2" ControlGroup)
  [[ $group == /?* && -r /proc/$1/cgroup ]] || return 1
  while IFS= read -r line; do
    if [[ ${line#*:*:} == "$group" || ${line#*:*:} == "$group"/* ]]; then return 0; fi
  done <"/proc/$1/cgroup"
  return 1
}

# INTERFACE ADDRESS
gate_interface_has() {
  local line
  [[ $1 =~ ^[A-Za-z0-9._-]+$ && -d /sys/class/net/$1 ]] ||
    because "this host has no interface $1. Its interfaces: $(cd /sys/class/net && printf '%s ' *)" || return 1
  while read -r line; do
    if [[ $line == *" $2/"* ]]; then return 0; fi
  done < <(ip -o addr show dev "$1")
  because "the interface $1 does not have the address $2 of this host: write the interface that has it"
}

# VIP PORT PEER…: exactly one host has the VIP. A peer that has it too sends the answer to a connection from the VIP to itself.
gate_vip_held() {
  local vip=$1 port=$2 peer
  is_port "$2" || because "\"$2\" is not a port" || return 1
  shift 2
  if ! has_address "$vip"; then
    connects "$vip" "$port" ||
      because "no load balancer has the VIP $vip, or $vip:$port does not accept connections from here. Run: journalctl -u '*keepalived*' -n 20"
    return
  fi
  connects "$vip" "$port" || because "this host has the VIP $vip, but $vip:$port does not accept connections" || return 1
  for peer in "$@"; do
    # A peer that does not answer at all cannot show anything.
    if ! connects "$peer" "$port" || connects_from "$vip" "$peer" "$port"; then continue; fi
    because "$peer has the VIP $vip at the same time as this host. Let VRRP (IP protocol 112) pass between the load balancers." || return 1
  done
}

has_address() { if [[ $1 == *:* ]]; then has_ipv6 "$(expand_ipv6 "$1")"; else has_ipv4 "$1"; fi; }

# FROM HOST PORT: whether a connection that comes from an address of this host is accepted. Only that counts, not what follows.
connects_from() {
  local code=0
  timeout "$SECONDS_OF_A_COMMAND" curl --silent --insecure --interface "$1" --connect-timeout 3 --max-time 5 --output /dev/null \
    -- "https://$(bracketed "$2"):$3/" || code=$?
  case $code in 5 | 6 | 7 | 28 | 45 | 124) return 1 ;; esac
}

gate_connects() { { is_port "$2" && connects "$1" "$2"; } || because "$1:$2 does not accept connections from here"; }

# Uses the certificate where it is already here; otherwise only connects.
gate_etcd_answers() {
  local url=$1 said
  if [[ -r $4 ]]; then
    said=$(timeout "$SECONDS_OF_A_COMMAND" curl --silent --show-error --max-time 5 --cacert "$2" --cert "$3" --key "$4" -- "$url/health" 2>&1) || :
    [[ $said =~ \"health\"\ *:\ *\"true\" ]] || because "$url is not healthy: $(last_words "$said")"
    return
  fi
  [[ $url =~ ^https?://(\[([0-9a-fA-F:.]+)\]|([^]/:[]+)):([0-9]{1,5})/?$ ]] || because "$url is not the URL of an etcd member" || return 1
  gate_connects "${BASH_REMATCH[2]}${BASH_REMATCH[3]}" "${BASH_REMATCH[4]}" && WHY="the port accepts connections; the certificate is not here yet"
}

# etcd needs more than half of all members.
gate_etcd_quorum() {
  local ca=$1 certificate=$2 key=$3 url answering=0 silent=''
  shift 3
  for url in "$@"; do
    if WHY='' && gate_etcd_answers "$url" "$ca" "$certificate" "$key"; then answering=$((answering + 1)); else silent+=" $url"; fi
  done
  WHY="$answering of $# members answer; quorum is $(($# / 2 + 1))${silent:+; no answer from$silent}"
  [[ $answering -gt $(($# / 2)) ]]
}

# Prints every address of a name once.
addresses_of() { timeout "$SECONDS_OF_A_COMMAND" getent ahosts "$1" | cut -d ' ' -f 1 | sort -u; }

gate_names_resolve() {
  local name
  for name in "$@"; do
    [[ -n $(addresses_of "$name") ]] || because "$name does not resolve. Add it to /etc/hosts." || return 1
  done
}

gate_kube_proxy_healthy() { answers http "http://$1/healthz" || because "http://$1/healthz does not return 200"; }

# The kubelet, which is the first unit of the group node, and no other process, has a connection to one of the addresses.
gate_agent_connected() {
  local addresses lines peer users kubelet pids
  is_port "$2" || because "\"$2\" is not a port" || return 1
  kubelet=$(first_unit_of node)
  mapfile -t addresses < <(addresses_of "$1")
  [[ ${#addresses[@]} -gt 0 ]] || because "$1 does not resolve. Add it to /etc/hosts." || return 1
  lines=$(sockets -tnp state established "dport = :$2") || because "ss does not answer" || return 1
  while read -r _ _ _ peer users; do
    pids=()
    pids_of "$users"
    if is_in "$(address_in "$peer")" "${addresses[@]}" && [[ ${#pids[@]} -gt 0 ]] && is_of_unit "${pids[0]}" "$kubelet"; then return 0; fi
  done <<<"$lines"
  because "the kubelet has no connection to $1:$2${addresses[1]+ (${addresses[*]})}"
}

first_unit_of() {
  local i
  for ((i = 0; i < ${#UNITS[@]}; i++)); do
    if [[ ${UNIT_GROUPS[i]} == "$1" ]]; then
      printf '%s' "${UNITS[i]}"
      return
    fi
  done
}

# From the output of ss with its port: [::ffff:10.0.0.1]:6443 is 10.0.0.1.
address_in() {
  local address=${1%:*}
  address=${address#[}
  address=${address%]}
  address=${address%%%*}
  printf '%s' "${address#::ffff:}"
}

# Prints each peer that is connected to a port here once.
peers_of() {
  local peer
  is_port "$1" || return 1
  sockets -tn state established "sport = :$1" | while read -r _ _ _ peer _; do printf '%s\n' "$(address_in "$peer")"; done | sort -u
}

# PORT [PEER…]: without peers, all but this host itself.
gate_port_let_go() {
  local port=$1 peers peer left=''
  shift
  peers=$(peers_of "$port") || because "ss does not answer" || return 1
  while read -r peer; do
    if [[ -z $peer ]]; then continue; fi
    if [[ $# -gt 0 ]] && ! is_in "$peer" "$@"; then continue; fi
    if [[ $# -eq 0 && ($peer == "$ADDRESS" || $peer == 127.* || $peer == ::1) ]]; then continue; fi
    left+=" $peer"
  done <<<"$peers"
  [[ -z $left ]] || because "still connected:$left. Move these clients, or stop the service on this port, and run again."
}

# PORT EXCEPT…: never fails. Lists every other peer for the operator.
gate_still_connected() {
  local peers peer port=$1
  shift
  peers=$(peers_of "$port") || { RESULT=warning WHY="ss does not answer" && return 0; }
  while read -r peer; do
    if [[ -z $peer ]] || is_in "$peer" "$@"; then continue; fi
    say gate warning - "still-connected: $peer uses port $port of this host. If it has a kubeconfig, run there: haplane kubeconfig FILE"
  done <<<"$peers"
}
