# shellcheck shell=bash
# What lies over the shared root, read-only: one layer for all hosts, one for each. Made once and cached with the root.

LAB_EXAMPLE=$LAB_REPOSITORY/out-example/originals
LAB_FLAG_TABLE=$LAB_REPOSITORY/src/Generator.Core/Foundation/Flags/component-flags.tsv

# Whatever a layer is made from changes its name.
layers_version() {
  {
    cat "$LAB_HOME"/{settings,pki,layers,etcd,programs}.sh "$LAB_HOME"/stubs/*.py "$LAB_FLAG_TABLE"
    find "$LAB_EXAMPLE" -type f -print0 | sort -z | xargs -0 cat
    [ -z "$LAB_K8S" ] || find "$LAB_K8S" -maxdepth 1 -type f -printf '%f %s %T@\n' | sort
  } | sha256sum | cut -c 1-12
}

layers_path() { printf '%s/layers-%s' "$LAB_CACHE" "$(layers_version)"; }

ensure_layers() {
  local layers host
  layers=$(layers_path)
  [ ! -d "$layers" ] || return 0
  echo "lab: making the hosts' files and keys, once"
  rm -rf --one-file-system "$layers.new"
  mkdir -p "$layers.new/operator"
  ssh-keygen -q -t ed25519 -N '' -C lab -f "$layers.new/operator/id_ed25519"
  make_pki "$layers.new/pki"
  kubernetes_release >"$layers.new/release"
  make_common_layer "$layers.new/common"
  for host in "${LAB_HOSTS[@]}" bare; do
    make_host_layer "$layers.new" "$host"
  done
  make_disk "$layers.new"
  kubernetes_in_words >"$layers.new/kubernetes"
  mv -T "$layers.new" "$layers"
}

make_common_layer() {
  local layer=$1
  mkdir -p "$layer/etc/ssh/sshd_config.d" "$layer/usr/local/lib/haplane-lab"
  install -d -m 0700 "$layer/root" "$layer/root/.ssh"
  install -m 0600 "${layer%/*}/operator/id_ed25519.pub" "$layer/root/.ssh/authorized_keys"
  # The default key exchange takes nine tenths of the processor time of a connection.
  cat >"$layer/etc/ssh/sshd_config.d/lab.conf" <<TEXT
KexAlgorithms curve25519-sha256
Port $LAB_SSH_PORT
HostKey /etc/ssh/ssh_host_ed25519_key
PermitRootLogin prohibit-password
MaxStartups 100
PrintLastLog no
TEXT
  mask_generators "$layer/etc/systemd/system-generators"
  {
    echo '127.0.0.1 localhost'
    local host
    for host in "${LAB_HOSTS[@]}"; do echo "$(address_of "$host") $host"; done
  } >"$layer/etc/hosts"
  cp "$LAB_HOME"/stubs/lab_*.py "$LAB_FLAG_TABLE" "${layer%/*}/release" "$layer/usr/local/lib/haplane-lab/"
  add_hollow_node "$layer/usr/local/lib/haplane-lab"
}

# Every daemon-reload starts all of them, and no host has what they look for: disks, terminals, scripts of another init.
mask_generators() {
  local generator
  mkdir -p "$1"
  for generator in "$(root_path)"/usr/lib/systemd/system-generators/*; do ln -s /dev/null "$1/${generator##*/}"; done
}

make_host_layer() {
  local layers=$1 host=$2 layer=$1/$2
  mkdir -p "$layer/etc/ssh"
  # With an empty one a host has the name that it is started with.
  if [ "$host" = bare ]; then : >"$layer/etc/hostname"; else echo "$host" >"$layer/etc/hostname"; fi
  ssh-keygen -q -t ed25519 -N '' -C "$host" -f "$layer/etc/ssh/ssh_host_ed25519_key"
  case $host in k8s-*) add_runtime "$layer" ;; esac
  [ ! -d "$LAB_EXAMPLE/$host" ] || add_kubernetes "$layers" "$host"
  ! is_etcd_member "$host" || add_etcd "$layers" "$host"
}

# A service of the name that a node's container runtime has, and no container runtime.
add_runtime() {
  local layer=$1
  mkdir -p "$layer/usr/lib/systemd/system"
  printf '%s\n' '[Unit]' 'Description=Stands for a container runtime' '' '[Service]' 'ExecStart=/usr/bin/sleep infinity' '' \
    '[Install]' 'WantedBy=multi-user.target' >"$layer/usr/lib/systemd/system/docker.service"
  enable_units "$layer"
}

# The example's files as they are; what was redacted or belongs to its keys is filled in with the lab's.
add_kubernetes() {
  local layers=$1 host=$2 layer=$1/$2 root=$1/$2/data/application/kubernetes
  install -d -m 0700 "$layer/root"
  (cd "$LAB_EXAMPLE/$host" && find . -type f ! -name capture.json -exec cp --parents -t "$layer" {} +)
  mkdir -p "$root/bin" "$root/logs"
  add_certificates "$layers/pki" "$root/ssl" "$host"
  fill_in_kubeconfigs "$layers/pki" "$root/cfg"
  [ ! -e "$layer/root/.kube/config" ] || fill_in_kubeconfig "$layers/pki" "$layer/root/.kube/config" admin
  [ ! -e "$root/cfg/token.csv" ] || fill_in_token "$layers/pki" "$root/cfg/token.csv"
  chmod -R u=rwX,go=rX "$layer/data" "$layer/usr"
  find "$layer/data" \
    \( -name '*.kubeconfig' -o -name '*-key.pem' -o -name '*.key' -o -name 'kubelet-client-2*' -o -name token.csv \) -exec chmod 0600 {} +
  [ ! -e "$layer/root/.kube" ] || chmod -R go= "$layer/root/.kube/config"
  add_programs "$layer" "$root/bin"
  enable_units "$layer"
}

add_certificates() {
  local pki=$1 ssl=$2 host=$3 client=kubelet-client-2021-05-10-11-20-31.pem
  mkdir -p "$ssl"
  cp "$pki/ca.pem" "$ssl/"
  [ ! -e "$ssl/server.pem" ] || cp "$pki/ca-key.pem" "$pki/server.pem" "$pki/server-key.pem" "$ssl/"
  cp "$pki/$host.crt" "$ssl/kubelet.crt"
  cp "$pki/$host.key" "$ssl/kubelet.key"
  cat "$pki/kubelet-$host.pem" "$pki/kubelet-$host-key.pem" >"$ssl/$client"
  ln -s "/data/application/kubernetes/ssl/$client" "$ssl/kubelet-client-current.pem"
}

fill_in_kubeconfigs() {
  local pki=$1 cfg=$2 file
  for file in "$cfg"/*.kubeconfig; do
    fill_in_kubeconfig "$pki" "$file" "$(basename "$file" .kubeconfig)"
  done
}

# Whole values after their key, so that the lines stay as the example has them. A kubelet's names files and holds no data.
fill_in_kubeconfig() {
  local pki=$1 file=$2 client=$3
  sed -i -e "s|\(certificate-authority-data: \).*|\1$(base64 -w 0 "$pki/ca.pem")|" -e "s|\( token: \).*|\1$(cat "$pki/token")|" "$file"
  [ -e "$pki/$client.pem" ] || return 0
  sed -i -e "s|\(client-certificate-data: \).*|\1$(base64 -w 0 "$pki/$client.pem")|" \
    -e "s|\(client-key-data: \).*|\1$(base64 -w 0 "$pki/$client-key.pem")|" "$file"
}

fill_in_token() { sed -i "s|^haplane-redacted,|$(cat "$1/token"),|" "$2"; }

enable_units() {
  local layer=$1 wants=$1/etc/systemd/system/multi-user.target.wants unit
  mkdir -p "$wants"
  for unit in "$layer"/usr/lib/systemd/system/*.service; do
    ln -sfn "/usr/lib/systemd/system/${unit##*/}" "$wants/${unit##*/}"
  done
}

# The empty disk that every new host's is copied from.
make_disk() {
  mkdir -p "$1/skeleton/upper" "$1/skeleton/work"
  truncate -s "$(disk_size)" "$1/disk.img"
  mkfs.ext4 -q -m 0 -J size=16 -d "$1/skeleton" "$1/disk.img"
}
