"""Writes a dump of many users with a Knox token each, as dumpdata would: make_large_dump.py N FILE."""

import hashlib
import json
import sys

COUNT = int(sys.argv[1])

with open(sys.argv[2], "w") as stream:
    stream.write("[")
    for pk in range(1, COUNT + 1):
        digest = hashlib.sha256(str(pk).encode()).hexdigest()
        user = {
            "password": "pbkdf2_sha256$600000$%s$%s" % (digest[:22], "A" * 43 + "="),
            "last_login": "2025-06-01T12:00:00Z",
            "is_superuser": False,
            "username": "user%d" % pk,
            "first_name": "First",
            "last_name": "Last",
            "email": "user%d@example.com" % pk,
            "is_staff": False,
            "is_active": True,
            "date_joined": "2020-01-01T00:00:00.123Z",
            "groups": [],
            "user_permissions": [],
        }
        stream.write(json.dumps({"model": "auth.user", "pk": pk, "fields": user}) + ", ")
    for pk in range(1, COUNT + 1):
        digest = hashlib.sha512(str(pk).encode()).hexdigest()
        token = {"token_key": digest[:15], "user": pk, "created": "2026-01-01T00:00:00Z", "expiry": "2226-01-01T00:00:00Z"}
        row = json.dumps({"model": "knox.authtoken", "pk": digest, "fields": token})
        stream.write(row + ("]" if pk == COUNT else ", "))
