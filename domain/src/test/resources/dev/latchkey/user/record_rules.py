"""Records what Django and Django REST framework say about random user names and addresses: see README.md beside this."""

import json
import random
import sys
import unicodedata

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    USE_I18N=False,
)
django.setup()

from django.contrib.auth.models import User, UserManager  # noqa: E402
from django.core.exceptions import ValidationError  # noqa: E402
from django.core.validators import validate_email  # noqa: E402
from django.db import connection  # noqa: E402
from rest_framework import serializers  # noqa: E402


class UserSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["username", "email"]


def errors(field, text):
    """The messages for one field, joined by line feeds, without those for a blank one."""
    serializer = UserSerializer(data={"username": "unique-name", "email": "a@example.com", field: text})
    serializer.is_valid()
    return "\n".join(str(message) for message in serializer.errors.get(field, []))


def nfkc(text):
    return unicodedata.normalize("NFKC", text)


def joined(text):
    """Surrogates that stand side by side become one character, as they do in JSON."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


class Names:
    """User names of scripts that did not grow after Unicode 13, of Hangul and of compatibility forms, drawn towards what changes."""

    def __init__(self, generator):
        self.generator = generator
        known = [c for c in [*range(0x61D), *range(0x61E, 0x800), *range(0x900, 0xC00), *range(0x1000, 0x1700),
                             *range(0x1E00, 0x20C0), *range(0x2100, 0x2C00), *range(0xAC00, 0xD7A4), *range(0xF900, 0xFA6E), *range(0xFB00, 0xFB07),
                             *range(0xFF01, 0xFFEF), 0x20BB7, 0x1D400] if unicodedata.category(chr(c)) != "Cn"]
        changing = [c for c in known if nfkc(chr(c)) != chr(c) or chr(c).casefold() != chr(c)]
        word = [c for c in known if chr(c).isalnum()]
        self.pools = [known, changing, word, word, [ord(c) for c in "abcXYZ09@.+-_ "], [0, 0xD800, 0xDFFF, 0x0301, 0x3099]]

    def next(self):
        size = self.generator.choice([1, 1, 2, 2, 3, 3, 4, 5, 7, 9, 12, 20, 149, 151])
        pools = self.generator.sample(self.pools, self.generator.randrange(1, 4))
        text = "".join(chr(self.generator.choice(self.generator.choice(pools))) for _ in range(size))
        return joined(text)

    def record(self):
        text = self.next()
        normalized = nfkc(text.strip())
        if not normalized.strip():
            return None
        return {
            "text": text,
            "normalized": normalized,
            "key": nfkc(normalized.casefold()),
            "errors": errors("username", normalized) if normalized == normalized.strip() else None,
        }


class Addresses:
    """Addresses put together from pieces that are right, nearly right and wrong."""

    LOCAL = ["a", "A.b", "a+b", '"a"', '"a b"', '"a\\"b"', '"', "\\", ".", "\u0130", "\u0131", "\u017f", "\u212a", "\u00e9",
             "'", "\x01", "\t", "\x7f", '"\x0b"', '"\\\x0e"', '"\\\n"', "a" * 64, "\ud800", "0", "{|}~", "@", " ", "\0"]
    LABEL = ["example", "EXAMPLE", "a", "b-c", "-d", "e-", "xn--bcher-kva", "xn--", "XN--A1", "xn--a-b", "b\u00fccher", "\u4f8b",
             "\u3002", "a" * 63, "a" * 64, "com", "COM", "c0m", "123", "c", "_", "\u00a0", "\u00a1", "\uffff", "\U0001f600", "",
             "\u212a\u212a", "localhost", "\u0130", "\udfff", "xn--\u017f1", "--", "a--b", "\u03a3\u03a3", "1"]
    IP = ["127.0.0.1", "1.2.3", "256.1.1.1", "01.2.3.4", "::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::",
          "::1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", ":::", "1::2::3", ":1", "1:", "12345::", "g::",
          "FFFF::abcd", "", "::ffff:1.2.3.4", "1.2.3.4::", "0000:0000:0000:0000:0000:0000:255.255.255.255",
          "::0000:0000:0000:0000:0000:255.255.255.255", "1:2:3:4:5:6:7:8:9", "::2:3:4:5:6:7:8", "1::3:4:5:6:7:8:9"]

    def __init__(self, generator):
        self.generator = generator

    def local(self):
        parts = [self.generator.choice(self.LOCAL) for _ in range(self.generator.choice([1, 1, 1, 2, 3]))]
        text = self.generator.choice(["", "."]).join(parts)
        return self.generator.choice([text, text, text, '"' + text + '"', "a" * self.generator.randrange(0, 320)])

    def domain(self):
        kind = self.generator.randrange(8)
        if kind == 0:
            return "[" + self.generator.choice(self.IP) + "]"
        if kind == 1:
            return self.generator.choice(["localhost", "LOCALHOST", "[", "]", "[]", "[::1]x", "x[::1]"])
        labels = [self.generator.choice(self.LABEL) for _ in range(self.generator.randrange(1, 5))]
        return ".".join(labels + self.generator.choice([[], ["com"], ["com"], ["com"]]))

    def record(self):
        text = joined(self.local() + self.generator.choice(["@"] * 9 + [""]) + self.domain()).strip()
        if not text:
            return None
        try:
            validate_email(text)
            valid = True
        except ValidationError:
            valid = False
        return {
            "email": text,
            "valid": str(valid).lower(),
            "normalized": UserManager.normalize_email(text),
            "errors": errors("email", text),
        }


def record(path, source, count):
    with open(path, "w", encoding="ascii", newline="\n") as out:
        written = 0
        while written < count:
            line = source.record()
            if line is not None and None not in line.values():
                print(json.dumps(line), file=out)
                written += 1


if __name__ == "__main__":
    with connection.schema_editor() as editor:
        from django.contrib.auth.models import Group, Permission
        from django.contrib.contenttypes.models import ContentType

        for model in ContentType, Permission, Group, User:
            editor.create_model(model)
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 250
    record("usernames.jsonl", Names(random.Random(2)), size)
    record("addresses.jsonl", Addresses(random.Random(3)), size)
