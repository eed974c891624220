
# --- The way back ------------------------------------------------------------------------------------------------------------------------

command_rollback() {
  local base=$ROLLBACK_TO
  case $(journal_state) in
    swapping | delivered)
      recover
      if [[ -z $base ]]; then
        say rollback ok - "what waited for confirm is put back; $(newest) stays"
        return
      fi
      ;;
    *) recover ;;
  esac
  [[ $(newest) != 0000 ]] || refuse rollback nothing-kept "no delivery is kept here"
  base=${base:-$(printf '%04d' "$((10#$(newest) - 1))")}
  prove_base "$base"
  want_before "$base"
  judge_by "$HISTORY/$(printf '%04d' "$((10#$base))")/plan"
  compare
  refuse_drift
  deliver "rollback $base"
}

prove_base() {
  [[ $1 =~ ^[0-9]{1,6}$ && $((10#$1)) -lt $((10#$(newest))) ]] || refuse rollback nothing-kept "there is nothing after delivery $1; see status"
  first_after "$1" >/dev/null || refuse rollback not-kept-whole "what came after delivery $1 is no longer kept whole: the last $KEPT deliveries can be undone; see status"
}

# Wanted is what was there before the deliveries that are undone: of two that changed one path, the older one knows. Folders go last, and
# the inner one before the outer one.
want_before() {
  local base=$1 entry number was mode owner after path target lost=()
  local -A folders=()
  load_delivered
  W_KIND=() W_CLASS=() W_NAME=() W_PATH=() W_MODE=() W_OWNER=() W_SUM=() W_BEFORE=() W_TARGET=() W_FROM=()
  E_PATH=() E_COUNT=() E_OLD=() E_NEW=() E_EARLIER=()
  SCOPE=() STOPPED=() NOT_AT_BOOT=()
  for entry in "$HISTORY"/[0-9]*; do
    if [[ ! -d $entry || $((10#${entry##*/})) -le $((10#$base)) ]]; then continue; fi
    while IFS=$'\t' read -r number was mode owner after path target; do
      if is_wanted "$path"; then continue; fi
      case $was-$after in
        file-*) if find_image "$entry" "$path" "$number"; then want file kept "$path" "$mode" "$owner" "$(digest_of "$IMAGE")" any - "$IMAGE"; else lost+=("$path"); fi ;;
        link-*) want link kept "$path" - - - any "$target" - ;;
        absent-directory) folders[$path]=yes ;;
        absent-*) want remove kept "$path" - - "${LAST[$path]-}" any - - ;;
      esac
    done <"$entry/changes"
    scope_of "$entry/units"
  done
  [[ ${#lost[@]} -eq 0 ]] || refuse_lost "${lost[@]}"
  [[ ${#folders[@]} -eq 0 ]] || while IFS= read -r path; do want remove kept "$path" - - directory any - -; done < <(printf '%s\n' "${!folders[@]}" | sort -r)
}

# A rollback that leaves one file as it is would be a state that no one has seen run.
refuse_lost() {
  local path
  look_at_files
  for path in "$@"; do
    if [[ -n ${LAST[$path]-} && $(record_of "$path") != "${LAST[$path]}" ]]; then refuse compare drift "$path was changed on this host since: restore it as it was delivered, then roll back"; fi
  done
  refuse rollback secret-not-kept "the old content of these secrets went at confirm, so nothing is rolled back: $*. Apply the earlier output instead; with --keep-secrets the next delivery keeps them"
}

is_wanted() {
  local path
  for path in "${W_PATH[@]+"${W_PATH[@]}"}"; do
    [[ $path == "$1" ]] && return 0
  done
  return 1
}

scope_of() {
  local unit ran boot
  while IFS=$'\t' read -r unit ran boot; do
    if is_in "$unit" "${SCOPE[@]+"${SCOPE[@]}"}"; then continue; fi
    SCOPE+=("$unit")
    if [[ $ran == stopped ]]; then STOPPED+=("$unit"); fi
    if [[ $boot == disabled ]]; then NOT_AT_BOOT+=("$unit"); fi
  done <"$1"
}
