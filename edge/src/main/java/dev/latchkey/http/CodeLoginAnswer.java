package dev.latchkey.http;

import dev.latchkey.account.LogInByCode.Result;

/** What the second step of a login answers, wherever it is taken. */
public final class CodeLoginAnswer {
    private CodeLoginAnswer() {}

    /**
     * Answers with the session.
     *
     * @throws ApiException if there is none
     */
    public static Response of(Result result) {
        if (result instanceof Result.LoggedIn in) {
            return Response.of(200, UserBody.withToken(in.user(), in.opened())).withEvent(in.event());
        }
        if (result instanceof Result.WrongCode wrong) {
            throw ErrorException.notAuthenticated("Invalid or expired code.", wrong.event());
        }
        if (result instanceof Result.InvalidToken) {
            throw ErrorException.notAuthenticated("Invalid or expired token.", null);
        }
        if (result instanceof Result.Throttled throttled) {
            throw new ThrottledException(throttled.retryAfter(), throttled.event());
        }
        throw new TokenLimitException();
    }
}
