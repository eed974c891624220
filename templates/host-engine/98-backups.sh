
# --- Backups, before anything is changed --------------------------------------------------------------------------------------------------

readonly BACKUPS=$STATE/backup
readonly SECONDS_OF_A_SNAPSHOT=120

# One member is as good as another, and one of them may be dead. What a snapshot needs is asked before it is made: this disk may be etcd's own.
deed_back_up_etcd() {
  local members member new=$BACKUPS/.etcd-new.db file said=''
  if ! command -v etcdctl >/dev/null; then
    RESULT=warning OUTCOME=no-etcdctl WHY="etcdctl is not here: no snapshot of etcd was made; install it here, or save one yourself before you go on"
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
etcd_client() { ETCDCTL_API=3 timeout "$SECONDS_OF_A_SNAPSHOT" etcdctl --endpoints="$1" --cacert="$2" --cert="$3" --key="$4" "${@:5}" </dev/null 9>&-; }

has_room_for_snapshot() {
  local said
  said=$(etcd_client "$@" endpoint status --write-out=json 2>&1) || because "$1: $(last_words "$said")" || return 1
  [[ $said =~ \"dbSize\":([0-9]{1,15})[,}] ]] || because "$1 does not say how large it is" || return 1
  has_room_for_backup "$((10#${BASH_REMATCH[1]} / 1024 + 1))"
}

has_room_for_backup() {
  forget_needs
  need_room "$(($1 + ROOM_TO_SPARE))" "$BACKUPS" && has_room
}

# Whole under its name, or not there.
keep_backup() { sync -- "$1" && mv -T -- "$1" "$2" && sync -- "$BACKUPS"; }

# As many as deliveries are kept; their names are in the order of their times.
keep_newest() {
  local files i
  # shellcheck disable=SC2206 # a pattern of our own
  files=("$BACKUPS"/$1)
  for ((i = 0; i < ${#files[@]} - KEPT; i++)); do rm -f -- "${files[i]}"; done
}

# Everything that would change, as it is.
deed_back_up_files() {
  local i new=$BACKUPS/.files-new.tar file paths=() size=0
  compare
  weigh_files
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
