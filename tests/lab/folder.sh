# shellcheck shell=bash
# The folder that haplane reads, as a user gets it: the topology of the runbook, and what haplane captures from the hosts as they are now.

LAB_HAPLANE=${HAPLANE:-$LAB_REPOSITORY/artifacts/native/haplane}

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
  [ -x "$LAB_HAPLANE" ] || fail "there is no $LAB_HAPLANE: publish it first, as tests/run does, or set HAPLANE"
  rm -rf "$folder" && mkdir -p "$folder"
  lab_topology >"$folder/topology.yaml"
  run_as_operator "$LAB_HAPLANE" capture -o "$folder" "${hosts[@]}" </dev/null >"$LAB_STATE/captured" 2>&1 ||
    { cat "$LAB_STATE/captured" >&2; fail "the hosts could not be captured"; }
  echo "$folder"
}
