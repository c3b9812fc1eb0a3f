package dev.latchkey.local.gateway;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers, in the gateway's words, requests that the HTTP server itself turns away. */
final class UnreadableRequestHandler implements Request.Handler {
    private final RestGateway gateway;
    private final RequestLog log;

    UnreadableRequestHandler(RestGateway gateway, RequestLog log) {
        this.gateway = gateway;
        this.log = log;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var incoming = new IncomingRequest(
                request.getMethod(), "/", null, new Headers(), new byte[0], Request.getRemoteAddr(request), "HTTP/1.1");
        Exchange exchange = gateway.open(incoming);
        int status = response.getStatus() >= 400 ? response.getStatus() : 500;
        Answer answer = gateway.unreadable(exchange, status, HttpStatus.getMessage(status));
        Answers.send(answer, exchange, response, callback);
        log.answered(request.getMethod(), "?", answer.status(), 0, exchange.requestId());
        return true;
    }
}
