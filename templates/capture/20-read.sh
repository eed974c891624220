
# --- Reading: every read of the host is here ------------------------------------------------------------------------------------------

choose_privilege() {
  if [ "$(id -u)" = 0 ]; then
    PRIVILEGE=root
  elif has sudo && sudo -n cat /dev/null >/dev/null 2>&1; then
    PRIVILEGE=sudo
    SUDO=yes
  fi
  if has timeout; then TIMEOUT=timeout; fi
}

# A program that may hang; the first argument is its time limit in seconds.
within() {
  seconds=$1
  shift
  if [ -n "$TIMEOUT" ]; then timeout "$seconds" "$@"; else "$@"; fi
}

privileged() { if [ -n "$SUDO" ]; then sudo -n "$@"; else "$@"; fi; }

# The content of a file whose path has no links, on standard output.
read_file() { privileged cat -- "$ROOT$1" 2>/dev/null; }

# Passes the lines of standard input as arguments to a command that reads, as many at once as possible.
with_lines() {
  if [ -n "$SUDO" ]; then set -- sudo -n "$@"; fi
  sed 's/[^A-Za-z0-9_/.-]/\\&/g' | xargs -n 300 "$@" 2>/dev/null
}

under_root() { awk -v root="$ROOT" '{ print root $0 }'; }

# type, path, mode, owner, size of each path on standard input whose folder has no links; nothing for a missing path.
statuses() {
  under_root | with_lines stat -c "%F$TAB%a$TAB%u$TAB%g$TAB%U$TAB%G$TAB%s$TAB%n" -- |
    awk -F '\t' -v OFS='\t' -v root="$ROOT" -v accounts="$ACCOUNTS" "$AWK_OF_STATUS"
}

# Names on a disk come from its own accounts, not from the host that reads it.
AWK_OF_STATUS='
function owner(number, name, table, at, rest) {
  if (root == "")
    return name ~ /^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/ && name != "UNKNOWN" ? name : number
  at = index(accounts, "|" table number "=")
  if (at == 0)
    return number
  rest = substr(accounts, at + length(table number) + 2)
  return substr(rest, 1, index(rest, "|") - 1)
}
{
  path = substr($8, length(root) + 1)
  mode = "000" $2
  mode = substr(mode, length(mode) - 3)
  type = $1 == "directory" ? "dir" : $1 == "symbolic link" ? "link" : $1 ~ /^regular/ ? "file" : "other"
  if (NF == 8)
    print type, path, mode, owner($3, $5, "u") ":" owner($4, $6, "g"), $7
}'

# |uNUMBER=NAME|gNUMBER=NAME| for the accounts of a disk.
read_accounts() {
  ACCOUNTS=''
  [ -n "$ROOT" ] || return 0
  for pair in u:/etc/passwd g:/etc/group; do
    real=$(real_path "${pair#*:}")
    [ -n "$real" ] || continue
    ACCOUNTS=$ACCOUNTS$(read_file "$real" |
      awk -F : -v table="${pair%%:*}" '$1 ~ /^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/ { printf "|%s%s=%s", table, $3, $1 }')
  done
  ACCOUNTS="$ACCOUNTS|"
}

# The paths in each folder on standard input, without names that contain a control character.
in_folders() { if [ -n "$SUDO" ]; then in_folders_by_ls; else in_folders_by_shell; fi; }

# busybox ls does not print every byte of a name, but a shell does.
in_folders_by_shell() {
  (
    set +f
    while IFS= read -r folder; do
      for path in "$ROOT${folder%/}"/* "$ROOT${folder%/}"/.[!.]* "$ROOT${folder%/}"/..?*; do
        if [ -e "$path" ] || [ -h "$path" ]; then
          case $path in *"$NEWLINE"*) ;; *) printf '%s\n' "${path#"$ROOT"}" ;; esac
        fi
      done
    done
  ) | awk "$AWK_OF_TEXT"'isText($0)'
}

in_folders_by_ls() {
  folders=$(cat)
    # ls prints the name of the folder if there are two.
  printf '%s\n' "$folders" | under_root | with_lines ls -A1 -- / |
    awk -v root="$ROOT" -v folders="$folders" "$AWK_OF_FOLDERS"
}

# Whether a name can be sent: UTF-8 without control characters.
AWK_OF_TEXT='
function isText(text, i, c, code, more, lowest, highest) {
  if (text ~ /^[ -~]*$/)
    return 1
    # Not every awk accepts these bytes in a pattern.
  if (HIGH == "")
    for (i = 128; i < 256; i++) HIGH = HIGH sprintf("%c", i)
  more = 0
  lowest = 128
  highest = 191
  for (i = 1; i <= length(text); i++) {
    c = substr(text, i, 1)
    code = index(HIGH, c)
    if (code == 0) {
      if (more > 0 || c !~ /[ -~]/) return 0
      continue
    }
    code += 127
    if (more > 0) {
      if (code < lowest || code > highest) return 0
      more--
      lowest = 128
      highest = 191
      continue
    }
    if (code < 194 || code > 244) return 0
    more = code < 224 ? 1 : code < 240 ? 2 : 3
        # Refuses overlong forms, halves of surrogate pairs and control characters.
    lowest = code == 194 || code == 224 ? 160 : code == 240 ? 144 : 128
    highest = code == 237 ? 159 : code == 244 ? 143 : 191
  }
  return more == 0
}
'

AWK_OF_FOLDERS=$AWK_OF_TEXT'
BEGIN { count = split(folders, list, "\n"); for (i = 1; i <= count; i++) known[root list[i] ":"] = list[i] }
$0 in known { folder = known[$0]; isKnown = 1; next }
/^\/.*:$/ { isKnown = 0; next }
isKnown && $0 != "" && isText($0) { print (folder == "/" ? "" : folder) "/" $0 }'

# The digest and path of each path on standard input.
digests() {
  under_root | with_lines sha256sum -- | awk -v root="$ROOT" '
        # sha256sum puts a backslash before a line whose name contains one.
    /^[0-9a-f]+ [ *]/ { digest = $1; sub(/^[0-9a-f]+ [ *]/, ""); print digest "\t" substr($0, length(root) + 1) }'
}

# The target of the link at a path.
target_of() { privileged readlink -- "$ROOT$1" 2>/dev/null; }

digest_of_input() { sha256sum | sed 's/ .*//'; }
