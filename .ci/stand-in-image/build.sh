#!/usr/bin/env bash
# Sees to it that the engine has the image opensearchproject/opensearch:<version>. Where no image
# registry can be reached, builds one of the same name and tag out of packages: Debian's base system,
# the Java of this machine, and OpenSearch as it is published for Maven.
# Needs root, debootstrap, an engine that answers, and packages/local-domain built.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
say() { echo "stand-in-image: $*" >&2; }

eval "$(node "$here/ingredients.mjs" --version-only)"
image="opensearchproject/opensearch:$version"

if docker image inspect "$image" >/dev/null 2>&1; then
  say "$image is here already"
  exit 0
fi
say "pulling $image"
if timeout 300 docker pull --quiet "$image" >&2; then exit 0; fi

say "it cannot be pulled: building a stand-in"
assignments=$(node "$here/ingredients.mjs")
eval "$assignments"
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
root=$context/root

# The mirror and the release are the ones that apt uses on this machine.
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 'Component: main' |
  awk -v release="$release" '$2 == release { print $1; exit }')
if [ -z "$mirror" ]; then
  say "apt has no package source for $release (is apt-get update due?)"
  exit 1
fi

say "base system of $release"
if ! timeout 300 debootstrap --variant=minbase "$release" "$root" "$mirror" >"$context/debootstrap.log" 2>&1; then
  tail -n 20 "$context/debootstrap.log" >&2
  exit 1
fi
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale}

say "Java from $java_home, OpenSearch from $opensearch_home"
cp -r "$opensearch_home" "$context/opensearch"
# Debian's own Java links into /etc: -L takes what the links lead to.
cp -rL "$java_home" "$context/opensearch/jdk"
rm -rf "$context/opensearch/jdk"/{jmods,legal,man,include,lib/src.zip}
mkdir -p "$context/opensearch"/{data,logs}
echo 'network.host: 0.0.0.0' >"$context/opensearch/config/opensearch.yml"
install -m 0755 "$here/entrypoint.sh" "$context/opensearch/entrypoint.sh"
cp "$here/Dockerfile" "$context/Dockerfile"
printf 'debootstrap.log\n' >"$context/.dockerignore"

DOCKER_BUILDKIT=0 timeout 300 docker build --quiet --tag "$image" "$context" >/dev/null
say "$image built ($(docker image inspect --format '{{.Size}}' "$image") bytes)"
