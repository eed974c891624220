
# --- Who leads ----------------------------------------------------------------------------------------------------------------------------

# A component writes HOST_ID, with the name that its own machine has for itself (os.Hostname).
readonly HOLDER_FORM='^(.+)_[0-9a-f-]{8,64}$'
HOLDER='' HOLDER_NAME=''

find_holder() {
  HOLDER='' HOLDER_NAME=''
  kube -n kube-system get lease "$1" -o 'jsonpath={.spec.holderIdentity}' || because "kubectl does not say who holds $1: $FAULT" || return 1
  HOLDER=$OUT
  if [[ $HOLDER =~ $HOLDER_FORM ]]; then HOLDER_NAME=${BASH_REMATCH[1]}; fi
}

# Into names: what the other masters call themselves. One that has not said it could be any, and two of one name could be each other.
find_names() {
  local host name
  [[ $# -gt 0 ]] || because "the plan names no other master" || return 1
  for host in "$@"; do
    is_node_name "$host" || because "\"$host\" is not the name of a host" || return 1
    name=${NAME_OF[$host]-}
    [[ -n $name ]] || because "$host did not say what it calls itself (uname -n)" || return 1
    if [[ $name == "$(uname -n)" ]] || is_in "$name" "${names[@]+"${names[@]}"}"; then
      because "two masters call themselves $name, so it cannot be seen which of them leads: give each a name of its own (hostnamectl set-hostname), and restart what runs there" || return 1
    fi
    names+=("$name")
  done
}

# LEASE HOST…: whether one of these masters holds it.
question_lease_moved() {
  local lease=$1 names=()
  shift
  find_names "$@" && find_holder "$lease" || return 1
  if [[ -n $HOLDER_NAME ]] && is_in "$HOLDER_NAME" "${names[@]}"; then return 0; fi
  because "it is held by ${HOLDER:-no one}, and the other masters are ${names[*]}"
}

# Renewed while we look, by any of them.
question_lease_renewed() { is_renewed kube-system "$1" || because "no one renews it${FAULT:+: $FAULT}"; }

# LEASE UNIT HOST…: the leader stops and stays stopped until another master has taken its lease: that alone shows that another one can. It
# starts again whatever happens here.
deed_restart_leader() {
  local lease=$1 unit=$2 end names=() moved=yes
  shift 2
  find_names "$@" || return 1
  if question_lease_moved "$lease" "$@"; then
    WHY="$lease: $HOLDER leads already" OUTCOME=leads-already
    return 0
  fi
  [[ -n $HOLDER ]] || because "${WHY:-it is held by no one}: nothing was stopped" || return 1
  start_again_later "$lease" "$unit" || return 1
  timeout 150 systemctl stop -- "$unit" || because "systemctl stop $unit does not work" || return 1
  end=$(end_of_a_gate)
  until question_lease_moved "$lease" "$@"; do
    if [[ $(uptime_seconds) -ge $end ]]; then
      moved=no
      break
    fi
    sleep 2
  done
  timeout 150 systemctl start -- "$unit" || because "$unit does not start again: journalctl -u $unit -n 20" || return 1
  timeout "$SECONDS_OF_A_COMMAND" systemctl stop "haplane-start-again-$lease.timer" 2>/dev/null || :
  stamp "$unit"
  [[ $moved == yes ]] || because "while $unit was stopped here no other master took the lease $lease ($WHY): do not go on, the other masters cannot lead" || return 1
  WHY="$lease: $HOLDER leads now"
}

start_again_later() {
  # Of an earlier run that did not come to its end.
  disarm "haplane-start-again-$1"
  timeout "$SECONDS_OF_A_COMMAND" systemd-run --unit="haplane-start-again-$1" --on-active="$((10#$SECONDS_OF_A_GATE + 60))" systemctl start -- "$2" >/dev/null 2>&1 ||
    because "no timer could be armed that starts $2 again"
}
