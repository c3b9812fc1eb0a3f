package dev.latchkey.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.local.gateway.PolicyDocument.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDocumentTest {
    private static final String USER = "arn:aws:execute-api:us-east-1:000000000000:api/live/GET/api/auth/user";
    private static final String LOGOUT = "arn:aws:execute-api:us-east-1:000000000000:api/live/POST/api/auth/logout";

    @Test
    void allowsWhatAnAllowIsAbout() throws Exception {
        String policy = statement("Allow", "execute-api:Invoke", "arn:*:api/live/GET/*");
        assertThat(decide(policy, USER)).isEqualTo(Decision.ALLOWED);
        assertThat(decide(policy, LOGOUT)).isEqualTo(Decision.NOT_MENTIONED);
    }

    @Test
    void aDenyWinsOverEveryAllowWhereverItStands() throws Exception {
        String allow = statement("Allow", "execute-api:*", "*");
        String deny = statement("Deny", "execute-api:Invoke", "*/auth/logou?");
        for (String policy : new String[] {allow + "," + deny, deny + "," + allow, allow + "," + deny + "," + allow}) {
            assertThat(decide(policy, LOGOUT)).as(policy).isEqualTo(Decision.DENIED);
            assertThat(decide(policy, USER)).as(policy).isEqualTo(Decision.ALLOWED);
        }
    }

    @Test
    void isOnlyAboutInvoking() throws Exception {
        assertThat(decide(statement("Allow", "execute-api:ManageConnections", "*"), USER))
                .isEqualTo(Decision.NOT_MENTIONED);
        assertThat(decide(statement("Allow", "EXECUTE-API:INVOKE", "*"), USER)).isEqualTo(Decision.ALLOWED);
        assertThat(decide(statement("Allow", "*", "*"), USER)).isEqualTo(Decision.ALLOWED);
    }

    @Test
    void takesListsAndASingleStatement() throws Exception {
        String lists = "{\"Sid\": \"a\", \"Effect\": \"Allow\", \"Action\": [\"s3:Get\", \"execute-api:Invoke\"],"
                + " \"Resource\": [\"x\", \"" + USER + "\"]}";
        assertThat(decide(lists, USER)).isEqualTo(Decision.ALLOWED);
        String single = "{\"Statement\": " + statement("Deny", "execute-api:Invoke", "*") + "}";
        assertThat(PolicyDocument.read(new ObjectMapper().readTree(single)).decide(USER))
                .isEqualTo(Decision.DENIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"Effect\": \"allow\", \"Action\": \"*\", \"Resource\": \"*\"}",
                "{\"Action\": \"*\", \"Resource\": \"*\"}",
                "{\"Effect\": \"Allow\", \"Action\": \"*\"}",
                "{\"Effect\": \"Allow\", \"Resource\": \"*\"}",
                "{\"Effect\": \"Allow\", \"Action\": 1, \"Resource\": \"*\"}",
                "{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": [\"a\", null]}",
                "{\"Effect\": \"Deny\", \"NotAction\": \"*\", \"Resource\": \"*\"}",
                "{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {}}",
            })
    void refusesWhatItDoesNotUnderstand(String statements) {
        assertThatThrownBy(() -> decide(statements, USER)).isInstanceOf(MalformedAnswerException.class);
    }

    private static String statement(String effect, String action, String resource) {
        return "{\"Effect\": \"" + effect + "\", \"Action\": \"" + action + "\", \"Resource\": \"" + resource + "\"}";
    }

    private static Decision decide(String statements, String methodArn) throws Exception {
        String policy = "{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}";
        return PolicyDocument.read(new ObjectMapper().readTree(policy)).decide(methodArn);
    }
}
