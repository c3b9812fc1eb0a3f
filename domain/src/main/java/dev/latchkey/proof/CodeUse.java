package dev.latchkey.proof;

/** Which of a user's codes a right one is, so that it can be used up. */
public sealed interface CodeUse {
    /**
     * A code of the authenticator app.
     *
     * @param step the thirty seconds that it is of, counted from 1970 (RFC 6238 section 4.2)
     */
    record OfApp(long step) implements CodeUse {}

    /**
     * A backup code.
     *
     * @param index its place among the user's backup codes, from 0
     */
    record OfBackup(int index) implements CodeUse {
        /** Returns the code's bit in {@link App#used()}. */
        public long bit() {
            return 1L << index;
        }
    }
}
