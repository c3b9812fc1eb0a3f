package dev.latchkey.passwords;

import dev.latchkey.time.Timings;
import dev.latchkey.user.Password;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Breached passwords, looked up at haveibeenpwned.com by its range protocol: the first five of forty hexadecimal digits of the
 * password's SHA-1 leave this machine, and the answer is padded, so that neither says which password it was.
 */
final class PwnedPasswords implements BreachedPasswords {
    /** How long a registration waits for it, with everything that belongs to the call. */
    static final Duration PATIENCE = Duration.ofMillis(300);

    private static final int PREFIX = 5;
    private static final int OK = 200;

    /** A range has some 800 to 1,000 lines; an answer that never ends is no answer. */
    private static final int MAX_LINES = 10_000;

    private final URI address;
    private final Duration patience;

    PwnedPasswords(URI address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    @Override
    public boolean contains(Password password) {
        String digest = BreachFilter.hex(BreachFilter.sha1(password)).toUpperCase(Locale.ROOT);
        FutureTask<Boolean> task =
                new FutureTask<>(() -> isInRange(digest.substring(0, PREFIX), digest.substring(PREFIX)));
        Thread thread = new Thread(task, "breaches");
        thread.setDaemon(true);
        thread.start();
        try {
            return Timings.measure(Timings.Kind.BREACH, () -> await(task));
        } finally {
            task.cancel(true);
        }
    }

    private boolean await(FutureTask<Boolean> task) {
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Timings.failed(Timings.Kind.BREACH);
            return false;
        } catch (ExecutionException | TimeoutException e) {
            Timings.failed(Timings.Kind.BREACH);
            return false;
        }
    }

    private boolean isInRange(String prefix, String rest) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(address + "/range/" + prefix).toURL().openConnection();
        connection.setConnectTimeout((int) patience.toMillis());
        connection.setReadTimeout((int) patience.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Add-Padding", "true");
        connection.setRequestProperty("User-Agent", "Latchkey");
        if (connection.getResponseCode() != OK) {
            throw new IOException("status " + connection.getResponseCode());
        }
        try (InputStream body = connection.getInputStream()) {
            return lists(new BufferedReader(new InputStreamReader(body, StandardCharsets.US_ASCII)), rest);
        }
    }

    /** Lines are the rest of a digest, a colon and a count; padding has the count 0. */
    private static boolean lists(BufferedReader lines, String rest) throws IOException {
        String line = lines.readLine();
        for (int i = 0; line != null && i < MAX_LINES; i++) {
            if (line.startsWith(rest + ":")) {
                return !line.substring(rest.length() + 1).trim().equals("0");
            }
            line = lines.readLine();
        }
        return false;
    }
}
