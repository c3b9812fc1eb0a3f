package dev.latchkey.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.account.CheckToken;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.session.Nobody;
import dev.latchkey.session.Session;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.store.AttemptStore.Counted;
import dev.latchkey.store.AttemptStore.Limits;
import dev.latchkey.store.AttemptStore.Subject;
import dev.latchkey.store.SessionStore.OpenResult;
import dev.latchkey.store.UserStore.CreateResult;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsedDynamoDbTest {
    private static final PasswordHash HASH = new PasswordHash("a-hash");

    @ParameterizedTest
    @CsvSource({"'', false", "lk_, false", "lk_, true"})
    void nobodysTokenIsAccepted(String prefix, String autoRefresh) {
        Environment stage = stage(Map.of(
                "TOKEN_PREFIX",
                prefix,
                "AUTO_REFRESH",
                autoRefresh,
                "TOKEN_TTL",
                "P7D",
                "AUTO_REFRESH_MAX_TTL",
                "P30D"));
        TokenSettings settings = TokenSettings.from(stage.variables());
        CheckToken check = new CheckToken(new DynamoDbSessionStore(stage), settings, stage::now);
        assertThat(check.check(Nobody.token(settings).reveal())).isInstanceOf(CheckToken.Result.Accepted.class);
    }

    /** User and session are of one moment, however slow the machine is. */
    @Test
    void nobodysTokenIsAcceptedByAClockThatMovesWithEachLook() {
        AtomicLong seconds = new AtomicLong(1_795_000_000L);
        InstantSource clock = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
        Environment slow = new Environment(
                Map.of("USERS_TABLE", "users", "TOKENS_TABLE", "tokens", "AWS_REGION", "us-east-1"),
                clock.withZone(ZoneOffset.UTC));
        Environment stage = RehearsedDynamoDb.stage(slow, HASH);
        TokenSettings settings = TokenSettings.from(stage.variables());
        CheckToken check = new CheckToken(new DynamoDbSessionStore(stage), settings, stage::now);
        assertThat(check.check(Nobody.token(settings).reveal())).isInstanceOf(CheckToken.Result.Accepted.class);
    }

    @Test
    void everythingSucceeds() {
        Environment stage = stage(Map.of());
        DynamoDbUserStore users = new DynamoDbUserStore(stage);
        DynamoDbSessionStore sessions = new DynamoDbSessionStore(stage);
        Session session = Nobody.session(TokenSettings.from(stage.variables()), stage.now());
        User user = users.findByName(Nobody.USERNAME).orElseThrow();
        assertThat(user.passwordHash()).isEqualTo(HASH);
        assertThat(users.isNameTaken("newcomer")).isFalse();
        assertThat(users.create(user, "newcomer", session)).isEqualTo(CreateResult.CREATED);
        assertThat(users.changePassword(user, HASH, session.key())).isTrue();
        assertThat(sessions.list(UserIds.NOBODY)).hasSize(1);
        assertThat(sessions.open(user, session, null, null)).isEqualTo(OpenResult.OPENED);
        assertThat(sessions.end(UserIds.NOBODY, session.key())).isTrue();
        users.endAllSessions(UserIds.NOBODY);
        DynamoDbAttemptStore attempts = new DynamoDbAttemptStore(stage);
        Limits limits = new Limits(10, 10, Duration.ofMinutes(1), Duration.ZERO);
        Counted counted = (Counted) attempts.count(new Subject("login", "192.0.2.1", "nobody"), limits, stage.now());
        assertThat(counted.ofSource()).isEqualTo(1);
        attempts.forgive(counted);
        attempts.takeBack(counted);
    }

    @Test
    void nothingIsRandom() {
        assertThat(stage(Map.of()).randomness()).isSameAs(Randomness.NONE);
    }

    private static Environment stage(Map<String, String> settings) {
        Map<String, String> variables = new HashMap<>(settings);
        variables.putAll(Map.of("USERS_TABLE", "users", "TOKENS_TABLE", "tokens"));
        return RehearsedDynamoDb.stage(new Environment(variables), HASH);
    }
}
