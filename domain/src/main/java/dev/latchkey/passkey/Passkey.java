package dev.latchkey.passkey;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A passkey as it is stored.
 *
 * @param id the name that the authenticator gave it
 * @param userId whose it is
 * @param incarnation the user's: the passkeys of an earlier user of the same id open nothing
 * @param handle by what the authenticator knows the user
 * @param key the public key, as a COSE_Key (RFC 9052, section 7)
 * @param counter how often it had signed when it was last used; 0 where the authenticator does not count
 * @param backupEligible whether it may be copied to other devices; it never changes
 * @param backedUp whether it had been copied when it was last used
 * @param transports how a browser may reach the authenticator, as it said
 * @param name what the user calls it
 * @param created when it was added
 * @param used when it was last used, or null
 */
public record Passkey(
        CredentialId id,
        long userId,
        long incarnation,
        UserHandle handle,
        Octets key,
        long counter,
        boolean backupEligible,
        boolean backedUp,
        List<String> transports,
        String name,
        Instant created,
        @Nullable Instant used) {
    /** How many a user may have. */
    public static final int MOST = 20;

    /** How many characters a name may have. */
    public static final int NAME_LENGTH = 64;

    /** Copies the list. */
    public Passkey {
        transports = List.copyOf(transports);
    }

    /**
     * Tells whether an answer may have this counter: it must have grown, unless the authenticator has never counted (WebAuthn Level 3,
     * section 6.1.1). A zero after a number is a copy of the key at work.
     */
    public boolean admits(long answered) {
        return answered > counter || (answered == 0 && counter == 0);
    }

    /** Returns the passkey after it was used. */
    public Passkey usedAt(Asserted answer, Instant when) {
        return new Passkey(
                id,
                userId,
                incarnation,
                handle,
                key,
                answer.counter(),
                backupEligible,
                answer.backedUp(),
                transports,
                name,
                created,
                when);
    }

    /** Returns the passkey under another name. */
    public Passkey named(String other) {
        return new Passkey(
                id,
                userId,
                incarnation,
                handle,
                key,
                counter,
                backupEligible,
                backedUp,
                transports,
                other,
                created,
                used);
    }
}
