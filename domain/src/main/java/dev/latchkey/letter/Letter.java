package dev.latchkey.letter;

import dev.latchkey.text.Language;
import java.time.Duration;

/**
 * A letter to one person, before it is put into words.
 *
 * @param id names the letter; the same letter sent again has the same
 * @param occasion what it is about
 * @param language the language to write in
 * @param to the address, as it is on file
 * @param account the name of the account, or empty where it must not be told, which is so until the address is verified
 * @param link what the button opens
 * @param life how long the link works, from {@code origin} on; zero where it carries no secret
 * @param origin when, with what and from where it happened
 */
public record Letter(
        String id,
        Occasion occasion,
        Language language,
        String to,
        String account,
        LetterLink link,
        Duration life,
        Origin origin) {}
