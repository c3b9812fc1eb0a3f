package dev.latchkey.cli.smoke;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What has been found so far; what is found again counts once. */
final class CheckResults {
    private final Set<CheckResult> all = new LinkedHashSet<>();
    private final List<String> omissions = new ArrayList<>();

    /**
     * One thing that was looked at.
     *
     * @param group what it belongs to
     * @param subject what was looked at, such as a route
     * @param problem what is wrong; empty when all is well
     */
    record CheckResult(String group, String subject, String problem) {
        boolean isGood() {
            return problem.isEmpty();
        }
    }

    void add(String group, String subject, String problem) {
        all.add(new CheckResult(group, subject, problem));
    }

    /** Takes note of something that this run could not look at. */
    void omit(String what) {
        omissions.add(what);
    }

    boolean areGood() {
        return all.stream().allMatch(CheckResult::isGood);
    }

    List<CheckResult> all() {
        return List.copyOf(all);
    }

    List<String> omissions() {
        return List.copyOf(omissions);
    }

    /** Returns the findings by group, in the order in which the groups began. */
    Map<String, List<CheckResult>> byGroup() {
        return all.stream().collect(Collectors.groupingBy(CheckResult::group, LinkedHashMap::new, Collectors.toList()));
    }
}
