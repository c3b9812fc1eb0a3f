package dev.latchkey.local.gateway;

/**
 * What goes back to the client.
 *
 * @param status the status code
 * @param headers the header fields
 * @param body the body; none is an empty array
 */
record Answer(int status, Headers headers, byte[] body) {
    /** Returns this answer with the name that AWS gives to the error. */
    Answer withErrorType(String name) {
        return new Answer(status, headers.copy().set("x-amzn-ErrorType", name), body);
    }

    @Override
    public String toString() { // Headers and body may hold secrets.
        return "Answer[" + status + "]";
    }
}
