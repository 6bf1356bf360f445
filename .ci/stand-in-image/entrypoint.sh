#!/usr/bin/env bash
# Does what the official image's entry point does for a test: a variable with a dot in its name is a
# setting of OpenSearch. Settings of the security plugin are left out, as the plugin is not there.
set -euo pipefail

settings=()
while IFS='=' read -r -d '' name value; do
  if [[ $name == plugins.security.* || -z $value ]]; then continue; fi
  if [[ $name =~ ^[a-z0-9_]+\.[a-z0-9_]+ ]]; then settings+=("-E$name=$value"); fi
done < <(env -0)

exec ./bin/opensearch "${settings[@]}" "$@"
