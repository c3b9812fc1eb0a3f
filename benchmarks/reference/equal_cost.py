"""A hasher of Django's at the cost of Latchkey's."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class EqualCostHasher(Argon2PasswordHasher):
    """Argon2id as Latchkey has it by default."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
