package dev.latchkey.user;

import dev.latchkey.config.Randomness;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What says of a user who may do what, beside password and generation.
 *
 * <p>Users of version 0.1 have none of it stored, which reads as {@link #INITIAL}.
 *
 * @param epoch moves with every change of factor, address, verification, kind or deletion; a write that depends on any of them
 *     compares it
 * @param keyGeneration ends API keys as the generation ends sessions
 * @param incarnation 64 random bits, made with the user: an id comes back when a user is deleted and imported again, an
 *     incarnation does not; 0 for users of version 0.1
 * @param kind a person or a service
 * @param emailVerified whether the user has shown that the address is theirs
 * @param factors what the user can prove beside the password
 * @param deletion that the user is to be deleted, or null
 * @param formerPassword what the password was before, or null; moves with the password and not with the epoch
 * @param roles what an operator lets the user do, see {@link RoleRule}; they hold on the next request, and move no epoch
 */
public record Security(
        long epoch,
        long keyGeneration,
        long incarnation,
        Kind kind,
        boolean emailVerified,
        Set<Factor> factors,
        @Nullable Deletion deletion,
        @Nullable FormerPassword formerPassword,
        Set<String> roles) {
    /** Of a person who has nothing beside a password. */
    public static final Security INITIAL = new Security(0, 0, 0, Kind.PERSON, false, Set.of());

    private static final int INCARNATION_BYTES = 8;

    /** Copies the sets. */
    public Security {
        factors = Set.copyOf(factors);
        roles = Set.copyOf(roles);
    }

    /** Of a user without a role. */
    public Security(
            long epoch,
            long keyGeneration,
            long incarnation,
            Kind kind,
            boolean emailVerified,
            Set<Factor> factors,
            @Nullable Deletion deletion,
            @Nullable FormerPassword formerPassword) {
        this(epoch, keyGeneration, incarnation, kind, emailVerified, factors, deletion, formerPassword, Set.of());
    }

    /** Of a user who stays, and whose password has been the same for long. */
    public Security(
            long epoch, long keyGeneration, long incarnation, Kind kind, boolean emailVerified, Set<Factor> factors) {
        this(epoch, keyGeneration, incarnation, kind, emailVerified, factors, null, null);
    }

    /** Returns the state of a person who is new here. */
    public static Security ofNewUser(Randomness randomness) {
        return ofNewUser(Kind.PERSON, randomness);
    }

    /** Returns the state of an account that is new here. */
    public static Security ofNewUser(Kind kind, Randomness randomness) {
        long incarnation = ByteBuffer.wrap(randomness.bytes(INCARNATION_BYTES)).getLong();
        return new Security(0, 0, incarnation, kind, false, Set.of());
    }

    /** Tells whether a password alone opens no session: an app is asked for, while a passkey is a way of its own. */
    public boolean asksAtLogin() {
        return factors.contains(Factor.APP);
    }

    /** Returns the state after the address was verified. */
    public Security verified() {
        return moved(true, factors, deletion);
    }

    /** Returns the state after an address was put in the place of the one before. */
    public Security withAddress(boolean verified) {
        return moved(verified, factors, deletion);
    }

    /** Returns the state after all keys were ended. */
    public Security withoutKeys() {
        return new Security(
                epoch, keyGeneration + 1, incarnation, kind, emailVerified, factors, deletion, formerPassword, roles);
    }

    /** Returns the state with other roles. */
    public Security withRoles(Set<String> otherRoles) {
        return new Security(
                epoch, keyGeneration, incarnation, kind, emailVerified, factors, deletion, formerPassword, otherRoles);
    }

    /** Returns the state after a factor was added. */
    public Security with(Factor factor) {
        Set<Factor> more = EnumSet.of(factor);
        more.addAll(factors);
        return moved(emailVerified, more, deletion);
    }

    /** Returns the state after a factor was removed. */
    public Security without(Factor factor) {
        Set<Factor> fewer = EnumSet.noneOf(Factor.class);
        fewer.addAll(factors);
        fewer.remove(factor);
        return moved(emailVerified, fewer, deletion);
    }

    /** Returns the state after all factors were taken away. */
    public Security withoutFactors() {
        return moved(emailVerified, Set.of(), deletion);
    }

    /** Returns the state after something was written that a change of security compares. */
    public Security moved() {
        return moved(emailVerified, factors, deletion);
    }

    /** Returns the state after the password was replaced. */
    public Security with(@Nullable FormerPassword former) {
        return new Security(epoch, keyGeneration, incarnation, kind, emailVerified, factors, deletion, former, roles);
    }

    /** Returns the state after the user asked to be deleted. */
    public Security deleting(Instant now) {
        return moved(emailVerified, factors, new Deletion(now, false));
    }

    /** Returns the state in which what is kept of a user who asked for it is deleted, once and for all. */
    public Security purging(Instant askedAt) {
        return moved(emailVerified, factors, new Deletion(askedAt, true));
    }

    /** Returns the state after changes were taken back, and a wish to be deleted with them. */
    public Security restored(boolean verifiedBefore, Set<Factor> factorsBefore) {
        return moved(verifiedBefore, factorsBefore, null).withoutKeys();
    }

    private Security moved(boolean verified, Set<Factor> newFactors, @Nullable Deletion newDeletion) {
        return new Security(
                epoch + 1, keyGeneration, incarnation, kind, verified, newFactors, newDeletion, formerPassword, roles);
    }
}
