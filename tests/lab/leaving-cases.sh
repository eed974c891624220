# shellcheck shell=bash
# Cases of rollout-tests: from three masters on, what comes and what leaves while a client asks ten times a second.

rollout_with_client() {
  start_client
  expect 0 rollout "$@" >"$scratch/said"
  stop_client
  no_request_was_lost
  printf '    seen: requests and how many were lost: %s\n' "$(cat "$scratch/asked")"
}

case_a_master_leaves_and_no_request_is_lost() {
  build_from out two /k8s-master3/d
  rollout_with_client two
  grep -q 'etcd: unchanged: 3 members, quorum is 2: 1 may fail' "$scratch/said" || complain "no word of etcd: $(head "$scratch/said")"
  grep -q 'k8s-master3: left' "$scratch/said" || complain "not said that it left: $(tail "$scratch/said")"
  has_left k8s-master3
  same "$(on lb1 'grep -c 192.168.3.173 /etc/nginx/nginx.conf' || :)" 0
  expect 0 rollout two >"$scratch/said"
  grep -q 'Nothing to do' "$scratch/said" || complain "it finds something to do: $(cat "$scratch/said")"
}

case_a_master_comes_back_and_no_request_is_lost() {
  rollout_with_client out
  same "$(kube 'get endpoints kubernetes -o "jsonpath={.subsets[*].addresses[*].ip}"' | tr ' ' '\n' | sort | tr '\n' ' ')" \
    "192.168.3.171 192.168.3.172 192.168.3.173 "
}

case_another_port_is_used_and_the_old_one_still_answers() {
  local host
  build_from out port '/^loadBalancer:/,$s/port: 6443/port: 8443/'
  start_watch
  rollout_with_client port
  watch_was_cut_a_minute_after_the_reload
  for host in "$SOURCE" k8s-master2 k8s-node1 k8s-node2; do
    same "$(on "$host" "grep -h server: $ROOT/cfg/{kubelet,kube-proxy,bootstrap}.kubeconfig | sort -u")" \
      "    server: https://192.168.3.201:8443" "$host"
  done
}

case_the_source_is_dead_and_leaves() { a_dead_source_leaves port -e '/^loadBalancer:/,$s/port: 6443/port: 8443/'; }

# What the hosts have, and what else of the topology is not as in the folder.
a_dead_source_leaves() {
  local FOLDER=$scratch/folder-second
  cp -r "$("$LAB" folder k8s-master2 k8s-node1 k8s-node2 lb1)" "$FOLDER"
  # A machine that is off: with its cable alone cut, its apiserver would go on by way of the folder that stands for etcd here.
  on "$SOURCE" 'systemctl mask --runtime --quiet kube-apiserver; systemctl kill -s KILL kube-apiserver'
  "$LAB" link "$SOURCE" down
  build_from "$1" dead -e '/k8s-master1/d' -e 's/soak: 60s/soak: 3s/' "${@:2}"
  expect 1 rollout dead >"$scratch/said"
  grep -q 'k8s-master1 leaves: if .*, pass --gone k8s-master1;' "$scratch/said" || complain "no word of --gone: $(cat "$scratch/said")"
  expect 0 rollout dead --gone "$SOURCE" >"$scratch/said"
  grep -q '^  k8s-master1: gone$' "$scratch/said" || complain "not said that it is gone: $(tail "$scratch/said")"
  same "$(on k8s-master2 "kubectl get node $SOURCE --ignore-not-found -o name")" ""
  same "$(on lb1 'grep -c 192.168.3.171 /etc/nginx/nginx.conf' || :)" 0
  until_led_by_another kube-controller-manager
  "$LAB" link "$SOURCE" up
}
