package dev.latchkey.function.factor;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.account.LogInByCode;
import dev.latchkey.config.Environment;
import dev.latchkey.http.CodeField;
import dev.latchkey.http.CodeLoginAnswer;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.proof.Code;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.text.Language;
import dev.latchkey.user.Factor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code POST /api/auth/login/code}: 200 with user, token and expiry; {@code GET /api/auth/mfa/config}: 200 with what is offered here.
 */
public final class LoginCodeHandler implements RequestStreamHandler {
    private static final String PATH = "/api/auth/login/code";
    private static final String TOKEN = "ephemeral_token";
    private static final String CODE = "code";

    private final HttpFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public LoginCodeHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public LoginCodeHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(FactorUseCases.stage(environment))::serve,
                        () -> SampleEvents.withBody(
                                PATH,
                                Map.of(
                                        TOKEN,
                                        FactorUseCases.sampleStep(environment),
                                        CODE,
                                        FactorUseCases.sampleCode())),
                        "\"statusCode\":200",
                        Rehearsal.TIMES_WITHOUT_HASH,
                        () -> FactorUseCases.reach(environment)));
    }

    private static HttpFunction function(Environment environment) {
        LogInByCode logIn = FactorUseCases.logInByCode(environment);
        return HttpFunction.open(
                environment,
                (Request request) -> request.route().endsWith("/mfa/config")
                        ? Methods.get(get -> Response.of(200, config()))
                        : Methods.post(post -> answer(logIn, post)));
    }

    private static Response answer(LogInByCode logIn, Request request) {
        FormFields fields = FormFields.of(request);
        String token = CodeField.read(fields, TOKEN);
        String code = CodeField.read(fields, CODE);
        fields.check();
        return CodeLoginAnswer.of(logIn.logIn(
                Objects.requireNonNull(token),
                Code.of(Objects.requireNonNull(code)),
                request.client(),
                Language.preferred(request.header("Accept-Language"))));
    }

    private static Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("methods", List.of(Factor.APP.label()));
        config.put("confirm_disable_with_code", true);
        config.put("confirm_regeneration_with_code", true);
        config.put("allow_backup_codes_regeneration", true);
        return config;
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
