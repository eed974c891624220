
# --- Differences for people ---------------------------------------------------------------------------------------------------------------

# Shows one difference. Of a secret it shows only that there is one.
show_difference() {
  local i=$1 path=${W_PATH[$1]}
  case ${W_KIND[i]}-${W_CLASS[i]} in
    file-secret | file-kept) say_file "$i" secret ;;
    file-edited-in-place) show_edits "$i" ;;
    file-*)
      say_file "$i" -
      # A device or a pipe has no lines and may have no end.
      if has_content "$i" && [[ -f $path || ! -e $path ]] && is_text "$CONTENT"; then show_lines "$i"; fi
      ;;
    link-*) say plan "${S_STATE[i]}" link "$path -> ${W_TARGET[i]}" ;;
    remove-kept) say plan remove - "$path" ;;
    remove-leftover) say plan remove - "$path" ;;
    remove-*) say plan remove own-identity "$path: a copy of the source master's own identity; can be restored until confirm" ;;
    *) say plan "${S_STATE[i]}" - "$path" ;;
  esac
}

# One event per file; that it overwrites another file matters more than its class.
say_file() {
  local path=${W_PATH[$1]} state=${S_STATE[$1]}
  if is_overwritten "$1"; then
    say plan "$state" overwrites "$path: this file is not from haplane and will be replaced; apply keeps it below $OVERWRITTEN"
  else
    say plan "$state" "$2" "$path"
  fi
}

# The secrets of a file on the host are not redacted, so its lines are shown only where the whole content is known. A line that may hold a
# secret is never shown.
show_lines() {
  local i=$1 line shown=() removed=0 hidden=0 known=no
  if is_known_content "$i"; then known=yes; fi
  while IFS= read -r line; do
    case $line in
      '--- '* | '+++ '* | '@@ '*) ;;
      '+'*) ;;
      '-'*) if [[ $known == no ]]; then removed=$((removed + 1)) && continue; fi ;;
      *) if [[ $known == no ]]; then continue; fi ;;
    esac
    if may_hold_secret "$line"; then hidden=$((hidden + 1)); else shown+=("$line"); fi
  done < <(difference "$i" || :)
  if [[ $hidden -gt 0 ]]; then shown+=("($hidden lines that may hold a secret are not shown)"); fi
  if [[ $removed -gt 0 ]]; then
    shown+=("($removed removed lines are not shown, because they may hold secrets. Run on $HOST: diff -u ${W_PATH[i]} $CONTENT)")
  fi
  [[ ${#shown[@]} -eq 0 ]] || show "${shown[@]}"
}

# True where the content was captured, delivered or installed by a package, and where there is no file.
is_known_content() {
  local disk=${SEEN_DIGEST[${W_PATH[$1]}]-absent}
  [[ $disk == absent || $disk == "${LAST[${W_PATH[$1]}]-}" || $disk == "${W_BEFORE[$1]}" ]] ||
    { [[ ${W_BEFORE[$1]} == distribution ]] && is_of_the_distribution "${W_PATH[$1]}"; }
}

# Words that name a secret, and long runs of base64, which look like a key.
SECRET_WORDS='password|passwd|passphrase|token|authorization|secret|auth_pass|credential|apikey|api[_-]key'
readonly SECRET_WORDS="($SECRET_WORDS|private[ _-]?key|bearer |basic |-key-data)"
readonly LOOKS_LIKE_KEY='(^|[^A-Za-z0-9+/_.-])[A-Za-z0-9+][A-Za-z0-9+/]{39,}={0,2}([^A-Za-z0-9+/=_.-]|$)|eyJ[A-Za-z0-9_-]{10}'

# The first character of a line of diff is + or -.
may_hold_secret() { [[ ${1,,} =~ $SECRET_WORDS || ${1:1} =~ $LOOKS_LIKE_KEY || ${1:1} =~ ^[A-Za-z0-9+/]{40} ]]; }

# A missing file counts as an empty one.
difference() {
  local path=${W_PATH[$1]}
  if has_edits "$path"; then
    diff -u --label "$path (now)" --label "$path (wanted)" <(cat -- "$path" 2>/dev/null) <(content_of "$1")
  else
    diff -u -N --label "$path (now)" --label "$path (wanted)" -- "$path" "$CONTENT"
  fi
}

# True where there is no byte 0 up to the end.
is_text() { ! IFS= read -r -d '' _ <"$1"; }

# The lines around the edited ones may be secret, so only the edited lines are shown. The old line of a copied file is not from this host.
show_edits() {
  local i=$1 e line about=()
  say_file "$i" edit
  for ((e = 0; e < ${#E_PATH[@]}; e++)); do
    [[ ${E_PATH[e]} == "${W_PATH[i]}" ]] || continue
    about=("+${E_NEW[e]}")
    if [[ ${W_FROM[i]} == edited* ]]; then about=("-$(present_line "$e")" "${about[@]}"); fi
    for line in "${about[@]}"; do
      if ! may_hold_secret "$line"; then show "$line"; fi
    done
  done
}

# Prints the old line that is in the file.
present_line() {
  if [[ -n ${E_EARLIER[$1]} && -f ${E_PATH[$1]} && $(count_lines "${E_EARLIER[$1]}" "${E_PATH[$1]}") -gt 0 ]]; then
    printf '%s' "${E_EARLIER[$1]}"
  else
    printf '%s' "${E_OLD[$1]}"
  fi
}

refuse_drift() {
  local i drifted=0
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${S_STATE[i]} == drift ]]; then
      drifted=$((drifted + 1))
      show_difference "$i"
    fi
  done
  [[ $drifted -eq 0 || $OVERWRITE == yes ]] ||
    refuse compare drift "$drifted files have drifted. Add the changes to topology.yaml or the originals, or pass --overwrite."
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if lacks_copy "$i"; then refuse compare not-received "${W_PATH[i]} must come from the source master. Run send there and receive here first."; fi
  done
}
