"""Records what Knox answers, or checks that a file of recorded cases is still what it answers.

    python record.py write more-cases.jsonl     sends every sample of samples.py, writes the cases
    python record.py check cases.jsonl          sends every case of the file, prints where Knox answers otherwise

Each profile of settings runs in a process of its own, behind Django's own development server, over a plain socket:
requests go out byte for byte as the case has them.
"""

import base64
import json
import re
import socket
import subprocess
import sys
import tempfile
import threading
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).parent
PASSWORD = "Correct-Horse-9!"
OWNERS = {"prefix": "prefixed", "noexpiry": "forever", "bearer": "bearer", "refresh": "refresher", "limit": "limited"}
USERS = ("alice", "taken", "file1", "prefixed", "forever", "bearer", "refresher", "limited")
DEAD_USERS = ("inactive", "deleted")
RECORDED_HEADERS = ("Content-Type", "Allow", "WWW-Authenticate", "Retry-After")

# What stands behind `{{token:64 hex}}` in the requests of the first recording, where only the name of the case tells.
TOKEN_OF_CASE = {
    "register.with_valid_token_header": "valid_token",
    "user.two_authorization_headers": "valid_token",
    "user.invalid_token_prefix_matches": "valid_token with another end",
    "user.expired_token": "expired_token",
    "user.inactive_user": "token_of_inactive_user",
    "user.deleted_user": "token_of_deleted_user",
}


class Site:
    """A running application of one profile, with its fixtures."""

    def __init__(self, profile, folder):
        import app

        app.configure(profile, str(Path(folder) / "knox.sqlite3"))
        from django.core.management import call_command
        from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
        from django.core.wsgi import get_wsgi_application

        call_command("migrate", verbosity=0)
        WSGIRequestHandler.log_message = lambda *args: None
        self.profile = profile
        self.server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
        self.server.set_app(get_wsgi_application())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reset(self):
        from django.contrib.auth import get_user_model
        from django.core.cache import cache

        cache.clear()
        get_user_model().objects.all().delete()
        for name in USERS + DEAD_USERS:
            self.add_user(name, PASSWORD)

    def add_user(self, name, password, email=None):
        from django.contrib.auth import get_user_model

        return get_user_model().objects.create_user(name, email or name + "@example.com", password)

    def token(self, name, ttl=timedelta(hours=10)):
        from django.contrib.auth import get_user_model
        from knox.models import AuthToken

        prefix = "tka_" if self.profile == "prefix" else ""
        return AuthToken.objects.create(get_user_model().objects.get(username=name), ttl, prefix)[1]

    def prepare(self, case):
        """Brings about what the case wants to be true before; returns the values of its placeholders."""
        from django.contrib.auth import get_user_model

        self.reset()
        setup = case.get("setup")
        for user in setup.get("users", []) if isinstance(setup, dict) else []:
            self.add_user(user["username"], user["password"], user.get("email"))
        owner = OWNERS.get(self.profile, "alice")
        values = {
            "valid_token": self.token(owner),
            "other_valid_token": self.token(owner),
            "expired_token": self.token(owner, timedelta(seconds=-1)),
            "logged_out_token": "0" * 64,
            "token_of_inactive_user": self.token("inactive"),
            "token_of_deleted_user": self.token("deleted"),
            "unknown_token": "f" * 64,
        }
        values["valid_token with another end"] = values["valid_token"][:-4] + "beef"
        values["valid_token minus prefix"] = values["valid_token"].removeprefix("tka_")
        values["valid_token upper case"] = values["valid_token"].upper()
        values["valid_token without its last character"] = values["valid_token"][:-1]
        get_user_model().objects.filter(username="deleted").delete()
        get_user_model().objects.filter(username="inactive").update(is_active=False)
        name = case["case"]
        values["token:64 hex"] = values[TOKEN_OF_CASE.get(name, "unknown_token")]
        self.prepare_sequence(name, values)
        return values

    def prepare_sequence(self, name, values):
        """The cases of the first recording that follow another one."""
        from django.contrib.auth import get_user_model
        from django.utils import timezone
        from knox.models import AuthToken

        if re.search(r"again_same_token|then_user", name):
            path = "/api/auth/" + name.split(".")[0]
            self.send("POST", path, [("Authorization", "Token " + values["valid_token"])], b"")
        limited = re.search(r"token_limit\.(\d)_of_2", name)
        if limited:
            AuthToken.objects.all().delete()
            for _ in range(int(limited.group(1)) - 1):
                self.token("limited")
        throttled = re.search(r"throttle\.login\.(\d)", name)
        for _ in range(int(throttled.group(1)) - 1 if throttled else 0):
            body = json.dumps({"username": "throt", "password": "x"}).encode()
            self.send("POST", "/api/auth/login", [("Content-Type", "application/json")], body)
        ages = {
            "refresh.extends": (3600, 3600),
            "refresh.min_interval_no_write": (30, 35970),
            "refresh.capped_by_max_ttl": (72000, 3600),
            "refresh.past_max_ttl": (108000, 3600),
            "refresh.expired": (72000, -1),
        }
        if name in ages:
            age, left = ages[name]
            now = timezone.now()
            AuthToken.objects.filter(token_key=values["valid_token"][:15]).update(
                created=now - timedelta(seconds=age), expiry=now + timedelta(seconds=left)
            )
        if name == "noexpiry.login.ok":
            assert get_user_model().objects.filter(username="forever").exists()

    def send(self, method, path, headers, body):
        """Sends bytes, returns status, headers (lower-case names) and body bytes."""
        encoding = "latin-1" if any("ÿ" in value for _, value in headers) else "utf-8"
        head = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close"]
        head += [f"{name}: {value}" for name, value in headers]
        if body or method in ("POST", "PUT", "PATCH"):
            head.append(f"Content-Length: {len(body)}")
        with socket.create_connection(self.server.server_address, timeout=60) as connection:
            connection.sendall("\r\n".join(head + ["", ""]).encode(encoding) + body)
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
        top, _, rest = answer.partition(b"\r\n\r\n")
        lines = top.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines[1:])
        return int(lines[0].split()[1]), {name.lower(): value.strip() for name, _, value in pairs}, rest

    def ask(self, case):
        values = self.prepare(case)
        request = case["request"]
        headers = []
        for name, value in request["headers"].items():
            for single in value if isinstance(value, list) else [value]:
                headers.append((name, fill(single, values)))
        if case["case"] == "user.two_authorization_headers":
            headers += headers
        return self.send(request["method"], request["path"], headers, body_of(request, values))


def fill(text, values):
    return re.sub(r"\{\{(.*?)\}\}", lambda match: values[match.group(1)], text)


def long_text(value):
    return value[0] * value[1] if isinstance(value, list) and len(value) == 2 and isinstance(value[1], int) else value


def body_of(request, values):
    if "body_base64" in request:
        return base64.b64decode(request["body_base64"])
    if "body_fields" in request:
        return json.dumps({name: long_text(value) for name, value in request["body_fields"].items()}).encode()
    if "body_repeat" in request:
        return long_text(request["body_repeat"]).encode()
    return fill(request.get("body") or "", values).encode()


def expectation(status, headers, body, prefix):
    """What a case says about an answer: varying values become placeholders."""
    try:
        parsed = json.loads(body) if body else None
    except ValueError:
        parsed = body.decode("utf-8", "replace")[:60]
    if isinstance(parsed, dict):
        if "token" in parsed and status < 300:
            parsed["token"] = "{{token:tka_+64 hex}}" if prefix else "{{token:64 hex}}"
            parsed["expiry"] = parsed["expiry"] and "{{expiry:YYYY-MM-DDTHH:MM:SS.ffffffZ}}"
            parsed["user"]["id"] = "{{int}}"
        elif "id" in parsed and "username" in parsed and status == 200:
            parsed["id"] = "{{int}}"
    kept = {name: headers[name.lower()] for name in RECORDED_HEADERS if name.lower() in headers}
    if not parsed:
        kept.pop("Content-Type", None)
    if status != 405:
        kept.pop("Allow", None)  # Django sends it with every answer
    expect = {"status": status, "body": parsed}
    return expect | {"headers": kept} if kept else expect


def differences(case, expect):
    """Our general differences from Knox; a sample's own `ours` comes before them."""
    if "ours" in case:
        return case["ours"]
    body = expect["body"]
    if case["request"]["method"] == "OPTIONS":
        return {"status": "2xx"}
    if isinstance(body, dict) and str(body.get("detail", "")).startswith("JSON parse error"):
        return {"status": 400, "body_keys": ["detail"], "headers": expect["headers"]}
    if expect["status"] == 404:
        body = None if case["request"]["method"] == "HEAD" else {"detail": "Not found."}
        return {"status": 404, "body": body, "headers": {"Content-Type": "application/json"}}
    return None


def recorded(case, expect):
    ours = differences(case, expect)
    line = {name: case[name] for name in ("case", "settings", "request", "setup") if name in case}
    line["expect"] = ours or expect
    if ours and ours != expect:
        line["knox"] = {"status": expect["status"], "body": expect["body"]}
    if "note" in case:
        line["note"] = case["note"]
    line["recorded"] = not ours or ours == expect
    if expect["status"] >= 500 and not ours:
        raise SystemExit(f"{case['case']}: Knox answers {expect['status']}; say in samples.py what we answer")
    return line


def mismatch(case, expect):
    wanted = case["expect"]
    for name in ("status", "body"):
        if name in wanted and wanted[name] != expect[name]:
            return f"{name} {json.dumps(expect[name])} instead of {json.dumps(wanted[name])}"
    if "body_keys" in wanted and sorted(wanted["body_keys"]) != sorted(expect["body"]):
        return f"keys {sorted(expect['body'])} instead of {wanted['body_keys']}"
    if wanted.get("headers", {}) != expect.get("headers", {}):
        return f"headers {expect.get('headers')} instead of {wanted.get('headers')}"
    return None


def serve_profile(profile):
    """The child process: reads cases from standard input, writes what Knox says to standard output."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(profile, folder)
        for line in sys.stdin:
            case = json.loads(line)
            print(json.dumps(expectation(*site.ask(case), profile == "prefix")), flush=True)


def ask_all(cases):
    """Every case's expectation, in the order of the cases; one child process a profile."""
    answers = {}
    for profile in dict.fromkeys(case["settings"] for case in cases):
        chosen = [case for case in cases if case["settings"] == profile]
        text = "".join(json.dumps(case) + "\n" for case in chosen)
        child = subprocess.run(
            [sys.executable, __file__, "serve", profile], input=text, capture_output=True, text=True, cwd=HERE
        )
        lines = child.stdout.splitlines()
        if len(lines) != len(chosen):
            raise SystemExit(f"{profile}: {len(lines)} of {len(chosen)} answers\n{child.stderr}")
        answers |= {case["case"]: json.loads(line) for case, line in zip(chosen, lines, strict=True)}
    return answers


def write(path):
    import samples

    cases = list(samples.all_samples())
    names = [case["case"] for case in cases]
    doubles = {name for name in names if names.count(name) > 1}
    if doubles:
        raise SystemExit(f"names used twice: {sorted(doubles)}")
    answers = ask_all(cases)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for case in cases:
            file.write(json.dumps(recorded(case, answers[case["case"]])) + "\n")
    print(f"{len(cases)} cases written")


def check(path):
    cases = [json.loads(line) for line in open(path, encoding="utf-8")]
    sent = [case for case in cases if case["recorded"]]
    answers = ask_all(sent)
    wrong = 0
    for case in sent:
        problem = mismatch(case, answers[case["case"]])
        if problem:
            wrong += 1
            print(f"{case['case']}: {problem}")
    print(f"{len(sent)} of {len(cases)} cases are recorded ones; {wrong} of these differ")


if __name__ == "__main__":
    {"serve": serve_profile, "write": write, "check": check}[sys.argv[1]](sys.argv[2])
