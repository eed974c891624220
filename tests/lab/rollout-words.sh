# shellcheck shell=bash
# Words that the tests of a rollout share, whoever carries it out: the cluster, who uses it meanwhile, and what it is afterwards.

readonly ROOT=/data/application/kubernetes
readonly SOURCE=k8s-master1
mapfile -t HOSTS < <("$LAB" hosts)
# Logs and journals of the runs.
export XDG_STATE_HOME=$scratch/state

# The lab's cluster as haplane builds it, in $scratch/out.
build_out() {
  cp -r "$("$LAB" folder)" "$scratch/folder"
  # A soak of a minute tells nothing more here.
  sed -i 's/soak: 60s/soak: 3s/' "$scratch/folder/topology.yaml"
  "$HAPLANE" build "$scratch/folder" -o "$scratch/out" >"$scratch/built" 2>&1 || { cat "$scratch/built"; exit 1; }
}

# The same with an apiserver on k8s-master2 that does not start, in $scratch/unhealthy.
build_unhealthy() {
  local conf=hosts/k8s-master2$ROOT/cfg/kube-apiserver.conf sum
  cp -r "$scratch/out" "$scratch/unhealthy"
  sed -i 's/--allow-privileged=true/--allow-privileged=true --no-such-flag=1/' "$scratch/unhealthy/$conf"
  sum=$(sha256sum <"$scratch/unhealthy/$conf")
  sed -i -E "s|^(place\t[^\t]*\t[^\t]*\t[^\t]*\t)[0-9a-f]{64}(\t$ROOT/cfg/kube-apiserver.conf)|\1${sum%% *}\2|
    s/^(haplane-host.*\t)[0-9]+\$/\16/" "$scratch/unhealthy/hosts/k8s-master2.plan"
  reseal "$scratch/unhealthy"
}

# A result that leads away from an earlier one, after a change of the topology by sed.
build_from() {
  local before=$1 name=$2
  shift 2
  rm -rf "$scratch/folder-$name"
  cp -r "${FOLDER:-$scratch/folder}" "$scratch/folder-$name"
  sed -i "$@" "$scratch/folder-$name/topology.yaml"
  rm -rf "${scratch:?}/$name"
  cp -r "$scratch/$before" "$scratch/$name"
  # The hosts have what that output says.
  "$HAPLANE" build "$scratch/folder-$name" --done -o "$scratch/$name" || complain "it does not build"
}

rollout() { "$LAB" exec bash "$scratch/$1/bin/rollout.sh" --log - "${@:2}" </dev/null; }

# --- The cases of a suite -----------------------------------------------------------------------------------------------------------------

LONG=()

# --full takes the long cases, too; with names, only those run whose names hold one of them.
choose_cases() {
  local full=no names=() name
  for name in "$@"; do
    if [ "$name" = --full ]; then full=yes; else names+=("$name"); fi
  done
  if [ "$full" = yes ] || [ "${#names[@]}" -gt 0 ]; then CASES+=("${LONG[@]+"${LONG[@]}"}"); else leave_out "${LONG[@]+"${LONG[@]}"}"; fi
  [ "${#names[@]}" -eq 0 ] || mapfile -t CASES < <(printf '%s\n' "${CASES[@]}" | grep -F -f <(printf '%s\n' "${names[@]}"))
}

leave_out() {
  local name
  for name in "$@"; do ROWS+=("left out        ${name//_/ }: with --full"); done
}

run_cases() {
  local name
  for name in "${CASES[@]}"; do run_case "case_$name"; done
}

say_results() {
  printf '\n%s\n' "$1"
  printf '%s\n' "${ROWS[@]}"
  printf '\n%d passed, %d failed\n' "$PASSED" "$FAILED"
  [ "$FAILED" -eq 0 ]
}

fresh_hosts() {
  local host
  for host in "${HOSTS[@]}"; do "$LAB" link "$host" up; done
  fresh "${HOSTS[@]}"
}

# --- Who uses the cluster -----------------------------------------------------------------------------------------------------------------

# Ten requests a second through the load balancer, or to the address in CLIENT_ASKS; each is asked once, and what fails is written down.
CLIENT=''

start_client() {
  run_on "$SOURCE" 'cat '$ROOT'/ssl/ca.pem' >"$scratch/ca.pem" </dev/null
  cat >"$scratch/client.py" <<'PY'
import os, ssl, sys, time, urllib.request
context = ssl.create_default_context(cafile=sys.argv[1])
address = os.environ.get("CLIENT_ASKS", "192.168.3.201")
asked = failed = 0
while True:
    began = time.time()
    try:
        with urllib.request.urlopen(f"https://{address}:6443/readyz", context=context, timeout=5) as answer:
            failed += answer.status != 200
    except OSError as fault:
        failed += 1
        print(f"{time.strftime('%H:%M:%S')} {fault}", file=sys.stderr, flush=True)
    asked += 1
    # Whoever ends this finds the numbers whole.
    with open(f"{sys.argv[2]}.new", "w") as file:
        file.write(f"{asked} {failed}\n")
    os.replace(f"{sys.argv[2]}.new", sys.argv[2])
    time.sleep(max(0, 0.1 - (time.time() - began)))
PY
  rm -f "$scratch/asked"
  setsid "$LAB" exec python3 -I "$scratch/client.py" "$scratch/ca.pem" "$scratch/asked" </dev/null >"$scratch/client" 2>&1 &
  CLIENT=$!
  within 30 test -s "$scratch/asked" || complain "the client never asked: $(cat "$scratch/client")"
}

stop_client() {
  [ -n "$CLIENT" ] || return 0
  kill -KILL -- "-$CLIENT" 2>/dev/null || :
  wait "$CLIENT" 2>/dev/null || :
  CLIENT=''
}

# A connection through the load balancer that stays open, as a watch does.
WATCH=''

start_watch() {
  cat >"$scratch/watch.py" <<'PY'
import http.client, ssl, sys, time

context = ssl.create_default_context(cafile=sys.argv[1])


def ask():
    connection = http.client.HTTPSConnection("192.168.3.201", 6443, context=context, timeout=290)
    connection.request("GET", "/readyz")
    answer = connection.getresponse()
    answer.read()
    return connection, answer.status


connection, _ = ask()
print("open", flush=True)
try:
    connection.sock.recv(1)
except TimeoutError:
    sys.exit("it was never cut")
except OSError:
    pass
cut = time.time()
print(int(cut), ask()[1])
PY
  run_on "$SOURCE" 'cat '$ROOT'/ssl/ca.pem' >"$scratch/ca.pem" </dev/null
  setsid "$LAB" exec python3 -I "$scratch/watch.py" "$scratch/ca.pem" </dev/null >"$scratch/watch" 2>&1 &
  WATCH=$!
  within 30 grep -q open "$scratch/watch" || complain "it does not open: $(cat "$scratch/watch")"
}

# nginx leaves it to the processes that it had before a reload, and ends them after a minute (worker_shutdown_timeout).
watch_was_cut_a_minute_after_the_reload() {
  local cut status reloaded
  wait "$WATCH" || complain "the open connection: $(cat "$scratch/watch")"
  WATCH=''
  read -r cut status < <(tail -n 1 "$scratch/watch")
  reloaded=$(on lb1 "journalctl -q -o short-unix -u nginx | sed -n 's/^\([0-9]*\)\..* Reloaded .*/\1/p' | tail -n 1")
  same "$status" 200 "it is not taken up again"
  [ "$((cut - reloaded))" -ge 55 ] && [ "$((cut - reloaded))" -le 90 ] || complain "cut $((cut - reloaded)) s after the reload"
  printf '    seen: an open connection was cut %s s after the reload, and taken up again\n' "$((cut - reloaded))"
}

no_request_was_lost() { same "$(cut -d ' ' -f 2 "$scratch/asked")" 0 "requests lost of $(cat "$scratch/asked"): $(cat "$scratch/client")"; }

# --- An operator who is watched -----------------------------------------------------------------------------------------------------------

# In a session of his own, so that he can be killed with everything that he has started. What a shell starts beside itself does not hear
# Ctrl-C by default.
OPERATOR=''

begin_with() {
  env --default-signal=INT setsid "$@" </dev/null >"$scratch/operator" 2>&1 &
  OPERATOR=$!
}

until_said() { grep -q -- "$1" <(all_that_is_said) || complain "never said: $1; last: $(tail -n 8 "$scratch/operator")"; }

has_said() { grep -q -- "$1" "$scratch/operator"; }

# Up to his end.
all_that_is_said() { timeout 1800 tail -n +1 -s 0.2 -f --pid="$OPERATOR" "$scratch/operator"; }

stop_operator() {
  [ -n "$OPERATOR" ] || return 0
  kill -KILL -- "-$OPERATOR" 2>/dev/null || :
  wait "$OPERATOR" 2>/dev/null || :
  OPERATOR=''
}

# Killed in each of these steps, as soon as something has happened in it, and begun again by the begin of the suite.
KILLED_IN=()

kill_in() {
  local step
  for step in "$@"; do
    until_said "step $step of"
    grep -q . <(all_that_is_said | sed -u "1,/step $step of/d") || :
    stop_operator
    KILLED_IN+=("$step")
    begin
    until_said 'hosts differ'
  done
}

# The run in hand comes to a good end.
until_done() {
  until_said '^done in\|^Nothing to do'
  wait "$OPERATOR" || complain "it failed: $(tail "$scratch/operator")"
  OPERATOR=''
}

# --- A host that waits --------------------------------------------------------------------------------------------------------------------

# The next call of a program on a host with arguments of this pattern waits there, and so does what has called it, until it is let go. So
# an operator is met where he is expected, however fast the machine is.
hold() {
  local host=$1 program=$2 pattern=$3
  run_on "$host" "touch /run/hold-$program; cat >/usr/local/bin/$program; chmod 755 /usr/local/bin/$program" <<SH
#!/bin/bash
case "\$*" in
  $pattern)
    [ ! -e /run/hold-$program ] || touch /run/held-$program
    while [ -e /run/hold-$program ]; do sleep 0.05; done
    ;;
esac
exec /usr/bin/$program "\$@"
SH
}

until_held() { on "$1" "timeout 600 sh -c 'until [ -e /run/held-$2 ]; do sleep 0.05; done'" || complain "$2 was never called on $1 as expected"; }

# The program stays in front of the real one: an engine that is at work remembers where it has found it.
let_go() { on "$1" "rm -f /run/hold-$2"; }

forget_holds() { on "$1" 'rm -f /usr/local/bin/mv /usr/local/bin/systemctl'; }

# While step 4 exchanges files on k8s-master2. No service is started in that step, however often it is begun.
hold_in_step_4() { hold k8s-master2 mv "*' '$ROOT/cfg/kube-apiserver.conf"; }

until_held_in_step_4() { until_held k8s-master2 mv; }

kill_where_step_4_is_held() {
  stop_operator
  ! has_said 'step 5 of' || complain "killed too late"
  KILLED_IN+=(4)
  let_go k8s-master2 mv
}

# The step that runs comes to its end, and the next one does not begin.
press_ctrl_c_in_step_6() {
  local code=0
  until_held k8s-master2 systemctl
  kill -INT -- "-$OPERATOR"
  until_said '[Ss]topping after the current step'
  let_go k8s-master2 systemctl
  wait "$OPERATOR" || code=$?
  OPERATOR=''
  same "$code" 4 "$(tail "$scratch/operator")"
  has_said 'stopped by the operator' || complain "not said: $(tail "$scratch/operator")"
  ! has_said 'step 7 of' || complain "it goes on: $(tail "$scratch/operator")"
}

hold_in_step_6() { hold k8s-master2 systemctl "'start -- kube-controller-manager.service'"; }

# --- What is on the hosts -----------------------------------------------------------------------------------------------------------------

# Everything that haplane has to do with on a host: bytes, modes, owners; what runs and what starts at boot.
files_of() {
  on "$1" "find $ROOT /data/application/etcd/ssl /opt/cni /root/.kube /usr/bin/kubectl /usr/lib/systemd/system/kube* /etc/nginx/nginx.conf \
    ! -path '*/logs/*' -type f -printf '%m %u:%g %p ' -exec sha256sum {} \\; 2>/dev/null | sort -k 3"
}

processes_of() { on "$1" 'systemctl show -p MainPID kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy nginx'; }

kube() { on "$SOURCE" "kubectl $*"; }

# A host that is as it was in a new lab, but for its logs.
is_untouched() { same "$(on "$1" "find $ROOT /var/lib/haplane /etc/systemd/system/haplane* ! -path '*/logs*' 2>/dev/null" || :)" "" "$1"; }

# Stopped, not started at boot, and nothing of a control plane is left; on which the others still run.
has_left() {
  local unit
  for unit in kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy; do
    same "$(on "$1" "systemctl is-active $unit; systemctl is-enabled $unit 2>/dev/null" || :)" inactive "$unit on $1"
  done
  same "$(on "$1" "find $ROOT /root/.kube /usr/bin/kubectl -type f ! -path '*/logs/*' ! -name 'kubelet*' 2>/dev/null" || :)" "" "left on $1"
  same "$(on k8s-master2 "kubectl get node $1 --ignore-not-found -o name")" ""
}

# What a word says of every host, each line with its host; all are asked at once.
of_all() {
  local host pids=() pid status=0
  for host in "${HOSTS[@]}"; do
    "$@" "$host" >"$scratch/of-$host" &
    pids+=("$!")
  done
  for pid in "${pids[@]}"; do wait "$pid" || status=$?; done
  for host in "${HOSTS[@]}"; do sed "s/^/$host: /" "$scratch/of-$host"; done
  return "$status"
}

# What a rollout leaves on a host that it has only asked: nothing.
traces_on() { on "$1" 'ls -d /var/lib/haplane /run/haplane* /root/.ansible 2>/dev/null || :'; }

mark() { on "$1" 'touch /run/mark; sleep 1.1'; }

# A journal is asked by whole seconds.
mark_all() { of_all mark; }

# What was written on a host since it was marked, but for what the machine itself writes.
written_on() {
  on "$1" "find / -xdev -newer /run/mark -type f ! -path '/proc/*' ! -path '/sys/*' ! -path '/run/*' ! -path '/tmp/*' \
    ! -path '/var/log/*' ! -path '/var/lib/systemd/*' ! -path '*/logs/*' ! -path '/var/lib/haplane-lab-store/*' ! -path '*/__pycache__/*'"
}

# --- What a rollout has made of the hosts -------------------------------------------------------------------------------------------------

# By host, in a folder: bytes, modes and owners of all that was brought there, and how often each unit was started, stopped and reloaded
# since the host was marked. What a kubelet has made for itself differs from run to run: its names and modes are compared, and not its bytes.
record_state() {
  mkdir -p "$1.new"
  of_all record_host "$1.new"
  rm -rf "${1:?}"
  mv -T "$1.new" "$1"
}

record_host() {
  { files_of "$2" && folders_and_links_of "$2"; } | without_identity "$2" >"$1/$2.files"
  starts_on "$2" >"$1/$2.starts"
}

# HAPLANE_BASH_STATE names what another suite makes at the same time, and leaves a file beside it when it has ended without; else it is
# made here first.
BASH_STATE=${HAPLANE_BASH_STATE:-$scratch/bash-state}

make_bash_state_if_needed() { [ -n "${HAPLANE_BASH_STATE-}" ] || make_bash_state; }

make_bash_state() {
  mark_all
  rollout out >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
  record_state "$BASH_STATE"
  fresh "${HOSTS[@]}"
}

await_bash_state() {
  within 2400 bash_has_ended || :
  [ -d "$BASH_STATE" ] || complain "there is nothing to compare with: the rollout by bash has failed"
}

bash_has_ended() { [ -d "$BASH_STATE" ] || [ -e "$BASH_STATE.ended" ]; }

folders_and_links_of() {
  on "$1" "find $ROOT /data/application/etcd/ssl /opt/cni /root/.kube ! -path '*/logs/*' ! -type f -printf '%y %m %u:%g %p %l\n' \
    2>/dev/null | sort -k 4" || :
}

without_identity() {
  case $1 in
    k8s-master2 | k8s-master3) sed -E 's/kubelet-client-[0-9][0-9-]*\.pem/kubelet-client-TIME.pem/g; s/[0-9a-f]{64}(.*\/ssl\/kubelet)/ITS-OWN\1/' ;;
    *) cat ;;
  esac
}

starts_on() {
  # shellcheck disable=SC2016 # for the host's shell
  on "$1" 'since=$(stat -c %Y /run/mark); for unit in kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy nginx; do
    for word in Started Stopped Reloaded; do
      printf "%s %s %s\n" "$unit" "$word" "$(journalctl -q -o cat -u "$unit" --since "@$since" | grep -c "^$word ")"
    done; done'
}

# --- Without the source -----------------------------------------------------------------------------------------------------------------

until_led_by_another() {
  local tries holder=''
  for ((tries = 0; tries < 30; tries++)); do
    holder=$(on k8s-master2 "kubectl -n kube-system get lease $1 -o 'jsonpath={.spec.holderIdentity}'" 2>/dev/null) || :
    case $holder in '' | "$SOURCE"_*) sleep 2 ;; *) return 0 ;; esac
  done
  complain "$1 is still held by ${holder:-nobody that answers}"
}

# Another master leads, the load balancer answers, and a node is heard.
goes_on_without_the_source() {
  local lease renewed
  for lease in kube-controller-manager kube-scheduler; do until_led_by_another "$lease"; done
  same "$(on k8s-node1 "curl -s --max-time 10 --cacert $ROOT/ssl/ca.pem https://192.168.3.201:6443/readyz")" ok
  renewed=$(on k8s-master2 "kubectl -n kube-node-lease get lease k8s-node1 -o 'jsonpath={.spec.renewTime}'")
  sleep 12
  [ "$(on k8s-master2 "kubectl -n kube-node-lease get lease k8s-node1 -o 'jsonpath={.spec.renewTime}'")" != "$renewed" ] ||
    complain "k8s-node1 is silent"
}
