
# --- Certificate requests of kubelets -----------------------------------------------------------------------------------------------------

readonly KUBELET_SIGNER=kubernetes.io/kube-apiserver-client-kubelet
# A name may hold whatever a path may: those that a kubelet makes are of these letters.
readonly REQUEST_NAME_FORM='[A-Za-z0-9][A-Za-z0-9._:-]{0,252}'
# When it was made, what it asks for, who is to sign, and what for. What the apiserver has encoded itself comes first, so that nothing
# behind it can look like it.
readonly REQUEST_FORM='([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}Z)\|([A-Za-z0-9+/=]+)\|([A-Za-z0-9./-]*)\|([a-z ,]*)'
readonly REQUEST_FIELDS='{.metadata.creationTimestamp}{"|"}{.spec.request}{"|"}{.spec.signerName}{"|"}{range .spec.usages[*]}{@}{","}{end}'

# By index, the requests of one node that only its kubelet makes: name, when it was made (seconds), what was decided, and the digest of its
# public key. In FOREIGN those that ask for the name of the node in any other way.
R_NAME=() R_CREATED=() R_DECIDED=() R_KEY=() FOREIGN=()

# A name may hold the end of a line and what looks like another request: before one is approved, it is asked for by itself.
list_requests() {
  local line
  R_NAME=() R_CREATED=() R_DECIDED=() R_KEY=() FOREIGN=()
  kube get csr -o "jsonpath={range .items[*]}$REQUEST_FIELDS{\"|\"}{range .status.conditions[*]}{.type}{\",\"}{end}{\"|\"}{.status.certificate}{\"|\"}{.metadata.name}{\"\\n\"}{end}" ||
    because "$FAULT" || return 1
  while IFS= read -r line; do
    if [[ $line =~ ^$REQUEST_FORM\|([A-Za-z,]*)\|([A-Za-z0-9+/=]*)\|($REQUEST_NAME_FORM)$ ]]; then add_request "$1" "${BASH_REMATCH[@]:1:7}"; fi
  done <<<"$OUT"
}

# NODE CREATED REQUEST SIGNER USAGES CONDITIONS CERTIFICATE NAME
add_request() {
  local conditions=$6 certificate=$7 decided=pending
  judge_request "${@:1:5}"
  case $KIND in
    foreign) FOREIGN+=("$8") ;;
    kubelet)
      case ,$conditions in *,Denied,* | *,Failed,*) decided=denied ;; *,Approved,*) decided=approved${certificate:+-and-issued} ;; esac
      R_NAME+=("$8") R_CREATED+=("$(date -d "$2" +%s)") R_DECIDED+=("$decided") R_KEY+=("$KEY")
      ;;
  esac
}

# NODE CREATED REQUEST SIGNER USAGES. Into KIND: kubelet, as only the kubelet of this node asks for its certificate; foreign, where it asks for
# the name of this node in another way; other. Into KEY: the digest of its public key.
KIND=other KEY=''
judge_request() {
  local node=$1 signer=$4 usages=$5 request subject
  KIND=other KEY=''
  # What a kubelet serves with has the same subject, and is not ours to approve.
  if [[ ($signer != '' && $signer != "$KUBELET_SIGNER") || ,$usages == *',server auth,'* ]]; then return; fi
  request=$(base64 -d <<<"$3" 2>/dev/null | tr -d '\0') || return 0
  subject=$(subject_of "$request")
  [[ $subject == *"CN = system:node:$node"* ]] || return 0
  KIND=foreign
  if is_subject_of "$node" "$subject" && are_usages_of_kubelet "$usages" && has_no_attributes "$request"; then
    KEY=$(public_key_of_request "$request")
    if is_digest "$KEY"; then KIND=kubelet; fi
  elif [[ $subject$'\n' != *"CN = system:node:$node"$'\n'* ]]; then
    # The name of another node begins with this one.
    KIND=other
  fi
}

# Each part of it a line, as "CN = …"; parts that belong together are one line.
subject_of() { ssl req -noout -subject -nameopt sep_multiline,utf8,esc_ctrl,space_eq <<<"$1" | sed -n 's/^    //p'; }

# The group and the name, and nothing else.
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

# A kubelet's request asks for no extension: no alternative name, no basic constraint. In it, [0] holds them all.
has_no_attributes() {
  local text
  text=$(ssl asn1parse <<<"$1") || return 1
  ! grep -E '^ *[0-9]+:d=2 .*cont \[ 0 \]' <<<"$text" | grep -qvE ' l= *0 '
}

# The same digest as of the key itself, whatever form that has.
public_key_of_request() { ssl req -noout -pubkey <<<"$1" | ssl pkey -pubin -outform DER | digest_of_der; }

public_key_of_file() { ssl pkey -in "$1" -pubout -outform DER | digest_of_der; }

# Nothing where there is no key.
digest_of_der() {
  local sum
  sum=$(sha256sum)
  sum=${sum%% *}
  if [[ $sum != e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ]]; then printf '%s' "$sum"; fi
}

# Into fitting, by index: the requests that wait and are of that kubelet. Its key proves it; where a kubelet keeps its key in memory (as one
# that rotates its certificates does), it is one that was made since the kubelet was started.
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
    memory) [[ $started =~ ^[0-9]{1,15}$ && ${R_CREATED[$1]} =~ ^[0-9]{1,15}$ && $((10#$started)) -gt 0 && ${R_CREATED[$1]} -ge $((10#$started - CLOCK_TOLERANCE)) ]] ;;
    *) [[ ${R_KEY[$1]} == "$key" ]] ;;
  esac
}

# Requests are forgotten an hour after they were answered; the node itself is the better witness then.
question_csr_issued() {
  local i
  is_node_name "$1" || because "\"$1\" is not the name of a node" || return 1
  list_requests "$1" || return 1
  for ((i = 0; i < ${#R_NAME[@]}; i++)); do
    if [[ ${R_DECIDED[i]} == approved-and-issued ]]; then return 0; fi
  done
  is_ready_node "$1" || because "no request of system:node:$1 is issued: does kube-controller-manager sign (--cluster-signing-cert-file)?${FAULT:+ kubectl: $FAULT}"
}

# Exactly what that kubelet has asked for.
deed_approve_csr() {
  local node=$1 end fitting=() chosen='' i
  is_node_name "$node" || because "\"$node\" is not the name of a node" || return 1
  end=$(end_of_a_gate)
  until list_requests "$node" && choose_requests && [[ ${#fitting[@]} -gt 0 ]]; do
    if is_ready_node "$node"; then
      WHY="$node has joined already" OUTCOME=joined-already
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
    because "more than one request waits:$chosen; look at them, and approve none that you do not know" || return 1
  fi
  for i in "${fitting[@]}"; do approve "$node" "$i" && chosen+=" ${R_NAME[i]}" || return 1; done
  WHY="${chosen# } of system:node:$node"
  if [[ ${FACT[node-key]} == memory ]]; then
    RESULT=warning OUTCOME=key-in-memory
    WHY+=", by its subject and its time alone: this kubelet rotates its certificates, and keeps its key in memory until it is issued"
  fi
  [[ ${#FOREIGN[@]} -eq 0 ]] || say approve-csr warning foreign-request "${FOREIGN[*]}: asks for the name of $node, and not as a kubelet does: find out who made it, then kubectl certificate deny"
}

# In WHY, and in OUTCOME as a code.
why_none_fits() {
  local i waiting='' key=${FACT[node-key]:-none}
  for ((i = 0; i < ${#R_NAME[@]}; i++)); do
    if [[ ${R_DECIDED[i]} == pending ]]; then waiting+=" ${R_NAME[i]}"; fi
  done
  if [[ -n $waiting && $key == none ]]; then
    OUTCOME=no-key WHY="a request waits ($waiting ), and the host of $1 has shown no key of a kubelet to match it: journalctl -u kubelet there"
  elif [[ -n $waiting ]]; then
    OUTCOME=other-key WHY="a request waits ($waiting ), and is not of the kubelet on that host: approve none that you do not know"
  elif [[ ${#FOREIGN[@]} -gt 0 ]]; then
    OUTCOME=foreign-request WHY="${FOREIGN[*]} asks for the name of $1, and not as a kubelet does: find out who made it, then kubectl certificate deny"
  else
    OUTCOME=no-request WHY="${FAULT:-no request of system:node:$1 came: journalctl -u kubelet there}"
  fi
}

# NODE INDEX: asked for by itself it is still that request, and it was not made by another node, a service account or a stranger.
approve() {
  local node=$1 name=${R_NAME[$2]} key=${R_KEY[$2]} created=${R_CREATED[$2]}
  kube get csr "$name" -o "jsonpath=$REQUEST_FIELDS" || because "$FAULT" || return 1
  if [[ $OUT =~ ^$REQUEST_FORM$ ]]; then judge_request "$node" "${BASH_REMATCH[@]:1:4}"; else KIND=other; fi
  if [[ $KIND != kubelet || $KEY != "$key" || $(date -d "${OUT%%|*}" +%s) != "$created" ]]; then
    OUTCOME='foreign-request'
    because "$name is not what the list of requests says: approve none that you do not know" || return 1
  fi
  kube get csr "$name" -o 'jsonpath={.spec.username}' || because "$FAULT" || return 1
  case $OUT in
    "system:node:$node") ;;
    system:node:* | system:serviceaccount:* | system:anonymous)
      OUTCOME='foreign-request'
      because "$name was made by $(last_words "$OUT"), who does not ask for the certificate of $node: approve none that you do not know" || return 1
      ;;
  esac
  kube certificate approve "$name" || because "kubectl certificate approve $name: $FAULT"
}
