"""Hashes by the C implementation of Argon2, as argon2-cffi brings it and as Debian's libargon2 has it.

Reads "memory iterations parallelism", answers the milliseconds of each; of libargon2 "nan" where there is none.
"""

import ctypes
import ctypes.util
import math
import sys
import time

from argon2.low_level import Type, hash_secret_raw

PASSWORD = b"Zx9!vorpal-Tundra"
SALT = bytes(16)
LENGTH = 32


def by_cffi(memory, iterations, parallelism):
    return hash_secret_raw(PASSWORD, SALT, iterations, memory, parallelism, LENGTH, Type.ID)


def by_library(name):
    function = ctypes.CDLL(name).argon2id_hash_raw
    number, size, pointer = ctypes.c_uint32, ctypes.c_size_t, ctypes.c_char_p
    function.argtypes = [number, number, number, pointer, size, pointer, size, pointer, size]

    def compute(memory, iterations, parallelism):
        output = ctypes.create_string_buffer(LENGTH)
        error = function(
            iterations, memory, parallelism, PASSWORD, len(PASSWORD), SALT, len(SALT), output, LENGTH
        )
        if error:
            raise ValueError(f"libargon2 answers {error}")
        return output.raw

    return compute


library = ctypes.util.find_library("argon2")
implementations = [by_cffi] + ([by_library(library)] if library else [])

for line in sys.stdin:
    cost = tuple(map(int, line.split()))
    times, hashes = [], set()
    for implementation in implementations:
        start = time.perf_counter()
        hashes.add(implementation(*cost))
        times.append((time.perf_counter() - start) * 1000)
    if len(hashes) != 1:
        raise ValueError("the implementations differ")
    print(*(times + [math.nan])[:2], flush=True)
