package dev.latchkey.mail;

import dev.latchkey.aws.AwsClients;
import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Name and password for an SMTP server, read from where they lie when they are first needed: a variable of a function can be read by
 * everybody who may look at the function, and lies in its snapshots.
 */
final class SmtpCredentials {
    private static final String FILE = "file:";

    private final String user;
    private final String password;

    private SmtpCredentials(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /**
     * Reads them: JSON with {@code username} and {@code password}.
     *
     * @throws InvalidSettingException if the file or the secret is none; the message holds nothing of it
     */
    static SmtpCredentials read(String secret, Environment environment) {
        return secret.startsWith(FILE)
                ? parsed(file(secret.substring(FILE.length())))
                : parsed(secretsManager(secret, environment));
    }

    private static String file(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException | RuntimeException e) {
            throw refused("names a file that cannot be read");
        }
    }

    private static String secretsManager(String arn, Environment environment) {
        SecretsManagerClient client = environment.resource(
                SecretsManagerClient.class,
                values -> AwsClients.build(SecretsManagerClient.builder(), "SECRETS_MANAGER", new Variables(values)));
        return client.getSecretValue(request -> request.secretId(arn)).secretString();
    }

    private static SmtpCredentials parsed(String json) {
        try {
            if (Json.read(json) instanceof Map<?, ?> object
                    && object.get("username") instanceof String user
                    && object.get("password") instanceof String password) {
                return new SmtpCredentials(user, password);
            }
        } catch (JsonSyntaxException e) {
            // Told below, without what stands there.
        }
        throw refused("must name JSON with username and password");
    }

    private static InvalidSettingException refused(String problem) {
        return new InvalidSettingException("SMTP_SECRET", problem);
    }

    String user() {
        return user;
    }

    String revealPassword() {
        return password;
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "SmtpCredentials[hidden]";
    }
}
