
# --- Following the paths that files name, until nothing new is found ------------------------------------------------------------------

# The links on the way to the last resolved path.
note_links() {
  links=$(printf '%s\n' "$RESOLVED" |
    awk -F '\t' '{ count = split($4, link, "|"); for (i = 2; i <= count; i++) print link[i] }' | sort -u)
  LISTED=$LISTED$links$NEWLINE
}

# One round: the named paths that were not looked at yet.
follow_round() {
  new=$(printf '%s-\n%s' "$DONE" "$TODO" | awk "$AWK_OF_NEW")
  TODO=''
  [ -n "$new" ] || return 1
  DONE=$DONE$new$NEWLINE
  new=$(without_patterns "$new")
  [ -n "$new" ] || return 0
  resolve "$(printf '%s\n' "$new" | cut -f 2 | sort -u)"
  note_links
  add_listed "$new"
  open_folders "$new"
  look_at_files "$new"
}

AWK_OF_NEW=$AWK_OF_TEXT'
function normal(path, part, count, i, kept, top, out) {
  count = split(path, part, "/")
  top = 0
  for (i = 1; i <= count; i++) {
    if (part[i] == "" || part[i] == ".") continue
    if (part[i] == "..") { if (top > 0) top--; continue }
    kept[++top] = part[i]
  }
  out = ""
  for (i = 1; i <= top; i++) out = out "/" kept[i]
  return out == "" ? "/" : out
}
BEGIN { FS = OFS = "\t" }
$0 == "-" { isNew = 1; next }
isNew && NF == 2 { $2 = normal($2); if ($2 == "/" || length($2) > 1000 || !isText($2)) next }
!isNew { done[$0] = 1; next }
NF == 2 && !($0 in done) { done[$0] = 1; print }'

# The lines whose paths contain a pattern, as the paths that match.
without_patterns() {
  printf '%s\n' "$1" | awk -F '\t' '$2 !~ /[*?[]/'
  IFS=$NEWLINE
  for line in $(printf '%s\n' "$1" | awk -F '\t' '$2 ~ /[*?[]/'); do
    IFS=$BLANK$TAB$NEWLINE
    expand "${line#*"$TAB"}" | awk -v role="${line%%"$TAB"*}" 'NF > 0 { print role "\t" $0 }'
    IFS=$NEWLINE
  done
  IFS=$BLANK$TAB$NEWLINE
}

# The existing paths, and those listed only as their folder because they change every day.
add_listed() {
  lines=$(printf '%s\n--\n%s\n' "$RESOLVED" "$1" | awk "$AWK_OF_LISTED")
  LISTED=$LISTED$(printf '%s\n' "$lines" | sed -n "s/^list$TAB//p")$NEWLINE
  QUIET=$QUIET$(printf '%s\n' "$lines" | sed -n "s/^quiet$TAB//p")$NEWLINE
  HOMES=$HOMES$(printf '%s\n' "$lines" | sed -n "s/^home$TAB//p")$NEWLINE
  NAMED=$NAMED$(printf '%s\n' "$lines" | sed -n "s/^named$TAB//p")$NEWLINE
}

AWK_OF_LISTED='
BEGIN { FS = "\t" }
$0 == "--" { part = 1; next }
!part { real[$1] = $2; type[$1] = $3; next }
$2 in type {
  if ($1 == "quiet") {
    print "quiet\t" $2
    print "quiet\t" real[$2]
    if (type[$2] == "dir") print "list\t" real[$2]
    next
  }
  if (type[$2] == "file" || type[$2] == "dir") {
    print "list\t" real[$2]
    if ($1 != "unnamed") print "named\t" real[$2]
    if (type[$2] == "file" && $1 ~ /^(program|env)/) print "home\t" real[$2]
  }
}'

# Folders whose content counts, and those that a load balancer reads whole.
open_folders() {
  IFS=$NEWLINE
  for line in $(printf '%s\n--\n%s\n' "$RESOLVED" "$1" | awk -F '\t' '$0 == "--" { part = 1; next } !part { if ($3 == "dir") real[$1] = $2; next }
    ($2 in real) && $1 ~ /^(plugins|walk|haproxy)$/ { print $1 "\t" real[$2] }' | sort -u); do
    IFS=$BLANK$TAB$NEWLINE
    folder=${line#*"$TAB"}
    case ${line%%"$TAB"*} in
      plugins) walk "$folder" ;;
      walk)
        walk "$folder"
        TODO=$TODO$(printf '%s\n' "$WALKED" | awk 'NF > 0 { print "none\t" $0 }')$NEWLINE
        ;;
      haproxy) TODO=$TODO$(printf '%s\n' "$folder" | in_folders | awk '/\.(cfg|conf)$/ { print "haproxy-part\t" $0 }')$NEWLINE ;;
    esac
    IFS=$NEWLINE
  done
  IFS=$BLANK$TAB$NEWLINE
}

# Reads each file of a round that was not yet judged in that role.
look_at_files() {
  files=$(printf '%s\n--\n%s--\n%s--\n%s\n' "$RESOLVED" "$KNOWN" "$JUDGED$TAKEN" "$1" | awk "$AWK_OF_FILES" | sort)
  IFS=$NEWLINE
  for line in $files; do
    IFS=$TAB
    # shellcheck disable=SC2086 # the fields of a line
    set -- $line
    IFS=$BLANK$TAB$NEWLINE
        # A file that fits two roles is taken once.
    is_in "$1" "$TAKEN" || look_at_file "$1" "$2" "$3"
    JUDGED=$JUDGED$2$TAB$1$NEWLINE
    IFS=$NEWLINE
  done
  IFS=$BLANK$TAB$NEWLINE
}

AWK_OF_FILES='
BEGIN { FS = "\t" }
$0 == "--" { part++; next }
part == 0 { if ($3 == "file") real[$1] = $2; next }
part == 1 { size[$2] = $5; next }
part == 2 { done[$0] = 1; next }
($2 in real) && $1 != "quiet" {
  role = $1 ~ /^(plugins|walk|program|unnamed)$/ ? "none" : $1
  path = real[$2]
  line = role "\t" path
  if ((path in done) || (line in done)) next
  done[line] = 1
  print path "\t" role "\t" size[path]
}'

# A folder and everything below it: WALKED. Logs, data and files named as written by a program are only listed.
walk() {
  WALKED=''
  level=$1
  count=0
  while [ -n "$level" ]; do
    paths=$(printf '%s\n' "$level" | in_folders | sort)
    [ -n "$paths" ] || break
    left=$((MOST_ENTRIES - count))
    count=$((count + $(printf '%s\n' "$paths" | awk 'END { print NR }')))
    if [ "$count" -gt "$MOST_ENTRIES" ]; then
      say "$1 has more than $MOST_ENTRIES entries; the rest is not listed"
      paths=$(printf '%s\n' "$paths" | awk -v left="$left" 'NR <= left')
      level=stop
    fi
    learn_new "$paths"
        # A log changes every day.
    paths=$(printf '%s--\n%s--\n%s\n' "$KNOWN" "$QUIET" "$paths" | awk -F '\t' '
      $0 == "--" { part++; next }
      part == 0 { if ($1 == "file") file[$2] = 1; next }
      part == 1 { quiet[$0] = 1; next }
      !(($0 in file) && (($0 in quiet) || /\.(log|pid|sock)$/))')
    WALKED=$WALKED$paths$NEWLINE
    [ "$level" != stop ] || break
    level=$(printf '%s--\n%s--\n%s\n' "$KNOWN" "$QUIET" "$paths" | awk -F '\t' '
      $0 == "--" { part++; next }
      part == 0 { if ($1 == "dir") dir[$2] = 1; next }
      part == 1 { quiet[$0] = 1; next }
      ($0 in dir) && !($0 in quiet) && $0 !~ /\/(logs?|data|backups?|run|tmp|\.git)$/')
  done
  LISTED=$LISTED$1$NEWLINE$WALKED
}

# Of paths whose folders have no links, those that were not queried yet.
learn_new() {
  unknown=$(printf '%s--\n%s\n' "$KNOWN" "$1" | awk -F '\t' '$0 == "--" { part = 1; next } !part { known[$2] = 1; next } !($0 in known)')
  [ -z "$unknown" ] || learn "$unknown"
}

# The installations: the folders above that of a program or a file of flags, if they contain nothing else.
new_installations() {
  printf '%s--\n%s' "$INSTALLATIONS" "$HOMES" | awk "$AWK_OF_INSTALLATIONS" | sort -u
}

AWK_OF_INSTALLATIONS='
function folderOf(path) { sub(/\/[^\/]*$/, "", path); return path }
function nameOf(path) { sub(/.*\//, "", path); return path }
$0 == "--" { part = 1; next }
!part { done[$0] = 1; next }
{
  folder = folderOf($0)
  if (nameOf(folder) !~ /^(s?bin|cfg|conf|config|ssl|pki|certs?|etc|kubeconfig|manifests)$/) next
  folder = folderOf(folder)
  if (folder ~ /^\/(etc|usr|opt|var|root|home|data|srv|mnt|boot|lib|lib64|app|apps|application)?$/) next
  if (folder ~ /^\/(usr\/(local|lib|lib64|share|libexec)|usr\/local\/(lib|share)|var\/lib)$/) next
  if (folder ~ /^\/(etc\/(ssl|pki|systemd|sysconfig|default)|home\/[^\/]*)$/) next
  if (folder ~ /^\/(var\/lib|proc|sys|dev|run|tmp|var\/log|usr\/lib|usr\/share)\//) next
  if (!(folder in done)) { done[folder] = 1; print folder }
}'

walk_installations() {
  found=$(new_installations)
  [ -n "$found" ] || return 1
  IFS=$NEWLINE
  for folder in $found; do
    IFS=$BLANK$TAB$NEWLINE
    INSTALLATIONS=$INSTALLATIONS$folder$NEWLINE
    resolve "$folder"
    if [ "$(printf '%s\n' "$RESOLVED" | cut -f 2,3)" = "$folder${TAB}dir" ]; then
      walk "$folder"
            # They are looked at, but nothing names them.
      TODO=$TODO$(printf '%s\n' "$WALKED" | awk 'NF > 0 { print "unnamed\t" $0 }')$NEWLINE
    fi
    IFS=$NEWLINE
  done
  IFS=$BLANK$TAB$NEWLINE
}

follow_all() {
  INSTALLATIONS=''
  rounds=0
  while [ "$rounds" -lt 100 ]; do
    rounds=$((rounds + 1))
    follow_round || walk_installations || return 0
  done
}
