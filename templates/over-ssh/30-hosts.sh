# --- Over ssh -----------------------------------------------------------------------------------------------------------------------

SCRATCH=''

# The commands that are ever sent; what they work on comes on stdin.
readonly INCOMING=/var/lib/haplane/incoming
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
  exec "${program[@]}" -F ssh_config -o ControlMaster=no -o ControlPath=none -T -- "$host" 'if [ "${EUID:-$(id -u)}" -eq 0 ]; then exec bash -c '"'$command'"'; else exec sudo -n bash -c '"'$command'"'; fi'
}

# The engine, the plan and the files of a host.
files_for() {
  local own=()
  if [[ -d hosts/$1 ]]; then own=("hosts/$1"); fi
  tar -cf - SHA256SUMS bin "hosts/$1.plan" "${own[@]+"${own[@]}"}" "${@:2}"
}

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

