package dev.latchkey.key;

import dev.latchkey.user.CharFieldRule;
import java.util.ArrayList;
import java.util.List;

/** What a user may call a key. */
public final class KeyNameRule {
    /** The longest name, in code points. */
    public static final int LONGEST = 100;

    private KeyNameRule() {}

    /** Returns what is wrong with a name, in the words of Django REST framework; it has been stripped of white space around it. */
    public static List<String> violations(String name) {
        List<String> messages = new ArrayList<>();
        if (name.isEmpty()) {
            messages.add("This field may not be blank.");
        }
        messages.addAll(CharFieldRule.violations(name, LONGEST));
        return List.copyOf(messages);
    }
}
