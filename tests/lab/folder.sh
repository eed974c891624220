# shellcheck shell=bash
# The folder that haplane reads, as a user would have it: the topology of the runbook, and what is on the hosts now.

# What haplane asks of a host by its part in the cluster. A worker's etcd is none of its business.
captured_paths() {
  local units=/usr/lib/systemd/system
  case $1 in
    lb1) echo /etc/nginx/nginx.conf /etc/nginx/conf.d /etc/nginx/sites-enabled ;;
    k8s-master*)
      echo /data/application/kubernetes /opt/cni "$units"/kube{-apiserver,-controller-manager,-scheduler,-proxy,let}.service \
        /data/application/etcd/ssl /root/.kube /usr/bin/kubectl
      ;;
    *) echo /data/application/kubernetes /opt/cni "$units"/kube{-proxy,let}.service ;;
  esac
}

capture_host() {
  local host=$1 target=$2 paths
  read -ra paths < <(captured_paths "$host")
  mkdir -p "$target"
  ssh_to "$host" python3 -I - "$host" "${paths[@]}" <"$LAB_HOME/capture.py" | tar -x --no-same-owner -C "$target"
}

# The example's topology is the runbook's cluster; the lab's machines are Debian, and run what they run.
lab_topology() {
  sed -e '/^# yaml-language-server/d' -e 's/^\( *distro:\) rhel/\1 debian/' \
    -e "s/^kubernetes: v[0-9.]*/kubernetes: $(cat "$LAB_STATE/layers/release")/" "$LAB_REPOSITORY/out-example/topology.yaml"
}

capture_folder() {
  local folder=$LAB_STATE/folder hosts=(k8s-master1 k8s-node1 k8s-node2 lb1) host
  [ "$#" -eq 0 ] || hosts=("$@")
  for host in "${hosts[@]}"; do
    is_running "$host" || fail "$host is not running"
  done
  rm -rf "$folder" && mkdir -p "$folder"
  lab_topology >"$folder/topology.yaml"
  for host in "${hosts[@]}"; do
    capture_host "$host" "$folder/originals/$host" || fail "$host could not be captured"
  done
  echo "$folder"
}
