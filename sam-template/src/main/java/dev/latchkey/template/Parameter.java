package dev.latchkey.template;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** One parameter of the template: its default, and what CloudFormation would refuse. */
public final class Parameter {
    private final String name;
    private final Section section;

    Parameter(String name, Section section) {
        this.name = name;
        this.section = section;
    }

    /** Returns the value it has when none is given. */
    public Optional<String> defaultValue() {
        return section.optionalText("Default");
    }

    boolean isList() {
        String type = section.text("Type");
        return type.equals("CommaDelimitedList") || type.startsWith("List<");
    }

    /**
     * Says why CloudFormation would refuse a value.
     *
     * @param value the value to try
     * @return the rule it breaks, or nothing when it is allowed
     */
    public Optional<String> violation(String value) {
        List<String> allowed = section.texts("AllowedValues");
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            return Optional.of(name + " has to be one of " + String.join(", ", allowed));
        }
        Optional<String> pattern = section.optionalText("AllowedPattern");
        if (pattern.isPresent() && !value.matches(pattern.get())) {
            return Optional.of(name + " has to be " + constraint(pattern.get()));
        }
        return section.text("Type").equals("Number") ? numberViolation(value) : lengthViolation(value);
    }

    /** Says what a pattern means, in the template's words where it has some. */
    private String constraint(String pattern) {
        String description = section.optionalText("Description")
                .map(text -> " (" + text + ")")
                .orElse("");
        return section.optionalText("ConstraintDescription").orElse("a match of " + pattern + description);
    }

    private Optional<String> lengthViolation(String value) {
        int length = value.codePointCount(0, value.length());
        if (length < section.number("MinLength", 0) || length > section.number("MaxLength", Integer.MAX_VALUE)) {
            return Optional.of(name + " is too short or too long");
        }
        return Optional.empty();
    }

    private Optional<String> numberViolation(String value) {
        try {
            BigDecimal number = new BigDecimal(value);
            boolean tooLow = section.optionalText("MinValue")
                    .filter(least -> number.compareTo(new BigDecimal(least)) < 0)
                    .isPresent();
            boolean tooHigh = section.optionalText("MaxValue")
                    .filter(most -> number.compareTo(new BigDecimal(most)) > 0)
                    .isPresent();
            return tooLow || tooHigh ? Optional.of(name + " is out of range") : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.of(name + " has to be a number");
        }
    }
}
