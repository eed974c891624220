
# --- The way to a file ----------------------------------------------------------------------------------------------------------------

# An account that can write to a folder can exchange what is in it, and so decide where a file ends up. Mode and owner by folder; its path
# holds no link.
declare -A FOLDER_MODE=() FOLDER_OWNER=() FOLDER_NUMBERS=()

see_folders() {
  local folder mode owner numbers unseen=()
  for folder in "$@"; do
    if [[ -z ${FOLDER_MODE[$folder]-} && -d $folder ]]; then unseen+=("$folder"); fi
  done
  [[ ${#unseen[@]} -gt 0 ]] || return 0
  while read -r mode owner numbers folder; do
    FOLDER_MODE[$folder]=$mode FOLDER_OWNER[$folder]=$owner FOLDER_NUMBERS[$folder]=$numbers
  done < <(stat -c '%a %U:%G %u:%g %n' -- "${unseen[@]}")
}

# True where an account other than root can write to a folder that is there. The mask of an ACL takes the place of the group's bits.
is_foreign() {
  local mode=${FOLDER_MODE[$1]-} writers
  [[ -n $mode ]] || return 1
  writers=$((8#$mode & 8#22))
  if [[ ${FOLDER_NUMBERS[$1]} == 0:0 && $writers -eq 16 && $(ls -ld -- "$1") != ??????????+* ]]; then return 1; fi
  [[ ${FOLDER_NUMBERS[$1]} != 0:* || $writers -ne 0 ]]
}

# True where the plan itself gives the folder to that account: the review of the plan has accepted it.
is_planned() {
  local planned=${PLANNED_FOLDER[$1]-}
  [[ -n $planned && (${planned#* } == "${FOLDER_OWNER[$1]}" || ${planned#* } == "${FOLDER_NUMBERS[$1]}") ]] &&
    [[ $((8#${FOLDER_MODE[$1]} & 8#22 & ~8#${planned%% *})) -eq 0 ]]
}

# In WAY every folder that the kernel passes on the way to a path, in REAL the path without links. LINK_AT is the first folder of another
# account in which there is such a link: that account decides where the link leads.
WAY=() REAL='' LINK_AT=''

walk() {
  local rest=$1 part links=0
  WAY=(/) REAL='' LINK_AT=''
  while rest=${rest#/} && [[ -n $rest ]]; do
    part=${rest%%/*}
    if [[ $rest == */* ]]; then rest=${rest#*/}; else rest=''; fi
    case $part in
      '' | .) ;;
      ..) REAL=${REAL%/*} ;;
      *) pass "$part" ;;
    esac
  done
}

# One step of walk, whose variables it uses. After as many links as the kernel follows, the path has no end.
pass() {
  if [[ ! -L $REAL/$1 || $links -ge 40 ]]; then
    REAL=$REAL/$1
    WAY+=("$REAL")
    return
  fi
  links=$((links + 1))
  see_folders "${REAL:-/}"
  if is_foreign "${REAL:-/}"; then LINK_AT=${LINK_AT:-$REAL}; fi
  rest=$(readlink -- "$REAL/$1")/$rest
  if [[ $rest == /* ]]; then REAL=''; fi
}

# By folder as it is written: its path without links; the first folder of another account on the way; the nearest folder above a file in it
# that only root can change and that is on the same mount; why nothing can be exchanged there; and what the operator has to allow.
declare -A WAY_REAL=() WAY_FOREIGN=() WAY_SAFE=() WAY_STOP=() WAY_ASK=()

see_way() {
  local folder=${1:-/} part foreign='' ask=''
  if [[ -n ${WAY_REAL[$folder]-} ]]; then return; fi
  walk "$folder"
  see_folders "${WAY[@]}"
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

# All folders that are about to be changed in, which are mostly few and on few ways.
see_ways() {
  local folder passed=()
  for folder in "$@"; do
    if [[ -n ${WAY_REAL[${folder:-/}]-} ]]; then continue; fi
    walk "${folder:-/}"
    passed+=("${WAY[@]}")
  done
  [[ ${#passed[@]} -gt 0 ]] || return 0
  see_folders "${passed[@]}"
  for folder in "$@"; do see_way "$folder"; done
}

# What is mounted where, by the kernel's own table, which writes some characters in octal.
declare -A MOUNTS=()

see_mounts() {
  local line point table
  if [[ ${#MOUNTS[@]} -gt 0 ]]; then return; fi
  # In one go: while the table changes, a line that is read again from its middle is none.
  mapfile -t table </proc/self/mountinfo
  for line in "${table[@]+"${table[@]}"}"; do
    point=${line#* * * * }
    printf -v point '%b' "${point%% *}"
    if [[ $point == /* ]]; then MOUNTS[$point]=yes; fi
  done
}

# True where no mount begins between a folder and one below it.
is_one_mount() {
  local path=$2
  see_mounts
  while [[ -n $path && $path != "$1" ]]; do
    if [[ -n ${MOUNTS[$path]-} ]]; then return 1; fi
    path=${path%/*}
  done
}

# In HERE how to name a folder so that no other is meant: by its path, or, where another account could put a link on the way, as the folder
# that this process is in, after the kernel has said which one that is.
HERE=''

go_to() {
  local folder=${1:-/}
  see_way "$1"
  HERE=$1
  if [[ -z ${WAY_FOREIGN[$folder]} ]]; then return; fi
  [[ ${WAY_STOP[$folder]} != foreign-link ]] && cd -P -- "$folder" && [[ $(readlink /proc/self/cwd) == "${WAY_REAL[$folder]}" ]] && HERE=.
}

# A folder on the way that no plan knows is like any other of the system, not like what this program keeps for itself.
make_folder() {
  if [[ -z $1 || -d $1 ]]; then return; fi
  local above=${1%/*}
  see_way "$above"
  if [[ -z ${WAY_FOREIGN[${above:-/}]} ]]; then
    (umask 022 && mkdir -p -- "$1")
  else
    make_folder "$above" && go_to "$above" && (umask 022 && mkdir -- "$HERE/${1##*/}")
  fi
}
