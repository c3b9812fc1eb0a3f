package dev.latchkey.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a role allows on tables. */
class RoleReaderTest {
    private static final String TEMPLATE = """
            Resources:
              Things:
                Type: AWS::DynamoDB::Table
                Properties:
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]
                  KeySchema: [{ AttributeName: pk, KeyType: HASH }]
              Role:
                Type: AWS::IAM::Role
                Properties:
                  Policies:
                    - PolicyName: Own
                      PolicyDocument:
                        Statement:
                          - Effect: Allow
                            Action: [dynamodb:GetItem, logs:PutLogEvents]
                            Resource: !GetAtt Things.Arn
                            Condition: %s
              DoFunction:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: all.jar
                  Handler: a.Do::handleRequest
                  Role: !GetAtt Role.Arn
            """;

    @Test
    void allowsAllKeysWithoutACondition() {
        assertThat(permissions("!Ref AWS::NoValue")).containsExactly(new TablePermission("GetItem", "my-Things", ""));
    }

    @Test
    void allowsTheKeysThatBeginSo() {
        assertThat(permissions(leadingKeys("['throttle#*']")))
                .containsExactly(new TablePermission("GetItem", "my-Things", "throttle#"));
        assertThat(permissions(leadingKeys("['*']"))).containsExactly(new TablePermission("GetItem", "my-Things", ""));
    }

    /** A key has to fit one of the patterns, as with any condition of several values. */
    @Test
    void allowsTheKeysThatBeginInOneOfSeveralWays() {
        Set<TablePermission> permissions = permissions(leadingKeys("['throttle#*', 'code#*']"));

        assertThat(permissions)
                .containsExactly(
                        new TablePermission("GetItem", "my-Things", "code#"),
                        new TablePermission("GetItem", "my-Things", "throttle#"));
        assertThat(permissions).anyMatch(permission -> permission.allows("GetItem", "my-Things", "code#1"));
        assertThat(permissions).noneMatch(permission -> permission.allows("GetItem", "my-Things", "user#1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "['']", "['throttle#']", "['*#throttle']", "['a*b*']", "['throttle#*', '']"})
    void refusesOtherKeys(String keys) {
        assertThatThrownBy(() -> permissions(leadingKeys(keys)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("dynamodb:LeadingKeys has to be texts that each end in their only *");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ ForAnyValue:StringLike: { dynamodb:LeadingKeys: ['a*'] } }",
                "{ ForAllValues:StringLike: { dynamodb:Attributes: ['a*'] } }"
            })
    void refusesOtherConditions(String condition) {
        assertThatThrownBy(() -> permissions(condition)).isInstanceOf(TemplateException.class);
    }

    private static String leadingKeys(String keys) {
        return "{ ForAllValues:StringLike: { dynamodb:LeadingKeys: " + keys + " } }";
    }

    private static Set<TablePermission> permissions(String condition) {
        return Template.parse(TEMPLATE.formatted(condition), "test.yaml")
                .stack(Map.of(), id -> "my-" + id)
                .tablePermissions("DoFunction");
    }
}
