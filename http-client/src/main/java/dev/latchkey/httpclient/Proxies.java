package dev.latchkey.httpclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy leads to a server, by the settings of the SDK's own clients and of the JDK.
 *
 * <p>The properties {@code https.proxyHost} and {@code http.proxyHost} come first (with {@code proxyPort}, {@code proxyUser} and {@code
 * proxyPassword}), then the variables {@code HTTPS_PROXY} and {@code HTTP_PROXY}, each in small letters before capitals. For a server
 * without TLS only the {@code http} ones count. No proxy leads to the hosts of {@code http.nonProxyHosts}, where a {@code *} may stand
 * at either end, nor to those of {@code NO_PROXY} and all below them.
 *
 * <p>Settings are read when a request needs them: a wrong one does not concern a process that only talks to its own machine.
 */
final class Proxies {
    private static final List<String> SECURE = List.of("https", "http");
    private static final List<String> PLAIN = List.of("http");
    private static final int DEFAULT_PORT = 80;
    private static final int MAX_PORT = 65_535;

    private final Map<String, String> environment;
    private final Function<String, @Nullable String> properties;

    Proxies(Map<String, String> environment, Function<String, @Nullable String> properties) {
        this.environment = environment;
        this.properties = properties;
    }

    /**
     * Returns the proxy to a server, or null where there is none.
     *
     * @throws IllegalArgumentException when a setting is wrong; the message names it, and does not repeat it, for it may hold a password
     */
    @Nullable HttpProxy to(boolean isSecure, String host) {
        HttpProxy proxy = find(isSecure ? SECURE : PLAIN);
        return proxy == null || isExcluded(host.toLowerCase(Locale.ROOT)) ? null : proxy;
    }

    private @Nullable HttpProxy find(List<String> schemes) {
        for (String scheme : schemes) {
            String host = property(scheme + ".proxyHost");
            if (!host.isEmpty()) {
                return ofProperties(scheme, host);
            }
        }
        for (String scheme : schemes) {
            String address = variable(scheme + "_proxy");
            if (!address.isEmpty()) {
                return ofVariable(scheme, address);
            }
        }
        return null;
    }

    private HttpProxy ofProperties(String scheme, String host) {
        String port = property(scheme + ".proxyPort");
        String user = property(scheme + ".proxyUser");
        String credentials = user + ":" + property(scheme + ".proxyPassword");
        try {
            int number = port.isEmpty() ? DEFAULT_PORT : Integer.parseInt(port);
            if (number > 0 && number <= MAX_PORT) {
                return new HttpProxy(host, number, user.isEmpty() ? null : basic(credentials));
            }
        } catch (NumberFormatException e) {
            // Told below, in words that name the property.
        }
        throw new IllegalArgumentException(
                "The property " + scheme + ".proxyPort must be a whole number from 1 to " + MAX_PORT + ", and is not.");
    }

    private static HttpProxy ofVariable(String scheme, String address) {
        try {
            URI uri = URI.create(address.contains("://") ? address : "http://" + address);
            boolean isHttp =
                    String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT).startsWith("http");
            if (isHttp && uri.getHost() != null) {
                String credentials = uri.getUserInfo();
                return new HttpProxy(
                        uri.getHost(),
                        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                        credentials == null ? null : basic(credentials));
            }
        } catch (IllegalArgumentException e) {
            // Told below, in words that name the variable.
        }
        throw new IllegalArgumentException("The variable " + scheme.toUpperCase(Locale.ROOT)
                + "_PROXY must be an address such as http://proxy.example.com:3128, and is not.");
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    }

    private boolean isExcluded(String host) {
        for (String pattern : property("http.nonProxyHosts").split("\\|", -1)) {
            if (matches(pattern.trim().toLowerCase(Locale.ROOT), host)) {
                return true;
            }
        }
        for (String entry : variable("no_proxy").split(",", -1)) {
            String name = entry.trim().toLowerCase(Locale.ROOT);
            if (matches(name, host) || isBelow(name, host)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String pattern, String host) {
        if (pattern.startsWith("*")) {
            return host.endsWith(pattern.substring(1));
        }
        return pattern.endsWith("*")
                ? host.startsWith(pattern.substring(0, pattern.length() - 1))
                : host.equals(pattern);
    }

    private static boolean isBelow(String name, String host) {
        return !name.isEmpty() && host.endsWith(name.startsWith(".") ? name : "." + name);
    }

    private String property(String name) {
        String value = properties.apply(name);
        return value == null ? "" : value.trim();
    }

    private String variable(String name) {
        String value = environment.getOrDefault(name, environment.getOrDefault(name.toUpperCase(Locale.ROOT), ""));
        return value.trim();
    }
}
