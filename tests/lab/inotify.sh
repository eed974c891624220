# shellcheck shell=bash
# Every host's systemd takes some instances of inotify, and twenty hosts take more than a machine gives by default.

INOTIFY_INSTANCES=/proc/sys/fs/inotify/max_user_instances
INOTIFY_INSTANCES_BEFORE=''

raise_inotify_instances() {
  INOTIFY_INSTANCES_BEFORE=$(cat "$INOTIFY_INSTANCES")
  if [ "$INOTIFY_INSTANCES_BEFORE" -lt 2048 ]; then echo 2048 >"$INOTIFY_INSTANCES"; fi
}

give_inotify_instances_back() { [ -z "$INOTIFY_INSTANCES_BEFORE" ] || echo "$INOTIFY_INSTANCES_BEFORE" >"$INOTIFY_INSTANCES"; }
