"""Makes template.yaml here from Latchkey's own: the same stack, with an HTTP API in the place of the REST API.

usage: python3 examples/latchkey-on-http-api/generate.py          writes template.yaml
       python3 examples/latchkey-on-http-api/generate.py --check  exits with 1 if template.yaml is not what it would write
"""

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "template.yaml"
TARGET = HERE / "template.yaml"

# What only a REST API has: per-method settings of other routes than those below, a role for logs, metrics by API name, a firewall
# and a choice of TLS. A host name would be of another type.
PARAMETERS_LEFT_OUT = [
    "AccessLog", "StageName", "DomainName", "CertificateArn", "HostedZoneId", "ExecuteApiHost", "TlsPolicy", "WebAclArn",
]  # fmt: skip
CONDITIONS_LEFT_OUT = ["HasAccessLog", "SetsUpAccessLog", "HasDomain", "HasZone", "HasExecuteApiHost", "HasNewTlsPolicy", "HasWebAcl"]
OUTPUTS_LEFT_OUT = ["StageName", "AccountPagesUrl", "DomainTarget"]

API = """\
  Api:
    Type: AWS::Serverless::HttpApi
    DependsOn: AuthorizerFunctionAliaslive
    Properties:
      Name: !Ref AWS::StackName
      Description: Latchkey's endpoints
      # Every route takes sessions and keys; what a key may do here the functions say. An authorizer lets no key into a stage without a rule.
      StageVariables: !If [HasStageRule, { latchkey_default: any }, {}]
      Auth:
        DefaultAuthorizer: LatchkeyAuthorizer
        Authorizers:
          LatchkeyAuthorizer:
            FunctionArn: !Sub ${AuthorizerFunction.Arn}:live
            AuthorizerPayloadFormatVersion: '2.0'
            EnableSimpleResponses: true
            # Written out below as AuthorizerPermission, on the alias.
            EnableFunctionDefaultPermissions: false
            Identity:
              Headers: [Authorization]
              ReauthorizeEvery: !Ref AuthorizerCacheSeconds
      # Preflight is answered by the API itself, which also sets these headers on every answer.
      CorsConfiguration:
        AllowOrigins: !Split [',', !Ref CorsAllowedOrigin]
        AllowMethods: [DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT]
        AllowHeaders: !Split [',', !Ref CorsAllowedHeaders]
        ExposeHeaders: [allow, retry-after, www-authenticate]
        MaxAge: 7200
      DefaultRouteSettings:
        ThrottlingRateLimit: !Ref ThrottleRate
        ThrottlingBurstLimit: !Ref ThrottleBurst
      RouteSettings:
%(routes)s
      AccessLogSettings:
        DestinationArn: !GetAtt ApiLogs.Arn
        # Neither headers nor bodies nor query strings: a token must never reach a log.
        Format: >-
          {"time":"$context.requestTimeEpoch","requestId":"$context.requestId","sourceIp":"$context.identity.sourceIp","method":"$context.httpMethod","route":"$context.routeKey","status":"$context.status","responseMs":"$context.responseLatency","integrationMs":"$context.integrationLatency","authorizerMs":"$context.authorizer.latency","authorizerStatus":"$context.authorizer.status","userId":"$context.authorizer.userId","tokenKey":"$context.authorizer.tokenKey"}

"""

ROUTE = """\
        ANY %(path)s:
          ThrottlingRateLimit: !Ref %(limit)sThrottleRate
          ThrottlingBurstLimit: !Ref %(limit)sThrottleBurst
"""

LIMITS = [("/api/auth/login", "Login"), ("/api/auth/password", "Login"), ("/api/auth/register", "Register")]


def between(text, start, end):
    """Returns what stands from a line up to another one, the latter not included."""
    first = text.index(start)
    return text[first : text.index(end, first + len(start))]


def api_section():
    routes = "".join(
        ROUTE % {"path": path + slash, "limit": limit} for path, limit in LIMITS for slash in ("", "/")
    )
    return API % {"routes": routes.rstrip("\n")}


def event(match):
    """An HTTP API takes a path with a trailing slash for another route: each path is there twice."""
    name, path, method, rest = match.group("name", "path", "method", "rest")
    made = ""
    for suffix, slash in (("", ""), ("Slash", "/")):
        made += (
            f"        {name}{suffix}:\n"
            "          Type: HttpApi\n"
            "          Properties:\n"
            "            ApiId: !Ref Api\n"
            f"            Path: {path}{slash}\n"
            f"            Method: {method}\n"
            # The format of a REST API's events, which the functions read.
            "            PayloadFormatVersion: '1.0'\n" + rest
        )
    return made


EVENT = re.compile(
    r"        (?P<name>[A-Za-z]+):\n"
    r"          Type: Api\n"
    r"          Properties:\n"
    r"            RestApiId: !Ref Api\n"
    r"            Path: (?P<path>\S+)\n"
    r"            Method: (?P<method>[A-Z]+)\n"
    r"(?P<rest>(?:            Auth:\n              Authorizer: NONE\n)?)"
)


def generate():
    text = SOURCE.read_text(encoding="utf-8")
    text = text.replace(between(text, "  Api:\n", "  AuthorizerPermission:\n"), api_section())
    # The role's boundary is the first that the template names.
    boundary = re.search(r"&boundary (.*)", text)[1]
    text = text.replace(between(text, "  # One role for each account", "  # -----"), "")
    text = text.replace("PermissionsBoundary: *boundary", f"PermissionsBoundary: &boundary {boundary}", 1)
    text = text.replace("  ApiLogs:\n    Type: AWS::Logs::LogGroup\n    Condition: HasAccessLog\n", "  ApiLogs:\n    Type: AWS::Logs::LogGroup\n")
    text = text.replace(between(text, "  ApiDomain:\n", "  AuthorizerArnParameter:\n"), "")
    text = text.replace(between(text, "Rules:\n", "Conditions:\n"), "")
    # An HTTP API takes a list of origins.
    text = re.sub(r"(?m)(^  #.*\n)?^  HasOneOrigin: .*\n", "", text)
    text = text.replace("      - Label: { default: In front of the API }\n        Parameters: [" + ", ".join(PARAMETERS_LEFT_OUT[2:]) + "]\n", "")
    # Only the template itself is one for AWS's repository of applications.
    text = text.replace(between(text, "  AWS::ServerlessRepo::Application:\n", "  AWS::CloudFormation::Interface:\n"), "")
    text = text.replace(between(text, "  # E3004", "  cfn-lint:"), "").replace("[W1100, E3004]", "[W1100]")
    for parameter in PARAMETERS_LEFT_OUT:
        text = re.sub(rf"^  {parameter}:\n(?:    .*\n)+", "", text, count=1, flags=re.M)
        text = re.sub(rf"^          - {parameter}\n", "", text, count=1, flags=re.M)
    for condition in CONDITIONS_LEFT_OUT:
        text = re.sub(rf"^  {condition}: .*\n", "", text, count=1, flags=re.M)
    head, outputs = text.split("\nOutputs:\n")
    for output in OUTPUTS_LEFT_OUT:
        outputs = re.sub(rf"^  {output}:\n(?:    .*\n)+", "", outputs, count=1, flags=re.M)
    outputs = outputs.replace(between(outputs, "    Value: !If\n", "  ApiId:"), "    Value: !Sub https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}\n")
    text = head + "\nOutputs:\n" + outputs
    text = EVENT.sub(event, text)
    text = text.replace("CodeUri: functions/", "CodeUri: ../../functions/")
    text = text.replace("${Api}/${StageName}/", "${Api}/")
    text = text.replace("---- A host name, a firewall and a parameter, where wanted", "---- A parameter, where wanted")
    text = text.replace("MetricName: 5XXError", "MetricName: 5xx")
    text = text.replace(
        "        - { Name: ApiName, Value: !Ref AWS::StackName }\n        - { Name: Stage, Value: !Ref StageName }\n",
        "        - { Name: ApiId, Value: !Ref Api }\n",
    )
    text = text.replace('"ApiName", "${AWS::StackName}", "Stage", "${StageName}"', '"ApiId", "${Api}"')
    text = text.replace('"4XXError"', '"4xx"').replace('"5XXError"', '"5xx"')
    text = text.replace(
        "Description: >-\n  Latchkey: token authentication for API Gateway, Lambda and DynamoDB.",
        "# Made by generate.py from Latchkey's own template.yaml: change that one.\n"
        "Description: >-\n  Latchkey on an HTTP API: token authentication for API Gateway, Lambda and DynamoDB.",
    )
    return text


if __name__ == "__main__":
    made = generate()
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text(encoding="utf-8") == made else "template.yaml is stale: run generate.py")
    TARGET.write_text(made, encoding="utf-8")
