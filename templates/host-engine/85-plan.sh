# --- The plan command ---------------------------------------------------------------------------------------------------------------------

command_plan() {
  local i changes unit need
  look_at_units
  compare
  say_links
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then show_difference "$i"; fi
  done
  show_obstacles plan
  while read -r unit need; do say plan "$(planned "$unit" "$need")" unit "$unit"; done < <(planned_needs)
  changes=$(changed_count)
  if [[ $changes -eq 0 && -z $(service_needs) ]]; then
    say plan same - "nothing to do"
    return 0
  fi
  say plan different summary "$changes files"
  return "$DIFFERENT"
}

planned() {
  case $2 in
    none) if is_in "$1" "${NOT_AT_BOOT[@]+"${NOT_AT_BOOT[@]}"}"; then printf disable; else printf enable; fi ;;
    *) printf '%s' "$2" ;;
  esac
}

# The actions that the services need after the change of files.
planned_needs() {
  local unit need i action
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    need=$(need_in_scope "$unit")
    for ((i = 0; i < ${#L_UNIT[@]}; i++)); do
      if [[ ${L_UNIT[i]} == "$unit" && $need =~ ^(none|reload)$ ]] && will_change "${L_PATH[i]}"; then need=${L_ACTION[i]}; fi
    done
    action=$need
    if [[ $action != none ]] || ! starts_as_wanted "$unit"; then printf '%s %s\n' "$unit" "$action"; fi
  done
}

will_change() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_PATH[i]} == "$1" ]] && is_changed "$i"; then return 0; fi
  done
  return 1
}
