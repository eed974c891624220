# shellcheck shell=bash
# What the lab consists of. Everything that differs from one checkout or machine to another is here.
# shellcheck disable=SC2034 # the other parts read these

LAB_HOSTS=(k8s-master1 k8s-master2 k8s-master3 k8s-node1 k8s-node2 lb1)
# Hosts without Kubernetes, of which a measurement needs many.
LAB_BARE_HOSTS=(bare{1..20})
LAB_SSH_PORT=36022
# What Debian's sshd gives root.
LAB_PATH_ON_HOSTS=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LAB_OPERATOR_ADDRESS=192.168.3.1

LAB_REPOSITORY=$(cd "$LAB_HOME/../.." && pwd)
LAB_STATE=$(realpath -m "${HAPLANE_LAB_DIR:-/run/haplane-lab}")
LAB_CACHE=$(realpath -m "${HAPLANE_LAB_CACHE:-/var/cache/haplane-lab}")
LAB_K8S=${HAPLANE_LAB_K8S:-}

# Namespaces and cgroups are named machine-wide: two labs in two folders must not meet there.
LAB_PREFIX=haplane-lab-$(printf '%s' "$LAB_STATE" | cksum | cut -d ' ' -f 1)

# Where the hosts' groups are, in every hierarchy of cgroups.
LAB_CGROUP=${HAPLANE_LAB_CGROUP:-}${HAPLANE_LAB_CGROUP:+/}$LAB_PREFIX

LAB_SUITE=bookworm
LAB_PACKAGES=(
  systemd systemd-sysv dbus openssh-server
  nginx libnginx-mod-stream haproxy keepalived
  curl iproute2 iputils-ping nftables procps sudo ca-certificates openssl python3
)

address_of() {
  case $1 in
    k8s-master1) echo 192.168.3.171 ;;
    k8s-master2) echo 192.168.3.172 ;;
    k8s-master3) echo 192.168.3.173 ;;
    k8s-node1) echo 192.168.3.174 ;;
    k8s-node2) echo 192.168.3.175 ;;
    lb1) echo 192.168.3.201 ;;
    bare*) echo "192.168.3.$((100 + ${1#bare}))" ;;
  esac
}

# What lies over the root of a host: bare hosts are all alike.
layer_of() { case $1 in bare*) echo bare ;; *) echo "$1" ;; esac; }

# Where the lab keeps what belongs to one host: its disk, its mounts, its pids, its console.
folder_of() { printf '%s/hosts/%s' "$LAB_STATE" "$1"; }

is_etcd_member() {
  case $1 in k8s-master1 | k8s-node1 | k8s-node2) ;; *) return 1 ;; esac
}
