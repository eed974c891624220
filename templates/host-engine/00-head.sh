#!/usr/bin/env bash
# The host engine of haplane: the only program that changes a host. It brings the host to the state in its plan, or leaves it as it was. The
# plan is data: it is read line by line and never run. Needs bash 4.2, coreutils, util-linux, diffutils, tar and systemd 219, and curl where
# a health check uses HTTP.
set -euo pipefail
export LC_ALL=C
# New files belong to root alone until their mode is set.
umask 077
# The caller may disappear at any moment; the work in hand is finished.
trap '' PIPE HUP
# Clocks of other hosts are compared with this time, so the time for an answer does not count.
printf -v STARTED_AT '%(%s)T' -1
readonly STARTED_AT
# stdout of this program, also inside a command substitution.
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
readonly LAST_ROLLED_BACK=$STATE/rolled-back
readonly DELIVERY_TIMER=haplane-revert CONFIRM_TIMER=haplane-confirm
readonly KEPT=5

readonly REFUSED=1 DIFFERENT=2 ROLLED_BACK=3 NEEDS_OPERATOR=4 MISUSE=64 BUSY=75

usage() {
  cat <<'TEXT'
host-engine.sh COMMAND [OPTION...]: bring this host to the state in its plan, or leave it as it was.

  plan        show what apply would do; write nothing
  apply       apply the plan; rolls back automatically unless confirmed in time
  confirm     keep the delivery; run it over a new connection, which proves that the host can be reached;
              with --within, wait longer for the final confirm
  status      show deliveries, drift, and services that run with old files
  rollback    undo the last delivery, confirmed or not; with --to ID, undo everything after that delivery
  missing     list the files that must come from the source master, one path per line
  send        write the files listed on stdin, one path per line, to stdout as a tar archive (on the source master)
  receive     read the digests of edited files from stdin, one per line up to an empty line ("file", the digest of the
              file on the source master, the path, separated by tabs), then the archive for the next apply
  recover     finish or roll back an interrupted delivery (at boot, and from a timer)
  ask         check the gates and carry out the actions that come on stdin, as lines of rollout.plan
  facts       print the facts that other hosts are compared with; check the files listed on stdin, one per line:
              the digest or -, a tab, the path; for - print the digest; with "kubectl", a tab and its path, also print
              which nodes are not Ready
  verify      print what is on the disk, what runs, and the answers to the questions on stdin, one per line; write nothing
  channel     print the digest of stdin
  started     print when the first of the units (a kubelet) was started, and the digest of its public key
  -           read the command line from stdin, one word per line up to an empty line, then run it

  --dir DIR             the folder with SHA256SUMS, hosts/ and bin/ (default: the one with this program)
  --host NAME           the name of this host in the plan (default: the name of the only plan)
  --group GROUP         only this group: control-plane, node, load-balancer, leaving or leftover; may be repeated
  --units NAMES         only these units of the groups, separated by commas; none for no unit
  --for HOST            send only files that the plan of HOST copies; its plan must be next to that of the source master
  --overwrite           overwrite local edits (listed by plan)
  --allow-foreign-folders
                        also write to folders that another account than root can change
  --keep-secrets        keep old secrets after confirm, so that a rollback can restore them
  --confirm-within SEC  roll back unless confirmed within this time (default: 120)
  --within SEC          with confirm: keep nothing yet; wait this much longer for the final confirm
  --message TEXT        with apply: why it is done; at most 200 characters; shown by status
  --change ID           with apply: the ID of the change or ticket; shown by status
  --result DIGEST       fail unless the digest of SHA256SUMS is DIGEST: no other output was staged here since
  --events              print lines for programs, with fields separated by tabs: event HOST STEP RESULT CODE DETAIL,
                        fact NAME VALUE, path PATH, text LINE

Exit codes: 0 done, 1 refused and nothing changed, 2 differences (plan, status), 3 failed and rolled back,
4 failed and manual action required, 64 misuse, 75 another delivery is running.
TEXT
}
