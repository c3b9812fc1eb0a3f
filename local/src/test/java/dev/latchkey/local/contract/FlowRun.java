package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Runs one flow: sends, compares, captures, and fails at the first step that is not as recorded. */
final class FlowRun {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern VARYING = Pattern.compile("\\{\\{(int|token|expiry|any|re:.+?)}}(?!})");
    private static final Pattern LINK = Pattern.compile("https?://\\S+");
    private static final Map<String, String> PATTERNS = Map.of(
            "int", "\\d+",
            "token", "\\S{32,256}",
            "expiry", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z",
            "any", "(?s:.*)");
    private static final int STEP_SECONDS = 30;
    private static final Duration MAIL_WAIT = Duration.ofSeconds(8);

    private final FlowSite site;
    private final Map<String, JsonNode> names = new HashMap<>();
    private final Map<String, Long> lastSteps = new HashMap<>();

    private FlowRun(FlowSite site) {
        this.site = site;
        String name = ThreadLocalRandom.current()
                .ints(9, 0, 26)
                .mapToObj(letter -> Character.toString('a' + letter))
                .collect(Collectors.joining());
        names.put("u", TextNode.valueOf("u" + name));
    }

    /** Runs a flow on a site. */
    static void run(Flow flow, FlowSite site) {
        FlowRun run = new FlowRun(site);
        for (int i = 0; i < flow.steps().size(); i++) {
            JsonNode step = flow.steps().get(i);
            try {
                run.take(step);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(flow.name() + ", step " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
    }

    private void take(JsonNode step) {
        if (step.has("request")) {
            request(step);
        } else if (step.has("parallel")) {
            parallel(step);
        } else if (step.has("mail")) {
            mail(fill(step.get("mail")));
        } else if (step.has("totp")) {
            totp(fill(step.get("totp")));
        } else if (step.has("advance_seconds")) {
            site.advance(Duration.ofSeconds(step.get("advance_seconds").longValue()));
        } else if (step.has("state")) {
            site.change(fill(step.get("state")));
        } else {
            throw new IllegalArgumentException("unknown step " + step);
        }
    }

    /** What happens within one second can look like one moment to the server. */
    private void request(JsonNode step) {
        site.advance(Duration.ofSeconds(1));
        JsonNode request = fill(step.get("request"));
        Answer answer = site.send(exact(request));
        compare(step.get("expect"), request.get("method").textValue(), answer);
        step.path("capture")
                .properties()
                .forEach(capture -> names.put(
                        capture.getKey(),
                        pick(Expectation.json(answer), capture.getValue().textValue())));
    }

    private void compare(JsonNode expect, String method, Answer answer) {
        if (expect.has("status")) {
            assertThat(answer.status())
                    .as("%s", answer)
                    .isEqualTo(expect.get("status").intValue());
        }
        if (expect.has("body") && !method.equals("HEAD")) {
            JsonNode wanted = fillExpected(expect.get("body"));
            JsonNode found = answer.body().length == 0 ? MAPPER.nullNode() : Expectation.json(answer);
            assertThat(matches(wanted, found))
                    .as("%s instead of %s", answer, wanted)
                    .isTrue();
        }
        if (expect.has("body_keys")) {
            Set<String> wanted = new HashSet<>();
            expect.get("body_keys").forEach(key -> wanted.add(key.textValue()));
            assertThat(Expectation.json(answer).fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(wanted);
        }
        expect.path("headers").properties().forEach(header -> compare(header.getKey(), header.getValue(), answer));
    }

    private static void compare(String name, JsonNode wanted, Answer answer) {
        List<String> found = answer.headers(name);
        switch (name.toLowerCase(Locale.ROOT)) {
            case "content-type" -> assertThat(type(found.get(0))).isEqualTo(type(wanted.textValue()));
            case "allow" -> assertThat(methods(found.get(0))).isEqualTo(methods(wanted.textValue()));
            default -> {
                if (wanted.isNull()) {
                    assertThat(found).as(name).isEmpty();
                } else {
                    assertThat(found)
                            .as(name)
                            .singleElement()
                            .satisfies(value -> assertThat(value).matches(pattern(wanted.textValue())));
                }
            }
        }
    }

    private static String type(String header) {
        return header.split(";", 2)[0].strip();
    }

    private static Set<String> methods(String allow) {
        Set<String> methods = new HashSet<>(List.of(allow.split(",\\s*", -1)));
        methods.removeAll(List.of("HEAD", "OPTIONS"));
        return methods;
    }

    /** Which of several requests at once gets which answer is open. */
    private void parallel(JsonNode step) {
        site.advance(Duration.ofSeconds(1));
        List<Callable<Answer>> calls = new ArrayList<>();
        step.get("parallel").forEach(each -> {
            ExactRequest request = exact(fill(each));
            calls.add(() -> site.send(request));
        });
        List<Integer> statuses = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(calls.size());
        try {
            for (Future<Answer> answer : pool.invokeAll(calls)) {
                statuses.add(answer.get().status());
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            pool.shutdown();
        }
        List<Integer> wanted = new ArrayList<>();
        step.get("expect").get("statuses").forEach(status -> wanted.add(status.intValue()));
        assertThat(statuses).containsExactlyInAnyOrderElementsOf(wanted);
    }

    private ExactRequest exact(JsonNode request) {
        ExactRequest exact = new ExactRequest(
                request.get("method").textValue(), request.get("path").textValue());
        request.path("headers")
                .properties()
                .forEach(header ->
                        exact.header(header.getKey(), header.getValue().textValue()));
        JsonNode body = request.path("body");
        if (body.isTextual()) {
            return exact.body(body.textValue().getBytes(StandardCharsets.UTF_8));
        }
        if (body.isMissingNode() || body.isNull()) {
            return exact;
        }
        return request.path("headers").has("Content-Type")
                ? exact.body(body.toString().getBytes(StandardCharsets.UTF_8))
                : exact.json(body.toString());
    }

    // -- mail

    private void mail(JsonNode wanted) {
        String to = wanted.get("to").textValue();
        List<JsonNode> mails =
                mails(to, wanted.path("count").asInt(wanted.path("min_count").asInt(0)));
        if (wanted.has("count")) {
            assertThat(mails).hasSize(wanted.get("count").intValue());
        }
        if (wanted.has("min_count")) {
            assertThat(mails)
                    .hasSizeGreaterThanOrEqualTo(wanted.get("min_count").intValue());
        }
        if (wanted.has("max_count")) {
            assertThat(mails).hasSizeLessThanOrEqualTo(wanted.get("max_count").intValue());
        }
        if (!mails.isEmpty()) {
            read(wanted, mails.get(mails.size() - 1));
        }
    }

    private void read(JsonNode wanted, JsonNode newest) {
        wanted.path("contains")
                .properties()
                .forEach(part -> assertThat(newest.path(part.getKey()).asText())
                        .contains(part.getValue().textValue()));
        wanted.path("lacks")
                .properties()
                .forEach(part -> assertThat(newest.path(part.getKey()).asText())
                        .doesNotContain(part.getValue().textValue()));
        String text = newest.path("text").asText();
        wanted.path("capture_text").properties().forEach(capture -> {
            Matcher hit = Pattern.compile(capture.getValue().textValue()).matcher(text);
            assertThat(hit.find()).as(text).isTrue();
            names.put(capture.getKey(), TextNode.valueOf(hit.group()));
        });
        Map<String, String> parameters = linkParameters(text);
        wanted.path("capture").properties().forEach(capture -> {
            assertThat(parameters).containsKey(capture.getValue().textValue());
            names.put(
                    capture.getKey(),
                    TextNode.valueOf(parameters.get(capture.getValue().textValue())));
        });
    }

    /** Waits until an address has got so many mails; where none is awaited, long enough for one that should not come. */
    private List<JsonNode> mails(String to, int awaited) {
        long start = System.nanoTime();
        while (true) {
            List<JsonNode> found = new ArrayList<>();
            site.outbox().forEach(mail -> {
                if (mail.get("to").toString().contains('"' + to + '"')) {
                    found.add(mail);
                }
            });
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            boolean done = awaited > 0 ? found.size() >= awaited : waited.toMillis() > 700;
            if (done || waited.compareTo(MAIL_WAIT) > 0) {
                return found;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> linkParameters(String text) {
        Matcher link = LINK.matcher(text);
        if (!link.find()) {
            return Map.of();
        }
        URI address = URI.create(link.group().replaceAll("[.,;>)\"']+$", ""));
        Map<String, String> parameters = new HashMap<>(query(address.getRawQuery()));
        String fragment = address.getRawFragment();
        parameters.putAll(query(fragment == null ? null : fragment.substring(fragment.lastIndexOf('?') + 1)));
        return parameters;
    }

    // -- codes

    /** Without an offset a code that this flow has not had yet; always with four seconds to go. */
    private void totp(JsonNode totp) {
        String secret = totp.get("secret").textValue();
        int offset = totp.path("offset_steps").asInt(0);
        long used = lastSteps.getOrDefault(secret, -1L);
        long at;
        while (true) {
            long seconds = site.now().getEpochSecond();
            at = seconds / STEP_SECONDS + offset;
            long left = STEP_SECONDS - seconds % STEP_SECONDS;
            if ((offset != 0 || at > used) && left > 4) {
                break;
            }
            site.advance(Duration.ofSeconds(left));
        }
        boolean isWrong = totp.path("wrong").asBoolean();
        if (offset == 0 && !isWrong) {
            lastSteps.put(secret, at);
        }
        String code = isWrong ? wrongCode(secret, at) : code(secret, at);
        names.put(
                totp.get("capture").textValue(),
                TextNode.valueOf(written(code, totp.path("form").asText())));
    }

    private static String written(String code, String form) {
        return switch (form) {
            case "fullwidth" ->
                code.chars()
                        .mapToObj(digit -> Character.toString(0xFF10 + digit - '0'))
                        .collect(Collectors.joining());
            case "spaced" -> code.substring(0, 3) + " " + code.substring(3);
            default -> code;
        };
    }

    private static String wrongCode(String secret, long at) {
        Set<String> near = new HashSet<>();
        for (long step = at - 4; step < at + 5; step++) {
            near.add(code(secret, step));
        }
        int code = Integer.parseInt(code(secret, at));
        while (near.contains(String.format(Locale.ROOT, "%06d", code))) {
            code = (code + 1) % 1_000_000;
        }
        return String.format(Locale.ROOT, "%06d", code);
    }

    /** RFC 6238, written here once more, so that the one that is tested is not its own judge. */
    private static String code(String secret, long step) {
        ByteBuffer key = ByteBuffer.allocate(secret.length() * 5 / 8);
        int bits = 0;
        int buffer = 0;
        for (int i = 0; i < secret.length(); i++) {
            buffer = buffer << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(secret.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                key.put((byte) (buffer >> bits));
            }
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key.array(), "HmacSHA1"));
            ByteBuffer hash = ByteBuffer.wrap(
                    mac.doFinal(ByteBuffer.allocate(8).putLong(step).array()));
            int number = hash.getInt(hash.get(19) & 15) & 0x7fffffff;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // -- placeholders

    private JsonNode fill(JsonNode node) {
        return fill(node, names);
    }

    /** In what is expected a name that stands for what varies stays, whatever was captured under it. */
    private JsonNode fillExpected(JsonNode node) {
        Map<String, JsonNode> known = new HashMap<>(names);
        known.keySet().removeAll(PATTERNS.keySet());
        return fill(node, known);
    }

    private static JsonNode fill(JsonNode node, Map<String, JsonNode> known) {
        if (node.isTextual()) {
            return fill(node.textValue(), known);
        }
        if (node.isObject()) {
            ObjectNode filled = MAPPER.createObjectNode();
            node.properties()
                    .forEach(member ->
                            filled.set(fill(member.getKey(), known).asText(), fill(member.getValue(), known)));
            return filled;
        }
        if (node.isArray()) {
            ArrayNode filled = MAPPER.createArrayNode();
            node.forEach(each -> filled.add(fill(each, known)));
            return filled;
        }
        return node;
    }

    private static JsonNode fill(String text, Map<String, JsonNode> known) {
        Matcher whole = NAME.matcher(text);
        if (whole.matches() && known.containsKey(whole.group(1))) {
            return known.get(whole.group(1));
        }
        return TextNode.valueOf(NAME.matcher(text).replaceAll(name -> {
            JsonNode value = known.get(name.group(1));
            return Matcher.quoteReplacement(value == null ? name.group() : value.asText());
        }));
    }

    private static boolean matches(JsonNode wanted, JsonNode found) {
        if (wanted.isTextual()) {
            return matches(wanted.textValue(), found);
        }
        if (wanted.isObject() && found.isObject()) {
            Set<String> members = new HashSet<>();
            wanted.fieldNames().forEachRemaining(members::add);
            Set<String> others = new HashSet<>();
            found.fieldNames().forEachRemaining(others::add);
            return members.equals(others)
                    && members.stream().allMatch(name -> matches(wanted.get(name), found.get(name)));
        }
        if (wanted.isArray() && found.isArray() && wanted.size() == found.size()) {
            for (int i = 0; i < wanted.size(); i++) {
                if (!matches(wanted.get(i), found.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return wanted.equals(found);
    }

    private static boolean matches(String wanted, JsonNode found) {
        if (wanted.equals("{{any}}")) {
            return true;
        }
        if (wanted.equals("{{int}}")) {
            return found.isIntegralNumber()
                    || (found.isTextual() && !found.textValue().isEmpty());
        }
        return found.isTextual() && Pattern.matches(pattern(wanted), found.textValue());
    }

    private static String pattern(String wanted) {
        StringBuilder pattern = new StringBuilder();
        Matcher varying = VARYING.matcher(wanted);
        int end = 0;
        while (varying.find()) {
            pattern.append(Pattern.quote(wanted.substring(end, varying.start())));
            String kind = varying.group(1);
            pattern.append(kind.startsWith("re:") ? "(?:" + kind.substring(3) + ")" : PATTERNS.get(kind));
            end = varying.end();
        }
        return pattern.append(Pattern.quote(wanted.substring(end))).toString();
    }

    /** {@code a.b.0} goes into the answer; {@code a?name} is a query parameter of the address that stands at a. */
    private static JsonNode pick(JsonNode answer, String place) {
        String[] parts = place.split("\\?", 2);
        JsonNode found = answer;
        for (String part : parts[0].split("\\.", -1)) {
            found = found.isArray() ? found.path(Integer.parseInt(part)) : found.path(part);
        }
        assertThat(found.isMissingNode()).as("%s of %s", place, answer).isFalse();
        if (parts.length == 1) {
            return found;
        }
        Map<String, String> parameters = query(URI.create(found.textValue()).getRawQuery());
        assertThat(parameters).containsKey(parts[1]);
        return TextNode.valueOf(parameters.get(parts[1]));
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                parameters.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
