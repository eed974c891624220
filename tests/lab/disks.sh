# shellcheck shell=bash
# A host's disk is an ext4 image with everything that it ever wrote, over the shared root and its own layer, both read-only.

# The lab's files live in memory, so that no host waits for the machine's disk.
mount_state() {
  mkdir -p "$LAB_STATE"
  ! mountpoint -q "$LAB_STATE" || return 0
  mount -t tmpfs -o mode=0700,size=80% haplane-lab "$LAB_STATE"
  # What is unmounted below it goes in the mount namespaces of running commands, too.
  mount --make-shared "$LAB_STATE"
}

# A new file, not new bytes in the old one: a mount of it that a mount namespace elsewhere still has would come back with it.
new_disk() {
  rm -f "$(folder_of "$1")/disk.img"
  cp --sparse=always "$LAB_STATE/layers/disk.img" "$(folder_of "$1")/disk.img"
}

mount_disk() {
  local folder layers=$LAB_STATE/layers
  folder=$(folder_of "$1")
  mkdir -p "$folder/disk" "$folder/root"
  ! mountpoint -q "$folder/root" || return 0
  mountpoint -q "$folder/disk" || mount -o loop "$folder/disk.img" "$folder/disk"
  # With redirect_dir a folder of a lower layer can be renamed, as on a plain file system.
  mount -t overlay \
    -o "redirect_dir=on,lowerdir=$layers/$(layer_of "$1"):$layers/common:$LAB_STATE/root,upperdir=$folder/disk/upper,workdir=$folder/disk/work" \
    "$LAB_PREFIX-$1" "$folder/root"
}

unmount_disk() {
  unmount "$(folder_of "$1")/root"
  unmount "$(folder_of "$1")/disk"
}

unmount() {
  ! mountpoint -q "$1" || within 10 umount "$1" || fail "$1 is still in use"
}

# How many writes to the image the kernel has finished, how many sectors they were, and how many it is at (Linux, block/stat).
writes_of() {
  local device
  device=$(findmnt -n -o SOURCE "$(folder_of "$1")/disk")
  awk '{print $5, $7, $9}' "/sys/block/${device#/dev/}/stat"
}

# The image as a disk that loses power would be: the host is frozen, and the copy counts only if the kernel, which still
# writes by itself, wrote nothing meanwhile.
copy_disk() {
  local folder before
  folder=$(folder_of "$1")
  for _ in {1..50}; do
    before=$(writes_of "$1")
    cp --sparse=always "$folder/disk.img" "$folder/cut.img"
    case $before in *' 0') [ "$before" != "$(writes_of "$1")" ] || return 0 ;; esac
  done
  fail "the disk of $1 did not come to rest"
}
