package dev.latchkey.dynamodb;

import dev.latchkey.passkey.PasskeyUse;
import dev.latchkey.proof.Step;
import dev.latchkey.store.SessionStore.OpenResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** What the opening of a session writes besides, where a passkey answered: the challenge ends, and with it the step that it belongs to. */
final class PasskeyLogin implements LoginEvidence {
    private final Tables tables;
    private final @Nullable Step step;
    private final PasskeyUse use;

    PasskeyLogin(Tables tables, @Nullable Step step, PasskeyUse use) {
        this.tables = tables;
        this.step = step;
        this.use = use;
    }

    @Override
    public List<TransactWriteItem> items() {
        List<TransactWriteItem> items = new ArrayList<>(new PasskeyWrite(tables).use(use));
        if (step != null) {
            items.add(ProvenLogin.ends(tables, step));
        }
        return items;
    }

    /** Who is logged in is who the authenticator named. */
    @Override
    public String condition(Map<String, AttributeValue> values) {
        values.put(":handle", FactorItems.binary(use.seen().handle().value().bytes()));
        return " AND " + PasskeyItems.HANDLE + " = :handle";
    }

    @Override
    public boolean holds(Map<String, AttributeValue> user) {
        AttributeValue handle = user.get(PasskeyItems.HANDLE);
        return handle != null
                && Arrays.equals(
                        handle.b().asByteArray(), use.seen().handle().value().bytes());
    }

    @Override
    public Optional<OpenResult> refused(List<CancellationReason> reasons) {
        if (step != null && Calls.conditionFailed(reasons.get(2))) {
            return Optional.of(OpenResult.STEP_GONE);
        }
        if (Calls.conditionFailed(reasons.get(0))) {
            return Optional.of(OpenResult.CHALLENGE_GONE);
        }
        return Calls.conditionFailed(reasons.get(1)) ? Optional.of(OpenResult.PASSKEY_CHANGED) : Optional.empty();
    }
}
