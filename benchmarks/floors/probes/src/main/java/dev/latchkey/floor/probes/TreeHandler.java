package dev.latchkey.floor.probes;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads the event into a tree with jackson-databind, and writes a tree. */
public final class TreeHandler implements RequestStreamHandler {
    private final ObjectMapper mapper = new ObjectMapper();
    private final Probe probe = Probe.ofProcess();

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        JsonNode tree = mapper.readTree(event);
        mapper.writeValue(
                answer,
                mapper.createObjectNode()
                        .put("statusCode", 200)
                        .put("body", tree.path("path").asText() + probe.getItem()));
    }
}
