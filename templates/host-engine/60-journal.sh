
# --- What it takes to go back ---------------------------------------------------------------------------------------------------------

# The journal is complete and on the disk before anything is touched: state, changes and what was there before, units and how they ran.
write_journal() {
  local fresh=$JOURNAL.new i
  rm -rf -- "$fresh"
  mkdir -p "$fresh/before" && printf '%s\n' "$1" >"$fresh/kind" && : >"$fresh/changes" || return 1
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then keep_before "$fresh" "$i" || return 1; fi
  done
  keep_units "$fresh" || return 1
  cp -- "$PLAN" "$fresh/plan" || return 1
  : >"$fresh/delivered.before" || return 1
  if [[ -f $DELIVERED ]]; then cp -p -- "$DELIVERED" "$fresh/delivered.before" || return 1; fi
  printf 'begun\n' >"$fresh/state" && cp -- "$ENGINE" "$ENGINE_COPY.new" && mv -T -- "$ENGINE_COPY.new" "$ENGINE_COPY" || return 1
  sync_state && mv -T -- "$fresh" "$JOURNAL" && sync_state
}

# A line a change: its number, what was there (file, link, directory, absent), mode, owner, the digest afterwards, the path; then, for a
# link, its target. The number names the copy of a file.
keep_before() {
  local fresh=$1 i=$2 path=${W_PATH[$2]} was=absent mode=- owner=- target=-
  if [[ -L $path ]]; then
    was=link target=$(readlink -- "$path")
  elif [[ -d $path ]]; then
    was=directory
  elif [[ -e $path ]]; then
    was='file'
    cp -p -- "$path" "$fresh/before/$i" || return 1
  fi
  if [[ $was == file || $was == directory ]]; then read -r mode owner < <(stat -c '%a %U:%G' -- "$path"); fi
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$i" "$was" "$mode" "$owner" "$(after_of "$i")" "$path" "$target" >>"$fresh/changes"
}

after_of() {
  case ${W_KIND[$1]} in
    file) printf '%s' "${W_SUM[$1]}" ;;
    remove) printf absent ;;
    *) printf '%s' "${W_KIND[$1]}" ;;
  esac
}

# A line a unit: whether it ran and whether it started at boot.
keep_units() {
  local unit
  : >"$1/units" || return 1
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    printf '%s\t%s\t%s\n' "$unit" "$(run_state "$unit")" "$(boot_state "$unit")" >>"$1/units" || return 1
  done
}

set_state() {
  printf '%s\n' "$1" >"$JOURNAL/state.new"
  sync_file "$JOURNAL/state.new"
  mv -T -- "$JOURNAL/state.new" "$JOURNAL/state"
  sync_file "$JOURNAL"
}

journal_state() { if [[ -f $JOURNAL/state ]]; then cat "$JOURNAL/state"; else printf none; fi; }

# A dead man's hand: what nobody confirms in time goes back by itself, also after a reboot.
arm() {
  local seconds=$1
  disarm
  systemd-run --unit="$REVERT_TIMER" --on-active="$seconds" --timer-property=AccuracySec=1s /bin/bash "$ENGINE_COPY" recover --host "$HOST" >/dev/null 2>&1 9>&- || return 1
  write_recover_unit
}

write_recover_unit() {
  local text
  text="[Unit]
Description=Put back a delivery of haplane that nobody confirmed
ConditionPathExists=$JOURNAL/state
After=local-fs.target
Before=multi-user.target ${SCOPE[*]-}

[Service]
Type=oneshot
ExecStart=/bin/bash $ENGINE_COPY recover --boot --host $HOST

[Install]
WantedBy=multi-user.target"
  if [[ -f $RECOVER_UNIT && $(cat "$RECOVER_UNIT") == "$text" && $(boot_state "${RECOVER_UNIT##*/}") == enabled ]]; then return 0; fi
  printf '%s\n' "$text" >"$RECOVER_UNIT.new" && chmod 644 "$RECOVER_UNIT.new" && sync_file "$RECOVER_UNIT.new" &&
    mv -T -- "$RECOVER_UNIT.new" "$RECOVER_UNIT" && systemctl daemon-reload &&
    systemctl enable --quiet "${RECOVER_UNIT##*/}" 2>/dev/null && sync_file "${RECOVER_UNIT%/*}"
}

disarm() {
  systemctl stop "$REVERT_TIMER.timer" 2>/dev/null || :
  systemctl reset-failed "$REVERT_TIMER.timer" "$REVERT_TIMER.service" 2>/dev/null || :
}
