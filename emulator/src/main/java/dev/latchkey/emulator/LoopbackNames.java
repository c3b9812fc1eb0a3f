package dev.latchkey.emulator;

import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets only requests through that name this machine in their Host header. A page from elsewhere whose name was made to lead here (DNS
 * rebinding) could otherwise read what is meant for this machine alone.
 */
public final class LoopbackNames extends Handler.Wrapper {
    /** Stands in front of a handler. */
    public LoopbackNames(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String host = Request.getServerName(request);
        if (host == null || isThisMachine(host)) {
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
}
