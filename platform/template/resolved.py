"""Writes what template.yaml deploys with everything switched on, in the forms that validators read: a CloudFormation template, the
API's OpenAPI document, and a policy for each role. What only a deployment knows, such as ARNs, is made up.

usage: resolved.py TEMPLATE FOLDER
"""

import json
import pathlib
import re
import sys

from cloudformation import PSEUDO_PARAMETERS, WANTED, Stack
from transform import read, transform

ARNS = {
    "AWS::ApiGateway::RestApi": "arn:aws:apigateway:{region}::/restapis/{name}",
    "AWS::DynamoDB::Table": "arn:aws:dynamodb:{region}:{account}:table/{name}",
    "AWS::IAM::Role": "arn:aws:iam::{account}:role/{name}",
    "AWS::Lambda::Function": "arn:aws:lambda:{region}:{account}:function:{name}",
    "AWS::SQS::Queue": "arn:aws:sqs:{region}:{account}:{name}",
    "AWS::Logs::LogGroup": "arn:aws:logs:{region}:{account}:log-group:{name}:*",
}


class Deployed:
    """A stack whose references to resources have values, made up from logical ids."""

    def __init__(self, template, values):
        self.resources = Stack(transform(template, values), values).resources

    def value(self, item):
        if isinstance(item, list):
            return [self.value(one) for one in item]
        if not isinstance(item, dict):
            return item
        if set(item) == {"Ref"}:
            return self.reference(item["Ref"])
        if set(item) == {"Fn::GetAtt"}:
            return self.attribute(*item["Fn::GetAtt"])
        if set(item) == {"Fn::Sub"}:
            return re.sub(r"\$\{([^}!]+)\}", lambda match: self.placeholder(match[1]), item["Fn::Sub"])
        return {key: self.value(one) for key, one in item.items()}

    def placeholder(self, name):
        return self.attribute(*name.split(".", 1)) if "." in name else self.reference(name)

    def reference(self, name):
        if self.resources.get(name, {}).get("Type") == "AWS::Lambda::Alias":
            function = self.resources[name]["Properties"]["FunctionName"]["Ref"]
            return self.attribute(function, "Arn") + ":live"
        return str(PSEUDO_PARAMETERS.get(name, name))

    def attribute(self, name, attribute):
        kind = self.resources[name]["Type"]
        if attribute == "Arn" and kind in ARNS:
            return ARNS[kind].format(
                name=name, region=PSEUDO_PARAMETERS["AWS::Region"], account=PSEUDO_PARAMETERS["AWS::AccountId"]
            )
        return f"{name}.{attribute}"

    def policies(self):
        for name, resource in self.resources.items():
            for policy in resource.get("Properties", {}).get("Policies", []):
                yield f"{name}-{policy['PolicyName']}", self.value(policy["PolicyDocument"])

    def apis(self):
        for name, resource in self.resources.items():
            if resource["Type"] == "AWS::ApiGateway::RestApi":
                yield name, self.value(resource["Properties"]["Body"])


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[2])
    deployed = Deployed(read(sys.argv[1]), WANTED)
    write(folder / "template.json", {"AWSTemplateFormatVersion": "2010-09-09", "Resources": deployed.resources})
    for api, document in deployed.apis():
        write(folder / "openapi" / f"{api}.json", document)
    for role, document in deployed.policies():
        write(folder / "policies" / f"{role}.json", document)
