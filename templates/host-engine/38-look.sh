# --- The files on this host ---------------------------------------------------------------------------------------------------------------

digest_of() {
  local sum
  if [[ -f $1 && ! -L $1 ]]; then
    sum=$(within "$LIMIT_OF_FILES" sha256sum <"$1") && printf '%s' "${sum%% *}"
  else
    printf absent
  fi
}

digest_of_input() {
  local sum
  sum=$(sha256sum) && printf '%s' "${sum%% *}"
}

# By path, the digest of every wanted file before any change, and its mode, its owner (names and numbers) and its time. Two programs for all
# files are faster than two for each file.
declare -A SEEN_DIGEST=() SEEN_MODE=()

# The files in the arguments need no digest.
look_at_files() {
  local path line sums code=0 IFS=$'\n' there=()
  SEEN_DIGEST=() SEEN_MODE=()
  for path in "${W_PATH[@]+"${W_PATH[@]}"}"; do
    if [[ -f $path && ! -L $path ]]; then there+=("$path"); fi
  done
  # read takes one byte at a time from a pipe.
  if [[ ${#there[@]} -gt 0 ]]; then
    sums=$(within "$LIMIT_OF_FILES" sha256sum -- "${there[@]}") || code=$?
    if is_timed_out "$code"; then refuse compare timed-out "the files could not be read within $LIMIT_OF_FILES s. Check the file systems."; fi
    for line in $sums; do SEEN_DIGEST[${line#*  }]=${line%% *}; done
  fi
  for path in "$@"; do
    if [[ -f $path ]]; then there+=("$path"); fi
  done
  if [[ ${#there[@]} -gt 0 ]]; then
    for line in $(TZ=UTC0 stat -c '%n %a %U:%G %u:%g %y' -- "${there[@]}"); do SEEN_MODE[${line%% *}]=${line#* }; done
  fi
}

# A command that only looks takes no lock. A file that another delivery has put there since must not look like drift.
look_again() {
  if [[ -n ${SEEN_DIGEST[$1]-} || ! -f $1 || -L $1 ]]; then return; fi
  if ! { SEEN_DIGEST[$1]=$(digest_of "$1" 2>/dev/null) && SEEN_MODE[$1]=$(stat -c '%a %U:%G %u:%g' -- "$1" 2>/dev/null); }; then
    unset "SEEN_DIGEST[$1]"
  fi
}
