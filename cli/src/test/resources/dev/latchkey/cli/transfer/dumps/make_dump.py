"""Makes the recorded dumps: real Django and real Knox or Django REST framework tokens, dumped by manage.py's own command.

Run once for each version, as the README beside this file says; writes FILE.json, FILE.csv and FILE.secrets.json.
"""

import csv
import json
import sys
from datetime import datetime, timedelta, timezone

import django
from django.conf import settings
from django.core.management import call_command

FILE = sys.argv[1]

settings.configure(
    SECRET_KEY="only for recording",
    USE_TZ=True,
    TIME_ZONE="UTC",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "rest_framework",
        "rest_framework.authtoken",
        "knox",
    ],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    PASSWORD_HASHERS=[
        "django.contrib.auth.hashers." + name
        for name in (
            "PBKDF2PasswordHasher",
            "PBKDF2SHA1PasswordHasher",
            "Argon2PasswordHasher",
            "BCryptSHA256PasswordHasher",
            "BCryptPasswordHasher",
            "ScryptPasswordHasher",
            "MD5PasswordHasher",
        )
    ],
)
django.setup()
call_command("migrate", verbosity=0)

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from knox.models import AuthToken  # noqa: E402
from rest_framework.authtoken.models import Token  # noqa: E402

# So far off that the recorded tokens outlive the tests.
EXPIRY = timedelta(days=200 * 365)
JOINED = datetime(2019, 5, 17, 8, 30, 15, 250000, tzinfo=timezone.utc)

secrets = {"passwords": {}, "knox": {}, "drf": {}, "expired": {}}


def user(name, password, algorithm, **more):
    encoded = make_password(password, hasher=algorithm) if password else make_password(None)
    joined = JOINED + timedelta(days=User.objects.count())
    made = User(username=name, email=more.pop("email", name + "@example.com"), password=encoded, date_joined=joined, **more)
    made.save()
    if password:
        secrets["passwords"][name] = password
    return made


def knox(made, expiry=EXPIRY):
    created = AuthToken.objects.create(user=made, expiry=expiry)
    return created[1]


for algorithm in ("pbkdf2_sha256", "pbkdf2_sha1", "argon2", "bcrypt_sha256", "bcrypt", "scrypt", "md5"):
    made = user("by_" + algorithm, "Vorpal-Tundra-" + algorithm, algorithm)
    secrets["knox"][made.username] = knox(made)

alice = user("alice", "Vorpal-Tundra-alice", "pbkdf2_sha256", last_login=JOINED, is_staff=True, is_superuser=True)
secrets["knox"]["alice"] = knox(alice, expiry=None)
secrets["expired"]["alice"] = knox(alice, expiry=timedelta(days=-1))
secrets["drf"]["alice"] = Token.objects.create(user=alice).key

inactive = user("inactive", "Vorpal-Tundra-inactive", "md5", is_active=False)
secrets["knox"]["inactive"] = knox(inactive)

user("nopassword", None, None, email="")
user("Grüße", "Vorpal-Tundra-umlaut", "md5")
# One that collides with alice by case, and two that collide with each other by NFKC.
user("ALICE", "Vorpal-Tundra-shouted", "md5")
user("ﬁle", "Vorpal-Tundra-ligature", "md5")
user("file", "Vorpal-Tundra-letters", "md5")
odd = user("odd", "Vorpal-Tundra-odd", "md5")
User.objects.filter(pk=odd.pk).update(password="sha1$abc$0123456789abcdef")
secrets["knox"]["odd"] = knox(odd)

call_command("dumpdata", "auth.user", "knox.authtoken", "authtoken.token", output=FILE + ".json", verbosity=0)
with connection.cursor() as cursor, open(FILE + ".csv", "w", newline="") as stream:
    cursor.execute("SELECT * FROM auth_user ORDER BY id")
    writer = csv.writer(stream)
    writer.writerow([column[0] for column in cursor.description])
    writer.writerows(cursor.fetchall())
with open(FILE + ".secrets.json", "w") as stream:
    json.dump(secrets, stream, indent=1, ensure_ascii=False)
