#!/usr/bin/env bash
# The host engine of haplane: the one program that changes a host, whoever calls it. It brings the host to what its plan says, or leaves it
# as it was. Data come from the plan beside it, which is read line by line and never run. Needs bash 4.2, coreutils, util-linux, diffutils,
# tar and systemd 219; curl where a health check asks by HTTP.
set -euo pipefail
export LC_ALL=C
# What this program writes is for root alone until its mode is set.
umask 077
# Who started it may go away at any moment; what was begun is finished.
trap '' PIPE HUP
# Another clock is compared with this: what comes before an answer takes its time.
printf -v STARTED_AT '%(%s)T' -1
readonly STARTED_AT
# Its own output, also where a function's is caught.
exec 3>&1

readonly STATE=/var/lib/haplane
readonly RUNNING=/run/haplane
readonly JOURNAL=$STATE/journal
readonly HISTORY=$STATE/history
readonly DELIVERED=$STATE/delivered
readonly LOADED=$STATE/loaded
readonly COPIED=$STATE/copied
readonly OVERWRITTEN=$STATE/overwritten
readonly ENGINE_COPY=$STATE/host-engine.sh
readonly RECOVER_UNIT=/etc/systemd/system/haplane-recover.service
readonly LEFTOVER=$STATE/gone
readonly PUT_BACK_LAST=$STATE/put-back
readonly DELIVERY_TIMER=haplane-revert CONFIRM_TIMER=haplane-confirm
readonly KEPT=5

readonly REFUSED=1 DIFFERENT=2 PUT_BACK=3 NEEDS_A_PERSON=4 MISUSE=64 BUSY=75

usage() {
  cat <<'TEXT'
host-engine.sh COMMAND [OPTION…]: brings this host to what its plan says, or leaves it as it was.

  plan        show what apply would do; writes nothing
  apply       deliver; what is not confirmed in time is put back by itself
  confirm     keep what was delivered; give it over a new connection, which proves that the host can be reached
  status      what was delivered, what has drifted, what runs with old files
  rollback    put the last delivery back, confirmed or not; with --to ID what came after that delivery
  missing     the files that have to come from the source, a path a line
  send        write the files named on stdin, a path a line, to stdout as a tar archive (on the source host)
  receive     read what proves edited files from stdin, a line each up to an empty one ("file", the digest of the file
              on the source, the path, with tabs between); then such an archive, for the next apply
  recover     finish or put back what was interrupted (at boot, and by a timer)
  ask         answer the records of a rollout that come on stdin: gates, and what is done once in a cluster
  facts       what the other hosts of a rollout are compared with; proves and weighs the files on stdin, a line
              each: the digest or -, a tab, the path; for - it answers the digest; with kubectl, a tab, its path also which
              nodes are not Ready
  channel     the digest of what comes on stdin
  started     when the first of the units (a kubelet) was started, and the digest of its public key
  -           the words of a command line come on stdin, a line each up to an empty one; then what the command reads

  --dir DIR             the folder with SHA256SUMS, hosts/ and bin/; default the one that this program lies in
  --host NAME           the host's name in the plan; default the only plan there
  --group GROUP         only what goes into use with it: control-plane, node, load-balancer, leaving or
                        leftover; may be given again
  --units NAMES         of the units in these groups only these, separated by commas; none for no unit
  --for HOST            send only what the plan of this host, which is next to the plan of the source, copies
  --overwrite           deliver over local edits (plan names them)
  --allow-foreign-folders
                        deliver also to a folder that an account other than root can change
  --keep-secrets        keep the old content of secrets after confirm, so that a rollback can restore it
  --confirm-within SEC  how long to wait for confirm; default 120
  --events              answer in lines for a program, with fields separated by tabs: event HOST STEP RESULT CODE DETAIL,
                        fact NAME VALUE, path PATH, text LINE

Exit code: 0 fine, 1 refused and nothing changed, 2 differences (plan, status), 3 failed and put back, 4 failed and needs a person,
64 misuse, 75 another delivery is running.
TEXT
}
