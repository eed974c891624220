# shellcheck shell=bash
# Cases of rollout-tests and smoke-tests: from one master to three by bash, and what may be done on the way and afterwards.

begin() { begin_with "$LAB" exec bash "$scratch/out/bin/rollout.sh" --log -; }

case_from_one_master_to_three_though_the_operator_is_killed() {
  mark_all
  hold_in_step_4
  begin
  until_held_in_step_4
  # A second operator at the same time.
  expect 75 rollout out >"$scratch/said"
  grep -q 'another rollout is running: .*@.* since 20' "$scratch/said" || complain "not said who: $(cat "$scratch/said")"
  kill_where_step_4_is_held
  hold_in_step_6
  begin
  press_ctrl_c_in_step_6
  begin
  until_said 'step 15 of'
  start_client
  until_done
  forget_holds k8s-master2
  stop_client
  no_request_was_lost
  record_state "$BASH_STATE"
  printf '    seen: killed in step %s, requests and how many were lost: %s\n' "${KILLED_IN[*]}" "$(cat "$scratch/asked")"
}

# The last delivery on it is taken back by its own engine; the rollout finds that one host to be different and changes no other.
case_one_host_is_rolled_back_and_comes_again() {
  local engine='bash /var/lib/haplane/incoming/bin/host-engine.sh' kubeconfigs="$ROOT/cfg/kubelet.kubeconfig $ROOT/cfg/kube-proxy.kubeconfig"
  expect 0 on k8s-node2 "$engine rollback && $engine confirm"
  same "$(on k8s-node2 "grep -h server: $kubeconfigs | sort -u")" "    server: https://192.168.3.171:6443"
  same "$(on k8s-node2 'systemctl is-active kubelet kube-proxy | sort -u')" active
  expect 0 rollout out >"$scratch/said"
  grep -q '^1 of 6 hosts differ' "$scratch/said" || complain "another number of hosts differs: $(cat "$scratch/said")"
  same "$(grep -E '^  [a-z0-9-]+: (changed|left|rolled back|not rolled back)$' "$scratch/said")" "  k8s-node2: changed"
  same "$(on k8s-node2 "grep -h server: $kubeconfigs | sort -u")" "    server: https://192.168.3.201:6443"
}

case_a_second_run_writes_and_restarts_nothing() {
  local before
  before=$(of_all processes_of)
  mark_all
  expect 0 rollout out >"$scratch/said"
  grep -q 'Nothing to do' "$scratch/said" || complain "it finds something to do: $(cat "$scratch/said")"
  same "$(of_all written_on)" "" "written"
  same "$(of_all processes_of)" "$before"
}
