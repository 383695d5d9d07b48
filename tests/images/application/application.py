#!/usr/bin/python3
"""Stands in for an application that knows nothing of certificates.

Serves HTTP on the ports in /application.json and goes on calling the servers there, with their own clients. With the argument
`check` calls each of them, says how it went, and ends with 1 when one could not be reached.
"""

import http.server
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

SECONDS = 5
ATTEMPTS = 3


def client(*command, **variables):
    """What a client program printed; an error when it failed."""
    ended = subprocess.run(command, env={**os.environ, **variables}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, timeout=2 * SECONDS, text=True)
    if ended.returncode != 0:
        raise OSError(ended.stdout.strip())
    return ended.stdout


def postgres(to):
    client("psql", "-h", to["host"], "-p", str(to["port"]), "-U", to["user"], "-d", to["database"], "-Atc", "select 1",
           PGPASSWORD=to["password"], PGCONNECT_TIMEOUT=str(SECONDS))


def mariadb(to):
    client("mariadb", "--skip-ssl", "-h", to["host"], "-P", str(to["port"]), "-u", to["user"], "-e", "select 1",
           MYSQL_PWD=to["password"])


def redis(to):
    # Without a password the variable has no effect; a server that asks for another one answers NOAUTH.
    if "PONG" not in client("redis-cli", "-h", to["host"], "-p", str(to["port"]), "ping", REDISCLI_AUTH=to["password"]):
        raise OSError("no PONG")


def rabbitmq(to):
    # AMQP 0-9-1, section 4.2.2: the server answers the protocol's header by a method frame, Connection.Start.
    with socket.create_connection((to["host"], to["port"]), SECONDS) as connection:
        connection.settimeout(SECONDS)
        connection.sendall(b"AMQP\0\0\x09\x01")
        if connection.recv(1) != b"\x01":
            raise OSError("no frame of AMQP")


def web(to):
    try:
        urllib.request.urlopen("http://%s:%d/" % (to["host"], to["port"]), timeout=SECONDS).close()
    except urllib.error.HTTPError as answered:
        if answered.code >= 500:
            raise


PROTOCOLS = {"postgres": postgres, "mariadb": mariadb, "redis": redis, "rabbitmq": rabbitmq, "http": web}


def call(to):
    """Why a server could not be reached; None when it could."""
    try:
        PROTOCOLS[to["kind"]](to)
        return None
    except (OSError, subprocess.TimeoutExpired) as failed:
        return str(failed)


def check(calls):
    failures = 0
    for to in calls:
        for attempt in range(ATTEMPTS):
            failed = call(to)
            if failed is None:
                break
            time.sleep(1)
        failures += failed is not None
        print("%s %s:%d %s" % (to["kind"], to["host"], to["port"], failed or "ok"))
    return 1 if failures else 0


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"ok\n")

    def log_message(self, *arguments):
        pass


def serve(port):
    http.server.ThreadingHTTPServer(("0.0.0.0", port), Page).serve_forever()


with open("/application.json") as file:
    PLAN = json.load(file)
if sys.argv[1:] == ["check"]:
    sys.exit(check(PLAN["calls"]))
for port in PLAN["ports"]:
    threading.Thread(target=serve, args=(port,), daemon=True).start()
while True:
    for to in PLAN["calls"]:
        call(to)
    time.sleep(3)
