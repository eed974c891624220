# --- The folder and its plan ------------------------------------------------------------------------------------------------------------

# The operator's out/, the private folder of this run with a copy of it, what the run knows of its hosts, and files of this process.
ORIGIN='' RUN='' STATE='' SCRATCH=''
# The digest of what is delivered; where the content of a proved bundle is.
DIGEST='' PAYLOAD=''

SOURCE='' KUBECTL='' CLUSTER='' STEPS=0
HOSTS=() LOCKS=() REMARKS=() GONE=() WANTED=()
# The hosts that leave; by the number of a step what its record and its lines say.
declare -A LEAVES=() ON_FAILURE=() TITLE=() ADVICE=() LINES=()

is_one_of() {
  local word
  for word in "${@:2}"; do if [[ $word == "$1" ]]; then return 0; fi; done
  return 1
}

is_gone() { is_one_of "$1" "${GONE[@]+"${GONE[@]}"}"; }

is_host() { is_one_of "$1" "${HOSTS[@]}"; }

# A run that is limited to some hosts changes only those.
is_wanted() { [[ ${#WANTED[@]} -eq 0 ]] || is_one_of "$1" "${WANTED[@]}"; }

# Only listed files are copied, and they are proved in the copy: the folder may be built again during the run.
copy_folder() {
  local line files=() fault
  [[ -f $ORIGIN/SHA256SUMS && -f $ORIGIN/rollout.plan ]] || misuse "$ORIGIN is not a folder that haplane build has written"
  while IFS= read -r line; do
    [[ $line =~ ^[0-9a-f]{64}\ \ ([A-Za-z0-9._+@:-]+(/[A-Za-z0-9._+@:-]+)*)$ && "/${line:66}/" != */../* && ${line:66} != -* ]] ||
      refuse "SHA256SUMS holds a line that haplane does not write"
    files+=("${line:66}")
  done <"$ORIGIN/SHA256SUMS"
  mkdir -p "$RUN/out" "$RUN/state"
  (cd -- "$ORIGIN" && cp --parents -- SHA256SUMS "${files[@]}" "$RUN/out/") || refuse "$ORIGIN could not be copied"
  cd "$RUN/out"
  fault=$(sha256sum --quiet -c SHA256SUMS 2>&1) || refuse "${fault%%$'\n'*}: not what was built; build it again, or bring the folder here again"
  use_own_ssh_config
}

# -F of the operator's ssh would be overruled by -F of this program, so its file is included in the place of the usual ones.
use_own_ssh_config() {
  local file text
  read_ssh_words
  file=$OWN_CONFIG
  [[ -n $file ]] || return 0
  if [[ $file != /* && $file != none ]]; then file=$CALLED_IN/$file; fi
  [[ -r $file || $file == none ]] || misuse "$file, which HAPLANE_SSH names, cannot be read"
  text=$(grep -v '^Include ' ssh_config)
  { printf '%s\n' "$text" && if [[ $file != none ]]; then printf 'Include "%s"\n' "$file"; fi; } >ssh_config
}

readonly WORDS=' do gate new-when done-when undo undone ' WHENS=' always differs changed present new old '

read_rollout() {
  local line f
  DIGEST=$(sha256sum <SHA256SUMS)
  DIGEST=${DIGEST%% *}
  while IFS= read -r line; do
    IFS=$'\t' read -r -a f <<<"$line"
    case ${f[0]} in
      haplane-rollout)
        [[ ${f[1]} == 2 ]] || refuse "rollout.plan has version ${f[1]}, this program reads version 2"
        CLUSTER=${f[2]}
        ;;
      source) SOURCE=${f[1]} ;;
      kubectl) KUBECTL=${f[1]} ;;
      lock) if ! is_gone "${f[1]}"; then LOCKS+=("${f[1]}"); fi ;;
      remark) REMARKS+=("${f[1]}") ;;
      host) if ! is_gone "${f[1]}"; then HOSTS+=("${f[1]}"); fi ;;
      leaves) LEAVES[${f[1]}]=${f[2]} ;;
      step)
        [[ ${f[1]} == "$((STEPS + 1))" && ${f[3]} =~ ^(refuse|stop|undo)$ ]] || refuse "rollout.plan is not whole"
        STEPS=${f[1]} ON_FAILURE[$STEPS]=${f[3]} TITLE[$STEPS]=${f[4]} ADVICE[$STEPS]=${f[5]} LINES[$STEPS]=''
        ;;
      *)
        [[ $WORDS == *" ${f[0]} "* ]] || refuse "rollout.plan holds a record of the kind \"${f[0]}\", which this program does not know"
        [[ ${f[1]} == "$STEPS" && $WHENS == *" ${f[3]} "* && (${f[0]} =~ ^(do|undo)$ || ${f[6]} =~ ^[0-9]{1,5}$) ]] ||
          refuse "rollout.plan is not whole: $line"
        if ! is_gone "${f[5]}"; then LINES[$STEPS]+=$line$'\n'; fi
        ;;
    esac
  done <rollout.plan
  if [[ -z $CLUSTER || $STEPS -eq 0 || ${#LOCKS[@]} -eq 0 ]] || ! is_host "$SOURCE"; then refuse "rollout.plan is not whole"; fi
}

# STEP WORD: the lines that concern the wanted hosts.
lines_of() {
  local line about
  while IFS= read -r line; do
    IFS=$'\t' read -r _ _ about _ <<<"$line"
    if [[ $line == "$2"$'\t'* ]] && { [[ $about == all ]] || is_wanted "$about"; }; then printf '%s\n' "$line"; fi
  done <<<"${LINES[$1]}"
}

# Before --from-step only what changes nothing is carried out.
is_in_scope() { [[ ($1 -ge $FROM_STEP || ${ON_FAILURE[$1]} == refuse) && -n $(lines_of "$1" "do")$(lines_of "$1" gate) ]]; }
FROM_STEP=1

# STEP WHEN ABOUT HOST
holds() {
  case $2 in
    always) ;;
    differs) [[ -e $STATE/$4.differs ]] ;;
    changed) [[ -e $STATE/$3.changed ]] ;;
    present) ! is_gone "$3" ;;
    new) [[ -e $STATE/$3.new-$1 ]] ;;
    old) [[ ! -e $STATE/$3.new-$1 ]] ;;
  esac
}
