package dev.latchkey.http;

import dev.latchkey.event.AccountEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** 400: fields that are not as they must be, with all of each field's messages in order. */
public final class ValidationException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** What DRF calls errors that belong to no field. */
    public static final String NON_FIELD = "non_field_errors";

    /** Builds the error from messages by field, in the fields' order. */
    public ValidationException(Map<String, List<String>> errors) {
        super(Response.of(400, new LinkedHashMap<>(errors)));
    }

    /** Builds the error for one message about one field, with an event for the log. */
    public ValidationException(String field, String message, AccountEvent event) {
        super(Response.of(400, Map.of(field, List.of(message))).withEvent(event));
    }

    /** Builds the error for several messages about one field. */
    public ValidationException(String field, List<String> messages) {
        this(Map.of(field, messages));
    }

    /** Builds the error for one message about one field. */
    public ValidationException(String field, String message) {
        this(Map.of(field, List.of(message)));
    }
}
