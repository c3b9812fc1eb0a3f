package dev.latchkey.cli.console;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Tells a person why a command failed, or why it was not understood, in one line where the cause is known. */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    /** The option that shows where a failure came from. */
    public static final String DEBUG = "--debug";

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        int exitCode = tell(command, reason(failure), ExitCode.USAGE);
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("\"" + name + " --help\" tells what it takes.");
        return exitCode;
    }

    private static String reason(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched) || unmatched.isUnknownOption()) {
            return String.valueOf(failure.getMessage());
        }
        List<String> near = unmatched.getSuggestions();
        String said = "\"" + unmatched.getUnmatched().get(0) + "\" makes no sense here";
        return near.isEmpty() ? said : said + "; did you mean " + near.get(0) + "?";
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (isDebugging(parsed)) {
            failure.printStackTrace(command.getErr());
        }
        if (failure instanceof CommandException known) {
            return tell(command, String.valueOf(known.getMessage()), known.exitCode());
        }
        if (failure instanceof InvalidSettingException setting) {
            return tell(command, String.valueOf(setting.getMessage()), ExitCode.USAGE);
        }
        if (failure instanceof StoreUnavailableException || failure instanceof SdkException) {
            return tell(command, explain(failure), ExitCode.SOFTWARE);
        }
        if (failure instanceof IOException ofFile) {
            return tell(command, explainFile(ofFile), ExitCode.SOFTWARE);
        }
        String kind = failure.getClass().getSimpleName();
        return tell(
                command,
                "Something failed that should not (" + kind + ": " + oneLine(failure) + "). --debug shows where.",
                ExitCode.SOFTWARE);
    }

    private static boolean isDebugging(ParseResult parsed) {
        for (ParseResult part = parsed; part != null; part = part.subcommand()) {
            if (part.hasMatchedOption(DEBUG)) {
                return true;
            }
        }
        return false;
    }

    /** Java tells of some failures of files by the name of the file alone. */
    private static String explainFile(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be read or written by you.";
        }
        if (failure instanceof NoSuchFileException missing) {
            return "There is no " + missing.getFile() + ".";
        }
        return oneLine(failure) + ".";
    }

    private static String oneLine(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return TerminalSafe.text(message.lines().findFirst().orElse(""));
    }

    private static int tell(CommandLine command, String message, int exitCode) {
        command.getErr().println(command.getColorScheme().errorText("latchkey: " + message));
        command.getErr().flush();
        return exitCode;
    }

    private static String explain(Exception failure) {
        if (cause(failure, ResourceNotFoundException.class).isPresent()) {
            return "The tables are not there: USERS_TABLE and TOKENS_TABLE, or the stack's outputs, name tables that do not"
                    + " exist, or the local server runs with others.";
        }
        return cause(failure, DynamoDbException.class)
                .map(refusal -> "DynamoDB refuses: " + refusal.awsErrorDetails().errorMessage())
                .or(() -> cause(failure, SdkException.class).map(Failures::explainClient))
                .orElseGet(() -> oneLine(failure));
    }

    /** The SDK lists every place where it looked for credentials. */
    private static String explainClient(SdkException failure) {
        String message = oneLine(failure);
        return message.startsWith("Unable to load credentials")
                ? "There are no AWS credentials: log in with the AWS CLI, or name a profile with --profile."
                : message;
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
