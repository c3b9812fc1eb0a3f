package dev.latchkey.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every intrinsic, in the environment variable of a function, where a deployed function would see its value. */
class ResolverTest {
    private static final String BEFORE = """
            Parameters:
              Colour: { Type: String, Default: red }
              Names: { Type: CommaDelimitedList, Default: "ann, bob" }
              Long: { Type: String, Default: "yes" }
            Mappings:
              Sizes:
                red: { width: 10, height: !Ref Colour }
            Conditions:
              IsRed: !Equals [!Ref Colour, red]
              IsBlue: !Equals [!Ref Colour, blue]
              NotBlue: !Not [!Condition IsBlue]
              Both: !And [!Condition IsRed, !Condition NotBlue]
              Either: { "Fn::Or": [{ Condition: IsBlue }, !Condition IsRed] }
              Loop: !Not [!Condition Loop]
            Resources:
              Things:
                Type: AWS::DynamoDB::Table
              Answer:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: a.B::handleRequest
                  CodeUri: b.jar
                  AutoPublishAlias: live
                  Environment:
                    Variables:
                      VALUE:\s""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!Ref Colour | red",
                "{ Ref: Colour } | red",
                "!Ref AWS::Region | us-east-1",
                "!Ref AWS::StackName | latchkey",
                "!Ref Things | my-Things",
                "!Ref Answer | Answer",
                "!Ref AnswerAliaslive | arn:aws:lambda:us-east-1:000000000000:function:Answer:live",
                "!GetAtt Answer.Arn | arn:aws:lambda:us-east-1:000000000000:function:Answer",
                "!GetAtt [Things, Arn] | arn:aws:dynamodb:us-east-1:000000000000:table/my-Things",
                "!Sub 'a ${Colour} ${!Colour} ${Things.Arn}' | a red ${Colour}"
                        + " arn:aws:dynamodb:us-east-1:000000000000:table/my-Things",
                "!Sub ['${x}-${Colour}', { x: !Ref Long }] | yes-red",
                "{ 'Fn::Sub': '$1 \\${Colour}' } | $1 \\red",
                "!Join ['/', [a, !Ref Colour, b]] | a/red/b",
                "!Join ['+', !Ref Names] | ann+bob",
                "!Select [1, !Ref Names] | bob",
                "!Select [0, !Split [':', 'p:q']] | p",
                "!FindInMap [Sizes, !Ref Colour, width] | 10",
                "!FindInMap [Sizes, red, height] | red",
                "!If [IsRed, warm, cold] | warm",
                "!If [IsBlue, warm, !If [Both, !Ref Colour, cold]] | red",
                "!If [Either, 1, 2] | 1",
                "!Base64 hi | aGk=",
                "2012-10-17 | 2012-10-17",
                "007 | 007",
                "true | true",
            })
    void evaluates(String expression, String value) {
        assertThat(value(expression)).isEqualTo(value);
    }

    @Test
    void leavesOutWhatHasNoValue() {
        assertThat(variables("!If [IsBlue, blue, !Ref AWS::NoValue]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!Ref Nothing | there is no parameter and no resource Nothing",
                "!Sub '${Nothing}' | there is no parameter and no resource Nothing",
                "!GetAtt Nothing.Arn | there is no resource Nothing",
                "!GetAtt Things.StreamArn | the attribute StreamArn of Things is not known to the local server",
                "!GetAtt Things | !GetAtt needs a resource and an attribute, as in Table.Arn",
                "!ImportValue x | !ImportValue takes a value that another stack exports, and there is no other stack here",
                "!Cidr [a, b] | !Cidr is not known to the local server",
                "!Transform x | !Transform is not known to the local server",
                "!If [Nothing, 1, 2] | there is no condition Nothing",
                "!If [Loop, 1, 2] | the condition Loop depends on itself",
                "!If [IsRed] | !If needs more than 1 values",
                "!If IsRed | !If needs a list",
                "!FindInMap [Sizes, green, width] | !FindInMap finds no green",
                "!Select [2, !Ref Names] | !Select has no item 2 among 2",
                "!Select [x, !Ref Names] | !Select has no item x among 2",
                "!Join [',', x] | !Join needs a list where it has x",
                "!Sub { a: b } | !Sub needs text where it has {a=b}",
            })
    void saysWhereSomethingMakesNoSense(String expression, String message) {
        assertThatThrownBy(() -> value(expression))
                .isInstanceOf(TemplateException.class)
                .hasMessageMatching("line \\d+: \\Q" + message + "\\E");
    }

    private static String value(String expression) {
        return String.valueOf(variables(expression).get("VALUE"));
    }

    private static Map<String, String> variables(String expression) {
        return Template.parse(BEFORE + expression, "test.yaml")
                .stack(Map.of(), id -> "my-" + id)
                .functions()
                .get(0)
                .environment();
    }
}
