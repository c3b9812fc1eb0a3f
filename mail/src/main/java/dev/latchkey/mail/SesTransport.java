package dev.latchkey.mail;

import dev.latchkey.aws.AwsClients;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Variables;
import dev.latchkey.letter.MailRefusedException;
import dev.latchkey.letter.MailUnavailableException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;

/** Sends by Amazon SES, API version 2, as a raw message. */
final class SesTransport implements Transport {
    private static final String SERVICE = "SESV2";
    private static final int SERVER_ERROR = 500;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{0,64}");

    private final Supplier<SesV2Client> client;
    private final Sender sender;
    private final String configurationSet;

    /**
     * Builds the transport.
     *
     * @param client makes the client when it is first needed
     * @param configurationSet the configuration set that SES is to use, or empty for the identity's own
     */
    SesTransport(Supplier<SesV2Client> client, Sender sender, String configurationSet) {
        this.client = client;
        this.sender = sender;
        this.configurationSet = configurationSet;
    }

    /** Reads the settings; the client is the environment's, which is made when it is first needed. */
    static SesTransport of(Environment environment, Sender sender) {
        Variables variables = environment.variables();
        Supplier<SesV2Client> client = () -> environment.resource(
                SesV2Client.class, values -> AwsClients.build(SesV2Client.builder(), SERVICE, new Variables(values)));
        return new SesTransport(
                client, sender, variables.text("MAIL_CONFIGURATION_SET", "", NAME, "the name of a configuration set"));
    }

    @Override
    public void send(Mail mail) {
        SendEmailRequest.Builder request = SendEmailRequest.builder()
                .fromEmailAddress(sender.address())
                .destination(to -> to.toAddresses(mail.to()))
                .content(content -> content.raw(raw -> raw.data(SdkBytes.fromByteArray(mail.bytes()))));
        if (!configurationSet.isEmpty()) {
            request.configurationSetName(configurationSet);
        }
        try {
            client.get().sendEmail(request.build());
        } catch (BadRequestException e) {
            // Of all that can be wrong in a request of ours, only the address is not ours.
            throw new MailRefusedException("SES refused the address", e);
        } catch (SdkException e) {
            throw new MailUnavailableException(
                    "SES did not take a mail (" + e.getClass().getSimpleName() + ")", isUntaken(e), e);
        }
    }

    /** Tells whether SES surely has not taken the mail: it said no. Where it fails or does not answer, nobody knows. */
    private static boolean isUntaken(SdkException failure) {
        return failure instanceof AwsServiceException refused && refused.statusCode() < SERVER_ERROR;
    }
}
