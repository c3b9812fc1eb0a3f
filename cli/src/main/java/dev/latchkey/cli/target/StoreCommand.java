package dev.latchkey.cli.target;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.store.StoreUnavailableException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** A command that works on the tables of its {@link StackOrLocal}. */
public abstract class StoreCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private StackOrLocal target = new StackOrLocal();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Builds the command for a context. */
    protected StoreCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public final Integer call() throws Exception {
        try (AccountStores stores = target.open(context)) {
            return runOn(stores);
        }
    }

    private int runOn(AccountStores stores) throws Exception {
        try {
            return run(stores);
        } catch (StoreUnavailableException | SdkException e) {
            throw isRefusedConnection(e) ? unreachable(stores.address(), e) : e;
        }
    }

    private static boolean isRefusedConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }

    private static CommandException unreachable(String address, RuntimeException failure) {
        String where = address.isEmpty() ? "" : " at " + TerminalSafe.text(address) + ",";
        CommandException told = CommandException.refused("Nothing answers" + where + " where DynamoDB should be."
                + " Start the local server with \"./latchkey serve\", name its address with --endpoint or"
                + " AWS_ENDPOINT_URL_DYNAMODB, or a deployed stack with --stack.");
        told.initCause(failure);
        return told;
    }

    /**
     * Does the work.
     *
     * @return the exit code
     */
    protected abstract int run(AccountStores stores) throws Exception;

    /** Tells the audit log of what was done to a user. */
    protected final void tell(AccountEvent.Kind event, AccountStores stores, long userId) {
        tell(event, stores, Map.of("userId", Long.toString(userId)));
    }

    /** Tells the audit log of what was done. */
    protected final void tell(AccountEvent.Kind event, AccountStores stores, Map<String, ?> about) {
        new AuditLog(context, err()).tell(event, stores.place(), about);
    }

    /** Returns what the command is run from. */
    protected final CommandContext context() {
        return context;
    }

    /** Returns where results go. */
    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Returns where everything else goes. */
    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
