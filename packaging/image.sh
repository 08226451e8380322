#!/usr/bin/env bash
# Builds the container image plutu-sandbox for this machine, with docker or buildah. Prints
# `skipped: …` without them.
set -euo pipefail
cd "$(dirname "$0")/.."

# The folder that the image is built in. Images of several platforms need `amd64` and `arm64`; this
# makes one of them.
context=target/image
target=$(uname -m)-unknown-linux-musl
case $(uname -m) in
  x86_64) architecture=amd64 ;;
  aarch64 | arm64) architecture=arm64 ;;
  *) echo "skipped: the image, as there is none for $(uname -m)" && exit 0 ;;
esac

if docker info >/dev/null 2>&1; then
  build=(docker build)
elif command -v buildah >/dev/null; then
  # Neither needs rights that a container lacks. Docker's format has health checks.
  build=(buildah --storage-driver vfs build --isolation chroot --format docker)
else
  echo "skipped: the image, as there is no docker daemon and no buildah"
  exit 0
fi

packaging/build.sh "$target"
rm -rf "$context"
mkdir -p "$context/$architecture" "$context/state"
cp "target/$target/dist/plutu-sandbox" "$context/$architecture/"
"${build[@]}" --build-arg "TARGETARCH=$architecture" --tag plutu-sandbox --file packaging/image/Dockerfile "$context"
exec python3 packaging/test.py "${build[0]}"
