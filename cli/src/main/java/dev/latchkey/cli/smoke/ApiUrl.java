package dev.latchkey.cli.smoke;

import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where an API is: what comes before {@code /api/auth/}.
 *
 * @param root the address without a slash at its end
 */
record ApiUrl(String root) {
    private static final String FOLDER = "/api/auth";

    /**
     * Reads what a person gives: with or without a slash at the end, with or without {@code /api/auth}.
     *
     * @throws CommandException when it is no address of a web server
     */
    static ApiUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw noUrl(text);
        }
        boolean isWeb = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!isWeb || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw noUrl(text);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw CommandException.misused("The URL has a query or a fragment; give it without.");
        }
        String root = withoutSlash(text);
        return new ApiUrl(
                root.endsWith(FOLDER) ? withoutSlash(root.substring(0, root.length() - FOLDER.length())) : root);
    }

    private static CommandException noUrl(String text) {
        return CommandException.misused("\"" + TerminalSafe.text(text) + "\" is not a URL such as"
                + " https://abc123.execute-api.eu-central-1.amazonaws.com/live or http://127.0.0.1:3000.");
    }

    private static String withoutSlash(String text) {
        String rest = text;
        while (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        return rest;
    }

    /** Returns the address of a path below {@code /api/auth/}. */
    URI of(String path) {
        return URI.create(root + FOLDER + "/" + path);
    }

    /** Tells whether this is an API Gateway's own host, and the stage is missing. */
    boolean lacksStage() {
        URI uri = URI.create(root);
        return uri.getHost().contains(".execute-api.") && uri.getRawPath().isEmpty();
    }

    @Override
    public String toString() {
        return root;
    }
}
