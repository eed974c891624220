# shellcheck shell=bash
# shellcheck disable=SC2016,SC2154 # what is in single quotes is for the host's shell; scratch is that of engine-tests
# Cases of engine-tests: what the engine asks of a cluster and of a machine, and what it approves. They match events and facts, never sentences.
# The cluster is a kubectl with canned answers, so each answer can be the one that should never come.

readonly CANNED=/run/canned
readonly NODE=master-2

# lb1 with its files, gates that ask once, and a kubectl that knows nothing yet.
asked_host() {
  fresh lb1
  bring lb1 "$(nginx_of | variant asked 0)"
  run_on lb1 "mkdir -p $CANNED && cat >$CANNED/kubectl && chmod 755 $CANNED/kubectl" <"$HOME_OF_TESTS/stubs/kubectl-canned.py"
}

forget_answers() { on lb1 "rm -f $CANNED/*.json $CANNED/raw $CANNED/fault $CANNED/calls"; }

# NAME: what kubectl answers with, from stdin.
canned() { run_on lb1 "cat >$CANNED/$1"; }

# Records on stdin; what is answered is in $scratch/said.
ask() {
  { printf 'kubectl\t%s\n' "$CANNED/kubectl" && cat; } | run_on lb1 "$ENGINE ask --host lb1 --events" >"$scratch/said"
}

# STEP RESULT CODE [KIND]: an event of the last answer.
says() {
  grep -qP "^event\tlb1\t$1\t$2\t$3\t${4:+$4(:| |\$)}" "$scratch/said" || complain "no event $*: $(cat "$scratch/said")"
}

# LINE gate RESULT KIND, or LINE KIND RESULT CODE: a line of a plan with a gate or an action, and its answer.
comes_to() {
  local record=$1 code=0 wanted=0
  shift
  ask <<<"$record" || code=$?
  if [ "$2" = failed ]; then wanted=1; fi
  [ "$code" -eq "$wanted" ] || complain "ended with $code instead of $wanted: $(cat "$scratch/said")"
  if [ "$1" = gate ]; then says gate "$2" - "$3"; else says action "$2" "$3" "$1"; fi
}

gate() { printf 'gate\t1\tall\talways\t%s\tlb1\t0' "$1" && shift && printf '\t%s' "$@"; }

# --- Certificate requests -------------------------------------------------------------------------------------------------------------

key_of() { openssl pkey -in "$1" -pubout -outform DER | sha256sum | cut -d ' ' -f 1; }

make_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }

# NAME KEY SUBJECT SIGNER USAGES USERNAME [OPTION…]: a request, as JSON.
request() {
  local name=$1 key=$2 subject=$3 signer=$4 usages=$5 username=$6
  shift 6
  python3 - "$name" "$signer" "$usages" "$username" "$(openssl req -new -key "$key" -subj "$subject" "$@" 2>/dev/null | base64 -w 0)" <<'PY'
import json, sys
name, signer, usages, username, request = sys.argv[1:]
spec = {"request": request, "usages": usages.split(","), "username": username}
if signer != "-":
    spec["signerName"] = signer
print(json.dumps({"metadata": {"name": name.encode().decode("unicode_escape"), "creationTimestamp": "2030-01-01T00:00:00Z"}, "spec": spec}))
PY
}

readonly OF_NODE=/O=system:nodes/CN=system:node:$NODE SIGNER=kubernetes.io/kube-apiserver-client-kubelet
readonly USAGES='digital signature,key encipherment,client auth' USER=system:bootstrap:abcdef

list_of() { paste -s -d ',' | sed 's/^/[/; s/$/]/'; }

# RESULT CODE KEY: what the action comes to with the requests on stdin, and whether it approves one.
approval_comes_to() {
  forget_answers
  list_of | canned csr.json
  comes_to "fact	started	1800000000
fact	node-key	$3
do	1	all	always	approve-csr	lb1	$NODE" approve-csr "$1" "$2"
  same "$(on lb1 "cat $CANNED/calls 2>/dev/null" || :)" "${4-}" "what was approved"
}

case_only_the_request_of_that_kubelet_is_approved() {
  local mine=$scratch/mine.pem other=$scratch/other.pem key forged
  asked_host
  make_key "$mine" && make_key "$other"
  key=$(key_of "$mine")
  request node-csr-A_b "$mine" "$OF_NODE" $SIGNER "$USAGES" $USER | approval_comes_to ok - "$key" 'certificate approve node-csr-A_b'
  request csr-1 "$mine" "/CN=system:node:$NODE/O=system:nodes" - 'client auth,digital signature' $USER |
    approval_comes_to ok - "$key" 'certificate approve csr-1'
  request csr-1 "$mine" "$OF_NODE" $SIGNER "$USAGES" "system:node:$NODE" | approval_comes_to ok - "$key" 'certificate approve csr-1'
  request csr-1 "$other" "$OF_NODE" $SIGNER "$USAGES" $USER | approval_comes_to failed other-key "$key"
  request csr-1 "$mine" "/O=system:masters/CN=system:node:$NODE" - "$USAGES" $USER | approval_comes_to failed foreign-request "$key"
  request csr-1 "$mine" "/O=system:nodes/O=system:masters/CN=system:node:$NODE" - "$USAGES" $USER | approval_comes_to failed foreign-request "$key"
  request csr-1 "$mine" "/O=system:nodes+OU=x/CN=system:node:$NODE" - "$USAGES" $USER | approval_comes_to failed foreign-request "$key"
  request csr-1 "$mine" "/CN=system:node:$NODE" - "$USAGES" $USER | approval_comes_to failed foreign-request "$key"
  request csr-1 "$mine" "/O=system:nodes/CN=admin/CN=system:node:$NODE" - "$USAGES" $USER | approval_comes_to failed foreign-request "$key"
  request csr-1 "$mine" "$OF_NODE" $SIGNER "$USAGES" $USER -addext subjectAltName=DNS:a | approval_comes_to failed foreign-request "$key"
  request csr-1 "$mine" "$OF_NODE" $SIGNER "$USAGES" $USER -addext basicConstraints=CA:TRUE | approval_comes_to failed foreign-request "$key"
  request csr-1 "$mine" "$OF_NODE" $SIGNER "$USAGES,cert sign" $USER | approval_comes_to failed foreign-request "$key"
  request csr-1 "$mine" "$OF_NODE" $SIGNER 'digital signature' $USER | approval_comes_to failed foreign-request "$key"
  request csr-1 "$mine" "$OF_NODE" $SIGNER "$USAGES" system:node:other | approval_comes_to failed foreign-request "$key"
  request csr-1 "$mine" "$OF_NODE" kubernetes.io/kube-apiserver-client "$USAGES" $USER | approval_comes_to failed no-request "$key"
  request csr-1 "$mine" "${OF_NODE}0" $SIGNER "$USAGES" $USER | approval_comes_to failed no-request "$key"
  request -o "$mine" "$OF_NODE" $SIGNER "$USAGES" $USER | approval_comes_to failed no-request "$key"
  # A name that ends the line and goes on as a request that fits.
  forged=$(openssl req -new -key "$mine" -subj "$OF_NODE" | base64 -w 0)
  {
    request evil "$other" "/O=system:masters/CN=system:node:$NODE" - "$USAGES" $USER
    request "x\\n2030-01-01T00:00:00Z|$forged||digital signature,client auth,|||evil" "$other" /CN=x - "$USAGES" $USER
  } | approval_comes_to failed foreign-request "$key"
}

case_without_a_key_on_the_disk_a_request_is_approved_by_its_time_and_with_a_warning() {
  local mine=$scratch/mine.pem
  asked_host
  make_key "$mine"
  request csr-1 "$mine" "$OF_NODE" $SIGNER "$USAGES" $USER | approval_comes_to failed no-key none
  request csr-1 "$mine" "$OF_NODE" $SIGNER "$USAGES" $USER | approval_comes_to warning key-in-memory memory 'certificate approve csr-1'
  {
    request csr-1 "$mine" "$OF_NODE" $SIGNER "$USAGES" $USER
    request csr-2 "$mine" "$OF_NODE" $SIGNER "$USAGES" $USER
  } | approval_comes_to failed several-requests memory
  # Made before the kubelet was started: 2030 is too early.
  request csr-1 "$mine" "$OF_NODE" $SIGNER "$USAGES" $USER | list_of | canned csr.json
  comes_to "fact	started	1900000000
fact	node-key	memory
do	1	all	always	approve-csr	lb1	$NODE" approve-csr failed other-key
}

# A kubelet as far as its command line and its files go.
kubelet_with() {
  on lb1 "systemctl stop kubelet 2>/dev/null; rm -rf /run/pki /run/kubelet.yaml; mkdir /run/pki; $1
    systemd-run --quiet --unit=kubelet.service /bin/bash -c 'sleep 1000; :' kubelet --kubeconfig=/run/none $2"
  run_on lb1 "$ENGINE started --host lb1 --group node --units kubelet.service --events" </dev/null >"$scratch/said"
  grep -qP '^fact\tstarted\t[1-9][0-9]+$' "$scratch/said" || complain "not said since when it runs: $(cat "$scratch/said")"
  grep -qP '^fact\tname\tlb1$' "$scratch/said" || complain "no name: $(cat "$scratch/said")"
}

says_key() { grep -qP "^fact\tnode-key\t$1\$" "$scratch/said" || complain "no key $1: $(cat "$scratch/said")"; }

case_a_host_says_which_key_its_kubelet_has() {
  local out key
  fresh lb1
  out=$(nginx_of | variant kubelet 0)
  printf 'unit\tnode\tkubelet.service\n' >>"$out/hosts/lb1.plan"
  reseal "$out"
  bring lb1 "$out"
  key=$(on lb1 'openssl ecparam -name prime256v1 -genkey -noout -out /run/k.pem
    openssl pkey -in /run/k.pem -pubout -outform DER | sha256sum' | cut -d ' ' -f 1)
  kubelet_with 'cp /run/k.pem /run/pki/kubelet-client.key.tmp' '--bootstrap-kubeconfig=/run/b --cert-dir=/run/pki'
  says_key "$key"
  kubelet_with '{ echo "# a pair"; cat /run/k.pem; } >/run/pki/kubelet-client-current.pem; echo stale >/run/pki/kubelet-client.key.tmp' \
    '--cert_dir /run/pki --bootstrap-kubeconfig /run/b'
  says_key "$key"
  # Made a moment after the start.
  kubelet_with '(sleep 4; cp /run/k.pem /run/pki/kubelet-client.key.tmp) >/dev/null 2>&1 &' '--bootstrap-kubeconfig=/run/b --cert-dir=/run/pki'
  says_key "$key"
  kubelet_with 'echo "rotateCertificates: true" >/run/kubelet.yaml; cp /run/k.pem /run/pki/kubelet-client-current.pem' \
    '--config=/run/kubelet.yaml --bootstrap-kubeconfig=/run/b --cert-dir=/run/pki'
  says_key memory
  kubelet_with 'echo "rotateCertificates: true" >/run/kubelet.yaml; cp /run/k.pem /run/pki/kubelet-client-current.pem' \
    '--rotate-certificates=false --config=/run/kubelet.yaml --cert-dir=/run/pki'
  says_key "$key"
  kubelet_with : '--cert-dir=/run/pki'
  says_key none
}

# --- Who leads ------------------------------------------------------------------------------------------------------------------------

lease_of() { printf '[{"metadata":{"name":"kube-scheduler"},"spec":{"holderIdentity":"%s"}}]' "$1" | canned lease.json; }

case_a_lease_has_moved_only_to_a_master_that_has_said_its_name() {
  local id=_5f2c7e1a-0000-4000-8000-00000000000f names lease
  asked_host
  names=$'fact\tname-of\tmaster-2 vm-2\nfact\tname-of\tmaster-3 vm-3.example.org\n'
  lease=$(gate lease-moved kube-scheduler master-2 master-3)
  lease_of "vm-3.example.org$id" && comes_to "$names$lease" gate ok lease-moved
  lease_of "lb1$id" && comes_to "$names$lease" gate failed lease-moved
  # The source itself, by an earlier name; a name that begins with another's; no identity; no holder.
  lease_of "lb1.example.org$id" && comes_to "$names$lease" gate failed lease-moved
  lease_of "vm-22$id" && comes_to "$names$lease" gate failed lease-moved
  lease_of vm-2 && comes_to "$names$lease" gate failed lease-moved
  lease_of '' && comes_to "$names$lease" gate failed lease-moved
  # Not every name is known, or two are the same.
  lease_of "vm-2$id"
  comes_to $'fact\tname-of\tmaster-2 vm-2\n'"$lease" gate failed lease-moved
  comes_to $'fact\tname-of\tmaster-2 vm-2\nfact\tname-of\tmaster-3 vm-2\n'"$lease" gate failed lease-moved
  comes_to $'fact\tname-of\tmaster-2 vm-2\nfact\tname-of\tmaster-3 lb1\n'"$lease" gate failed lease-moved
  # Nothing is stopped where it could not be seen who takes over.
  on lb1 'systemctl start nginx'
  comes_to $'do\t1\tall\talways\trestart-leader\tlb1\tkube-scheduler\tnginx.service\tmaster-2' restart-leader failed -
  same "$(on lb1 'systemctl is-active nginx')" active
  comes_to $'fact\tname-of\tmaster-2 vm-2\ndo\t1\tall\talways\trestart-leader\tlb1\tkube-scheduler\tnginx.service\tmaster-2' \
    restart-leader ok leads-already
}

# --- Nodes ------------------------------------------------------------------------------------------------------------------------------

nodes() {
  local pair list=''
  for pair in "$@"; do
    list+=",{\"metadata\":{\"name\":\"${pair%=*}\"},\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"${pair#*=}\"}]}}"
  done
  printf '[%s]' "${list#,}" | canned node.json
}

case_a_node_that_was_not_ready_before_is_said_and_is_no_fault_of_a_rollout() {
  local ready
  asked_host
  ready=$(gate all-nodes-ready)
  nodes a=True old-box=Unknown
  printf 'kubectl\t%s\n' "$CANNED/kubectl" | run_on lb1 "$ENGINE facts --host lb1 --events" >"$scratch/said"
  grep -qP '^fact\tnot-ready\told-box$' "$scratch/said" || complain "no fact: $(cat "$scratch/said")"
  says facts warning not-ready
  comes_to $'fact\tnot-ready\told-box\n'"$ready" gate warning all-nodes-ready
  comes_to "$ready" gate failed all-nodes-ready
  nodes a=False old-box=Unknown
  comes_to $'fact\tnot-ready\told-box\n'"$ready" gate failed all-nodes-ready
  nodes a=True old-box=True
  comes_to $'fact\tnot-ready\told-box\n'"$ready" gate ok all-nodes-ready
  forget_answers
  echo 'Unable to connect to the server' | canned fault
  printf 'kubectl\t%s\n' "$CANNED/kubectl" | run_on lb1 "$ENGINE facts --host lb1 --events" >"$scratch/said"
  says facts warning no-nodes
}

case_what_kubectl_says_itself_is_said_without_what_logs_in() {
  asked_host
  printf 'E0101 a warning\nerror: dial https://ann:pw@10.0.0.1: Bearer abc.def is not known \033[2J\n' | canned fault
  comes_to "$(gate node-unknown a)" gate failed node-unknown
  grep -q 'dial https://' "$scratch/said" || complain "kubectl's own words are not said: $(cat "$scratch/said")"
  if grep -q $'abc.def\|:pw@\|\033' "$scratch/said"; then complain "a secret or a control character is said: $(cat "$scratch/said")"; fi
  comes_to "$(gate lease-moved kube-scheduler master-2)" gate failed lease-moved
  comes_to $'do\t1\tall\talways\tallow-pods\tlb1\ta' allow-pods failed -
}

case_an_admin_certificate_that_has_expired_is_named() {
  local days
  asked_host
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$scratch/admin.key" -subj /O=system:masters/CN=admin \
    -out "$scratch/admin.csr" 2>/dev/null
  echo 'error: You must be logged in to the server (Unauthorized)' | canned fault
  for days in 1 -1; do
    openssl x509 -req -in "$scratch/admin.csr" -signkey "$scratch/admin.key" -days "$days" 2>/dev/null | base64 -w 0 | canned certificate
    comes_to "$(gate node-unknown a)" gate failed node-unknown
    # Where a new one has to be put.
    same "$(grep -c /root/.kube/config "$scratch/said" || :)" "$((days < 0))"
  done
}

# --- The machine ------------------------------------------------------------------------------------------------------------------------

case_every_file_system_that_is_written_to_is_asked_for_room() {
  local space
  asked_host
  space=$(gate disk-space)
  comes_to "$space" gate ok disk-space
  on lb1 'cp -a /etc/nginx /run/etc && mount -t tmpfs -o size=256k full /etc/nginx && cp -a /run/etc/. /etc/nginx/
    dd if=/dev/zero of=/etc/nginx/filler bs=1k 2>/dev/null || true'
  comes_to "$space" gate failed disk-space
  on lb1 'umount /etc/nginx'
  on lb1 'mkdir -p /var/lib/haplane && mount -t tmpfs -o size=1m,mode=700 full /var/lib/haplane'
  comes_to "$space" gate failed disk-space
  on lb1 'umount /var/lib/haplane'
}

case_a_clock_that_is_right_enough_for_a_request_is_right_enough_beforehand() {
  local clock
  asked_host
  clock=$(gate clock master-1)
  comes_to $'fact\tclock\t'"$(($(on lb1 'date +%s') + 8))"$'\n'"$clock" gate ok clock
  comes_to $'fact\tclock\t'"$(($(on lb1 'date +%s') + 100))"$'\n'"$clock" gate failed clock
  comes_to "$clock" gate failed clock
}

# NAME EXTENSION…: an endpoint at this port of lb1 that shows a certificate of this common name.
shows_certificate() {
  local port=$1 name=$2
  shift 2
  on lb1 "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout /run/$port.key -out /run/$port.crt \
      -subj '/CN=$name' -days 2 ${*@Q} 2>/dev/null
    systemd-run --quiet --unit=tls-$port openssl s_server -accept $port -cert /run/$port.crt -key /run/$port.key -quiet
    until ss -ltn | grep -q :$port; do sleep 0.1; done"
}

case_a_certificate_names_what_the_clients_of_kubernetes_see_in_it() {
  asked_host
  shows_certificate 7001 lb.example -addext subjectAltName=IP:10.0.0.1,IP:fd00::1
  comes_to "$(gate certificate-names 127.0.0.1:7001 10.0.0.1 fd00:0::1)" gate ok certificate-names
  comes_to "$(gate certificate-names 127.0.0.1:7001 lb.example)" gate failed certificate-names
  comes_to "$(gate certificate-names 127.0.0.1:7001 10.0.0.10)" gate failed certificate-names
  shows_certificate 7002 x '-addext' 'subjectAltName=DNS:*.Example.org,DNS:w*.other.org,DNS:10.0.0.1'
  comes_to "$(gate certificate-names 127.0.0.1:7002 a.example.ORG a.example.org.)" gate ok certificate-names
  comes_to "$(gate certificate-names 127.0.0.1:7002 a.b.example.org)" gate failed certificate-names
  comes_to "$(gate certificate-names 127.0.0.1:7002 www.other.org)" gate failed certificate-names
  comes_to "$(gate certificate-names 127.0.0.1:7002 example.org)" gate failed certificate-names
  comes_to "$(gate certificate-names 127.0.0.1:7002 10.0.0.1)" gate failed certificate-names
  comes_to "$(gate certificate-names 127.0.0.1:7003 x)" gate failed certificate-names
}

# An apiserver that refuses anonymous requests, and one that is known.
case_an_apiserver_that_refuses_strangers_is_asked_by_one_that_it_knows() {
  local ready
  asked_host
  shows_certificate 7010 x -addext subjectAltName=IP:127.0.0.1
  run_on lb1 'cat >/run/refuses.py' <<'PY'
import http.server, ssl
class Refuses(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(401)
        self.end_headers()
server = http.server.HTTPServer(("127.0.0.1", 7011), Refuses)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/run/7010.crt", "/run/7010.key")
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
PY
  on lb1 'systemd-run --quiet --unit=refuses python3 /run/refuses.py; until ss -ltn | grep -q :7011; do sleep 0.1; done; rm -rf /root/.kube'
  ready=$(gate ready https://127.0.0.1:7011/readyz /run/7010.crt)
  comes_to "$ready" gate warning ready
  on lb1 'mkdir -p /root/.kube; touch /root/.kube/config'
  printf ok | canned raw
  comes_to "$ready" gate ok ready
  comes_to "$(gate ready-through https://127.0.0.1:7011/readyz 127.0.0.1 /run/7010.crt)" gate ok ready-through
  echo '[-]etcd failed: reason withheld' | canned fault
  comes_to "$ready" gate failed ready
  comes_to "$(gate ready-through https://127.0.0.1:7011/readyz 127.0.0.1 /run/7010.crt)" gate failed ready-through
}

# Who listens or is connected has chosen its own name.
case_a_process_that_is_named_like_another_is_not_taken_for_it() {
  local out
  fresh lb1
  out=$(nginx_of | variant named 0)
  printf 'unit\tnode\tkubelet.service\n' >>"$out/hosts/lb1.plan"
  reseal "$out"
  bring lb1 "$out"
  run_on lb1 "mkdir -p $CANNED; cat >/run/named.py" <<'PY'
import socket, sys, time
open("/proc/self/comm", "w").write(sys.argv[1])
if sys.argv[2] == "listen":
    held = socket.create_server(("0.0.0.0", 7020))
else:
    held = socket.create_connection(("127.0.0.1", 7021))
time.sleep(1000)
PY
  on lb1 'systemd-run --quiet --unit=kubelet.service sleep 1000
    pid=$(systemctl show -p MainPID --value kubelet); systemd-run --quiet --unit=stranger python3 /run/named.py ",pid=$pid," listen
    until ss -ltn | grep -q :7020; do sleep 0.1; done'
  comes_to "$(gate port-free 7020)" gate failed port-free
  comes_to "$(gate port-free 7022)" gate ok port-free
  on lb1 'systemctl stop stranger kubelet; echo "127.0.0.2 two.example" >>/etc/hosts; echo "127.0.0.1 two.example" >>/etc/hosts
    systemd-run --quiet --unit=accepts python3 -c "import socket, time; s = socket.create_server((\"127.0.0.1\", 7021)); time.sleep(1000)"
    until ss -ltn | grep -q :7021; do sleep 0.1; done
    mkdir -p /sys/fs/cgroup 2>/dev/null; systemd-run --quiet --unit=kubelet.service-stranger.service python3 /run/named.py kubelet connect
    until ss -tn | grep -q :7021; do sleep 0.1; done'
  comes_to "$(gate agent-connected two.example 7021)" gate failed agent-connected
  on lb1 'systemd-run --quiet --unit=kubelet.service python3 /run/named.py other connect; sleep 1'
  # Connected to the second address of the name.
  comes_to "$(gate agent-connected two.example 7021)" gate ok agent-connected
}

case_names_and_members_with_an_ipv6_address_are_asked_for() {
  asked_host
  on lb1 'systemd-run --quiet --unit=six python3 -c "import socket, time
s = socket.create_server((\"::1\", 7030), family=socket.AF_INET6)
time.sleep(1000)"
    until ss -ltn | grep -q :7030; do sleep 0.1; done'
  comes_to "$(gate etcd-answers 'https://[::1]:7030' /none /none /none)" gate ok etcd-answers
  comes_to "$(gate etcd-answers 'https://[::1]:7031' /none /none /none)" gate failed etcd-answers
  on lb1 'echo "::1 six.example" >>/etc/hosts'
  comes_to "$(gate names-resolve six.example)" gate ok names-resolve
  comes_to "$(gate names-resolve seven.example)" gate failed names-resolve
}

# --- Backups ----------------------------------------------------------------------------------------------------------------------------

case_backups_are_sized_before_they_are_made_and_counted_after() {
  local record=$'do\t1\tall\talways\tback-up-etcd\tlb1\thttps://10.0.0.1:2379,https://10.0.0.2:2379\t/a\t/b\t/c' i
  asked_host
  comes_to "$record" back-up-etcd warning no-etcdctl
  # shellcheck disable=SC2016 # for the host's shell
  printf '%s\n' '#!/bin/bash' 'case "$*" in' \
    '  *10.0.0.1*) echo "context deadline exceeded" >&2; exit 1 ;;' \
    '  *"endpoint status"*) echo "[{\"Status\":{\"dbSize\":$(cat /run/size),\"leader\":1}}]" ;;' \
    '  *"snapshot save"*) echo half >"${*: -1}.part"; [ ! -e /run/fails ] || exit 1; mv "${*: -1}.part" "${*: -1}" ;;' 'esac' |
    run_on lb1 'cat >/usr/bin/etcdctl; chmod 755 /usr/bin/etcdctl; echo 4096 >/run/size'
  on lb1 'mkdir -p /var/lib/haplane/backup; cd /var/lib/haplane/backup
    for i in 1 2 3 4 5 6; do touch etcd-2020010${i}T000000Z.db files-2020010${i}T000000Z.tar; done'
  comes_to "$record" back-up-etcd ok -
  same "$(on lb1 'ls -A /var/lib/haplane/backup | grep -c etcd; ls /var/lib/haplane/backup | grep etcd | head -n 1')" $'5\netcd-20200103T000000Z.db'
  comes_to $'do\t1\tall\talways\tback-up-files\tlb1' back-up-files ok -
  same "$(on lb1 'cd /var/lib/haplane/backup; ls -A | grep -c files; stat -c %a files-2* | tail -n 1
    tar -tf "$(ls files-* | tail -n 1)"')" $'5\n600\n./etc/nginx/nginx.conf'
  on lb1 'touch /run/fails'
  comes_to "$record" back-up-etcd failed -
  on lb1 'rm /run/fails; echo 999999999999 >/run/size'
  comes_to "$record" back-up-etcd failed -
  same "$(on lb1 'ls -A /var/lib/haplane/backup | grep etcd | wc -l; ls -A /var/lib/haplane/backup | grep "^\.\|part" || :')" 5
}

# --- Host keys --------------------------------------------------------------------------------------------------------------------------

# As the operator, with a configuration of his own: whether ssh reaches a host.
reaches() {
  "$LAB" exec /bin/bash -c 'mount -t tmpfs own /root && mkdir -m 700 /root/.ssh && cd "$1" && eval "$3" &&
    exec ssh -F ssh_config "$2" echo reached' own "$scratch/pinned" "$1" "$2" 2>/dev/null || :
}

case_a_pinned_host_key_is_the_only_one_for_its_host() {
  local real wrong pin
  real=$(on lb1 'cut -d " " -f 1,2 /etc/ssh/ssh_host_ed25519_key.pub')
  ssh-keygen -q -t ed25519 -N '' -f "$scratch/other" <<<y >/dev/null
  wrong=$(cut -d ' ' -f 1,2 "$scratch/other.pub")
  rm -rf "$scratch/folder" && cp -r "$("$LAB" folder)" "$scratch/folder"
  for pin in "$wrong" "$real"; do
    sed -i "s|{name: lb1, address: 192.168.3.201[^}]*}*|{name: lb1, address: 192.168.3.201, ssh: {hostKey: \"$pin\"}}|" \
      "$scratch/folder/topology.yaml"
    rm -rf "$scratch/pinned"
    "$HAPLANE" build "$scratch/folder" -o "$scratch/pinned" >/dev/null
    if [ "$pin" = "$wrong" ]; then
      # The lab's own file of all hosts knows the real key already.
      same "$(reaches lb1 :)" ''
      same "$(reaches lb1 "echo '* $real' >/root/.ssh/known_hosts")" ''
      same "$(reaches lb1 "echo '[192.168.3.201]:36022,lb1 $real' | tee /root/.ssh/known_hosts >/root/.ssh/more
        printf '%s\n' 'UserKnownHostsFile ~/.ssh/more' 'KnownHostsCommand /bin/cat /root/.ssh/more' 'StrictHostKeyChecking no' \
          >/root/.ssh/config")" ''
    fi
  done
  same "$(reaches lb1 :)" reached
  # Where none is pinned the operator's own files count.
  same "$(reaches k8s-node1 :)" reached
  same "$(reaches k8s-node1 'printf "GlobalKnownHostsFile /dev/null\n" >/root/.ssh/config')" ''
}
