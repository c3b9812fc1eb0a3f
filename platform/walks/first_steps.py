"""Does in a clone what the first lines of CONTRIBUTING.md say: adds the test, or the rule that makes it pass.

usage: first_steps.py CLONE test|rule
"""

import pathlib
import re
import sys

clone = pathlib.Path(sys.argv[1])
test, rule = re.findall(r"^```java\n(.*?)^```$", (clone / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.M | re.S)[:2]
sources = {
    # At the class's end, and as the first lines of the method.
    "test": ("domain/src/test/java/dev/latchkey/user/UsernameRuleTest.java", r"\n}\n\Z", "\n\n" + test + "}\n"),
    "rule": (
        "domain/src/main/java/dev/latchkey/user/UsernameRule.java",
        r"(?<= remainingViolations\(String normalized\) {\n)",
        rule,
    ),
}
name, place, text = sources[sys.argv[2]]
path = clone / name
changed, places = re.subn(place, lambda match: text, path.read_text(encoding="utf-8"))
if places != 1:
    sys.exit(f"{name} is not as CONTRIBUTING.md says: {places} places for the {sys.argv[2]}")
path.write_text(changed, encoding="utf-8")
