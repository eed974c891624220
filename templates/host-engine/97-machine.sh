
# --- Questions about the machine ----------------------------------------------------------------------------------------------------------

question_reachable() { [[ $EUID -eq 0 ]] || because "the engine does not run as root here"; }

question_architecture() { [[ $(uname -m) == "${FACT[architecture]-}" ]] || because "this is a $(uname -m), and $1 a ${FACT[architecture]-machine that did not say what it is}"; }

# The way to this host counts as a difference, too: what is looked for is a clock that no one has set.
question_clock() {
  local clock=${FACT[clock]-} apart
  [[ $clock =~ ^[0-9]{1,15}$ ]] || because "$1 did not say what time it has" || return 1
  apart=$((STARTED_AT - 10#$clock))
  [[ ${apart#-} -le $CLOCK_TOLERANCE ]] || because "it is ${apart#-} s from the clock of $1, and $CLOCK_TOLERANCE are allowed: set it"
}

question_digests() { prove_digests; }

question_selinux_allows() {
  local ports
  [[ -e /sys/fs/selinux/enforce && $(</sys/fs/selinux/enforce) == 1 ]] || return 0
  ports=$(timeout "$SECONDS_OF_A_COMMAND" semanage port -l | grep '^http_port_t') || because "semanage cannot be asked" || return 1
  grep -qwF -- "$1" <<<"$ports" || because "semanage port -a -t http_port_t -p tcp $1" || return 1
  [[ $(timeout "$SECONDS_OF_A_COMMAND" getsebool httpd_can_network_connect) == *on ]] || because "setsebool -P httpd_can_network_connect on"
}

question_nginx_stream() {
  local built
  built=$(timeout "$SECONDS_OF_A_COMMAND" nginx -V 2>&1) || because "nginx is not installed: install it with its stream module, and do not start it" || return 1
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
  local forward=${FACT[ip-forward]-} bridge=${FACT[bridge]-}
  [[ $forward =~ ^[0-9]$ && $bridge =~ ^[0-9]$ && -n ${FACT[swap]-} ]] || because "the source did not say how its kernel is set" || return 1
  [[ $(swap_state) == off || ${FACT[swap]} == on ]] || because "swap is on here, and off on the source: swapoff -a, and remove it from /etc/fstab" || return 1
  [[ $(setting net/ipv4/ip_forward) -ge $forward ]] || because "net.ipv4.ip_forward is 0 here, and 1 on the source" || return 1
  [[ $(setting net/bridge/bridge-nf-call-iptables) -ge $bridge ]] || because "net.bridge.bridge-nf-call-iptables is not 1 here, as it is on the source"
}

question_unit_active() {
  local before
  before=$(incarnation_of "$1")
  { is_healthy "$1" && sleep 2 && is_healthy "$1" && [[ $before == "$(incarnation_of "$1")" ]]; } || because "$(property "$1" ActiveState); journalctl -u $1 -n 20"
}
