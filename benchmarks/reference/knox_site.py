"""A site with django-rest-knox as its documentation has it: log in, and who am I. "python knox_site.py" makes the tables and two users.

DATABASE is a file for SQLite, or "postgresql HOST PORT USER" for PostgreSQL; HASHER a hasher, Django's own default if not set.
"""

import os

import django
from django.conf import settings


def database():
    words = os.environ["DATABASE"].split()
    if words[0] != "postgresql":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": words[0]}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "HOST": words[1],
        "PORT": words[2],
        "USER": words[3],
        # Connections are kept, as a site under load has it.
        "CONN_MAX_AGE": None,
    }


settings.configure(
    SECRET_KEY="only for measuring",
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": database()},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework", "knox"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    PASSWORD_HASHERS=[os.environ.get("HASHER", "django.contrib.auth.hashers.PBKDF2PasswordHasher")],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ["knox.auth.TokenAuthentication"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
    REST_KNOX={"USER_SERIALIZER": "knox.serializers.UserSerializer"},
    ROOT_URLCONF="knox_urls",
    USE_TZ=True,
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

if __name__ == "__main__":
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    # Knox reads all of a user's tokens at each check, so that whoever is checked must not be the one who logs in again and again.
    for name in ("alice", "bob"):
        User.objects.create_user(name, f"{name}@example.com", "Correct-Horse-9!")
