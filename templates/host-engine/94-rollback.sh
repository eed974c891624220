
# --- Rollback -----------------------------------------------------------------------------------------------------------------------------

command_rollback() {
  local base=$ROLLBACK_TO
  case $(journal_state) in
    swapping | delivered)
      recover
      if [[ -z $base ]]; then
        say rollback ok - "the unconfirmed delivery is rolled back; delivery $(newest) stays"
        return
      fi
      ;;
    *) recover ;;
  esac
  [[ $(newest) != 0000 ]] || refuse rollback nothing-kept "no delivery is kept"
  base=${base:-$(printf '%04d' "$((10#$(newest) - 1))")}
  prove_base "$base"
  want_before "$base"
  read_services "$HISTORY/$(printf '%04d' "$((10#$base))")/plan"
  compare
  refuse_drift
  deliver "rollback $base"
}

prove_base() {
  [[ $1 =~ ^[0-9]{1,6}$ && $((10#$1)) -lt $((10#$(newest))) ]] || refuse rollback nothing-kept "there is no delivery after $1; see status"
  first_after "$1" >/dev/null || refuse rollback not-kept-whole "not all deliveries after $1 are kept: only the last $KEPT can be undone; see status"
}

# Wants what was there before the deliveries that are undone. The oldest one decides about a path. Folders come last, inner ones first.
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
        file-*)
          if find_image "$entry" "$path" "$number"; then
            add_wanted file kept "$path" "$mode" "$owner" "$(digest_of "$IMAGE")" any - "$IMAGE"
          else
            lost+=("$path")
          fi
          ;;
        link-*) add_wanted link kept "$path" - - - any "$target" - ;;
        absent-directory) folders[$path]=yes ;;
        absent-*) add_wanted remove kept "$path" - - "${LAST[$path]-}" any - - ;;
      esac
    done <"$entry/changes"
    scope_of "$entry/units"
  done
  [[ ${#lost[@]} -eq 0 ]] || refuse_lost "${lost[@]}"
  [[ ${#folders[@]} -gt 0 ]] || return 0
  while IFS= read -r path; do add_wanted remove kept "$path" - - directory any - -; done < <(printf '%s\n' "${!folders[@]}" | sort -r)
}

# A rollback must be complete: the host has never run with a mixture of old and new files.
refuse_lost() {
  local path
  look_at_files
  for path in "$@"; do
    if [[ -n ${LAST[$path]-} && $(record_of "$path") != "${LAST[$path]}" ]]; then
      refuse compare drift "$path has drifted. Restore the delivered content, then roll back."
    fi
  done
  refuse rollback secret-not-kept "nothing is rolled back: old secrets were deleted at confirm: $*. Apply the earlier output. See --keep-secrets."
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
