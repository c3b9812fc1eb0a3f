package dev.latchkey.mail;

import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import dev.latchkey.letter.Mailer;
import java.nio.file.Path;

/** Makes the mailer that the settings ask for. */
public final class Mailers {
    /** The setting that says how mails are sent. */
    public static final String SETTING = "MAIL";

    private enum Way {
        OFF,
        SES,
        SMTP,
        OUTBOX
    }

    private Mailers() {}

    /**
     * Reads the settings and all templates.
     *
     * @param environment has an {@link Outbox} where {@code MAIL} may be {@code outbox}
     * @throws InvalidSettingException if a setting is missing or cannot be used
     * @throws TemplateException if a template cannot be used
     */
    public static Mailer of(Environment environment) {
        Variables variables = environment.variables();
        Sender sender = Sender.from(variables);
        String folder = variables.text("MAIL_TEMPLATES", "");
        TemplateFiles files = folder.isEmpty() ? TemplateFiles.shipped() : TemplateFiles.in(Path.of(folder));
        return new WritingMailer(new MailWriter(sender, files), transport(environment, sender));
    }

    private static Transport transport(Environment environment, Sender sender) {
        return switch (environment.variables().choice(SETTING, Way.OFF, Way.class)) {
            case OFF -> throw new InvalidSettingException(SETTING, "must not be off where mails are to be sent");
            case SES -> SesTransport.of(environment, sender);
            case SMTP -> smtp(environment, sender);
            case OUTBOX ->
                environment.resource(Outbox.class, variables -> {
                    throw new InvalidSettingException(
                            SETTING, "cannot be outbox but on the local server: nobody could read the mails");
                });
        };
    }

    private static Transport smtp(Environment environment, Sender sender) {
        SmtpSettings settings = SmtpSettings.from(environment.variables());
        return new SmtpTransport(settings, sender, () -> SmtpCredentials.read(settings.secret(), environment));
    }
}
