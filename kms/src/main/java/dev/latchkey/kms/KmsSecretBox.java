package dev.latchkey.kms;

import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.factor.NotSealedException;
import dev.latchkey.factor.SecretBox;
import dev.latchkey.httpclient.SocketHttpClient;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.time.Timings;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/**
 * A box whose key never leaves AWS KMS, which encrypts and decrypts with user and incarnation as encryption context.
 *
 * <p>The context is bound to the ciphertext, and CloudTrail shows it for each call. A key that does not answer, is disabled or about to be
 * deleted, or may not be used, is an outage: nothing is known of the code that somebody presented.
 */
public final class KmsSecretBox implements SecretBox {
    private static final String KEY = "FACTOR_KEY";

    private final KmsClient client;
    private final String key;

    /**
     * Builds a box.
     *
     * @param key the key's id, ARN or alias
     */
    public KmsSecretBox(KmsClient client, String key) {
        this.client = client;
        this.key = key;
    }

    /**
     * Returns the environment's box; where it has none, one with the key that {@code FACTOR_KEY} names.
     *
     * @throws dev.latchkey.config.InvalidSettingException if no key is named
     */
    public static SecretBox of(Environment environment) {
        return environment.resource(SecretBox.class, variables -> {
            String key = environment.variables().required(KEY);
            SocketHttpClient http = SocketHttpClient.builder()
                    .connectTimeout(DynamoDb.ATTEMPT_TIMEOUT)
                    .readTimeout(DynamoDb.ATTEMPT_TIMEOUT)
                    .build();
            environment.beforeSnapshot(http::closeIdle);
            KmsClientBuilder builder = KmsClient.builder().httpClient(http).overrideConfiguration(DynamoDb.timeouts());
            String region = variables.get("AWS_REGION");
            if (region != null) {
                builder.region(Region.of(region));
            }
            return new KmsSecretBox(builder.build(), key);
        });
    }

    @Override
    public byte[] seal(Owner owner, byte[] plain) {
        return call(
                "Encrypt",
                () -> client.encrypt(request -> request.keyId(key)
                                .encryptionContext(context(owner))
                                .plaintext(SdkBytes.fromByteArray(plain)))
                        .ciphertextBlob()
                        .asByteArray());
    }

    @Override
    public byte[] open(Owner owner, byte[] sealed) {
        return call(
                "Decrypt",
                () -> client.decrypt(request -> request.keyId(key)
                                .encryptionContext(context(owner))
                                .ciphertextBlob(SdkBytes.fromByteArray(sealed)))
                        .plaintext()
                        .asByteArray());
    }

    private static Map<String, String> context(Owner owner) {
        return Map.of(
                "purpose", "latchkey-second-factor",
                "user", Long.toString(owner.userId()),
                "incarnation", Long.toString(owner.incarnation()));
    }

    private static <T> T call(String operation, Supplier<T> call) {
        try {
            return Timings.measure(Timings.Kind.STORE, call);
        } catch (InvalidCiphertextException | IncorrectKeyException e) {
            throw new NotSealedException(e);
        } catch (SdkException e) {
            throw new StoreUnavailableException(operation, e);
        }
    }
}
