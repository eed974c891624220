
# --- Verify: etcd -------------------------------------------------------------------------------------------------------------------------

# The lines of the question: endpoint, CA, certificate, key; - for what the endpoint does not use.
ETCD_CLIENTS=()

# The JSON of the last answer.
ETCD_SAID=''

# Every endpoint tells its own state; the first one that can tells of the members and the alarms.
verify_etcd() {
  local line fields listed=no alarms=no
  for line in "${ETCD_CLIENTS[@]}"; do
    IFS=$'\t' read -r -a fields <<<"$line"
    has_files_of_client "${fields[@]:1}" || continue
    if ! say_etcd_status "${fields[@]:1}"; then
      say_without_status "${fields[@]:1}"
      continue
    fi
    if [[ $listed == no ]] && say_etcd_members "${fields[@]:1}"; then listed=yes; fi
    if [[ $alarms == no ]] && say_etcd_alarms "${fields[@]:1}"; then alarms=yes; fi
  done
  [[ $listed == yes ]] || because "no endpoint lists the members" || return 1
  [[ $alarms == yes ]] || because "no endpoint lists the alarms"
}

# ENDPOINT CA CERTIFICATE KEY. One that answers is not down, whatever it does not tell.
say_without_status() {
  local ca=$2 certificate=$3 key=$4
  if [[ -n $(curl_etcd -- "$1/health") ]]; then
    say verify failed not-read "etcd $1: it answers, but does not tell its state"
  else
    report etcd-silent "$1"
  fi
}

# ENDPOINT CA CERTIFICATE KEY
has_files_of_client() {
  local path
  for path in "${@:2}"; do
    if [[ $path != - && ! -r $path ]]; then
      say verify failed no-file "etcd $1: $path is not there"
      return 1
    fi
  done
}

# ENDPOINT CA CERTIFICATE KEY ROUTE DATA COMMAND…: sets ETCD_SAID. The route is that of the same question in etcd's gateway for JSON, which
# had another name before etcd 3.4.
ask_etcd() {
  local endpoint=$1 ca=$2 certificate=$3 key=$4 route=$5 data=$6 options=() version
  shift 6
  ETCD_SAID=''
  if command -v etcdctl >/dev/null; then
    [[ $ca == - ]] || options+=(--cacert="$ca")
    [[ $key == - ]] || options+=(--cert="$certificate" --key="$key")
    ETCD_SAID=$(ETCDCTL_API=3 timeout "$((2 * SECONDS_OF_AN_ANSWER))" etcdctl --endpoints="$endpoint" "${options[@]+"${options[@]}"}" \
      --command-timeout="${SECONDS_OF_AN_ANSWER}s" --dial-timeout="${SECONDS_OF_AN_ANSWER}s" "$@" --write-out=json 2>/dev/null </dev/null)
    return
  fi
  for version in v3 v3beta; do
    ETCD_SAID=$(curl_etcd --data "$data" -- "$endpoint/$version/$route") && return
  done
  return 1
}

# With the variables of its caller.
curl_etcd() {
  local options=()
  [[ $ca == - ]] || options+=(--cacert "$ca")
  [[ $key == - ]] || options+=(--cert "$certificate" --key "$key")
  timeout "$((2 * SECONDS_OF_AN_ANSWER))" curl --silent --fail --max-time "$SECONDS_OF_AN_ANSWER" \
    "${options[@]+"${options[@]}"}" "$@" 2>/dev/null | head -c 1000000
}

say_etcd_status() {
  local id leader size
  ask_etcd "$@" maintenance/status '{}' endpoint status || return 1
  id=$(number_of member_id) leader=$(number_of leader) size=$(number_of dbSize)
  [[ -n $id && -n $size ]] || return 1
  # A member without a leader has none in its answer.
  if [[ $leader == "$id" ]]; then leader=yes; else leader=no; fi
  report etcd-status "$1 $(hex_of "$id") $leader $size $(quota_of "$@")"
}

# NAME: prints a number of ETCD_SAID; the gateway puts numbers in quotes.
number_of() { if [[ $ETCD_SAID =~ \"$1\":\"?([0-9]{1,20})[\",}] ]]; then printf '%s' "${BASH_REMATCH[1]}"; fi; }

hex_of() { printf '%x' "$1" 2>/dev/null || printf 0; }

# Only its metrics tell the quota of an etcd before 3.6.
quota_of() {
  local ca=$2 certificate=$3 key=$4 line quota=-
  while IFS= read -r line; do
    if [[ $line =~ ^etcd_server_quota_backend_bytes\ ([0-9.e+]{1,24})$ ]]; then
      printf -v quota '%.0f' "${BASH_REMATCH[1]}" 2>/dev/null || quota=-
    fi
  done < <(curl_etcd -- "$1/metrics" | grep '^etcd_server_quota_backend_bytes ')
  if [[ $quota =~ ^[0-9]{1,15}$ ]]; then printf '%s' "$quota"; else printf -- -; fi
}

say_etcd_members() {
  local rest member id name urls started
  ask_etcd "$@" cluster/member/list '{}' member list || return 1
  [[ $ETCD_SAID == *'"members":['* ]] || return 1
  rest=${ETCD_SAID#*'"members":['}
  while [[ $rest =~ ^[^{]*\{([^{}]*)\}(.*)$ ]]; do
    member=${BASH_REMATCH[1]} rest=${BASH_REMATCH[2]}
    if ! [[ $member =~ ^\"ID\":\"?([0-9]{1,20})[\",] ]]; then
      say verify failed not-read "etcd $1: it lists a member without a valid form"
      continue
    fi
    id=$(hex_of "${BASH_REMATCH[1]}")
    # A member that has never started has no name yet.
    name=- urls=- started=no
    if [[ $member =~ \"name\":\"([^\"]+)\" ]]; then name=${BASH_REMATCH[1]} started=yes; fi
    if [[ $member =~ \"clientURLs\":\[([^]]+)\] ]]; then urls=${BASH_REMATCH[1]//\"/}; fi
    are_urls "$urls" || urls=-
    report etcd-member "$id $name $started $urls"
  done
}

# etcdctl prints the number of an alarm, the gateway its name.
say_etcd_alarms() {
  local rest name
  ask_etcd "$@" maintenance/alarm '{"action":"GET"}' alarm list || return 1
  rest=$ETCD_SAID
  while [[ $rest =~ \"memberID\":\"?([0-9]{1,20})\"?,\"alarm\":\"?([A-Z0-9]{1,32})\"?(.*)$ ]]; do
    name=${BASH_REMATCH[2]}
    rest=${BASH_REMATCH[3]}
    case $name in
      1) name=NOSPACE ;;
      2) name=CORRUPT ;;
      [0-9]*) name=UNKNOWN ;;
    esac
    report etcd-alarm "$(hex_of "${BASH_REMATCH[1]}") $name"
  done
}
