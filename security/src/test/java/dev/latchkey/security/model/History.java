package dev.latchkey.security.model;

import dev.latchkey.security.Api;
import dev.latchkey.security.Api.Answer;
import dev.latchkey.store.UserStore;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.user.UsernameRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** What several clients do at random to one user at the same time, and what they are told. */
final class History {
    private static final List<String> PASSWORDS = List.of("Correct-Horse-9!", "Tuesday-Kettle-5", "Violet-Anchor-7");
    private static final int MOST_TOKENS = 60;

    private final Api api;
    private final UserStore users;
    private final String name;
    private final Limit limit;
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final List<Operation> operations = Collections.synchronizedList(new ArrayList<>());

    /** How many live sessions there may be, and what a login over that does. */
    enum Limit {
        NONE,
        TWO_OR_REJECT,
        TWO_OR_EVICT;

        static final int MOST = 2;
    }

    History(Api api, UserStore users, String name, Limit limit) {
        this.api = api;
        this.users = users;
        this.name = name;
        this.limit = limit;
    }

    List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** Returns what one client does. */
    Callable<Void> client(long seed, int requests) {
        Random random = new Random(seed);
        return () -> {
            for (int i = 0; i < requests; i++) {
                request(random);
            }
            return null;
        };
    }

    private void request(Random random) {
        int choice = random.nextInt(100);
        int password = random.nextInt(PASSWORDS.size());
        if (tokens.isEmpty() || choice < 8) {
            register(password);
        } else if (choice < 28) {
            login(password);
        } else if (choice < 58) {
            check(token(random));
        } else if (choice < 68) {
            logout(token(random));
        } else if (choice < 73) {
            logoutAll(token(random));
        } else if (choice < 80) {
            endSession(token(random), token(random));
        } else if (choice < 90) {
            changePassword(token(random), password, random.nextInt(PASSWORDS.size()));
        } else {
            setActive(choice < 96);
        }
    }

    private int token(Random random) {
        return random.nextInt(tokens.size());
    }

    private void register(int password) {
        long begun = System.nanoTime();
        Answer answer = api.register(name, PASSWORDS.get(password));
        switch (answer.status()) {
            case 201 -> {
                int token = newToken(answer);
                record(
                        "register with password " + password + ": token " + token,
                        begun,
                        true,
                        Step.done(state -> !state.exists(), state -> state.registered(password, token)));
            }
            case 400 -> record("register: name taken", begun, true, Step.seen(State::exists));
            default ->
                unknown(
                        "register",
                        begun,
                        answer,
                        Step.done(state -> !state.exists(), state -> state.registered(password, lost())));
        }
    }

    private void login(int password) {
        long begun = System.nanoTime();
        Answer answer = api.login(name, PASSWORDS.get(password));
        switch (answer.status()) {
            case 200 -> {
                int token = newToken(answer);
                record("login with password " + password + ": token " + token, begun, true, opened(password, token));
            }
            case 400 ->
                record(
                        "login with password " + password + ": incorrect",
                        begun,
                        true,
                        Step.seen(state -> !isRight(state, password)));
            case 403 ->
                record(
                        "login with password " + password + ": limit",
                        begun,
                        true,
                        Step.seen(state -> isRight(state, password) && state.count() >= Limit.MOST));
            default -> unknown("login with password " + password, begun, answer, opened(password, lost()));
        }
    }

    private Step opened(int password, int token) {
        return state -> {
            if (!isRight(state, password)) {
                return List.of();
            }
            return switch (limit) {
                case NONE -> List.of(state.with(token));
                case TWO_OR_REJECT -> state.count() < Limit.MOST ? List.of(state.with(token)) : List.of();
                case TWO_OR_EVICT ->
                    state.shrunkTo(Limit.MOST - 1).stream()
                            .map(left -> left.with(token))
                            .toList();
            };
        };
    }

    private void check(int token) {
        long begun = System.nanoTime();
        Answer answer = api.user(tokens.get(token));
        switch (answer.status()) {
            case 200 -> record("check of token " + token + ": live", begun, true, live(token));
            case 401 -> record("check of token " + token + ": dead", begun, true, dead(token));
            default -> unknown("check", begun, answer);
        }
    }

    private void logout(int token) {
        long begun = System.nanoTime();
        Answer answer = api.logout(tokens.get(token));
        Step ended = Step.done(state -> state.without(token));
        switch (answer.status()) {
            case 204 -> record("logout of token " + token, begun, true, live(token), ended);
            case 401 -> record("logout of token " + token + ": dead", begun, true, dead(token));
            default -> unknown("logout of token " + token, begun, answer, live(token), ended);
        }
    }

    private void logoutAll(int token) {
        long begun = System.nanoTime();
        Answer answer = api.logoutAll(tokens.get(token));
        Step ended = Step.done(State::withoutAny);
        switch (answer.status()) {
            case 204 -> record("logout of all with token " + token, begun, true, live(token), ended);
            case 401 -> record("logout of all with token " + token + ": dead", begun, true, dead(token));
            default -> unknown("logout of all with token " + token, begun, answer, live(token), ended);
        }
    }

    private void endSession(int token, int other) {
        long begun = System.nanoTime();
        Answer answer = api.endSession(tokens.get(token), key(tokens.get(other)));
        String text = "end of token " + other + " with token " + token;
        Step ended = Step.done(state -> state.without(other));
        switch (answer.status()) {
            case 204 -> record(text, begun, true, live(token), ended);
            case 404 -> record(text + ": not found", begun, true, live(token), dead(other));
            case 401 -> record(text + ": dead", begun, true, dead(token));
            default -> unknown(text, begun, answer, live(token), ended);
        }
    }

    private static String key(String token) {
        PresentedToken presented = new TokenFormat("", false).read(token);
        return ((PresentedToken.Native) presented).digest().key().value();
    }

    private void changePassword(int token, int current, int chosen) {
        long begun = System.nanoTime();
        Answer answer = api.changePassword(tokens.get(token), PASSWORDS.get(current), PASSWORDS.get(chosen));
        String text = "password change from " + current + " to " + chosen + " with token " + token;
        Step changed = Step.done(state -> isRight(state, current), state -> state.withPassword(chosen, token));
        switch (answer.status()) {
            case 204 -> record(text, begun, true, live(token), live(token), changed);
            case 400 ->
                record(
                        text + ": wrong password",
                        begun,
                        true,
                        live(token),
                        Step.seen(state -> state.isLive(token) && state.password() != current));
            case 401 -> record(text + ": dead", begun, true, dead(token));
            default -> unknown(text, begun, answer, live(token), live(token), changed);
        }
    }

    private void setActive(boolean active) {
        long begun = System.nanoTime();
        long id =
                users.findByName(UsernameRule.uniquenessKey(name)).orElseThrow().id();
        users.setActive(id, active);
        record(active ? "activate" : "deactivate", begun, true, Step.done(state -> state.withActive(active)));
    }

    private static boolean isRight(State state, int password) {
        return state.exists() && state.active() && state.password() == password;
    }

    private static Step live(int token) {
        return Step.seen(state -> state.isLive(token));
    }

    private static Step dead(int token) {
        return Step.seen(state -> !state.isLive(token));
    }

    private synchronized int newToken(Answer answer) {
        tokens.add(answer.token());
        return checked(tokens.size() - 1);
    }

    /** Returns a number for a token that may have been made, and that nobody holds. */
    private int lost() {
        return MOST_TOKENS + 1;
    }

    private static int checked(int token) {
        if (token >= MOST_TOKENS) {
            throw new IllegalStateException("too many tokens for the model");
        }
        return token;
    }

    private void record(String text, long begun, boolean confirmed, Step... steps) {
        operations.add(new Operation(text, begun, System.nanoTime(), List.of(steps), confirmed));
    }

    private void unknown(String text, long begun, Answer answer, Step... steps) {
        if (answer.status() != 503) {
            throw new AssertionError(text + " was answered " + answer);
        }
        record(text + ": unavailable", begun, false, steps);
    }
}
