# --- The forms of what programs send to each other ------------------------------------------------------------------------------------------

# Every field that comes from another program is checked against its form where it arrives. A line without a form is not used.

# The words of an event by which a program may decide.
EVENT_STEPS=' action apply ask compare confirm deliver digests facts gate health host journal lock missing plan receive recover revert rollback send '
EVENT_STEPS+='service stage status swap validate verify '
readonly EVENT_STEPS
EVENT_RESULTS=' busy changed different disable disabled drift enable enabled failed interrupted missing new ok refused reload reloaded remove '
EVENT_RESULTS+='restart restarted rolled-back running same start started stop stopped waiting warning '
readonly EVENT_RESULTS
EVENT_CODES=' bad-edit bad-path bad-record configuration-invalid daemon-reload disable disabled drift edit edit-mismatch enable enabled '
EVENT_CODES+='file foreign-folder foreign-link foreign-request hard-link immutable joined-already key-in-memory leads-already left-alone '
EVENT_CODES+='link link-not-followed mount-point no-digests no-environment-file no-etcdctl no-file no-head no-key no-name no-nodes no-plan '
EVENT_CODES+='no-request no-room no-safe-folder no-timer not-a-file not-as-built not-as-captured not-as-meant not-as-on-source not-as-sent '
EVENT_CODES+='not-come not-filed not-finished not-in-cluster not-in-plan not-kept not-kept-whole not-listed not-proved not-read not-ready '
EVENT_CODES+='not-received not-rolled-back not-running not-taken not-whole nothing-changed nothing-kept nothing-sent other-key '
EVENT_CODES+='other-output overwrites overwritten own-identity program-missing read-only reload restart secret secret-not-kept '
EVENT_CODES+='several-requests start stop summary timed-out unit unit-invalid unknown-owner unknown-record wrong-host wrong-machine '
EVENT_CODES+='wrong-version '
readonly EVENT_CODES

# Two bytes that a terminal may obey as one control character.
readonly CONTROL_UTF8=$'\302[\200-\237]'

is_step() { [[ $1 =~ ^[a-z-]+$ && $EVENT_STEPS == *" $1 "* ]]; }

is_result() { [[ $1 =~ ^[a-z-]+$ && $EVENT_RESULTS == *" $1 "* ]]; }

is_code() { [[ $1 == - || ($1 =~ ^[a-z-]+$ && $EVENT_CODES == *" $1 "*) ]]; }

is_path() {
  case $1 in
    *[!A-Za-z0-9._+@:/-]* | *//* | */ | */./* | */../* | */. | */..) return 1 ;;
    /*) ;;
    *) return 1 ;;
  esac
}

is_digest() { [[ $1 =~ ^[0-9a-f]{64}$ ]]; }

is_host_name() { [[ $1 =~ ^[A-Za-z0-9._-]{1,64}$ ]]; }

is_node_name() { [[ ${#1} -le 253 && $1 =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]]; }

# Characters are counted by their first byte. A bound within a regular expression would cost seconds and much memory (regcomp(3)).
is_message() {
  local characters=${1//[$'\200'-$'\277']/}
  [[ -n $1 && ${#1} -le 800 && ${#characters} -le $LONGEST_MESSAGE && $1 != *[[:cntrl:]]* && $1 != *$CONTROL_UTF8* ]]
}
readonly LONGEST_MESSAGE=200

is_change() { [[ ${#1} -le 64 && $1 =~ ^[A-Za-z0-9._:/#-]+$ ]]; }

# The number of a delivery and, behind a blank, more.
is_numbered() { [[ $1 == *' '* && ${1%% *} =~ ^[0-9]{1,6}$ ]]; }

# A version of Kubernetes, as it names itself.
readonly VERSION_FORM='^(v[A-Za-z0-9.+-]{1,63}|-)$'
readonly ADDRESS_FORM='^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9A-Fa-f.]{0,16}:[0-9A-Fa-f:.]{1,45})$'
# The name or the address of a host, with its port.
readonly PLACE_FORM='^([A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f.:]{2,45}\]):[0-9]{1,5}$'

is_place() { [[ ${#1} -le 260 && $1 =~ $PLACE_FORM ]]; }

is_url() { [[ $1 == http://* || $1 == https://* ]] && is_place "${1#*://}"; }

# A list with commas; - for none.
are_urls() {
  local url urls
  [[ ${#1} -le 2000 && $1 != *, ]] || return 1
  if [[ $1 == - ]]; then return 0; fi
  IFS=, read -r -a urls <<<"$1"
  [[ ${#urls[@]} -gt 0 ]] || return 1
  for url in "${urls[@]}"; do is_url "$url" || return 1; done
}

# A fact has a name of a closed set, and a value of the form that goes with it: seconds, a number of a delivery, a digest; size: KiB and a
# path; name: what a host calls itself; name-of: the same behind its name in the plan; not-ready: a node; node-key: of a kubelet, the digest
# of its public key.
is_fact() {
  case $1 in
    clock | started) [[ $2 =~ ^[0-9]{1,15}$ ]] ;;
    delivered) [[ $2 =~ ^[0-9]{1,6}$ ]] ;;
    kept) [[ ${#2} -le 4000 && $2 =~ ^[0-9]{1,6}\ ([0-9a-f]{64}|-)\ [0-9TZ:-]{1,30}\ [A-Za-z0-9@._:,=-]*$ ]] ;;
    change) is_numbered "$2" && is_change "${2#* }" ;;
    message) is_numbered "$2" && is_message "${2#* }" ;;
    swap) [[ $2 =~ ^(on|off)$ ]] ;;
    architecture) [[ $2 =~ ^[a-z0-9_]{1,32}$ ]] ;;
    ip-forward | bridge) [[ $2 =~ ^[0-9]$ ]] ;;
    lock) [[ $2 =~ ^(held|busy)$ ]] ;;
    size) [[ $2 =~ ^[0-9]{1,15}\ / ]] && is_path "${2#* }" ;;
    name) is_host_name "$2" ;;
    name-of) [[ $2 == *' '* ]] && is_node_name "${2%% *}" && is_host_name "${2#* }" ;;
    not-ready) is_node_name "$2" ;;
    node-key) [[ $2 =~ ^(memory|none)$ ]] || is_digest "$2" ;;
    channel) is_digest "$2" ;;
    file) [[ $2 == *' '* ]] && is_digest "${2%% *}" && is_path "${2#* }" ;;
    *) is_verify_fact "$1" "$2" ;;
  esac
}

readonly ON_DISK_FORM='^(same|mode|undelivered|drift|missing|type|left) ([0-7]{4}|-) ([A-Za-z0-9._-]+:[A-Za-z0-9._-]+|-) ([0-9a-f]{64}|-) (/.*)$'
readonly RUNS_FORM='^[A-Za-z0-9@._:-]+ (running|stopped|failed) (enabled|disabled|other) (current|older|unknown) [0-9]{1,15}$'
readonly LEASE_FORM='^kube-(controller-manager|scheduler) [A-Za-z0-9._:-]+ [0-9]{1,15} ([0-9]{1,15}|-)$'
readonly ETCD_STATUS_FORM='^([^ ]+) [0-9a-f]{1,16} (yes|no) [0-9]{1,15} ([0-9]{1,15}|-)$'
readonly ETCD_MEMBER_FORM='^[0-9a-f]{1,16} [A-Za-z0-9._:/-]{1,128} (yes|no) ([^ ]+)$'
readonly TOKEN_FORM='^([^ ]+) (yes|no|unknown) (csr|more|none|unknown)$'

# The facts of the command verify: what is on the disk, what runs, and what the cluster answers. on-disk: state, mode, owner, digest, path;
# runs: unit, run, boot, what is loaded, seconds; answers: name, code of HTTP, version; node: name, Ready, version, address; lease: name,
# holder, transitions, age; etcd-status: endpoint, ID, leads, size, quota; etcd-member: ID, name, has started, URLs of clients; token: path,
# may ask for a certificate, power.
is_verify_fact() {
  local fields=()
  [[ ${#2} -le 4000 ]] || return 1
  case $1 in
    on-disk) [[ $2 =~ $ON_DISK_FORM ]] && is_path "${BASH_REMATCH[5]}" ;;
    runs) [[ ${#2} -le 320 && $2 =~ $RUNS_FORM ]] ;;
    archive) [[ ${#2} -le 3000 && $2 =~ ^[A-Za-z0-9+/]+={0,2}$ ]] ;;
    answers) [[ $2 =~ ^[a-z0-9.:-]{1,64}\ [0-9]{3}\ ([^\ ]+)$ && ${BASH_REMATCH[1]} =~ $VERSION_FORM ]] ;;
    connects) [[ $2 =~ ^([^\ ]+)\ (yes|no)$ ]] && is_place "${BASH_REMATCH[1]}" ;;
    node)
      [[ $2 =~ ^([^\ ]+)\ (True|False|Unknown|-)\ ([^\ ]+)\ ([^\ ]+)$ ]] || return 1
      fields=("${BASH_REMATCH[@]}")
      is_node_name "${fields[1]}" && [[ ${fields[3]} =~ $VERSION_FORM && (${fields[4]} == - || ${fields[4]} =~ $ADDRESS_FORM) ]]
      ;;
    lease) [[ ${#2} -le 400 && $2 =~ $LEASE_FORM ]] ;;
    endpoint) [[ $2 =~ $ADDRESS_FORM ]] ;;
    etcd-status) [[ $2 =~ $ETCD_STATUS_FORM ]] && is_url "${BASH_REMATCH[1]}" ;;
    etcd-member) [[ $2 =~ $ETCD_MEMBER_FORM ]] && are_urls "${BASH_REMATCH[2]}" ;;
    etcd-alarm) [[ $2 =~ ^[0-9a-f]{1,16}\ [A-Z]{1,32}$ ]] ;;
    etcd-silent) is_url "$2" ;;
    token) [[ $2 =~ $TOKEN_FORM ]] && is_path "${BASH_REMATCH[1]}" ;;
    peer) [[ $2 =~ ^([^\ ]+)\ [0-9]{1,5}$ && ${BASH_REMATCH[1]} =~ $ADDRESS_FORM ]] ;;
    *) return 1 ;;
  esac
}

