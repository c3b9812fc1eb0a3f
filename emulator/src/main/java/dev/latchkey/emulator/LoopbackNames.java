package dev.latchkey.emulator;

import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets only requests through whose Host header names this machine or is a numeric address. A page from elsewhere whose name was made
 * to lead here (DNS rebinding) could otherwise read what is meant for this machine alone. A numeric address is no name that anybody
 * could lead elsewhere; containers reach this machine by one.
 */
public final class LoopbackNames extends Handler.Wrapper {
    /** Stands in front of a handler. */
    public LoopbackNames(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String host = Request.getServerName(request);
        if (host == null || isThisMachine(host) || isNumeric(host)) {
            return super.handle(request, response, callback);
        }
        Response.writeError(request, response, callback, HttpStatus.MISDIRECTED_REQUEST_421);
        return true;
    }

    /** Tells whether a name or address is one of this machine alone, as RFC 6761 and RFC 1122 have them. */
    public static boolean isThisMachine(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.matches("127(\\.[0-9]{1,3}){3}")
                || name.equals("[::1]")
                || name.equals("::1");
    }

    /** A name never consists of four numbers alone (RFC 1123, section 2.1), nor has it brackets or colons. */
    private static boolean isNumeric(String host) {
        return host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || host.matches("\\[[0-9A-Fa-f:.]+\\]");
    }
}
