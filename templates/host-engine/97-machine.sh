
# --- Gates for the machine ----------------------------------------------------------------------------------------------------------------

gate_reachable() { [[ $EUID -eq 0 ]] || because "the engine does not run as root here"; }

gate_architecture() { [[ $(uname -m) == "${FACT[architecture]-}" ]] ||
  because "this machine is $(uname -m), but $1 is ${FACT[architecture]-unknown}"; }

# The time for the answer counts as a difference, too: the tolerance only finds clocks that are not synchronised.
gate_clock() {
  local clock=${FACT[clock]-} apart
  [[ $clock =~ ^[0-9]{1,15}$ ]] || because "the time of $1 is unknown" || return 1
  apart=$((STARTED_AT - 10#$clock))
  [[ ${apart#-} -le $CLOCK_TOLERANCE ]] ||
    because "the clock differs from that of $1 by ${apart#-} s; at most $CLOCK_TOLERANCE s are allowed. Synchronise the clocks."
}

gate_digests() { prove_digests; }

gate_selinux_allows() {
  local ports
  [[ -e /sys/fs/selinux/enforce && $(</sys/fs/selinux/enforce) == 1 ]] || return 0
  ports=$(timeout "$SECONDS_OF_A_COMMAND" semanage port -l | grep '^http_port_t') || because "semanage does not answer" || return 1
  grep -qwF -- "$1" <<<"$ports" || because "SELinux forbids port $1. Run: semanage port -a -t http_port_t -p tcp $1" || return 1
  [[ $(timeout "$SECONDS_OF_A_COMMAND" getsebool httpd_can_network_connect) == *on ]] ||
    because "SELinux forbids connections. Run: setsebool -P httpd_can_network_connect on"
}

# BOOLEAN: one of SELinux, such as haproxy_connect_any.
gate_selinux_switch() {
  [[ -e /sys/fs/selinux/enforce && $(</sys/fs/selinux/enforce) == 1 ]] || return 0
  [[ $(timeout "$SECONDS_OF_A_COMMAND" getsebool "$1") == *on ]] || because "SELinux forbids what the load balancer needs. Run: setsebool -P $1 on"
}

# PROGRAM MAJOR.MINOR
gate_program_installed() {
  local said major=${2%.*} minor=${2#*.}
  said=$(timeout "$SECONDS_OF_A_COMMAND" "$1" -v 2>&1) || because "$1 is not installed: install the package $1, and do not start it" || return 1
  [[ $said =~ [\ v]([0-9]{1,3})\.([0-9]{1,3})[.-] ]] || because "$1 -v prints no release" || return 1
  [[ $((10#${BASH_REMATCH[1]} * 1000 + 10#${BASH_REMATCH[2]})) -ge $((major * 1000 + minor)) ]] ||
    because "$1 is ${BASH_REMATCH[1]}.${BASH_REMATCH[2]} here, but $2 or later is needed: install a later package"
}

gate_nginx_stream() {
  local built
  built=$(timeout "$SECONDS_OF_A_COMMAND" nginx -V 2>&1) ||
    because "nginx is not installed: install it with its stream module, and do not start it" || return 1
  case $built in
    *--with-stream=dynamic*)
      [[ -n $(find /usr/share/nginx/modules /usr/lib/nginx/modules /usr/lib64/nginx/modules -name 'ngx_stream_module.so' 2>/dev/null) ]] ||
        because "the stream module of nginx is not installed"
      ;;
    *--with-stream*) ;;
    *) because "this nginx has no stream module" ;;
  esac
}

gate_container_runtime() {
  local unit
  for unit in docker containerd crio cri-o; do
    if [[ $(run_state "$unit.service") == running ]]; then return 0; fi
  done
  because "no container runtime runs here: docker, containerd or cri-o"
}

# A setting must be as on the source master, where it is proven to work.
gate_node_prerequisites() {
  local forward=${FACT[ip-forward]-} bridge=${FACT[bridge]-}
  [[ $forward =~ ^[0-9]$ && $bridge =~ ^[0-9]$ && -n ${FACT[swap]-} ]] || because "the kernel settings of the source master are unknown" || return 1
  [[ $(swap_state) == off || ${FACT[swap]} == on ]] ||
    because "swap is on here, but off on the source master. Run swapoff -a, and remove it from /etc/fstab." || return 1
  [[ $(setting net/ipv4/ip_forward) -ge $forward ]] || because "net.ipv4.ip_forward is 0 here, but 1 on the source master" || return 1
  [[ $(setting net/bridge/bridge-nf-call-iptables) -ge $bridge ]] ||
    because "net.bridge.bridge-nf-call-iptables is not 1 here, but on the source master"
}

gate_unit_active() {
  local before
  before=$(start_id_of "$1")
  { is_healthy "$1" && sleep 2 && is_healthy "$1" && [[ $before == "$(start_id_of "$1")" ]]; } ||
    because "$1 is $(property "$1" ActiveState). Run: journalctl -u $1 -n 20"
}
