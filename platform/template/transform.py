"""Runs the SAM transform, the program that AWS itself runs at deployment, over a template.

usage: transform.py TEMPLATE OUTPUT.json
"""

import copy
import json
import logging
import sys

from boto3 import Session
from samcli.yamlhelper import yaml_dump, yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

# A stack is transformed for one region, but no call is made to it.
REGION = "eu-central-1"


def read(path):
    """Returns the template at path as AWS gets to see it: the SAM CLI writes aliases out when it uploads one."""
    with open(path, encoding="utf-8") as file:
        return yaml_parse(yaml_dump(yaml_parse(file.read())))


def transform(template, parameters=None):
    """Returns the CloudFormation template that a SAM template stands for."""
    template = copy.deepcopy(template)
    for name, resource in template["Resources"].items():
        # What "sam package" does: code is read from S3, and images from a registry.
        properties = resource.get("Properties", {})
        if isinstance(properties.get("CodeUri"), str):
            properties["CodeUri"] = f"s3://packaged/{name}"
        if properties.get("PackageType") == "Image":
            properties["ImageUri"] = f"123456789012.dkr.ecr.{REGION}.amazonaws.com/packaged:{name}"
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    translator = Translator(
        managed_policy_map={}, sam_parser=Parser(), boto_session=Session(region_name=REGION)
    )
    return translator.translate(sam_template=template, parameter_values=parameters or {})


if __name__ == "__main__":
    with open(sys.argv[2], "w", encoding="utf-8") as output:
        json.dump(transform(read(sys.argv[1])), output, indent=2)
