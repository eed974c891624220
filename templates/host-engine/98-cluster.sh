
# --- Questions about the cluster, on the source -------------------------------------------------------------------------------------------

# A node that has joined needs no token.
question_bootstrap_token() {
  if is_ready_node "$2"; then WHY="$2 has joined already" && return; fi
  kube --kubeconfig="$1" auth can-i create certificatesigningrequests.certificates.k8s.io || because "the token in $1 cannot create a certificate request: ${OUT:-$FAULT}" || return 1
  [[ $OUT == yes ]] || because "the token in $1 cannot create a certificate request: $(last_words "$OUT")"
}

# --- Nodes ---

is_ready_node() { is_node_name "$1" && kube get node "$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' && [[ $OUT == True ]]; }

question_node_ready() { is_ready_node "$1" || because "the node is not Ready${FAULT:+: $FAULT}"; }

# Only an answer counts: a cluster that is silent does not say that it has no such node.
question_node_unknown() {
  is_node_name "$1" || because "\"$1\" is not the name of a node" || return 1
  kube get node "$1" --ignore-not-found -o name || because "$FAULT" || return 1
  [[ -z $OUT ]] || because "the cluster knows it"
}

# Renewed while we look: no clock is compared with another.
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

question_node_lease_renewed() {
  is_node_name "$1" || because "\"$1\" is not the name of a node" || return 1
  is_renewed kube-node-lease "$1" || because "the node has not renewed its lease for a while${FAULT:+: $FAULT}"
}

# Into not: every node that is not Ready.
list_nodes_that_are_not_ready() {
  local name ready
  kube get nodes -o 'jsonpath={range .items[*]}{.metadata.name}{" "}{.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}' || because "$FAULT" || return 1
  [[ -n $OUT ]] || because "kubectl lists no nodes" || return 1
  while read -r name ready; do
    is_node_name "$name" || because "kubectl lists a node whose name is none" || return 1
    if [[ $ready != True ]]; then not+=("$name"); fi
  done <<<"$OUT"
}

# What was not Ready before this rollout is named, and is not its fault.
question_all_nodes_ready() {
  local not=() name new='' old=''
  list_nodes_that_are_not_ready || return 1
  for name in "${not[@]+"${not[@]}"}"; do
    if [[ -n ${NOT_READY_BEFORE[$name]-} ]]; then old+=" $name"; else new+=" $name"; fi
  done
  [[ -z $new ]] || because "not Ready:$new" || return 1
  if [[ -n $old ]]; then RESULT=warning WHY="not Ready, as before this rollout:$old"; fi
}

# As facts, before anything is changed.
say_nodes() {
  local not=() name
  WHY=''
  if ! list_nodes_that_are_not_ready; then
    say facts warning no-nodes "which nodes are not Ready is not known: $WHY"
    return
  fi
  for name in "${not[@]+"${not[@]}"}"; do
    say_fact not-ready "$name"
    say facts warning not-ready "the node $name is not Ready, before anything is changed: look at it, or take it out of the cluster"
  done
}

# --- What the Service kubernetes lists ---

# Into OUT, an address a line.
list_endpoints() {
  kube get endpoints kubernetes -o 'jsonpath={.subsets[*].addresses[*].ip}' || because "$FAULT" || return 1
  OUT=$(tr ' ' '\n' <<<"$OUT" | sort)
  [[ -n $OUT ]] || because "kubectl does not say what the Service kubernetes lists"
}

question_endpoint_gone() {
  list_endpoints || return 1
  ! grep -qxF -- "$1" <<<"$OUT" || because "the Service kubernetes still lists $1"
}

question_service_endpoints() {
  local wanted
  wanted=$(printf '%s\n' "$@" | sort)
  list_endpoints || return 1
  [[ $OUT == "$wanted" ]] || because "the Service kubernetes lists ${OUT//$'\n'/ }"
}

# --- What is done to nodes ---

# Where a new machine may have taken the name, the node at this address alone is meant. Whoever has an answer for another one has nothing to
# do; the silence of a cluster is none.
is_node_here() {
  is_node_name "$1" || because "\"$1\" is not the name of a node" || return 2
  kube get node "$1" --ignore-not-found -o 'jsonpath={.status.addresses[?(@.type=="InternalIP")].address}' || because "$FAULT" || return 2
  local address=$OUT
  if [[ -z $address ]] && question_node_unknown "$1"; then WHY="$1 is not in the cluster" OUTCOME=not-in-cluster && return 1; fi
  if [[ -n ${2-} && " $address " != *" $2 "* ]]; then WHY="the node $1 is at ${address:-an unknown address}, not at $2: left alone" OUTCOME=left-alone && return 1; fi
}

# What may not be lost stays where it is, and a person decides.
deed_drain_node() {
  local code=0
  is_node_here "$@" || code=$?
  [[ $code -eq 0 ]] || return "$((code - 1))"
  WHY=''
  kube_within "$SECONDS_OF_A_GATE" drain "$1" --ignore-daemonsets || because "$FAULT: move these pods yourself (kubectl drain $1 …), and run again" || return 1
  WHY="$1 is free of pods"
}

deed_allow_pods() {
  is_node_name "$1" || because "\"$1\" is not the name of a node" || return 1
  kube uncordon "$1" || because "kubectl uncordon $1: $FAULT"
}

# A node that leaves, or that was made in a rollout which is taken back, goes with its requests.
deed_forget_node() {
  local i code=0 fault=''
  is_node_here "$@" || code=$?
  [[ $code -ne 2 ]] || return 1
  # The requests of a machine that has taken the name are that one's.
  [[ $code -eq 0 || -z ${2-} ]] || return 0
  kube delete node "$1" || fault=$FAULT
  if list_requests "$1"; then
    for ((i = 0; i < ${#R_NAME[@]}; i++)); do kube delete csr "${R_NAME[i]}" || :; done
  fi
  kube get node "$1" --ignore-not-found -o name || because "$FAULT" || return 1
  [[ -z $OUT ]] || because "kubectl delete node $1 does not work: ${fault:-the node is still there}"
}
