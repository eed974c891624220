
# --- The key of the kubelet ---------------------------------------------------------------------------------------------------------------

# A kubelet makes its key before it sends a CSR.
readonly SECONDS_FOR_A_KEY=30

# Identifies the CSR of this kubelet (the first of the units): prints its start time and the digest of its public key; "memory" where the
# key is only in memory until the certificate is issued; "none" where there is none.
command_started() {
  say_name
  say_fact started "$(start_of "${SCOPE[0]}")"
  find_kubelet "${SCOPE[0]}"
  say_fact node-key "$(node_key)"
}

# The options of the running kubelet, by name. A wrapper may have started it.
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

# Reads --name=value, --name value and --name; the last one counts.
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

# The places where a kubelet looks for its key, in this order (kubernetes, pkg/kubelet/certificate/bootstrap).
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

# An existing pair is only used where no certificate is rotated.
key_in() {
  if ! rotates && [[ -f $1/kubelet-client-current.pem ]]; then
    public_key_of_file "$1/kubelet-client-current.pem"
  elif ! rotates && [[ -f $1/kubelet-client.crt && -f $1/kubelet-client.key ]]; then
    public_key_of_file "$1/kubelet-client.key"
  elif [[ -f $1/kubelet-client.key.tmp ]]; then
    public_key_of_file "$1/kubelet-client.key.tmp"
  fi
}

# Whether certificates are rotated: by the command line, otherwise by the files, of which the last one counts.
rotates() {
  local file said='' config more
  config=${KUBELET_OPTION[config]-} more=${KUBELET_OPTION[config-dir]-}
  case ${KUBELET_OPTION[rotate-certificates]-unsaid} in
    unsaid) ;;
    '' | 1 | t | T | true | True | TRUE) return 0 ;;
    *) return 1 ;;
  esac
  for file in "$config" "${more:-/nowhere}"/*.conf; do
    if ! is_path "$file" || [[ ! -f $file ]]; then continue; fi
    said+=$(sed -n -E '/^[[:space:]]*#/d; s/(^|.*[,{[:space:]])"?rotateCertificates"?[[:space:]]*:[[:space:]]*(true|false).*/\2 /p' "$file")
  done
  [[ $said == *'true ' ]]
}
