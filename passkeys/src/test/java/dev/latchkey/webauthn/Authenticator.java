package dev.latchkey.webauthn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.passkey.Assertion;
import dev.latchkey.passkey.Attestation;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.UserHandle;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator and the browser before it, with one passkey: what they answer is written here byte by byte, by WebAuthn Level 3 and CTAP2's
 * CBOR, so that every part of it can be made wrong.
 */
public final class Authenticator {
    /** What passkeys may sign with. */
    public enum Algorithm {
        /** ECDSA on P-256. */
        ES256("EC", "SHA256withECDSA"),
        /** Ed25519. */
        EDDSA("Ed25519", "Ed25519"),
        /** RSA with PKCS#1 v1.5. */
        RS256("RSA", "SHA256withRSA");

        private final String key;
        private final String signature;

        Algorithm(String key, String signature) {
            this.key = key;
            this.signature = signature;
        }
    }

    /** The user was there. */
    public static final int PRESENT = 0x01;
    /** The authenticator verified who it is. */
    public static final int VERIFIED = 0x04;
    /** The passkey may be copied. */
    public static final int ELIGIBLE = 0x08;
    /** It was. */
    public static final int BACKED_UP = 0x10;

    private static final int ATTESTED = 0x40;
    private static final int AAGUID_BYTES = 16;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int MAP = 5;

    private final Algorithm algorithm;
    private final KeyPair keys;
    private final byte[] id = new byte[32];

    /** What the next answer says, if it does not say the truth. */
    public String origin;

    /** For whom the next answer is. */
    public String rpId;

    /** The flags of the next answer. */
    public int flags = PRESENT | VERIFIED;

    /** The counter of the next answer. */
    public int counter;

    /** Whether a page in a frame of another origin asks. */
    public boolean crossOrigin;

    /** By what the authenticator knows the user, or null. */
    public @Nullable UserHandle handle;

    /** What follows the authenticator's data. */
    public byte[] trailing = new byte[0];

    /** Makes a passkey that signs with an algorithm, for a relying party and an origin. */
    public Authenticator(Algorithm algorithm, String rpId, String origin) {
        this.algorithm = algorithm;
        this.rpId = rpId;
        this.origin = origin;
        new SecureRandom().nextBytes(id);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.key);
            if (algorithm == Algorithm.ES256) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else if (algorithm == Algorithm.RS256) {
                generator.initialize(2048);
            }
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a passkey that signs with ES256. */
    public Authenticator(String rpId, String origin) {
        this(Algorithm.ES256, rpId, origin);
    }

    /** Returns the passkey's id. */
    public CredentialId id() {
        return new CredentialId(Octets.of(id));
    }

    /** Answers a challenge with the new passkey. */
    public Attestation attest(Octets challenge) {
        return new Attestation(
                id(),
                Octets.of(clientData("webauthn.create", challenge)),
                Octets.of(attestationObject()),
                List.of("internal"));
    }

    /** Answers a challenge with the passkey. */
    public Assertion answer(Octets challenge) {
        byte[] clientData = clientData("webauthn.get", challenge);
        byte[] data = join(authenticatorData(flags), trailing);
        return new Assertion(
                id(), Octets.of(clientData), Octets.of(data), Octets.of(sign(join(data, sha256(clientData)))), handle);
    }

    private byte[] clientData(String type, Octets challenge) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + challenge.text() + "\",\"origin\":\"" + origin
                        + "\",\"crossOrigin\":" + crossOrigin + "}")
                .getBytes(UTF_8);
    }

    private byte[] authenticatorData(int said) {
        return join(
                sha256(rpId.getBytes(UTF_8)),
                new byte[] {(byte) said},
                ByteBuffer.allocate(4).putInt(counter).array());
    }

    private byte[] attestationObject() {
        byte[] data = join(
                authenticatorData(flags | ATTESTED),
                new byte[AAGUID_BYTES],
                ByteBuffer.allocate(2).putShort((short) id.length).array(),
                id,
                coseKey(),
                trailing);
        return join(
                head(MAP, 3), text("fmt"), text("none"), text("attStmt"), head(MAP, 0), text("authData"), bytes(data));
    }

    private byte[] coseKey() {
        if (keys.getPublic() instanceof ECPublicKey key) {
            return join(
                    head(MAP, 5),
                    pair(1, number(2)),
                    pair(3, number(-7)),
                    pair(-1, number(1)),
                    pair(-2, bytes(unsigned(key.getW().getAffineX(), 32))),
                    pair(-3, bytes(unsigned(key.getW().getAffineY(), 32))));
        }
        if (keys.getPublic() instanceof EdECPublicKey key) {
            byte[] point = unsigned(key.getPoint().getY(), 32);
            reverse(point);
            if (key.getPoint().isXOdd()) {
                point[31] |= (byte) 0x80;
            }
            return join(
                    head(MAP, 4), pair(1, number(1)), pair(3, number(-8)), pair(-1, number(6)), pair(-2, bytes(point)));
        }
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return join(
                head(MAP, 4),
                pair(1, number(3)),
                pair(3, number(-257)),
                pair(-1, bytes(unsigned(key.getModulus(), 256))),
                pair(-2, bytes(unsigned(key.getPublicExponent(), 3))));
    }

    private byte[] sign(byte[] data) {
        try {
            Signature signature = Signature.getInstance(algorithm.signature);
            signature.initSign(keys.getPrivate());
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] pair(int key, byte[] value) {
        return join(number(key), value);
    }

    private static byte[] text(String value) {
        return join(head(TEXT, value.length()), value.getBytes(UTF_8));
    }

    private static byte[] bytes(byte[] value) {
        return join(head(BYTES, value.length), value);
    }

    private static byte[] number(int value) {
        return value < 0 ? head(1, -1 - value) : head(0, value);
    }

    /** The head of a CBOR item (RFC 8949, section 3): the major type and a number of up to 16 bits. */
    private static byte[] head(int major, int value) {
        int type = major << 5;
        if (value < 24) {
            return new byte[] {(byte) (type | value)};
        }
        return value < 256
                ? new byte[] {(byte) (type | 24), (byte) value}
                : new byte[] {(byte) (type | 25), (byte) (value >> 8), (byte) value};
    }

    private static byte[] unsigned(BigInteger value, int length) {
        byte[] all = value.toByteArray();
        byte[] result = new byte[length];
        int from = Math.max(0, all.length - length);
        System.arraycopy(all, from, result, length - (all.length - from), all.length - from);
        return result;
    }

    private static void reverse(byte[] bytes) {
        for (int i = 0; i < bytes.length / 2; i++) {
            byte first = bytes[i];
            bytes[i] = bytes[bytes.length - 1 - i];
            bytes[bytes.length - 1 - i] = first;
        }
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
