#!/usr/bin/env bash
# Builds plutu-sandbox for one target and packs it into target/packages: an archive, a Python wheel,
# and two npm packages, one with the program and one, the same for all targets, that starts it.
# usage: packaging/pack.sh [TARGET]
set -euo pipefail
cd "$(dirname "$0")/.."

target=${1:-$(uname -m)-unknown-linux-musl}
out=$PWD/target/packages
mkdir -p "$out"
# Nothing of another version or target is left.
find "$out" -maxdepth 1 -type f -delete

# Windows: no redistributable package of Visual C++ is needed.
export CARGO_TARGET_X86_64_PC_WINDOWS_MSVC_RUSTFLAGS="-C target-feature=+crt-static"
packaging/build.sh "$target"

# The names of the archives are those of `package.metadata.binstall` in plutu-sandbox/Cargo.toml.
archive=plutu-sandbox-$target
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp LICENSE-APACHE LICENSE-MIT "$stage"
case $target in
  *-windows-*)
    cp "target/$target/dist/plutu-sandbox.exe" "$stage"
    (cd "$stage" && 7z a -bso0 "$out/$archive.zip" .)
    ;;
  *)
    cp "target/$target/dist/plutu-sandbox" "$stage"
    (cd "$stage" && tar -czf "$out/$archive.tar.gz" -- *)
    ;;
esac

node packaging/npm/pack.mjs "$target" "$stage" "$out"

# A static program runs on glibc and on musl, so its wheel has the tags of both.
case $target in
  *-linux-musl) tags="manylinux2014 musllinux_1_2" ;;
  *) tags= ;;
esac
# maturin finds the program that was built above, and does not build it again.
venv=target/packages/venv
if [[ ! -d $venv ]]; then
  python3 -m venv "$venv"
fi
PATH=$PWD/$venv/bin:$PWD/$venv/Scripts:$PATH
python -m pip install --quiet --disable-pip-version-check maturin==1.16.0
# Licenses are part of a wheel, and a wheel takes them only from its own folder.
cp LICENSE-APACHE LICENSE-MIT packaging/python/
# shellcheck disable=SC2086 # The tags are several words.
(cd packaging/python && maturin build --quiet --target "$target" ${tags:+--compatibility $tags} --out "$out")

(cd "$out" && wc -c -- *.*)
