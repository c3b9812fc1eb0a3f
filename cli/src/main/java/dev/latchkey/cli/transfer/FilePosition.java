package dev.latchkey.cli.transfer;

/**
 * A place in a file, written as compilers do.
 *
 * @param file the file's name as it was given
 * @param line counted from 1
 * @param column counted from 1; 0 where the whole line is meant
 */
record FilePosition(String file, long line, int column) {
    @Override
    public String toString() {
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
