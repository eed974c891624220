# shellcheck shell=bash
# The certificates of the runbook's cluster, with keys of the lab's own. Nothing here is a secret of anybody.

LAB_CERTIFICATE_DAYS=7300

new_key() {
  (umask 077 && openssl genrsa -traditional -out "$1" 2048 2>/dev/null)
}

# A CA: its certificate, its key, its subject.
new_authority() {
  new_key "$2"
  openssl req -x509 -new -key "$2" -out "$1" -subj "$3" -days "$LAB_CERTIFICATE_DAYS" \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign'
}

# A certificate of a CA: its folder and name, the CA's certificate and key, the subject, further extensions line by line.
new_certificate() {
  local path=$1 authority=$2 authority_key=$3 subject=$4 extensions=$5
  [ -e "$path-key.pem" ] || new_key "$path-key.pem"
  openssl req -new -key "$path-key.pem" -subj "$subject" |
    openssl x509 -req -CA "$authority" -CAkey "$authority_key" -out "$path.pem" -days "$LAB_CERTIFICATE_DAYS" -extfile <(
      printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,keyEncipherment\n'
      printf 'subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n%s\n' "$extensions"
    ) 2>/dev/null
}

LAB_BOTH_USES='extendedKeyUsage=serverAuth,clientAuth'
LAB_CLIENT_USE='extendedKeyUsage=clientAuth'

# As in the example: every master, the load balancer, loopback, the Service.
apiserver_names() {
  local name
  printf 'subjectAltName=IP:127.0.0.1,IP:10.0.0.1'
  for name in k8s-master1 k8s-master2 k8s-master3 lb1; do
    printf ',DNS:%s,IP:%s' "$name" "$(address_of "$name")"
  done
  for name in kubernetes kubernetes.default kubernetes.default.svc kubernetes.default.svc.cluster kubernetes.default.svc.cluster.local; do
    printf ',DNS:%s' "$name"
  done
}

etcd_names() {
  printf 'subjectAltName=IP:%s,IP:%s,IP:%s,IP:127.0.0.1' "$(address_of k8s-master1)" "$(address_of k8s-node1)" "$(address_of k8s-node2)"
}

# A client of the apiserver: its name in the folder, its subject.
new_client() { new_certificate "$pki/$1" "$pki/ca.pem" "$pki/ca-key.pem" "$2" "$LAB_CLIENT_USE"; }

# The certificate that a kubelet serves with is its own; it makes it at its first start.
new_kubelet_identity() {
  local host=$1
  new_client "kubelet-$host" "/O=system:nodes/CN=system:node:$host"
  new_key "$pki/$host.key"
  openssl req -x509 -new -key "$pki/$host.key" -out "$pki/$host.crt" -subj "/CN=$host@1620616831" \
    -days "$LAB_CERTIFICATE_DAYS" -addext "subjectAltName=DNS:$host"
}

make_pki() {
  local pki=$1 host
  mkdir -p "$pki"
  new_authority "$pki/ca.pem" "$pki/ca-key.pem" /O=k8s/CN=kubernetes-ca
  new_authority "$pki/etcd-ca.pem" "$pki/etcd-ca-key.pem" /O=etcd/CN=etcd-ca
  new_certificate "$pki/server" "$pki/ca.pem" "$pki/ca-key.pem" /O=k8s/CN=kubernetes "$LAB_BOTH_USES"$'\n'"$(apiserver_names)"
  new_certificate "$pki/etcd" "$pki/etcd-ca.pem" "$pki/etcd-ca-key.pem" /O=etcd/CN=etcd "$LAB_BOTH_USES"$'\n'"$(etcd_names)"
  new_client kube-controller-manager /O=system:masters/CN=system:kube-controller-manager
  new_client kube-scheduler /O=system:masters/CN=system:kube-scheduler
  new_client kube-proxy /O=k8s/CN=system:kube-proxy
  new_client admin /O=system:masters/CN=admin
  for host in k8s-master1 k8s-node1 k8s-node2; do
    new_kubelet_identity "$host"
  done
  openssl rand -hex 16 >"$pki/token"
}
