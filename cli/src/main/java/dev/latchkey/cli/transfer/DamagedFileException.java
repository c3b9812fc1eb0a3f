package dev.latchkey.cli.transfer;

/** A file cannot be read on from some place: it is cut off, or is not what it should be. */
final class DamagedFileException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedFileException(FilePosition position, String problem) {
        super(position + ": " + problem);
    }

    DamagedFileException(String file, String problem) {
        super(file + ": " + problem);
    }
}
