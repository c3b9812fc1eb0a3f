package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.CommandException;
import dev.latchkey.config.Randomness;
import dev.latchkey.factor.KeyBox;
import dev.latchkey.factor.NotSealedException;
import dev.latchkey.factor.SecretBox;
import dev.latchkey.passwords.Argon2Parameters;
import dev.latchkey.passwords.PassphraseKey;
import dev.latchkey.user.UserIds;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.KeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;

/**
 * What secrets are encrypted with in an export: 256 random bits of that export alone, which stand in its header, encrypted under a passphrase
 * (Argon2id, then AES-256-GCM) or for a recipient (RSA-OAEP with SHA-256, RFC 8017 section 7.1).
 *
 * @param header what the export's header says of it
 * @param box seals for the export
 */
record TransportKey(Map<String, @Nullable Object> header, SecretBox box) {
    /** The least that a passphrase has. */
    static final int LEAST_CHARACTERS = 12;

    private static final String METHOD = "method";
    private static final String PASSPHRASE = "argon2id";
    private static final String RECIPIENT = "rsa-oaep-sha256";
    private static final String WRAPPED = "key";
    private static final String SALT = "salt";
    private static final int SALT_BYTES = 16;

    /** NIST SP 800-57 part 1, table 2: as long as 112 bits of strength, the least that is approved. */
    private static final int LEAST_RSA_BITS = 2_048;

    /** A key is nobody's. */
    private static final SecretBox.Owner NOBODY = new SecretBox.Owner(UserIds.NOBODY, 0);

    /** Makes a key that opens by a passphrase. */
    static TransportKey under(String passphrase, Randomness randomness) {
        byte[] key = randomness.bytes(KeyBox.KEY_BYTES);
        byte[] salt = randomness.bytes(SALT_BYTES);
        Argon2Parameters cost = PassphraseKey.COST;
        byte[] wrapped = new KeyBox(PassphraseKey.derive(passphrase, salt, cost, KeyBox.KEY_BYTES), randomness)
                .seal(NOBODY, key);
        Map<String, @Nullable Object> header = new LinkedHashMap<>();
        header.put(METHOD, PASSPHRASE);
        header.put("memory", BigInteger.valueOf(cost.memoryKib()));
        header.put("iterations", BigInteger.valueOf(cost.iterations()));
        header.put("parallelism", BigInteger.valueOf(cost.parallelism()));
        header.put(SALT, base64(salt));
        header.put(WRAPPED, base64(wrapped));
        return new TransportKey(header, new KeyBox(key, randomness));
    }

    /**
     * Makes a key that opens by the private key of a recipient.
     *
     * @param publicKey a file with an RSA key: PEM, {@code BEGIN PUBLIC KEY}
     * @throws CommandException if it is none
     */
    static TransportKey forRecipient(Path publicKey, Randomness randomness) throws IOException {
        byte[] key = randomness.bytes(KeyBox.KEY_BYTES);
        Map<String, @Nullable Object> header = new LinkedHashMap<>();
        header.put(METHOD, RECIPIENT);
        try {
            RSAPublicKey recipient = (RSAPublicKey)
                    KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(pem(publicKey, "PUBLIC KEY")));
            checkLength(publicKey, recipient);
            Cipher cipher = oaep();
            cipher.init(Cipher.ENCRYPT_MODE, recipient, parameters());
            header.put(WRAPPED, base64(cipher.doFinal(key)));
        } catch (GeneralSecurityException e) {
            throw CommandException.misused(publicKey + " holds no RSA key.");
        }
        return new TransportKey(header, new KeyBox(key, randomness));
    }

    /** Tells whether an export's key opens by a passphrase, and not by a recipient's key. */
    static boolean isUnderPassphrase(Map<String, @Nullable Object> header) {
        return PASSPHRASE.equals(header.get(METHOD));
    }

    /**
     * Opens an export's key by its passphrase.
     *
     * @throws CommandException if it is another one
     * @throws BadRowException if the header is damaged
     */
    static SecretBox open(Map<String, @Nullable Object> header, String passphrase) throws BadRowException {
        byte[] wrapped = bytes(header, WRAPPED);
        try {
            Argon2Parameters cost = new Argon2Parameters(
                    number(header, "memory"), number(header, "iterations"), number(header, "parallelism"));
            byte[] derived = PassphraseKey.derive(passphrase, bytes(header, SALT), cost, KeyBox.KEY_BYTES);
            return new KeyBox(new KeyBox(derived, Randomness.SECURE).open(NOBODY, wrapped), Randomness.SECURE);
        } catch (NotSealedException e) {
            throw CommandException.refused("The export was made with another passphrase. Nothing was imported.");
        } catch (IllegalArgumentException e) { // Costs or sizes that no export has.
            throw new BadRowException("has a key of another form");
        }
    }

    /**
     * Opens an export's key by the recipient's private key.
     *
     * @param privateKey a file with an RSA key: PEM, {@code BEGIN PRIVATE KEY}
     * @throws CommandException if it is another one
     * @throws BadRowException if the header is damaged
     */
    static SecretBox open(Map<String, @Nullable Object> header, Path privateKey) throws BadRowException, IOException {
        PrivateKey own = privateKey(privateKey);
        byte[] wrapped = bytes(header, WRAPPED);
        try {
            Cipher cipher = oaep();
            cipher.init(Cipher.DECRYPT_MODE, own, parameters());
            return new KeyBox(cipher.doFinal(wrapped), Randomness.SECURE);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw CommandException.refused(
                    "The export was made for another key than " + privateKey + ". Nothing was imported.");
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        KeySpec spec = new PKCS8EncodedKeySpec(pem(file, "PRIVATE KEY"));
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (GeneralSecurityException e) {
            throw CommandException.misused(file + " holds no RSA key.");
        }
    }

    private static void checkLength(Path file, RSAKey key) {
        if (key.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw CommandException.misused("The key in " + file + " has fewer than " + LEAST_RSA_BITS + " bits.");
        }
    }

    private static byte[] pem(Path file, String kind) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw CommandException.misused("There is no file " + file + ".");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        String begin = "-----BEGIN " + kind + "-----";
        String end = "-----END " + kind + "-----";
        if (!text.startsWith(begin) || !text.endsWith(end)) {
            throw CommandException.misused(file + " is not in PEM form with \"" + begin + "\".");
        }
        try {
            return Base64.getMimeDecoder().decode(text.substring(begin.length(), text.length() - end.length()));
        } catch (IllegalArgumentException e) {
            throw CommandException.misused(file + " holds no RSA key.");
        }
    }

    private static Cipher oaep() throws GeneralSecurityException {
        return Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    }

    /** Java's own default takes SHA-1 inside. */
    private static OAEPParameterSpec parameters() {
        return new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(Map<String, @Nullable Object> header, String name) throws BadRowException {
        if (header.get(name) instanceof String text) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                // Told below.
            }
        }
        throw new BadRowException("has no " + name);
    }

    private static int number(Map<String, @Nullable Object> header, String name) throws BadRowException {
        if (header.get(name) instanceof BigInteger number && number.bitLength() < Integer.SIZE) {
            return number.intValue();
        }
        throw new BadRowException("has no " + name);
    }
}
