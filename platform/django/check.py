"""Loads what "latchkey export --format django" wrote into a real Django, and logs in there: with the password of a user who registered
with Latchkey, and with the tokens that real Knox issued before the users moved.

usage: check.py FIXTURE SECRETS NAME PASSWORD
"""

import json
import sys

import django
from django.conf import settings

HASHERS = ["Argon2", "PBKDF2", "PBKDF2SHA1", "BCryptSHA256", "BCrypt", "Scrypt", "MD5"]
settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework", "knox"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    PASSWORD_HASHERS=[f"django.contrib.auth.hashers.{name}PasswordHasher" for name in HASHERS],
    USE_TZ=True,
)
django.setup()

from django.contrib.auth import authenticate  # noqa: E402
from django.core.management import call_command  # noqa: E402
from knox.auth import TokenAuthentication  # noqa: E402
from rest_framework.exceptions import AuthenticationFailed  # noqa: E402


def who(token):
    try:
        return TokenAuthentication().authenticate_credentials(token.encode())[0].username
    except AuthenticationFailed as failure:
        return str(failure.detail)


def main(fixture, secrets_file, name, password):
    call_command("migrate", verbosity=0)
    call_command("loaddata", fixture)
    with open(secrets_file, encoding="utf-8") as file:
        secrets = json.load(file)
    assert authenticate(username=name, password=password), "who registered with Latchkey cannot log in"
    for user, token in secrets["knox"].items():
        expected = "Invalid token." if user == "inactive" else user
        assert who(token) == expected, f"the token of {user} is that of {who(token)}"
    for user in ("by_argon2", "by_pbkdf2_sha256", "by_scrypt", "by_md5"):
        assert authenticate(username=user, password=secrets["passwords"][user]), f"{user} cannot log in"
    print(f"{len(secrets['knox'])} tokens and 5 passwords are as they should be in Django {django.__version__}.")


main(*sys.argv[1:])
