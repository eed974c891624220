# shellcheck shell=bash
# etcd on its three members: the real one where the folder HAPLANE_LAB_K8S has it, else a stub with the same addresses, certificates and
# unit name.

LAB_ETCD=/data/application/etcd

add_etcd() {
  local layers=$1 host=$2 layer=$1/$2 etcd=$1/$2$LAB_ETCD
  mkdir -p "$etcd/bin" "$etcd/ssl" "$layer/usr/lib/systemd/system"
  cp "$layers/pki/etcd-ca.pem" "$etcd/ssl/ca.pem"
  cp "$layers/pki/etcd.pem" "$etcd/ssl/server.pem"
  install -m 0600 "$layers/pki/etcd-key.pem" "$etcd/ssl/server-key.pem"
  install -m 0755 "$(program etcd)" "$etcd/bin/etcd"
  if has_real etcdctl; then install -D -m 0755 "$LAB_K8S/etcdctl" "$layer/usr/bin/etcdctl"; fi
  etcd_unit "$host" >"$layer/usr/lib/systemd/system/etcd.service"
  enable_units "$layer"
}

etcd_unit() {
  local host=$1 type=simple flags
  flags=--address=$(address_of "$host")
  # It says so when it has found the others.
  if has_real etcd; then type=notify flags=$(real_etcd_flags "$host" | tr '\n' ' '); fi
  cat <<TEXT
[Unit]
Description=Etcd Server
After=network.target

[Service]
Type=$type
ExecStart=$LAB_ETCD/bin/etcd $flags
Restart=on-failure

[Install]
WantedBy=multi-user.target
TEXT
}

# As the usual installation from binaries has them.
real_etcd_flags() {
  local host=$1 address
  address=$(address_of "$host")
  cat <<TEXT
--name=$host
--data-dir=/var/lib/etcd
--listen-peer-urls=https://$address:2380
--listen-client-urls=https://$address:2379
--initial-advertise-peer-urls=https://$address:2380
--advertise-client-urls=https://$address:2379
--initial-cluster=$(etcd_members)
--initial-cluster-token=lab
--initial-cluster-state=new
--cert-file=$LAB_ETCD/ssl/server.pem
--key-file=$LAB_ETCD/ssl/server-key.pem
--trusted-ca-file=$LAB_ETCD/ssl/ca.pem
--client-cert-auth
--peer-cert-file=$LAB_ETCD/ssl/server.pem
--peer-key-file=$LAB_ETCD/ssl/server-key.pem
--peer-trusted-ca-file=$LAB_ETCD/ssl/ca.pem
--peer-client-cert-auth
TEXT
}

etcd_members() {
  local host
  for host in "${LAB_HOSTS[@]}"; do
    ! is_etcd_member "$host" || echo "$host=https://$(address_of "$host"):2380"
  done | paste -s -d ,
}
