
# --- Units -------------------------------------------------------------------------------------------------------------------------------

# unit, tab, the path of each entry that belongs to it.
UNIT_ENTRIES=''
UNITS=''
# folder, tab, the same folder without links.
FOLDERS=''

is_of_component() {
  case $1 in
    *kube-apiserver* | *kube-controller-manager* | *kube-scheduler* | *kubelet* | *kube-proxy* | *hyperkube* | *nginx* | *haproxy* | *keepalived*) ;;
    etcd* | *[!a-zA-Z]etcd*) ;;
    *) return 1 ;;
  esac
}

# Every service of the host whose name or text mentions a component, and the services of the running processes.
find_units() {
  list_unit_folders
  UNITS=$(
    printf '%s\n' "$UNIT_PATHS" | sed -n 's/.*\/\([^/]*\.service\)$/\1/p' | sort -u | while IFS= read -r name; do
      if is_of_component "$name"; then printf '%s\n' "$name"; fi
    done
    units_by_text
    units_of_processes
  )
  UNITS=$(printf '%s\n' "$UNITS" | awk '/\.service$/' | sort -u)
  add_unit_entries
}

# The folders of units without links, and all files in them.
list_unit_folders() {
  # shellcheck disable=SC2086 # no path here has a blank
  resolve "$(printf '%s\n' $UNIT_FOLDERS)"
  FOLDERS=$(printf '%s\n' "$RESOLVED" | awk -F '\t' '$3 == "dir" { print $1 "\t" $2 }')
  note_links
  UNIT_PATHS=$(printf '%s\n' "$FOLDERS" | cut -f 2 | sort -u | in_folders | sort -u)
    # A name that an entry in a folder for wants or drop-ins has.
  below=$(printf '%s\n' "$UNIT_PATHS" | awk '/\.(wants|requires|d)$/')
  resolve "$below"
  note_links
  BELOW_PATHS=$(printf '%s\n' "$RESOLVED" | awk -F '\t' '$3 == "dir" { print $2 }' | sort -u | in_folders | sort -u)
}

units_by_text() {
  resolve "$(printf '%s\n' "$UNIT_PATHS" | awk '/\.service$/')"
  files=$(printf '%s\n' "$RESOLVED" | awk -F '\t' '$3 == "file" { print $1 "\t" $2 }')
  IFS=$NEWLINE
  for pair in $files; do
    name=${pair%%"$TAB"*}
    is_of_component "${name##*/}" && continue
    load "${pair#*"$TAB"}" && is_of_component "$CONTENT" && printf '%s\n' "${name##*/}"
  done
  IFS=$BLANK$TAB$NEWLINE
}

units_of_processes() {
  [ -z "$ROOT" ] || return 0
  set +f
  for folder in /proc/[0-9]*; do
    name=''
    { IFS= read -r name <"$folder/comm"; } 2>/dev/null || continue
    case $name in
      kube-apiserver | kube-controller* | kube-scheduler | kubelet | kube-proxy | hyperkube | etcd | nginx | haproxy | keepalived) ;;
      *) continue ;;
    esac
        # For a container only the runtime would be found, which is none of these.
    sed -n 's/^[^:]*:\(name=systemd\)*:.*\/\([^/]*\.service\)$/\2/p' "$folder/cgroup" 2>/dev/null
  done
  set -f
}

# Everything that belongs to a unit: itself in every folder, drop-ins, the links that start it, instances of a template.
add_unit_entries() {
  UNIT_ENTRIES=$(printf '%s\n--\n%s\n--\n%s\n' "$UNITS" "$UNIT_PATHS" "$BELOW_PATHS" | awk "$AWK_OF_UNIT_ENTRIES")
  UNITS=$(printf '%s\n' "$UNIT_ENTRIES" | cut -f 1 | sort -u)
  paths=$(printf '%s\n' "$UNIT_ENTRIES" | cut -f 2 | sort -u)
  TODO=$TODO$(printf '%s\n' "$paths" | sed "s/^/unit$TAB/")$NEWLINE
}

AWK_OF_UNIT_ENTRIES='
function nameOf(path) { sub(/.*\//, "", path); return path }
function templateOf(name, at) { at = index(name, "@"); return at > 1 ? substr(name, 1, at) ".service" : name }
function folderOf(path) { sub(/\/[^\/]*$/, "", path); return path }
$0 == "--" { part++; next }
$0 == "" { next }
part == 0 { wanted[$0] = 1; template[templateOf($0)] = 1; next }
part == 1 { entry[++entries] = $0; next }
{ below[++belows] = $0 }
function belongs(unit, folder, prefix) {
  # A folder of drop-ins: of the unit, its template, a prefix that ends with a hyphen, every service.
  if (folder == unit ".d" || folder == templateOf(unit) ".d" || folder == "service.d") return 1
  prefix = unit
  sub(/(@.*)?\.service$/, "", prefix)
  sub(/\.service\.d$/, "", folder)
  return folder ~ /-$/ && index(prefix, folder) == 1 && folder != prefix
}
END {
  for (i = 1; i <= belows; i++) {
    name = nameOf(below[i])
    if (folderOf(below[i]) ~ /\.(wants|requires)$/ && name ~ /\.service$/ && (templateOf(name) in wanted)) wanted[name] = 1
  }
  for (unit in wanted) {
    for (i = 1; i <= entries; i++)
      if (nameOf(entry[i]) == unit || nameOf(entry[i]) == templateOf(unit)) print unit "\t" entry[i]
    for (i = 1; i <= belows; i++) {
      folder = folderOf(below[i])
      if (folder ~ /\.(wants|requires)$/ ? nameOf(below[i]) == unit : below[i] ~ /\.conf$/ && belongs(unit, nameOf(folder))) print unit "\t" below[i]
    }
  }
}'

# The units that a path belongs to, separated by commas.
units_of() {
  case $1 in
    */systemd/*) printf '%s' "$UNIT_ENTRIES" | awk -F '\t' -v path="$1" '$2 == path { printf "%s%s", comma, $1; comma = "," }' ;;
  esac
}
