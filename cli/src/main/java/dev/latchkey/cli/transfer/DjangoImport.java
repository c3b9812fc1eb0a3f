package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.Terminal;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.operator.AccountImport;
import dev.latchkey.operator.AccountImport.TokenOutcome;
import dev.latchkey.operator.AccountImport.UserOutcome;
import dev.latchkey.operator.AccountImport.UserResult;
import dev.latchkey.operator.IncomingSession;
import dev.latchkey.session.Session;
import dev.latchkey.user.User;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Imports the users and tokens of a Django site, in passes over its dump: one that only counts, one for the users and one for
 * the tokens, whichever comes first in the file. Memory holds some hundred rows at a time, and a few numbers for each user.
 */
final class DjangoImport {
    /** Characters of a key. */
    private static final int MAX_SHOWN = 40;

    /** Users whose name another one had, who may have given it up in the same dump. */
    private static final int MAX_DEFERRED = 10_000;

    private final Options options;
    private final AccountImport store;
    private final UserRows userRows;
    private final TokenRows tokenRows;
    private final RefusalReport report;
    private final PrintWriter err;
    private final Terminal terminal;
    private final Interruption interruption;

    private final SeenNames names = new SeenNames();
    private final SeenTokens seenTokens = new SeenTokens();
    private final LongMap seenUsers = new LongMap();

    /** By user, one more than the generation of the sessions that may come. */
    private final LongMap accepted = new LongMap();

    private final List<UserWork> deferred = new ArrayList<>();
    private final Tally users;
    private final Tally tokens;
    private final Map<String, Long> notKept = new TreeMap<>();
    private final Map<String, Long> otherModels = new TreeMap<>();
    private long userCount;
    private long tokenCount;
    private long otherCount;
    private @Nullable FilePosition firstUser;
    private final List<String> missing = new ArrayList<>();

    /**
     * What to import, and how.
     *
     * @param files the dump, in one file or several
     * @param models what is what in it
     * @param csv how its CSV is written
     * @param withTokens whether tokens come along
     * @param last whether it is the last dump, so that imported sessions which it does not have are over
     * @param dryRun whether to write nothing
     * @param parallel how many writes may be under way at once
     * @param now the time by which tokens have expired or not
     */
    record Options(
            List<Path> files,
            Models models,
            CsvForm csv,
            boolean withTokens,
            boolean last,
            boolean dryRun,
            int parallel,
            Instant now) {
        Options {
            files = List.copyOf(files);
        }
    }

    /** Where messages go, and what may stop the import. */
    record Surroundings(PrintWriter err, Terminal terminal, Interruption interruption) {}

    private record UserWork(DumpRow row, UserRow user) {}

    private record TokenWork(DumpRow row, Session token) {
        /** Knox finds a token by its beginning, which a site that takes its users back needs. */
        IncomingSession incoming() {
            return new IncomingSession(token, row.field("token_key") instanceof String key ? shortened(key) : "");
        }
    }

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
        this.users = new Tally(keys(
                Outcome.IMPORTED,
                Outcome.UPDATED,
                Outcome.ALREADY_HERE,
                Outcome.CHANGED_HERE,
                Outcome.CONFLICTS,
                Outcome.DELETED_HERE,
                Outcome.REFUSED));
        this.tokens = new Tally(keys(
                Outcome.IMPORTED,
                Outcome.UPDATED,
                Outcome.ALREADY_HERE,
                Outcome.ENDED_HERE,
                Outcome.EXPIRED,
                Outcome.REFUSED));
    }

    private static String[] keys(Outcome... outcomes) {
        return Arrays.stream(outcomes).map(Outcome::key).toArray(String[]::new);
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

    /** Returns how many users had a value in each field that was not kept. */
    Map<String, Long> notKept() {
        return notKept;
    }

    /** Returns models that look like users, where there was none of the model that was asked for. */
    List<String> likelyUserModels() {
        return userCount > 0 ? List.of() : List.copyOf(otherModels.keySet());
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
        long noRows = users.get(Outcome.REFUSED.key());
        importUsers();
        users.checkTotal("users", userCount + noRows);
        reportNotKept();
        if (options.withTokens()) {
            importTokens();
            tokens.checkTotal("tokens", tokenCount);
        }
        if (options.last()) {
            finishSource();
        }
    }

    private void countRows() throws IOException, DamagedFileException {
        read(new RowConsumer() {
            @Override
            public void row(DumpRow row) {
                checkStopped();
                if (options.models().isUser(row)) {
                    userCount++;
                } else {
                    tokenCount++;
                }
            }

            @Override
            public void noRow(FilePosition position, String problem) {
                users.count(Outcome.REFUSED.key());
                report.line(position, "", problem);
            }

            @Override
            public void other(String model, boolean hasPassword) {
                checkStopped();
                otherCount++;
                if (hasPassword && otherModels.size() < MAX_SHOWN) {
                    otherModels.merge(model, 1L, Long::sum);
                }
            }
        });
    }

    private void read(RowConsumer rows) throws IOException, DamagedFileException {
        for (Path file : options.files()) {
            new DumpFile(file, options.models(), options.csv()).read(rows);
        }
    }

    /** Takes rows that were counted before: whatever is none was reported then. */
    private abstract class SecondReading implements RowConsumer {
        @Override
        public void noRow(FilePosition position, String problem) {
            // Reported when rows were counted.
        }

        @Override
        public void other(String model, boolean hasPassword) {
            checkStopped();
        }
    }

    private void importUsers() throws IOException, DamagedFileException {
        try (Progress progress = new Progress(err, terminal, "users", userCount);
                Workers workers = new Workers(options.parallel(), Workers.FEW)) {
            StoreRetry retry = new StoreRetry(progress::waited);
            Batches<UserWork> batches =
                    new Batches<>(workers, AccountImport.MAX_BATCH, batch -> writeUsers(batch, retry, progress));
            read(new SecondReading() {
                @Override
                public void row(DumpRow row) {
                    checkStopped();
                    if (options.models().isUser(row)) {
                        UserRow user = readUser(row);
                        if (user == null) {
                            progress.step();
                        } else {
                            long id = user.incoming().user().id();
                            batches.add(
                                    new UserWork(row, user),
                                    Long.hashCode(id),
                                    List.of(id, user.incoming().nameKey()));
                        }
                    }
                }
            });
            batches.finish();
            workers.finish();
            for (UserWork work : deferred) {
                finishUser(work, put(List.of(work), retry).get(0), true);
                progress.step();
            }
        }
    }

    private void writeUsers(List<UserWork> batch, StoreRetry retry, Progress progress) {
        List<UserResult> results = put(batch, retry);
        for (int i = 0; i < batch.size(); i++) {
            if (finishUser(batch.get(i), results.get(i), false)) {
                progress.step();
            }
        }
    }

    private List<UserResult> put(List<UserWork> batch, StoreRetry retry) {
        return retry.call(() -> options.dryRun()
                ? batch.stream()
                        .map(work -> store.probe(work.user().incoming()))
                        .toList()
                : store.put(batch.stream().map(work -> work.user().incoming()).toList()));
    }

    private void checkStopped() {
        if (interruption.isStopped()) {
            throw new StoppedException();
        }
    }

    private @Nullable UserRow readUser(DumpRow row) {
        noteFields(row);
        UserRow named;
        try {
            named = userRows.read(row);
        } catch (BadRowException e) {
            refuse(users, row, e.problem());
            return null;
        }
        User user = named.incoming().user();
        seenUsers.putIfAbsent(user.id(), 1);
        long first = names.first(named.incoming().nameKey(), user.id());
        if (first != user.id()) {
            refuse(
                    users,
                    row,
                    "the name " + user.username() + " is that of user " + first + " in this dump, by case or form");
            return null;
        }
        userRows.notKept(row).forEach(field -> notKept.merge(field, 1L, Long::sum));
        return named;
    }

    /** Tells once of fields that every user of the dump lacks: another field may be meant. */
    private void noteFields(DumpRow row) {
        if (firstUser == null) {
            firstUser = row.position();
            missing.addAll(userRows.missing(row));
        } else {
            missing.removeIf(field -> row.has(field));
        }
    }

    private void reportNotKept() {
        FilePosition first = firstUser;
        if (first == null) {
            return;
        }
        for (String field : missing) {
            report.line(first, options.models().user(), userRows.missingText(field));
        }
        notKept.forEach((field, count) -> report.line(
                first,
                options.models().user(),
                "not kept: " + field + ", which " + count + " users have"
                        + (userRows.canKeep(field) ? "; --keep-fields keeps it" : "")));
    }

    /** Returns whether something has become of the user by now. */
    private boolean finishUser(UserWork work, UserResult result, boolean again) {
        User user = work.user().incoming().user();
        boolean nameTaken =
                result.outcome() == UserOutcome.NAME_TAKEN || result.conflicts().contains("name");
        if (nameTaken && !again && !options.dryRun() && isDeferred(work)) {
            return false;
        }
        switch (result.outcome()) {
            case CREATED -> accept(work, result, Outcome.IMPORTED);
            case SAME -> accept(work, result, Outcome.ALREADY_HERE);
            case UPDATED -> accept(work, result, Outcome.UPDATED);
            case CHANGED_SINCE -> accept(work, result, Outcome.CHANGED_HERE);
            case CONFLICT -> {
                accept(work, result, Outcome.CONFLICTS);
                report.line(
                        work.row().position(),
                        what(work.row()),
                        "changed here and at the source, and left as it is here: "
                                + String.join(", ", result.conflicts()));
            }
            case DELETED_HERE -> users.count(Outcome.DELETED_HERE.key());
            case NAME_TAKEN ->
                refuse(
                        users,
                        work.row(),
                        "the name " + user.username() + " is that of user " + result.otherId() + " here");
            case ID_TAKEN -> refuse(users, work.row(), "another user has this id here, or had it");
        }
        return true;
    }

    private boolean isDeferred(UserWork work) {
        synchronized (deferred) {
            return deferred.size() < MAX_DEFERRED && deferred.add(work);
        }
    }

    private void accept(UserWork work, UserResult result, Outcome outcome) {
        User user = work.user().incoming().user();
        synchronized (accepted) {
            accepted.putIfAbsent(user.id(), result.sessionGeneration() + 1);
        }
        users.count(outcome.key());
        if (outcome == Outcome.CHANGED_HERE) {
            return;
        }
        work.user().notes().forEach(note -> report.line(work.row().position(), what(work.row()), note));
        userRows.problemOfHash(user)
                .ifPresent(problem -> report.line(work.row().position(), what(work.row()), problem));
    }

    private void importTokens() throws IOException, DamagedFileException {
        try (Progress progress = new Progress(err, terminal, "tokens", tokenCount);
                Workers workers = new Workers(options.parallel(), Workers.FEW)) {
            StoreRetry retry = new StoreRetry(progress::waited);
            Batches<TokenWork> batches =
                    new Batches<>(workers, AccountImport.MAX_BATCH, batch -> writeTokens(batch, retry, progress));
            read(new SecondReading() {
                @Override
                public void row(DumpRow row) {
                    checkStopped();
                    if (options.models().isToken(row)) {
                        Session token = readToken(row);
                        if (token == null) {
                            progress.step();
                        } else {
                            batches.add(new TokenWork(row, token), Long.hashCode(token.userId()), List.of(token.key()));
                        }
                    }
                }
            });
            batches.finish();
            workers.finish();
        }
    }

    private void writeTokens(List<TokenWork> batch, StoreRetry retry, Progress progress) {
        List<TokenOutcome> outcomes = retry.call(() -> options.dryRun()
                ? batch.stream().map(work -> store.probe(work.token())).toList()
                : store.putSessions(batch.stream().map(TokenWork::incoming).toList()));
        for (int i = 0; i < batch.size(); i++) {
            finishToken(batch.get(i), outcomes.get(i));
            progress.step();
        }
    }

    private @Nullable Session readToken(DumpRow row) {
        Session token;
        try {
            token = tokenRows.read(row);
        } catch (BadRowException e) {
            refuse(tokens, row, e.problem());
            return null;
        }
        seenTokens.add(token.digest());
        if (token.isExpired(options.now())) {
            tokens.count(Outcome.EXPIRED.key());
            return null;
        }
        long generation = accepted.get(token.userId()) - 1;
        if (generation < 0) {
            refuse(tokens, row, "its user " + token.userId() + " was not imported from this dump");
            return null;
        }
        return token.withGeneration(generation);
    }

    private void finishToken(TokenWork work, TokenOutcome outcome) {
        switch (outcome) {
            case CREATED -> tokens.count(Outcome.IMPORTED.key());
            case UPDATED -> tokens.count(Outcome.UPDATED.key());
            case BROUGHT_BEFORE -> tokens.count(Outcome.ALREADY_HERE.key());
            case ENDED_SINCE -> tokens.count(Outcome.ENDED_HERE.key());
            case NO_USER ->
                refuse(tokens, work.row(), "its user " + work.token().userId() + " was deleted here meanwhile");
            case KEY_TAKEN -> refuse(tokens, work.row(), "another token here has the same key");
        }
    }

    /** The dump is the last one: imported sessions that it lacks end, and the report lists users that it lacks. */
    private void finishSource() {
        StoreRetry retry = new StoreRetry(() -> {});
        long ended = retry.call(() -> store.endOthers(seenTokens::contains, !options.dryRun()));
        tokens.add(Outcome.ENDED_AT_SOURCE.key(), ended);
        long[] gone = new long[1];
        retry.call(() -> {
            gone[0] = 0;
            store.scanImported(user -> {
                if (seenUsers.get(user.id()) == 0) {
                    gone[0]++;
                    report.line(
                            new FilePosition(options.files().get(0).toString(), 1, 0),
                            options.models().user() + " " + user.id(),
                            user.username() + " came by an earlier import and is not in this dump; left alone:"
                                    + " \"users deactivate\" if the source deleted them");
                }
            });
            return true;
        });
        users.add(Outcome.GONE_AT_SOURCE.key(), gone[0]);
    }

    private void refuse(Tally tally, DumpRow row, String why) {
        tally.count(Outcome.REFUSED.key());
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
