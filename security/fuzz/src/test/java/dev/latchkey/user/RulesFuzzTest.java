package dev.latchkey.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.latchkey.fuzz.Text;
import dev.latchkey.text.PythonText;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A name or address is taken or refused; what is taken is in its normal form and within its bounds. */
class RulesFuzzTest {
    @FuzzTest
    void username(byte[] data) {
        String name = UsernameRule.normalize(Text.of(data));
        String key = UsernameRule.uniquenessKey(name);
        if (UsernameRule.violations(name).isEmpty()) {
            assertThat(UsernameRule.normalize(name)).isEqualTo(name);
            assertThat(PythonText.length(name)).isBetween(1, UsernameRule.MAX_LENGTH);
            assertThat(key).isNotEmpty();
        }
    }

    @FuzzTest
    void email(byte[] data) {
        String address = PythonText.strip(Text.of(data));
        String normal = EmailRule.normalize(address);
        assertThat(EmailRule.normalize(normal)).isEqualTo(normal);
        if (EmailRule.violations(address).isEmpty()) {
            assertThat(PythonText.length(address)).isBetween(3, EmailRule.MAX_LENGTH);
            assertThat(address).contains("@").doesNotContain("\0", "\r", "\n", " @");
        }
    }

    @FuzzTest
    void ipAddress(byte[] data) throws UnknownHostException {
        String text = Text.of(data);
        if (IpAddressRule.isIpv6(text)) {
            assertThat(InetAddress.getByName("[" + text + "]")).isNotNull();
        }
        if (IpAddressRule.isIpv4(text)) {
            assertThat(InetAddress.getByName(text).getHostAddress()).isEqualTo(text);
        }
    }
}
