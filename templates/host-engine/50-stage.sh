
# --- Staged and tried before anything is touched --------------------------------------------------------------------------------------

STAGE=''

# Every new content under its own path below one folder; what comes with it is proved once more on the way.
stage() {
  local i sum to
  local -A staged=()
  STAGE=$STATE/stage
  trap 'rm -rf -- "$STATE/stage" "$JOURNAL.new"' EXIT
  rm -rf -- "$STAGE"
  mkdir -p "$STAGE"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i" || [[ ${W_KIND[i]} != file ]]; then continue; fi
    to=$STAGE${W_PATH[i]}
    if ! { make_folder "${to%/*}" && content_of "$i" >"$to"; }; then refuse stage "${W_PATH[i]} cannot be written below $STATE: is the disk full?"; fi
    staged[$to]=-
  done
  [[ ${#staged[@]} -gt 0 ]] || return 0
  sync_state
  while read -r sum to; do staged[$to]=$sum; done < <(sha256sum -- "${!staged[@]}")
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && [[ ${W_KIND[i]} == file ]]; then prove_staged "$i" "${staged[$STAGE${W_PATH[i]}]}"; fi
  done
}

prove_staged() {
  local i=$1 path=${W_PATH[$1]} sum=$2
  if has_edits "$path"; then
    find_content "$i"
    prove_staged_edit "$path" "$CONTENT" "$STAGE$path" || refuse stage "$path: the edited file is not the old one with these lines exchanged"
  elif [[ ${W_SUM[i]} != - && $sum != "${W_SUM[i]}" ]]; then
    refuse stage "$path did not arrive as it was sent: bring it here again"
  fi
  W_SUM[i]=$sum
  prove_writable "$path"
}

# Who wrote it does not judge it: other tools count the lines, compare all others, and weigh the whole.
prove_staged_edit() {
  local path=$1 from=$2 to=$3 i old found others=() size gone
  size=$(wc -c <"$from")
  for ((i = 0; i < ${#E_PATH[@]}; i++)); do
    [[ ${E_PATH[i]} == "$path" ]] || continue
    gone=0
    others+=(-e "${E_NEW[i]}" -e "${E_NEW[i]}"$'\r')
    for old in "${E_OLD[i]}" "${E_EARLIER[i]}"; do
      [[ -n $old ]] || continue
      found=$(whole_lines "$old" "$from")
      gone=$((gone + found)) size=$((size + found * (${#E_NEW[i]} - ${#old})))
      others+=(-e "$old" -e "$old"$'\r')
    done
    [[ $(whole_lines "${E_NEW[i]}" "$to") -eq $(($(whole_lines "${E_NEW[i]}" "$from") + gone)) ]] || return 1
  done
  [[ $(wc -c <"$to") -eq $size ]] && cmp -s <(grep -avxF "${others[@]}" -- "$from") <(grep -avxF "${others[@]}" -- "$to")
}

whole_lines() { grep -acxF -e "$1" -e "$1"$'\r' -- "$2" || :; }

# A file system that is read-only refuses here, and not half way.
prove_writable() {
  local folder=${1%/*}
  while [[ ! -d ${folder:-/} ]]; do folder=${folder%/*}; done
  [[ -w ${folder:-/} ]] || refuse stage "${folder:-/} cannot be written: is it on a read-only file system?"
}

# Older coreutils know no sync of single files; they sync everything, which is as good and slower.
sync_files() { sync -- "$@" 2>/dev/null || sync; }

# The whole file system of the journal, in one go.
sync_state() { sync -f -- "$STATE" 2>/dev/null || sync; }

validate() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i" || [[ ${W_KIND[i]} != file ]]; then continue; fi
    case ${W_PATH[i]} in
      /etc/nginx/nginx.conf | /etc/nginx/kube-nginx.conf) validate_nginx "${W_PATH[i]}" ;;
      */systemd/system/*.service) validate_unit "${W_PATH[i]}" ;;
    esac
  done
}

validate_nginx() {
  local said
  command -v nginx >/dev/null || refuse validate "nginx is not installed here: install it with its stream module, and do not start it"
  said=$(nginx -t -c "$STAGE$1" 2>&1) || refuse validate "$(first_fault "$said" "$1")"
}

first_fault() {
  local line
  while IFS= read -r line; do
    case $line in *emerg* | *error*) break ;; esac
  done <<<"$1"
  printf '%s: %s' "$2" "${line//$STAGE/}"
}

# systemd-analyze ends well with unknown keys and with files that are not there: whatever it says is a fault, but for programs that come
# with the unit.
validate_unit() {
  local line said
  said=$(verify_unit "$STAGE$1") || :
  while IFS= read -r line; do
    if [[ -z $line ]] || is_about_something_else "$line" "$1"; then continue; fi
    refuse validate "$1: ${line//$STAGE/}"
  done <<<"$said"
  prove_environment "$1"
}

verify_unit() {
  local said
  said=$(systemd-analyze verify --man=no "$1" 2>&1) || :
  case $said in *"unrecognized option"*) said=$(systemd-analyze verify --no-man "$1" 2>&1) || : ;; esac
  printf '%s' "$said"
}

# It looks at every unit that this one pulls in, and says things of them, too.
is_about_something_else() {
  local program
  [[ $1 == *"${2##*/}"* ]] || return 0
  [[ $1 == *"is not executable: No such file or directory"* ]] || return 1
  program=${1#*Command }
  program=${program%% is not executable*}
  [[ -f $STAGE$program ]]
}

prove_environment() {
  local line file
  while IFS= read -r line; do
    [[ $line == EnvironmentFile=* ]] || continue
    file=${line#EnvironmentFile=}
    [[ $file == -* || -f $file || -f $STAGE$file ]] || refuse validate "$1 names the EnvironmentFile $file, which is not there and does not come"
  done <"$STAGE$1"
}
