package dev.latchkey.local.gateway;

import dev.latchkey.local.pages.Pages;
import dev.latchkey.local.pages.StaticPage;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Shows pages, and leaves everything else to the gateway. */
final class PagesHandler extends Handler.Abstract.NonBlocking {
    private static final String GZIP = "gzip";

    private final Pages pages;

    PagesHandler(Pages pages) {
        this.pages = pages;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        Optional<StaticPage> found = pages.find(request.getMethod(), path == null ? "/" : path);
        found.ifPresent(page -> answer(page, request.getHeaders(), response, callback));
        return found.isPresent();
    }

    /** A browser keeps a page, and asks each time whether it is still the one: a new build shows at once. */
    private static void answer(StaticPage page, HttpFields wanted, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders()
                .put(new HttpField(HttpHeader.CONTENT_TYPE, page.contentType()))
                .put("Content-Security-Policy", page.contentSecurityPolicy())
                .put("X-Content-Type-Options", "nosniff")
                .put("Referrer-Policy", "no-referrer")
                .put(HttpHeader.CACHE_CONTROL, "no-cache")
                .put(HttpHeader.ETAG, page.entityTag())
                .put(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
        if (wanted.contains(HttpHeader.IF_NONE_MATCH, page.entityTag())) {
            headers.remove(HttpHeader.CONTENT_TYPE);
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            response.write(true, BufferUtil.EMPTY_BUFFER, callback);
        } else if (takesGzip(wanted)) {
            headers.put(HttpHeader.CONTENT_ENCODING, GZIP);
            response.write(true, page.compressed(), callback);
        } else {
            response.write(true, page.body(), callback);
        }
    }

    /** A coding with quality 0 is not among the values (RFC 9110 section 12.5.3). */
    private static boolean takesGzip(HttpFields wanted) {
        QuotedQualityCSV codings = new QuotedQualityCSV();
        wanted.getValuesList(HttpHeader.ACCEPT_ENCODING).forEach(codings::addValue);
        return codings.getValues().contains(GZIP);
    }
}
