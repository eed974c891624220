
# --- Leaders ------------------------------------------------------------------------------------------------------------------------------

# A component writes HOST_ID, with the name of its machine (os.Hostname).
readonly HOLDER_FORM='^(.+)_[0-9a-f-]{8,64}$'
HOLDER='' HOLDER_NAME=''

find_holder() {
  HOLDER='' HOLDER_NAME=''
  kube -n kube-system get lease "$1" -o 'jsonpath={.spec.holderIdentity}' || because "the holder of $1 is unknown: $FAULT" || return 1
  HOLDER=$OUT
  if [[ $HOLDER =~ $HOLDER_FORM ]]; then HOLDER_NAME=${BASH_REMATCH[1]}; fi
}

# Sets names: the names of the other masters' machines. Each must be known and unique, or the leader could not be identified.
find_names() {
  local host name
  [[ $# -gt 0 ]] || because "the plan lists no other master" || return 1
  for host in "$@"; do
    is_node_name "$host" || because "\"$host\" is not a host name" || return 1
    name=${NAME_OF[$host]-}
    [[ -n $name ]] || because "the name of the machine $host is unknown (uname -n)" || return 1
    if [[ $name == "$(uname -n)" ]] || is_in "$name" "${names[@]+"${names[@]}"}"; then
      because "two masters have the name $name, which hides the leader. Rename one (hostnamectl set-hostname) and restart it." || return 1
    fi
    names+=("$name")
  done
}

# LEASE HOST…: true where one of these masters holds the lease.
gate_lease_moved() {
  local lease=$1 names=()
  shift
  find_names "$@" && find_holder "$lease" || return 1
  if [[ -n $HOLDER_NAME ]] && is_in "$HOLDER_NAME" "${names[@]}"; then return 0; fi
  because "the holder is ${HOLDER:-none}; the other masters are ${names[*]}"
}

# Any holder may renew it.
gate_lease_renewed() { is_renewed kube-system "$1" || because "the lease is not renewed${FAULT:+: $FAULT}"; }

# LEASE UNIT HOST…: stops the leader until another master has taken the lease, which proves that another one can. The unit is started again
# in any case.
action_restart_leader() {
  local lease=$1 unit=$2 end names=() moved=yes
  shift 2
  find_names "$@" || return 1
  if gate_lease_moved "$lease" "$@"; then
    WHY="$HOLDER already leads" OUTCOME=leads-already
    return 0
  fi
  [[ -n $HOLDER ]] || because "${WHY:-the lease has no holder}; nothing was stopped" || return 1
  start_again_later "$lease" "$unit" || return 1
  timeout 150 systemctl stop -- "$unit" || because "systemctl stop $unit failed" || return 1
  end=$(end_of_a_gate)
  until gate_lease_moved "$lease" "$@"; do
    if [[ $(uptime_seconds) -ge $end ]]; then
      moved=no
      break
    fi
    sleep 2
  done
  timeout 150 systemctl start -- "$unit" || because "$unit does not start again. Run: journalctl -u $unit -n 20" || return 1
  timeout "$SECONDS_OF_A_COMMAND" systemctl stop "haplane-start-again-$lease.timer" 2>/dev/null || :
  stamp "$unit"
  [[ $moved == yes ]] ||
    because "the lease $lease did not move while $unit was stopped here ($WHY). The other masters cannot lead: do not continue." || return 1
  WHY="$HOLDER leads now"
}

start_again_later() {
  # An interrupted run may have left it.
  disarm "haplane-start-again-$1"
  timeout "$SECONDS_OF_A_COMMAND" systemd-run --unit="haplane-start-again-$1" --on-active="$((10#$SECONDS_OF_A_GATE + 60))" \
    systemctl start -- "$2" >/dev/null 2>&1 ||
    because "systemd-run could not start the timer that starts $2 again"
}
