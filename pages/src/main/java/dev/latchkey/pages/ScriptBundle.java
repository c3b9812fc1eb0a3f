package dev.latchkey.pages;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Modules of JavaScript, joined into one.
 *
 * <p>Each file that a page needs is a call of a function, and an account may have no more than ten instances for all of its
 * functions: a page of fifteen modules would be refused some of them. So they are joined before anybody asks: each after those
 * that it imports, without the imports, and without the word {@code export}. That takes names which differ in all modules,
 * or a browser refuses the whole, and one form of import, which is checked here.
 */
final class ScriptBundle {
    private static final Pattern IMPORT = Pattern.compile("(?m)^import \\{[^}]+\\} from '\\./([a-z-]+\\.js)';\\n");
    private static final Pattern EXPORT = Pattern.compile("(?m)^export (?=(async )?(function|const|class) )");
    private static final Pattern OTHER = Pattern.compile("(?m)^(import|export)\\b.*");

    private final UnaryOperator<String> sources;
    private final Map<String, String> joined = new LinkedHashMap<>();

    private ScriptBundle(UnaryOperator<String> sources) {
        this.sources = sources;
    }

    /**
     * Joins a module and all that it imports.
     *
     * @param main the module's name
     * @param sources gives a module's text for its name
     * @throws IllegalStateException if modules import each other, or import or export in a form that is not known here
     */
    static String of(String main, UnaryOperator<String> sources) {
        var bundle = new ScriptBundle(sources);
        bundle.add(main, "");
        return String.join("\n", bundle.joined.values());
    }

    private void add(String name, String way) {
        String here = way + " " + name;
        if ((way + " ").contains(" " + name + " ")) {
            throw new IllegalStateException("modules import each other:" + here);
        }
        if (joined.containsKey(name)) {
            return;
        }
        String source = sources.apply(name);
        Matcher imports = IMPORT.matcher(source);
        while (imports.find()) {
            add(imports.group(1), here);
        }
        joined.put(name, plain(name, source));
    }

    private static String plain(String name, String source) {
        String plain = EXPORT.matcher(IMPORT.matcher(source).replaceAll("")).replaceAll("");
        Matcher other = OTHER.matcher(plain);
        if (other.find()) {
            throw new IllegalStateException(name + " has a line that cannot be joined: " + other.group());
        }
        return plain;
    }
}
