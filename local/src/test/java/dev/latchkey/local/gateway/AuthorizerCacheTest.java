package dev.latchkey.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorizerCacheTest {
    private static final List<String> TOKEN = List.of("Token a");

    private final TestClock clock = new TestClock();
    private final AuthorizerCache cache = new AuthorizerCache(clock, 60);

    @Test
    void keepsAnAnswerForItsTime() throws Exception {
        AuthorizerAnswer answer = answer("1");
        cache.put(TOKEN, answer);
        assertThat(cache.get(TOKEN)).containsSame(answer);
        clock.advance(Duration.ofSeconds(60).minusMillis(1));
        assertThat(cache.get(TOKEN)).containsSame(answer);
        clock.advance(Duration.ofMillis(1));
        assertThat(cache.get(TOKEN)).isEmpty();
    }

    /** The gateway puts back what it got: that must not keep a session alive that is asked for often. */
    @Test
    void anAnswerThatIsUsedLivesNoLonger() throws Exception {
        AuthorizerAnswer first = answer("1");
        cache.put(TOKEN, first);
        clock.advance(Duration.ofSeconds(59));
        cache.put(TOKEN, first);
        cache.put(TOKEN, answer("2"));
        assertThat(cache.get(TOKEN)).containsSame(first);
        clock.advance(Duration.ofSeconds(1));
        assertThat(cache.get(TOKEN)).isEmpty();

        AuthorizerAnswer fresh = answer("3");
        cache.put(TOKEN, fresh);
        clock.advance(Duration.ofSeconds(59));
        assertThat(cache.get(TOKEN)).containsSame(fresh);
    }

    @Test
    void everyPartOfTheIdentityCounts() throws Exception {
        cache.put(List.of("a", "b"), answer("1"));
        assertThat(cache.get(List.of("a"))).isEmpty();
        assertThat(cache.get(List.of("b", "a"))).isEmpty();
        assertThat(cache.get(List.of("a", "b"))).isPresent();
    }

    @Test
    void keepsNothingWithoutTimeOrIdentity() throws Exception {
        cache.put(List.of(), answer("1"));
        assertThat(cache.get(List.of())).isEmpty();
        AuthorizerCache off = new AuthorizerCache(clock, 0);
        off.put(TOKEN, answer("1"));
        assertThat(off.get(TOKEN)).isEmpty();
    }

    @Test
    void forgetsWhatWasNotUsedForLongestWhenItIsFull() throws Exception {
        AuthorizerAnswer answer = answer("1");
        for (int i = 0; i < 10_000; i++) {
            cache.put(List.of("Token " + i), answer);
        }
        assertThat(cache.get(List.of("Token 0"))).isPresent();
        cache.put(List.of("one too many"), answer);
        assertThat(cache.get(List.of("Token 0"))).isPresent();
        assertThat(cache.get(List.of("Token 1"))).isEmpty();
        assertThat(cache.get(List.of("Token 2"))).isPresent();
    }

    private static AuthorizerAnswer answer(String principal) throws Exception {
        return AuthorizerAnswer.read(new ObjectMapper()
                .readTree("{\"principalId\": \"" + principal + "\", \"policyDocument\": {\"Statement\": [{\"Effect\":"
                        + " \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}]}}"));
    }
}
