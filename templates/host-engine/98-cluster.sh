
# --- Of the cluster, on the source ---

kube() { HOME=~root timeout 20 "$KUBECTL" "$@" 2>/dev/null; }

# HOST_ID, as the components write it.
holder_of() { kube -n kube-system get lease "$1" -o 'jsonpath={.spec.holderIdentity}'; }

# A node that has joined needs no token any more.
question_bootstrap_token() {
  if [[ $(ready_of "$2") == True ]]; then WHY="$2 has joined already" && return; fi
  [[ $(kube --kubeconfig="$1" auth can-i create certificatesigningrequests.certificates.k8s.io) == yes ]] || because "the token in $1 cannot create a certificate request any more"
}

question_lease_moved() {
  local holder
  holder=$(holder_of "$1")
  [[ -n $holder && ${holder%_*} != "$(uname -n)" ]] || because "it is held by ${holder:-nobody}"
}

# Renewed while we look, by whomever.
question_lease_renewed() {
  local before now i
  before=$(lease_time "$1")
  for ((i = 0; i < 8; i++)); do
    sleep 2
    now=$(lease_time "$1")
    if [[ -n $now && $now != "$before" ]]; then return 0; fi
  done
  because "nobody renews it"
}

lease_time() { kube -n kube-system get lease "$1" -o 'jsonpath={.spec.renewTime}'; }

question_node_ready() { [[ $(ready_of "$1") == True ]] || because "the node is not Ready"; }

# Only an answer counts: a cluster that is silent does not say that it has no such node.
question_node_unknown() {
  local said
  said=$(kube get node "$1" --ignore-not-found -o name) || because "kubectl does not answer" || return 1
  [[ -z $said ]] || because "the cluster knows it"
}

ready_of() { kube get node "$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}'; }

# Renewed while we look: no clock is compared with another.
question_node_lease_renewed() {
  local before now i
  before=$(renewed "$1")
  for ((i = 0; i < 8; i++)); do
    sleep 2
    now=$(renewed "$1")
    if [[ -n $now && $now != "$before" ]]; then return 0; fi
  done
  because "the node has not renewed its lease for a while"
}

renewed() { kube -n kube-node-lease get lease "$1" -o 'jsonpath={.spec.renewTime}'; }

endpoints() { kube get endpoints kubernetes -o 'jsonpath={.subsets[*].addresses[*].ip}' | tr ' ' '\n' | sort; }

# Only an answer counts.
question_endpoint_gone() {
  local now
  now=$(endpoints)
  [[ -n $now ]] || because "kubectl does not say what the Service kubernetes lists" || return 1
  ! grep -qxF -- "$1" <<<"$now" || because "the Service kubernetes still lists $1"
}

question_service_endpoints() {
  local wanted now
  wanted=$(printf '%s\n' "$@" | sort)
  now=$(endpoints)
  [[ $now == "$wanted" ]] || because "the Service kubernetes lists ${now//$'\n'/ }"
}

question_all_nodes_ready() {
  local nodes name ready not=''
  nodes=$(kube get nodes -o 'jsonpath={range .items[*]}{.metadata.name}{" "}{.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}')
  [[ -n $nodes ]] || because "kubectl lists no nodes" || return 1
  while read -r name ready; do
    if [[ $ready != True ]]; then not+=" $name"; fi
  done <<<"$nodes"
  [[ -z $not ]] || because "not Ready:$not"
}

# A line a request of a node: its name, when it was made (seconds), what was decided, issued or not.
requests_of() {
  local name created decided certificate signer request
  while IFS='|' read -r name created decided certificate signer request; do
    # What a kubelet serves with has the same subject, and is not ours to approve.
    [[ -z $signer || $signer == kubernetes.io/kube-apiserver-client-kubelet ]] || continue
    [[ -n $name && $(subject_of "$request") == "system:node:$1" ]] || continue
    printf '%s %s %s %s\n' "$name" "$(date -d "$created" +%s)" "${decided:-pending}" "${certificate:+issued}"
  done < <(kube get csr -o 'jsonpath={range .items[*]}{.metadata.name}{"|"}{.metadata.creationTimestamp}{"|"}{.status.conditions[0].type}{"|"}{.status.certificate}{"|"}{.spec.signerName}{"|"}{.spec.request}{"\n"}{end}')
}

subject_of() {
  local line names=()
  while IFS= read -r line; do
    if [[ $line =~ ^\ *CN\ ?=\ ?(.*)$ ]]; then names+=("${BASH_REMATCH[1]}"); fi
  done < <(base64 -d <<<"$1" 2>/dev/null | openssl req -noout -subject -nameopt sep_multiline,utf8,esc_ctrl 2>/dev/null)
  [[ ${#names[@]} -ne 1 ]] || printf '%s' "${names[0]}"
}

# Requests are forgotten an hour after they were answered; the node itself is the better witness then.
question_csr_issued() {
  local name created decided issued
  while read -r name created decided issued; do
    if [[ $decided == Approved && $issued == issued ]]; then return 0; fi
  done < <(requests_of "$1")
  [[ $(ready_of "$1") == True ]] || because "no request of system:node:$1 is issued: does kube-controller-manager sign (--cluster-signing-cert-file)?"
}

# Exactly the one request that this node has made since its kubelet was started.
deed_approve_csr() {
  local node=$1 deadline=$((SECONDS + SECONDS_OF_A_GATE)) pending
  until pending=$(pending_since "$node" "${FACT[started]:-0}") && [[ -n $pending ]]; do
    if [[ $(ready_of "$node") == True ]]; then
      WHY="$node has joined already"
      return 0
    fi
    [[ $SECONDS -lt $deadline ]] || because "no request of system:node:$node came: journalctl -u kubelet there" || return 1
    sleep 2
  done
  [[ $pending != *$'\n'* ]] || because "more than one request waits: ${pending//$'\n'/, }; look at them, and approve none that you do not know" || return 1
  kube certificate approve "$pending" >/dev/null || because "kubectl certificate approve $pending does not work" || return 1
  WHY="$pending of system:node:$node"
}

pending_since() {
  local name created decided issued
  while read -r name created decided issued; do
    if [[ $decided == pending && $created -ge $(($2 - 3)) ]]; then printf '%s\n' "$name"; fi
  done < <(requests_of "$1")
}

# Where a new machine may have taken the name, the node at this address alone is meant. Whoever has an answer for another one has nothing to
# do; the silence of a cluster is none.
is_node_here() {
  local address
  address=$(kube get node "$1" --ignore-not-found -o 'jsonpath={.status.addresses[?(@.type=="InternalIP")].address}') || because "kubectl does not answer" || return 2
  if [[ -z $address ]] && question_node_unknown "$1"; then WHY="$1 is not in the cluster" && return 1; fi
  if [[ -n ${2-} && $address != "$2" ]]; then WHY="the node $1 is at ${address:-an unknown address}, not at $2: left alone" && return 1; fi
}

# What nobody has allowed to lose stays where it is, and a person decides.
deed_drain_node() {
  local said code=0
  is_node_here "$@" || code=$?
  [[ $code -eq 0 ]] || return "$((code - 1))"
  said=$(HOME=~root timeout "$SECONDS_OF_A_GATE" "$KUBECTL" drain "$1" --ignore-daemonsets 2>&1) && WHY="$1 has no pods any more" && return
  WHY=''
  because "$(tail -n 3 <<<"$said" | tr '\n' ' '): move these pods yourself (kubectl drain $1 …), and run again"
}

deed_allow_pods() {
  kube uncordon "$1" >/dev/null || because "kubectl uncordon $1 does not work"
}

# A node that leaves, or that was made in a rollout which is taken back, goes with its requests.
deed_forget_node() {
  local name rest left code=0
  is_node_here "$@" || code=$?
  [[ $code -ne 2 ]] || return 1
  # The requests of a machine that has taken the name are that one's.
  [[ $code -eq 0 || -z ${2-} ]] || return 0
  kube delete node "$1" >/dev/null || :
  while read -r name rest; do kube delete csr "$name" >/dev/null || :; done < <(requests_of "$1")
  left=$(kube get node "$1" --ignore-not-found -o name) || because "kubectl does not answer" || return 1
  [[ -z $left ]] || because "kubectl delete node $1 does not work"
}

# The leader stops and stays stopped until another master has taken its lease: that alone shows that another one can. It starts again
# whatever happens here.
deed_restart_leader() {
  local lease=$1 unit=$2 deadline=$((SECONDS + SECONDS_OF_A_GATE)) moved=1
  if question_lease_moved "$lease"; then
    WHY="$lease: $(holder_of "$lease") leads already"
    return 0
  fi
  [[ -n $(holder_of "$lease") ]] || because "kubectl does not say who holds $lease: nothing was stopped" || return 1
  # Of an earlier run that did not come to its end.
  disarm "haplane-start-again-$lease"
  systemd-run --unit="haplane-start-again-$lease" --on-active="$((SECONDS_OF_A_GATE + 60))" systemctl start "$unit" >/dev/null 2>&1 || because "no timer could be armed that starts $unit again" || return 1
  timeout 150 systemctl stop -- "$unit" || because "systemctl stop $unit does not work" || return 1
  until question_lease_moved "$lease"; do
    if [[ $SECONDS -ge $deadline ]]; then
      moved=0
      break
    fi
    sleep 2
  done
  timeout 150 systemctl start -- "$unit" || because "$unit does not start again: journalctl -u $unit -n 20" || return 1
  systemctl stop "haplane-start-again-$lease.timer" 2>/dev/null || :
  stamp "$unit"
  [[ $moved -eq 1 ]] || because "while $unit was stopped here nobody else took the lease $lease: do not go on, the other masters cannot lead" || return 1
  WHY="$lease: $(holder_of "$lease") leads now"
}

deed_back_up_etcd() {
  local file member
  command -v etcdctl >/dev/null || { WHY="etcdctl is not here: no snapshot was made" && return 0; }
  mkdir -p "$STATE/backup"
  file=$STATE/backup/etcd-$(date -u +%Y%m%dT%H%M%SZ).db
  # One member is as good as another, and one of them may be dead.
  while IFS= read -r member; do
    if ETCDCTL_API=3 timeout 120 etcdctl --endpoints="$member" --cacert="$2" --cert="$3" --key="$4" snapshot save "$file" >/dev/null 2>&1; then WHY=$file && return; fi
  done < <(tr ',' '\n' <<<"$1")
  because "etcdctl could not save a snapshot of any of $1"
}

# Everything that would change, as it is.
deed_back_up_files() {
  local i file
  compare
  file=$STATE/backup/files-$(date -u +%Y%m%dT%H%M%SZ).tar
  mkdir -p "$STATE/backup"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && [[ -e ${W_PATH[i]} ]]; then printf '.%s\n' "${W_PATH[i]}"; fi
  done | tar -C / --no-recursion -cf "$file" -T - || because "$file could not be written" || return 1
  WHY=$file
}

# Since when a request may be of this host, as a fact for a question elsewhere: since its unit was started, or since the first delivery that
# is kept here. A kubelet that is started again goes on with the request that it has made.
command_started() {
  local started entry
  started=$(start_of "${SCOPE[0]}")
  for entry in "$HISTORY"/[0-9]*; do
    if [[ -f $entry/kind && $(stat -c %Y -- "$entry/kind") -lt $started ]]; then started=$(stat -c %Y -- "$entry/kind"); fi
  done
  printf 'fact\tstarted\t%s\n' "$started"
}
