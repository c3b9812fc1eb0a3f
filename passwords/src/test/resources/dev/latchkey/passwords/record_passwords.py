"""Records what Django says about random passwords and what it stores for them: see README.md beside this file."""

import json
import random
import sys

import argon2
import bcrypt
import django
from django.conf import settings

HASHERS = ["PBKDF2", "PBKDF2SHA1", "Argon2", "BCryptSHA256", "BCrypt", "Scrypt", "MD5"]
settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
    PASSWORD_HASHERS=[f"django.contrib.auth.hashers.{name}PasswordHasher" for name in HASHERS],
    AUTH_PASSWORD_VALIDATORS=[
        {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
        {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
        {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    ],
    USE_I18N=False,
)
django.setup()

from django.contrib.auth import hashers, password_validation  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.exceptions import ValidationError  # noqa: E402

COMMON = sorted(password_validation.CommonPasswordValidator().passwords)


class Policy:
    """Passwords made of pieces of the user's name and address, of common ones, of digits and of noise."""

    NAMES = ["alice", "jörg", "Ab", "x", "user.name+tag", "ΣΊΣΥΦΟΣ", "İstanbul", "𠮷野家", "a_b-c@d", "12345678", "_", "ǅabc",
             "maximilian.mustermann", "n" * 150, "é" * 40, "a.b.c.d.e.f", "..--..", "Straße99", "٣٤٥٦٧٨"]
    HOSTS = ["example.com", "b.io", "mail.sub.example.org", "bücher.example", "localhost", "aaaaaaaaaaaa.aaaaaaaaaaaa.com"]
    NOISE = "abcdefgXYZ0189!._-+@ éßΣς½²٣①İı\u00a0\u0085\u200b\u0301🙂𠮷"

    def __init__(self, generator):
        self.generator = generator

    def noise(self, size):
        return "".join(self.generator.choice(self.NOISE) for _ in range(size))

    def mutated(self, text):
        characters = list(text)
        for _ in range(self.generator.randrange(0, 6)):
            place = self.generator.randrange(len(characters) + 1)
            action = self.generator.randrange(4)
            if action == 0:
                characters.insert(place, self.noise(1))
            elif action == 1 and characters:
                characters.pop(place % len(characters))
            elif action == 2:
                self.generator.shuffle(characters)
            else:
                characters[place:place] = self.noise(self.generator.randrange(4))
        return self.generator.choice([str, str.upper, str.title])("".join(characters))

    def password(self, username, email):
        source = self.generator.randrange(8)
        if source == 0:
            return self.generator.choice(["", " ", "\u3000"]) + self.mutated(self.generator.choice(COMMON))
        if source == 1:
            return self.generator.choice(COMMON).upper() + self.generator.choice(["", " ", "\u00a0", "\u200b"])
        if source == 2:
            return "".join(self.generator.choice("0189٣²①½") for _ in range(self.generator.randrange(1, 14)))
        if source == 3:
            return self.noise(self.generator.choice([0, 1, 7, 8, 9, 40, 128]))
        if source == 4:
            return (username[: self.generator.randrange(1, 20)] + email[: self.generator.randrange(1, 20)])[:128]
        return self.mutated(self.generator.choice([username, email, email.split("@")[0], email.split("@")[-1]]))[:128]

    def record(self):
        username = self.generator.choice([self.generator.choice(self.NAMES), self.noise(self.generator.randrange(1, 12))])
        local = self.generator.choice([self.generator.choice(self.NAMES), username, "a.b" * 60])
        email = self.generator.choice([f"{local}@{self.generator.choice(self.HOSTS)}"] * 9 + [""])[:254]
        password = self.password(username, email)
        try:
            password_validation.validate_password(password, User(username=username, email=email))
            errors = []
        except ValidationError as error:
            errors = [{"code": e.code, "message": str(e.messages[0])} for e in error.error_list]
        return {"username": username, "email": email, "password": password, "errors": errors}


PASSWORDS = ["Correct-Horse-9!", "", " ", "jörg-ΣΊΣ-🙂𠮷", "a\0b", "\0", "x" * 71, "x" * 72, "x" * 73, "é" * 36, "é" * 37,
             "p" * 63, "p" * 64, "p" * 65, "🙂" * 100, "q" * 128]


def weaker(password):
    """Other passwords that a careless implementation takes for the same."""
    return {password + "x", password + "\0", password[:-1], password.swapcase(), password.strip() + " ", password + "é"} - {password}


def encoded(password, index):
    """The password as Django stores it, in costs that have been its defaults and in cheap ones."""
    salt = ["seasalt", "saltsaltsaltsaltsalt12", "s", "µ-ünïcode-salt"][index % 4]
    pbkdf2, sha1, argon, bcrypt_sha256, _, scrypt, md5 = hashers.get_hashers()
    yield pbkdf2.encode(password, salt, [1, 2, 1000, 3000][index % 4])
    yield sha1.encode(password, salt, [1, 2, 1000, 3000][index % 4])
    yield scrypt.encode(password, salt, *[(2, 1, 1), (1024, 8, 1), (16, 3, 7), (4096, 8, 5)][index % 4])
    yield md5.encode(password, salt)
    rounds = bcrypt.gensalt(4, [b"2a", b"2b"][index % 2])
    yield bcrypt_sha256.encode(password, rounds)
    yield "bcrypt$" + bcrypt.hashpw(password.encode()[:72], rounds).decode()
    for kind in argon2.Type:
        yield "argon2" + argon2.low_level.hash_secret(
            password.encode(), b"somesalt" * (1 + index % 3), 1 + index % 3, 64 << index % 3, 1 + index % 8, 16 << index % 2, kind,
            16 if index % 5 == 0 else 19).decode()


def hashes():
    for index, password in enumerate(PASSWORDS):
        for text in encoded(password, index):
            yield {"password": password, "encoded": text, "verify": True}
            others = sorted(weaker(password))
            for other in (others[index % len(others)], others[(index + 2) % len(others)]):
                expected = safely_checked(other, text)
                if expected is not None:
                    yield {"password": other, "encoded": text, "verify": expected}


def safely_checked(password, text):
    """Django's own verdict; none where the bcrypt package refuses a password that its older releases truncated."""
    if text.startswith("bcrypt$") and len(password.encode()) > 72:
        return None
    return hashers.check_password(password, text)


def damaged(generator):
    """Stored text that is nearly right, with Django's verdict; an exception counts as no."""
    password = PASSWORDS[0]
    for text in encoded(password, 1):
        for _ in range(20):
            characters = list(text)
            place = generator.randrange(len(characters))
            replacement = generator.choice(["", "$", "=", "0", "1", "A", "é", " ", ",", "\n", characters[place] * 2])
            characters[place] = replacement
            broken = "".join(characters)
            if costs_too_much(broken):
                continue
            try:
                verdict = hashers.check_password(password, broken)
            except Exception:
                verdict = False
            yield {"password": password, "encoded": broken, "verify": verdict}


def costs_too_much(text):
    """Whether a digit too many would keep this script busy for minutes."""
    fields = text.split("$")
    return fields[0].startswith("bcrypt") and len(fields) > 3 and fields[3].isdigit() and int(fields[3]) > 12


def write(path, records):
    with open(path, "w", encoding="ascii", newline="\n") as out:
        for record in records:
            print(json.dumps(record), file=out)


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    policy = Policy(random.Random(4))
    write("policy.jsonl", [policy.record() for _ in range(size)])
    write("hashes.jsonl", hashes())
    write("damaged.jsonl", damaged(random.Random(5)))
