"""Holds what the construct deploys against template.yaml: after SAM's transform, which AWS runs over both, the same resources, outputs and
conditions, but for where the functions' code is. Needs the SAM CLI and cfn-lint, as the tests in platform/template do.

usage: compare.py CDK.OUT    the folder that example/app.js was synthesized to
"""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "platform" / "template"))

from cloudformation import PSEUDO_PARAMETERS, PLACEHOLDER  # noqa: E402
from transform import read, transform  # noqa: E402


def nested_stack(out):
    """Returns the template of the nested stack, and the values that its parameters are given."""
    [synthesized] = out.glob("*.template.json")
    [stack] = [
        resource
        for resource in json.loads(synthesized.read_text(encoding="utf-8"))["Resources"].values()
        if resource["Type"] == "AWS::CloudFormation::Stack"
    ]
    [template] = out.glob("asset.*.json")
    key = template.name.removeprefix("asset.")
    check(key in stack["Properties"]["TemplateURL"]["Fn::Sub"], "the nested stack has another template")
    values = {name: resolved(value) for name, value in stack["Properties"]["Parameters"].items()}
    return json.loads(template.read_text(encoding="utf-8")), values


def resolved(value):
    return PLACEHOLDER.sub(lambda match: PSEUDO_PARAMETERS[match[1]], value["Fn::Sub"]) if isinstance(value, dict) else value


def comparable(template):
    """
    Returns a transformed template without what differs on purpose: where code lies, the names of versions, which come from that, and the
    names of deployments, which come from the order in which the members of an API are written, too. APIs themselves are compared.
    """
    names = {}
    for name, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Lambda::Function":
            for key in ("S3Bucket", "S3Key"):
                del properties["Code"][key]
        if resource["Type"] == "AWS::Lambda::Version":
            names[name] = f"Version of {properties['FunctionName']['Ref']}"
        if resource["Type"] == "AWS::ApiGateway::Deployment":
            names[name] = f"Deployment of {properties['RestApiId']['Ref']}"
            del properties["Description"]
    text = json.dumps({key: template[key] for key in ("Resources", "Outputs", "Conditions")}, sort_keys=True)
    for name, plain in names.items():
        text = text.replace(f'"{name}"', f'"{plain}"')
    return json.loads(text)


def jars(template):
    return {
        name: (function["Properties"]["Code"]["S3Bucket"], function["Properties"]["Code"]["S3Key"])
        for name, function in template["Resources"].items()
        if function["Type"] == "AWS::Lambda::Function"
    }


def versions(template):
    return {name for name, resource in template["Resources"].items() if resource["Type"] == "AWS::Lambda::Version"}


def check(condition, message):
    if not condition:
        sys.exit(f"deploy/cdk/compare.py: {message}")


def main(out):
    synthesized, values = nested_stack(out)
    source = read(ROOT / "template.yaml")
    settings = {name: value for name, value in values.items() if name in source["Parameters"]}
    check(settings, "the example sets nothing")
    added = set(synthesized["Parameters"]) - set(source["Parameters"])
    check(added == set(values) - set(settings), f"other parameters than the template's are not all given: {added}")
    for part in ("Parameters", "Metadata", "Globals", "Transform", "Description"):
        ours = synthesized[part] if part != "Parameters" else {name: synthesized[part][name] for name in source[part]}
        check(ours == source[part], f"{part} differ")

    deployed, ours = transform(synthesized, values), transform(source, settings)
    code = jars(deployed)
    for name, function in source["Resources"].items():
        if function["Type"] == "AWS::Serverless::Function":
            jar = pathlib.PurePath(function["Properties"]["CodeUri"]).stem
            bucket, key = code[name]
            check((bucket, key) == (values["JarsBucket"], values[f"{jar.title()}Jar"]), f"{name} is not {jar}.jar, but {key}")
    # Another jar is another version, and another setting too: SAM sees the values, not the names of parameters.
    for name, value in (("UserJar", "another.jar"), ("AuthHeaderPrefix", "Bearer")):
        check(versions(deployed) != versions(transform(synthesized, {**values, name: value})), f"another {name} publishes nothing")

    left, right = comparable(deployed), comparable(ours)
    for part in right:
        for name in sorted(set(left[part]) | set(right[part])):
            check(left[part].get(name) == right[part].get(name), f"{part}: {name} differs from template.yaml's")
    print(f"The construct deploys template.yaml's {len(right['Resources'])} resources, and nothing else.")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
