package dev.latchkey.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the user of a session proved, and when last.
 *
 * @param methods what was proved since the session was opened; at least one
 * @param time when the last of it was; using the session does not move it
 */
public record Authentication(Set<Method> methods, Instant time) {
    /** Copies the set. */
    public Authentication {
        methods = Set.copyOf(methods);
    }

    /** How somebody proves to be the user, under the names of RFC 8176 section 2. */
    public enum Method {
        /** By the password. */
        PWD,
        /** By a code of the authenticator app, or a backup code. */
        OTP,
        /** By a key in hardware or software: a passkey. */
        HWK;

        /** Returns the name that is stored, and that others see. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns a proof by the password alone. */
    public static Authentication byPassword(Instant time) {
        return new Authentication(Set.of(Method.PWD), time);
    }

    /** Returns a proof by the password and a code. */
    public static Authentication byCode(Instant time) {
        return new Authentication(Set.of(Method.PWD, Method.OTP), time);
    }

    /** Returns a proof by a passkey, which verified the user itself: two factors in one. */
    public static Authentication byPasskey(Instant time) {
        return new Authentication(Set.of(Method.HWK), time);
    }

    /** Returns this with one method more, which was proved at a moment. */
    public Authentication and(Method method, Instant when) {
        Set<Method> more = EnumSet.of(method);
        more.addAll(methods);
        return new Authentication(more, when);
    }

    /** Returns the methods' names, in a fixed order. */
    public List<String> labels() {
        List<String> labels = new ArrayList<>(methods.size());
        for (Method method : Method.values()) {
            if (methods.contains(method)) {
                labels.add(method.label());
            }
        }
        return labels;
    }

    /**
     * Reads names as {@link #labels} returns them.
     *
     * @throws IllegalArgumentException if one of them is unknown, or there is none
     */
    public static Authentication of(List<String> labels, Instant time) {
        Set<Method> methods = EnumSet.noneOf(Method.class);
        labels.forEach(label -> methods.add(Method.valueOf(label.toUpperCase(Locale.ROOT))));
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("nothing was proved");
        }
        return new Authentication(methods, time);
    }
}
