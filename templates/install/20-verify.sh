
# --- Is it what was built? ----------------------------------------------------------------------------------------------------------

# What is listed, and what is here; by path.
declare -A LISTED=() HERE=()

verify() {
  read_list
  look_around .
  compare_names
  refuse_faults
  prove_contents
  refuse_faults
  IDENTITY=$(sha256sum <SHA256SUMS)
  IDENTITY=${IDENTITY%% *}
  verify_signature
}

read_list() {
  local line
  [[ -f SHA256SUMS && ! -L SHA256SUMS ]] || { fault "SHA256SUMS is missing" && refuse_faults; }
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line =~ ^[0-9a-f]{64}\ \ ([A-Za-z0-9._+@:-]+(/[A-Za-z0-9._+@:-]+)*)$ ]]; then
      LISTED[${BASH_REMATCH[1]}]=yes
    else
      fault "SHA256SUMS holds a line that haplane does not write"
    fi
  done <SHA256SUMS
}

look_around() {
  local entry
  for entry in "$1"/*; do
    if [[ -L $entry ]]; then
      fault "${entry#./} is a link, and a bundle holds none"
    elif [[ -d $entry ]]; then
      look_around "$entry"
    elif [[ -f $entry ]]; then
      HERE[${entry#./}]=yes
    else
      fault "${entry#./} is neither a file nor a folder"
    fi
  done
}

compare_names() {
  local path
  for path in "${!LISTED[@]}"; do
    [[ -n ${HERE[$path]-} ]] || fault "$path is missing"
  done
  for path in "${!HERE[@]}"; do
    case $path in SHA256SUMS | SHA256SUMS.sig) continue ;; esac
    [[ -n ${LISTED[$path]-} ]] || fault "$path is not part of the bundle"
  done
  for path in install.sh bundle.plan out/SHA256SUMS out/bin/rollout.sh; do
    [[ -n ${LISTED[$path]-} ]] || fault "$path is not listed"
  done
}

prove_contents() {
  local line
  while IFS= read -r line; do
    case $line in *': FAILED'*) fault "${line%%: FAILED*} is not what was built" ;; esac
  done < <(sha256sum -c SHA256SUMS 2>/dev/null || :)
  # Whatever it is that went wrong, it is not all right.
  [[ $FAULTS -gt 0 ]] || sha256sum --quiet -c SHA256SUMS >/dev/null 2>&1 || fault "not every file could be read"
}

# --- Who signed it? ---------------------------------------------------------------------------------------------------------------------

# The site's own list counts as one that the operator passes.
readonly SITE_SIGNERS=/etc/haplane/signers
SIGNERS='' SIGNED_BY='no one'

verify_signature() {
  local signers advice
  if [[ -z $SIGNERS && -e $SITE_SIGNERS ]]; then SIGNERS=$SITE_SIGNERS; fi
  signers=$SIGNERS
  if [[ -z $signers && -n ${LISTED[out/signers.allowed]-} ]]; then signers=out/signers.allowed; fi
  if [[ ! -f SHA256SUMS.sig ]]; then
    [[ -z $signers ]] || fault "the bundle is unsigned, but allowed signers are configured"
  elif [[ -z $signers ]]; then
    SIGNED_BY='an unknown key: this bundle names no signers; pass --signers FILE to prove the signer'
  elif ! knows_signatures; then
    advice='prove it elsewhere, with haplane bundle verify or a newer ssh-keygen'
    [[ -z $SIGNERS ]] || fault "ssh-keygen is older than OpenSSH 8.1 and cannot prove signatures: $advice"
    SIGNED_BY='not proved: ssh-keygen is older than OpenSSH 8.1'
  else
    find_signer "$signers"
  fi
  refuse_faults
}

knows_signatures() {
  local said
  command -v ssh-keygen >/dev/null || return 1
  said=$(ssh-keygen -Y check-novalidate -n "$NAMESPACE" -s /dev/null 2>&1 </dev/null) || :
  [[ $said != *' option'* ]]
}

# Every name in the file is tried: to look one up by its signature is something that only OpenSSH 8.2 and newer can do.
find_signer() {
  local line lines names name each
  mapfile -t lines <"$1"
  for line in "${lines[@]}"; do
    read -r names _ <<<"$line"
    case $names in '' | '#'*) continue ;; esac
    IFS=, read -r -a each <<<"$names"
    for name in "${each[@]}"; do
      if ssh-keygen -Y verify -f "$1" -I "$name" -n "$NAMESPACE" -s SHA256SUMS.sig <SHA256SUMS >/dev/null 2>&1; then
        SIGNED_BY="$name, according to $1"
        return
      fi
    done
  done
  fault "the signer is not listed in $1"
}
