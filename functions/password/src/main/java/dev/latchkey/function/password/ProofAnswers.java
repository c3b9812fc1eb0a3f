package dev.latchkey.function.password;

import dev.latchkey.account.PasswordProof;
import dev.latchkey.account.PasswordProof.Result;
import dev.latchkey.http.ApiException;
import dev.latchkey.http.NotAuthenticatedException;
import dev.latchkey.http.Principal;
import dev.latchkey.http.ProofNeededException;
import dev.latchkey.http.Request;
import dev.latchkey.http.ThrottledException;
import dev.latchkey.http.ValidationException;
import dev.latchkey.user.Password;

/** What answers somebody who did not show that it is they who ask. */
final class ProofAnswers {
    private final String scheme;

    ProofAnswers(String scheme) {
        this.scheme = scheme;
    }

    static PasswordProof.Claim claim(Principal principal, Password current, Request request) {
        return new PasswordProof.Claim(
                principal.userId(), principal.username(), principal.tokenKey(), current, request.sourceIp());
    }

    /** Returns the answer to a proof that failed. */
    ApiException refusal(Result why) {
        if (why instanceof Result.WrongPassword wrong) {
            return new ValidationException(PasswordEndpoint.CURRENT, "Invalid password.", wrong.event());
        }
        if (why instanceof Result.Throttled throttled) {
            return new ThrottledException(throttled.retryAfter(), throttled.event());
        }
        if (why instanceof Result.ProofNeeded needed) {
            return new ProofNeededException(needed.ways());
        }
        return new NotAuthenticatedException(scheme, "Invalid token.");
    }
}
