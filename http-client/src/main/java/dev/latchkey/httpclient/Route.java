package dev.latchkey.httpclient;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Where a request goes, and by which way: connections of equal routes can stand for each other.
 *
 * @param isSecure whether the server speaks TLS
 * @param host a name or an address, an IPv6 address without brackets
 * @param port the server's port
 * @param proxy what stands between, or null for nothing
 */
record Route(
        boolean isSecure, String host, int port, @Nullable HttpProxy proxy) {
    static Route of(SdkHttpRequest request, Proxies proxies) {
        boolean secure = request.protocol().equalsIgnoreCase("https");
        String host = withoutBrackets(request.host());
        return new Route(secure, host, request.port(), isThisMachine(host) ? null : proxies.to(secure, host));
    }

    /** Tells whether the server is on this machine; a name is not looked up for that. */
    boolean isLocal() {
        return isThisMachine(host);
    }

    /** Tells whether the proxy is told the whole address of each request, and not only asked for a connection. */
    boolean isForwarded() {
        return proxy != null && !isSecure;
    }

    /** Returns host and port as an address has them, an IPv6 address in brackets. */
    String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean isThisMachine(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        if (!isAddress(name)) {
            return false;
        }
        try {
            InetAddress address = InetAddress.getByName(name);
            return address.isLoopbackAddress() || address.isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Everything else is a name, and behind a proxy names may not be known. */
    private static boolean isAddress(String host) {
        if (host.indexOf(':') >= 0) {
            return true;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }
}
