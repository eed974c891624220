
# --- What differs, for a person -------------------------------------------------------------------------------------------------------

# A difference for a person; of a secret only that there is one.
show_difference() {
  local i=$1 path=${W_PATH[$1]}
  case ${W_KIND[i]}-${W_CLASS[i]} in
    file-secret | file-kept) say_file "$i" secret ;;
    file-edited-in-place) show_edits "$i" ;;
    file-*)
      say_file "$i" -
      # What is neither a file nor nothing has no lines, and may have no end.
      if has_content "$i" && [[ -f $path || ! -e $path ]] && is_text "$CONTENT"; then show_lines "$i"; fi
      ;;
    link-*) say plan "${S_STATE[i]}" link "$path -> ${W_TARGET[i]}" ;;
    remove-kept) say plan remove - "$path" ;;
    remove-leftover) say plan remove - "$path" ;;
    remove-*) say plan remove own-identity "$path: it is a copy of the source's own identity; it can be put back until confirm" ;;
    *) say plan "${S_STATE[i]}" - "$path" ;;
  esac
}

# One event for a file; that it overwrites another one is more than what kind of file it is.
say_file() {
  local path=${W_PATH[$1]} state=${S_STATE[$1]}
  if is_overwritten "$1"; then
    say plan "$state" overwrites "$path: this file did not come from haplane and will be replaced; apply keeps it below $OVERWRITTEN"
  else
    say plan "$state" "$2" "$path"
  fi
}

# The secrets of a live file are not redacted: its lines are shown only where the whole file is known. No line that may hold a secret is shown.
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
  if [[ $removed -gt 0 ]]; then shown+=("($removed lines are removed and not shown, as they may hold secrets. To see them on $HOST: diff -u ${W_PATH[i]} $CONTENT)"); fi
  [[ ${#shown[@]} -eq 0 ]] || show "${shown[@]}"
}

# What was captured, what this program has delivered, what a distribution has put there, or nothing at all.
is_known_content() {
  local disk=${SEEN_DIGEST[${W_PATH[$1]}]-absent}
  [[ $disk == absent || $disk == "${LAST[${W_PATH[$1]}]-}" || $disk == "${W_BEFORE[$1]}" ]] ||
    { [[ ${W_BEFORE[$1]} == distribution ]] && is_of_the_distribution "${W_PATH[$1]}"; }
}

# By the words that name a secret, and by what looks like a key: a long run of base64.
readonly SECRET_WORDS='(password|passwd|passphrase|token|authorization|secret|auth_pass|credential|apikey|api[_-]key|private[ _-]?key|bearer |basic |-key-data)'
readonly LOOKS_LIKE_KEY='(^|[^A-Za-z0-9+/_.-])[A-Za-z0-9+][A-Za-z0-9+/]{39,}={0,2}([^A-Za-z0-9+/=_.-]|$)|eyJ[A-Za-z0-9_-]{10}'

# The first character of a line of a difference says what becomes of it.
may_hold_secret() { [[ ${1,,} =~ $SECRET_WORDS || ${1:1} =~ $LOOKS_LIKE_KEY || ${1:1} =~ ^[A-Za-z0-9+/]{40} ]]; }

# What is not there is as good as empty.
difference() {
  local path=${W_PATH[$1]}
  if has_edits "$path"; then
    diff -u --label "$path (now)" --label "$path (wanted)" <(cat -- "$path" 2>/dev/null) <(content_of "$1")
  else
    diff -u -N --label "$path (now)" --label "$path (wanted)" -- "$path" "$CONTENT"
  fi
}

# Up to its end there is no byte 0.
is_text() { ! IFS= read -r -d '' _ <"$1"; }

# Around the lines that change stand secrets: only these lines are shown. Of a file that comes from the source, the old line is not this host's.
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

# Which of the lines that may be exchanged is there.
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
    if [[ ${S_STATE[i]} == missing ]]; then
      refuse compare not-received "${W_PATH[i]} has to come from the source: send it there and receive it here first"
    fi
    if [[ ${S_STATE[i]} == drift ]]; then
      drifted=$((drifted + 1))
      show_difference "$i"
    fi
  done
  [[ $drifted -eq 0 || $OVERWRITE == yes ]] || refuse compare drift "$drifted files were changed on this host since: put that into topology.yaml or the originals, or give --overwrite"
}
