package dev.latchkey.dynamodb;

import dev.latchkey.store.SessionStore.OpenResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** What the opening of a session writes besides, where it follows from more than a password: it is used up by that. */
interface LoginEvidence {
    /** Returns the writes. */
    List<TransactWriteItem> items();

    /** Returns a further condition on the user, beginning with AND, and adds the values that it compares with; or the empty text. */
    default String condition(Map<String, AttributeValue> values) {
        return "";
    }

    /** Tells whether the further condition is true of a user as they are now. */
    default boolean holds(Map<String, AttributeValue> user) {
        return true;
    }

    /**
     * Reads why a transaction was cancelled.
     *
     * @param reasons of the writes that {@link #items} returned, in their order, and of what follows
     * @return what became of the login, or nothing if it may be tried again
     */
    Optional<OpenResult> refused(List<CancellationReason> reasons);
}
