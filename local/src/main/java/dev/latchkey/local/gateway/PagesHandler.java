package dev.latchkey.local.gateway;

import dev.latchkey.local.pages.Page;
import dev.latchkey.local.pages.Pages;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Shows pages, and leaves everything else to the gateway. */
final class PagesHandler extends Handler.Abstract.NonBlocking {
    private final Pages pages;

    PagesHandler(Pages pages) {
        this.pages = pages;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        Optional<Page> found = pages.find(request.getMethod(), path == null ? "/" : path);
        if (found.isEmpty()) {
            return false;
        }
        Page page = found.get();
        response.getHeaders()
                .put(new HttpField(HttpHeader.CONTENT_TYPE, page.contentType()))
                .put("Content-Security-Policy", page.contentSecurityPolicy())
                .put("X-Content-Type-Options", "nosniff")
                .put("Referrer-Policy", "no-referrer")
                .put(HttpHeader.CACHE_CONTROL, "no-cache");
        response.write(true, ByteBuffer.wrap(page.body()), callback);
        return true;
    }
}
