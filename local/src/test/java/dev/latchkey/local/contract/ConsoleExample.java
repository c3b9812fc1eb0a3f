package dev.latchkey.local.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One command in a fenced {@code console} block, with what it is shown to print.
 *
 * @param line the line of the file that the command begins on, from 1
 * @param words the command, split as a shell does, but with variables left as they are
 * @param output the lines up to the next command or the end of the block
 */
record ConsoleExample(int line, List<String> words, List<String> output) {
    private static final String PROMPT = "$ ";
    private static final String CURL = PROMPT + "curl ";
    private static final Pattern FENCE = Pattern.compile("\\s*```.*");
    private static final Pattern CONSOLE = Pattern.compile("\\s*```console\\s*");

    /** Finds the blocks of a Markdown text in which a command begins with curl; each is a list of examples. */
    static List<List<ConsoleExample>> blocks(String markdown) {
        String[] lines = markdown.split("\r?\n", -1);
        List<List<ConsoleExample>> blocks = new ArrayList<>();
        for (int start = 0; start < lines.length; start++) {
            if (FENCE.matcher(lines[start]).matches()) {
                int end = start + 1;
                while (end < lines.length && !FENCE.matcher(lines[end]).matches()) {
                    end++;
                }
                boolean runs = Arrays.stream(lines, start + 1, end).anyMatch(line -> line.startsWith(CURL));
                if (CONSOLE.matcher(lines[start]).matches() && runs) {
                    blocks.add(block(lines, start + 1, end));
                }
                start = end;
            }
        }
        return blocks;
    }

    private static List<ConsoleExample> block(String[] lines, int from, int to) {
        List<ConsoleExample> examples = new ArrayList<>();
        int i = from;
        while (i < to) {
            if (!lines[i].startsWith(PROMPT)) {
                throw new IllegalArgumentException(
                        "line " + (i + 1) + ": a console block begins with a command, \"$ \"");
            }
            int start = i;
            ShellWords words = new ShellWords(lines[i].substring(PROMPT.length()));
            while (words.isOpen() && i + 1 < to) {
                words.goOn(lines[++i]);
            }
            List<String> output = new ArrayList<>();
            while (++i < to && !lines[i].startsWith(PROMPT)) {
                output.add(lines[i]);
            }
            examples.add(new ConsoleExample(start + 1, words.words(), output));
        }
        return examples;
    }
}
