"""What the pages tell to type fits the template: no variable that nothing sets, no parameter and no output that is not there."""

import pathlib
import re
import unittest

from test_versions import PARAMETERS, ROOT, SOURCE, allows
from transform import read

PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "examples" / "README.md"]
EXAMPLES = [read(path) for path in sorted((ROOT / "examples").glob("*/*.yaml"))]
OF_THE_SHELL = {"HOME", "PATH", "PWD"}


def blocks(page):
    """Returns the shell commands of a page."""
    return "\n".join(re.findall(r"^ *```sh\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.S | re.M))


def commands(page):
    """Returns the shell commands of a page, and those within its sentences."""
    inline = re.findall(r"`((?:\./latchkey|aws|curl|sam) [^`\n]+)`", page.read_text(encoding="utf-8"))
    return blocks(page).replace("\\\n", " ") + "\n" + "\n".join(inline)


class Pages(unittest.TestCase):
    def test_use_no_variable_that_nothing_sets(self):
        for page in PAGES:
            is_set = set(re.findall(r"(?:^|[\s;(])([A-Za-z_]+)=", blocks(page)))
            is_set |= set(re.findall(r"\b(?:for|read -r) ([a-z_]+)", blocks(page)))
            used = set(re.findall(r"\$\{?([A-Za-z_]+)", commands(page)))
            self.assertEqual(set(), used - is_set - OF_THE_SHELL, page.name)

    def test_override_parameters_that_there_are(self):
        others = {name for example in EXAMPLES for name in example.get("Parameters", {})}
        for page in PAGES:
            for overrides in re.findall(r"--parameter-overrides ([^\n|;)]*)", commands(page)):
                for name in re.findall(r"(?:^| )([A-Za-z0-9]+)=", overrides):
                    self.assertIn(name, {*PARAMETERS, *others}, page.name)

    def test_give_parameters_values_that_are_allowed(self):
        given = []
        for page in PAGES:
            text = commands(page) + "\n".join(re.findall(r"`([A-Z][A-Za-z0-9]+=[^`\n]*)`", page.read_text(encoding="utf-8")))
            for name, value in re.findall(r"\b([A-Z][A-Za-z0-9]+)=([^\s\"'`|$]+)", text):
                if name in PARAMETERS:
                    given.append(name)
                    self.assertTrue(allows(PARAMETERS[name], value), f"{page.name}: {name}={value}")
        self.assertLessEqual({"AccessLog", "ExecuteApiHost", "TokenTtl"}, set(given))

    def test_name_outputs_that_there_are(self):
        known = {name for template in [SOURCE, *EXAMPLES] for name in template.get("Outputs", {})}
        found = set()
        for page in PAGES:
            text = commands(page)
            found |= set(re.findall(r"\boutput ([A-Z]\w+)", text)) | set(re.findall(r"OutputKey=='(\w+)'", text))
        self.assertIn("ApiUrl", found)
        self.assertLessEqual(found, known)


if __name__ == "__main__":
    unittest.main()
