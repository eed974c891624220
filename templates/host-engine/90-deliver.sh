
# --- Deliveries -----------------------------------------------------------------------------------------------------------------------

# Everything is written down before the first file is touched; what goes wrong after that is put back.
deliver() {
  local kind=$1
  mkdir -p "$STATE" || refuse stage "$STATE cannot be made"
  stage
  validate
  say validate ok
  write_journal "$kind" || refuse journal "what was there before could not be written down: is the disk full?"
  arm "$((CONFIRM_WITHIN + SECONDS_OF_A_GATE + 60))" || refuse_after_journal "systemd-run could not arm the timer that puts back what nobody confirms"
  set_state swapping
  if swap && bring_up && check_health; then
    finish_swap
  else
    put_back
  fi
}

refuse_after_journal() {
  rm -rf -- "$JOURNAL"
  refuse journal "$1"
}

finish_swap() {
  set_state delivered
  rm -rf -- "$STAGE"
  arm "$CONFIRM_WITHIN" || :
  say deliver ok "$(wc -l <"$JOURNAL/changes") changes; what nobody confirms within $CONFIRM_WITHIN s is put back: host-engine.sh confirm"
}

put_back() {
  if revert; then
    say deliver "put back" "everything is as it was before"
    exit "$PUT_BACK"
  fi
  say deliver failed "not everything could be put back: see the lines above, and $JOURNAL.failed"
  exit "$NEEDS_A_PERSON"
}

# True where everything is as it was. The journal goes last, so that an interrupted way back is begun again.
revert() {
  local failed=0
  rm -rf -- "$STATE/stage"
  unswap || failed=1
  restore_units || failed=1
  disarm
  if [[ $failed -eq 0 ]]; then
    rm -rf -- "$JOURNAL"
  else
    rm -rf -- "$JOURNAL.failed"
    mv -T -- "$JOURNAL" "$JOURNAL.failed"
  fi
  sync_state
  return "$failed"
}

# What another run left: nothing was touched yet, or it is put back.
recover() {
  case $(journal_state) in
    none) rm -rf -- "$JOURNAL" "$JOURNAL.new" ;;
    begun)
      rm -rf -- "$JOURNAL"
      disarm
      say recover ok "a delivery was interrupted before it changed anything"
      ;;
    kept) keep_delivery ;;
    *)
      if revert; then
        say recover "put back" "a delivery was interrupted or not confirmed"
      else
        say recover failed "see the lines above, and $JOURNAL.failed"
        exit "$NEEDS_A_PERSON"
      fi
      ;;
  esac
}

command_plan() {
  local i changes unit need
  compare
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then show_difference "$i"; fi
  done
  while read -r unit need; do say plan "$(planned "$need")" "$unit"; done < <(planned_needs)
  changes=$(changed_count)
  if [[ $changes -eq 0 && -z $(service_needs) ]]; then
    say plan same "nothing to do"
    return 0
  fi
  say plan different "$changes files"
  return "$DIFFERENT"
}

planned() {
  case $1 in
    none) printf 'enable' ;;
    *) printf '%s' "$1" ;;
  esac
}

# What the services will need once the files are there.
planned_needs() {
  local unit need i action
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    need=$(need_of "$unit")
    for ((i = 0; i < ${#L_UNIT[@]}; i++)); do
      if [[ ${L_UNIT[i]} == "$unit" && $need != start && $need != restart ]] && will_change "${L_PATH[i]}"; then need=${L_ACTION[i]}; fi
    done
    action=$need
    if [[ $action != none || $(boot_state "$unit") == disabled ]]; then printf '%s %s\n' "$unit" "$action"; fi
  done
}

will_change() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_PATH[i]} == "$1" ]] && is_changed "$i"; then return 0; fi
  done
  return 1
}

command_apply() {
  recover
  compare
  refuse_drift
  if [[ $(changed_count) -eq 0 && -z $(service_needs) ]]; then
    say apply same "nothing to do"
    return
  fi
  deliver apply
}

# A person, or another program, has reached the host over a new connection: the delivery stays.
command_confirm() {
  case $(journal_state) in
    delivered | kept) ;;
    none)
      say confirm same "nothing waits for it"
      return
      ;;
    *) refuse confirm "the delivery is not finished: $(journal_state)" ;;
  esac
  set_state kept
  keep_delivery
  # The copies hold the source's secrets, and have done what they came for.
  rm -rf -- "$DIR/copied"
  say confirm ok "kept as $(newest)"
}

# What was put back by a rollback is no delivery of its own; what was delivered is kept with what was there before.
keep_delivery() {
  local next
  disarm
  drop_old_names "$JOURNAL"
  if [[ $(cat "$JOURNAL/kind") == apply ]]; then
    write_delivered || :
    mkdir -p "$HISTORY"
    next=$(printf '%04d' "$((10#$(newest) + 1))")
    mv -T -- "$JOURNAL" "$HISTORY/$next" || rm -rf -- "$JOURNAL"
    prune
  else
    forget_undone "$(cat "$JOURNAL/kind")"
    rm -rf -- "$JOURNAL"
  fi
  sync_state
}

newest() {
  local entry last=0000
  for entry in "$HISTORY"/[0-9]*; do
    if [[ -d $entry ]]; then last=${entry##*/}; fi
  done
  printf '%s' "$last"
}

# The digests of everything that was ever delivered, with those of this delivery.
write_delivered() {
  local number was mode owner after path target fresh=$DELIVERED.new
  cp -- "$JOURNAL/delivered.before" "$fresh" || return 1
  while IFS=$'\t' read -r number was mode owner after path target; do
    without_path "$path" "$fresh"
    if [[ $after =~ ^[0-9a-f]{64}$ ]]; then printf '%s %s\n' "$after" "$path" >>"$fresh"; fi
  done <"$JOURNAL/changes"
  sync_file "$fresh"
  mv -T -- "$fresh" "$DELIVERED"
}

without_path() {
  local sum path kept=''
  while read -r sum path; do
    if [[ $path != "$1" ]]; then kept+="$sum $path"$'\n'; fi
  done <"$2"
  printf '%s' "$kept" >"$2"
}

prune() {
  local entries=("$HISTORY"/[0-9]*) i
  for ((i = 0; i < ${#entries[@]} - KEPT; i++)); do rm -rf -- "${entries[i]}"; done
}

# kind is "rollback ID": everything after that delivery is undone.
forget_undone() {
  local base=${1#rollback } entry first=''
  for entry in "$HISTORY"/[0-9]*; do
    if [[ -d $entry && $((10#${entry##*/})) -gt $((10#$base)) ]]; then
      if [[ -z $first ]]; then
        first=$entry
        cp -- "$entry/delivered.before" "$DELIVERED"
      fi
      rm -rf -- "$entry"
    fi
  done
}

command_rollback() {
  local base=$ROLLBACK_TO
  recover
  [[ $(newest) != 0000 ]] || refuse rollback "no delivery is kept here"
  base=${base:-$(printf '%04d' "$((10#$(newest) - 1))")}
  [[ $base =~ ^[0-9]{1,6}$ && $((10#$base)) -lt $((10#$(newest))) ]] || refuse rollback "there is nothing after delivery $base; see status"
  want_before "$base"
  compare
  refuse_drift
  deliver "rollback $base"
}

# Wanted is what was there before the deliveries that are undone: of two that changed one path, the older one knows.
want_before() {
  local base=$1 entry number was mode owner after path target i
  W_KIND=() W_CLASS=() W_PATH=() W_MODE=() W_OWNER=() W_SUM=() W_BEFORE=() W_TARGET=() W_FROM=()
  E_PATH=() E_COUNT=() E_OLD=() E_NEW=()
  SCOPE=() STOPPED=() NOT_AT_BOOT=()
  for entry in "$HISTORY"/[0-9]*; do
    if [[ ! -d $entry || $((10#${entry##*/})) -le $((10#$base)) ]]; then continue; fi
    while IFS=$'\t' read -r number was mode owner after path target; do
      if is_wanted "$path"; then continue; fi
      case $was in
        file) want file kept "$path" "$mode" "$owner" "$(digest_of "$entry/before/$number")" any - "$entry/before/$number" ;;
        link) want link kept "$path" - - - any "$target" - ;;
        directory) ;;
        absent) if [[ -d $path && ! -L $path ]]; then :; else want remove kept "$path" - - "$(digest_of "$path")" any - -; fi ;;
      esac
    done <"$entry/changes"
    scope_of "$entry/units"
  done
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

command_status() {
  local i unit differs=0
  say status delivered "$(newest)"
  if [[ $(journal_state) != none ]]; then
    say status pending "$(journal_state): host-engine.sh confirm, or recover"
    differs=1
  fi
  compare
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then
      say status "${S_STATE[i]}" "${W_PATH[i]}"
      differs=1
    fi
  done
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    say status "$(run_state "$unit"), $(boot_state "$unit")" "$unit $(loaded_state "$unit")"
    if [[ $(need_of "$unit") != none ]]; then differs=1; fi
  done
  if [[ $differs -eq 1 ]]; then return "$DIFFERENT"; fi
  say status same
}

loaded_state() {
  case $(need_of "$1") in
    none) printf 'with the files on the disk' ;;
    start) printf 'not running' ;;
    *) printf 'with older files than those on the disk' ;;
  esac
}

# Secrets and programs go from the source to a new master through a pipe; nobody on the way keeps them.
command_send() { tar -C / --no-recursion -cf - -T <(relative_paths); }

relative_paths() {
  local path
  while IFS= read -r path; do
    if is_path "$path"; then printf './%s\n' "${path#/}"; else printf 'host-engine.sh: "%s" is not a path that a plan can hold\n' "$path" >&2; fi
  done
}

command_receive() {
  local i count=0
  rm -rf -- "$DIR/copied"
  mkdir -p "$DIR/copied"
  tar -C "$DIR/copied" --no-same-owner -xf - || refuse receive "the archive is not whole"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ ${W_FROM[i]} != copied ]]; then continue; fi
    [[ ${W_SUM[i]} == - || $(digest_of "$DIR/copied${W_PATH[i]}") == "${W_SUM[i]}" ]] ||
      refuse receive "${W_PATH[i]} is not what the source had when it was captured: capture it again, and build again"
    count=$((count + 1))
  done
  say receive ok "$count files"
}
