package dev.latchkey.cli.target;

import dev.latchkey.operator.HashCount;
import dev.latchkey.passwords.HashedPasswords;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.user.PasswordHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the stored passwords are hashed, counted for people and for logins.
 *
 * @param kinds the ways, the one that most users have first
 */
public record StoredHashCount(List<Kind> kinds) {
    /** Copies the list. */
    public StoredHashCount {
        kinds = List.copyOf(kinds);
    }

    /**
     * One way.
     *
     * @param name algorithm and cost
     * @param users how many users have such a hash
     * @param current whether new hashes are so
     */
    public record Kind(String name, long users, boolean current) {}

    /** Scans the users, and writes the count where logins look for it. */
    public static StoredHashCount of(AccountStores stores) {
        PasswordHasher hasher = PasswordHasher.from(stores.environment());
        HashedPasswords passwords = new HashedPasswords(hasher);
        PasswordHash current = new PasswordHash(hasher.currentWay());
        Map<PasswordHash, Long> counted =
                new HashCount(stores.environment()).count(hash -> Optional.ofNullable(passwords.way(hash)), current);
        List<Map.Entry<PasswordHash, Long>> ways = new ArrayList<>(counted.entrySet());
        ways.sort(Map.Entry.<PasswordHash, Long>comparingByValue()
                .reversed()
                .thenComparing(way -> way.getKey().encoded()));
        return new StoredHashCount(ways.stream()
                .map(way -> new Kind(
                        Objects.requireNonNull(hasher.kind(way.getKey().encoded())),
                        way.getValue(),
                        way.getKey().equals(current)))
                .toList());
    }
}
