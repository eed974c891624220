
# --- What prevents a change -----------------------------------------------------------------------------------------------------------

# Why a change cannot be made as it is meant, for all that is found before anything is touched: a code, and what to do.
OBSTACLE='' OBSTACLE_TEXT=''
# By path, how many names a file has; by name of an account or a group with "user " or "group " before it, whether this host knows it.
declare -A NAMES_OF=() KNOWN_ACCOUNT=()

look_for_obstacles() {
  local i count path ways=() files=()
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i"; then continue; fi
    path=${W_PATH[i]}
    ways+=("${path%/*}")
    if [[ -f $path && ! -L $path ]]; then files+=("$path"); fi
  done
  see_mounts
  see_ways "${ways[@]+"${ways[@]}"}"
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

# For who only looks, as a result of that step.
show_obstacles() {
  local i
  look_for_obstacles
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && has_obstacle "$i"; then say "$1" refused "$OBSTACLE" "$OBSTACLE_TEXT"; fi
  done
}

has_obstacle() { is_way_barred "$1" || is_target_barred "$1" || is_owner_unknown "$1"; }

because_of() {
  OBSTACLE=$1 OBSTACLE_TEXT=$2
}

is_way_barred() {
  local path=${W_PATH[$1]} folder ask
  folder=${path%/*}
  folder=${folder:-/} ask=${WAY_ASK[${folder:-/}]}
  case ${WAY_STOP[$folder]} in
    foreign-link) because_of foreign-link "$path: there is a link on the way, and an account other than root can change where it leads: use the path without links" ;;
    no-safe-folder) because_of no-safe-folder "$path: its file system has no folder that only root can change, and a new file cannot be made safely: chown root and chmod go-w ${WAY_FOREIGN[$folder]:-$folder}" ;;
    *)
      # The delivery that is rolled back was allowed to write there.
      [[ -n $ask && $ALLOWS_FOREIGN == no && ${W_CLASS[$1]} != kept ]] || return 1
      # A new folder holds nothing yet, and distributions let a group write below /var/log.
      if [[ ${W_KIND[$1]} == directory && ${FOLDER_NUMBERS[$ask]} == 0:* ]]; then return 1; fi
      because_of foreign-folder "$path: an account other than root can change $ask (${FOLDER_OWNER[$ask]}, mode ${FOLDER_MODE[$ask]}) and so exchange the file: chown root and chmod go-w that folder, or pass --allow-foreign-folders"
      ;;
  esac
}

# What a rename cannot exchange, and what it would tear apart.
is_target_barred() {
  local path=${W_PATH[$1]} folder real
  if [[ ${W_KIND[$1]} == directory || ${W_SUM[$1]} == directory ]]; then return 1; fi
  folder=${path%/*}
  real=${WAY_REAL[${folder:-/}]%/}/${path##*/}
  if [[ -n ${MOUNTS[$real]-} ]]; then
    because_of mount-point "$path is a mount of its own and cannot be exchanged: umount it, or change the file that is mounted there"
  elif [[ -e $path && ! -L $path && ! -f $path ]]; then
    because_of not-a-file "$path is neither a file nor a link: remove it, or move it away"
  elif [[ -f $path && ! -L $path && ! -w $path && -w ${folder:-/} ]]; then
    because_of immutable "$path cannot be written, even by root: look with lsattr, and allow it with chattr -i"
  elif [[ ${NAMES_OF[$path]-1} -ne 1 ]]; then
    because_of hard-link "$path has ${NAMES_OF[$path]} names (hard links), and the others would keep the old content: find them with find -xdev -samefile, and make it a file of its own (cp -p it, and mv it back)"
  else
    return 1
  fi
}

is_owner_unknown() {
  local owner=${W_OWNER[$1]}
  if [[ $owner == - ]]; then return 1; fi
  is_known_account passwd "${owner%%:*}" && is_known_account group "${owner#*:}" && return 1
  because_of unknown-owner "${W_PATH[$1]} is to belong to $owner, which this host does not know: make that user and group first"
}

is_known_account() {
  if [[ $2 == root || $2 =~ ^[0-9]{1,10}$ ]]; then return; fi
  if [[ -z ${KNOWN_ACCOUNT[$1 $2]-} ]]; then
    if getent "$1" -- "$2" >/dev/null; then KNOWN_ACCOUNT[$1 $2]=yes; else KNOWN_ACCOUNT[$1 $2]=no; fi
  fi
  [[ ${KNOWN_ACCOUNT[$1 $2]} == yes ]]
}
