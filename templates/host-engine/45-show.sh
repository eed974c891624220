# --- What differs, for a person -------------------------------------------------------------------------------------------------------

# A difference for a person; of a secret only that there is one.
show_difference() {
  local i=$1 path=${W_PATH[$1]} state=${S_STATE[$1]}
  if [[ $state == missing ]]; then state="from the source"; fi
  case ${W_KIND[i]}-${W_CLASS[i]} in
    file-secret | file-kept) say plan "$state" "$path (its content is not shown)" ;;
    file-edited-in-place) show_edits "$i" "$state" ;;
    file-*)
      say plan "$state" "$path"
      if has_content "$i" && is_text "$CONTENT"; then
        show "$(difference "$i" || :)"
      fi
      ;;
    link-*) say plan "${S_STATE[i]}" "$path -> ${W_TARGET[i]}" ;;
    remove-kept) say plan remove "$path" ;;
    remove-leftover) say plan remove "$path" ;;
    remove-*) say plan remove "$path: it is a copy of the source's own identity; a backup is kept" ;;
    *) say plan "${S_STATE[i]}" "$path" ;;
  esac
}

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

# Around the lines that change stand secrets: only these lines are shown.
show_edits() {
  local i=$1 e
  say plan "$2" "${W_PATH[i]}"
  for ((e = 0; e < ${#E_PATH[@]}; e++)); do
    if [[ ${E_PATH[e]} == "${W_PATH[i]}" ]]; then show "-$(present_line "$e")" "+${E_NEW[e]}"; fi
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
      refuse compare "${W_PATH[i]} has to come from the source: send it there and receive it here first"
    fi
    if [[ ${S_STATE[i]} == drift ]]; then
      drifted=$((drifted + 1))
      show_difference "$i"
    fi
  done
  [[ $drifted -eq 0 || $OVERWRITE == yes ]] || refuse compare "$drifted files were changed on this host since: put that into topology.yaml or the originals, or give --overwrite"
}
