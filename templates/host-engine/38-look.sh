# --- What is there ------------------------------------------------------------------------------------------------------------------

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

# By path, the digest of every wanted file as it is before anything is changed, and its mode with both forms of its owner and its time: two
# programs for all of them, rather than two for each.
declare -A SEEN_DIGEST=() SEEN_MODE=()

# Of others that are named, and are there, no digest is asked.
look_at_files() {
  local path line sums code=0 IFS=$'\n' there=()
  SEEN_DIGEST=() SEEN_MODE=()
  for path in "${W_PATH[@]+"${W_PATH[@]}"}"; do
    if [[ -f $path && ! -L $path ]]; then there+=("$path"); fi
  done
  # From a pipe, read takes a byte at a time.
  if [[ ${#there[@]} -gt 0 ]]; then
    sums=$(within "$LIMIT_OF_FILES" sha256sum -- "${there[@]}") || code=$?
    if is_timed_out "$code"; then refuse compare timed-out "the files could not be read within $LIMIT_OF_FILES s: is one of them on a file system that hangs?"; fi
    for line in $sums; do SEEN_DIGEST[${line#*  }]=${line%% *}; done
  fi
  for path in "$@"; do
    if [[ -f $path ]]; then there+=("$path"); fi
  done
  if [[ ${#there[@]} -gt 0 ]]; then
    for line in $(TZ=UTC0 stat -c '%n %a %U:%G %u:%g %y' -- "${there[@]}"); do SEEN_MODE[${line%% *}]=${line#* }; done
  fi
}

# Who looks waits for nobody: what another delivery has put there since is not taken for somebody's work.
look_again() {
  if [[ -n ${SEEN_DIGEST[$1]-} || ! -f $1 || -L $1 ]]; then return; fi
  if ! { SEEN_DIGEST[$1]=$(digest_of "$1" 2>/dev/null) && SEEN_MODE[$1]=$(stat -c '%a %U:%G %u:%g' -- "$1" 2>/dev/null); }; then
    unset "SEEN_DIGEST[$1]"
  fi
}
