package dev.latchkey.local.gateway;

/** Takes note of each request that was answered. */
public interface RequestLog {
    /**
     * Notes a request.
     *
     * @param method the method
     * @param path the path as sent, without the query string
     * @param status the status of the answer
     * @param millis how long it took, in milliseconds
     * @param requestId the id that the functions saw
     */
    void answered(String method, String path, int status, long millis, String requestId);
}
