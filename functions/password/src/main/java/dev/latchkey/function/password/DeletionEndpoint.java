package dev.latchkey.function.password;

import dev.latchkey.account.DeleteAccount;
import dev.latchkey.account.DeleteAccount.Result;
import dev.latchkey.account.PasswordProof;
import dev.latchkey.config.Environment;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.Principal;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.passwords.PasswordRule;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.user.Password;
import java.util.Objects;

/** The form for deleting one's account, and what asking for it answers. */
final class DeletionEndpoint {
    private final DeleteAccount deleteAccount;
    private final ProofAnswers answers;

    DeletionEndpoint(Environment environment) {
        this.deleteAccount = PasswordUseCases.deleteAccount(environment);
        this.answers =
                new ProofAnswers(TokenSettings.from(environment.variables()).scheme());
    }

    Response answer(Request request, Principal principal) {
        FormFields fields = FormFields.of(request);
        String current = fields.verbatim(PasswordEndpoint.CURRENT);
        if (current != null) {
            fields.reject(PasswordEndpoint.CURRENT, PasswordRule.violationsAtLogin(current));
        }
        fields.check();
        PasswordProof.Claim claim =
                ProofAnswers.claim(principal, Password.of(Objects.requireNonNull(current)), request);
        Result result = deleteAccount.ask(claim, request.language());
        if (result instanceof Result.NotProven refused) {
            throw answers.refusal(refused.why());
        }
        return Response.noContent().withEvent(((Result.Accepted) result).event());
    }
}
