"""samconfig.toml says nothing that the SAM CLI would not take, and leaves parameters to the template."""

import pathlib
import re
import unittest

from samcli.commands.delete.command import cli as delete
from samcli.commands.deploy.command import cli as deploy
from samcli.lib.config.samconfig import SamConfig
from transform import read

ROOT = pathlib.Path(__file__).resolve().parents[2]


class SamConfigFile(unittest.TestCase):
    def values(self, command):
        # A new one each time: it hands out, and changes, what it keeps.
        return SamConfig(ROOT).get_all([command], "parameters")

    def test_every_key_is_an_option(self):
        for command, name in ((deploy, "deploy"), (delete, "delete")):
            options = {option.name for option in command.params}
            self.assertLessEqual(set(self.values(name)), options, name)

    def test_deploys_without_questions_but_the_one_that_matters(self):
        values = self.values("deploy")
        self.assertIs(True, values["confirm_changeset"])
        self.assertIs(True, values["resolve_s3"])
        self.assertEqual("latchkey", values["stack_name"])
        self.assertEqual("latchkey", self.values("delete")["stack_name"])

    def test_pins_no_parameter(self):
        self.assertNotIn("parameter_overrides", self.values("deploy"))

    def test_the_examples_are_parameters(self):
        example = re.search(r'^# parameter_overrides = \[(.*)]$', (ROOT / "samconfig.toml").read_text(encoding="utf-8"), re.M)[1]
        names = re.findall(r'"([A-Za-z0-9]+)=', example)
        self.assertTrue(names)
        self.assertLessEqual(set(names), set(read(ROOT / "template.yaml")["Parameters"]))


if __name__ == "__main__":
    unittest.main()
