package dev.latchkey.httpclient;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;

/**
 * One request and its answer.
 *
 * <p>While it has a connection no one else has it: until the answer's body has been read, or something went wrong. The SDK's time-outs
 * abort it from a thread of their own, and possibly late; then the connection is another call's, and stays as it is.
 */
final class Exchange implements ExecutableHttpRequest {
    private final HttpExecuteRequest request;
    private final Proxies proxies;
    private final Pool pool;
    private final Dialer dialer;
    private @Nullable Connection connection;
    private boolean isAborted;

    Exchange(HttpExecuteRequest request, Proxies proxies, Pool pool, Dialer dialer) {
        this.request = request;
        this.proxies = proxies;
        this.pool = pool;
        this.dialer = dialer;
    }

    /**
     * Sends the request and reads the answer's head.
     *
     * @throws IOException when there is no connection, or no answer; whether the server has done what was asked is not known then
     */
    @Override
    public HttpExecuteResponse call() throws IOException {
        Route route = Route.of(request.httpRequest(), proxies);
        Connection kept = pool.take(route);
        try {
            return call(kept, route);
        } catch (IOException | RuntimeException e) {
            abort();
            if (kept != null) {
                pool.forget(route);
            }
            throw e;
        }
    }

    private HttpExecuteResponse call(@Nullable Connection kept, Route route) throws IOException {
        Connection mine = kept == null ? new Connection(route) : kept;
        hold(mine);
        if (kept == null) {
            mine.open(dialer);
        }
        new RequestWriter(request, route).write(mine.output());
        ResponseHead head = ResponseHead.read(mine.input());
        HttpExecuteResponse.Builder answer = HttpExecuteResponse.builder().response(head.response());
        long length = head.bodyLength(request.httpRequest().method());
        boolean isKeptOpen = head.isKeptOpen() && !wantsToClose();
        if (length == 0) {
            release(isKeptOpen);
        } else {
            Body body = new Body(this, mine.input(), length, isKeptOpen);
            answer.responseBody(AbortableInputStream.create(body));
        }
        return answer.build();
    }

    private boolean wantsToClose() {
        return request.httpRequest()
                .firstMatchingHeader("Connection")
                .filter("close"::equalsIgnoreCase)
                .isPresent();
    }

    private void hold(Connection mine) throws IOException {
        synchronized (this) {
            connection = mine;
            if (!isAborted) {
                return;
            }
        }
        mine.abort();
        throw new IOException("The call was aborted before it began.");
    }

    /** Gives the connection back, for the next call if it can be used. */
    void release(boolean isUsable) {
        Connection free;
        synchronized (this) {
            free = connection;
            connection = null;
        }
        if (free == null) {
            return;
        }
        if (isUsable && isReadToTheEnd(free)) {
            pool.give(free);
        } else {
            free.close();
        }
    }

    private static boolean isReadToTheEnd(Connection connection) {
        try {
            return connection.isReadToTheEnd();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public synchronized void abort() {
        isAborted = true;
        if (connection != null) {
            connection.abort();
            connection = null;
        }
    }
}
