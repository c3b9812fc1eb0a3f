package dev.latchkey.security.kill;

import dev.latchkey.security.Http;
import dev.latchkey.security.Http.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** One user that one client plays with, and all that the client was told. */
final class Account {
    /** What is so before the user is registered. */
    static final Known NOTHING = new Known("", Set.of(), 0);

    private static final List<String> PASSWORDS = List.of("Correct-Horse-9!", "Tuesday-Kettle-5", "Violet-Anchor-7");

    private final String name;
    private final List<String> tokens = new ArrayList<>();
    private int answers;
    private Known before = NOTHING;
    private Known after = NOTHING;

    Account(String name) {
        this.name = name;
    }

    /**
     * A user's state.
     *
     * @param password the right one; empty while there is no user
     * @param live the live ones among the tokens that the client was given
     * @param sessions how many live sessions there are
     */
    record Known(String password, Set<String> live, int sessions) {
        Known {
            live = Set.copyOf(live);
        }

        Known with(String token) {
            Set<String> more = new HashSet<>(live);
            more.add(token);
            return new Known(password, more, sessions);
        }

        Known without(String token) {
            Set<String> fewer = new HashSet<>(live);
            fewer.remove(token);
            return new Known(password, fewer, sessions - 1);
        }
    }

    String name() {
        return name;
    }

    /** Returns every token that the client was given. */
    List<String> tokens() {
        return tokens;
    }

    /** Returns how many requests were answered. */
    int answers() {
        return answers;
    }

    static List<String> passwords() {
        return PASSWORDS;
    }

    /** Returns what may be so: what the last answer left, or what the request under way makes of it. */
    Set<Known> possible() {
        return new HashSet<>(List.of(before, after));
    }

    /** Tells whether the request under way has been done, where that can be told. */
    boolean wasDone(Known known) {
        return known.equals(after);
    }

    /** Takes what was seen for what is so from now on. */
    void settle(Known known) {
        before = known;
        after = known;
    }

    /** Makes a request; false if its answer leaves open whether it was done. */
    boolean act(Http http, Random random) throws IOException, InterruptedException {
        String chosen = PASSWORDS.get(random.nextInt(PASSWORDS.size()));
        if (before.password().isEmpty()) {
            after = new Known(chosen, Set.of(), 1);
            return tookToken(http.register(name, chosen), 201);
        }
        int choice = random.nextInt(100);
        if (before.live().isEmpty() || choice < 35) {
            after = new Known(before.password(), before.live(), before.sessions() + 1);
            return tookToken(http.login(name, before.password()), 200);
        }
        String token =
                List.copyOf(before.live()).get(random.nextInt(before.live().size()));
        if (choice < 60) {
            after = before.without(token);
            return took(http.post("logout", token, Map.of()), 204);
        }
        if (choice < 70) {
            after = new Known(before.password(), Set.of(), 0);
            return took(http.post("logoutall", token, Map.of()), 204);
        }
        if (choice < 85) {
            after = new Known(chosen, Set.of(token), 1);
            Map<String, String> change = Map.of("current_password", before.password(), "new_password", chosen);
            return took(http.post("password", token, change), 204);
        }
        return took(http.user(token), 200);
    }

    private boolean took(Answer answer, int wanted) {
        if (!isRight(answer, wanted)) {
            return false;
        }
        before = after;
        return true;
    }

    private boolean tookToken(Answer answer, int wanted) {
        if (!isRight(answer, wanted)) {
            return false;
        }
        tokens.add(answer.token());
        after = after.with(answer.token());
        before = after;
        return true;
    }

    private boolean isRight(Answer answer, int wanted) {
        if (answer.status() != wanted && answer.status() != 503) {
            throw new AssertionError(name + " was answered " + answer + " and not " + wanted);
        }
        answers++;
        return answer.status() == wanted;
    }
}
