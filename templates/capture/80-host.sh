
# --- The host: its name, addresses, units, programs and nodes -----------------------------------------------------------------------

name_host() {
  if [ -z "$HOST" ] && [ -n "$ROOT" ]; then
    real=$(real_path /etc/hostname)
    [ -z "$real" ] || HOST=$(read_file "$real" | awk '/^[ \t]*[^# \t]/ { print $1; exit }')
  elif [ -z "$HOST" ]; then
    HOST=$(uname -n)
  fi
  HOST=$(printf '%s\n' "${HOST%%.*}" | tr 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' 'abcdefghijklmnopqrstuvwxyz')
  case $HOST in
    '') stop "$MISUSE" "the name of the host is not known; pass --host NAME" ;;
    *[!a-z0-9-]* | -* | *-) stop "$MISUSE" "\"$HOST\" is not a host name of letters, digits and inner hyphens; pass --host NAME with --root" ;;
  esac
}

describe_host() {
  record host "$HOST"
  if [ -z "$ROOT" ]; then record architecture "$(uname -m)"; else record architecture "$(architecture_of_disk)"; fi
  describe_distro
  record privilege "$PRIVILEGE"
  find_openssl
  [ -z "$ROOT" ] || return 0
  note_missing timeout systemctl ip
  describe_addresses
}

# A hanging openssl would cost its time limit for each certificate.
find_openssl() {
  if has openssl && within "$SECONDS_OF_A_COMMAND" openssl version >/dev/null 2>&1; then
    OPENSSL=openssl
  else
    record missing openssl
  fi
}

# The machine that the shell of the disk was built for: two bytes of its ELF header.
architecture_of_disk() {
  real=$(real_path /bin/sh)
  machine=$([ -z "$real" ] || read_file "$real" | od -An -v -tu1 -j 18 -N 2 | tr -d ' \n')
  case $machine in
    620) printf 'x86_64\n' ;;
    1830) printf 'aarch64\n' ;;
    2430) printf 'riscv64\n' ;;
    210) printf 'ppc64le\n' ;;
    *) uname -m ;;
  esac
}

describe_distro() {
  for path in /etc/os-release /usr/lib/os-release; do
    real=$(real_path "$path")
    [ -n "$real" ] || continue
    line=$(read_file "$real" | awk -F = '
      { gsub(/["\047\r]/, "", $2) }
      $1 == "ID" { id = $2 }
      $1 == "ID_LIKE" { like = $2 }
      END { if (id ~ /^[a-z0-9._-]+$/) print "distro\t" id "\t" (like ~ /^[a-z0-9._ -]*$/ ? like : "") }')
    records "$line"
    return 0
  done
}

describe_addresses() {
  has ip || return 0
  records "$(within "$SECONDS_OF_A_COMMAND" ip -o addr show 2>/dev/null | awk '
    / scope global/ && !/ (temporary|deprecated)/ && ($3 == "inet" || $3 == "inet6") {
      name = $2
      sub(/@.*/, "", name)
      if (name ~ /^(lo$|docker|br-|cni|cali|flannel|veth|kube-|tunl|vxlan|virbr|nodelocaldns|dummy|cilium|lxc|weave)/) next
      address = $4
      sub(/\/.*/, "", address)
      print "address\t" address "\t" name
    }')"
}

describe_units() {
  [ -z "$ROOT" ] && has systemctl || return 0
  names=$(printf '%s\n' "$UNITS" | awk '/^[A-Za-z0-9:_.\\@-]+\.service$/ && !/@\.service$/')
  [ -n "$names" ] || return 0
  # shellcheck disable=SC2086 # a name has no blank
  records "$(within "$SECONDS_OF_A_COMMAND" systemctl show -p Id -p ActiveState -p UnitFileState $names 2>/dev/null | awk -F = '
    function flush() {
      if (id != "" && active != "") print "unit\t" id "\t" active "\t" (enabled == "" ? "-" : enabled)
      id = active = enabled = ""
    }
    $0 == "" { flush() }
    $1 == "Id" { id = $2 }
    $1 == "ActiveState" { active = $2 }
    $1 == "UnitFileState" { enabled = $2 }
    END { flush() }' | sort -u)"
}

# Programs of Kubernetes print their version; no other program is started, and none from a disk.
describe_versions() {
  [ -z "$ROOT" ] || return 0
  programs=$(printf '%s--\n%s' "$KNOWN" "$LISTED" | awk -F '\t' '
    $0 == "--" { part = 1; next }
    !part { if ($1 == "file" && $3 ~ /[1357]/) runs[$2] = $5; next }
    ($0 in runs) && runs[$0] > 100 && !($0 in done) && $0 ~ /\/(kube[a-z-]*|hyperkube)$/ { done[$0] = 1; print }' | sort)
  IFS=$NEWLINE
  for program in $programs; do
    IFS=$BLANK$TAB$NEWLINE
    case $program in
      */kubectl) said=$(HOME=/dev/null within "$SECONDS_OF_KUBECTL" "$program" version --client 2>/dev/null </dev/null) ;;
      *) said=$(HOME=/dev/null within "$SECONDS_OF_A_COMMAND" "$program" --version 2>/dev/null </dev/null) ;;
    esac
    said=$(printf '%s\n' "$said" | awk '
      match($0, /v[0-9]+\.[0-9]+\.[0-9]+([-+][A-Za-z0-9.+-]+)?/) {
        print substr($0, RSTART, RLENGTH < 50 ? RLENGTH : 50)
        exit
      }')
    [ -z "$said" ] || record version "$program" "$said"
    IFS=$NEWLINE
  done
  IFS=$BLANK$TAB$NEWLINE
}

# The kubectl of this host, and the kubeconfigs to call it with.
find_clients() {
  TODO="${TODO}none$TAB/root/.kube/config$NEWLINE"
  real=$(real_path /home)
  [ -z "$real" ] || TODO=$TODO$(printf '%s\n' "$real" | in_folders | awk '{ print "none\t" $0 "/.kube/config" }')$NEWLINE
  KUBECTL=''
  for path in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do TODO="${TODO}none$TAB$path/kubectl$NEWLINE"; done
  [ -n "$ROOT" ] || KUBECTL=$(command -v kubectl 2>/dev/null) || KUBECTL=''
  case $KUBECTL in /*) TODO="${TODO}none$TAB$KUBECTL$NEWLINE" ;; *) KUBECTL='' ;; esac
}

# There may be a kubectl next to a program that a unit starts.
find_kubectl_beside() {
  more=$(printf '%s' "$DONE" | awk -F '\t' '$1 == "program" { sub(/\/[^\/]*$/, "", $2); print "none\t" $2 "/kubectl" }' | sort -u)
  TODO=$TODO$more$NEWLINE
}

describe_nodes() {
  [ -z "$ROOT" ] || return 0
  if [ -z "$KUBECTL" ]; then
    KUBECTL=$(printf '%s--\n%s' "$KNOWN" "$LISTED" | awk -F '\t' '
      $0 == "--" { part = 1; next }
      !part { if ($1 == "file") file[$2] = 1; next }
      ($0 in file) && /\/kubectl$/ { print; exit }')
  fi
  [ -n "$KUBECTL" ] || return 0
  IFS=$NEWLINE
  for config in $(kubeconfigs_of_people); do
    IFS=$BLANK$TAB$NEWLINE
    nodes=$(HOME=/dev/null KUBECACHEDIR=/dev/null/none within "$SECONDS_OF_KUBECTL" "$KUBECTL" --kubeconfig "$config" get nodes \
      -o 'jsonpath={range .items[*]}{.metadata.name}{"\t"}{.status.addresses[?(@.type=="InternalIP")].address}{"\n"}{end}' 2>/dev/null </dev/null |
      awk -F '\t' '$1 ~ /^[a-z0-9.-]+$/ && $2 != "" { split($2, address, " "); if (address[1] ~ /^[0-9a-f.:]+$/) print "node\t" $1 "\t" address[1] }')
    if [ -n "$nodes" ]; then
      records "$(printf '%s\n' "$nodes" | sort -u)"
      return 0
    fi
    IFS=$NEWLINE
  done
  IFS=$BLANK$TAB$NEWLINE
}

kubeconfigs_of_people() {
  printf '%s' "$TAKEN" | awk '
    $0 == "/root/.kube/config" { print "1 " $0 }
    /\/admin\.(conf|kubeconfig)$|\/kubectl\.kubeconfig$/ { print "2 " $0 }
    /^\/home\/.*\/\.kube\/config$/ { print "3 " $0 }' |
    sort | sed 's/^..//'
}
