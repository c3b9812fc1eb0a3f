"""Runs the SAM transform, the program that AWS itself runs at deployment, over a template.

usage: transform.py TEMPLATE OUTPUT.json
"""

import json
import logging
import sys

from boto3 import Session
from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

# A stack is transformed for one region, but no call is made to it.
REGION = "eu-central-1"


def transform(path, parameters=None):
    """Returns the CloudFormation template that the SAM template at path stands for."""
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file.read())
    for name, resource in template["Resources"].items():
        # What "sam package" does: code is read from S3.
        if "CodeUri" in resource.get("Properties", {}):
            resource["Properties"]["CodeUri"] = f"s3://packaged/{name}"
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    translator = Translator(
        managed_policy_map={}, sam_parser=Parser(), boto_session=Session(region_name=REGION)
    )
    return translator.translate(sam_template=template, parameter_values=parameters or {})


if __name__ == "__main__":
    with open(sys.argv[2], "w", encoding="utf-8") as output:
        json.dump(transform(sys.argv[1]), output, indent=2)
