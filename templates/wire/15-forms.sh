# --- What is said between programs --------------------------------------------------------------------------------------------------------

# Every field that comes from another program is matched against its form where it arrives; what has no form is not read.

# The words of an event that a program may decide by.
readonly EVENT_STEPS=' allow-pods apply approve-csr ask back-up-etcd back-up-files compare confirm deliver digests drain-node facts forget-node gate health host journal lock missing plan receive recover restart-leader revert rollback send service stage status still-connected swap validate '
readonly EVENT_RESULTS=' busy changed different disable disabled drift enable enabled failed interrupted missing new ok put-back refused reload reloaded remove restart restarted running same start started stop stopped waiting warning '
readonly EVENT_CODES=' agent-connected all-nodes-ready architecture bad-edit bad-path bad-record bootstrap-token certificate-names clock connects container-runtime csr-issued daemon-reload digests disable disabled disk-space drift edit edit-mismatch enable enabled endpoint-gone etcd-answers etcd-quorum file foreign-folder foreign-link foreign-request hard-link immutable joined-already key-in-memory kube-proxy-healthy leads-already lease-moved lease-renewed left-alone link link-not-followed mount-point names-resolve nginx-invalid nginx-missing nginx-stream no-digests no-environment-file no-etcdctl no-file no-head no-key no-name no-nodes no-plan no-request no-room no-safe-folder no-timer node-lease-renewed node-prerequisites node-ready node-unknown not-a-file not-as-built not-as-captured not-as-meant not-as-on-source not-as-sent not-come not-filed not-finished not-in-cluster not-in-plan not-kept not-kept-whole not-listed not-proved not-put-back not-read not-ready not-received not-running not-taken not-whole nothing-changed nothing-kept nothing-sent other-key overwrites overwritten own-identity port-free port-let-go reachable read-only ready ready-through reload restart secret secret-not-kept selinux-allows service-endpoints several-requests start still-connected stop summary timed-out unit unit-active unit-invalid unknown-owner unknown-record wrong-host wrong-machine wrong-version '

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

# A fact has a name of a closed set, and a value of the form that goes with it: seconds, a number of a delivery, a digest; size: KiB and a
# path; name: what a host calls itself; name-of: the same behind its name in the plan; not-ready: a node; node-key: of a kubelet, the digest
# of its public key.
is_fact() {
  case $1 in
    clock | started) [[ $2 =~ ^[0-9]{1,15}$ ]] ;;
    delivered) [[ $2 =~ ^[0-9]{1,6}$ ]] ;;
    kept) [[ ${#2} -le 4000 && $2 =~ ^[0-9]{1,6}\ ([0-9a-f]{64}|-)\ [0-9TZ:-]{1,30}\ [A-Za-z0-9@._:,=-]*$ ]] ;;
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
    *) return 1 ;;
  esac
}

