package dev.latchkey.template;

import java.util.Map;
import java.util.Optional;

/**
 * One entry of the section Resources.
 *
 * @param logicalId its key
 * @param type its type, such as AWS::DynamoDB::Table
 * @param condition the condition under which it exists, when it has one
 * @param properties its properties, those from Globals filled in
 */
record Resource(String logicalId, String type, Optional<String> condition, Map<String, Object> properties) {
    boolean is(String otherType) {
        return type.equals(otherType);
    }
}
