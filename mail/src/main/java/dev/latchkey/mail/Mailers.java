package dev.latchkey.mail;

import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import dev.latchkey.letter.Mailer;
import dev.latchkey.outbox.MailMode;
import java.nio.file.Path;

/** Makes the mailer that the settings ask for. */
public final class Mailers {
    /** The setting that says how mails are sent. */
    public static final String SETTING = "MAIL";

    private Mailers() {}

    /**
     * Reads the settings and all templates.
     *
     * @param environment has an {@link Outbox} where somebody is to read what {@code MAIL=outbox} keeps
     * @throws InvalidSettingException if a setting is missing or cannot be used
     * @throws TemplateException if a template cannot be used
     */
    public static Mailer of(Environment environment) {
        Variables variables = environment.variables();
        MailMode way = MailMode.from(variables);
        Sender sender = Sender.from(variables);
        String folder = variables.text("MAIL_TEMPLATES", "");
        TemplateFiles files = folder.isEmpty() ? TemplateFiles.shipped() : TemplateFiles.in(Path.of(folder));
        return new WritingMailer(new MailWriter(sender, files), transport(way, environment, sender));
    }

    private static Transport transport(MailMode way, Environment environment, Sender sender) {
        // All are read, also those of other ways: what deploys also starts.
        SesTransport ses = SesTransport.of(environment, sender);
        SmtpSettings smtp = SmtpSettings.from(environment.variables());
        return switch (way) {
            case OFF -> throw new InvalidSettingException(SETTING, "must not be off where mails are to be sent");
            case SES -> ses;
            case SMTP -> smtp(environment, smtp, sender);
            case OUTBOX -> environment.resource(Outbox.class, variables -> new Outbox(environment::now));
        };
    }

    private static Transport smtp(Environment environment, SmtpSettings settings, Sender sender) {
        environment.variables().required("SMTP_HOST");
        return new SmtpTransport(settings, sender, () -> SmtpCredentials.read(settings.secret(), environment));
    }
}
