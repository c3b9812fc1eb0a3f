package dev.latchkey.function.authorizer;

import dev.latchkey.rule.RouteRules;
import dev.latchkey.rule.Rule;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether a caller may have the route that is asked for, by the rules of its stage. */
final class RouteGuard {
    private final boolean required;

    /** Variables hold until the next deployment of a stage, and are read once. */
    private volatile @Nullable Read last;

    /**
     * Builds the guard.
     *
     * @param required {@code RULES_REQUIRED}: whether a stage without a default lets nobody in
     */
    RouteGuard(boolean required) {
        this.required = required;
    }

    private record Read(Map<String, @Nullable Object> variables, Optional<RouteRules> rules) {}

    /** How far an answer goes. */
    enum Pass {
        /** To every route of the stage: they all ask for the same. */
        STAGE,
        /** To this route alone. */
        ROUTE,
        /** Nowhere. */
        NONE
    }

    /**
     * Decides about a caller.
     *
     * @param withoutRules whether the caller may have the routes of a stage that has no rules
     * @param admits whether a rule admits the caller
     */
    Pass decide(AuthorizerEvent event, boolean withoutRules, Predicate<Rule> admits) {
        Optional<RouteRules> found = rules(event);
        if (found.isEmpty()) {
            return withoutRules && !required ? Pass.STAGE : Pass.NONE;
        }
        RouteRules rules = found.get();
        boolean closed = required && !rules.hasDefault();
        if (closed || !rules.of(event.method(), event.route()).filter(admits).isPresent()) {
            return Pass.NONE;
        }
        if (rules.isUniform()) {
            return Pass.STAGE;
        }
        return event.namesOneRoute() ? Pass.ROUTE : Pass.NONE;
    }

    /** Tells whether a bad token is answered by a failure, which API Gateway turns into 401; a Deny is 403 there. */
    boolean failsForNobody(AuthorizerEvent event) {
        return event.isOfRestApi()
                && rules(event).filter(rules -> !rules.isOpen()).isPresent();
    }

    private Optional<RouteRules> rules(AuthorizerEvent event) {
        Map<String, @Nullable Object> variables = event.stageVariables();
        if (variables.isEmpty()) {
            return Optional.empty();
        }
        Read read = last;
        if (read == null || !read.variables().equals(variables)) {
            read = new Read(variables, RouteRules.of(variables));
            last = read;
        }
        return read.rules();
    }
}
