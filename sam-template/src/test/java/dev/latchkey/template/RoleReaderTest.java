package dev.latchkey.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleReaderTest {
    private static final String TEMPLATE = """
            Resources:
              Users: { Type: AWS::DynamoDB::Table }
              Tokens: { Type: AWS::DynamoDB::Table }
              Role:
                Type: AWS::IAM::Role
                Properties:
                  Policies:
                    - PolicyDocument:
                        Statement:
                          - Effect: Allow
                            Action: [dynamodb:GetItem]
                            Resource: %s
                            %s
                          - { Effect: Allow, Action: [xray:PutTraceSegments], Resource: '*' }
              Function:
                Type: AWS::Serverless::Function
                Properties: { Role: !GetAtt Role.Arn }
            """;

    @Test
    void readsTablesAloneAndInLists() {
        assertThat(permissions("!GetAtt Users.Arn", "")).containsExactly(permission("Users", ""));
        assertThat(permissions("[!GetAtt Users.Arn, !GetAtt Tokens.Arn]", ""))
                .containsExactly(permission("Tokens", ""), permission("Users", ""));
    }

    @Test
    void readsEachPrefixAndTheAttributes() {
        String condition = "Condition: { ForAllValues:StringLike: { dynamodb:LeadingKeys: ['user#*', 'name#*'] }, "
                + "ForAllValues:StringEquals: { dynamodb:Attributes: [pk, sk] }, "
                + "'Null': { dynamodb:LeadingKeys: 'false', dynamodb:Attributes: 'false' } }";
        assertThat(permissions("!GetAtt Users.Arn", condition))
                .containsExactly(permission("Users", "name#", "pk", "sk"), permission("Users", "user#", "pk", "sk"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ ForAllValues:StringLike: { dynamodb:LeadingKeys: ['user#*'] } } | Null is missing",
                "{ ForAllValues:StringLike: { dynamodb:LeadingKeys: ['user#*'] }, 'Null': {} } | would pass",
                "{ ForAllValues:StringLike: { dynamodb:LeadingKeys: ['user#*'] }, 'Null': { dynamodb:LeadingKeys: 'true' } } | would pass",
                "{ ForAllValues:StringEquals: { dynamodb:Attributes: [pk] }, 'Null': {} } | would pass",
                "{ ForAllValues:StringLike: { dynamodb:LeadingKeys: [] }, 'Null': { dynamodb:LeadingKeys: 'false' } } | has to name",
                "{ ForAllValues:StringLike: { dynamodb:LeadingKeys: [a] }, 'Null': { dynamodb:LeadingKeys: 'false' } } | end in their only *",
                "{ ForAllValues:StringLike: { dynamodb:LeadingKeys: ['a*b*'] }, 'Null': { dynamodb:LeadingKeys: 'false' } } | end in their only *",
                "{ ForAllValues:StringLike: { dynamodb:LeadingKeys: ['a*', ''] }, 'Null': { dynamodb:LeadingKeys: 'false' } } | end in their only *",
                "{ StringEquals: { aws:SourceIp: x } } | StringEquals is not known",
            })
    void refusesConditionsThatItDoesNotUnderstand(String condition, String message) {
        assertThatThrownBy(() -> permissions("!GetAtt Users.Arn", "Condition: " + condition))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(message);
    }

    @Test
    void allowsWhatItNamesAndNothingElse() {
        TablePermission permission = permission("Users", "user#", "pk", "generation");
        assertThat(permission.allows("GetItem", "Users", "user#1", Set.of("pk")))
                .isTrue();
        assertThat(permission.allows("PutItem", "Users", "user#1", Set.of("pk")))
                .isFalse();
        assertThat(permission.allows("GetItem", "Tokens", "user#1", Set.of("pk")))
                .isFalse();
        assertThat(permission.allows("GetItem", "Users", "name#1", Set.of("pk")))
                .isFalse();
        assertThat(permission.allows("GetItem", "Users", "user#1", Set.of("pk", "password")))
                .isFalse();
    }

    private static Set<TablePermission> permissions(String resource, String condition) {
        return Template.parse(TEMPLATE.formatted(resource, condition), "t.yaml")
                .stack(Map.of(), id -> id)
                .tablePermissions("Function");
    }

    private static TablePermission permission(String table, String prefix, String... attributes) {
        return new TablePermission("GetItem", table, prefix, Set.of(attributes));
    }
}
