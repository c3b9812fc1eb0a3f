package dev.latchkey.cli.target;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.event.AccountEvent;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
            return run(stores);
        }
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
