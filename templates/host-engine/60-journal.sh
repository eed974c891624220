
# --- What it takes to go back ---------------------------------------------------------------------------------------------------------

# The journal is complete and on the disk before anything is touched: state, changes and what was there before, units and how they ran.
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
  look_at_process "$$" && printf '%s-%s\n' "$$" "$START" >"$fresh/engine" || return 1
  : >"$fresh/delivered.before" || return 1
  if [[ -f $DELIVERED ]]; then cp -p -- "$DELIVERED" "$fresh/delivered.before" || return 1; fi
  records_of_delivery "$1" >"$fresh/delivered.after" && mkdir -p "$HISTORY" || return 1
  printf 'begun\n' >"$fresh/state" && cp -- "$ENGINE" "$ENGINE_COPY.new" && mv -T -- "$ENGINE_COPY.new" "$ENGINE_COPY" || return 1
  sync_state && mv -T -- "$fresh" "$JOURNAL" && forget_put_back && sync_state
}

# To keep a delivery needs no room on the disk: what will be noted of it is written now.
records_of_delivery() {
  case $1 in
    rollback*) cat -- "$(first_after "${1#rollback }")/delivered.before" ;;
    *) records_after ;;
  esac
}

# A line a change: its number, what was there (file, link, directory, absent), mode, owner, the digest afterwards, the path; then, for a
# link, its target; and the folder of root's in which the exchange is made. The number names the copy of a file. Owners are numbers: not
# every one has a name here.
keep_before() {
  local fresh=$1 i=$2 path=${W_PATH[$2]} there was=absent mode=- owner=- target=- becomes=${W_KIND[$2]} witness=''
  if [[ -d ${path%/*}/ ]]; then
    go_to "${path%/*}" || return 1
    there=$HERE/${path##*/}
    if [[ -L $there ]]; then
      was=link target=$(readlink -- "$there")
    elif [[ -d $there ]]; then
      was=directory witness=$there
    elif [[ -e $there ]]; then
      was='file' witness=$fresh/before/$i
      keep_image "$there" "$witness" ||
        refuse journal not-kept "$path could not be kept below $STATE with its ACL and attributes: is the disk full, or does its file system know no extended attributes?"
      keep_overwritten "$fresh" "$i" && keep_what_undoes "$fresh" "$i" || return 1
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

# With all that belongs to a file: ACL, extended attributes, capabilities. What is no file by now is not followed.
keep_image() {
  cp -dR --preserve=mode,ownership,timestamps,xattr -- "$1" "$2" && [[ -f $2 && ! -L $2 ]]
}

# The folders on the way that are not there yet go again when the file does.
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

# A line a unit: whether it ran and whether it started at boot. Where systemd does not say, there is no way back to be written down.
keep_units() {
  local unit ran boot
  : >"$1/units" || return 1
  for unit in "${SCOPE[@]+"${SCOPE[@]}"}"; do
    ran=$(run_state "$unit") && boot=$(boot_state "$unit") || return 1
    printf '%s\t%s\t%s\n' "$unit" "$ran" "$boot" >>"$1/units" || return 1
  done
}

set_state() {
  printf '%s\n' "$1" >"$JOURNAL/state.new" && sync_files "$JOURNAL/state.new" && mv -T -- "$JOURNAL/state.new" "$JOURNAL/state" && sync_files "$JOURNAL"
}

journal_state() { if [[ -f $JOURNAL/state ]]; then cat "$JOURNAL/state"; else printf none; fi; }

# A folder is there or not, and never half of it.
remove_at_once() {
  rm -rf -- "$LEFTOVER"
  mv -T -- "$1" "$LEFTOVER" && sync_state && rm -rf -- "$LEFTOVER"
}

# The journal of what was put back stays as its name alone: whoever comes to confirm is told.
note_put_back() {
  rm -rf -- "$PUT_BACK_LAST"
  mv -T -- "$JOURNAL" "$PUT_BACK_LAST" && touch -- "$PUT_BACK_LAST" && rm -rf -- "${PUT_BACK_LAST:?}"/*
}

forget_put_back() { rm -rf -- "$PUT_BACK_LAST"; }

# What could not be put back stays, also beside an earlier one.
set_aside() {
  choose_aside
  mv -T -- "$JOURNAL" "$ASIDE" && FAILED_JOURNAL=$ASIDE
}

# Where a journal goes that could not be put back.
ASIDE=''
choose_aside() {
  local number=1
  while [[ -e $STATE/failed-$number ]]; do number=$((number + 1)); done
  ASIDE=$STATE/failed-$number
}

# A dead man's hand: what is not confirmed in time goes back by itself, also after a reboot. One timer watches over the delivery, another one
# over the time after it, so that there is one at every moment. Each tries again until it is taken away, which happens with the journal.
readonly SECONDS_TO_NEXT_TRY=60

arm() {
  local timer=$1 seconds=$2
  set_timer "$timer" "$seconds" || { make_way_for "$timer" && set_timer "$timer" "$seconds"; } || return 1
  write_recover_unit
}

# The timer of an earlier delivery, and its try if that waits for the lock, which this process holds.
make_way_for() {
  within "$LIMIT_OF_A_QUESTION" systemctl stop "$1.service" 2>/dev/null || :
  disarm "$1"
}

# Refused where there is one of that name already, or one that has failed. A try has a limit, too: the next one comes when it is over.
set_timer() {
  local delivery=()
  if [[ -f $JOURNAL/engine ]]; then delivery=(--delivery "$(<"$JOURNAL/engine")"); fi
  within "$LIMIT_OF_A_QUESTION" systemd-run --unit="$1" --on-active="$2" --on-unit-inactive="$SECONDS_TO_NEXT_TRY" --timer-property=AccuracySec=1s \
    /usr/bin/timeout --kill-after=30 "$((LONGEST_WAIT + $(longest_return)))" /bin/bash "$ENGINE_COPY" recover --host "$HOST" "${delivery[@]+"${delivery[@]}"}" >/dev/null 2>&1
}

# Seconds: for each unit a stop, a start and what systemd is asked, and the files.
longest_return() {
  local units=()
  if [[ -f $JOURNAL/units ]]; then mapfile -t units <"$JOURNAL/units"; fi
  printf '%s' "$(((2 * LIMIT_OF_A_SERVICE + 8 * LIMIT_OF_A_QUESTION) * ${#units[@]} + LIMIT_OF_FILES + LIMIT_OF_A_RELOAD))"
}

# It is for the next boot, which reads everything anew: to read it now would cost a host more than all files of a delivery.
write_recover_unit() {
  local text
  text="[Unit]
Description=Put back a delivery of haplane that nobody confirmed
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

# A timer that is not there need not be stopped, and one that ran may have failed.
disarm() {
  within "$LIMIT_OF_A_QUESTION" systemctl stop "${@/%/.timer}" 2>/dev/null || :
  within "$LIMIT_OF_A_QUESTION" systemctl reset-failed "${@/%/.timer}" "${@/%/.service}" 2>/dev/null || :
}
