# --- Every host -------------------------------------------------------------------------------------------------------------------------

use_color() { if [[ -t $TELL && -z ${NO_COLOR-} && ${TERM-} != dumb ]]; then RED=$'\e[31m' PLAIN=$'\e[0m'; fi; }

# A host that cannot be reached, or is another machine, is found before anything is sent to any host.
reach_all() {
  local host
  for_all reach "${HOSTS[@]}" && return
  for host in "${FAILED[@]}"; do say_how_to_reach "$host"; done
  refuse "every host must answer: ${FAILED[*]}"
}

plan_of() { look_at "$1" plan; }

# By status or plan_of.
look_at_all() {
  for_all "$1" "${HOSTS[@]}" ||
    refuse "not as the plan expects: ${FAILED[*]}: haplane verify shows it; capture the change and build again; or undo it; \
or replace it with --overwrite"
}

