package dev.latchkey.proof;

import dev.latchkey.user.User;
import java.time.Instant;
import java.util.Optional;

/**
 * What knows authenticator apps and their codes: the port to whatever keeps the key that their secrets are encrypted with.
 *
 * <p>Every method may throw {@link dev.latchkey.store.StoreUnavailableException} where that does not answer.
 */
public interface AppFactors {
    /**
     * An app that was made just now.
     *
     * @param sealed its secret
     * @param address the address that the app reads, with the secret in it: a secret too
     */
    record Enrolment(Sealed sealed, String address) {
        /** Tells nothing of the secret. */
        @Override
        public String toString() {
            return "Enrolment[hidden]";
        }
    }

    /**
     * Backup codes that were made just now.
     *
     * @param sealed the app's secret with the codes' digests
     * @param codes the codes
     */
    record WithCodes(Sealed sealed, BackupCodes codes) {}

    /** Makes a secret for a user. */
    Enrolment enrol(User user);

    /**
     * Finds out which of a user's codes a code is; whether it was used before is not its business.
     *
     * @return nothing if it is none of them, of the present thirty seconds or those before
     */
    Optional<CodeUse> check(User user, Sealed sealed, Code code, Instant now);

    /** Makes backup codes for a user's app, in the place of those that it has. */
    WithCodes withNewCodes(User user, Sealed sealed);
}
