package dev.latchkey.local.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line split into words as a POSIX shell does: quotes, backslashes, comments, and lines that go on. A dollar sign
 * that a shell would not expand, since it stands in single quotes or after a backslash, becomes {@link #LITERAL_DOLLAR}.
 */
final class ShellWords {
    /** From the private use area, so that no example has it. */
    static final char LITERAL_DOLLAR = '\ue000';

    private static final char NONE = 0;

    private final StringBuilder text;

    ShellWords(String firstLine) {
        this.text = new StringBuilder(firstLine);
    }

    /** Tells whether the command goes on in the next line: after a backslash, or in quotes. */
    boolean isOpen() {
        return new Scan().open;
    }

    void goOn(String nextLine) {
        text.append('\n').append(nextLine);
    }

    List<String> words() {
        Scan scan = new Scan();
        if (scan.open) {
            throw new IllegalArgumentException("the command does not end: " + text);
        }
        return scan.words;
    }

    /** One pass over the text. */
    private final class Scan {
        final List<String> words = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private boolean inWord;
        private boolean inComment;
        private char quote = NONE;
        boolean open;

        Scan() {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (inComment) {
                    inComment = c != '\n';
                } else if (c == '\\' && quote != '\'') {
                    escape(i + 1 < text.length() ? text.charAt(i + 1) : NONE);
                    i++;
                } else if (quote != NONE) {
                    quoted(c);
                } else {
                    plain(c);
                }
            }
            open |= quote != NONE;
            endWord();
        }

        private void escape(char next) {
            if (next == NONE) {
                open = true;
            } else if (next != '\n') {
                inWord = true;
                if (quote == '"' && "\"\\$`".indexOf(next) < 0) {
                    word.append('\\');
                }
                word.append(next == '$' ? LITERAL_DOLLAR : next);
            }
        }

        private void quoted(char c) {
            if (c == quote) {
                quote = NONE;
            } else {
                word.append(c == '$' && quote == '\'' ? LITERAL_DOLLAR : c);
            }
        }

        private void plain(char c) {
            if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == ' ' || c == '\t' || c == '\n') {
                endWord();
            } else if (c == '#' && !inWord) {
                inComment = true;
            } else if ("|&;<>()`*?".indexOf(c) >= 0) {
                throw new IllegalArgumentException("\"" + c + "\" is more shell than examples may have: " + text);
            } else {
                inWord = true;
                word.append(c);
            }
        }

        private void endWord() {
            if (inWord) {
                words.add(word.toString());
                word.setLength(0);
                inWord = false;
            }
        }
    }
}
