#!/usr/bin/env bash
# Builds the program plutu-sandbox for one target, in the profile `dist`, and prints its size.
# usage: packaging/build.sh [TARGET]
set -euo pipefail
cd "$(dirname "$0")/.."

target=${1:-$(uname -m)-unknown-linux-musl}
most=$((15 * 1024 * 1024))

rustup target list --installed | grep -qx "$target" || rustup target add "$target"
cargo build --package plutu-sandbox --bin plutu-sandbox --profile dist --target "$target" --locked

case $target in
  *-windows-*) program=target/$target/dist/plutu-sandbox.exe ;;
  *) program=target/$target/dist/plutu-sandbox ;;
esac
size=$(wc -c <"$program" | tr -d ' ')
echo "$program: $size bytes"
if ((size > most)); then
  echo "error: the program is larger than $most bytes" >&2
  exit 1
fi
