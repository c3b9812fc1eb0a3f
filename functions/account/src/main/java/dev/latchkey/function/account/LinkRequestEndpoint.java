package dev.latchkey.function.account;

import dev.latchkey.account.RequestLink;
import dev.latchkey.account.RequestLink.Result;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.http.EmailField;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ThrottledException;
import dev.latchkey.outbox.OutboxEvent;
import java.util.Map;
import java.util.Objects;

/** The form that asks for a mail, and its answer, which is the same whoever has the address or nobody. */
final class LinkRequestEndpoint {
    static final String EMAIL = "email";

    private final RequestLink requestLink;
    private final OutboxEvent.Kind kind;
    private final AccountEvent event;
    private final String detail;

    private LinkRequestEndpoint(
            RequestLink requestLink, OutboxEvent.Kind kind, AccountEvent.Kind logged, String detail) {
        this.requestLink = requestLink;
        this.kind = kind;
        this.event = AccountEvent.of(logged);
        this.detail = detail;
    }

    /** Asks for a mail to choose a new password. */
    static LinkRequestEndpoint ofReset(RequestLink requestLink) {
        return new LinkRequestEndpoint(
                requestLink,
                OutboxEvent.Kind.PASSWORD_RESET_REQUESTED,
                AccountEvent.Kind.PASSWORD_RESET_REQUESTED,
                "Password reset e-mail has been sent.");
    }

    /** Asks for a mail to verify an address. */
    static LinkRequestEndpoint ofVerification(RequestLink requestLink) {
        return new LinkRequestEndpoint(
                requestLink, OutboxEvent.Kind.VERIFICATION_REQUESTED, AccountEvent.Kind.VERIFICATION_REQUESTED, "ok");
    }

    Response answer(Request request) {
        FormFields fields = FormFields.of(request);
        String email = EmailField.readToLookUp(fields, EMAIL);
        fields.check();
        Result result =
                requestLink.request(kind, Objects.requireNonNull(email), request.sourceIp(), request.language());
        if (result instanceof Result.Throttled throttled) {
            throw new ThrottledException(throttled.retryAfter(), throttled.event());
        }
        return Response.of(200, Map.of("detail", detail)).withEvent(event);
    }
}
