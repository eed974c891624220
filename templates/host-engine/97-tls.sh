
# --- Gates for the API server -------------------------------------------------------------------------------------------------------------

ssl() { timeout "$SECONDS_OF_A_COMMAND" openssl "$@" 2>/dev/null; }

# Prints the code of the answer; 000 where there is none.
http_code() { timeout "$SECONDS_OF_A_COMMAND" curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' "$@" || :; }

# A kube-apiserver that refuses anonymous requests answers 401 in any state. Then the kubeconfig of root is used, where there is one.
gate_ready() {
  local code
  code=$(http_code --cacert "$2" -- "$1")
  case $code in
    200) ;;
    401) is_ready_for_root "${1%/readyz}" ;;
    *) because "it is not ready (${code/#000/no answer})" ;;
  esac
}

# Never fails: a later step asks the same, and needs it.
gate_endpoint_answers() {
  gate_ready "$@" ||
    { RESULT=warning WHY="${1%/readyz} does not lead to a kube-apiserver yet: $WHY. Configure the load balancer as external-load-balancer.md says."; }
}

gate_ready_through() {
  local code address=${1#*://} through=() name=() addresses=("$2")
  address=${address%%/*}
  is_address "$2" || mapfile -t addresses < <(addresses_of "$2")
  [[ ${#addresses[@]} -gt 0 ]] || because "$2 does not resolve. Add it to /etc/hosts." || return 1
  set -- "$1" "${addresses[0]}" "$3"
  # An old curl does not have --connect-to.
  if [[ $address == '['* ]]; then
    through=(--connect-to "::[$2]:")
  elif [[ ${address%:*} != "$2" ]]; then
    through=(--resolve "$address:$2")
    name=(--tls-server-name="${address%:*}")
  fi
  code=$(http_code --cacert "$3" "${through[@]+"${through[@]}"}" -- "$1")
  case $code in
    200) ;;
    401) is_ready_for_root "https://$(bracketed "$2"):${address##*:}" "${name[@]+"${name[@]}"}" ;;
    *) because "no good answer through $2 (${code/#000/no answer})" ;;
  esac
}

bracketed() { if [[ $1 == *:* ]]; then printf '[%s]' "$1"; else printf '%s' "$1"; fi; }

is_ready_for_root() {
  local server=$1
  shift
  if [[ ! -x $KUBECTL || ! -r ~root/.kube/config ]]; then
    WHY="it answers, but may not be ready: it refuses anonymous requests, and root has no kubeconfig here"
    RESULT=warning
    return
  fi
  kube --server="$server" "$@" get --raw /readyz || because "it is not ready: $FAULT" || return 1
  [[ $OUT == ok ]] || because "it is not ready: $(last_words "$OUT")"
}

# Checks names as the clients of Kubernetes do (Go, crypto/x509): the common name never counts, an address matches only an address, and a
# wildcard is the whole first label.
gate_certificate_names() {
  local endpoint=$1 name text unnamed='' named_names=() named_addresses=()
  shift
  text=$(ssl s_client -connect "$endpoint" </dev/null | ssl x509 -noout -text) ||
    because "$endpoint presents no certificate" || return 1
  read_alternative_names "$text"
  for name in "$@"; do is_named "$name" || unnamed+=" $name"; done
  [[ -z $unnamed ]] || because "the certificate at $endpoint does not cover$unnamed. Reissue it: haplane check --reissue DIR"
}

# Sets named_names and named_addresses.
read_alternative_names() {
  local name line=${1#*X509v3 Subject Alternative Name:*$'\n'}
  [[ $line != "$1" ]] || return 0
  while read -r name; do
    case $name in
      DNS:*) named_names+=("${name#DNS:}") ;;
      'IP Address:'*) named_addresses+=("$(canonical_address "${name#IP Address:}")") ;;
    esac
  done < <(tr ',' '\n' <<<"${line%%$'\n'*}")
}

is_address() { [[ $1 =~ ^[0-9]{1,3}(\.[0-9]{1,3}){3}$ || ($1 == *:* && $1 =~ ^[0-9a-fA-F:]{2,39}$) ]]; }

canonical_address() { if [[ $1 == *:* ]] && is_address "$1"; then expand_ipv6 "$1"; else printf '%s' "$1"; fi; }

is_named() {
  local name=${1,,} host pattern
  if is_address "$1"; then
    is_in "$(canonical_address "$1")" "${named_addresses[@]+"${named_addresses[@]}"}"
    return
  fi
  host=${name%.}
  for pattern in "${named_names[@]+"${named_names[@],,}"}"; do
    case $pattern in
      "$name" | "$host") return 0 ;;
      '*') if [[ $host != *.* ]]; then return 0; fi ;;
      '*.'*) if [[ $host == ?*.* && ${host#*.} == "${pattern#'*.'}" ]]; then return 0; fi ;;
    esac
  done
  return 1
}
