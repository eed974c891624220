
# --- Links instead of files ---------------------------------------------------------------------------------------------------------------

# Where a wanted file is a link, the file at its end is changed and the link stays. A link is not followed where an account other than root
# can change it. A link in the place of a delivered file is drift.
resolve_links() {
  local i
  load_delivered
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_KIND[i]} == file && -L ${W_PATH[i]} && -z ${LAST[${W_PATH[i]}]-} ]]; then resolve_link "$i"; fi
  done
}

resolve_link() {
  local i=$1 path=${W_PATH[$1]} e j
  resolve "$path"
  read_folders "${WAY[@]:0:${#WAY[@]}-1}"
  if [[ -n $LINK_AT ]] || ! is_path "$REAL" || [[ -d $REAL || -L $REAL ]]; then return; fi
  for ((j = 0; j < ${#W_PATH[@]}; j++)); do
    if [[ ${W_PATH[j]} == "$REAL" ]]; then
      if [[ ${W_FROM[i]} != edited* || ${W_FROM[j]} != edited* ]]; then return; fi
      W_KIND[i]='alias'
    fi
  done
  for ((e = 0; e < ${#E_PATH[@]}; e++)); do
    if [[ ${E_PATH[e]} == "$path" ]]; then edit_at_its_end "$e"; fi
  done
  for ((j = 0; j < ${#L_PATH[@]}; j++)); do
    if [[ ${L_PATH[j]} == "$path" ]]; then L_PATH[j]=$REAL; fi
  done
  if [[ ${W_KIND[i]} != alias ]]; then W_PATH[i]=$REAL; fi
}

# Two names of one file need only one exchange.
edit_at_its_end() {
  local e=$1 other
  for ((other = 0; other < ${#E_PATH[@]}; other++)); do
    if [[ ${E_PATH[other]} == "$REAL" && ${E_OLD[other]} == "${E_OLD[e]}" && ${E_NEW[other]} == "${E_NEW[e]}" ]]; then
      E_PATH[e]=''
      return
    fi
  done
  E_PATH[e]=$REAL
}

say_links() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_PATH[i]} != "${W_NAME[i]}" ]]; then
      say compare ok link "${W_NAME[i]} is a link and stays; the file ${W_PATH[i]} is changed"
    elif [[ ${W_KIND[i]} == alias ]]; then
      say compare ok link "${W_NAME[i]} is a link to another file of this plan and stays"
    fi
  done
}
