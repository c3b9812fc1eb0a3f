package dev.latchkey.bench.prime;

import dev.latchkey.passwords.Argon2Parameters;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.user.Password;

/** Prints how long each of a process's first hashes takes, in milliseconds; the argument says how many. */
public final class HashCurve {
    private HashCurve() {}

    /** Runs it. */
    public static void main(String[] args) {
        PasswordHasher hasher = new PasswordHasher(Argon2Parameters.DEFAULT);
        Password password = Password.of("Zx9!vorpal-Tundra");
        StringBuilder times = new StringBuilder();
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            long start = System.nanoTime();
            String hash = hasher.hash(password);
            times.append((System.nanoTime() - start) / 1e6).append(' ');
            if (hash.isEmpty()) {
                throw new IllegalStateException("no hash");
            }
        }
        System.out.println(times.toString().strip());
    }
}
