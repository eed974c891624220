
# --- Obstacles ----------------------------------------------------------------------------------------------------------------------------

# Why a change is impossible, found before anything is touched: a code, and what to do.
OBSTACLE='' OBSTACLE_TEXT=''
# By path, how many hard links a file has. By "user NAME" or "group NAME", whether this host has that account.
declare -A NAMES_OF=() KNOWN_ACCOUNT=()

look_for_obstacles() {
  local i count path ways=() files=()
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i"; then continue; fi
    path=${W_PATH[i]}
    ways+=("${path%/*}")
    if [[ -f $path && ! -L $path ]]; then files+=("$path"); fi
  done
  read_mounts
  read_ways "${ways[@]+"${ways[@]}"}"
  NAMES_OF=()
  [[ ${#files[@]} -gt 0 ]] || return 0
  while read -r count path; do NAMES_OF[$path]=$count; done < <(stat -c '%h %n' -- "${files[@]}")
}

refuse_obstacles() {
  local i
  look_for_obstacles
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && has_obstacle "$i"; then refuse validate "$OBSTACLE" "$OBSTACLE_TEXT"; fi
  done
}

# STEP: for commands that only look, shows obstacles as results of that step.
show_obstacles() {
  local i
  look_for_obstacles
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && has_obstacle "$i"; then say "$1" refused "$OBSTACLE" "$OBSTACLE_TEXT"; fi
  done
}

has_obstacle() { is_way_blocked "$1" || is_target_blocked "$1" || is_owner_unknown "$1"; }

set_obstacle() {
  OBSTACLE=$1 OBSTACLE_TEXT=$2
}

is_way_blocked() {
  local path=${W_PATH[$1]} folder ask foreign
  folder=${path%/*}
  folder=${folder:-/} ask=${WAY_ASK[${folder:-/}]}
  foreign=${WAY_FOREIGN[$folder]:-$folder}
  case ${WAY_STOP[$folder]} in
    foreign-link) set_obstacle foreign-link "$path: its path has a link that an account other than root can change. Use the path without links." ;;
    no-safe-folder)
      set_obstacle no-safe-folder "$path: only root must be able to change a folder of its file system. Run chown root and chmod go-w on $foreign."
      ;;
    *)
      # The delivery that is rolled back was already allowed to write there.
      [[ -n $ask && $ALLOWS_FOREIGN == no && ${W_CLASS[$1]} != kept ]] || return 1
      # A new folder is still empty, and distributions let a group write below /var/log.
      if [[ ${W_KIND[$1]} == directory && ${FOLDER_NUMBERS[$ask]} == 0:* ]]; then return 1; fi
      set_obstacle foreign-folder "$path: an account other than root can change $ask (${FOLDER_OWNER[$ask]}, mode ${FOLDER_MODE[$ask]})."
      OBSTACLE_TEXT+=" Run chown root and chmod go-w on it, or pass --allow-foreign-folders."
      ;;
  esac
}

# A rename cannot replace these, or would change more than this path.
is_target_blocked() {
  local path=${W_PATH[$1]} folder real
  if [[ ${W_KIND[$1]} == directory || ${W_SUM[$1]} == directory ]]; then return 1; fi
  folder=${path%/*}
  real=${WAY_REAL[${folder:-/}]%/}/${path##*/}
  if [[ -n ${MOUNTS[$real]-} ]]; then
    set_obstacle mount-point "$path is a mount point. Unmount it, or change the file that is mounted there."
  elif [[ -e $path && ! -L $path && ! -f $path ]]; then
    set_obstacle not-a-file "$path is neither a file nor a link. Remove it, or move it away."
  elif [[ -f $path && ! -L $path && ! -w $path && -w ${folder:-/} ]]; then
    set_obstacle immutable "$path is not writable, even for root. Run lsattr, then chattr -i."
  elif [[ ${NAMES_OF[$path]-1} -ne 1 ]]; then
    set_obstacle hard-link "$path has ${NAMES_OF[$path]} hard links, and the others would keep the old content."
    OBSTACLE_TEXT+=" Find them with find -xdev -samefile, and replace this one with a copy (cp -p, mv)."
  else
    return 1
  fi
}

is_owner_unknown() {
  local owner=${W_OWNER[$1]}
  if [[ $owner == - ]]; then return 1; fi
  is_known_account passwd "${owner%%:*}" && is_known_account group "${owner#*:}" && return 1
  set_obstacle unknown-owner "the owner of ${W_PATH[$1]}, $owner, does not exist here. Create that user and group."
}

is_known_account() {
  if [[ $2 == root || $2 =~ ^[0-9]{1,10}$ ]]; then return; fi
  if [[ -z ${KNOWN_ACCOUNT[$1 $2]-} ]]; then
    if getent "$1" -- "$2" >/dev/null; then KNOWN_ACCOUNT[$1 $2]=yes; else KNOWN_ACCOUNT[$1 $2]=no; fi
  fi
  [[ ${KNOWN_ACCOUNT[$1 $2]} == yes ]]
}
