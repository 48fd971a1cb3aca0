#!/bin/sh
# Runs one fuzz target: fuzz/run.sh TARGET SECONDS [FLAGS of libFuzzer]. Needs cargo-fuzz; RUSTUP_TOOLCHAIN=nightly takes another compiler than the machine's own.
set -eu
cd "$(dirname "$0")/.."
target=$1
seconds=${2:-60}
shift
[ $# -eq 0 ] || shift
corpus=fuzz/corpus/$target
mkdir -p "$corpus"
case $target in
skills_yaml)
    cp skills.yaml "$corpus/example.yaml"
    for file in tests/mistakes/*/skills.yaml tests/replies/*/reply.yaml; do
        cp "$file" "$corpus/$(basename "$(dirname "$file")").yaml"
    done
    ;;
template) grep -rhoE '\{\{.*\}\}' docs/language.md skills.yaml templates | split -l 1 -a 4 - "$corpus/seed-" ;;
payload) cp tests/payloads/*.json "$corpus/" ;;
esac
# libFuzzer needs flags that are not stable: this lets the machine's own compiler take them. A nightly one takes them anyway.
export RUSTC_BOOTSTRAP=1
# 4 seconds for one input and 1 GiB: far beyond what any file may cost.
exec cargo fuzz run "$target" --sanitizer none -- \
    -max_total_time="$seconds" -timeout=4 -rss_limit_mb=1024 -max_len=16384 -dict="fuzz/$target.dict" -print_final_stats=1 "$@"
