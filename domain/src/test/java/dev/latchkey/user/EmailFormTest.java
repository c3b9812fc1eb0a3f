package dev.latchkey.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailFormTest {
    @ParameterizedTest
    @CsvSource({
        "ada@example.com, ada@example.com",
        "Ada.Lovelace@EXAMPLE.com, ada.lovelace@example.com",
        "\u212Aim@example.com, kim@example.com",
        "ada@b\u00FCcher.example, ada@xn--bcher-kva.example",
        "ada@bu\u0308cher.example, ada@xn--bcher-kva.example",
        "ada@B\u00DCCHER.example, ada@xn--bcher-kva.example",
        "ada@xn--bcher-kva.example, ada@xn--bcher-kva.example",
        "ada@\u4F8B\u3048.\u30C6\u30B9\u30C8, ada@xn--r8jz45g.xn--zckzah",
        "\u0131da@example.com, \u0131da@example.com",
        "\u00C4da@example.com, \u00C4da@example.com",
    })
    void addressesOfOneMailboxHaveOneForm(String address, String form) {
        assertThat(EmailForm.of(address)).contains(new EmailForm(form));
    }

    @ParameterizedTest
    @CsvSource({
        "ada@example.com, \u0430da@example.com",
        "ada@example.com, ada@ex\u0430mple.com",
        "ada@example.com, ada@ex\u00E4mple.com",
        "ida@example.com, \u0131da@example.com",
        "ida@example.com, \u0130da@example.com",
        "ada@strasse.example, ada@xn--strae-oqa.example",
        "ada@example.com, ada.@example.com",
        "ada@example.com, a.da@example.com",
        "ada@example.com, ada+tag@example.com",
    })
    void addressesThatLookAlikeHaveTwo(String one, String other) {
        assertThat(EmailForm.of(one)).isPresent().isNotEqualTo(EmailForm.of(other));
    }

    /** What IDNA 2003 maps to other letters, and 2008 does not; what nobody sees. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@stra\u00DFe.example",
                "ada@stra\u1E9Ee.example",
                "ada@\u03C3\u03BF\u03C6\u03CC\u03C2.example",
                "ada@ex\u200Dample.com",
                "ada@ex\u200Cample.com",
                "ada@ex\u00ADample.com",
                "ada@ex\u2060ample.com",
                "ada@ex\uFE0Fample.com",
                "ada@ex\u034Fample.com",
            })
    void aDomainThatIsReadInTwoWaysHasNone(String address) {
        assertThat(EmailForm.of(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada", "@example.com", "ada@", "@"})
    void whatIsNoAddressHasNone(String text) {
        assertThat(EmailForm.of(text)).isEqualTo(Optional.empty());
    }

    @Test
    void theFormIsTakenFromTheLastAt() {
        assertThat(EmailForm.of("\"a@B\"@Example.com")).contains(new EmailForm("\"a@b\"@example.com"));
    }

    @Test
    void aFormIsNotWrittenIntoLogs() {
        assertThat(EmailForm.of("ada@example.com").orElseThrow()).hasToString("EmailForm[hidden]");
    }
}
