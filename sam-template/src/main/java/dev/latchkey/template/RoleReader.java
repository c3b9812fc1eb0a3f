package dev.latchkey.template;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads what an AWS::IAM::Role allows on DynamoDB tables. */
final class RoleReader {
    private static final String SERVICE = "dynamodb:";
    private static final String TABLE = ":table/";
    private static final String KEYS_LIKE = "ForAllValues:StringLike";
    private static final String KEYS = "dynamodb:LeadingKeys";

    private RoleReader() {}

    static Set<TablePermission> tablePermissions(Section role) {
        Set<TablePermission> permissions = new TreeSet<>();
        for (Section policy : role.sections("Policies")) {
            policy.section("PolicyDocument")
                    .sections("Statement")
                    .forEach(statement -> addPermissions(statement, permissions));
        }
        return permissions;
    }

    private static void addPermissions(Section statement, Set<TablePermission> permissions) {
        for (String action : statement.texts("Action")) {
            if (action.startsWith(SERVICE)) {
                for (String prefix : keyPrefixes(statement)) {
                    permissions.add(new TablePermission(action.substring(SERVICE.length()), table(statement), prefix));
                }
            }
        }
    }

    private static String table(Section statement) {
        String arn = statement.text("Resource");
        int name = arn.indexOf(TABLE);
        if (name < 0 || !statement.text("Effect").equals("Allow")) {
            throw statement.error("only what allows an action on a table is understood");
        }
        return arn.substring(name + TABLE.length());
    }

    /** Reads the one condition that is understood: partition keys that begin with one of some texts. */
    private static List<String> keyPrefixes(Section statement) {
        Optional<Section> condition = statement.optionalSection("Condition");
        if (condition.isEmpty()) {
            return List.of("");
        }
        condition.get().allowOnly(Set.of(KEYS_LIKE));
        Section like = condition.get().section(KEYS_LIKE);
        like.allowOnly(Set.of(KEYS));
        List<String> patterns = like.texts(KEYS);
        boolean understood = !patterns.isEmpty()
                && patterns.stream().allMatch(pattern -> pattern.indexOf('*') == pattern.length() - 1);
        if (!understood || patterns.contains("")) {
            throw like.error(KEYS + " has to be texts that each end in their only *");
        }
        return patterns.stream()
                .map(pattern -> pattern.substring(0, pattern.length() - 1))
                .toList();
    }
}
