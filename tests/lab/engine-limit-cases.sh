# shellcheck shell=bash
# Cases of engine-tests in which something hangs, the clock is set or the power goes, and no one is there.

# The same engine with short limits, so that a case does not wait for minutes.
impatient() {
  local limits='LONGEST_WHILE_WAITING|LIMIT_OF_A_SERVICE|LIMIT_OF_A_RELOAD|LIMIT_OF_A_QUESTION|SECONDS_TO_NEXT_TRY'
  sed -i -E "s/\b($limits)=[0-9]+/\1=8/g" "$1/bin/host-engine.sh"
  reseal "$1"
  printf '%s' "$1"
}

two_hours() { nginx_of | sed 's/proxy_timeout 1h/proxy_timeout 2h/'; }

# An engine that stops before its first command of this form, and the number of its process in /run/stopped.
stop_before() {
  # shellcheck disable=SC2016 # for the host's shell
  before_each_command stop 'if [[ $BASH_COMMAND == "'"$1"'"* && ! -e /run/stopped ]]; then
    echo $$ >/run/stopped.new; mv /run/stopped.new /run/stopped; kill -STOP $$
  fi'
  on lb1 'rm -f /run/stopped'
}

apply_until_stopped() {
  on lb1 "BASH_ENV=/run/stop.sh setsid $ENGINE apply $* >/run/said 2>&1 </dev/null &
    until [ -e /run/stopped ]; do sleep 0.1; done"
}

is_back() { on lb1 'test ! -e /var/lib/haplane/journal && flock -n /run/haplane/lock true'; }

# The program of this name on lb1, in front of the real one; its text comes from stdin.
stand_in() { run_on lb1 "cat >/usr/local/bin/$1; chmod 755 /usr/local/bin/$1"; }

case_an_engine_that_hangs_is_ended_and_its_delivery_goes_back() {
  local before
  delivered
  before=$(conf_of)
  bring lb1 "$(impatient "$(two_hours | variant hangs)")"
  stop_before 'say deliver ok'
  apply_until_stopped --confirm-within 2
  within 90 is_back || complain "nothing has gone back: $(on lb1 'cat /run/haplane/holder; journalctl -u haplane-confirm -n 20 --no-pager -o cat')"
  same "$(conf_of)" "$before"
  # shellcheck disable=SC2016 # for the host's shell
  on lb1 '! kill -0 "$(cat /run/stopped)" 2>/dev/null' || complain "the engine that hangs is still there"
  no_traces
}

case_an_engine_that_is_within_its_time_is_left_alone() {
  local before
  delivered
  before=$(conf_of)
  bring lb1 "$(two_hours | variant healthy)"
  stop_before 'start_units'
  apply_until_stopped
  expect 124 on lb1 "timeout 14 $ENGINE recover >/dev/null"
  # shellcheck disable=SC2016 # for the host's shell
  on lb1 'kill -0 "$(cat /run/stopped)"' || complain "it was ended within its time"
  # Its time is over.
  on lb1 "sed -i -E 's/^(process [0-9]+ [0-9]+) [0-9]+/\1 1/' /run/haplane/holder"
  expect 0 on lb1 "$ENGINE recover"
  same "$(conf_of)" "$before"
  # shellcheck disable=SC2016 # for the host's shell
  on lb1 '! kill -0 "$(cat /run/stopped)" 2>/dev/null' || complain "it is still there"
  no_traces
}

case_only_the_process_that_signed_and_holds_the_lock_is_ended() {
  local signature
  delivered
  # shellcheck disable=SC2016 # for the host's shell
  on lb1 'rm -f /run/owned; setsid sleep 300 >/dev/null 2>&1 </dev/null & echo $! >/run/victim'
  # shellcheck disable=SC2016 # for the host's shell
  on lb1 '(exec 8>>/run/haplane/lock; flock 8; exec sleep 300) >/dev/null 2>&1 </dev/null & echo $! >/run/lock-keeper; sleep 0.3'
  # shellcheck disable=SC2016 # for the host's shell
  for signature in '$victim $start 1' '$victim $((start + 1)) 1' '$keeper 1 1' 'a[\$(touch /run/owned)] 1 1' \
    '$victim a[\$(touch /run/owned)] 1' '$victim $start a[\$(touch /run/owned)]' '1 $(cut -d" " -f22 /proc/1/stat) 1' '-1 1 1' ''; do
    on lb1 "victim=\$(cat /run/victim); keeper=\$(cat /run/lock-keeper); start=\$(cut -d' ' -f22 /proc/\$victim/stat)
      printf 'root since then (process %s)\nprocess %s\n' \"\$victim\" \"$signature\" >/run/haplane/holder"
    expect 124 on lb1 "timeout 8 $ENGINE recover >/dev/null"
    # shellcheck disable=SC2016 # for the host's shell
    on lb1 'kill -0 "$(cat /run/victim)" && kill -0 "$(cat /run/lock-keeper)" && test ! -e /run/owned' || complain "obeyed: process $signature"
  done
  # shellcheck disable=SC2016 # for the host's shell
  on lb1 'kill "$(cat /run/victim)" "$(cat /run/lock-keeper)"'
}

case_what_a_killed_engine_leaves_behind_does_not_keep_the_lock() {
  local before
  delivered
  before=$(conf_of)
  bring lb1 "$(two_hours | variant orphan)"
  # A command of the engine that holds the lock and does not end, and the engine is killed.
  # shellcheck disable=SC2016 # for the host's shell
  before_each_command stop 'if [[ $BASH_COMMAND == start_units ]]; then
    setsid sleep 300 >/dev/null 2>&1 </dev/null 3>&- & echo $! >/run/orphan; touch /run/stopped; kill -KILL $$
  fi'
  on lb1 'rm -f /run/stopped'
  apply_until_stopped
  expect 0 on lb1 "$ENGINE recover"
  same "$(conf_of)" "$before"
  # shellcheck disable=SC2016 # for the host's shell
  on lb1 '! kill -0 "$(cat /run/orphan)" 2>/dev/null' || complain "the command is still there"
  no_traces
}

case_a_command_that_hangs_takes_the_delivery_back() {
  local before
  delivered
  before=$(conf_of; run_of)
  bring lb1 "$(impatient "$(two_hours | variant slow)")"
  # Once: it works on the way back.
  stand_in systemctl <<'SH'
#!/bin/sh
if grep -qsxF -- "$1" /run/hang; then [ -e /run/hang-on ] || rm /run/hang; exec sleep 300; fi
exec /usr/bin/systemctl "$@"
SH
  on lb1 'echo reload >/run/hang'
  expect 3 engine lb1 apply --events >"$scratch/said"
  grep -qP '^event\tlb1\tservice\tfailed\ttimed-out\t' "$scratch/said" || complain "no code for it: $(cat "$scratch/said")"
  same "$(conf_of; run_of)" "$before"
  no_traces
  # As long as it hangs: the files are back at once, the service when it can.
  on lb1 'printf "reload\ndaemon-reload\n" >/run/hang; touch /run/hang-on'
  expect 4 engine lb1 apply --events >"$scratch/said"
  grep -qP '^event\tlb1\tdeliver\tfailed\ttimed-out\t' "$scratch/said" || complain "no code for it: $(cat "$scratch/said")"
  same "$(conf_of)" "$(head -n 2 <<<"$before")"
  on lb1 'test -e /var/lib/haplane/journal' || complain "the journal is gone, and nothing tries again"
  on lb1 'rm /run/hang /run/hang-on'
  within 90 is_back || complain "it does not try again"
  same "$(conf_of; run_of)" "$before"
  no_traces
  # Before anything is touched.
  on lb1 'echo show >/run/hang; touch /run/hang-on'
  expect 1 engine lb1 apply --events >"$scratch/said"
  grep -qP '^event\tlb1\tservice\trefused\ttimed-out\t' "$scratch/said" || complain "no code for it: $(cat "$scratch/said")"
  on lb1 'rm -f /run/hang /run/hang-on /usr/local/bin/systemctl'
  same "$(conf_of; run_of)" "$before"
  no_traces
}

case_a_timer_of_an_earlier_delivery_leaves_a_later_one_alone() {
  delivered
  bring lb1 "$(two_hours | variant earlier)"
  expect 0 engine lb1 apply --confirm-within 6
  bring lb1 "$(nginx_of | sed 's/proxy_timeout 1h/proxy_timeout 3h/' | variant later)"
  stop_before 'recover'
  apply_until_stopped --confirm-within 600
  # The timer of the first one waits for the lock that the second one holds.
  within 60 on lb1 'systemctl is-active --quiet haplane-confirm.service'
  # shellcheck disable=SC2016 # for the host's shell
  on lb1 'kill -CONT "$(cat /run/stopped)"; while kill -0 "$(cat /run/stopped)" 2>/dev/null; do sleep 0.1; done'
  on lb1 'while systemctl is-active --quiet haplane-confirm.service; do sleep 0.1; done; flock -w 60 /run/haplane/lock true'
  same "$(on lb1 "cat /var/lib/haplane/journal/state; grep -c 'proxy_timeout 3h' $CONF")" $'delivered\n1' "$(on lb1 'cat /run/said')"
  same "$(on lb1 'systemctl show -p ActiveState haplane-confirm.timer haplane-revert.timer | xargs')" 'ActiveState=active ActiveState=inactive'
  expect 0 engine lb1 rollback >/dev/null
  no_traces
}

case_a_boot_that_could_not_roll_everything_back_tries_again() {
  local before
  delivered
  before=$(conf_of)
  bring lb1 "$(impatient "$(two_hours | variant booted)")"
  expect 0 engine lb1 apply --confirm-within 600 >/dev/null
  stand_in systemctl <<'SH'
#!/bin/sh
if [ -e /var/lib/hang ] && [ "$1" = daemon-reload ]; then exec sleep 300; fi
exec /usr/bin/systemctl "$@"
SH
  on lb1 'touch /var/lib/hang'
  "$LAB" crash lb1
  within 60 on lb1 'journalctl -b -u haplane-recover -o cat --no-pager | grep -q "recover: failed: timed-out"' ||
    complain "not said: $(on lb1 'journalctl -b -u haplane-recover -o cat --no-pager')"
  same "$(conf_of)" "$before"
  on lb1 'test -e /var/lib/haplane/journal' || complain "the journal is gone, and nothing tries again"
  on lb1 'rm /var/lib/hang'
  within 120 is_back || complain "it does not try again: $(on lb1 'systemctl list-timers --all --no-pager')"
  same "$(conf_of)" "$before"
  same "$(on lb1 'systemctl is-active nginx')" active
  on lb1 'rm /usr/local/bin/systemctl'
  no_traces
}

# A clock that is ahead of the machine's by the seconds in /run/clock, for programs that are started with it.
bring_clock() {
  cat >"$scratch/clock.c" <<'C'
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
static long ahead(void) {
  char text[32] = {0};
  int file = syscall(SYS_openat, AT_FDCWD, "/run/clock", O_RDONLY);
  if (file < 0) return 0;
  syscall(SYS_read, file, text, sizeof text - 1);
  syscall(SYS_close, file);
  return atol(text);
}
int clock_gettime(clockid_t id, struct timespec *now) {
  int code = syscall(SYS_clock_gettime, id, now);
  if (code == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += ahead();
  return code;
}
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec exact;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &exact);
  now->tv_sec = exact.tv_sec, now->tv_usec = exact.tv_nsec / 1000;
  return 0;
}
time_t time(time_t *now) {
  struct timespec exact;
  clock_gettime(CLOCK_REALTIME, &exact);
  if (now) *now = exact.tv_sec;
  return exact.tv_sec;
}
C
  gcc -shared -fPIC -O1 -o "$scratch/clock.so" "$scratch/clock.c"
  run_on lb1 'cat >/run/clock.so; rm -f /run/clock' <"$scratch/clock.so"
  # It is set when the first health check has failed.
  # shellcheck disable=SC2016 # for the host's shell
  before_each_command set-clock 'if [[ $BASH_COMMAND == "sleep 1" && -n $SET_CLOCK ]]; then echo "$SET_CLOCK" >/run/clock; fi'
  same "$(on lb1 'before=$(date +%s); echo 3600 >/run/clock; after=$(LD_PRELOAD=/run/clock.so date +%s); rm /run/clock
    echo $(((after - before) / 60))')" 60 "minutes that the clock is ahead"
}

case_a_health_check_lasts_as_long_when_the_clock_is_set() {
  local before step
  delivered
  bring_clock
  bring lb1 "$(two_hours | variant stepped 30)"
  before=$(conf_of)
  for step in 3600 -3600; do
    # nginx cannot be reached until the clock has been set, and some seconds more.
    on lb1 'nft add table inet late; nft add chain inet late out "{ type filter hook output priority 0; }"
      nft add rule inet late out tcp dport 6443 reject with tcp reset
      (timeout 60 sh -c "until [ -e /run/clock ]; do sleep 0.1; done"; sleep 4; nft delete table inet late) >/dev/null 2>&1 </dev/null &'
    expect 0 on lb1 "SET_CLOCK=$step BASH_ENV=/run/set-clock.sh LD_PRELOAD=/run/clock.so $ENGINE apply --confirm-within 600"
    on lb1 'test -e /run/clock' || complain "the clock was not set"
    on lb1 'rm -f /run/clock'
    expect 0 engine lb1 rollback >/dev/null
    same "$(conf_of)" "$before"
  done
  bring lb1 "$(nginx_of | sed 's/listen 6443/listen 7443/' | variant stepped-back 4)"
  expect 3 on lb1 "SET_CLOCK=-3600 BASH_ENV=/run/set-clock.sh LD_PRELOAD=/run/clock.so timeout 60 $ENGINE apply"
  on lb1 'rm -f /run/clock'
  same "$(conf_of)" "$before"
  no_traces
}

case_what_changed_after_a_start_is_loaded_also_where_the_clock_was_ahead() {
  fresh lb1
  bring lb1 "$scratch/out"
  on lb1 "cp /root/in/hosts/lb1$CONF $CONF && chmod 644 $CONF && sleep 1.1 && systemctl enable --now --quiet nginx"
  expect 0 engine lb1 plan
  on lb1 "sleep 3; touch $CONF"
  # The clock was an hour ahead when nginx was started.
  stand_in systemctl <<'SH'
#!/bin/bash
/usr/bin/systemctl "$@" | while IFS= read -r line; do
  case $line in
    ExecMainStartTimestamp=?*) line=ExecMainStartTimestamp=$(date -d "@$(($(date -d "${line#*=}" +%s) + 3600))" '+%a %F %T %Z') ;;
  esac
  printf '%s\n' "$line"
done
exit "${PIPESTATUS[0]}"
SH
  expect 2 engine lb1 plan >"$scratch/said"
  on lb1 'rm /usr/local/bin/systemctl'
  grep -q 'reload.*nginx' "$scratch/said" || complain "not seen: $(cat "$scratch/said")"
}

# /var/lib/haplane on a file system of its own, and a disk that writes by itself once in ten minutes. What it holds is gone with the power.
case_what_is_confirmed_starts_at_boot_after_a_power_cut_with_a_separate_var() {
  fresh lb1
  bring lb1 "$scratch/out"
  on lb1 'mkdir -p /var/lib/haplane; chmod 700 /var/lib/haplane; sync'
  mount -o remount,commit=600 "${HAPLANE_LAB_DIR:-/run/haplane-lab}/hosts/lb1/disk"
  on lb1 'mount -t tmpfs -o mode=700 var /var/lib/haplane'
  expect 0 engine lb1 apply >/dev/null
  expect 0 engine lb1 confirm
  "$LAB" power-cut lb1
  same "$(on lb1 "sha256sum <$CONF; systemctl is-enabled nginx; systemctl is-active nginx" || :)" \
    "$(sha256sum <"$scratch/out/hosts/lb1$CONF")"$'\nenabled\nactive'
  # And the way back: it is confirmed, and nothing of it starts.
  fresh lb1
  bring lb1 "$scratch/out"
  on lb1 'mkdir -p /var/lib/haplane; chmod 700 /var/lib/haplane'
  on lb1 'mount -t tmpfs -o mode=700 var /var/lib/haplane'
  deliver
  on lb1 sync
  mount -o remount,commit=600 "${HAPLANE_LAB_DIR:-/run/haplane-lab}/hosts/lb1/disk"
  expect 0 engine lb1 rollback >/dev/null
  expect 0 engine lb1 confirm
  "$LAB" power-cut lb1
  same "$(on lb1 'systemctl is-enabled nginx; systemctl is-active nginx' || :)" $'disabled\ninactive'
}

case_the_lock_belongs_to_root_alone() {
  delivered
  on lb1 'chmod 755 /run/haplane; chmod 644 /run/haplane/lock'
  expect 0 engine lb1 apply >/dev/null
  same "$(on lb1 'stat -c %a /run/haplane /run/haplane/lock /run/haplane/holder')" $'700\n600\n600'
  on lb1 '! setpriv --reuid=65534 --regid=65534 --clear-groups flock -n /run/haplane/lock true 2>/dev/null' || complain "a stranger can lock it"
}

case_what_cannot_go_back_names_where_it_is() {
  local path
  delivered
  bring lb1 "$(two_hours | variant stuck)"
  expect 0 engine lb1 apply --confirm-within 600 >/dev/null
  on lb1 "mount --bind $CONF $CONF"
  expect 4 engine lb1 rollback >"$scratch/said"
  on lb1 "umount $CONF"
  path=$(grep -o '/var/lib/haplane/[a-z0-9-]*/before/[0-9]*' "$scratch/said" | head -n 1)
  same "$(on lb1 "sha256sum <'$path'")" "$(sha256sum <"$scratch/out/hosts/lb1$CONF")" "at $path"
  fresh lb1
}
