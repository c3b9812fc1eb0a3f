"""What must hold of template.yaml once the SAM transform has run over it.

usage: python -m unittest discover -s platform/template -v
"""

import json
import pathlib
import re
import unittest

import boto3
from cfnlint.helpers import REGIONS
from cfnlint.rules.resources.lmbd.SnapStartSupported import SnapStartSupported
from cloudformation import WANTED, Stack, schema
from samcli.yamlhelper import yaml_parse
from transform import read, transform

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "template.yaml"

SOURCE = read(TEMPLATE)
PARAMETERS = SOURCE["Parameters"]
TRANSFORMED = transform(SOURCE)

REGIONS_WITHOUT_SNAPSHOTS = [
    {"AWS::Region": "ap-east-2"},
    {"AWS::Region": "ap-southeast-6"},
    {"AWS::Partition": "aws-cn"},
    {"AWS::Partition": "aws-us-gov"},
]

def stack(**values):
    return Stack(transform(SOURCE, values), values).resources


STACK = stack()
EVERYTHING = stack(**WANTED)

# What the API's description, which is a document of its own, says about who may call.
OPENAPI = yaml_parse((ROOT / "docs" / "openapi.yaml").read_text(encoding="utf-8"))
PUBLIC_ROUTES = {
    path
    for path, operations in OPENAPI["paths"].items()
    if any(operations[method].get("security") == [] for method in operations if method in {"get", "post", "delete", "put", "patch"})
}


def of_type(kind, resources=STACK):
    return {name: r for name, r in resources.items() if r["Type"] == kind}


def properties(name):
    return STACK[name]["Properties"]


def refs(value):
    """Yields every name that a value refers to, by Ref, Fn::Sub or Fn::GetAtt."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "Ref":
                yield inner
            elif key == "Fn::GetAtt":
                yield inner[0] if isinstance(inner, list) else inner.split(".")[0]
            elif key == "Fn::Sub":
                text = inner if isinstance(inner, str) else inner[0]
                yield from re.findall(r"\$\{([A-Za-z0-9]+)[}.]", text)
                yield from refs(inner[1:] if isinstance(inner, list) else [])
            else:
                yield from refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from refs(inner)


def statements(role, resources=STACK):
    """Yields a role's statements."""
    for policy in resources[role]["Properties"]["Policies"]:
        yield from policy["PolicyDocument"]["Statement"]


def on_tables(role, resources=STACK):
    """Yields what a role allows on tables, as (action, table, statement)."""
    for statement in statements(role, resources):
        for action in statement["Action"]:
            if action.startswith("dynamodb:"):
                tables = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
                for table in tables:
                    # A stream is no table.
                    if "Fn::GetAtt" in table:
                        yield action.split(":")[1], table["Fn::GetAtt"][0], statement


def is_of_all_events(table, statement):
    """The table of events holds nothing else, so that who tells of them may read all of it."""
    return table == "EventsTable" and "Condition" not in statement


def prefixes(statement):
    return statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]


def role_of(function):
    return function["Properties"]["Role"]["Fn::GetAtt"][0]


API = properties("Api")["Body"]
RESPONSES = API["x-amazon-apigateway-gateway-responses"]
FUNCTIONS = of_type("AWS::Lambda::Function")
ALL_FUNCTIONS = of_type("AWS::Lambda::Function", EVERYTHING)
ALIASES = {p["FunctionName"]["Ref"]: n for n, p in ((n, r["Properties"]) for n, r in of_type("AWS::Lambda::Alias").items())}


class Tables(unittest.TestCase):
    def test_there_are_two(self):
        self.assertEqual({"UsersTable", "TokensTable"}, set(of_type("AWS::DynamoDB::Table")))

    def test_outlive_the_stack(self):
        for table in of_type("AWS::DynamoDB::Table").values():
            self.assertEqual("Retain", table["DeletionPolicy"])
            self.assertEqual("Retain", table["UpdateReplacePolicy"])
            self.assertIs(True, table["Properties"]["DeletionProtectionEnabled"])

    def test_are_encrypted_and_can_be_restored(self):
        for table in of_type("AWS::DynamoDB::Table").values():
            self.assertEqual({"SSEEnabled": True}, table["Properties"]["SSESpecification"])
        for table in of_type("AWS::DynamoDB::Table", EVERYTHING).values():
            self.assertEqual(
                {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": WANTED["KeyArn"]}, table["Properties"]["SSESpecification"]
            )
            self.assertEqual(
                {"PointInTimeRecoveryEnabled": True}, table["Properties"]["PointInTimeRecoverySpecification"]
            )

    def test_grow_on_demand_without_secondary_indexes(self):
        for table in of_type("AWS::DynamoDB::Table").values():
            self.assertEqual("PAY_PER_REQUEST", table["Properties"]["BillingMode"])
            self.assertFalse({"GlobalSecondaryIndexes", "LocalSecondaryIndexes"} & set(table["Properties"]))

    def test_that_are_there_already_are_used_and_not_made(self):
        names = {"ExistingUsersTable": "users-of-2026", "ExistingTokensTable": "tokens-of-2026"}
        resources = stack(**names)
        self.assertEqual({}, of_type("AWS::DynamoDB::Table", resources))
        self.assertFalse({"UsersTable", "TokensTable"} & set(refs(list(resources.values()))))
        for name in ("LoginFunction", "AuthorizerFunction"):
            variables = resources[name]["Properties"]["Environment"]["Variables"]
            self.assertEqual(list(names.values()), [variables["USERS_TABLE"], variables["TOKENS_TABLE"]])
        arns = [resource for s in statements("LogoutRole", resources) if "dynamodb:DeleteItem" in s["Action"] for resource in [s["Resource"]]]
        self.assertEqual(["arn:aws:dynamodb:eu-central-1:123456789012:table/tokens-of-2026"], arns)

    def test_tokens_are_cleaned_up(self):
        self.assertEqual(
            {"AttributeName": "ttl", "Enabled": True}, properties("TokensTable")["TimeToLiveSpecification"]
        )


class Routes(unittest.TestCase):
    def test_take_every_method(self):
        for path, methods in API["paths"].items():
            self.assertEqual({"options", "x-amazon-apigateway-any-method"}, set(methods), path)

    def test_are_those_of_the_description(self):
        everything = {path for path in EVERYTHING["Api"]["Properties"]["Body"]["paths"] if path.startswith("/api/")}
        self.assertEqual(set(OPENAPI["paths"]), everything)

    def test_are_protected_unless_the_description_says_otherwise(self):
        self.assertEqual([{"token": []}], OPENAPI["security"])
        self.assertIn("/api/auth/login", PUBLIC_ROUTES)
        for path, methods in API["paths"].items():
            expected = "NONE" if path in PUBLIC_ROUTES else "LatchkeyAuthorizer"
            self.assertEqual([{expected: []}], methods["x-amazon-apigateway-any-method"]["security"], path)

    def test_preflight_is_answered_by_the_gateway_and_never_authorised(self):
        for path, methods in API["paths"].items():
            self.assertEqual("mock", methods["options"]["x-amazon-apigateway-integration"]["type"], path)
            self.assertNotIn("security", methods["options"], path)
        self.assertNotIn("security", API)

    def test_reach_functions_through_their_aliases(self):
        for path, methods in API["paths"].items():
            uri = methods["x-amazon-apigateway-any-method"]["x-amazon-apigateway-integration"]["uri"]
            alias = re.search(r"functions/\$\{([A-Za-z0-9]+)\}/invocations$", uri["Fn::Sub"]).group(1)
            self.assertIn(alias, ALIASES.values(), path)

    def test_permissions_are_on_aliases(self):
        permissions = of_type("AWS::Lambda::Permission")
        self.assertEqual(set(ALIASES.values()), {p["Properties"]["FunctionName"]["Ref"] for p in permissions.values()})
        for permission in permissions.values():
            self.assertEqual("apigateway.amazonaws.com", permission["Properties"]["Principal"])
            self.assertIn("SourceArn", permission["Properties"])


class Authorizer(unittest.TestCase):
    authorizer = API["securityDefinitions"]["LatchkeyAuthorizer"]["x-amazon-apigateway-authorizer"]

    def test_is_invoked_through_its_alias(self):
        raw = TRANSFORMED["Resources"]["Api"]["Properties"]["Body"]["securityDefinitions"]["LatchkeyAuthorizer"]
        uri, names = raw["x-amazon-apigateway-authorizer"]["authorizerUri"]["Fn::Sub"]
        self.assertIn("functions/${__FunctionArn__}/invocations", uri)
        alias = properties(ALIASES["AuthorizerFunction"])["Name"]
        self.assertEqual({"__FunctionArn__": {"Fn::Sub": "${AuthorizerFunction.Arn}:" + alias}}, names)
        self.assertEqual(ALIASES["AuthorizerFunction"], STACK["Api"]["DependsOn"])

    def test_is_not_cached_by_default(self):
        self.assertEqual("0", str(self.authorizer["authorizerResultTtlInSeconds"]))
        cached = transform(SOURCE, {"AuthorizerCacheSeconds": 300})["Resources"]["Api"]["Properties"]["Body"]
        definition = cached["securityDefinitions"]["LatchkeyAuthorizer"]["x-amazon-apigateway-authorizer"]
        self.assertEqual(300, int(definition["authorizerResultTtlInSeconds"]))

    def test_sees_the_whole_request_and_is_asked_only_with_a_header(self):
        self.assertEqual("request", self.authorizer["type"])
        self.assertEqual("method.request.header.Authorization", self.authorizer["identitySource"])

    def test_is_offered_to_other_stacks_as_alias(self):
        self.assertEqual({"Ref": ALIASES["AuthorizerFunction"]}, TRANSFORMED["Outputs"]["AuthorizerArn"]["Value"])


class GatewayResponses(unittest.TestCase):
    def test_speak_json_with_a_detail(self):
        for name, response in RESPONSES.items():
            self.assertEqual(["application/json"], list(response["responseTemplates"]), name)
            body = response["responseTemplates"]["application/json"]
            self.assertEqual(["detail"], list(json.loads(body)), name)
            self.assertEqual(body.strip(), body, name)

    def test_carry_the_headers_that_every_answer_carries(self):
        for name, response in RESPONSES.items():
            headers = response["responseParameters"]
            self.assertEqual("'no-store'", headers["gatewayresponse.header.Cache-Control"], name)
            self.assertEqual("'nosniff'", headers["gatewayresponse.header.X-Content-Type-Options"], name)
            self.assertEqual(
                "'Allow, Retry-After, WWW-Authenticate'",
                headers["gatewayresponse.header.Access-Control-Expose-Headers"],
                name,
            )
            self.assertEqual("'*'", headers["gatewayresponse.header.Access-Control-Allow-Origin"])

    def test_each_kind_of_refusal_has_its_own_so_that_what_has_none_is_not_found(self):
        kinds = boto3.session.Session().client("apigateway", region_name="eu-central-1").meta.service_model.shape_for("GatewayResponseType").enum
        refusals = {kind for kind in kinds if not re.match("API_CONFIG|AUTHORIZER|DEFAULT|INTEGRATION", kind)}
        self.assertLessEqual(refusals, set(RESPONSES))
        for name in ("DEFAULT_4XX", "MISSING_AUTHENTICATION_TOKEN", "INVALID_SIGNATURE", "EXPIRED_TOKEN", "RESOURCE_NOT_FOUND"):
            self.assertEqual("404", RESPONSES[name]["statusCode"], name)
            self.assertEqual({"detail": "Not found."}, json.loads(RESPONSES[name]["responseTemplates"]["application/json"]))
        # Without a status of its own a kind might take DEFAULT_4XX's.
        self.assertEqual(["DEFAULT_5XX"], [name for name, response in RESPONSES.items() if "statusCode" not in response])

    def test_challenge_on_401(self):
        unauthorized = {name for name, response in RESPONSES.items() if response.get("statusCode") == "401"}
        self.assertEqual({"UNAUTHORIZED", "ACCESS_DENIED"}, unauthorized)
        for name in unauthorized:
            self.assertEqual("'Token'", RESPONSES[name]["responseParameters"]["gatewayresponse.header.WWW-Authenticate"])

    def test_a_failing_authorizer_is_503_with_retry_after(self):
        for name in ("AUTHORIZER_FAILURE", "AUTHORIZER_CONFIGURATION_ERROR", "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT"):
            self.assertEqual("503", RESPONSES[name]["statusCode"])
            self.assertEqual("'1'", RESPONSES[name]["responseParameters"]["gatewayresponse.header.Retry-After"])

    def test_never_repeat_what_the_client_sent(self):
        for name, response in RESPONSES.items():
            used = set(re.findall(r"\$[a-zA-Z.]+", response["responseTemplates"]["application/json"]))
            self.assertLessEqual(used, {"$context.authorizer.detail"}, name)


class AccessLog(unittest.TestCase):
    stage = EVERYTHING["ApiStage"]["Properties"]
    format = stage["AccessLogSetting"]["Format"]

    def test_is_off_and_leaves_the_accounts_role_alone_unless_asked(self):
        self.assertNotIn("AccessLogSetting", properties("ApiStage"))
        self.assertEqual(set(), {"ApiLogs", "ApiAccount", "ApiLogsRole"} & set(STACK))
        with_the_accounts_role = stack(AccessLog="existing-role")
        self.assertEqual({"ApiLogs"}, {"ApiLogs", "ApiAccount", "ApiLogsRole"} & set(with_the_accounts_role))
        self.assertIn("AccessLogSetting", with_the_accounts_role["ApiStage"]["Properties"])

    def test_the_role_comes_after_the_api_and_before_the_stage(self):
        raw = TRANSFORMED["Resources"]
        needed = {name: dependencies(resource) & set(raw) for name, resource in raw.items()}
        self.assertIn("Api", needed["ApiAccount"])
        self.assertIn("ApiAccount", needed["ApiStage"])
        # No circle, in which CloudFormation would refuse the template: each round takes away what needs nothing that is left.
        left = dict(needed)
        while ready := [name for name, others in left.items() if not others & set(left)]:
            for name in ready:
                del left[name]
        self.assertEqual({}, left)

    def test_is_json(self):
        json.loads(self.format)
        self.assertNotIn("\n", self.format)

    def test_holds_nothing_that_a_client_writes(self):
        used = set(re.findall(r"\$context\.([A-Za-z.]+)", self.format))
        self.assertLessEqual(
            used,
            {
                "requestTimeEpoch",
                "requestId",
                "identity.sourceIp",
                "httpMethod",
                "resourcePath",
                "status",
                "responseLatency",
                "integrationLatency",
                "authorizer.latency",
                "authorizer.status",
                "authorizer.userId",
                "authorizer.tokenKey",
                "error.responseType",
            },
        )
        self.assertNotIn("$input", self.format)


class Permissions(unittest.TestCase):
    def test_each_function_has_its_own_role(self):
        roles = [role_of(f) for f in FUNCTIONS.values()]
        self.assertEqual(len(roles), len(set(roles)))
        for role in roles:
            trust = properties(role)["AssumeRolePolicyDocument"]["Statement"]
            self.assertEqual([{"Service": "lambda.amazonaws.com"}], [s["Principal"] for s in trust])
            self.assertNotIn("ManagedPolicyArns", properties(role))

    def test_are_within_the_boundary_where_there_is_one(self):
        for name, role in of_type("AWS::IAM::Role", EVERYTHING).items():
            self.assertEqual(WANTED["PermissionsBoundary"], role["Properties"]["PermissionsBoundary"], name)
        for name, role in of_type("AWS::IAM::Role").items():
            self.assertNotIn("PermissionsBoundary", role["Properties"], name)

    def test_hold_no_wildcard_but_the_one_that_x_ray_needs(self):
        for function in ALL_FUNCTIONS.values():
            for statement in statements(role_of(function), EVERYTHING):
                self.assertEqual("Allow", statement["Effect"])
                self.assertNotIn("*", "".join(statement["Action"]))
                if statement["Action"][0].startswith("ses:"):
                    # Which identity a sender is of is not to be seen from its address.
                    self.assertTrue(all(re.search(":(identity|configuration-set)/\\*$", arn) for arn in statement["Resource"]))
                elif "dynamodb:GetRecords" in statement["Action"]:
                    # A stream's name ends with the time of its making.
                    self.assertTrue(statement["Resource"]["Fn::Sub"].endswith("/stream/*"))
                elif statement["Resource"] == "*":
                    self.assertIn(
                        statement["Action"], (["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["dynamodb:ListStreams"])
                    )
                else:
                    # A stream's name has the time in it, and whom mails are from is a name or an address of a verified domain.
                    known = r"(:identity|:configuration-set|/stream)/\*\""
                    self.assertNotIn("*", re.sub(known, "", json.dumps(statement["Resource"])))

    def test_never_allow_what_no_request_needs(self):
        """LambdaRuntimeIT and SettingsPermissionsIT show that each permission is used, down to the attributes."""
        allowed = {"GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"}
        for function in ALL_FUNCTIONS.values():
            scans = {"Scan"} if role_of(function) == "KeeperRole" else set()
            self.assertLessEqual({action for action, _, _ in on_tables(role_of(function), EVERYTHING)}, allowed | scans)

    def test_are_for_items_of_a_kind_and_never_for_a_whole_table(self):
        kinds = {
            "UsersTable": {"user#*", "name#*", "totp#*", "gone#*", "passkey#*", "passkeys#*", "hashes#*"},
            "TokensTable": {"user#*", "imported#*", "throttle#*", "mail#*", "claim#*", "step#*", "undo#*", "challenge#*", "keys#*"},
            "EventsTable": {"event#*", "purge#*", "reset#*"},
        }
        for function in ALL_FUNCTIONS.values():
            for action, table, statement in on_tables(role_of(function), EVERYTHING):
                if is_of_all_events(table, statement):
                    continue
                # A BatchGetItem names both tables' keys in one list: whether they are compared table by table is not documented.
                allowed = kinds["UsersTable"] | kinds["TokensTable"] if action == "BatchGetItem" else kinds[table]
                self.assertLessEqual(set(prefixes(statement)), allowed, statement)
                # Without it a call that names no key would pass the condition.
                self.assertEqual("false", statement["Condition"]["Null"]["dynamodb:LeadingKeys"])

    def test_updates_are_of_named_attributes_except_of_counters_and_events(self):
        for function in ALL_FUNCTIONS.values():
            for action, table, statement in on_tables(role_of(function), EVERYTHING):
                if action != "UpdateItem" or is_of_all_events(table, statement):
                    continue
                # Of these items all is changed: counts of attempts, of guesses, of hashes, codes that were used, how far an event has come, and a
                # passkey's counter and name.
                if prefixes(statement) not in (["throttle#*"], ["step#*"], ["totp#*"], ["event#*"], ["passkey#*"], ["hashes#*"]):
                    self.assertTrue(statement["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"])
                    self.assertEqual("false", statement["Condition"]["Null"]["dynamodb:Attributes"])
                    self.assertEqual(["dynamodb:UpdateItem"], statement["Action"])

    def test_no_update_names_what_only_a_login_or_an_operator_sets(self):
        for function in ALL_FUNCTIONS.values():
            for _, _, statement in on_tables(role_of(function), EVERYTHING):
                named = set(statement.get("Condition", {}).get("ForAllValues:StringEquals", {}).get("dynamodb:Attributes", []))
                # A mailed link brings another address, or the one before, and nothing else does; a name is its user's own.
                own = {"EmailConfirmRole": {"email"}, "UndoRole": {"email"}, "ProfileRole": {"username"}}.get(role_of(function), set())
                self.assertFalse((named - own) & {"id", "digest", "username", "email", "created"})

    def test_the_authorizer_writes_only_with_sliding_expiry(self):
        def writes(resources):
            return {(action, table) for action, table, _ in on_tables("AuthorizerRole", resources) if "Get" not in action}

        self.assertEqual(set(), writes(STACK))
        self.assertEqual({("UpdateItem", "TokensTable")}, writes(EVERYTHING))

    def test_a_login_lists_and_ends_sessions_only_with_a_limit(self):
        def on_sessions(resources):
            return {action for action, _, s in on_tables("LoginRole", resources) if prefixes(s) == ["user#*"]} & {"Query", "DeleteItem"}

        self.assertEqual(set(), on_sessions(STACK))
        self.assertEqual({"Query", "DeleteItem"}, on_sessions(EVERYTHING))

    def test_who_only_checks_or_ends_sessions_makes_none(self):
        for name, function in FUNCTIONS.items():
            if function["Properties"]["MemorySize"] == PARAMETERS["CheckMemory"]["Default"]:
                self.assertNotIn("PutItem", {action for action, _, _ in on_tables(role_of(function), EVERYTHING)}, name)

    def test_the_tables_key_is_used_through_dynamodb_alone(self):
        for function in FUNCTIONS.values():
            found = [
                s
                for s in statements(role_of(function), EVERYTHING)
                # The secrets of second factors are sealed by the functions themselves.
                if s["Action"][0].startswith("kms:") and s["Condition"]["StringEquals"].get("kms:EncryptionContext:purpose") is None
            ]
            self.assertEqual(bool(list(on_tables(role_of(function)))), bool(found))
            for statement in found:
                self.assertEqual(WANTED["KeyArn"], statement["Resource"])
                self.assertEqual({"kms:ViaService": "dynamodb.eu-central-1.amazonaws.com"}, statement["Condition"]["StringEquals"])
            self.assertFalse([s for s in statements(role_of(function)) if s["Action"][0].startswith("kms:")])

    def test_logs_go_to_the_functions_own_group(self):
        for function in FUNCTIONS.values():
            group = function["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
            granted = [
                statement["Resource"]["Fn::GetAtt"][0]
                for statement in statements(role_of(function))
                if statement["Action"][0].startswith("logs:")
            ]
            self.assertEqual([group], granted)
            self.assertIn("RetentionInDays", properties(group))

    def test_nothing_else_in_the_stack_grants_anything(self):
        roles = {role_of(f) for f in FUNCTIONS.values()}
        self.assertEqual(roles, set(of_type("AWS::IAM::Role")))
        [other] = set(of_type("AWS::IAM::Role", EVERYTHING)) - {role_of(f) for f in ALL_FUNCTIONS.values()}
        self.assertNotIn("Policies", EVERYTHING[other]["Properties"])
        self.assertEqual(
            ["arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"],
            EVERYTHING[other]["Properties"]["ManagedPolicyArns"],
        )
        kinds = {r["Type"] for r in EVERYTHING.values()}
        granting = {"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::User", "AWS::Lambda::Url", "AWS::DynamoDB::ResourcePolicy"}
        self.assertFalse(kinds & granting)
        for name, table in of_type("AWS::DynamoDB::Table").items():
            self.assertNotIn("ResourcePolicy", table["Properties"], name)


class Secrets(unittest.TestCase):
    def test_there_are_none_in_the_environment(self):
        for function in FUNCTIONS.values():
            for name in function["Properties"]["Environment"]["Variables"]:
                if name != "PROXY_SECRET_HEADER":
                    self.assertNotRegex(name, "SECRET|CREDENTIAL|PRIVATE|ACCESS_KEY|PASSWORD(?!_BREACH)")
        # What a CDN shows with each request. It opens nothing: it says whose word on a client's address is believed.
        hidden = [name for name, parameter in PARAMETERS.items() if "NoEcho" in parameter]
        self.assertEqual(hidden, ["ProxySecretHeader"])

    def test_no_dynamic_reference_is_written_out(self):
        self.assertNotIn("{{resolve:", json.dumps(STACK))

    def test_no_stage_traces_what_clients_send(self):
        for setting in properties("ApiStage")["MethodSettings"]:
            self.assertLessEqual(
                set(setting), {"ResourcePath", "HttpMethod", "ThrottlingRateLimit", "ThrottlingBurstLimit"}
            )

    def test_every_log_ends(self):
        for name, group in of_type("AWS::Logs::LogGroup", EVERYTHING).items():
            self.assertEqual("30", group["Properties"]["RetentionInDays"], name)
            self.assertEqual(WANTED["KeyArn"], group["Properties"]["KmsKeyId"], name)


class Functions(unittest.TestCase):
    def test_start_from_snapshots_on_java_25(self):
        for function in FUNCTIONS.values():
            self.assertEqual("java25", function["Properties"]["Runtime"])
            self.assertEqual({"ApplyOn": "PublishedVersions"}, function["Properties"]["SnapStart"])
        self.assertEqual(set(FUNCTIONS), set(ALIASES))

    def test_take_no_snapshots_where_lambda_has_none(self):
        off = of_type("AWS::Lambda::Function", stack(SnapStart="off"))
        self.assertEqual({"None"}, {function["Properties"]["SnapStart"]["ApplyOn"] for function in off.values()})
        for place in REGIONS_WITHOUT_SNAPSHOTS:
            there = Stack(TRANSFORMED, place).of_type("AWS::Lambda::Function").values()
            self.assertFalse([function for function in there if "SnapStart" in function["Properties"]], place)
        page = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
        for region in {place["AWS::Region"] for place in REGIONS_WITHOUT_SNAPSHOTS if "AWS::Region" in place}:
            self.assertIn(f"`{region}`", page)

    def test_snapshots_are_left_out_in_exactly_those_regions_of_which_cfn_lint_says_so(self):
        known = set(SnapStartSupported().regions)
        here = {region for region in REGIONS if region.split("-")[0] not in ("cn", "eusc") and "-gov-" not in region and "-iso" not in region}
        without = {place["AWS::Region"] for place in REGIONS_WITHOUT_SNAPSHOTS if "AWS::Region" in place}
        self.assertEqual(here - known, without)

    def test_end_before_the_gateway_gives_up(self):
        for function in FUNCTIONS.values():
            self.assertLess(function["Properties"]["Timeout"], 29)

    def test_what_hashes_can_be_held_apart_from_the_authorizer(self):
        names = ("Authorizer", "Login", "Register", "Password")
        reserved = stack(**{name + "Concurrency": "5" for name in names})
        for name in names:
            self.assertEqual("5", reserved[name + "Function"]["Properties"]["ReservedConcurrentExecutions"])
            self.assertNotIn("ReservedConcurrentExecutions", FUNCTIONS[name + "Function"]["Properties"])

    def test_jars_are_where_the_build_puts_them(self):
        for name, resource in SOURCE["Resources"].items():
            if resource["Type"] == "AWS::Serverless::Function":
                jar = re.fullmatch(r"functions/([a-z]+)/target/\1\.jar", resource["Properties"]["CodeUri"])
                self.assertIsNotNone(jar, name)
                module = ROOT / "functions" / jar.group(1)
                self.assertTrue((module / "pom.xml").is_file(), module)
                handler, method = resource["Properties"]["Handler"].split("::")
                self.assertEqual("handleRequest", method, name)
                source = module / "src" / "main" / "java" / (handler.replace(".", "/") + ".java")
                self.assertTrue(source.is_file(), source)

    def test_every_handler_is_deployed(self):
        handlers = {path.stem for path in ROOT.glob("functions/*/src/main/java/**/*Handler.java")}
        deployed = [
            resource["Properties"]["Handler"].split("::")[0].split(".")[-1]
            for resource in SOURCE["Resources"].values()
            if resource["Type"] == "AWS::Serverless::Function"
        ]
        self.assertCountEqual(handlers, deployed)


class AlarmsAndDashboard(unittest.TestCase):
    def test_are_there_only_where_wanted(self):
        self.assertEqual({}, {**of_type("AWS::CloudWatch::Alarm"), **of_type("AWS::CloudWatch::Dashboard")})
        without_metrics = of_type("AWS::CloudWatch::Alarm", stack(**{**WANTED, "MetricsNamespace": ""}))
        with_metrics = of_type("AWS::CloudWatch::Alarm", EVERYTHING)
        self.assertEqual({"LoginFailures", "RefusedAttempts"}, set(with_metrics) - set(without_metrics))

    def test_dashboards_of_two_regions_have_two_names(self):
        """Dashboards are global; all other names are made by CloudFormation, or are of one region."""
        self.assertEqual("latchkey-eu-central-1", EVERYTHING["Overview"]["Properties"]["DashboardName"])

    def test_the_page_has_all_alarms(self):
        page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
        table = page[page.index("## Alarms") :].split("\n\n")[1]
        named = {name for row in table.splitlines()[2:] for name in re.findall("`([A-Za-z]+)`", row.split("|")[1])}
        self.assertEqual(set(of_type("AWS::CloudWatch::Alarm", EVERYTHING)), named)

    def test_alarms_tell_the_same_topic(self):
        topic = "arn:aws:sns:eu-central-1:123456789012:alarms"
        told = of_type("AWS::CloudWatch::Alarm", stack(**WANTED, AlarmTopicArn=topic))
        for name, alarm in of_type("AWS::CloudWatch::Alarm", EVERYTHING).items():
            self.assertEqual("notBreaching", alarm["Properties"]["TreatMissingData"])
            self.assertNotIn("AlarmActions", alarm["Properties"])
            self.assertEqual([[topic]] * 2, [told[name]["Properties"][key] for key in ("AlarmActions", "OKActions")])

    def test_every_table_has_an_alarm_and_every_function_a_line(self):
        watched = set(refs([a["Properties"] for a in of_type("AWS::CloudWatch::Alarm", EVERYTHING).values()]))
        self.assertLessEqual({"UsersTable", "TokensTable", "AuthorizerFunction"}, watched)
        shown = set(refs(TRANSFORMED["Resources"]["Overview"]["Properties"]["DashboardBody"]))
        self.assertLessEqual({*FUNCTIONS, "UsersTable", "TokensTable"}, shown)

    def test_the_dashboard_is_json_with_and_without_the_functions_own_metrics(self):
        body, values = TRANSFORMED["Resources"]["Overview"]["Properties"]["DashboardBody"]["Fn::Sub"]
        condition, own, nothing = values["OwnMetrics"]["Fn::If"]
        self.assertEqual(("HasMetrics", ""), (condition, nothing))
        for more, widgets in ((own["Fn::Sub"], 10), (nothing, 6)):
            whole = re.sub(r"\$\{[^}]*\}", "x", body.replace("${OwnMetrics}", more))
            shown = json.loads(whole)["widgets"]
            self.assertEqual(widgets, len(shown))
            for widget in shown:
                self.assertTrue(widget["properties"]["metrics"], widget["properties"]["title"])

    def test_every_way_to_be_throttled_has_an_alarm(self):
        watched = set()
        for alarm in of_type("AWS::CloudWatch::Alarm", EVERYTHING).values():
            for dimension in alarm["Properties"].get("Dimensions", []):
                watched.add((alarm["Properties"]["MetricName"], dimension["Value"].get("Ref", "") if isinstance(dimension["Value"], dict) else ""))
        for table in ("UsersTable", "TokensTable"):
            self.assertLessEqual({("ReadThrottleEvents", table), ("WriteThrottleEvents", table)}, watched)
        self.assertIn(("Throttles", "AuthorizerFunction"), watched)

    def test_the_authorizers_alarm_counts_no_bad_token(self):
        """Where routes have rules, the authorizer fails for a bad token: Lambda counts that, and our own metric does not."""
        alarm = of_type("AWS::CloudWatch::Alarm", EVERYTHING)["AuthorizerErrors"]["Properties"]
        self.assertEqual((WANTED["MetricsNamespace"], "checksFailed", []), (alarm["Namespace"], alarm["MetricName"], alarm["Dimensions"]))
        alarm = of_type("AWS::CloudWatch::Alarm", stack(Alarms="true"))["AuthorizerErrors"]["Properties"]
        self.assertEqual(("AWS/Lambda", "Errors"), (alarm["Namespace"], alarm["MetricName"]))


class Parameters(unittest.TestCase):
    def test_are_explained_and_have_defaults(self):
        for name, parameter in PARAMETERS.items():
            self.assertIn("Description", parameter, name)
            self.assertIn("Default", parameter, name)

    def test_say_in_words_what_they_take(self):
        """Or CloudFormation answers with a regular expression."""
        for name, parameter in PARAMETERS.items():
            self.assertEqual("AllowedPattern" in parameter, "ConstraintDescription" in parameter, name)

    def test_are_grouped(self):
        groups = SOURCE["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
        self.assertEqual(sorted(PARAMETERS), sorted(name for group in groups for name in group["Parameters"]))

    def test_are_handed_on_under_the_name_of_the_setting(self):
        for function in of_type("AWS::Lambda::Function", TRANSFORMED["Resources"]).values():
            for name, value in function["Properties"]["Environment"]["Variables"].items():
                if not name.endswith("_TABLE") and name not in ("UID_KEY", "FACTOR_KEY", "ACCOUNT_OFFERS"):
                    self.assertEqual({"Ref": "".join(word.title() for word in name.split("_"))}, value)

    def test_durations(self):
        for name in ("TokenTtl", "AutoRefreshMaxTtl"):
            pattern = PARAMETERS[name]["AllowedPattern"]
            for good in ("none", "36000", "PT10H", "P30D", "PT1M", "P1DT12H", "PT1H30M15S"):
                self.assertRegex(good, pattern, name)
            for bad in ("", "10h", "P", "PT", "P1DT", "-5", "None ", "PT10H\nPT1H", "P1M"):
                self.assertNotRegex(bad, pattern, name)

    def test_none_is_a_literal_name(self):
        for resource in STACK.values():
            self.assertFalse({"TableName", "FunctionName", "RoleName", "LogGroupName"} & literal_keys(resource))


class InFront(unittest.TestCase):
    """A host name, a firewall, and what other stacks read: off by default, and then nothing is there."""

    ADDED = {"ApiDomain", "ApiDomainMapping", "ApiDomainRecord", "ApiFirewall", "AuthorizerArnParameter"}

    def test_is_there_where_wanted(self):
        self.assertFalse(self.ADDED & set(STACK))
        self.assertLessEqual(self.ADDED, set(EVERYTHING))
        domain = {name: WANTED[name] for name in ("DomainName", "CertificateArn")}
        self.assertEqual({"ApiDomain", "ApiDomainMapping"}, lasting(stack(**domain)) - lasting(STACK))

    def test_takes_nothing_away(self):
        self.assertEqual(set(), lasting(STACK) - lasting(EVERYTHING))

    def test_the_api_and_its_domain_take_the_same_tls(self):
        """API Gateway goes by the API's policy under either name (apigateway-custom-domain-tls-version)."""
        for policy in PARAMETERS["TlsPolicy"]["AllowedValues"]:
            resources = stack(**{**WANTED, "TlsPolicy": policy})
            for name in ("Api", "ApiDomain"):
                self.assertEqual(policy, resources[name]["Properties"]["SecurityPolicy"])
                # It has to be there with the new policies, and may not be with the others.
                self.assertEqual(policy.startswith("SecurityPolicy_"), "EndpointAccessMode" in resources[name]["Properties"], policy)

    def test_the_apis_own_host_can_be_switched_off(self):
        def is_off(resources):
            return resources["Api"]["Properties"]["Body"].get("x-amazon-apigateway-endpoint-configuration", {}).get("disableExecuteApiEndpoint")

        self.assertIn(is_off(STACK), (None, False))
        self.assertTrue(is_off(stack(**WANTED, ExecuteApiHost="off")))

    def test_what_depends_on_another_parameter_says_so(self):
        for wrong in (
            {"DomainName": "a.example"},
            {"HostedZoneId": "Z1"},
            {"ExecuteApiHost": "off"},
            {"Mail": "outbox"},
            {"EventBusName": "accounts"},
            {"SmtpSecurity": "none", "SmtpSecret": "file:/a"},
        ):
            self.assertTrue(violations(wrong), wrong)
        domain = {name: WANTED[name] for name in ("DomainName", "CertificateArn")}
        for right in ({}, domain, {**domain, "ExecuteApiHost": "off"}, {**domain, "HostedZoneId": "Z1"}):
            self.assertEqual([], violations(right), right)


def lasting(resources):
    """Returns the names of resources, but for those that change with each deployment."""
    return {name for name, resource in resources.items() if resource["Type"] not in ("AWS::ApiGateway::Deployment", "AWS::Lambda::Version")}


def violations(values):
    """Returns which of the template's rules CloudFormation would say are broken."""
    rules = Stack(TRANSFORMED, values)
    return [
        assertion["AssertDescription"]
        for rule in SOURCE["Rules"].values()
        if "RuleCondition" not in rule or rules.holds(rule["RuleCondition"])
        for assertion in rule["Assertions"]
        if not rules.holds(assertion["Assert"])
    ]


class Outputs(unittest.TestCase):
    def test_name_what_commands_need(self):
        self.assertLessEqual({"ApiUrl", "ApiId", "StageName", "Region", "UsersTableName", "TokensTableName"}, set(SOURCE["Outputs"]))

    def test_export_nothing_unless_asked(self):
        for name, output in SOURCE["Outputs"].items():
            self.assertEqual("Export" in output, output.get("Condition") == "HasExport", name)


class Tags(unittest.TestCase):
    """Tags of the stack are handed on by CloudFormation, to each resource whose type takes tags when it is made."""

    def test_reach_everything_that_can_have_them(self):
        for kind in {resource["Type"] for resource in EVERYTHING.values()}:
            tagging = schema(kind).get("tagging", {})
            self.assertEqual(tagging.get("taggable"), tagging.get("tagOnCreate", False), kind)

    def test_none_is_written_in_the_template(self):
        """A changed tag alone would name a new version, which Lambda refuses where nothing else has changed."""
        for name, resource in SOURCE["Resources"].items():
            self.assertNotIn("Tags", resource.get("Properties", {}), name)
        self.assertNotIn("Tags", SOURCE["Globals"]["Function"])


def dependencies(resource):
    depends_on = resource.get("DependsOn", [])
    return set(refs(resource)) | set([depends_on] if isinstance(depends_on, str) else depends_on)


def literal_keys(resource):
    return {key for key, value in resource.get("Properties", {}).items() if isinstance(value, str)}


if __name__ == "__main__":
    unittest.main()
