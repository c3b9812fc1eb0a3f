package dev.latchkey.undo;

import dev.latchkey.proof.App;
import dev.latchkey.user.Factor;
import dev.latchkey.user.User;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change taken back, and with it every one that came after: what they replaced describes an account in other hands.
 *
 * <p>All three numbers of the user move on, no session, key or step of before is worth anything, and no password is right until a
 * new one is chosen by mail to the address that is put back.
 *
 * @param after the user
 * @param ended what the changes replaced, of which none can be taken back again; the one that was asked for comes first
 * @param ofApp whether an authenticator app is put back, or taken away
 * @param app the app that is put back, or null for none; without meaning unless {@code ofApp}
 */
public record Restoration(
        User after,
        List<Undo> ended,
        boolean ofApp,
        @Nullable App app) {
    /** Copies the list. */
    public Restoration {
        ended = List.copyOf(ended);
    }

    /**
     * Takes back a change of a user. All passkeys end: which of them is the owner's own, nobody can tell.
     *
     * @param user as read
     * @param undo what the change replaced
     * @param all what all changes of the user replaced, this one among them, as read after the user
     */
    public static Restoration of(User user, Undo undo, List<Undo> all) {
        List<Undo> ended = all.stream()
                .filter(other -> other.epoch() >= undo.epoch() && other.incarnation() == undo.incarnation())
                .sorted(Comparator.comparingLong(Undo::epoch))
                .toList();
        // The first change of the app says what it was before any of them.
        Undo ofApp = ended.stream().filter(Undo::ofApp).findFirst().orElse(null);
        Set<Factor> factors = EnumSet.noneOf(Factor.class);
        factors.addAll(undo.factors());
        factors.remove(Factor.PASSKEY);
        User after = user.withoutPassword(undo.email(), user.security().restored(undo.emailVerified(), factors));
        return new Restoration(after, ended, ofApp != null, ofApp == null ? null : ofApp.app());
    }
}
