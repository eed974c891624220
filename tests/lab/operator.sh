# shellcheck shell=bash
# Where the operator sits: the namespace of the bridge, with a key and the host keys of the lab.

ssh_config() {
  local host
  for host in "${LAB_HOSTS[@]}" "${LAB_BARE_HOSTS[@]}"; do
    printf 'Host %s %s\n  HostName %s\n' "$host" "$(address_of "$host")" "$(address_of "$host")"
  done
  cat <<TEXT
Host 192.168.3.* k8s-* lb1 bare*
  Port $LAB_SSH_PORT
  User root
  IdentityFile $LAB_STATE/ssh/id_ed25519
  GlobalKnownHostsFile $LAB_STATE/ssh/known_hosts
  StrictHostKeyChecking yes
  BatchMode yes
  ConnectTimeout 10
TEXT
}

known_hosts() {
  local host
  for host in "${LAB_HOSTS[@]}" "${LAB_BARE_HOSTS[@]}"; do
    printf '[%s]:%s,[%s]:%s %s\n' "$host" "$LAB_SSH_PORT" "$(address_of "$host")" "$LAB_SSH_PORT" \
      "$(cut -d ' ' -f 1,2 "$LAB_STATE/layers/$(layer_of "$host")/etc/ssh/ssh_host_ed25519_key.pub")"
  done
}

prepare_ssh() {
  [ ! -d "$LAB_STATE/ssh" ] || return 0
  mkdir -p "$LAB_STATE/ssh/etc"
  install -m 0600 "$LAB_STATE/layers/operator/id_ed25519" "$LAB_STATE/ssh/id_ed25519"
  ssh_config >"$LAB_STATE/ssh/etc/ssh_config"
  known_hosts >"$LAB_STATE/ssh/known_hosts"
  cp "$LAB_STATE/ssh/known_hosts" "$LAB_STATE/ssh/etc/ssh_known_hosts"
  start_agent
}

# A tool that calls ssh with a configuration of its own finds the key here.
start_agent() {
  ssh-agent -s -a "$LAB_STATE/ssh/agent" 9>&- | sed -n 's/^SSH_AGENT_PID=\([0-9]*\);.*/\1/p' >"$LAB_STATE/ssh/agent.pid"
  SSH_AUTH_SOCK=$LAB_STATE/ssh/agent ssh-add -q "$LAB_STATE/ssh/id_ed25519"
}

stop_agent() {
  local pid
  if pid=$(pid_of "$LAB_STATE/ssh/agent.pid" "$LAB_STATE/ssh/agent"); then kill "$pid"; fi
}

# The options of ssh stand between the host and the command, where our callers put them.
ssh_to() {
  local host=$1
  shift
  nsenter --net="/run/netns/$LAB_PREFIX" ssh -F "$LAB_STATE/ssh/etc/ssh_config" -o UserKnownHostsFile=/dev/null "$host" "$@"
}

# ip netns exec gives a mount namespace of its own, in which the lab's ssh files lie over the machine's.
run_as_operator() {
  has_namespace "$LAB_PREFIX" || fail "the lab is down"
  # shellcheck disable=SC2016 # expanded by the inner shell
  SSH_AUTH_SOCK=$LAB_STATE/ssh/agent ip netns exec "$LAB_PREFIX" \
    bash -c 'mount --bind "$1" /etc/ssh && shift && exec "$@"' lab "$LAB_STATE/ssh/etc" "$@"
}
