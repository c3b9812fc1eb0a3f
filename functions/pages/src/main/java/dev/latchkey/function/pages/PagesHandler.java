package dev.latchkey.function.pages;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.http.Document;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.http.NotFoundException;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.pages.AccountPages;
import dev.latchkey.pages.PageFile;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** {@code GET /account} and {@code GET /account/FILE}: 200 with the account page, or with a file that it needs. It reads no table. */
public final class PagesHandler implements RequestStreamHandler {
    private static final String PATH = "/account";

    private final HttpFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public PagesHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public PagesHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(environment)::serve,
                        () -> SampleEvents.withPrincipal("GET", PATH),
                        "\"statusCode\":200",
                        Rehearsal.TIMES_WITHOUT_HASH,
                        () -> {}));
    }

    private static HttpFunction function(Environment environment) {
        AccountPages pages = new AccountPages(environment.variables());
        return HttpFunction.open(environment, Methods.get(request -> answer(pages, request)));
    }

    private static Response answer(AccountPages pages, Request request) {
        if (request.path().endsWith(PATH + "/")) {
            // The page names its files from where it lies. What comes after # stays, by RFC 9110 section 10.2.2.
            return new Response(308, Map.of("Location", ".." + PATH), null);
        }
        PageFile file = pages.find(request.pathParameter("file")).orElseThrow(NotFoundException::new);
        String known = request.header("If-None-Match");
        return known != null && known.contains(file.entityTag())
                ? new Response(304, file.headers(), null)
                : new Response(200, file.headers(), new Document(file.contentType(), file.text()));
    }

    /** Returns what runs before a snapshot is taken. */
    public Priming priming() {
        return priming;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        function.serve(input, output, context);
    }
}
