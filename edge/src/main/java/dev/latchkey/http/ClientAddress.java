package dev.latchkey.http;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request really comes from, if it comes by way of a proxy or a content delivery network.
 *
 * <p>It is the address that API Gateway saw, and no header has a say in it, unless the request is known to come from a proxy: because
 * that address is one of {@code TRUSTED_PROXIES}, or because the request carries the secret header that only the proxy adds.
 */
final class ClientAddress {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** CloudFront's header ends with the client's port, without brackets around an IPv6 address. */
    private static final String VIEWER_ADDRESS = "CloudFront-Viewer-Address";

    private static final int MAX_NETWORKS = 100;
    private static final int MIN_SECRET = 16;

    private final List<Network> proxies;
    private final String secretName;
    private final byte[] secret;
    private final String header;

    private ClientAddress(List<Network> proxies, String secretName, byte[] secret, String header) {
        this.proxies = List.copyOf(proxies);
        this.secretName = secretName;
        this.secret = secret;
        this.header = header;
    }

    /**
     * Reads the settings: {@code TRUSTED_PROXIES}, networks apart by commas; {@code PROXY_SECRET_HEADER}, as in {@code
     * X-Origin-Secret=a-long-secret}; {@code CLIENT_ADDRESS_HEADER}, the header that holds the client's address.
     *
     * @throws InvalidSettingException if one cannot be used; the message names it
     */
    static ClientAddress from(Variables variables) {
        List<Network> proxies = networks(variables.text("TRUSTED_PROXIES", ""));
        String secret = variables.text("PROXY_SECRET_HEADER", "");
        int equals = secret.indexOf('=');
        if (!secret.isEmpty()
                && (equals < 0
                        || !NAME.matcher(secret.substring(0, equals)).matches()
                        || secret.length() - equals - 1 < MIN_SECRET)) {
            throw new InvalidSettingException(
                    "PROXY_SECRET_HEADER",
                    "must be a header's name, an equals sign and a secret of at least " + MIN_SECRET + " characters");
        }
        String header = variables.text("CLIENT_ADDRESS_HEADER", FORWARDED_FOR, NAME, "the name of a header");
        if (proxies.isEmpty()
                && secret.isEmpty()
                && !variables.text("CLIENT_ADDRESS_HEADER", "").isEmpty()) {
            throw new InvalidSettingException(
                    "CLIENT_ADDRESS_HEADER",
                    "is believed from a proxy alone: set TRUSTED_PROXIES or PROXY_SECRET_HEADER");
        }
        return new ClientAddress(
                proxies,
                secret.isEmpty() ? "" : secret.substring(0, equals),
                secret.substring(equals + 1).getBytes(StandardCharsets.UTF_8),
                header);
    }

    /** Returns the client's address, or the empty text if it is unknown. */
    String of(Request request) {
        String peer = request.peerAddress();
        if (!isProxy(peer) && !hasSecret(request)) {
            return peer;
        }
        String value = request.header(header);
        if (value == null) {
            return peer;
        }
        return header.equalsIgnoreCase(FORWARDED_FOR) ? forwardedFor(value, peer) : single(value, peer);
    }

    /** Each proxy appends whom it saw. From the end, the first that is no proxy is the client; what stands before it is hearsay. */
    private String forwardedFor(String value, String peer) {
        List<String> hops = new ArrayList<>(List.of(value.split(",", -1)));
        for (int i = hops.size() - 1; i >= 0; i--) {
            String hop = hops.get(i).strip();
            if (Network.address(hop).isEmpty()) {
                return peer;
            }
            if (!hop.equals(peer) && !isProxy(hop)) {
                return hop;
            }
        }
        return peer;
    }

    private String single(String value, String peer) {
        String text = value.strip();
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        if (Network.address(text).isPresent() && (colon < 0 || !header.equalsIgnoreCase(VIEWER_ADDRESS))) {
            return text;
        }
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return Network.address(bare).isPresent() ? bare : peer;
    }

    private boolean isProxy(String address) {
        return proxies.stream().anyMatch(network -> network.contains(address));
    }

    private boolean hasSecret(Request request) {
        @Nullable String presented = secret.length == 0 ? null : request.header(secretName);
        return presented != null && MessageDigest.isEqual(presented.getBytes(StandardCharsets.UTF_8), secret);
    }

    private static List<Network> networks(String text) {
        List<Network> networks = new ArrayList<>();
        for (String network : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            networks.add(Network.parse(network.strip())
                    .orElseThrow(() -> new InvalidSettingException(
                            "TRUSTED_PROXIES",
                            "must be networks such as 192.0.2.0/24 or 2001:db8::/32, apart by commas, but has \""
                                    + network.strip() + "\"")));
        }
        if (networks.size() > MAX_NETWORKS) {
            throw new InvalidSettingException("TRUSTED_PROXIES", "must not be more than " + MAX_NETWORKS + " networks");
        }
        return networks;
    }
}
