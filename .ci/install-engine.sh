#!/usr/bin/env bash
# Puts a container engine on a bare Debian machine (root) and waits until it answers.
# Does nothing where one answers already. Prints the process id of a dockerd that it started, alone,
# on standard output, so that the caller can end it.
set -euo pipefail

log=${DOCKERD_LOG:-/var/log/dockerd-ci.log}

say() { echo "install-engine: $*" >&2; }
answers() { timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

retry() {
  local try
  for try in 1 2 3; do
    if timeout 300 "$@" >&2; then return 0; fi
    say "try $try of 3 failed: $*"
    sleep $((try * 3))
  done
  return 1
}

if answers; then
  say "an engine answers already"
  exit 0
fi

export DEBIAN_FRONTEND=noninteractive
if ! command -v dockerd >/dev/null || ! command -v debootstrap >/dev/null; then
  say "installing docker.io"
  retry apt-get update -qq
  retry apt-get install -y -qq --no-install-recommends \
    docker.io containerd runc iptables debootstrap >/dev/null
fi

say "starting dockerd"
# Not bound to one address: where a machine looks like a container itself, Testcontainers comes in over the bridge.
nohup dockerd >"$log" 2>&1 </dev/null &
pid=$!
for _ in $(seq 60); do
  if answers; then
    say "engine $(docker version --format '{{.Server.Version}}') answers"
    echo "$pid"
    exit 0
  fi
  if ! kill -0 "$pid" 2>/dev/null; then break; fi
  sleep 1
done

say "dockerd did not answer. Its last lines:"
tail -n 20 "$log" >&2
kill "$pid" 2>/dev/null || true
exit 1
