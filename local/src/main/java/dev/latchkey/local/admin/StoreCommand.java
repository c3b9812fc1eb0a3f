package dev.latchkey.local.admin;

import dev.latchkey.event.AccountEvent;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that works on the tables of its {@link Target}. */
public abstract class StoreCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private Target target = new Target();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Builds the command for a shell. */
    protected StoreCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public final Integer call() throws Exception {
        try (Stores stores = target.open(shell)) {
            return run(stores);
        }
    }

    /**
     * Does the work.
     *
     * @return the exit code
     */
    protected abstract int run(Stores stores) throws Exception;

    /** Tells the audit log of what was done to a user. */
    final void tell(AccountEvent.Kind event, Stores stores, long userId) {
        tell(event, stores, Map.of("userId", Long.toString(userId)));
    }

    /** Tells the audit log of what was done. */
    protected final void tell(AccountEvent.Kind event, Stores stores, Map<String, ?> about) {
        new AuditLog(shell, err()).tell(event, stores.place(), about);
    }

    /** Returns what the command is run from. */
    protected final Shell shell() {
        return shell;
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
