#!/usr/bin/env bash
# Prints the notes of a release: docs/releases/VERSION.md if there is one, and the section of
# CHANGELOG.md.
# usage: packaging/notes.sh TAG
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1:?usage: packaging/notes.sh TAG}
version=${version#v}
if ! grep -qx "version = \"$version\"" Cargo.toml; then
  echo "error: the version in Cargo.toml is not $version" >&2
  exit 1
fi

page=docs/releases/$version.md
if [[ -e $page ]]; then
  cat "$page"
  echo
fi
section=$(awk -v heading="## $version" '
  /^## / { within = $0 == heading || index($0, heading " ") == 1; next }
  within
' CHANGELOG.md)
if [[ -z $section ]]; then
  echo "error: CHANGELOG.md has no section \"## $version\"" >&2
  exit 1
fi
printf '%s\n' "$section"
