#!/usr/bin/env bash
# Checks the workflows in .github and the YAML of plutu-sandbox/docs/recipes.md against their
# schemas, and the workflows for security problems. Prints `skipped: …` where the tools cannot be
# installed.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=target/workflows
if [[ ! -d $venv ]]; then
  python3 -m venv "$venv"
fi
if ! "$venv/bin/pip" install --quiet --disable-pip-version-check check-jsonschema==0.39.0 zizmor==1.32.0; then
  echo "skipped: the workflows, as check-jsonschema and zizmor cannot be installed"
  exit 0
fi

"$venv/bin/check-jsonschema" --builtin-schema vendor.github-workflows .github/workflows/*.yml
"$venv/bin/zizmor" --offline --quiet .github/workflows

# The blocks of YAML: a Compose file starts with `services:`, a workflow with `on:`.
examples=$(mktemp -d)
trap 'rm -rf "$examples"' EXIT
awk -v folder="$examples" '
  /^```yaml$/ { file = folder "/" ++count ".yml"; next }
  /^```$/ { file = ""; next }
  file { print >file }
' plutu-sandbox/docs/recipes.md
"$venv/bin/check-jsonschema" --builtin-schema vendor.compose-spec $(grep -l '^services:' "$examples"/*.yml)
"$venv/bin/check-jsonschema" --builtin-schema vendor.github-workflows $(grep -l '^on:' "$examples"/*.yml)
