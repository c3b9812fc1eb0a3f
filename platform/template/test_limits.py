"""Nothing that a parameter can hold makes a value longer than AWS takes.

The limits are those of the schemas that AWS publishes for each type of resource, and which cfn-lint brings along.
"""

import pathlib
import re
import unittest

from cloudformation import schema
from transform import read, transform

TEMPLATE = pathlib.Path(__file__).resolve().parents[2] / "template.yaml"
SOURCE = read(TEMPLATE)
PARAMETERS = SOURCE["Parameters"]
RESOURCES = transform(SOURCE)["Resources"]

# The longest names that AWS allows, and of what it makes itself the longest that there is.
PSEUDO_PARAMETERS = {
    "AWS::AccountId": 12,
    "AWS::NoValue": 0,
    "AWS::Partition": len("aws-iso-b"),
    "AWS::Region": len("ap-northeast-1"),
    "AWS::StackName": 128,
    "AWS::URLSuffix": len("amazonaws.com.cn"),
}

TABLE_NAME = 255

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: all environment variables of a function together.
ENVIRONMENT_BYTES = 4096


def bound(parameter):
    """Returns the length of the longest value that a parameter takes, or None if there is no bound."""
    if "AllowedValues" in parameter:
        return max(len(str(value)) for value in parameter["AllowedValues"])
    if parameter["Type"] == "Number":
        return len(str(parameter["MaxValue"])) if "MaxValue" in parameter else None
    return parameter.get("MaxLength")


def longest(value):
    """Returns the length of the longest text that a value can become, or None where only a deployment shows it."""
    if not isinstance(value, dict):
        return len(str(value))
    if len(value) != 1:
        return None
    [(function, argument)] = value.items()
    if function == "Ref":
        return bound(PARAMETERS[argument]) if argument in PARAMETERS else PSEUDO_PARAMETERS.get(argument)
    if function == "Fn::If":
        lengths = [longest(one) for one in argument[1:]]
        return None if None in lengths else max(lengths)
    if function == "Fn::Sub":
        text, names = argument if isinstance(argument, list) else (argument, {})
        used = [longest(names.get(name, {"Ref": name})) for name in re.findall(r"\$\{([A-Za-z0-9:_.]+)\}", text)]
        return None if None in used else len(re.sub(r"\$\{[^}]*\}", "", text)) + sum(used)
    return None


def limited(value, rules, root, path):
    """Yields (path, value, limit) for each value below that has a limit."""
    while "$ref" in rules:
        rules = {**root["definitions"][rules["$ref"].split("/")[-1]], **{k: v for k, v in rules.items() if k != "$ref"}}
    if "maxLength" in rules and not isinstance(value, list):
        yield path, value, rules["maxLength"]
    if isinstance(value, dict) and set(value) == {"Fn::If"}:
        for branch in value["Fn::If"][1:]:
            yield from limited(branch, rules, root, path)
    elif isinstance(value, dict):
        for key, inner in value.items():
            below = rules.get("properties", {}).get(key) or next(iter(rules.get("patternProperties", {}).values()), None)
            if below:
                yield from limited(inner, below, root, f"{path}.{key}")
    elif isinstance(value, list) and "items" in rules:
        for index, inner in enumerate(value):
            yield from limited(inner, rules["items"], root, f"{path}.{index}")


def all_limited():
    for name, resource in RESOURCES.items():
        rules = schema(resource["Type"])
        yield from limited(resource.get("Properties", {}), rules, rules, name)


class Limits(unittest.TestCase):
    def test_every_parameter_is_bounded(self):
        for name, parameter in PARAMETERS.items():
            self.assertIsNotNone(bound(parameter), name)

    def test_no_property_can_become_too_long(self):
        checked = set()
        for path, value, limit in all_limited():
            length = longest(value)
            if length is not None:
                self.assertLessEqual(length, limit, path)
                checked.add(path)
        # Without these the test would have looked at nothing.
        self.assertLessEqual({"LoginFunction.Description", "LoginFailures.Namespace"}, checked)

    def test_no_environment_can_become_too_large(self):
        for name, resource in RESOURCES.items():
            if resource["Type"] == "AWS::Lambda::Function":
                variables = resource["Properties"]["Environment"]["Variables"]
                lengths = [len(key) + (longest(value) or TABLE_NAME) for key, value in variables.items()]
                self.assertLessEqual(sum(lengths), ENVIRONMENT_BYTES, name)


if __name__ == "__main__":
    unittest.main()
