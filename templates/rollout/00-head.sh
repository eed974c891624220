#!/usr/bin/env bash
# Carries out rollout.plan with bash, step by step, through the host engine. It needs bash 4.2, ssh, tar, coreutils, grep and sed here; every
# host needs what the engine needs. It decides nothing about the topology, and no field of a plan becomes a command.
set -euo pipefail
export LC_ALL=C
umask 077

usage() {
  cat <<'TEXT'
rollout.sh [OPTION…]: changes all hosts to this output, step by step, while the cluster answers.

  --dry-run       show what would change on every host; writes nothing anywhere
  --only HOST[,HOST…]
                  change only these hosts; the others are only asked
  --from-step N   begin with step N, after the steps that change nothing
  --gone HOST     HOST leaves and cannot be reached for good: it is skipped; may be given again
  --overwrite     replace files that were changed on a host since they were captured or delivered; rollback restores them
  --allow-foreign-folders, --keep-secrets
                  see host-engine.sh --help; for every host
  --confirm-timeout SECONDS
                  roll a delivery back that is not confirmed within SECONDS; default 120
  -m, --message TEXT, --change ID
                  note TEXT, at most 200 characters, and the ID of a change or ticket with every delivery
  --log FILE      the log; default haplane/CLUSTER-TIME.log in $XDG_STATE_HOME, or in ~/.local/state; - for none

HAPLANE_SSH names another ssh and its options; default ssh. Users, ports and addresses are those of ssh_config next to bin/.

It can be run again at any time: finished hosts are skipped. When a step fails, its hosts are rolled back and the rollout ends.
Ctrl-C stops after the current step, or at once while hosts are only asked.

Exit code: 0 done, or nothing to do; 1 refused, nothing was changed; 2 there are differences (--dry-run); 3 a step failed and its hosts were
rolled back; 4 manual action required; the output says what to do; 64 misuse; 75 another rollout is running.
TEXT
}
