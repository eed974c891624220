
# --- Gates for the cluster, on the source master ------------------------------------------------------------------------------------------

# A node that has joined does not need the token.
gate_bootstrap_token() {
  if is_ready_node "$2"; then WHY="$2 has already joined" && return; fi
  kube --kubeconfig="$1" auth can-i create certificatesigningrequests.certificates.k8s.io ||
    because "the token in $1 cannot create a CSR: ${OUT:-$FAULT}" || return 1
  [[ $OUT == yes ]] || because "the token in $1 cannot create a CSR: $(last_words "$OUT")"
}

# --- Nodes ---

is_ready_node() { is_node_name "$1" && kube get node "$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' && [[ $OUT == True ]]; }

gate_node_ready() { is_ready_node "$1" || because "the node is not Ready${FAULT:+: $FAULT}"; }

# Only an answer counts: without one, the node may exist.
gate_node_unknown() {
  is_node_name "$1" || because "\"$1\" is not a node name" || return 1
  kube get node "$1" --ignore-not-found -o name || because "$FAULT" || return 1
  [[ -z $OUT ]] || because "the node is in the cluster"
}

# Waits for a renewal, so no clocks are compared.
is_renewed() {
  local before='' i
  for ((i = 0; i < 9; i++)); do
    if kube -n "$1" get lease "$2" -o 'jsonpath={.spec.renewTime}' && [[ -n $OUT ]]; then
      if [[ -n $before && $OUT != "$before" ]]; then return 0; fi
      before=$OUT
    fi
    sleep 2
  done
  return 1
}

gate_node_lease_renewed() {
  is_node_name "$1" || because "\"$1\" is not a node name" || return 1
  is_renewed kube-node-lease "$1" || because "the node does not renew its lease${FAULT:+: $FAULT}"
}

# Sets not: all nodes that are not Ready.
list_nodes_that_are_not_ready() {
  local name ready
  kube get nodes -o 'jsonpath={range .items[*]}{.metadata.name}{" "}{.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}' ||
    because "$FAULT" || return 1
  [[ -n $OUT ]] || because "kubectl lists no nodes" || return 1
  while read -r name ready; do
    is_node_name "$name" || because "kubectl lists a node without a valid name" || return 1
    if [[ $ready != True ]]; then not+=("$name"); fi
  done <<<"$OUT"
}

# A node that was not Ready before this rollout is only a warning.
gate_all_nodes_ready() {
  local not=() name new='' old=''
  list_nodes_that_are_not_ready || return 1
  for name in "${not[@]+"${not[@]}"}"; do
    if [[ -n ${NOT_READY_BEFORE[$name]-} ]]; then old+=" $name"; else new+=" $name"; fi
  done
  [[ -z $new ]] || because "not Ready:$new" || return 1
  if [[ -n $old ]]; then RESULT=warning WHY="not Ready, as before this rollout:$old"; fi
}

# Prints facts before anything changes.
say_nodes() {
  local not=() name
  WHY=''
  if ! list_nodes_that_are_not_ready; then
    say facts warning no-nodes "the state of the nodes is unknown: $WHY"
    return
  fi
  for name in "${not[@]+"${not[@]}"}"; do
    say_fact not-ready "$name"
    say facts warning not-ready "the node $name is already not Ready. Repair it, or remove it from the cluster."
  done
}

# --- The endpoints of the Service kubernetes ---

# Sets OUT: one address per line.
list_endpoints() {
  kube get endpoints kubernetes -o 'jsonpath={.subsets[*].addresses[*].ip}' || because "$FAULT" || return 1
  OUT=$(tr ' ' '\n' <<<"$OUT" | sort)
  [[ -n $OUT ]] || because "the endpoints of the Service kubernetes are unknown"
}

gate_endpoint_gone() {
  list_endpoints || return 1
  ! grep -qxF -- "$1" <<<"$OUT" || because "the Service kubernetes still lists $1"
}

gate_service_endpoints() {
  local wanted
  wanted=$(printf '%s\n' "$@" | sort)
  list_endpoints || return 1
  [[ $OUT == "$wanted" ]] || because "the Service kubernetes lists ${OUT//$'\n'/ }"
}

# --- Actions on nodes ---

# A new machine may have taken the name, so only the node with this address counts. Returns 0 where the node is that one, 1 where there is
# nothing to do, and 2 without an answer.
is_node_here() {
  is_node_name "$1" || because "\"$1\" is not a node name" || return 2
  kube get node "$1" --ignore-not-found -o 'jsonpath={.status.addresses[?(@.type=="InternalIP")].address}' || because "$FAULT" || return 2
  local address=$OUT
  if [[ -z $address ]] && gate_node_unknown "$1"; then WHY="$1 is not in the cluster" OUTCOME=not-in-cluster && return 1; fi
  if [[ -n ${2-} && " $address " != *" $2 "* ]]; then
    WHY="the node $1 is at ${address:-an unknown address}, not at $2; nothing to do" OUTCOME=left-alone
    return 1
  fi
}

# A pod that cannot be moved safely stays, and the operator decides.
action_drain_node() {
  local code=0
  is_node_here "$@" || code=$?
  [[ $code -eq 0 ]] || return "$((code - 1))"
  WHY=''
  kube_within "$SECONDS_OF_A_GATE" drain "$1" --ignore-daemonsets ||
    because "$FAULT. Move these pods yourself (kubectl drain $1 …), and run again." || return 1
  WHY="$1 has no pods to move"
}

action_allow_pods() {
  is_node_name "$1" || because "\"$1\" is not a node name" || return 1
  kube uncordon "$1" || because "kubectl uncordon $1: $FAULT"
}

# Deletes a node that leaves, or that a rolled back step had added, with its CSRs.
action_forget_node() {
  local i code=0 fault=''
  is_node_here "$@" || code=$?
  [[ $code -ne 2 ]] || return 1
  # These are the CSRs of the machine that has taken the name.
  [[ $code -eq 0 || -z ${2-} ]] || return 0
  kube delete node "$1" || fault=$FAULT
  if list_requests "$1"; then
    for ((i = 0; i < ${#R_NAME[@]}; i++)); do kube delete csr "${R_NAME[i]}" || :; done
  fi
  kube get node "$1" --ignore-not-found -o name || because "$FAULT" || return 1
  [[ -z $OUT ]] || because "kubectl delete node $1 failed: ${fault:-the node is still there}"
}
