#!/usr/bin/env bash
# What ansible/site.yml calls: the steps of rollout.plan, as rollout.sh carries them out. It needs bash 4.2, ssh, tar, coreutils, grep and sed
# here. No field of a plan becomes a command.
set -euo pipefail
export LC_ALL=C
umask 077

usage() {
  cat <<'TEXT'
relay.sh COMMAND [ARGUMENT…]: carries out the steps of a rollout for ansible/site.yml.

  hold [--gone HOST…] [--allow-foreign-folders] [--keep-secrets] [--overwrite]
                  copy this output into a private folder, which lasts as long as the playbook that calls, and print the folder. The other
                  commands are called from that copy: FOLDER/out/bin/relay.sh
  lock            take the lock of the rollout; it lasts as long as the playbook
  reach HOST      prove that a host answers and that bytes arrive as they are sent
  look HOST       what a host has, and whether it differs from the plan (exit code 2)
  plan HOST       what would change on a host (exit code 2)
  decide          whether there is anything to do; if not, ask the cluster
  step N          carry out a step; when it fails, its hosts are rolled back
  report N HOST   exit code 2: the step has changed the host; 1: the step failed there; else 0
  summary         what the run has done to each host

HAPLANE_SSH names another ssh and its options; default ssh. Exit code: 0 done; 1 refused, nothing was changed; 3 a step failed and its hosts
were rolled back; 4 manual action required; the output says what to do; 64 misuse; 75 another rollout is running.
TEXT
}
