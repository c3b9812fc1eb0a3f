package dev.latchkey.cli.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What is piped into a command. */
public final class StandardInput {
    /** Far above the longest password, far below what would fill the memory. */
    private static final int MAX_BYTES = 4_096;

    private StandardInput() {}

    /**
     * Reads a password, without the line end after it, and without the mark that PowerShell writes before it.
     *
     * @throws CommandException when it is not UTF-8
     */
    public static String secret(CommandContext context) throws IOException {
        byte[] bytes = context.terminal().input().readNBytes(MAX_BYTES);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.replaceFirst("\\A\\uFEFF", "").replaceFirst("\\r?\\n\\z", "");
        } catch (CharacterCodingException e) {
            throw CommandException.refused("The password on standard input is not UTF-8.");
        }
    }
}
