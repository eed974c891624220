
# --- Questions and deeds of a rollout -----------------------------------------------------------------------------------------------------

# Records of rollout.plan come on stdin, and facts of the source: they are answered here, by the host itself. Why a question has no good
# answer yet stands in WHY.
declare -A FACT=()
KUBECTL='' WHY=''

command_ask() {
  local fields failed=0
  while IFS=$'\t' read -r -a fields; do
    case ${fields[0]-} in
      kubectl) KUBECTL=${fields[1]} ;;
      fact) FACT[${fields[1]}]=${fields[2]} ;;
      gate) gate "${fields[2]}" "${fields[4]}" "${fields[@]:5}" || failed=1 ;;
      do) deed "${fields[2]}" "${fields[@]:4}" || failed=1 ;;
      *) refuse ask "it holds a record of the kind \"${fields[0]-}\", which this engine does not know" ;;
    esac
  done
  return "$failed"
}

# A name of a plan is the name of a function here, or of nothing.
known_as() {
  if ! [[ $2 =~ ^[a-z-]+$ ]] || ! declare -F "$1_${2//-/_}" >/dev/null; then refuse ask "this engine does not know \"$2\"" >&2; fi
  printf '%s' "$1_${2//-/_}"
}

# A question is asked again until its time is over.
gate() {
  local name=$1 deadline=$((SECONDS + $2)) question
  shift 2
  question=$(known_as question "$name") || exit "$REFUSED"
  until WHY='' && "$question" "$@"; do
    if [[ $SECONDS -ge $deadline ]]; then
      say gate failed "$name${*:+ $*}: ${WHY:-no}"
      return 1
    fi
    sleep 2
  done
  say gate ok "$name${*:+ $*}${WHY:+: $WHY}"
}

deed() {
  local name=$1 deed
  shift
  deed=$(known_as deed "$name") || exit "$REFUSED"
  WHY=''
  if "$deed" "$@"; then
    say "$name" ok "${WHY:-$*}"
  else
    say "$name" failed "${*:+$* }${WHY:-}"
    return 1
  fi
}

because() {
  WHY=$1
  return 1
}

# What other hosts are compared with, as records for their own questions. Of the files on stdin (a digest or -, a tab, a path) each is proved,
# and they are weighed together.
command_facts() {
  local digest path size sum=0 stale=0
  while IFS=$'\t' read -r digest path; do
    is_path "$path" || refuse facts "\"$path\" is not a path that a plan can hold"
    if [[ $digest != - && $(digest_of "$path") != "$digest" ]]; then
      say facts changed "$path is not what it was when this host was captured"
      stale=$((stale + 1))
    fi
    size=$(stat -L -c %s -- "$path" 2>/dev/null) || continue
    sum=$((sum + size))
  done
  [[ $stale -eq 0 ]] || refuse facts "the plan is older than what is here: capture this host again, and build again"
  printf 'fact\t%s\t%s\n' architecture "$(uname -m)" clock "$(date +%s)" copies "$((sum / 1024))" \
    swap "$(swap_state)" ip-forward "$(setting net/ipv4/ip_forward)" bridge "$(setting net/bridge/bridge-nf-call-iptables)"
}

swap_state() { if [[ $(wc -l </proc/swaps) -gt 1 ]]; then printf on; else printf off; fi; }

setting() { if [[ -r /proc/sys/$1 ]]; then cat "/proc/sys/$1"; else printf 0; fi; }

# --- Of the machine ---

question_reachable() { [[ $EUID -eq 0 ]] || because "the engine does not run as root here"; }

question_architecture() { [[ $(uname -m) == "${FACT[architecture]-}" ]] || because "this is a $(uname -m), and $1 a ${FACT[architecture]-}"; }

# The way to this host counts as a difference, too: what is looked for is a clock that nobody has set.
question_clock() {
  local apart=$(($(date +%s) - ${FACT[clock]:-0}))
  [[ ${apart#-} -le 10 ]] || because "it is ${apart#-} s from the clock of $1: set it"
}

# Everything is there twice while it is exchanged, and once more as a backup.
question_disk_space() {
  local needed room folder
  needed=$((65536 + 3 * (${FACT[copies]:-0} + $(du -sk -- "$DIR" | cut -f 1))))
  for folder in / /var/lib; do
    room=$(df -Pk -- "$folder" | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)
    [[ $room -ge $needed ]] || because "$((room / 1024)) MiB are free below $folder, and $((needed / 1024)) are needed" || return 1
  done
}

question_digests() { prove_digests; }

question_port_free() {
  local port=$1 line pid
  line=$(ss -ltnp "sport = :$port" | tail -n +2)
  [[ -n $line ]] || return 0
  pid=${line#*pid=}
  pid=${pid%%,*}
  is_of_our_units "$pid" || because "it is held: ${line##* }"
}

is_of_our_units() {
  local unit
  for unit in "${UNITS[@]+"${UNITS[@]}"}"; do
    if is_of_unit "$1" "$unit"; then return 0; fi
  done
  return 1
}

is_of_unit() { grep -qsF "/$2" "/proc/$1/cgroup"; }

question_connects() { connects "$1" "$2" || because "$1:$2 does not accept a connection from here"; }

# With the certificate where it is here already, else as far as a connection goes.
question_etcd_answers() {
  local url=$1 address said
  if [[ -r $4 ]]; then
    said=$(curl --silent --show-error --max-time 5 --cacert "$2" --cert "$3" --key "$4" -- "$url/health" 2>&1) || :
    [[ $said =~ \"health\"\ *:\ *\"true\" ]] || because "$url does not say that it is healthy: $said"
    return
  fi
  address=${url#*://}
  address=${address%/}
  question_connects "${address%:*}" "${address##*:}" && WHY="a connection comes about; the certificate is not here yet"
}

# As many as etcd needs to decide: more than half of all.
question_etcd_quorum() {
  local ca=$1 certificate=$2 key=$3 url answering=0 silent=''
  shift 3
  for url in "$@"; do
    if WHY='' && question_etcd_answers "$url" "$ca" "$certificate" "$key"; then answering=$((answering + 1)); else silent+=" $url"; fi
  done
  WHY="$answering of $# members answer, $(($# / 2 + 1)) must${silent:+; silent:$silent}"
  [[ $answering -gt $(($# / 2)) ]]
}

question_names_resolve() {
  local name
  for name in "$@"; do
    getent hosts "$name" >/dev/null || because "$name is not known here: put it into /etc/hosts" || return 1
  done
}

question_selinux_allows() {
  local ports
  [[ -e /sys/fs/selinux/enforce && $(</sys/fs/selinux/enforce) == 1 ]] || return 0
  ports=$(semanage port -l | grep '^http_port_t') || because "semanage cannot be asked" || return 1
  grep -qw "$1" <<<"$ports" || because "semanage port -a -t http_port_t -p tcp $1" || return 1
  [[ $(getsebool httpd_can_network_connect) == *on ]] || because "setsebool -P httpd_can_network_connect on"
}

question_nginx_stream() {
  local built
  built=$(nginx -V 2>&1) || because "nginx is not installed: install it with its stream module, and do not start it" || return 1
  case $built in
    *--with-stream=dynamic*) [[ -n $(find /usr/share/nginx/modules /usr/lib/nginx/modules /usr/lib64/nginx/modules -name 'ngx_stream_module.so' 2>/dev/null) ]] || because "the package with nginx's stream module is not installed" ;;
    *--with-stream*) ;;
    *) because "this nginx is built without its stream module" ;;
  esac
}

question_container_runtime() {
  local unit
  for unit in docker containerd crio cri-o; do
    if [[ $(run_state "$unit.service") == running ]]; then return 0; fi
  done
  because "neither docker nor containerd nor cri-o runs here"
}

# What the source has proved to be enough is asked for, and no more.
question_node_prerequisites() {
  [[ $(swap_state) == off || ${FACT[swap]-} == on ]] || because "swap is on here, and off on the source: swapoff -a, and take it out of /etc/fstab" || return 1
  [[ $(setting net/ipv4/ip_forward) -ge ${FACT[ip-forward]:-0} ]] || because "net.ipv4.ip_forward is 0 here, and 1 on the source" || return 1
  [[ $(setting net/bridge/bridge-nf-call-iptables) -ge ${FACT[bridge]:-0} ]] || because "net.bridge.bridge-nf-call-iptables is not 1 here, as it is on the source"
}

question_unit_active() {
  local before
  before=$(incarnation_of "$1")
  { is_healthy "$1" && sleep 2 && is_healthy "$1" && [[ $before == "$(incarnation_of "$1")" ]]; } || because "$(property "$1" ActiveState); journalctl -u $1 -n 20"
}

question_kube_proxy_healthy() { answers http "http://$1/healthz" || because "http://$1/healthz does not answer with 200"; }

# The kubelet, and no other process, holds the connection; it is the first unit of the node's agents.
question_agent_connected() {
  local address pid line kubelet
  kubelet=$(first_unit_of node)
  address=$(getent ahosts "$1")
  address=${address%%[[:space:]]*}
  if [[ $address == *:* ]]; then address="[$address]"; fi
  while IFS= read -r line; do
    pid=${line#*pid=}
    if [[ $line == *pid=* ]] && is_of_unit "${pid%%,*}" "$kubelet"; then return 0; fi
  done < <(ss -tnp state established dst "$address" dport = ":$2")
  because "kubelet has no connection to $1:$2"
}

first_unit_of() {
  local i
  for ((i = 0; i < ${#UNITS[@]}; i++)); do
    if [[ ${UNIT_GROUPS[i]} == "$1" ]]; then
      printf '%s' "${UNITS[i]}"
      return
    fi
  done
}

question_ready() { answers https "$1" "$2" || because "$1 does not answer"; }

question_ready_through() {
  local code address=${1#*://} through=()
  address=${address%%/*}
  # An older curl knows no --connect-to.
  if [[ $address == '['* ]]; then
    through=(--connect-to "::[$2]:")
  elif [[ ${address%:*} != "$2" ]]; then
    through=(--resolve "$address:$2")
  fi
  code=$(curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' --cacert "$3" "${through[@]+"${through[@]}"}" -- "$1") || :
  [[ $code == 200 || $code == 401 ]] || because "$1 does not answer through $2 ($code)"
}

question_certificate_names() {
  local endpoint=$1 name certificate unnamed=''
  shift
  certificate=$(openssl s_client -connect "$endpoint" </dev/null 2>/dev/null | openssl x509 2>/dev/null) || because "$endpoint shows no certificate" || return 1
  for name in "$@"; do
    if [[ $name =~ ^[0-9.]+$ || $name == *:* ]]; then set -- -checkip "$name"; else set -- -checkhost "$name"; fi
    if [[ $(openssl x509 -noout "$@" <<<"$certificate") == *"NOT match"* ]]; then unnamed+=" $name"; fi
  done
  [[ -z $unnamed ]] || because "the certificate at $endpoint does not name$unnamed: issue it again with: haplane check --reissue DIR"
}

# Who is connected to a port here, each peer once.
peers_of() { ss -tn state established sport = ":$1" | tail -n +2 | tr -s ' ' | cut -d ' ' -f 4 | sed 's/:[0-9]*$//; s/^\[//; s/\]$//; s/^::ffff://' | sort -u; }

# These peers, or where none is given all but this host itself.
question_port_let_go() {
  local port=$1 peer left=''
  shift
  while read -r peer; do
    if [[ $# -gt 0 ]] && ! is_in "$peer" "$@"; then continue; fi
    if [[ $# -eq 0 && ($peer == "$ADDRESS" || $peer == 127.* || $peer == ::1) ]]; then continue; fi
    left+=" $peer"
  done < <(peers_of "$port")
  [[ -z $left ]] || because "still connected:$left; move them, or stop what listens here yourself, and run again"
}

# Never fails: a list for a person, of all but the masters and the balancers.
question_still_connected() {
  local peer port=$1
  shift
  while read -r peer; do
    if is_in "$peer" "$@"; then continue; fi
    say still-connected "$peer" "uses port $port of this host"
  done < <(peers_of "$port")
}
