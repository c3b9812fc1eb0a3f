package dev.latchkey.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final String API = """
            Parameters:
              Origin: { Type: String, Default: "*", AllowedPattern: "[*h].*", MaxLength: 20 }
              Seconds: { Type: Number, Default: 0, MinValue: 0, MaxValue: 3600 }
              Mode: { Type: String, Default: a, AllowedValues: [a, b] }
              Needed: { Type: String }
            Globals:
              Function:
                Timeout: 10
                CodeUri: all.jar
                AutoPublishAlias: live
                Environment: { Variables: { MODE: !Ref Mode, SAME: global } }
            Resources:
              Api:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: live
                  BinaryMediaTypes: [image~1png]
                  Cors:
                    AllowOrigin: !Sub "'${Origin}'"
                    AllowHeaders: "'Authorization'"
                    MaxAge: "'7200'"
                  Auth:
                    DefaultAuthorizer: Gate
                    Authorizers:
                      Gate:
                        FunctionPayloadType: REQUEST
                        FunctionArn: !Ref GateFunctionAliaslive
                        Identity: { Headers: [Authorization], ReauthorizeEvery: !Ref Seconds }
                      Old:
                        FunctionArn: !GetAtt GateFunction.Arn
                        Identity: { Header: X-Key, ValidationExpression: "[a-z]+" }
                  GatewayResponses:
                    UNAUTHORIZED:
                      StatusCode: "401"
                      ResponseParameters: { Headers: { X-A: "'b'" } }
                      ResponseTemplates: { application/json: "{}" }
                    DEFAULT_4XX: {}
              GateFunction:
                Type: AWS::Serverless::Function
                Properties: { Handler: a.Gate::handleRequest }
              DoFunction:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: a.Do::handleRequest
                  MemorySize: 512
                  Role: !GetAtt Elsewhere.Arn
                  Environment: { Variables: { SAME: own, ORIGIN: !Ref Origin, TABLE: !Ref Things } }
                  Events:
                    Any: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /do, Method: any } }
                    Open: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /open, Method: get, Auth: { Authorizer: NONE } } }
                    Old: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /old, Method: post, Auth: { Authorizer: Old } } }
                    Tick: { Type: Schedule, Properties: { Schedule: rate(1 minute) } }
              Things:
                Type: AWS::DynamoDB::Table
                Properties:
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]
                  KeySchema: [{ AttributeName: pk, KeyType: HASH }]
            """;

    private final Template template = Template.parse(API, "test.yaml");
    private final Stack stack = template.stack(Map.of("Needed", "x"), id -> "my-" + id);

    @Test
    void readsRoutesWithTheirAuthorizers() {
        assertThat(stack.restApi().routes())
                .containsExactly(
                        new Route("/do", "ANY", "DoFunction", Optional.of("Gate")),
                        new Route("/open", "GET", "DoFunction", Optional.empty()),
                        new Route("/old", "POST", "DoFunction", Optional.of("Old")));
    }

    @Test
    void readsAuthorizers() {
        assertThat(stack.restApi().authorizers())
                .containsEntry(
                        "Gate",
                        new AuthorizerDefinition(
                                "Gate",
                                "GateFunction",
                                false,
                                List.of("Authorization"),
                                List.of(),
                                Optional.empty(),
                                0))
                .containsEntry(
                        "Old",
                        new AuthorizerDefinition(
                                "Old", "GateFunction", true, List.of("X-Key"), List.of(), Optional.of("[a-z]+"), 300));
    }

    @Test
    void readsCorsAndGatewayResponses() {
        RestApi api = stack.restApi();
        assertThat(api.stageName()).isEqualTo("live");
        assertThat(api.binaryMediaTypes()).containsExactly("image/png");
        assertThat(api.cors())
                .contains(new Cors(
                        "*", Optional.empty(), Optional.of("Authorization"), Optional.of("7200"), false, true));
        assertThat(api.gatewayResponses())
                .containsEntry(
                        "UNAUTHORIZED",
                        new GatewayResponse(Optional.of(401), Map.of("X-A", "'b'"), Map.of("application/json", "{}")))
                .containsEntry("DEFAULT_4XX", new GatewayResponse(Optional.empty(), Map.of(), Map.of()));
    }

    @Test
    void namesFunctionsAndTheirClasses() {
        FunctionDefinition function =
                new FunctionDefinition("DoItAllFunction", "all.jar", "a.Do::handleRequest", Map.of(), 128, 3);
        assertThat(function.name()).isEqualTo("doitall");
        assertThat(function.handlerClass()).isEqualTo("a.Do");
        FunctionDefinition other = new FunctionDefinition("Another", "all.jar", "a.Other", Map.of(), 128, 3);
        assertThat(other.handlerClass()).isEqualTo("a.Other");
        assertThatThrownBy(other::name).isInstanceOf(TemplateException.class).hasMessageContaining("Another");
    }

    @Test
    void mergesGlobalsAsSamDoes() {
        FunctionDefinition function = stack.functions().get(1);
        assertThat(function.environment())
                .isEqualTo(Map.of("MODE", "a", "SAME", "own", "ORIGIN", "*", "TABLE", "my-Things"));
        assertThat(function.timeoutSeconds()).isEqualTo(10);
        assertThat(function.memoryMegabytes()).isEqualTo(512);
    }

    @Test
    void tellsWhichVariablesHoldParametersAndTables() {
        assertThat(template.parametersByVariable()).isEqualTo(Map.of("MODE", "Mode", "ORIGIN", "Origin"));
        assertThat(stack.tableVariables()).isEqualTo(Map.of("TABLE", "my-Things"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Origin | example.com | Origin has to be a match of [*h].*",
                "Origin | https://a-long-host-name.example | Origin is too short or too long",
                "Seconds | 3601 | Seconds is out of range",
                "Seconds | -1 | Seconds is out of range",
                "Seconds | soon | Seconds has to be a number",
                "Mode | c | Mode has to be one of a, b",
                "Colour | red | there is no parameter Colour",
            },
            quoteCharacter = '`',
            maxCharsPerColumn = 100)
    void refusesWhatCloudFormationWould(String parameter, String value, String message) {
        assertThat(template.violations(Map.of(parameter, value))).containsExactly(message);
    }

    @Test
    void allowsWhatCloudFormationWould() {
        assertThat(template.violations(Map.of("Origin", "https://a.example", "Seconds", "3600", "Mode", "b")))
                .isEmpty();
    }

    @Test
    void insistsOnParametersWithoutDefault() {
        assertThatThrownBy(() -> template.stack(Map.of(), id -> id))
                .isInstanceOf(TemplateException.class)
                .hasMessage("the parameter Needed has no default: give it a value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "StageName: live | DefinitionUri: x.yaml | Api: DefinitionUri is not known to the local server,"
                        + " which reads routes from functions' events",
                "Path: /do, | Path: [], | DoFunction.Events.Any.Properties: Path has to be text",
                "Authorizer: Old | Authorizer: New | DoFunction.Events.Old.Properties: there is no authorizer New",
                "!Ref GateFunctionAliaslive | arn:aws:iam::1:role/x | Api.Auth.Authorizers.Gate:"
                        + " FunctionArn is not the ARN of a function: arn:aws:iam::1:role/x",
                "StatusCode: `\"401\"` | StatusCode: x | Api.GatewayResponses.UNAUTHORIZED:"
                        + " StatusCode has to be a whole number, and not x",
                "{ Headers: { X-A | { Paths: { X-A | Api.GatewayResponses.UNAUTHORIZED.ResponseParameters:"
                        + " Paths is not known to the local server",
            })
    void saysWhatIsWrongWithAnApi(String part, String replacement, String message) {
        String broken = API.replace(part.replace("`", ""), replacement);
        assertThat(broken).isNotEqualTo(API);
        assertThatThrownBy(() -> Template.parse(broken, "test.yaml")
                        .stack(Map.of("Needed", "x"), id -> id)
                        .restApi())
                .isInstanceOf(TemplateException.class)
                .hasMessage(message);
    }

    @Test
    void refusesTablesThatWouldBehaveOtherwise() {
        String indexed = API.replace("BillingMode: PAY_PER_REQUEST", "GlobalSecondaryIndexes: []");
        assertThatThrownBy(() -> Template.parse(indexed, "test.yaml")
                        .stack(Map.of("Needed", "x"), id -> id)
                        .tables())
                .isInstanceOf(TemplateException.class)
                .hasMessage("Things: GlobalSecondaryIndexes is not known to the local server");
    }

    @Test
    void leavesOutResourcesWhoseConditionDoesNotHold() {
        String conditional =
                API.replace("Type: AWS::DynamoDB::Table", "Type: AWS::DynamoDB::Table\n    Condition: Never")
                        + "Conditions: { Never: !Equals [a, b] }\n";
        assertThat(Template.parse(conditional, "test.yaml")
                        .stack(Map.of("Needed", "x"), id -> id)
                        .tables())
                .isEmpty();
    }
}
