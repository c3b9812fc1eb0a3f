package dev.latchkey.cli.smoke;

import dev.latchkey.cli.console.CommandException;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import javax.net.ssl.SSLException;

/** Finds out whether Latchkey answers at a URL at all, before anything is registered there. */
final class SchemeFinder {
    private final ApiClient client;
    private final ApiUrl url;

    SchemeFinder(ApiClient client, ApiUrl url) {
        this.client = client;
        this.url = url;
    }

    /**
     * Looks for Latchkey.
     *
     * @return the scheme of the Authorization header there
     * @throws CommandException when something else answers, or nothing
     */
    String scheme() throws InterruptedException {
        try {
            ApiResponse login = client.send(ApiRequest.of(Endpoint.LOGIN).json(Map.of()));
            if (login.status() != 400 || !login.object().containsKey("username")) {
                throw notLatchkey(login);
            }
            String scheme = client.send(ApiRequest.of(Endpoint.USER).named("without a token"))
                    .header("WWW-Authenticate");
            return scheme.matches("[A-Za-z][A-Za-z0-9-]*") ? scheme : "Token";
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private CommandException notLatchkey(ApiResponse login) {
        String answer = "POST " + url.of("login") + " answers " + login.status();
        if (url.lacksStage()) {
            return CommandException.misused(answer + ": the URL lacks the stage. Take the stack's output ApiUrl, which"
                    + " ends with it, such as /live.");
        }
        if (login.status() / 100 == 3) {
            return CommandException.misused(answer + ", a redirect. Give the address that it leads to.");
        }
        if (login.status() == 429) {
            return CommandException.refused(
                    answer + ": the stack is busy or has had enough of this address. Try later.");
        }
        if (login.status() >= 500) {
            return CommandException.refused(answer + ": the stack fails. Its functions' logs tell why.");
        }
        return CommandException.misused(answer + " to a login without a user name, where Latchkey answers 400 and names"
                + " the field. Take the stack's output ApiUrl, with the stage and without what follows it.");
    }

    private CommandException unreachable(IOException e) {
        if (hasCause(e, UnresolvedAddressException.class)) {
            return CommandException.misused("There is no host of the name in " + url + ".");
        }
        if (e instanceof HttpTimeoutException) {
            return CommandException.misused("Nothing answers in time at " + url + ".");
        }
        if (e instanceof SSLException) {
            return CommandException.misused("There is no trustworthy HTTPS at " + url + ": " + e.getMessage());
        }
        return CommandException.misused("No web server answers at " + url + ".");
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
