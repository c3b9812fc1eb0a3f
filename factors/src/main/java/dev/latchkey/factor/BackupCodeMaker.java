package dev.latchkey.factor;

import dev.latchkey.config.Randomness;
import dev.latchkey.proof.BackupCodes;
import java.util.List;
import java.util.stream.Stream;

/** Makes backup codes: twelve letters and digits each, of which all are equally likely (71 bits). */
final class BackupCodeMaker {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 12;

    private BackupCodeMaker() {}

    static BackupCodes make(Randomness randomness) {
        List<String> codes =
                Stream.generate(() -> code(randomness)).limit(BackupCodes.COUNT).toList();
        return new BackupCodes(codes);
    }

    private static String code(Randomness randomness) {
        StringBuilder code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET.charAt((int) randomness.between(0, ALPHABET.length())));
        }
        return code.toString();
    }
}
