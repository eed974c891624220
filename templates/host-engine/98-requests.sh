
# --- CSRs of kubelets ---------------------------------------------------------------------------------------------------------------------

readonly KUBELET_SIGNER=kubernetes.io/kube-apiserver-client-kubelet
# A name may contain any character of a path; a kubelet uses only these.
readonly REQUEST_NAME_FORM='[A-Za-z0-9][A-Za-z0-9._:-]{0,252}'
# Creation time, CSR, signer and usages. The fields that the API server encodes itself come first, so that no later field can imitate them.
readonly REQUEST_FORM='([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}Z)\|([A-Za-z0-9+/=]+)\|([A-Za-z0-9./-]*)\|([a-z ,]*)'
readonly REQUEST_FIELDS='{.metadata.creationTimestamp}{"|"}{.spec.request}{"|"}{.spec.signerName}{"|"}{range .spec.usages[*]}{@}{","}{end}'

readonly DECISION_FIELDS='{"|"}{range .status.conditions[*]}{.type}{","}{end}{"|"}{.status.certificate}{"|"}{.metadata.name}{"\n"}'

# By index, the CSRs that only the kubelet of one node makes: name, creation time (seconds), decision, and the digest of the public key.
# FOREIGN has the other CSRs for the name of that node.
R_NAME=() R_CREATED=() R_DECIDED=() R_KEY=() FOREIGN=()

# A name may contain a newline and text that looks like another CSR. So each CSR is read again by its name before it is approved.
list_requests() {
  local line
  R_NAME=() R_CREATED=() R_DECIDED=() R_KEY=() FOREIGN=()
  kube get csr -o "jsonpath={range .items[*]}$REQUEST_FIELDS$DECISION_FIELDS{end}" ||
    because "$FAULT" || return 1
  while IFS= read -r line; do
    if [[ $line =~ ^$REQUEST_FORM\|([A-Za-z,]*)\|([A-Za-z0-9+/=]*)\|($REQUEST_NAME_FORM)$ ]]; then add_request "$1" "${BASH_REMATCH[@]:1:7}"; fi
  done <<<"$OUT"
}

# NODE CREATED REQUEST SIGNER USAGES CONDITIONS CERTIFICATE NAME
add_request() {
  local conditions=$6 certificate=$7 decided=pending
  classify_request "${@:1:5}"
  case $KIND in
    foreign) FOREIGN+=("$8") ;;
    kubelet)
      case ,$conditions in *,Denied,* | *,Failed,*) decided=denied ;; *,Approved,*) decided=approved${certificate:+-and-issued} ;; esac
      R_NAME+=("$8") R_CREATED+=("$(date -d "$2" +%s)") R_DECIDED+=("$decided") R_KEY+=("$KEY")
      ;;
  esac
}

# NODE CREATED REQUEST SIGNER USAGES. Sets KIND: kubelet, where only the kubelet of this node makes such a CSR; foreign, for another CSR
# with the name of this node; other. Sets KEY: the digest of the public key.
KIND=other KEY=''
classify_request() {
  local node=$1 signer=$4 usages=$5 request subject
  KIND=other KEY=''
  # A serving certificate has the same subject, and is not ours to approve.
  if [[ ($signer != '' && $signer != "$KUBELET_SIGNER") || ,$usages == *',server auth,'* ]]; then return; fi
  request=$(base64 -d <<<"$3" 2>/dev/null | tr -d '\0') || return 0
  subject=$(subject_of "$request")
  [[ $subject == *"CN = system:node:$node"* ]] || return 0
  KIND=foreign
  if is_subject_of "$node" "$subject" && are_usages_of_kubelet "$usages" && has_no_attributes "$request"; then
    KEY=$(public_key_of_request "$request")
    if is_digest "$KEY"; then KIND=kubelet; fi
  elif [[ $subject$'\n' != *"CN = system:node:$node"$'\n'* ]]; then
    # This name is only the beginning of another node's name.
    KIND=other
  fi
}

# Prints one part per line, as "CN = …"; parts of one RDN are one line.
subject_of() { ssl req -noout -subject -nameopt sep_multiline,utf8,esc_ctrl,space_eq <<<"$1" | sed -n 's/^    //p'; }

# Exactly the group and the name.
is_subject_of() {
  local group='O = system:nodes' name="CN = system:node:$1"
  [[ $2 == "$group"$'\n'"$name" || $2 == "$name"$'\n'"$group" ]]
}

are_usages_of_kubelet() {
  local usage IFS=,
  for usage in $1; do
    case $usage in 'digital signature' | 'client auth' | 'key encipherment') ;; *) return 1 ;; esac
  done
  [[ ,$1 == *',digital signature,'* && ,$1 == *',client auth,'* ]]
}

# The CSR of a kubelet has no extensions: no alternative names, no basic constraints. They would be in [0].
has_no_attributes() {
  local text
  text=$(ssl asn1parse <<<"$1") || return 1
  ! grep -E '^ *[0-9]+:d=2 .*cont \[ 0 \]' <<<"$text" | grep -qvE ' l= *0 '
}

# The same digest as for the key itself, in any encoding.
public_key_of_request() { ssl req -noout -pubkey <<<"$1" | ssl pkey -pubin -outform DER | digest_of_der; }

public_key_of_file() { ssl pkey -in "$1" -pubout -outform DER | digest_of_der; }

# Prints nothing where there is no key.
digest_of_der() {
  local sum
  sum=$(sha256sum)
  sum=${sum%% *}
  if [[ $sum != e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ]]; then printf '%s' "$sum"; fi
}

# Sets fitting, by index: pending CSRs of that kubelet. The key proves it. Where a kubelet keeps its key in memory (because it rotates
# certificates), the CSR must be younger than the start of the kubelet.
choose_requests() {
  local i
  for ((i = 0; i < ${#R_NAME[@]}; i++)); do
    if [[ ${R_DECIDED[i]} == pending ]] && is_of_that_kubelet "$i"; then fitting+=("$i"); fi
  done
}

is_of_that_kubelet() {
  local key=${FACT[node-key]:-none} started=${FACT[started]-}
  case $key in
    none) return 1 ;;
    memory)
      [[ $started =~ ^[0-9]{1,15}$ && ${R_CREATED[$1]} =~ ^[0-9]{1,15}$ && $((10#$started)) -gt 0 ]] &&
        [[ ${R_CREATED[$1]} -ge $((10#$started - CLOCK_TOLERANCE)) ]]
      ;;
    *) [[ ${R_KEY[$1]} == "$key" ]] ;;
  esac
}

# CSRs are deleted an hour after the decision; then the node itself is the proof.
gate_csr_issued() {
  local i
  is_node_name "$1" || because "\"$1\" is not a node name" || return 1
  list_requests "$1" || return 1
  for ((i = 0; i < ${#R_NAME[@]}; i++)); do
    if [[ ${R_DECIDED[i]} == approved-and-issued ]]; then return 0; fi
  done
  is_ready_node "$1" ||
    because "no CSR of system:node:$1 is issued. Does kube-controller-manager sign (--cluster-signing-cert-file)?${FAULT:+ kubectl: $FAULT}"
}

# Approves exactly the CSR of that kubelet.
action_approve_csr() {
  local node=$1 end fitting=() chosen='' i
  is_node_name "$node" || because "\"$node\" is not a node name" || return 1
  end=$(end_of_a_gate)
  until list_requests "$node" && choose_requests && [[ ${#fitting[@]} -gt 0 ]]; do
    if is_ready_node "$node"; then
      WHY="$node has already joined" OUTCOME=joined-already
      return 0
    fi
    if [[ $(uptime_seconds) -ge $end ]]; then
      why_none_fits "$node"
      return 1
    fi
    sleep 2
  done
  if [[ ${FACT[node-key]} == memory && ${#fitting[@]} -gt 1 ]]; then
    OUTCOME=several-requests
    for i in "${fitting[@]}"; do chosen+=" ${R_NAME[i]}"; done
    because "several CSRs are pending:$chosen. Check them, and approve only one that you know." || return 1
  fi
  for i in "${fitting[@]}"; do approve "$node" "$i" && chosen+=" ${R_NAME[i]}" || return 1; done
  WHY="${chosen# } of system:node:$node"
  if [[ ${FACT[node-key]} == memory ]]; then
    RESULT=warning OUTCOME=key-in-memory
    WHY+="; matched only by subject and time, because this kubelet keeps its key in memory"
  fi
  [[ ${#FOREIGN[@]} -eq 0 ]] || say action warning foreign-request "approve-csr: ${FOREIGN[*]} uses the name $node, but is not from a kubelet. \
Find out who made it, then run: kubectl certificate deny"
}

# Sets WHY and OUTCOME.
why_none_fits() {
  local i waiting='' key=${FACT[node-key]:-none}
  for ((i = 0; i < ${#R_NAME[@]}; i++)); do
    if [[ ${R_DECIDED[i]} == pending ]]; then waiting+=" ${R_NAME[i]}"; fi
  done
  if [[ -n $waiting && $key == none ]]; then
    OUTCOME=no-key WHY="pending:$waiting, but the host of $1 has no kubelet key to compare with. Run there: journalctl -u kubelet"
  elif [[ -n $waiting ]]; then
    OUTCOME=other-key WHY="pending:$waiting, but not from the kubelet on that host. Approve only a CSR that you know."
  elif [[ ${#FOREIGN[@]} -gt 0 ]]; then
    OUTCOME=foreign-request WHY="${FOREIGN[*]} uses the name $1, but is not from a kubelet. Find out who made it, then run: kubectl certificate deny"
  else
    OUTCOME=no-request WHY="${FAULT:-no CSR of system:node:$1 arrived. Run there: journalctl -u kubelet}"
  fi
}

# NODE INDEX: read by its name, it is still the same CSR, and neither another node nor a service account has made it.
approve() {
  local node=$1 name=${R_NAME[$2]} key=${R_KEY[$2]} created=${R_CREATED[$2]}
  kube get csr "$name" -o "jsonpath=$REQUEST_FIELDS" || because "$FAULT" || return 1
  if [[ $OUT =~ ^$REQUEST_FORM$ ]]; then classify_request "$node" "${BASH_REMATCH[@]:1:4}"; else KIND=other; fi
  if [[ $KIND != kubelet || $KEY != "$key" || $(date -d "${OUT%%|*}" +%s) != "$created" ]]; then
    OUTCOME='foreign-request'
    because "$name has changed since it was listed. Approve only a CSR that you know." || return 1
  fi
  kube get csr "$name" -o 'jsonpath={.spec.username}' || because "$FAULT" || return 1
  case $OUT in
    "system:node:$node") ;;
    system:node:* | system:serviceaccount:* | system:anonymous)
      OUTCOME='foreign-request'
      because "$name was made by $(last_words "$OUT"), not by $node. Approve only a CSR that you know." || return 1
      ;;
  esac
  kube certificate approve "$name" || because "kubectl certificate approve $name failed: $FAULT"
}
