#!/usr/bin/env python3
"""Fails when a request costs more user-space instructions than the hand-written peer needs.

usage: benches/instructions.py [--limit 1.00] [--requests 1000]

Builds both in release mode and runs them under callgrind, each twice, with a few and with many requests over one connection;
the difference is what the requests cost, start and stop cancel out. Instructions are counted, not timed, so the
figure is the same on a busy machine (within 0.2 %; allow 2 %). Needs valgrind (Debian: apt-get install valgrind).
The measured server has 20 skills and its admin listener with metrics on.
"""
import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
PAYLOAD = open(f"{ROOT}/tests/payloads/full.json", "rb").read()
REPLY = """    reply: "안녕하세요, {{params.name}}님! '{{utterance}}'라고 하셨네요."
    quickReplies: [주문 조회, 배송 조회, 상담원 연결]
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def build():
    run = lambda where: subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=where, check=True)
    run(ROOT)
    run(f"{HERE}/peer")
    # Where cargo puts things is its own affair (CARGO_TARGET_DIR, config files): ask it.
    target = lambda where: json.loads(subprocess.check_output(
        ["cargo", "metadata", "--no-deps", "--format-version", "1"], cwd=where))["target_directory"]
    return f"{target(ROOT)}/release/talkplate", f"{target(f'{HERE}/peer')}/release/talkplate-peer"


def connect(port, process):
    for _ in range(1200):
        if process.poll() is not None:
            sys.exit(f"the server ended at once, exit code {process.returncode}")
        try:
            return socket.create_connection(("127.0.0.1", port), 20)
        except OSError:
            time.sleep(0.05)
    sys.exit("the server did not listen within a minute")


def ask(connection, times):
    request = (b"POST /skill/hello HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
               b"Content-Length: %d\r\n\r\n" % len(PAYLOAD)) + PAYLOAD
    for _ in range(times):
        connection.sendall(request)
        answer = b""
        while True:
            answer += connection.recv(65536)
            head, _, body = answer.partition(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: *(\d+)", head)
            if length and len(body) >= int(length[1]):
                break
        if not head.startswith(b"HTTP/1.1 200") or "홍길동".encode() not in body:
            sys.exit(f"not the expected answer: {answer[:300]!r}")


def instructions(command, port, times):
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={folder}/out.%p", *command],
            env=dict(os.environ, PORT=str(port)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            with connect(port, server) as connection:
                ask(connection, times)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
        counts = [re.search(r"^(?:summary|totals): (\d+)", open(f"{folder}/{name}").read(), re.M) for name in os.listdir(folder)]
        return sum(int(count[1]) for count in counts if count)


def per_request(command_for, requests):
    few, many = requests // 5, requests
    low, high = (instructions(command_for(port := free_port()), port, times) for times in (few, many))
    return (high - low) / (many - few)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=float, default=1.00, help="the most that is allowed, as a multiple of the peer's")
    parser.add_argument("--requests", type=int, default=1000)
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        sys.exit("missing: valgrind (Debian: apt-get install valgrind)")
    ours, peer = build()
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/skills.yaml", "w", encoding="utf-8") as file:
            file.write("skills:\n  /skill/hello:\n" + REPLY + "".join(f"  /skill/other{n}:\n{REPLY}" for n in range(19)))
        serve = lambda port: [ours, "serve", "--config", f"{folder}/skills.yaml", "--state-dir", f"{folder}/state",
                              "--listen", f"127.0.0.1:{port}", "--admin", f"127.0.0.1:{free_port()}", "--workers", "1"]
        mine = per_request(serve, options.requests)
        theirs = per_request(lambda _: [peer], options.requests)
    ratio = mine / theirs
    print(f"talkplate {mine:,.0f}  peer {theirs:,.0f}  ratio {ratio:.3f}  (at most {options.limit:.2f})")
    sys.exit(ratio > options.limit)


main()
