package dev.latchkey.local.admin;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.store.StoreUnavailableException;
import java.net.ConnectException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Tells a person why a command failed, in one line where the cause is known. */
final class Failures implements IExecutionExceptionHandler {

    private final IExecutionExceptionHandler others;

    /**
     * Builds the handler.
     *
     * @param others what handles the failures that are not the operator's commands'
     */
    Failures(IExecutionExceptionHandler others) {
        this.others = others;
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
        return others.handleExecutionException(failure, command, parsed);
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
