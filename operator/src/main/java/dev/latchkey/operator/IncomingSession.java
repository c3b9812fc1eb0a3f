package dev.latchkey.operator;

import dev.latchkey.dynamodb.Item;
import dev.latchkey.session.Session;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A session as another system has it now.
 *
 * @param session the session
 * @param sourceKey what that system finds its token by, such as Knox's {@code token_key}, the beginning of the token; it is kept, so
 *     that the token can be taken back there; empty if there is none
 */
public record IncomingSession(Session session, String sourceKey) {
    /** The attribute of a pointer. */
    static final String SOURCE_KEY = "source_key";

    /** Returns what the source finds a token by, as the pointer's item has it; empty if it is not known. */
    public static String sourceKey(Map<String, AttributeValue> pointer) {
        return new Item(pointer).text(SOURCE_KEY, "");
    }
}
