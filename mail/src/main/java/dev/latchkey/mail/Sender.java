package dev.latchkey.mail;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who mails are from, by the setting {@code MAIL_FROM}: an address, or a name and an address as {@code Name <address>}.
 *
 * @param name the name, which mails also call the product by; the address's domain where none is set
 * @param address the address, in ASCII
 */
record Sender(String name, String address) {
    private static final String SETTING = "MAIL_FROM";
    private static final String ADDRESS = "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}";

    /** As the template's parameter has it, so that what deploys also starts. */
    private static final Pattern FORM = Pattern.compile(
            "(?<name>[^@<>\\p{C}\\p{Z}][^@<>\\p{C}]{0,63})<(?<address>" + ADDRESS + ")>|(?<bare>" + ADDRESS + ")");

    /** Where mails stay on this machine. */
    private static final String LOCAL = "Latchkey <no-reply@localhost>";

    /**
     * Reads the setting.
     *
     * @throws InvalidSettingException if it is missing, unless mails go to an outbox on this machine, or has no such form
     */
    static Sender from(Variables variables) {
        boolean isLocal = variables.text(Mailers.SETTING, "").equals("outbox");
        if (!isLocal) {
            variables.required(SETTING);
        }
        String value = variables.text(
                SETTING, LOCAL, FORM, "an address in ASCII, such as Acme <no-reply@accounts.example.com>");
        Matcher form = FORM.matcher(value);
        if (!form.matches()) {
            throw new IllegalStateException("the value has just matched");
        }
        String bare = form.group("bare");
        if (bare != null) {
            return new Sender(bare.substring(bare.lastIndexOf('@') + 1), bare);
        }
        return new Sender(unquoted(form.group("name").strip()), form.group("address"));
    }

    private static String unquoted(String name) {
        boolean quoted = name.length() > 2 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1) : name;
    }

    /** Returns the domain of the address. */
    String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** Returns the first sign of the name, in upper case. */
    String initial() {
        return name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    }
}
