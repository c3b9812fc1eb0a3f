package dev.latchkey.function.relay;

import com.amazonaws.services.lambda.runtime.Context;
import dev.latchkey.account.PurgeAccounts;
import dev.latchkey.account.ResetFactors;
import dev.latchkey.config.Environment;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.telemetry.Invocation;
import dev.latchkey.telemetry.Outcome;
import dev.latchkey.telemetry.Telemetry;
import java.util.function.IntSupplier;
import java.util.function.ObjIntConsumer;

/** Does what was put off, and logs how much: deletes users whose time of grace is over, and takes second factors away. */
final class PurgeFunction {
    private static final int MOST = 50;

    private final PurgeAccounts purgeAccounts;
    private final ResetFactors resetFactors;
    private final Telemetry telemetry;

    PurgeFunction(Environment environment) {
        this.purgeAccounts = RelayUseCases.purgeAccounts(environment);
        this.resetFactors = RelayUseCases.resetFactors(environment);
        this.telemetry = new Telemetry(environment);
    }

    /** Deletes some, and returns how many; what fails has its turn at the next run. */
    int purge(Context context) {
        return run(context, "purge", () -> purgeAccounts.purge(MOST), Invocation::deleted);
    }

    /** Takes the second factors of some away, and returns how many; what fails has its turn at the next run. */
    int resetFactors(Context context) {
        return run(context, "reset-mfa", () -> resetFactors.carryOut(MOST), (invocation, done) -> {});
    }

    private int run(Context context, String name, IntSupplier work, ObjIntConsumer<Invocation> noted) {
        Invocation invocation = telemetry.begin(context);
        invocation.background(name);
        try {
            int done = work.getAsInt();
            noted.accept(invocation, done);
            invocation.end(Outcome.OK);
            return done;
        } catch (StoreUnavailableException | ContentionException e) {
            invocation.failed(e);
            invocation.end(Outcome.UNAVAILABLE);
            return 0;
        }
    }
}
