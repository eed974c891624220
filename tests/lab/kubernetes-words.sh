# shellcheck shell=bash
# Words of kubernetes-tests: the cluster of real programs, what it is asked, and how each driver is started.

readonly LOAD_BALANCER=192.168.3.201 SOURCE_ADDRESS=192.168.3.171
readonly LEASES=(kube-controller-manager kube-scheduler)

# Asks again until the answer is yes or the seconds are over, and says what was waited for.
until_true() {
  local limit=$1 what=$2 deadline=$((SECONDS + $1))
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || complain "$what: not after $limit s"
    sleep 0.5
  done
}

# --- The cluster ------------------------------------------------------------------------------------------------------------------------

# The hosts of a new lab, with an empty etcd: its members cannot be made new one after the other.
new_hosts() {
  "$LAB" down
  "$LAB" up
}

# What an installation from binaries does by hand after its first start.
allow_bootstrap() { kube create clusterrolebinding kubelet-bootstrap --clusterrole=system:node-bootstrapper --user=kubelet-bootstrap; }

api_answers() { [ "$(on k8s-node1 "curl -s --max-time 5 --cacert $ROOT/ssl/ca.pem https://$1:6443/readyz")" = ok ]; }

# Names of nodes with their condition, as another master may be asked for them, too.
nodes() {
  on "${1:-$SOURCE}" \
    "kubectl get nodes -o 'jsonpath={range .items[*]}{.metadata.name}={.status.conditions[?(@.type==\"Ready\")].status}{\"\n\"}{end}'" | sort
}

# Exactly these are there, and all are Ready.
nodes_are() { [ "$(nodes)" = "$(printf '%s=True\n' "$@")" ]; }

endpoints() { kube 'get endpoints kubernetes -o "jsonpath={.subsets[*].addresses[*].ip}"' | tr ' ' '\n' | sort | paste -s -d ' '; }

holder_of() { on "$1" "kubectl -n kube-system get lease $2 -o 'jsonpath={.spec.holderIdentity}'"; }

is_held_by_source() { [[ $(holder_of "$SOURCE" "$1") == "$SOURCE"_* ]]; }

is_held_by_another() {
  local holder
  holder=$(holder_of k8s-master2 "$1") && [[ -n $holder && $holder != "$SOURCE"_* ]]
}

# After a rollout another master leads: without this nothing would have to move.
let_source_lead() {
  local lease host
  for lease in "${LEASES[@]}"; do
    for host in k8s-master2 k8s-master3; do on "$host" "systemctl stop $lease"; done
    until_true 60 "$SOURCE holds $lease" is_held_by_source "$lease"
    for host in k8s-master2 k8s-master3; do on "$host" "systemctl start $lease"; done
  done
}

# Without what the machine's own programs write by themselves: etcd its data, kubectl its cache.
written_by_rollout_on() { written_on "$1" | grep -vE '^(/var/lib/etcd|/root/\.kube/cache)/' || :; }

# --- The drivers ------------------------------------------------------------------------------------------------------------------------

# Ansible takes no C locale, and what a user of this machine has set for himself says nothing here. It would share open connections with every
# playbook of this user for hosts of the same address: those of another lab, too.
PLAYBOOK=(env LC_ALL=C.UTF-8 ANSIBLE_CONFIG="$scratch/ansible.cfg" ANSIBLE_NOCOLOR=1 ANSIBLE_LOCAL_TEMP="$scratch/ansible"
  ANSIBLE_SSH_CONTROL_PATH_DIR="$scratch/connections" ansible-playbook -i inventory.yml site.yml)

# How DRIVER carries out an output of haplane, and where it is started.
choose() {
  case $DRIVER in
    bash) STARTED_IN=$scratch COMMAND=("$LAB" exec bash "$scratch/$1/bin/rollout.sh" --log -) ;;
    Ansible) STARTED_IN=$scratch/$1/ansible COMMAND=("$LAB" exec "${PLAYBOOK[@]}") ;;
    apply) STARTED_IN=$scratch COMMAND=("$LAB" exec "$HAPLANE" apply "$scratch/$1" --yes) ;;
  esac
}

# Back to one master: with an output that leads there, and by apply with what it keeps on the hosts. A rollback removes the load balancer,
# too, so its client asks the source.
choose_back() {
  choose one
  [ "$DRIVER" = apply ] || return 0
  COMMAND=("$LAB" exec "$HAPLANE" rollback "$scratch/out" --yes)
  export CLIENT_ASKS=$SOURCE_ADDRESS
}

carry_out() { (cd "$STARTED_IN" && "${COMMAND[@]}" </dev/null); }

begin() {
  cd "$STARTED_IN"
  begin_with "${COMMAND[@]}"
}

# A case that fails leaves nobody behind.
stop_all() {
  stop_operator
  stop_client
}

# --- Figures for the table --------------------------------------------------------------------------------------------------------------

note() { printf '%s\n' "$2" >"$scratch/figures/$1"; }

note_seconds() { note "$1" "$((SECONDS - $2)) s"; }

figure() { if [ -e "$scratch/figures/$1" ]; then cat "$scratch/figures/$1"; else echo '-'; fi; }

note_requests() { note "$1" "$(awk '{ print $1 "/" $2 }' "$scratch/asked")"; }

row() { printf '%-8s %10s %8s %11s %9s %10s %12s %10s %8s' "$@"; }

table_header() { row driver there took "second run" takeover without "nodes Ready" back took; }

table_row() {
  row "$DRIVER" "$(figure there)" "$(figure there-seconds)" "$(figure second-run)" "$(figure takeover)" "$(figure without-source)" \
    "$(figure nodes)" "$(figure back)" "$(figure back-seconds)"
}
