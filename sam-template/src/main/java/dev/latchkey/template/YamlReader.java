package dev.latchkey.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Turns YAML into maps, lists, texts and {@link Intrinsic} calls.
 *
 * <p>Every scalar stays the text that was written, as CloudFormation treats it; both the short form of an intrinsic (a tag) and the long
 * one (a map with the single key "Ref" or "Fn::…") become a call.
 *
 * <p>Aliases and merge keys are written out, as the SAM CLI does before CloudFormation gets to see a template. Rules:
 * <a href="https://yaml.org/type/merge.html">merge key</a>.
 */
final class YamlReader {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_ALIASES = 1000;
    private static final String MERGE = "<<";

    private final String name;

    private YamlReader(String name) {
        this.name = name;
    }

    /**
     * Reads one document, which has to be a map.
     *
     * @param text the document
     * @param name what to call it in messages
     * @throws TemplateException when it is not YAML, or not a map
     */
    static Map<String, Object> read(String text, String name) {
        var reader = new YamlReader(name);
        if (reader.compose(text).orElse(null) instanceof MappingNode mapping) {
            return reader.map(mapping, 0);
        }
        throw new TemplateException(name + ": is not a template: it holds no map of sections");
    }

    private Optional<Node> compose(String text) {
        try {
            return new Compose(LoadSettings.builder()
                            .setLabel(name)
                            .setAllowNonScalarKeys(true)
                            .setMaxAliasesForCollections(MAX_ALIASES)
                            .build())
                    .composeString(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw new TemplateException(at(line) + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new TemplateException(
                    name + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    private Object value(Node node, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TemplateException(at(node) + "is nested too deeply");
        }
        if (node.getTag().getValue().startsWith("!")) {
            String function = node.getTag().getValue().substring(1);
            return new Intrinsic(function, content(node, depth), line(node));
        }
        return content(node, depth);
    }

    private Object content(Node node, int depth) {
        if (node instanceof MappingNode mapping) {
            Map<String, Object> map = map(mapping, depth);
            return asCall(map, mapping).orElse(map);
        }
        if (node instanceof SequenceNode sequence) {
            List<Object> list = new ArrayList<>();
            sequence.getValue().forEach(item -> list.add(value(item, depth + 1)));
            return list;
        }
        if (node.getTag().equals(Tag.NULL)) {
            throw new TemplateException(at(node) + "null values are not allowed in templates");
        }
        return ((ScalarNode) node).getValue();
    }

    private static Optional<Object> asCall(Map<String, Object> map, MappingNode node) {
        if (map.size() != 1) {
            return Optional.empty();
        }
        Map.Entry<String, Object> only = map.entrySet().iterator().next();
        if (only.getKey().equals("Ref")) {
            return Optional.of(new Intrinsic("Ref", only.getValue(), line(node)));
        }
        if (only.getKey().startsWith("Fn::")) {
            return Optional.of(new Intrinsic(only.getKey().substring("Fn::".length()), only.getValue(), line(node)));
        }
        return Optional.empty();
    }

    private Map<String, Object> map(MappingNode node, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        List<Object> merged = new ArrayList<>();
        for (NodeTuple entry : node.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new TemplateException(at(entry.getKeyNode()) + "a key has to be plain text");
            }
            Object value = value(entry.getValueNode(), depth + 1);
            if (isMerge(key)) {
                merged.addAll(value instanceof List<?> several ? several : List.of(value));
            } else if (map.put(key.getValue(), value) != null) {
                throw new TemplateException(at(key) + "the key " + key.getValue() + " is there twice");
            }
        }
        merged.forEach(one -> merge(one, map, node));
        return map;
    }

    private static boolean isMerge(ScalarNode key) {
        return key.getValue().equals(MERGE) && key.getScalarStyle() == ScalarStyle.PLAIN;
    }

    /** Puts in what is not there yet: a map's own keys come before those of others, and earlier ones before later ones. */
    private void merge(Object one, Map<String, Object> map, Node node) {
        if (!(one instanceof Map<?, ?> other)) {
            throw new TemplateException(at(node) + MERGE + " takes a map, or a list of maps");
        }
        other.forEach((key, value) -> map.putIfAbsent((String) key, value));
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private String at(Node node) {
        return at(line(node));
    }

    private String at(int line) {
        return name + ":" + line + ": ";
    }
}
