#!/bin/bash
# Installs the real parts that the tests speak to, and nothing when they are there already; given names of programs,
# only those: `tools/test-parts.sh chromium ffmpeg`.
# Fails with one plain sentence when it cannot: a test never skips because a part is missing.
set -eu -o pipefail

declare -A package=(
  [chromium]=chromium
  [ffmpeg]=ffmpeg
  [espeak-ng]=espeak-ng
  [exiftool]=libimage-exiftool-perl
  [heif-enc]=libheif-examples
  [redis-server]=redis-server
  [ceph]=ceph-common
  [ceph-authtool]=ceph-common
  [ceph-mon]=ceph-mon
  [ceph-osd]=ceph-osd
  [radosgw]=radosgw
  [openssl]=openssl
)

wanted=()
[ $# -gt 0 ] || set -- "${!package[@]}"
for command in "$@"; do
  command -v "$command" >/dev/null || wanted+=("${package[$command]}")
done
[ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || wanted+=(fonts-dejavu-core)
[ ${#wanted[@]} -gt 0 ] || exit 0
mapfile -t wanted < <(printf '%s\n' "${wanted[@]}" | sort -u)

fail() {
  echo "The tests need these Debian packages: ${wanted[*]}. $1" >&2
  exit 1
}

command -v apt-get >/dev/null || fail "This machine has no apt-get; install their like by hand."
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || fail "Install them as root, then run again."
  as_root=(sudo)
fi

echo "Installing ${wanted[*]}"
export DEBIAN_FRONTEND=noninteractive
# A service started by its package would hold ports and memory for nothing: the tests start their own.
policy=/usr/sbin/policy-rc.d
made_policy=
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
  made_policy=yes
fi
finish() { [ -z "$made_policy" ] || "${as_root[@]}" rm -f "$policy"; }
trap finish EXIT
"${as_root[@]}" apt-get update -qq || fail "The package index did not answer; check the network."
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null \
  || fail "apt-get could not install them; its message is above."
