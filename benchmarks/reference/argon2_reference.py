"""Hashes by the C implementation of Argon2, through argon2-cffi: reads "memory iterations parallelism", answers milliseconds."""

import sys
import time

from argon2.low_level import Type, hash_secret_raw

PASSWORD = b"Zx9!vorpal-Tundra"
SALT = bytes(16)

for line in sys.stdin:
    memory, iterations, parallelism = map(int, line.split())
    start = time.perf_counter()
    hash_secret_raw(PASSWORD, SALT, iterations, memory, parallelism, 32, Type.ID)
    print((time.perf_counter() - start) * 1000, flush=True)
