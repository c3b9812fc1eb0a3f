package dev.latchkey.factor;

/**
 * Encrypts what must lie readable nowhere, each for one user.
 *
 * <p>What was sealed for one owner cannot be opened as another's: whoever can write to a table cannot give one user's secret to
 * another. Every method may throw {@link dev.latchkey.store.StoreUnavailableException} where the key does not answer.
 */
public interface SecretBox {
    /**
     * Whose a secret is; a part of what the key is asked with.
     *
     * @param userId the user's id
     * @param incarnation the user's incarnation: an id may come back, an incarnation does not
     */
    record Owner(long userId, long incarnation) {}

    /** Encrypts. */
    byte[] seal(Owner owner, byte[] plain);

    /**
     * Decrypts.
     *
     * @throws NotSealedException if it is not what was sealed for this owner with this key
     */
    byte[] open(Owner owner, byte[] sealed);
}
