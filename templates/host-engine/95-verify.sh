
# --- Verify -------------------------------------------------------------------------------------------------------------------------------

# Reads and never changes: takes no lock, stamps nothing, and leaves the copies of an interrupted delivery where they are. Each part is answered
# apart, so that a part that hangs or fails costs its limit and never the rest.
readonly LIMIT_OF_A_PART=120 LIMIT_OF_A_LOOK=3 LIMIT_OF_CAPTURE=120
# Base64 characters of the largest archive: more is not for one answer.
readonly LARGEST_ARCHIVE=25165824

# The lines on stdin, each with tabs between its fields.
QUESTIONS=()

command_verify() {
  local line fields
  # bash keeps the text of <<< in a file there for a moment.
  export TMPDIR=$DIR
  read_questions
  PLAN=$DIR/hosts/$HOST.plan
  prove_digests
  read_plan "$PLAN"
  prove_host
  set_hanging_aside
  resolve_links
  apart "$LIMIT_OF_A_PART" on-disk say_files
  apart "$LIMIT_OF_A_PART" runs say_units
  for line in "${QUESTIONS[@]+"${QUESTIONS[@]}"}"; do
    IFS=$'\t' read -r -a fields <<<"$line"
    case ${fields[0]} in
      kubectl) KUBECTL=${fields[1]} ;;
      etcd) ETCD_CLIENTS+=("$line") ;;
      *) apart "$LIMIT_OF_A_PART" "${fields[*]}" "verify_${fields[0]}" "${fields[@]:1}" ;;
    esac
  done
  if [[ ${#ETCD_CLIENTS[@]} -gt 0 ]]; then apart "$LIMIT_OF_A_PART" etcd verify_etcd; fi
  apart "$((LIMIT_OF_CAPTURE + 30))" archive say_archive
  # Last, so that it is the time at the end of the answer.
  say_fact clock "$(date +%s)"
}

# Every line is checked before anything is asked.
read_questions() {
  local fields line
  while IFS= read -r line; do
    IFS=$'\t' read -r -a fields <<<"$line"
    case ${fields[0]-} in
      kubectl | answer | connect | cluster | etcd | token | peers) ;;
      *) refuse verify unknown-record "unknown record \"${fields[0]-}\": this engine is older than its caller" ;;
    esac
    is_question "${fields[@]}" || refuse verify bad-record "\"${line//$'\t'/ }\" is not a valid question"
    QUESTIONS+=("$line")
  done
}

is_question() {
  local path
  case $1-$# in
    kubectl-2 | token-2) is_path "$2" ;;
    answer-5) [[ $2 =~ ^[a-z0-9.:-]{1,64}$ && $3 == https://* ]] && is_url "$3" && is_path "$4" && [[ $5 == - || $5 =~ $ADDRESS_FORM ]] ;;
    connect-2) is_place "$2" ;;
    cluster-1) ;;
    etcd-5)
      is_url "$2" || return 1
      for path in "${@:3}"; do [[ $path == - ]] || is_path "$path" || return 1; done
      ;;
    peers-2) is_port "$2" ;;
    *) return 1 ;;
  esac
}

# A fact that would not have its form is an event instead: the caller would not read on.
report() {
  if is_fact "$1" "$2"; then say_fact "$1" "$2"; else say verify failed not-read "$WORDS: $1 has a value that is not valid: $2"; fi
}

# --- Parts that may hang ---

# SECONDS WORDS COMMAND…: has a function answer in a process of its own. Only its last line is waited for, and not for long: a dead file
# system holds a process whatever signal it gets. WORDS begin the event of a failure.
apart() {
  local seconds=$1 words=$2 pid='' end='' code=0 fd
  shift 2
  exec {fd}< <(answer_apart "$words" "$@")
  IFS= read -r -t "$seconds" -u "$fd" pid || :
  IFS= read -r -t "$seconds" -u "$fd" end || code=$?
  exec {fd}<&-
  if [[ $end == end ]]; then return; fi
  if [[ $code -gt 128 && $pid =~ ^[0-9]+$ ]]; then
    find_tree "$pid"
    signal KILL "${FOUND[@]+"${FOUND[@]}"}"
    say verify failed timed-out "$words: it did not end within $seconds s"
  else
    say verify failed not-read "$words: the engine ended early"
  fi
}

answer_apart() {
  WORDS=$1 WHY='' OUTCOME=not-read
  shift
  printf '%s\n' "$BASHPID"
  # A function that refuses ends its own part only.
  # shellcheck disable=SC2317,SC2329 # called by other parts of the engine
  refuse() {
    say verify failed "$2" "$WORDS: $3"
    printf 'end\n'
    exit
  }
  "$@" </dev/null >/dev/null || say verify failed "$OUTCOME" "$WORDS: ${WHY:-it could not be read}"
  printf 'end\n'
}
WORDS=''

# By path: its file system does not answer.
declare -A HANGS=()

# Files on a file system that does not answer are left out before anything else looks at them.
set_hanging_aside() {
  local i named=("${W_PATH[@]+"${W_PATH[@]}"}" "${L_PATH[@]+"${L_PATH[@]}"}")
  [[ ${#named[@]} -gt 0 ]] || return 0
  if ends_within "$((LIMIT_OF_A_LOOK * 3))" stat -L -- "${named[@]}"; then return; fi
  find_hanging "${named[@]}"
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if [[ -n ${HANGS[${W_PATH[i]}]-} ]]; then
      W_KIND[i]=hangs
      say verify failed timed-out "on-disk: ${W_PATH[i]}: the file system did not answer within $LIMIT_OF_A_LOOK s"
    fi
  done
}

# PATH…: sets HANGS. One path tells of all others on the same mount, except on that of the root.
find_hanging() {
  local path mount dead=' '
  for path in "$@"; do
    find_mount "$path"
    mount=$MOUNT
    if [[ $dead == *" $mount "* ]]; then
      HANGS[$path]=yes
    elif ! ends_within "$LIMIT_OF_A_LOOK" stat -L -- "$path"; then
      HANGS[$path]=yes
      if [[ $mount != / ]]; then dead+="$mount "; fi
    fi
  done
}

# Sets MOUNT, by the kernel's own list, which it prints without asking the file systems.
MOUNT=''

find_mount() {
  local at
  MOUNT=/
  while read -r _ at _; do
    if [[ $1/ == "$at"/* && ${#at} -gt ${#MOUNT} ]]; then MOUNT=$at; fi
  done </proc/self/mounts
}

# SECONDS COMMAND…: whether it ends in time, well or not.
ends_within() {
  local seconds=$1 pid='' end='' fd
  shift
  exec {fd}< <(
    printf '%s\n' "$BASHPID"
    "$@" </dev/null >/dev/null 2>&1 3>&- || :
    printf 'end\n'
  )
  IFS= read -r -t "$seconds" -u "$fd" pid || :
  IFS= read -r -t "$seconds" -u "$fd" end || :
  exec {fd}<&-
  if [[ $end == end ]]; then return; fi
  find_tree "$pid"
  signal KILL "${FOUND[@]+"${FOUND[@]}"}"
  return 1
}

# --- What the reader of capture finds ---

# The archive is kept until its end is known: half of it is no answer.
say_archive() {
  local both text end
  [[ -f $DIR/bin/capture.sh ]] || { OUTCOME=no-file WHY="bin/capture.sh is missing" && return 1; }
  both=$(read_archive)
  text=${both%%$'\001'*}${both##*$'\001'}
  end=${both#*$'\001'}
  end=${end%%$'\001'*}
  case ${end%% *} in
    0) ;;
    124 | 137) OUTCOME=timed-out WHY="the capture program did not end within $LIMIT_OF_CAPTURE s" && return 1 ;;
    *) WHY="the capture program ended with ${end%% *}: ${end#* }" && return 1 ;;
  esac
  [[ ${#text} -le $LARGEST_ARCHIVE ]] || because "the archive is too large (${#text} characters)" || return 1
  [[ -n $text ]] || because "the archive is empty" || return 1
  if [[ $EVENTS == yes ]]; then
    printf '%s\n' "$text" | sed $'s/^/fact\tarchive\t/' >&3
  else
    printf '%s\n' "$text" | sed "s/^/$HOST: archive: /" >&3
  fi
}

# The lines of base64 and, between two bytes 1 wherever they come, how the program ended and the last line of its messages.
read_archive() {
  {
    {
      local said code=0
      said=$(within "$LIMIT_OF_CAPTURE" sh "$DIR/bin/capture.sh" 2>&1 >&5) || code=$?
      printf '\001%s %s\001' "$code" "$(last_words "$said")" >&6
    } 5>&1 | base64 -w 3000
  } 6>&1
}
