package dev.latchkey.account;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB for an instance that is ended before or after one of its calls, and makes no other from then on. */
final class MortalDynamoDb {
    private final DynamoDbClient client;
    private final AtomicInteger left;
    private final AtomicBoolean killed = new AtomicBoolean();

    /**
     * Builds it.
     *
     * @param calls how many calls come before the one at which it is ended
     * @param after whether that one is still done
     */
    MortalDynamoDb(DynamoDbClient whole, int calls, boolean after) {
        left = new AtomicInteger(calls);
        client = (DynamoDbClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, arguments) -> {
                    int before = left.getAndDecrement();
                    if (before < 0 || (before == 0 && !after)) {
                        killed.set(true);
                        throw new Killed();
                    }
                    try {
                        Object answer = method.invoke(whole, arguments);
                        if (before == 0) {
                            killed.set(true);
                            throw new Killed();
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    DynamoDbClient client() {
        return client;
    }

    /** Runs something with this client, and tells whether it was ended on the way. */
    boolean kills(Runnable work) {
        try {
            work.run();
        } catch (Killed | IllegalStateException e) {
            // A write that goes on beside the work ends in the other one.
            if (!killed.get()) {
                throw e;
            }
        }
        return killed.get();
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}
