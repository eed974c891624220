
# --- Paths to files -----------------------------------------------------------------------------------------------------------------------

# An account that can write to a folder can exchange the files in it, and so decide where a write goes. Mode and owner by folder; the path
# of the folder has no links.
declare -A FOLDER_MODE=() FOLDER_OWNER=() FOLDER_NUMBERS=()

read_folders() {
  local folder mode owner numbers unseen=()
  for folder in "$@"; do
    if [[ -z ${FOLDER_MODE[$folder]-} && -d $folder ]]; then unseen+=("$folder"); fi
  done
  [[ ${#unseen[@]} -gt 0 ]] || return 0
  while read -r mode owner numbers folder; do
    FOLDER_MODE[$folder]=$mode FOLDER_OWNER[$folder]=$owner FOLDER_NUMBERS[$folder]=$numbers
  done < <(stat -c '%a %U:%G %u:%g %n' -- "${unseen[@]}")
}

# True where an account other than root can write to an existing folder. With an ACL, its mask replaces the bits of the group.
is_foreign() {
  local mode=${FOLDER_MODE[$1]-} writers
  [[ -n $mode ]] || return 1
  writers=$((8#$mode & 8#22))
  if [[ ${FOLDER_NUMBERS[$1]} == 0:0 && $writers -eq 16 && $(ls -ld -- "$1") != ??????????+* ]]; then return 1; fi
  [[ ${FOLDER_NUMBERS[$1]} != 0:* || $writers -ne 0 ]]
}

# True where the plan itself gives the folder to that account: then the review has accepted it.
is_planned() {
  local planned=${PLANNED_FOLDER[$1]-}
  [[ -n $planned && (${planned#* } == "${FOLDER_OWNER[$1]}" || ${planned#* } == "${FOLDER_NUMBERS[$1]}") ]] &&
    [[ $((8#${FOLDER_MODE[$1]} & 8#22 & ~8#${planned%% *})) -eq 0 ]]
}

# Sets WAY, all folders that the kernel passes on the way to a path, and REAL, the path without links. LINK_AT is the first folder of
# another account with such a link: that account decides where the link leads.
WAY=() REAL='' LINK_AT=''

resolve() {
  local rest=$1 part links=0
  WAY=(/) REAL='' LINK_AT=''
  while rest=${rest#/} && [[ -n $rest ]]; do
    part=${rest%%/*}
    if [[ $rest == */* ]]; then rest=${rest#*/}; else rest=''; fi
    case $part in
      '' | .) ;;
      ..) REAL=${REAL%/*} ;;
      *) follow "$part" ;;
    esac
  done
}

# One step of resolve, with its variables. After 40 links the kernel refuses the path.
follow() {
  if [[ ! -L $REAL/$1 || $links -ge 40 ]]; then
    REAL=$REAL/$1
    WAY+=("$REAL")
    return
  fi
  links=$((links + 1))
  read_folders "${REAL:-/}"
  if is_foreign "${REAL:-/}"; then LINK_AT=${LINK_AT:-$REAL}; fi
  rest=$(readlink -- "$REAL/$1")/$rest
  if [[ $rest == /* ]]; then REAL=''; fi
}

# By folder as written: its path without links; the first folder of another account on the way; the nearest parent folder that only root can
# change and that is on the same mount; why no file can be exchanged there; and what the operator must allow.
declare -A WAY_REAL=() WAY_FOREIGN=() WAY_SAFE=() WAY_STOP=() WAY_ASK=()

read_way() {
  local folder=${1:-/} part foreign='' ask=''
  if [[ -n ${WAY_REAL[$folder]-} ]]; then return; fi
  resolve "$folder"
  read_folders "${WAY[@]}"
  for part in "${WAY[@]}"; do
    if ! is_foreign "$part"; then continue; fi
    foreign=${foreign:-$part}
    if ! is_planned "$part"; then ask=${ask:-$part}; fi
  done
  WAY_REAL[$folder]=${REAL:-/} WAY_FOREIGN[$folder]=$foreign WAY_STOP[$folder]='' WAY_ASK[$folder]=$ask
  if [[ -n $LINK_AT ]]; then WAY_STOP[$folder]='foreign-link'; fi
  find_safe_folder "$folder"
}

find_safe_folder() {
  local folder=$1 rest=${WAY_REAL[$1]#/} at='' safe='' last=/
  while :; do
    if ! is_foreign "${at:-/}"; then safe=${at:-/}; else break; fi
    if [[ -z $rest || ! -d $at/${rest%%/*} ]]; then break; fi
    at=$at/${rest%%/*}
    if [[ $rest == */* ]]; then rest=${rest#*/}; else rest=''; fi
  done
  last=${WAY_REAL[$folder]}
  while [[ ! -d ${last:-/} ]]; do last=${last%/*}; done
  WAY_SAFE[$folder]=$safe
  if [[ -z $safe ]] || ! is_one_mount "$safe" "${last:-/}"; then WAY_STOP[$folder]=${WAY_STOP[$folder]:-no-safe-folder}; fi
}

# All folders with changes at once: they are mostly few.
read_ways() {
  local folder passed=()
  for folder in "$@"; do
    if [[ -n ${WAY_REAL[${folder:-/}]-} ]]; then continue; fi
    resolve "${folder:-/}"
    passed+=("${WAY[@]}")
  done
  [[ ${#passed[@]} -gt 0 ]] || return 0
  read_folders "${passed[@]}"
  for folder in "$@"; do read_way "$folder"; done
}

# The mount points. The kernel writes some characters in octal.
declare -A MOUNTS=()

read_mounts() {
  local line point table
  if [[ ${#MOUNTS[@]} -gt 0 ]]; then return; fi
  # Read at once: the table may change between two reads.
  mapfile -t table </proc/self/mountinfo
  for line in "${table[@]+"${table[@]}"}"; do
    point=${line#* * * * }
    printf -v point '%b' "${point%% *}"
    if [[ $point == /* ]]; then MOUNTS[$point]=yes; fi
  done
}

# True where no mount point is between a folder and one below it.
is_one_mount() {
  local path=$2
  read_mounts
  while [[ -n $path && $path != "$1" ]]; do
    if [[ -n ${MOUNTS[$path]-} ]]; then return 1; fi
    path=${path%/*}
  done
}

# Sets HERE, a name of the folder that cannot change its meaning: its path, or, where another account could put a link on the way, the
# current folder, after the kernel has confirmed its path.
HERE=''

enter() {
  local folder=${1:-/}
  read_way "$1"
  HERE=$1
  if [[ -z ${WAY_FOREIGN[$folder]} ]]; then return; fi
  [[ ${WAY_STOP[$folder]} != foreign-link ]] && cd -P -- "$folder" && [[ $(readlink /proc/self/cwd) == "${WAY_REAL[$folder]}" ]] && HERE=.
}

# A folder that the plan does not list gets the usual mode of the system, not the private one of this program.
make_folder() {
  if [[ -z $1 || -d $1 ]]; then return; fi
  local above=${1%/*}
  read_way "$above"
  if [[ -z ${WAY_FOREIGN[${above:-/}]} ]]; then
    (umask 022 && mkdir -p -- "$1")
  else
    make_folder "$above" && enter "$above" && (umask 022 && mkdir -- "$HERE/${1##*/}")
  fi
}
