package dev.latchkey.template;

/**
 * A call of an intrinsic function, not yet evaluated.
 *
 * @param function its name without "Fn::", such as Sub
 * @param argument what it is given: text, a list, a map or another call
 * @param line where it stands in the template, from 1
 */
record Intrinsic(String function, Object argument, int line) {}
