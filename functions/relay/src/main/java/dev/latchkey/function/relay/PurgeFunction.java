package dev.latchkey.function.relay;

import com.amazonaws.services.lambda.runtime.Context;
import dev.latchkey.account.PurgeAccounts;
import dev.latchkey.config.Environment;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.telemetry.Invocation;
import dev.latchkey.telemetry.Outcome;
import dev.latchkey.telemetry.Telemetry;

/** Deletes users whose time of grace is over, and logs how many. */
final class PurgeFunction {
    private static final int MOST = 50;

    private final PurgeAccounts purgeAccounts;
    private final Telemetry telemetry;

    PurgeFunction(Environment environment) {
        this.purgeAccounts = RelayUseCases.purgeAccounts(environment);
        this.telemetry = new Telemetry(environment);
    }

    /** Deletes some, and returns how many; what fails has its turn at the next run. */
    int purge(Context context) {
        Invocation invocation = telemetry.begin(context);
        invocation.background("purge");
        try {
            int deleted = purgeAccounts.purge(MOST);
            invocation.deleted(deleted);
            invocation.end(Outcome.OK);
            return deleted;
        } catch (StoreUnavailableException | ContentionException e) {
            invocation.failed(e);
            invocation.end(Outcome.UNAVAILABLE);
            return 0;
        }
    }
}
