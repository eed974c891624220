# --- Over ssh -----------------------------------------------------------------------------------------------------------------------

SCRATCH=''

# The commands that are ever sent; what they work on comes on stdin.
readonly INCOMING=/var/lib/haplane/incoming
readonly BRING="umask 077; rm -rf $INCOMING && mkdir -p $INCOMING && tar -C $INCOMING --no-same-owner -xf -"
readonly ENGINE="exec bash $INCOMING/bin/host-engine.sh -"
# In memory, and gone again: a host that is only asked is not written to.
# shellcheck disable=SC2016 # for the host's shell
readonly GLANCE='umask 077; { d=$(mktemp -d /run/haplane-glance.XXXXXX) && trap "rm -rf $d" EXIT && tar -C $d --no-same-owner -xf -; } || exit 70; bash $d/bin/host-engine.sh - <$d/request'
# Whoever is gone for a minute is gone.
# shellcheck disable=SC2016 # for the host's shell
readonly HOLD='mkdir -p /run/haplane; exec 9>>/run/haplane/rollout; if ! flock -n 9; then cat /run/haplane/rollout.holder; exit 75; fi; IFS= read -r who; printf "%s since %s\n" "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >/run/haplane/rollout.holder; echo held; while read -r -t 60 who; do :; done'

connect() (speak "$@")

# In place of this process.
speak() {
  local host=$1 command=$2 program
  read -r -a program <<<"${HAPLANE_SSH:-ssh}"
  # shellcheck disable=SC2016 # for the host's shell
  # A connection that is shared with an earlier one would prove nothing.
  exec "${program[@]}" -F ssh_config -o ControlMaster=no -o ControlPath=none -T -- "$host" 'if [ "$(id -u)" -eq 0 ]; then exec bash -c '"'$command'"'; else exec sudo -n bash -c '"'$command'"'; fi'
}

# The engine, the plan and the files of a host.
files_for() {
  local own=()
  if [[ -d hosts/$1 ]]; then own=("hosts/$1"); fi
  tar -cf - SHA256SUMS bin "hosts/$1.plan" "${own[@]+"${own[@]}"}" "${@:2}"
}

bring() { files_for "$1" | connect "$1" "$BRING"; }

# The engine that lies there already. Words up to an empty line, then what the command reads.
engine() {
  local host=$1
  shift
  { printf '%s\n' "$@" '' && cat; } | connect "$host" "$ENGINE"
}

# An engine that is gone afterwards.
glance() {
  local host=$1 folder
  shift
  folder=$(mktemp -d "$SCRATCH/glance.XXXXXX")
  { printf '%s\n' "$@" '' && cat; } >"$folder/request"
  files_for "$host" -C "$folder" request | connect "$host" "$GLANCE"
}

# A function for many hosts, eight at a time: more handshakes at once are refused by an sshd as it is installed. What each has said and how
# it ended lies below $SCRATCH.
for_all() {
  local action=$1 host pids=()
  shift
  for host in "$@"; do
    { code=0 && "$action" "$host" >"$SCRATCH/$host.said" 2>&1 || code=$?; printf '%s' "$code" >"$SCRATCH/$host.code"; } &
    pids+=("$!")
    if [[ ${#pids[@]} -eq 8 ]]; then
      wait "${pids[@]}"
      pids=()
    fi
  done
  [[ ${#pids[@]} -eq 0 ]] || wait "${pids[@]}"
}

code_of() { cat "$SCRATCH/$1.code"; }

# --- One rollout at a time ------------------------------------------------------------------------------------------------------------

HOLDER=''

beat() {
  printf '%s@%s\n' "${USER:-$(id -un)}" "$(uname -n)"
  while printf '\n' && sleep 5; do :; done
}

# The source holds the lock as long as it hears of us.
take_lock() {
  local code
  beat 2>/dev/null | speak "$SOURCE" "$HOLD" >"$SCRATCH/lock" 2>&1 &
  HOLDER=$!
  until grep -qs '^held$' "$SCRATCH/lock"; do
    if ! kill -0 "$HOLDER" 2>/dev/null || [[ -e $SCRATCH/stopped ]]; then
      code=0
      wait "$HOLDER" || code=$?
      HOLDER=''
      [[ $code -eq "$BUSY" ]] || refuse "the lock on $SOURCE could not be taken: $(tail -n 1 "$SCRATCH/lock")"
      say "busy: another rollout is running: $(tail -n 1 "$SCRATCH/lock")"
      say "Nothing was changed on any host. Wait for its end; if nobody is there any more, the lock goes by itself within a minute."
      exit "$BUSY"
    fi
    sleep 0.2
  done
}

holds_lock() { [[ -z $HOLDER ]] || kill -0 "$HOLDER" 2>/dev/null; }

