package dev.latchkey.httpclient;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy.
 *
 * @param host a name or an address
 * @param port the proxy's port
 * @param authorization what it is sent as Proxy-Authorization, or null for nothing
 */
record HttpProxy(String host, int port, @Nullable String authorization) {
    /** Says where it is, and nothing of what it is sent. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
