package dev.latchkey.cli.console;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.store.StoreUnavailableException;
import java.net.ConnectException;
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
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof CommandException known) {
            return tell(command, String.valueOf(known.getMessage()), known.exitCode());
        }
        if (failure instanceof InvalidSettingException setting) {
            return tell(command, String.valueOf(setting.getMessage()), ExitCode.USAGE);
        }
        if (failure instanceof StoreUnavailableException || failure instanceof SdkException) {
            return tell(command, explain(failure), ExitCode.SOFTWARE);
        }
        throw failure;
    }

    private static int tell(CommandLine command, String message, int exitCode) {
        command.getErr().println(command.getColorScheme().errorText("latchkey: " + message));
        command.getErr().flush();
        return exitCode;
    }

    private static String explain(Exception failure) {
        if (cause(failure, ConnectException.class).isPresent()) {
            return "Nothing answers where DynamoDB should be. Start the local server with \"./latchkey serve\","
                    + " or name a deployed stack with --stack.";
        }
        if (cause(failure, ResourceNotFoundException.class).isPresent()) {
            return "The tables are not there: USERS_TABLE and TOKENS_TABLE, or the stack's outputs, name tables that do not"
                    + " exist, or the local server runs with others.";
        }
        return cause(failure, DynamoDbException.class)
                .map(refusal -> "DynamoDB refuses: " + refusal.awsErrorDetails().errorMessage())
                .or(() -> cause(failure, SdkException.class).map(Throwable::getMessage))
                .orElseGet(() -> String.valueOf(failure.getMessage()));
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
