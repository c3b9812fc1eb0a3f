package dev.latchkey.floor.probes;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads the event token by token with jackson-core, and writes the answer with its generator. */
public final class StreamingJsonHandler implements RequestStreamHandler {
    private final JsonFactory json = new JsonFactory();
    private final Probe probe = Probe.ofProcess();

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        String path = path(event);
        try (JsonGenerator out = json.createGenerator(answer)) {
            out.writeStartObject();
            out.writeNumberField("statusCode", 200);
            out.writeStringField("body", path + probe.getItem());
            out.writeEndObject();
        }
    }

    private String path(InputStream event) throws IOException {
        String path = "";
        try (JsonParser parser = json.createParser(event)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("path")) {
                    path = parser.getText();
                }
                parser.skipChildren();
            }
        }
        return path;
    }
}
