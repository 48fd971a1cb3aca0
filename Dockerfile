# syntax=docker/dockerfile:1

# 1. Build. The dependencies are built from the manifests alone, so that a change in src/ does not build them again.
FROM rust:1.95-bookworm AS build
WORKDIR /build
# Packed relocations make the binary 0.8 MB smaller. They need glibc 2.36, which both stages have; elsewhere that is not sure.
ENV RUSTFLAGS="-C link-arg=-Wl,-z,pack-relative-relocs"
COPY Cargo.toml Cargo.lock ./
RUN mkdir -p src benches tests/it \
 && echo 'fn main() {}' > src/main.rs \
 && touch src/lib.rs tests/it/main.rs benches/answer.rs benches/callbacks.rs benches/journal.rs benches/load.rs \
 && cargo build --locked --release --features redis --bin talkplate \
 && rm -r src
COPY src ./src
# The copied files may be older than what the step above built: touch them, so that cargo sees them as new.
RUN find src -name '*.rs' -exec touch {} + \
 && cargo build --locked --release --features redis --bin talkplate \
 && mkdir -p /out/state \
 && cp target/release/talkplate /out/talkplate

# 2. The image: the binary, C library, CA certificates and time zones; no shell, not root.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /out/talkplate /usr/local/bin/talkplate
# The example answers until your own folder is mounted over it: -v ./my-bot:/config:ro
COPY skills.yaml /config/skills.yaml
COPY templates /config/templates
# The only place that is written to; make it a volume, the rest may be read-only (docker run --read-only).
COPY --from=build --chown=65532:65532 /out/state /state
ENV TALKPLATE_CONFIG=/config/skills.yaml \
    TALKPLATE_STATE_DIR=/state
USER 65532:65532
VOLUME ["/state"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 CMD ["/usr/local/bin/talkplate", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/talkplate"]
CMD ["serve"]
