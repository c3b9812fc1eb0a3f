package dev.latchkey.emulator.template;

import java.util.Set;
import java.util.TreeSet;

/** Reads what an AWS::IAM::Role allows on DynamoDB tables. */
final class RoleReader {
    private static final String SERVICE = "dynamodb:";
    private static final String TABLE = ":table/";

    private RoleReader() {}

    static Set<TablePermission> tablePermissions(Section role) {
        Set<TablePermission> permissions = new TreeSet<>();
        for (Section policy : role.sections("Policies")) {
            for (Section statement : policy.section("PolicyDocument").sections("Statement")) {
                for (String action : statement.texts("Action")) {
                    if (action.startsWith(SERVICE)) {
                        permissions.add(new TablePermission(action.substring(SERVICE.length()), table(statement)));
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
}
