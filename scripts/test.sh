#!/usr/bin/env bash
# Everything that has to hold before a change lands: format, lints, the Dockerfile, all tests.
# On Debian as root it installs what is missing; elsewhere it says what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s\n' "$*"; }

need_debian() { # COMMAND PACKAGE...: makes sure of a command
  local command=$1
  shift
  command -v "$command" >/dev/null 2>&1 && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing $*"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
  else
    echo "missing: $command. Install it (Debian: apt-get install $*) and run this again." >&2
    exit 1
  fi
}

if ! command -v cargo >/dev/null 2>&1; then
  echo "missing: cargo. Install Rust 1.95 or newer (rustup.rs, or your distribution's package) and run this again." >&2
  exit 1
fi
need_debian cc build-essential
# The tests of the shared journal start one for themselves.
need_debian redis-server redis-server
# The tests of the console use it in a browser.
need_debian chromedriver chromium chromium-driver
need_debian chromium chromium
for component in fmt clippy; do
  if ! cargo "$component" --version >/dev/null 2>&1; then
    rustup component add "${component/fmt/rustfmt}" 2>/dev/null || {
      echo "missing: cargo $component. Run: rustup component add ${component/fmt/rustfmt}" >&2
      exit 1
    }
  fi
done

say "format"
cargo fmt --check

say "lints (warnings are errors)"
cargo clippy --locked --all-targets --quiet -- -D warnings
cargo clippy --locked --all-targets --features redis --quiet -- -D warnings

say "Dockerfile"
scripts/lint-dockerfile.sh

say "the example's own tests"
cargo run --locked --quiet -- test

say "tests"
cargo test --locked --features redis --no-fail-fast
