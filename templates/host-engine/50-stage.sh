
# --- Staging and validation ---------------------------------------------------------------------------------------------------------------

STAGE=''

# Writes every new content below one folder, under its own path. Placed files are checked again.
stage() {
  local i sum to
  local -A staged=()
  STAGE=$STATE/stage
  rm -rf -- "$STAGE" "$STATE/taken"
  mkdir -p "$STAGE" "$STATE/taken"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i" || [[ ${W_KIND[i]} != file ]]; then continue; fi
    to=$STAGE${W_PATH[i]}
    if [[ ${W_FROM[i]} == edited* ]]; then take_content "$i"; fi
    if ! { make_folder "${to%/*}" && content_of "$i" >"$to"; }; then
      refuse stage no-room "${W_PATH[i]} cannot be written below $STATE: is the disk full?"
    fi
    staged[$to]=-
  done
  [[ ${#staged[@]} -gt 0 ]] || return 0
  sync_state
  while read -r sum to; do staged[$to]=$sum; done < <(sha256sum -- "${!staged[@]}")
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && [[ ${W_KIND[i]} == file ]]; then prove_staged "$i" "${staged[$STAGE${W_PATH[i]}]}"; fi
  done
}

# A file that is edited is read only once, and that copy is checked again.
take_content() {
  local i=$1 path=${W_PATH[$1]} taken=$STATE/taken/$1
  { enter "${path%/*}" && cp -dR -- "$HERE/${path##*/}" "$taken" && [[ -f $taken && ! -L $taken ]]; } ||
    refuse stage not-taken "$path could not be copied: it has just changed, or the disk is full"
  cd /
  TAKEN[i]=$taken
  prove_edits "$path" "$taken"
}

# Removes everything staged or copied at the end of a run.
clean_up() { rm -rf -- "$STATE/stage" "$STATE/taken" "$STATE/earlier" "$JOURNAL.new" "$COPIED"; }

prove_staged() {
  local i=$1 path=${W_PATH[$1]} sum=$2
  if has_edits "$path"; then
    find_content "$i"
    prove_staged_edit "$path" "$CONTENT" "$STAGE$path" || refuse stage bad-edit "$path: the edited file differs in more than the exchanged lines"
  elif [[ ${W_SUM[i]} != - && $sum != "${W_SUM[i]}" ]]; then
    refuse stage not-as-sent "$path did not arrive as it was sent. Copy the folder again."
  fi
  W_SUM[i]=$sum
  prove_writable "$path"
}

# An independent check: other tools count the exchanged lines, compare all others, and check the size.
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

# A read-only file system is refused here, not in the middle of the swap.
prove_writable() {
  local folder=${1%/*}
  while [[ ! -d ${folder:-/} ]]; do folder=${folder%/*}; done
  [[ -w ${folder:-/} ]] || refuse stage read-only "${folder:-/} is not writable: it is immutable (lsattr -d) or on a read-only file system"
}

# Older coreutils cannot sync single files; a full sync is slower and as good.
sync_files() { sync -- "$@" 2>/dev/null 9>&- || sync 9>&-; }

# Syncs the file system of the journal.
sync_state() { sync -f -- "$STATE" 2>/dev/null 9>&- || sync 9>&-; }

validate() {
  local i
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if ! is_changed "$i" || [[ ${W_KIND[i]} != file ]]; then continue; fi
    case ${W_NAME[i]} in
      /etc/nginx/nginx.conf | /etc/nginx/kube-nginx.conf) validate_configuration nginx "${W_PATH[i]}" -t -c ;;
      /etc/haproxy/haproxy.cfg | /etc/haproxy/kube-haproxy.cfg) validate_configuration haproxy "${W_PATH[i]}" -c -f ;;
      /etc/keepalived/keepalived.conf | /etc/keepalived/kube-keepalived.conf) validate_configuration keepalived "${W_PATH[i]}" -t -f ;;
      */systemd/system/*.service) validate_unit "${W_PATH[i]}" ;;
    esac
  done
}

# PROGRAM PATH OPTION…: the program tests the staged file, whose path follows the options.
validate_configuration() {
  local program=$1 path=$2 said code=0
  shift 2
  command -v "$program" >/dev/null || refuse validate program-missing "$program is not installed. Install it, but do not start it."
  said=$(within "$LIMIT_OF_A_TRIAL" "$program" "$@" "$STAGE$path" 2>&1) || code=$?
  if is_timed_out "$code"; then refuse validate timed-out "$program $1 did not end within $LIMIT_OF_A_TRIAL s with $path"; fi
  [[ $code -eq 0 ]] || refuse validate configuration-invalid "$(first_fault "$said" "$path")"
}

first_fault() {
  local line
  while IFS= read -r line; do
    case $line in *emerg* | *error* | *ALERT*) break ;; esac
  done <<<"$1"
  printf '%s: %s' "$2" "${line//$STAGE/}"
}

# systemd-analyze succeeds with unknown keys and missing files, so any message is a fault, except about programs that arrive with the unit.
validate_unit() {
  local line said
  said=$(verify_unit "$STAGE$1") || :
  while IFS= read -r line; do
    if [[ -z $line ]] || is_about_something_else "$line" "$1"; then continue; fi
    refuse validate unit-invalid "$1: ${line//$STAGE/}"
  done <<<"$said"
  prove_environment "$1"
}

verify_unit() {
  local said code=0
  said=$(within "$LIMIT_OF_A_TRIAL" systemd-analyze verify --man=no "$1" 2>&1) || code=$?
  case $said in *"unrecognized option"*) code=0 && said=$(within "$LIMIT_OF_A_TRIAL" systemd-analyze verify --no-man "$1" 2>&1) || code=$? ;; esac
  if is_timed_out "$code"; then said="systemd-analyze verify ${1##*/} did not end within $LIMIT_OF_A_TRIAL s"; fi
  printf '%s' "$said"
}

# systemd-analyze also checks units that this one pulls in.
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
    [[ $file == -* || -f $file || -f $STAGE$file ]] ||
      refuse validate no-environment-file "$1 uses the EnvironmentFile $file, which is missing here and in the plan"
  done <"$STAGE$1"
}
