
# --- Paths: followed step by step, so that each link is seen and none leads out of a disk -----------------------------------------

# type, path, mode, owner, size, target of each path that was asked for; type "none" if nothing is there.
KNOWN=''

AWK_OF_PATHS='
BEGIN { FS = OFS = "\t" }
# Paths that change every day, or are not files.
function isLeftOut(path) {
  if (path ~ /^\/run\/systemd\/(system|system\.control|transient)(\/|$)/ || path == "/run" || path == "/run/systemd")
    return 0
  return path ~ /^\/(proc|sys|dev|run|tmp|var\/log|var\/run|var\/tmp)(\/|$)/
}
function normal(path, part, count, i, kept, top, out) {
  count = split(path, part, "/")
  top = 0
  for (i = 1; i <= count; i++) {
    if (part[i] == "" || part[i] == ".")
      continue
    if (part[i] == "..") {
      if (top > 0) top--
      continue
    }
    kept[++top] = part[i]
  }
  out = ""
  for (i = 1; i <= top; i++)
    out = out "/" kept[i]
  return out == "" ? "/" : out
}
function follow(written, rest, at, part, links, seen, cut) {
  rest = substr(normal(written), 2)
  at = ""
  links = 0
  seen = ""
  while (rest != "") {
    cut = index(rest, "/")
    part = cut ? substr(rest, 1, cut - 1) : rest
    rest = cut ? substr(rest, cut + 1) : ""
    at = at "/" part
    if (isLeftOut(at)) {
      print "is", written, at, "out", seen
      return
    }
    if (!(at in type)) {
      print "need", at
      return
    }
    if (type[at] == "link") {
      seen = seen "|" at
      if (++links > 40) {
        print "is", written, at, "loop", seen
        return
      }
      rest = target[at] (rest == "" ? "" : "/" rest)
      if (substr(rest, 1, 1) != "/") {
        sub(/\/[^\/]*$/, "", at)
        rest = at "/" rest
      }
      rest = substr(normal(rest), 2)
      at = ""
    } else if (type[at] == "none" || (type[at] != "dir" && rest != "")) {
      print "is", written, at, "none", seen
      return
    }
  }
  print "is", written, (at == "" ? "/" : at), (at == "" ? "dir" : type[at]), seen
}
$1 == "?" { follow($2); next }
{ type[$2] = $1; target[$2] = $6 }'

# Follows the paths of a list. RESOLVED: the path as it was written, the path without links, its type, the links on the way, each after "|".
resolve() {
  asked=$(printf '%s\n' "$1" | awk '/^\// { print "?\t" $0 }')
  RESOLVED=''
  [ -n "$asked" ] || return 0
  round=0
  while [ "$round" -lt 400 ]; do
    round=$((round + 1))
    answer=$(printf '%s%s\n' "$KNOWN" "$asked" | awk "$AWK_OF_PATHS")
    needed=$(printf '%s\n' "$answer" | sed -n "s/^need$TAB//p" | sort -u)
    [ -n "$needed" ] || break
    learn "$needed"
  done
  RESOLVED=$(printf '%s\n' "$answer" | sed -n "s/^is$TAB//p")
}

# Queries paths whose folders have no links.
learn() {
  learned=$(printf '%s\n' "$1" | statuses)
  learned_links=$(printf '%s\n' "$learned" | awk -F '\t' '$1 == "link" { print $2 }')
  targets=$(
    IFS=$NEWLINE
    for link in $learned_links; do
      target=$(target_of "$link")
      case $target in *["$NEWLINE$TAB"]* | '') continue ;; esac
      printf 'target\t%s\t%s\n' "$link" "$target"
    done
  )
  KNOWN=$KNOWN$(printf '%s\n%s\n%s\n' "$targets" "$learned" "$(printf '%s\n' "$1" | sed "s/^/asked$TAB/")" | awk -F '\t' -v OFS='\t' "$AWK_OF_TEXT"'
    $1 == "target" && !isText($3) { next }
    $1 == "target" { target[$2] = $3; next }
    $1 == "asked" { if (!($2 in seen)) print "none", $2, "", "", "", ""; next }
    NF < 5 { next }
    { seen[$2] = 1; print ($1 == "link" && !($2 in target) ? "other" : $1), $2, $3, $4, $5, target[$2] }')$NEWLINE
}

# The path without links if there is a file or folder, else nothing.
real_path() {
  resolve "$1"
  printf '%s\n' "$RESOLVED" | awk -F '\t' '$3 == "file" || $3 == "dir" { print $2 }'
}

# The paths below folders on a disk that match a shell pattern.
expand() {
  found=/
  parts=$1
  while [ -n "$parts" ] && [ -n "$found" ]; do
    part=${parts%%/*}
    case $parts in */*) parts=${parts#*/} ;; *) parts='' ;; esac
    [ -n "$part" ] || continue
    case $part in
      *[*?[]*) found=$(matching "$found" "$part") ;;
      *) found=$(printf '%s\n' "$found" | awk -v part="$part" '{ print ($0 == "/" ? "" : $0) "/" part }') ;;
    esac
  done
  printf '%s\n' "$found"
}

# The paths in folders whose names match a pattern.
matching() {
  (
    IFS=$NEWLINE
    for folder in $1; do
      real=$(real_path "$folder")
      [ -n "$real" ] || continue
      for path in $(printf '%s\n' "$real" | in_folders | sort); do
        name=${path##*/}
        case $name in .*) case $2 in .*) ;; *) continue ;; esac ;; esac
        # shellcheck disable=SC2254 # it is a pattern
        case $name in $2) printf '%s\n' "${folder%/}/$name" ;; esac
      done
    done
  )
}
