
# --- Verify: the cluster ------------------------------------------------------------------------------------------------------------------

readonly SECONDS_OF_AN_ANSWER=5

has_kubectl() { [[ -n $KUBECTL && -x $KUBECTL ]] || because "kubectl is not there${KUBECTL:+: $KUBECTL}"; }

# --- Answers of a kube-apiserver ---

# NAME URL CA THROUGH
verify_answer() {
  local name=$1 url=$2 ca=$3 code version=- to=() named=()
  [[ -r $ca ]] || because "$ca is not there, so no answer could be proved" || return 1
  aim_at "$url" "$4"
  code=$(http_code --cacert "$ca" "${to[@]+"${to[@]}"}" -- "$url/readyz")
  [[ $code =~ ^[0-9]{3}$ ]] || code=000
  if [[ $code == 401 || $code == 403 ]]; then
    ask_as_root "$(server_at "$url" "$4")"
  elif [[ $code != 000 ]]; then
    read_version "$(curl --silent --max-time "$SECONDS_OF_AN_ANSWER" --cacert "$ca" "${to[@]+"${to[@]}"}" -- "$url/version" | head -c 4000)"
  fi
  report answers "$name $code $version"
}

# URL THROUGH: sets to, which leads curl through an address, and named, which has kubectl expect the name of the URL there. An old curl does
# not have --connect-to.
aim_at() {
  local address=${1#*://}
  if [[ $2 == - ]]; then return; fi
  if [[ $address == '['* ]]; then
    to=(--connect-to "::$(bracketed "$2"):")
  elif [[ ${address%:*} != "$2" ]]; then
    to=(--resolve "$address:$2")
    named=(--tls-server-name="${address%:*}")
  fi
}

server_at() { if [[ $2 == - ]]; then printf '%s' "$1"; else printf 'https://%s:%s' "$(bracketed "$2")" "${1##*:}"; fi; }

# SERVER: sets code and version by the kubeconfig of root. Without one the code remains.
ask_as_root() {
  if [[ -z $KUBECTL || ! -x $KUBECTL || ! -r ~root/.kube/config ]]; then return; fi
  if kube_within "$((2 * SECONDS_OF_AN_ANSWER))" --server="$1" "${named[@]+"${named[@]}"}" get --raw /readyz; then
    if [[ $OUT == ok ]]; then code=200; else code=500; fi
  elif [[ $FAULT == *'did not answer'* ]]; then
    code=000
    return
  elif [[ $FAULT == *InternalError* || $FAULT == *'readyz check failed'* ]]; then
    code=500
  fi
  if kube_within "$((2 * SECONDS_OF_AN_ANSWER))" --server="$1" "${named[@]+"${named[@]}"}" get --raw /version; then read_version "$OUT"; fi
}

# Sets version.
read_version() {
  if [[ $1 =~ \"gitVersion\":\ *\"([^\"]+)\" && ${BASH_REMATCH[1]} =~ $VERSION_FORM ]]; then version=${BASH_REMATCH[1]}; fi
}

verify_connect() {
  local address=${1%:*}
  address=${address#[}
  if connects "${address%]}" "${1##*:}"; then report connects "$1 yes"; else report connects "$1 no"; fi
}

# --- What the cluster knows of itself ---

verify_cluster() {
  local word
  has_kubectl || return 1
  # A word between the fields that the objects of the cluster cannot contain: a host could write lines of others into its own.
  printf -v word '#%05d-%05d-%05d#' "$RANDOM" "$RANDOM" "$RANDOM"
  say_all_nodes "$word" || say verify failed not-read "cluster: the nodes are unknown: $WHY"
  # Where kubectl does not answer, it is not waited for again.
  if [[ $WHY == *'did not answer'* ]]; then return 0; fi
  say_lease "$word" kube-controller-manager
  say_lease "$word" kube-scheduler
  say_endpoints || say verify failed not-read "cluster: $WHY"
}

say_all_nodes() {
  local word=$1 rest name ready version address fields
  fields="{.metadata.name}{\"$word\"}{.status.conditions[?(@.type==\"Ready\")].status}{\"$word\"}{.status.nodeInfo.kubeletVersion}"
  fields+="{\"$word\"}{.status.addresses[?(@.type==\"InternalIP\")].address}{\"$word\"}"
  kube get nodes -o "jsonpath={range .items[*]}$fields{end}" || because "$FAULT" || return 1
  rest=$OUT
  [[ $rest == *"$word"* ]] || because "kubectl lists no nodes" || return 1
  while [[ $rest == *"$word"*"$word"*"$word"*"$word"* ]]; do
    take_field name && take_field ready && take_field version && take_field address
    address=${address%% *}
    if ! is_node_name "$name"; then
      say verify failed not-read "cluster: kubectl lists a node without a valid name"
      continue
    fi
    [[ $ready =~ ^(True|False|Unknown)$ ]] || ready=-
    [[ $version =~ $VERSION_FORM ]] || version=-
    [[ $address =~ $ADDRESS_FORM ]] || address=-
    report node "$name $ready $version $address"
  done
}

# NAME: moves what comes before the word from rest to this variable.
take_field() {
  printf -v "$1" '%s' "${rest%%"$word"*}"
  rest=${rest#*"$word"}
}

# WORD LEASE
say_lease() {
  local word=$1 rest holder='' transitions='' renewed='' age=- fields
  fields="{.spec.holderIdentity}{\"$word\"}{.spec.leaseTransitions}{\"$word\"}{.spec.renewTime}{\"$word\"}"
  if ! kube -n kube-system get lease "$2" --ignore-not-found -o "jsonpath=$fields"; then
    say verify failed not-read "cluster: the lease $2 is unknown: $FAULT"
    return
  fi
  rest=$OUT
  if [[ $rest == *"$word"*"$word"*"$word"* ]]; then take_field holder && take_field transitions && take_field renewed; fi
  if ! [[ ${#holder} -le 320 && $holder =~ ^[A-Za-z0-9._:-]*$ ]]; then
    say verify failed not-read "cluster: the lease $2 has a holder without a valid name"
    return
  fi
  [[ $transitions =~ ^[0-9]{1,15}$ ]] || transitions=0
  if [[ $renewed =~ ^[0-9TZ:.+-]{10,40}$ ]]; then age=$(age_of "$renewed"); fi
  report lease "$2 ${holder:--} $transitions $age"
}

# The seconds since then by the clock of this host.
age_of() {
  local at now
  at=$(date -d "$1" +%s 2>/dev/null) || at=''
  if ! [[ $at =~ ^[0-9]{1,15}$ ]]; then
    printf -- -
    return
  fi
  printf -v now '%(%s)T' -1
  if [[ $now -gt $at ]]; then printf '%s' "$((now - at))"; else printf 0; fi
}

say_endpoints() {
  local address
  list_endpoints || return 1
  while read -r address; do
    if [[ -n $address ]]; then report endpoint "$address"; fi
  done <<<"$OUT"
}

# --- The bootstrap token ---

# KUBECONFIG: what its token may do. A token that is refused has no power.
verify_token() {
  local may power
  has_kubectl || return 1
  [[ -r $1 ]] || { OUTCOME=no-file WHY="the file is not there" && return 1; }
  may=$(may_do "$1" create certificatesigningrequests.certificates.k8s.io)
  power=$(may_do "$1" '*' '*')
  if [[ $power == no ]]; then power=$(may_do "$1" get secrets --all-namespaces); fi
  case $may-$power in
    *-yes) power='more' ;;
    *-unknown | unknown-*) power=unknown ;;
    yes-no) power=csr ;;
    *) power=none ;;
  esac
  report token "$1 $may $power"
}

# KUBECONFIG VERB RESOURCE…: prints yes, no or unknown.
may_do() {
  local said=unknown
  if kube_within "$((2 * SECONDS_OF_AN_ANSWER))" --kubeconfig="$1" auth can-i "${@:2}" || [[ ${OUT##*$'\n'} == no* ]]; then said=${OUT##*$'\n'}; fi
  case $said in
    yes) printf yes ;;
    no | no' '*) printf no ;;
    *) if [[ $FAULT == *Unauthorized* || $FAULT == *'must be logged in'* ]]; then printf no; else printf unknown; fi ;;
  esac
}

# --- Clients of a port ---

verify_peers() {
  local peers peer
  peers=$(peers_of "$1") || because "ss does not answer" || return 1
  while read -r peer; do
    if [[ -z $peer || $peer == 127.* || $peer == ::1 ]]; then continue; fi
    report peer "$peer $1"
  done <<<"$peers"
}
