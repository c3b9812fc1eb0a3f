package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.latchkey.fuzz.Text;
import dev.latchkey.user.Password;
import java.util.List;

/** Three lines, a password, a name and an address, are judged whatever they are. */
class PasswordPolicyFuzzTest {
    @FuzzTest
    void password(byte[] data) {
        String[] lines = (Text.of(data) + "\n\n").split("\n", 3);
        Password password = Password.of(lines[0]);
        List<PasswordViolation> violations = PasswordPolicy.violations(password, lines[1], lines[2].strip());
        boolean isShort = password.length() < PasswordPolicy.MIN_LENGTH;
        assertThat(violations.stream().anyMatch(v -> v.code().equals("password_too_short")))
                .isEqualTo(isShort);
        if (lines[0].equals(lines[1]) && !isShort) {
            assertThat(violations).isNotEmpty();
        }
    }
}
