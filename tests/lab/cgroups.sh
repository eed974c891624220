# shellcheck shell=bash
# A cgroup per host, or the hosts' systemds would share one system.slice and disturb each other. They are below one group, which counts
# the processor time of all, those that are gone included.

# The hierarchies that systemd uses: the unified one alone, or beside a named one (hybrid).
hierarchies() {
  local folder
  for folder in /sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/systemd; do
    [ ! -e "$folder/cgroup.procs" ] || echo "$folder"
  done
}

# The unified hierarchy is where a group can be frozen and killed as a whole.
unified() { if [ -e /sys/fs/cgroup/cgroup.procs ]; then echo /sys/fs/cgroup; else echo /sys/fs/cgroup/unified; fi; }

cgroup_of() { printf '%s/%s/%s' "$(unified)" "$LAB_CGROUP" "$1"; }

# nspawn makes groups of its own below it and must be the only one there.
join_cgroups() {
  local hierarchy
  for hierarchy in $(hierarchies); do
    mkdir -p "$hierarchy/$LAB_CGROUP/$1"
    echo "$BASHPID" >"$hierarchy/$LAB_CGROUP/$1/cgroup.procs"
  done
}

remove_cgroups() {
  local hierarchy
  for hierarchy in $(hierarchies); do
    [ ! -d "$hierarchy/$LAB_CGROUP/$1" ] || find "$hierarchy/$LAB_CGROUP/$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
}

remove_lab_cgroups() {
  local hierarchy
  for hierarchy in $(hierarchies); do
    [ ! -d "$hierarchy/$LAB_CGROUP" ] || rmdir "$hierarchy/$LAB_CGROUP" || true
  done
}

is_populated() { grep -qs 'populated 1' "$(cgroup_of "$1")/cgroup.events"; }

is_empty() { ! is_populated "$1"; }

is_frozen() { grep -qs 'frozen 1' "$(cgroup_of "$1")/cgroup.events"; }

freeze() { echo 1 >"$(cgroup_of "$1")/cgroup.freeze"; }

thaw() { echo 0 >"$(cgroup_of "$1")/cgroup.freeze"; }

# Every process of the host at once, nspawn among them: no process sees another one die first.
kill_all() {
  [ ! -d "$(cgroup_of "$1")" ] || echo 1 >"$(cgroup_of "$1")/cgroup.kill"
}
