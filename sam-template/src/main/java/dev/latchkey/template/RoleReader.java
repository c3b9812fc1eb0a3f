package dev.latchkey.template;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads what an AWS::IAM::Role allows on DynamoDB tables.
 *
 * <p>Of conditions it knows two, each with the line without which a call that names no key, or no attribute, would pass it. Rules:
 * <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html">conditions for fine-grained
 * access control</a>.
 */
final class RoleReader {
    private static final String SERVICE = "dynamodb:";
    private static final String TABLE = ":table/";
    private static final String LIST_STREAMS = "ListStreams";
    private static final String STREAM = "/stream/";
    private static final String KEYS_LIKE = "ForAllValues:StringLike";
    private static final String KEYS = "dynamodb:LeadingKeys";
    private static final String ATTRIBUTES_ARE = "ForAllValues:StringEquals";
    private static final String ATTRIBUTES = "dynamodb:Attributes";
    private static final String ABSENT = "Null";

    private RoleReader() {}

    static Set<TablePermission> tablePermissions(Section role) {
        Set<TablePermission> permissions = new TreeSet<>();
        for (Section policy : role.sections("Policies")) {
            for (Section statement : policy.section("PolicyDocument").sections("Statement")) {
                for (String action : statement.texts("Action")) {
                    if (action.startsWith(SERVICE)) {
                        permissions.addAll(permissions(action.substring(SERVICE.length()), statement));
                    }
                }
            }
        }
        return permissions;
    }

    private static Set<TablePermission> permissions(String action, Section statement) {
        if (!statement.text("Effect").equals("Allow")) {
            throw statement.error("only what allows an action is understood");
        }
        Optional<Section> condition = statement.optionalSection("Condition");
        condition.ifPresent(RoleReader::check);
        Set<TablePermission> permissions = new HashSet<>();
        for (String arn : statement.textOrTexts("Resource")) {
            if (arn.contains(STREAM) || action.equals(LIST_STREAMS)) {
                // What Lambda reads for the function: the function itself never does.
                continue;
            }
            for (String prefix : condition.map(RoleReader::prefixes).orElse(List.of(""))) {
                permissions.add(new TablePermission(
                        action,
                        table(arn, statement),
                        prefix,
                        condition.map(RoleReader::attributes).orElse(Set.of())));
            }
        }
        return permissions;
    }

    private static String table(String arn, Section statement) {
        int name = arn.indexOf(TABLE);
        if (name < 0) {
            throw statement.error("only actions on a table are understood, and not on " + arn);
        }
        return arn.substring(name + TABLE.length());
    }

    private static void check(Section condition) {
        condition.allowOnly(Set.of(KEYS_LIKE, ATTRIBUTES_ARE, ABSENT));
        Set<String> named = new TreeSet<>();
        condition.optionalSection(KEYS_LIKE).ifPresent(like -> {
            like.allowOnly(Set.of(KEYS));
            named.add(KEYS);
        });
        condition.optionalSection(ATTRIBUTES_ARE).ifPresent(equal -> {
            equal.allowOnly(Set.of(ATTRIBUTES));
            named.add(ATTRIBUTES);
        });
        Section absent = condition.section(ABSENT);
        absent.allowOnly(named);
        for (String key : named) {
            if (absent.flag(key, true)) {
                throw condition.error(ABSENT + " has to say false of " + key + ", or a call without it would pass");
            }
        }
    }

    private static List<String> prefixes(Section condition) {
        Optional<Section> like = condition.optionalSection(KEYS_LIKE);
        if (like.isEmpty()) {
            return List.of("");
        }
        List<String> patterns = like.get().texts(KEYS);
        for (String pattern : patterns) {
            if (pattern.indexOf('*') != pattern.length() - 1 || pattern.isEmpty()) {
                throw like.get().error(KEYS + " has to be texts that end in their only *");
            }
        }
        if (patterns.isEmpty()) {
            throw like.get().error(KEYS + " has to name what keys begin with");
        }
        return patterns.stream()
                .map(pattern -> pattern.substring(0, pattern.length() - 1))
                .toList();
    }

    private static Set<String> attributes(Section condition) {
        return condition
                .optionalSection(ATTRIBUTES_ARE)
                .map(equal -> Set.copyOf(equal.texts(ATTRIBUTES)))
                .orElse(Set.of());
    }
}
