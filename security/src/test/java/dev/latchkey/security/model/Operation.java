package dev.latchkey.security.model;

import java.util.List;

/**
 * A request and what came of it.
 *
 * @param text what it was, for a person
 * @param begun when it was made, in nanoseconds
 * @param ended when it was answered
 * @param steps what must have happened between the two, in this order, for the answer to be right
 * @param confirmed false where the answer was that it may or may not have been done: then any first part of the steps may have
 *     happened, even later than the answer
 */
record Operation(String text, long begun, long ended, List<Step> steps, boolean confirmed) {
    long mustEndBy() {
        return confirmed ? ended : Long.MAX_VALUE;
    }

    @Override
    public String toString() {
        return begun / 1_000 + " to " + ended / 1_000 + " us: " + text;
    }
}
