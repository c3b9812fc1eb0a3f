package dev.latchkey.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The IAM policy in an authorizer's answer.
 *
 * <p>See <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy evaluation logic</a>: what
 * is not allowed is denied, and a Deny wins over every Allow.
 */
final class PolicyDocument {
    private static final String ACTION = "execute-api:invoke";
    private static final Set<String> KNOWN = Set.of("Sid", "Effect", "Action", "Resource");

    private final List<Statement> statements;

    private PolicyDocument(List<Statement> statements) {
        this.statements = statements;
    }

    /** How a policy decides about one method. */
    enum Decision {
        ALLOWED,
        DENIED,
        /** No statement is about it. */
        NOT_MENTIONED
    }

    private record Statement(boolean isAllow, List<String> resources) {}

    /**
     * Reads a policy.
     *
     * @throws MalformedAnswerException when it is none, or uses what is not known here
     */
    static PolicyDocument read(JsonNode document) throws MalformedAnswerException {
        JsonNode statements = document.path("Statement");
        if (statements.isMissingNode() || statements.isEmpty()) {
            throw new MalformedAnswerException("the policy has no statement");
        }
        List<Statement> read = new ArrayList<>();
        for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
            read(statement, read);
        }
        return new PolicyDocument(List.copyOf(read));
    }

    private static void read(JsonNode statement, List<Statement> into) throws MalformedAnswerException {
        for (var names = statement.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KNOWN.contains(name)) {
                throw new MalformedAnswerException("the policy's " + name + " is not known to the local server");
            }
        }
        String effect = statement.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new MalformedAnswerException("a policy's effect has to be Allow or Deny");
        }
        boolean isAboutInvoking = texts(statement.path("Action")).stream()
                .anyMatch(action -> Wildcards.match(action.toLowerCase(Locale.ROOT), ACTION));
        if (isAboutInvoking) {
            into.add(new Statement(effect.equals("Allow"), texts(statement.path("Resource"))));
        }
    }

    private static List<String> texts(JsonNode node) throws MalformedAnswerException {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : node.isArray() ? node : List.of(node)) {
            if (!item.isTextual()) {
                throw new MalformedAnswerException("a policy's actions and resources have to be text");
            }
            texts.add(item.textValue());
        }
        return List.copyOf(texts);
    }

    Decision decide(String methodArn) {
        Decision decision = Decision.NOT_MENTIONED;
        for (Statement statement : statements) {
            boolean matches = statement.resources().stream().anyMatch(pattern -> Wildcards.match(pattern, methodArn));
            if (matches && !statement.isAllow()) {
                return Decision.DENIED;
            }
            if (matches) {
                decision = Decision.ALLOWED;
            }
        }
        return decision;
    }
}
