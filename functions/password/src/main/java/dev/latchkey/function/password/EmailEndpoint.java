package dev.latchkey.function.password;

import dev.latchkey.account.ChangeEmail;
import dev.latchkey.account.ChangeEmail.Result;
import dev.latchkey.account.PasswordProof;
import dev.latchkey.config.Environment;
import dev.latchkey.http.EmailField;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.Principal;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.passwords.PasswordRule;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.user.Password;
import java.util.Map;
import java.util.Objects;

/** The form for another address, and what asking for it answers. */
final class EmailEndpoint {
    static final String EMAIL = "email";

    private final ChangeEmail changeEmail;
    private final ProofAnswers answers;

    EmailEndpoint(Environment environment) {
        this.changeEmail = PasswordUseCases.changeEmail(environment);
        this.answers =
                new ProofAnswers(TokenSettings.from(environment.variables()).scheme());
    }

    Response answer(Request request, Principal principal) {
        FormFields fields = FormFields.of(request);
        String email = EmailField.read(fields, EMAIL);
        String current = fields.verbatim(PasswordEndpoint.CURRENT);
        if (current != null) {
            fields.reject(PasswordEndpoint.CURRENT, PasswordRule.violationsAtLogin(current));
        }
        fields.check();
        PasswordProof.Claim claim =
                ProofAnswers.claim(principal, Password.of(Objects.requireNonNull(current)), request);
        Result result = changeEmail.request(claim, Objects.requireNonNull(email), request.language());
        if (result instanceof Result.NotProven refused) {
            throw answers.refusal(refused.why());
        }
        return Response.of(200, Map.of("detail", "Verification e-mail sent."))
                .withEvent(((Result.Accepted) result).event());
    }
}
