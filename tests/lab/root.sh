# shellcheck shell=bash
# The tools of the machine and the root file system that all hosts share, read-only.

missing_packages() {
  local pair
  for pair in debootstrap:debootstrap systemd-nspawn:systemd-container ip:iproute2 mkfs.ext4:e2fsprogs openssl:openssl \
    ssh:openssh-client flock:util-linux; do
    command -v "${pair%%:*}" >/dev/null || echo "${pair#*:}"
  done
}

install_tools() {
  local missing
  mapfile -t missing < <(missing_packages)
  [ "${#missing[@]}" -gt 0 ] || return 0
  [ -e /etc/debian_version ] || fail "missing here: ${missing[*]}"
  echo "lab: installing ${missing[*]}"
  apt-get update >/dev/null || true
  apt-get install -y --no-install-recommends "${missing[@]}" >"$LAB_CACHE/install.log" 2>&1 ||
    fail "could not install ${missing[*]}: see $LAB_CACHE/install.log"
}

# Another list of packages, or another treatment, is another root.
root_path() {
  local version
  version=$({ printf '%s\n' "$LAB_SUITE" "${LAB_PACKAGES[@]}"; declare -f quieten; } | sha256sum | cut -c 1-12)
  printf '%s/root-%s' "$LAB_CACHE" "$version"
}

# The mirror that this machine's own packages come from.
mirror() {
  # shellcheck disable=SC2016 # apt's own placeholder
  apt-get indextargets --format '$(SITE)' "Created-By: Packages" "Release: $LAB_SUITE" | head -n 1
}

# A lab that runs keeps the root and the layers that it was started with, whatever happens to the checkout meanwhile.
remember_base() {
  [ ! -e "$LAB_STATE/root" ] || return 0
  ln -s "$(root_path)" "$LAB_STATE/root"
  ln -s "$(layers_path)" "$LAB_STATE/layers"
}

ensure_root() {
  local root
  root=$(root_path)
  [ ! -d "$root" ] || return 0
  command -v debootstrap >/dev/null || fail "debootstrap is missing"
  echo "lab: making the root file system, once (some minutes)"
  rm -rf --one-file-system "$root.new"
  timeout 1800 debootstrap --variant=minbase --include="$(IFS=,; echo "${LAB_PACKAGES[*]}")" "$LAB_SUITE" "$root.new" "$(mirror)" \
    >"$LAB_CACHE/debootstrap.log" 2>&1 || fail "debootstrap failed: see $LAB_CACHE/debootstrap.log"
  quieten "$root.new"
  mv -T "$root.new" "$root"
}

# Nothing starts by itself but ssh and what a host's layer enables.
quieten() {
  systemctl -q --root="$1" disable nginx.service haproxy.service keepalived.service nftables.service
  systemctl -q --root="$1" mask console-getty.service getty.target systemd-update-utmp.service \
    apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer
  rm -rf "$1"/etc/ssh/ssh_host_* "$1"/var/cache/apt/archives/*.deb "$1"/var/log/journal
  : >"$1/etc/machine-id"
}
