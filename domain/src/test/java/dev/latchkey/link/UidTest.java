package dev.latchkey.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UidTest {
    private final Uid uids = new Uid(new Variables(Map.of("UID_KEY", "arn:one")));

    @Test
    void anIdIsReadBack() {
        LongStream.of(1, 42, 1L << 40, (1L << 53) - 1).forEach(id -> {
            assertThat(uids.write(id)).hasSize(22).matches("[A-Za-z0-9_-]{22}");
            assertThat(uids.read(uids.write(id))).hasValue(id);
        });
    }

    @Test
    void idsThatFollowEachOtherLookUnlike() {
        assertThat(uids.write(1).substring(0, 11)).isNotEqualTo(uids.write(2).substring(0, 11));
    }

    @Test
    void anotherStackReadsNothing() {
        Uid others = new Uid(new Variables(Map.of("UID_KEY", "arn:two")));
        assertThat(others.read(uids.write(42))).isEmpty();
    }

    @Test
    void noCharacterCanBeChanged() {
        String uid = uids.write(42);
        for (int i = 0; i < uid.length(); i++) {
            for (char c : "AQgwz_-9".toCharArray()) {
                String other = uid.substring(0, i) + c + uid.substring(i + 1);
                assertThat(other.equals(uid) || uids.read(other).isEmpty())
                        .as("%s", other)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "zzzzzz", "-1", "\uD83D\uDE00", "../../1", "AAAAAAAAAAAAAAAAAAAAAA", "MQ", "MQ=="})
    void whatNobodyWroteNamesNobody(String text) {
        assertThat(uids.read(text)).isEmpty();
    }

    @Test
    void paddingIsAnotherText() {
        assertThat(uids.read(uids.write(42) + "==")).isEmpty();
    }

    @Test
    void theKeyIsNeeded() {
        Variables none = new Variables(Map.of());
        assertThatThrownBy(() -> new Uid(none))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("UID_KEY ");
    }
}
