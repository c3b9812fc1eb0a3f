package dev.latchkey.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.latchkey.user.HashCensus.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HashCensusTest {
    private static final int NAMES = 10_000;
    private static final PasswordHash BCRYPT = new PasswordHash("bcrypt");
    private static final PasswordHash PBKDF2 = new PasswordHash("pbkdf2");
    private static final PasswordHash CURRENT = new PasswordHash("current");

    @Test
    void namesAreGivenTheWaysByTheirShare() {
        List<@Nullable PasswordHash> given = given(
                census(1, new Share(PBKDF2, 700, 700), new Share(BCRYPT, 200, 200), new Share(CURRENT, 100, 100)));
        assertThat(share(given, PBKDF2::equals)).isEqualTo(0.7, within(0.015));
        assertThat(share(given, BCRYPT::equals)).isEqualTo(0.2, within(0.015));
        assertThat(share(given, CURRENT::equals)).isEqualTo(0.1, within(0.015));
    }

    @Test
    void aNameIsGivenTheSameWayEachTimeAndAnotherKeyGivesOthers() {
        Share[] shares = {new Share(PBKDF2, 1, 1), new Share(BCRYPT, 1, 1)};
        List<@Nullable PasswordHash> given = given(census(1, shares));
        assertThat(given(census(1, shares[1], shares[0]))).isEqualTo(given);
        List<@Nullable PasswordHash> other = given(census(2, shares));
        long same = IntStream.range(0, NAMES)
                .filter(i -> Objects.equals(given.get(i), other.get(i)))
                .count();
        assertThat((double) same / NAMES).isEqualTo(0.5, within(0.02));
    }

    /** As users log in, names go over to the current way, in the same proportion, and none goes anywhere else. */
    @Test
    void namesOnlyEverMoveToTheCurrentWay() {
        List<@Nullable PasswordHash> before =
                given(census(1, new Share(PBKDF2, 500, 500), new Share(BCRYPT, 500, 500)));
        for (int left = 450; left >= 0; left -= 50) {
            List<@Nullable PasswordHash> after =
                    given(census(1, new Share(PBKDF2, 500, left), new Share(BCRYPT, 500, 500)));
            for (int i = 0; i < NAMES; i++) {
                PasswordHash was = before.get(i);
                PasswordHash is = after.get(i);
                assertThat(is == null || is.equals(was)).isTrue();
                assertThat(BCRYPT.equals(is)).isEqualTo(BCRYPT.equals(was));
            }
            assertThat(share(after, PBKDF2::equals)).isEqualTo(left / 1_000.0, within(0.015));
            before = after;
        }
    }

    @Test
    void withoutACountEveryHashIsOfTheCurrentWay() {
        assertThat(HashCensus.NONE.forNobody("ada")).isNull();
        assertThat(census(1, new Share(PBKDF2, 3, 0)).forNobody("ada")).isNull();
    }

    @Test
    void nobodyCountsBelowZero() {
        assertThatThrownBy(() -> new Share(PBKDF2, 1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Share(PBKDF2, -1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static HashCensus census(int key, Share... shares) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key;
        return new HashCensus(bytes, Arrays.asList(shares));
    }

    private static List<@Nullable PasswordHash> given(HashCensus census) {
        List<@Nullable PasswordHash> given = new ArrayList<>();
        for (int i = 0; i < NAMES; i++) {
            given.add(census.forNobody("user" + i));
        }
        return given;
    }

    private static double share(List<@Nullable PasswordHash> given, Predicate<@Nullable PasswordHash> which) {
        return (double) given.stream().filter(which).count() / NAMES;
    }
}
