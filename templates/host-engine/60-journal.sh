
# --- The journal --------------------------------------------------------------------------------------------------------------------------

# The journal is complete and on the disk before anything is touched: the state, the changes with what was there before, and the units with
# their states.
write_journal() {
  local fresh=$JOURNAL.new i
  rm -rf -- "$fresh"
  choose_private_name || return 1
  mkdir -p "$fresh/before" && printf '%s\n' "$1" >"$fresh/kind" && : >"$fresh/changes" || return 1
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i"; then keep_before "$fresh" "$i" || return 1; fi
  done
  keep_units "$fresh" || return 1
  cp -- "$PLAN" "$fresh/plan" || return 1
  digest_of "$DIR/SHA256SUMS" >"$fresh/result" || return 1
  keep_reason "$fresh" || return 1
  look_at_process "$$" && printf '%s-%s\n' "$$" "$START" >"$fresh/engine" || return 1
  : >"$fresh/delivered.before" || return 1
  if [[ -f $DELIVERED ]]; then cp -p -- "$DELIVERED" "$fresh/delivered.before" || return 1; fi
  records_of_delivery "$1" >"$fresh/delivered.after" && mkdir -p "$HISTORY" || return 1
  printf 'begun\n' >"$fresh/state" && cp -- "$ENGINE" "$ENGINE_COPY.new" && mv -T -- "$ENGINE_COPY.new" "$ENGINE_COPY" || return 1
  sync_state && mv -T -- "$fresh" "$JOURNAL" && clear_rolled_back && sync_state
}

# Why the delivery was made, in the words of the operator.
keep_reason() {
  if [[ -n $MESSAGE ]]; then printf '%s\n' "$MESSAGE" >"$1/message" || return 1; fi
  if [[ -n $CHANGE ]]; then printf '%s\n' "$CHANGE" >"$1/change" || return 1; fi
}

# A confirm must not need room on the disk, so its records are written now.
records_of_delivery() {
  case $1 in
    rollback*) cat -- "$(first_after "${1#rollback }")/delivered.before" ;;
    *) records_after ;;
  esac
}

# One line per change: number, what was there (file, link, directory, absent), mode, owner, the digest afterwards, the path, the target of a
# link, and the private folder of the exchange. The number names the copy of the file. Owners are numbers, because an owner may have no name
# here.
keep_before() {
  local fresh=$1 i=$2 path=${W_PATH[$2]} there was=absent mode=- owner=- target=- becomes=${W_KIND[$2]} witness=''
  if [[ -d ${path%/*}/ ]]; then
    enter "${path%/*}" || return 1
    there=$HERE/${path##*/}
    if [[ -L $there ]]; then
      was=link target=$(readlink -- "$there")
    elif [[ -d $there ]]; then
      was=directory witness=$there
    elif [[ -e $there ]]; then
      was='file' witness=$fresh/before/$i
      keep_image "$there" "$witness" ||
        refuse journal not-kept "$path could not be copied: the disk is full, or $STATE does not support extended attributes"
      keep_overwritten "$fresh" "$i" && keep_old_lines "$fresh" "$i" || return 1
    fi
  fi
  case $becomes in
    file) becomes=${W_SUM[i]} ;;
    remove) becomes=absent ;;
  esac
  if [[ -n $witness ]]; then read -r mode owner < <(stat -c '%a %u:%g' -- "$witness") || return 1; fi
  cd /
  keep_missing_folders "$fresh" "${path%/*}" || return 1
  private_of "$path"
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$i" "$was" "$mode" "$owner" "$becomes" "$path" "$target" "$PRIVATE" >>"$fresh/changes"
}

# Keeps ACL, extended attributes and capabilities. If the path is no longer a file, it is not followed.
keep_image() {
  cp -dR --preserve=mode,ownership,timestamps,xattr -- "$1" "$2" && [[ -f $2 && ! -L $2 ]]
}

# Missing parent folders are removed again with the file.
keep_missing_folders() {
  local fresh=$1 folder=$2 missing=()
  while [[ -n $folder && ! -e $folder ]]; do
    missing=("$folder" "${missing[@]+"${missing[@]}"}")
    folder=${folder%/*}
  done
  for folder in "${missing[@]+"${missing[@]}"}"; do
    if grep -qF -- $'\t'"$folder"$'\t' "$fresh/changes"; then continue; fi
    printf -- '-\tabsent\t-\t-\tdirectory\t%s\t-\t-\n' "$folder" >>"$fresh/changes" || return 1
  done
}

# One line per unit: whether it ran and whether it started at boot. Without an answer from systemd a rollback could not be recorded.
keep_units() {
  local unit ran boot
  : >"$1/units" || return 1
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    ran=$(run_state "$unit") && boot=$(boot_state "$unit") || return 1
    printf '%s\t%s\t%s\n' "$unit" "$ran" "$boot" >>"$1/units" || return 1
  done
}

set_state() {
  printf '%s\n' "$1" >"$JOURNAL/state.new" && sync_files "$JOURNAL/state.new" &&
    mv -T -- "$JOURNAL/state.new" "$JOURNAL/state" && sync_files "$JOURNAL"
}

journal_state() { if [[ -f $JOURNAL/state ]]; then cat "$JOURNAL/state"; else printf none; fi; }

# The folder is complete or not there, at any moment.
remove_at_once() {
  rm -rf -- "$LEFTOVER"
  mv -T -- "$1" "$LEFTOVER" && sync_state && rm -rf -- "$LEFTOVER"
}

# Keeps only the name of the journal, so that a late confirm can report the rollback.
mark_rolled_back() {
  rm -rf -- "$LAST_ROLLED_BACK"
  mv -T -- "$JOURNAL" "$LAST_ROLLED_BACK" && touch -- "$LAST_ROLLED_BACK" && rm -rf -- "${LAST_ROLLED_BACK:?}"/*
}

clear_rolled_back() { rm -rf -- "$LAST_ROLLED_BACK"; }

# A journal that could not be rolled back is kept next to earlier ones.
set_aside() {
  choose_aside
  mv -T -- "$JOURNAL" "$ASIDE" && FAILED_JOURNAL=$ASIDE
}

# Sets ASIDE, the place of a journal that could not be rolled back.
ASIDE=''
choose_aside() {
  local number=1
  while [[ -e $STATE/failed-$number ]]; do number=$((number + 1)); done
  ASIDE=$STATE/failed-$number
}

# Without a confirm, a timer rolls the delivery back, and so does a unit at boot. One timer covers the delivery, another one the time until
# the confirm, so that at any moment one of them runs. Each tries again until it is stopped together with the journal.
readonly SECONDS_TO_NEXT_TRY=60

arm() { start_timer "$@" && write_recover_unit; }

# TIMER SECONDS: replaces an earlier timer of that name, and stops its recover where that waits for the lock of this process.
start_timer() {
  set_timer "$@" && return
  within "$LIMIT_OF_A_QUESTION" systemctl stop "$1.service" 2>/dev/null || :
  disarm "$1"
  set_timer "$@"
}

# Fails where a unit of that name exists or has failed. Each recover has a limit, so that the next one can start.
set_timer() {
  local delivery=()
  if [[ -f $JOURNAL/engine ]]; then delivery=(--delivery "$(<"$JOURNAL/engine")"); fi
  within "$LIMIT_OF_A_QUESTION" systemd-run --unit="$1" --on-active="$2" --on-unit-inactive="$SECONDS_TO_NEXT_TRY" --timer-property=AccuracySec=1s \
    /usr/bin/timeout --kill-after=30 "$((LONGEST_WAIT + $(longest_return)))" \
    /bin/bash "$ENGINE_COPY" recover --host "$HOST" "${delivery[@]+"${delivery[@]}"}" >/dev/null 2>&1
}

# Seconds: a stop, a start and the queries of each unit, and the files.
longest_return() {
  local units=()
  if [[ -f $JOURNAL/units ]]; then mapfile -t units <"$JOURNAL/units"; fi
  printf '%s' "$(((2 * LIMIT_OF_A_SERVICE + 8 * LIMIT_OF_A_QUESTION) * ${#units[@]} + LIMIT_OF_FILES + LIMIT_OF_A_RELOAD))"
}

# Only the next boot needs the unit, so there is no daemon-reload: that would take longer than all files of a delivery.
write_recover_unit() {
  local text
  text="[Unit]
Description=Roll back an unconfirmed delivery of haplane
ConditionPathExists=$JOURNAL/state
After=local-fs.target
Before=multi-user.target ${SCOPE[*]-} ${UNITS[*]-}

[Service]
Type=oneshot
TimeoutStartSec=$LIMIT_OF_FILES
ExecStart=/bin/bash $ENGINE_COPY recover --boot --host $HOST

[Install]
WantedBy=multi-user.target"
  if [[ -f $RECOVER_UNIT && $(cat "$RECOVER_UNIT") == "$text" && $(boot_state "${RECOVER_UNIT##*/}") == enabled ]]; then return 0; fi
  printf '%s\n' "$text" >"$RECOVER_UNIT.new" && chmod 644 "$RECOVER_UNIT.new" && sync_files "$RECOVER_UNIT.new" &&
    mv -T -- "$RECOVER_UNIT.new" "$RECOVER_UNIT" &&
    within "$LIMIT_OF_A_QUESTION" systemctl enable --quiet --no-reload "${RECOVER_UNIT##*/}" 2>/dev/null && sync_files "${RECOVER_UNIT%/*}" &&
    sync_files "${RECOVER_UNIT%/*}/multi-user.target.wants"
}

# The timer may not exist, or may have failed after it ran.
disarm() {
  within "$LIMIT_OF_A_QUESTION" systemctl stop "${@/%/.timer}" 2>/dev/null || :
  within "$LIMIT_OF_A_QUESTION" systemctl reset-failed "${@/%/.timer}" "${@/%/.service}" 2>/dev/null || :
}
