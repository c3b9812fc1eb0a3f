package dev.latchkey.floor.probes;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** Lets Lambda's runtime bind the event and the answer to maps. */
public final class MapHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private final Probe probe = Probe.ofProcess();

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        return Map.of("statusCode", 200, "body", String.valueOf(event.get("path")) + probe.getItem());
    }
}
