"""What must hold of template.yaml once the SAM transform has run over it.

usage: python -m unittest discover -s platform/template -v
"""

import json
import pathlib
import re
import unittest

from samcli.yamlhelper import yaml_parse
from transform import read, transform

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "template.yaml"

SOURCE = read(TEMPLATE)
PARAMETERS = SOURCE["Parameters"]
TRANSFORMED = transform(SOURCE)
STACK = TRANSFORMED["Resources"]

# What the API's description, which is a document of its own, says about who may call.
OPENAPI = yaml_parse((ROOT / "docs" / "openapi.yaml").read_text(encoding="utf-8"))
PUBLIC_ROUTES = {
    path
    for path, operations in OPENAPI["paths"].items()
    if any(operations[method].get("security") == [] for method in operations if method in {"get", "post", "delete", "put", "patch"})
}


def of_type(kind):
    return {name: r for name, r in STACK.items() if r["Type"] == kind}


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


def statements(role):
    """Yields a role's statements as (condition or None, statement)."""
    for policy in properties(role)["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            if "Fn::If" in statement:
                condition, chosen, other = statement["Fn::If"]
                assert other == {"Ref": "AWS::NoValue"}, statement
                yield condition, chosen
            else:
                yield None, statement


API = properties("Api")["Body"]
RESPONSES = API["x-amazon-apigateway-gateway-responses"]
FUNCTIONS = of_type("AWS::Lambda::Function")
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
            self.assertEqual(
                {"PointInTimeRecoveryEnabled": True}, table["Properties"]["PointInTimeRecoverySpecification"]
            )

    def test_grow_on_demand_without_secondary_indexes(self):
        for table in of_type("AWS::DynamoDB::Table").values():
            self.assertEqual("PAY_PER_REQUEST", table["Properties"]["BillingMode"])
            self.assertFalse({"GlobalSecondaryIndexes", "LocalSecondaryIndexes"} & set(table["Properties"]))

    def test_tokens_are_cleaned_up(self):
        self.assertEqual(
            {"AttributeName": "ttl", "Enabled": True}, properties("TokensTable")["TimeToLiveSpecification"]
        )


class Routes(unittest.TestCase):
    def test_take_every_method(self):
        for path, methods in API["paths"].items():
            self.assertEqual({"options", "x-amazon-apigateway-any-method"}, set(methods), path)

    def test_are_those_of_the_description(self):
        self.assertEqual(set(OPENAPI["paths"]), set(API["paths"]))

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
        uri, names = self.authorizer["authorizerUri"]["Fn::Sub"]
        self.assertIn("functions/${__FunctionArn__}/invocations", uri)
        alias = properties(ALIASES["AuthorizerFunction"])["Name"]
        self.assertEqual({"__FunctionArn__": {"Fn::Sub": "${AuthorizerFunction.Arn}:" + alias}}, names)
        self.assertEqual(ALIASES["AuthorizerFunction"], STACK["Api"]["DependsOn"])

    def test_is_not_cached_by_default(self):
        self.assertEqual("0", self.authorizer["authorizerResultTtlInSeconds"])
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
            self.assertEqual(
                {"Fn::Sub": "'${CorsAllowedOrigin}'"}, headers["gatewayresponse.header.Access-Control-Allow-Origin"]
            )

    def test_challenge_on_401(self):
        unauthorized = {name for name, response in RESPONSES.items() if response.get("statusCode") == "401"}
        self.assertEqual({"UNAUTHORIZED", "ACCESS_DENIED"}, unauthorized)
        for name in unauthorized:
            self.assertEqual(
                {"Fn::Sub": "'${AuthHeaderPrefix}'"},
                RESPONSES[name]["responseParameters"]["gatewayresponse.header.WWW-Authenticate"],
            )

    def test_a_failing_authorizer_is_503_with_retry_after(self):
        for name in ("AUTHORIZER_FAILURE", "AUTHORIZER_CONFIGURATION_ERROR", "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT"):
            self.assertEqual("503", RESPONSES[name]["statusCode"])
            self.assertEqual("'1'", RESPONSES[name]["responseParameters"]["gatewayresponse.header.Retry-After"])

    def test_never_repeat_what_the_client_sent(self):
        for name, response in RESPONSES.items():
            used = set(re.findall(r"\$[a-zA-Z.]+", response["responseTemplates"]["application/json"]))
            self.assertLessEqual(used, {"$context.authorizer.detail"}, name)


class AccessLog(unittest.TestCase):
    format = properties("ApiStage")["AccessLogSetting"]["Fn::If"][1]["Format"]

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
        roles = [f["Properties"]["Role"]["Fn::GetAtt"][0] for f in FUNCTIONS.values()]
        self.assertEqual(len(roles), len(set(roles)))
        for role in roles:
            trust = properties(role)["AssumeRolePolicyDocument"]["Statement"]
            self.assertEqual([{"Service": "lambda.amazonaws.com"}], [s["Principal"] for s in trust])
            self.assertNotIn("ManagedPolicyArns", properties(role))

    def test_hold_no_wildcard_but_the_one_that_x_ray_needs(self):
        for function in FUNCTIONS.values():
            for _, statement in statements(function["Properties"]["Role"]["Fn::GetAtt"][0]):
                self.assertEqual("Allow", statement["Effect"])
                self.assertNotIn("*", "".join(statement["Action"]))
                if statement["Resource"] == "*":
                    self.assertEqual(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], statement["Action"])
                else:
                    self.assertEqual({"Fn::GetAtt"}, set(statement["Resource"]))

    def test_never_allow_what_no_request_needs(self):
        allowed = {"GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"}
        for function in FUNCTIONS.values():
            for _, statement in statements(function["Properties"]["Role"]["Fn::GetAtt"][0]):
                actions = [a.split(":")[1] for a in statement["Action"] if a.startswith("dynamodb:")]
                self.assertLessEqual(set(actions), allowed)

    def test_the_authorizer_writes_only_with_sliding_expiry(self):
        for condition, statement in statements("AuthorizerRole"):
            for action in statement["Action"]:
                if action.startswith("dynamodb:") and "Get" not in action:
                    self.assertEqual(("dynamodb:UpdateItem", "IsAutoRefresh"), (action, condition))
                    self.assertEqual({"Fn::GetAtt": ["TokensTable", "Arn"]}, statement["Resource"])

    def test_counters_can_be_changed_and_sessions_cannot(self):
        for role, more in (("LoginRole", {"DeleteItem"}), ("PasswordRole", {"DeleteItem"}), ("RegisterRole", set())):
            [granted] = [s for _, s in statements(role) if "Condition" in s]
            self.assertEqual({"Fn::GetAtt": ["TokensTable", "Arn"]}, granted["Resource"])
            self.assertEqual({"dynamodb:LeadingKeys": ["throttle#*"]}, granted["Condition"]["ForAllValues:StringLike"])
            self.assertEqual({f"dynamodb:{a}" for a in {"PutItem", "UpdateItem"} | more}, set(granted["Action"]))
            for _, statement in statements(role):
                if statement is not granted and statement["Resource"] == granted["Resource"]:
                    self.assertNotIn("dynamodb:UpdateItem", statement["Action"])

    def test_logs_go_to_the_functions_own_group(self):
        for function in FUNCTIONS.values():
            group = function["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
            granted = [
                statement["Resource"]["Fn::GetAtt"][0]
                for _, statement in statements(function["Properties"]["Role"]["Fn::GetAtt"][0])
                if statement["Action"][0].startswith("logs:")
            ]
            self.assertEqual([group], granted)
            self.assertIn("RetentionInDays", properties(group))


    def test_each_function_touches_its_own_tables_alone(self):
        users, tokens = "UsersTable", "TokensTable"
        expected = {
            "RegisterRole": [(users, "GetItem PutItem", None), (tokens, "PutItem", None), (tokens, "PutItem UpdateItem", "counters")],
            "LoginRole": [
                (users, "GetItem UpdateItem", None),
                (tokens, "PutItem", None),
                (tokens, "DeleteItem Query", "HasTokenLimit"),
                (tokens, "DeleteItem PutItem UpdateItem", "counters"),
            ],
            "UserRole": [],
            "LogoutRole": [(tokens, "DeleteItem", None)],
            "LogoutAllRole": [(users, "UpdateItem", None)],
            "TokensRole": [(users, "BatchGetItem", None), (tokens, "BatchGetItem DeleteItem Query", None)],
            "PasswordRole": [
                (users, "BatchGetItem UpdateItem", None),
                (tokens, "BatchGetItem", None),
                (tokens, "DeleteItem PutItem UpdateItem", "counters"),
            ],
            "AuthorizerRole": [(users, "BatchGetItem", None), (tokens, "BatchGetItem", None), (tokens, "UpdateItem", "IsAutoRefresh")],
        }
        for role, grants in expected.items():
            found = []
            for condition, statement in statements(role):
                actions = {a.split(":")[1] for a in statement["Action"] if a.startswith("dynamodb:")}
                if actions:
                    only = "counters" if "Condition" in statement else condition
                    found.append((statement["Resource"]["Fn::GetAtt"][0], actions, only))
            wanted = [(table, set(actions.split()), only) for table, actions, only in grants]
            self.assertCountEqual(wanted, found, role)
        self.assertEqual(set(expected), {f["Properties"]["Role"]["Fn::GetAtt"][0] for f in FUNCTIONS.values()})

    def test_nothing_else_in_the_stack_grants_anything(self):
        roles = {f["Properties"]["Role"]["Fn::GetAtt"][0] for f in FUNCTIONS.values()}
        [other] = set(of_type("AWS::IAM::Role")) - roles
        self.assertEqual("SetsUpAccessLog", STACK[other]["Condition"])
        self.assertNotIn("Policies", properties(other))
        [managed] = properties(other)["ManagedPolicyArns"]
        self.assertTrue(managed["Fn::Sub"].endswith(":policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"))
        kinds = {r["Type"] for r in STACK.values()}
        granting = {"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::User", "AWS::Lambda::Url", "AWS::DynamoDB::ResourcePolicy"}
        self.assertFalse(kinds & granting)
        for name, table in of_type("AWS::DynamoDB::Table").items():
            self.assertNotIn("ResourcePolicy", table["Properties"], name)


class Secrets(unittest.TestCase):
    def test_there_are_none_in_the_environment(self):
        for function in FUNCTIONS.values():
            for name, value in function["Properties"]["Environment"]["Variables"].items():
                self.assertNotRegex(name, "SECRET|CREDENTIAL|PRIVATE|ACCESS_KEY|PASSWORD")
                self.assertLessEqual(set(value), {"Ref", "Fn::If"}, name)
                for parameter in set(refs(value)) & set(PARAMETERS):
                    self.assertNotIn("NoEcho", PARAMETERS[parameter], parameter)

    def test_no_dynamic_reference_is_written_out(self):
        self.assertNotIn("{{resolve:", json.dumps(STACK))

    def test_no_stage_traces_what_clients_send(self):
        for setting in properties("ApiStage")["MethodSettings"]:
            self.assertLessEqual(
                set(setting), {"ResourcePath", "HttpMethod", "ThrottlingRateLimit", "ThrottlingBurstLimit"}
            )

    def test_every_log_ends(self):
        for name, group in of_type("AWS::Logs::LogGroup").items():
            self.assertEqual({"Ref": "LogRetentionDays"}, group["Properties"]["RetentionInDays"], name)


class Functions(unittest.TestCase):
    def test_start_from_snapshots_on_java_25(self):
        for function in FUNCTIONS.values():
            self.assertEqual("java25", function["Properties"]["Runtime"])
            self.assertEqual({"ApplyOn": "PublishedVersions"}, function["Properties"]["SnapStart"])
        self.assertEqual(set(FUNCTIONS), set(ALIASES))

    def test_end_before_the_gateway_gives_up(self):
        for function in FUNCTIONS.values():
            self.assertLess(function["Properties"]["Timeout"], 29)

    def test_what_hashes_can_be_held_apart_from_the_authorizer(self):
        for name in ("Authorizer", "Login", "Register", "Password"):
            condition, reserved, otherwise = FUNCTIONS[name + "Function"]["Properties"]["ReservedConcurrentExecutions"]["Fn::If"]
            self.assertEqual(f"Has{name}Concurrency", condition)
            self.assertEqual({"Ref": name + "Concurrency"}, reserved)
            self.assertEqual({"Ref": "AWS::NoValue"}, otherwise)
            self.assertEqual("0", PARAMETERS[name + "Concurrency"]["Default"])

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
        for alarm in of_type("AWS::CloudWatch::Alarm").values():
            self.assertIn(alarm["Condition"], ("HasAlarms", "HasLoginFailureAlarm"))
        self.assertEqual("HasDashboard", STACK["Overview"]["Condition"])
        self.assertEqual(("false", "false", ""), tuple(PARAMETERS[n]["Default"] for n in ("Alarms", "Dashboard", "MetricsNamespace")))

    def test_the_page_has_all_alarms(self):
        page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
        table = page[page.index("## Alarms") :].split("\n\n")[1]
        named = {name for row in table.splitlines()[2:] for name in re.findall("`([A-Za-z]+)`", row.split("|")[1])}
        self.assertEqual(set(of_type("AWS::CloudWatch::Alarm")), named)

    def test_alarms_tell_the_same_topic(self):
        for alarm in of_type("AWS::CloudWatch::Alarm").values():
            told = {"Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]}
            self.assertEqual(told, alarm["Properties"]["AlarmActions"])
            self.assertEqual("notBreaching", alarm["Properties"]["TreatMissingData"])

    def test_every_table_has_an_alarm_and_every_function_a_line(self):
        watched = set(refs([a["Properties"] for a in of_type("AWS::CloudWatch::Alarm").values()]))
        self.assertLessEqual({"UsersTable", "TokensTable", "AuthorizerFunction"}, watched)
        self.assertLessEqual(set(FUNCTIONS), set(refs(properties("Overview")["DashboardBody"])))

    def test_the_dashboard_is_json_with_and_without_the_functions_own_metrics(self):
        body, values = properties("Overview")["DashboardBody"]["Fn::Sub"]
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
        for alarm in of_type("AWS::CloudWatch::Alarm").values():
            for dimension in alarm["Properties"].get("Dimensions", []):
                watched.add((alarm["Properties"]["MetricName"], dimension["Value"]["Ref"] if isinstance(dimension["Value"], dict) else ""))
        for table in ("UsersTable", "TokensTable"):
            self.assertLessEqual({("ReadThrottleEvents", table), ("WriteThrottleEvents", table)}, watched)
        self.assertLessEqual({("Errors", "AuthorizerFunction"), ("Throttles", "AuthorizerFunction")}, watched)


class Parameters(unittest.TestCase):
    def test_are_explained_and_have_defaults(self):
        for name, parameter in PARAMETERS.items():
            self.assertIn("Description", parameter, name)
            self.assertIn("Default", parameter, name)

    def test_are_grouped(self):
        groups = SOURCE["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
        self.assertEqual(sorted(PARAMETERS), sorted(name for group in groups for name in group["Parameters"]))

    def test_are_handed_on_under_the_name_of_the_setting(self):
        for function in FUNCTIONS.values():
            for name, value in function["Properties"]["Environment"]["Variables"].items():
                if not name.endswith("_TABLE"):
                    self.assertEqual("".join(word.title() for word in name.split("_")), value["Ref"])

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


def literal_keys(resource):
    return {key for key, value in resource.get("Properties", {}).items() if isinstance(value, str)}


if __name__ == "__main__":
    unittest.main()
