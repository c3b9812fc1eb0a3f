package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the prose of one case's setup and the names of its placeholders stand for, acted out on the stage. */
final class Script {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.*?)}}");
    private static final Pattern NTH_LOGIN = Pattern.compile("login\\.token_limit\\.(\\d)_of_2");
    private static final String NEVER_ISSUED = "0123456789abcdef".repeat(4);

    /** What {@code {{token:64 hex}}} stands for in a request, where only the case's name tells. */
    private static final Map<String, String> TOKEN_OF_CASE = Map.of(
            "register.with_valid_token_header", "valid_token",
            "user.two_authorization_headers", "valid_token",
            "user.invalid_token_prefix_matches", "valid_token with another end",
            "user.expired_token", "expired_token",
            "user.inactive_user", "token_of_inactive_user",
            "user.deleted_user", "token_of_deleted_user");

    /** How old a token is, and how long it has left. */
    private record Life(Duration age, Duration left) {
        static Life of(int ageSeconds, int leftSeconds) {
            return new Life(Duration.ofSeconds(ageSeconds), Duration.ofSeconds(leftSeconds));
        }
    }

    private static final Map<String, Life> LIVES = Map.of(
            "refresh.extends", Life.of(3_600, 3_600),
            "refresh.min_interval_no_write", Life.of(30, 35_970),
            "refresh.capped_by_max_ttl", Life.of(72_000, 3_600),
            "refresh.past_max_ttl", Life.of(108_000, 3_600),
            "refresh.expired", Life.of(72_000, -1));

    private static final Duration CLOCK_SLACK = Duration.ofSeconds(5);

    private final ContractCase contractCase;
    private final Profile profile;
    private final Stage stage;
    private final ExactHttp http;
    private final Map<String, String> values = new HashMap<>();

    Script(ContractCase contractCase, Profile profile, Stage stage, ExactHttp http) {
        this.contractCase = contractCase;
        this.profile = profile;
        this.stage = stage;
        this.http = http;
    }

    /** Makes true what should be true before the request. */
    void prepare() {
        stage.addUsers(contractCase.setup());
        String name = contractCase.name();
        Matcher nth = NTH_LOGIN.matcher(name);
        if (profile == Profile.LIMIT) {
            stage.endAll(profile.owner());
        }
        if (nth.matches()) {
            openSessions(Integer.parseInt(nth.group(1)) - 1);
        } else if (name.endsWith(".never_expiring_tokens")) {
            for (int i = 0; i < 3; i++) {
                stage.open(profile.owner(), Duration.ZERO, null);
            }
        } else if (name.matches("logout(all)?\\.(again_same_token|then_user|other_token_after)")) {
            fill("{{valid_token}}{{other_valid_token}}");
            Answer ended = http.send(
                    new ExactRequest("POST", "/api/auth/" + contractCase.family()).token(value("valid_token")));
            assertThat(ended.status()).isEqualTo(204);
        }
    }

    /** Builds the request; a case named after two headers sends its one header twice. */
    ExactRequest request() {
        ExactRequest request = contractCase.toRequest(this::fill);
        if (contractCase.name().equals("user.two_authorization_headers")) {
            request.token(value("valid_token"));
        }
        return request;
    }

    /** Checks what should hold in the store afterwards. A session that has expired counts as one that is not there. */
    void verifyStore() {
        JsonNode after = contractCase.after();
        if (after.has("row_exists")) {
            assertThat(stage.session(value("valid_token")).isPresent())
                    .isEqualTo(after.get("row_exists").booleanValue());
        }
        if (after.has("expiry_in_seconds_from_now")) {
            Session session = stage.session(value("valid_token")).orElseThrow();
            Instant wanted = Instant.now()
                    .plusSeconds(after.get("expiry_in_seconds_from_now").longValue());
            Instant expiry = Objects.requireNonNull(session.expiry());
            assertThat(Duration.between(wanted, expiry).abs()).isLessThan(CLOCK_SLACK);
        }
    }

    private void openSessions(int number) {
        for (int i = 0; i < number; i++) {
            stage.open(profile.owner());
        }
    }

    private String fill(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    }

    private String value(String name) {
        String known = values.get(name);
        if (known == null) {
            known = find(name);
            values.put(name, known);
        }
        return known;
    }

    private String find(String name) {
        String valid = name.startsWith("valid_token ") ? value("valid_token") : "";
        return switch (name) {
            case "valid_token" -> validToken();
            case "other_valid_token" -> stage.open(profile.owner());
            case "valid_token with another end" ->
                valid.substring(0, valid.length() - 4) + (valid.endsWith("beef") ? "feed" : "beef");
            case "valid_token minus prefix" -> valid.substring(profile.prefix().length());
            case "valid_token upper case" -> valid.toUpperCase(Locale.ROOT);
            case "valid_token without its last character" -> valid.substring(0, valid.length() - 1);
            case "expired_token" -> stage.expired(profile.owner());
            case "logged_out_token" -> stage.ended();
            case "unknown_token" -> stage.unknown();
            case "token_of_inactive_user" -> stage.ofInactive();
            case "token_of_deleted_user" -> stage.ofDeleted();
            case "token:64 hex" ->
                TOKEN_OF_CASE.containsKey(contractCase.name())
                        ? value(TOKEN_OF_CASE.get(contractCase.name()))
                        : NEVER_ISSUED;
            default -> throw new IllegalArgumentException("unknown placeholder {{" + name + "}}");
        };
    }

    private String validToken() {
        Life life = LIVES.get(contractCase.name());
        return life == null ? stage.open(profile.owner()) : stage.open(profile.owner(), life.age(), life.left());
    }
}
