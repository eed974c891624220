
# --- Backups ------------------------------------------------------------------------------------------------------------------------------

readonly BACKUPS=$STATE/backup
readonly SECONDS_OF_A_SNAPSHOT=120

# Any member will do, and one may be down. The space is checked first: this disk may be that of etcd.
action_back_up_etcd() {
  local members member new=$BACKUPS/.etcd-new.db file said=''
  if ! command -v etcdctl >/dev/null; then
    RESULT=warning OUTCOME=no-etcdctl
    WHY="no snapshot of etcd: etcdctl is not installed. Install it, or save a snapshot yourself before you continue."
    return 0
  fi
  mkdir -p "$BACKUPS"
  file=$BACKUPS/etcd-$(date -u +%Y%m%dT%H%M%SZ).db
  IFS=, read -r -a members <<<"$1"
  for member in "${members[@]}"; do
    has_room_for_snapshot "$member" "${@:2}" || { said=$WHY && continue; }
    if said=$(etcd_client "$member" "${@:2}" snapshot save "$new" 2>&1) && keep_backup "$new" "$file"; then
      keep_newest 'etcd-*.db'
      WHY=$file
      return 0
    fi
    said="$member: $(last_words "$said")"
    rm -f -- "$new" "$new.part"
  done
  because "etcdctl could not save a snapshot: $said"
}

# ENDPOINT CA CERTIFICATE KEY ARGUMENT…
etcd_client() {
  ETCDCTL_API=3 timeout "$SECONDS_OF_A_SNAPSHOT" etcdctl --endpoints="$1" --cacert="$2" --cert="$3" --key="$4" "${@:5}" </dev/null 9>&-
}

has_room_for_snapshot() {
  local said
  said=$(etcd_client "$@" endpoint status --write-out=json 2>&1) || because "$1: $(last_words "$said")" || return 1
  [[ $said =~ \"dbSize\":([0-9]{1,15})[,}] ]] || because "the size of $1 is unknown" || return 1
  has_room_for_backup "$((10#${BASH_REMATCH[1]} / 1024 + 1))"
}

has_room_for_backup() {
  reset_needs
  need_room "$(($1 + ROOM_TO_SPARE))" "$BACKUPS" && has_room
}

# The backup is complete under its name, or not there.
keep_backup() { sync -- "$1" && mv -T -- "$1" "$2" && sync -- "$BACKUPS"; }

# Keeps as many backups as deliveries. The names sort by time.
keep_newest() {
  local files i
  # shellcheck disable=SC2206 # a pattern of our own
  files=("$BACKUPS"/$1)
  for ((i = 0; i < ${#files[@]} - KEPT; i++)); do rm -f -- "${files[i]}"; done
}

# Backs up every file that would change.
action_back_up_files() {
  local i new=$BACKUPS/.files-new.tar file paths=() size=0
  compare
  measure_files
  mkdir -p "$BACKUPS"
  file=$BACKUPS/files-$(date -u +%Y%m%dT%H%M%SZ).tar
  for ((i = 0; i < ${#W_PATH[@]}; i++)); do
    if is_changed "$i" && [[ -f ${W_PATH[i]} ]]; then paths+=(".${W_PATH[i]}") size=$((size + ${KIB_OF[${W_PATH[i]}]:-0})); fi
  done
  has_room_for_backup "$size" || return 1
  if ! { tar -C / --no-recursion -cf "$new" -T - <<<"$(printf '%s\n' "${paths[@]+"${paths[@]}"}")" && keep_backup "$new" "$file"; }; then
    rm -f -- "$new"
    because "$file could not be written" || return 1
  fi
  keep_newest 'files-*.tar'
  WHY=$file
}
