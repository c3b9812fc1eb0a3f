"""What CloudFormation makes of a template, as far as it can be known before a deployment: values of parameters, conditions, and
which properties cannot be changed without a new resource in the place of the old one."""

import re

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from transform import REGION

NO_VALUE = {"Ref": "AWS::NoValue"}
PSEUDO_PARAMETERS = {
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::StackName": "latchkey",
    "AWS::URLSuffix": "amazonaws.com",
}
PLACEHOLDER = re.compile(r"\$\{([A-Za-z0-9:_]+)\}")

# Each parameter that adds something, switched on.
WANTED = {
    "Mail": "ses",
    "MailFrom": "Example <accounts@example.com>",
    "AccountUrl": "https://www.example.com/account",
    "EventBusName": "accounts",
    "MailTemplatesLayer": "arn:aws:lambda:eu-central-1:123456789012:layer:mail:1",
    "EmailVerification": "mandatory",
    "PasswordBreach": "file",
    "PasswordBreachLayer": "arn:aws:lambda:eu-central-1:123456789012:layer:breach:1",
    "AccountPages": "on",
    "SecondFactor": "optional",
    "PasskeyRpId": "example.com",
    "KeyScopes": "orders.read,orders.write@role:staff",
    "AccessLog": "set-up",
    "Alarms": "true",
    "AuthorizerParameter": "/auth/authorizer",
    "AutoRefresh": "true",
    "CertificateArn": "arn:aws:acm:eu-central-1:123456789012:certificate/1",
    "Dashboard": "true",
    "DomainName": "auth.example.com",
    "HostedZoneId": "Z1",
    "KeyArn": "arn:aws:kms:eu-central-1:123456789012:key/1",
    "MetricsNamespace": "Latchkey",
    "PermissionsBoundary": "arn:aws:iam::123456789012:policy/Bound",
    "TokenLimitPerUser": "5",
    "WebAclArn": "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/acl/1",
}


class Stack:
    """A template that has been transformed, with values for its parameters. References to resources stay as they are."""

    def __init__(self, template, values):
        defaults = {name: parameter.get("Default") for name, parameter in template["Parameters"].items()}
        self.values = {name: str(value) for name, value in {**PSEUDO_PARAMETERS, **defaults, **values}.items()}
        self.conditions = template.get("Conditions", {})
        self.resources = {
            name: self.resolve(resource)
            for name, resource in template["Resources"].items()
            if "Condition" not in resource or self.holds({"Condition": resource["Condition"]})
        }

    def of_type(self, kind):
        return {name: resource for name, resource in self.resources.items() if resource["Type"] == kind}

    def holds(self, condition):
        [(function, argument)] = condition.items()
        if function == "Condition":
            return self.holds(self.conditions[argument])
        if function == "Fn::Equals":
            left, right = self.resolve(argument)
            return str(left) == str(right)
        if function == "Fn::Not":
            return not self.holds(argument[0])
        if function == "Fn::And":
            return all(self.holds(one) for one in argument)
        if function == "Fn::Or":
            return any(self.holds(one) for one in argument)
        raise ValueError(f"{function} is no condition")

    def resolve(self, value):
        if isinstance(value, list):
            return [self.resolve(one) for one in value if self.resolve(one) != NO_VALUE]
        if not isinstance(value, dict):
            return value
        if set(value) == {"Ref"}:
            return self.values.get(value["Ref"], value)
        if set(value) == {"Fn::If"}:
            condition, chosen, other = value["Fn::If"]
            return self.resolve(chosen if self.holds({"Condition": condition}) else other)
        if set(value) == {"Fn::Sub"}:
            return self.substitute(value["Fn::Sub"])
        resolved = {key: self.resolve(one) for key, one in value.items()}
        return {key: one for key, one in resolved.items() if one != NO_VALUE}

    def substitute(self, argument):
        text, names = argument if isinstance(argument, list) else (argument, {})
        known = {**self.values, **self.resolve(names)}
        text = PLACEHOLDER.sub(lambda match: str(known.get(match[1], match[0])), text)
        return {"Fn::Sub": text} if "${" in text else text


def schema(kind):
    """Returns the schema that AWS publishes for a type of resource."""
    return PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, kind).schema


def create_only(kind):
    """Returns the properties whose change makes CloudFormation create a new resource and delete the old one."""
    return {path.split("/")[2] for path in schema(kind).get("createOnlyProperties", [])}
