package dev.latchkey.security.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.dynamodb.Tables;
import dev.latchkey.emulator.DynamoDbEmulator;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.security.Api;
import dev.latchkey.security.Http;
import dev.latchkey.security.Remains;
import dev.latchkey.security.ServeProcess;
import dev.latchkey.security.kill.Account.Known;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.template.Template;
import dev.latchkey.user.Password;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * {@code serve} is killed with SIGKILL at random moments of a mixed load, again and again on the same data: everything that was
 * answered is there afterwards, and what was not answered is there as a whole or not at all.
 *
 * <p>{@code -Dlatchkey.kills=50} kills it that often.
 */
class KillServeTest {
    private static final int KILLS = Integer.getInteger("latchkey.kills", 4);
    private static final long SEED = Long.getLong("latchkey.seed", System.nanoTime());
    private static final int CLIENTS = 6;
    private static final int LONGEST_LOAD_MILLIS = 4_000;
    private static final int REQUESTS_PER_ACCOUNT = 12;

    private static final Map<String, String> QUICK = Map.of("ARGON2_MEMORY_KIB", "8", "ARGON2_ITERATIONS", "1");

    private final Map<String, String> variables = new HashMap<>(QUICK);
    private final Random random = new Random(SEED);
    private final List<Account> accounts = new ArrayList<>();
    private int unanswered;
    private int done;

    @TempDir
    private Path folder;

    @Test
    void whatWasAnsweredIsThereAndNothingIsHalfThere() throws Exception {
        variables.putAll(Template.read(TestTables.template())
                .stack(Map.of(), logicalId -> "latchkey-" + logicalId)
                .tableVariables());
        System.out.println(KILLS + " kills from seed " + SEED + " on");
        for (int kill = 0; kill < KILLS; kill++) {
            List<Account> touched = loadAndKill(kill);
            accounts.addAll(touched);
            verify(touched);
        }
        verify(accounts);
        int answers = accounts.stream().mapToInt(Account::answers).sum();
        System.out.println(KILLS + " kills, " + accounts.size() + " users, " + answers + " requests answered, "
                + unanswered + " not, of which " + done + " were done all the same");
    }

    private List<Account> loadAndKill(int kill) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        ServeProcess serve = ServeProcess.start(QUICK, "--data-dir", folder.toString());
        try {
            CountDownLatch answered = new CountDownLatch(CLIENTS);
            List<Future<List<Account>>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String name = "kill" + kill + ".client" + i + ".user";
                running.add(threads.submit(client(new Http(serve.url()), name, random.nextLong(), answered)));
            }
            answered.await();
            Thread.sleep(random.nextInt(LONGEST_LOAD_MILLIS));
            serve.kill();
            List<Account> touched = new ArrayList<>();
            for (Future<List<Account>> future : running) {
                touched.addAll(future.get());
            }
            return touched;
        } finally {
            serve.kill();
            threads.shutdownNow();
        }
    }

    /** Goes on until nobody answers any more. */
    private static Callable<List<Account>> client(Http http, String name, long seed, CountDownLatch answered) {
        Random random = new Random(seed);
        return () -> {
            List<Account> touched = new ArrayList<>();
            try {
                while (true) {
                    Account account = new Account(name + touched.size());
                    touched.add(account);
                    for (int i = 0; i < REQUESTS_PER_ACCOUNT && account.act(http, random); i++) {
                        answered.countDown();
                    }
                }
            } catch (IOException e) {
                return touched;
            }
        };
    }

    private void verify(List<Account> some) {
        try (DynamoDbEmulator emulator = DynamoDbEmulator.inFolder(folder, 0);
                DynamoDbClient client = emulator.client()) {
            Environment environment = DynamoDb.environment(variables, client);
            assertThat(Remains.in(client, Tables.from(environment.variables()))).isEmpty();
            Observer observer = new Observer(environment);
            for (Account account : some) {
                Known known = observer.look(account);
                assertThat(account.possible()).as(account.name()).contains(known);
                count(account, known);
                account.settle(known);
            }
        }
    }

    private void count(Account account, Known known) {
        if (account.possible().size() > 1) {
            unanswered++;
            done += account.wasDone(known) ? 1 : 0;
        }
    }

    /** Looks at users without changing anything. */
    private static final class Observer {
        private final Environment environment;
        private final Api api;
        private final DynamoDbUserStore users;
        private final DynamoDbSessionStore sessions;
        private final SessionPolicy policy;
        private final PasswordHasher hasher;

        Observer(Environment environment) {
            this.environment = environment;
            this.api = Api.of(environment);
            this.users = new DynamoDbUserStore(environment);
            this.sessions = new DynamoDbSessionStore(environment);
            this.policy = new SessionPolicy(TokenSettings.from(environment.variables()));
            this.hasher = PasswordHasher.from(environment);
        }

        Known look(Account account) {
            Optional<User> user = users.findByName(UsernameRule.uniquenessKey(account.name()));
            return user.isEmpty()
                    ? Account.NOTHING
                    : new Known(
                            password(user.get()),
                            account.tokens().stream().filter(this::isLive).collect(Collectors.toSet()),
                            sessions(user.get()));
        }

        private String password(User user) {
            String hash = Objects.requireNonNull(user.passwordHash()).encoded();
            return Account.passwords().stream()
                    .filter(password -> hasher.verify(Password.of(password), hash))
                    .findFirst()
                    .orElse("none of those");
        }

        private boolean isLive(String token) {
            int status = api.user(token).status();
            assertThat(status).isIn(200, 401);
            return status == 200;
        }

        private int sessions(User user) {
            return (int) sessions.list(user.id()).stream()
                    .filter(session -> policy.isLive(user, session, environment.now()))
                    .count();
        }
    }
}
