package dev.latchkey.dynamodb;

import dev.latchkey.account.CheckToken;
import dev.latchkey.config.Environment;
import dev.latchkey.session.TokenSettings;

/** What the authorizer's use case makes of a token, for tests that only want to know that. */
public final class TokenChecks {
    private TokenChecks() {}

    /** Returns the check on an environment. */
    public static CheckToken on(Environment environment) {
        return new CheckToken(
                new DynamoDbSessionStore(environment), TokenSettings.from(environment.variables()), environment::now);
    }

    /** Returns the name of the token's user, or why the token is refused. */
    public static String who(Environment environment, String token) {
        CheckToken.Result result = on(environment).check(token);
        if (result instanceof CheckToken.Result.Accepted accepted) {
            return accepted.user().username();
        }
        return result instanceof CheckToken.Result.UserInactive ? "User inactive or deleted." : "Invalid token.";
    }

    /** Returns user, session and expiry of a token that is accepted. */
    public static CheckToken.Result.Accepted accepted(Environment environment, String token) {
        return (CheckToken.Result.Accepted) on(environment).check(token);
    }
}
