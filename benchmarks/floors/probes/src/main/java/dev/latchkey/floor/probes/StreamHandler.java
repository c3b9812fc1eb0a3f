package dev.latchkey.floor.probes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Bytes in, bytes out, nothing parsed. */
public final class StreamHandler implements RequestStreamHandler {
    private final Probe probe = Probe.ofProcess();

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        event.readAllBytes();
        answer.write(("{\"statusCode\":200,\"body\":\"" + probe.getItem() + "\"}").getBytes(UTF_8));
    }
}
