package dev.latchkey.security.model;

import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.operator.AccountAdmin;
import dev.latchkey.security.Api;
import dev.latchkey.security.Api.Answer;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.store.UserStore;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What several clients do at random to one user at the same time, and what they are told. */
final class History {
    private static final List<String> PASSWORDS = List.of("Correct-Horse-9!", "Tuesday-Kettle-5", "Violet-Anchor-7");
    private static final int MAX_TOKENS = 36;

    /** As often as a deletion begins anew. */
    private static final int MAX_DEACTIVATIONS = 5;

    private final Api api;
    private final UserStore users;
    private final AccountAdmin admin;
    private final String name;
    private final Limit limit;
    private final boolean lossy;
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final AtomicInteger lost = new AtomicInteger(MAX_TOKENS);
    private final List<Operation> operations = Collections.synchronizedList(new ArrayList<>());

    /** How many live sessions there may be, and what a login over that does. */
    enum Limit {
        NONE,
        TWO_OR_REJECT,
        TWO_OR_EVICT;

        static final int MOST = 2;
    }

    /**
     * Begins with nobody.
     *
     * @param lossy whether answers of DynamoDB get lost, so that what it has done may be asked for again
     */
    History(Api api, Environment environment, String name, Limit limit, boolean lossy) {
        this.api = api;
        this.users = new DynamoDbUserStore(environment);
        this.admin = new AccountAdmin(environment);
        this.name = name;
        this.limit = limit;
        this.lossy = lossy;
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

    /** Checks every token once more, when all clients are done. */
    void checkAll() {
        for (int token = 0; token < tokens.size(); token++) {
            check(token);
        }
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
        } else if (choice < 97) {
            setActive(choice < 94);
        } else {
            delete();
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
                Step registered = registered(password, token);
                String text = "register with password " + password + ": token " + token;
                record(text, begun, true, againStep(registered), registered);
            }
            case 400 -> record("register: name taken", begun, true, lostStep(password), Step.seen(State::exists));
            default -> unknown("register", begun, answer, registered(password, lost()));
        }
    }

    private static Step registered(int password, int token) {
        return Step.done(state -> !state.exists(), state -> state.registered(password, token));
    }

    private Step lostStep(int password) {
        return lossy ? Step.maybe(registered(password, lost())) : Step.NOTHING;
    }

    private void login(int password) {
        long begun = System.nanoTime();
        Answer answer = api.login(name, PASSWORDS.get(password));
        switch (answer.status()) {
            case 200 -> {
                int token = newToken(answer);
                Step opened = opened(password, token);
                String text = "login with password " + password + ": token " + token;
                record(text, begun, true, againStep(opened), opened);
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
        Step[] ended = {live(token), Step.done(State::withoutAny), again(State::withoutAny), again(State::withoutAny)};
        switch (answer.status()) {
            case 204 -> record("logout of all with token " + token, begun, true, ended);
            case 401 -> record("logout of all with token " + token + ": dead", begun, true, dead(token));
            default -> unknown("logout of all with token " + token, begun, answer, ended);
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
        Step before = againStep(changed);
        switch (answer.status()) {
            case 204 -> record(text, begun, true, live(token), live(token), before, before, changed);
            case 400 ->
                record(
                        text + ": wrong password",
                        begun,
                        true,
                        live(token),
                        before,
                        before,
                        Step.seen(state -> state.isLive(token) && state.password() != current));
            case 401 -> record(text + ": dead", begun, true, before, before, dead(token));
            default -> unknown(text, begun, answer, live(token), live(token), before, before, changed);
        }
    }

    private void setActive(boolean active) {
        long begun = System.nanoTime();
        String text = active ? "activate" : "deactivate";
        UnaryOperator<State> change = state -> state.withActive(active);
        boolean there;
        try {
            there = id().map(id -> users.setActive(id, active)).orElse(false);
        } catch (StoreUnavailableException e) {
            record(text + ": unavailable", begun, false, Step.done(change), again(change), again(change));
            return;
        } catch (ContentionException e) {
            contended(text, begun, Step.done(change), again(change), again(change));
            return;
        }
        if (there) {
            record(text, begun, true, Step.done(State::exists, change), again(change), again(change));
        } else {
            record(text + ": nobody", begun, true, again(change), again(change), Step.seen(state -> !state.exists()));
        }
    }

    /** The user is deactivated first, as often as somebody activates him meanwhile, and is gone at the end. */
    private void delete() {
        long begun = System.nanoTime();
        List<Step> steps =
                new ArrayList<>(Collections.nCopies(MAX_DEACTIVATIONS, Step.done(state -> state.withActive(false))));
        try {
            boolean deleted = id().map(admin::delete).orElse(false);
            if (deleted) {
                steps.add(Step.done(state -> state.exists() && !state.active(), state -> State.NOTHING));
            } else {
                steps.add(again(state -> state.active() ? state : State.NOTHING));
                steps.add(Step.seen(state -> !state.exists()));
            }
            record(deleted ? "delete" : "delete: nobody", begun, true, steps.toArray(Step[]::new));
        } catch (StoreUnavailableException | ContentionException e) {
            // The user may be deactivated by then.
            steps.add(Step.done(state -> state.active() ? state : State.NOTHING));
            record("delete: not confirmed", begun, false, steps.toArray(Step[]::new));
        }
    }

    private Optional<Long> id() {
        return users.findByName(UsernameRule.uniquenessKey(name)).map(User::id);
    }

    /** Returns what may happen once more because DynamoDB's answer was lost. */
    private Step again(UnaryOperator<State> change) {
        return againStep(Step.done(change));
    }

    private Step againStep(Step step) {
        return lossy ? Step.maybe(step) : Step.NOTHING;
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
        int token = lost.getAndIncrement();
        if (token >= Long.SIZE) {
            throw new IllegalStateException("too many lost tokens for the model");
        }
        return token;
    }

    private static int checked(int token) {
        if (token >= MAX_TOKENS) {
            throw new IllegalStateException("too many tokens for the model");
        }
        return token;
    }

    private void record(String text, long begun, boolean confirmed, Step... steps) {
        List<Step> all = Stream.of(steps).filter(step -> step != Step.NOTHING).toList();
        operations.add(new Operation(text, begun, System.nanoTime(), all, confirmed));
    }

    /** Records what was not done, or of which nobody knows whether it was. */
    private void unknown(String text, long begun, Answer answer, Step... steps) {
        switch (answer.status()) {
            case 409 -> contended(text, begun, steps);
            case 503 -> record(text + ": unavailable", begun, false, steps);
            default -> throw new AssertionError(text + " was answered " + answer);
        }
    }

    /** Nothing was done, unless an answer was lost that said so; a part of the steps may have been seen. */
    private void contended(String text, long begun, Step... steps) {
        if (lossy) {
            record(text + ": contended", begun, false, steps);
        }
    }
}
