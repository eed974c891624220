
# --- The key of the kubelet here ----------------------------------------------------------------------------------------------------------

# A kubelet makes its key before it asks for a certificate.
readonly SECONDS_FOR_A_KEY=30

# What shows elsewhere which certificate request is of this kubelet (the first of the units that were asked for): since when it runs, and
# the digest of its public key; "memory" where it keeps that to itself until the certificate is issued, and "none" where it has none.
command_started() {
  say_name
  say_fact started "$(start_of "${SCOPE[0]}")"
  find_kubelet "${SCOPE[0]}"
  say_fact node-key "$(node_key)"
}

# The command line of the kubelet that runs, by the name of each option. A wrapper may have started it.
declare -A KUBELET_OPTION=()

find_kubelet() {
  local main pid
  main=$(property "$1" MainPID)
  [[ $main =~ ^[1-9][0-9]*$ ]] || return 0
  for pid in "$main" /proc/[0-9]*; do
    pid=${pid#/proc/}
    if [[ $pid == "$main" ]] || is_of_unit "$pid" "$1"; then
      if read_options_of "$pid" && [[ -n ${KUBELET_OPTION[kubeconfig]-}${KUBELET_OPTION[bootstrap-kubeconfig]-} ]]; then return; fi
    fi
  done
  KUBELET_OPTION=()
}

# --name=value, --name value, and --name of a switch; the last one counts.
read_options_of() {
  local argument name=''
  KUBELET_OPTION=()
  [[ $1 =~ ^[1-9][0-9]*$ && -r /proc/$1/cmdline ]] || return 1
  while IFS= read -r -d '' argument; do
    if [[ $argument =~ ^--([a-zA-Z0-9_-]+)(=(.*))?$ ]]; then
      name=${BASH_REMATCH[1]//_/-}
      KUBELET_OPTION[$name]=${BASH_REMATCH[3]:-${BASH_REMATCH[2]:+-}}
      [[ -z ${BASH_REMATCH[2]} ]] || name=''
    elif [[ -n $name ]]; then
      KUBELET_OPTION[$name]=$argument name=''
    fi
  done <"/proc/$1/cmdline" 2>/dev/null
}

# Where a kubelet looks for its key itself, in this order (kubernetes, pkg/kubelet/certificate/bootstrap).
node_key() {
  local folder=${KUBELET_OPTION[cert-dir]:-/var/lib/kubelet/pki} end key
  is_path "$folder" || { printf none && return; }
  end=$(($(uptime_seconds) + SECONDS_FOR_A_KEY))
  until key=$(key_in "$folder") && is_digest "$key"; do
    if rotates; then printf memory && return; fi
    if [[ -z ${KUBELET_OPTION[bootstrap-kubeconfig]-} || $(uptime_seconds) -ge $end ]]; then printf none && return; fi
    sleep 1
  done
  printf '%s' "$key"
}

# A pair that is there already is only used where none is rotated in memory.
key_in() {
  if ! rotates && [[ -f $1/kubelet-client-current.pem ]]; then
    public_key_of_file "$1/kubelet-client-current.pem"
  elif ! rotates && [[ -f $1/kubelet-client.crt && -f $1/kubelet-client.key ]]; then
    public_key_of_file "$1/kubelet-client.key"
  elif [[ -f $1/kubelet-client.key.tmp ]]; then
    public_key_of_file "$1/kubelet-client.key.tmp"
  fi
}

# Whether its certificates are rotated: by its command line, else by its files, of which the last counts.
rotates() {
  local file said='' config more
  config=${KUBELET_OPTION[config]-} more=${KUBELET_OPTION[config-dir]-}
  case ${KUBELET_OPTION[rotate-certificates]-unsaid} in
    unsaid) ;;
    '' | 1 | t | T | true | True | TRUE) return 0 ;;
    *) return 1 ;;
  esac
  for file in "$config" "${more:-/nowhere}"/*.conf; do
    if is_path "$file" && [[ -f $file ]]; then said+=$(sed -n -E '/^[[:space:]]*#/d; s/(^|.*[,{[:space:]])"?rotateCertificates"?[[:space:]]*:[[:space:]]*(true|false).*/\2 /p' "$file"); fi
  done
  [[ $said == *'true ' ]]
}
