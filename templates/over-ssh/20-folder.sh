# --- The folder -----------------------------------------------------------------------------------------------------------------------

# The master that the others are made from, the kubectl there, and every host.
SOURCE='' KUBECTL=''
HOSTS=()

is_host() {
  local host
  for host in "${HOSTS[@]}"; do
    if [[ $host == "$1" ]]; then return 0; fi
  done
  return 1
}

prove_folder() {
  local said
  [[ -f SHA256SUMS && -f rollout.plan ]] || misuse "$PWD is not a folder that haplane build has written"
  said=$(sha256sum --quiet -c SHA256SUMS 2>&1) || refuse "${said%%$'\n'*}: not what was built; build it again, or bring the folder here again"
}

