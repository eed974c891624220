
# --- Disk space ---------------------------------------------------------------------------------------------------------------------------

# KiB that stay free on a file system for other programs.
readonly ROOM_TO_SPARE=32768

# By device: a folder on it, and the KiB that this rollout writes there.
declare -A FOLDER_ON=() NEEDED_ON=()
# By folder, its device; by path of a file, its KiB. Each is queried once.
declare -A DEVICE_OF=() KIB_OF=()

reset_needs() { FOLDER_ON=() NEEDED_ON=() DEVICE_OF=(); }

# KIB FOLDER: adds the space for a folder that may not exist yet.
need_room() {
  local folder=$2 device
  until [[ -d $folder ]]; do
    folder=${folder%/*}
    folder=${folder:-/}
  done
  device=${DEVICE_OF[$folder]:-$(timeout "$SECONDS_OF_A_COMMAND" stat -L -c %d -- "$folder" 2>/dev/null || :)}
  [[ $device =~ ^[0-9]+$ ]] || because "the file system of $folder is unknown" || return 1
  DEVICE_OF[$folder]=$device
  FOLDER_ON[$device]=${FOLDER_ON[$device]:-$folder}
  NEEDED_ON[$device]=$((${NEEDED_ON[$device]:-0} + $1))
}

# Prints the free KiB; false without an answer.
room_below() {
  local room
  room=$(timeout "$SECONDS_OF_A_COMMAND" df -Pk -- "$1" 2>/dev/null | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)
  [[ $room =~ ^[0-9]{1,18}$ ]] && printf '%s' "$room"
}

has_room() {
  local device room
  for device in "${!NEEDED_ON[@]}"; do
    room=$(room_below "${FOLDER_ON[$device]}") || because "the free space below ${FOLDER_ON[$device]} is unknown: df does not answer" || return 1
    [[ $room -ge ${NEEDED_ON[$device]} ]] || because "too little space on the file system of ${FOLDER_ON[$device]}: \
$((room / 1024)) MiB are free, $((${NEEDED_ON[$device]} / 1024 + 1)) MiB are needed" || return 1
  done
}

# A new file is written next to the old one. A copy waits in the folder of the engine first, and the old file is kept there twice: for a
# rollback, and as a backup.
gate_disk_space() {
  local i path new
  reset_needs
  look_at_files
  measure_files
  need_room "$ROOM_TO_SPARE" / && need_room "$ROOM_TO_SPARE" "$STATE" || return 1
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    path=${W_PATH[i]}
    if [[ ${W_KIND[i]} != file || ${SEEN_DIGEST[$path]-absent} == "${W_SUM[i]}" ]]; then continue; fi
    new=$(kib_wanted "$i") || because "the size of $path on the source master is unknown: is it there?" || return 1
    need_room "$((new + 2 * ${KIB_OF[$path]:-0}))" "$STATE" && need_room "$new" "${path%/*}" || return 1
  done
  has_room
}

# The sizes of all wanted files, here and in the plan folder.
measure_files() {
  local path size there=()
  KIB_OF=()
  for path in "${W_PATH[@]+"${W_PATH[@]}"}"; do
    if [[ -f $path ]]; then there+=("$path"); fi
    if [[ -f $DIR/hosts/$HOST$path ]]; then there+=("$DIR/hosts/$HOST$path"); fi
  done
  [[ ${#there[@]} -gt 0 ]] || return 0
  while read -r size path; do
    if [[ $size =~ ^[0-9]{1,18}$ ]]; then KIB_OF[$path]=$((10#$size / 1024 + 1)); fi
  done < <(timeout "$SECONDS_OF_A_COMMAND" stat -L -c '%s %n' -- "${there[@]}" 2>/dev/null)
}

kib_wanted() {
  local path=${W_PATH[$1]} size
  size=${SIZE_OF_COPY[$path]-}
  case ${W_FROM[$1]} in
    copied) [[ $size =~ ^[0-9]{1,15}$ ]] && printf '%s' "$((10#$size))" ;;
    placed) printf '%s' "${KIB_OF[$DIR/hosts/$HOST$path]:-0}" ;;
    *) printf '%s' "${KIB_OF[$path]:-0}" ;;
  esac
}
