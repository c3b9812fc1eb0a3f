package dev.latchkey.local.gateway;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes answers to the HTTP server. */
final class Answers {
    private Answers() {}

    static void send(Answer answer, Exchange exchange, Response response, Callback callback) {
        response.setStatus(answer.status());
        HttpFields.Mutable fields = response.getHeaders();
        answer.headers().multiValue().forEach((name, values) -> values.forEach(value -> fields.add(name, value)));
        fields.put("x-amzn-RequestId", exchange.requestId());
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }
}
