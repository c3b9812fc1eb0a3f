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
            for (Section statement : policy.section("PolicyDocument").sections("Statement")) {
                for (String action : statement.texts("Action")) {
                    if (action.startsWith(SERVICE)) {
                        permissions.add(new TablePermission(
                                action.substring(SERVICE.length()), table(statement), keyPrefix(statement)));
                    }
                }
            }
        }
        return permissions;
    }

    private static String table(Section statement) {
        String arn = statement.text("Resource");
        int name = arn.indexOf(TABLE);
        if (name < 0 || !statement.text("Effect").equals("Allow")) {
            throw statement.error("only what allows an action on a table is understood");
        }
        return arn.substring(name + TABLE.length());
    }

    /** Reads the one condition that is understood: partition keys that begin with a text. */
    private static String keyPrefix(Section statement) {
        Optional<Section> condition = statement.optionalSection("Condition");
        if (condition.isEmpty()) {
            return "";
        }
        condition.get().allowOnly(Set.of(KEYS_LIKE));
        Section like = condition.get().section(KEYS_LIKE);
        like.allowOnly(Set.of(KEYS));
        List<String> patterns = like.texts(KEYS);
        String pattern = patterns.size() == 1 ? patterns.get(0) : "";
        if (pattern.indexOf('*') != pattern.length() - 1) {
            throw like.error(KEYS + " has to be one text that ends in its only *");
        }
        return pattern.substring(0, pattern.length() - 1);
    }
}
