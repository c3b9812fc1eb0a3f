package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.Terminal;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.operator.AccountImport;
import dev.latchkey.operator.AccountImport.TokenOutcome;
import dev.latchkey.operator.AccountImport.UserResult;
import dev.latchkey.session.Session;
import dev.latchkey.user.User;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Imports the users and tokens of a Django site, in passes over its dump: one that only counts, one for the users and one for
 * the tokens, whichever comes first in the file. Memory holds a row at a time, and a few numbers for each user.
 */
final class DjangoImport {
    static final String IMPORTED = "imported";
    static final String SAME = "already here";
    static final String CHANGED = "changed here since, left alone";
    static final String ENDED = "ended here since, left so";
    static final String EXPIRED = "expired, left out";
    static final String REFUSED = "refused";

    /** Characters of a key. */
    private static final int MAX_SHOWN = 40;

    private final Options options;
    private final AccountImport store;
    private final UserRows userRows;
    private final TokenRows tokenRows;
    private final RefusalReport report;
    private final PrintWriter err;
    private final Terminal terminal;
    private final Interruption interruption;

    private final SeenNames names = new SeenNames();
    private final LongMap accepted = new LongMap();
    private final Tally users = new Tally(IMPORTED, SAME, CHANGED, REFUSED);
    private final Tally tokens = new Tally(IMPORTED, SAME, ENDED, EXPIRED, REFUSED);
    private long userCount;
    private long tokenCount;
    private long otherCount;

    /**
     * What to import, and how.
     *
     * @param files the dump, in one file or several
     * @param models what is what in it
     * @param withTokens whether tokens come along
     * @param dryRun whether to write nothing
     * @param parallel how many writes may be under way at once
     * @param now the time by which tokens have expired or not
     */
    record Options(List<Path> files, Models models, boolean withTokens, boolean dryRun, int parallel, Instant now) {
        Options {
            files = List.copyOf(files);
        }
    }

    /** Where messages go, and what may stop the import. */
    record Surroundings(PrintWriter err, Terminal terminal, Interruption interruption) {}

    DjangoImport(
            Options options,
            AccountImport store,
            UserRows userRows,
            TokenRows tokenRows,
            RefusalReport report,
            Surroundings surroundings) {
        this.options = options;
        this.store = store;
        this.userRows = userRows;
        this.tokenRows = tokenRows;
        this.report = report;
        this.err = surroundings.err();
        this.terminal = surroundings.terminal();
        this.interruption = surroundings.interruption();
    }

    Tally users() {
        return users;
    }

    Tally tokens() {
        return tokens;
    }

    /** Returns how many rows of other models were passed over. */
    long others() {
        return otherCount;
    }

    /**
     * Imports everything.
     *
     * @throws DamagedFileException if a file cannot be read to its end, before anything is written
     * @throws StoppedException if it was stopped
     * @throws dev.latchkey.cli.console.CommandException if a file was changed while it was read
     */
    void run() throws IOException, DamagedFileException {
        countRows();
        long noRows = users.get(REFUSED);
        pass("users", userCount, this::importUser);
        users.checkTotal("users", userCount + noRows);
        if (options.withTokens()) {
            pass("tokens", tokenCount, this::importToken);
            tokens.checkTotal("tokens", tokenCount);
        }
    }

    private void countRows() throws IOException, DamagedFileException {
        RowConsumer counter = new RowConsumer() {
            @Override
            public void row(DumpRow row) {
                checkStopped();
                if (options.models().isUser(row)) {
                    userCount++;
                } else if (options.models().isToken(row)) {
                    tokenCount++;
                } else {
                    otherCount++;
                }
            }

            @Override
            public void noRow(FilePosition position, String problem) {
                users.count(REFUSED);
                report.line(position, "", problem);
            }
        };
        for (Path file : options.files()) {
            new DumpFile(file, options.models()).read(counter);
        }
    }

    private void pass(String what, long total, Function<DumpRow, @Nullable RowWork> read)
            throws IOException, DamagedFileException {
        try (Progress progress = new Progress(err, terminal, what, total);
                Workers workers = new Workers(options.parallel())) {
            StoreRetry retry = new StoreRetry(progress::waited);
            RowConsumer consumer = new RowConsumer() {
                @Override
                public void row(DumpRow row) {
                    checkStopped();
                    boolean wanted = what.equals("users") == options.models().isUser(row)
                            && (options.models().isUser(row) || options.models().isToken(row));
                    RowWork work = wanted ? read.apply(row) : null;
                    if (work != null) {
                        workers.give(work.key(), () -> {
                            work.run(retry);
                            progress.step();
                        });
                    } else if (wanted) {
                        progress.step();
                    }
                }

                @Override
                public void noRow(FilePosition position, String problem) {
                    // Reported when rows were counted.
                }
            };
            for (Path file : options.files()) {
                new DumpFile(file, options.models()).read(consumer);
            }
            workers.finish();
        }
    }

    private void checkStopped() {
        if (interruption.isStopped()) {
            throw new StoppedException();
        }
    }

    /** What is left to do for a row once it is read; what has the same key is done in order. */
    private abstract static class RowWork {
        private final int key;

        RowWork(int key) {
            this.key = key;
        }

        int key() {
            return key;
        }

        abstract void run(StoreRetry retry);
    }

    private @Nullable RowWork importUser(DumpRow row) {
        UserRow named;
        try {
            named = userRows.read(row);
        } catch (BadRowException e) {
            refuse(users, row, e.problem());
            return null;
        }
        long first = names.first(named.nameKey(), named.user().id());
        if (first != named.user().id()) {
            refuse(
                    users,
                    row,
                    "the name " + named.user().username() + " is that of user " + first
                            + " in this dump, by case or form");
            return null;
        }
        return new RowWork(named.nameKey().hashCode()) {
            @Override
            void run(StoreRetry retry) {
                UserResult result = retry.call(() -> options.dryRun()
                        ? store.probe(named.user(), named.nameKey())
                        : store.put(named.user(), named.nameKey()));
                finishUser(row, named.user(), result);
            }
        };
    }

    private void finishUser(DumpRow row, User user, UserResult result) {
        switch (result.outcome()) {
            case CREATED -> accept(row, user, IMPORTED);
            case SAME -> accept(row, user, SAME);
            case CHANGED_SINCE -> accept(row, user, CHANGED);
            case NAME_TAKEN ->
                refuse(users, row, "the name " + user.username() + " is that of user " + result.otherId() + " here");
            case ID_TAKEN -> refuse(users, row, "another user has this id here");
        }
    }

    private void accept(DumpRow row, User user, String outcome) {
        accepted.putIfAbsent(user.id(), 1);
        users.count(outcome);
        if (!outcome.equals(CHANGED)) {
            userRows.problemOfHash(user).ifPresent(problem -> report.line(row.position(), what(row), problem));
        }
    }

    private @Nullable RowWork importToken(DumpRow row) {
        Session token;
        try {
            token = tokenRows.read(row);
        } catch (BadRowException e) {
            refuse(tokens, row, e.problem());
            return null;
        }
        if (token.isExpired(options.now())) {
            tokens.count(EXPIRED);
            return null;
        }
        if (accepted.get(token.userId()) == 0) {
            refuse(tokens, row, "its user " + token.userId() + " was not imported from this dump");
            return null;
        }
        return new RowWork(Long.hashCode(token.userId())) {
            @Override
            void run(StoreRetry retry) {
                TokenOutcome outcome = retry.call(() -> options.dryRun() ? store.probe(token) : store.put(token));
                finishToken(row, token, outcome);
            }
        };
    }

    private void finishToken(DumpRow row, Session token, TokenOutcome outcome) {
        switch (outcome) {
            case CREATED -> tokens.count(IMPORTED);
            case BROUGHT_BEFORE -> tokens.count(SAME);
            case ENDED_SINCE -> tokens.count(ENDED);
            case NO_USER -> refuse(tokens, row, "its user " + token.userId() + " was deleted here meanwhile");
            case KEY_TAKEN -> refuse(tokens, row, "another token here has the same key");
        }
    }

    private void refuse(Tally tally, DumpRow row, String why) {
        tally.count(REFUSED);
        report.line(row.position(), what(row), why);
    }

    /** Names a row; the key of a token is the token itself or its digest, and is not named. */
    private String what(DumpRow row) {
        boolean named = options.models().isUser(row) && row.key() != null;
        return row.model() + (named ? " " + TerminalSafe.text(shortened(String.valueOf(row.key()))) : "");
    }

    private static String shortened(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }
}
