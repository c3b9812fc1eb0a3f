"""Records what CPython's str does to every code point and to random strings: see README.md beside this file."""

import json
import random
import re
import sys
import unicodedata

CODE_POINTS = range(0x110000)


def ranges(test):
    found = []
    for c in filter(test, CODE_POINTS):
        if found and found[-1][1] == c - 1:
            found[-1][1] = c
        else:
            found.append([c, c])
    return " ".join(f"{a:X}-{b:X}" for a, b in found)


def mappings(name, function):
    for c in CODE_POINTS:
        mapped = function(chr(c))
        if mapped != chr(c):
            yield f"{name} {c:X} " + " ".join(f"{ord(m):X}" for m in mapped)


def record_code_points(path):
    with open(path, "w", encoding="ascii", newline="\n") as out:
        print("python", sys.version.split()[0], file=out)
        print("unicode", unicodedata.unidata_version, file=out)
        print("assigned", ranges(lambda c: unicodedata.category(chr(c)) != "Cn"), file=out)
        print("space", ranges(lambda c: chr(c).isspace()), file=out)
        print("word", ranges(lambda c: re.match(r"\w", chr(c)) is not None), file=out)
        print("digit", ranges(lambda c: chr(c).isdigit()), file=out)
        for name, function in ("lower", str.lower), ("casefold", str.casefold):
            for line in mappings(name, function):
                print(line, file=out)


def alphabet():
    """Code points that Unicode 13 has too and where something can go wrong, the frequent ones more often."""
    old = [*range(0x2C00), *range(0x10400, 0x10450)]
    cased = [c for c in old if chr(c).lower() != chr(c) or chr(c).upper() != chr(c)]
    marks = [c for c in range(0x800) if unicodedata.category(chr(c)) in ("Mn", "Me", "Cf", "Lm", "Sk")]
    spaces = [c for c in CODE_POINTS if chr(c).isspace()]
    common = [ord(c) for c in "ΣΣΣΣσςİIıaA'.:·’ \u00ad\u0301\u0345½²\ufeff"] + [0xD800, 0xDFFF, 0x1F600]
    return [cased, marks, spaces, common, common, common]


def record_strings(path, count, seed):
    generator = random.Random(seed)
    pools = alphabet()
    with open(path, "w", encoding="ascii", newline="\n") as out:
        for _ in range(count):
            length = generator.randrange(0, 12)
            text = "".join(chr(generator.choice(generator.choice(pools))) for _ in range(length))
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
            record = {
                "text": text,
                "strip": text.strip(),
                "lower": text.lower(),
                "casefold": text.casefold(),
                "digits": str(text.isdigit()).lower(),
                "length": str(len(text)),
            }
            print(json.dumps(record), file=out)


if __name__ == "__main__":
    record_code_points("code_points.txt")
    record_strings("strings.jsonl", int(sys.argv[1]) if len(sys.argv) > 1 else 400, 1)
