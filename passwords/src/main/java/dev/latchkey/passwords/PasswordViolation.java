package dev.latchkey.passwords;

/**
 * One way in which a password breaks the policy.
 *
 * @param code Django's code for the rule, such as {@code password_too_short}
 * @param message Django's English message
 */
public record PasswordViolation(String code, String message) {}
