#!/usr/bin/env python3
"""Measures what an operator waits for, on the release binary: start, save to live, memory, and requests during reloads.

usage: benches/operate.py BINARY

Prints one line a figure and exits 1 when one is over its limit. Everything runs on loopback, in a temporary folder.
"""
import http.client
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PAYLOAD = open(f"{HERE}/../tests/payloads/full.json", "rb").read()
failed = False


def show(what, value, limit, unit):
    global failed
    bad = value > limit
    failed |= bad
    print(f"{what}: {value:,.1f} {unit} (at most {limit:,} {unit}){'  OVER' if bad else ''}", flush=True)


def skills(count, mark):
    one = ("  /skill/s{n}:\n    reply: \"{{{{params.name}}}}님, '{{{{utterance}}}}' {mark} {n}번\"\n"
           "    quickReplies: [주문 조회, {{label: 지도, block: 65f0c1d2a3b4c5d6e7f80912}}]\n")
    return "skills:\n" + "".join(one.format(n=n, mark=mark) for n in range(count))


class Server:
    def __init__(self, binary, folder, text):
        self.config = f"{folder}/skills.yaml"
        self.save(text)
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [binary, "serve", "--config", self.config, "--listen", "127.0.0.1:0", "--admin", "off", "--state-dir", f"{folder}/state"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        self.port = int(line.rsplit(":", 1)[1].split()[0].strip("/"))
        while self.get("/readyz") != 200:
            time.sleep(0.001)
        self.started_ms = (time.perf_counter() - began) * 1000

    def save(self, text):
        """As editors do: a new file, renamed over the old one."""
        with open(self.config + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(self.config + ".new", self.config)

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)

    def get(self, path):
        connection = self.connect()
        connection.request("GET", path)
        return connection.getresponse().status

    def ask(self, connection, path="/skill/s0"):
        connection.request("POST", path, PAYLOAD)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def memory_mb(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024

    def until_live(self, text, mark):
        connection = self.connect()
        self.save(text)
        began = time.perf_counter()
        while mark.encode() not in self.ask(connection)[1]:
            time.sleep(0.001)
        return (time.perf_counter() - began) * 1000

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(10)
        if code != 0:
            sys.exit(f"SIGTERM ended the server with {code}")


def with_server(binary, text, measure):
    with tempfile.TemporaryDirectory() as folder:
        server = Server(binary, folder, text)
        try:
            measure(server)
        finally:
            server.stop()


def requests(server):
    show("start to ready, one skill", server.started_ms, 100, "ms")
    connection = server.connect()
    for _ in range(100_000):
        server.ask(connection)
    show("resident after 100,000 requests", server.memory_mb(), 25, "MB")


def save_to_live(count, limit):
    def measure(server):
        slowest = max(server.until_live(skills(count, f"판{n}판"), f"판{n}판") for n in range(5))
        show(f"save to live, {count:,} skills, slowest of 5", slowest, limit, "ms")
    return measure


def reloads_under_load(server):
    counts, stop = {"asked": 0, "failed": 0}, threading.Event()

    def load():
        connection = server.connect()
        while not stop.is_set():
            try:
                status, body = server.ask(connection)
                good = status == 200 and b'"version":"2.0"' in body
            except (OSError, http.client.HTTPException):
                connection, good = server.connect(), False
            counts["asked"] += 1
            counts["failed"] += not good

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(100):
        server.until_live(skills(20, f"판{n}판"), f"판{n}판")
    stop.set()
    for thread in threads:
        thread.join()
    show(f"failed of {counts['asked']:,} requests during 100 reloads", counts["failed"], 0, "requests")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    binary = os.path.abspath(sys.argv[1])
    with_server(binary, skills(1, "처음"), requests)
    with_server(binary, skills(1_000, "처음"), save_to_live(1_000, 300))
    with_server(binary, skills(10_000, "처음"), save_to_live(10_000, 2_000))
    with_server(binary, skills(20, "처음"), reloads_under_load)
    sys.exit(failed)


main()
