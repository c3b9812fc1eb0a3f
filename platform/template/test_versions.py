"""A function's alias names a version, and Lambda's versions never change: a setting holds only once a version with it is published.

CloudFormation publishes one when the AWS::Lambda::Version becomes another resource, by a new logical id or by a change of a property
that cannot be changed. It must do so for each change of what a version holds, and for no other: where nothing has changed, Lambda
refuses to publish a version, and the deployment fails (aws/aws-cdk#35540).
"""

import copy
import pathlib
import re
import subprocess
import tempfile
import unittest

from cloudformation import Stack, create_only
from transform import read, transform

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = read(ROOT / "template.yaml")
PARAMETERS = SOURCE["Parameters"]

# Of a function's properties those that belong to the function and not to its versions.
NOT_OF_VERSIONS = {"ReservedConcurrentExecutions", "Tags"}

# Tried in turn for a value that a parameter allows and that is not its default.
VALUES = [
    "none", "true", "false", "0", "7", "8", "600", "P30D", "other", "auth.example.com", "Z1", "https://www.example.com",
    "http://172.17.0.1:8000", "/other", "2026-11-27T21:00:00Z", "arn:aws:kms:eu-central-1:123456789012:key/5b1e8a52-6a3f-4d4f-8f0e-3d2a4f6f7c11",
    "arn:aws:sns:eu-central-1:123456789012:alarms", "arn:aws:acm:eu-central-1:123456789012:certificate/1", "arn:aws:iam::aws:policy/Bound",
    "X-Origin-Secret=a-long-secret-of-mine", "accounts@example.com", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:smtp-1a2b3c", "/opt/mail", "arn:aws:lambda:eu-central-1:123456789012:layer:mail:1", "198.51.100.0/24",
    "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/acl/1",
]  # fmt: skip


def allows(parameter, value):
    if "AllowedValues" in parameter:
        return value in [str(allowed) for allowed in parameter["AllowedValues"]]
    if parameter["Type"] == "Number":
        return value.isdigit() and parameter.get("MinValue", 0) <= int(value) <= parameter.get("MaxValue", int(value))
    # CloudFormation knows Unicode's categories, and re does not.
    pattern = parameter.get("AllowedPattern", "").replace(r"\p{C}", r"\x00-\x1f\x7f-\x9f").replace(r"\p{Z}", r"\x20\xa0")
    return re.search(pattern, value) and len(value) <= parameter.get("MaxLength", len(value))


def another(name):
    """Returns a value that is allowed and not the default."""
    parameter = PARAMETERS[name]
    candidates = [str(value) for value in parameter.get("AllowedValues", [])] + VALUES
    for value in candidates:
        if value != str(parameter["Default"]) and allows(parameter, value):
            return value
    raise AssertionError(f"no value of VALUES is allowed for {name}: add one")


def published(stack):
    """Returns by function the version's identity: its logical id, and what cannot change of it."""
    fixed = create_only("AWS::Lambda::Version")
    return {
        version["Properties"]["FunctionName"]["Ref"]: (
            name,
            {key: value for key, value in version["Properties"].items() if key in fixed},
        )
        for name, version in stack.of_type("AWS::Lambda::Version").items()
    }


def configurations(stack):
    """Returns by function what a version of it would hold."""
    return {
        name: {key: value for key, value in function["Properties"].items() if key not in NOT_OF_VERSIONS}
        for name, function in stack.of_type("AWS::Lambda::Function").items()
    }


def stack(source=SOURCE, **values):
    return Stack(transform(source, values), values)


STANDARD = stack()


class Versions(unittest.TestCase):
    def check(self, changed):
        """Asserts that exactly those versions are new whose function is another; returns these functions."""
        before, after = configurations(STANDARD), configurations(changed)
        # A function that comes with a capability has its first version, whatever it holds.
        others = {name for name in before if name in after and before[name] != after[name]}
        old, new = published(STANDARD), published(changed)
        self.assertEqual(set(before), set(old))
        self.assertEqual(others, {name for name in old if name in new and old[name] != new[name]})
        return others

    def test_each_change_of_a_parameter_publishes_what_it_changes_and_nothing_else(self):
        reached = {}
        for name in PARAMETERS:
            with self.subTest(name):
                reached[name] = self.check(stack(**{name: another(name)}))
        # A function that is handed a parameter is reached by it: what is compared above is no empty set.
        for function, configuration in configurations(STANDARD).items():
            for variable in configuration["Environment"]["Variables"]:
                parameter = "".join(word.title() for word in variable.split("_"))
                if parameter in PARAMETERS:
                    self.assertIn(function, reached[parameter], variable)
        self.assertEqual({"LoginFunction"}, reached["TokenLimitPerUser"])
        self.assertEqual(set(), reached["LoginConcurrency"])
        for name in ("PrimingRounds", "Architecture", "KeyArn"):
            self.assertEqual(set(published(STANDARD)), reached[name])

    def test_the_same_values_publish_nothing(self):
        written = {name: str(parameter["Default"]) for name, parameter in PARAMETERS.items()}
        self.assertEqual(set(), self.check(stack(**written)))

    def test_a_change_of_the_template_alone_publishes_too(self):
        for key, value in (("Timeout", 11), ("MemorySize", 512), ("Tracing", "PassThrough"), ("Runtime", "java21")):
            source = copy.deepcopy(SOURCE)
            source["Globals"]["Function"][key] = value
            with self.subTest(key):
                self.assertIn("UserFunction", self.check(stack(source)))

    def test_no_old_version_stays(self):
        for name, version in STANDARD.of_type("AWS::Lambda::Version").items():
            self.assertEqual("Delete", version["DeletionPolicy"], name)


class Images(unittest.TestCase):
    """deploy/image/template: images take no snapshots, and so need no versions."""

    def test_settings_hold_as_soon_as_they_are_deployed(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(subprocess.run([ROOT / "deploy/image/template"], check=True, capture_output=True).stdout)
            file.flush()
            images = Stack(transform(read(file.name)), {})
        self.assertEqual({}, images.of_type("AWS::Lambda::Version"))
        [(name, alias)] = images.of_type("AWS::Lambda::Alias").items()
        self.assertEqual("$LATEST", alias["Properties"]["FunctionVersion"])
        self.assertEqual({"Ref": name}, SOURCE["Outputs"]["AuthorizerArn"]["Value"])
        self.assertEqual(set(published(STANDARD)), set(images.of_type("AWS::Lambda::Function")))


if __name__ == "__main__":
    unittest.main()
